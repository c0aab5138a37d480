// facts_parts.h - what the files that read a page's facts know of each other.
//
// facts.c collects what stands in markup for machines in one pass and decides; facts_titles.c, facts_dates.c
// and facts_authors.c judge, and look at the page where the markup is silent; facts_text.c has what they
// share.
#pragma once

#include "base/utf8.h"
#include "base/vector.h"
#include "read/page/facts.h"
#include "read/page/json_ld.h"
#include "read/text/sort.h"

#define FACTS_HEADINGS 24u // h1 elements that are looked at
#define FACTS_METAS 400u   // meta elements with a fact that are kept
#define FACTS_NAMES 30u    // writers of a story
#define FACTS_WORDS 64u    // of a title that are compared
#define FACTS_TEXT 600u    // bytes of a title or a byline; what is longer is none

enum facts_meta {
    META_TITLE,
    META_AUTHOR,
    META_PUBLISHED,
    META_MODIFIED,
    META_OUTLET,
    META_SECTION,
    META_LANGUAGE,
    META_CANONICAL,
    META_AGENCY,
    META_LABEL,
    META_DATUM
};
struct facts_value {
    enum facts_meta fact;
    unsigned rank; // 0 is trusted most
    struct slice text;
};

struct facts_page {
    const struct html *html;
    const struct page_context *context;
    struct arena *arena;
    struct sorter sorter; // phrases and words of the language, for sort.h's functions
    struct json_ld json_ld;
    VECTOR_OF(struct facts_value) metas;
    uint32_t headings[FACTS_HEADINGS]; // nodes
    unsigned heading_count;
    uint32_t title_element, body;
    uint32_t headline;          // node of the title, else of the only h1; 0 where the page has none
    char *line_bytes;           // [FACTS_TEXT] of facts_next_line()
    bool byline_starts[27][27]; // pairs of letters that labels of bylines begin with; 26: no ASCII letter
    bool *has_ambiguous_date;   // set when `month_first` decided
    bool month_first;           // 9/10/2031 is in September, as the page's language and country write it
};

struct facts_names {
    struct slice items[FACTS_NAMES];
    size_t count;
};

// facts_text.c
// Entities are decoded already; white space folded, invisible characters removed, trimmed.
struct slice facts_clean(struct slice text, struct arena *arena);
// Markup in what ought to be text.
struct slice facts_without_tags(struct slice text, struct arena *arena);
// Letters and digits as names are compared, all else gone: what two writings of one title have in common.
struct slice facts_letters(struct slice text, struct arena *arena);
struct facts_words { // of a title, folded
    uint64_t hashes[FACTS_WORDS];
    size_t count;
};
struct facts_words facts_words_of(struct slice text, struct arena *arena);
// How many in 100 of the words of both are the other's too.
unsigned facts_likeness(const struct facts_words *a, const struct facts_words *b);
// The text of a node, cleaned; empty when it is longer than FACTS_TEXT.
struct slice facts_node_text(const struct facts_page *page, uint32_t node);
// The value of this fact with the lowest rank, the first of them; empty when there is none.
struct slice facts_meta_text(const struct facts_page *page, enum facts_meta fact);
// Does the element's class, id or the like hold one of these words (small letters; a NULL ends them)?
bool facts_has_word(const struct facts_page *page, uint32_t node, const char *const *words);
// Stands the node among what belongs to other stories: comments, lists of links, footers?
// Not what holds the headline too.
bool facts_is_aside(const struct facts_page *page, uint32_t node);
bool facts_is_phrase(const struct facts_page *page, enum page_kind kind, struct slice text);

// A run of text that no block or line break parts.
struct facts_line {
    uint32_t first, behind; // nodes
    struct slice text;      // decoded, folded, at most FACTS_TEXT bytes; until the next line is asked for
    struct {
        uint32_t node, at; // a time element, and where its text begins
    } times[4];
    unsigned time_count;
};
// The next line at or behind `*at` and before `end`, which moves behind it.
bool facts_next_line(const struct facts_page *page, uint32_t *at, uint32_t end, struct facts_line *line);

// facts_titles.c
void facts_title(struct facts_page *page, struct page_facts *facts);
// `text` without the name of the site at either end.
struct slice facts_without_site(const struct facts_page *page, struct slice text, struct slice outlet);
struct slice facts_outlet(const struct facts_page *page);

// facts_dates.c
void facts_dates(struct facts_page *page, struct page_facts *facts);

// facts_days.c
bool facts_is_digit(struct slice text, size_t at); // false behind the end
// How many digits stand at `at`, of nine at most, and the number that they are.
size_t facts_digits(struct slice text, size_t at, unsigned *number);
// How the page writes dates that leave no doubt: 14 May 2031 and 14/5/2031, or May 14, 2031.
bool facts_write_day_first(const struct facts_page *page);
// Has a text of the page, which is no prose, the number of a year or the begin of a date all of numbers?
bool facts_may_hold_date(struct slice text);
// The first date with its year in the text, as an ISO date.
bool facts_find_date(const struct facts_page *page, struct slice text, struct span *where,
                     char iso[TIMESTAMP_SIZE]);

// facts_authors.c
void facts_authors(struct facts_page *page, struct page_facts *facts);

// facts_names.c
// The names in a byline's text. `for_machines`: it is the value of an attribute and nothing but writers.
void facts_add_names(const struct facts_page *page, struct slice text, bool for_machines,
                     struct facts_names *names);
void facts_add_name(const struct facts_page *page, struct slice name, struct facts_names *names); // once
struct slice facts_join_names(const struct facts_page *page, const struct facts_names *names);
void facts_note_labels(struct facts_page *page); // before any of these:
// Whether the text may begin with "By" and the like; the text without it.
bool facts_may_be_label(const struct facts_page *page, struct slice text);
struct slice facts_without_label(const struct facts_page *page, struct slice text, bool *labelled);
// Without the date in it: what stands before, or, where it stands first, behind.
struct slice facts_without_date(const struct facts_page *page, struct slice text);
