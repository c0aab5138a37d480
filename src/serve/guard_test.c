// guard_test.c - who is let in.
#include "serve/guard.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct {
    const char *what, *method, *path, *host, *origin, *site, *cookie, *token, *type;
    bool may_write, wants_token;
    enum guard_verdict verdict;
} cases[] = {
    { "a page of one's own", "GET", "/", "localhost:8417", "", "none", "", "", "", false, false, GUARD_PASS },
    { "a host in capitals", "GET", "/", "LocalHost:8417", "", "", "", "", "", false, false, GUARD_PASS },
    { "another name", "GET", "/", "evil.example:8417", "", "", "", "", "", false, false, GUARD_WRONG_HOST },
    { "another port", "GET", "/", "localhost:80", "", "", "", "", "", false, false, GUARD_WRONG_HOST },
    { "no host", "GET", "/", "", "", "", "", "", "", false, false, GUARD_WRONG_HOST },
    { "rebound: origin equals host", "GET", "/api", "evil.example:8417", "http://evil.example:8417",
      "same-origin", "", "", "", false, false, GUARD_WRONG_HOST },
    { "fetched by another page", "GET", "/api/rows/events", "localhost:8417", "http://evil.example",
      "cross-site", "", "", "", false, false, GUARD_CROSS_SITE },
    { "an image of another page", "GET", "/api/rows/events", "localhost:8417", "", "cross-site", "", "", "",
      false, false, GUARD_CROSS_SITE },
    { "a link from another page", "GET", "/events", "localhost:8417", "", "cross-site", "", "", "", false,
      false, GUARD_PASS },
    { "an origin of another port", "GET", "/api", "localhost:8417", "http://localhost:3000", "same-site", "",
      "", "", false, false, GUARD_CROSS_SITE },
    { "no token", "GET", "/", "localhost:8417", "", "none", "", "", "", false, true, GUARD_NO_TOKEN },
    { "a wrong token", "GET", "/", "localhost:8417", "", "none", "", "secreT", "", false, true,
      GUARD_NO_TOKEN },
    { "the token in the address", "GET", "/", "localhost:8417", "", "none", "", "secret", "", false, true,
      GUARD_PASS },
    { "the token in a cookie", "GET", "/", "localhost:8417", "", "none", "a=b; dragoman_token=secret", "", "",
      false, true, GUARD_PASS },
    { "a cookie of a longer name", "GET", "/", "localhost:8417", "", "none", "dragoman_tokens=secret", "", "",
      false, true, GUARD_NO_TOKEN },
    { "a change where none is allowed", "POST", "/api/amend", "localhost:8417", "http://localhost:8417",
      "same-origin", "", "", "application/json", false, false, GUARD_READ_ONLY },
    { "a change", "POST", "/api/amend", "localhost:8417", "http://localhost:8417", "same-origin", "", "",
      "application/json", true, false, GUARD_PASS },
    { "a change by a form", "POST", "/api/amend", "localhost:8417", "http://localhost:8417", "same-origin",
      "", "", "text/plain", true, false, GUARD_TYPE },
    { "a change by another page", "POST", "/api/amend", "localhost:8417", "http://evil.example", "cross-site",
      "", "", "application/json", true, false, GUARD_CROSS_SITE },
    { "another method", "DELETE", "/api", "localhost:8417", "", "", "", "", "", true, false, GUARD_METHOD },
};

static void lets_in_whoever_may_ask(void **state) {
    (void)state;
    const struct slice hosts[] = { SLICE("127.0.0.1:8417"), SLICE("localhost:8417") };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct guard guard = { hosts, 2, cases[i].wants_token ? SLICE("secret") : SLICE(""),
                                     cases[i].may_write };
        struct request request = { .method = slice_of(cases[i].method),
                                   .path = slice_of(cases[i].path),
                                   .host = slice_of(cases[i].host),
                                   .origin = slice_of(cases[i].origin),
                                   .fetch_site = slice_of(cases[i].site),
                                   .cookie = slice_of(cases[i].cookie),
                                   .content_type = slice_of(cases[i].type) };
        if (cases[i].token[0]) {
            request.arguments[0] = (struct request_argument){ SLICE("token"), slice_of(cases[i].token) };
            request.argument_count = 1;
        }
        const enum guard_verdict verdict = guard_check(&guard, &request);
        if (verdict != cases[i].verdict) print_error("%s: %d\n", cases[i].what, verdict);
        assert_int_equal(verdict, cases[i].verdict);
        assert_true(guard_status(verdict) >= 200);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(lets_in_whoever_may_ask) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
