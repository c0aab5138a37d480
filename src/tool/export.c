// export.c - `dragoman export FORMAT`: a store in the formats of others.
#include "store/export.h"
#include "store/mask.h"
#include "tool/stores.h"

#include "base/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define FILTER_OPTION(name, option, argument, meaning) { option, argument, meaning },
const struct command_option export_options[] = {
    STORE_OPTION,
    QUERY_FILTERS(FILTER_OPTION){ "as-of", "DATE", "the record as it stood at the end of this day" },
    { "output", "FILE", "write to FILE, and beside it FILE.manifest.json: version, documents, filters" },
    { "dyads", NULL, "events-csv, events-tsv: one row for each pair of actor and recipient" },
    { "redact", NULL, "mask private persons in harm's way; not of formats that tell positions in the text" },
    { "raw", NULL, "no apostrophe before what a spreadsheet would take for a formula" },
    { NULL, NULL, NULL },
};

struct output {
    FILE *to;
    const struct mask *mask; // NULL: nobody is masked
    struct arena *arena;
};

static bool put(void *context, struct slice bytes) { // whole rows
    const struct output *output = context;
    arena_reset(output->arena);
    if (output->mask) bytes = mask_text(output->mask, bytes, output->arena);
    return fwrite(bytes.start, 1, bytes.length, output->to) == bytes.length;
}

// Formats whose positions in the text would lie beside what they tell.
static bool tells_positions(const char *format) {
    static const char *const those[] = { "jsonl", "annotations", "brat", "gold" };
    for (size_t i = 0; i < sizeof those / sizeof *those; i++)
        if (strcmp(format, those[i]) == 0) return true;
    return strchr(format, '-') && strcmp(format, "gdelt-mentions") != 0; // the flat tables have them too
}

static bool write_manifest(struct store *store, const struct export_format *format,
                           const struct query_filters *filters, const char *file, size_t count,
                           struct error *error) {
    struct arena *arena = arena_new();
    struct slice json;
    const bool ok =
        export_manifest(store, format, filters, DRAGOMAN_VERSION, count, arena, &json, error) &&
        file_write(arena_string(arena, arena_format(arena, "%s.manifest.json", file)), json, error);
    arena_free(arena);
    return ok;
}

static int export_to(struct store *store, const struct export_format *format,
                     const struct query_filters *filters, const struct export_options *options,
                     const char *file, const struct mask *mask) {
    FILE *to = file ? fopen(file, "w") : stdout;
    if (!to) {
        fprintf(stderr, "dragoman: %s: %s\n", file, strerror(errno));
        return EXIT_SOME_FAILED;
    }
    struct error error = { 0 };
    struct output output = { to, mask, arena_new() };
    size_t count = 0;
    bool ok = export_write(store, format, filters, options, put, &output, &count, &error);
    arena_free(output.arena);
    if ((file ? fclose(to) : fflush(to)) != 0)
        ok = error_at(&error, ERROR_SYSTEM, (struct place_in_file){ .file = file ? file : "standard output" },
                      "%s", strerror(errno));
    if (ok && file) ok = write_manifest(store, format, filters, file, count, &error);
    if (!ok) stores_failed(&error);
    fprintf(stderr, "dragoman: %s: %zu written\n", format->name, count);
    return ok ? EXIT_DONE : EXIT_SOME_FAILED;
}

int run_export(int argc, char **argv) {
    const struct command *command = command_find("export");
    struct option options[COMMAND_OPTION_LIMIT + 2];
    command_getopt(command, options);
    struct query_filters filters = { 0 };
    struct export_options wanted = { 0 };
    const char *where = NULL, *as_of = NULL, *file = NULL;
    bool redact = false;
    for (int number; (number = command_next_option(command, options, argc, argv)) != -1;) {
        if (number < 0) return number == -3 ? EXIT_DONE : EXIT_USAGE;
        const char *name = command->options[number].name;
        const char *value = optarg;
        for (size_t i = 0; i < QUERY_FILTER_COUNT; i++)
            if (strcmp(name, query_options[i].option) == 0)
                memcpy((char *)&filters + query_options[i].offset, &value, sizeof value);
        if (strcmp(name, "db") == 0) where = value;
        if (strcmp(name, "as-of") == 0) as_of = value;
        if (strcmp(name, "output") == 0) file = value;
        if (strcmp(name, "dyads") == 0) wanted.dyads = true;
        if (strcmp(name, "raw") == 0) wanted.raw = true;
        if (strcmp(name, "redact") == 0) redact = true;
    }
    const struct export_format *format = optind < argc ? export_format_find(argv[optind]) : NULL;
    if (optind + 1 < argc)
        return command_usage(command, "expected one FORMAT, found \"%s\" too", argv[optind + 1]);
    if (!format) {
        command_usage(command,
                      optind < argc ? "there is no format \"%s\"" : "expected a FORMAT, found none%s",
                      optind < argc ? argv[optind] : "");
        for (size_t i = 0; (format = export_format_at(i)); i++)
            fprintf(stderr, "  %-15s %s\n", format->name, format->meaning);
        return EXIT_USAGE;
    }
    if (redact && tells_positions(format->name))
        return command_usage(command, "--redact: %s tells positions in the text, which masking would move",
                             format->name);
    struct store *store = stores_open(where, STORE_READ);
    if (!store) return EXIT_SOME_FAILED;
    struct error error = { 0 };
    struct mask *mask = NULL;
    int status = EXIT_DONE;
    if ((as_of && !store_as_of(store, slice_of(as_of), &error)) ||
        (redact && !(mask = mask_open(store, &error))))
        status = stores_failed(&error);
    else
        status = export_to(store, format, &filters, &wanted, file, mask);
    mask_close(mask);
    store_close(store);
    return status;
}
