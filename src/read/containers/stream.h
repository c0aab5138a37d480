// stream.h - the bytes of one input, decompressed as they come.
//
// A stream is read through a window that slides forward: memory stays constant however long the input is.
// gzip, zstd, bzip2 and xz are recognized by their first bytes, members after members too, one within another
// up to STREAM_NESTING. A member that is damaged does not end the input: what comes behind it follows after a
// line end. A stream belongs to one thread.
#pragma once

#include "base/arena.h"
#include "base/error.h"

#include <signal.h>

#define STREAM_NESTING 3           // compressions within compressions
#define STREAM_RATIO 1000u         // most decompressed bytes for each compressed one, over a whole input ...
#define STREAM_FREE (256ull << 20) // ... beyond the first so many decompressed bytes

struct stream; // opaque

// `path`: a file, or "-" for standard input. NULL with `error`. Owned by the caller: stream_close().
struct stream *stream_open(const char *path, struct error *error);
// Over bytes that the caller keeps alive; `name` is for errors, copied. Never NULL.
struct stream *stream_of(struct slice bytes, const char *name);
// The same bytes as they are, compressed or not.
struct stream *stream_of_plain(struct slice bytes, const char *name);
void stream_close(struct stream *stream); // NULL is fine
// While `*stop` (NULL: nobody) is not 0, waiting for bytes of a pipe, a terminal or a device ends as if the input
// ended there. For a program's signal handlers; holds for all streams.
void stream_stop_by(const volatile sig_atomic_t *stop);

// The bytes that come next: at least `wanted` of them, fewer only at the end or after a failure. Valid until
// the next call for this stream.
struct slice stream_peek(struct stream *stream, size_t wanted);
// The bytes that come next, at most `most` of them, fewer only at the end or after a failure; in `arena`,
// into which they are read without another copy.
struct slice stream_take(struct stream *stream, size_t most, struct arena *arena);
// Passes over `count` bytes, however many; returns how many there were.
uint64_t stream_skip(struct stream *stream, uint64_t count);
uint64_t stream_position(const struct stream *stream);   // bytes passed over, decompressed
uint64_t stream_bytes_read(const struct stream *stream); // bytes taken from the file, compressed as they were
uint64_t stream_bytes_total(const struct stream *stream); // of the file; 0 when nobody knows
const char *stream_name(const struct stream *stream);
// True when something of the input is lost: cut short, damaged, unreadable or over a limit. `error` (may be
// NULL) says where first and what was expected.
bool stream_failed(const struct stream *stream, struct error *error);
// True when bytes from position `start` to `end` come from a member that turned out damaged there: they may
// be wrong. Known when some bytes behind `end` have been peeked. What came before a cut is good.
bool stream_is_doubtful(const struct stream *stream, uint64_t start, uint64_t end);
