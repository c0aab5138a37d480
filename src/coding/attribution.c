// attribution.c - who says what.
//
// First every cue: a verb of reporting with the one who speaks, or a phrase like "according to" with its
// source (cues.c, speakers.c). Then every quotation finds its cue (quoting.c). A cue with content makes a
// statement (statements.c). Last, each cue's content and each quotation is a scope that its speaker vouches
// for; the scopes around a token, widest first, are its chain (chains.c).
//
// The outlet's own voice has no chain, and a clause that only names a thought ("believes") makes a scope but
// no statement. What is negated ("did not say") reports nothing.
#include "coding/reporting.h"

#include <stdlib.h>
#include <string.h>

static const char *const pos_names[] = { "v", "n", "p", "a", "i" };
static const char *const what_names[] = { "", "yes", "object", "two", "quote", "venue", "author" };

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

struct attribution *attribution_open(const struct knowledge *knowledge, struct slice language,
                                     struct error *error) {
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
        while (rest.length && rows[row].addressee_count < ADDRESSEE_PATHS &&
               slice_next(&rest, SLICE(","), &piece)) {
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
    for (size_t i = 0; i < meaning->mention_count; i++)
        w.by_sentence[at[meaning->mentions[i].sentence]++] = (uint32_t)i;
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
        if (!reporting_tokens_within(s, statement->cue, &first, &end)) continue;
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
