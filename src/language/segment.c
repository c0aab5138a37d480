// segment.c - a scanner for words, a linear model for the ends of sentences.
//
// The scanner takes the text chunk by chunk between white space. Of a chunk it first takes marks off the
// front and the end, then looks inside. A full stop stays with an abbreviation, with initials and inside
// numbers; "end.The" is a missing space. Contractions come from a table: whole words ("cannot") or endings
// ("*n't"). A part may be another word than what is written: "del" is "de" and "l=el", and an ending that
// only certain words have names the letters that stay ("*ándose" is "*ándo=ando" and "se").
#include "language/segment.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "base/vector.h"

#include <string.h>

#define WORD_LIMIT 48u // longer chunks are no abbreviation, contraction or prefix

enum listed { LISTED_ABBREVIATION = 1, LISTED_CONTRACTION = 2, LISTED_PREFIX = 4 };

struct entry {
    struct slice word; // empty when the place is free
    uint8_t kind;      // of an abbreviation: a number that stands for its kind ("title", "may-end" ...)
    bool capital;      // an abbreviation only when written with a capital: "Mass." but not "mass."
    uint8_t listed;
    uint8_t parts[4];      // of a contraction: lengths in characters; of an ending's first one: what stays
    struct slice forms[4]; // of the parts, empty where it is what is written
    uint8_t part_count;
};
struct segmenter {
    struct entry *entries; // [size], open addressing
    uint32_t size;
    struct entry *endings; // contractions that hold for any word, the longest first
    size_t ending_count;
    bool hyphens_stay; // no hyphen parts words
};

static struct entry *place_of(const struct segmenter *segmenter, struct slice word) {
    uint32_t at = (uint32_t)(((hash_bytes(word, 0) >> 32) * segmenter->size) >> 32);
    while (segmenter->entries[at].word.length > 0 && !slice_equal(segmenter->entries[at].word, word))
        if (++at == segmenter->size) at = 0;
    return &segmenter->entries[at];
}

static const struct entry *entry_of(const struct segmenter *segmenter, struct slice word,
                                    enum listed listed) {
    if (word.length == 0) return NULL;
    const struct entry *entry = place_of(segmenter, word);
    return entry->word.length > 0 && entry->listed & listed ? entry : NULL;
}

static bool is_abbreviation(const struct segmenter *segmenter, struct slice word, bool capital) {
    const struct entry *entry = entry_of(segmenter, word, LISTED_ABBREVIATION);
    return entry && (capital || !entry->capital);
}

static size_t characters(struct slice text) {
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++) count += ((unsigned char)text.start[i] & 0xc0) != 0x80;
    return count;
}

static struct slice small_letters(struct slice text, struct arena *arena) {
    char *copy = arena_allocate(arena, text.length + 1);
    for (size_t i = 0; i < text.length; i++) {
        char c = text.start[i];
        copy[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    return (struct slice){ copy, text.length };
}

// Reads "part | part=form" and says whether the parts are as long as the whole.
static bool read_parts(struct slice cell, struct entry *entry) {
    size_t sum = 0;
    for (struct slice part; entry->part_count < 4 && slice_next(&cell, SLICE(" | "), &part);) {
        part = slice_trim(part);
        const size_t equals = slice_find(part, SLICE("="), 0);
        struct slice form = { "", 0 };
        if (equals != SIZE_MAX && equals > 0) {
            form = slice_part(part, equals + 1, part.length);
            part = slice_part(part, 0, equals);
        }
        if (entry->part_count == 0 && part.length > 0 && part.start[0] == '*')
            part = slice_part(part, 1, part.length);
        entry->forms[entry->part_count] = form;
        entry->parts[entry->part_count++] = (uint8_t)characters(part);
        sum += characters(part);
    }
    return sum == characters(entry->word);
}

struct segmenter *segmenter_open(const struct knowledge *knowledge, struct slice code, struct arena *arena) {
    struct segmenter *segmenter = ARENA_NEW(arena, struct segmenter);
    const struct table *abbreviations = knowledge_table(knowledge, TABLE_ABBREVIATIONS, code),
                       *contractions = knowledge_table(knowledge, TABLE_CONTRACTIONS, code),
                       *prefixes = knowledge_table(knowledge, TABLE_PREFIXES, code);
    size_t rows = table_count(abbreviations) + table_count(contractions) + table_count(prefixes);
    segmenter->size = (uint32_t)(rows * 2 + 16);
    segmenter->entries = ARENA_ARRAY(arena, struct entry, segmenter->size);
    segmenter->endings = ARENA_ARRAY(arena, struct entry, table_count(contractions) + 1);
    for (size_t row = 0; row < table_count(abbreviations); row++) {
        struct slice word =
            small_letters(table_cell(abbreviations, row, TABLE_COLUMN(ABBREVIATIONS, PHRASE)), arena);
        struct slice kind = table_cell(abbreviations, row, TABLE_COLUMN(ABBREVIATIONS, KIND));
        struct entry *entry = place_of(segmenter, word);
        if (word.length == 0) continue;
        entry->word = word;
        entry->listed |= LISTED_ABBREVIATION;
        entry->kind = (uint8_t)(3 + (hash_bytes(kind, 0) >> 24 & 127));
        entry->capital = slice_equal(kind, SLICE("title")) || slice_equal(kind, SLICE("month")) ||
                         slice_equal(kind, SLICE("place"));
    }
    for (size_t row = 0; row < table_count(prefixes); row++) {
        struct slice word = small_letters(table_cell(prefixes, row, TABLE_COLUMN(PREFIXES, PHRASE)), arena);
        struct entry *entry = place_of(segmenter, word);
        if (word.length == 0) continue;
        if (slice_equal(word, SLICE("*"))) segmenter->hyphens_stay = true;
        entry->word = word;
        entry->listed |= LISTED_PREFIX;
    }
    for (size_t row = 0; row < table_count(contractions); row++) {
        struct slice word =
            small_letters(table_cell(contractions, row, TABLE_COLUMN(CONTRACTIONS, PHRASE)), arena);
        const bool ending = word.length > 1 && word.start[0] == '*';
        struct entry entry = { .word = slice_part(word, ending, word.length), .listed = LISTED_CONTRACTION };
        struct slice parts = table_cell(contractions, row, TABLE_COLUMN(CONTRACTIONS, PARTS));
        if (entry.word.length == 0 || !read_parts(arena_copy(arena, parts), &entry)) continue;
        if (ending) { // kept apart, the longest first
            size_t at = segmenter->ending_count++;
            while (at > 0 && segmenter->endings[at - 1].word.length < entry.word.length) {
                segmenter->endings[at] = segmenter->endings[at - 1];
                at--;
            }
            segmenter->endings[at] = entry;
            continue;
        }
        struct entry *place = place_of(segmenter, word);
        uint8_t listed = place->listed, kind = place->kind;
        *place = entry;
        place->listed |= listed;
        place->kind = kind;
    }
    return segmenter;
}

enum mark {      // what a character means to the scanner
    MARK_LETTER, // letters, digits, marks, and whatever stays inside words
    MARK_DIGIT,
    MARK_STOP,       // .
    MARK_APOSTROPHE, // ' and its curly forms
    MARK_HYPHEN,
    MARK_QUOTE,
    MARK_OPEN,
    MARK_CLOSE,
    MARK_COMMA, // , : between digits inside a number
    MARK_SLASH,
    MARK_DASH,
    MARK_END,    // ! ?
    MARK_MONEY,  // signs before a number
    MARK_SIGN,   // % and other signs after a number, and marks that stand alone
    MARK_INSIDE, // & _ @ # + ~: part of a word when inside it
    MARK_SPACE,
};

static enum mark mark_of(uint32_t code) {
    if (code < 0x80) {
        if ((code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z')) return MARK_LETTER;
        if (code >= '0' && code <= '9') return MARK_DIGIT;
        switch (code) {
        case '.':
            return MARK_STOP;
        case '\'':
        case '`':
            return MARK_APOSTROPHE;
        case '-':
            return MARK_HYPHEN;
        case '"':
            return MARK_QUOTE;
        case '(':
        case '[':
        case '{':
            return MARK_OPEN;
        case ')':
        case ']':
        case '}':
            return MARK_CLOSE;
        case ',':
        case ':':
            return MARK_COMMA;
        case '/':
            return MARK_SLASH;
        case '!':
        case '?':
            return MARK_END;
        case '$':
            return MARK_MONEY;
        case '&':
        case '_':
        case '@':
        case '#':
        case '+':
        case '~':
            return MARK_INSIDE;
        case ' ':
        case '\t':
        case '\n':
        case '\r':
        case '\v':
        case '\f':
            return MARK_SPACE;
        default:
            return code < 0x20 || code == 0x7f ? MARK_LETTER : MARK_SIGN;
        }
    }
    switch (code) {
    case 0x2018:
    case 0x2019:
    case 0x02bc:
    case 0x00b4:
    case 0xff07:
        return MARK_APOSTROPHE;
    case 0x2010:
    case 0x2011:
        return MARK_HYPHEN;
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
        return MARK_DASH;
    case 0x2026:
        return MARK_STOP;
    case 0x00a3:
    case 0x20ac:
    case 0x00a5:
        return MARK_MONEY;
    default:
        break;
    }
    switch (utf8_class_of(code)) {
    case UTF8_SPACE:
        return MARK_SPACE;
    case UTF8_DIGIT:
        return MARK_DIGIT;
    case UTF8_OPEN:
        return code == 0x201c || code == 0x201e || code == 0xab || code == 0x2039 ? MARK_QUOTE : MARK_OPEN;
    case UTF8_CLOSE:
        return code == 0x201d || code == 0xbb || code == 0x203a ? MARK_QUOTE : MARK_CLOSE;
    case UTF8_PUNCTUATION:
    case UTF8_SYMBOL:
        return MARK_SIGN;
    default:
        return MARK_LETTER;
    }
}

struct sign { // one character of a chunk
    uint32_t at, code;
    uint8_t mark, upper;
};

struct chunk { // what stands between two white spaces
    const struct segmenter *segmenter;
    struct slice text;
    const struct sign *signs; // [count + 1], the last one only says where the chunk ends
    size_t count;
};

struct pieces {
    struct piece *items;
    size_t count, capacity;
};

static struct piece *emit(struct pieces *pieces, const struct chunk *chunk, size_t from, size_t to,
                          struct arena *arena) {
    struct piece *piece = vector_push(arena, pieces);
    piece->start = chunk->signs[from].at;
    piece->end = chunk->signs[to].at;
    return piece;
}

// signs[from, to) in small letters with straight apostrophes and hyphens; empty when it is too long.
static struct slice folded(const struct chunk *chunk, size_t from, size_t to, char buffer[4 * WORD_LIMIT]) {
    size_t length = 0;
    if (to - from > WORD_LIMIT) return (struct slice){ buffer, 0 };
    for (size_t i = from; i < to; i++) {
        uint32_t code = chunk->signs[i].code;
        if (chunk->signs[i].mark == MARK_APOSTROPHE) code = '\'';
        if (chunk->signs[i].mark == MARK_HYPHEN) code = '-';
        if (code >= 'A' && code <= 'Z') code += 32;
        length += utf8_write(code, buffer + length);
    }
    return (struct slice){ buffer, length };
}

static bool is_letter(const struct chunk *chunk, size_t i) {
    return chunk->signs[i].mark == MARK_LETTER;
}

static bool is_digit(const struct chunk *chunk, size_t i) {
    return chunk->signs[i].mark == MARK_DIGIT;
}

static bool is_word(const struct chunk *chunk, size_t i) {
    return is_letter(chunk, i) || is_digit(chunk, i);
}

// "U.S." "J." "a.m.": single letters, each with its stop.
static bool is_dotted(const struct chunk *chunk, size_t from, size_t to) {
    if (to - from < 2 || (to - from) % 2 != 0) return false;
    for (size_t i = from; i < to; i += 2)
        if (!is_letter(chunk, i) || chunk->signs[i + 1].code != '.') return false;
    return to - from > 2 || chunk->signs[from].upper;
}

static void split_word(struct pieces *pieces, const struct chunk *chunk, size_t from, size_t to,
                       struct arena *arena);

// The word signs[from, to) and the parts that `ending` cuts off it.
static void put_ending(struct pieces *pieces, const struct chunk *chunk, size_t from, size_t to,
                       const struct entry *ending, struct arena *arena) {
    size_t cut = to, owner = pieces->count;
    for (unsigned k = 1; k < ending->part_count; k++) cut -= ending->parts[k];
    split_word(pieces, chunk, from, cut, arena);
    struct piece *stem = &pieces->items[pieces->count - 1];
    while (owner + 1 < pieces->count && owner + pieces->items[owner].multiword != pieces->count) owner++;
    if (pieces->items[owner].multiword > 0) // "I'd" of "I'd've"
        pieces->items[owner].multiword = (uint8_t)(pieces->items[owner].multiword + ending->part_count - 1);
    else
        stem->multiword = ending->part_count;
    const uint32_t stays = chunk->signs[cut - ending->parts[0]].at;
    if (ending->forms[0].length > 0 && stays >= stem->start)
        stem->form = arena_join(arena, slice_part(chunk->text, stem->start, stays), ending->forms[0]);
    for (unsigned k = 1; k < ending->part_count; k++) {
        emit(pieces, chunk, cut, cut + ending->parts[k], arena)->form = ending->forms[k];
        cut += ending->parts[k];
    }
}

// A word without marks at its ends: contractions and endings, else one token.
static void put_word(struct pieces *pieces, const struct chunk *chunk, size_t from, size_t to,
                     struct arena *arena) {
    char buffer[4 * WORD_LIMIT];
    struct slice word = folded(chunk, from, to, buffer);
    const struct entry *entry = entry_of(chunk->segmenter, word, LISTED_CONTRACTION);
    size_t total = 0;
    for (unsigned k = 0; entry && k < entry->part_count; k++) total += entry->parts[k];
    if (entry && total == to - from) { // one of a single part stays whole: "charla" has no ending
        for (unsigned k = 0; k < entry->part_count; k++) {
            struct piece *piece = emit(pieces, chunk, from, from + entry->parts[k], arena);
            if (k == 0 && entry->part_count > 1) piece->multiword = entry->part_count;
            piece->form = entry->forms[k];
            from += entry->parts[k];
        }
        return;
    }
    for (size_t e = 0; e < chunk->segmenter->ending_count; e++) {
        const struct entry *ending = &chunk->segmenter->endings[e];
        size_t length = characters(ending->word);
        if (word.length <= ending->word.length || length >= to - from || !slice_ends(word, ending->word))
            continue;
        put_ending(pieces, chunk, from, to, ending, arena);
        return;
    }
    emit(pieces, chunk, from, to, arena);
}

static bool same_mark_run(const struct chunk *chunk, size_t i, size_t to, size_t *end) {
    size_t k = i + 1;
    while (k < to && chunk->signs[k].code == chunk->signs[i].code) k++;
    *end = k;
    return k - i > 1;
}

// Looks inside: hyphens, slashes, dashes, missing spaces.
static void split_word(struct pieces *pieces, const struct chunk *chunk, size_t from, size_t to,
                       struct arena *arena) {
    char buffer[4 * WORD_LIMIT];
    size_t start = from;
    if (from >= to) return;
    for (size_t i = from; i < to; i++) {
        enum mark mark = chunk->signs[i].mark;
        size_t end = i + 1;
        bool cut = false;
        if (mark == MARK_LETTER || mark == MARK_DIGIT) continue;
        bool inner = i > from && i + 1 < to;
        switch (mark) {
        case MARK_HYPHEN:
            if (same_mark_run(chunk, i, to, &end)) {
                cut = true;
            } else if (inner && is_word(chunk, i - 1) && is_word(chunk, i + 1)) {
                struct slice before = folded(chunk, start, i, buffer);
                cut = !entry_of(chunk->segmenter, before, LISTED_PREFIX);
                if (chunk->segmenter->hyphens_stay)
                    cut = false;
                else if (i - start == 1 && is_letter(chunk, start) && is_digit(chunk, i + 1))
                    cut = true;
            } else {
                cut = inner;
            }
            break;
        case MARK_STOP:
            if (chunk->signs[i].code == 0x2026 || same_mark_run(chunk, i, to, &end)) {
                cut = true;
            } else if (inner && i - start >= 2 && is_letter(chunk, i - 1) && is_letter(chunk, i - 2) &&
                       !chunk->signs[i - 1].upper && chunk->signs[i + 1].upper && i + 2 < to &&
                       is_letter(chunk, i + 2)) {
                cut = true; // "end.The"
            } else if (inner && i >= 1 && (chunk->signs[i + 1].mark == MARK_QUOTE)) {
                cut = true;
            }
            break;
        case MARK_COMMA:
            cut = !(inner && is_digit(chunk, i - 1) && is_digit(chunk, i + 1));
            break;
        case MARK_SLASH:
            cut = inner && !(is_digit(chunk, i - 1) && is_digit(chunk, i + 1)) &&
                  !(i - from == 1 && to - i == 2); // "w/o" and "n/a" stay, 9/11 too
            break;
        case MARK_APOSTROPHE:
            break;
        case MARK_INSIDE:
            break;
        case MARK_SIGN:
            cut = chunk->signs[i].code != '\\' && chunk->signs[i].code != '*' && chunk->signs[i].code != '=';
            break;
        default:
            cut = true;
            break; // quotes, brackets, dashes, ends, money
        }
        if (!cut) {
            i = end - 1;
            continue;
        }
        if (i > start) put_word(pieces, chunk, start, i, arena);
        emit(pieces, chunk, i, end, arena);
        start = end;
        i = end - 1;
    }
    if (start < to) put_word(pieces, chunk, start, to, arena);
}

static bool holds(const struct chunk *chunk, struct slice what) {
    struct slice all = slice_part(chunk->text, chunk->signs[0].at, chunk->signs[chunk->count].at);
    return slice_find(all, what, 0) != SIZE_MAX;
}

static bool is_address(const struct chunk *chunk) {
    if (holds(chunk, SLICE("://"))) return true;
    char buffer[4 * WORD_LIMIT];
    struct slice start = folded(chunk, 0, chunk->count < 4 ? chunk->count : 4, buffer);
    if (slice_equal(start, SLICE("www."))) return true;
    bool sign = false, stop_after = false;
    for (size_t i = 1; i + 1 < chunk->count; i++) {
        if (chunk->signs[i].code == '@') sign = true;
        if (sign && chunk->signs[i].code == '.' && is_letter(chunk, i + 1)) stop_after = true;
    }
    return sign && stop_after;
}

// Marks at the chunk's front and end are tokens of their own.
static void scan_chunk(struct pieces *pieces, const struct chunk *chunk, bool last, struct arena *arena) {
    char buffer[4 * WORD_LIMIT];
    size_t from = 0, to = chunk->count;
    bool address = chunk->count > 5 && is_address(chunk);
    while (from < to) { // the front
        enum mark mark = chunk->signs[from].mark;
        size_t end;
        if (mark == MARK_LETTER || mark == MARK_DIGIT) break;
        bool before_digit = from + 1 < to && is_digit(chunk, from + 1);
        if (mark == MARK_STOP && before_digit && chunk->signs[from].code == '.') break; // .5
        if (mark == MARK_INSIDE && from + 1 < to && is_word(chunk, from + 1) &&
            chunk->signs[from].code != '~')
            break;
        if (mark == MARK_HYPHEN && before_digit && from == 0) break; // -5
        struct slice whole = folded(chunk, from, to, buffer);
        if (mark == MARK_APOSTROPHE) {
            bool ending =
                entry_of(chunk->segmenter, whole, LISTED_CONTRACTION) || (before_digit && to - from <= 4);
            for (size_t e = 0; !ending && e < chunk->segmenter->ending_count; e++)
                ending = slice_equal(whole, chunk->segmenter->endings[e].word);
            if (ending) break;
        }
        // Brackets and the like stand alone, without a look at the run: a page of them must not cost its
        // square.
        if (mark == MARK_OPEN || mark == MARK_CLOSE || mark == MARK_MONEY || mark == MARK_QUOTE)
            end = from + 1;
        else
            same_mark_run(chunk, from, to, &end);
        while (mark == MARK_END && end < to && chunk->signs[end].mark == MARK_END) end++;
        emit(pieces, chunk, from, end, arena);
        from = end;
    }
    // the end, found from the back and put after the word
    size_t tails[64], tail_count = 0; // starts of the tokens, the last one first
    size_t all = to;
    while (to > from && tail_count < 64) {
        size_t i = to - 1;
        enum mark mark = chunk->signs[i].mark;
        if (mark == MARK_LETTER || mark == MARK_DIGIT) break;
        if (address && (mark == MARK_SLASH || mark == MARK_SIGN || mark == MARK_INSIDE)) break;
        if (mark == MARK_INSIDE && chunk->signs[i].code != '~' && i > from && is_word(chunk, i - 1) &&
            chunk->signs[i].code != '&' && chunk->signs[i].code != '#')
            break; // C++, A+
        if (mark == MARK_STOP && chunk->signs[i].code == '.') {
            size_t run = i;
            while (run > from && chunk->signs[run - 1].code == '.') run--;
            if (i == run) {
                struct slice word = folded(chunk, from, to, buffer);
                bool initial = to - from == 2;
                bool whole_text_ends = last && tail_count == 0;
                if (is_abbreviation(chunk->segmenter, word, chunk->signs[from].upper) ||
                    (is_dotted(chunk, from, to) && !(initial && whole_text_ends)))
                    break;
                // the last part of a hyphenated or slashed word may be an abbreviation: "Lt.-Gen."
            }
            to = run;
            tails[tail_count++] = run;
            continue;
        }
        size_t run = i;
        if (mark == MARK_END)
            while (run > from && chunk->signs[run - 1].mark == MARK_END) run--;
        else if (mark == MARK_HYPHEN || mark == MARK_SIGN || mark == MARK_INSIDE)
            while (run > from && chunk->signs[run - 1].code == chunk->signs[i].code) run--;
        to = run;
        tails[tail_count++] = run;
    }
    if (from < to) {
        char more[4 * WORD_LIMIT];
        struct slice word = folded(chunk, from, to, more);
        if (address) {
            emit(pieces, chunk, from, to, arena);
        } else if (chunk->signs[to - 1].code == '.' &&
                   (is_abbreviation(chunk->segmenter, word, chunk->signs[from].upper) ||
                    is_dotted(chunk, from, to))) {
            emit(pieces, chunk, from, to, arena)->abbreviation = true;
        } else if (chunk->signs[from].mark == MARK_HYPHEN) {
            size_t end = from + 1;
            while (end < to && (is_digit(chunk, end) || chunk->signs[end].mark == MARK_STOP ||
                                chunk->signs[end].mark == MARK_COMMA))
                end++;
            emit(pieces, chunk, from, end, arena);
            split_word(pieces, chunk, end, to, arena);
        } else {
            split_word(pieces, chunk, from, to, arena);
        }
    }
    while (tail_count > 0) {
        size_t start = tails[--tail_count], end = tail_count > 0 ? tails[tail_count - 1] : all;
        emit(pieces, chunk, start, end, arena);
    }
}

size_t segment_tokens(const struct segmenter *segmenter, struct slice text, uint32_t start, uint32_t end,
                      struct piece **result, struct arena *arena) {
    struct pieces pieces = { 0 };
    // One array of signs serves all chunks: it is as long as the longest one.
    VECTOR_OF(struct sign) signs = { 0 };
    uint32_t at = start;
    while (at < end) {
        size_t step;
        uint32_t code = utf8_at(text, at, &step);
        if (mark_of(code) == MARK_SPACE) {
            at += (uint32_t)step;
            continue;
        }
        signs.count = 0;
        while (at < end) {
            code = utf8_at(text, at, &step);
            enum mark mark = mark_of(code);
            if (mark == MARK_SPACE) break;
            struct sign *sign = vector_push(arena, &signs);
            *sign =
                (struct sign){ at, code, (uint8_t)mark,
                               code < 0x80 ? code >= 'A' && code <= 'Z' : utf8_class_of(code) == UTF8_UPPER };
            at += (uint32_t)step;
            if (at > end) at = end;
        }
        size_t count = signs.count;
        *vector_push(arena, &signs) = (struct sign){ .at = at };
        struct chunk chunk = { segmenter, text, signs.items, count };
        bool last = true;
        for (uint32_t rest = at; rest < end && last; rest++) last = (unsigned char)text.start[rest] <= ' ';
        size_t first = pieces.count;
        scan_chunk(&pieces, &chunk, last, arena);
        if (pieces.count > first) pieces.items[pieces.count - 1].space_after = at < end;
    }
    *result = pieces.items;
    return pieces.count;
}

static struct slice piece_text(struct slice text, const struct piece *piece) {
    return (struct slice){ text.start + piece->start, piece->end - piece->start };
}

static enum mark first_mark(struct slice text, const struct piece *piece) {
    size_t step;
    return mark_of(utf8_at(text, piece->start, &step));
}

static bool is_closing(struct slice text, const struct piece *piece) {
    enum mark mark = first_mark(text, piece);
    return mark == MARK_CLOSE || mark == MARK_QUOTE ||
           (mark == MARK_APOSTROPHE && piece->end - piece->start <= 3);
}

static bool is_final(struct slice text, const struct piece *piece) {
    if (piece->abbreviation) return true;
    enum mark mark = first_mark(text, piece);
    char last = text.start[piece->end - 1];
    return mark == MARK_END || mark == MARK_STOP || last == '.' || last == ':' || last == ';' ||
           mark == MARK_DASH || (mark == MARK_HYPHEN && piece->end - piece->start > 1);
}

bool break_possible(struct slice text, const struct piece *pieces, size_t count, size_t i) {
    if (i + 1 >= count) return false;
    if (is_final(text, &pieces[i])) return true;
    for (size_t k = i, steps = 0; k > 0 && steps < 3 && is_closing(text, &pieces[k]); k--, steps++)
        if (is_final(text, &pieces[k - 1])) return true;
    return false;
}

static uint32_t small_hash(struct slice word) {
    char buffer[24];
    size_t length = word.length < sizeof buffer ? word.length : sizeof buffer;
    for (size_t i = 0; i < length; i++) {
        char c = word.start[i];
        buffer[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c >= '1' && c <= '9' ? '0' : c;
    }
    return (uint32_t)(hash_bytes((struct slice){ buffer, length }, 0) >> 16);
}

static uint32_t kind_of(struct slice text, const struct piece *pieces, size_t count, size_t i) {
    if (i >= count) return 20;
    struct slice word = piece_text(text, &pieces[i]);
    enum mark mark = first_mark(text, &pieces[i]);
    if (mark != MARK_LETTER) return (uint32_t)mark;
    if (!utf8_starts_upper(word)) return 21;
    if (word.length == 1) return 22;
    return utf8_is_all_upper(word) ? 23 : 24;
}

#define PUT(...) (features[n++] = feature_of(__VA_ARGS__))

unsigned break_features(const struct segmenter *segmenter, struct slice text, const struct piece *pieces,
                        size_t count, size_t i, size_t since, uint64_t features[BREAK_FEATURES]) {
    struct slice word = piece_text(text, &pieces[i]);
    struct slice before = i > since ? piece_text(text, &pieces[i - 1]) : (struct slice){ "", 0 };
    struct slice after = i + 1 < count ? piece_text(text, &pieces[i + 1]) : (struct slice){ "", 0 };
    uint32_t w = small_hash(word), l = small_hash(before), r = small_hash(after);
    uint32_t wk = kind_of(text, pieces, count, i), lk = i > since ? kind_of(text, pieces, count, i - 1) : 25,
             rk = kind_of(text, pieces, count, i + 1), r2k = kind_of(text, pieces, count, i + 2);
    uint32_t r2 = i + 2 < count ? small_hash(piece_text(text, &pieces[i + 2])) : 0;
    uint32_t space = pieces[i].space_after, length = (uint32_t)(i - since < 3   ? i - since
                                                                : i - since < 8 ? 4
                                                                                : 5);
    uint32_t abbreviation = 0, quotes = 0, brackets = 0;
    if (pieces[i].abbreviation) {
        char buffer[WORD_LIMIT];
        size_t fits = word.length < sizeof buffer ? word.length : sizeof buffer;
        for (size_t k = 0; k < fits; k++) {
            char c = word.start[k];
            buffer[k] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
        }
        const struct entry *entry = entry_of(segmenter, (struct slice){ buffer, fits }, LISTED_ABBREVIATION);
        abbreviation = entry ? entry->kind : word.length <= 3 ? 1 : 2;
    }
    size_t look = i > since + 60 ? i - 60 : since;
    for (size_t k = look; k <= i; k++) {
        enum mark mark = first_mark(text, &pieces[k]);
        quotes ^= mark == MARK_QUOTE;
        if (mark == MARK_OPEN) brackets = 1;
        if (mark == MARK_CLOSE) brackets = 0;
    }
    uint32_t length_before = (uint32_t)(before.length < 4 ? before.length : 4);
    unsigned n = 0;
    PUT(500, 0, 0, 0, 0);
    PUT(501, w, 0, 0, 0);
    PUT(502, w, space, rk, 0);
    PUT(503, w, l, 0, 0);
    PUT(504, w, r, 0, 0);
    PUT(505, w, lk, rk, 0);
    PUT(506, w, rk, r2k, space);
    PUT(507, wk, r, 0, 0);
    PUT(508, wk, rk, r2, 0);
    PUT(509, w, quotes, rk, brackets);
    PUT(510, w, length, rk, 0);
    PUT(511, abbreviation, rk, 0, 0);
    PUT(512, abbreviation, r, 0, 0);
    PUT(513, abbreviation, l, rk, 0);
    PUT(514, w, lk, length_before, rk);
    PUT(515, w, quotes, rk, lk);
    PUT(516, wk, l, rk, space);
    PUT(517, w, rk, brackets, space);
    PUT(518, w, length, rk, quotes | brackets << 1);
    PUT(519, r, r2k, wk, 0);
    PUT(520, w, r, r2, 0);
    return n;
}

void segment_sentences(const struct segmenter *segmenter, const struct linear *breaks, struct slice text,
                       struct piece *pieces, size_t count) {
    uint64_t features[BREAK_FEATURES];
    size_t since = 0;
    for (size_t i = 0; i < count; i++) {
        bool end = i + 1 == count;
        if (!end && break_possible(text, pieces, count, i)) {
            int32_t scores[LINEAR_DENSE_LABELS] = { 0 }; // of going on, of ending
            unsigned n = break_features(segmenter, text, pieces, count, i, since, features);
            linear_score(breaks, features, n, scores);
            end = scores[1] > scores[0];
        }
        pieces[i].ends_sentence = end;
        if (end) since = i + 1;
    }
}
