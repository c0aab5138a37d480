// lines.c - the form of a line: how it ends, whether it is names, whose brackets it ends in.
//
// What a page adds to a story has forms that prose has not, and most of them are these. None looks at where a
// line stands.
#include "read/text/sort.h"

#include "base/eight.h"
#include "base/utf8.h"

#include <string.h>

// A bracket, dash, stop or the like, as may stand around a line.
static bool is_around(uint32_t code) {
    if (code < 0x80 && ((code | 0x20) - 'a' < 26 || code - '0' < 10)) return false;
    const enum utf8_class class = utf8_class_of(code);
    return class == UTF8_SPACE || class == UTF8_OPEN || class == UTF8_CLOSE || class == UTF8_PUNCTUATION ||
           code == '>' || code == '|';
}

// The code point that ends at `end`, and where it starts.
static uint32_t code_before(struct slice text, size_t end, size_t *start) {
    size_t length;
    *start = end - 1;
    while (*start > 0 && ((unsigned char)text.start[*start] & 0xc0) == 0x80) --*start;
    return utf8_at(text, *start, &length);
}

struct slice line_bare(struct slice text) {
    size_t length, at;
    while (text.length > 0 && is_around(utf8_at(text, 0, &length)))
        text = slice_part(text, length, text.length);
    while (text.length > 0 && is_around(code_before(text, text.length, &at))) text.length = at;
    return text;
}

struct slice line_fold(const struct sorter *sorter, struct slice text) {
    return utf8_fold_name(line_bare(text), sorter->scratch);
}

// What `rest` of the folded form is in the text as written. Folding changes lengths, but not the spaces.
struct slice line_as_written(struct slice text, struct slice folded, struct span rest) {
    text = line_bare(text);
    struct span words = { 0, 1 }; // from the first of these to before the second
    for (size_t i = 0; i < folded.length && i < rest.end; i++) {
        if (folded.start[i] != ' ') continue;
        if (i < rest.start || (i == rest.start && i > 0)) words.start++;
        if (i + 1 < rest.end) words.end++;
    }
    size_t at = 0, start = text.length, end = text.length, word = 0;
    for (; at <= text.length; at++) {
        if (at > 0 && at < text.length && text.start[at - 1] == ' ') word++;
        if ((at == 0 || text.start[at - 1] == ' ') && word == words.start && start == text.length) start = at;
        if (at > 0 && at < text.length && text.start[at] == ' ' && word + 1 == words.end) {
            end = at;
            break;
        }
    }
    return line_bare(slice_part(text, start, end));
}

bool line_ends_with_stop(struct slice text) {
    for (size_t at; text.length > 0; text.length = at) {
        const uint32_t code = code_before(text, text.length, &at);
        if (code == '.' || code == '!' || code == '?' || code == 0x2026 || code == 0x3002 || code == 0x6d4 ||
            code == 0x61f)
            return true;
        if (code != '"' && code != '\'' && utf8_class_of(code) != UTF8_CLOSE) return false;
    }
    return false;
}

size_t line_word_count(struct slice text) {
    size_t count = 0, at = 0;
    while (next_word(text, &at).length > 0) count++;
    return count;
}

bool line_has_more_words(struct slice text, size_t than) {
    size_t count = 0, at = 0;
    while (count <= than && next_word(text, &at).length > 0) count++;
    return count > than;
}

bool line_has_byte(struct slice text, char byte) {
    return text.length > 0 && memchr(text.start, byte, text.length) != NULL;
}

size_t line_find_digit(struct slice text, size_t at) {
    for (; at < text.length && text.length - at >= 8; at += 8) {
        const uint64_t digits = eight_digits(eight_at(text.start + at));
        if (digits) return at + eight_first(digits);
    }
    while (at < text.length && (text.start[at] < '0' || text.start[at] > '9')) at++;
    return at < text.length ? at : text.length;
}

bool line_has_digit(struct slice text) {
    if (text.length < 8) return eight_digits(eight_part(text.start, text.length)) != 0;
    // To the end in any case: most have none, and a branch for each eight costs more.
    uint64_t digits = eight_digits(eight_at(text.start + text.length - 8));
    for (size_t at = 0; at + 8 < text.length; at += 8) digits |= eight_digits(eight_at(text.start + at));
    return digits != 0;
}

enum word_kind line_kind_of_word(const struct sorter *sorter, struct slice word) {
    return lexicon_lookup(sorter->lexicon, utf8_fold_name(slice_part(word, 0, 64), sorter->scratch)).kind;
}

// A line of names: words with capitals, between them particles and what joins names.
bool line_is_names(const struct sorter *sorter, struct slice text, size_t most) {
    size_t at = 0, words = 0, capitals = 0;
    if (text.length == 0 || text.length > LONGEST_LINE || line_has_digit(text) || !utf8_starts_upper(text))
        return false;
    for (struct slice word; (word = next_word(text, &at)).length > 0; words++) {
        if (utf8_starts_upper(word))
            capitals++;
        else if (word.length > 4 && line_kind_of_word(sorter, word) != WORD_FUNCTION)
            return false;
    }
    return words >= 1 && words <= most && capitals * 2 >= words;
}

// Names of which no word is a common one: of a person rather than of an outlet.
bool line_is_person(const struct sorter *sorter, struct slice text) {
    size_t at = 0, words = 0;
    if (!line_is_names(sorter, text, 5) || line_has_byte(text, ',')) return false;
    for (struct slice word; (word = next_word(text, &at)).length > 0; words++) {
        enum word_kind kind = line_kind_of_word(sorter, word);
        if (utf8_starts_upper(word) && kind != WORD_UNKNOWN && kind != WORD_NAME) return false;
    }
    return words >= 2;
}

bool line_is_agency(const struct sorter *sorter, struct slice text) {
    const struct slice folded = line_fold(sorter, text);
    struct span rest;
    if (folded.length == 0 || folded.length > LONGEST_AGENCY) return false;
    if (page_phrase_find(sorter->phrases, KIND_AGENCY, folded, &rest)) return true;
    struct table_walk walk = table_lookup(sorter->lexicon->actors, folded);
    for (size_t row; (row = table_next(&walk)) != TABLE_END;)
        if (slice_equal(table_cell(sorter->lexicon->actors, row, TABLE_COLUMN(ACTORS, KIND)), SLICE("media")))
            return true;
    return false;
}

// The last bracket of a text that ends in one: "text (inside)". `before` is what stands before it.
bool line_last_bracket(struct slice text, struct slice *before, struct slice *inside) {
    if (text.length < 3 || (text.start[text.length - 1] != ')' && text.start[text.length - 1] != ']'))
        return false;
    char close = text.start[text.length - 1], open = close == ')' ? '(' : '[';
    size_t at = text.length - 1;
    for (unsigned depth = 1; at > 0 && depth > 0 && text.length - at < 200;) {
        at--;
        if (text.start[at] == close) depth++;
        if (text.start[at] == open && --depth == 0) {
            *before = slice_trim(slice_part(text, 0, at));
            *inside = slice_trim(slice_part(text, at + 1, text.length - 1));
            return true;
        }
    }
    return false;
}

bool line_dash_at(struct slice text, size_t at, size_t *length) {
    uint32_t code = utf8_at(text, at, length);
    if (code == '-' && at + 1 < text.length && text.start[at + 1] == '-') *length = 2;
    return code == '-' || code == 0x2010 || code == 0x2012 || code == 0x2013 || code == 0x2014 ||
           code == 0x2015;
}

bool line_same_words(const struct sorter *sorter, struct slice a, struct slice b) {
    return a.length <= LONGEST_CAPTION && b.length <= LONGEST_CAPTION &&
           slice_equal(line_fold(sorter, a), line_fold(sorter, b));
}
