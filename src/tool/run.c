// run.c - documents through the engine, in order.
//
// Each worker thread reads, codes and prints into an arena of the slot that the document's index falls on; a
// slot is free again when its output is written, which bounds what waits. An input that fails is named and
// the run goes on.
#include "tool/run.h"

#include "base/file.h"
#include "base/threads.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS_PER_THREAD 4
#define THREAD_LIMIT 256

struct slot {
    struct arena *arena;
    struct slice output;
    struct error error;
    size_t bytes; // read
    bool ok;
};

struct run {
    const struct engine *engine;
    const struct run_options *options;
    const struct inputs *inputs;
    run_document document;
    void *context;
    struct slot *slots;
    size_t slot_count;
    size_t read, done, failed, bytes;
    bool output_broken;
};

static void work(void *context, size_t index, unsigned thread) {
    (void)thread;
    struct run *run = context;
    struct slot *slot = &run->slots[index % run->slot_count];
    arena_reset(slot->arena);
    memset(&slot->error, 0, sizeof slot->error);
    slot->output = (struct slice){ 0 };
    slot->ok = false;
    slot->bytes = 0;
    const char *path = run->inputs->paths[index];
    struct slice bytes;
    if (!file_read(path, READ_DOCUMENT_LIMIT, slot->arena, &bytes, &slot->error)) return;
    slot->bytes = bytes.length;
    struct read_options options = { 0 };
    if (run->options->date) options.published = slice_of(run->options->date);
    slot->ok = run->document(run->engine, bytes, slice_of(path), &options, run->context, slot->arena,
                             &slot->output, &slot->error);
}

static void print_error(const struct error *error) {
    char text[1024];
    fprintf(stderr, "dragoman: %s\n", error_text(error, text, sizeof text));
}

static bool finish(void *context, size_t index) {
    struct run *run = context;
    struct slot *slot = &run->slots[index % run->slot_count];
    run->read++;
    run->bytes += slot->bytes;
    if (!slot->ok) {
        run->failed++;
        print_error(&slot->error);
        return true;
    }
    run->done++;
    if (fwrite(slot->output.start, 1, slot->output.length, stdout) != slot->output.length)
        run->output_broken = true;
    return !run->output_broken;
}

static void print_account(const struct run *run, const char *verb) {
    const struct inputs *inputs = run->inputs;
    const size_t failed = run->failed + inputs->failure_count;
    fprintf(stderr, "dragoman: %zu document%s read (%zu bytes), %zu %s", run->read, run->read == 1 ? "" : "s",
            run->bytes, run->done, verb);
    fprintf(stderr, ", %zu failed", failed);
    if (failed) fputs(" (named above)", stderr);
    const size_t skipped = inputs->skipped_hidden + inputs->skipped_name + inputs->skipped_special;
    fprintf(stderr, ", %zu skipped", skipped);
    if (skipped) {
        const struct {
            size_t count;
            const char *why;
        } reasons[] = { { inputs->skipped_name, "not *.txt in a folder" },
                        { inputs->skipped_hidden, "hidden" },
                        { inputs->skipped_special, "no file or folder" } };
        const char *between = " (";
        for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
            if (!reasons[i].count) continue;
            fprintf(stderr, "%s%zu %s", between, reasons[i].count, reasons[i].why);
            between = ", ";
        }
        fputc(')', stderr);
    }
    fputc('\n', stderr);
}

int run_over(const struct run_options *options, char *const *names, size_t count, run_document document,
             void *context, const char *verb) {
    struct error error = { 0 };
    const struct engine_options wanted = { .knowledge_folder = options->knowledge,
                                           .model_folder = options->models };
    struct engine *engine = engine_open(&wanted, &error);
    if (!engine) {
        print_error(&error);
        return EXIT_SOME_FAILED;
    }
    struct arena *arena = arena_new();
    const struct inputs inputs = inputs_find(names, count, arena);
    for (size_t i = 0; i < inputs.failure_count; i++) print_error(&inputs.failures[i]);

    unsigned threads = options->threads ? options->threads : threads_available();
    if (threads > inputs.count) threads = inputs.count ? (unsigned)inputs.count : 1;
    struct run run = {
        .engine = engine, .options = options, .inputs = &inputs, .document = document, .context = context
    };
    run.slot_count = threads == 1 ? 1 : (size_t)threads * SLOTS_PER_THREAD;
    run.slots = ARENA_ARRAY(arena, struct slot, run.slot_count);
    for (size_t i = 0; i < run.slot_count; i++) run.slots[i].arena = arena_new();
    const struct ordered_work ordered = { .count = inputs.count,
                                          .window = run.slot_count,
                                          .threads = threads,
                                          .context = &run,
                                          .work = work,
                                          .finish = finish };
    ordered_work_run(&ordered);
    if (fflush(stdout) != 0) run.output_broken = true;
    if (run.output_broken && errno != EPIPE)
        fprintf(stderr, "dragoman: standard output: %s\n", strerror(errno));
    if (!options->quiet) print_account(&run, verb);
    const bool all_done = run.failed == 0 && inputs.failure_count == 0 && !run.output_broken;
    for (size_t i = 0; i < run.slot_count; i++) arena_free(run.slots[i].arena);
    arena_free(arena);
    engine_close(engine);
    return all_done ? EXIT_DONE : EXIT_SOME_FAILED;
}

bool run_is_date(const char *text) {
    static const int days[] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    for (int i = 0; i < 10; i++)
        if (i == 4 || i == 7 ? text[i] != '-' : text[i] < '0' || text[i] > '9') return false;
    if (text[10] != '\0') return false;
    const int year = atoi(text), month = atoi(text + 5), day = atoi(text + 8);
    if (month < 1 || month > 12 || day < 1 || day > days[month - 1]) return false;
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month != 2 || day < 29 || leap;
}

bool run_take_option(const struct command *command, struct run_options *options, const char *name,
                     const char *value, bool *failed) {
    if (strcmp(name, "date") == 0) {
        options->date = value;
        if (!run_is_date(value)) {
            command_usage(command, "--date: expected a date like 2023-10-30, found \"%s\"", value);
            *failed = true;
        }
    } else if (strcmp(name, "knowledge") == 0) {
        options->knowledge = value;
    } else if (strcmp(name, "models") == 0) {
        options->models = value;
    } else if (strcmp(name, "threads") == 0) {
        char *end;
        const unsigned long threads = strtoul(value, &end, 10);
        if (*end || !*value || threads < 1 || threads > THREAD_LIMIT) {
            command_usage(command, "--threads: expected a number from 1 to %d, found \"%s\"", THREAD_LIMIT,
                          value);
            *failed = true;
        }
        options->threads = (unsigned)threads;
    } else if (strcmp(name, "quiet") == 0) {
        options->quiet = true;
    } else {
        return false;
    }
    return true;
}
