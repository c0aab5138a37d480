// facts_names.c - the names in a byline.
//
// The hard part is what stands around them: labels, roles, degrees, cities, dates, the site's own name, the
// account that the software was installed with. A piece between commas is a second writer only when no word
// of it is a common one.
#include "read/page/facts_parts.h"

#include <string.h>

#define LONGEST_NAME 70u

// Accounts that software makes by itself, and how it writes that there is none.
static bool is_account(struct slice name) {
    static const struct slice accounts[] = {
        { "admin", 5 },       { "administrator", 13 }, { "webmaster", 9 }, { "root", 4 },
        { "user", 4 },        { "guest", 5 },          { "wpadmin", 7 },   { "null", 4 },
        { "undefined", 9 },   { "none", 4 },           { "author", 6 },    { "n/a", 3 },
        { "site admin", 10 }, { "super user", 10 },    { "anonymous", 9 }, { "unknown", 7 }
    };
    for (size_t i = 0; i < sizeof accounts / sizeof *accounts; i++)
        if (slice_equal_ascii_fold(name, accounts[i])) return true;
    return false;
}

static bool is_address(struct slice text) {
    return slice_find(text, SLICE("://"), 0) != SIZE_MAX || slice_starts(text, SLICE("www.")) ||
           (line_has_byte(text, '@') && !line_has_byte(text, ' ')) || slice_starts(text, SLICE("/"));
}

// "PhD", "M.D.", "CEPF": one word, most of its letters capitals.
static bool is_degree(struct slice text) {
    size_t capitals = 0, small = 0;
    if (text.length > 10 || line_has_byte(text, ' ')) return false;
    for (size_t i = 0; i < text.length; i++) {
        capitals += text.start[i] >= 'A' && text.start[i] <= 'Z';
        small += text.start[i] >= 'a' && text.start[i] <= 'z';
    }
    return capitals >= 2 && small <= 2 && capitals > small;
}

void facts_add_name(const struct facts_page *page, struct slice name, struct facts_names *names) {
    if (names->count == FACTS_NAMES) return;
    const struct slice letters = facts_letters(name, page->arena);
    for (size_t i = 0; i < names->count; i++)
        if (slice_find(facts_letters(names->items[i], page->arena), letters, 0) != SIZE_MAX) return;
    names->items[names->count++] = arena_copy(page->arena, name);
}

// The words of a piece up to the first that no name has: "Ann Roe in Kestrel Bay" is Ann Roe.
static struct slice leading_name(const struct facts_page *page, struct slice piece, bool for_machines) {
    size_t words = 0;
    for (size_t start = 0, end; start < piece.length; start = end + 1) {
        for (end = start; end < piece.length && piece.start[end] != ' ';) end++;
        const struct slice word = slice_part(piece, start, end);
        if (words >= (for_machines ? 2u : 1u) && facts_is_phrase(page, KIND_AFTER_NAMES, word))
            return slice_trim(slice_part(piece, 0, start));
        if (!for_machines && words >= 1 && (line_has_digit(word) || date_is_month(&page->sorter, word)))
            return slice_trim(slice_part(piece, 0, start));
        words += word.length > 0;
    }
    return piece;
}

// `text`: at most LONGEST_LINE bytes.
static bool is_common_line(const struct facts_page *page, struct slice text, bool for_machines) {
    static const enum page_kind kinds[] = { KIND_PUBLISHED,    KIND_UPDATED, KIND_BOILERPLATE, KIND_RELATED,
                                            KIND_PHOTO_CREDIT, KIND_SOURCES, KIND_REPORTING,   KIND_ROLE };
    struct span rest;
    const struct slice folded = line_fold(&page->sorter, text);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds - for_machines; i++)
        if (page_phrase_find(page->sorter.phrases, kinds[i], folded, &rest)) return true;
    // "by" and "author" without a name
    const struct phrase *phrase = page_phrase_find(page->sorter.phrases, KIND_BYLINE, folded, &rest);
    return phrase && phrase->starred && phrase->first.length > 0 && rest.end <= rest.start;
}

// A word that the language does not have, or has as a name: "Editorial Team" has none.
static bool has_own_word(const struct facts_page *page, struct slice name) {
    size_t at = 0;
    for (struct slice word; (word = next_word(name, &at)).length > 0;) {
        const enum word_kind kind = line_kind_of_word(&page->sorter, word);
        if (kind == WORD_UNKNOWN || kind == WORD_NAME) return true;
    }
    return false;
}

// "mk42", "editor-3", "page.author.name": what software calls somebody.
static bool is_identifier(struct slice name) {
    size_t stops = 0;
    for (size_t i = 0; i < name.length; i++) stops += name.start[i] == '.';
    return !line_has_byte(name, ' ') && (line_has_digit(name) || stops > 1 || line_has_byte(name, '_'));
}

static bool is_name(const struct facts_page *page, struct slice name, bool for_machines) {
    if (name.length < 2 || name.length > LONGEST_NAME || is_account(name) || is_address(name) ||
        is_identifier(name))
        return false;
    const size_t words = line_word_count(name);
    size_t at = 0;
    const struct slice first = next_word(name, &at);
    if (words < 1 || words > (for_machines ? 8u : 5u) || is_common_line(page, name, for_machines))
        return false;
    if (facts_is_phrase(page, KIND_AFTER_NAMES, first) || (words == 1 && date_is_month(&page->sorter, first)))
        return false;
    if (for_machines) return !(name.start[0] >= '0' && name.start[0] <= '9' && words > 2);
    return line_is_names(&page->sorter, name, 5) && has_own_word(page, name) && !line_has_byte(name, '?') &&
           !line_has_byte(name, '!');
}

static unsigned letter_of(char c) {
    const unsigned letter = (unsigned)((c | 0x20) - 'a');
    return letter < 26 ? letter : 26;
}

// Where the text's first letter or digit is, or what may be one when it is folded or decoded.
static size_t skip_marks(struct slice text) {
    size_t at = 0;
    for (; at < text.length; at++) {
        const unsigned char c = (unsigned char)text.start[at];
        if (c >= 0x80 || c == '&' || (c >= '0' && c <= '9') || letter_of(text.start[at]) < 26) break;
    }
    return at;
}

// Most lines need no folding to be seen to begin with no label: their first two letters tell.
bool facts_may_be_label(const struct facts_page *page, struct slice text) {
    const size_t at = skip_marks(text);
    if (at == text.length) return false;
    const char first = text.start[at], second = at + 1 < text.length ? text.start[at + 1] : ' ';
    return (unsigned char)first >= 0x80 || first == '&' || (unsigned char)second >= 0x80 || second == '&' ||
           page->byline_starts[letter_of(first)][letter_of(second)];
}

// "By *", "Author: *": what of the line is not the names stands before them.
static bool is_label(const struct phrase *phrase) {
    return phrase->starred && phrase->first.length > 0 && phrase->last.length == 0 &&
           phrase->middle.length == 0;
}

// Without "By", "Written by", "Author:" before it.
struct slice facts_without_label(const struct facts_page *page, struct slice text, bool *labelled) {
    for (unsigned rounds = 0; rounds < 2 && facts_may_be_label(page, text); rounds++) {
        struct span rest;
        const struct slice folded = line_fold(&page->sorter, text);
        const struct phrase *phrase = page_phrase_find(page->sorter.phrases, KIND_BYLINE, folded, &rest);
        if (!phrase || !is_label(phrase)) break;
        *labelled = true;
        text = rest.end > rest.start ? line_as_written(text, folded, rest) : (struct slice){ "", 0 };
    }
    return text;
}

// Two names, or two first names: "Drug Evaluation and Research" is neither.
static bool are_balanced(struct slice before, struct slice behind) {
    for (size_t i = 0; i < behind.length; i++)
        if (behind.start[i] == ',' || behind.start[i] == ';' || behind.start[i] == '|') behind.length = i;
    return line_word_count(before) < 2 || line_word_count(behind) != 1;
}

// Where the next mark that parts names is, its length, and whether names may go on behind it.
static size_t find_mark(const struct facts_page *page, struct slice text, size_t *length, bool *goes_on) {
    static const struct slice ends[] = {
        { "|", 1 },        { "\u2022", 3 },   { "\u00b7", 2 }, { " - ", 3 },
        { " \u2013 ", 5 }, { " \u2014 ", 5 }, { "[", 1 },      { " // ", 4 }
    };
    for (size_t at = 0; at < text.length; at++) {
        *goes_on = true;
        *length = 1;
        if (text.start[at] == ',' || text.start[at] == ';' || text.start[at] == '&') return at;
        *goes_on = false;
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
            if (text.start[at] == ends[i].start[0] &&
                slice_starts(slice_part(text, at, text.length), ends[i])) {
                *length = ends[i].length;
                return at;
            }
        if (text.start[at] != ' ') continue;
        size_t end = at + 1;
        while (end < text.length && text.start[end] != ' ' && end < at + 12) end++;
        if (end < text.length && end > at + 1 &&
            facts_is_phrase(page, KIND_JOIN, slice_part(text, at + 1, end)) &&
            are_balanced(slice_part(text, 0, at), slice_part(text, end, text.length))) {
            *goes_on = true;
            *length = end - at;
            return at;
        }
    }
    *length = 0;
    return text.length;
}

// Without what stands in brackets.
static struct slice without_brackets(const struct facts_page *page, struct slice text) {
    if (!line_has_byte(text, '(')) return text;
    char *bytes = arena_allocate(page->arena, text.length);
    size_t used = 0, depth = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.start[i] == '(') depth++;
        const bool doubled = text.start[i] == ' ' && (used == 0 || bytes[used - 1] == ' ');
        if (depth == 0 && !doubled) bytes[used++] = text.start[i];
        if (text.start[i] == ')' && depth > 0) depth--;
    }
    return slice_trim((struct slice){ bytes, used });
}

// Without the date in it: what stands before, or, where it stands first, behind.
struct slice facts_without_date(const struct facts_page *page, struct slice text) {
    struct span where;
    char iso[TIMESTAMP_SIZE];
    if (!line_has_digit(text) || !facts_find_date(page, text, &where, iso)) return text;
    const struct slice before = line_bare(slice_part(text, 0, where.start));
    const bool is_label = before.length < 3 || is_common_line(page, before, false);
    return is_label ? line_bare(slice_part(text, where.end, text.length)) : before;
}

// "Ann Roe, MD": as it is written.
static void add_degree(const struct facts_page *page, struct slice degree, struct slice *name) {
    const struct slice added = arena_format(page->arena, ", " SLICE_FORMAT, SLICE_ARG(degree));
    if (slice_find(*name, added, 0) == SIZE_MAX) *name = arena_join(page->arena, *name, added);
}

void facts_add_names(const struct facts_page *page, struct slice text, bool for_machines,
                     struct facts_names *names) {
    bool labelled = false;
    text = facts_clean(text, page->arena);
    if (text.length == 0 || text.length > LONGEST_LINE || is_address(text)) return;
    text = facts_without_label(
        page, without_brackets(page, for_machines ? text : facts_without_date(page, text)), &labelled);
    const size_t before = names->count;
    unsigned misses = 0;
    bool behind_comma = false;
    for (size_t length; text.length > 0 && names->count < FACTS_NAMES && misses < 3;) {
        bool goes_on;
        const size_t at = find_mark(page, text, &length, &goes_on);
        const char mark = at < text.length ? text.start[at] : ' ';
        const struct slice whole = line_bare(slice_part(text, 0, at));
        const bool is_first = names->count == before;
        struct slice piece = leading_name(page, whole, for_machines);
        text = slice_trim(slice_part(text, at + length, text.length));
        const bool is_listed = behind_comma;
        behind_comma = length == 1 && mark != '&';
        if (!is_first && is_degree(piece)) {
            if (names->count > before) add_degree(page, piece, &names->items[names->count - 1]);
            continue;
        }
        if (piece.length == 0) continue;
        if (is_first && misses) piece = facts_without_label(page, piece, &labelled);
        if (!is_first && is_listed && !line_is_person(&page->sorter, piece)) break;
        const bool is_desk = labelled && is_first && facts_is_phrase(page, KIND_DESK, piece);
        if (is_desk || (is_name(page, piece, for_machines && is_first) &&
                        (for_machines || !is_first || !is_degree(piece))))
            facts_add_name(page, piece, names);
        else
            misses++;
        if (names->count > before && (piece.length < whole.length || !goes_on)) break;
    }
}

struct slice facts_join_names(const struct facts_page *page, const struct facts_names *names) {
    struct slice text = { "", 0 };
    for (size_t i = 0; i < names->count; i++)
        text = i ? arena_format(page->arena, SLICE_FORMAT ", " SLICE_FORMAT, SLICE_ARG(text),
                                SLICE_ARG(names->items[i]))
                 : names->items[i];
    return text;
}

void facts_note_labels(struct facts_page *page) {
    const struct phrase_list *labels = &page->sorter.phrases->kinds[KIND_BYLINE];
    for (size_t i = 0; i < labels->count; i++) {
        const struct slice first = labels->items[i].first;
        const size_t at = skip_marks(first);
        if (!is_label(&labels->items[i]) || at == first.length) continue;
        const char second = at + 1 < first.length ? first.start[at + 1] : ' ';
        page->byline_starts[letter_of(first.start[at])][letter_of(second)] = true;
    }
}
