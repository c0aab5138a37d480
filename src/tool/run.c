// run.c - items to documents through the engine, in order.
//
// One worker at a time takes the next item into the arena of the slot that its index falls on; each worker
// reads, works and prints into that arena; the slot is free again when its output is written, which bounds
// what waits. Whether a document is a near copy is known when all before it are finished: it is printed again
// then, which few are. An input that fails is named and the run goes on. An interrupt ends the taking: what
// is begun is finished.
#include "tool/run.h"

#include "base/threads.h"
#include "read/charset/charset.h"
#include "tool/account.h"
#include "tool/metadata.h"
#include "tool/output.h"
#include "tool/progress.h"
#include "tool/sources.h"
#include "tool/stop.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SLOTS_PER_THREAD 4

struct output {
    const struct document *document;
    struct fingerprint fingerprint;
    const void *result;
    struct slice *texts; // [file_count of the run]
    struct error error;
    bool ok, is_skipped;
};

struct slot {
    struct arena *arena;
    enum source_result result;
    struct taken taken;
    struct output *outputs; // [count]
    size_t count;
    struct sources_progress progress; // when it was taken
};

struct run {
    const struct engine *engine;
    const struct run_options *options;
    const struct run_work *work;
    FILE *const *files; // [file_count]
    size_t file_count;
    struct sources *sources;
    struct slot *slots;
    size_t slot_count;
    struct copies *copies;
    struct account account;
    struct progress progress;
    struct output_status written;
    bool keeping_failed;
};

static bool take(void *context, size_t index) {
    struct run *run = context;
    struct slot *slot = &run->slots[index % run->slot_count];
    if (*stop_flag()) return false;
    arena_reset(slot->arena);
    slot->outputs = NULL;
    slot->count = 0;
    slot->result = sources_next(run->sources, slot->arena, &slot->taken);
    slot->progress = sources_progress(run->sources);
    // What an interrupt cut short, the text on a terminal or a page, is no document.
    return slot->result != SOURCE_END && !*stop_flag();
}

static struct slice *new_texts(const struct run *run, struct arena *arena) {
    return ARENA_ARRAY(arena, struct slice, run->file_count);
}

static void work(void *context, size_t index, unsigned thread) {
    (void)thread;
    struct run *run = context;
    struct slot *slot = &run->slots[index % run->slot_count];
    if (slot->result != SOURCE_ITEM) return;
    if (run->work->bytes) {
        slot->outputs = ARENA_NEW(slot->arena, struct output);
        slot->count = 1;
        slot->outputs->texts = new_texts(run, slot->arena);
        slot->outputs->ok =
            run->work->bytes(run->engine, slot->taken.item.bytes, slot->taken.item.source, run->work->context,
                             slot->arena, slot->outputs->texts, &slot->outputs->error);
        return;
    }
    struct read_options options = { 0 };
    if (run->options->date) options.published = slice_of(run->options->date);
    struct documents documents;
    if (!engine_read(run->engine, &slot->taken.item, &options, slot->arena, &documents, &slot->taken.error)) {
        slot->result =
            slot->taken.is_found && slot->taken.error.kind == ERROR_INPUT ? SOURCE_SKIPPED : SOURCE_FAILED;
        return;
    }
    slot->outputs = ARENA_ARRAY(slot->arena, struct output, documents.count + 1);
    slot->count = documents.count;
    for (size_t i = 0; i < documents.count; i++) {
        struct output *output = &slot->outputs[i];
        output->document = &documents.items[i];
        output->is_skipped =
            run->work->coded_languages && !engine_codes(run->engine, output->document, &output->error);
        if (output->is_skipped) continue;
        if (!run->work->keep) fingerprint_of(output->document, &output->fingerprint);
        output->ok = run->work->document(run->engine, output->document, run->work->context, slot->arena,
                                         &output->result, &output->error);
        output->texts = new_texts(run, slot->arena);
        if (output->ok && run->work->print)
            run->work->print(output->result, &(struct copy){ 0 }, run->work->context, slot->arena,
                             output->texts);
    }
}

static void put(struct run *run, const struct slice *texts) {
    for (size_t i = 0; i < run->file_count; i++)
        if (texts[i].length) output_put(&run->written, run->files[i], texts[i]);
}

static void print_error(const struct error *error) {
    char text[1024];
    fprintf(stderr, "dragoman: %s\n", error_text(error, text, sizeof text));
}

static void stop_keeping(struct run *run, const struct error *error) {
    progress_clear(&run->progress);
    if (!run->keeping_failed) print_error(error);
    run->keeping_failed = true;
}

static void settle(struct run *run) {
    struct error error = { 0 };
    if (run->work->settle && !run->keeping_failed && !run->work->settle(run->work->context, &error))
        stop_keeping(run, &error);
}

static void finish_document(struct run *run, const struct slot *slot, const struct output *output) {
    run->account.documents++;
    struct copy copy = { 0 };
    if (!output->document) { // bytes that are no news
        put(run, output->texts);
        run->account.done += output->ok;
        if (!output->ok)
            account_failure(&run->account, slot->taken.item.source, &output->error, slot->taken.item.bytes);
        return;
    }
    if (output->is_skipped) {
        account_skipped(&run->account, output->document->source, &output->error, slot->taken.item.bytes);
        return;
    }
    if (run->work->keep) {
        struct error error = { 0 };
        if (!output->ok)
            account_failure(&run->account, output->document->source, &output->error, slot->taken.item.bytes);
        else if (run->work->keep(output->result, output->document, run->work->context, &error))
            run->account.done++;
        else
            stop_keeping(run, &error);
        return;
    }
    copies_add(run->copies, &output->fingerprint, output->document->id, output->document->agency, &copy);
    run->account.copies += copy.original != NULL;
    if (!output->ok) {
        account_failure(&run->account, output->document->source, &output->error, slot->taken.item.bytes);
        return;
    }
    run->account.done++;
    struct slice *texts = output->texts;
    if (copy.original) {
        texts = new_texts(run, slot->arena);
        run->work->print(output->result, &copy, run->work->context, slot->arena, texts);
    }
    put(run, texts);
}

static bool finish(void *context, size_t index) {
    struct run *run = context;
    struct slot *slot = &run->slots[index % run->slot_count];
    const struct taken *taken = &slot->taken;
    if (slot->result != SOURCE_ITEM) {
        progress_clear(&run->progress);
        if (slot->result == SOURCE_FAILED)
            account_failure(&run->account, taken->item.source, &taken->error, taken->item.bytes);
        else
            account_skipped(&run->account, taken->item.source, &taken->error, taken->item.bytes);
        if (slot->result == SOURCE_SKIPPED && taken->is_found)
            account_name_skipped(&run->account, taken->item.source, taken->error.message);
    } else {
        run->account.bytes += taken->item.bytes.length;
        if (taken->item.unread_date.length && !run->options->date)
            account_date(&run->account, taken->item.source, taken->item.unread_date, taken->item.unread_why);
        for (size_t i = 0; i < slot->count && !run->keeping_failed; i++)
            finish_document(run, slot, &slot->outputs[i]);
        if (taken->error.message[0]) // the article behind it could not be fetched
            account_failure(&run->account, slice_of(taken->error.file), &taken->error,
                            (struct slice){ "", 0 });
        if (run->options->feed_count) settle(run); // the next may be long in coming
    }
    if (taken->mark && !run->written.is_broken &&
        !run->keeping_failed) { // written: now it is no news any more
        struct error error = { 0 };
        if (!sources_done(run->sources, taken->mark, &error)) stop_keeping(run, &error);
    }
    progress_show(&run->progress, run->account.documents, run->account.bytes, slot->progress.done,
                  slot->progress.total);
    return !run->written.is_broken && !run->keeping_failed;
}

static void run_items(struct run *run, const struct inputs *inputs, struct arena *arena) {
    struct items_options items = { .knowledge = engine_knowledge(run->engine),
                                   .fields = run->options->fields,
                                   .date_order = run->options->date_order,
                                   .charset = run->options->charset };
    items.compiled = fields_of(&items, arena);
    struct error error = { 0 };
    struct metadata *metadata = NULL;
    if (run->options->metadata && !(metadata = metadata_open(run->options->metadata, &items, &error))) {
        account_failure(&run->account, slice_of(run->options->metadata), &error, (struct slice){ "", 0 });
        return;
    }
    const struct sources_options sources = { .items = &items,
                                             .metadata = metadata,
                                             .allow_private = run->options->allow_private,
                                             .feeds = run->options->feeds,
                                             .feed_count = run->options->feed_count,
                                             .state = run->options->state,
                                             .fetch_articles = run->options->fetch_articles,
                                             .stop = stop_flag() };
    run->sources = sources_open(inputs, &sources, &error);
    if (!run->sources) {
        metadata_close(metadata);
        account_failure(&run->account, slice_of(run->options->state), &error, (struct slice){ "", 0 });
        return;
    }
    const unsigned threads = run->options->threads ? run->options->threads : threads_available();
    run->slot_count = threads == 1 ? 1 : (size_t)threads * SLOTS_PER_THREAD;
    run->slots = ARENA_ARRAY(arena, struct slot, run->slot_count);
    for (size_t i = 0; i < run->slot_count; i++) run->slots[i].arena = arena_new();
    run->copies = copies_new();
    progress_begin(&run->progress, !run->options->quiet && !run->options->no_progress);
    const struct ordered_work ordered = { .count = SIZE_MAX,
                                          .window = run->slot_count,
                                          .threads = threads,
                                          .context = run,
                                          .take = take,
                                          .work = work,
                                          .finish = finish };
    ordered_work_run(&ordered);
    settle(run);
    progress_clear(&run->progress);
    for (size_t i = 0; i < run->slot_count; i++) arena_free(run->slots[i].arena);
    copies_free(run->copies);
    sources_close(run->sources);
    if (metadata) account_skip(&run->account, "rows of metadata for no file", metadata_unused(metadata));
    metadata_close(metadata);
}

int run_over(const struct run_options *options, const struct run_work *work_wanted) {
    struct error error = { 0 };
    const struct engine_options wanted = { .knowledge_folder = options->knowledge,
                                           .model_folder = options->models,
                                           .reading_only = work_wanted->reading_only,
                                           .every_language = work_wanted->every_language };
    struct engine *engine = engine_open(&wanted, &error);
    if (!engine) {
        print_error(&error);
        return EXIT_SOME_FAILED;
    }
    struct arena *arena = arena_new();
    FILE *const standard[] = { stdout };
    struct run run = { .engine = engine,
                       .options = options,
                       .work = work_wanted,
                       .files = work_wanted->files ? work_wanted->files : standard,
                       .file_count = work_wanted->files ? work_wanted->file_count : 1 };
    if (options->rejects && !(run.account.rejects = fopen(options->rejects, "w"))) {
        fprintf(stderr, "dragoman: %s: %s\n", options->rejects, strerror(errno));
        arena_free(arena);
        engine_close(engine);
        return EXIT_SOME_FAILED;
    }
    stop_on_signals();
    const struct inputs inputs = inputs_find(&options->named, arena);
    for (size_t i = 0; i < inputs.failure_count; i++)
        account_failure(&run.account, slice_of(inputs.failures[i].file), &inputs.failures[i],
                        (struct slice){ "", 0 });
    run_items(&run, &inputs, arena);
    for (size_t i = 0; i < inputs.skipped_count; i++)
        account_name_skipped(&run.account, slice_of(inputs.skipped[i]), "as its name or kind says");
    account_skip(&run.account, "hidden", inputs.skipped_hidden);
    account_skip(&run.account, "no file or folder", inputs.skipped_special);
    account_skip(&run.account, "beside a page", inputs.skipped_beside);
    account_skip(&run.account, "left out", inputs.skipped_unwanted);
    for (size_t i = 0; i < run.file_count; i++)
        output_put(&run.written, run.files[i], (struct slice){ "", 0 }); // heads
    const bool is_written =
        output_is_well(&run.written, run.files[0] == stdout ? "standard output" : "the output");
    bool all_done = run.account.failed == 0 && is_written && !run.keeping_failed;
    if (run.account.rejects && fclose(run.account.rejects) != 0) {
        fprintf(stderr, "dragoman: %s: %s\n", options->rejects, strerror(errno));
        all_done = false;
    }
    if (!options->quiet) account_print(&run.account, work_wanted->verb);
    arena_free(arena);
    engine_close(engine);
    if (*stop_flag()) return EXIT_SIGNALLED + *stop_flag();
    return all_done ? EXIT_DONE : EXIT_SOME_FAILED;
}
