// decompress.c - gzip, zstd, bzip2 and xz, as layers.
//
// Memory is bounded by what a window may need: 128 MiB, which is more than any archive of news was seen to
// use. A file of zstd may begin with the dictionary of all its frames, in a frame of its own that other
// readers skip: crawls are kept so ("Zstandard for WARC", IIPC).
#include "read/containers/layers.h"

#include <bzlib.h>
#include <lzma.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#define MEMORY_LIMIT (128u << 20)
#define ZSTD_WINDOW 27               // log2 of MEMORY_LIMIT
#define DICTIONARY_LIMIT (16u << 20) // bytes of zstd's

static unsigned at_most(size_t count) {
    return count < (1u << 30) ? (unsigned)count : 1u << 30;
}

// As far as `start` goes: what is shorter is an input that was cut. One byte that is a letter may be a text.
static bool begins_with(struct slice start, struct slice magic) {
    const bool is_letter = (unsigned char)magic.start[0] >= ' ' && (unsigned char)magic.start[0] < 0x7f;
    return start.length > (is_letter ? 1 : 0) && slice_starts(magic, slice_part(start, 0, magic.length));
}

static void *gzip_open(void) {
    z_stream *z = calloc(1, sizeof *z);
    if (z && inflateInit2(z, 15 + 16) != Z_OK) {
        free(z);
        return NULL;
    }
    return z;
}

static void gzip_close(void *state) {
    inflateEnd(state);
    free(state);
}

static void gzip_restart(void *state) {
    inflateReset(state);
}

static enum layer_step gzip_step(void *state, struct slice *in, char **out, size_t *room, bool is_last) {
    (void)is_last;
    z_stream *z = state;
    const unsigned given = at_most(in->length), space = at_most(*room);
    z->next_in = (unsigned char *)in->start; // zlib only reads it
    z->avail_in = given;
    z->next_out = (unsigned char *)*out;
    z->avail_out = space;
    const int result = inflate(z, Z_NO_FLUSH);
    *in = slice_part(*in, given - z->avail_in, in->length);
    *out += space - z->avail_out;
    *room -= space - z->avail_out;
    if (result == Z_STREAM_END) return LAYER_MEMBER_ENDS;
    return result == Z_OK || result == Z_BUF_ERROR ? LAYER_GOES_ON : LAYER_DAMAGED;
}

// RFC 1952: deflate is the only method, three flags are reserved.
static bool gzip_begins(struct slice start) {
    return begins_with(start, SLICE("\x1f\x8b\x08")) &&
           (start.length < 4 || ((unsigned char)start.start[3] & 0xe0) == 0);
}

struct zstd {
    ZSTD_DStream *stream;
    bool has_begun;        // the first frame has
    unsigned char head[8]; // of the frame that may be the dictionary: magic, size
    size_t head_count;     //
    char *dictionary;      // [dictionary_size] while it comes
    size_t dictionary_size, dictionary_count;
};

static void *zstd_open(void) {
    struct zstd *zstd = calloc(1, sizeof *zstd);
    if (!zstd || !(zstd->stream = ZSTD_createDStream())) {
        free(zstd);
        return NULL;
    }
    ZSTD_DCtx_setParameter(zstd->stream, ZSTD_d_windowLogMax, ZSTD_WINDOW);
    return zstd;
}

static void zstd_close(void *state) {
    struct zstd *zstd = state;
    ZSTD_freeDStream(zstd->stream);
    free(zstd->dictionary);
    free(zstd);
}

static void zstd_restart(void *state) {
    ZSTD_DCtx_reset(((struct zstd *)state)->stream, ZSTD_reset_session_only);
}

static const unsigned char dictionary_magic[4] = { 0x5d, 0x2a, 0x4d, 0x18 };

// The dictionary is whole: it may be compressed itself.
static enum layer_step take_dictionary(struct zstd *zstd) {
    struct slice raw = { zstd->dictionary, zstd->dictionary_size };
    char *unpacked = NULL;
    bool good = true;
    if (slice_starts(raw, SLICE("\x28\xb5\x2f\xfd"))) {
        unpacked = malloc(DICTIONARY_LIMIT); // the frame need not say its size
        const size_t size = unpacked ? ZSTD_decompress(unpacked, DICTIONARY_LIMIT, raw.start, raw.length)
                                     : DICTIONARY_LIMIT + 1;
        good = !ZSTD_isError(size) && size <= DICTIONARY_LIMIT;
        raw = (struct slice){ unpacked, size };
    }
    good = good && !ZSTD_isError(ZSTD_DCtx_loadDictionary(zstd->stream, raw.start, raw.length));
    free(unpacked);
    free(zstd->dictionary);
    zstd->dictionary = NULL;
    return good ? LAYER_MEMBER_ENDS : LAYER_DAMAGED;
}

// The first frame as far as it may be the dictionary. True when it was: then `*step` says what happened.
static bool dictionary_step(struct zstd *zstd, struct slice *in, enum layer_step *step) {
    *step = LAYER_GOES_ON;
    while (!zstd->dictionary) {
        if (in->length == 0) return true;
        if (zstd->head_count == 0 && (unsigned char)in->start[0] != dictionary_magic[0]) return false;
        zstd->head[zstd->head_count++] = (unsigned char)in->start[0];
        *in = slice_part(*in, 1, in->length);
        if (zstd->head_count <= 4 &&
            zstd->head[zstd->head_count - 1] != dictionary_magic[zstd->head_count - 1]) {
            *step = LAYER_DAMAGED;
            return true;
        }
        if (zstd->head_count < 8) continue;
        zstd->dictionary_size = (size_t)zstd->head[4] | (size_t)zstd->head[5] << 8 |
                                (size_t)zstd->head[6] << 16 | (size_t)zstd->head[7] << 24;
        if (zstd->dictionary_size > DICTIONARY_LIMIT) {
            *step = LAYER_TOO_LARGE;
            return true;
        }
        if (!(zstd->dictionary = malloc(zstd->dictionary_size + 1))) abort();
    }
    const size_t missing = zstd->dictionary_size - zstd->dictionary_count,
                 count = in->length < missing ? in->length : missing;
    if (count) memcpy(zstd->dictionary + zstd->dictionary_count, in->start, count);
    zstd->dictionary_count += count;
    *in = slice_part(*in, count, in->length);
    if (zstd->dictionary_count == zstd->dictionary_size) *step = take_dictionary(zstd);
    return true;
}

static enum layer_step zstd_step(void *state, struct slice *in, char **out, size_t *room, bool is_last) {
    (void)is_last;
    struct zstd *zstd = state;
    enum layer_step step;
    if (!zstd->has_begun && dictionary_step(zstd, in, &step)) {
        zstd->has_begun = step != LAYER_GOES_ON;
        return step;
    }
    zstd->has_begun = true;
    ZSTD_inBuffer from = { in->start, in->length, 0 };
    ZSTD_outBuffer to = { *out, *room, 0 };
    const size_t result = ZSTD_decompressStream(zstd->stream, &to, &from);
    *in = slice_part(*in, from.pos, in->length);
    *out += to.pos;
    *room -= to.pos;
    if (!ZSTD_isError(result)) return result == 0 ? LAYER_MEMBER_ENDS : LAYER_GOES_ON;
    const ZSTD_ErrorCode code = ZSTD_getErrorCode(result);
    return code == ZSTD_error_frameParameter_windowTooLarge || code == ZSTD_error_memory_allocation
               ? LAYER_TOO_LARGE
           : code == ZSTD_error_dictionary_wrong ? LAYER_NO_DICTIONARY
                                                 : LAYER_DAMAGED;
}

// A frame, or one that is to be skipped (RFC 8878, 3.1.2).
static bool zstd_begins(struct slice start) {
    return begins_with(start, SLICE("\x28\xb5\x2f\xfd")) ||
           (start.length >= 4 && ((unsigned char)start.start[0] & 0xf0) == 0x50 &&
            slice_starts(slice_part(start, 1, 4), SLICE("\x2a\x4d\x18")));
}

struct bzip2 {
    bz_stream z;
    bool is_open;
};

static void *bzip2_open(void) {
    return calloc(1, sizeof(struct bzip2));
}

static void bzip2_close(void *state) {
    struct bzip2 *bzip2 = state;
    if (bzip2->is_open) BZ2_bzDecompressEnd(&bzip2->z);
    free(bzip2);
}

static void bzip2_restart(void *state) {
    struct bzip2 *bzip2 = state;
    if (bzip2->is_open) BZ2_bzDecompressEnd(&bzip2->z);
    memset(&bzip2->z, 0, sizeof bzip2->z);
    bzip2->is_open = BZ2_bzDecompressInit(&bzip2->z, 0, 0) == BZ_OK;
}

static enum layer_step bzip2_step(void *state, struct slice *in, char **out, size_t *room, bool is_last) {
    (void)is_last;
    struct bzip2 *bzip2 = state;
    if (!bzip2->is_open) return LAYER_TOO_LARGE;
    const unsigned given = at_most(in->length), space = at_most(*room);
    bzip2->z.next_in = (char *)in->start; // only read
    bzip2->z.avail_in = given;
    bzip2->z.next_out = *out;
    bzip2->z.avail_out = space;
    const int result = BZ2_bzDecompress(&bzip2->z);
    *in = slice_part(*in, given - bzip2->z.avail_in, in->length);
    *out += space - bzip2->z.avail_out;
    *room -= space - bzip2->z.avail_out;
    if (result == BZ_STREAM_END) return LAYER_MEMBER_ENDS;
    return result == BZ_OK ? LAYER_GOES_ON : result == BZ_MEM_ERROR ? LAYER_TOO_LARGE : LAYER_DAMAGED;
}

static bool bzip2_begins(struct slice start) {
    return begins_with(start, SLICE("BZh")) &&
           (start.length < 4 || (start.start[3] >= '1' && start.start[3] <= '9')) &&
           (start.length < 5 || slice_starts(SLICE("\x31\x41\x59\x26\x53\x59"), slice_part(start, 4, 10)) ||
            slice_starts(SLICE("\x17\x72\x45\x38\x50\x90"), slice_part(start, 4, 10)));
}

static void *xz_open(void) {
    lzma_stream *z = calloc(1, sizeof *z);
    if (z) *z = (lzma_stream)LZMA_STREAM_INIT;
    return z;
}

static void xz_close(void *state) {
    lzma_end(state);
    free(state);
}

static void xz_restart(void *state) {
    // A failure shows at the next step, which then has no decoder.
    if (lzma_stream_decoder(state, MEMORY_LIMIT, 0) != LZMA_OK) lzma_end(state);
}

static enum layer_step xz_step(void *state, struct slice *in, char **out, size_t *room, bool is_last) {
    lzma_stream *z = state;
    z->next_in = (const uint8_t *)in->start;
    z->avail_in = in->length;
    z->next_out = (uint8_t *)*out;
    z->avail_out = *room;
    const lzma_ret result = lzma_code(z, is_last && in->length == 0 ? LZMA_FINISH : LZMA_RUN);
    *in = slice_part(*in, in->length - z->avail_in, in->length);
    *out += *room - z->avail_out;
    *room = z->avail_out;
    if (result == LZMA_STREAM_END) return LAYER_MEMBER_ENDS;
    if (result == LZMA_MEMLIMIT_ERROR || result == LZMA_MEM_ERROR) return LAYER_TOO_LARGE;
    return result == LZMA_OK || result == LZMA_BUF_ERROR ? LAYER_GOES_ON : LAYER_DAMAGED;
}

static bool xz_begins(struct slice start) {
    return begins_with(start, SLICE("\xfd\x37zXZ\0"));
}

const struct layer_kind layer_kinds[] = {
    { "gzip", gzip_begins, '\x1f', gzip_open, gzip_close, gzip_step, gzip_restart },
    { "zstd", zstd_begins, '\x28', zstd_open, zstd_close, zstd_step, zstd_restart },
    { "bzip2", bzip2_begins, 'B', bzip2_open, bzip2_close, bzip2_step, bzip2_restart },
    { "xz", xz_begins, '\xfd', xz_open, xz_close, xz_step, xz_restart },
    { 0 },
};
