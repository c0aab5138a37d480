// steps.h - the steps of reading plain text, for read_document() and their tests. Later steps use earlier
// ones.
#pragma once

#include "base/eight.h"
#include "base/error.h"
#include "base/hash.h"
#include "base/vector.h"
#include "knowledge/knowledge.h"
#include "read/document.h"

struct repairs { // a vector
    struct repair *items;
    size_t count, capacity;
};

// clean.c: bytes to lines. `text` is NFC, its lines end in '\n', with single spaces inside and none at the
// ends; an empty line is a gap between paragraphs. `repairs` has positions in `text`. False with `error`: see
// read_document().
bool clean_text(struct slice bytes, struct slice source, struct arena *arena, struct slice *text,
                struct repairs *repairs, struct error *error);

// lexicon.c: what a language says of its words.
struct word_index; // opaque: the facts of a table of words, by their hashes
// Lives in `arena`; then only read. One in millions of other words is taken for one of the table.
struct word_index *word_index_of(const struct table *words, struct arena *arena);
#define LEXICON_LONGEST 64 // bytes; longer runs of letters are no words of a language
struct lexicon {           // of one language; a plain value
    const struct knowledge *knowledge;
    struct slice language;
    const struct table *words, *country_names, *actors, *people, *places, *abbreviations, *calendar;
    const struct word_index *index; // of `words`; NULL: the table is asked
};
struct lexicon lexicon_of(const struct knowledge *knowledge, struct slice language);

enum word_kind { WORD_UNKNOWN, WORD_OTHER, WORD_FUNCTION, WORD_VERB, WORD_NAME };
struct word_facts {
    uint32_t count;      // in the document
    uint32_t capital;    // of these, with a capital letter
    enum word_kind kind; // in the language
    unsigned frequency;  // in the language, 0 to 9
    bool is_determiner;  // a function word that a noun follows
    bool ends_names;     // names often end in its letters
    bool ends_words;     // other words do
};
// What the language says of a word in the form that names are compared in.
struct word_facts lexicon_lookup(const struct lexicon *lexicon, struct slice folded);
// By the hash of that form, for which see below.
struct word_facts word_index_lookup(const struct word_index *index, uint64_t hash);
void word_index_prefetch(const struct word_index *index, uint64_t hash); // before a look-up soon

// hash_step() mixed once more, for tables that take a hash's low bits. It can be undone, too.
static inline uint64_t word_hash_step(uint64_t hash, uint64_t eight) {
    hash = hash_step(hash, eight) * UINT64_C(0xd6e8feb86659fd93);
    return hash ^ hash >> 32;
}

// Of a word in the form that names are compared in. `letters`: it has letters of ASCII alone, of either case.
static inline uint64_t word_hash(struct slice word, bool letters) {
    const uint64_t small = letters ? EIGHT_CASE : 0;
    const char *start = word.start;
    size_t left = word.length;
    uint64_t hash = 0, eight = 0;
    for (; left > 8; start += 8, left -= 8) hash = word_hash_step(hash, eight_at(start) | small);
    if (left > 0) eight = (eight_part(start, left) | small) & ~UINT64_C(0) >> (64 - 8 * left);
    return word_hash_step(hash, eight);
}

// words.c: the words that repairs may rely on, the language's and the document's own.
struct words; // opaque: of one document
struct words *words_of(struct slice text, const struct lexicon *lexicon, struct arena *arena);
// Facts of a word as written; all zero but for the language's when the document does not have it.
struct word_facts words_lookup(const struct words *words, struct slice word, struct arena *arena);
// Does the document have `second`, with a capital, right after `first`, apart from case, marks and hyphens?
bool words_follow(const struct words *words, struct slice first, struct slice second, struct arena *arena);
// What the language says of a word in small letters of ASCII, whatever the document has.
struct word_facts words_known(const struct words *words, struct slice small);
// The first word in `part`, a part of the text, that is long enough to be two, unknown to the language and
// alone in the document; empty when there is none. `*passed`: how many of these stand before the part, 0 at
// first; the next part must not begin before this one.
struct slice words_next_strange(const struct words *words, size_t *passed, struct slice part);
// The next run of letters and marks at or after `*at`, which moves behind it; empty at the end.
struct slice next_word(struct slice text, size_t *at);
// The same with word_hash() of a word of ASCII alone; of another 0, which no word has.
struct slice next_word_hash(struct slice text, size_t *at, uint64_t *hash);
struct slice word_before(struct slice text, size_t at); // the run that ends there; empty when none does

// layout.c: lines to paragraphs.
struct paragraph {
    struct slice text;      // one line
    struct repairs repairs; // positions in `text`
    uint32_t block;         // paragraphs of one block had no empty line between them
    bool in_text;           // `text` is a part of what lay_out() was given, no copy
    bool first_of_block;
};
struct paragraphs { // a vector
    struct paragraph *items;
    size_t count, capacity;
};
// `separated`: the paragraphs stand apart by empty lines, so that a block says something.
void lay_out(struct slice text, const struct repairs *repairs, const struct words *words, struct arena *arena,
             struct paragraphs *paragraphs, bool *separated);

// sort.c: what of a text is the story.
struct page_phrases; // opaque: the tables of pages and months, compiled; lives in `arena`
struct page_phrases *page_phrases_of(const struct knowledge *knowledge, const struct slice *languages,
                                     size_t count, struct arena *arena);
enum part { PART_STORY, PART_TITLE, PART_CAPTION, PART_CREDIT };
struct page {         // what sort_page() found out
    enum part *parts; // [paragraphs]
    struct slice byline, outlet, agency, dateline;
    char published[11]; // empty when the page does not say
    const char *published_from;
    struct paragraphs captions, credits; // whole lines and what was cut from the story's; text only
};
// Sorts the paragraphs; cuts datelines and agency marks from the story's, which change `paragraphs`.
// `titled`: the first one is known to be the title.
void sort_page(const struct page_phrases *phrases, const struct lexicon *lexicon,
               struct paragraphs *paragraphs, bool separated, bool titled, struct arena *arena,
               struct page *page);

// mend.c: words run together and spaces astray. Adds to the paragraph's repairs. `*passed`: for
// words_next_strange(); the paragraphs come in their order.
void mend_paragraph(struct paragraph *paragraph, const struct words *words, const struct lexicon *lexicon,
                    size_t *passed, struct arena *arena);
