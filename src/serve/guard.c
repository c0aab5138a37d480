// guard.c - a short list of reasons to say no, the cheapest first.
//
// The origin alone is not enough: a page behind a rebound name sends an origin that equals its Host. Only a
// fixed list of hosts tells it apart. Tokens are compared in a time that does not depend on where they
// differ.
#include "serve/guard.h"

static bool is_same_secret(struct slice a, struct slice b) {
    if (a.length != b.length) return false;
    unsigned char difference = 0;
    for (size_t i = 0; i < a.length; i++) difference |= (unsigned char)(a.start[i] ^ b.start[i]);
    return difference == 0;
}

static bool is_known_host(const struct guard *guard, struct slice host) {
    for (size_t i = 0; i < guard->host_count; i++)
        if (slice_equal_ascii_fold(guard->hosts[i], host)) return true;
    return false;
}

// "http://HOST" of one of our hosts.
static bool is_own_origin(const struct guard *guard, struct slice origin) {
    return slice_starts(origin, SLICE("http://")) &&
           is_known_host(guard, slice_part(origin, SLICE("http://").length, origin.length));
}

static struct slice cookie_value(struct slice cookies, struct slice name) {
    for (struct slice part; slice_next(&cookies, SLICE(";"), &part);) {
        while (part.length && part.start[0] == ' ') part = slice_part(part, 1, part.length);
        if (slice_starts(part, name) && part.length > name.length && part.start[name.length] == '=')
            return slice_part(part, name.length + 1, part.length);
    }
    return SLICE("");
}

static bool shows_token(const struct guard *guard, const struct request *request) {
    if (guard->token.length == 0) return true;
    const struct slice bearer = SLICE("Bearer ");
    if (slice_starts(request->authorization, bearer) &&
        is_same_secret(slice_part(request->authorization, bearer.length, request->authorization.length),
                       guard->token))
        return true;
    return is_same_secret(cookie_value(request->cookie, SLICE(GUARD_COOKIE)), guard->token) ||
           guard_is_token_in_address(guard, request);
}

bool guard_is_token_in_address(const struct guard *guard, const struct request *request) {
    const struct slice shown = request_argument(request, "token");
    return guard->token.length && shown.length && is_same_secret(shown, guard->token);
}

enum guard_verdict guard_check(const struct guard *guard, const struct request *request) {
    const bool reads =
        slice_equal(request->method, SLICE("GET")) || slice_equal(request->method, SLICE("HEAD"));
    const bool writes = slice_equal(request->method, SLICE("POST"));
    if (!is_known_host(guard, request->host)) return GUARD_WRONG_HOST;
    if (!reads && !writes) return GUARD_METHOD;
    // A person may follow a link from elsewhere to the page itself, but no page may fetch from us.
    const bool is_page = reads && !slice_starts(request->path, SLICE("/api"));
    if (request->origin.length && !is_own_origin(guard, request->origin)) return GUARD_CROSS_SITE;
    if (request->fetch_site.length && !is_page && !slice_equal(request->fetch_site, SLICE("same-origin")) &&
        !slice_equal(request->fetch_site, SLICE("none")))
        return GUARD_CROSS_SITE;
    if (!shows_token(guard, request)) return GUARD_NO_TOKEN;
    if (writes && !guard->may_write) return GUARD_READ_ONLY;
    if (writes && !slice_starts(request->content_type, SLICE("application/json"))) return GUARD_TYPE;
    return GUARD_PASS;
}

static const struct {
    unsigned status;
    const char *message;
} verdicts[] = {
    [GUARD_PASS] = { 200, "" },
    [GUARD_WRONG_HOST] = { 421, "this server answers only under its own name" },
    [GUARD_CROSS_SITE] = { 403, "requests from other sites are not answered" },
    [GUARD_NO_TOKEN] = { 401, "the token is missing or wrong: open the address that dragoman serve printed" },
    [GUARD_METHOD] = { 405, "only GET, HEAD and POST are understood" },
    [GUARD_READ_ONLY] = { 403, "the store may only be read: dragoman serve --edit allows corrections" },
    [GUARD_TYPE] = { 415, "expected application/json" },
};

unsigned guard_status(enum guard_verdict verdict) {
    return verdicts[verdict].status;
}

const char *guard_message(enum guard_verdict verdict) {
    return verdicts[verdict].message;
}
