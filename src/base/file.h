// file.h - files read whole, and data files that are mapped.
//
// A data file (compiled knowledge, a model) is one header, a table of sections and the sections, all
// little-endian:
//
//     0   8   magic, e.g. "DRGKNOW\0"
//     8   4   version of the content's form
//     12  4   count of sections
//     16  32  BLAKE2b-256 of all other bytes, the next eight being zero: which file it is
//     48  8   hash_bytes() of all bytes but these, never 0: whether it is whole, asked at each start;
//             0 in older files, of which BLAKE2b is asked
//     56  8   reserved, zero
//     64  32 * count   sections: name (16 bytes, padded with NUL), offset u64, size u64
//     ..      sections, each at the next multiple of 64 bytes; the file ends with the last one
#pragma once

#include "base/arena.h"
#include "base/error.h"

// Reads all of `path` ("-" is standard input) into `arena`. False with `error` when it cannot be read or
// holds more than `limit` bytes.
bool file_read(const char *path, size_t limit, struct arena *arena, struct slice *content,
               struct error *error);

struct data_file; // opaque: mapped, read only, any number of threads

// NULL with `error` when missing, cut short, of another magic or version, or (with `verify`) of another hash.
struct data_file *data_file_open(const char *path, const char magic[8], uint32_t version, bool verify,
                                 struct error *error);
// The same over bytes that the caller keeps alive (aligned to 64), for knowledge compiled in memory.
struct data_file *data_file_over(struct slice bytes, const char *name, const char magic[8], uint32_t version,
                                 struct error *error);
void data_file_close(struct data_file *file); // NULL is fine
// The section of this name; empty when there is none. Starts at a multiple of 64 bytes.
struct slice data_file_section(const struct data_file *file, const char *name);
// First 16 hexadecimal digits of the hash, for --version and records.
const char *data_file_hash(const struct data_file *file);

struct data_section {
    const char *name; // at most 15 bytes
    struct slice content;
};
// The bytes of a data file, in `arena`, aligned to 64.
struct slice data_file_make(const char magic[8], uint32_t version, const struct data_section *sections,
                            size_t count, struct arena *arena);
// Writes `content` to `path` by way of a temporary file beside it, so that nobody sees half of it.
bool file_write(const char *path, struct slice content, struct error *error);
