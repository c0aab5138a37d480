// block_tokens.c - names of elements and words of blocks, as hashes of which the model knows what they tell.
#include "base/eight.h"
#include "base/hash.h"
#include "read/page/blocks.h"

#include <string.h>

static void add_token(struct block_names *names, uint32_t hash) {
    if (names->count < BLOCK_TOKENS) names->tokens[names->count++] = hash ? hash : 1;
}

#define HASH_START 2166136261u // FNV-1a
#define HASH_TIMES 16777619u
#define LONGEST_NAME 64u   // bytes
#define LONGEST_VALUE 400u // bytes

struct named { // a name and the mark of the attribute that it stands in
    struct slice name;
    char mark;
};
// What calls an element one of several that a page holds: schema.org's properties, and microformats 2.
static const struct named items[] = { { { "liveBlogUpdate", 14 }, '@' },
                                      { { "blogPost", 8 }, '@' },
                                      { { "hasPart", 7 }, '@' },
                                      { { "h-entry", 7 }, '.' } };

enum { OTHER, SMALL, CAPITAL, JOIN, END }; // what a byte is in a name; digits are OTHER
static const unsigned char name_kinds[256] = {
    ['a' ... 'z'] = SMALL, ['A' ... 'Z'] = CAPITAL,
    ['-'] = JOIN,          ['_'] = JOIN,
    [':'] = JOIN,          [' '] = END,
    ['\n'] = END,          ['\t'] = END,
};

// What names begin with that call an element comments or a note. WordPress, and much that learned from it,
// says "comments-area", "comment-list" and "comment-body"; so do Disqus, Drupal and Slashdot in their way.
static const struct {
    struct slice start;
    enum apart apart;
} aparts[] = {
    { { "comment", 7 }, APART_COMMENTS },      { { "comments", 8 }, APART_COMMENTS },
    { { "commentlist", 11 }, APART_COMMENTS }, { { "disqus", 6 }, APART_COMMENTS },
    { { "disclaimer", 10 }, APART_NOTE },      { { "disclaimers", 11 }, APART_NOTE },
    { { "disclosures", 11 }, APART_NOTE },     { { "republication", 13 }, APART_NOTE },
};
// What a story's element ends its names with when they say whether it may be commented.
static const struct slice states[] = { { "open", 4 },    { "closed", 6 },   { "on", 2 },         { "off", 3 },
                                       { "enabled", 7 }, { "disabled", 8 }, { "disallowed", 10 } };

static bool calls_item(struct slice name, char mark) {
    for (size_t i = 0; i < sizeof items / sizeof *items; i++)
        if (items[i].mark == mark && items[i].name.length == name.length && slice_equal(items[i].name, name))
            return true;
    return false;
}

// `folded`: the name in small letters.
static enum apart calls_apart(struct slice name, struct slice folded) {
    if (folded.start[0] != 'c' && folded.start[0] != 'd' && folded.start[0] != 'r') return APART_NOT;
    for (size_t i = 0; i < sizeof aparts / sizeof *aparts; i++) {
        const size_t length = aparts[i].start.length;
        if (!slice_starts(folded, aparts[i].start)) continue;
        if (length < name.length && name_kinds[(unsigned char)name.start[length]] == SMALL) continue;
        for (size_t s = 0; s < sizeof states / sizeof *states; s++)
            if (slice_ends(folded, states[s]) &&
                name_kinds[(unsigned char)name.start[name.length - states[s].length - 1]] == JOIN)
                return APART_NOT;
        return aparts[i].apart;
    }
    return APART_NOT;
}

// Writes small letters, with each digit as '0', eight bytes at a time, and zeros behind them: `folded` has
// room for sixteen bytes more than `value`. Returns how many bytes are neither digits nor small letters;
// places[] says which. The end is one of them.
static unsigned fold_names(struct slice value, char *folded, uint16_t places[LONGEST_VALUE + 1]) {
    unsigned count = 0;
    for (size_t at = 0; at <= value.length; at += 8) {
        const uint64_t eight = eight_part(value.start + at, value.length - at);
        const uint64_t digits = eight_digits(eight), capitals = eight_capitals(eight);
        eight_write((eight | capitals >> 2) & ~((digits >> 7) * 0x0f), folded + at); // the bits that differ
        for (uint64_t marks = ((eight_letters(eight) ^ capitals) | digits) ^ EIGHT_TOPS; marks;
             marks &= marks - 1) {
            const size_t place = at + eight_first(marks);
            if (place > value.length) break;
            places[count++] = (uint16_t)place;
        }
    }
    eight_write(0, folded + value.length / 8 * 8 + 8); // name_hash() reads a little of it
    return count;
}

// Reads up to seven bytes beyond the name, and forgets them.
static uint32_t name_hash(const char *start, size_t length, char mark) {
    uint64_t hash = HASH_START ^ (unsigned char)mark;
    length = length < LONGEST_NAME ? length : LONGEST_NAME;
    for (size_t i = 0; i < length; i += 8) {
        uint64_t eight = eight_at(start + i);
        if (length - i < 8) eight &= (UINT64_C(1) << 8 * (length - i)) - 1;
        hash = hash_step(hash, eight);
    }
    return (uint32_t)hash;
}

// `mark` is part of whole names, so that an id is another token than a class; parts are the same in both.
static void split_names(struct slice value, char mark, struct block_names *names) {
    char folded[LONGEST_VALUE + 16];
    uint16_t places[LONGEST_VALUE + 1];
    value = slice_part(value, 0, LONGEST_VALUE);
    const unsigned count = fold_names(value, folded, places);
    size_t name = 0, part = 0;
    for (unsigned p = 0; p < count; p++) {
        const size_t i = places[p];
        const unsigned kind = i < value.length ? name_kinds[(unsigned char)value.start[i]] : END;
        const bool is_hump =
            kind == CAPITAL && i > 0 && name_kinds[(unsigned char)value.start[i - 1]] == SMALL;
        if (kind < JOIN && !is_hump) continue;
        if (i > part + 1 && (part > name || kind != END))
            add_token(names, name_hash(folded + part, i - part, 0));
        part = kind >= JOIN ? i + 1 : i;
        if (kind != END) continue;
        if (i > name) {
            add_token(names, name_hash(folded + name, i - name, mark));
            if (calls_item(slice_part(value, name, i), mark)) names->is_item = true;
            if (mark == '.' || mark == '#') {
                const struct slice small = { folded + name, i - name };
                const enum apart apart = calls_apart(slice_part(value, name, i), small);
                if (apart) names->apart = apart;
            }
        }
        name = part = i + 1;
    }
    if (mark == '.') names->sign = name_hash(folded, value.length, 0);
}

void block_names(const struct html *html, uint32_t node, struct block_names *names) {
    static const struct named sources[] = {
        { { "class", 5 }, '.' }, { { "id", 2 }, '#' }, { { "itemprop", 8 }, '@' }, { { "role", 4 }, '=' }
    };
    names->count = 0;
    names->sign = 0;
    names->is_hidden = names->is_item = false;
    names->apart = APART_NOT;
    struct slice name, value;
    size_t at = 0;
    while (html_next_attribute(html, node, &at, &name, &value)) {
        for (size_t s = 0; s < sizeof sources / sizeof *sources; s++)
            if (name.length == sources[s].name.length && slice_equal_ascii_fold(name, sources[s].name))
                split_names(value, sources[s].mark, names);
        if (slice_equal(name, SLICE("hidden"))) names->is_hidden = true;
        if (slice_equal(name, SLICE("style")) && (slice_find(value, SLICE("display:none"), 0) != SIZE_MAX ||
                                                  slice_find(value, SLICE("display: none"), 0) != SIZE_MAX))
            names->is_hidden = true;
    }
}

enum { LETTER = 1, NUMBER }; // what a byte is in a word; else it parts words
static const unsigned char word_kinds[256] = {
    ['a' ... 'z'] = LETTER, ['A' ... 'Z'] = LETTER, [0x80 ... 0xff] = LETTER,
    ['\''] = LETTER,        ['0' ... '9'] = NUMBER,
};

// The word at `at` if it is of letters of ASCII alone: eight at a time. Returns its end, `at` when it is not.
static size_t plain_word(struct slice text, size_t at, uint32_t *hash) {
    uint64_t sum = HASH_START;
    for (size_t i = at;; i += 8) {
        const uint64_t eight = eight_part(text.start + i, text.length - i);
        const uint64_t others = eight_letters(eight) ^ EIGHT_TOPS;
        sum = hash_step(sum, (eight | EIGHT_CASE) & eight_before(others));
        if (others == 0) continue;
        const size_t end = i + eight_first(others);
        if (end < text.length && word_kinds[(unsigned char)text.start[end]]) return at;
        *hash = (uint32_t)sum;
        return end;
    }
}

// Any word: digits that follow each other are as one '0'.
static size_t any_word(struct slice text, size_t at, uint32_t *hash) {
    uint32_t sum = HASH_START;
    bool is_number = false;
    for (; at < text.length; at++) {
        unsigned char c = (unsigned char)text.start[at];
        const unsigned kind = word_kinds[c];
        if (kind == 0) break;
        if (kind == NUMBER) c = '0';
        if (c >= 'A' && c <= 'Z') c |= 0x20;
        if (kind != NUMBER || !is_number) sum = (sum ^ c) * HASH_TIMES;
        is_number = kind == NUMBER;
    }
    *hash = sum ^ sum >> 15;
    return at;
}

unsigned block_word_tokens(struct slice text, uint32_t *tokens, unsigned most) {
    unsigned count = 0;
    for (size_t at = 0, end; at < text.length && count < most; at = end) {
        end = at + 1;
        if (word_kinds[(unsigned char)text.start[at]] == 0) continue;
        uint32_t hash;
        end = plain_word(text, at, &hash);
        if (end == at) end = any_word(text, at, &hash);
        tokens[count++] = hash ? hash : 1;
    }
    return count;
}
