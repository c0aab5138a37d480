// server.c - requests from libmicrohttpd to the guard, the API and the page.
//
// A store belongs to one thread at a time, so each answer borrows one from a small pool. What goes wrong with
// a request ends that request. libmicrohttpd bounds headers, connections and idle time; bodies and arguments
// are bounded here.
#include "serve/server.h"

#include "serve/api.h"
#include "serve/assets.h"
#include "serve/guard.h"

#include "base/hash.h"
#include "base/threads.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <microhttpd.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SERVER_CONNECTIONS 1000u
#define SERVER_IDLE_SECONDS 20u
#define SERVER_STORES 16u
#define SERVER_HEADERS (32u << 10) // bytes of memory of a connection: headers and what MHD makes of them
#define SERVER_HOSTS 4u

struct server {
    struct MHD_Daemon *daemon;
    struct guard guard;
    struct slice hosts[SERVER_HOSTS];
    char host_texts[SERVER_HOSTS][80];
    char token[128];
    char version[64];
    bool may_write;
    struct store *stores[SERVER_STORES]; // [idle] that nobody uses
    size_t idle;
    pthread_mutex_t lock;
    pthread_cond_t returned;
};

struct exchange { // one request while it comes in
    struct arena *arena;
    char *body; // [REQUEST_BODY], once there is one
    size_t length;
    bool is_too_large;
};

static struct store *borrow(struct server *server) {
    pthread_mutex_lock(&server->lock);
    while (server->idle == 0) pthread_cond_wait(&server->returned, &server->lock);
    struct store *store = server->stores[--server->idle];
    pthread_mutex_unlock(&server->lock);
    return store;
}

static void give_back(struct server *server, struct store *store) {
    pthread_mutex_lock(&server->lock);
    server->stores[server->idle++] = store;
    pthread_cond_signal(&server->returned);
    pthread_mutex_unlock(&server->lock);
}

static struct slice header(struct MHD_Connection *connection, const char *name) {
    const char *value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
    return value ? slice_of(value) : SLICE("");
}

static enum MHD_Result take_argument(void *context, enum MHD_ValueKind kind, const char *name,
                                     const char *value) {
    (void)kind;
    struct request *request = context;
    const struct slice text = value ? slice_of(value) : SLICE("");
    if (request->argument_count == REQUEST_ARGUMENTS || text.length > REQUEST_ARGUMENT_SIZE) {
        request->is_too_large = true;
        return MHD_NO;
    }
    request->arguments[request->argument_count++] = (struct request_argument){ slice_of(name), text };
    return MHD_YES;
}

static void read_request(struct MHD_Connection *connection, const char *url, const char *method,
                         const struct exchange *exchange, struct request *request) {
    *request = (struct request){ .method = slice_of(method),
                                 .path = slice_of(url),
                                 .host = header(connection, "Host"),
                                 .origin = header(connection, "Origin"),
                                 .fetch_site = header(connection, "Sec-Fetch-Site"),
                                 .cookie = header(connection, "Cookie"),
                                 .authorization = header(connection, "Authorization"),
                                 .if_none_match = header(connection, "If-None-Match"),
                                 .content_type = header(connection, "Content-Type"),
                                 .body = { exchange->body, exchange->length },
                                 .is_too_large = exchange->is_too_large };
    MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, take_argument, request);
}

static void answer(struct server *server, const struct request *request, struct arena *arena,
                   struct reply *reply) {
    const enum guard_verdict verdict = guard_check(&server->guard, request);
    if (request->is_too_large) {
        reply_error(reply, 413, SLICE("more arguments or bytes than are read"), arena);
    } else if (verdict != GUARD_PASS) {
        reply_error(reply, guard_status(verdict), slice_of(guard_message(verdict)), arena);
    } else if (guard_is_token_in_address(&server->guard, request)) {
        *reply = (struct reply){ .status = 303,
                                 .type = "text/plain",
                                 .location = SLICE("/"),
                                 .cookie = arena_format(arena,
                                                        GUARD_COOKIE "=%s; HttpOnly; SameSite=Strict; Path=/",
                                                        server->token) };
    } else if (slice_starts(request->path, SLICE("/api"))) {
        struct store *store = borrow(server);
        const struct api api = { store, server->may_write, server->version };
        api_answer(&api, request, arena, reply);
        give_back(server, store);
        if (reply->status == 200 && !slice_equal(slice_of(reply->type), SLICE("text/event-stream")))
            reply->etag = arena_format(arena, "\"%016" PRIx64 "\"", hash_bytes(reply->body, 0));
    } else {
        const struct asset *asset = asset_find(request->path);
        if (!asset) {
            reply_error(reply, 404, SLICE("there is nothing here"), arena);
            return;
        }
        *reply = (struct reply){
            .status = 200, .type = asset->type, .body = asset->bytes, .etag = slice_of(asset->etag)
        };
    }
}

static const struct {
    const char *name, *value;
} safe_headers[] = {
    { "Content-Security-Policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
      "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'" },
    { "X-Content-Type-Options", "nosniff" },
    { "Referrer-Policy", "no-referrer" },
    { "Cross-Origin-Opener-Policy", "same-origin" },
    { "Cross-Origin-Resource-Policy", "same-origin" },
    { "Cache-Control", "no-cache" },
};

static void add_header(struct MHD_Response *response, const char *name, struct slice value,
                       struct arena *arena) {
    if (value.length) MHD_add_response_header(response, name, arena_string(arena, value));
}

static enum MHD_Result send_reply(struct MHD_Connection *connection, const struct request *request,
                                  const struct reply *reply, struct arena *arena) {
    const bool is_known = reply->status == 200 && reply->etag.length &&
                          slice_find(request->if_none_match, reply->etag, 0) != SIZE_MAX;
    const struct slice body = is_known ? SLICE("") : reply->body;
    struct MHD_Response *response =
        MHD_create_response_from_buffer(body.length, (void *)(uintptr_t)body.start, MHD_RESPMEM_MUST_COPY);
    if (!response) return MHD_NO;
    for (size_t i = 0; i < sizeof safe_headers / sizeof *safe_headers; i++)
        MHD_add_response_header(response, safe_headers[i].name, safe_headers[i].value);
    MHD_add_response_header(response, "Content-Type", reply->type);
    add_header(response, "ETag", reply->etag, arena);
    add_header(response, "Location", reply->location, arena);
    add_header(response, "Set-Cookie", reply->cookie, arena);
    if (reply->file_name.length)
        add_header(
            response, "Content-Disposition",
            arena_format(arena, "attachment; filename=\"" SLICE_FORMAT "\"", SLICE_ARG(reply->file_name)),
            arena);
    if (reply->status == 405) MHD_add_response_header(response, "Allow", "GET, HEAD, POST");
    const enum MHD_Result result = MHD_queue_response(connection, is_known ? 304 : reply->status, response);
    MHD_destroy_response(response);
    return result;
}

static void take_body(struct exchange *exchange, const char *bytes, size_t size) {
    if (!exchange->body) exchange->body = arena_raw(exchange->arena, REQUEST_BODY);
    if (size > REQUEST_BODY - exchange->length) {
        exchange->is_too_large = true;
        return;
    }
    memcpy(exchange->body + exchange->length, bytes, size);
    exchange->length += size;
}

static enum MHD_Result on_request(void *context, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload,
                                  size_t *upload_size, void **state) {
    (void)version;
    struct server *server = context;
    struct exchange *exchange = *state;
    if (!exchange) { // headers are there; the body comes by and by
        exchange = calloc(1, sizeof *exchange);
        if (!exchange) return MHD_NO;
        exchange->arena = arena_new();
        *state = exchange;
        return MHD_YES;
    }
    if (*upload_size) {
        take_body(exchange, upload, *upload_size);
        *upload_size = 0;
        return MHD_YES;
    }
    struct request request;
    struct reply reply;
    read_request(connection, url, method, exchange, &request);
    answer(server, &request, exchange->arena, &reply);
    return send_reply(connection, &request, &reply, exchange->arena);
}

static void on_end(void *context, struct MHD_Connection *connection, void **state,
                   enum MHD_RequestTerminationCode why) {
    (void)context, (void)connection, (void)why;
    struct exchange *exchange = *state;
    if (!exchange) return;
    arena_free(exchange->arena);
    free(exchange);
    *state = NULL;
}

static bool is_loopback(const struct sockaddr_in *address) {
    return (ntohl(address->sin_addr.s_addr) >> 24) == 127;
}

static bool open_stores(struct server *server, const struct server_options *options, unsigned count,
                        struct error *error) {
    for (unsigned i = 0; i < count; i++) {
        struct store *store =
            store_open(options->store, options->may_write ? STORE_WRITE : STORE_READ, error);
        if (!store) return false;
        server->stores[server->idle++] = store;
    }
    return true;
}

static void name_hosts(struct server *server, const char *address) {
    const char *const names[] = { address, "localhost", "127.0.0.1" };
    const unsigned port = server_port(server);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(server->host_texts[i], sizeof server->host_texts[i], "%s:%u", names[i], port);
        server->hosts[i] = slice_of(server->host_texts[i]);
    }
    server->guard = (struct guard){ server->hosts, sizeof names / sizeof *names, slice_of(server->token),
                                    server->may_write };
}

struct server *server_open(const struct server_options *options, struct error *error) {
    const char *address = options->address ? options->address : "127.0.0.1";
    struct sockaddr_in socket_address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)options->port) };
    if (options->port > 65535 || inet_pton(AF_INET, address, &socket_address.sin_addr) != 1) {
        error_at(error, ERROR_INPUT, (struct place_in_file){ 0 },
                 "expected an IPv4 address and a port, found \"%s:%u\"", address, options->port);
        return NULL;
    }
    if ((!is_loopback(&socket_address) || options->may_write) &&
        (!options->token || strlen(options->token) < 16)) {
        error_at(
            error, ERROR_INPUT, (struct place_in_file){ 0 },
            "a token of 16 characters or more is needed where others may ask, or the store may be changed");
        return NULL;
    }
    struct server *server = calloc(1, sizeof *server);
    if (!server) {
        error_at(error, ERROR_SYSTEM, (struct place_in_file){ 0 }, "out of memory");
        return NULL;
    }
    pthread_mutex_init(&server->lock, NULL);
    pthread_cond_init(&server->returned, NULL);
    server->may_write = options->may_write;
    snprintf(server->token, sizeof server->token, "%s", options->token ? options->token : "");
    snprintf(server->version, sizeof server->version, "%s", options->version ? options->version : "");
    unsigned threads = options->threads ? options->threads : threads_available();
    if (threads > SERVER_STORES) threads = SERVER_STORES;
    if (!open_stores(server, options, threads, error)) {
        server_close(server);
        return NULL;
    }
    server->daemon = MHD_start_daemon(
        MHD_USE_AUTO_INTERNAL_THREAD, (uint16_t)options->port, NULL, NULL, on_request, server,
        MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&socket_address, MHD_OPTION_THREAD_POOL_SIZE,
        threads > 1 ? threads : 0, MHD_OPTION_CONNECTION_LIMIT, SERVER_CONNECTIONS,
        MHD_OPTION_CONNECTION_TIMEOUT, SERVER_IDLE_SECONDS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)SERVER_HEADERS, MHD_OPTION_NOTIFY_COMPLETED, on_end, NULL, MHD_OPTION_LISTENING_ADDRESS_REUSE,
        1u, MHD_OPTION_END);
    if (!server->daemon) {
        error_at(error, ERROR_SYSTEM, (struct place_in_file){ 0 },
                 "%s:%u cannot be listened at: is it taken?", address, options->port);
        server_close(server);
        return NULL;
    }
    name_hosts(server, address);
    return server;
}

unsigned server_port(const struct server *server) {
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);
    return info ? info->port : 0;
}

void server_close(struct server *server) {
    if (!server) return;
    if (server->daemon) MHD_stop_daemon(server->daemon);
    for (size_t i = 0; i < server->idle; i++) store_close(server->stores[i]);
    pthread_mutex_destroy(&server->lock);
    pthread_cond_destroy(&server->returned);
    free(server);
}
