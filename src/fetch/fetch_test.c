// Pages from a small server on this machine that says what its paths are called after.
#include "fetch/fetch.h"
#include "fetch/follow.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

struct server {
    int listener;
    unsigned port;
    pthread_t thread;
    volatile int requests, conditional;
};
static struct server server;

static void send_all(int connection, const char *bytes, size_t length) {
    while (length) {
        const ssize_t sent = send(connection, bytes, length, MSG_NOSIGNAL);
        if (sent <= 0) return;
        bytes += sent;
        length -= (size_t)sent;
    }
}

static void say(int connection, const char *status, const char *headers, const char *body) {
    char text[2048];
    const int length =
        snprintf(text, sizeof text, "HTTP/1.1 %s\r\nConnection: close\r\n%s\r\n%s", status, headers, body);
    send_all(connection, text, (size_t)length);
}

static void send_bomb(int connection) {
    static unsigned char zeros[1 << 16], packed[1 << 16];
    static const char header[] = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n";
    send_all(connection, header, sizeof header - 1);
    z_stream z = { 0 };
    deflateInit2(&z, 9, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY);
    for (int i = 0; i < 2000; i++) {
        z.next_in = zeros;
        z.avail_in = sizeof zeros;
        do {
            z.next_out = packed;
            z.avail_out = sizeof packed;
            deflate(&z, i == 1999 ? Z_FINISH : Z_NO_FLUSH);
            send_all(connection, (const char *)packed, sizeof packed - z.avail_out);
        } while (z.avail_out == 0);
    }
    deflateEnd(&z);
}

static void answer(int connection, const char *request) {
    char path[256] = "", redirect[320];
    sscanf(request, "GET %255s", path);
    if (strcmp(path, "/page") == 0) {
        say(connection, "200 OK", "Content-Type: text/html; charset=ISO-8859-1\r\nETag: \"one\"\r\n",
            "<p>The ferry");
    } else if (strcmp(path, "/loop") == 0) {
        say(connection, "302 Found", "Location: /loop\r\n", "");
    } else if (strncmp(path, "/to?", 4) == 0) {
        snprintf(redirect, sizeof redirect, "Location: %s\r\n", path + 4);
        say(connection, "302 Found", redirect, "");
    } else if (strcmp(path, "/bomb") == 0) {
        send_bomb(connection);
    } else if (strcmp(path, "/slow") == 0) {
        sleep(3);
    } else if (strcmp(path, "/feed") == 0 && strstr(request, "If-None-Match: \"f1\"")) {
        server.conditional++;
        say(connection, "304 Not Modified", "", "");
    } else if (strcmp(path, "/feed") == 0) {
        say(connection, "200 OK",
            "Content-Type: application/rss+xml\r\nETag: \"f1\"\r\nCache-Control: max-age=120\r\n",
            "<rss><channel/></rss>");
    } else if (strcmp(path, "/limited") == 0) {
        say(connection, "429 Too Many Requests",
            "Date: Wed, 14 May 2031 10:00:00 GMT\r\nRetry-After: Wed, 14 May 2031 12:00:00 GMT\r\n", "");
    } else if (strcmp(path, "/gone") == 0) {
        say(connection, "410 Gone", "", "");
    } else if (strcmp(path, "/busy") == 0) {
        say(connection, "503 Unavailable", "Retry-After: 5000\r\n", "");
    } else {
        say(connection, "404 Not Found", "", "");
    }
}

static void *serve(void *context) {
    (void)context;
    for (int connection; (connection = accept(server.listener, NULL, NULL)) >= 0; close(connection)) {
        char request[4096] = "";
        size_t used = 0;
        while (used < sizeof request - 1 && !strstr(request, "\r\n\r\n")) {
            const ssize_t count = recv(connection, request + used, sizeof request - 1 - used, 0);
            if (count <= 0) break;
            used += (size_t)count;
            request[used] = '\0';
        }
        server.requests++;
        answer(connection, request);
    }
    return NULL;
}

static int start_server(void **state) {
    (void)state;
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t length = sizeof address;
    server.listener = socket(AF_INET, SOCK_STREAM, 0);
    if (server.listener < 0 || bind(server.listener, (struct sockaddr *)&address, sizeof address) != 0 ||
        listen(server.listener, 8) != 0 ||
        getsockname(server.listener, (struct sockaddr *)&address, &length) != 0)
        return -1;
    server.port = ntohs(address.sin_port);
    return pthread_create(&server.thread, NULL, serve, NULL);
}

static int stop_server(void **state) {
    (void)state;
    shutdown(server.listener, SHUT_RDWR);
    close(server.listener);
    return pthread_join(server.thread, NULL);
}

static struct slice url_of(const char *path, struct arena *arena) {
    return arena_format(arena, "http://127.0.0.1:%u%s", server.port, path);
}

static char *url_bytes(const char *path, struct arena *arena) {
    const struct slice url = url_of(path, arena);
    char *bytes = arena_allocate(arena, url.length + 1);
    memcpy(bytes, url.start, url.length);
    return bytes;
}

static void a_page_is_had(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct fetched page;
    struct error error = { 0 };
    const struct fetch_options options = { .allow_private = true };
    assert_true(fetch_get(url_of("/page", arena), &options, arena, &page, &error));
    assert_int_equal(page.status, 200);
    assert_true(slice_equal(page.body, SLICE("<p>The ferry")));
    assert_true(slice_equal(page.content_type, SLICE("text/html")));
    assert_true(slice_equal(page.charset, SLICE("ISO-8859-1")));
    assert_true(slice_equal(page.etag, SLICE("\"one\"")));
    assert_true(fetch_get(url_of("/to?/page", arena), &options, arena, &page, &error));
    assert_true(slice_equal(page.url, url_of("/page", arena)));
    arena_free(arena);
}

static void what_may_not_be_had_is_told(void **state) {
    (void)state;
    static const struct {
        const char *path;
        bool allow_private;
        const char *message;
    } cases[] = {
        { "/page", false, "private or local" },
        { "/nothing", true, "404" },
        { "/loop", true, "redirects" },
        { "/to?file:///etc/passwd", true, "http" },
        { "/to?gopher://127.0.0.1/", true, "http" },
        { "/bomb", true, "larger than 67108864 bytes" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        struct fetched page;
        struct error error = { 0 };
        const struct fetch_options options = { .allow_private = cases[i].allow_private };
        if (fetch_get(url_of(cases[i].path, arena), &options, arena, &page, &error))
            fail_msg("%s", cases[i].path);
        if (!strstr(error.message, cases[i].message)) fail_msg("%s: %s", cases[i].path, error.message);
        arena_free(arena);
    }
    static const char *const urls[] = { "file:///etc/passwd",        "http://[::1]:1/",
                                        "http://2130706433:1/",      "http://127.0.0.1:1/",
                                        "http://0x7f000001:1/",      "http://169.254.169.254/",
                                        "http://[::ffff:10.0.0.1]/", "ftp://127.0.0.1/",
                                        "no address at all" };
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct arena *arena = arena_new();
        struct fetched page;
        struct error error = { 0 };
        if (fetch_get(slice_of(urls[i]), NULL, arena, &page, &error)) fail_msg("%s", urls[i]);
        assert_true(error.message[0] != '\0');
        arena_free(arena);
    }
}

static void a_slow_server_is_given_up(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct fetched page;
    struct error error = { 0 };
    const struct fetch_options options = { .allow_private = true, .seconds = 1 };
    assert_false(fetch_get(url_of("/slow", arena), &options, arena, &page, &error));
    assert_int_equal(error.kind, ERROR_SYSTEM);
    arena_free(arena);
}

static void addresses_are_private_or_not(void **state) {
    (void)state;
    static const struct {
        const char *address;
        bool is_private;
    } cases[] = {
        { "127.0.0.1", true },
        { "10.1.2.3", true },
        { "172.16.0.1", true },
        { "172.32.0.1", false },
        { "192.168.1.1", true },
        { "169.254.169.254", true },
        { "100.64.0.1", true },
        { "0.0.0.0", true },
        { "224.0.0.1", true },
        { "255.255.255.255", true },
        { "93.184.216.34", false },
        { "::1", true },
        { "::", true },
        { "fe80::1", true },
        { "fc00::1", true },
        { "ff02::1", true },
        { "::ffff:127.0.0.1", true },
        { "::ffff:93.184.216.34", false },
        { "64:ff9b::a00:1", true },
        { "64:ff9b:1::5db8:d822", true },
        { "64:ff9b::5db8:d822", false },
        { "2001::1", true },
        { "2001:0:4136:e378::1", true },
        { "2001:4860:4860::8888", false },
        { "2002:7f00:1::", true },
        { "2606:2800:220:1::1", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct sockaddr_in v4 = { .sin_family = AF_INET };
        struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };
        const bool is_v4 = inet_pton(AF_INET, cases[i].address, &v4.sin_addr) == 1;
        if (!is_v4) assert_int_equal(inet_pton(AF_INET6, cases[i].address, &v6.sin6_addr), 1);
        const bool found =
            fetch_address_is_private(is_v4 ? (const struct sockaddr *)&v4 : (const struct sockaddr *)&v6);
        if (found != cases[i].is_private) fail_msg("%s", cases[i].address);
    }
}

struct clock {
    uint64_t now;
    unsigned waits, most; // stops after so many
};

static uint64_t clock_now(void *context) {
    return ((struct clock *)context)->now;
}

static bool clock_wait(void *context, uint64_t until) {
    struct clock *clock = context;
    if (clock->waits++ == clock->most) return false;
    if (until > clock->now) clock->now = until;
    return true;
}

static void a_feed_is_asked_politely(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct clock clock = { .now = 1000, .most = 4 };
    const struct follow_options options = {
        .allow_private = true, .now = clock_now, .wait = clock_wait, .context = &clock
    };
    char *urls[] = { url_bytes("/feed", arena) };
    struct error error = { 0 };
    struct follow *follow = follow_open(urls, 1, &options, &error);
    assert_non_null(follow);
    struct fetched page;
    const char *url;
    const int before = server.conditional;
    assert_int_equal(follow_next(follow, arena, &page, &url, &error), FOLLOW_PAGE);
    assert_int_equal(clock.now, 1000);
    // what has not changed is asked again and again, as often as it says, and is no news
    assert_int_equal(follow_next(follow, arena, &page, &url, &error), FOLLOW_STOPPED);
    assert_int_equal(server.conditional - before, 3);
    assert_int_equal(clock.now, 1000 + 120 + 2 * FOLLOW_INTERVAL);
    follow_close(follow);
    arena_free(arena);
}

static void what_fails_is_asked_less_and_what_is_gone_no_more(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct clock clock = { .most = 10 };
    const struct follow_options options = {
        .allow_private = true, .now = clock_now, .wait = clock_wait, .context = &clock
    };
    char *urls[] = { url_bytes("/gone", arena), url_bytes("/busy", arena) };
    struct error error = { 0 };
    struct follow *follow = follow_open(urls, 2, &options, &error);
    struct fetched page;
    const char *url;
    assert_int_equal(follow_next(follow, arena, &page, &url, &error), FOLLOW_FAILED);
    assert_string_equal(url, urls[0]);
    assert_non_null(strstr(error.message, "410"));
    error = (struct error){ 0 };
    assert_int_equal(follow_next(follow, arena, &page, &url, &error), FOLLOW_FAILED);
    assert_string_equal(url, urls[1]);
    assert_int_equal(clock.now, FOLLOW_HOST); // the same host
    error = (struct error){ 0 };
    assert_int_equal(follow_next(follow, arena, &page, &url, &error), FOLLOW_FAILED);
    assert_string_equal(url, urls[1]);
    assert_int_equal(clock.now, FOLLOW_HOST + 5000); // as it asked
    assert_non_null(strstr(error.message, "it is asked again in 1"));
    follow_close(follow);
    char *limited[] = { url_bytes("/limited", arena) };
    follow = follow_open(limited, 1, &options, &error);
    for (unsigned i = 0; i < 2; i++) { // at once, then when it said, by its own clock
        error = (struct error){ 0 };
        const uint64_t before = clock.now;
        assert_int_equal(follow_next(follow, arena, &page, &url, &error), FOLLOW_FAILED);
        assert_int_equal(clock.now - before, i ? 7200 : 0);
        assert_non_null(strstr(error.message, "429"));
    }
    follow_close(follow);
    follow = follow_open(urls, 1, &options, &error);
    error = (struct error){ 0 };
    assert_int_equal(follow_next(follow, arena, &page, &url, &error), FOLLOW_FAILED);
    assert_int_equal(follow_next(follow, arena, &page, &url, &error), FOLLOW_STOPPED);
    follow_close(follow);
    arena_free(arena);
}

static void what_is_done_is_kept_and_what_was_only_taken_comes_again(void **state) {
    (void)state;
    char path[] = "/tmp/follow-test-XXXXXX";
    const int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    unlink(path);
    struct clock clock = { 0 };
    const struct follow_options options = {
        .state = path, .allow_private = true, .now = clock_now, .wait = clock_wait, .context = &clock
    };
    char first[] = "http://a.example/feed", second[] = "http://b.example/feed";
    char *urls[] = { first, second };
    struct error error = { 0 };
    for (int run = 0; run < 3; run++) {
        struct follow *follow = follow_open(urls, 2, &options, &error);
        assert_non_null(follow);
        const uint64_t one = follow_take(follow, first, SLICE("entry 1"));
        const uint64_t other = follow_take(follow, second, SLICE("entry 1")); // another feed's
        const uint64_t two = follow_take(follow, first, SLICE("entry 2"));
        assert_int_equal(one != 0, run == 0);
        assert_int_equal(other != 0, run == 0);
        assert_int_not_equal(two, 0); // taken, never done
        assert_int_equal(follow_take(follow, first, SLICE("entry 2")), 0);
        if (one) assert_true(follow_done(follow, one, &error));
        if (other) assert_true(follow_done(follow, other, &error));
        if (run == 1) assert_true(follow_save(follow, &error)); // the other runs are killed
        follow_close(follow);
        if (run == 0) { // a line that a crash cut in two
            FILE *torn = fopen(path, "a");
            fputs("done 12", torn);
            fclose(torn);
        }
    }
    FILE *broken = fopen(path, "w");
    fputs("feed http://a.example/feed\nnonsense\n", broken);
    fclose(broken);
    assert_null(follow_open(urls, 1, &options, &error));
    assert_int_equal(error.line, 2);
    unlink(path);
}

static void a_feed_is_asked_again_for_what_was_lost(void **state) {
    (void)state;
    char path[] = "/tmp/follow-test-XXXXXX";
    close(mkstemp(path));
    struct arena *arena = arena_new();
    struct clock clock = { .most = 100 };
    const struct follow_options options = {
        .state = path, .allow_private = true, .now = clock_now, .wait = clock_wait, .context = &clock
    };
    char *urls[] = { url_bytes("/feed", arena) };
    struct error error = { 0 };
    for (int run = 0; run < 3; run++) { // lost; done; nothing new
        struct follow *follow = follow_open(urls, 1, &options, &error);
        struct fetched page;
        const char *url;
        const int before = server.conditional;
        clock.waits = clock.most - 1;
        const enum follow_result result = follow_next(follow, arena, &page, &url, &error);
        assert_int_equal(result, run < 2 ? FOLLOW_PAGE : FOLLOW_STOPPED);
        assert_int_equal(server.conditional - before, run < 2 ? 0 : 1);
        const uint64_t mark = run < 2 ? follow_take(follow, url, SLICE("entry")) : 0;
        follow_read_through(follow);
        if (run == 1) assert_true(follow_done(follow, mark, &error));
        assert_true(follow_save(follow, &error));
        follow_close(follow);
    }
    unlink(path);
    arena_free(arena);
}

static void an_interrupt_ends_a_fetch(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct fetched page;
    struct error error = { 0 };
    volatile sig_atomic_t stop = 1;
    const struct fetch_options options = { .allow_private = true, .stop = &stop };
    const time_t before = time(NULL);
    assert_false(fetch_get(url_of("/slow", arena), &options, arena, &page, &error));
    assert_true(time(NULL) - before < 2);
    assert_non_null(strstr(error.message, "interrupted"));
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_is_had),
        cmocka_unit_test(what_may_not_be_had_is_told),
        cmocka_unit_test(a_slow_server_is_given_up),
        cmocka_unit_test(addresses_are_private_or_not),
        cmocka_unit_test(a_feed_is_asked_politely),
        cmocka_unit_test(what_fails_is_asked_less_and_what_is_gone_no_more),
        cmocka_unit_test(what_is_done_is_kept_and_what_was_only_taken_comes_again),
        cmocka_unit_test(a_feed_is_asked_again_for_what_was_lost),
        cmocka_unit_test(an_interrupt_ends_a_fetch),
    };
    return cmocka_run_group_tests(tests, start_server, stop_server);
}
