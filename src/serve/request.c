// request.c - arguments of a request, errors as replies.
#include "serve/request.h"

#include "record/json.h"

struct slice request_argument(const struct request *request, const char *name) {
    for (size_t i = 0; i < request->argument_count; i++)
        if (slice_equal(request->arguments[i].name, slice_of(name))) return request->arguments[i].value;
    return SLICE("");
}

void reply_error(struct reply *reply, unsigned status, struct slice message, struct arena *arena) {
    struct json_writer out = { .arena = arena };
    json_put(&out, arena_format(arena, "{\"error\":{\"status\":%u,\"message\":", status));
    json_put_text(&out, message);
    json_put(&out, SLICE("}}\n"));
    *reply = (struct reply){ .status = status,
                             .type = "application/json; charset=utf-8",
                             .body = { out.bytes, out.used } };
}
