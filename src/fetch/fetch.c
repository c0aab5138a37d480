// fetch.c - libcurl, held on a short lead.
//
// A page may redirect to anywhere, and a name may stand for any address, a different one each time it is
// asked. So the address is checked where the socket is opened, for each connection, redirects included.
#include "fetch/fetch.h"

#include <curl/curl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct transfer {
    const struct fetch_options *options;
    struct arena *arena;
    char *bytes;
    size_t count, capacity, limit;
    bool is_too_large, is_blocked;
    time_t date;        // of the answer; 0: not said
    struct slice retry; // Retry-After as it stands
    struct fetched *fetched;
};

static bool is_private_v4(uint32_t a) {
    static const struct {
        uint32_t network;
        unsigned bits;
    } networks[] = {
        // RFC 6890, 5771, 1112
        { 0x00000000, 8 },  { 0x0a000000, 8 },  { 0x64400000, 10 }, { 0x7f000000, 8 },  { 0xa9fe0000, 16 },
        { 0xac100000, 12 }, { 0xc0000000, 24 }, { 0xc0000200, 24 }, { 0xc0a80000, 16 }, { 0xc6120000, 15 },
        { 0xc6336400, 24 }, { 0xcb007100, 24 }, { 0xe0000000, 4 },  { 0xf0000000, 4 },
    };
    for (size_t i = 0; i < sizeof networks / sizeof *networks; i++)
        if ((a ^ networks[i].network) >> (32 - networks[i].bits) == 0) return true;
    return false;
}

static uint32_t v4_at(const unsigned char *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool is_private_v6(const unsigned char a[16]) {
    static const unsigned char zeros[16] = { 0 }, nat64[12] = { 0, 0x64, 0xff, 0x9b };
    static const unsigned char local_nat64[6] = {
        0, 0x64, 0xff, 0x9b, 0, 1
    };                                                        // RFC 8215: where it leads is local
    if (memcmp(a, zeros, 15) == 0 && a[15] <= 1) return true; // none, this machine
    if (memcmp(a, zeros, 10) == 0 && a[10] == 0xff && a[11] == 0xff) return is_private_v4(v4_at(a + 12));
    if (memcmp(a, zeros, 12) == 0) return is_private_v4(v4_at(a + 12));
    if (memcmp(a, nat64, 12) == 0) return is_private_v4(v4_at(a + 12));
    if (memcmp(a, local_nat64, sizeof local_nat64) == 0) return true;
    if (a[0] == 0x20 && a[1] == 0x01 && a[2] == 0 && a[3] == 0) return true; // Teredo: through a third party
    if (a[0] == 0x20 && a[1] == 0x02) return is_private_v4(v4_at(a + 2));    // 6to4
    return (a[0] & 0xfe) == 0xfc || (a[0] == 0xfe && (a[1] & 0xc0) >= 0x80) || a[0] == 0xff;
}

bool fetch_address_is_private(const struct sockaddr *address) {
    if (address->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, address, sizeof v4);
        return is_private_v4(ntohl(v4.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, address, sizeof v6);
        return is_private_v6(v6.sin6_addr.s6_addr);
    }
    return true;
}

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    (void)purpose;
    struct transfer *transfer = context;
    if (!transfer->options->allow_private && fetch_address_is_private(&address->addr)) {
        transfer->is_blocked = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
    struct transfer *transfer = context;
    const size_t length = size * count;
    if (length > transfer->limit - transfer->count) {
        transfer->is_too_large = true;
        return 0;
    }
    if (transfer->count + length > transfer->capacity) {
        const size_t capacity = (transfer->count + length) * 2;
        char *grown = realloc(transfer->bytes, capacity);
        if (!grown) return 0;
        transfer->bytes = grown;
        transfer->capacity = capacity;
    }
    memcpy(transfer->bytes + transfer->count, bytes, length);
    transfer->count += length;
    return length;
}

static bool header_is(struct slice line, struct slice name, struct slice *value) {
    if (line.length <= name.length || line.start[name.length] != ':' ||
        !slice_equal_ascii_fold(slice_part(line, 0, name.length), name))
        return false;
    *value = slice_trim(slice_part(line, name.length + 1, line.length));
    return true;
}

// Digits at the start; 0 when there are none. A day at most: who is told to wait longer asks again tomorrow.
static uint32_t seconds_of(struct slice text) {
    uint32_t seconds = 0;
    for (size_t i = 0; i < text.length && text.start[i] >= '0' && text.start[i] <= '9'; i++)
        if ((seconds = seconds * 10 + (uint32_t)(text.start[i] - '0')) > 86400) return 86400;
    return seconds;
}

// Retry-After: seconds, or a date, which counts from the answer's own Date where it has one.
static uint32_t wait_of(struct slice text, time_t date, struct arena *arena) {
    if (text.length && text.start[0] >= '0' && text.start[0] <= '9') return seconds_of(text);
    const time_t until = curl_getdate(arena_string(arena, text), NULL);
    const time_t now = date > 0 ? date : time(NULL);
    return until <= now ? 0 : until - now > 86400 ? 86400 : (uint32_t)(until - now);
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context) {
    struct transfer *transfer = context;
    struct fetched *fetched = transfer->fetched;
    const struct slice line = { bytes, size * count };
    struct slice value;
    if (slice_starts(line, SLICE("HTTP/"))) { // of the next answer: what the last one said is past
        fetched->etag = fetched->last_modified = (struct slice){ "", 0 };
        fetched->retry_after = fetched->max_age = 0;
        transfer->date = 0;
        transfer->retry = (struct slice){ "", 0 };
    } else if (header_is(line, SLICE("ETag"), &value)) {
        fetched->etag = arena_copy(transfer->arena, value);
    } else if (header_is(line, SLICE("Last-Modified"), &value)) {
        fetched->last_modified = arena_copy(transfer->arena, value);
    } else if (header_is(line, SLICE("Retry-After"), &value)) {
        transfer->retry = arena_copy(transfer->arena, value);
    } else if (header_is(line, SLICE("Date"), &value)) {
        transfer->date = curl_getdate(arena_string(transfer->arena, value), NULL);
    } else if (header_is(line, SLICE("Cache-Control"), &value)) {
        const size_t at = slice_find(value, SLICE("max-age="), 0);
        if (at != SIZE_MAX) fetched->max_age = seconds_of(slice_part(value, at + 8, value.length));
    }
    return line.length;
}

static pthread_once_t started = PTHREAD_ONCE_INIT;

static void start(void) {
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

static struct curl_slist *conditions(const struct fetch_options *options, struct arena *arena) {
    struct curl_slist *list = NULL;
    if (options->etag.length)
        list = curl_slist_append(
            list, arena_string(arena, arena_join(arena, SLICE("If-None-Match: "), options->etag)));
    if (options->last_modified.length)
        list = curl_slist_append(list, arena_string(arena, arena_join(arena, SLICE("If-Modified-Since: "),
                                                                      options->last_modified)));
    return list;
}

static void set_up(CURL *curl, struct transfer *transfer, const char *url) {
    const unsigned seconds = transfer->options->seconds ? transfer->options->seconds : FETCH_SECONDS;
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)FETCH_REDIRECTS);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "dragoman (reads news; one page at a time)");
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT,
                     (long)(seconds < FETCH_CONNECT_SECONDS ? seconds : FETCH_CONNECT_SECONDS));
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)seconds);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, transfer);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, transfer);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, transfer);
}

static void part_content_type(const char *value, struct arena *arena, struct fetched *fetched) {
    if (!value) return;
    struct slice rest = arena_copy(arena, slice_of(value)), part;
    if (slice_next(&rest, SLICE(";"), &part)) fetched->content_type = slice_trim(part);
    while (slice_next(&rest, SLICE(";"), &part)) {
        part = slice_trim(part);
        if (!slice_equal_ascii_fold(slice_part(part, 0, 8), SLICE("charset="))) continue;
        part = slice_part(part, 8, part.length);
        if (part.length >= 2 && part.start[0] == '"') part = slice_part(part, 1, part.length - 1);
        fetched->charset = part;
    }
}

// Until it is done or asked to stop, which is looked for ten times a second.
static CURLcode perform(CURL *curl, const volatile sig_atomic_t *stop) {
    CURLM *multi = curl_multi_init();
    if (!multi) return CURLE_OUT_OF_MEMORY;
    CURLcode result = CURLE_ABORTED_BY_CALLBACK;
    if (curl_multi_add_handle(multi, curl) != CURLM_OK) result = CURLE_OUT_OF_MEMORY;
    for (int running = 1; result != CURLE_OUT_OF_MEMORY && running && !(stop && *stop);) {
        if (curl_multi_perform(multi, &running) != CURLM_OK) break;
        if (running) curl_multi_poll(multi, NULL, 0, 100, NULL);
    }
    int left;
    for (CURLMsg *message; (message = curl_multi_info_read(multi, &left));)
        if (message->msg == CURLMSG_DONE) result = message->data.result;
    curl_multi_remove_handle(multi, curl);
    curl_multi_cleanup(multi);
    return result;
}

bool fetch_any(struct slice url, const struct fetch_options *options, struct arena *arena,
               struct fetched *fetched, struct error *error) {
    static const struct fetch_options none;
    pthread_once(&started, start);
    *fetched = (struct fetched){ 0 };
    struct transfer transfer = { .options = options ? options : &none,
                                 .arena = arena,
                                 .limit = options && options->limit ? options->limit : FETCH_LIMIT,
                                 .fetched = fetched };
    const char *address = arena_string(arena, url);
    const struct place_in_file place = { .file = address };
    CURL *curl = curl_easy_init();
    if (!curl) return error_at(error, ERROR_SYSTEM, place, "out of memory");
    set_up(curl, &transfer, address);
    struct curl_slist *headers = conditions(transfer.options, arena);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    const CURLcode code = perform(curl, transfer.options->stop);
    if (transfer.retry.length) fetched->retry_after = wait_of(transfer.retry, transfer.date, arena);
    long status = 0;
    char *text = NULL;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    fetched->status = (unsigned)status;
    if (curl_easy_getinfo(curl, CURLINFO_EFFECTIVE_URL, &text) == CURLE_OK && text)
        fetched->url = arena_copy(arena, slice_of(text));
    if (curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &text) == CURLE_OK)
        part_content_type(text, arena, fetched);
    if (transfer.count) fetched->body = arena_copy(arena, (struct slice){ transfer.bytes, transfer.count });
    free(transfer.bytes);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    if (transfer.is_too_large)
        return error_at(error, ERROR_LIMIT, place, "larger than %zu bytes", transfer.limit);
    if (code == CURLE_OK) return true;
    if (transfer.options->stop && *transfer.options->stop)
        return error_at(error, ERROR_SYSTEM, place, "not fetched: interrupted");
    if (transfer.is_blocked)
        return error_at(error, ERROR_INPUT, place,
                        "is at a private or local address; --allow-private allows that");
    if (code == CURLE_UNSUPPORTED_PROTOCOL)
        return error_at(error, ERROR_INPUT, place, "expected an http or https address");
    return error_at(error, code == CURLE_URL_MALFORMAT ? ERROR_INPUT : ERROR_SYSTEM, place, "%s",
                    curl_easy_strerror(code));
}

bool fetch_get(struct slice url, const struct fetch_options *options, struct arena *arena,
               struct fetched *fetched, struct error *error) {
    if (!fetch_any(url, options, arena, fetched, error)) return false;
    if (fetched->status < 300) return true;
    return error_at(error, ERROR_SYSTEM, (struct place_in_file){ .file = arena_string(arena, url) },
                    "expected a page, found http status %u", fetched->status);
}
