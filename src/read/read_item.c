// read_item.c - an item of any form to documents.
//
// Markup gives up its story's paragraphs, which then go the way of plain text: that way datelines, credits
// among the paragraphs and words that a lost link glued together are treated alike, whoever flattened the
// page. What the container says (a feed, an export) counts more than what the page says of itself, and both
// more than what the text tells.
#include "read/reader.h"

#include "base/vector.h"
#include "read/charset/charset.h"
#include "read/containers/timestamps.h"
#include "read/markup/html.h"
#include "read/page/article.h"
#include "read/page/facts_parts.h"
#include "read/page/json_ld.h"

#include <stdlib.h>
#include <string.h>

bool reader_add_pages(struct reader *reader, const char *model_folder, struct error *error) {
    reader->articles = article_model_open(model_folder, error);
    return reader->articles != NULL;
}

struct reading { // of one item
    const struct reader *reader;
    const struct item *item;
    const struct read_options *options;
    struct arena *arena;
    struct charset_result charset;
    struct error *error;
};

static void set_time(char to[TIMESTAMP_SIZE], struct slice from) {
    char iso[TIMESTAMP_SIZE];
    if (to[0] == '\0' && timestamp_iso(from, iso)) memcpy(to, iso, TIMESTAMP_SIZE);
}

static void prefer(struct slice *to, struct slice from) {
    if (slice_trim(from).length) *to = slice_trim(from);
}

// "The ferry has stopped [...]": a feed's or an export's text that says itself that more stands elsewhere.
static bool is_teaser(const struct item *item, struct slice text) {
    static const struct slice marks[] = { { "...", 3 }, { "\u2026", 3 } };
    if (!item->is_story && !item->id.length && !item->title.length) return false;
    text = slice_trim(text);
    while (text.length && strchr(")]}\"", text.start[text.length - 1]))
        text = slice_trim(slice_part(text, 0, text.length - 1));
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (slice_ends(text, marks[i])) return true;
    return false;
}

// What the container says.
static void take_item(const struct reading *reading, struct document *document) {
    const struct item *item = reading->item;
    document->is_cut = document->is_cut || item->is_cut || is_teaser(item, document->text);
    prefer(&document->url, item->url);
    prefer(&document->byline, item->byline);
    prefer(&document->outlet, item->outlet);
    prefer(&document->language_declared, item->language);
    set_time(document->captured, item->captured);
    set_time(document->modified, item->modified);
    char iso[TIMESTAMP_SIZE];
    const bool is_asked = reading->options->published.length > 0;
    if (!is_asked && timestamp_iso(item->published, iso)) {
        memcpy(document->published, iso, TIMESTAMP_SIZE);
        document->published_from = "container";
    } else if (!is_asked && item->unread_date.length) { // a day found in the body would be another one
        document->published[0] = '\0';
        document->published_from = NULL;
    }
    document->source_id = slice_trim(item->id);
    document->charset = arena_copy(reading->arena, slice_of(reading->charset.name));
}

// BCP 47 as it is written by custom: "en-US", "zh-Hant" (RFC 5646, 2.1.1).
static struct slice tidy_tag(struct slice tag, struct arena *arena) {
    char *bytes = arena_allocate(arena, tag.length + 1);
    if (tag.length) memcpy(bytes, tag.start, tag.length);
    size_t start = 0;
    for (size_t i = 0; i <= tag.length; i++) {
        if (i < tag.length && bytes[i] != '-' && bytes[i] != '_') {
            bytes[i] = (char)(bytes[i] >= 'A' && bytes[i] <= 'Z' ? bytes[i] + 32 : bytes[i]);
            continue;
        }
        const size_t length = i - start, capitals = start == 0 ? 0 : length == 2 ? 2 : length == 4 ? 1 : 0;
        for (size_t k = start; k < start + capitals; k++)
            if (bytes[k] >= 'a' && bytes[k] <= 'z') bytes[k] = (char)(bytes[k] - 32);
        if (i < tag.length) bytes[i] = '-';
        start = i + 1;
    }
    return (struct slice){ bytes, tag.length };
}

// The declared language stands where the text is too short to tell another; by its code, whatever it was
// called.
static void settle_language(const struct knowledge *knowledge, struct document *document,
                            struct arena *arena) {
    document->language_declared = tidy_tag(document->language_declared, arena);
    const struct slice declared = document->language_declared, told = language_told(knowledge, declared);
    const struct slice region = slice_part(declared, language_of_tag(declared).length, declared.length);
    const bool is_told = slice_equal(slice_of(document->language), SLICE("und")) == false;
    if (declared.length == 0 || told.length + region.length >= sizeof document->language) return;
    if (is_told && document->text.length >= DOCUMENT_TELLS &&
        !slice_equal(told, slice_of(document->language)))
        return;
    memcpy(document->language, told.start, told.length);
    memcpy(document->language + told.length, region.start, region.length);
    document->language[told.length + region.length] = '\0';
}

// What was encoded twice in markup is mended before there are paragraphs: told once, without its places.
static void tell_mojibake(const struct reading *reading, struct document *document) {
    if (reading->item->form != ITEM_HTML || reading->charset.mojibake == 0) return;
    struct repair *repairs = ARENA_ARRAY(reading->arena, struct repair, document->repair_count + 1);
    if (document->repair_count)
        memcpy(repairs + 1, document->repairs, document->repair_count * sizeof *repairs);
    repairs[0] = (struct repair){ .kind = "mojibake", .before = { "", 0 }, .after = { "", 0 } };
    document->repairs = repairs;
    document->repair_count++;
}

static bool read_plain(const struct reading *reading, struct document *document) {
    struct read_options options = *reading->options;
    options.title = reading->item->title;
    struct slice text = reading->charset.text;
    if (slice_trim(text).length == 0 && options.title.length) text = options.title; // a headline alone
    return read_document(reading->reader, text, reading->item->source, &options, reading->arena, document,
                         reading->error);
}

static struct slice join_paragraphs(const struct article_part *part, struct arena *arena) {
    size_t size = 1, used = 0;
    for (size_t i = 0; i < part->paragraph_count; i++) size += part->paragraphs[i].length + 2;
    char *bytes = arena_raw(arena, size);
    for (size_t i = 0; i < part->paragraph_count; i++) {
        const struct slice text = part->paragraphs[i];
        if (i) bytes[used++] = '\n';
        if (i) bytes[used++] = '\n';
        memcpy(bytes + used, text.start, text.length);
        used += text.length;
    }
    return (struct slice){ bytes, used };
}

static void add_captions(const struct article_part *part, struct arena *arena, struct document *document) {
    if (part->caption_count == 0) return;
    struct slice *captions = ARENA_ARRAY(arena, struct slice, document->caption_count + part->caption_count);
    memcpy(captions, part->captions, part->caption_count * sizeof *captions);
    if (document->caption_count)
        memcpy(captions + part->caption_count, document->captions,
               document->caption_count * sizeof *captions);
    document->captions = captions;
    document->caption_count += part->caption_count;
}

static void take_facts(const struct reading *reading, const struct page_facts *facts,
                       struct document *document) {
    document->url = facts->canonical;
    prefer(&document->byline, facts->byline);
    prefer(&document->outlet, facts->outlet);
    if (document->agency.length == 0) document->agency = facts->agency;
    document->language_declared = facts->language;
    memcpy(document->modified, facts->modified, TIMESTAMP_SIZE);
    if (facts->published[0] && reading->options->published.length == 0) {
        memcpy(document->published, facts->published, TIMESTAMP_SIZE);
        document->published_from = facts->published_from;
    }
}

static bool read_part(const struct reading *reading, const struct page_facts *facts,
                      const struct article_part *part, struct document *document, struct error *error) {
    struct read_options options = *reading->options;
    options.title = part->title.length ? part->title : facts->title;
    if (part->title.length == 0) prefer(&options.title, reading->item->title);
    struct slice text = join_paragraphs(part, reading->arena);
    if (!read_document(reading->reader, text, reading->item->source, &options, reading->arena, document,
                       error))
        return false;
    add_captions(part, reading->arena, document);
    take_facts(reading, facts, document);
    return true;
}

// A live blog whose entries only JSON-LD tells apart.
static bool take_updates(const struct page_facts *facts, struct arena *arena, struct article *article) {
    if (article->count > 1 || facts->update_count < 2) return false;
    const size_t count = facts->update_count < ARTICLE_PARTS ? facts->update_count : ARTICLE_PARTS;
    struct article_part *parts = ARENA_ARRAY(arena, struct article_part, count);
    for (size_t i = 0; i < count; i++) {
        const struct json_ld_update *update = &facts->updates[i];
        parts[i] = (struct article_part){ .title = update->title,
                                          .published = update->published,
                                          .url = update->url,
                                          .paragraphs = &update->body,
                                          .paragraph_count = 1 };
    }
    article->parts = parts;
    article->count = count;
    return true;
}

#define BODY_LONGER 3u // half as long again as what is shown, in halves
#define BODY_ALIKE 60u // of 100 words of its first paragraph that a shown one has

static size_t length_of(const struct article_part *part) {
    size_t length = 0;
    for (size_t i = 0; i < part->paragraph_count; i++) length += part->paragraphs[i].length;
    return length;
}

// Does the page show a paragraph like the first of the body?
static bool begins_alike(const struct article_part *part, struct slice body, struct arena *arena) {
    const struct facts_words wanted =
        facts_words_of(slice_part(body, 0, slice_find(body, SLICE("\n"), 0)), arena);
    for (size_t i = 0; i < part->paragraph_count && i < 8; i++) {
        const struct facts_words shown = facts_words_of(part->paragraphs[i], arena);
        if (facts_likeness(&wanted, &shown) >= BODY_ALIKE) return true;
    }
    return false;
}

// Is the body the story of which the page shows readers a part?
static bool is_whole_story(const struct page_facts *facts, const struct article_part *part, struct slice body,
                           size_t length, struct arena *arena) {
    if (facts->is_closed) return length > length_of(part);
    return length_of(part) * BODY_LONGER < length * 2 && begins_alike(part, body, arena);
}

// Where readers are shown the beginning of the story and machines all of it (JSON-LD's articleBody).
static void take_body(const struct page_facts *facts, struct arena *arena, struct article *article) {
    const struct slice body = slice_trim(facts->body);
    if (body.length == 0 || article->count > 1) return;
    VECTOR_OF(struct slice) paragraphs = { 0 };
    size_t length = 0; // without the white space that some bodies are full of
    struct slice rest = body;
    for (struct slice line; slice_next(&rest, SLICE("\n"), &line);) {
        line = slice_trim(line);
        if (line.length == 0) continue;
        *vector_push(arena, &paragraphs) = line;
        length += line.length;
    }
    if (article->count == 1 && !is_whole_story(facts, &article->parts[0], body, length, arena)) return;
    struct article_part *part = ARENA_NEW(arena, struct article_part);
    if (article->count) *part = article->parts[0];
    part->paragraphs = paragraphs.items;
    part->paragraph_count = paragraphs.count;
    article->parts = part;
    article->count = 1;
}

static bool read_page(const struct reading *reading, struct documents *documents) {
    struct arena *arena = reading->arena;
    const struct slice source = reading->item->source;
    const struct place_in_file place = { .file = arena_string(arena, source) };
    if (!reading->reader->articles)
        return error_at(reading->error, ERROR_SYSTEM, place,
                        "markup cannot be read without models/pages.model");
    const struct html html = html_parse_story(reading->charset.text, arena);
    char captured[TIMESTAMP_SIZE];
    timestamp_iso(reading->item->captured, captured);
    const struct page_facts facts =
        page_facts_of(&html, reading->reader->knowledge, reading->reader->phrases,
                      &(struct page_context){ .url = reading->item->url, .captured = captured }, arena);
    struct article article;
    if (reading->item->is_story)
        article_whole(reading->reader->articles, &html, arena, &article);
    else
        article_extract(reading->reader->articles, &html, arena, &article);
    take_body(&facts, arena, &article);
    const char *item_dates = take_updates(&facts, arena, &article) ? "json-ld" : "time";
    if (article.count == 0)
        return error_at(reading->error, ERROR_INPUT, place, "no story found among %u blocks of text",
                        article.blocks);
    struct document *items = ARENA_ARRAY(arena, struct document, article.count);
    size_t count = 0;
    struct error trouble = { 0 };
    for (size_t i = 0; i < article.count; i++) {
        const struct article_part *part = &article.parts[i];
        struct document *document = &items[count];
        if (!read_part(reading, &facts, part, document, &trouble)) continue;
        take_item(reading, document);
        if (article.count > 1) {
            document->source = arena_format(arena, SLICE_FORMAT "#%zu", SLICE_ARG(source), i + 1);
            prefer(&document->url, part->url);
            char iso[TIMESTAMP_SIZE];
            if (reading->options->published.length == 0 && timestamp_iso(part->published, iso)) {
                memcpy(document->published, iso, TIMESTAMP_SIZE);
                document->published_from = item_dates;
            }
        }
        settle_language(reading->reader->knowledge, document, arena);
        tell_mojibake(reading, document);
        count++;
    }
    *documents = (struct documents){ items, count };
    if (count > 0) return true;
    *reading->error = trouble;
    return false;
}

bool read_item(const struct reader *reader, const struct item *item, const struct read_options *options,
               struct arena *arena, struct documents *documents, struct error *error) {
    static const struct read_options none;
    struct reading reading = {
        .reader = reader, .item = item, .options = options ? options : &none, .arena = arena, .error = error
    };
    if (!item->is_charset_told ||
        !charset_decode_as(item->bytes, item->charset, item->form == ITEM_HTML, arena, &reading.charset))
        charset_decode(item->bytes, item->charset, item->form == ITEM_HTML, arena, &reading.charset);
    if (item->form == ITEM_HTML) return read_page(&reading, documents);
    struct document *document = ARENA_NEW(arena, struct document);
    if (!read_plain(&reading, document)) return false;
    take_item(&reading, document);
    settle_language(reader->knowledge, document, arena);
    tell_mojibake(&reading, document);
    *documents = (struct documents){ document, 1 };
    return true;
}
