// warc.c - how fast crawls are read, and in how much memory: warc [GIGABYTES [none|gzip|zstd]]
//
// A child writes a crawl of so many gigabytes (decompressed) into a pipe: pages of 2 to 200 kB as made up
// here, each with its request and its metadata, one member for each record. Nothing of it is ever on disk.
// Reading it prints megabytes and pages per second and the peak memory; for gzip the bare decompression of
// the same bytes by zlib is timed beside.
#include "read/containers/items.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#define PAGES 256u // that differ; they are written round after round

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void must(bool holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "warc: %s failed\n", what);
    exit(1);
}

static uint32_t next_random(uint32_t *state) {
    return (*state = *state * 1664525u + 1013904223u) >> 8;
}

// Prose of invented words, which compresses about as well as pages do.
static struct slice page(uint32_t *state, struct arena *arena) {
    static const char *const syllables[] = { "ba",  "len", "ti", "mor", "sek", "au",  "nor", "vi",
                                             "dra", "pol", "es", "ka",  "run", "del", "om",  "fi" };
    const uint32_t exponent = next_random(state) % 7;
    const size_t length = 2000 + (next_random(state) % 1500 << exponent);
    char *bytes = arena_allocate(arena, length + 64);
    size_t used = (size_t)sprintf(bytes, "<!DOCTYPE html><html><body><p>");
    while (used < length) {
        if (next_random(state) % 60 == 0) used += (size_t)sprintf(bytes + used, ".</p>\n<p class=\"story\">");
        for (uint32_t left = 1 + next_random(state) % 4; left; left--)
            used += (size_t)sprintf(bytes + used, "%s", syllables[next_random(state) % 16]);
        bytes[used++] = ' ';
    }
    return (struct slice){ bytes, used };
}

static struct slice record(const char *type, const char *content_type, struct slice content,
                           struct arena *arena) {
    const struct slice header =
        arena_format(arena,
                     "WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: http://a.example/page\r\n"
                     "WARC-Date: 2031-05-26T10:00:00Z\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n",
                     type, content_type, content.length);
    return arena_join(arena, arena_join(arena, header, content), SLICE("\r\n\r\n"));
}

static struct slice packed(const char *way, struct slice bytes, struct arena *arena) {
    const size_t room = bytes.length + 4096;
    char *to = arena_allocate(arena, room);
    if (strcmp(way, "gzip") == 0) {
        z_stream z = { .next_in = (unsigned char *)bytes.start, .avail_in = (unsigned)bytes.length };
        must(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK, "zlib");
        z.next_out = (unsigned char *)to;
        z.avail_out = (unsigned)room;
        must(deflate(&z, Z_FINISH) == Z_STREAM_END, "zlib");
        deflateEnd(&z);
        return (struct slice){ to, room - z.avail_out };
    }
    if (strcmp(way, "zstd") == 0) {
        const size_t used = ZSTD_compress(to, room, bytes.start, bytes.length, 3);
        must(!ZSTD_isError(used), "zstd");
        return (struct slice){ to, used };
    }
    return bytes;
}

struct crawl { // the records of one page, as they are written
    struct slice members[PAGES];
    size_t sizes[PAGES]; // decompressed
};

static void make_crawl(struct crawl *crawl, const char *way, struct arena *arena) {
    uint32_t state = 1;
    for (size_t i = 0; i < PAGES; i++) {
        const struct slice answer = arena_join(
            arena, SLICE("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nServer: none\r\n\r\n"),
            page(&state, arena));
        const struct slice records[] = {
            record("request", "application/http; msgtype=request",
                   SLICE("GET /page HTTP/1.1\r\nHost: a.example\r\nAccept: text/html\r\n\r\n"), arena),
            record("response", "application/http; msgtype=response", answer, arena),
            record("metadata", "application/warc-fields",
                   SLICE("fetchTimeMs: 200\r\ncharset-detected: UTF-8\r\n"), arena),
        };
        for (size_t k = 0; k < 3; k++) {
            crawl->members[i] = arena_join(arena, crawl->members[i], packed(way, records[k], arena));
            crawl->sizes[i] += records[k].length;
        }
    }
}

// The child: the read end of the pipe becomes our standard input.
static pid_t start_writing(const struct crawl *crawl, uint64_t bytes) {
    int ends[2];
    must(pipe(ends) == 0, "pipe");
    const pid_t child = fork();
    must(child >= 0, "fork");
    if (child > 0) {
        must(dup2(ends[0], STDIN_FILENO) == STDIN_FILENO, "dup2");
        close(ends[0]);
        close(ends[1]);
        return child;
    }
    close(ends[0]);
    for (uint64_t written = 0, i = 0; written < bytes; written += crawl->sizes[i++ % PAGES]) {
        const struct slice member = crawl->members[i % PAGES];
        for (size_t at = 0; at < member.length;) {
            const ssize_t count = write(ends[1], member.start + at, member.length - at);
            if (count <= 0) _exit(1);
            at += (size_t)count;
        }
    }
    _exit(0);
}

static double seconds_of_self(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void time_zlib(const struct crawl *crawl, uint64_t bytes) {
    const pid_t child = start_writing(crawl, bytes);
    const double start = seconds_of_self();
    static unsigned char in[256 << 10], out[256 << 10];
    z_stream z = { 0 };
    must(inflateInit2(&z, 15 + 16) == Z_OK, "zlib");
    uint64_t given = 0;
    for (ssize_t count; (count = read(STDIN_FILENO, in, sizeof in)) > 0;) {
        z.next_in = in;
        z.avail_in = (unsigned)count;
        while (z.avail_in > 0) {
            z.next_out = out;
            z.avail_out = sizeof out;
            const int result = inflate(&z, Z_NO_FLUSH);
            must(result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR, "zlib");
            given += sizeof out - z.avail_out;
            if (result == Z_STREAM_END) inflateReset(&z);
        }
    }
    inflateEnd(&z);
    waitpid(child, NULL, 0);
    const double seconds = seconds_of_self() - start;
    printf("zlib alone:  %.0f MB/s (%.1f s of processor time)\n", (double)given / 1e6 / seconds, seconds);
}

int main(int argc, char **argv) {
    const double gigabytes = argc > 1 ? atof(argv[1]) : 5;
    const char *way = argc > 2 ? argv[2] : "gzip";
    const uint64_t bytes = (uint64_t)(gigabytes * 1e9);
    struct arena *made = arena_new(), *arena = arena_new();
    struct crawl *crawl = ARENA_NEW(made, struct crawl);
    make_crawl(crawl, way, made);
    struct rusage before, usage;
    getrusage(RUSAGE_SELF, &before);
    const pid_t child = start_writing(crawl, bytes);
    const double start = now(), start_processor = seconds_of_self();
    struct error error = { 0 };
    struct stream *stream = stream_open("-", &error);
    must(stream != NULL, "stream");
    struct items *items = items_open(stream, SLICE("crawl"), NULL);
    size_t pages = 0, skipped = 0;
    long early = 0; // peak memory after a tenth
    for (enum items_result result = ITEMS_NEXT; result != ITEMS_END;) {
        struct item item;
        error = (struct error){ 0 };
        arena_reset(arena);
        result = items_next(items, arena, &item, &error);
        must(result != ITEMS_DAMAGED, error.message);
        pages += result == ITEMS_NEXT;
        skipped += result == ITEMS_SKIPPED;
        if (early == 0 && stream_position(stream) > bytes / 10) {
            getrusage(RUSAGE_SELF, &usage);
            early = usage.ru_maxrss;
        }
    }
    must(!stream_failed(stream, &error), error.message);
    const double seconds = now() - start, processor = seconds_of_self() - start_processor;
    getrusage(RUSAGE_SELF, &usage);
    printf("%s: %.2f GB of records out of %.2f GB, %zu pages, %zu other records\n", way,
           (double)stream_position(stream) / 1e9, (double)stream_bytes_read(stream) / 1e9, pages, skipped);
    printf(
        "speed:       %.0f MB/s, %.0f pages/s (%.1f s of processor time; %.1f s with waiting for the pipe)\n",
        (double)stream_position(stream) / 1e6 / processor, (double)pages / processor, processor, seconds);
    printf("peak memory: %.1f MB, %.1f MB after a tenth, %.1f MB before (the crawl that is written)\n",
           (double)usage.ru_maxrss / 1024, (double)early / 1024, (double)before.ru_maxrss / 1024);
    items_close(items);
    stream_close(stream);
    waitpid(child, NULL, 0);
    if (strcmp(way, "gzip") == 0) time_zlib(crawl, bytes);
    arena_free(arena);
    arena_free(made);
    return 0;
}
