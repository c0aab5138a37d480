// attribution.c - who says what.
//
// First every cue: a verb of reporting with the one who speaks, or a phrase like "according to" with its source. Then
// every quotation finds its cue: by the tree where the tree reaches it, else the nearest one before or after in its
// sentence, else the cue of the sentence before (news lets a speaker go on after "he said."), else, for a paragraph
// that is all quotation, the last speaker. A cue with content makes a statement. Last, each cue's content and each
// quotation is a scope that its speaker vouches for; the scopes around a token, widest first, are its chain.
//
// The outlet's own voice has no chain, and a clause that only names a thought ("believes") makes a scope but no
// statement. What is negated ("did not say") reports nothing.
#include "base/utf8.h"
#include "base/vector.h"
#include "coding/parts.h"
#include "coding/syntax.h"

#include <stdlib.h>
#include <string.h>

enum reporting_pos { POS_VERB, POS_NOUN, POS_PHRASE, POS_AUTHOR, POS_VENUE, POSITIONS };
static const char *const pos_names[] = { "v", "n", "p", "a", "i" };
enum reporting_what { WHAT_NONE, WHAT_YES, WHAT_OBJECT, WHAT_TWO, WHAT_QUOTE, WHAT_VENUE, WHAT_AUTHOR, WHATS };
static const char *const what_names[] = { "", "yes", "object", "two", "quote", "venue", "author" };

#define ADDRESSEE_PATHS 3u
#define HOPS_LIMIT 24u    // steps up a tree
#define NEAR_LIMIT 16u    // words between a quotation and its cue
#define CHAIN_LIMIT 4u    // links of one chain
#define CHAINS_LIMIT 65535u
#define PHRASE_LIMIT 96u  // bytes of a phrase that is looked up
#define PHRASE_WORDS 5u
#define SCOPES_PER_TOKEN 6u

struct reporting_row {
    uint8_t pos, kind, what;
    struct path addressee[ADDRESSEE_PATHS];
    unsigned addressee_count;
};

struct attribution {
    const struct table *table;
    struct reporting_row *rows;
    struct path subject, object;
};

static bool find_name(const char *const *names, unsigned count, struct slice name, uint8_t *found) {
    for (unsigned i = 0; i < count; i++) {
        if (!slice_equal(name, slice_of(names[i]))) continue;
        *found = (uint8_t)i;
        return true;
    }
    return false;
}

static bool kind_of(struct slice name, uint8_t *found) {
    for (unsigned kind = SOURCE_SAYS; kind <= SOURCE_QUOTES; kind++) {
        if (!slice_equal(name, slice_of(source_kind_name((enum source_kind)kind)))) continue;
        *found = (uint8_t)kind;
        return true;
    }
    return false;
}

struct attribution *attribution_open(const struct knowledge *knowledge, struct slice language, struct error *error) {
    struct attribution *attribution = calloc(1, sizeof *attribution);
    const struct table *table = knowledge_table(knowledge, TABLE_REPORTING, language);
    size_t count = table_count(table);
    struct reporting_row *rows = calloc(count + 1, sizeof *rows);
    if (!attribution || !rows) {
        error_at(error, ERROR_SYSTEM, (struct place_in_file){ 0 }, "out of memory");
        free(attribution);
        free(rows);
        return NULL;
    }
    attribution->table = table;
    attribution->rows = rows;
    const char *problem;
    size_t at;
    path_parse(SLICE("subj"), &attribution->subject, &problem, &at);
    path_parse(SLICE("obj"), &attribution->object, &problem, &at);
    for (size_t row = 0; row < count; row++) {
        struct slice pos = table_cell(table, row, TABLE_COLUMN(REPORTING, POS));
        struct slice kind = table_cell(table, row, TABLE_COLUMN(REPORTING, KIND));
        struct slice what = table_cell(table, row, TABLE_COLUMN(REPORTING, STATEMENT));
        if (!find_name(pos_names, POSITIONS, pos, &rows[row].pos) || !kind_of(kind, &rows[row].kind) ||
            !find_name(what_names, WHATS, what, &rows[row].what)) {
            error_at(error, ERROR_INPUT, table_place(table, row),
                     "expected part of speech, kind and statement of a reporting word, found \"" SLICE_FORMAT
                     "\" \"" SLICE_FORMAT "\" \"" SLICE_FORMAT "\"",
                     SLICE_ARG(pos), SLICE_ARG(kind), SLICE_ARG(what));
            attribution_close(attribution);
            return NULL;
        }
        struct slice rest = table_cell(table, row, TABLE_COLUMN(REPORTING, ADDRESSEE)), piece;
        while (rest.length && rows[row].addressee_count < ADDRESSEE_PATHS && slice_next(&rest, SLICE(","), &piece)) {
            if (!path_parse(piece, &rows[row].addressee[rows[row].addressee_count++], &problem, &at)) {
                error_at(error, ERROR_INPUT, table_place(table, row), "%s in \"" SLICE_FORMAT "\"", problem,
                         SLICE_ARG(piece));
                attribution_close(attribution);
                return NULL;
            }
        }
    }
    return attribution;
}

void attribution_close(struct attribution *attribution) {
    if (!attribution) return;
    free(attribution->rows);
    free(attribution);
}

// ---- cues

struct cue {
    uint32_t sentence, token, end; // tokens of the cue
    const struct reporting_row *row;
    enum source_kind kind;
    int32_t speaker; // entity
    uint32_t speaker_sentence, speaker_token;
    struct span speaker_span;
    int32_t content;  // token that heads what is said, in the same sentence; -1 for none
    int32_t content2; // a second one
    bool around;      // the cue hangs from its content ("..., he said, ...")
    int32_t without;  // around: the subtree that is not content (the cue's own)
    uint32_t range_first, range_end; // content by position alone, where the tree gives none
    bool is_negated, is_infinitive, is_quoted; // is_quoted: stands within a quotation
    struct span venue;
    uint32_t venue_token;
    uint32_t quote_count;
    int32_t merged; // into the cue with this index
    int32_t statement;
};

typedef VECTOR_OF(struct cue) cue_vector;

struct work {
    const struct attribution *attribution;
    const struct meaning *meaning;
    const struct analysis *analysis;
    struct arena *arena;
    cue_vector cues;
    uint32_t *first_cue;     // [sentences + 1]
    uint32_t *first_mention; // [sentences + 1] into mentions by sentence
    uint32_t *by_sentence;   // mentions sorted by sentence
    int32_t *cue_of_quote;   // [quotations]
    VECTOR_OF(struct statement) statements;
};

static struct slice folded_lemma(const struct work *w, const struct token *token) {
    return utf8_fold_name(token->lemma.length ? token->lemma : token->form, w->arena);
}

static const struct reporting_row *row_of(const struct work *w, struct slice phrase, enum reporting_pos pos) {
    struct table_walk walk = table_lookup(w->attribution->table, phrase);
    for (size_t row; (row = table_next(&walk)) != TABLE_END;)
        if (w->attribution->rows[row].pos == pos) return &w->attribution->rows[row];
    return NULL;
}

static const struct reporting_row *row_of_two(const struct work *w, struct slice lemma, const struct token *second) {
    char buffer[PHRASE_LIMIT];
    struct slice other = folded_lemma(w, second);
    if (lemma.length + other.length + 1 > sizeof buffer) return NULL;
    memcpy(buffer, lemma.start, lemma.length);
    buffer[lemma.length] = ' ';
    if (other.length) memcpy(buffer + lemma.length + 1, other.start, other.length);
    return row_of(w, (struct slice){ buffer, lemma.length + 1 + other.length }, POS_VERB);
}

static struct span tokens_span(const struct sentence *s, uint32_t first, uint32_t end) {
    return (struct span){ s->tokens[first].span.start, s->tokens[end - 1].span.end };
}

static bool is_in_quotation(const struct meaning *m, uint32_t position) {
    size_t low = 0, high = m->quotation_count;
    while (low < high) { // the last quotation that starts at or before `position`
        size_t middle = low + (high - low) / 2;
        if (m->quotations[middle].span.start <= position) low = middle + 1;
        else high = middle;
    }
    for (unsigned steps = 0; low > 0 && steps < 8; low--, steps++)
        if (m->quotations[low - 1].span.end > position) return true;
    return false;
}

// The entity that stands at `token`, by its head or by the mention around it.
static int32_t entity_at(const struct work *w, uint32_t sentence, uint32_t token, struct span *span) {
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

static bool is_author_preposition(const struct work *w, const struct sentence *s, int32_t token, enum reporting_pos pos) {
    int32_t marker = token_child_with(s, token, DEPREL_CASE);
    return marker >= 0 && row_of(w, folded_lemma(w, &s->tokens[marker]), pos);
}

static int32_t speaker_of_last(const struct work *w, uint32_t sentence, struct slice noun);

// The entity at `token`, else whose it is: "the president's office".
static int32_t entity_or_owner(const struct work *w, uint32_t sentence, uint32_t token, struct span *span) {
    int32_t entity = entity_at(w, sentence, token, span);
    if (entity >= 0) return entity;
    int32_t owner = token_child_with(&w->analysis->sentences[sentence], (int32_t)token, DEPREL_NMOD_POSS);
    return owner >= 0 ? entity_at(w, sentence, (uint32_t)owner, span) : -1;
}

// Who made the document that the noun at `token` names: "Vázquez's statement", "a report by the ministry", "a statement
// released by his office", "a report citing the police", "the Turkish statement", "the statement" spoken of before.
static int32_t author_of(const struct work *w, uint32_t sentence, uint32_t token, struct span *span) {
    const struct sentence *s = &w->analysis->sentences[sentence];
    uint32_t comma = token;
    while (comma < s->count && s->tokens[comma].upos != UPOS_PUNCT) comma++;
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c)) {
        const struct token *child = &s->tokens[c];
        int32_t entity = -1;
        if (c > (int32_t)comma) break;
        if (child->deprel == DEPREL_NMOD_POSS) {
            entity = entity_at(w, sentence, (uint32_t)c, span);
        } else if (child->deprel == DEPREL_NMOD || child->deprel == DEPREL_OBL) {
            if (is_author_preposition(w, s, c, POS_AUTHOR)) entity = entity_or_owner(w, sentence, (uint32_t)c, span);
        } else if (child->deprel == DEPREL_ACL || child->deprel == DEPREL_ACL_RELCL) {
            uint32_t found[2];
            const struct reporting_row *row = row_of(w, folded_lemma(w, child), POS_VERB);
            const struct path *path = row && row->kind == SOURCE_QUOTES ? &w->attribution->object : &w->attribution->subject;
            if (path_follow(s, (uint32_t)c, path, found, 2) && found[0] != token)
                entity = entity_or_owner(w, sentence, found[0], span);
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
    bool carried = noun->deprel == DEPREL_OBJ || (noun->deprel == DEPREL_OBL && is_author_preposition(w, s, (int32_t)token, POS_VENUE));
    if (carried && noun->head >= 0 && s->tokens[noun->head].upos == UPOS_VERB) { // "posted a message saying"
        uint32_t found[2];
        size_t count = path_follow(s, (uint32_t)noun->head, &w->attribution->subject, found, 2);
        for (size_t i = 0; i < count; i++) {
            int32_t entity = found[i] == token ? -1 : entity_at(w, sentence, found[i], span);
            if (entity >= 0) return entity;
        }
    }
    // "the statement", not "reports"
    bool definite = false;
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0 && !definite; c = token_child(s, (int32_t)token, c))
        definite = s->tokens[c].deprel == DEPREL_DET && s->tokens[c].features & FEATURE_DEFINITE;
    if (!definite) return -1;
    int32_t entity = speaker_of_last(w, sentence, folded_lemma(w, noun));
    if (entity >= 0 && span) *span = s->tokens[token].span;
    return entity;
}

// The one who speaks when `token` is said to speak; -1 when nobody known.
static int32_t speaker_at(const struct work *w, uint32_t sentence, uint32_t token, struct span *span) {
    const struct sentence *s = &w->analysis->sentences[sentence];
    const struct token *t = &s->tokens[token];
    if (t->upos == UPOS_NOUN) {
        const struct reporting_row *row = row_of(w, folded_lemma(w, t), POS_NOUN);
        if (row && row->what == WHAT_AUTHOR) {
            int32_t author = author_of(w, sentence, token, span);
            if (author >= 0) return author;
        }
    }
    int32_t entity = entity_or_owner(w, sentence, token, span);
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

static bool has_negation(const struct sentence *s, uint32_t token) {
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c))
        if (s->tokens[c].features & FEATURE_NEGATIVE &&
            (s->tokens[c].deprel == DEPREL_ADVMOD || s->tokens[c].deprel == DEPREL_DET))
            return true;
    return false;
}

static const struct reporting_row *verb_row(const struct work *w, const struct sentence *s, uint32_t token,
                                            uint32_t *end) {
    const struct token *t = &s->tokens[token];
    if (t->upos != UPOS_VERB) return NULL;
    struct slice lemma = folded_lemma(w, t);
    unsigned longest = table_longest(w->attribution->table, lemma);
    if (!longest) return NULL;
    *end = token + 1;
    if (longest > 1) {
        for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c)) {
            const struct token *child = &s->tokens[c];
            int32_t second = -1;
            if (child->deprel == DEPREL_COMPOUND_PRT || child->deprel == DEPREL_ADVMOD) second = c;
            else if (child->deprel == DEPREL_OBL) second = token_child_with(s, c, DEPREL_CASE);
            if (second != (int32_t)token + 1) continue;
            const struct reporting_row *row = row_of_two(w, lemma, &s->tokens[second]);
            if (!row) continue;
            *end = (uint32_t)second + 1;
            return row;
        }
    }
    return row_of(w, lemma, POS_VERB);
}

static const struct reporting_row *row_at(const struct work *w, const struct sentence *s, int32_t token) {
    uint32_t end;
    return token < 0 ? NULL : verb_row(w, s, (uint32_t)token, &end);
}

// Who speaks at the verb `token`: its subject, an agent, or the subject of what governs it.
static int32_t speaker_of_verb(const struct work *w, uint32_t sentence, uint32_t token, struct cue *cue) {
    const struct sentence *s = &w->analysis->sentences[sentence];
    uint32_t found[4];
    int32_t at = (int32_t)token;
    for (unsigned hops = 0; at >= 0 && hops < 5; hops++) {
        const struct token *t = &s->tokens[at];
        // "cited X as saying", "was quoted as saying": the one who is quoted speaks.
        if (t->head >= 0 && (t->deprel == DEPREL_ADVCL || t->deprel == DEPREL_XCOMP || t->deprel == DEPREL_CCOMP ||
                             t->deprel == DEPREL_OBL || t->deprel == DEPREL_DEP)) {
            const struct reporting_row *governor = row_at(w, s, t->head);
            if (governor && governor->kind == SOURCE_QUOTES && at == (int32_t)token && t->upos == UPOS_VERB) {
                size_t count = path_follow(s, (uint32_t)t->head, &w->attribution->object, found, 4);
                // A person named in that phrase, else its head: "cited Maya Lind, head of the harbour office, as saying"
                for (uint32_t i = w->first_mention[sentence]; count && i < w->first_mention[sentence + 1]; i++) {
                    const struct mention *mention = &w->meaning->mentions[w->by_sentence[i]];
                    if (mention->kind != MENTION_NAME || mention->entity < 0 || (int32_t)mention->first <= t->head ||
                        mention->end > token || w->meaning->entities[mention->entity].kind != ENTITY_PERSON)
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
        for (int32_t c = token_child(s, at, -1); c >= 0 && !is_passive(s, (uint32_t)at); c = token_child(s, at, c)) {
            if (s->tokens[c].deprel != DEPREL_NSUBJ) continue;
            if (!cue->is_quoted && is_in_quotation(w->meaning, s->tokens[c].span.start)) continue;
            if (nearest < 0 || abs(c - at) < abs(nearest - at)) nearest = c;
        }
        size_t count = 1;
        if (nearest >= 0) found[0] = (uint32_t)nearest;
        else count = path_follow(s, (uint32_t)at, &w->attribution->subject, found, 4);
        size_t known = 0;
        for (size_t i = 0; i < count; i++) {
            if (found[i] == token) continue;
            if (!cue->is_quoted && is_in_quotation(w->meaning, s->tokens[found[i]].span.start)) continue;
            known++;
            int32_t entity = speaker_at(w, sentence, found[i], &cue->speaker_span);
            if (entity < 0) continue;
            cue->speaker_token = found[i];
            return entity;
        }
        if (known) return -1; // somebody speaks, but nobody we know
        if (is_passive(s, (uint32_t)at) && at == (int32_t)token && t->deprel != DEPREL_CONJ) return -1;
        if (t->head < 0) return -1;
        if (t->deprel == DEPREL_ACL || t->deprel == DEPREL_ACL_RELCL) { // "a message saying", "officials saying"
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

// The noun phrase at `head` without what hangs from it to the right ("a statement", not "a statement that ...").
static struct span phrase_span(const struct sentence *s, uint32_t head) {
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
    return tokens_span(s, first, end);
}

// Where the words were said: a prepositional phrase of the verb whose noun carries words or is a medium.
static void venue_find(const struct work *w, struct cue *cue) {
    const struct sentence *s = &w->analysis->sentences[cue->sentence];
    for (int32_t c = token_child(s, (int32_t)cue->token, -1); c >= 0; c = token_child(s, (int32_t)cue->token, c)) {
        const struct token *child = &s->tokens[c];
        bool media = false;
        int32_t entity = entity_at(w, cue->sentence, (uint32_t)c, NULL);
        if (entity >= 0) media = w->meaning->entities[entity].kind == ENTITY_MEDIA;
        bool object = child->deprel == DEPREL_OBJ || child->deprel == DEPREL_IOBJ;
        if (object ? !media : child->deprel != DEPREL_OBL || !is_author_preposition(w, s, c, POS_VENUE)) continue;
        const struct reporting_row *row = row_of(w, folded_lemma(w, child), POS_NOUN);
        if (!media && !(row && (row->what == WHAT_VENUE || row->what == WHAT_AUTHOR))) continue;
        if (entity >= 0 && entity == cue->speaker) continue;
        cue->venue = phrase_span(s, (uint32_t)c);
        cue->venue_token = (uint32_t)c;
        return;
    }
    // Set off before the verb and hung elsewhere: "the mayor, in a statement read by an aide, announced"
    for (uint32_t t = cue->token, steps = 0; t > 0 && steps < 14; t--, steps++) {
        const struct token *before = &s->tokens[t - 1];
        if (before->upos != UPOS_NOUN || before->deprel == DEPREL_NSUBJ || !is_author_preposition(w, s, (int32_t)t - 1, POS_VENUE))
            continue;
        const struct reporting_row *row = row_of(w, folded_lemma(w, before), POS_NOUN);
        if (!row || (row->what != WHAT_VENUE && row->what != WHAT_AUTHOR)) continue;
        cue->venue = phrase_span(s, t - 1);
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
        if (last < 0 && cue->sentence + 2 >= sentence && (cue->row->what == WHAT_YES || cue->row->what == WHAT_OBJECT))
            last = cue->speaker;
        if (cue->venue.end <= cue->venue.start) continue;
        const struct sentence *s = &w->analysis->sentences[cue->sentence];
        if (slice_equal(folded_lemma(w, &s->tokens[cue->venue_token]), noun)) return cue->speaker;
    }
    return last;
}

// "..., argued the town's lawyer, Maya Lind.": the subject behind its verb, between commas or before the end.
static int32_t speaker_behind(const struct work *w, struct cue *cue) {
    const struct meaning *m = w->meaning;
    const struct sentence *s = &w->analysis->sentences[cue->sentence];
    const struct token *t = &s->tokens[cue->token];
    if (cue->token < 3 || s->tokens[cue->token - 1].upos != UPOS_PUNCT || !(t->features & FEATURE_FINITE)) return -1;
    int32_t best = -1, name = -1;
    for (uint32_t i = w->first_mention[cue->sentence]; i < w->first_mention[cue->sentence + 1]; i++) {
        const struct mention *mention = &m->mentions[w->by_sentence[i]];
        if (mention->entity < 0 || mention->kind == MENTION_ADJECTIVE) continue;
        bool ends = mention->end >= s->count || s->tokens[mention->end].upos == UPOS_PUNCT;
        uint32_t first = mention->first > cue->end && s->tokens[mention->first - 1].upos == UPOS_DET ? mention->first - 1 : mention->first;
        if (first == cue->end && ends) best = (int32_t)w->by_sentence[i];
        if (best >= 0 && mention->kind == MENTION_NAME && m->mentions[best].kind != MENTION_NAME &&
            mention->first == m->mentions[best].end + 1 && ends && m->entities[mention->entity].kind == ENTITY_PERSON)
            name = (int32_t)w->by_sentence[i];
    }
    if (name >= 0) best = name;
    if (best < 0) return -1;
    cue->speaker_span = m->mentions[best].span;
    cue->speaker_token = m->mentions[best].head;
    return m->mentions[best].entity;
}

// Where the tree is no help: the name or noun phrase right before a finite verb, or right behind one that follows a
// quotation ("...," wrote the activist Maya Lind).
static int32_t speaker_beside(const struct work *w, struct cue *cue) {
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
        if (mention->entity < 0 || mention->kind == MENTION_ADJECTIVE) continue;
        if (!cue->is_quoted && is_in_quotation(m, mention->span.start)) continue;
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
    // "Maya Lind, the mayor of the town, said": a name between no preposition and a comma, the first of the clause.
    if (best < 0 && finite && before > 0 && s->tokens[before - 1].upos == UPOS_PUNCT) {
        for (uint32_t i = w->first_mention[cue->sentence]; i < w->first_mention[cue->sentence + 1]; i++) {
            const struct mention *mention = &m->mentions[w->by_sentence[i]];
            if (mention->entity < 0 || mention->kind != MENTION_NAME || mention->end >= before) continue;
            enum entity_kind kind = m->entities[mention->entity].kind;
            if (kind == ENTITY_PLACE || (!cue->is_quoted && is_in_quotation(m, mention->span.start))) continue;
            if (s->tokens[mention->end].upos != UPOS_PUNCT) continue;
            if (mention->first > 0 && s->tokens[mention->first - 1].upos == UPOS_ADP) continue;
            bool verb_between = false;
            for (uint32_t k = mention->end; k < before; k++)
                verb_between = verb_between || (s->tokens[k].features & FEATURE_FINITE && s->tokens[k].deprel != DEPREL_ACL &&
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

static bool has_subject_between(const struct sentence *s, uint32_t first, uint32_t end, uint32_t cue) {
    for (uint32_t i = first; i < end; i++) {
        const struct token *t = &s->tokens[i];
        if (t->deprel != DEPREL_NSUBJ && t->deprel != DEPREL_NSUBJ_PASS && t->deprel != DEPREL_EXPL) continue;
        if (t->head <= (int32_t)i || t->head >= (int32_t)end || t->head == (int32_t)cue) continue;
        if (s->tokens[t->head].deprel != DEPREL_ACL_RELCL) return true;
    }
    return false;
}

// What is said, by position: the clause behind the verb, or before ", she said".
static void range_find(const struct work *w, struct cue *cue) {
    const struct sentence *s = &w->analysis->sentences[cue->sentence];
    const struct token *t = &s->tokens[cue->token];
    bool finite = t->features & FEATURE_FINITE || token_child_with(s, (int32_t)cue->token, DEPREL_AUX) >= 0 ||
                  (t->deprel == DEPREL_ADVCL && cue->token > 0 && s->tokens[cue->token - 1].upos == UPOS_PUNCT);
    if (!finite || cue->speaker < 0) return;
    uint32_t end = (uint32_t)s->count;
    while (end > cue->end && s->tokens[end - 1].upos == UPOS_PUNCT) end--;
    const struct token *next = &s->tokens[cue->end < s->count ? cue->end : cue->token];
    bool clause = next->upos != UPOS_PUNCT && has_subject_between(s, cue->end, end, cue->token);
    if (t->deprel == DEPREL_ACL_RELCL && next->upos == UPOS_AUX) clause = true; // "which state media said were ..."
    if (end > cue->end + 2 && clause) {
        cue->range_first = cue->end;
        cue->range_end = end;
        return;
    }
    uint32_t subject = cue->speaker_token;
    while (subject > 0 && s->tokens[subject - 1].head == (int32_t)subject && s->tokens[subject - 1].upos != UPOS_PUNCT) subject--;
    if (cue->speaker_token >= cue->token) subject = cue->token;
    if (subject < 3 || end > cue->end + 6 || s->tokens[subject - 1].upos != UPOS_PUNCT) return;
    bool verb = false;
    for (uint32_t i = 0; i < subject; i++) verb = verb || s->tokens[i].upos == UPOS_AUX || s->tokens[i].features & FEATURE_FINITE;
    if (!verb) return;
    cue->range_first = 0;
    cue->range_end = subject - 1;
}

static void verb_cue(struct work *w, uint32_t sentence, uint32_t token) {
    const struct sentence *s = &w->analysis->sentences[sentence];
    struct cue cue = { .sentence = sentence, .token = token, .speaker = -1, .content = -1, .content2 = -1, .without = -1,
                       .merged = -1, .statement = -1, .speaker_sentence = sentence };
    cue.row = verb_row(w, s, token, &cue.end);
    if (!cue.row) return;
    cue.kind = (enum source_kind)cue.row->kind;
    const struct token *t = &s->tokens[token];
    cue.is_quoted = is_in_quotation(w->meaning, t->span.start);
    cue.is_negated = has_negation(s, token);
    cue.is_infinitive = t->features & FEATURE_INFINITIVE;
    cue.speaker = speaker_behind(w, &cue);
    if (cue.speaker < 0) cue.speaker = speaker_of_verb(w, sentence, token, &cue);
    if (cue.speaker < 0) cue.speaker = speaker_beside(w, &cue);
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c)) {
        enum deprel relation = s->tokens[c].deprel;
        bool clause = relation == DEPREL_CCOMP || relation == DEPREL_CSUBJ_PASS;
        // A participle after "as" under a verb that quotes: what is said hangs from the participle.
        if (relation == DEPREL_XCOMP && cue.row->what == WHAT_TWO) clause = true;
        if (relation == DEPREL_OBJ && cue.row->what == WHAT_TWO && token_child_with(s, (int32_t)token, DEPREL_OBJ) != c)
            clause = true; // a second object
        if (relation == DEPREL_OBJ && cue.row->what == WHAT_OBJECT && cue.content < 0) clause = true;
        if (relation == DEPREL_OBJ && cue.row->what == WHAT_YES && s->tokens[c].upos == UPOS_NUM) clause = true; // "says 12"
        if (relation == DEPREL_CONJ && cue.row->what == WHAT_YES && c > (int32_t)token) { // a parse of "said, ..., that"
            int32_t mark = token_child_with(s, c, DEPREL_MARK);
            if (mark > (int32_t)token && s->tokens[mark].upos == UPOS_SCONJ && token_child_with(s, c, DEPREL_CC) < 0) clause = true;
        }
        if (cue.kind == SOURCE_QUOTES && (relation == DEPREL_ADVCL || relation == DEPREL_XCOMP || relation == DEPREL_OBL) &&
            row_at(w, s, c))
            clause = true;
        if (!clause) continue;
        if (cue.content < 0 || (s->tokens[cue.content].deprel == DEPREL_OBJ && relation == DEPREL_CCOMP)) cue.content = c;
        else if (cue.content2 < 0 && relation == DEPREL_CCOMP) cue.content2 = c;
    }
    if (cue.row->what == WHAT_TWO && cue.content >= 0 && token_child_with(s, (int32_t)token, DEPREL_OBJ) < 0 &&
        token_child_with(s, (int32_t)token, DEPREL_NSUBJ_PASS) < 0)
        cue.content = -1;
    if (cue.content < 0 && t->head >= 0 && cue.row->what != WHAT_QUOTE && cue.row->what != WHAT_TWO) {
        bool marked = token_child_with(s, (int32_t)token, DEPREL_MARK) >= 0;
        bool hangs = t->deprel == DEPREL_PARATAXIS || (t->deprel == DEPREL_ADVCL && marked && !cue.is_infinitive &&
                                                       !(t->features & FEATURE_PARTICIPLE) &&
                                                       token_child_with(s, (int32_t)token, DEPREL_OBJ) < 0 &&
                                                       token_child_with(s, (int32_t)token, DEPREL_NSUBJ) >= 0 &&
                                                       cue.row->what == WHAT_YES);
        // "which, the mayor said, nobody had seen": between two commas it hangs from what it reports.
        uint32_t left = cue.speaker_token < token ? cue.speaker_token : token;
        while (left > 0 && s->tokens[left - 1].head >= (int32_t)left && s->tokens[left - 1].head <= (int32_t)token &&
               s->tokens[left - 1].upos != UPOS_PUNCT)
            left--;
        if (cue.speaker >= 0 && left > 0 && s->tokens[left - 1].upos == UPOS_PUNCT && cue.end < s->count &&
            s->tokens[cue.end].upos == UPOS_PUNCT &&
            (t->deprel == DEPREL_ADVCL || (t->deprel == DEPREL_CONJ && token_child_with(s, (int32_t)token, DEPREL_CC) < 0)))
            hangs = true;
        // A parataxis that follows a full stop or a semicolon, with its own object, is a clause of its own.
        if (hangs && token_child_with(s, (int32_t)token, DEPREL_OBJ) < 0) {
            cue.content = t->head;
            cue.around = true;
            cue.without = (int32_t)token;
        }
    }
    if (cue.kind == SOURCE_QUOTES && cue.content < 0 && t->deprel == DEPREL_ADVCL) {
        // "reported, citing an officer, that ...": the officer stands behind what is reported.
        for (uint32_t c = w->first_cue[sentence]; c < w->cues.count; c++) {
            const struct cue *governor = &w->cues.items[c];
            uint32_t found[2];
            if ((int32_t)governor->token != t->head || governor->content < 0) continue;
            if (!path_follow(s, token, &w->attribution->object, found, 2)) continue;
            struct span span = { 0 };
            int32_t source = speaker_at(w, sentence, found[0], &span);
            if (source < 0) continue;
            cue.speaker = source;
            cue.speaker_span = span;
            cue.speaker_token = found[0];
            cue.content = governor->content;
            cue.content2 = governor->content2;
            cue.around = governor->around;
            cue.without = governor->without;
            break;
        }
    }
    venue_find(w, &cue);
    bool weak = cue.content < 0 || s->tokens[cue.content].deprel == DEPREL_OBJ;
    if (weak && !cue.is_negated && (cue.row->what == WHAT_YES || cue.row->what == WHAT_OBJECT)) range_find(w, &cue);
    *vector_push(w->arena, &w->cues) = cue;
}

// "according to" and its like at `token`; returns how many words it has, 0 when there is none.
static uint32_t phrase_cue(struct work *w, uint32_t sentence, uint32_t token) {
    const struct sentence *s = &w->analysis->sentences[sentence];
    struct slice word = utf8_fold_name(s->tokens[token].form, w->arena);
    unsigned longest = table_longest(w->attribution->table, word);
    if (longest > PHRASE_WORDS) longest = PHRASE_WORDS;
    for (uint32_t count = longest; count >= 1; count--) {
        if (token + count >= s->count) continue;
        char buffer[PHRASE_LIMIT];
        size_t length = 0;
        for (uint32_t i = token; i < token + count; i++) {
            struct slice part = i == token ? word : utf8_fold_name(s->tokens[i].form, w->arena);
            if (length + part.length + 1 > sizeof buffer) {
                length = 0;
                break;
            }
            if (i > token) buffer[length++] = ' ';
            if (part.length) memcpy(buffer + length, part.start, part.length);
            length += part.length;
        }
        const struct reporting_row *row = length ? row_of(w, (struct slice){ buffer, length }, POS_PHRASE) : NULL;
        if (!row) continue;
        // The source: what the phrase marks, else the noun that the next word belongs to.
        int32_t source = s->tokens[token].deprel == DEPREL_CASE ? s->tokens[token].head : -1;
        if (source < (int32_t)(token + count)) {
            source = (int32_t)(token + count);
            for (unsigned hops = 0; hops < HOPS_LIMIT; hops++) {
                int32_t head = s->tokens[source].head;
                enum deprel relation = s->tokens[source].deprel;
                if (head <= source || relation == DEPREL_NSUBJ || relation == DEPREL_OBL || relation == DEPREL_NMOD ||
                    relation == DEPREL_OBJ || relation == DEPREL_NSUBJ_PASS)
                    break;
                source = head;
            }
        }
        struct cue cue = { .sentence = sentence, .token = token, .end = token + count, .row = row, .merged = -1,
                           .kind = (enum source_kind)row->kind, .content = -1, .content2 = -1, .statement = -1,
                           .speaker_sentence = sentence, .speaker_token = (uint32_t)source };
        cue.speaker = speaker_at(w, sentence, (uint32_t)source, &cue.speaker_span);
        cue.is_quoted = is_in_quotation(w->meaning, s->tokens[token].span.start);
        // A title that was taken for somebody by itself: the name behind it speaks.
        for (uint32_t i = w->first_mention[sentence]; i < w->first_mention[sentence + 1]; i++) {
            const struct mention *mention = &w->meaning->mentions[w->by_sentence[i]];
            if (mention->kind != MENTION_NAME || mention->entity < 0 || mention->first < token + count ||
                mention->first > token + count + 4 || mention->entity == cue.speaker)
                continue;
            if (w->meaning->entities[mention->entity].kind != ENTITY_PERSON) continue;
            bool titles = true;
            for (uint32_t k = token + count; k < mention->first; k++)
                titles = titles && is_nominal(&s->tokens[k]) + (s->tokens[k].upos == UPOS_ADJ) + (s->tokens[k].upos == UPOS_DET) > 0;
            int32_t now = cue.speaker;
            if (!titles || (now >= 0 && (w->meaning->entities[now].kind != ENTITY_PERSON || cue.speaker_token >= mention->first)))
                continue;
            cue.speaker = mention->entity;
            cue.speaker_span = mention->span;
            break;
        }
        const struct reporting_row *noun = row_of(w, folded_lemma(w, &s->tokens[source]), POS_NOUN);
        if (noun && (noun->what == WHAT_AUTHOR || noun->what == WHAT_VENUE)) {
            cue.venue = phrase_span(s, (uint32_t)source);
            cue.venue_token = (uint32_t)source;
        }
        // What it vouches for: the clause that it belongs to; from the front of the sentence or behind a comma also
        // what that clause is coordinated with.
        int32_t governor = s->tokens[source].head;
        uint32_t from, to;
        if (source == (int32_t)token || governor < 0) { // it heads the sentence itself: a parse gone wrong
            governor = -1;
        } else if (governor >= (int32_t)token && governor < (int32_t)(token + count)) {
            governor = s->tokens[governor].head;
        }
        uint32_t comma = token + count;
        while (comma < s->count && s->tokens[comma].upos != UPOS_PUNCT) comma++;
        if (governor >= 0) governor = (int32_t)clause_of(s, (uint32_t)governor);
        bool verb_before = false;
        for (uint32_t k = 0; k < token; k++)
            verb_before = verb_before || s->tokens[k].upos == UPOS_VERB || s->tokens[k].upos == UPOS_AUX;
        bool leads = !verb_before;
        if (leads && token > 1 && governor >= 0 && governor < (int32_t)token) governor = -1;
        if (governor >= 0 && leads && governor < (int32_t)comma) governor = -1; // hung on its own source
        if (governor < 0 && leads && comma + 1 < s->count) {
            cue.range_first = comma + 1;
            cue.range_end = (uint32_t)s->count;
        } else if (governor < 0 && token > 2) {
            cue.range_end = token;
        }
        if (governor >= 0) {
            token_subtree(s, source, &from, &to);
            bool set_off = token == 0 || s->tokens[token - 1].upos == UPOS_PUNCT;
            for (unsigned hops = 0; set_off && hops < HOPS_LIMIT && s->tokens[governor].head >= 0; hops++) {
                enum deprel relation = s->tokens[governor].deprel;
                if (relation != DEPREL_CONJ && relation != DEPREL_ADVCL && relation != DEPREL_ACL && relation != DEPREL_XCOMP)
                    break;
                governor = (int32_t)clause_of(s, (uint32_t)s->tokens[governor].head);
            }
            cue.content = governor;
            cue.around = true;
            cue.without = source;
        }
        *vector_push(w->arena, &w->cues) = cue;
        return count;
    }
    return 0;
}

static void cues_find(struct work *w) {
    for (uint32_t s = 0; s < w->analysis->count; s++) {
        w->first_cue[s] = (uint32_t)w->cues.count;
        const struct sentence *sentence = &w->analysis->sentences[s];
        for (uint32_t t = 0; t < sentence->count;) {
            uint32_t length = phrase_cue(w, s, t);
            if (!length) verb_cue(w, s, t);
            t += length ? length : 1;
        }
    }
    w->first_cue[w->analysis->count] = (uint32_t)w->cues.count;
}

// ---- quotations

// The tokens of the sentence that stand within `span`: [*first, *end). False when there are none.
static bool tokens_within(const struct sentence *s, struct span span, uint32_t *first, uint32_t *end) {
    uint32_t low = 0, high = (uint32_t)s->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (s->tokens[middle].span.start < span.start) low = middle + 1;
        else high = middle;
    }
    *first = low;
    uint32_t i = low;
    while (i < s->count && s->tokens[i].span.end <= span.end) i++;
    *end = i;
    return *end > *first;
}

// The token within [first, end) that hangs from outside, the shallowest first found.
static uint32_t top_of(const struct sentence *s, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++) {
        int32_t head = s->tokens[i].head;
        if (s->tokens[i].upos != UPOS_PUNCT && (head < (int32_t)first || head >= (int32_t)end)) return i;
    }
    return first;
}

// How well `cue` goes with the quotation whose tokens in the cue's sentence are [first, end); 0 for not at all.
static int cue_fits(const struct work *w, const struct cue *cue, uint32_t first, uint32_t end) {
    const struct sentence *s = &w->analysis->sentences[cue->sentence];
    if (cue->speaker < 0 || cue->is_negated || (cue->token >= first && cue->token < end)) return 0;
    bool phrase = cue->row->pos == POS_PHRASE;
    int best = 0;
    uint32_t top = top_of(s, first, end);
    // The tree: up from the quotation to the cue, or to the content of "according to".
    int32_t at = (int32_t)top;
    for (int hops = 0; at >= 0 && hops < (int)HOPS_LIMIT; hops++, at = s->tokens[at].head) {
        if (at != (phrase ? cue->content : (int32_t)cue->token)) continue;
        best = (phrase ? 160 : 200) - 4 * hops;
        break;
    }
    if (phrase && cue->range_end > cue->range_first && top >= cue->range_first && top < cue->range_end) best = 150;
    // "..., he said, ...": the cue hangs from within.
    int32_t head = s->tokens[cue->token].head;
    if (!phrase && head >= (int32_t)first && head < (int32_t)end) best = 198;
    // Side by side
    int distance = cue->token < first ? (int)(first - cue->end) : (int)(cue->token - end);
    int limit = cue->row->what == WHAT_QUOTE ? 4 : (int)NEAR_LIMIT;
    if (distance < limit && !phrase) {
        int near = (cue->token < first ? 120 : 130) - 3 * distance;
        if (distance <= 1) near += 75; // said, "...
        if (near > best) best = near;
    }
    if (cue->row->what == WHAT_NONE) best /= 2;
    return best;
}

static int32_t cue_in_sentence(const struct work *w, uint32_t sentence, struct span span, int *score) {
    uint32_t first, end;
    int32_t best = -1;
    *score = 0;
    const struct sentence *s = &w->analysis->sentences[sentence];
    if (!tokens_within(s, span, &first, &end)) return -1;
    for (uint32_t c = w->first_cue[sentence]; c < w->first_cue[sentence + 1]; c++) {
        const struct cue *cue = &w->cues.items[c];
        if (cue->is_quoted) continue;
        int fits = cue_fits(w, cue, first, end);
        if (fits > *score) {
            *score = fits;
            best = (int32_t)c;
        }
    }
    return best;
}

// A cue without a reporting word: the main clause of a sentence with a longer quotation in it, or before one.
static int32_t cue_of_clause(struct work *w, uint32_t sentence, struct span quotation) {
    const struct sentence *s = &w->analysis->sentences[sentence];
    int32_t root = -1;
    for (uint32_t i = 0; i < s->count && root < 0; i++)
        if (s->tokens[i].head < 0) root = (int32_t)i;
    if (root < 0) return -1;
    if (s->tokens[root].span.start >= quotation.start && s->tokens[root].span.start < quotation.end) return -1;
    struct cue cue = { .sentence = sentence, .token = (uint32_t)root, .end = (uint32_t)root + 1, .content = -1,
                       .content2 = -1, .merged = -1, .statement = -1, .speaker_sentence = sentence };
    static const struct reporting_row plain = { .pos = POS_VERB, .kind = SOURCE_SAYS, .what = WHAT_QUOTE };
    cue.row = &plain;
    uint32_t found[4];
    size_t count = path_follow(s, (uint32_t)root, &w->attribution->subject, found, 4);
    cue.speaker = -1;
    for (size_t i = 0; i < count && cue.speaker < 0; i++) {
        cue.speaker = speaker_at(w, sentence, found[i], &cue.speaker_span);
        cue.speaker_token = found[i];
    }
    if (cue.speaker < 0) return -1;
    enum entity_kind kind = w->meaning->entities[cue.speaker].kind;
    if (kind == ENTITY_PLACE || kind == ENTITY_PEOPLE) return -1;
    venue_find(w, &cue);
    *vector_push(w->arena, &w->cues) = cue;
    return (int32_t)w->cues.count - 1;
}

// Words of `sentence` outside all quotations, punctuation aside: 0 or 1 where all is quotation.
static uint32_t words_outside(const struct work *w, const struct sentence *s) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < s->count && count < 2; i++)
        if (s->tokens[i].upos != UPOS_PUNCT && !is_in_quotation(w->meaning, s->tokens[i].span.start)) count++;
    return count;
}

static void quotations_place(struct work *w) {
    const struct meaning *m = w->meaning;
    int32_t last = -1; // cue of the last quotation
    uint32_t last_sentence = 0, outer_end = 0;
    for (size_t q = 0; q < m->quotation_count; q++) {
        const struct quotation *quotation = &m->quotations[q];
        w->cue_of_quote[q] = -1;
        if (quotation->first_sentence >= quotation->end_sentence || quotation->end_sentence > w->analysis->count) continue;
        if (quotation->span.start < outer_end) { // within another: part of what that one says
            w->cue_of_quote[q] = -2;
            continue;
        }
        outer_end = quotation->span.end;
        uint32_t first = quotation->first_sentence, end = quotation->end_sentence - 1;
        const struct sentence *s = &w->analysis->sentences[first];
        int score = 0, end_score = 0;
        int32_t cue = cue_in_sentence(w, first, quotation->span, &score);
        if (end != first) {
            int32_t other = cue_in_sentence(w, end, quotation->span, &end_score);
            if (end_score > score) cue = other;
        }
        uint32_t first_token, end_token;
        bool opens = tokens_within(s, quotation->span, &first_token, &end_token) && first_token <= 1;
        bool alone = opens && words_outside(w, s) == 0;
        if (cue < 0 && alone && last >= 0 && last_sentence + 1 >= first &&
            w->analysis->sentences[last_sentence].paragraph == s->paragraph) {
            cue = last; // '..." he said. "...'
        }
        if (cue < 0 && alone && first > 0) {
            uint32_t before = first - 1;
            const struct sentence *previous = &w->analysis->sentences[before];
            bool same = previous->paragraph == s->paragraph;
            for (uint32_t c = w->first_cue[before]; same && c < w->first_cue[before + 1]; c++) {
                const struct cue *candidate = &w->cues.items[c];
                if (candidate->speaker >= 0 && !candidate->is_negated && !candidate->is_quoted) {
                    cue = (int32_t)c;
                    break;
                }
            }
            if (cue < 0 && same) cue = cue_of_clause(w, before, quotation->span);
            // A paragraph of quotation alone goes on with the last speaker.
            if (cue < 0 && !same && last >= 0 && w->analysis->sentences[last_sentence].paragraph + 1 == s->paragraph &&
                !quotation->is_scare)
                cue = last;
        }
        if (cue < 0 && !quotation->is_scare && !s->is_title) {
            cue = cue_of_clause(w, first, quotation->span);
            if (cue < 0 && end != first) cue = cue_of_clause(w, end, quotation->span);
        }
        // "said he had ordered 'high alert'": what the same speaker reports about himself is one statement.
        if (cue >= 0 && w->cues.items[cue].row->what == WHAT_QUOTE && w->cues.items[cue].row->pos == POS_VERB) {
            const struct cue *inner = &w->cues.items[cue];
            const struct sentence *own = &w->analysis->sentences[inner->sentence];
            for (uint32_t c = w->first_cue[inner->sentence]; c < w->first_cue[inner->sentence + 1]; c++) {
                const struct cue *outer = &w->cues.items[c];
                if (outer->speaker != inner->speaker || outer->is_negated || outer->content < 0 || outer->around ||
                    (outer->row->what != WHAT_YES && outer->row->what != WHAT_OBJECT))
                    continue;
                if (is_under(own, inner->token, (uint32_t)outer->content)) {
                    cue = (int32_t)c;
                    break;
                }
            }
        }
        w->cue_of_quote[q] = cue;
        if (cue >= 0) {
            w->cues.items[cue].quote_count++;
            last = cue;
            last_sentence = end;
            if (w->cues.items[cue].sentence > last_sentence) last_sentence = w->cues.items[cue].sentence;
        }
    }
}

// ---- statements

static struct span content_span(const struct work *w, const struct cue *cue);

static bool makes_statement(const struct work *w, const struct cue *cue) {
    if (cue->speaker < 0 || cue->is_negated || cue->is_quoted || w->analysis->sentences[cue->sentence].is_title)
        return false;
    if (cue->quote_count) return cue->row->what != WHAT_NONE || cue->kind != SOURCE_QUOTES;
    if (cue->is_infinitive || (cue->content < 0 && cue->range_end <= cue->range_first)) return false;
    if (cue->row->what != WHAT_YES && cue->row->what != WHAT_OBJECT && cue->row->what != WHAT_TWO) return false;
    if (w->meaning->entities[cue->speaker].kind == ENTITY_MEDIA) {
        // A paper that tells what somebody said: that is the statement.
        struct span content = content_span(w, cue);
        for (uint32_t c = w->first_cue[cue->sentence]; c < w->first_cue[cue->sentence + 1]; c++) {
            const struct cue *other = &w->cues.items[c];
            const struct token *verb = &w->analysis->sentences[cue->sentence].tokens[other->token];
            if (other == cue || other->speaker < 0 || other->speaker == cue->speaker || other->is_negated) continue;
            if (other->row->what != WHAT_YES && other->row->what != WHAT_OBJECT) continue;
            if (other->content < 0 && other->range_end <= other->range_first) continue;
            if (verb->span.start >= content.start && verb->span.end <= content.end &&
                w->meaning->entities[other->speaker].kind != ENTITY_MEDIA)
                return false;
        }
    }
    if (cue->row->pos == POS_PHRASE) {
        // Where the clause is itself a report, the report is the statement.
        for (uint32_t c = w->first_cue[cue->sentence]; c < w->first_cue[cue->sentence + 1]; c++) {
            const struct cue *other = &w->cues.items[c];
            if (other != cue && (int32_t)other->token == cue->content && other->speaker >= 0 &&
                (other->row->what == WHAT_YES || other->row->what == WHAT_OBJECT))
                return false;
        }
    }
    return true;
}

// One speaker's coordinated or subordinate cues of one sentence are one statement.
static void cues_merge(struct work *w) {
    for (uint32_t s = 0; s < w->analysis->count; s++) {
        const struct sentence *sentence = &w->analysis->sentences[s];
        for (uint32_t c = w->first_cue[s]; c < w->first_cue[s + 1]; c++) {
            struct cue *cue = &w->cues.items[c];
            if (cue->row->pos != POS_VERB || !makes_statement(w, cue)) continue;
            const struct token *t = &sentence->tokens[cue->token];
            if (t->deprel != DEPREL_CONJ && t->deprel != DEPREL_ADVCL && t->deprel != DEPREL_XCOMP) continue;
            for (uint32_t o = w->first_cue[s]; o < c; o++) {
                struct cue *other = &w->cues.items[o];
                if ((int32_t)other->token != t->head || other->speaker != cue->speaker || !makes_statement(w, other)) continue;
                cue->merged = other->merged >= 0 ? other->merged : (int32_t)o;
            }
        }
    }
}

static void span_widen(struct span *span, struct span other) {
    if (other.end <= other.start) return;
    if (span->end <= span->start) {
        *span = other;
        return;
    }
    if (other.start < span->start) span->start = other.start;
    if (other.end > span->end) span->end = other.end;
}

// The bytes of a subtree, punctuation at its ends and the subtree `without` (-1 for none) left out where they can be.
static struct span subtree_span(const struct sentence *s, int32_t head, int32_t without) {
    uint32_t first, end, from = 0, to = 0;
    token_subtree(s, head, &first, &end);
    if (without >= 0) {
        token_subtree(s, without, &from, &to);
        if (from <= first && to < end) first = to;
        else if (to >= end && from > first) end = from;
        else if (from > first && to < end && (uint32_t)head < from) end = from; // in the middle: the part with its head
        else if (from > first && to < end) first = to;
    }
    // The conjunction that opens it ("that") belongs to the reporting.
    while (first + 1 < end && (s->tokens[first].upos == UPOS_PUNCT ||
                               (s->tokens[first].deprel == DEPREL_MARK && s->tokens[first].upos == UPOS_SCONJ &&
                                s->tokens[head].deprel == DEPREL_CCOMP)))
        first++;
    while (end > first + 1 && s->tokens[end - 1].upos == UPOS_PUNCT) end--;
    return tokens_span(s, first, end);
}

static struct span content_span(const struct work *w, const struct cue *cue) {
    const struct sentence *s = &w->analysis->sentences[cue->sentence];
    struct span span = { 0 };
    if (cue->range_end > cue->range_first) {
        uint32_t first = cue->range_first, end = cue->range_end;
        while (first + 1 < end && s->tokens[first].upos == UPOS_PUNCT) first++;
        while (end > first + 1 && s->tokens[end - 1].upos == UPOS_PUNCT) end--;
        return tokens_span(s, first, end);
    }
    if (cue->content >= 0) span = subtree_span(s, cue->content, cue->around ? cue->without : -1);
    if (cue->content2 >= 0) span_widen(&span, subtree_span(s, cue->content2, -1));
    return span;
}

static void statement_date(const struct work *w, const struct cue *cue, struct span content, struct statement *statement) {
    const struct meaning *m = w->meaning;
    for (size_t i = 0; i < m->time_count; i++) {
        const struct time_expression *time = &m->times[i];
        if (time->sentence < cue->sentence) continue;
        if (time->sentence > cue->sentence) break;
        if (time->is_duration || time->is_set || time->is_since || time->from[0] == '\0' || time->to[0] == '\0') continue;
        if (time->precision != TIME_DAY && time->precision != TIME_HOUR) continue;
        bool inside = content.start <= time->span.start && time->span.end <= content.end;
        const struct sentence *s = &w->analysis->sentences[cue->sentence];
        uint32_t head = top_of(s, time->first, time->end);
        int32_t governor = s->tokens[head].head;
        bool direct = governor == (int32_t)cue->token ||
                      (cue->venue.end > cue->venue.start && governor == (int32_t)cue->venue_token);
        if (!direct && (inside || cue->row->pos == POS_PHRASE)) continue;
        if (!direct && governor >= 0 && clause_of(s, (uint32_t)governor) != cue->token) continue;
        if (m->published.length == 10 && memcmp(time->from, m->published.start, 10) > 0) continue; // not said yet
        memcpy(statement->date, time->from, sizeof statement->date);
        return;
    }
}

static uint32_t words_outside_quotes(const struct work *w, const struct cue *cue) {
    const struct sentence *s = &w->analysis->sentences[cue->sentence];
    struct span span = content_span(w, cue);
    uint32_t first, end, words = 0;
    if (span.end <= span.start || !tokens_within(s, span, &first, &end)) return 0;
    for (uint32_t i = first; i < end; i++) {
        if (s->tokens[i].upos == UPOS_PUNCT || s->tokens[i].upos == UPOS_CCONJ) continue;
        if (cue->around && (is_under(s, i, (uint32_t)cue->without) || is_under(s, i, cue->token))) continue;
        if (!is_in_quotation(w->meaning, s->tokens[i].span.start)) words++;
    }
    return words;
}

static void statements_make(struct work *w) {
    const struct meaning *m = w->meaning;
    // Quotations of each cue, in order: counted, then filled.
    struct span **quotes = ARENA_ARRAY(w->arena, struct span *, w->cues.count + 1);
    uint32_t *filled = ARENA_ARRAY(w->arena, uint32_t, w->cues.count + 1);
    uint32_t *needed = ARENA_ARRAY(w->arena, uint32_t, w->cues.count + 1);
    for (size_t c = 0; c < w->cues.count; c++) {
        int32_t target = w->cues.items[c].merged >= 0 ? w->cues.items[c].merged : (int32_t)c;
        needed[target] += w->cues.items[c].quote_count;
    }
    for (size_t c = 0; c < w->cues.count; c++)
        if (needed[c]) quotes[c] = ARENA_ARRAY(w->arena, struct span, needed[c]);
    bool *whole = ARENA_ARRAY(w->arena, bool, w->cues.count + 1); // a quotation is a sentence of its own
    for (size_t q = 0; q < m->quotation_count; q++) {
        int32_t cue = w->cue_of_quote[q];
        if (cue < 0) continue;
        if (w->cues.items[cue].merged >= 0) cue = w->cues.items[cue].merged;
        if (filled[cue] < needed[cue]) quotes[cue][filled[cue]++] = m->quotations[q].content;
        if (m->quotations[q].first_sentence != w->cues.items[cue].sentence ||
            m->quotations[q].end_sentence > w->cues.items[cue].sentence + 1)
            whole[cue] = true;
    }
    // In the order of the text: cues made for clauses come last in the list.
    uint32_t *order = ARENA_ARRAY(w->arena, uint32_t, w->cues.count + 1);
    size_t ordered = 0, extra = w->first_cue[w->analysis->count];
    for (size_t c = 0; c < w->first_cue[w->analysis->count]; c++) {
        for (; extra < w->cues.count && (w->cues.items[extra].sentence < w->cues.items[c].sentence); extra++)
            order[ordered++] = (uint32_t)extra;
        order[ordered++] = (uint32_t)c;
    }
    for (; extra < w->cues.count; extra++) order[ordered++] = (uint32_t)extra;
    for (size_t i = 0; i < ordered; i++) {
        struct cue *cue = &w->cues.items[order[i]];
        if (!makes_statement(w, cue) || cue->merged >= 0) continue;
        const struct sentence *s = &w->analysis->sentences[cue->sentence];
        struct statement statement = { .sentence = cue->sentence, .speaker = cue->speaker, .addressee = -1,
                                       .speaker_span = cue->speaker_span, .kind = cue->kind, .venue = cue->venue };
        statement.cue = tokens_span(s, cue->token, cue->end);
        statement.content = content_span(w, cue);
        uint32_t outside = words_outside_quotes(w, cue);
        for (uint32_t c = w->first_cue[cue->sentence]; c < w->first_cue[cue->sentence + 1]; c++) {
            const struct cue *other = &w->cues.items[c];
            if (other->merged != (int32_t)order[i]) continue;
            span_widen(&statement.content, content_span(w, other));
            outside += words_outside_quotes(w, other);
            if (other->content < 0 && other->quote_count) outside++;
        }
        statement.quotes = quotes[order[i]];
        statement.quote_count = filled[order[i]];
        if (statement.content.end <= statement.content.start && statement.quote_count)
            statement.content = statement.quotes[0];
        uint32_t quoted_words = 0;
        for (size_t q = 0; q < statement.quote_count; q++) {
            struct slice text = slice_part(w->analysis->document->text, statement.quotes[q].start, statement.quotes[q].end);
            for (size_t at = 0; at < text.length; at++) quoted_words += text.start[at] == ' ';
        }
        if (!statement.quote_count) {
            statement.mode = STATEMENT_INDIRECT;
        } else if (whole[order[i]] || (outside == 0 && quoted_words >= 3 &&
                                       (cue->row->what == WHAT_YES || cue->content >= 0 || quoted_words >= 8))) {
            statement.mode = STATEMENT_DIRECT;
        } else {
            statement.mode = STATEMENT_MIXED;
        }
        if (statement.mode == STATEMENT_DIRECT) statement.content = statement.quotes[0];
        for (unsigned p = 0; p < cue->row->addressee_count && statement.addressee < 0; p++) {
            uint32_t found[4];
            size_t count = path_follow(s, cue->token, &cue->row->addressee[p], found, 4);
            for (size_t f = 0; f < count && statement.addressee < 0; f++)
                statement.addressee = entity_at(w, cue->sentence, found[f], NULL);
        }
        if (statement.addressee == statement.speaker) statement.addressee = -1;
        statement_date(w, cue, statement.content, &statement);
        cue->statement = (int32_t)w->statements.count;
        *vector_push(w->arena, &w->statements) = statement;
    }
}

// ---- chains

struct scope {
    uint32_t cue;
    uint32_t size; // tokens
    bool is_quotation;
    struct span span;               // is_quotation
    uint32_t sentence, first_sentence, end_sentence;
};

struct chaining {
    struct work *w;
    VECTOR_OF(struct scope) scopes;
    uint16_t **chain_of;
    VECTOR_OF(struct sources) chains;
    uint16_t buckets[1024]; // last chain with this hash; chained through `next`
    VECTOR_OF(uint16_t) next;
};

static uint16_t chain_intern(struct chaining *c, const struct source *links, size_t count) {
    if (count == 0) return 0;
    uint32_t hash = 0;
    for (size_t i = 0; i < count; i++) hash = (hash * 31 + (uint32_t)links[i].entity) * 31 + links[i].cue.start;
    hash = (hash ^ hash >> 10) % 1024;
    for (uint16_t at = c->buckets[hash]; at; at = c->next.items[at]) {
        const struct sources *chain = &c->chains.items[at];
        if (chain->count != count) continue;
        bool same = true;
        for (size_t i = 0; i < count && same; i++)
            same = chain->items[i].entity == links[i].entity && chain->items[i].cue.start == links[i].cue.start;
        if (same) return at;
    }
    if (c->chains.count >= CHAINS_LIMIT) return 0;
    struct source *copy = ARENA_ARRAY(c->w->arena, struct source, count);
    memcpy(copy, links, count * sizeof *copy);
    *vector_push(c->w->arena, &c->chains) = (struct sources){ copy, count };
    *vector_push(c->w->arena, &c->next) = c->buckets[hash];
    c->buckets[hash] = (uint16_t)(c->chains.count - 1);
    return c->buckets[hash];
}

static void scope_add(struct chaining *c, uint32_t cue, bool is_quotation, struct span span, uint32_t first, uint32_t end,
                      uint32_t size) {
    *vector_push(c->w->arena, &c->scopes) = (struct scope){ cue, size, is_quotation, span, c->w->cues.items[cue].sentence,
                                                            first, end };
}

static bool is_content(const struct sentence *s, const struct cue *cue, uint32_t token) {
    if (cue->range_end > cue->range_first) return token >= cue->range_first && token < cue->range_end;
    if (cue->around) {
        if (is_under(s, token, (uint32_t)cue->without) || (token >= cue->token && token < cue->end)) return false;
        for (uint32_t i = cue->end; i < token; i++) // "..., according to X; others said ..."
            if (slice_equal(s->tokens[i].form, SLICE(";"))) return false;
        return is_under(s, token, (uint32_t)cue->content);
    }
    return is_under(s, token, (uint32_t)cue->content) ||
           (cue->content2 >= 0 && is_under(s, token, (uint32_t)cue->content2));
}

static int scope_order(const void *a, const void *b) {
    const struct scope *x = a, *y = b;
    if (x->size != y->size) return x->size < y->size ? 1 : -1;
    return x->cue < y->cue ? -1 : x->cue > y->cue;
}

static void chains_make(struct chaining *c) {
    struct work *w = c->w;
    const struct meaning *m = w->meaning;
    vector_push(w->arena, &c->chains); // chain 0: the outlet itself
    vector_push(w->arena, &c->next);
    for (uint32_t i = 0; i < w->cues.count; i++) {
        const struct cue *cue = &w->cues.items[i];
        bool ranged = cue->range_end > cue->range_first;
        if (cue->speaker < 0 || cue->is_negated || (cue->content < 0 && !ranged)) continue;
        const struct sentence *s = &w->analysis->sentences[cue->sentence];
        if (ranged) {
            scope_add(c, i, false, (struct span){ 0 }, cue->sentence, cue->sentence + 1, cue->range_end - cue->range_first);
            continue;
        }
        // Only clauses: a noun phrase that is announced is the outlet's own telling.
        if (!cue->around && s->tokens[cue->content].deprel == DEPREL_OBJ && s->tokens[cue->content].upos != UPOS_NUM) continue;
        if (!cue->around && cue->row->what == WHAT_TWO) continue;
        uint32_t first, end;
        token_subtree(s, cue->content, &first, &end);
        scope_add(c, i, false, (struct span){ 0 }, cue->sentence, cue->sentence + 1, end - first);
    }
    for (size_t q = 0; q < m->quotation_count; q++) {
        int32_t cue = w->cue_of_quote[q];
        if (cue < 0) continue;
        const struct quotation *quotation = &m->quotations[q];
        scope_add(c, (uint32_t)cue, true, quotation->span, quotation->first_sentence, quotation->end_sentence,
                  (quotation->span.end - quotation->span.start) / 5);
    }
    if (c->scopes.count) qsort(c->scopes.items, c->scopes.count, sizeof *c->scopes.items, scope_order);
    uint8_t **depth = ARENA_ARRAY(w->arena, uint8_t *, w->analysis->count + 1);
    struct source **links = ARENA_ARRAY(w->arena, struct source *, w->analysis->count + 1);
    for (size_t i = 0; i < c->scopes.count; i++) {
        const struct scope *scope = &c->scopes.items[i];
        const struct cue *cue = &w->cues.items[scope->cue];
        struct source link = { cue->speaker, tokens_span(&w->analysis->sentences[cue->sentence], cue->token, cue->end),
                               cue->kind };
        for (uint32_t sentence = scope->first_sentence; sentence < scope->end_sentence; sentence++) {
            const struct sentence *s = &w->analysis->sentences[sentence];
            uint32_t first = 0, end = (uint32_t)s->count;
            if (scope->is_quotation) {
                if (!tokens_within(s, scope->span, &first, &end)) continue;
            } else if (cue->range_end > cue->range_first) {
                first = cue->range_first;
                end = cue->range_end;
            } else {
                token_subtree(s, cue->content, &first, &end);
                if (cue->content2 >= 0) {
                    uint32_t from, to;
                    token_subtree(s, cue->content2, &from, &to);
                    first = from < first ? from : first;
                    end = to > end ? to : end;
                }
            }
            if (!links[sentence]) {
                links[sentence] = ARENA_ARRAY(w->arena, struct source, s->count * CHAIN_LIMIT);
                depth[sentence] = ARENA_ARRAY(w->arena, uint8_t, s->count);
            }
            for (uint32_t t = first; t < end; t++) {
                if (!scope->is_quotation && !is_content(s, cue, t)) continue;
                uint8_t *count = &depth[sentence][t];
                struct source *chain = &links[sentence][t * CHAIN_LIMIT];
                bool known = *count >= CHAIN_LIMIT;
                for (uint8_t k = 0; k < *count && !known; k++) known = chain[k].entity == link.entity;
                if (!known) chain[(*count)++] = link;
            }
        }
    }
    for (uint32_t s = 0; s < w->analysis->count; s++) {
        if (!links[s]) continue;
        for (uint32_t t = 0; t < w->analysis->sentences[s].count; t++)
            c->chain_of[s][t] = chain_intern(c, &links[s][t * CHAIN_LIMIT], depth[s][t]);
    }
}

const struct attributed *attribute(const struct attribution *attribution, const struct meaning *meaning,
                                   struct arena *arena) {
    const struct analysis *analysis = meaning->analysis;
    struct work w = { .attribution = attribution, .meaning = meaning, .analysis = analysis, .arena = arena };
    w.first_cue = ARENA_ARRAY(arena, uint32_t, analysis->count + 1);
    w.first_mention = ARENA_ARRAY(arena, uint32_t, analysis->count + 2);
    w.by_sentence = ARENA_ARRAY(arena, uint32_t, meaning->mention_count + 1);
    w.cue_of_quote = ARENA_ARRAY(arena, int32_t, meaning->quotation_count + 1);
    for (size_t i = 0; i < meaning->mention_count; i++) w.first_mention[meaning->mentions[i].sentence + 1]++;
    for (size_t s = 0; s < analysis->count; s++) w.first_mention[s + 1] += w.first_mention[s];
    uint32_t *at = ARENA_ARRAY(arena, uint32_t, analysis->count + 1);
    memcpy(at, w.first_mention, (analysis->count + 1) * sizeof *at);
    for (size_t i = 0; i < meaning->mention_count; i++) w.by_sentence[at[meaning->mentions[i].sentence]++] = (uint32_t)i;
    cues_find(&w);
    quotations_place(&w);
    cues_merge(&w);
    statements_make(&w);
    struct chaining *chaining = ARENA_NEW(arena, struct chaining);
    chaining->w = &w;
    chaining->chain_of = ARENA_ARRAY(arena, uint16_t *, analysis->count + 1);
    for (size_t s = 0; s < analysis->count; s++)
        chaining->chain_of[s] = ARENA_ARRAY(arena, uint16_t, analysis->sentences[s].count + 1);
    chains_make(chaining);
    for (size_t i = 0; i < w.statements.count; i++) {
        struct statement *statement = &w.statements.items[i];
        const struct sentence *s = &analysis->sentences[statement->sentence];
        uint32_t first, end;
        if (!tokens_within(s, statement->cue, &first, &end)) continue;
        struct sources chain = chaining->chains.items[chaining->chain_of[statement->sentence][first]];
        if (chain.count && chain.items[chain.count - 1].entity == statement->speaker) chain.count--;
        statement->according_to = chain;
    }
    struct attributed *result = ARENA_NEW(arena, struct attributed);
    result->statements = w.statements.items;
    result->statement_count = w.statements.count;
    result->chain_of = (const uint16_t *const *)chaining->chain_of;
    result->chains = chaining->chains.items;
    result->chain_count = chaining->chains.count;
    return result;
}
