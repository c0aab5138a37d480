// packs.c - see packs.h.
//
// The knowledge reader is not used: what a model is learned from is no knowledge of the program, which is
// built and shipped without it.
#include "learn/packs.h"

#include "base/file.h"

#include <string.h>

#define COLUMNS 6u
#define TABLE_LIMIT ((size_t)1 << 20)

static bool read_files(struct slice cell, unsigned most, struct pack_files *files, struct place_in_file here,
                       struct error *error) {
    if (slice_equal(cell, SLICE("-"))) return true;
    for (struct slice name; slice_next(&cell, SLICE("|"), &name);) {
        name = slice_trim(name);
        if (name.length == 0) return error_at(error, ERROR_INPUT, here, "expected a file's name, found none");
        if (files->count == most)
            return error_at(error, ERROR_LIMIT, here,
                            "expected at most %u files, found \"" SLICE_FORMAT "\" too", most,
                            SLICE_ARG(name));
        files->names[files->count++] = name;
    }
    return true;
}

bool pack_read(const char *file, struct slice code, struct arena *arena, struct pack *pack,
               struct error *error) {
    struct slice content, line;
    struct place_in_file here = { file, 0, 0 };
    if (!file_read(file, TABLE_LIMIT, arena, &content, error)) return false;
    while (slice_next(&content, SLICE("\n"), &line)) {
        struct slice cells[COLUMNS], rest = line;
        unsigned count = 0;
        here.line++;
        if (line.length == 0 || line.start[0] == '#') continue;
        while (count < COLUMNS && slice_next(&rest, SLICE("\t"), &cells[count])) count++;
        if (count < COLUMNS)
            return error_at(error, ERROR_INPUT, here, "expected %u columns, found %u", COLUMNS, count);
        if (!slice_equal(cells[0], code)) continue;
        memset(pack, 0, sizeof *pack);
        pack->code = cells[0];
        pack->tenth = slice_equal(cells[2], SLICE("tenth"));
        return read_files(cells[1], pack->tenth ? PACK_DEVELOPMENT : PACK_TREEBANKS, &pack->treebanks, here,
                          error) &&
               (pack->tenth || read_files(cells[2], PACK_DEVELOPMENT, &pack->development, here, error)) &&
               read_files(cells[3], PACK_FILES, &pack->raw, here, error) &&
               read_files(cells[4], PACK_FILES, &pack->names, here, error) &&
               read_files(cells[5], PACK_FILES, &pack->names_development, here, error);
    }
    here.line = 0;
    return error_at(error, ERROR_INPUT, here, "no language \"" SLICE_FORMAT "\"", SLICE_ARG(code));
}
