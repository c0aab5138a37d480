// conllu_read.c - sentences of words from CoNLL-U.
//
// Only what keeps words and sentences is read, but all that could make them doubtful is checked: ten columns,
// words numbered from 1 without a gap, ranges of multiword tokens that begin at the next word and do not
// overlap, forms that are text. The parts of a multiword token share its letters: where they do not join to
// it ("del" is "de" and "el"), each part but the last takes as many as its form has, and leaves one for each
// part behind it.
#include "language/conllu.h"

#include "base/utf8.h"
#include "base/vector.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define COLUMNS 10u
#define RANGE_WORDS 100u // of one multiword token

struct draft { // of a sentence
    VECTOR_OF(struct token) tokens;
    VECTOR_OF(char) text, comments;
    uint32_t range_end; // number of the last word of an open multiword token; 0 when none is open
    size_t range_first; // its first token
    struct slice surface;
    bool surface_space;
};

static bool is_number(struct slice text, uint32_t *number) {
    *number = 0;
    if (text.length == 0 || text.length > 8) return false;
    for (size_t i = 0; i < text.length; i++) {
        if (text.start[i] < '0' || text.start[i] > '9') return false;
        *number = *number * 10 + (uint32_t)(text.start[i] - '0');
    }
    return true;
}

static bool has_space_after(struct slice misc) {
    for (struct slice cell; slice_next(&misc, SLICE("|"), &cell);)
        if (slice_equal(cell, SLICE("SpaceAfter=No"))) return false;
    return true;
}

static bool is_blank(struct slice form) {
    for (size_t i = 0, length; i < form.length; i += length)
        if (utf8_class_of(utf8_at(form, i, &length)) != UTF8_SPACE) return false;
    return true;
}

static bool check_form(struct slice form, struct place_in_file here, struct error *error) {
    if (is_blank(form)) return error_at(error, ERROR_INPUT, here, "expected a word's form, found none");
    if (utf8_first_invalid(form) != SIZE_MAX)
        return error_at(error, ERROR_INPUT, here, "expected UTF-8, found other bytes in a form");
    for (size_t i = 0; i < form.length; i++)
        if ((unsigned char)form.start[i] < ' ')
            return error_at(error, ERROR_INPUT, here, "expected text, found a control character in a form");
    return true;
}

static void put_text(struct draft *draft, struct slice text, struct arena *arena) {
    for (size_t i = 0; i < text.length; i++) *vector_push(arena, &draft->text) = text.start[i];
}

static struct token *put_word(struct draft *draft, struct slice form, struct slice written, bool space,
                              struct arena *arena) {
    const size_t start = draft->text.count;
    put_text(draft, written, arena);
    struct token *token = vector_push(arena, &draft->tokens);
    *token = (struct token){ .form = form,
                             .span = { (uint32_t)start, (uint32_t)draft->text.count },
                             .space_after = space };
    if (space) put_text(draft, SLICE(" "), arena);
    return token;
}

// Length in bytes of the first `count` characters.
static size_t bytes_of(struct slice text, size_t count) {
    size_t at = 0, length;
    for (; count > 0 && at < text.length; count--, at += length) utf8_at(text, at, &length);
    return at;
}

static size_t characters_of(struct slice text) {
    size_t count = 0;
    for (size_t i = 0, length; i < text.length; i += length, count++) utf8_at(text, i, &length);
    return count;
}

// The words of the open multiword token get their letters of its surface.
static bool close_range(struct draft *draft, struct place_in_file here, struct arena *arena,
                        struct error *error) {
    struct slice rest = draft->surface;
    const size_t first = draft->range_first, parts = draft->tokens.count - first;
    size_t letters = characters_of(rest);
    struct slice *forms = ARENA_ARRAY(arena, struct slice, parts + 1);
    for (size_t i = 0; i < parts; i++) forms[i] = draft->tokens.items[first + i].form;
    if (letters < parts)
        return error_at(error, ERROR_INPUT, here,
                        "expected a token of at least %zu letters, found \"" SLICE_FORMAT "\"", parts,
                        SLICE_ARG(rest));
    draft->tokens.count = first;
    for (size_t i = 0; i < parts; i++) {
        const size_t behind = parts - 1 - i;
        size_t takes = characters_of(forms[i]);
        if (takes > letters - behind) takes = letters - behind;
        if (behind == 0) takes = letters;
        const size_t bytes = bytes_of(rest, takes);
        struct token *token =
            put_word(draft, forms[i], slice_part(rest, 0, bytes), behind == 0 && draft->surface_space, arena);
        if (i == 0 && parts > 1) token->multiword = (uint8_t)parts;
        rest = slice_part(rest, bytes, rest.length);
        letters -= takes;
    }
    draft->range_end = 0;
    return true;
}

static bool open_range(struct draft *draft, struct slice id, size_t dash, const struct slice *cells,
                       struct place_in_file here, struct error *error) {
    uint32_t from, to;
    const uint32_t next = (uint32_t)draft->tokens.count + 1;
    if (!is_number(slice_part(id, 0, dash), &from) || !is_number(slice_part(id, dash + 1, id.length), &to))
        return error_at(error, ERROR_INPUT, here, "expected a range of words, found \"" SLICE_FORMAT "\"",
                        SLICE_ARG(id));
    if (from != next || draft->range_end || to <= from || to - from >= RANGE_WORDS)
        return error_at(error, ERROR_INPUT, here,
                        "expected a range that begins with word %" PRIu32 ", found \"" SLICE_FORMAT "\"",
                        next, SLICE_ARG(id));
    draft->range_end = to;
    draft->range_first = draft->tokens.count;
    draft->surface = cells[1];
    draft->surface_space = has_space_after(cells[9]);
    return check_form(cells[1], here, error);
}

static bool read_word(struct draft *draft, struct slice line, struct place_in_file here, struct arena *arena,
                      struct error *error) {
    struct slice cells[COLUMNS + 1], rest = line;
    unsigned count = 0;
    while (count <= COLUMNS && slice_next(&rest, SLICE("\t"), &cells[count])) count++;
    if (count != COLUMNS)
        return error_at(error, ERROR_INPUT, here, "expected ten columns, found %s%u",
                        count > COLUMNS ? "at least " : "", count);
    const struct slice id = cells[0];
    const size_t dash = slice_find(id, SLICE("-"), 0), dot = slice_find(id, SLICE("."), 0);
    if (dash != SIZE_MAX) return open_range(draft, id, dash, cells, here, error);
    uint32_t number, part;
    if (dot != SIZE_MAX) // an empty node
        return (is_number(slice_part(id, 0, dot), &number) &&
                is_number(slice_part(id, dot + 1, id.length), &part)) ||
               error_at(error, ERROR_INPUT, here, "expected a word's number, found \"" SLICE_FORMAT "\"",
                        SLICE_ARG(id));
    const uint32_t next = (uint32_t)draft->tokens.count + 1;
    if (!is_number(id, &number) || number != next)
        return error_at(error, ERROR_INPUT, here, "expected word %" PRIu32 ", found \"" SLICE_FORMAT "\"",
                        next, SLICE_ARG(id));
    if (!check_form(cells[1], here, error)) return false;
    if (next > CONLLU_WORDS)
        return error_at(error, ERROR_LIMIT, here, "a sentence has more than %u words", CONLLU_WORDS);
    if (draft->range_end) {
        *vector_push(arena, &draft->tokens) = (struct token){ .form = cells[1] };
        return number < draft->range_end || close_range(draft, here, arena, error);
    }
    put_word(draft, cells[1], cells[1], has_space_after(cells[9]), arena);
    return true;
}

static void finish(struct draft *draft, struct conllu_sentence *sentence) {
    struct slice text = { draft->text.items, draft->text.count };
    if (draft->tokens.items[draft->tokens.count - 1].space_after) text.length--;
    for (size_t i = 0; i < draft->tokens.count; i++) {
        struct token *token = &draft->tokens.items[i];
        token->text = slice_part(text, token->span.start, token->span.end);
    }
    sentence->tokens = draft->tokens.items;
    sentence->count = draft->tokens.count;
    sentence->text = text;
    sentence->comments = (struct slice){ draft->comments.items, draft->comments.count };
}

enum conllu_status conllu_read(struct conllu_reader *reader, struct arena *arena,
                               struct conllu_sentence *sentence, struct error *error) {
    struct draft draft = { 0 };
    bool good = true;
    memset(sentence, 0, sizeof *sentence);
    for (struct slice line; slice_next(&reader->rest, SLICE("\n"), &line);) {
        const struct place_in_file here = { reader->file, ++reader->line, 0 };
        if (line.length > 0 && line.start[line.length - 1] == '\r') line.length--;
        if (line.length == 0) {
            if (draft.tokens.count > 0 || draft.range_end || !good) break;
            continue; // blank lines between sentences; comments before a blank line belong to what follows
        }
        if (!good) continue;
        if (line.start[0] == '#') {
            sentence->starts_paragraph |=
                slice_starts(line, SLICE("# newdoc")) || slice_starts(line, SLICE("# newpar"));
            if (utf8_first_invalid(line) != SIZE_MAX)
                good = error_at(error, ERROR_INPUT, here, "expected UTF-8, found other bytes in a comment");
            for (size_t i = 0; i < line.length; i++) *vector_push(arena, &draft.comments) = line.start[i];
            *vector_push(arena, &draft.comments) = '\n';
            continue;
        }
        good = read_word(&draft, line, here, arena, error);
    }
    const struct place_in_file end = { reader->file, reader->line, 0 };
    if (good && draft.range_end)
        good = error_at(error, ERROR_INPUT, end, "expected word %zu of a range, found the sentence's end",
                        draft.tokens.count + 1);
    if (!good) return CONLLU_MALFORMED;
    if (draft.tokens.count == 0) return CONLLU_END;
    finish(&draft, sentence);
    return CONLLU_SENTENCE;
}

void conllu_read_document(struct slice content, const char *file, struct arena *arena,
                          struct conllu_document *read, struct error *error) {
    struct conllu_reader reader = { content, file, 0 };
    VECTOR_OF(struct sentence) sentences = { 0 };
    VECTOR_OF(struct slice) comments = { 0 }, texts = { 0 };
    VECTOR_OF(struct span) paragraphs = { 0 };
    VECTOR_OF(uint32_t) lines = { 0 };
    size_t length = 0, tokens = 0;
    memset(read, 0, sizeof *read);
    for (;;) {
        struct conllu_sentence next;
        struct error own = { 0 };
        const enum conllu_status status = conllu_read(&reader, arena, &next, &own);
        if (status == CONLLU_END) break;
        if (status == CONLLU_MALFORMED) {
            if (read->malformed++ == 0) *error = own;
            *vector_push(arena, &lines) = own.line;
            continue;
        }
        const bool first = sentences.count == 0;
        if (first || next.starts_paragraph) {
            if (!first) length += 2;
            *vector_push(arena, &paragraphs) = (struct span){ (uint32_t)length, 0 };
        } else {
            length++;
        }
        for (size_t i = 0; i < next.count; i++) {
            next.tokens[i].span.start += (uint32_t)length;
            next.tokens[i].span.end += (uint32_t)length;
        }
        *vector_push(arena, &texts) = next.text;
        *vector_push(arena, &comments) = next.comments;
        *vector_push(arena, &sentences) =
            (struct sentence){ .span = { (uint32_t)length, (uint32_t)(length + next.text.length) },
                               .paragraph = (uint32_t)paragraphs.count - 1,
                               .first_token = (uint32_t)tokens,
                               .tokens = next.tokens,
                               .count = next.count };
        length += next.text.length;
        paragraphs.items[paragraphs.count - 1].end = (uint32_t)length;
        tokens += next.count;
    }
    char *text = arena_allocate(arena, length + 1);
    memset(text, ' ', length);
    for (size_t p = 1; p < paragraphs.count; p++)
        memset(text + paragraphs.items[p - 1].end, '\n',
               paragraphs.items[p].start - paragraphs.items[p - 1].end);
    for (size_t s = 0; s < sentences.count; s++) {
        struct sentence *sentence = &sentences.items[s];
        struct token *own = (struct token *)sentence->tokens;
        memcpy(text + sentence->span.start, texts.items[s].start, texts.items[s].length);
        for (size_t i = 0; i < sentence->count; i++)
            own[i].text = (struct slice){ text + own[i].span.start, own[i].span.end - own[i].span.start };
    }
    read->document = ARENA_NEW(arena, struct document);
    *read->document = (struct document){ .text = { text, length },
                                         .paragraphs = paragraphs.items,
                                         .paragraph_count = paragraphs.count };
    read->sentences = sentences.items;
    read->malformed_lines = lines.items;
    read->comments = comments.items;
    read->analysis = ARENA_NEW(arena, struct analysis);
    *read->analysis = (struct analysis){ read->document, sentences.items, sentences.count, tokens, false };
}
