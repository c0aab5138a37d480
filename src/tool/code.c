// code.c - `dragoman code`: documents to records, as JSON for machines, pages for people or tables for
// spreadsheets.
#include "record/filter.h"
#include "record/flat.h"
#include "tool/page_options.h"
#include "tool/run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const struct command_option code_options[] = {
    { "format", "json|text|csv|tsv",
      "json: one object a line (default); text: a page for people; csv, tsv: tables" },
    { "table", "NAME",
      "of csv and tsv: events, statements, figures, captives, entities, negotiations or disagreements" },
    { "output", "PATH",
      "-o PATH: write into this file; tables without --table: all of them into this folder" },
    { "dyads", NULL, "of csv and tsv: a row of events for each pair of actor and recipient" },
    { "raw", NULL, "of csv and tsv: no apostrophe before what a spreadsheet would take for a formula" },
    { "only", "KIND,...", "leave out the other lists: events, statements, figures, captives ..." },
    { "min-confidence", "P", "leave out events of a lower confidence, 0 to 1" },
    { "no-copies", NULL, "leave out near copies of a document before them" },
    PAGE_OPTIONS,
    RUN_OPTIONS,
    { NULL, NULL, NULL },
};

enum code_form { FORM_JSON, FORM_TEXT, FORM_CSV, FORM_TSV, FORMS };
static const char *const form_names[FORMS] = { "json", "text", "csv", "tsv" };

struct code_settings {
    enum code_form form;
    struct page_options page;
    struct flat_options flat;
    struct record_filter filter;
    bool no_copies;
    const char *output;
    enum record_kind table;                     // RECORD_KIND_COUNT: all
    enum record_kind tables[RECORD_KIND_COUNT]; // [file_count] of csv and tsv
    FILE *files[RECORD_KIND_COUNT];             // [file_count] that are open; none: standard output
    size_t file_count;
};

static bool is_flat(const struct code_settings *settings) {
    return settings->form == FORM_CSV || settings->form == FORM_TSV;
}

static bool code_document(const struct engine *engine, const struct document *document, void *context,
                          struct arena *arena, const void **result, struct error *error) {
    (void)error;
    const struct code_settings *settings = context;
    *result = record_filter(engine_code_document(engine, document, arena), &settings->filter, arena);
    return true;
}

static void print_record(const void *result, const struct copy *copy, void *context, struct arena *arena,
                         struct slice *texts) {
    const struct code_settings *settings = context;
    const struct record *record = result;
    if (copy->original && settings->no_copies) return;
    if (copy->original) record = record_as_copy(record, slice_of(copy->original), copy->agency, arena);
    if (settings->form == FORM_JSON) texts[0] = record_write_json(record, arena);
    if (settings->form == FORM_TEXT)
        texts[0] = record_page(record, settings->page.width, settings->page.colour, arena);
    for (size_t i = 0; is_flat(settings) && i < settings->file_count; i++)
        texts[i] = flat_rows(record, settings->tables[i], &settings->flat, arena);
}

static bool take_only(struct code_settings *settings, const char *value) {
    struct slice rest = slice_of(value);
    for (struct slice name; slice_next(&rest, SLICE(","), &name);) {
        const enum record_kind kind = flat_table(name);
        if (kind == RECORD_KIND_COUNT) return false;
        settings->filter.kinds |= 1u << kind;
    }
    return settings->filter.kinds != 0;
}

static bool take_option(const struct command *command, void *context, const char *name, const char *value,
                        bool *failed) {
    struct code_settings *settings = context;
    static const char tables[] =
        "events, statements, figures, captives, entities, negotiations or disagreements";
    if (strcmp(name, "dyads") == 0) return settings->flat.dyads = true;
    if (strcmp(name, "raw") == 0) return settings->flat.raw = true;
    if (strcmp(name, "no-copies") == 0) return settings->no_copies = true;
    if (strcmp(name, "output") == 0) {
        settings->output = value;
    } else if (strcmp(name, "table") == 0) {
        settings->table = flat_table(slice_of(value));
        *failed = settings->table == RECORD_KIND_COUNT;
        if (*failed) command_usage(command, "--table: expected %s, found \"%s\"", tables, value);
    } else if (strcmp(name, "only") == 0) {
        *failed = !take_only(settings, value);
        if (*failed) command_usage(command, "--only: expected some of %s, found \"%s\"", tables, value);
    } else if (strcmp(name, "min-confidence") == 0) {
        char *end;
        settings->filter.min_confidence = strtod(value, &end);
        *failed = end == value || *end || !(settings->filter.min_confidence >= 0) ||
                  settings->filter.min_confidence > 1;
        if (*failed) command_usage(command, "--min-confidence: expected 0 to 1, found \"%s\"", value);
    } else if (strcmp(name, "format") == 0) {
        enum code_form form = 0;
        while (form < FORMS && strcmp(value, form_names[form]) != 0) form++;
        *failed = form == FORMS;
        if (*failed) command_usage(command, "--format: expected json, text, csv or tsv, found \"%s\"", value);
        settings->form = form;
        settings->flat.form = form == FORM_TSV ? FLAT_TSV : FLAT_CSV;
    } else {
        return page_options_take(command, &settings->page, name, value, failed);
    }
    return true;
}

// False with usage printed.
static bool settings_fit(const struct command *command, const struct code_settings *settings) {
    if (!is_flat(settings) &&
        (settings->table < RECORD_KIND_COUNT || settings->flat.dyads || settings->flat.raw))
        command_usage(command, "--table, --dyads and --raw belong to --format csv or tsv");
    else if (is_flat(settings) && settings->table == RECORD_KIND_COUNT && !settings->output)
        command_usage(command, "--format %s: expected --table NAME, or --output FOLDER for all tables",
                      form_names[settings->form]);
    else
        return true;
    return false;
}

// The tables that are written: the one named, else all that --only leaves.
static void choose_tables(struct code_settings *settings) {
    for (enum record_kind kind = 0; is_flat(settings) && kind < RECORD_KIND_COUNT; kind++) {
        const bool wanted = settings->table < RECORD_KIND_COUNT ? kind == settings->table
                            : settings->filter.kinds            ? (settings->filter.kinds & 1u << kind) != 0
                                                                : true;
        if (flat_table_name(kind) && wanted) settings->tables[settings->file_count++] = kind;
    }
    if (!is_flat(settings)) settings->file_count = 1;
}

static bool open_file(struct code_settings *settings, size_t index) {
    const char *path = settings->output;
    char in_folder[4096];
    if (is_flat(settings) && settings->table == RECORD_KIND_COUNT) {
        const int length = snprintf(in_folder, sizeof in_folder, "%s/%s.%s", path,
                                    flat_table_name(settings->tables[index]), form_names[settings->form]);
        if (length < 0 || (size_t)length >= sizeof in_folder) errno = ENAMETOOLONG;
        path = length < 0 || (size_t)length >= sizeof in_folder ? NULL : in_folder;
    }
    settings->files[index] = path ? fopen(path, "w") : NULL;
    if (!settings->files[index])
        fprintf(stderr, "dragoman: %s: %s\n", path ? path : settings->output, strerror(errno));
    return settings->files[index] != NULL;
}

static bool open_output(struct code_settings *settings) {
    if (!settings->output) {
        settings->files[0] = stdout;
        return true;
    }
    if (is_flat(settings) && settings->table == RECORD_KIND_COUNT && mkdir(settings->output, 0777) != 0 &&
        errno != EEXIST) {
        fprintf(stderr, "dragoman: %s: %s\n", settings->output, strerror(errno));
        return false;
    }
    for (size_t i = 0; i < settings->file_count; i++)
        if (!open_file(settings, i)) return false;
    return true;
}

// False when what was written did not arrive.
static bool close_output(struct code_settings *settings) {
    bool whole = true;
    for (size_t i = 0; settings->output && i < settings->file_count; i++)
        if (settings->files[i] && fclose(settings->files[i]) != 0) whole = false;
    if (!whole) fprintf(stderr, "dragoman: %s: %s\n", settings->output, strerror(errno));
    return whole;
}

static void put_heads(const struct code_settings *settings) {
    struct arena *arena = arena_new();
    for (size_t i = 0; is_flat(settings) && i < settings->file_count; i++) {
        const struct slice head = flat_head(settings->tables[i], &settings->flat, arena);
        fwrite(head.start, 1, head.length, settings->files[i]); // a failure shows when it is flushed
    }
    arena_free(arena);
}

int run_code(int argc, char **argv) {
    const struct command *command = command_find("code");
    struct run_options options = { 0 };
    struct code_settings settings = { .page = page_options_default(), .table = RECORD_KIND_COUNT };
    int status;
    if (!run_take_arguments(command, &options, take_option, &settings, argc, argv, &status)) return status;
    if (!settings_fit(command, &settings)) return EXIT_USAGE;
    choose_tables(&settings);
    status = EXIT_SOME_FAILED;
    if (open_output(&settings)) {
        put_heads(&settings);
        status = run_over(&options, &(struct run_work){ .document = code_document,
                                                        .print = print_record,
                                                        .files = settings.files,
                                                        .file_count = settings.file_count,
                                                        .context = &settings,
                                                        .verb = "coded",
                                                        .every_language = true,
                                                        .coded_languages = true });
    }
    if (!close_output(&settings) && status == EXIT_DONE) status = EXIT_SOME_FAILED;
    return status;
}
