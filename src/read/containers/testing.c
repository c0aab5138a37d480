// testing.c - see testing.h.
#include "read/containers/testing.h"

#include <bzlib.h>
#include <lzma.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#define PIECE (1u << 15)

const char *const testing_compressions[] = { "gzip", "zstd", "bzip2", "xz", NULL };

struct source {
    struct slice bytes;
};

static struct slice next_piece(struct source *source) {
    const struct slice piece = slice_part(source->bytes, 0, PIECE);
    source->bytes = slice_part(source->bytes, piece.length, source->bytes.length);
    return piece;
}

struct target {
    struct arena *arena;
    char *bytes;
    size_t used, size;
};

static size_t room_of(struct target *to) {
    if (to->size - to->used < PIECE) {
        const size_t size = to->size * 2 + 2 * (size_t)PIECE;
        char *bytes = arena_allocate(to->arena, size);
        if (to->used) memcpy(bytes, to->bytes, to->used);
        to->bytes = bytes;
        to->size = size;
    }
    return to->size - to->used;
}

static void must(bool holds) {
    if (holds) return;
    fprintf(stderr, "testing: compression failed\n");
    exit(1);
}

static void pack_gzip(struct source *source, struct target *to) {
    z_stream z = { 0 };
    must(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) == Z_OK);
    for (int result = Z_OK; result != Z_STREAM_END;) {
        const bool is_last = source->bytes.length == 0;
        const struct slice piece = next_piece(source);
        z.next_in = (unsigned char *)piece.start;
        z.avail_in = (unsigned)piece.length;
        do {
            const size_t room = room_of(to);
            z.next_out = (unsigned char *)to->bytes + to->used;
            z.avail_out = (unsigned)room;
            result = deflate(&z, is_last ? Z_FINISH : Z_NO_FLUSH);
            to->used += room - z.avail_out;
        } while (z.avail_out == 0);
    }
    deflateEnd(&z);
}

static void pack_zstd(struct source *source, struct target *to) {
    ZSTD_CCtx *z = ZSTD_createCCtx();
    must(z != NULL);
    ZSTD_CCtx_setParameter(z, ZSTD_c_checksumFlag, 1);
    for (size_t left = 1; left;) {
        const bool is_last = source->bytes.length == 0;
        const struct slice piece = next_piece(source);
        ZSTD_inBuffer in = { piece.start, piece.length, 0 };
        do {
            ZSTD_outBuffer out = { to->bytes, to->used + room_of(to), to->used };
            out.dst = to->bytes;
            left = ZSTD_compressStream2(z, &out, &in, is_last ? ZSTD_e_end : ZSTD_e_continue);
            must(!ZSTD_isError(left));
            to->used = out.pos;
        } while (is_last ? left > 0 : in.pos < in.size);
        if (!is_last) left = 1;
    }
    ZSTD_freeCCtx(z);
}

static void pack_bzip2(struct source *source, struct target *to) {
    bz_stream z = { 0 };
    must(BZ2_bzCompressInit(&z, 1, 0, 0) == BZ_OK);
    for (int result = BZ_RUN_OK; result != BZ_STREAM_END;) {
        const bool is_last = source->bytes.length == 0;
        const struct slice piece = next_piece(source);
        z.next_in = (char *)piece.start;
        z.avail_in = (unsigned)piece.length;
        do {
            const size_t room = room_of(to);
            z.next_out = to->bytes + to->used;
            z.avail_out = (unsigned)room;
            result = BZ2_bzCompress(&z, is_last ? BZ_FINISH : BZ_RUN);
            to->used += room - z.avail_out;
        } while (z.avail_in > 0 || (is_last && result != BZ_STREAM_END));
    }
    BZ2_bzCompressEnd(&z);
}

static void pack_xz(struct source *source, struct target *to) {
    lzma_stream z = LZMA_STREAM_INIT;
    must(lzma_easy_encoder(&z, 0, LZMA_CHECK_CRC64) == LZMA_OK);
    for (lzma_ret result = LZMA_OK; result != LZMA_STREAM_END;) {
        const bool is_last = source->bytes.length == 0;
        const struct slice piece = next_piece(source);
        z.next_in = (const uint8_t *)piece.start;
        z.avail_in = piece.length;
        do {
            const size_t room = room_of(to);
            z.next_out = (uint8_t *)to->bytes + to->used;
            z.avail_out = room;
            result = lzma_code(&z, is_last ? LZMA_FINISH : LZMA_RUN);
            to->used += room - z.avail_out;
        } while (result == LZMA_OK && z.avail_out == 0);
    }
    lzma_end(&z);
}

static struct slice pack(const char *compression, struct source source, struct arena *arena) {
    static void (*const packers[])(struct source *, struct target *) = { pack_gzip, pack_zstd, pack_bzip2,
                                                                         pack_xz };
    struct target to = { .arena = arena };
    size_t i = 0;
    while (testing_compressions[i] && strcmp(testing_compressions[i], compression) != 0) i++;
    must(testing_compressions[i] != NULL);
    packers[i](&source, &to);
    return (struct slice){ to.bytes, to.used };
}

struct slice testing_packed(const char *compression, struct slice bytes, struct arena *arena) {
    return pack(compression, (struct source){ bytes }, arena);
}

struct slice testing_bomb(const char *compression, uint64_t count, struct arena *arena) {
    const size_t part = (size_t)16 << 20;
    char *zeros = calloc(1, part);
    must(zeros != NULL);
    const struct slice member = testing_packed(compression, (struct slice){ zeros, part }, arena);
    free(zeros);
    const size_t members = (size_t)(count / part);
    char *bytes = arena_allocate(arena, member.length * members);
    for (size_t i = 0; i < members; i++) memcpy(bytes + i * member.length, member.start, member.length);
    return (struct slice){ bytes, member.length * members };
}

struct slice testing_record(const char *type, const char *content_type, struct slice content,
                            struct arena *arena) {
    const struct slice header = arena_format(arena,
                                             "WARC/1.1\r\nWARC-Type: %s\r\n"
                                             "WARC-Target-URI: http://a.example/\r\n"
                                             "WARC-Date: 2031-05-26T10:00:00Z\r\n"
                                             "WARC-Record-ID: <urn:uuid:1>\r\n"
                                             "Content-Type: %s\r\nContent-Length: %zu\r\n\r\n",
                                             type, content_type, content.length);
    return arena_join(arena, arena_join(arena, header, content), SLICE("\r\n\r\n"));
}

struct slice testing_response(const char *header, struct slice body, struct arena *arena) {
    const struct slice answer = arena_join(arena, arena_format(arena, "%s\r\n\r\n", header), body);
    return testing_record("response", "application/http; msgtype=response", answer, arena);
}
