// phrases.c - the table of what pages say, and whether a line says it.
//
// A phrase without a star is the whole line; with one, the line's two ends (and, with a second one, something
// between them) are the phrase's and the star stands for the rest. Both are compared in the form that names
// are compared in.
#include "read/text/sort.h"

#include "base/eight.h"
#include "base/utf8.h"
#include "base/vector.h"

#include <string.h>

static unsigned start_of(const char *text) {
    return (text[0] & 31u) << 5 | (text[1] & 31u); // of letters the same in both cases
}

// Of four bytes, small letters or not.
static unsigned four_hash(const char *text) {
    return (((uint32_t)eight_part(text, 4) | (uint32_t)EIGHT_CASE) * UINT32_C(0x9e3779b1)) >> 22;
}

// Notes what a line must have to be the phrase: how it begins, else how it ends, else what is inside.
static void mark_phrase(struct page_phrases *phrases, uint32_t kind, const struct phrase *phrase,
                        struct arena *arena) {
    const struct slice first = phrase->first, last = phrase->last;
    if (first.length >= 4)
        phrases->starting[four_hash(first.start)] |= kind;
    else if (first.length >= 2)
        phrases->starting_short[start_of(first.start)] |= kind;
    else if (last.length >= 4)
        phrases->ending[four_hash(last.start + last.length - 4) % 256] |= kind;
    else if (last.length == 0 && phrase->middle.length > 0)
        *vector_push(arena, &phrases->inner) = (struct inner_phrase){ phrase->middle, kind };
    else
        phrases->anything |= kind;
}

static void add_phrase(struct page_phrases *phrases, size_t kind, const struct phrase *phrase,
                       struct arena *arena) {
    const struct slice first = phrase->first;
    struct phrase_list *list = &phrases->kinds[kind];
    uint32_t *link = first.length < 2 ? &list->short_starts : &phrases->starts[start_of(first.start)][kind];
    while (*link) link = &list->items[*link - 1].next;
    mark_phrase(phrases, UINT32_C(1) << kind, phrase, arena);
    *link = (uint32_t)list->count + 1;
    struct phrase *added = vector_push(arena, list);
    *added = *phrase;
    added->head = eight_part(first.start, first.length);
    added->mask = first.length < 8 ? (UINT64_C(1) << (8 * first.length)) - 1 : ~UINT64_C(0);
}

static bool is_ascii_letter(char byte) {
    return (unsigned)((byte | 0x20) - 'a') < 26;
}

#define FIRST_LETTERS 4

// Could the folded words stand in the line? Looks for their first letters, at eight places at once.
static bool may_hold(struct slice bare, struct slice words) {
    uint64_t letters[FIRST_LETTERS];
    if (words.length < FIRST_LETTERS || bare.length < 7 + FIRST_LETTERS) return true;
    for (size_t i = 0; i < FIRST_LETTERS; i++) {
        if (!is_ascii_letter(words.start[i])) return true;
        letters[i] = EIGHT_ONES * (unsigned char)words.start[i];
    }
    const size_t last = bare.length - (7 + FIRST_LETTERS);
    for (size_t at = 0;; at = at + 8 < last ? at + 8 : last) {
        uint64_t differences = 0, all = 0;
        for (size_t i = 0; i < FIRST_LETTERS; i++) {
            const uint64_t eight = eight_at(bare.start + at + i);
            differences |= eight ^ letters[i];
            all |= eight;
        }
        differences &= ~EIGHT_CASE;
        if (((differences - EIGHT_ONES) & ~differences & EIGHT_TOPS) || (all & EIGHT_TOPS)) return true;
        if (at == last) return false;
    }
}

uint32_t page_phrase_kinds(const struct page_phrases *phrases, struct slice bare) {
    if (bare.length < 4) return UINT32_MAX;
    const char *start = bare.start, *end = bare.start + bare.length - 4;
    const uint64_t ends = eight_part(start, 4) | eight_part(end, 4) << 32;
    if ((ends & EIGHT_TOPS) || eight_equal(ends, '`')) return UINT32_MAX; // folding changes more than case
    uint32_t kinds = phrases->starting[four_hash(start)] | phrases->starting_short[start_of(start)] |
                     phrases->ending[four_hash(end) % 256] | phrases->anything;
    for (size_t i = 0; i < phrases->inner.count; i++) {
        const struct inner_phrase *inner = &phrases->inner.items[i];
        if (bare.length > LONGEST_LINE || may_hold(bare, inner->words)) kinds |= inner->kind;
    }
    return kinds;
}

// Where the bit is of names that begin with these letters; SIZE_MAX where only folding can tell them.
static size_t agency_bit(struct slice name) {
    const struct slice head = slice_part(name, 0, 8);
    const uint64_t eight = eight_part(head.start, head.length);
    if ((eight & EIGHT_TOPS) || eight_equal(eight, '`')) return SIZE_MAX;
    return word_hash(head, true) % AGENCY_BITS;
}

bool page_agency_may(const struct page_phrases *phrases, struct slice bare) {
    const size_t bit = agency_bit(bare);
    return bit == SIZE_MAX || phrases->agencies[bit / 64] >> (bit % 64) & 1;
}

bool page_date_may(const struct page_phrases *phrases, struct slice text) {
    if (text.length < 2 || !is_ascii_letter(text.start[0]) || !is_ascii_letter(text.start[1])) return true;
    return phrases->dated[start_of(text.start) / 64] >> (start_of(text.start) % 64) & 1;
}

static void add_dated(struct page_phrases *phrases, struct slice name, unsigned month, struct arena *arena) {
    *vector_push(arena, &phrases->calendar) = (struct dated_word){ name, month };
    if (name.length < 2) return;
    const unsigned start = start_of(name.start);
    phrases->dated[start / 64] |= UINT64_C(1) << (start % 64);
}

static void add_agency(struct page_phrases *phrases, struct slice name, struct arena *arena) {
    const size_t bit = agency_bit(knowledge_key(name, arena));
    if (bit != SIZE_MAX) phrases->agencies[bit / 64] |= UINT64_C(1) << (bit % 64);
}

static void add_media(struct page_phrases *phrases, const struct table *actors, struct arena *arena) {
    for (size_t row = 0; row < table_count(actors); row++) {
        if (!slice_equal(table_cell(actors, row, TABLE_COLUMN(ACTORS, KIND)), SLICE("media"))) continue;
        struct slice names = table_cell(actors, row, TABLE_COLUMN(ACTORS, NAMES)), name;
        add_agency(phrases, table_cell(actors, row, TABLE_COLUMN(ACTORS, ID)), arena);
        while (slice_next(&names, SLICE(" | "), &name)) add_agency(phrases, name, arena);
    }
}

struct page_phrases *page_phrases_of(const struct knowledge *knowledge, const struct slice *languages,
                                     size_t count, struct arena *arena) {
    static const struct slice names[] = {
#define KIND_NAME(symbol, name) { name, sizeof name - 1 },
        PAGE_KINDS(KIND_NAME)
#undef KIND_NAME
    };
    struct page_phrases *phrases = ARENA_NEW(arena, struct page_phrases);
    for (size_t i = 0; i < count; i++) {
        const struct table *pages = knowledge_table(knowledge, TABLE_PAGES, languages[i]);
        for (size_t row = 0; row < table_count(pages); row++) {
            struct slice kind = table_cell(pages, row, TABLE_COLUMN(PAGES, KIND));
            struct slice text = utf8_fold_name(table_cell(pages, row, TABLE_COLUMN(PAGES, PHRASE)), arena);
            for (size_t k = 0; k < KIND_COUNT; k++) {
                if (!slice_equal(names[k], kind)) continue;
                struct phrase phrase = { .first = text };
                size_t star = slice_find(text, SLICE("*"), 0);
                if (star != SIZE_MAX) {
                    phrase.starred = true;
                    phrase.first = slice_trim(slice_part(text, 0, star));
                    phrase.last = slice_trim(slice_part(text, star + 1, text.length));
                    size_t second = slice_find(phrase.last, SLICE("*"), 0);
                    if (second != SIZE_MAX) {
                        phrase.middle = slice_trim(slice_part(phrase.last, 0, second));
                        phrase.last = slice_trim(slice_part(phrase.last, second + 1, phrase.last.length));
                    }
                }
                add_phrase(phrases, k, &phrase, arena);
                if (k != KIND_AGENCY) continue;
                add_agency(phrases, text, arena);
                if (phrase.starred) memset(phrases->agencies, 0xff, sizeof phrases->agencies);
            }
        }
        const struct table *calendar = knowledge_table(knowledge, TABLE_CALENDAR, languages[i]);
        for (size_t row = 0; row < table_count(calendar); row++) {
            struct slice kind = table_cell(calendar, row, TABLE_COLUMN(CALENDAR, KIND));
            bool month = slice_starts(kind, SLICE("month"));
            if (!month && !slice_starts(kind, SLICE("weekday"))) continue;
            double value = table_number(calendar, row, TABLE_COLUMN(CALENDAR, VALUE));
            if (month && !(value >= 1 && value <= 12)) continue;
            add_dated(phrases,
                      utf8_fold_name(table_cell(calendar, row, TABLE_COLUMN(CALENDAR, PHRASE)), arena),
                      month ? (unsigned)value : 0, arena);
        }
    }
    add_media(phrases, knowledge_table(knowledge, TABLE_ACTORS, (struct slice){ "", 0 }), arena);
    return phrases;
}

static bool is_boundary(struct slice text, size_t at) {
    if (at == 0 || at >= text.length) return true;
    unsigned char before = (unsigned char)text.start[at - 1], after = (unsigned char)text.start[at];
    return before == ' ' || after == ' ' || before == ':' || before == '(' || before == '/' ||
           before == '.' || after == ',' || after == '/' || after == ')';
}

// `rest`: what the first star stood for, as positions in `text`.
static bool phrase_matches(const struct phrase *phrase, struct slice text, struct span *rest) {
    *rest = (struct span){ 0, 0 };
    if (!phrase->starred) return slice_equal(text, phrase->first);
    if (!slice_starts(text, phrase->first) || text.length < phrase->first.length + phrase->last.length)
        return false;
    if (!is_boundary(text, phrase->first.length)) return false;
    if (phrase->last.length > 0 &&
        (text.start[text.length - 1] != phrase->last.start[phrase->last.length - 1] ||
         !slice_ends(text, phrase->last) || !is_boundary(text, text.length - phrase->last.length)))
        return false;
    size_t start = phrase->first.length, end = text.length - phrase->last.length;
    if (phrase->middle.length > 0) {
        size_t at = slice_find(text, phrase->middle, start);
        if (at == SIZE_MAX || at + phrase->middle.length > end || !is_boundary(text, at)) return false;
        end = at;
    }
    *rest = (struct span){ (uint32_t)start, (uint32_t)end };
    return true;
}

const struct phrase *page_phrase_find(const struct page_phrases *phrases, enum page_kind kind,
                                      struct slice text, struct span *rest) {
    const struct phrase_list *list = &phrases->kinds[kind];
    uint32_t found = text.length < 2 ? 0 : phrases->starts[start_of(text.start)][kind],
             at = list->short_starts;
    const uint64_t head = eight_part(text.start, text.length);
    struct span other;
    *rest = (struct span){ 0, 0 };
    for (; found; found = list->items[found - 1].next) {
        const struct phrase *phrase = &list->items[found - 1];
        if ((head & phrase->mask) == phrase->head && phrase_matches(phrase, text, rest)) break;
    }
    for (; at && (!found || at < found); at = list->items[at - 1].next) { // the table's first counts
        const struct slice last = list->items[at - 1].last;
        if (last.length > 0 && text.length > 0 && // which spares most the rest
            last.start[last.length - 1] != text.start[text.length - 1])
            continue;
        if (!phrase_matches(&list->items[at - 1], text, &other)) continue;
        found = at;
        *rest = other;
    }
    return found ? &list->items[found - 1] : NULL;
}

const struct phrase *page_line_find(const struct sorter *sorter, enum page_kind kind, size_t index,
                                    struct slice *folded, struct span *rest) {
    const struct page_line *line = &sorter->lines[index];
    *rest = (struct span){ 0, 0 };
    if (!(line->kinds >> kind & 1)) return NULL;
    if (folded->start == NULL) *folded = utf8_fold_name(line->bare, sorter->scratch);
    return page_phrase_find(sorter->phrases, kind, *folded, rest);
}
