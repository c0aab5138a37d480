// feed.c - RSS 0.9x, 1.0 and 2.0, and Atom 1.0, an entry at a time.
//
// libxml2 pushes its events while the stream is read in pieces; nothing of the tree is kept but the entry in
// hand. Entities that a feed declares are never expanded, those of HTML are known. Feeds are seldom
// well-formed, so the parser goes on behind a fault, and the first one is told when the entries are given. An
// entry that is not closed is not given.
#include "read/containers/items_forms.h"

#include "base/utf8.h"
#include "base/vector.h"
#include "read/markup/html.h"

#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/uri.h>
#include <stdlib.h>
#include <string.h>

#define PIECE (32u << 10)        // bytes given to the parser at once
#define LONGEST_FIELD (8u << 20) // bytes of one field of an entry
#define MOST_DEPTH 200

// What an entry is made of, by the local name of its elements; the later of two names counts more.
enum part {
    PART_NONE,
    PART_TITLE,
    PART_LINK,
    PART_ID,
    PART_DATE,
    PART_UPDATED,
    PART_AUTHOR,
    PART_SUMMARY,
    PART_CONTENT,
    PART_LANGUAGE,
    PARTS
};
static const struct {
    const char *name;
    enum part part;
} part_names[] = {
    { "title", PART_TITLE },     { "link", PART_LINK },
    { "guid", PART_ID },         { "id", PART_ID },
    { "pubDate", PART_DATE },    { "published", PART_DATE },
    { "issued", PART_DATE },     { "date", PART_DATE },
    { "updated", PART_UPDATED }, { "modified", PART_UPDATED },
    { "creator", PART_AUTHOR },  { "author", PART_AUTHOR },
    { "name", PART_AUTHOR },     { "description", PART_SUMMARY },
    { "summary", PART_SUMMARY }, { "encoded", PART_CONTENT },
    { "content", PART_CONTENT }, { "language", PART_LANGUAGE },
};

struct text { // grows on the heap
    char *bytes;
    size_t count, capacity;
};

struct feed {
    const struct items_source *source;
    xmlParserCtxtPtr parser;
    struct arena *arena; // of the items that wait
    VECTOR_OF(struct item) waiting;
    size_t given;
    uint64_t number;
    struct text parts[PARTS]; // of the entry in hand
    struct text feed_title, feed_link, feed_base, feed_language;
    enum { TITLE_UNKNOWN, TITLE_TEXT, TITLE_MARKUP } titles[2]; // the form of the feed's and of the entry's
    unsigned depth, entry_depth, part_depth;                    // 0: not in one
    enum part part;
    struct text *into; // of the part in hand
    bool is_markup;    // the part holds elements: Atom's xhtml
    bool is_escaped;   // the part holds markup as text: Atom's html
    bool is_ending, is_over, told;
    struct error fault;
};

static void put(struct text *text, const char *bytes, size_t count) {
    if (count > LONGEST_FIELD - text->count) count = LONGEST_FIELD - text->count;
    if (text->count + count > text->capacity) {
        const size_t capacity = (text->count + count) * 2 + 256;
        char *grown = realloc(text->bytes, capacity);
        if (!grown) abort();
        text->bytes = grown;
        text->capacity = capacity;
    }
    if (count) memcpy(text->bytes + text->count, bytes, count);
    text->count += count;
}

static void put_string(struct text *text, const char *string) {
    put(text, string, strlen(string));
}

static struct slice slice_of_text(const struct text *text) {
    return slice_trim((struct slice){ text->bytes ? text->bytes : "", text->count });
}

static const char *attribute(const xmlChar **attributes, int count, const char *name, size_t *length) {
    for (int i = 0; i < count; i++) { // name, prefix, URI, start, end
        const xmlChar **one = attributes + (size_t)i * 5;
        if (strcmp((const char *)one[0], name) != 0) continue;
        *length = (size_t)(one[4] - one[3]);
        return (const char *)one[3];
    }
    *length = 0;
    return NULL;
}

static bool attribute_is(const xmlChar **attributes, int count, const char *name, const char *value) {
    size_t length;
    const char *found = attribute(attributes, count, name, &length);
    return found && length == strlen(value) && memcmp(found, value, length) == 0;
}

static void begin_entry(struct feed *feed) {
    feed->entry_depth = feed->depth;
    feed->part = PART_NONE;
    for (int part = 0; part < PARTS; part++) feed->parts[part].count = 0;
}

static void begin_part(struct feed *feed, const char *name, const char *prefix, const xmlChar **attributes,
                       int count) {
    enum part part = PART_NONE;
    for (size_t i = 0; i < sizeof part_names / sizeof *part_names; i++)
        if (strcmp(part_names[i].name, name) == 0) part = part_names[i].part;
    const bool is_media = prefix && (strcmp(prefix, "media") == 0 || strcmp(prefix, "itunes") == 0);
    if (part == PART_NONE || is_media) return;
    const bool in_entry = feed->entry_depth > 0;
    struct text *into = in_entry                ? &feed->parts[part]
                        : part == PART_TITLE    ? &feed->feed_title
                        : part == PART_LINK     ? &feed->feed_link
                        : part == PART_LANGUAGE ? &feed->feed_language
                                                : NULL;
    if (!into) return;
    if (!in_entry && into->count) return; // the first: images have titles too
    if (part == PART_LINK) {
        size_t length;
        const char *href = attribute(attributes, count, "href", &length);
        const bool is_page = !attribute(attributes, count, "rel", &(size_t){ 0 }) ||
                             attribute_is(attributes, count, "rel", "alternate");
        if (href && is_page && into->count == 0) put(into, href, length);
        if (href) return;
    }
    if (part == PART_AUTHOR && into->count && strcmp(name, "name") == 0 && slice_of_text(into).length)
        put_string(into, ", ");
    else if (part != PART_AUTHOR)
        into->count = 0;
    feed->part = part;
    feed->part_depth = feed->depth;
    feed->into = into;
    feed->is_markup = attribute_is(attributes, count, "type", "xhtml");
    feed->is_escaped = attribute_is(attributes, count, "type", "html") ||
                       attribute_is(attributes, count, "type", "text/html");
    const bool is_text = attribute_is(attributes, count, "type", "text") ||
                         attribute_is(attributes, count, "type", "text/plain");
    if (part == PART_TITLE)
        feed->titles[in_entry] = feed->is_markup || feed->is_escaped ? TITLE_MARKUP
                                 : is_text                           ? TITLE_TEXT
                                                                     : TITLE_UNKNOWN;
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespaces, const xmlChar **declared, int count, int defaulted,
                     const xmlChar **attributes) {
    (void)uri, (void)namespaces, (void)declared, (void)defaulted;
    struct feed *feed = context;
    const char *local = (const char *)name;
    feed->depth++;
    if (feed->depth > MOST_DEPTH) return;
    if (feed->depth == 1) {
        size_t length;
        const char *found = attribute(attributes, count, "base", &length);
        if (found) put(&feed->feed_base, found, length);
        found = attribute(attributes, count, "lang", &length);
        if (found) put(&feed->feed_language, found, length);
    }
    if (!feed->entry_depth && (strcmp(local, "item") == 0 || strcmp(local, "entry") == 0)) {
        begin_entry(feed);
    } else if (feed->part == PART_NONE || (feed->part == PART_AUTHOR && strcmp(local, "name") == 0)) {
        begin_part(feed, local, (const char *)prefix, attributes, count);
    } else if (feed->is_markup) {
        put_string(feed->into, "<");
        put_string(feed->into, local);
        put_string(feed->into, ">");
    }
}

// The end of the inline element that `text` begins with, "<em>Halm</em>", as RSS has them in titles although
// nothing says so; 0 when it begins with none.
static size_t marked_up(struct slice text) {
    static const char *const names[] = { "b",   "i",   "em", "strong", "span", "a",   "u",
                                         "sub", "sup", "q",  "cite",   "font", "div", "p" };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct slice name = slice_of(names[i]);
        if (!slice_equal_ascii_fold(slice_part(text, 1, 1 + name.length), name)) continue;
        if (1 + name.length >= text.length || !strchr("> ", text.start[1 + name.length])) continue;
        char end[16];
        const int length = snprintf(end, sizeof end, "</%s>", names[i]);
        const size_t at = slice_find(text, (struct slice){ end, (size_t)length }, 0);
        if (at != SIZE_MAX) return at + (size_t)length;
    }
    return 0;
}

// A title as readers see it. Atom says which form it has; RSS does not: then whole elements are taken for
// markup and a sign of less for itself.
static struct slice title_text(const struct feed *feed, bool of_entry, struct slice title) {
    if (feed->titles[of_entry] == TITLE_TEXT) return title;
    bool is_markup = feed->titles[of_entry] == TITLE_MARKUP;
    for (size_t at = 0; !is_markup && (at = slice_find(title, SLICE("<"), at)) != SIZE_MAX; at++)
        is_markup = marked_up(slice_part(title, at, title.length)) > 0;
    if (!is_markup) return title;
    const struct html html = html_parse(title, feed->arena);
    return slice_trim(html_text(&html, 0, feed->arena));
}

static void end_entry(struct feed *feed) {
    if (feed->number + feed->waiting.count - feed->given >= ITEMS_MOST_IN_FEED) {
        items_error(&feed->fault, ERROR_LIMIT, feed->source, 0, 0, "expected at most %u entries in a feed",
                    ITEMS_MOST_IN_FEED);
        xmlStopParser(feed->parser);
        return;
    }
    struct arena *arena = feed->arena;
    struct item item = { 0 };
    struct slice parts[PARTS];
    for (int part = 0; part < PARTS; part++)
        parts[part] = arena_copy(arena, slice_of_text(&feed->parts[part]));
    item.title = title_text(feed, true, parts[PART_TITLE]);
    item.id = parts[PART_ID];
    item.published = parts[parts[PART_DATE].length ? PART_DATE : PART_UPDATED];
    if (parts[PART_DATE].length) item.modified = parts[PART_UPDATED];
    item.byline = parts[PART_AUTHOR];
    item.bytes = parts[parts[PART_CONTENT].length ? PART_CONTENT : PART_SUMMARY];
    item.outlet = title_text(feed, false, arena_copy(arena, slice_of_text(&feed->feed_title)));
    item.language = parts[PART_LANGUAGE].length ? parts[PART_LANGUAGE]
                                                : arena_copy(arena, slice_of_text(&feed->feed_language));
    item.url = parts[PART_LINK];
    if (item.url.length == 0 && slice_starts(item.id, SLICE("http"))) item.url = item.id;
    const struct slice base = slice_of_text(feed->feed_base.count ? &feed->feed_base : &feed->feed_link);
    if (item.url.length && base.length) {
        xmlChar *whole = xmlBuildURI((const xmlChar *)arena_string(arena, item.url),
                                     (const xmlChar *)arena_string(arena, base));
        if (whole) item.url = arena_copy(arena, slice_of((const char *)whole));
        xmlFree(whole);
    }
    const bool has_markup = slice_find(item.bytes, SLICE("</"), 0) != SIZE_MAX ||
                            slice_find(item.bytes, SLICE("/>"), 0) != SIZE_MAX ||
                            slice_find(item.bytes, SLICE("<br"), 0) != SIZE_MAX || items_is_html(item.bytes);
    item.form = has_markup ? ITEM_HTML : ITEM_TEXT;
    item.is_story = has_markup && !items_is_page(item.bytes);
    item.charset = SLICE("utf-8");
    *vector_push(arena, &feed->waiting) = item;
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    (void)prefix, (void)uri;
    struct feed *feed = context;
    if (feed->depth == 0) return;
    if (feed->part != PART_NONE && feed->depth == feed->part_depth) {
        feed->part = PART_NONE;
    } else if (feed->part != PART_NONE && feed->is_markup && feed->depth <= MOST_DEPTH) {
        put_string(feed->into, "</");
        put_string(feed->into, (const char *)name);
        put_string(feed->into, ">");
    }
    if (feed->entry_depth && feed->depth == feed->entry_depth) {
        end_entry(feed);
        feed->entry_depth = 0;
        feed->part = PART_NONE;
    }
    feed->depth--;
}

static void on_text(void *context, const xmlChar *text, int length) {
    struct feed *feed = context;
    if (feed->part == PART_NONE || length <= 0) return;
    if (!feed->is_markup) {
        put(feed->into, (const char *)text, (size_t)length);
        return;
    }
    for (int i = 0; i < length; i++) {
        if (text[i] == '<')
            put_string(feed->into, "&lt;");
        else if (text[i] == '&')
            put_string(feed->into, "&amp;");
        else
            put(feed->into, (const char *)text + i, 1);
    }
}

// The entities of HTML, which feeds use without declaring them; what the feed declares itself is nothing to
// us.
static xmlEntityPtr on_entity(void *context, const xmlChar *name) {
    struct feed *feed = context;
    const xmlEntityPtr predefined = xmlGetPredefinedEntity(name);
    if (predefined) return predefined;
    const htmlEntityDesc *entity = htmlEntityLookup(name);
    if (entity && feed->part != PART_NONE) {
        char bytes[4];
        put(feed->into, bytes, utf8_write(entity->value, bytes));
    }
    return NULL;
}

static void on_reference(void *context, const xmlChar *name) {
    (void)context, (void)name; // on_entity() has seen it
}

static void on_fault(void *context, xmlErrorPtr fault) {
    struct feed *feed = context;
    if (fault->level != XML_ERR_FATAL && fault->level != XML_ERR_ERROR) return;
    if (fault->code == XML_ERR_UNDECLARED_ENTITY || fault->code == XML_WAR_UNDECLARED_ENTITY ||
        fault->domain == XML_FROM_NAMESPACE)
        return;
    if (feed->is_ending && feed->fault.kind != ERROR_NONE) return;
    char text[160];
    snprintf(text, sizeof text, "%s", fault->message ? fault->message : "not well-formed");
    text[strcspn(text, "\n")] = '\0';
    items_error(&feed->fault, ERROR_INPUT, feed->source, fault->line > 0 ? (uint32_t)fault->line : 0, 0,
                "not well-formed: %s", text);
}

static bool recognizes_feed(const struct items_source *source, struct slice start) {
    (void)source;
    if (start.length == 0 || start.start[0] != '<') return false;
    static const char *const roots[] = { "<rss", "<feed", "<rdf:RDF", "<RDF" };
    const struct slice before_html = slice_part(start, 0, slice_find(start, SLICE("<html"), 0));
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        const struct slice root = slice_of(roots[i]);
        const size_t at = slice_find(before_html, root, 0);
        const size_t end = at == SIZE_MAX ? at : at + root.length;
        if (end < start.length && strchr(" \t\r\n>:", start.start[end])) return true;
    }
    return false;
}

static void *open_feed(const struct items_source *source) {
    struct feed *feed = calloc(1, sizeof *feed);
    if (!feed) abort();
    feed->source = source;
    feed->arena = arena_new();
    xmlSAXHandler handler = { .initialized = XML_SAX2_MAGIC,
                              .startElementNs = on_start,
                              .endElementNs = on_end,
                              .characters = on_text,
                              .ignorableWhitespace = on_text,
                              .cdataBlock = on_text,
                              .getEntity = on_entity,
                              .reference = on_reference,
                              .serror = on_fault };
    feed->parser = xmlCreatePushParserCtxt(&handler, feed, NULL, 0, NULL);
    if (!feed->parser) abort();
    xmlCtxtUseOptions(feed->parser, XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOCDATA);
    return feed;
}

static void close_feed(void *state) {
    struct feed *feed = state;
    if (feed->parser->myDoc) xmlFreeDoc(feed->parser->myDoc);
    xmlFreeParserCtxt(feed->parser);
    for (int part = 0; part < PARTS; part++) free(feed->parts[part].bytes);
    free(feed->feed_title.bytes);
    free(feed->feed_link.bytes);
    free(feed->feed_base.bytes);
    free(feed->feed_language.bytes);
    arena_free(feed->arena);
    free(feed);
}

static void parse_piece(struct feed *feed) {
    arena_reset(feed->arena);
    feed->waiting.items = NULL;
    feed->waiting.count = feed->waiting.capacity = 0;
    feed->given = 0;
    struct stream *stream = feed->source->stream;
    struct slice piece = slice_part(stream_peek(stream, PIECE), 0, PIECE);
    if (stream_position(stream) == 0) { // white space before the declaration is a fault that means nothing
        size_t blank = 0;
        while (blank < piece.length && strchr(" \t\r\n", piece.start[blank])) blank++;
        stream_skip(stream, blank);
        piece = slice_part(stream_peek(stream, PIECE), 0, PIECE);
    }
    feed->is_ending = piece.length == 0;
    // After a fatal fault the parser may refuse the rest: then it is over as well.
    const int code = xmlParseChunk(feed->parser, piece.start, (int)piece.length, feed->is_ending);
    const bool has_stopped =
        feed->parser->instate == XML_PARSER_EOF || (code != 0 && feed->parser->disableSAX);
    feed->is_over = feed->is_ending || has_stopped;
    stream_skip(stream, piece.length);
}

static enum items_result next_feed(void *state, struct arena *arena, struct item *item, struct error *error) {
    struct feed *feed = state;
    while (feed->given == feed->waiting.count && !feed->is_over) parse_piece(feed);
    if (feed->given < feed->waiting.count) {
        const struct item *from = &feed->waiting.items[feed->given++];
        const struct slice source = items_record_name(feed->source, ++feed->number, arena);
        struct slice *const fields[] = { &item->bytes,    &item->charset, &item->url,       &item->title,
                                         &item->byline,   &item->outlet,  &item->published, &item->modified,
                                         &item->language, &item->id };
        *item = *from;
        item->source = source;
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
            *fields[i] = arena_copy(arena, *fields[i]);
        if (item->bytes.length || item->title.length) return ITEMS_NEXT;
        items_error(error, ERROR_INPUT, feed->source, 0, 0, "entry without text");
        return ITEMS_SKIPPED;
    }
    if (feed->told || feed->fault.kind == ERROR_NONE || stream_failed(feed->source->stream, NULL))
        return ITEMS_END;
    feed->told = true;
    item->source = feed->source->name;
    *error = feed->fault;
    return ITEMS_DAMAGED;
}

const struct form form_feed = { "feed", recognizes_feed, open_feed, close_feed, next_feed };
