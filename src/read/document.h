// document.h - what reading gives: one document's clean text, and what stood around it.
//
// Everything points into the arena that the document was read into. Positions are bytes of `text`.
#pragma once

#include "base/arena.h"
#include "base/span.h"

#define READ_DOCUMENT_LIMIT (64u << 20) // bytes of one source document
#define READ_LINE_LIMIT 1000000u        // lines of one source document that are not empty

// What reading changed in the source's words, so that evidence can be traced back: "al Thanithe" -> "al Thani
// the". No more than a thousand of a kind are recorded, for a document ("invalid-byte" and below) or one of
// its paragraphs.
struct repair {
    // A constant: "glued" (words run together), "stray-space", "lost-space", "hyphen" (at a line's end);
    // "invalid-byte" (before: \xE9), "invisible" and "control" (before: U+200B, after: empty); "charset"
    // (before: \x93), once where the story has bytes that were read as Windows-1252; "mojibake" (encoded
    // twice, before: "Ã©") and "entity" (before: "&amp;").
    const char *kind;
    uint32_t position;   // in the clean text, where the mended words stand
    struct slice before; // as the source had it
    struct slice after;  // as the clean text has it
};

struct document {
    char id[33];         // first 16 bytes of the BLAKE2b of `text`, hexadecimal
    struct slice source; // file, URL or "-"; a record of a file as "FILE#NUMBER"
    struct slice
        source_id;    // the input's own identifier: JSON `id`, CSV key, guid, WARC record; empty when none
    struct slice url; // where it was published; empty when unknown
    struct slice
        text;    // clean UTF-8, NFC: paragraphs separated by one blank line ("\n\n"), the title the first one
    bool is_cut; // the source says, or shows, that its end is missing
    bool has_title;                // the first paragraph is a title
    const struct span *paragraphs; // [paragraph_count] into text, in order
    size_t paragraph_count;
    const struct slice *captions; // [caption_count] photo captions with their credits, as written
    size_t caption_count;
    const struct slice *credits; // [credit_count] agency credits and bylines' lines taken out of the story
    size_t credit_count;
    struct slice byline, outlet; // empty when unknown
    struct slice agency;         // whose wire it came from, as written ("EFE"); empty when unknown
    struct slice dateline; // place named by the dateline ("KABUL, Afghanistan"); empty when there is none
    char published[26];    // ISO 8601 date or date-time; empty when unknown
    // "option"; of pages "json-ld", "opengraph", "meta", "time", "url"; "container" (feed, export);
    // "dateline" (beside a place), "text" (a line of its own). NULL when unknown.
    const char *published_from;
    char modified[26];              // ISO 8601; empty when unknown
    char captured[26];              // when it was fetched, ISO 8601; empty when unknown
    char language[16];              // BCP 47: declared where the text does not say otherwise, else guessed
    struct slice language_declared; // as declared; empty when not
    struct slice charset;           // that the bytes were in, as the Encoding Standard names it
    const struct repair *repairs;   // [repair_count] in order of position
    size_t repair_count;
};

#define DOCUMENT_TELLS 200u // bytes of text by which its language can be told

// The language of a tag: "en" of "en-GB" (BCP 47).
static inline struct slice language_of_tag(struct slice tag) {
    return slice_part(tag, 0, slice_find(tag, SLICE("-"), 0));
}
