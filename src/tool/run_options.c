// run_options.c - the options that all subcommands over documents take.
#include "tool/run.h"

#include "read/charset/charset.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define THREAD_LIMIT 256

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

static bool is_web_address(const char *text) {
    return strncasecmp(text, "http://", 7) == 0 || strncasecmp(text, "https://", 8) == 0;
}

// "text=A,B,title=C": which names each role has in JSON and CSV. Parts of `value` are kept.
static bool take_field(struct items_fields *fields, char *value) {
    const struct {
        const char *role;
        const char **names;
    } roles[] = { { "text", &fields->text },         { "title", &fields->title },
                  { "url", &fields->url },           { "published", &fields->published },
                  { "language", &fields->language }, { "outlet", &fields->outlet },
                  { "byline", &fields->byline },     { "id", &fields->id },
                  { "modified", &fields->modified }, { "captured", &fields->captured } };
    bool any = false;
    for (char *part = value, *next; part; part = next) {
        next = strchr(part, ',');
        char *equals = strchr(part, '=');
        size_t role = sizeof roles / sizeof *roles;
        if (equals && (!next || equals < next))
            for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
                if (slice_equal((struct slice){ part, (size_t)(equals - part) }, slice_of(roles[i].role)))
                    role = i;
        if (role < sizeof roles / sizeof *roles) { // else one more name of the role before
            if (part > value) part[-1] = '\0';
            if (equals[1] == '\0' || equals[1] == ',') return false;
            *roles[role].names = equals + 1;
            any = true;
        }
        if (!any) return false;
        if (next) next++;
    }
    return any;
}

bool run_take_option(const struct command *command, struct run_options *options, const char *name,
                     char *value, bool *failed) {
    const struct {
        const char *name, **text;
        bool *flag;
    } plain[] = {
        { "knowledge", &options->knowledge, NULL },
        { "models", &options->models, NULL },
        { "rejects", &options->rejects, NULL },
        { "files-from", &options->named.list, NULL },
        { "allow-private", NULL, &options->allow_private },
        { "fetch", NULL, &options->fetch_articles },
        { "quiet", NULL, &options->quiet },
        { "no-progress", NULL, &options->no_progress },
        { "state", &options->state, NULL },
        { "metadata", &options->metadata, NULL },
    };
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (strcmp(name, plain[i].name) != 0) continue;
        if (plain[i].flag)
            *plain[i].flag = true;
        else
            *plain[i].text = value;
        return true;
    }
    if (strcmp(name, "date") == 0) {
        options->date = value;
        if (!run_is_date(value)) {
            command_usage(command, "--date: expected a date like 2023-10-30, found \"%s\"", value);
            *failed = true;
        }
    } else if (strcmp(name, "threads") == 0) {
        char *end;
        const unsigned long threads = strtoul(value, &end, 10);
        if (*end || !*value || threads < 1 || threads > THREAD_LIMIT) {
            command_usage(command, "--threads: expected a number from 1 to %d, found \"%s\"", THREAD_LIMIT,
                          value);
            *failed = true;
        }
        options->threads = (unsigned)threads;
    } else if (strcmp(name, "url") == 0 || strcmp(name, "follow") == 0) {
        char **list = name[0] == 'u' ? options->urls : options->feeds;
        size_t *count = name[0] == 'u' ? &options->named.url_count : &options->feed_count;
        const bool is_address = is_web_address(value);
        *failed = *count == RUN_URLS || !is_address;
        if (!is_address)
            command_usage(
                command,
                "--%s: expected an address that begins with http:// or https://, found \"%s\"; a file "
                "is an INPUT",
                name, value);
        else if (*failed)
            command_usage(command, "--%s: expected at most %d", name, RUN_URLS);
        else
            list[(*count)++] = value;
    } else if (strcmp(name, "include") == 0 || strcmp(name, "exclude") == 0) {
        char **list = name[0] == 'i' ? options->include : options->exclude;
        size_t *count = name[0] == 'i' ? &options->named.include_count : &options->named.exclude_count;
        *failed = *count == RUN_PATTERNS;
        if (*failed)
            command_usage(command, "--%s: expected at most %d", name, RUN_PATTERNS);
        else
            list[(*count)++] = value;
    } else if (strcmp(name, "charset") == 0) {
        options->charset = value;
        *failed = charset_of_label(slice_of(value)) == NULL;
        if (*failed)
            command_usage(command, "--charset: expected a name like windows-1252 or utf-16le, found \"%s\"",
                          value);
    } else if (strcmp(name, "date-order") == 0) {
        options->date_order = strcmp(value, "dmy") == 0   ? DATE_DAY_FIRST
                              : strcmp(value, "mdy") == 0 ? DATE_MONTH_FIRST
                                                          : DATE_ORDER_UNKNOWN;
        *failed = options->date_order == DATE_ORDER_UNKNOWN;
        if (*failed) command_usage(command, "--date-order: expected dmy or mdy, found \"%s\"", value);
    } else if (strcmp(name, "field") == 0) {
        *failed = !take_field(&options->fields, value);
        if (*failed)
            command_usage(command,
                          "--field: expected ROLE=NAME with a role of text, title, url, published, language, "
                          "outlet, byline or id, found \"%s\"",
                          value);
    } else {
        return false;
    }
    return true;
}

bool run_take_arguments(const struct command *command, struct run_options *options, run_own_option own,
                        void *settings, int argc, char **argv, int *status) {
    struct option long_options[COMMAND_OPTION_LIMIT + 2];
    command_getopt(command, long_options);
    *status = EXIT_USAGE;
    for (int number; (number = command_next_option(command, long_options, argc, argv)) != -1;) {
        if (number == -3) *status = EXIT_DONE;
        if (number < 0) return false;
        const char *name = command->options[number].name;
        bool failed = false;
        if (!own(command, settings, name, optarg, &failed))
            run_take_option(command, options, name, optarg, &failed);
        if (failed) return false;
    }
    options->named.paths = argv + optind;
    options->named.path_count = (size_t)(argc - optind);
    options->named.urls = options->urls;
    options->named.include = options->include;
    options->named.exclude = options->exclude;
    for (size_t i = 0; i < options->named.path_count; i++)
        if (is_web_address(options->named.paths[i])) {
            command_usage(command, "\"%s\" is no file: did you mean --url %s?", options->named.paths[i],
                          options->named.paths[i]);
            return false;
        }
    if (options->named.path_count || options->named.list || options->named.url_count || options->feed_count)
        return true;
    if (command->arguments[0] == '[') return true; // a command that can do without
    command_usage(command, "expected at least one INPUT (- is standard input), found none");
    return false;
}
