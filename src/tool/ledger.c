// ledger.c - the commands that ask a store: timeline, events, contacts ... search. One function for all: the
// ledger is the command's name.
#include "base/vector.h"
#include "store/cells.h"
#include "store/mask.h"
#include "store/query.h"
#include "tool/page_options.h"
#include "tool/stores.h"
#include "tool/table.h"

#include <stdlib.h>
#include <string.h>

#define TABLE_ROWS 100 // that a table shows when no limit is asked for

#define FILTER_OPTION(name, option, argument, meaning) { option, argument, meaning },
const struct command_option ledger_options[] = {
    STORE_OPTION,
    QUERY_FILTERS(FILTER_OPTION){ "as-of", "DATE", "the record as it stood at the end of this day" },
    { "id", "ID", "this entry alone" },
    { "limit", "N", "at most N rows; what is left out is said (default of a table: 100)" },
    { "newest", NULL, "the newest first" },
    { "all-columns", NULL, "show the columns too that a table leaves out" },
    { "json", NULL, "one JSON object a line" },
    { "csv", NULL, "CSV with a line of names" },
    { "redact", NULL, "mask private persons in harm's way: captives and victims that hold no office" },
    { "raw", NULL, "no apostrophe before what a spreadsheet would take for a formula" },
    PAGE_OPTIONS,
    { NULL, NULL, NULL },
};

enum form { FORM_TABLE, FORM_JSON, FORM_CSV };

struct asking {
    const struct ledger *ledger;
    struct store *store;
    struct query_filters filters;
    const char *where, *as_of;
    enum form form;
    bool raw, all_columns, redact;
    struct mask *mask; // NULL: nobody is masked
    struct page_options page;
};

static bool take_number(const char *text, int64_t *number) {
    char *end;
    *number = strtoll(text, &end, 10);
    return *text && !*end && *number > 0;
}

static bool take(const struct command *command, struct asking *asking, const char *name, const char *value,
                 bool *failed) {
    for (size_t i = 0; i < QUERY_FILTER_COUNT; i++)
        if (strcmp(name, query_options[i].option) == 0) {
            memcpy((char *)&asking->filters + query_options[i].offset, &value, sizeof value);
            return true;
        }
    if (strcmp(name, "db") == 0)
        asking->where = value;
    else if (strcmp(name, "as-of") == 0)
        asking->as_of = value;
    else if (strcmp(name, "id") == 0)
        asking->filters.id = value;
    else if (strcmp(name, "limit") == 0) {
        *failed = !take_number(value, &asking->filters.limit);
        if (*failed) command_usage(command, "--limit: expected a number from 1, found \"%s\"", value);
    } else if (strcmp(name, "newest") == 0)
        asking->filters.newest_first = true;
    else if (strcmp(name, "all-columns") == 0)
        asking->all_columns = true;
    else if (strcmp(name, "json") == 0)
        asking->form = FORM_JSON;
    else if (strcmp(name, "csv") == 0)
        asking->form = FORM_CSV;
    else if (strcmp(name, "redact") == 0)
        asking->redact = true;
    else if (strcmp(name, "raw") == 0)
        asking->raw = true;
    else
        return page_options_take(command, &asking->page, name, value, failed);
    return true;
}

static struct value cell_of(const struct asking *asking, const struct query *query, size_t column,
                            struct arena *arena) {
    struct value value = query_value(query, column);
    if (asking->mask && value.kind == VALUE_TEXT) value.text = mask_text(asking->mask, value.text, arena);
    return value;
}

static bool print_lines(const struct asking *asking, struct query *query, size_t *count) {
    const struct ledger *ledger = asking->ledger;
    struct arena *arena = arena_new();
    struct bytes line = { .arena = arena };
    for (size_t i = 0; i < ledger->column_count && asking->form == FORM_CSV; i++) {
        if (i) bytes_put(&line, SLICE(","));
        bytes_put_string(&line, ledger->columns[i].name);
    }
    if (asking->form == FORM_CSV) bytes_put(&line, SLICE("\r\n"));
    bool ok = line.length == 0 || fwrite(line.start, 1, line.length, stdout) == line.length;
    for (; ok && query_next(query); ++*count) {
        arena_reset(arena);
        line = (struct bytes){ .arena = arena };
        bytes_put(&line, asking->form == FORM_JSON ? SLICE("{") : SLICE(""));
        for (size_t i = 0; i < ledger->column_count; i++) {
            const struct value value = cell_of(asking, query, i, arena);
            if (i) bytes_put(&line, SLICE(","));
            if (asking->form == FORM_JSON) {
                cell_put_json_text(&line, slice_of(ledger->columns[i].name));
                bytes_put(&line, SLICE(":"));
                cell_put_json(&line, &value);
            } else {
                cell_put_csv(&line, &value, !asking->raw);
            }
        }
        bytes_put(&line, asking->form == FORM_JSON ? SLICE("}\n") : SLICE("\r\n"));
        ok = fwrite(line.start, 1, line.length, stdout) == line.length;
    }
    arena_free(arena);
    return ok && fflush(stdout) == 0;
}

static bool print_table(const struct asking *asking, struct query *query, size_t *count) {
    const struct ledger *ledger = asking->ledger;
    struct arena *arena = arena_new();
    VECTOR_OF(struct slice) cells = { 0 };
    struct table_column *columns = ARENA_ARRAY(arena, struct table_column, ledger->column_count);
    size_t shown = 0;
    for (size_t i = 0; i < ledger->column_count; i++)
        if (ledger->columns[i].width || asking->all_columns)
            columns[shown++] = (struct table_column){
                ledger->columns[i].name, ledger->columns[i].width ? ledger->columns[i].width : 20,
                ledger->columns[i].cell == LEDGER_INTEGER || ledger->columns[i].cell == LEDGER_NUMBER,
                ledger->columns[i].cell != LEDGER_TEXT
            };
    for (; query_next(query); ++*count)
        for (size_t i = 0; i < ledger->column_count; i++)
            if (ledger->columns[i].width || asking->all_columns) {
                struct value value = cell_of(asking, query, i, arena);
                if (ledger->columns[i].cell == LEDGER_DATE) value.text = slice_part(value.text, 0, 10);
                *vector_push(arena, &cells) = cell_words(&value, arena);
            }
    table_print(stdout, columns, shown, cells.items, *count, asking->page.width, asking->page.colour);
    arena_free(arena);
    return fflush(stdout) == 0;
}

static int answer(struct asking *asking) {
    struct error error = { 0 };
    if (asking->as_of && !store_as_of(asking->store, slice_of(asking->as_of), &error))
        return stores_failed(&error);
    bool is_joined;
    if (!asking->as_of && (!store_is_joined(asking->store, &is_joined, &error))) return stores_failed(&error);
    if (!asking->as_of && !is_joined)
        fprintf(
            stderr,
            "dragoman: documents came after the last join: `dragoman join` brings the ledgers up to date\n");
    if (asking->redact && !(asking->mask = mask_open(asking->store, &error))) return stores_failed(&error);
    if (asking->form == FORM_TABLE && !asking->filters.limit) asking->filters.limit = TABLE_ROWS;
    struct query *query = query_open(asking->store, asking->ledger, &asking->filters, &error);
    if (!query) return stores_failed(&error);
    size_t count = 0;
    const bool printed =
        asking->form == FORM_TABLE ? print_table(asking, query, &count) : print_lines(asking, query, &count);
    if (!query_close(query, &error)) return stores_failed(&error);
    int64_t total = (int64_t)count;
    if (asking->filters.limit && total == asking->filters.limit &&
        !query_count(asking->store, asking->ledger, &asking->filters, &total, &error))
        return stores_failed(&error);
    fprintf(stderr, "dragoman: %s: %zu row%s", asking->ledger->name, count, count == 1 ? "" : "s");
    if (total > (int64_t)count)
        fprintf(stderr, " of %lld: %lld left out by --limit %lld", (long long)total,
                (long long)total - (long long)count, (long long)asking->filters.limit);
    fputc('\n', stderr);
    return printed ? EXIT_DONE : EXIT_SOME_FAILED;
}

int run_ledger(int argc, char **argv) {
    const struct command *command = command_find(argv[0]);
    struct asking asking = { .ledger = ledger_find(argv[0]), .page = page_options_default() };
    const char *columns = getenv("COLUMNS"); // of a terminal that is not standard output
    int64_t width;
    if (columns && take_number(columns, &width) && width < 10000) asking.page.width = (unsigned)width;
    struct option options[COMMAND_OPTION_LIMIT + 2];
    command_getopt(command, options);
    for (int number; (number = command_next_option(command, options, argc, argv)) != -1;) {
        if (number < 0) return number == -3 ? EXIT_DONE : EXIT_USAGE;
        bool failed = false;
        take(command, &asking, command->options[number].name, optarg, &failed);
        if (failed) return EXIT_USAGE;
    }
    struct arena *arena = arena_new();
    struct slice words = { "", 0 };
    for (int i = optind; i < argc; i++)
        words = arena_format(arena, SLICE_FORMAT "%s%s", SLICE_ARG(words), words.length ? " " : "", argv[i]);
    int status = EXIT_USAGE;
    if (asking.ledger->from && !words.length)
        command_usage(command, "expected WORDS to look for, found none");
    else if (!asking.ledger->from && words.length)
        command_usage(command, "expected no argument, found \"%s\"", argv[optind]);
    else
        status = EXIT_DONE;
    asking.filters.words = words.length ? arena_string(arena, words) : NULL;
    if (status == EXIT_DONE) {
        asking.store = stores_open(asking.where, STORE_READ);
        status = asking.store ? answer(&asking) : EXIT_SOME_FAILED;
        mask_close(asking.mask);
        store_close(asking.store);
    }
    arena_free(arena);
    return status;
}
