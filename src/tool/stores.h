// stores.h - what the commands over a store share.
#pragma once

#include "store/store.h"
#include "tool/command.h"

#define STORE_OPTION                                                                                         \
    { "db", "WHERE", "the store: a file or postgresql://... (default: DRAGOMAN_DB, else dragoman.db)" }

const char *
stores_where(const char *named); // as --db names it, else as the environment does, else the default
// NULL after the error was printed. Owned by the caller.
struct store *stores_open(const char *named, enum store_mode mode);
int stores_failed(const struct error *error); // prints it, returns EXIT_SOME_FAILED
// The command line of a command that takes --db alone: false when there is nothing to do, with
// stores_status().
bool stores_take_alone(const struct command *command, int argc, char **argv, const char **where);
int stores_status(void);
