// settings.c - when and where: from the clause, from the noun phrases in it, and for what tells neither from
// the paragraph or from the opening of the story.
#include "coding/events.h"

#include <string.h>

// The edge above a token that closes its clause against what is said outside: a date beyond it is another
// clause's.
static bool closes_clause(enum deprel deprel) {
    return deprel == DEPREL_CCOMP || deprel == DEPREL_ACL_RELCL || deprel == DEPREL_PARATAXIS ||
           deprel == DEPREL_ADVCL_RELCL;
}

static bool shares_clause(const struct sentence *s, uint32_t a, uint32_t b) {
    for (int side = 0; side < 2; side++) {
        uint32_t at = side ? b : a, other = side ? a : b;
        for (size_t hops = 0; hops < s->count; hops++) {
            if (at == other || is_under(s, other, at)) break;
            if (s->tokens[at].head < 0) return false;
            enum deprel deprel = s->tokens[at].deprel;
            if (closes_clause(deprel) || (deprel == DEPREL_CONJ && is_verbal(&s->tokens[at])) ||
                (deprel == DEPREL_ADVCL && side))
                return false;
            at = (uint32_t)s->tokens[at].head;
        }
    }
    return true;
}

// A date that opens or closes the sentence holds for all of it that is not told by somebody or about
// something else.
static bool is_of_sentence(const struct sentence *s, uint32_t trigger, uint32_t time) {
    for (int side = 0; side < 2; side++) {
        int32_t at = (int32_t)(side ? time : trigger);
        for (size_t hops = 0; hops < s->count && s->tokens[at].head >= 0; hops++) {
            enum deprel deprel = s->tokens[at].deprel;
            if (closes_clause(deprel) || deprel == DEPREL_ADVCL || (side && deprel == DEPREL_ACL) ||
                (!side && deprel == DEPREL_CONJ && is_verbal(&s->tokens[at])))
                return false;
            at = s->tokens[at].head;
        }
    }
    return true;
}

// The verb of the clause at `noun` that tells more of it: "the attack, which occurred on", not "the attack,
// which they condemned on". -1 when there is none.
static int32_t clause_about(const struct sentence *s, int32_t noun) {
    const int32_t verb = token_child_with(s, noun, DEPREL_ACL_RELCL);
    int32_t subject = verb < 0 ? -1 : token_child_with(s, verb, DEPREL_NSUBJ);
    if (verb >= 0 && subject < 0) subject = token_child_with(s, verb, DEPREL_NSUBJ_PASS);
    const bool is_relative =
        subject >= 0 && s->tokens[subject].upos == UPOS_PRON &&
        !(s->tokens[subject].features & (FEATURE_FIRST | FEATURE_SECOND | FEATURE_THIRD));
    return is_relative ? verb : -1;
}

// Such a clause about the act: of its noun, or of the noun that a verb's act was part of ("killed in a
// bombing that happened on").
static int32_t own_clause(const struct coding_run *run, const struct event_mention *f) {
    if (f->is_noun) return clause_about(run->s, (int32_t)f->token);
    int32_t clause = -1;
    for (int32_t c = token_child(run->s, (int32_t)f->token, -1); clause < 0 && c >= 0;
         c = token_child(run->s, (int32_t)f->token, c))
        if (run->s->tokens[c].deprel == DEPREL_OBL && run->s->tokens[c].upos == UPOS_NOUN &&
            patterns_of(run->patterns, PATTERN_VERB, &run->s->tokens[c]).count > 0)
            clause = clause_about(run->s, c);
    return clause;
}

// Whether the deed's clause tells it as past, so that no day to come is its day.
static bool is_told_as_past(const struct coding_run *run, const struct event_mention *f) {
    const struct sentence *s = run->s;
    const uint32_t token = f->support >= 0 ? (uint32_t)f->support : f->token;
    const struct token *t = &s->tokens[token];
    if (!is_verbal(t)) return false;
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c))
        if ((s->tokens[c].deprel == DEPREL_AUX || s->tokens[c].deprel == DEPREL_AUX_PASS) &&
            (s->tokens[c].features & FEATURE_FINITE))
            return s->tokens[c].features & FEATURE_PAST;
    return (t->features & FEATURE_FINITE) && (t->features & FEATURE_PAST);
}

// Before its noun and without a preposition a date is that noun's alone: "the June 4 verdict", "Monday's
// attack".
static bool is_of_other_noun(const struct sentence *s, const struct event_mention *f,
                             const struct time_expression *time) {
    int32_t head = -1;
    if (time->first > 0 && s->tokens[time->first - 1].upos == UPOS_ADP) return false;
    for (uint32_t i = time->first; i < time->end && head < 0; i++) {
        const int32_t above = s->tokens[i].head;
        if (above >= (int32_t)time->end) head = above;
        if (above >= 0 && above < (int32_t)time->first) return false;
        const int32_t mark = token_child_with(s, (int32_t)i, DEPREL_CASE);
        if (mark >= 0 && mark < (int32_t)time->first) return false;
    }
    return head >= 0 && is_nominal(&s->tokens[head]) && head != (int32_t)f->token &&
           token_child_with(s, head, DEPREL_COP) < 0 && !is_under(s, f->token, (uint32_t)head);
}

static bool is_after_published(const struct coding_run *run, const struct time_expression *time) {
    const struct slice published = run->meaning->published;
    return published.length >= 10 && time->from[0] && memcmp(time->from, published.start, 10) > 0;
}

// How far the date of `time` stands from the trigger, nearer when it is the trigger's own; UINT32_MAX when it
// is another clause's.
static uint32_t date_distance(const struct coding_run *run, const struct event_mention *f, int32_t own,
                              const struct time_expression *time) {
    const struct sentence *s = run->s;
    if (time->first >= s->count || is_of_other_noun(s, f, time)) return UINT32_MAX;
    const bool is_own =
        own >= 0 && is_under(s, time->first, (uint32_t)own) && shares_clause(s, (uint32_t)own, time->first);
    if (!is_own && !shares_clause(s, f->token, time->first) && !is_of_sentence(s, f->token, time->first))
        return UINT32_MAX;
    const uint32_t distance = time->first > f->token ? time->first - f->token : f->token - time->first;
    return is_own || is_under(s, time->first, f->token) ? distance / 4 : distance;
}

void setting_date(const struct coding_run *run, struct event_mention *f) {
    const int32_t own = own_clause(run, f);
    const bool is_past = is_told_as_past(run, f);
    const struct time_expression *best = NULL;
    uint32_t best_distance = UINT32_MAX;
    const struct range times = meaning_times_in(run->meaning, f->sentence);
    for (size_t i = times.first; i < times.end; i++) {
        const struct time_expression *time = &run->meaning->times[i];
        if (time->is_duration || time->is_set || time->is_stamp || (!time->from[0] && !time->to[0])) continue;
        if (is_past && is_after_published(run, time) && factuality_is_actual(f->factuality)) continue;
        const uint32_t distance = date_distance(run, f, own, time);
        if (distance < best_distance) {
            best = time;
            best_distance = distance;
        }
    }
    if (!best) return;
    memcpy(f->from, best->from, sizeof f->from);
    memcpy(f->to, best->to, sizeof f->to);
    if (best->is_since && !f->to[0] && run->meaning->published.length >= 10)
        memcpy(f->to, run->meaning->published.start, 10);
    f->date_text = best->span;
    f->date_precision = best->precision;
    f->date_provenance = PROVENANCE_STATED;
    f->is_dated = true;
    f->is_since = best->is_since;
    if (is_after_published(run, best) && factuality_is_actual(f->factuality))
        f->factuality = FACTUALITY_PLANNED; // "visits Halm next week"
}

static bool is_place(const struct entity *entity) {
    return entity->kind == ENTITY_PLACE || entity->is_location ||
           (entity->kind == ENTITY_GOVERNMENT && entity->country.length);
}

// The place that the noun phrase at `token` names: "Brennik", "the town of Brennik", "the capital, Brennik",
// "Brennik's market"; not "their statement", whose owner is no more than a party, not "Karsian strikes",
// which need not be in Karsia, and not "the Karsia war".
static bool place_at(const struct coding_run *run, uint32_t token, int depth, struct event_mention *f) {
    const struct mention *mention = NULL;
    int32_t entity = run_entity(run, token, &mention);
    if (entity >= 0 && mention->kind != MENTION_ADJECTIVE && is_place(&run->meaning->entities[entity])) {
        f->place = entity;
        f->place_text = mention->span;
        return true;
    }
    const bool is_act = patterns_of(run->patterns, PATTERN_VERB, &run->s->tokens[token]).count > 0;
    for (int32_t c = token_child(run->s, (int32_t)token, -1); depth < OWNERS && c >= 0;
         c = token_child(run->s, (int32_t)token, c)) {
        enum deprel deprel = run->s->tokens[c].deprel;
        int32_t mark = token_child_with(run->s, c, DEPREL_CASE);
        if (deprel == DEPREL_NMOD_POSS && run->s->tokens[c].upos == UPOS_PRON) continue;
        bool is_part = deprel == DEPREL_APPOS || deprel == DEPREL_NMOD_DESC ||
                       (!is_act && (deprel == DEPREL_COMPOUND || deprel == DEPREL_NMOD_POSS));
        if (deprel == DEPREL_NMOD)
            is_part = mark < 0 || token_has_class(run->patterns, CLASS_OF, &run->s->tokens[mark]) ||
                      token_has_class(run->patterns, CLASS_LOCATIVE, &run->s->tokens[mark]);
        if (is_part && place_at(run, (uint32_t)c, depth + 1, f)) return true;
    }
    return false;
}

// "discussed the situation in Gaza": what stands in or right behind something that goes on at a place says
// where that is, not where it was spoken of. `mark`: the preposition of what stands there.
static bool is_of_topic(const struct coding_run *run, const struct event_mention *f, uint32_t token,
                        int32_t mark) {
    if (f->pattern->roles[ROLE_ABOUT].count == 0) return false;
    const struct pattern_match match = event_match(run, f);
    const uint32_t about = party_first_token(&match, ROLE_ABOUT, f->token);
    return about != f->token && token_has_class(run->patterns, CLASS_SITUATIONS, &run->s->tokens[about]) &&
           (is_under(run->s, token, about) || (mark > 0 && is_under(run->s, (uint32_t)mark - 1, about)));
}

static bool place_under(const struct coding_run *run, uint32_t token, struct event_mention *f) {
    for (int32_t c = token_child(run->s, (int32_t)token, -1); c >= 0;
         c = token_child(run->s, (int32_t)token, c)) {
        enum deprel deprel = run->s->tokens[c].deprel;
        int32_t mark = token_child_with(run->s, c, DEPREL_CASE);
        if ((deprel == DEPREL_OBL || deprel == DEPREL_NMOD) && mark >= 0 &&
            token_has_class(run->patterns, CLASS_LOCATIVE, &run->s->tokens[mark]) &&
            !is_of_topic(run, f, (uint32_t)c, mark) && place_at(run, (uint32_t)c, 0, f))
            return true;
    }
    return false;
}

// "clashed with fighters of the group near Brennik": the first such phrase behind, in the clause, whatever it
// hangs on.
static void place_behind(const struct coding_run *run, uint32_t token, struct event_mention *f) {
    for (uint32_t i = token + 1; i < run->s->count; i++) {
        const struct token *t = &run->s->tokens[i];
        if (is_verbal(t) && (t->features & FEATURE_FINITE) && t->deprel != DEPREL_AUX) return;
        int32_t mark = token_child_with(run->s, (int32_t)i, DEPREL_CASE);
        if ((t->deprel != DEPREL_OBL && t->deprel != DEPREL_NMOD) || mark < 0 || mark > (int32_t)i ||
            !token_has_class(run->patterns, CLASS_LOCATIVE, &run->s->tokens[mark]) ||
            !shares_clause(run->s, token, i) || is_of_topic(run, f, i, mark))
            continue;
        const struct mention *mention = NULL;
        int32_t entity = run_entity(run, i, &mention);
        if (entity < 0 || run->meaning->entities[entity].kind != ENTITY_PLACE) continue;
        f->place = entity;
        f->place_text = mention->span;
        return;
    }
}

// "the second attack was in Brennik".
static bool place_of_predicate(const struct coding_run *run, struct event_mention *f) {
    const struct token *t = &run->s->tokens[f->token];
    if (t->deprel != DEPREL_NSUBJ || token_child_with(run->s, t->head, DEPREL_COP) < 0) return false;
    const int32_t mark = token_child_with(run->s, t->head, DEPREL_CASE);
    return mark >= 0 && token_has_class(run->patterns, CLASS_LOCATIVE, &run->s->tokens[mark]) &&
           place_at(run, (uint32_t)t->head, 0, f);
}

static void place_find(const struct coding_run *run, struct event_mention *f) {
    if (f->pattern->roles[ROLE_PLACE].count) {
        struct party_set set = { .count = 0 };
        const struct pattern_match match = event_match(run, f);
        party_gather(run, &match, ROLE_PLACE, &set, NULL);
        for (size_t i = 0; i < set.count; i++)
            if (is_place(&run->meaning->entities[set.entities[i]])) {
                f->place = (int32_t)set.entities[i];
                f->place_text = set.spans[i];
                return;
            }
    }
    if (place_under(run, f->token, f) || (f->support >= 0 && place_under(run, (uint32_t)f->support, f)))
        return;
    uint32_t objects[WIDTH];
    size_t count = run_follow(run, f->token, PATH_OBJ, objects);
    for (size_t i = 0; i < count; i++) {
        if (is_of_topic(run, f, objects[i], -1)) continue;
        if (place_under(run, objects[i], f)) return;
        if (run->meaning->mention_of[run->sentence][objects[i]] < 0 && place_at(run, objects[i], 0, f)) {
            if (run->meaning->entities[f->place].kind == ENTITY_PLACE) // "shelled the town of Marn"
                return;
            f->place = -1;
            f->place_text = (struct span){ 0 };
        }
    }
    if (f->is_noun) { // "the Raqqa battle"; or the clause that it stands in
        count = run_follow(run, f->token, PATH_ADJ, objects);
        for (size_t i = 0; i < count; i++) {
            const struct mention *mention = NULL;
            int32_t entity = run_entity(run, objects[i], &mention);
            if (entity >= 0 && run->meaning->entities[entity].kind == ENTITY_PLACE) {
                f->place = entity;
                f->place_text = mention->span;
                return;
            }
        }
        int32_t head = run->s->tokens[f->token].head;
        if (head >= 0 && is_verbal(&run->s->tokens[head]) && place_under(run, (uint32_t)head, f)) return;
        const int32_t own = own_clause(run, f);
        if (place_of_predicate(run, f) || (own >= 0 && place_under(run, (uint32_t)own, f))) return;
    }
    for (size_t i = 0; i < f->recipients.count; i++)
        if (run->meaning->entities[f->recipients.entities[i]].kind == ENTITY_PLACE) {
            f->place = (int32_t)f->recipients.entities[i];
            f->place_text = f->recipients.spans[i];
            return;
        }
    const struct token *t = &run->s->tokens[f->token];
    if (t->head >= 0 &&
        (t->deprel == DEPREL_XCOMP || (t->deprel == DEPREL_ADVCL && !(t->features & FEATURE_FINITE))))
        place_under(run, (uint32_t)t->head, f);
    if (f->place >= 0 || (f->is_noun && f->support < 0)) return;
    uint32_t clause = f->support >= 0 ? (uint32_t)f->support : f->token; // "nurses in Lisbon went on strike"
    count = run_follow(run, clause, PATH_SUBJ, objects);
    for (size_t i = 0; i < count; i++)
        if (place_under(run, objects[i], f)) return;
    place_behind(run, f->token, f);
    count = run_follow(run, f->token, PATH_OBJ, objects); // "blocked the port of X"
    for (size_t i = 0; i < count && f->place < 0 && patterns_act(run->patterns, f->act)->stands_alone; i++) {
        const struct mention *mention = NULL;
        const int32_t entity = run_entity(run, objects[i], &mention);
        if (entity < 0 || run->meaning->entities[entity].kind != ENTITY_PLACE) continue;
        f->place = entity;
        f->place_text = mention->span;
    }
}

// The only place that the sentence names as one where something is, for a deed that stands in it without a
// place of its own; none when it names two.
static void place_of_sentence(const struct coding_run *run, struct event_mention *f) {
    const struct meaning *meaning = run->meaning;
    const struct range range = meaning_mentions_in(meaning, f->sentence);
    const struct mention *found = NULL;
    for (size_t i = range.first; i < range.end; i++) {
        const struct mention *mention = &meaning->mentions[i];
        if (mention->kind != MENTION_NAME || mention->entity < 0 || mention->head >= run->s->count ||
            !is_place(&meaning->entities[mention->entity]))
            continue;
        const int32_t mark = token_child_with(run->s, (int32_t)mention->head, DEPREL_CASE);
        if (mark < 0 || !token_has_class(run->patterns, CLASS_LOCATIVE, &run->s->tokens[mark])) continue;
        if (found && found->entity != mention->entity) return;
        found = mention;
    }
    if (!found) return;
    for (size_t i = 0; i < f->actors.count; i++)
        if (f->actors.entities[i] == (uint32_t)found->entity) return;
    f->place = found->entity;
    f->place_text = found->span;
    f->place_provenance = PROVENANCE_SENTENCE;
}

void setting_place(const struct coding_run *run, struct event_mention *f) {
    place_find(run, f);
    f->place_provenance = f->place >= 0 ? PROVENANCE_STATED : PROVENANCE_NONE;
    if (f->place < 0 && patterns_act(run->patterns, f->act)->stands_alone) place_of_sentence(run, f);
}

// "had threatened", "has said before": told as before the story, or as of no certain time.
static bool is_background(const struct coding_run *run, const struct event_mention *f) {
    const struct sentence *s = &run->meaning->analysis->sentences[f->sentence];
    if (f->is_noun) return f->support < 0;
    if (!(s->tokens[f->token].features & FEATURE_PAST)) return false;
    for (int32_t c = token_child(s, (int32_t)f->token, -1); c >= 0; c = token_child(s, (int32_t)f->token, c))
        if (s->tokens[c].deprel == DEPREL_AUX && (s->tokens[c].features & FEATURE_FINITE) &&
            !is_passive(s, f->token))
            return true;
    return false;
}

// The place of the deeds that the story opens with; -1 when it opens with none. `is_split`: with deeds in two
// places.
static int32_t place_of_opening(const struct coding_run *run, bool *is_split) {
    const struct analysis *analysis = run->meaning->analysis;
    int32_t place = -1;
    *is_split = false;
    for (size_t i = 0; i < run->events.count; i++) {
        const struct event_mention *f = &run->events.items[i];
        if (analysis->sentences[f->sentence].paragraph > LEDE) break;
        if (f->is_gone || !factuality_is_actual(f->factuality) || f->place < 0 ||
            !patterns_act(run->patterns, f->act)->stands_alone)
            continue;
        *is_split |= place >= 0 && place != f->place;
        place = f->place;
    }
    return *is_split ? -1 : place;
}

// Whether a place that ends before token `end` is the line of a reporter's place: "HALM: ...", "HALM, May 6
// (Radio Lorrin) -- ...".
static bool is_dateline(const struct coding_run *run, uint32_t sentence, uint32_t end) {
    const struct sentence *s = &run->meaning->analysis->sentences[sentence];
    if (end + 1 >= s->count) return false;
    if (slice_equal(s->tokens[end].form, SLICE(":"))) return true;
    const struct time_expression *time = meaning_time_over(run->meaning, sentence, end + 1);
    return slice_equal(s->tokens[end].form, SLICE(",")) && time && time->is_stamp;
}

// The place of the story's dateline; -1 when it has none.
static int32_t place_of_dateline(const struct coding_run *run) {
    const struct meaning *meaning = run->meaning;
    for (size_t i = 0; i < meaning->mention_count; i++) {
        const struct mention *mention = &meaning->mentions[i];
        if (meaning->analysis->sentences[mention->sentence].paragraph > LEDE) break;
        if (mention->kind == MENTION_NAME && mention->entity >= 0 &&
            meaning->entities[mention->entity].kind == ENTITY_PLACE &&
            is_dateline(run, mention->sentence, mention->end))
            return mention->entity;
    }
    return -1;
}

static int32_t story_place(const struct coding_run *run) {
    bool is_split;
    const int32_t place = place_of_opening(run, &is_split);
    return place >= 0 || is_split ? place : place_of_dateline(run);
}

void settings_places_from_context(struct coding_run *run) {
    const struct analysis *analysis = run->meaning->analysis;
    const int32_t story = story_place(run);
    const struct event_mention *last = NULL;
    for (size_t i = 0; i < run->events.count; i++) {
        struct event_mention *f = &run->events.items[i];
        if (f->is_gone || !factuality_is_actual(f->factuality) ||
            !patterns_act(run->patterns, f->act)->stands_alone)
            continue;
        if (f->place >= 0) {
            last = f;
            continue;
        }
        const uint32_t paragraph = analysis->sentences[f->sentence].paragraph;
        if (last && analysis->sentences[last->sentence].paragraph == paragraph) {
            f->place = last->place;
            f->place_provenance = PROVENANCE_PARAGRAPH;
        } else if (story >= 0 && !is_background(run, f)) {
            f->place = story;
            f->place_provenance = PROVENANCE_STORY;
        }
    }
}

void settings_dates_from_context(struct coding_run *run) {
    const struct analysis *analysis = run->meaning->analysis;
    const struct event_mention *story = NULL, *last = NULL;
    for (size_t i = 0; i < run->events.count && !story; i++) {
        const struct event_mention *f = &run->events.items[i];
        if (!f->is_gone && f->is_dated && f->date_precision >= TIME_DAY && f->date_precision != TIME_VAGUE &&
            f->to[0] && factuality_is_actual(f->factuality) &&
            analysis->sentences[f->sentence].paragraph <= LEDE)
            story = f;
    }
    for (size_t i = 0; i < run->events.count; i++) {
        struct event_mention *f = &run->events.items[i];
        if (f->is_gone || f->factuality != FACTUALITY_HAPPENED) continue;
        uint32_t paragraph = analysis->sentences[f->sentence].paragraph;
        if (f->is_dated) {
            if (f->date_text.start < f->date_text.end)
                last = f->date_precision == TIME_DAY || f->date_precision == TIME_HOUR ? f : NULL;
            continue;
        }
        const struct event_mention *from = last && analysis->sentences[last->sentence].paragraph == paragraph
                                               ? last
                                           : paragraph <= LEDE ? story
                                                               : NULL;
        if (!from || !from->to[0] || is_background(run, f)) continue;
        memcpy(f->from, from->from, sizeof f->from);
        memcpy(f->to, from->to, sizeof f->to);
        f->date_text = (struct span){ 0 };
        f->date_precision = from->date_precision;
        f->date_provenance = from == last ? PROVENANCE_PARAGRAPH : PROVENANCE_STORY;
        f->is_dated = true;
    }
}
