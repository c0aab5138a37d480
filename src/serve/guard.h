// guard.h - who may ask what: the rules that keep other pages and other machines away from a store.
//
// A server on this machine can be reached by every page that its user opens, under any name that an
// attacker's DNS gives this machine (OWASP: DNS rebinding; CVE-2018-5702). So a request has to name this
// server as its host, must not come from another site, and has to show the token where one is asked for.
// Knows base only; decides from the request alone.
#pragma once

#include "serve/request.h"

struct guard {
    const struct slice *hosts; // [host_count] what Host may be: "127.0.0.1:8417", "localhost:8417"
    size_t host_count;
    struct slice token; // empty: none is asked for
    bool may_write;     // --edit
};

enum guard_verdict {
    GUARD_PASS,
    GUARD_WRONG_HOST,
    GUARD_CROSS_SITE,
    GUARD_NO_TOKEN,
    GUARD_METHOD,    // not one that is understood
    GUARD_READ_ONLY, // a change, where none are allowed
    GUARD_TYPE,      // a change that is no JSON: what a form of another page can send
};
enum guard_verdict guard_check(const struct guard *guard, const struct request *request);
unsigned guard_status(enum guard_verdict verdict);     // HTTP status
const char *guard_message(enum guard_verdict verdict); // what to tell whoever asked

#define GUARD_COOKIE "dragoman_token"
// Whether the request shows the token as `?token=`: then it is put into a cookie and taken out of the
// address.
bool guard_is_token_in_address(const struct guard *guard, const struct request *request);
