// api.h - answers in JSON and CSV over a store: what the page asks, and any other program may.
//
// Knows base, record and store. An answer is made from the request and the store alone, without a socket, so
// that tests and fuzzing reach all of it.
//
//     GET /api                      what there is: ledgers, their columns and filters
//     GET /api/openapi.json         the same for programs
//     GET /api/rows/LEDGER          rows, with the filters of the command of that name, limit and offset
//     GET /api/rows/LEDGER.csv      the same for a spreadsheet
//     GET /api/groups/LEDGER?by=    how many rows there are for each value of one to three columns
//     GET /api/article/ID           the record of a document, its text included
//     GET /api/changes              server-sent events: what the newest document is
#pragma once

#include "serve/request.h"
#include "store/query.h"

#define API_ROWS 200u           // rows of an answer when no limit is given
#define API_ROWS_LIMIT 5000u    // at most
#define API_CSV_LIMIT 1000000u  // rows of a CSV at most
#define API_GROUPS_LIMIT 20000u // groups of an answer at most
#define API_TIME_MS 5000u       // a query that takes longer is ended, and the answer says so

struct api {
    struct store *store; // of this thread
    bool may_write;
    const char *version;
};

// Answers `request`, whose path starts with "/api". Always makes a reply. Everything lives in `arena`.
void api_answer(const struct api *api, const struct request *request, struct arena *arena,
                struct reply *reply);
