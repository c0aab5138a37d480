// add.c - `dragoman add`, `recode` and `join`: documents into a store.
//
// Workers ask the store whether a text is there before they code it; what they coded is gathered and written
// in one transaction when it is many, large or a second old. Only then it is reported as stored. A kill at
// any moment loses what was gathered and nothing else; the same command again goes on where it was.
#include "base/threads.h"
#include "store/store.h"
#include "tool/run.h"
#include "tool/stores.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BATCH_DOCUMENTS 64u
#define BATCH_BYTES (8u << 20) // of records in memory
#define BATCH_MS 1000u

const struct command_option add_options[] = {
    STORE_OPTION,
    { "list", NULL, "print the id and the source of each document once it is safely stored" },
    { "no-join", NULL, "do not join what documents tell together now: `dragoman join` does it later" },
    RUN_OPTIONS,
    { NULL, NULL, NULL },
};
const struct command_option recode_options[] = {
    STORE_OPTION,
    { "all", NULL, "also those that this version coded with these tables and models" },
    { "knowledge", "DIR", "lay the tables of this folder over the built-in ones" },
    { "models", "DIR", "take the models from this folder" },
    { "threads", "N", "work on N threads (default: 1 for each processor); the result is the same" },
    { NULL, NULL, NULL },
};
const struct command_option join_options[] = { STORE_OPTION, { NULL, NULL, NULL } };

struct kept { // one coded document, until it is written
    const struct record *record;
    struct fingerprint fingerprint;
};

struct adding {
    const char *where;
    struct store *store;
    pthread_mutex_t lock; // of the store
    struct store_maker maker;
    char knowledge[17], models[17];
    bool is_made; // maker is known
    bool is_listed, no_join;
    struct arena *arena; // of the batch
    struct kept batch[BATCH_DOCUMENTS];
    size_t count;
    uint64_t begun_ms;
    size_t added[STORE_UNCHANGED + 1]; // by enum store_added
    size_t stale;
};

struct coded {                   // what a worker gives
    const struct record *record; // NULL: it is there
    struct fingerprint fingerprint;
    enum store_state state;
};

static uint64_t now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void know_maker(struct adding *adding, const struct engine *engine) {
    if (adding->is_made) return;
    snprintf(adding->knowledge, sizeof adding->knowledge, "%s", engine_knowledge_hash(engine));
    snprintf(adding->models, sizeof adding->models, "%s", engine_language_hash(engine));
    adding->maker = (struct store_maker){ slice_of(DRAGOMAN_VERSION), slice_of(adding->knowledge),
                                          slice_of(adding->models) };
    adding->is_made = true;
}

static bool code(const struct engine *engine, const struct document *document, void *context,
                 struct arena *arena, const void **result, struct error *error) {
    struct adding *adding = context;
    struct coded *coded = ARENA_NEW(arena, struct coded);
    *result = coded;
    pthread_mutex_lock(&adding->lock);
    know_maker(adding, engine);
    const bool ok = store_state_of(adding->store, slice_of(document->id),
                                   document->url.length ? document->url : document->source, &adding->maker,
                                   &coded->state, error);
    pthread_mutex_unlock(&adding->lock);
    if (!ok) return false;
    if (coded->state == STORE_PRESENT || coded->state == STORE_STALE) return true;
    fingerprint_of(document, &coded->fingerprint);
    coded->record = engine_code_document(engine, document, arena);
    return true;
}

static bool write_batch(struct adding *adding, struct error *error) {
    size_t added[STORE_UNCHANGED + 1] = { 0 };
    if (!store_begin(adding->store, error)) return false;
    for (size_t i = 0; i < adding->count; i++) {
        enum store_added how;
        if (!store_add(adding->store, adding->batch[i].record, &adding->batch[i].fingerprint, &adding->maker,
                       &how, error)) {
            store_rollback(adding->store);
            return false;
        }
        added[how]++;
    }
    if (!store_commit(adding->store, error)) {
        store_rollback(adding->store);
        return false;
    }
    for (size_t i = 0; i <= STORE_UNCHANGED; i++) adding->added[i] += added[i];
    if (adding->is_listed) {
        for (size_t i = 0; i < adding->count; i++) {
            const struct record_document *document = adding->batch[i].record->document;
            printf(SLICE_FORMAT "\t" SLICE_FORMAT "\n", SLICE_ARG(document->id), SLICE_ARG(document->source));
        }
        fflush(stdout);
    }
    return true;
}

static bool flush(void *context, struct error *error) {
    struct adding *adding = context;
    if (adding->count == 0) return true;
    pthread_mutex_lock(&adding->lock);
    const bool ok = write_batch(adding, error);
    pthread_mutex_unlock(&adding->lock);
    adding->count = 0;
    arena_reset(adding->arena);
    return ok;
}

static bool keep(const void *result, const struct document *document, void *context, struct error *error) {
    (void)document;
    struct adding *adding = context;
    const struct coded *coded = result;
    if (!coded->record) {
        adding->added[STORE_UNCHANGED]++;
        adding->stale += coded->state == STORE_STALE;
        return true;
    }
    if (adding->count == 0) adding->begun_ms = now_ms();
    adding->batch[adding->count++] =
        (struct kept){ record_copy(coded->record, adding->arena), coded->fingerprint };
    if (adding->count < BATCH_DOCUMENTS && arena_held(adding->arena) < BATCH_BYTES &&
        now_ms() - adding->begun_ms < BATCH_MS)
        return true;
    return flush(adding, error);
}

static void say_joined(const struct store_joined *joined) {
    fprintf(
        stderr,
        "dragoman: joined: %zu documents of %zu origins; %zu events tell %zu happenings; %zu actors of %zu "
        "entities; %zu captives, %zu talks, %zu disagreements\n",
        joined->documents, joined->origins, joined->events, joined->happenings, joined->actors,
        joined->entities, joined->captivities, joined->talks, joined->conflicts);
}

static int join(struct store *store, bool is_quiet) {
    struct error error = { 0 };
    bool is_joined;
    struct store_joined joined;
    if (!store_is_joined(store, &is_joined, &error) || (!is_joined && !store_join(store, &joined, &error)))
        return stores_failed(&error);
    if (!is_joined && !is_quiet) say_joined(&joined);
    return EXIT_DONE;
}

static bool take_option(const struct command *command, void *context, const char *name, const char *value,
                        bool *failed) {
    (void)command, (void)failed;
    struct adding *adding = context;
    if (strcmp(name, "db") == 0)
        adding->where = value;
    else if (strcmp(name, "list") == 0)
        adding->is_listed = true;
    else if (strcmp(name, "no-join") == 0)
        adding->no_join = true;
    else
        return false;
    return true;
}

static void say_added(const struct adding *adding) {
    fprintf(stderr, "dragoman: %s: %zu new, %zu coded anew, %zu found elsewhere too, %zu there already",
            stores_where(adding->where), adding->added[STORE_NEW], adding->added[STORE_REPLACED],
            adding->added[STORE_NOTED], adding->added[STORE_UNCHANGED]);
    if (adding->stale)
        fprintf(stderr, " (%zu coded by other versions: `dragoman recode` codes them anew)", adding->stale);
    fputc('\n', stderr);
}

int run_add(int argc, char **argv) {
    const struct command *command = command_find("add");
    struct run_options options = { 0 };
    struct adding adding = { 0 };
    int status;
    if (!run_take_arguments(command, &options, take_option, &adding, argc, argv, &status)) return status;
    adding.store = stores_open(adding.where, STORE_CREATE);
    if (!adding.store) return EXIT_SOME_FAILED;
    adding.arena = arena_new();
    pthread_mutex_init(&adding.lock, NULL);
    status = run_over(&options, &(struct run_work){ .document = code,
                                                    .keep = keep,
                                                    .settle = flush,
                                                    .context = &adding,
                                                    .verb = "taken in",
                                                    .every_language = true,
                                                    .coded_languages = true });
    if (!options.quiet) say_added(&adding);
    const int joined = adding.no_join ? EXIT_DONE : join(adding.store, options.quiet);
    pthread_mutex_destroy(&adding.lock);
    arena_free(adding.arena);
    store_close(adding.store);
    return status == EXIT_DONE ? joined : status;
}

int run_join(int argc, char **argv) {
    const char *where = NULL;
    if (!stores_take_alone(command_find("join"), argc, argv, &where)) return stores_status();
    struct store *store = stores_open(where, STORE_WRITE);
    if (!store) return EXIT_SOME_FAILED;
    struct error error = { 0 };
    struct store_joined joined;
    const int status = store_join(store, &joined, &error) ? EXIT_DONE : stores_failed(&error);
    if (status == EXIT_DONE) say_joined(&joined);
    store_close(store);
    return status;
}

// --- recode

struct recoding {
    struct adding adding;
    const struct engine *engine;
    struct slice *ids; // [count]
    size_t count;
    struct arena **arenas; // [window]
    struct coded **results;
    size_t window;
    bool failed;
    struct error error;
};

// A stored document as reading gives it: its words are kept, and where its paragraphs are follows from them.
static void restore(const struct record_document *from, struct document *document, struct arena *arena) {
    *document = (struct document){ .source = from->source,
                                   .url = from->url,
                                   .text = from->text,
                                   .is_cut = from->cut,
                                   .has_title = from->title.length > 0,
                                   .captions = from->captions.items,
                                   .caption_count = from->captions.count,
                                   .credits = from->credits.items,
                                   .credit_count = from->credits.count,
                                   .byline = from->byline,
                                   .outlet = from->outlet,
                                   .agency = from->agency,
                                   .dateline = from->dateline,
                                   .language_declared = from->language_declared,
                                   .charset = from->charset };
    snprintf(document->id, sizeof document->id, SLICE_FORMAT, SLICE_ARG(from->id));
    snprintf(document->published, sizeof document->published, SLICE_FORMAT, SLICE_ARG(from->published));
    snprintf(document->modified, sizeof document->modified, SLICE_FORMAT, SLICE_ARG(from->modified));
    snprintf(document->captured, sizeof document->captured, SLICE_FORMAT, SLICE_ARG(from->captured));
    snprintf(document->language, sizeof document->language, SLICE_FORMAT, SLICE_ARG(from->language));
    if (from->published_from.length) document->published_from = arena_string(arena, from->published_from);
    size_t limit = 1;
    for (size_t at = 0; (at = slice_find(from->text, SLICE("\n\n"), at)) != SIZE_MAX; at += 2) limit++;
    struct span *paragraphs = ARENA_ARRAY(arena, struct span, limit);
    for (size_t at = 0; document->paragraph_count < limit; at += 2) {
        const size_t end = slice_find(from->text, SLICE("\n\n"), at);
        paragraphs[document->paragraph_count++] =
            (struct span){ (uint32_t)at, (uint32_t)(end == SIZE_MAX ? from->text.length : end) };
        if (end == SIZE_MAX) break;
        at = end;
    }
    document->paragraphs = paragraphs;
    struct repair *repairs = ARENA_ARRAY(arena, struct repair, from->repairs.count + 1);
    for (size_t i = 0; i < from->repairs.count; i++)
        repairs[i] = (struct repair){ arena_string(arena, from->repairs.items[i].kind),
                                      from->repairs.items[i].position, from->repairs.items[i].before,
                                      from->repairs.items[i].after };
    document->repairs = repairs;
    document->repair_count = from->repairs.count;
}

static void recode_one(void *context, size_t index, unsigned thread) {
    (void)thread;
    struct recoding *recoding = context;
    struct arena *arena = recoding->arenas[index % recoding->window];
    arena_reset(arena);
    struct coded *coded = ARENA_NEW(arena, struct coded);
    recoding->results[index % recoding->window] = coded;
    struct error error = { 0 };
    pthread_mutex_lock(&recoding->adding.lock);
    const struct record *record = store_record(recoding->adding.store, recoding->ids[index], arena, &error);
    if (!record && !recoding->failed) {
        recoding->failed = true;
        recoding->error = error;
    }
    pthread_mutex_unlock(&recoding->adding.lock);
    if (!record) return;
    struct document *document = ARENA_NEW(arena, struct document);
    restore(record->document, document, arena);
    fingerprint_of(document, &coded->fingerprint);
    coded->record = engine_code_document(recoding->engine, document, arena);
}

static bool recode_finish(void *context, size_t index) {
    struct recoding *recoding = context;
    const struct coded *coded = recoding->results[index % recoding->window];
    if (recoding->failed) return false;
    if (keep(coded, NULL, &recoding->adding, &recoding->error)) return true;
    recoding->failed = true;
    return false;
}

static bool find_stale(struct recoding *recoding, bool all, struct arena *arena) {
    struct database *database = store_database(recoding->adding.store);
    const struct value values[] = { value_text(recoding->adding.maker.program),
                                    value_text(recoding->adding.maker.knowledge),
                                    value_text(recoding->adding.maker.models) };
    static const char stale[] =
        "SELECT d.id FROM document d JOIN maker m ON m.id = d.maker WHERE m.program <> $1 "
        "OR m.knowledge <> $2 OR m.models <> $3 ORDER BY d.id";
    struct rows *rows = database_query(database, all ? "SELECT id FROM document ORDER BY id" : stale, values,
                                       all ? 0 : 3, &recoding->error);
    if (!rows) return false;
    size_t capacity = 0;
    while (rows_next(rows)) {
        if (recoding->count == capacity) {
            struct slice *more = ARENA_ARRAY(arena, struct slice, capacity ? capacity * 2 : 256);
            if (capacity) memcpy(more, recoding->ids, capacity * sizeof *more);
            recoding->ids = more;
            capacity = capacity ? capacity * 2 : 256;
        }
        recoding->ids[recoding->count++] = arena_copy(arena, rows_text(rows, 0));
    }
    return rows_close(rows, &recoding->error);
}

static bool recode(struct recoding *recoding, unsigned threads, bool all) {
    struct arena *arena = arena_new();
    bool ok = find_stale(recoding, all, arena);
    recoding->window = threads * 4;
    recoding->arenas = ARENA_ARRAY(arena, struct arena *, recoding->window);
    recoding->results = ARENA_ARRAY(arena, struct coded *, recoding->window);
    for (size_t i = 0; i < recoding->window; i++) recoding->arenas[i] = arena_new();
    if (ok) {
        ordered_work_run(&(struct ordered_work){ .count = recoding->count,
                                                 .window = recoding->window,
                                                 .threads = threads,
                                                 .context = recoding,
                                                 .work = recode_one,
                                                 .finish = recode_finish });
        ok = !recoding->failed && flush(&recoding->adding, &recoding->error);
    }
    for (size_t i = 0; i < recoding->window; i++) arena_free(recoding->arenas[i]);
    arena_free(arena);
    return ok;
}

int run_recode(int argc, char **argv) {
    const struct command *command = command_find("recode");
    struct option options[COMMAND_OPTION_LIMIT + 2];
    command_getopt(command, options);
    struct recoding recoding = { 0 };
    struct engine_options wanted = { .every_language = true };
    struct run_options shared = { 0 };
    bool all = false, failed = false;
    for (int number; (number = command_next_option(command, options, argc, argv)) != -1;) {
        if (number < 0) return number == -3 ? EXIT_DONE : EXIT_USAGE;
        const char *name = command->options[number].name;
        if (strcmp(name, "all") == 0)
            all = true;
        else if (strcmp(name, "db") == 0)
            recoding.adding.where = optarg;
        else
            run_take_option(command, &shared, name, optarg, &failed);
        if (failed) return EXIT_USAGE;
    }
    if (optind < argc) return command_usage(command, "expected no argument, found \"%s\"", argv[optind]);
    wanted.knowledge_folder = shared.knowledge;
    wanted.model_folder = shared.models;
    recoding.adding.store = stores_open(recoding.adding.where, STORE_WRITE);
    if (!recoding.adding.store) return EXIT_SOME_FAILED;
    struct error error = { 0 };
    struct engine *engine = engine_open(&wanted, &error);
    int status = EXIT_SOME_FAILED;
    if (!engine) {
        stores_failed(&error);
    } else {
        recoding.engine = engine;
        recoding.adding.arena = arena_new();
        pthread_mutex_init(&recoding.adding.lock, NULL);
        know_maker(&recoding.adding, engine);
        const bool ok = recode(&recoding, shared.threads ? shared.threads : threads_available(), all);
        if (!ok) stores_failed(&recoding.error);
        fprintf(stderr, "dragoman: %s: %zu of %zu documents coded anew\n",
                stores_where(recoding.adding.where), recoding.adding.added[STORE_REPLACED], recoding.count);
        status = join(recoding.adding.store, false);
        if (!ok) status = EXIT_SOME_FAILED;
        pthread_mutex_destroy(&recoding.adding.lock);
        arena_free(recoding.adding.arena);
        engine_close(engine);
    }
    store_close(recoding.adding.store);
    return status;
}
