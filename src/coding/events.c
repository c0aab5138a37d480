// events.c - patterns over trees to events.
//
// Three passes. In each sentence the triggers are found, operators first (demand, refuse, promise), which
// take the acts under them and give them their status; what is left is coded as told, with the factuality
// that its clause has. Then triggers of one clause that tell one happening ("killed in an attack") become
// one. At last the document is gone through: a happening that is told again is folded into its clearest
// mention.
//
// A noun that only points back ("the attack") makes no event of its own: it is weak, and vanishes in an
// earlier or later mention, or for good.
#include "coding/patterns.h"

#include "base/vector.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PARTIES 16u // of one role
#define MATCHES 64u // tokens that needs matched in one sentence
#define WIDTH 16u   // tokens at the end of a path
#define SEARCH 4    // how deep an operator looks for its act
#define OWNERS 3    // how far a thing leads to whom it belongs
#define NEAR 3u // sentences between two tellings of one happening, when only a party says that they are one
#define LOOK_BACK 500u // events that a telling is compared with
#define LEDE 2u        // the title and the paragraphs that open the story

struct party_set {
    uint32_t entities[PARTIES];
    struct span spans[PARTIES];
    bool is_coreferred; // through a pronoun or a description
    size_t count;
};

struct found { // an event being put together
    uint32_t sentence, token;
    int32_t act;
    enum status status;
    const struct pattern *pattern;
    struct party_set actors, recipients, mediators;
    struct span about;
    struct party_set about_entities;
    char from[11], to[11];
    struct span date_text;
    enum time_precision date_precision;
    bool is_dated;
    int32_t place;
    struct span place_text;
    enum factuality factuality;
    struct sources according_to;
    bool is_noun, is_weak, is_symmetric, is_by_speaker, is_reflexive, is_since;
    int32_t support; // token of the support verb, -1
    bool is_gone;    // folded into another
};
typedef VECTOR_OF(struct found) found_list;

struct coding_run {                 // what the passes share
    size_t next_mention, next_time; // first of those that stand in later sentences
    const struct patterns *patterns;
    const struct modality *modality;
    const struct attributed *attributed;
    const struct meaning *meaning;
    struct arena *arena;
    found_list found;
    // of the sentence at hand
    const struct sentence *s;
    uint32_t sentence;
    const struct pattern **hits; // [token]
    bool *taken;                 // [token] belongs to another trigger
    bool *coded;                 // [token] an operator that made an event
    int32_t *names;              // [token] the mention by name that holds it, -1
    bool *is_time;               // [token] part of a date
};

static struct scene scene_of(const struct coding_run *run, uint32_t token) {
    const struct sources *chain = &run->attributed->chains[run->attributed->chain_of[run->sentence][token]];
    return (struct scene){ run->meaning, run->sentence, chain->count > 0 };
}

// parties

static void party_add(struct party_set *set, uint32_t entity, struct span span, bool is_coreferred) {
    for (size_t i = 0; i < set->count; i++)
        if (set->entities[i] == entity) return;
    if (set->count == PARTIES) return;
    set->entities[set->count] = entity;
    set->spans[set->count++] = span;
    set->is_coreferred |= is_coreferred;
}

static void party_join(struct party_set *set, const struct party_set *other) {
    for (size_t i = 0; i < other->count; i++)
        party_add(set, other->entities[i], other->spans[i], other->is_coreferred);
}

static bool party_has(const struct party_set *set, uint32_t entity) {
    for (size_t i = 0; i < set->count; i++)
        if (set->entities[i] == entity) return true;
    return false;
}

static void party_drop(struct party_set *set, const struct party_set *other) {
    size_t kept = 0;
    for (size_t i = 0; i < set->count; i++)
        if (!party_has(other, set->entities[i])) {
            set->entities[kept] = set->entities[i];
            set->spans[kept++] = set->spans[i];
        }
    set->count = kept;
}

// Whether one is the other or acts for it.
static bool is_same_side(const struct meaning *meaning, uint32_t a, uint32_t b) {
    for (int side = 0; side < 2; side++) {
        int32_t at = (int32_t)(side ? b : a);
        uint32_t other = side ? a : b;
        for (int hops = 0; hops < 4 && at >= 0; hops++, at = meaning->entities[at].represents)
            if ((uint32_t)at == other) return true;
    }
    return false;
}

static bool is_covered(const struct meaning *meaning, const struct party_set *small,
                       const struct party_set *large) {
    for (size_t i = 0; i < small->count; i++) {
        bool has = false;
        for (size_t k = 0; k < large->count && !has; k++)
            has = is_same_side(meaning, small->entities[i], large->entities[k]);
        if (!has) return false;
    }
    return true;
}

static bool are_compatible(const struct meaning *meaning, const struct party_set *a,
                           const struct party_set *b) {
    return is_covered(meaning, a, b) || is_covered(meaning, b, a);
}

// The entity whose mention has its head at the token; -1.
static int32_t entity_at(const struct coding_run *run, uint32_t token, const struct mention **mention) {
    int32_t index = run->meaning->mention_of[run->sentence][token];
    if (index < 0) index = run->names[token];
    if (index < 0) return -1;
    *mention = &run->meaning->mentions[index];
    return (*mention)->entity;
}

static size_t follow(const struct coding_run *run, uint32_t token, const char *path, uint32_t found[WIDTH]) {
    return syntax_follow(run->s, token, slice_of(path), found, WIDTH);
}

static int32_t speaker_of(const struct coding_run *run, uint32_t token, struct span *cue) {
    const struct sources *chain = &run->attributed->chains[run->attributed->chain_of[run->sentence][token]];
    if (chain->count == 0) return -1;
    *cue = chain->items[chain->count - 1].cue;
    return chain->items[chain->count - 1].entity;
}

static void gather_at(const struct coding_run *run, uint32_t token, const struct pattern *pattern,
                      enum party_role role, int depth, struct party_set *set, bool *is_by_speaker);

// Who is meant by the noun phrase at `token`: its entity, or else whom the thing belongs to: "Turkish
// warplanes", "the actions taken by Israel", "a group of rebels".
static void resolve(const struct coding_run *run, uint32_t token, int depth, struct party_set *set) {
    static const char *const owners[] = { "appos", "acl>subj", "prep:@agent", "poss", "adj", "prep:@of" };
    const struct mention *mention;
    int32_t entity = entity_at(run, token, &mention);
    if (entity >= 0) {
        const struct entity *group = &run->meaning->entities[entity];
        const bool is_loose = mention->kind == MENTION_PRONOUN || mention->kind == MENTION_NOMINAL;
        for (size_t i = 0; i < group->member_count; i++) // "the two ministers": those two
            party_add(set, (uint32_t)group->members[i], mention->span, is_loose);
        if (group->member_count == 0) party_add(set, (uint32_t)entity, mention->span, is_loose);
        return;
    }
    if (run->s->tokens[token].features & FEATURE_FIRST) { // "we warn", in a quotation
        struct span cue;
        int32_t speaker = speaker_of(run, token, &cue);
        if (speaker >= 0) party_add(set, (uint32_t)speaker, run->s->tokens[token].span, true);
        return;
    }
    if (depth >= OWNERS || !is_nominal(&run->s->tokens[token]) || run->s->tokens[token].upos == UPOS_PRON)
        return;
    const struct pattern *act = run->hits[token];
    if (act && act->act >= 0 && act->roles[ROLE_ACTOR].count) { // the one who did it stands for the deed
        gather_at(run, token, act, ROLE_ACTOR, depth + 1, set, NULL);
        return;
    }
    for (int32_t c = token_child(run->s, (int32_t)token, -1); c >= 0;
         c = token_child(run->s, (int32_t)token, c)) {
        enum deprel deprel =
            run->s->tokens[c].deprel; // "the editor Lev Andar", whichever of them is the head
        if ((deprel == DEPREL_FLAT || deprel == DEPREL_NMOD_DESC || deprel == DEPREL_COMPOUND) &&
            (entity = entity_at(run, (uint32_t)c, &mention)) >= 0 &&
            run->meaning->entities[entity].kind == ENTITY_PERSON && c > (int32_t)token) {
            party_add(set, (uint32_t)entity, mention->span, false);
            return;
        }
    }
    for (size_t i = 0; i < sizeof owners / sizeof *owners; i++) {
        uint32_t tokens[WIDTH];
        size_t before = set->count, count = 0;
        if (owners[i][0] == 'p' && owners[i][1] == 'r') { // the language's own word for it, a class
            for (int32_t c = token_child(run->s, (int32_t)token, -1); c >= 0 && count < WIDTH;
                 c = token_child(run->s, (int32_t)token, c)) {
                int32_t mark = token_child_with(run->s, c, DEPREL_CASE);
                if (run->s->tokens[c].deprel == DEPREL_NMOD && mark >= 0 &&
                    patterns_has_class(run->patterns, slice_of(owners[i] + 6), &run->s->tokens[mark]))
                    tokens[count++] = (uint32_t)c;
            }
        } else {
            count = follow(run, token, owners[i], tokens);
        }
        for (size_t k = 0; k < count; k++)
            if (tokens[k] != token) resolve(run, tokens[k], depth + 1, set);
        if (set->count > before) return;
    }
}

// Fills `set` from the first alternative that gives anybody.
// "posted a message blaming Iran": a participle at a noun that does not act is the act of whoever has the
// noun.
static void resolve_subject_above(const struct coding_run *run, uint32_t token, int depth,
                                  struct party_set *set) {
    const struct token *t = &run->s->tokens[token];
    if (!is_verbal(t) || (t->features & FEATURE_FINITE) || t->head < 0 || is_passive(run->s, token) ||
        (t->deprel != DEPREL_ACL && t->deprel != DEPREL_ADVCL))
        return;
    uint32_t above = clause_of(run->s, (uint32_t)t->head), tokens[WIDTH];
    size_t count = above == token ? 0 : follow(run, above, "subj", tokens);
    for (size_t k = 0; k < count; k++)
        if (tokens[k] != (uint32_t)t->head) resolve(run, tokens[k], depth, set);
}

static void gather_at(const struct coding_run *run, uint32_t token, const struct pattern *pattern,
                      enum party_role role, int depth, struct party_set *set, bool *is_by_speaker) {
    const struct role_rule *rule = &pattern->roles[role];
    size_t before = set->count;
    for (size_t i = 0; i < rule->count; i++) {
        const struct role_path *path = &rule->paths[i];
        if (!path->is_joined && set->count > before) return;
        if (path->is_speaker) {
            struct span cue;
            int32_t speaker = speaker_of(run, token, &cue);
            if (speaker >= 0) {
                party_add(set, (uint32_t)speaker, cue, false);
                if (is_by_speaker) *is_by_speaker = true;
            }
            continue;
        }
        uint32_t tokens[WIDTH];
        size_t count = path_follow(run->s, token, &path->path, tokens, WIDTH), start = set->count;
        for (size_t k = 0; k < count; k++)
            if (path->path.steps[path->path.count - 1].kind != STEP_ADJ ||
                !patterns_has_class(run->patterns, SLICE("describing"), &run->s->tokens[tokens[k]]))
                resolve(run, tokens[k], depth, set);
        if (role == ROLE_ACTOR && set->count == before && path->path.steps[0].kind == STEP_SUBJ &&
            path->path.count == 1)
            resolve_subject_above(run, token, depth, set);
        enum path_step_kind last = path->path.steps[path->path.count - 1].kind;
        if ((last == STEP_ADJ || last == STEP_POSS) &&
            role != ROLE_RECIPIENT) { // "the Raqqa battle": where, not who
            size_t kept = start;
            for (size_t k = start; k < set->count; k++)
                if (run->meaning->entities[set->entities[k]].kind != ENTITY_PLACE) {
                    set->entities[kept] = set->entities[k];
                    set->spans[kept++] = set->spans[k];
                }
            set->count = kept;
        }
    }
}

static void gather_role(const struct coding_run *run, uint32_t token, const struct pattern *pattern,
                        enum party_role role, struct party_set *set, bool *is_by_speaker) {
    gather_at(run, token, pattern, role, 0, set, is_by_speaker);
}

static uint32_t first_of_role(const struct coding_run *run, uint32_t token, const struct pattern *pattern,
                              enum party_role role, uint32_t none) {
    for (size_t i = 0; i < pattern->roles[role].count; i++) {
        uint32_t tokens[WIDTH];
        if (path_follow(run->s, token, &pattern->roles[role].paths[i].path, tokens, WIDTH)) return tokens[0];
    }
    return none;
}

// support verbs

// The verb that carries the noun's act ("held talks", "the attack launched by"), -1 when there is none.
static int32_t support_of(const struct coding_run *run, uint32_t noun, const struct pattern **pattern) {
    int32_t verbs[8];
    size_t count = 0;
    int32_t head = run->s->tokens[noun].head;
    if (head >= 0) verbs[count++] = head;
    for (int32_t c = token_child(run->s, (int32_t)noun, -1); c >= 0 && count < 6;
         c = token_child(run->s, (int32_t)noun, c))
        if (run->s->tokens[c].deprel == DEPREL_ACL || run->s->tokens[c].deprel == DEPREL_ACL_RELCL)
            verbs[count++] = c;
    if (head >= 0 && !is_verbal(&run->s->tokens[head]) && run->s->tokens[head].head >= 0)
        verbs[count++] = run->s->tokens[head].head; // "held a round of talks", "talks and meetings were held"
    for (size_t i = 0; i < count; i++) {
        struct pattern_list list = patterns_of(run->patterns, PATTERN_SUPPORT, &run->s->tokens[verbs[i]]);
        struct scene scene = scene_of(run, noun);
        for (size_t k = 0; k < list.count; k++) {
            struct pattern_list one = { &list.items[k], 1 };
            if (!pattern_match(run->patterns, one, &scene, (uint32_t)verbs[i], NULL, NULL, 0)) continue;
            const struct role_rule *rule = &list.items[k].roles[ROLE_NOUN];
            for (size_t r = 0; r < rule->count; r++) {
                uint32_t tokens[WIDTH];
                size_t found = path_follow(run->s, (uint32_t)verbs[i], &rule->paths[r].path, tokens, WIDTH);
                for (size_t t = 0; t < found; t++)
                    if (tokens[t] == noun || (i + 1 == count && (int32_t)tokens[t] == head)) {
                        *pattern = &list.items[k];
                        return verbs[i];
                    }
            }
        }
    }
    return -1;
}

// dates and places

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

static void date_event(const struct coding_run *run, struct found *f) {
    const struct time_expression *best = NULL;
    uint32_t best_distance = UINT32_MAX;
    for (size_t i = 0; i < run->meaning->time_count; i++) {
        const struct time_expression *time = &run->meaning->times[i];
        if (time->sentence != f->sentence || time->is_duration || time->is_set ||
            (!time->from[0] && !time->to[0]))
            continue;
        if (time->first >= run->s->count ||
            (!shares_clause(run->s, f->token, time->first) && !is_of_sentence(run->s, f->token, time->first)))
            continue;
        uint32_t distance = time->first > f->token ? time->first - f->token : f->token - time->first;
        if (is_under(run->s, time->first, f->token)) distance /= 4;
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
    f->is_dated = true;
    f->is_since = best->is_since;
}

static bool is_place(const struct entity *entity) {
    return entity->kind == ENTITY_PLACE || entity->is_location ||
           (entity->kind == ENTITY_GOVERNMENT && entity->country.length);
}

// The place that the noun phrase at `token` names: "Brennik", "the town of Brennik", "the capital, Brennik",
// "Karsian offices".
static bool place_at(const struct coding_run *run, uint32_t token, int depth, struct found *f) {
    const struct mention *mention = NULL;
    int32_t entity = entity_at(run, token, &mention);
    if (entity >= 0 && is_place(&run->meaning->entities[entity])) {
        f->place = entity;
        f->place_text = mention->span;
        return true;
    }
    for (int32_t c = token_child(run->s, (int32_t)token, -1); depth < OWNERS && c >= 0;
         c = token_child(run->s, (int32_t)token, c)) {
        enum deprel deprel = run->s->tokens[c].deprel;
        int32_t mark = token_child_with(run->s, c, DEPREL_CASE);
        bool is_part = deprel == DEPREL_APPOS || deprel == DEPREL_AMOD || deprel == DEPREL_COMPOUND ||
                       deprel == DEPREL_NMOD_POSS || deprel == DEPREL_NMOD_DESC;
        if (deprel == DEPREL_NMOD)
            is_part = mark < 0 || patterns_has_class(run->patterns, SLICE("of"), &run->s->tokens[mark]) ||
                      patterns_has_class(run->patterns, SLICE("locative"), &run->s->tokens[mark]);
        if (is_part && place_at(run, (uint32_t)c, depth + 1, f)) return true;
    }
    return false;
}

static bool place_under(const struct coding_run *run, uint32_t token, struct found *f) {
    for (int32_t c = token_child(run->s, (int32_t)token, -1); c >= 0;
         c = token_child(run->s, (int32_t)token, c)) {
        enum deprel deprel = run->s->tokens[c].deprel;
        int32_t mark = token_child_with(run->s, c, DEPREL_CASE);
        if ((deprel == DEPREL_OBL || deprel == DEPREL_NMOD) && mark >= 0 &&
            patterns_has_class(run->patterns, SLICE("locative"), &run->s->tokens[mark]) &&
            place_at(run, (uint32_t)c, 0, f))
            return true;
    }
    return false;
}

// "clashed with fighters of the group near Brennik": the first such phrase behind, in the clause, whatever it hangs on.
static void place_behind(const struct coding_run *run, uint32_t token, struct found *f) {
    for (uint32_t i = token + 1; i < run->s->count; i++) {
        const struct token *t = &run->s->tokens[i];
        if (is_verbal(t) && (t->features & FEATURE_FINITE) && t->deprel != DEPREL_AUX) return;
        int32_t mark = token_child_with(run->s, (int32_t)i, DEPREL_CASE);
        if ((t->deprel != DEPREL_OBL && t->deprel != DEPREL_NMOD) || mark < 0 || mark > (int32_t)i ||
            !patterns_has_class(run->patterns, SLICE("locative"), &run->s->tokens[mark]) ||
            !shares_clause(run->s, token, i))
            continue;
        const struct mention *mention = NULL;
        int32_t entity = entity_at(run, i, &mention);
        if (entity < 0 || run->meaning->entities[entity].kind != ENTITY_PLACE) continue;
        f->place = entity;
        f->place_text = mention->span;
        return;
    }
}

static void place_event(const struct coding_run *run, struct found *f) {
    if (f->pattern->roles[ROLE_PLACE].count) {
        struct party_set set = { .count = 0 };
        gather_role(run, f->token, f->pattern, ROLE_PLACE, &set, NULL);
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
    size_t count = follow(run, f->token, "obj", objects);
    for (size_t i = 0; i < count; i++) {
        if (place_under(run, objects[i], f)) return;
        if (run->meaning->mention_of[run->sentence][objects[i]] < 0 && place_at(run, objects[i], 0, f)) {
            if (run->meaning->entities[f->place].kind == ENTITY_PLACE) // "shelled the town of Marn"
                return;
            f->place = -1;
            f->place_text = (struct span){ 0 };
        }
    }
    if (f->is_noun) { // "the Raqqa battle"; or the clause that it stands in
        count = follow(run, f->token, "adj", objects);
        for (size_t i = 0; i < count; i++) {
            const struct mention *mention = NULL;
            int32_t entity = entity_at(run, objects[i], &mention);
            if (entity >= 0 && run->meaning->entities[entity].kind == ENTITY_PLACE) {
                f->place = entity;
                f->place_text = mention->span;
                return;
            }
        }
        int32_t head = run->s->tokens[f->token].head;
        if (head >= 0 && is_verbal(&run->s->tokens[head]) && place_under(run, (uint32_t)head, f)) return;
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
    count = follow(run, clause, "subj", objects);
    for (size_t i = 0; i < count; i++)
        if (place_under(run, objects[i], f)) return;
    place_behind(run, f->token, f);
    count = follow(run, f->token, "obj", objects); // "blocked the port of X"
    for (size_t i = 0; i < count && f->place < 0 && patterns_act(run->patterns, f->act)->stands_alone; i++) {
        const struct mention *mention = NULL;
        const int32_t entity = entity_at(run, objects[i], &mention);
        if (entity < 0 || run->meaning->entities[entity].kind != ENTITY_PLACE) continue;
        f->place = entity;
        f->place_text = mention->span;
    }
}

// events of one sentence

static struct span span_under(const struct sentence *s, uint32_t token) {
    uint32_t first, end;
    token_subtree(s, (int32_t)token, &first, &end);
    int32_t mark = token_child_with(s, (int32_t)token, DEPREL_CASE);
    if (mark == (int32_t)first && first + 1 < end) first++;
    return (struct span){ s->tokens[first].span.start, s->tokens[end - 1].span.end };
}

static void set_about(const struct coding_run *run, struct found *f, uint32_t token) {
    f->about = span_under(run->s, token);
    uint32_t first, end;
    token_subtree(run->s, (int32_t)token, &first, &end);
    for (uint32_t i = first; i < end; i++) {
        const struct mention *mention;
        int32_t entity = entity_at(run, i, &mention);
        if (entity >= 0) party_add(&f->about_entities, (uint32_t)entity, mention->span, false);
    }
}

static struct found start_event(const struct coding_run *run, uint32_t token, const struct pattern *pattern) {
    struct found f = { .sentence = run->sentence,
                       .token = token,
                       .act = pattern->act,
                       .pattern = pattern,
                       .place = -1,
                       .support = -1,
                       .is_noun = !is_verbal(&run->s->tokens[token]) };
    f.according_to = run->attributed->chains[run->attributed->chain_of[run->sentence][token]];
    return f;
}

// "Two people were killed": a count, nobody in particular.
static void drop_anybody(const struct coding_run *run, struct party_set *set) {
    size_t kept = 0;
    for (size_t i = 0; i < set->count; i++) {
        const struct entity *entity = &run->meaning->entities[set->entities[i]];
        bool is_anybody = false;
        if (entity->kind == ENTITY_PEOPLE && entity->mention_count && !entity->is_known) {
            const struct mention *mention = &run->meaning->mentions[entity->mentions[0]];
            const struct sentence *s = &run->meaning->analysis->sentences[mention->sentence];
            is_anybody = mention->kind == MENTION_NOMINAL &&
                         patterns_has_class(run->patterns, SLICE("anybody"), &s->tokens[mention->head]) &&
                         token_child_with(s, (int32_t)mention->head, DEPREL_AMOD) < 0 &&
                         token_child_with(s, (int32_t)mention->head, DEPREL_COMPOUND) < 0;
        }
        if (!is_anybody) {
            set->entities[kept] = set->entities[i];
            set->spans[kept++] = set->spans[i];
        }
    }
    set->count = kept;
}

// Everybody in the roles of the trigger at `token`.
static void fill_parties(const struct coding_run *run, struct found *f, uint32_t token,
                         const struct pattern *pattern) {
    struct party_set parties = { .count = 0 };
    gather_role(run, token, pattern, ROLE_PARTY, &parties, NULL);
    if (pattern->roles[ROLE_PARTY].count) {
        f->is_symmetric = true;
        party_join(&f->actors, &parties);
    }
    gather_role(run, token, pattern, ROLE_ACTOR, &f->actors, &f->is_by_speaker);
    gather_role(run, token, pattern, ROLE_RECIPIENT, &f->recipients, NULL);
    gather_role(run, token, pattern, ROLE_MEDIATOR, &f->mediators, NULL);
    drop_anybody(run, &f->recipients);
    f->is_reflexive = f->recipients.count > 0; // "defended his decision": nobody else is concerned
    party_drop(&f->recipients, &f->actors);
    f->is_reflexive = f->is_reflexive && f->recipients.count == 0;
    if (pattern->roles[ROLE_ABOUT].count) {
        uint32_t about = first_of_role(run, token, pattern, ROLE_ABOUT, token);
        if (about != token) set_about(run, f, about);
    }
}

static enum factuality supported_factuality(enum factuality noun, enum factuality verb, enum status status) {
    enum factuality value = noun == FACTUALITY_HAPPENED || noun == FACTUALITY_ONGOING ? verb : noun;
    if (value != FACTUALITY_HAPPENED && value != FACTUALITY_ONGOING) return value;
    switch (status) {
    case STATUS_ONGOING:
        return FACTUALITY_ONGOING;
    case STATUS_FAILED:
        return FACTUALITY_DID_NOT_HAPPEN;
    case STATUS_PLANNED:
        return FACTUALITY_PLANNED;
    case STATUS_POSSIBLE:
        return FACTUALITY_POSSIBLE;
    case STATUS_DENIED:
        return FACTUALITY_DENIED;
    default:
        return value;
    }
}

// The last source, when he speaks for himself of what he does by speaking: he is the actor, not the witness.
static void drop_own_word(struct found *f) {
    if (f->according_to.count && f->actors.count == 1 &&
        f->according_to.items[f->according_to.count - 1].entity == (int32_t)f->actors.entities[0])
        f->according_to.count--;
}

static bool is_own_word(const struct coding_run *run, const struct found *f) {
    if (f->according_to.count == 0) return false;
    int32_t speaker = f->according_to.items[f->according_to.count - 1].entity;
    for (size_t i = 0; i < f->actors.count && speaker >= 0; i++)
        if (is_same_side(run->meaning, (uint32_t)speaker, f->actors.entities[i])) return true;
    return false;
}

static bool has_first_person(const struct coding_run *run, uint32_t token) {
    uint32_t subjects[WIDTH];
    size_t count = follow(run, token, "nsubj", subjects);
    for (size_t i = 0; i < count; i++)
        if (run->s->tokens[subjects[i]].features & FEATURE_FIRST) return true;
    return false;
}

static const struct code *code_in(const struct coding_run *run, int32_t act, enum status status) {
    const struct act *a = patterns_act(run->patterns, act);
    return a && status < CODED_STATUSES && a->codes[status].type.length ? &a->codes[status] : NULL;
}

static bool points_back(const struct coding_run *run, const struct found *f) {
    const struct sentence *s = &run->meaning->analysis->sentences[f->sentence];
    bool is_definite = false;
    for (int32_t c = token_child(s, (int32_t)f->token, -1); c >= 0;
         c = token_child(s, (int32_t)f->token, c)) {
        is_definite |= (s->tokens[c].deprel == DEPREL_DET && (s->tokens[c].features & FEATURE_DEFINITE)) ||
                       s->tokens[c].deprel == DEPREL_NMOD_POSS;
        if (patterns_has_class(run->patterns, SLICE("apart"), &s->tokens[c])) return false;
    }
    return f->is_noun && is_definite;
}

// "the offensive launched by Karsian forces": the country in the actor's own name is not whom it acts upon.
static void drop_within_actors(struct found *f) {
    size_t kept = 0;
    for (size_t i = 0; i < f->recipients.count; i++) {
        struct span span = f->recipients.spans[i];
        bool is_within = false;
        for (size_t a = 0; a < f->actors.count && !is_within; a++)
            is_within = f->actors.spans[a].start <= span.start && span.end <= f->actors.spans[a].end;
        if (is_within) continue;
        f->recipients.entities[kept] = f->recipients.entities[i];
        f->recipients.spans[kept++] = span;
    }
    f->recipients.count = kept;
}

static void keep(struct coding_run *run, struct found *f) {
    drop_within_actors(f);
    const struct act *act = patterns_act(run->patterns, f->act);
    if (!act || !code_in(run, f->act, f->status)) return;
    if (f->factuality == FACTUALITY_DID_NOT_HAPPEN && f->according_to.count)
        f->factuality = FACTUALITY_DENIED; // somebody says that it is not so
    f->is_weak = f->is_noun && f->status == STATUS_DONE && f->actors.count == 0 && f->recipients.count == 0 &&
                 f->mediators.count == 0 && f->support < 0 && !f->is_dated &&
                 (f->place < 0 || points_back(run, f));
    if (f->actors.count == 0 && f->recipients.count == 0 && f->mediators.count == 0 && !act->stands_alone)
        return;
    *vector_push(run->arena, &run->found) = *f;
}

// A request that somebody makes by saying what should be done.
static bool turn_into_request(const struct coding_run *run, struct found *f) {
    struct span cue;
    int32_t speaker = speaker_of(run, f->token, &cue);
    if (speaker < 0 || !code_in(run, f->act, STATUS_APPEALED)) return false;
    struct party_set asked = f->actors;
    f->actors = (struct party_set){ .count = 0 };
    party_add(&f->actors, (uint32_t)speaker, cue, false);
    party_drop(&asked, &f->actors);
    f->recipients = asked;
    f->status = STATUS_APPEALED;
    f->factuality = FACTUALITY_HAPPENED;
    set_about(run, f, f->token);
    drop_own_word(f);
    return true;
}

static bool is_auxiliary_cue(const struct sentence *s, uint32_t token, struct span cue) {
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c))
        if (s->tokens[c].upos == UPOS_AUX && s->tokens[c].span.start == cue.start) return true;
    return false;
}

// "the power to change", "a chance to meet": an infinitive that only describes a noun, unless the noun
// promises it.
static bool is_mere_description(const struct coding_run *run, uint32_t token) {
    const struct token *t = &run->s->tokens[token];
    return is_verbal(t) && t->deprel == DEPREL_ACL && t->head >= 0 && (t->features & FEATURE_INFINITIVE) &&
           !(t->features & FEATURE_FINITE) && is_nominal(&run->s->tokens[t->head]) &&
           patterns_of(run->patterns, PATTERN_OPERATOR, &run->s->tokens[t->head]).count == 0 &&
           patterns_of(run->patterns, PATTERN_VERB, &run->s->tokens[t->head]).count == 0;
}

static void code_plain(struct coding_run *run, uint32_t token, const struct pattern *pattern) {
    struct found f = start_event(run, token, pattern);
    const struct pattern *support = NULL;
    if (is_mere_description(run, token)) return;
    fill_parties(run, &f, token, pattern);
    if (f.is_reflexive) return;
    struct span cue = { 0 };
    f.factuality = factuality_of(run->modality, run->s, token, &cue);
    if (f.is_noun) {
        f.support = support_of(run, token, &support);
        if (f.support >= 0) {
            bool is_symmetric = pattern->roles[ROLE_PARTY].count > 0;
            struct party_set actors = { .count = 0 }, recipients = { .count = 0 };
            gather_role(run, (uint32_t)f.support, support, ROLE_PARTY, &actors, NULL);
            gather_role(run, (uint32_t)f.support, support, ROLE_ACTOR, &actors, NULL);
            gather_role(run, (uint32_t)f.support, support, ROLE_RECIPIENT, &recipients, NULL);
            gather_role(run, (uint32_t)f.support, support, ROLE_MEDIATOR, &f.mediators, NULL);
            enum factuality carried = factuality_of(run->modality, run->s, (uint32_t)f.support, NULL);
            if (is_symmetric && carried == FACTUALITY_DID_NOT_HAPPEN && actors.count) {
                f.actors = actors; // the others may well talk
            } else if (is_symmetric) {
                party_join(&f.actors, &actors);
                party_join(&f.actors, &recipients);
            } else {
                if (actors.count)
                    f.actors =
                        actors; // whoever does it is said more plainly than "its attack", "French talks"
                if (!f.recipients.count) f.recipients = recipients;
                party_drop(&f.recipients, &f.actors);
            }
            f.factuality = supported_factuality(f.factuality, carried, support->status);
        }
    }
    date_event(run, &f);
    place_event(run, &f);
    if (f.is_since && f.factuality == FACTUALITY_HAPPENED && f.is_noun)
        f.factuality = FACTUALITY_ONGOING;                   // "has been under a blockade since"
    if (f.is_by_speaker) f.factuality = FACTUALITY_HAPPENED; // saying so is the deed
    bool is_own = is_own_word(run, &f);
    switch (f.factuality) {
    case FACTUALITY_PLANNED:
        if (code_in(run, f.act, STATUS_PROMISED)) {
            f.status = STATUS_PROMISED;
            if (is_own || run->s->is_title) {
                f.factuality = FACTUALITY_HAPPENED;
                drop_own_word(&f);
            }
            set_about(run, &f, token);
        } else if (code_in(run, f.act, STATUS_THREATENED) && (has_first_person(run, token) || is_own)) {
            f.status = STATUS_THREATENED; // "we will destroy", "said it would boycott": saying so is the deed
            f.factuality = FACTUALITY_HAPPENED;
            drop_own_word(&f);
        }
        break;
    case FACTUALITY_REQUESTED:
        if (!f.is_noun && is_auxiliary_cue(run->s, token, cue)) turn_into_request(run, &f);
        break;
    case FACTUALITY_CONDITIONAL:
        if (code_in(run, f.act, STATUS_PROMISED)) return; // what somebody might yet concede
        break;
    case FACTUALITY_DID_NOT_HAPPEN:
        if (is_own && !f.is_noun && code_in(run, f.act, STATUS_REFUSED) &&
            factuality_is_foresworn(run->modality, run->s, token)) {
            f.status = STATUS_REFUSED; // "will not pay", by his own word
            f.factuality = FACTUALITY_HAPPENED;
            drop_own_word(&f);
            set_about(run, &f, token);
        } else if (code_in(run, f.act, STATUS_DECLINED)) {
            f.status = STATUS_DECLINED;
            f.factuality = FACTUALITY_HAPPENED;
        }
        break;
    default:
        break;
    }
    if (f.is_by_speaker || (f.status == STATUS_DONE && is_own && has_first_person(run, token)))
        drop_own_word(&f);
    keep(run, &f);
    if (pattern->also >= 0) {
        f.act = pattern->also;
        keep(run, &f);
    }
}

// operators

struct embedded { // an act under an operator
    uint32_t token;
    const struct pattern *pattern;
    int32_t support;
};

// Looks for acts at `token` and below it, along complements, light verbs and other operators.
static size_t find_acts(struct coding_run *run, uint32_t token, int depth, struct embedded *acts,
                        size_t count, size_t limit) {
    static const char *const ways[] = { "comp", "obj", "prep:@event" };
    if (count >= limit || depth > SEARCH) return count;
    const struct pattern *hit = run->hits[token];
    const bool is_act = hit && hit->act >= 0 && !run->taken[token];
    // "to accept mediation": a word that is an act itself, but tells what becomes of another one.
    const bool is_between = is_act && is_verbal(&run->s->tokens[token]) &&
                            patterns_of(run->patterns, PATTERN_OPERATOR, &run->s->tokens[token]).count > 0;
    if (is_act && !is_between) {
        acts[count++] = (struct embedded){ token, hit, -1 };
        run->taken[token] = true;
        return count;
    }
    run->coded[token] = true; // an operator on the way is part of the outer one
    size_t before = count;
    for (size_t w = 0; w < sizeof ways / sizeof *ways && count == before; w++) {
        uint32_t tokens[WIDTH];
        size_t found = 0;
        if (w == 2) {
            for (int32_t c = token_child(run->s, (int32_t)token, (int32_t)token); c >= 0 && found < WIDTH;
                 c = token_child(run->s, (int32_t)token, c)) {
                int32_t mark = token_child_with(run->s, c, DEPREL_CASE);
                if ((run->s->tokens[c].deprel == DEPREL_NMOD || run->s->tokens[c].deprel == DEPREL_OBL) &&
                    mark >= 0 && patterns_has_class(run->patterns, SLICE("event-of"), &run->s->tokens[mark]))
                    tokens[found++] = (uint32_t)c;
            }
        } else {
            found = follow(run, token, ways[w], tokens);
        }
        for (size_t i = 0; i < found; i++)
            if (tokens[i] != token && is_under(run->s, tokens[i], token))
                count = find_acts(run, tokens[i], depth + 1, acts, count, limit);
    }
    if (count == before) run->coded[token] = false;
    if (count == before && is_between) {
        acts[count++] = (struct embedded){ token, hit, -1 };
        run->taken[token] = true;
    }
    return count;
}

static enum status flipped(enum status status) {
    return status == STATUS_PROMISED ? STATUS_REFUSED : status;
}

static void code_operator(struct coding_run *run, uint32_t token, const struct pattern *operator) {
    struct embedded acts[8];
    size_t count = 0;
    enum factuality factuality = factuality_of(run->modality, run->s, token, NULL);
    const struct role_rule *rule = &operator->roles[ROLE_EVENT];
    for (size_t i = 0; i < rule->count; i++) {
        if (!rule->paths[i].is_joined && count) break;
        uint32_t tokens[WIDTH];
        size_t found = path_follow(run->s, token, &rule->paths[i].path, tokens, WIDTH);
        for (size_t k = 0; k < found; k++) {
            if (tokens[k] == token) continue;
            if (operator->status == STATUS_ANNOUNCED && is_verbal(&run->s->tokens[tokens[k]]) &&
                factuality_of(run->modality, run->s, tokens[k], NULL) != FACTUALITY_PLANNED)
                continue; // told as done: it stands for itself
            count = find_acts(run, tokens[k], 0, acts, count, sizeof acts / sizeof *acts);
        }
    }
    enum status status = operator->status;
    struct span said;
    int32_t speaker = speaker_of(run, token, &said);
    bool is_request =
        factuality == FACTUALITY_REQUESTED && status == STATUS_PROMISED && speaker >= 0; // "must agree to"
    if (is_request) {
        status = STATUS_APPEALED;
        factuality = FACTUALITY_HAPPENED;
    }
    if (factuality == FACTUALITY_DID_NOT_HAPPEN && flipped(status) != status) {
        status = flipped(status);
        factuality = FACTUALITY_HAPPENED;
    }
    if (factuality == FACTUALITY_DID_NOT_HAPPEN && status == STATUS_REFUSED && count) {
        status = STATUS_POSSIBLE; // "did not rule out"
        factuality = FACTUALITY_HAPPENED;
    }
    bool is_made = false;
    for (size_t i = 0; i < count; i++) {
        struct found f = start_event(run, token, operator);
        struct found inner = start_event(run, acts[i].token, acts[i].pattern);
        const struct pattern *support = NULL;
        fill_parties(run, &inner, acts[i].token, acts[i].pattern);
        if (inner.is_noun && (inner.support = support_of(run, acts[i].token, &support)) >= 0) {
            gather_role(run, (uint32_t)inner.support, support, ROLE_ACTOR, &inner.actors, NULL);
            gather_role(run, (uint32_t)inner.support, support, ROLE_RECIPIENT, &inner.recipients, NULL);
        }
        fill_parties(run, &f, token, operator);
        if (is_request) {
            f.recipients = f.actors;
            f.actors = (struct party_set){ .count = 0 };
            party_add(&f.actors, (uint32_t)speaker, said, false);
        }
        f.act = acts[i].pattern->act;
        f.status = status;
        f.factuality = factuality;
        if (!f.actors.count && status != STATUS_APPEALED && status != STATUS_DEMANDED)
            f.actors = inner.actors;
        switch (status) {
        case STATUS_ANNOUNCED:
            f.status = code_in(run, f.act, STATUS_PROMISED) ? STATUS_PROMISED : STATUS_DONE;
            if (f.status == STATUS_DONE) {
                if (inner.actors.count) f.actors = inner.actors;
                f.factuality = is_verbal(&run->s->tokens[acts[i].token]) ? FACTUALITY_PLANNED : factuality;
            }
            break;
        case STATUS_ORDERED:
            f.status = STATUS_DONE;
            f.recipients = inner.recipients;
            break;
        case STATUS_DENIED:
            f.according_to = run->attributed->chains[run->attributed->chain_of[run->sentence][acts[i].token]];
            if (f.according_to.count == 0 && f.actors.count) {
                struct source *source = ARENA_NEW(run->arena, struct source);
                *source = (struct source){ (int32_t)f.actors.entities[0], run->s->tokens[token].span,
                                           SOURCE_DENIES };
                f.according_to = (struct sources){ source, 1 };
            }
            f.actors = inner.actors;
            f.recipients = inner.recipients;
            f.is_symmetric = inner.is_symmetric;
            f.status = STATUS_DONE;
            f.factuality = FACTUALITY_DENIED;
            f.token = acts[i].token;
            break;
        case STATUS_POSSIBLE: // what is not ruled out, by whoever may do it
            f.according_to = run->attributed->chains[run->attributed->chain_of[run->sentence][acts[i].token]];
            f.actors = inner.actors;
            f.recipients = inner.recipients;
            f.is_symmetric = inner.is_symmetric;
            f.status = STATUS_DONE;
            f.factuality = FACTUALITY_POSSIBLE;
            f.token = acts[i].token;
            break;
        case STATUS_PROMISED:
            if (!code_in(run, f.act, STATUS_PROMISED)) // a promise of harm is a threat
                f.status = code_in(run, f.act, STATUS_THREATENED) ? STATUS_THREATENED : STATUS_DONE;
            if (f.status == STATUS_DONE) f.factuality = FACTUALITY_PLANNED;
            break;
        case STATUS_APPEALED:
        case STATUS_DEMANDED:
        case STATUS_REFUSED:
        case STATUS_THREATENED:
            if (!code_in(run, f.act, status)) {
                f.act = operator->act;
                f.status = STATUS_DONE;
            }
            break;
        default:
            break;
        }
        if (status == STATUS_THREATENED && inner.actors.count &&
            !is_covered(run->meaning, &inner.actors, &f.actors)) {
            run->taken[acts[i].token] = false; // warned of somebody else's deed
            continue;
        }
        if (status != STATUS_DENIED && status != STATUS_POSSIBLE) {
            if (f.recipients.count == 0 && status != STATUS_ORDERED) {
                f.recipients = inner.is_symmetric || status == STATUS_REFUSED || status == STATUS_PROMISED ||
                                       status == STATUS_THREATENED || status == STATUS_ANNOUNCED
                                   ? inner.recipients
                                   : inner.actors;
                if (inner.is_symmetric) party_join(&f.recipients, &inner.actors);
            }
            party_drop(&f.recipients, &f.actors);
            set_about(run, &f, acts[i].token);
            drop_own_word(&f);
        }
        date_event(run, &f);
        place_event(run, &f);
        size_t before = run->found.count;
        keep(run, &f);
        is_made |= run->found.count > before;
    }
    if (count == 0 && operator->act >= 0) {
        struct found f = start_event(run, token, operator);
        fill_parties(run, &f, token, operator);
        f.factuality = factuality;
        uint32_t about = first_of_role(run, token, operator, ROLE_EVENT, token);
        if (about != token && f.about.start == f.about.end) set_about(run, &f, about);
        if (status != operator->status) // negated: "did not agree"
            f.status = code_in(run, f.act, STATUS_DECLINED) ? STATUS_DECLINED : STATUS_DONE;
        if (status != operator->status && f.status == STATUS_DONE) f.factuality = FACTUALITY_DID_NOT_HAPPEN;
        date_event(run, &f);
        place_event(run, &f);
        if (is_own_word(run, &f) && has_first_person(run, token)) drop_own_word(&f);
        size_t before = run->found.count;
        keep(run, &f);
        is_made = run->found.count > before;
    }
    run->coded[token] |= is_made;
}

// Tokens from the root downwards, so that an outer operator takes the inner one.
static uint32_t *by_depth(const struct sentence *s, struct arena *arena) {
    uint32_t *order = ARENA_ARRAY(arena, uint32_t, s->count + 1),
             *depth = ARENA_ARRAY(arena, uint32_t, s->count + 1);
    uint32_t deepest = 0;
    for (size_t i = 0; i < s->count; i++) {
        int32_t at = (int32_t)i;
        while (depth[i] < s->count && s->tokens[at].head >= 0) {
            at = s->tokens[at].head;
            depth[i]++;
        }
        if (depth[i] > deepest) deepest = depth[i];
    }
    size_t count = 0;
    for (uint32_t d = 0; d <= deepest; d++)
        for (size_t i = 0; i < s->count; i++)
            if (depth[i] == d) order[count++] = (uint32_t)i;
    return order;
}

// A noun that only describes another one: "attack helicopter", "release date".
static bool is_modifier(const struct sentence *s, uint32_t token) {
    const struct token *t = &s->tokens[token];
    if (is_verbal(t)) return t->deprel == DEPREL_AMOD; // "captured fighters"
    return t->upos != UPOS_ADJ && (t->deprel == DEPREL_COMPOUND || t->deprel == DEPREL_FLAT ||
                                   t->deprel == DEPREL_AMOD || t->deprel == DEPREL_FIXED);
}

static void code_sentence(struct coding_run *run, uint32_t index) {
    const struct sentence *s = &run->meaning->analysis->sentences[index];
    run->s = s;
    run->sentence = index;
    run->hits = ARENA_ARRAY(run->arena, const struct pattern *, s->count + 1);
    run->taken = ARENA_ARRAY(run->arena, bool, s->count + 1);
    run->coded = ARENA_ARRAY(run->arena, bool, s->count + 1);
    run->names = ARENA_ARRAY(run->arena, int32_t, s->count + 1);
    run->is_time = ARENA_ARRAY(run->arena, bool, s->count + 1);
    for (size_t i = 0; i < s->count; i++) run->names[i] = -1;
    for (; run->next_mention < run->meaning->mention_count &&
           run->meaning->mentions[run->next_mention].sentence <= index;
         run->next_mention++) {
        const struct mention *mention = &run->meaning->mentions[run->next_mention];
        if (mention->sentence == index && mention->kind == MENTION_NAME)
            for (uint32_t i = mention->first; i < mention->end && i < s->count; i++)
                if (s->tokens[i].upos == UPOS_PROPN) run->names[i] = (int32_t)run->next_mention;
    }
    for (; run->next_time < run->meaning->time_count && run->meaning->times[run->next_time].sentence <= index;
         run->next_time++) {
        const struct time_expression *time = &run->meaning->times[run->next_time];
        for (uint32_t i = time->first; time->sentence == index && i < time->end && i < s->count; i++)
            run->is_time[i] = true;
    }
    uint32_t *order = by_depth(s, run->arena);
    bool *is_pending = ARENA_ARRAY(run->arena, bool, s->count + 1);
    for (size_t i = 0; i < s->count; i++) {
        uint32_t token = order[i], matched[MATCHES];
        size_t count = 0;
        if (is_modifier(s, token) || run->is_time[token] || run->names[token] >= 0) continue;
        struct pattern_list list = patterns_of(run->patterns, PATTERN_VERB, &s->tokens[token]);
        if (!list.count) continue;
        struct scene scene = scene_of(run, token);
        run->hits[token] = pattern_match(run->patterns, list, &scene, token, matched, &count, MATCHES);
        for (size_t m = 0; run->hits[token] && m < count; m++)
            if (matched[m] != token && is_under(s, matched[m], token)) is_pending[matched[m]] = true;
        if (run->hits[token] && run->hits[token]->act >= 0 && run->hits[token]->roles[ROLE_ABOUT].count) {
            uint32_t about =
                first_of_role(run, token, run->hits[token], ROLE_ABOUT, token); // "negotiate the release"
            if (about != token && !is_verbal(&s->tokens[about])) is_pending[about] = true;
        }
    }
    for (size_t i = 0; i < s->count; i++) run->taken[i] = is_pending[i];
    for (size_t i = 0; i < s->count; i++) {
        uint32_t token = order[i];
        if (run->coded[token] || run->taken[token] || is_modifier(s, token)) continue;
        struct pattern_list list = patterns_of(run->patterns, PATTERN_OPERATOR, &s->tokens[token]);
        if (!list.count) continue;
        struct scene scene = scene_of(run, token);
        const struct pattern *operator= pattern_match(run->patterns, list, &scene, token, NULL, NULL, 0);
        if (operator&&(operator->status<CODED_STATUSES || operator->status == STATUS_ANNOUNCED ||
                       operator->status == STATUS_ORDERED ||
                       operator->status == STATUS_DENIED))
            code_operator(run, token, operator);
    }
    for (uint32_t token = 0; token < s->count; token++)
        if (run->hits[token] && run->hits[token]->act >= 0 && !run->taken[token] && !run->coded[token])
            code_plain(run, token, run->hits[token]);
}

// one happening, one event

static struct slice family_of(const struct coding_run *run, const struct found *f) {
    struct slice name = patterns_act(run->patterns, f->act)->name;
    return slice_part(name, 0, slice_find(name, SLICE("."), 0));
}

static unsigned depth_of(const struct coding_run *run, const struct found *f) {
    unsigned depth = 0;
    for (int32_t act = f->act; act >= 0; act = patterns_act(run->patterns, act)->parent) depth++;
    return depth;
}

static size_t roles_filled(const struct found *f) {
    return (f->actors.count > 0) * 2 + (f->recipients.count > 0) * 2 + f->is_dated + (f->place >= 0) +
           (f->about.start < f->about.end);
}

// Adds the parties of `other` and keeps the most specific: a minister, not his country beside him.
static void party_join_finest(const struct meaning *meaning, struct party_set *set,
                              const struct party_set *other) {
    party_join(set, other);
    size_t kept = 0;
    for (size_t i = 0; i < set->count; i++) {
        bool is_behind = false; // stands behind another of the set
        for (size_t k = 0; k < set->count && !is_behind; k++) {
            int32_t at = meaning->entities[set->entities[k]].represents;
            for (int hops = 0; hops < 4 && at >= 0 && !is_behind;
                 hops++, at = meaning->entities[at].represents)
                is_behind = k != i && (uint32_t)at == set->entities[i];
        }
        if (is_behind) continue;
        set->entities[kept] = set->entities[i];
        set->spans[kept++] = set->spans[i];
    }
    set->count = kept;
}

// Folds `other` into `f`: its roles where `f` has none, its act where that says more.
static void fold(struct coding_run *run, struct found *f, struct found *other) {
    if (act_is(run->patterns, other->act, patterns_act(run->patterns, f->act)->name)) f->act = other->act;
    if (!f->actors.count)
        f->actors = other->actors;
    else if (f->is_symmetric && other->is_symmetric)
        party_join_finest(run->meaning, &f->actors, &other->actors);
    if (!f->recipients.count && !f->is_symmetric) f->recipients = other->recipients;
    party_drop(&f->recipients, &f->actors);
    party_join(&f->mediators, &other->mediators);
    if (!f->is_dated && other->is_dated) {
        memcpy(f->from, other->from, sizeof f->from);
        memcpy(f->to, other->to, sizeof f->to);
        f->date_text = other->date_text;
        f->date_precision = other->date_precision;
        f->is_dated = true;
    }
    if (f->place < 0) {
        f->place = other->place;
        f->place_text = other->place_text;
    }
    if (f->about.start == f->about.end) f->about = other->about;
    other->is_gone = true;
}

static bool is_act_compatible(const struct coding_run *run, const struct found *a, const struct found *b) {
    return act_is(run->patterns, a->act, patterns_act(run->patterns, b->act)->name) ||
           act_is(run->patterns, b->act, patterns_act(run->patterns, a->act)->name);
}

// Whether one trigger's clause is built onto the other: subject, oblique, participle, purpose, coordinated
// verb.
static bool is_linked(const struct sentence *s, const struct found *a, const struct found *b) {
    for (int side = 0; side < 2; side++) {
        uint32_t inner = side ? a->token : b->token, outer = side ? b->token : a->token;
        for (int hops = 0; hops < 3; hops++) {
            const struct token *t = &s->tokens[inner];
            if (t->head < 0) break;
            bool is_open = t->deprel == DEPREL_NSUBJ || t->deprel == DEPREL_NSUBJ_PASS ||
                           t->deprel == DEPREL_OBL || t->deprel == DEPREL_OBL_AGENT ||
                           t->deprel == DEPREL_ACL || t->deprel == DEPREL_ADVCL ||
                           t->deprel == DEPREL_XCOMP || t->deprel == DEPREL_OBJ || t->deprel == DEPREL_NMOD ||
                           t->deprel == DEPREL_CONJ || t->deprel == DEPREL_ACL_RELCL;
            if (!is_open) break;
            if ((uint32_t)t->head == outer) return true;
            inner = (uint32_t)t->head;
        }
    }
    return false;
}

static bool are_dates_compatible(const struct found *a, const struct found *b) {
    if (!a->is_dated || !b->is_dated) return true;
    const char *a_from = a->from[0] ? a->from : "0000", *a_to = a->to[0] ? a->to : "9999";
    const char *b_from = b->from[0] ? b->from : "0000", *b_to = b->to[0] ? b->to : "9999";
    return strcmp(a_from, b_to) <= 0 && strcmp(b_from, a_to) <= 0;
}

static bool is_so(enum factuality factuality) {
    return factuality == FACTUALITY_HAPPENED || factuality == FACTUALITY_ONGOING;
}

// An infinitive that says what the other is done for.
static bool is_purpose_of(const struct sentence *s, const struct found *what, const struct found *purpose) {
    const struct token *t = &s->tokens[purpose->token];
    return t->head == (int32_t)what->token && (t->deprel == DEPREL_ADVCL || t->deprel == DEPREL_XCOMP) &&
           (t->features & FEATURE_INFINITIVE) && !(t->features & FEATURE_FINITE);
}

static void fold_sentence(struct coding_run *run, size_t first) {
    for (size_t i = first; i < run->found.count; i++)
        for (size_t k = i + 1; k < run->found.count; k++) {
            struct found *a = &run->found.items[i], *b = &run->found.items[k];
            if (a->is_gone || b->is_gone || !slice_equal(family_of(run, a), family_of(run, b))) continue;
            const struct sentence *s = &run->meaning->analysis->sentences[a->sentence];
            if (is_purpose_of(s, a, b)) { // "telephoned to discuss", "will visit to mediate"
                fold(run, a, b);
                continue;
            }
            if (a->status != b->status) continue;
            if (!is_linked(s, a, b) || !are_compatible(run->meaning, &a->actors, &b->actors) ||
                !are_dates_compatible(a, b))
                continue;
            bool is_conjunct =
                s->tokens[b->token].deprel == DEPREL_CONJ || s->tokens[a->token].deprel == DEPREL_CONJ;
            if ((is_conjunct || a->status != STATUS_DONE) &&
                !are_compatible(run->meaning, &a->recipients, &b->recipients))
                continue;
            if (is_so(a->factuality) != is_so(b->factuality) && !b->is_weak && !a->is_weak &&
                b->factuality != FACTUALITY_PLANNED)
                continue;
            if (a->is_noun && !b->is_noun && roles_filled(b) > roles_filled(a)) {
                int32_t act = a->act;
                fold(run, b, a);
                if (depth_of(run, b) < (unsigned)(act >= 0 ? depth_of(run, a) : 0)) b->act = act;
            } else {
                fold(run, a, b);
            }
        }
}

static bool shares_party(const struct meaning *meaning, const struct party_set *a,
                         const struct party_set *b) {
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++)
            if (is_same_side(meaning, a->entities[i], b->entities[k])) return true;
    return false;
}

// Victims and the place that was hit are no contradiction.
static bool are_of_other_kinds(const struct meaning *meaning, const struct party_set *a,
                               const struct party_set *b) {
    for (size_t i = 0; i < a->count; i++)
        for (size_t k = 0; k < b->count; k++) {
            enum entity_kind x = meaning->entities[a->entities[i]].kind,
                             y = meaning->entities[b->entities[k]].kind;
            bool x_people = x == ENTITY_PERSON || x == ENTITY_PEOPLE,
                 y_people = y == ENTITY_PERSON || y == ENTITY_PEOPLE;
            if (x_people == y_people) return false;
        }
    return true;
}

static bool stands_apart(const struct coding_run *run, const struct found *f) {
    const struct sentence *s = &run->meaning->analysis->sentences[f->sentence];
    for (int32_t c = token_child(s, (int32_t)f->token, -1); f->is_noun && c >= 0;
         c = token_child(s, (int32_t)f->token, c))
        if (patterns_has_class(run->patterns, SLICE("apart"), &s->tokens[c])) return true;
    return false;
}

// Whether one of `victims` is who acts, or whom an actor that is no person acts for: "an attack on Karsia" is none by its
// troops.
static bool is_upon_itself(const struct coding_run *run, const struct party_set *actors, const struct party_set *victims) {
    for (size_t a = 0; a < actors->count; a++)
        for (size_t v = 0; v < victims->count; v++) {
            const struct entity *actor = &run->meaning->entities[actors->entities[a]];
            const struct entity *victim = &run->meaning->entities[victims->entities[v]];
            bool is_own_state = victim->kind == ENTITY_GOVERNMENT && actor->country.length &&
                                actor->kind != ENTITY_ARMED_GROUP && slice_equal(actor->country, victim->country);
            if (actor->kind != ENTITY_PERSON &&
                (is_own_state || is_same_side(run->meaning, actors->entities[a], victims->entities[v])))
                return true;
        }
    return false;
}

// `a` comes after `b` in the text.
static bool is_same_happening(const struct coding_run *run, const struct found *a, const struct found *b) {
    if (a->status != b->status || !slice_equal(family_of(run, a), family_of(run, b))) return false;
    if (!are_compatible(run->meaning, &a->actors, &b->actors) || !are_dates_compatible(a, b) ||
        stands_apart(run, a))
        return false;
    if (is_upon_itself(run, &a->actors, &b->recipients) || is_upon_itself(run, &b->actors, &a->recipients)) return false;
    // Two who talk, and the same two with a third, are two rounds of talks.
    if (a->actors.count > 1 && b->actors.count > 1 &&
        !(is_covered(run->meaning, &a->actors, &b->actors) &&
          is_covered(run->meaning, &b->actors, &a->actors)))
        return false;
    if (!are_compatible(run->meaning, &a->recipients, &b->recipients) &&
        !are_of_other_kinds(run->meaning, &a->recipients, &b->recipients))
        return false;
    if (is_so(a->factuality) != is_so(b->factuality) && a->factuality != b->factuality) return false;
    if (a->is_weak || b->is_weak) return true;
    if (!is_act_compatible(run, a, b)) return false;
    if (a->place >= 0 && b->place >= 0 && a->place != b->place && !(a->actors.count && b->actors.count))
        return false;
    if (a->status != STATUS_DONE && a->status != STATUS_PROMISED)
        return a->act == b->act && a->actors.count && b->actors.count;
    // Nothing speaks against it; something has to speak for it.
    const struct analysis *analysis = run->meaning->analysis;
    bool is_retold = analysis->sentences[b->sentence].is_title || points_back(run, a);
    if (a->according_to.count && !is_covered(run->meaning, &a->actors, &b->actors) &&
        !(analysis->sentences[b->sentence].is_title && !b->actors.count))
        return false; // that these did it is somebody's claim
    if (a->act != b->act && !is_retold && patterns_act(run->patterns, a->act)->parent >= 0 &&
        patterns_act(run->patterns, b->act)->parent >= 0)
        return false;
    bool is_near = a->sentence - b->sentence <= NEAR;
    bool is_consequence = !a->actors.count && !a->is_dated && a->place < 0 && is_near && !a->is_noun &&
                          patterns_act(run->patterns, a->act)->parent < 0;
    return is_retold || is_consequence ||
           (a->is_dated && b->is_dated && (a->place == b->place || a->place < 0 || b->place < 0)) ||
           (is_near && (shares_party(run->meaning, &a->actors, &b->actors) ||
                        shares_party(run->meaning, &a->recipients, &b->recipients)));
}

static void fold_document(struct coding_run *run) {
    for (size_t i = 0; i < run->found.count; i++) {
        struct found *a = &run->found.items[i];
        for (size_t back = i, seen = 0; back-- > 0 && !a->is_gone && seen < LOOK_BACK; seen++) {
            struct found *b = &run->found.items[back];
            if (b->is_gone || b->sentence == a->sentence || !is_same_happening(run, a, b)) continue;
            if (roles_filled(a) > roles_filled(b) && !a->is_weak)
                fold(run, a, b);
            else
                fold(run, b, a);
            break;
        }
    }
    for (size_t i = 0; i < run->found.count; i++)
        if (run->found.items[i].is_weak) run->found.items[i].is_gone = true;
}

// "had threatened", "has said before": told as before the story, or as of no certain time.
static bool is_background(const struct coding_run *run, const struct found *f) {
    const struct sentence *s = &run->meaning->analysis->sentences[f->sentence];
    if (f->is_noun) return f->support < 0;
    if (!(s->tokens[f->token].features & FEATURE_PAST)) return false;
    for (int32_t c = token_child(s, (int32_t)f->token, -1); c >= 0; c = token_child(s, (int32_t)f->token, c))
        if (s->tokens[c].deprel == DEPREL_AUX && (s->tokens[c].features & FEATURE_FINITE) &&
            !is_passive(s, f->token))
            return true;
    return false;
}

// The first place that the opening of the story names; -1.
static int32_t story_place(const struct coding_run *run) {
    const struct meaning *meaning = run->meaning;
    for (size_t i = 0; i < meaning->mention_count; i++) {
        const struct mention *mention = &meaning->mentions[i];
        const struct sentence *s = &meaning->analysis->sentences[mention->sentence];
        if (s->paragraph > LEDE) break;
        const int32_t mark = token_child_with(s, (int32_t)mention->head, DEPREL_CASE);
        if (mention->kind == MENTION_NAME && is_place(&meaning->entities[mention->entity]) && mark >= 0 &&
            patterns_has_class(run->patterns, SLICE("locative"), &s->tokens[mark]))
            return mention->entity;
    }
    return -1;
}

// A deed that could stand alone and names no place happened where its paragraph says, else where the story opens: a
// place that follows from context has no words of its own.
static void place_from_context(struct coding_run *run) {
    const struct analysis *analysis = run->meaning->analysis;
    const int32_t story = story_place(run);
    const struct found *last = NULL;
    for (size_t i = 0; i < run->found.count; i++) {
        struct found *f = &run->found.items[i];
        if (f->is_gone || !is_so(f->factuality) || !patterns_act(run->patterns, f->act)->stands_alone) continue;
        if (f->place >= 0) {
            last = f;
            continue;
        }
        const uint32_t paragraph = analysis->sentences[f->sentence].paragraph;
        if (last && analysis->sentences[last->sentence].paragraph == paragraph)
            f->place = last->place;
        else if (!is_background(run, f))
            f->place = story;
    }
}

// What happened and has no date of its own happened when its paragraph, or the story's opening, says: a date
// that follows from context has no words of its own.
static void date_from_context(struct coding_run *run) {
    const struct analysis *analysis = run->meaning->analysis;
    const struct found *story = NULL, *last = NULL;
    for (size_t i = 0; i < run->found.count && !story; i++) {
        const struct found *f = &run->found.items[i];
        if (!f->is_gone && f->is_dated && f->date_precision >= TIME_DAY && f->date_precision != TIME_VAGUE &&
            f->to[0] && is_so(f->factuality) && analysis->sentences[f->sentence].paragraph <= LEDE)
            story = f;
    }
    for (size_t i = 0; i < run->found.count; i++) {
        struct found *f = &run->found.items[i];
        if (f->is_gone || f->factuality != FACTUALITY_HAPPENED) continue;
        uint32_t paragraph = analysis->sentences[f->sentence].paragraph;
        if (f->is_dated) {
            if (f->date_text.start < f->date_text.end)
                last = f->date_precision == TIME_DAY || f->date_precision == TIME_HOUR ? f : NULL;
            continue;
        }
        const struct found *from = last && analysis->sentences[last->sentence].paragraph == paragraph ? last
                                   : paragraph <= LEDE                                                ? story
                                                                                                      : NULL;
        if (!from || !from->to[0] || is_background(run, f)) continue;
        memcpy(f->from, from->from, sizeof f->from);
        memcpy(f->to, from->to, sizeof f->to);
        f->date_text = (struct span){ 0 };
        f->date_precision = from->date_precision;
        f->is_dated = true;
    }
}

// output

static struct parties parties_of(const struct party_set *set, struct arena *arena) {
    struct parties parties = { .count = set->count };
    uint32_t *entities = ARENA_ARRAY(arena, uint32_t, set->count + 1);
    struct span *spans = ARENA_ARRAY(arena, struct span, set->count + 1);
    memcpy(entities, set->entities, set->count * sizeof *entities);
    memcpy(spans, set->spans, set->count * sizeof *spans);
    for (size_t i = 1; i < set->count; i++) // in order of the text
        for (size_t k = i; k > 0 && spans[k].start < spans[k - 1].start; k--) {
            struct span span = spans[k];
            uint32_t entity = entities[k];
            spans[k] = spans[k - 1], entities[k] = entities[k - 1];
            spans[k - 1] = span, entities[k - 1] = entity;
        }
    parties.entities = entities;
    parties.spans = spans;
    return parties;
}

// How sure: the parser's trust in the arcs that the event stands on, how much the pattern asked for, how much
// of the event the text fills, less for parties that were only referred to. Between 0.2 and 0.95.
static float confidence_of(const struct coding_run *run, const struct found *f) {
    const struct sentence *s = &run->meaning->analysis->sentences[f->sentence];
    float arc = s->tokens[f->token].confidence;
    for (int32_t c = token_child(s, (int32_t)f->token, -1); c >= 0; c = token_child(s, (int32_t)f->token, c))
        if ((s->tokens[c].deprel == DEPREL_NSUBJ || s->tokens[c].deprel == DEPREL_OBJ ||
             s->tokens[c].deprel == DEPREL_NSUBJ_PASS) &&
            s->tokens[c].confidence < arc)
            arc = s->tokens[c].confidence;
    float value = 0.3f + 0.3f * arc +
                  0.04f * (float)(f->pattern->specificity > 4 ? 4 : f->pattern->specificity) +
                  0.04f * (float)roles_filled(f);
    if (f->actors.is_coreferred || f->recipients.is_coreferred) value -= 0.05f;
    if (f->is_noun && f->support < 0) value -= 0.1f;
    return value < 0.2f ? 0.2f : value > 0.95f ? 0.95f : value;
}

// Days since 0000-03-01 of an ISO date, by the civil calendar; -1 when it is none.
static long day_number(const char *iso) {
    if (strlen(iso) < 4) return -1;
    long year = atol(iso), month = strlen(iso) >= 7 ? atol(iso + 5) : 1,
         day = strlen(iso) >= 10 ? atol(iso + 8) : 1;
    year -= month <= 2;
    long era = year / 400, of_era = year - era * 400;
    long of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
}

static bool is_long_ago(const struct coding_run *run, const struct found *f) {
    char published[11] = { 0 };
    if (!f->is_dated || run->meaning->published.length < 10) return false;
    memcpy(published, run->meaning->published.start, 10);
    const char *last = f->to[0] ? f->to : f->from;
    return last[0] && day_number(published) - day_number(last) > 366;
}

static int by_position(const void *x, const void *y) {
    const struct event *a = x, *b = y;
    if (a->trigger.start != b->trigger.start) return a->trigger.start < b->trigger.start ? -1 : 1;
    return slice_compare(a->act, b->act);
}

static void write_events(struct coding_run *run, struct coding *coding) {
    struct event *events = ARENA_ARRAY(run->arena, struct event, run->found.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < run->found.count; i++) {
        const struct found *f = &run->found.items[i];
        if (f->is_gone) continue;
        const struct sentence *s = &run->meaning->analysis->sentences[f->sentence];
        const struct act *act = patterns_act(run->patterns, f->act);
        const struct code *code = &act->codes[f->status];
        struct event *event = &events[count++];
        struct slice contexts[12];
        size_t context_count = 0;
        for (size_t c = 0; c < act->context_count && c < 8; c++) contexts[context_count++] = act->contexts[c];
        uint32_t first, end;
        token_subtree(s, (int32_t)clause_of(s, f->token), &first, &end);
        context_count = patterns_contexts(run->patterns, s, first, end, contexts, context_count, 12);
        struct slice *list = ARENA_ARRAY(run->arena, struct slice, context_count + 1);
        memcpy(list, contexts, context_count * sizeof *list);
        *event = (struct event){
            .sentence = f->sentence,
            .trigger = s->tokens[f->token].span,
            .act = act->name,
            .type = code->type,
            .mode = code->mode,
            .contexts = list,
            .context_count = context_count,
            .cameo = code->cameo,
            .goldstein = code->goldstein,
            .actors = parties_of(&f->actors, run->arena),
            .recipients = parties_of(&f->recipients, run->arena),
            .mediators = parties_of(&f->mediators, run->arena),
            .about = f->about,
            .about_entities = parties_of(&f->about_entities, run->arena),
            .date_text = f->date_text,
            .date_precision = f->date_precision,
            .place = f->place,
            .place_text = f->place_text,
            .factuality = f->factuality,
            .is_historical = is_long_ago(run, f),
            .according_to = f->according_to,
            .confidence = confidence_of(run, f),
            .rule = f->pattern->place,
        };
        memcpy(event->from, f->from, sizeof event->from);
        memcpy(event->to, f->to, sizeof event->to);
    }
    qsort(events, count, sizeof *events, by_position);
    coding->events = events;
    coding->event_count = count;
}

void events_code(const struct patterns *patterns, const struct modality *modality,
                 const struct attributed *attributed, const struct meaning *meaning, struct arena *arena,
                 struct coding *coding) {
    struct coding_run run = { .patterns = patterns,
                              .modality = modality,
                              .attributed = attributed,
                              .meaning = meaning,
                              .arena = arena };
    for (uint32_t i = 0; i < meaning->analysis->count; i++) {
        size_t first = run.found.count;
        code_sentence(&run, i);
        fold_sentence(&run, first);
    }
    fold_document(&run);
    date_from_context(&run);
    place_from_context(&run);
    write_events(&run, coding);
}
