// server.h - the page and the API of a store over HTTP.
//
// Knows base, store, guard, api and assets. On loopback unless it is told otherwise; then a token is asked
// for.
#pragma once

#include "base/error.h"

#include <stdbool.h>

#define SERVER_PORT 8417

struct server; // opaque

struct server_options {
    const char *store;   // as store_open() takes it
    const char *address; // NULL: 127.0.0.1
    unsigned port;       // 0: any that is free
    const char *token;   // NULL: none; needed where `address` is not of this machine alone
    bool may_write;
    unsigned threads;    // 0: as many as there are processors
    const char *version; // of the program
};

// NULL with `error` when the store cannot be opened, the port is taken, or the address is open to others and
// there is no token. Owned by the caller. Answers on threads of its own until it is closed.
struct server *server_open(const struct server_options *options, struct error *error);
unsigned server_port(const struct server *server);
void server_close(struct server *server); // NULL is fine; waits for answers that are being made
