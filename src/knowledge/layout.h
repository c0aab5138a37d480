// layout.h - the compiled tables, as compiler.c writes and knowledge.c reads them.
//
// A data file (base/file.h) with these sections; all numbers are 32-bit and little-endian unless said
// otherwise:
//
//     schema    u64, schema_hash()
//     tables    one `struct` of ENTRY_WORDS words for each table, in order of kind and language
//     strings   bytes: cells, keys, names of files (these with a NUL)
//     cells     offset and length in strings, row after row
//     lines     the line of each row
//     slots     hash tables of keys: number of the key within its table plus 1, or 0; hash_bytes(key, 0),
//     then the next keys      offset, length, first posting, count of postings, most words of a phrase that
//     starts with it postings  row and column where the key stands, in order of rows and columns
//
// A key without postings is the first word of longer phrases. A table's parts of these sections lie together;
// its words say where each begins (counted in items) and how many there are. A count of slots is a power of
// two.
#pragma once

#define LAYOUT_MAGIC "DRGKNOW"
#define LAYOUT_VERSION 1

enum table_word {
    WORD_KIND,
    WORD_LANGUAGE, // offset and length in strings
    WORD_LANGUAGE_LENGTH,
    WORD_FILE,
    WORD_FILE_LENGTH, // without the NUL that follows
    WORD_ROWS,
    WORD_COLUMNS,
    WORD_FIRST_CELL,
    WORD_FIRST_LINE,
    WORD_FIRST_SLOT,
    WORD_SLOTS,
    WORD_FIRST_KEY,
    WORD_KEYS,
    WORD_FIRST_POSTING,
    WORD_POSTINGS,
    WORD_RESERVED,
    ENTRY_WORDS
};
enum { CELL_WORDS = 2, LINE_WORDS = 1, SLOT_WORDS = 1, KEY_WORDS = 5, POSTING_WORDS = 2 };
