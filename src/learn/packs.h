// packs.h - what the model of a language is learned from: the table models/packs.txt.
#pragma once

#include "base/arena.h"
#include "base/error.h"

#define PACK_TREEBANKS 4u
#define PACK_DEVELOPMENT 2u
#define PACK_FILES 32u

struct pack_files {
    struct slice names[PACK_FILES];
    unsigned count;
};
struct pack {
    struct slice code;
    struct pack_files treebanks, development, raw, names, names_development;
    bool tenth; // every tenth block of ten sentences of the treebanks is for development
};

// The row `code` of the table `file`; what it names lives in `arena`. False with `error` where the row is
// missing or malformed.
bool pack_read(const char *file, struct slice code, struct arena *arena, struct pack *pack,
               struct error *error);
