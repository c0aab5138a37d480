// layout.c - lines to paragraphs.
//
// Three layouts are common: paragraphs of one line each with empty lines between, the same without empty
// lines, and lines broken at a width. The third is told by its breaks: nearly every line that has a next one
// is so long that the next one's first word would not have fitted. Where that holds, a break that was needed
// is none, and a line that had room for the next word ends a paragraph.
//
// A hyphen at such a break belongs to the break when the word is known without it, else to the word.
#include "read/text/steps.h"

#include "base/utf8.h"

#include <string.h>

#define WIDEST 120       // columns of a line in text that is broken at a width
#define NARROWEST 40     // of the width
#define SLACK 4          // columns that may be left although the next word would fit: editors differ
#define MOST_UNWRAPPED 4 // lines of a block that still tell something together

struct line {
    struct slice text;
    size_t start;     // in the whole text
    unsigned columns; // code points, counted to WIDEST + 1
    unsigned word;    // columns of the first word
    bool after_gap;   // an empty line before
};
struct lines { // a vector
    struct line *items;
    size_t count, capacity;
};

static unsigned columns_of(struct slice text) {
    const size_t count = utf8_count(slice_part(text, 0, 4 * (WIDEST + 1))); // four bytes each at most
    return count <= WIDEST ? (unsigned)count : WIDEST + 1;
}

static struct lines split(struct slice text, struct arena *arena, size_t *gaps) {
    struct lines lines = { 0 };
    bool gap = false;
    *gaps = 0;
    for (size_t at = 0; at < text.length;) {
        const char *end = memchr(text.start + at, '\n', text.length - at);
        size_t stop = end ? (size_t)(end - text.start) : text.length;
        if (stop == at)
            gap = true;
        else {
            struct line *line = vector_push(arena, &lines);
            line->text = slice_part(text, at, stop);
            line->start = at;
            line->after_gap = gap || lines.count == 1;
            *gaps += gap && lines.count > 1;
            gap = false;
        }
        at = stop + 1;
    }
    return lines;
}

static void measure(struct lines *lines) {
    for (size_t i = 0; i < lines->count; i++) {
        struct line *line = &lines->items[i];
        line->columns = columns_of(line->text);
        line->word = columns_of(slice_part(line->text, 0, slice_find(line->text, SLICE(" "), 0)));
    }
}

static bool had_no_room(const struct line *line, const struct line *next, unsigned width) {
    return line->columns + 1 + next->word + SLACK > width;
}

static bool starts_lower(struct slice text) {
    size_t length;
    return text.length > 0 && utf8_class_of(utf8_at(text, 0, &length)) == UTF8_LOWER;
}

static bool ends_in_stop(struct slice text) {
    for (size_t at = text.length; at > 0;) {
        do at--;
        while (at > 0 && ((unsigned char)text.start[at] & 0xc0) == 0x80);
        size_t length;
        uint32_t code = utf8_at(text, at, &length);
        if (code == '.' || code == '!' || code == '?' || code == 0x2026 || code == ':') return true;
        enum utf8_class class = utf8_class_of(code);
        if (class != UTF8_CLOSE && code != '"' && code != '\'' && code != 0x2019) return false;
    }
    return false;
}

// The width that the text's lines are broken at; 0 when they are not.
static unsigned broken_at(const struct lines *lines) {
    size_t histogram[WIDEST + 2] = { 0 }, joints = 0, wide = 0, seen = 0;
    for (size_t i = 0; i < lines->count; i++) {
        wide += lines->items[i].columns > WIDEST;
        if (i + 1 == lines->count || lines->items[i + 1].after_gap) continue;
        histogram[lines->items[i].columns]++;
        joints++;
    }
    if (joints < 3 || wide * 20 > lines->count) return 0;
    unsigned width = WIDEST;
    for (; width > 0 && (seen += histogram[width]) * 20 <= joints; width--)
        continue; // leaves out the widest 5 %
    if (width < NARROWEST) return 0;
    size_t full = 0;
    for (size_t i = 0; i + 1 < lines->count; i++)
        full += !lines->items[i + 1].after_gap && had_no_room(&lines->items[i], &lines->items[i + 1], width);
    return full * 10 >= joints * 7 ? width : 0;
}

static bool is_joined(const struct line *line, const struct line *next, unsigned width) {
    if (next->after_gap) return false;
    if (width > 0)
        return had_no_room(line, next, width) || (starts_lower(next->text) && !ends_in_stop(line->text));
    return line->columns >= NARROWEST && line->columns <= WIDEST && starts_lower(next->text) &&
           !ends_in_stop(line->text);
}

static struct slice last_word(struct slice text) {
    size_t start = text.length;
    while (start > 0 && text.start[start - 1] != ' ' && text.start[start - 1] != '-') start--;
    return slice_part(text, start, text.length);
}

// What stands between two lines of a paragraph: nothing, "-" kept in the first, or a space.
enum joint { JOINT_SPACE, JOINT_HYPHEN, JOINT_NONE };
static enum joint joint_of(struct slice line, struct slice next, const struct words *words,
                           struct arena *arena) {
    if (line.length < 2 || line.start[line.length - 1] != '-' || line.start[line.length - 2] == '-' ||
        line.start[line.length - 2] == ' ')
        return JOINT_SPACE;
    struct slice first = last_word(slice_part(line, 0, line.length - 1));
    size_t at = 0, whole = 0;
    struct slice second = next_word(next, &at);
    if (second.length == 0 || second.start != next.start || next_word(first, &whole).length != first.length)
        return JOINT_SPACE;
    if (!starts_lower(second)) return JOINT_HYPHEN;
    struct word_facts facts = words_lookup(words, arena_join(arena, first, second), arena);
    return facts.count > 0 || facts.kind != WORD_UNKNOWN ? JOINT_NONE : JOINT_HYPHEN;
}

static void add_repairs(struct repairs *to, const struct repairs *from, size_t *next, size_t end,
                        size_t start, size_t shift, struct arena *arena) {
    for (; *next < from->count && from->items[*next].position <= end; ++*next) {
        struct repair repair = from->items[*next];
        if (repair.position < start) continue;
        repair.position = (uint32_t)(repair.position - start + shift);
        *vector_push(arena, to) = repair;
    }
}

void lay_out(struct slice text, const struct repairs *repairs, const struct words *words, struct arena *arena,
             struct paragraphs *paragraphs, bool *separated) {
    size_t gaps, next_repair = 0;
    struct lines lines = split(text, arena, &gaps);
    const bool has_joints = gaps + 1 < lines.count; // else nobody asks how long the lines are
    if (has_joints) measure(&lines);
    unsigned width = has_joints ? broken_at(&lines) : 0;
    // Empty lines that stand here and there in a list of lines do not make blocks.
    *separated = gaps * MOST_UNWRAPPED * 2 >= lines.count || width > 0;
    uint32_t block = 0;
    for (size_t i = 0, end; i < lines.count; i = end) {
        size_t length = lines.items[i].text.length;
        for (end = i + 1; end < lines.count && is_joined(&lines.items[end - 1], &lines.items[end], width);
             end++)
            length += 1 + lines.items[end].text.length;
        struct paragraph *paragraph = vector_push(arena, paragraphs);
        paragraph->first_of_block = lines.items[i].after_gap;
        block += paragraph->first_of_block;
        paragraph->block = block;
        paragraph->text = lines.items[i].text;
        add_repairs(&paragraph->repairs, repairs, &next_repair, lines.items[i].start + paragraph->text.length,
                    lines.items[i].start, 0, arena);
        paragraph->in_text = end == i + 1;
        if (paragraph->in_text) continue;
        char *joined = arena_allocate(arena, length);
        size_t used = paragraph->text.length;
        memcpy(joined, paragraph->text.start, used);
        for (size_t j = i + 1; j < end; j++) {
            struct slice so_far = { joined, used }, line = lines.items[j].text;
            enum joint joint =
                joint_of(slice_part(so_far, used > 200 ? used - 200 : 0, used), line, words, arena);
            struct slice first =
                last_word(slice_part(so_far, used > 200 ? used - 200 : 0, used - (joint != JOINT_SPACE)));
            size_t from = used - first.length - (joint != JOINT_SPACE);
            if (joint == JOINT_NONE) used--;
            if (joint == JOINT_SPACE) joined[used++] = ' ';
            size_t shift = used, word_end = 0;
            memcpy(joined + used, line.start, line.length);
            used += line.length;
            if (joint != JOINT_SPACE) {
                struct slice second = next_word(line, &word_end);
                struct slice after = { joined + from, shift + second.length - from };
                *vector_push(arena, &paragraph->repairs) =
                    (struct repair){ "hyphen", (uint32_t)from,
                                     arena_format(arena, SLICE_FORMAT "- " SLICE_FORMAT, SLICE_ARG(first),
                                                  SLICE_ARG(second)),
                                     after };
            }
            add_repairs(&paragraph->repairs, repairs, &next_repair, lines.items[j].start + line.length,
                        lines.items[j].start, shift, arena);
        }
        paragraph->text = (struct slice){ joined, used };
    }
}
