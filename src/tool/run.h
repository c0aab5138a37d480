// run.h - what `code` and `parse` share: documents through the engine on several threads, results in input
// order, and the closing account.
#pragma once

#include "engine/engine.h"
#include "tool/command.h"
#include "tool/inputs.h"

struct run_options {       // the options that all subcommands over documents take
    const char *date;      // --date
    const char *knowledge; // --knowledge
    const char *models;    // --models
    unsigned threads;      // --threads
    bool quiet;            // --quiet
};

// Makes one document's output in `arena`; false with `error`. Called on any thread.
typedef bool (*run_document)(const struct engine *engine, struct slice bytes, struct slice source,
                             const struct read_options *options, void *context, struct arena *arena,
                             struct slice *output, struct error *error);

// Reads every input, prints the outputs in order on standard output, errors and the account on standard
// error. `verb` is for the account: "coded".
int run_over(const struct run_options *options, char *const *names, size_t count, run_document document,
             void *context, const char *verb);

// Takes one of the shared options; false when `name` is none of them. A bad value prints usage and sets
// `*failed`.
bool run_take_option(const struct command *command, struct run_options *options, const char *name,
                     const char *value, bool *failed);
bool run_is_date(const char *text); // YYYY-MM-DD of the calendar
// clang-format off
#define RUN_OPTIONS                                                                                                    \
    { "date", "DATE", "the documents' date of publication, YYYY-MM-DD, when the caller knows it" },                    \
    { "knowledge", "DIR", "lay the tables of this folder over the built-in ones" },                                    \
    { "models", "DIR", "take the language models from this folder" },                                                  \
    { "threads", "N", "work on N threads (default: 1 for each processor); the output is the same" },                   \
    { "quiet", NULL, "do not print the closing account" }
// clang-format on
