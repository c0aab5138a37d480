// sources.c - opens one input after the other and asks it for its items.
//
// How an input ended is asked when it has no more items: what came before a fault has been given by then.
// Feeds that are followed come last, since they have no end; what of them was given before is not given
// again.
#include "tool/sources.h"

#include "fetch/fetch.h"
#include "fetch/follow.h"
#include "tool/metadata.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define HOSTS 64u

struct sources {
    const struct inputs *inputs;
    struct sources_options options;
    size_t next; // input
    const struct input *input;
    struct stream *stream;
    struct items *items;
    struct arena *page; // what was fetched for the input in hand
    struct slice charset, url;
    struct follow *follow; // NULL: no feeds
    struct follow_options follow_options;
    struct input feed; // in hand
    struct sources_progress progress;
    uint64_t done_before; // bytes of the inputs before the one in hand
    struct {
        char name[256];
        uint64_t due; // when it may be asked again
    } hosts[HOSTS];   // that articles were fetched from, in a ring
    size_t next_host;
};

static uint64_t now_seconds(void *context) {
    (void)context;
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec;
}

static bool is_stopped(const struct sources *sources) {
    return sources->options.stop && *sources->options.stop;
}

static bool wait_until(void *context, uint64_t seconds) {
    const struct sources *sources = context;
    while (!is_stopped(sources) && now_seconds(NULL) < seconds)
        nanosleep(&(struct timespec){ .tv_nsec = 200000000 }, NULL); // so that an interrupt is soon seen
    return !is_stopped(sources);
}

struct sources *sources_open(const struct inputs *inputs, const struct sources_options *options,
                             struct error *error) {
    struct sources *sources = calloc(1, sizeof *sources);
    if (!sources) abort();
    sources->inputs = inputs;
    sources->options = *options;
    sources->page = arena_new();
    sources->follow_options = (struct follow_options){ .allow_private = options->allow_private,
                                                       .state = options->state,
                                                       .now = now_seconds,
                                                       .wait = wait_until,
                                                       .context = sources,
                                                       .stop = options->stop };
    if (options->feed_count) {
        sources->follow = follow_open(options->feeds, options->feed_count, &sources->follow_options, error);
        if (!sources->follow) {
            sources_close(sources);
            return NULL;
        }
    }
    for (size_t i = 0; i < inputs->count; i++) {
        struct stat about;
        if (inputs->items[i].kind != INPUT_FILE || stat(inputs->items[i].name, &about) != 0 ||
            !S_ISREG(about.st_mode)) {
            sources->progress.total = 0; // of a pipe or a page nobody knows the length
            break;
        }
        sources->progress.total += (uint64_t)about.st_size;
    }
    return sources;
}

static void close_input(struct sources *sources) {
    if (sources->stream) sources->done_before += stream_bytes_read(sources->stream);
    items_close(sources->items);
    stream_close(sources->stream);
    sources->items = NULL;
    sources->stream = NULL;
}

void sources_close(struct sources *sources) {
    if (!sources) return;
    close_input(sources);
    if (sources->follow) follow_save(sources->follow, NULL); // what was done stands there line by line anyhow
    follow_close(sources->follow);
    arena_free(sources->page);
    free(sources);
}

static void read_fetched(struct sources *sources, const struct fetched *page) {
    sources->charset = page->charset;
    sources->url = page->url;
    sources->stream = stream_of(page->body, sources->input->name);
}

static bool open_page(struct sources *sources, struct error *error) {
    arena_reset(sources->page);
    struct fetched page;
    const struct fetch_options options = { .allow_private = sources->options.allow_private,
                                           .stop = sources->options.stop };
    if (!fetch_get(slice_of(sources->input->name), &options, sources->page, &page, error)) return false;
    read_fetched(sources, &page);
    return true;
}

static void open_items(struct sources *sources) {
    sources->items = items_open(sources->stream, slice_of(sources->input->name), sources->options.items);
}

// The next feed with news; SOURCE_ITEM when one is open.
static enum source_result open_feed(struct sources *sources, struct error *error) {
    arena_reset(sources->page);
    struct fetched page;
    sources->feed = (struct input){ .kind = INPUT_URL };
    const enum follow_result result =
        follow_next(sources->follow, sources->page, &page, &sources->feed.name, error);
    if (result == FOLLOW_STOPPED) return SOURCE_END;
    sources->input = &sources->feed;
    if (result == FOLLOW_FAILED) return SOURCE_FAILED;
    read_fetched(sources, &page);
    open_items(sources);
    return SOURCE_ITEM;
}

static bool open_next(struct sources *sources, struct error *error) {
    sources->input = &sources->inputs->items[sources->next++];
    sources->charset = sources->url = (struct slice){ 0 };
    if (sources->input->kind == INPUT_URL) {
        if (!open_page(sources, error)) return false;
    } else if (!(sources->stream = stream_open(sources->input->name, error))) {
        return false;
    }
    open_items(sources);
    return true;
}

static void fill_from_page(const struct sources *sources, struct item *item, struct arena *arena) {
    if (!item->charset.length) item->charset = arena_copy(arena, sources->charset);
    if (!item->url.length) item->url = arena_copy(arena, sources->url);
}

// By its id, else its address, else what it says. 0 when it is known.
static uint64_t mark_of(struct sources *sources, const struct item *item) {
    const struct slice keys[] = { item->id, item->url, item->title, item->bytes };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].length) return follow_take(sources->follow, sources->feed.name, keys[i]);
    return follow_take(sources->follow, sources->feed.name, SLICE(""));
}

static bool is_feed(const struct sources *sources) {
    return strcmp(items_form(sources->items), "feed") == 0; // RSS, RDF or Atom
}

// Waits until the host of `url` may be asked again, as feeds are. False when asked to stop.
static bool wait_for_host(struct sources *sources, const char *url) {
    const char *start = strstr(url, "://");
    start = start ? start + 3 : url;
    char name[sizeof sources->hosts->name];
    snprintf(name, sizeof name, "%.*s", (int)strcspn(start, "/?#"), start);
    size_t i = 0;
    while (i < HOSTS && strcmp(sources->hosts[i].name, name) != 0) i++;
    if (i == HOSTS) {
        i = sources->next_host++ % HOSTS;
        memcpy(sources->hosts[i].name, name, sizeof name);
        sources->hosts[i].due = 0;
    }
    if (!wait_until(sources, sources->hosts[i].due)) return false;
    sources->hosts[i].due = now_seconds(NULL) + FOLLOW_HOST;
    return true;
}

// The article that the entry links to, in the entry's place; what the feed says of it (title, date, id)
// stays. The entry itself, with `error`, when it cannot be had.
static void fetch_article(struct sources *sources, struct arena *arena, struct item *item,
                          struct error *error) {
    const char *url = arena_string(arena, item->url);
    const struct fetch_options options = { .allow_private = sources->options.allow_private,
                                           .stop = sources->options.stop };
    struct fetched page;
    if (!item->url.length || !wait_for_host(sources, url)) return;
    if (!fetch_get(item->url, &options, arena, &page, error)) return;
    if (slice_trim(page.body).length == 0) {
        error_at(error, ERROR_INPUT, (struct place_in_file){ .file = url },
                 "expected an article, found nothing");
        return;
    }
    item->bytes = page.body;
    item->charset = page.charset;
    item->url = page.url;
    item->form = slice_equal_ascii_fold(page.content_type, SLICE("text/plain")) ? ITEM_TEXT : ITEM_HTML;
    item->is_story = item->is_cut = false;
}

enum source_result sources_next(struct sources *sources, struct arena *arena, struct taken *taken) {
    *taken = (struct taken){ 0 };
    for (;;) {
        if (!sources->items) {
            enum source_result opened = SOURCE_END;
            if (sources->next < sources->inputs->count)
                opened = open_next(sources, &taken->error) ? SOURCE_ITEM : SOURCE_FAILED;
            else if (sources->follow)
                opened = open_feed(sources, &taken->error);
            if (opened == SOURCE_END) return opened;
            taken->item.source = slice_of(sources->input->name);
            if (opened == SOURCE_FAILED) return opened;
        }
        taken->item = (struct item){ .source = slice_of(sources->input->name) };
        const enum items_result result = items_next(sources->items, arena, &taken->item, &taken->error);
        taken->is_found =
            sources->input->is_found && slice_equal(taken->item.source, slice_of(sources->input->name));
        if (result == ITEMS_SKIPPED) return SOURCE_SKIPPED;
        if (result == ITEMS_DAMAGED) return SOURCE_FAILED;
        if (result == ITEMS_NEXT) {
            if (sources->options.metadata)
                metadata_fill(sources->options.metadata, sources->input->name, &taken->item);
            if (sources->input->kind == INPUT_URL) fill_from_page(sources, &taken->item, arena);
            if (sources->input == &sources->feed && !(taken->mark = mark_of(sources, &taken->item))) continue;
            if (sources->options.fetch_articles && is_feed(sources))
                fetch_article(sources, arena, &taken->item, &taken->error);
            return SOURCE_ITEM;
        }
        bool failed = stream_failed(sources->stream, &taken->error);
        if (sources->input == &sources->feed && !failed && !is_feed(sources))
            failed =
                !error_at(&taken->error, ERROR_INPUT, (struct place_in_file){ .file = sources->input->name },
                          "expected a feed, found %s", items_form(sources->items));
        close_input(sources);
        if (sources->input == &sources->feed && !failed) follow_read_through(sources->follow);
        if (sources->input == &sources->feed && !follow_save(sources->follow, &taken->error)) failed = true;
        if (failed) return SOURCE_FAILED;
    }
}

bool sources_done(struct sources *sources, uint64_t mark, struct error *error) {
    return follow_done(sources->follow, mark, error);
}

struct sources_progress sources_progress(const struct sources *sources) {
    struct sources_progress progress = sources->progress;
    progress.done = sources->done_before + (sources->stream ? stream_bytes_read(sources->stream) : 0);
    return progress;
}
