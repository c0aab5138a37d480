// inspect.c - `dragoman info`, `check` and `why`: what a store holds, whether it is whole, why it says
// something.
#include "store/why.h"
#include "tool/stores.h"

#include <stdlib.h>
#include <string.h>

const struct command_option info_options[] = { STORE_OPTION, { NULL, NULL, NULL } };
const struct command_option check_options[] = { STORE_OPTION, { NULL, NULL, NULL } };
const struct command_option why_options[] = {
    STORE_OPTION,
    { "as-of", "DATE", "the record as it stood at the end of this day" },
    { "json", NULL, "as one JSON object" },
    { NULL, NULL, NULL },
};

static const struct {
    const char *what, *sql;
} told[] = {
    { "schema", "SELECT value FROM meta WHERE name = 'schema'" },
    { "documents", "SELECT count(*) FROM document" },
    { "found at", "SELECT count(*) FROM appearance" },
    { "origins", "SELECT count(DISTINCT origin) FROM origin" },
    { "first published", "SELECT min(published) FROM document" },
    { "last published", "SELECT max(published) FROM document" },
    { "without a day", "SELECT count(*) FROM document WHERE published IS NULL" },
    { "events", "SELECT count(*) FROM event" },
    { "happenings", "SELECT count(*) FROM happening" },
    { "maybe the same", "SELECT count(*) FROM maybe_same" },
    { "statements", "SELECT count(*) FROM statement" },
    { "figures", "SELECT count(*) FROM figure" },
    { "captives", "SELECT count(*) FROM captivity" },
    { "talks", "SELECT count(*) FROM talks" },
    { "disagreements", "SELECT count(*) FROM conflict" },
    { "entities", "SELECT count(*) FROM entity" },
    { "actors", "SELECT count(*) FROM actor" },
    { "decisions of people", "SELECT count(*) FROM amendment" },
};

static bool print_info(struct store *store, struct error *error) {
    struct arena *arena = arena_new();
    bool ok = true, is_joined = true;
    for (size_t i = 0; ok && i < sizeof told / sizeof *told; i++) {
        struct slice text;
        ok = database_text(store_database(store), told[i].sql, NULL, 0, arena, &text, error);
        if (ok) printf("%-20s " SLICE_FORMAT "\n", told[i].what, SLICE_ARG(text));
    }
    struct rows *rows =
        ok ? database_query(store_database(store),
                            "SELECT m.program, m.knowledge, m.models, count(*) FROM document d JOIN "
                            "maker m ON m.id = d.maker GROUP BY m.program, m.knowledge, m.models "
                            "ORDER BY 1, 2, 3",
                            NULL, 0, error)
           : NULL;
    while (rows && rows_next(rows)) {
        struct slice cells[4];
        for (size_t i = 0; i < 4; i++) cells[i] = arena_copy(arena, rows_text(rows, i));
        printf("%-20s " SLICE_FORMAT " knowledge " SLICE_FORMAT " models " SLICE_FORMAT " (" SLICE_FORMAT
               " documents)\n",
               "coded by", SLICE_ARG(cells[0]), SLICE_ARG(cells[1]), SLICE_ARG(cells[2]),
               SLICE_ARG(cells[3]));
    }
    ok = ok && rows && rows_close(rows, error) && store_is_joined(store, &is_joined, error);
    if (ok) printf("%-20s %s\n", "joined", is_joined ? "yes" : "no: `dragoman join` does it");
    arena_free(arena);
    return ok;
}

int run_info(int argc, char **argv) {
    const char *where = NULL;
    if (!stores_take_alone(command_find("info"), argc, argv, &where)) return stores_status();
    struct store *store = stores_open(where, STORE_READ);
    if (!store) return EXIT_SOME_FAILED;
    struct error error = { 0 };
    const int status = print_info(store, &error) ? EXIT_DONE : stores_failed(&error);
    store_close(store);
    return status;
}

static void say_fault(void *context, const char *fault) {
    (void)context;
    printf("%s\n", fault);
}

int run_check(int argc, char **argv) {
    const char *where = NULL;
    if (!stores_take_alone(command_find("check"), argc, argv, &where)) return stores_status();
    struct store *store = stores_open(where, STORE_READ);
    if (!store) return EXIT_SOME_FAILED;
    struct error error = { 0 };
    struct store_checked checked;
    int status = EXIT_DONE;
    if (!store_check(store, say_fault, NULL, &checked, &error)) status = stores_failed(&error);
    fprintf(stderr, "dragoman: %zu documents, %zu rows and %zu spans checked: %zu fault%s\n",
            checked.documents, checked.rows, checked.spans, checked.faults, checked.faults == 1 ? "" : "s");
    store_close(store);
    return checked.faults ? EXIT_SOME_FAILED : status;
}

int run_why(int argc, char **argv) {
    const struct command *command = command_find("why");
    struct option options[COMMAND_OPTION_LIMIT + 2];
    command_getopt(command, options);
    const char *where = NULL, *as_of = NULL;
    enum why_form form = WHY_TEXT;
    for (int number; (number = command_next_option(command, options, argc, argv)) != -1;) {
        if (number < 0) return number == -3 ? EXIT_DONE : EXIT_USAGE;
        const char *name = command->options[number].name;
        if (strcmp(name, "db") == 0) where = optarg;
        if (strcmp(name, "as-of") == 0) as_of = optarg;
        if (strcmp(name, "json") == 0) form = WHY_JSON;
    }
    if (optind == argc) return command_usage(command, "expected at least one ID, found none");
    struct store *store = stores_open(where, STORE_READ);
    if (!store) return EXIT_SOME_FAILED;
    struct error error = { 0 };
    int status = EXIT_DONE;
    if (as_of && !store_as_of(store, slice_of(as_of), &error)) status = stores_failed(&error);
    struct arena *arena = arena_new();
    for (int i = optind; i < argc && !(as_of && status != EXIT_DONE); i++) {
        arena_reset(arena);
        struct bytes bytes = { .arena = arena };
        error = (struct error){ 0 };
        if (why_write(store, slice_of(argv[i]), form, &bytes, &error))
            fwrite(bytes.start, 1, bytes.length, stdout);
        else
            status = stores_failed(&error);
    }
    arena_free(arena);
    store_close(store);
    return status;
}
