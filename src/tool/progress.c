// progress.c - documents, megabytes a second and the time left, twice a second.
#include "tool/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define INTERVAL_MS 500

static uint64_t now_ms(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000 + (uint64_t)time.tv_nsec / 1000000;
}

void progress_begin(struct progress *progress, bool wanted) {
    *progress = (struct progress){ .is_shown = wanted && isatty(STDERR_FILENO) };
    if (progress->is_shown) progress->started_ms = progress->shown_ms = now_ms();
}

void progress_show(struct progress *progress, size_t documents, uint64_t bytes, uint64_t done,
                   uint64_t total) {
    if (!progress->is_shown) return;
    const uint64_t now = now_ms();
    if (now - progress->shown_ms < INTERVAL_MS) return;
    progress->shown_ms = now;
    const double seconds = (double)(now - progress->started_ms) / 1000;
    fprintf(stderr, "\r\033[K%zu documents, %.1f MB/s", documents, (double)bytes / 1e6 / seconds);
    if (total && done && done <= total) {
        const uint64_t left = (uint64_t)(seconds * (double)(total - done) / (double)done + 0.5);
        fprintf(stderr, ", %" PRIu64 " %%, %" PRIu64 ":%02" PRIu64 " left", done * 100 / total, left / 60,
                left % 60);
    }
    fflush(stderr);
    progress->is_on_screen = true;
}

void progress_clear(struct progress *progress) {
    if (!progress->is_on_screen) return;
    fputs("\r\033[K", stderr);
    fflush(stderr);
    progress->is_on_screen = false;
}
