// speakers.c - who speaks at a cue, by the tree where it tells and by position where it does not; and where.
#include "coding/reporting.h"

#include <stdlib.h>
#include <string.h>

static int32_t speaker_of_last(const struct work *w, uint32_t sentence, struct slice noun);

struct span reporting_tokens_span(const struct sentence *s, uint32_t first, uint32_t end) {
    return (struct span){ s->tokens[first].span.start, s->tokens[end - 1].span.end };
}

bool reporting_is_in_quotation(const struct meaning *m, uint32_t position) {
    size_t low = 0, high = m->quotation_count;
    while (low < high) { // the last quotation that starts at or before `position`
        size_t middle = low + (high - low) / 2;
        if (m->quotations[middle].span.start <= position)
            low = middle + 1;
        else
            high = middle;
    }
    for (unsigned steps = 0; low > 0 && steps < 8; low--, steps++)
        if (m->quotations[low - 1].span.end > position) return true;
    return false;
}

int32_t reporting_entity_at(const struct work *w, uint32_t sentence, uint32_t token, struct span *span) {
    const struct meaning *m = w->meaning;
    int32_t mention = m->mention_of ? m->mention_of[sentence][token] : -1;
    if (mention < 0) {
        uint32_t best = UINT32_MAX;
        for (uint32_t i = w->first_mention[sentence]; i < w->first_mention[sentence + 1]; i++) {
            const struct mention *candidate = &m->mentions[w->by_sentence[i]];
            if (candidate->first > token || candidate->end <= token || candidate->entity < 0) continue;
            if (candidate->kind == MENTION_ADJECTIVE || candidate->end - candidate->first >= best) continue;
            // Inside a mention only when the token is no modifier of another noun.
            enum deprel relation = w->analysis->sentences[sentence].tokens[token].deprel;
            if (relation == DEPREL_NMOD_POSS) continue;
            best = candidate->end - candidate->first;
            mention = (int32_t)w->by_sentence[i];
        }
    }
    if (mention < 0) return -1;
    if (span) *span = m->mentions[mention].span;
    return m->mentions[mention].entity;
}

static bool is_author_preposition(const struct work *w, const struct sentence *s, int32_t token,
                                  enum reporting_pos pos) {
    int32_t marker = token_child_with(s, token, DEPREL_CASE);
    return marker >= 0 && reporting_row_of(w, reporting_folded_lemma(w, &s->tokens[marker]), pos);
}

// The entity at `token`, else whose it is: "the president's office".
static int32_t reporting_entity_or_owner(const struct work *w, uint32_t sentence, uint32_t token,
                                         struct span *span) {
    int32_t entity = reporting_entity_at(w, sentence, token, span);
    if (entity >= 0) return entity;
    int32_t owner = token_child_with(&w->analysis->sentences[sentence], (int32_t)token, DEPREL_NMOD_POSS);
    return owner >= 0 ? reporting_entity_at(w, sentence, (uint32_t)owner, span) : -1;
}

// Who made the document that the noun at `token` names: "Vázquez's statement", "a report by the ministry", "a
// statement released by his office", "a report citing the police", "the Turkish statement", "the statement"
// spoken of before.
static int32_t reporting_author_of(const struct work *w, uint32_t sentence, uint32_t token,
                                   struct span *span) {
    const struct sentence *s = &w->analysis->sentences[sentence];
    uint32_t comma = token;
    while (comma < s->count && s->tokens[comma].upos != UPOS_PUNCT) comma++;
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c)) {
        const struct token *child = &s->tokens[c];
        int32_t entity = -1;
        if (c > (int32_t)comma) break;
        if (child->deprel == DEPREL_NMOD_POSS) {
            entity = reporting_entity_at(w, sentence, (uint32_t)c, span);
        } else if (child->deprel == DEPREL_NMOD || child->deprel == DEPREL_OBL) {
            if (is_author_preposition(w, s, c, POS_AUTHOR))
                entity = reporting_entity_or_owner(w, sentence, (uint32_t)c, span);
        } else if (child->deprel == DEPREL_ACL || child->deprel == DEPREL_ACL_RELCL) {
            uint32_t found[2];
            const struct reporting_row *row = reporting_row_of(w, reporting_folded_lemma(w, child), POS_VERB);
            const struct path *path =
                row && row->kind == SOURCE_QUOTES ? &w->attribution->object : &w->attribution->subject;
            if (path_follow(s, (uint32_t)c, path, found, 2) && found[0] != token)
                entity = reporting_entity_or_owner(w, sentence, found[0], span);
        }
        if (entity >= 0) return entity;
    }
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c)) {
        if (s->tokens[c].deprel != DEPREL_AMOD && s->tokens[c].deprel != DEPREL_COMPOUND) continue;
        int32_t mention = w->meaning->mention_of ? w->meaning->mention_of[sentence][c] : -1;
        if (mention < 0 || w->meaning->mentions[mention].entity < 0) continue;
        if (span) *span = w->meaning->mentions[mention].span;
        return w->meaning->mentions[mention].entity;
    }
    const struct token *noun = &s->tokens[token];
    bool carried = noun->deprel == DEPREL_OBJ ||
                   (noun->deprel == DEPREL_OBL && is_author_preposition(w, s, (int32_t)token, POS_VENUE));
    if (carried && noun->head >= 0 && s->tokens[noun->head].upos == UPOS_VERB) { // "posted a message saying"
        uint32_t found[2];
        size_t count = path_follow(s, (uint32_t)noun->head, &w->attribution->subject, found, 2);
        for (size_t i = 0; i < count; i++) {
            int32_t entity = found[i] == token ? -1 : reporting_entity_at(w, sentence, found[i], span);
            if (entity >= 0) return entity;
        }
    }
    // "the statement", not "reports"
    bool definite = false;
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0 && !definite;
         c = token_child(s, (int32_t)token, c))
        definite = s->tokens[c].deprel == DEPREL_DET && s->tokens[c].features & FEATURE_DEFINITE;
    if (!definite) return -1;
    int32_t entity = speaker_of_last(w, sentence, reporting_folded_lemma(w, noun));
    if (entity >= 0 && span) *span = s->tokens[token].span;
    return entity;
}

int32_t speaker_at(const struct work *w, uint32_t sentence, uint32_t token, struct span *span) {
    const struct sentence *s = &w->analysis->sentences[sentence];
    const struct token *t = &s->tokens[token];
    if (t->upos == UPOS_NOUN) {
        const struct reporting_row *row = reporting_row_of(w, reporting_folded_lemma(w, t), POS_NOUN);
        if (row && row->what == WHAT_AUTHOR) {
            int32_t author = reporting_author_of(w, sentence, token, span);
            if (author >= 0) return author;
        }
    }
    int32_t entity = reporting_entity_or_owner(w, sentence, token, span);
    if (entity >= 0) return entity;
    // A pronoun that nobody resolved: the last speaker goes on.
    if (t->upos != UPOS_PRON || !(t->features & (FEATURE_MASCULINE | FEATURE_FEMININE))) return -1;
    for (size_t i = w->cues.count; i > 0 && i + 6 > w->cues.count; i--) {
        const struct cue *last = &w->cues.items[i - 1];
        if (last->speaker < 0 || last->sentence + 3 < sentence) continue;
        if (w->meaning->entities[last->speaker].kind != ENTITY_PERSON) continue;
        if (span) *span = t->span;
        return last->speaker;
    }
    return -1;
}

bool reporting_has_negation(const struct sentence *s, uint32_t token) {
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c))
        if (s->tokens[c].features & FEATURE_NEGATIVE &&
            (s->tokens[c].deprel == DEPREL_ADVMOD || s->tokens[c].deprel == DEPREL_DET))
            return true;
    return false;
}

const struct reporting_row *verb_row(const struct work *w, const struct sentence *s, uint32_t token,
                                     uint32_t *end) {
    const struct token *t = &s->tokens[token];
    if (t->upos != UPOS_VERB) return NULL;
    struct slice lemma = reporting_folded_lemma(w, t);
    unsigned longest = table_longest(w->attribution->table, lemma);
    if (!longest) return NULL;
    *end = token + 1;
    if (longest > 1) {
        for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c)) {
            const struct token *child = &s->tokens[c];
            int32_t second = -1;
            if (child->deprel == DEPREL_COMPOUND_PRT || child->deprel == DEPREL_ADVMOD)
                second = c;
            else if (child->deprel == DEPREL_OBL)
                second = token_child_with(s, c, DEPREL_CASE);
            if (second != (int32_t)token + 1) continue;
            const struct reporting_row *row = reporting_row_of_two(w, lemma, &s->tokens[second]);
            if (!row) continue;
            *end = (uint32_t)second + 1;
            return row;
        }
    }
    return reporting_row_of(w, lemma, POS_VERB);
}

int32_t speaker_of_verb(const struct work *w, uint32_t sentence, uint32_t token, struct cue *cue) {
    const struct sentence *s = &w->analysis->sentences[sentence];
    uint32_t found[4];
    int32_t at = (int32_t)token;
    for (unsigned hops = 0; at >= 0 && hops < 5; hops++) {
        const struct token *t = &s->tokens[at];
        // "cited X as saying", "was quoted as saying": the one who is quoted speaks.
        if (t->head >= 0 &&
            (t->deprel == DEPREL_ADVCL || t->deprel == DEPREL_XCOMP || t->deprel == DEPREL_CCOMP ||
             t->deprel == DEPREL_OBL || t->deprel == DEPREL_DEP)) {
            const struct reporting_row *governor = reporting_row_at(w, s, t->head);
            if (governor && governor->kind == SOURCE_QUOTES && at == (int32_t)token && t->upos == UPOS_VERB) {
                size_t count = path_follow(s, (uint32_t)t->head, &w->attribution->object, found, 4);
                // A person named in that phrase, else its head: "cited Maya Lind, head of the harbour office,
                // as saying"
                for (uint32_t i = w->first_mention[sentence]; count && i < w->first_mention[sentence + 1];
                     i++) {
                    const struct mention *mention = &w->meaning->mentions[w->by_sentence[i]];
                    if (mention->kind != MENTION_NAME || mention->entity < 0 ||
                        (int32_t)mention->first <= t->head || mention->end > token ||
                        w->meaning->entities[mention->entity].kind != ENTITY_PERSON)
                        continue;
                    cue->speaker_token = mention->head;
                    cue->speaker_span = mention->span;
                    return mention->entity;
                }
                if (count) {
                    cue->speaker_token = found[0];
                    return speaker_at(w, sentence, found[0], &cue->speaker_span);
                }
            }
        }
        // Its own subject; where a parse gives several, the nearest that is outside of quotations.
        int32_t nearest = -1;
        for (int32_t c = token_child(s, at, -1); c >= 0 && !is_passive(s, (uint32_t)at);
             c = token_child(s, at, c)) {
            if (s->tokens[c].deprel != DEPREL_NSUBJ) continue;
            if (!cue->is_quoted && reporting_is_in_quotation(w->meaning, s->tokens[c].span.start)) continue;
            if (nearest < 0 || abs(c - at) < abs(nearest - at)) nearest = c;
        }
        size_t count = 1;
        if (nearest >= 0)
            found[0] = (uint32_t)nearest;
        else
            count = path_follow(s, (uint32_t)at, &w->attribution->subject, found, 4);
        size_t known = 0;
        for (size_t i = 0; i < count; i++) {
            if (found[i] == token) continue;
            if (!cue->is_quoted && reporting_is_in_quotation(w->meaning, s->tokens[found[i]].span.start))
                continue;
            known++;
            int32_t entity = speaker_at(w, sentence, found[i], &cue->speaker_span);
            if (entity < 0) continue;
            cue->speaker_token = found[i];
            return entity;
        }
        if (known) return -1; // somebody speaks, but nobody we know
        if (is_passive(s, (uint32_t)at) && at == (int32_t)token && t->deprel != DEPREL_CONJ) return -1;
        if (t->head < 0) return -1;
        if (t->deprel == DEPREL_ACL ||
            t->deprel == DEPREL_ACL_RELCL) { // "a message saying", "officials saying"
            cue->speaker_token = (uint32_t)t->head;
            return speaker_at(w, sentence, (uint32_t)t->head, &cue->speaker_span);
        }
        if (t->deprel != DEPREL_ADVCL && t->deprel != DEPREL_XCOMP && t->deprel != DEPREL_CONJ &&
            t->deprel != DEPREL_PARATAXIS && t->deprel != DEPREL_ADVMOD && t->deprel != DEPREL_DEP)
            return -1;
        at = t->head;
    }
    return -1;
}

struct span reporting_phrase_span(const struct sentence *s, uint32_t head) {
    uint32_t first = head, end = head + 1;
    while (first > 0) {
        const struct token *before = &s->tokens[first - 1];
        bool part = before->upos == UPOS_PART && before->head >= 0 && before->head + 1 == (int32_t)first - 1;
        bool inside = before->head >= (int32_t)first && before->head <= (int32_t)head;
        if (before->upos == UPOS_ADP || before->upos == UPOS_SCONJ || before->upos == UPOS_CCONJ ||
            before->upos == UPOS_AUX || (!part && !inside))
            break;
        first--;
    }
    while (end < s->count && s->tokens[end].head >= (int32_t)first && s->tokens[end].head < (int32_t)end &&
           (s->tokens[end].deprel == DEPREL_FLAT || s->tokens[end].deprel == DEPREL_COMPOUND ||
            s->tokens[end].deprel == DEPREL_NMOD_DESC))
        end++;
    while (first < head && s->tokens[first].upos == UPOS_PUNCT) first++;
    return reporting_tokens_span(s, first, end);
}

void venue_find(const struct work *w, struct cue *cue) {
    const struct sentence *s = &w->analysis->sentences[cue->sentence];
    for (int32_t c = token_child(s, (int32_t)cue->token, -1); c >= 0;
         c = token_child(s, (int32_t)cue->token, c)) {
        const struct token *child = &s->tokens[c];
        bool media = false;
        int32_t entity = reporting_entity_at(w, cue->sentence, (uint32_t)c, NULL);
        if (entity >= 0) media = w->meaning->entities[entity].kind == ENTITY_MEDIA;
        bool object = child->deprel == DEPREL_OBJ || child->deprel == DEPREL_IOBJ;
        if (object ? !media : child->deprel != DEPREL_OBL || !is_author_preposition(w, s, c, POS_VENUE))
            continue;
        const struct reporting_row *row = reporting_row_of(w, reporting_folded_lemma(w, child), POS_NOUN);
        if (!media && !(row && (row->what == WHAT_VENUE || row->what == WHAT_AUTHOR))) continue;
        if (entity >= 0 && entity == cue->speaker) continue;
        cue->venue = reporting_phrase_span(s, (uint32_t)c);
        cue->venue_token = (uint32_t)c;
        return;
    }
    // Set off before the verb and hung elsewhere: "the mayor, in a statement read by an aide, announced"
    for (uint32_t t = cue->token, steps = 0; t > 0 && steps < 14; t--, steps++) {
        const struct token *before = &s->tokens[t - 1];
        if (before->upos != UPOS_NOUN || before->deprel == DEPREL_NSUBJ ||
            !is_author_preposition(w, s, (int32_t)t - 1, POS_VENUE))
            continue;
        const struct reporting_row *row = reporting_row_of(w, reporting_folded_lemma(w, before), POS_NOUN);
        if (!row || (row->what != WHAT_VENUE && row->what != WHAT_AUTHOR)) continue;
        cue->venue = reporting_phrase_span(s, t - 1);
        cue->venue_token = t - 1;
        return;
    }
}

static int32_t speaker_of_last(const struct work *w, uint32_t sentence, struct slice noun) {
    // Whoever spoke in such a document; else, for "the statement" at once after it, the last speaker.
    int32_t last = -1;
    for (size_t i = w->cues.count; i > 0 && i + 12 > w->cues.count; i--) {
        const struct cue *cue = &w->cues.items[i - 1];
        if (cue->speaker < 0 || cue->is_quoted || cue->sentence == sentence) continue;
        if (last < 0 && cue->sentence + 2 >= sentence &&
            (cue->row->what == WHAT_YES || cue->row->what == WHAT_OBJECT))
            last = cue->speaker;
        if (cue->venue.end <= cue->venue.start) continue;
        const struct sentence *s = &w->analysis->sentences[cue->sentence];
        if (slice_equal(reporting_folded_lemma(w, &s->tokens[cue->venue_token]), noun)) return cue->speaker;
    }
    return last;
}

int32_t speaker_behind(const struct work *w, struct cue *cue) {
    const struct meaning *m = w->meaning;
    const struct sentence *s = &w->analysis->sentences[cue->sentence];
    const struct token *t = &s->tokens[cue->token];
    if (cue->token < 3 || s->tokens[cue->token - 1].upos != UPOS_PUNCT || !(t->features & FEATURE_FINITE))
        return -1;
    int32_t best = -1, name = -1;
    for (uint32_t i = w->first_mention[cue->sentence]; i < w->first_mention[cue->sentence + 1]; i++) {
        const struct mention *mention = &m->mentions[w->by_sentence[i]];
        if (mention->entity < 0 || mention->kind == MENTION_ADJECTIVE) continue;
        bool ends = mention->end >= s->count || s->tokens[mention->end].upos == UPOS_PUNCT;
        uint32_t first = mention->first > cue->end && s->tokens[mention->first - 1].upos == UPOS_DET
                             ? mention->first - 1
                             : mention->first;
        if (first == cue->end && ends) best = (int32_t)w->by_sentence[i];
        if (best >= 0 && mention->kind == MENTION_NAME && m->mentions[best].kind != MENTION_NAME &&
            mention->first == m->mentions[best].end + 1 && ends &&
            m->entities[mention->entity].kind == ENTITY_PERSON)
            name = (int32_t)w->by_sentence[i];
    }
    if (name >= 0) best = name;
    if (best < 0) return -1;
    cue->speaker_span = m->mentions[best].span;
    cue->speaker_token = m->mentions[best].head;
    return m->mentions[best].entity;
}

// The first of the auxiliaries and adverbs before a verb.
static uint32_t verb_start(const struct sentence *s, uint32_t token) {
    uint32_t start = token;
    while (start > 0 && token - start < 3 &&
           (s->tokens[start - 1].upos == UPOS_ADV || s->tokens[start - 1].upos == UPOS_AUX))
        start--;
    return start;
}

static bool is_comma(const struct sentence *s, uint32_t token) {
    return slice_equal(s->tokens[token].form, SLICE(","));
}

// The comma before a relative clause that ends at the comma `end`; UINT32_MAX for none.
static uint32_t relative_comma(const struct sentence *s, uint32_t end) {
    for (uint32_t i = end; i-- > 0;) {
        const struct token *t = &s->tokens[i];
        if (t->upos == UPOS_PUNCT && !is_comma(s, i)) return UINT32_MAX;
        bool is_relative = t->upos == UPOS_PRON && slice_starts(t->xpos, SLICE("W"));
        if (is_relative && i > 0 && is_comma(s, i - 1)) return i - 1;
    }
    return UINT32_MAX;
}

int32_t speaker_set_off(const struct work *w, struct cue *cue) {
    const struct meaning *m = w->meaning;
    const struct sentence *s = &w->analysis->sentences[cue->sentence];
    uint32_t before = verb_start(s, cue->token);
    if (before == 0 || !is_comma(s, before - 1)) return -1;
    uint32_t comma = relative_comma(s, before - 1);
    if (comma == UINT32_MAX) return -1;
    uint32_t first = comma; // of the phrase before the relative clause
    while (first > 0 && s->tokens[first - 1].upos != UPOS_PUNCT) first--;
    const struct range range = meaning_mentions_in(m, cue->sentence);
    const struct mention *best = NULL;
    for (size_t i = range.first; i < range.end; i++) {
        const struct mention *mention = &m->mentions[i];
        if (mention->entity < 0 || mention->kind == MENTION_ADJECTIVE || mention->kind == MENTION_PRONOUN ||
            mention->first < first || mention->end > comma)
            continue;
        bool is_behind = false; // "a doctor | at the prison"
        for (uint32_t k = first; k < mention->first; k++)
            is_behind = is_behind || s->tokens[k].upos == UPOS_ADP || s->tokens[k].upos == UPOS_VERB;
        if (!is_behind) best = mention;
    }
    if (!best || (!cue->is_quoted && reporting_is_in_quotation(m, best->span.start))) return -1;
    cue->speaker_span = best->span;
    cue->speaker_token = best->head;
    return best->entity;
}

int32_t speaker_beside(const struct work *w, struct cue *cue) {
    const struct meaning *m = w->meaning;
    const struct sentence *s = &w->analysis->sentences[cue->sentence];
    const struct token *t = &s->tokens[cue->token];
    if (is_passive(s, cue->token)) return -1;
    uint32_t before = cue->token;
    bool auxiliary = false;
    while (before > 0 && cue->token - before < 3 &&
           (s->tokens[before - 1].upos == UPOS_ADV || s->tokens[before - 1].upos == UPOS_AUX)) {
        auxiliary = auxiliary || s->tokens[before - 1].upos == UPOS_AUX;
        before--;
    }
    bool finite = auxiliary || (t->features & FEATURE_FINITE);
    bool inverted = cue->token > 0 && s->tokens[cue->token - 1].upos == UPOS_PUNCT && finite;
    int32_t best = -1;
    for (uint32_t i = w->first_mention[cue->sentence]; i < w->first_mention[cue->sentence + 1]; i++) {
        const struct mention *mention = &m->mentions[w->by_sentence[i]];
        // A noun right before the verb speaks, though the tree makes it the verb's modifier.
        if (mention->entity < 0 || (mention->kind == MENTION_ADJECTIVE &&
                                    (mention->end != before || s->tokens[mention->head].upos == UPOS_ADJ)))
            continue;
        if (!cue->is_quoted && reporting_is_in_quotation(m, mention->span.start)) continue;
        bool left = finite && mention->end == before && mention->first < before;
        bool right = inverted && mention->first >= cue->end && mention->first <= cue->end + 2;
        if (left && mention->first > 0 && s->tokens[mention->first - 1].upos == UPOS_ADP) left = false;
        if (right && mention->first > cue->end && !is_nominal(&s->tokens[mention->first - 1]) &&
            s->tokens[mention->first - 1].upos != UPOS_DET)
            right = false;
        if (!left && !right) continue;
        if (best >= 0 && m->mentions[best].kind == MENTION_NAME && mention->kind != MENTION_NAME) continue;
        best = (int32_t)w->by_sentence[i];
    }
    // "Maya Lind, the mayor of the town, said": a name between no preposition and a comma, the first of the
    // clause.
    if (best < 0 && finite && before > 0 && s->tokens[before - 1].upos == UPOS_PUNCT) {
        for (uint32_t i = w->first_mention[cue->sentence]; i < w->first_mention[cue->sentence + 1]; i++) {
            const struct mention *mention = &m->mentions[w->by_sentence[i]];
            if (mention->entity < 0 || mention->kind != MENTION_NAME || mention->end >= before) continue;
            enum entity_kind kind = m->entities[mention->entity].kind;
            if (kind == ENTITY_PLACE ||
                (!cue->is_quoted && reporting_is_in_quotation(m, mention->span.start)))
                continue;
            if (s->tokens[mention->end].upos != UPOS_PUNCT) continue;
            if (mention->first > 0 && s->tokens[mention->first - 1].upos == UPOS_ADP) continue;
            bool verb_between = false;
            for (uint32_t k = mention->end; k < before; k++)
                verb_between = verb_between ||
                               (s->tokens[k].features & FEATURE_FINITE && s->tokens[k].deprel != DEPREL_ACL &&
                                s->tokens[k].deprel != DEPREL_ACL_RELCL);
            if (verb_between) continue;
            if (best < 0 || mention->first < m->mentions[best].first) best = (int32_t)w->by_sentence[i];
        }
    }
    if (best < 0) return -1;
    cue->speaker_span = m->mentions[best].span;
    cue->speaker_token = m->mentions[best].head;
    return m->mentions[best].entity;
}
