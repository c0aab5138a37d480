// testing.h - compressed bytes and crawls made on the spot, for the tests of what reads them.
//
// Not part of the library.
#pragma once

#include "base/arena.h"

extern const char *const testing_compressions[]; // "gzip", "zstd", "bzip2", "xz", NULL

// One member of `bytes` compressed, in `arena`. Ends the test program for another name.
struct slice testing_packed(const char *compression, struct slice bytes, struct arena *arena);
// A bomb: members of 16 MiB of zeros, `count` of them together.
struct slice testing_bomb(const char *compression, uint64_t count, struct arena *arena);
// A record of a crawl, WARC 1.1, of this type, for "http://a.example/", with its two line ends.
struct slice testing_record(const char *type, const char *content_type, struct slice content,
                            struct arena *arena);
// A record with an answer of a server: `header` without the empty line.
struct slice testing_response(const char *header, struct slice body, struct arena *arena);
