// run.h - what `read`, `code` and `parse` share: items of all inputs to documents, through the engine on
// several threads, results in input order, and the closing account.
#pragma once

#include "engine/engine.h"
#include "read/copies/copies.h"
#include "tool/command.h"
#include "tool/inputs.h"

#define RUN_PATTERNS 32 // --include, --exclude: so many of each
#define RUN_URLS 64 // --url, --follow: so many of each

struct run_options {       // the options that all subcommands over documents take
    const char *date;      // --date
    const char *knowledge; // --knowledge
    const char *models;    // --models
    const char *rejects;   // --rejects
    const char *charset;   // --charset
    const char *metadata;  // --metadata
    enum date_order date_order; // --date-order
    char *include[RUN_PATTERNS], *exclude[RUN_PATTERNS]; // --include, --exclude
    struct items_fields fields;
    struct inputs_named named;
    char *urls[RUN_URLS];
    char *feeds[RUN_URLS]; // --follow
    size_t feed_count;
    const char *state;  // --state
    unsigned threads;   // --threads
    bool allow_private;  // --allow-private
    bool fetch_articles; // --fetch
    bool quiet;         // --quiet
    bool no_progress;   // --no-progress
};

// Makes something of one document in `arena`; false with `error`. Called on any thread.
typedef bool (*run_document)(const struct engine *engine, const struct document *document, void *context,
                             struct arena *arena, const void **result, struct error *error);
// What to print of it into each file: `texts`, empty at first. Called on any thread with an empty `copy`, and
// again when the document turns out to be a near copy of one before it, with whose.
typedef void (*run_print)(const void *result, const struct copy *copy, void *context, struct arena *arena,
                          struct slice *texts);

// The same of an item's bytes as they are, where these are no news: words that others have cut. What was made
// is printed also when it is false.
typedef bool (*run_bytes)(const struct engine *engine, struct slice bytes, struct slice source, void *context,
                          struct arena *arena, struct slice *output, struct error *error);

// Takes it in instead of printing it: in input order, one at a time. False ends the run, after `error` is
// told.
typedef bool (*run_keep)(const void *result, const struct document *document, void *context,
                         struct error *error);
// Asked when nothing more is to come for now: what was taken in is to be made safe.
typedef bool (*run_settle)(void *context, struct error *error);

struct run_work {
    run_document document;
    run_print print;
    run_keep keep;      // NULL: printed; else near copies are its own affair
    run_settle settle;  // NULL: nothing to do
    FILE *const *files; // [file_count] NULL: standard output alone. Borrowed
    size_t file_count;
    run_bytes bytes; // NULL: items are read as documents
    void *context;
    const char *verb;     // for the account: "coded"
    bool reading_only;    // no models are needed
    bool every_language;  // each language that has a model may come
    bool coded_languages; // documents in a language without a coder are skipped
};

// Reads every input, prints the outputs in order on standard output, errors and the account on standard
// error.
int run_over(const struct run_options *options, const struct run_work *work);

// Takes one of the shared options; false when `name` is none of them. A bad value prints usage and sets
// `*failed`.
bool run_take_option(const struct command *command, struct run_options *options, const char *name,
                     char *value, bool *failed);
// A subcommand's own option; false when `name` is none of them. A bad value prints usage and sets `*failed`.
typedef bool (*run_own_option)(const struct command *command, void *settings, const char *name,
                               const char *value, bool *failed);
// Takes the whole command line: the subcommand's options by `own`, the shared ones, then the inputs. False
// when there is nothing to run, with the exit status in `*status` and all that is to be said printed.
bool run_take_arguments(const struct command *command, struct run_options *options, run_own_option own,
                        void *settings, int argc, char **argv, int *status);
bool run_is_date(const char *text); // YYYY-MM-DD of the calendar
// clang-format off
#define RUN_OPTIONS                                                                                                    \
    { "date", "DATE", "the documents' date of publication, YYYY-MM-DD, when the caller knows it" },                    \
    { "files-from", "FILE", "read the files named in FILE, one a line or ended by NUL (- is standard input)" },         \
    { "url", "URL", "fetch this page or feed; may be given again" },                                                   \
    { "follow", "FEED", "keep reading this feed until interrupted; may be given again. Only these three use the network" }, \
    { "fetch", NULL, "read the page that an entry of a feed links to instead of the entry" },                          \
    { "state", "FILE", "keep what was seen of followed feeds here, and go on from it" },                                \
    { "allow-private", NULL, "let --url and --follow fetch from private and local addresses" },                                     \
    { "field", "ROLE=NAME,...", "where JSON and CSV have text, title, url, published, language, outlet, byline, id" },     \
    { "charset", "NAME", "all inputs are in this character set, whatever they say" },                                   \
    { "date-order", "dmy|mdy", "how exports write dates of numbers alone; else their own column shows it" },            \
    { "metadata", "FILE", "a table with the date, outlet, url, id ... of the files that its column \"file\" names" },   \
    { "include", "PATTERN", "of folders, read files with such a name or path only: \"*.html\"; may be given again" },   \
    { "exclude", "PATTERN", "of folders, leave out files with such a name or path; may be given again" },               \
    { "rejects", "FILE", "keep what could not be read and what was skipped, with where and why, one object a line" },  \
    { "knowledge", "DIR", "lay the tables of this folder over the built-in ones" },                                    \
    { "models", "DIR", "take the models from this folder" },                                                           \
    { "threads", "N", "work on N threads (default: 1 for each processor); the output is the same" },                   \
    { "no-progress", NULL, "do not show on a terminal how far it is" },                                                \
    { "quiet", NULL, "do not print the closing account" }
// clang-format on
