// account.h - what became of everything that was read: counts for the closing line, and the file of rejects.
//
// Belongs to one thread.
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "read/containers/items.h"

#include <stdio.h>

#define ACCOUNT_REASONS 64  // different reasons told apart; further ones count together
#define ACCOUNT_NAMED 100   // failures named on standard error; further ones are counted, and in the rejects
#define ACCOUNT_KEPT 65536u // bytes kept of a document that could not be read

struct reason {
    char text[96];
    size_t count;
};

struct account {
    size_t documents, done, failed, skipped, copies;
    size_t dates;   // of publication that could not be read
    size_t named;   // files that were skipped and named
    uint64_t bytes; // of the documents read, as they were in their inputs
    struct reason reasons[ACCOUNT_REASONS];
    size_t reason_count;
    FILE *rejects; // NULL: none is kept. One JSON object a line; borrowed
};

void account_skip(struct account *account, const char *why, size_t count);
// An input, a record or a document that could not be read: named on standard error and kept with the rejects.
// `content`: its bytes as far as known, may be empty.
void account_failure(struct account *account, struct slice source, const struct error *error,
                     struct slice content);
// A record that is no document: counted by its reason and kept with the rejects.
void account_skipped(struct account *account, struct slice source, const struct error *error,
                     struct slice content);
// A date of publication that could not be read, and why: named, and counted.
void account_date(struct account *account, struct slice source, struct slice date, const char *why);
// A file that was skipped is named on standard error, the first ACCOUNT_NAMED of them.
void account_name_skipped(struct account *account, struct slice file, const char *why);
// The closing line on standard error. `verb`: "coded".
void account_print(const struct account *account, const char *verb);
