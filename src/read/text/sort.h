// sort.h - what the files that sort a text know of each other: its phrases, the form of its lines, its dates.
//
// sort.c sorts, with captions.c, notices.c, bylines.c and datelines.c; these ask lines.c for the form of a
// line, dates.c for its date and phrases.c for the table's phrases. Whatever a function allocates without
// saying so is in the sorter's scratch, which the next paragraph resets.
#pragma once

#include "base/vector.h"
#include "read/text/steps.h"

#define LONGEST_CAPTION 700 // bytes
#define LONGEST_LINE 300    // of what is no prose
#define LONGEST_AGENCY 60   // bytes of a name

#define PAGE_KINDS(K)                                                                                        \
    K(AGENCY, "agency")                                                                                      \
    K(AGENCY_CREDIT, "agency-credit")                                                                        \
    K(PHOTO_CREDIT, "photo-credit")                                                                          \
    K(PHOTO_WORD, "photo-word")                                                                              \
    K(BYLINE, "byline")                                                                                      \
    K(ROLE, "role")                                                                                          \
    K(DESK, "desk")                                                                                          \
    K(JOIN, "join")                                                                                          \
    K(AFTER_NAMES, "after-names")                                                                            \
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
    uint64_t head, mask; // the first eight bytes of what its line begins with, and which of these count
    uint32_t next;       // phrase that begins with the same two letters, from 1; 0: none
};
struct phrase_list { // a vector
    struct phrase *items;
    size_t count, capacity;
    uint32_t short_starts; // the first phrase that begins with less than two bytes, from 1
};
struct inner_phrase { // between two stars, with nothing before or behind them
    struct slice words;
    uint32_t kind; // its bit
};
struct dated_word {
    struct slice name;
    unsigned month; // 1 to 12; 0: a weekday
};
#define AGENCY_BITS 8192
struct page_phrases {
    struct phrase_list kinds[KIND_COUNT];
    // By five bits of each of the first two bytes: the first such phrase of each kind, from 1. What a line is
    // asked for lies together.
    uint32_t starts[1024][KIND_COUNT];
    // A bit for each kind that has phrases which begin or end with these four bytes, by their hash; which
    // begin with fewer, by the first two as above; which may be any line.
    uint32_t starting[1024], ending[256], starting_short[1024], anything;
    VECTOR_OF(struct inner_phrase) inner;
    uint64_t agencies[AGENCY_BITS / 64]; // by the hash of the first eight bytes of an agency or medium
    VECTOR_OF(struct dated_word) calendar;
    uint64_t dated[16]; // a bit for each five bits of the first two bytes of a word of the calendar
};

struct page_line {     // what a paragraph is asked most
    struct slice bare; // as line_bare() gives it
    uint32_t kinds;    // a bit for each kind that it may be a phrase of
};
struct sorter {
    const struct page_phrases *phrases;
    const struct lexicon *lexicon;
    struct arena *arena, *scratch; // `scratch` goes with each paragraph
    struct paragraphs *paragraphs;
    const struct page_line *lines; // [paragraphs], until the first is cut
    struct page *page;
    bool separated;
};

// phrases.c: the first phrase of this kind that `folded`, a line as line_fold() gives it, is. NULL when none.
// `rest`: what its first star stood for, as positions in `folded`.
const struct phrase *page_phrase_find(const struct page_phrases *phrases, enum page_kind kind,
                                      struct slice folded, struct span *rest);

// The same of the sorter's line at `index`, which is folded only if it may be such a phrase. `folded`: it is
// kept there for the next; its start is NULL when it has not been.
const struct phrase *page_line_find(const struct sorter *sorter, enum page_kind kind, size_t index,
                                    struct slice *folded, struct span *rest);

// The kinds of phrases, a bit for each, that the line which line_bare() gave may be, by its first four bytes,
// its last ones and, where it is no prose, the words inside. Spares the folding of most.
uint32_t page_phrase_kinds(const struct page_phrases *phrases, struct slice bare);
// Could the bare line be the name of an agency or a medium, by its first letters?
bool page_agency_may(const struct page_phrases *phrases, struct slice bare);
// Could the text begin with a month or a weekday, by its first two letters?
bool page_date_may(const struct page_phrases *phrases, struct slice text);

// lines.c: the form of a line.
struct slice line_bare(struct slice text); // without the brackets, dashes, stops and stars around it
struct slice line_fold(const struct sorter *sorter, struct slice text); // the bare line as names are compared
// What `rest` of the folded form is in the text as written.
struct slice line_as_written(struct slice text, struct slice folded, struct span rest);
bool line_ends_with_stop(struct slice text); // a stop, perhaps within quotation marks or brackets
size_t line_word_count(struct slice text);
bool line_has_more_words(struct slice text, size_t than);
bool line_has_byte(struct slice text, char byte);
// Where the first digit at or behind `at` is; the text's length when there is none.
size_t line_find_digit(struct slice text, size_t at);
bool line_has_digit(struct slice text);
bool line_same_words(const struct sorter *sorter, struct slice a, struct slice b);
enum word_kind line_kind_of_word(const struct sorter *sorter, struct slice word); // in the language
// At most `most` words with capitals, between them particles and what joins names.
bool line_is_names(const struct sorter *sorter, struct slice text, size_t most);
// Names of which no word is a common one: of a person rather than of an outlet.
bool line_is_person(const struct sorter *sorter, struct slice text);
// An agency of the table, or an actor that is known to be a medium.
bool line_is_agency(const struct sorter *sorter, struct slice text);
// The last bracket of a text that ends in one: "before (inside)".
bool line_last_bracket(struct slice text, struct slice *before, struct slice *inside);
bool line_dash_at(struct slice text, size_t at, size_t *length); // `length`: its bytes, two for "--"

// dates.c: dates as pages write them.
struct date {
    unsigned year, month, day; // year 0: not said
    size_t start, end;         // bytes of the text it was found in
};
bool date_find(const struct sorter *sorter, struct slice text, struct date *date); // the first one
bool date_is_weekday(const struct sorter *sorter, struct slice word);
bool date_is_month(const struct sorter *sorter, struct slice word);
// A line that is a date with its year: "Kestrel Bay, 14 May 2031", "Published: May 15, 2031, 10:30 GMT".
// `place` is empty when none is named; `updated`: it is not the first publication's.
bool date_of_line(const struct sorter *sorter, struct slice text, struct date *date, struct slice *place,
                  bool *updated);
// A date without a year: one of the lines taken out so far may name the same day with it.
void date_complete(const struct sorter *sorter, struct date *date);

// datelines.c: the place, date and agency that a story begins with.
struct dateline {
    size_t length; // bytes of the paragraph that belong to it; 0: none
    struct slice place, agency;
    struct date date;
};
// `start`: the paragraph begins the story, where a place alone may be its dateline.
struct dateline dateline_of(const struct sorter *sorter, struct slice text, bool start);

// bylines.c: does the line name the writers? `names`: who.
bool byline_of(const struct sorter *sorter, struct slice text, struct slice *names);

// captions.c: makes captions of the story's paragraphs.
void sort_captions(struct sorter *sorter);
bool caption_is_legend(struct slice text); // of a map: "██ held by the rebels"

// notices.c: makes credits of the story's paragraphs that the page added, and takes what they say into the
// page.
void sort_notices(struct sorter *sorter);

// sort.c: what was found goes into the page; what it already has stays.
void page_keep(const struct sorter *sorter, struct paragraphs *list, struct slice text);
void page_take_date(const struct sorter *sorter, const struct date *date, const char *from);
void page_take_agency(const struct sorter *sorter, struct slice agency);
void page_take_byline(const struct sorter *sorter, struct slice names); // bylines.c
