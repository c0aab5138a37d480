// page.c - what of a page is the story, and what stands around it.
//
// A page that was flattened to text keeps its captions, credits, dates and links as paragraphs among the
// story's. Each has a form that prose has not: a phrase of the table of pages, a photographer in brackets at
// the end where prose has a full stop, a line of names, a line of a date. A line is taken out only when its
// form is complete, and what is taken out is kept, as caption or credit: nothing is lost. When in doubt a
// line stays in the story.
//
// Where a line stands counts too: a byline stands near the top, an agency's mark at one of the ends, and
// lines without an empty line between them belong together (a caption and its credit, a place and a writer).
#include "read/parts.h"

#include "base/utf8.h"

#include <string.h>

#define LONGEST_CAPTION 700 // bytes
#define LONGEST_LINE 300    // of what is no prose
#define LONGEST_DATELINE 100
#define LONGEST_OFFER 200 // of what asks the reader to click
#define LONGEST_HEADLINE 250
#define TOP 8            // paragraphs where bylines and dates stand
#define MOST_CAPTIONS 50 // of a page that are looked for a second time
#define MOST_DATED 50    // lines around the story that are searched for a year
#define MOST_RELATED 30  // headlines below "related news"

#define PAGE_KINDS(K)                                                                                        \
    K(AGENCY, "agency")                                                                                      \
    K(AGENCY_CREDIT, "agency-credit")                                                                        \
    K(PHOTO_CREDIT, "photo-credit")                                                                          \
    K(PHOTO_WORD, "photo-word")                                                                              \
    K(BYLINE, "byline")                                                                                      \
    K(ROLE, "role")                                                                                          \
    K(REPORTING, "reporting")                                                                                \
    K(PUBLISHED, "published")                                                                                \
    K(UPDATED, "updated")                                                                                    \
    K(UPDATE, "update")                                                                                      \
    K(CORRECTION, "correction")                                                                              \
    K(BOILERPLATE, "boilerplate")                                                                            \
    K(RELATED, "related")                                                                                    \
    K(SOURCES, "sources")
enum page_kind {
#define KIND_SYMBOL(symbol, name) KIND_##symbol,
    PAGE_KINDS(KIND_SYMBOL)
#undef KIND_SYMBOL
        KIND_COUNT
};

struct phrase {
    struct slice first, middle, last; // around its stars, without spaces at their ends
    bool starred;
};
struct phrase_list { // a vector
    struct phrase *items;
    size_t count, capacity;
};
struct dated_word {
    struct slice name;
    unsigned month; // 1 to 12; 0: a weekday
};
struct page_phrases {
    struct phrase_list kinds[KIND_COUNT];
    VECTOR_OF(struct dated_word) calendar;
};

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
                *vector_push(arena, &phrases->kinds[k]) = phrase;
            }
        }
        const struct table *calendar = knowledge_table(knowledge, TABLE_CALENDAR, languages[i]);
        for (size_t row = 0; row < table_count(calendar); row++) {
            struct slice kind = table_cell(calendar, row, TABLE_COLUMN(CALENDAR, KIND));
            bool month = slice_starts(kind, SLICE("month"));
            if (!month && !slice_starts(kind, SLICE("weekday"))) continue;
            double value = table_number(calendar, row, TABLE_COLUMN(CALENDAR, VALUE));
            if (month && !(value >= 1 && value <= 12)) continue;
            *vector_push(arena, &phrases->calendar) = (struct dated_word){
                utf8_fold_name(table_cell(calendar, row, TABLE_COLUMN(CALENDAR, PHRASE)), arena),
                month ? (unsigned)value : 0,
            };
        }
    }
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
        (!slice_ends(text, phrase->last) || !is_boundary(text, text.length - phrase->last.length)))
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

static const struct phrase *find_phrase(const struct page_phrases *phrases, enum page_kind kind,
                                        struct slice text, struct span *rest) {
    const struct phrase_list *list = &phrases->kinds[kind];
    for (size_t i = 0; i < list->count; i++)
        if (phrase_matches(&list->items[i], text, rest)) return &list->items[i];
    return NULL;
}

struct sorter {
    const struct page_phrases *phrases;
    const struct lexicon *lexicon;
    struct arena *arena, *scratch; // what a paragraph's sorting needs for itself goes with it
    struct paragraphs *paragraphs;
    struct page *page;
    bool separated;
};

// Without the brackets, dashes, stops and stars around it.
static struct slice bare(struct slice text) {
    size_t length;
    while (text.length > 0) {
        uint32_t code = utf8_at(text, 0, &length);
        enum utf8_class class = utf8_class_of(code);
        if (class == UTF8_SPACE || class == UTF8_OPEN || class == UTF8_CLOSE || class == UTF8_PUNCTUATION ||
            code == '>' || code == '|')
            text = slice_part(text, length, text.length);
        else
            break;
    }
    while (text.length > 0) {
        size_t at = text.length - 1;
        while (at > 0 && ((unsigned char)text.start[at] & 0xc0) == 0x80) at--;
        uint32_t code = utf8_at(text, at, &length);
        enum utf8_class class = utf8_class_of(code);
        if (class == UTF8_SPACE || class == UTF8_OPEN || class == UTF8_CLOSE || class == UTF8_PUNCTUATION ||
            code == '>' || code == '|')
            text = slice_part(text, 0, at);
        else
            break;
    }
    return text;
}

static struct slice fold(const struct sorter *sorter, struct slice text) {
    return utf8_fold_name(bare(text), sorter->scratch);
}

// What `rest` of the folded form is in the text as written. Folding changes lengths, but not the spaces.
static struct slice as_written(struct slice text, struct slice folded, struct span rest) {
    text = bare(text);
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
    return bare(slice_part(text, start, end));
}

static bool ends_with_stop(struct slice text) {
    while (text.length > 0) {
        size_t at = text.length - 1, length;
        while (at > 0 && ((unsigned char)text.start[at] & 0xc0) == 0x80) at--;
        uint32_t code = utf8_at(text, at, &length);
        if (code == '.' || code == '!' || code == '?' || code == 0x2026 || code == 0x3002 || code == 0x6d4 ||
            code == 0x61f)
            return true;
        enum utf8_class class = utf8_class_of(code);
        if (class != UTF8_CLOSE && code != '"' && code != '\'') return false;
        text = slice_part(text, 0, at);
    }
    return false;
}

static size_t word_count(struct slice text) {
    size_t count = 0, at = 0;
    while (next_word(text, &at).length > 0) count++;
    return count;
}

static bool has_byte(struct slice text, char byte) {
    return text.length > 0 && memchr(text.start, byte, text.length) != NULL;
}

static bool has_digit(struct slice text) {
    for (size_t i = 0; i < text.length; i++)
        if (text.start[i] >= '0' && text.start[i] <= '9') return true;
    return false;
}

static enum word_kind kind_of_word(const struct sorter *sorter, struct slice word) {
    return lexicon_lookup(sorter->lexicon, utf8_fold_name(slice_part(word, 0, 64), sorter->scratch)).kind;
}

// A line of names: words with capitals, between them particles and what joins names.
static bool is_names(const struct sorter *sorter, struct slice text, size_t most) {
    size_t at = 0, words = 0, capitals = 0;
    if (text.length == 0 || text.length > LONGEST_LINE || has_digit(text) || !utf8_starts_upper(text))
        return false;
    for (struct slice word; (word = next_word(text, &at)).length > 0; words++) {
        if (utf8_starts_upper(word))
            capitals++;
        else if (word.length > 4 && kind_of_word(sorter, word) != WORD_FUNCTION)
            return false;
    }
    return words >= 1 && words <= most && capitals * 2 >= words;
}

// Names of which no word is a common one: of a person rather than of an outlet.
static bool is_person(const struct sorter *sorter, struct slice text) {
    size_t at = 0, words = 0;
    if (!is_names(sorter, text, 5) || has_byte(text, ',')) return false;
    for (struct slice word; (word = next_word(text, &at)).length > 0; words++) {
        enum word_kind kind = kind_of_word(sorter, word);
        if (utf8_starts_upper(word) && kind != WORD_UNKNOWN && kind != WORD_NAME) return false;
    }
    return words >= 2;
}

// An agency of the table, or an actor that is known to be a medium.
static bool is_agency(const struct sorter *sorter, struct slice text) {
    struct span rest;
    struct slice folded = fold(sorter, text);
    if (folded.length == 0 || folded.length > 60) return false;
    if (find_phrase(sorter->phrases, KIND_AGENCY, folded, &rest)) return true;
    struct table_walk walk = table_lookup(sorter->lexicon->actors, folded);
    for (size_t row; (row = table_next(&walk)) != TABLE_END;)
        if (slice_equal(table_cell(sorter->lexicon->actors, row, TABLE_COLUMN(ACTORS, KIND)), SLICE("media")))
            return true;
    return false;
}

// Does a photographer or an agency stand in these brackets? `loosely`: there are names, but of whom nobody
// knows.
static bool is_credit(const struct sorter *sorter, struct slice inside, bool *loosely) {
    *loosely = false;
    if (inside.length == 0 || inside.length > 150 || ends_with_stop(inside)) return false;
    size_t slash = slice_find(inside, SLICE("/"), 0);
    bool digit =
        slash != SIZE_MAX && slash > 0 && inside.start[slash - 1] >= '0' && inside.start[slash - 1] <= '9';
    bool slashed = slash != SIZE_MAX && slash > 0 && !digit && is_names(sorter, inside, 16);
    struct span rest;
    struct slice folded = fold(sorter, inside);
    if (find_phrase(sorter->phrases, KIND_PHOTO_CREDIT, folded, &rest) ||
        find_phrase(sorter->phrases, KIND_PHOTO_WORD, folded, &rest) || is_agency(sorter, inside))
        return true;
    if (word_count(inside) > 12) return false;
    size_t at = 0;
    bool photo = false;
    for (struct slice word; (word = next_word(folded, &at)).length > 0;)
        photo = photo || find_phrase(sorter->phrases, KIND_PHOTO_WORD, word, &rest) != NULL;
    if (photo && utf8_starts_upper(bare(inside))) return true;
    for (struct slice pieces = inside, part; slice_next(&pieces, SLICE(","), &part);)
        for (struct slice piece; slice_next(&part, SLICE("/"), &piece);)
            if (is_agency(sorter, piece) ||
                (slashed && slice_trim(piece).length > 2 && utf8_is_all_upper(piece)))
                return true;
    if (slashed) return *loosely = true;
    size_t words = 0;
    at = 0;
    for (struct slice word; (word = next_word(inside, &at)).length > 0; words++)
        if (!utf8_starts_upper(word) && word.length > 2) return false;
    *loosely = words > 1 && is_names(sorter, inside, 6);
    return *loosely;
}

// The last bracket of a text that ends in one: "text (inside)". `before` is what stands before it.
static bool last_bracket(struct slice text, struct slice *before, struct slice *inside) {
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

// What a caption says without its credits.
static struct slice caption_body(const struct sorter *sorter, struct slice text) {
    struct slice before, inside;
    bool loosely;
    while (last_bracket(text, &before, &inside) && is_credit(sorter, inside, &loosely)) text = before;
    return text;
}

// Where a credit begins that ends the text without brackets: "... on Tuesday. Photo: Jo Roe", "... X/Jo Roe".
static bool ends_in_credit(const struct sorter *sorter, struct slice text) {
    struct span rest;
    for (size_t at = text.length; at > 1 && text.length - at < 90; at--) {
        if (text.start[at - 1] != ' ' || at < 2) continue;
        char stop = text.start[at - 2];
        struct slice tail = slice_part(text, at, text.length);
        bool after_stop = stop == '.' || stop == '!' || stop == '?' || stop == ')' || stop == '"' ||
                          stop == '|' || (unsigned char)stop >= 0x80;
        if (!after_stop || ends_with_stop(tail) || word_count(tail) > 10) continue;
        const struct phrase *phrase =
            find_phrase(sorter->phrases, KIND_PHOTO_CREDIT, fold(sorter, tail), &rest);
        if (phrase && phrase->starred) return true;
        if (has_byte(tail, '/') && is_names(sorter, tail, 6) && word_count(slice_part(text, 0, at)) >= 4)
            for (struct slice pieces = tail, piece; slice_next(&pieces, SLICE("/"), &piece);)
                if (is_agency(sorter, piece) || (piece.length > 2 && utf8_is_all_upper(piece))) return true;
    }
    return false;
}

// Is `before` what a caption says? A sentence without its stop, in small letters for the most part, and no
// item of a list; or before a slash the name of who is in the picture, with a name of two words for the
// photographer.
static bool is_captioned(const struct sorter *sorter, struct slice before, struct slice inside) {
    struct slice outer, inner, photographer = inside;
    bool loosely;
    while (last_bracket(before, &outer, &inner) && is_credit(sorter, inner, &loosely)) before = outer;
    if (before.length == 0 || bare(before).start != before.start || has_digit(slice_part(before, 0, 1)))
        return false;
    size_t at = 0, words = 0, small = 0;
    for (struct slice word; (word = next_word(before, &at)).length > 0; words++)
        small += !utf8_starts_upper(word);
    if (words >= 6 && small * 10 >= words * 4) return has_byte(inside, '/') || !ends_with_stop(before);
    size_t slash = slice_find(inside, SLICE("/"), 0);
    if (slash != SIZE_MAX) photographer = slice_part(inside, 0, slash);
    return slash != SIZE_MAX && words >= 2 && words <= 4 && word_count(photographer) >= 2 &&
           is_names(sorter, before, 4);
}

static bool is_caption(const struct sorter *sorter, struct slice text, bool first, bool last) {
    if (text.length > LONGEST_CAPTION) return false;
    struct span rest;
    struct slice before, inside;
    if (find_phrase(sorter->phrases, KIND_PHOTO_CREDIT, fold(sorter, text), &rest) != NULL) return true;
    bool loosely;
    if (last_bracket(text, &before, &inside) && is_credit(sorter, inside, &loosely)) {
        if (before.length == 0) return !loosely;
        if (loosely) return !first && before.length <= 250 && is_captioned(sorter, before, inside);
        if (ends_with_stop(before) && is_agency(sorter, inside)) return !last && before.length <= 200;
        return !first || ends_with_stop(before) || has_byte(inside, '/');
    }
    return !first && ends_in_credit(sorter, text);
}

// --- dates

struct date {
    unsigned year, month, day; // year 0: not said
    size_t start, end;         // in the text
};

static unsigned month_of(const struct sorter *sorter, struct slice word, bool *weekday) {
    *weekday = false;
    if (word.length == 0 || word.length > 20) return 0;
    struct slice folded = utf8_fold_name(word, sorter->scratch);
    for (size_t i = 0; i < sorter->phrases->calendar.count; i++) {
        const struct dated_word *known = &sorter->phrases->calendar.items[i];
        if (!slice_equal(known->name, folded)) continue;
        *weekday = known->month == 0;
        return known->month;
    }
    return 0;
}

static unsigned number_at(struct slice text, size_t *at, size_t *digits) {
    unsigned number = 0;
    size_t start = *at;
    while (*at < text.length && text.start[*at] >= '0' && text.start[*at] <= '9' && *at - start < 5)
        number = number * 10 + (unsigned)(text.start[(*at)++] - '0');
    *digits = *at - start;
    return number;
}

static void skip_bytes(struct slice text, size_t *at, const char *bytes) {
    while (*at < text.length && strchr(bytes, text.start[*at]) != NULL && text.start[*at] != '\0') ++*at;
}

static bool is_day(const struct date *date) {
    static const unsigned days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    bool leap = date->year == 0 || (date->year % 4 == 0 && (date->year % 100 != 0 || date->year % 400 == 0));
    if (date->month < 1 || date->month > 12 || date->day < 1 || date->day > days[date->month - 1])
        return false;
    return (date->month != 2 || date->day < 29 || leap) &&
           (date->year == 0 || (date->year >= 1800 && date->year < 2200));
}

// A date that begins at `at`, where a word or number begins.
static bool date_at(const struct sorter *sorter, struct slice text, size_t at, struct date *date) {
    size_t digits, start = at;
    bool weekday;
    *date = (struct date){ .start = start };
    if (text.start[at] >= '0' && text.start[at] <= '9') {
        unsigned number = number_at(text, &at, &digits);
        if (digits > 4) return false;
        char mark = at < text.length ? text.start[at] : '\0';
        if (digits == 4 || (digits <= 2 && (mark == '.' || mark == '/') && at + 1 < text.length &&
                            text.start[at + 1] >= '0' && text.start[at + 1] <= '9')) {
            if (mark != '-' && mark != '/' && mark != '.') return false;
            at++;
            unsigned second = number_at(text, &at, &digits);
            if (digits == 0 || digits > 2 || at >= text.length || text.start[at] != mark) return false;
            at++;
            unsigned third = number_at(text, &at, &digits);
            if (number > 31)
                *date = (struct date){ number, second, third, start, at };
            else if (digits != 4 || (mark == '/' && number <= 12 && second <= 12 && number != second))
                return false; // the day or the month first: nobody can tell
            else if (second > 12)
                *date = (struct date){ third, number, second, start, at };
            else
                *date = (struct date){ third, second, number, start, at };
            return date->year > 0 && is_day(date);
        }
        date->day = number;
        while (at < text.length && text.start[at] >= 'a' && text.start[at] <= 'z' && at - start < 4)
            at++;                                                          // 4th
        for (unsigned tries = 0; tries < 2 && date->month == 0; tries++) { // "4 de mayo"
            skip_bytes(text, &at, " .");
            size_t word_at = at;
            struct slice word = next_word(text, &word_at);
            if (word.length == 0 || word.start != text.start + at) return false;
            date->month = month_of(sorter, word, &weekday);
            if (date->month == 0 && word.length > 3) return false;
            at = word_at;
        }
    } else {
        struct slice word = next_word(text, &at);
        if (word.start != text.start + start || (date->month = month_of(sorter, word, &weekday)) == 0)
            return false;
        skip_bytes(text, &at, " .");
        date->day = number_at(text, &at, &digits);
        if (digits == 0 || digits > 2) return false;
        while (at < text.length && text.start[at] >= 'a' && text.start[at] <= 'z' && at - start < 30) at++;
    }
    date->end = at;
    for (unsigned tries = 0; tries < 2; tries++) {
        skip_bytes(text, &at, " ,.");
        size_t word_at = at;
        unsigned year = number_at(text, &at, &digits);
        if (digits == 4 && year >= 1800 && year < 2200) {
            date->year = year;
            date->end = at;
            break;
        }
        struct slice word = next_word(text, &word_at);
        if (digits > 0 || word.length == 0 || word.length > 3 || word.start != text.start + at) break;
        at = word_at;
    }
    return is_day(date);
}

static bool find_date(const struct sorter *sorter, struct slice text, struct date *date) {
    bool boundary = true;
    for (size_t at = 0; at < text.length; at++) {
        unsigned char byte = (unsigned char)text.start[at];
        bool word =
            byte >= 0x80 || (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
        if (word && boundary && date_at(sorter, text, at, date)) return true;
        boundary = !word;
    }
    return false;
}

// "Kestrel Bay, 14 May 2031", "Published: May 15, 2031, 10:30 GMT". `place` is empty when none is named.
static bool is_date_line(const struct sorter *sorter, struct slice text, struct date *date,
                         struct slice *place, bool *updated) {
    *place = (struct slice){ "", 0 };
    *updated = false;
    if (text.length > 150 || !has_digit(text) || !find_date(sorter, text, date) || date->year == 0)
        return false;
    struct slice before = bare(slice_part(text, 0, date->start));
    struct slice after = bare(slice_part(text, date->end, text.length));
    if (after.length > 0) {
        bool clock = has_byte(after, ':') && has_digit(after) && after.length <= 40;
        struct date second;
        bool two =
            has_digit(after) && after.length <= 80 && find_date(sorter, after, &second) && second.year > 0;
        struct span rest;
        struct slice label = fold(sorter, before);
        if (!clock && !(two && (find_phrase(sorter->phrases, KIND_PUBLISHED, label, &rest) ||
                                find_phrase(sorter->phrases, KIND_UPDATED, label, &rest))))
            return false;
    }
    size_t end = before.length;
    for (bool weekday = true; weekday && end > 0;) { // a weekday before the date
        size_t start = end;
        while (start > 0 && before.start[start - 1] != ' ' && before.start[start - 1] != ',') start--;
        month_of(sorter, bare(slice_part(before, start, end)), &weekday);
        if (weekday) before = bare(slice_part(before, 0, start));
        end = before.length;
    }
    if (before.length == 0) return true;
    struct span rest;
    struct slice folded = fold(sorter, before);
    if (find_phrase(sorter->phrases, KIND_PUBLISHED, folded, &rest)) return true;
    if (find_phrase(sorter->phrases, KIND_UPDATED, folded, &rest)) return *updated = true;
    if (!is_names(sorter, before, 6) || before.length > 60) return false;
    *place = before;
    return true;
}

// --- datelines

static bool is_dash(struct slice text, size_t at, size_t *length) {
    uint32_t code = utf8_at(text, at, length);
    if (code == '-' && at + 1 < text.length && text.start[at + 1] == '-') *length = 2;
    return code == '-' || code == 0x2010 || code == 0x2012 || code == 0x2013 || code == 0x2014 ||
           code == 0x2015;
}

// `known`: in the tables.
static bool is_place_in_capitals(const struct sorter *sorter, struct slice text, bool *known_place) {
    if (!utf8_is_all_upper(text) || has_digit(text) || text.length < 3 || word_count(text) > 4) return false;
    struct slice folded = fold(sorter, text);
    struct table_walk walk = table_lookup(sorter->lexicon->places, folded);
    if (table_next(&walk) != TABLE_END) return *known_place = true;
    walk = table_lookup(sorter->lexicon->country_names, folded);
    if (table_next(&walk) != TABLE_END) return *known_place = true;
    size_t at = 0, known = 0, words = 0;
    for (struct slice word; (word = next_word(text, &at)).length > 0; words++) {
        enum word_kind kind = kind_of_word(sorter, word);
        known += kind == WORD_OTHER || kind == WORD_FUNCTION || kind == WORD_VERB;
    }
    return words > 0 && known < words;
}

// The part of the dateline before the agency or the dash: a place, perhaps a region and a date.
static bool is_dateline_place(const struct sorter *sorter, struct slice text, struct slice *place,
                              struct date *date) {
    *date = (struct date){ 0 };
    *place = text = slice_trim(text);
    if (text.length == 0 || text.length > 70 || !utf8_starts_upper(text)) return false;
    if (has_digit(text)) {
        if (!find_date(sorter, text, date) || bare(slice_part(text, date->end, text.length)).length > 0)
            return false;
        *place = slice_trim(slice_part(text, 0, date->start));
        while (place->length > 0 && place->start[place->length - 1] == ',') place->length--;
        size_t start = place->length; // "Halm, Wednesday, 14 May"
        while (start > 0 && place->start[start - 1] != ',') start--;
        bool weekday;
        month_of(sorter, bare(slice_part(*place, start, place->length)), &weekday);
        if (weekday && start > 0) *place = slice_part(*place, 0, start - 1);
    }
    return place->length == 0 ? false : is_names(sorter, *place, 7);
}

static bool has_long_words(struct slice text) { // no abbreviation
    size_t at = 0;
    for (struct slice word; (word = next_word(text, &at)).length > 0;)
        if (word.length < 4) return false;
    return true;
}

struct dateline {
    size_t length; // bytes of the paragraph that belong to it; 0: none
    struct slice place, agency;
    struct date date;
};

// "KABUL, Afghanistan (AP) - ", "(Reuters) - ", "TOLVA, 4 September 2031. ", "Tolva, 17 May 2031 - ", "PORT
// AMET. "
// `start`: the paragraph begins the story, where a place alone may be its dateline.
static struct dateline dateline_of(const struct sorter *sorter, struct slice text, bool start) {
    struct dateline none = { 0 }, found = { 0 };
    struct slice head = slice_part(text, 0, LONGEST_DATELINE);
    size_t length;
    for (size_t at = 0; at < head.length; at += length) {
        utf8_at(head, at, &length);
        char byte = head.start[at];
        if (byte == '(') {
            size_t close = slice_find(head, SLICE(")"), at);
            if (close == SIZE_MAX) return none;
            found.agency = slice_trim(slice_part(head, at + 1, close));
            size_t after = close + 1, dash, stops = 0;
            while (after < head.length && (head.start[after] == '.' || head.start[after] == ':'))
                after++, stops++;
            while (after < head.length && head.start[after] == ' ') after++;
            bool dashed = after < head.length && is_dash(head, after, &dash);
            if (dashed) after += dash;
            if ((!dashed && stops == 0) || !is_names(sorter, found.agency, 6)) return none;
            while (after < text.length && text.start[after] == ' ') after++;
            struct slice place = slice_trim(slice_part(head, 0, at));
            if (place.length > 0 && !is_dateline_place(sorter, place, &found.place, &found.date)) return none;
            if (!dashed && place.length == 0) return none;
            found.length = after;
            return found;
        }
        size_t dash = 0;
        bool dashed =
            at > 0 && is_dash(head, at, &dash) &&
            (head.start[at - 1] == ' ' || head.start[at - 1] == '.' || (unsigned char)byte >= 0x80) &&
            at + dash < text.length && (text.start[at + dash] == ' ' || (unsigned char)byte >= 0x80);
        bool stopped = (byte == '.' || byte == ':') && at + 1 < head.length && head.start[at + 1] == ' ';
        if (!dashed && !stopped) continue;
        struct slice before = slice_trim(slice_part(head, 0, at));
        while (dashed && before.length > 0 && before.start[before.length - 1] == '.') before.length--;
        struct slice city = before;
        size_t comma = slice_find(before, SLICE(","), 0);
        if (comma != SIZE_MAX) city = slice_part(before, 0, comma);
        if (!is_dateline_place(sorter, before, &found.place, &found.date)) {
            if (stopped) continue; // "ST. ANNE - "
            return none;
        }
        bool known = false, capitals = is_place_in_capitals(sorter, city, &known);
        if (stopped && (byte == ':' ? !known : !known && (!start || !has_long_words(city)))) capitals = false;
        if (dashed ? !capitals && found.date.day == 0 : !capitals) {
            if (stopped) continue;
            return none;
        }
        at += dashed ? dash : 1;
        while (at < text.length && text.start[at] == ' ') at++;
        if (at >= text.length) return none;
        found.length = at;
        return found;
    }
    return none;
}

// --- sorting

static void keep(struct sorter *sorter, struct paragraphs *list, struct slice text) {
    struct paragraph *kept = vector_push(sorter->arena, list);
    kept->text = text;
}

static void take_date(struct sorter *sorter, const struct date *date, const char *from) {
    struct page *page = sorter->page;
    if (date->year == 0 || page->published[0] != '\0') return;
    struct slice text = arena_format(sorter->arena, "%04u-%02u-%02u", date->year, date->month, date->day);
    memcpy(page->published, text.start, 10);
    page->published[10] = '\0';
    page->published_from = from;
}

// A dateline without a year: another line of the page may name the same day with it.
static void complete_date(const struct sorter *sorter, struct date *date) {
    const struct paragraphs *lists[] = { &sorter->page->captions, &sorter->page->credits };
    if (date->day == 0 || date->year != 0) return;
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < lists[k]->count && i < MOST_DATED; i++)
            for (struct slice rest = slice_part(lists[k]->items[i].text, 0, LONGEST_CAPTION);
                 rest.length > 0;) {
                struct date other;
                if (!find_date(sorter, rest, &other)) break;
                if (other.year != 0 && other.month == date->month && other.day == date->day) {
                    date->year = other.year;
                    return;
                }
                rest = slice_part(rest, other.end, rest.length);
            }
}

static void take_agency(struct sorter *sorter, struct slice agency) {
    if (sorter->page->agency.length == 0) sorter->page->agency = agency;
}

static void cut_start(struct sorter *sorter, struct paragraph *paragraph, size_t length) {
    keep(sorter, &sorter->page->credits, slice_trim(slice_part(paragraph->text, 0, length)));
    paragraph->text = slice_part(paragraph->text, length, paragraph->text.length);
    size_t kept = 0;
    for (size_t i = 0; i < paragraph->repairs.count; i++) {
        struct repair repair = paragraph->repairs.items[i];
        if (repair.position < length) continue;
        repair.position -= (uint32_t)length;
        paragraph->repairs.items[kept++] = repair;
    }
    paragraph->repairs.count = kept;
}

static void cut_end(struct sorter *sorter, struct paragraph *paragraph, size_t length) {
    keep(sorter, &sorter->page->credits,
         slice_trim(slice_part(paragraph->text, length, paragraph->text.length)));
    paragraph->text = slice_trim(slice_part(paragraph->text, 0, length));
    while (paragraph->repairs.count > 0 &&
           paragraph->repairs.items[paragraph->repairs.count - 1].position > paragraph->text.length)
        paragraph->repairs.count--;
}

static bool same_words(const struct sorter *sorter, struct slice a, struct slice b) {
    return a.length <= LONGEST_CAPTION && b.length <= LONGEST_CAPTION &&
           slice_equal(fold(sorter, a), fold(sorter, b));
}

// Captions, with the lines that belong to them.
static void sort_captions(struct sorter *sorter) {
    struct paragraph *all = sorter->paragraphs->items;
    enum part *parts = sorter->page->parts;
    size_t count = sorter->paragraphs->count, last = count; // the last that may be prose
    while (last > 0 && (all[last - 1].text.length < 60 || !ends_with_stop(all[last - 1].text))) last--;
    for (size_t i = 0; i < count; i++) {
        arena_reset(sorter->scratch);
        if (parts[i] != PART_STORY || !is_caption(sorter, all[i].text, i == 0, i >= last)) continue;
        struct slice body = caption_body(sorter, all[i].text), before, inside;
        struct span rest;
        const struct phrase *phrase =
            find_phrase(sorter->phrases, KIND_PHOTO_CREDIT, fold(sorter, all[i].text), &rest);
        bool credit_only =
            body.length == 0 || (phrase && last_bracket(all[i].text, &before, &inside) && before.length == 0);
        size_t from = i;
        while (from > 1 && i - from < 3 && parts[from - 1] == PART_STORY &&
               all[from - 1].text.length <= LONGEST_CAPTION / 2) {
            struct slice above = all[from - 1].text;
            bool together = sorter->separated && all[from - 1].block == all[i].block;
            if (!(same_words(sorter, above, body) ||
                  (together && (credit_only ? above.length <= 200 : !ends_with_stop(above))) ||
                  (credit_only && !together && from - 1 > 0 && from == i && !ends_with_stop(above) &&
                   above.length <= 250)))
                break;
            from--;
        }
        struct slice text = all[from].text;
        for (size_t j = from; j <= i; j++) {
            parts[j] = PART_CAPTION;
            if (j > from)
                text = arena_join(sorter->arena, arena_join(sorter->arena, text, SLICE("\n")), all[j].text);
        }
        keep(sorter, &sorter->page->captions, text);
    }
    size_t captions = sorter->page->captions.count;
    if (captions > MOST_CAPTIONS) return; // no news page: nothing to gain
    struct slice bodies[MOST_CAPTIONS];
    for (size_t i = 0; i < captions; i++) {
        struct slice body = caption_body(sorter, sorter->page->captions.items[i].text);
        bodies[i] = utf8_fold_name(bare(body), sorter->arena);
    }
    for (size_t i = 1; i < count; i++) { // the same caption once more, without its credit
        struct slice text = all[i].text;
        if (parts[i] != PART_STORY || text.length > LONGEST_CAPTION || ends_with_stop(text)) continue;
        arena_reset(sorter->scratch);
        struct slice folded = fold(sorter, text);
        for (size_t j = 0; j < captions && parts[i] == PART_STORY; j++)
            if (slice_equal(folded, bodies[j])) {
                parts[i] = PART_CAPTION;
                keep(sorter, &sorter->page->captions, text);
            }
    }
}

// A legend's line ("██ held by the rebels"), or a line without letters.
static bool is_legend(struct slice text) {
    size_t length;
    uint32_t code = utf8_at(text, 0, &length);
    return code >= 0x2580 && code <= 0x25ff && utf8_class_of(code) == UTF8_SYMBOL &&
           text.length <= LONGEST_LINE && !ends_with_stop(text);
}

static bool has_words(struct slice text) {
    size_t length;
    for (size_t at = 0; at < text.length; at += length)
        if (utf8_is_word(utf8_at(text, at, &length))) return true;
    return false;
}

static bool is_address(struct slice text) {
    if (has_byte(text, ' ') || text.length > LONGEST_LINE) return false;
    return slice_find(text, SLICE("://"), 0) != SIZE_MAX || (has_byte(text, '@') && has_byte(text, '.')) ||
           slice_starts(text, SLICE("www.")) || (text.start[0] == '@' && text.length > 1);
}

static void take_byline(struct sorter *sorter, struct slice names) {
    if (is_agency(sorter, names)) take_agency(sorter, names);
    if (sorter->page->byline.length == 0) sorter->page->byline = names;
}

static bool is_byline(struct sorter *sorter, struct slice text, struct slice *names) {
    struct span rest;
    struct slice folded = fold(sorter, text);
    if (text.length > 150 || has_digit(text) || (ends_with_stop(text) && word_count(text) > 5)) return false;
    const struct phrase *phrase = find_phrase(sorter->phrases, KIND_BYLINE, folded, &rest);
    if (phrase) {
        *names = phrase->starred ? as_written(text, folded, rest) : bare(text);
        if (is_names(sorter, *names, 16)) {
            if (phrase->first.length == 0) *names = bare(text);
            return true;
        }
    }
    size_t comma = text.length;
    while (comma > 0 && text.start[comma - 1] != ',' && text.start[comma - 1] != '|') comma--;
    if (comma == 0) return false;
    if (!find_phrase(sorter->phrases, KIND_ROLE, fold(sorter, slice_part(text, comma, text.length)), &rest))
        return false;
    *names = bare(slice_part(text, 0, comma - 1));
    return is_names(sorter, *names, 12);
}

// A line that is no part of the story by its own form.
static bool is_credit_line(struct sorter *sorter, size_t index, bool first) {
    struct slice text = sorter->paragraphs->items[index].text, names;
    size_t count = sorter->paragraphs->count;
    if (!has_words(text)) return true;
    if (text.length > LONGEST_CAPTION) return false;
    if (is_address(text)) return true;
    struct span rest;
    struct slice folded = fold(sorter, text);
    bool is_short = text.length <= LONGEST_LINE, at_end = index + 4 > count;
    const struct phrase *phrase =
        is_short ? find_phrase(sorter->phrases, KIND_BOILERPLATE, folded, &rest) : NULL;
    if (phrase && (!phrase->starred || !first)) return true;
    if (is_short && (index < TOP || at_end) && !first && is_byline(sorter, text, &names)) {
        take_byline(sorter, names);
        return true;
    }
    if (first) return false;
    if (find_phrase(sorter->phrases, KIND_UPDATE, folded, &rest) ||
        find_phrase(sorter->phrases, KIND_CORRECTION, folded, &rest))
        return true;
    if (!is_short) return false;
    phrase = find_phrase(sorter->phrases, KIND_AGENCY_CREDIT, folded, &rest);
    if (phrase) {
        if (phrase->starred) take_agency(sorter, as_written(text, folded, rest));
        return true;
    }
    if (word_count(text) <= 5 && is_agency(sorter, text)) {
        take_agency(sorter, bare(text));
        return true;
    }
    return find_phrase(sorter->phrases, KIND_REPORTING, folded, &rest) != NULL && text.length <= 250;
}

static bool is_list_line(const struct sorter *sorter, struct slice text) {
    struct date date;
    return text.length <= LONGEST_LINE &&
           (!ends_with_stop(text) || slice_find(text, SLICE("://"), 0) != SIZE_MAX ||
            find_date(sorter, text, &date));
}

static void sort_credits(struct sorter *sorter) {
    struct paragraph *all = sorter->paragraphs->items;
    struct page *page = sorter->page;
    enum part *parts = page->parts;
    size_t count = sorter->paragraphs->count;
    for (size_t i = 0; i < count; i++) {
        if (parts[i] != PART_STORY) continue;
        arena_reset(sorter->scratch);
        struct slice text = all[i].text, place;
        bool first = i == 0, updated;
        struct date date;
        struct span rest;
        if (is_legend(text)) {
            parts[i] = PART_CAPTION;
            keep(sorter, &page->captions, text);
            continue;
        }
        if (is_date_line(sorter, text, &date, &place, &updated) &&
            !(first && place.length > 0 && count > 1 && all[0].text.length > 60)) {
            if (!updated) take_date(sorter, &date, place.length > 0 ? "dateline" : "text");
            if (page->dateline.length == 0) page->dateline = place;
            parts[i] = PART_CREDIT;
            // A writer or an outlet beside the date.
            for (int step = -1; step <= 1 && sorter->separated; step += 2) {
                size_t j = i + (size_t)step;
                if ((step < 0 && i < 2) || j >= count || parts[j] != PART_STORY ||
                    all[j].block != all[i].block)
                    continue;
                struct slice names;
                if (all[j].text.length > 80 || ends_with_stop(all[j].text) || has_digit(all[j].text))
                    continue;
                if (is_byline(sorter, all[j].text, &names))
                    take_byline(sorter, names);
                else if (is_person(sorter, all[j].text))
                    take_byline(sorter, all[j].text);
                else if (is_names(sorter, all[j].text, 6)) {
                    if (page->outlet.length == 0) page->outlet = all[j].text;
                } else
                    continue;
                parts[j] = PART_CREDIT;
            }
            continue;
        }
        if (is_credit_line(sorter, i, first)) {
            parts[i] = PART_CREDIT;
            continue;
        }
        if (first || text.length > LONGEST_LINE) continue;
        struct slice folded = fold(sorter, text);
        const struct phrase *phrase = find_phrase(sorter->phrases, KIND_RELATED, folded, &rest);
        if (phrase &&
            (!phrase->starred || !ends_with_stop(text) || slice_find(text, SLICE(":"), 0) != SIZE_MAX)) {
            parts[i] = PART_CREDIT;
            if (phrase->starred && rest.end > rest.start) continue;
            for (size_t j = i + 1; j < count && j - i <= MOST_RELATED && parts[j] == PART_STORY &&
                                   all[j].text.length <= 160 && !ends_with_stop(all[j].text) &&
                                   !(sorter->separated && phrase->starred && all[j].block != all[i].block);
                 j++)
                parts[j] = PART_CREDIT;
            continue;
        }
        if (find_phrase(sorter->phrases, KIND_SOURCES, folded, &rest) && i + 1 < count) {
            size_t end = i + 1;
            while (end < count && is_list_line(sorter, all[end].text)) end++;
            if (end == i + 1) continue;
            for (size_t j = i; j < end; j++)
                if (parts[j] == PART_STORY) parts[j] = PART_CREDIT;
        }
    }
    for (size_t i = 0; i < count; i++)
        if (parts[i] == PART_CREDIT) keep(sorter, &page->credits, all[i].text);
}

static bool is_headline(struct slice text) {
    if (text.length > LONGEST_HEADLINE || word_count(text) > 35 || word_count(text) == 0) return false;
    char end = text.start[text.length - 1];
    if (end == ':' || end == ',' || end == ';') return false;
    // A question or a call may be a headline; a full stop ends one only after an abbreviation.
    size_t stop = slice_find(text, SLICE(". "), 0);
    bool ends_in_dot = end == '.' || (text.length > 3 && (end == '"' || (unsigned char)end >= 0x80) &&
                                      text.start[text.length - (end == '"' ? 2 : 4)] == '.');
    if (ends_in_dot && !(text.length > 3 && text.start[text.length - 3] == '.')) return false;
    while (stop != SIZE_MAX) { // a sentence that ends inside, by a word in small letters before the stop
        size_t start = stop;
        while (start > 0 && text.start[start - 1] >= 'a' && text.start[start - 1] <= 'z') start--;
        if (stop - start > 4) return false;
        stop = slice_find(text, SLICE(". "), stop + 1);
    }
    return true;
}

// Takes the dateline from one of the first paragraphs of the story, and a title that is there twice.
static void sort_start(struct sorter *sorter, size_t first, bool titled) {
    struct paragraph *all = sorter->paragraphs->items;
    struct page *page = sorter->page;
    for (size_t i = first, seen = 0; i < sorter->paragraphs->count && seen < 3; i++) {
        if (page->parts[i] != PART_STORY) continue;
        seen++;
        if (titled && same_words(sorter, all[i].text, all[first].text)) {
            page->parts[i] = PART_CREDIT;
            keep(sorter, &page->credits, all[i].text);
            continue;
        }
        struct dateline dateline = dateline_of(sorter, all[i].text, seen == 1);
        if (dateline.length == 0 || dateline.length >= all[i].text.length) continue;
        if (page->dateline.length == 0) page->dateline = dateline.place;
        if (dateline.agency.length > 0) take_agency(sorter, dateline.agency);
        complete_date(sorter, &dateline.date);
        take_date(sorter, &dateline.date, "dateline");
        cut_start(sorter, &all[i], dateline.length);
        return;
    }
}

// Takes an agency's mark behind the last full stop: "... he said. (AFP)", "... he said. - AFP"
static void sort_end(struct sorter *sorter, struct paragraph *last) {
    struct slice text = last->text, before, inside;
    if (last_bracket(text, &before, &inside) && ends_with_stop(before) && is_agency(sorter, inside)) {
        take_agency(sorter, inside);
        cut_end(sorter, last, before.length);
        return;
    }
    size_t length;
    for (size_t at = text.length; at > 0 && text.length - at < 40; at--) {
        if (((unsigned char)text.start[at - 1] & 0xc0) == 0x80 || !is_dash(text, at - 1, &length)) continue;
        before = slice_trim(slice_part(text, 0, at - 1));
        struct slice agency = slice_trim(slice_part(text, at - 1 + length, text.length));
        if (ends_with_stop(before) && is_agency(sorter, agency)) {
            take_agency(sorter, agency);
            cut_end(sorter, last, before.length);
        }
        return;
    }
}

void sort_page(const struct page_phrases *phrases, const struct lexicon *lexicon,
               struct paragraphs *paragraphs, bool separated, struct arena *arena, struct page *page) {
    struct sorter sorter = { phrases, lexicon, arena, arena_new(), paragraphs, page, separated };
    struct paragraph *all = paragraphs->items;
    *page = (struct page){ .parts = ARENA_ARRAY(arena, enum part, paragraphs->count) };
    sort_captions(&sorter);
    sort_credits(&sorter);

    size_t count = paragraphs->count, story = 0, first = count, last = count;
    for (size_t i = 0; i < count; i++)
        if (page->parts[i] == PART_STORY) {
            story++;
            if (first == count) first = i;
            last = i;
        }
    if (story > 0) {
        bool titled = story > 1 && is_headline(all[first].text) &&
                      dateline_of(&sorter, all[first].text, false).length == 0;
        if (titled) page->parts[first] = PART_TITLE;
        sort_start(&sorter, first, titled);
        if (page->parts[last] == PART_STORY) sort_end(&sorter, &all[last]);
    } else { // nothing but captions and credits: then they are what there is to read
        for (size_t i = 0; i < count; i++) page->parts[i] = PART_STORY;
        page->captions.count = page->credits.count = 0;
    }
    arena_free(sorter.scratch);
}
