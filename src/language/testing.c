// testing.c - reads the small CoNLL-U of hand-written tests.
//
// Two passes in one: sentences gather their tokens with offsets into a growing text; pointers into that text
// are set at the end, when it no longer moves.
#include "language/testing.h"

#include "base/vector.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const upos_names[] = {
#define UPOS_TEXT(tag) #tag,
    UPOS_LIST(UPOS_TEXT)
};
static const char *const deprel_names[] = {
#define DEPREL_TEXT(symbol, name) name,
    DEPREL_LIST(DEPREL_TEXT)
};
static const char *const name_types[] = {
    "PERSON", "ORGANIZATION", "PLACE", "GROUP", "EVENT", "WORK", "OTHER"
};
static const struct {
    const char *text;
    uint32_t feature;
} features[] = {
    { "Number=Plur", FEATURE_PLURAL },      { "Tense=Past", FEATURE_PAST },
    { "Tense=Pres", FEATURE_PRESENT },      { "VerbForm=Part", FEATURE_PARTICIPLE },
    { "VerbForm=Inf", FEATURE_INFINITIVE }, { "VerbForm=Ger", FEATURE_GERUND },
    { "VerbForm=Fin", FEATURE_FINITE },     { "Mood=Imp", FEATURE_IMPERATIVE },
    { "Voice=Pass", FEATURE_PASSIVE },      { "Poss=Yes", FEATURE_POSSESSIVE },
    { "Person=1", FEATURE_FIRST },          { "Person=2", FEATURE_SECOND },
    { "Person=3", FEATURE_THIRD },          { "Gender=Masc", FEATURE_MASCULINE },
    { "Gender=Fem", FEATURE_FEMININE },     { "Polarity=Neg", FEATURE_NEGATIVE },
    { "Definite=Def", FEATURE_DEFINITE },
};
#define COUNT_OF(array) (sizeof(array) / sizeof *(array))
#define LINE_LIMIT 512

struct builder {
    struct arena *arena;
    VECTOR_OF(char) text;
    VECTOR_OF(struct token) tokens;    // of the open sentence; `text.start` unset, `span` set
    VECTOR_OF(struct name_span) names; // of the open sentence
    VECTOR_OF(struct sentence) sentences;
    VECTOR_OF(struct span) paragraphs;
    bool is_title, opens_paragraph;
    struct document *document;
};

static void fail(const char *what, const char *line) {
    fprintf(stderr, "analysis_from_lines: %s in \"%s\"\n", what, line);
    abort();
}

static size_t find_name(const char *const *names, size_t count, const char *name, const char *line) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0) return i;
    fail("unknown tag", line);
    return 0;
}

static void put(struct builder *b, const char *text) {
    for (; *text; text++) *vector_push(b->arena, &b->text) = *text;
}

static void end_sentence(struct builder *b) {
    if (b->tokens.count == 0) return;
    struct sentence *s = vector_push(b->arena, &b->sentences);
    struct token *tokens = ARENA_ARRAY(b->arena, struct token, b->tokens.count);
    memcpy(tokens, b->tokens.items, b->tokens.count * sizeof *tokens);
    struct name_span *names = ARENA_ARRAY(b->arena, struct name_span, b->names.count + 1);
    if (b->names.count) memcpy(names, b->names.items, b->names.count * sizeof *names);
    *s = (struct sentence){ .span = { tokens[0].span.start, tokens[b->tokens.count - 1].span.end },
                            .paragraph = (uint32_t)b->paragraphs.count - 1,
                            .tokens = tokens,
                            .count = b->tokens.count,
                            .names = names,
                            .name_count = b->names.count,
                            .is_title = b->is_title };
    for (size_t i = 0; i < s->count; i++)
        if (tokens[i].head >= (int32_t)s->count) fail("head outside the sentence", tokens[i].form.start);
    b->paragraphs.items[s->paragraph].end = s->span.end;
    b->opens_paragraph = b->is_title;
    b->is_title = false;
    b->tokens.count = b->names.count = 0;
}

static void add_token(struct builder *b, char *line) {
    char copy[LINE_LIMIT], *column[9] = { NULL };
    size_t count = 0;
    snprintf(copy, sizeof copy, "%s", line);
    for (char *part = strtok(line, " \t"); part && count < 9; part = strtok(NULL, " \t"))
        column[count++] = part;
    if (count < 8) fail("too few columns", copy);
    if (b->tokens.count == 0) {
        bool first = b->sentences.count == 0;
        if (first || b->opens_paragraph || b->is_title) {
            if (!first) put(b, "\n\n");
            vector_push(b->arena, &b->paragraphs)->start = (uint32_t)b->text.count;
        } else {
            put(b, " ");
        }
        b->opens_paragraph = false;
    } else if (b->tokens.items[b->tokens.count - 1].space_after) {
        put(b, " ");
    }
    struct token *t = vector_push(b->arena, &b->tokens);
    *t = (struct token){ .confidence = 1, .space_after = !(column[8] && strstr(column[8], "SpaceAfter=No")) };
    t->span.start = (uint32_t)b->text.count;
    put(b, column[1]);
    t->span.end = (uint32_t)b->text.count;
    t->form = arena_copy(b->arena, slice_of(column[1]));
    t->lemma = arena_copy(b->arena, slice_of(column[2]));
    t->upos = (enum upos)find_name(upos_names, COUNT_OF(upos_names), column[3], copy);
    t->xpos = arena_copy(b->arena, slice_of(column[4]));
    for (size_t i = 0; i < COUNT_OF(features); i++)
        if (strstr(column[5], features[i].text)) t->features |= features[i].feature;
    t->head = atoi(column[6]) - 1;
    t->deprel = (enum deprel)find_name(deprel_names, COUNT_OF(deprel_names), column[7], copy);
    t->sentence_case =
        b->tokens.count == 1 && t->upos != UPOS_PROPN && column[1][0] >= 'A' && column[1][0] <= 'Z';
}

static void read_comment(struct builder *b, const char *line) {
    char type[16], date[26];
    unsigned first, last;
    if (strcmp(line, "# title") == 0) {
        end_sentence(b);
        b->is_title = b->document->has_title = true;
    } else if (strcmp(line, "# paragraph") == 0) {
        end_sentence(b);
        b->opens_paragraph = true;
    } else if (sscanf(line, "# published %25s", date) == 1) {
        snprintf(b->document->published, sizeof b->document->published, "%s", date);
    } else if (sscanf(line, "# name %15s %u %u", type, &first, &last) == 3 && first >= 1 && last >= first) {
        *vector_push(b->arena, &b->names) =
            (struct name_span){ .first = first - 1,
                                .end = last,
                                .type =
                                    (enum name_type)find_name(name_types, COUNT_OF(name_types), type, line),
                                .confidence = 1 };
    } else {
        fail("unknown comment", line);
    }
}

static void finish(struct builder *b) {
    struct slice text = { b->text.items ? b->text.items : "", b->text.count };
    uint32_t total = 0;
    for (size_t i = 0; i < b->sentences.count; i++) {
        struct sentence *s = &b->sentences.items[i];
        s->first_token = total;
        total += (uint32_t)s->count;
        struct token *tokens = (struct token *)s->tokens; // ours until we return
        for (size_t k = 0; k < s->count; k++)
            tokens[k].text = slice_part(text, tokens[k].span.start, tokens[k].span.end);
        for (size_t k = 0; k < s->name_count; k++)
            if (s->names[k].end > s->count) fail("name outside the sentence", tokens[0].form.start);
    }
    b->document->text = text;
    b->document->paragraphs = b->paragraphs.items;
    b->document->paragraph_count = b->paragraphs.count;
}

struct analysis *analysis_from_lines(struct arena *arena, const char *lines) {
    struct builder b = { .arena = arena, .document = ARENA_NEW(arena, struct document) };
    b.document->source = SLICE("test");
    snprintf(b.document->language, sizeof b.document->language, "en");
    struct slice rest = slice_of(lines), line;
    while (slice_next(&rest, SLICE("\n"), &line)) {
        char buffer[LINE_LIMIT];
        line = slice_trim(line);
        if (line.length >= sizeof buffer) fail("line too long", "...");
        snprintf(buffer, sizeof buffer, SLICE_FORMAT, SLICE_ARG(line));
        if (line.length == 0)
            end_sentence(&b);
        else if (buffer[0] == '#' && buffer[1] == ' ')
            read_comment(&b, buffer);
        else
            add_token(&b, buffer);
    }
    end_sentence(&b);
    finish(&b);
    struct analysis *analysis = ARENA_NEW(arena, struct analysis);
    analysis->document = b.document;
    analysis->sentences = b.sentences.items;
    analysis->count = b.sentences.count;
    for (size_t i = 0; i < analysis->count; i++) analysis->token_count += analysis->sentences[i].count;
    return analysis;
}

int32_t analysis_token(const struct analysis *analysis, const char *form, unsigned nth, uint32_t *sentence) {
    struct slice wanted = slice_of(form);
    for (size_t s = 0; s < analysis->count; s++)
        for (size_t t = 0; t < analysis->sentences[s].count; t++)
            if (slice_equal(analysis->sentences[s].tokens[t].form, wanted) && nth-- == 0) {
                if (sentence) *sentence = (uint32_t)s;
                return (int32_t)t;
            }
    return -1;
}
