// draw.c - see draw.h.
//
// A word stands as far to the right as it is deep in the tree; a line goes down (or up) the column of its
// head to the farthest child on each side. Reading order is kept, so a long sentence is a long list and never
// a wide picture. Only depth makes it wide: where it is deeper than there is room, the lines end at an
// ellipsis and the number of the head, which each word has at the right, must do.
//
//      1   ┌── The        DET    det        2
//      2 ┌─┴── envoy      NOUN   nsubj      3
//      3 ┴┬─ ...
#include "language/draw.h"

#include "base/utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define NUMBER_COLUMNS 4u // and a space
#define RIGHT_COLUMNS 31u // tag, relation, head
#define TEXT_COLUMNS 30u  // a longer word is cut

struct canvas {
    struct arena *arena;
    char *bytes;
    size_t used, capacity;
    unsigned column; // of the line so far
};

static void put_bytes(struct canvas *canvas, const char *bytes, size_t length) {
    if (!canvas->bytes || canvas->capacity - canvas->used < length + 1) {
        const size_t capacity = (canvas->capacity + length + 1024) * 2;
        char *larger = arena_allocate(canvas->arena, capacity);
        if (canvas->used > 0) memcpy(larger, canvas->bytes, canvas->used);
        canvas->bytes = larger;
        canvas->capacity = capacity;
    }
    memcpy(canvas->bytes + canvas->used, bytes, length);
    canvas->used += length;
}

static void end_line(struct canvas *canvas) {
    while (canvas->used > 0 && canvas->bytes[canvas->used - 1] == ' ') canvas->used--;
    put_bytes(canvas, "\n", 1);
    canvas->column = 0;
}

static void put_mark(struct canvas *canvas, const char *mark) { // one column
    put_bytes(canvas, mark, strlen(mark));
    canvas->column++;
}

static void put_spaces(struct canvas *canvas, unsigned until) {
    while (canvas->column < until) put_mark(canvas, " ");
}

static unsigned columns_of(struct slice text) {
    unsigned columns = 0;
    for (size_t i = 0, length; i < text.length; i += length)
        columns += utf8_columns(utf8_at(text, i, &length));
    return columns;
}

// As much of the text as fits into `room` columns, an ellipsis for the rest.
static void put_text(struct canvas *canvas, struct slice text, unsigned room) {
    const bool fits = columns_of(text) <= room;
    unsigned used = 0;
    if (room == 0) return;
    for (size_t i = 0, length; i < text.length; i += length) {
        const uint32_t code = utf8_at(text, i, &length);
        const unsigned columns = utf8_columns(code);
        if (used + columns > room - (fits ? 0 : 1)) break;
        if (code < 0x20 || code == 0x7f || utf8_class_of(code) == UTF8_CONTROL)
            put_bytes(canvas, columns ? " " : "", columns);
        else
            put_bytes(canvas, text.start + i, length);
        used += columns;
    }
    canvas->column += used;
    if (!fits) put_mark(canvas, "…");
}

struct drawing {
    const struct sentence *sentence;
    uint32_t *depth, *first, *last; // of each word; its first and last child or itself
    unsigned levels;                // drawn at most
};

static void measure(struct drawing *drawing, struct arena *arena) {
    const struct sentence *sentence = drawing->sentence;
    const uint32_t count = (uint32_t)sentence->count;
    drawing->depth = ARENA_ARRAY(arena, uint32_t, 3 * ((size_t)count + 1));
    drawing->first = drawing->depth + count + 1;
    drawing->last = drawing->first + count + 1;
    uint32_t *way = ARENA_ARRAY(arena, uint32_t, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++) drawing->first[i] = drawing->last[i] = i;
    for (uint32_t i = 0; i < count; i++) {
        const int32_t head = sentence->tokens[i].head;
        if (head >= 0 && i < drawing->first[head]) drawing->first[head] = i;
        if (head >= 0 && i > drawing->last[head]) drawing->last[head] = i;
        // Up to a word whose depth is known (1 is the root's), then down again: each word is met twice.
        uint32_t steps = 0;
        int32_t at = (int32_t)i;
        while (at >= 0 && drawing->depth[at] == 0 && steps < count) {
            way[steps++] = (uint32_t)at;
            at = sentence->tokens[at].head;
        }
        uint32_t above = at < 0 ? 0 : drawing->depth[at];
        while (steps > 0) drawing->depth[way[--steps]] = ++above;
    }
}

// The lines of row `i`: of each word above it in the tree, the part of its column that passes here.
static void put_lines(struct canvas *canvas, const struct drawing *drawing, uint32_t i, const char **marks) {
    const struct sentence *sentence = drawing->sentence;
    const uint32_t levels = drawing->depth[i] - 1;
    const uint32_t drawn = levels < drawing->levels ? levels : drawing->levels;
    int32_t word = (int32_t)i;
    for (uint32_t level = levels; level > 0; level--) { // from the word's own head up
        const int32_t head = sentence->tokens[word].head;
        if (level <= drawn) {
            const uint32_t first = drawing->first[head], last = drawing->last[head];
            const char *mark;
            if (word == (int32_t)i)
                mark = i < (uint32_t)head ? (i == first ? "┌" : "├") : (i == last ? "└" : "├");
            else if (i < (uint32_t)head)
                mark = i > first ? "│" : " ";
            else
                mark = i < last ? "│" : " ";
            marks[level - 1] = mark;
        }
        word = head;
    }
    for (uint32_t level = 0; level < drawn; level++) {
        put_mark(canvas, marks[level]);
        put_mark(canvas, level + 1 == levels ? "─" : " ");
    }
    if (levels > drawn) {
        put_mark(canvas, "…");
    } else {
        const bool above = drawing->first[i]<i, below = drawing->last[i]> i;
        put_mark(canvas, above && below ? "┼" : above ? "┴" : below ? "┬" : "─");
    }
    put_mark(canvas, " ");
}

static void put_cell(struct canvas *canvas, struct slice text, unsigned width) {
    const unsigned start = canvas->column;
    put_text(canvas, text, width - 1);
    put_spaces(canvas, start + width);
}

static void put_row(struct canvas *canvas, const struct drawing *drawing, uint32_t i, unsigned left,
                    unsigned width, const char **marks) {
    const struct sentence *sentence = drawing->sentence;
    const struct token *token = &sentence->tokens[i];
    char number[16];
    snprintf(number, sizeof number, "%*" PRIu32 " ", (int)NUMBER_COLUMNS, i + 1);
    put_text(canvas, slice_of(number), sizeof number);
    put_lines(canvas, drawing, i, marks);
    const unsigned room = left > canvas->column + 1 ? left - canvas->column - 1 : 1;
    put_text(canvas, token->form, room < TEXT_COLUMNS ? room : TEXT_COLUMNS);
    put_spaces(canvas, left);
    put_cell(canvas, slice_of(upos_name(token->upos)), 6);
    put_cell(canvas, slice_of(deprel_name(token->deprel)), 14);
    snprintf(number, sizeof number, "%" PRId32, token->head + 1);
    put_cell(canvas, slice_of(number), 6);
    for (size_t k = 0; k < sentence->name_count; k++) {
        const struct name_span *name = &sentence->names[k];
        if (name->first != i || canvas->column + 2 > width) continue;
        const struct slice text = arena_format(canvas->arena, "%s%s%" PRIu32 " ", name_type_name(name->type),
                                               name->end > i + 1 ? " to " : " ", name->end);
        put_text(canvas, name->end > i + 1 ? text : slice_of(name_type_name(name->type)),
                 width - canvas->column);
        if (canvas->column < width) put_mark(canvas, " ");
    }
    end_line(canvas);
}

static void put_sentence(struct canvas *canvas, const struct sentence *sentence, struct slice text,
                         size_t number, unsigned width, struct arena *scratch) {
    struct drawing drawing = { .sentence = sentence };
    char title[32];
    measure(&drawing, scratch);
    const unsigned most = width - RIGHT_COLUMNS; // for numbers, lines and words
    unsigned words = 8, left = 0;
    for (size_t i = 0; i < sentence->count; i++) {
        const unsigned columns = columns_of(sentence->tokens[i].form);
        if (columns > words) words = columns < TEXT_COLUMNS ? columns : TEXT_COLUMNS;
    }
    const unsigned room = most > NUMBER_COLUMNS + 1 + words + 6 ? most - NUMBER_COLUMNS - 1 - words - 3 : 6;
    drawing.levels = room / 2;
    for (size_t i = 0; i < sentence->count; i++) {
        uint32_t levels = drawing.depth[i] - 1;
        if (levels > drawing.levels) levels = drawing.levels;
        unsigned columns = columns_of(sentence->tokens[i].form);
        if (columns > TEXT_COLUMNS) columns = TEXT_COLUMNS;
        const unsigned end = NUMBER_COLUMNS + 1 + 2 * levels + 2 + columns + 1;
        if (end > left) left = end;
    }
    if (left > most) left = most;
    const char **marks = ARENA_ARRAY(scratch, const char *, drawing.levels + 1);
    snprintf(title, sizeof title, "# %zu ", number);
    put_text(canvas, slice_of(title), sizeof title);
    put_text(canvas, text, width - canvas->column);
    end_line(canvas);
    for (uint32_t i = 0; i < sentence->count; i++) put_row(canvas, &drawing, i, left, width, marks);
    end_line(canvas);
}

struct slice draw_trees(const struct analysis *analysis, unsigned width, struct arena *arena) {
    struct canvas canvas = { .arena = arena };
    struct arena *scratch = arena_new();
    if (width < DRAW_WIDTH_LEAST) width = DRAW_WIDTH_LEAST;
    for (size_t s = 0; s < analysis->count; s++) {
        const struct sentence *sentence = &analysis->sentences[s];
        arena_reset(scratch);
        put_sentence(&canvas, sentence,
                     slice_part(analysis->document->text, sentence->span.start, sentence->span.end), s + 1,
                     width, scratch);
    }
    arena_free(scratch);
    return (struct slice){ canvas.bytes, canvas.used };
}
