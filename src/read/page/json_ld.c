// json_ld.c - lenient JSON to a flat list of values, and which of them the story is.
//
// Values stand in the order of the block, each container before what it holds, as html.c keeps a page. What
// is astray is stepped over: a string ends at a quotation mark that something of JSON follows, so that
// unescaped ones inside stay inside; brackets close the nearest of their kind.
//
// A page may describe its story, the stories that it links to, its site and its owner, in any order and
// nesting. The story is looked for at the top, in @graph and as the main entity, not among parts, mentions or
// lists.
#include "read/page/json_ld.h"

#include "base/eight.h"
#include "base/vector.h"
#include "read/page/facts_parts.h"

#include <string.h>

enum value_kind { VALUE_OBJECT, VALUE_ARRAY, VALUE_STRING, VALUE_WORD };
struct value {
    struct slice key, text; // between the quotation marks, as written
    uint32_t parent, last;  // `last`: the first value behind this one's own
    uint8_t kind;
    bool is_main; // may be the story: see above
};

struct blocks {
    VECTOR_OF(struct value) values; // the first is a root
    uint32_t open[JSON_LD_DEPTH];   // containers
    unsigned depth, overflow;
    struct slice key; // waits for its value
    struct arena *arena;
};

static bool is_space(char c) {
    return (unsigned char)c <= ' ';
}

static size_t skip_space(struct slice text, size_t at) {
    while (at < text.length && is_space(text.start[at])) at++;
    return at;
}

static bool may_be_main(const struct value *parent, struct slice key) {
    if (!parent->is_main) return false;
    return parent->kind == VALUE_ARRAY || slice_equal(key, SLICE("@graph")) ||
           slice_equal(key, SLICE("mainEntity")) || slice_equal(key, SLICE("mainEntityOfPage"));
}

static uint32_t push_value(struct blocks *blocks, enum value_kind kind, struct slice text) {
    const uint32_t index = (uint32_t)blocks->values.count, parent = blocks->open[blocks->depth - 1];
    const bool is_main = index == 0 || may_be_main(&blocks->values.items[parent], blocks->key);
    *vector_push(blocks->arena, &blocks->values) =
        (struct value){ blocks->key, text, parent, index + 1, (uint8_t)kind, is_main };
    blocks->key = (struct slice){ "", 0 };
    return index;
}

static void open_container(struct blocks *blocks, enum value_kind kind) {
    if (blocks->depth == JSON_LD_DEPTH || blocks->overflow) {
        blocks->overflow++;
        blocks->key = (struct slice){ "", 0 };
        return;
    }
    const uint32_t index = push_value(blocks, kind, (struct slice){ "", 0 });
    blocks->open[blocks->depth++] = index;
}

static void close_to(struct blocks *blocks, unsigned depth) {
    while (blocks->depth > depth)
        blocks->values.items[blocks->open[--blocks->depth]].last = (uint32_t)blocks->values.count;
    blocks->key = (struct slice){ "", 0 };
}

static void close_container(struct blocks *blocks, enum value_kind kind) {
    if (blocks->overflow) {
        blocks->overflow--;
        return;
    }
    for (unsigned depth = blocks->depth; depth-- > 1;)
        if (blocks->values.items[blocks->open[depth]].kind == kind) {
            close_to(blocks, depth);
            return;
        }
}

// The next quotation mark or backslash at or behind `at`; the text's length when there is none.
static size_t skip_letters(struct slice text, size_t at, char quote) {
    for (; at < text.length; at += 8) {
        const uint64_t eight = eight_part(text.start + at, text.length - at);
        const uint64_t marks = eight_equal(eight, (unsigned char)quote) | eight_equal(eight, '\\');
        if (marks) return at + eight_first(marks);
    }
    return text.length;
}

// Where the string that begins behind `at` ends: at its quotation mark or the end of the text.
static size_t string_end(struct slice text, size_t at) {
    const char quote = text.start[at++];
    for (; (at = skip_letters(text, at, quote)) < text.length; at++) {
        if (text.start[at] == '\\') {
            at++;
            continue;
        }
        const size_t next = skip_space(slice_part(text, 0, at + 64), at + 1);
        if (next >= text.length || next > at + 60 || strchr(",:}]/", text.start[next])) return at;
        if (text.start[next] == '"' && memchr(text.start + at, '\n', next - at))
            return at; // a comma forgotten
    }
    return text.length;
}

static size_t skip_comment(struct slice text, size_t at) {
    const bool is_line = at + 1 < text.length && text.start[at + 1] == '/';
    const size_t end = slice_find(text, is_line ? SLICE("\n") : SLICE("*/"), at + 1);
    return end == SIZE_MAX ? text.length : end + (is_line ? 1 : 2);
}

static void put_scalar(struct blocks *blocks, enum value_kind kind, struct slice text, bool is_key) {
    if (blocks->overflow) return;
    const bool in_object = blocks->values.items[blocks->open[blocks->depth - 1]].kind == VALUE_OBJECT;
    if (is_key && in_object && blocks->key.length == 0)
        blocks->key = text;
    else
        push_value(blocks, kind, text);
}

static void read_block(struct blocks *blocks, struct slice text) {
    blocks->overflow = 0;
    for (size_t at = 0; at < text.length && blocks->values.count < JSON_LD_VALUES;) {
        const char c = text.start[at];
        if (is_space(c) || c == ',' || c == ':' || c == ';') {
            at++;
        } else if (c == '{' || c == '[') {
            open_container(blocks, c == '{' ? VALUE_OBJECT : VALUE_ARRAY);
            at++;
        } else if (c == '}' || c == ']') {
            close_container(blocks, c == '}' ? VALUE_OBJECT : VALUE_ARRAY);
            at++;
        } else if (c == '/' && at + 1 < text.length &&
                   (text.start[at + 1] == '/' || text.start[at + 1] == '*')) {
            at = skip_comment(text, at);
        } else if (c == '"' || c == '\'') {
            const size_t end = string_end(text, at), next = skip_space(text, end + 1);
            put_scalar(blocks, VALUE_STRING, slice_part(text, at + 1, end),
                       next < text.length && text.start[next] == ':');
            at = end + 1;
        } else { // a number, a word, or what is no JSON
            const size_t start = at++;
            while (at < text.length && !is_space(text.start[at]) && !strchr(",:{}[]\"", text.start[at])) at++;
            const size_t next = skip_space(text, at);
            put_scalar(blocks, VALUE_WORD, slice_part(text, start, at),
                       next < text.length && text.start[next] == ':');
        }
    }
    close_to(blocks, 1);
}

static unsigned hexadecimal(struct slice text, size_t at) {
    unsigned code = 0;
    for (size_t i = at; i < at + 4; i++) {
        const char c = i < text.length ? text.start[i] : '\0';
        if (c >= '0' && c <= '9')
            code = code * 16 + (unsigned)(c - '0');
        else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
            code = code * 16 + (unsigned)((c | 0x20) - 'a' + 10);
        else
            return UINT32_MAX;
    }
    return code;
}

// `line_end`: what stands for an escaped one.
static struct slice unescape(struct slice text, char line_end, struct arena *arena) {
    if (text.length == 0 || !memchr(text.start, '\\', text.length)) return text;
    char *bytes = arena_raw(arena, text.length);
    size_t used = 0;
    for (size_t at = 0; at < text.length;) {
        const char c = text.start[at++];
        if (c != '\\' || at == text.length) {
            bytes[used++] = c;
            continue;
        }
        const char escaped = text.start[at++];
        if (escaped != 'u') {
            bytes[used++] = escaped == 'n' || escaped == 'r'    ? line_end
                            : strchr("tbf", escaped) && escaped ? ' '
                                                                : escaped;
            continue;
        }
        uint32_t code = hexadecimal(text, at);
        if (code == UINT32_MAX) continue;
        at += 4;
        if (code >= 0xd800 && code < 0xdc00 && at + 6 <= text.length && text.start[at] == '\\') {
            const uint32_t low = hexadecimal(text, at + 2);
            if (low >= 0xdc00 && low < 0xe000) {
                code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
                at += 6;
            }
        }
        if (code == 0 || (code >= 0xd800 && code < 0xe000)) code = 0xfffd;
        used += utf8_write(code, bytes + used); // never longer than its escape
    }
    return (struct slice){ bytes, used };
}

static struct slice text_of(const struct blocks *blocks, uint32_t value) {
    const struct slice text = unescape(blocks->values.items[value].text, ' ', blocks->arena);
    return facts_clean(facts_without_tags(html_decode(text, blocks->arena), blocks->arena), blocks->arena);
}

// The value of this key in an object; 0 when there is none.
static uint32_t member(const struct blocks *blocks, uint32_t object, struct slice key) {
    const struct value *values = blocks->values.items;
    for (uint32_t i = object + 1; i < values[object].last; i = values[i].last)
        if (slice_equal(values[i].key, key)) return i;
    return 0;
}

static struct slice name_of(const struct blocks *blocks, uint32_t value, unsigned steps);

// A string, the first string of an array, or an object's name.
static struct slice member_text(const struct blocks *blocks, uint32_t object, struct slice key) {
    const uint32_t value = member(blocks, object, key);
    return value ? name_of(blocks, value, 0) : (struct slice){ "", 0 };
}

// The object elsewhere that has the same @id and a name.
static uint32_t find_identified(const struct blocks *blocks, struct slice id) {
    const struct value *values = blocks->values.items;
    unsigned tries = 0;
    for (uint32_t i = 1; i < blocks->values.count && tries < 20; i++) {
        if (!slice_equal(values[i].key, SLICE("@id")) || !slice_equal(values[i].text, id)) continue;
        tries++;
        if (member(blocks, values[i].parent, SLICE("name"))) return values[i].parent;
    }
    return 0;
}

static struct slice name_of(const struct blocks *blocks, uint32_t value, unsigned steps) {
    const struct value *values = blocks->values.items;
    const struct slice none = { "", 0 };
    if (values[value].kind == VALUE_STRING) return text_of(blocks, value);
    if (values[value].kind == VALUE_WORD || values[value].last == value + 1 || steps > 3) return none;
    if (values[value].kind == VALUE_ARRAY) return name_of(blocks, value + 1, steps + 1);
    uint32_t name = member(blocks, value, SLICE("name"));
    if (name) return name_of(blocks, name, steps + 1);
    const uint32_t id = member(blocks, value, SLICE("@id"));
    const uint32_t object = id ? find_identified(blocks, values[id].text) : 0;
    name = object ? member(blocks, object, SLICE("name")) : 0;
    return name ? name_of(blocks, name, steps + 1) : none;
}

// Whether a value of the member `type`, which is 0 where there is none, ends so.
static bool is_type(const struct blocks *blocks, uint32_t type, struct slice suffix) {
    const struct value *values = blocks->values.items;
    for (uint32_t i = type; type && i < values[type].last; i++)
        if (values[i].kind == VALUE_STRING && slice_ends(slice_trim(values[i].text), suffix)) return true;
    return false;
}

static bool has_type(const struct blocks *blocks, uint32_t object, struct slice suffix) {
    return is_type(blocks, member(blocks, object, SLICE("@type")), suffix);
}

// How much an object of this type is a story: 0 not at all, 4 certainly.
static unsigned story_rank(const struct blocks *blocks, uint32_t object) {
    static const struct {
        struct slice suffix;
        unsigned rank;
    } types[] = { { { "JobPosting", 10 }, 0 }, { { "Article", 7 }, 4 },       { { "Posting", 7 }, 4 },
                  { { "Report", 6 }, 4 },      { { "CreativeWork", 12 }, 3 }, { { "Recipe", 6 }, 3 },
                  { { "HowTo", 5 }, 3 },       { { "Review", 6 }, 2 },        { { "ProfilePage", 11 }, 0 },
                  { { "WebPage", 7 }, 1 },     { { "Page", 4 }, 1 } };
    const uint32_t type = member(blocks, object, SLICE("@type"));
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (is_type(blocks, type, types[i].suffix)) return types[i].rank;
    return 0;
}

static void take_text(struct slice *to, struct slice text) {
    if (to->length == 0) *to = text;
}

static void take_authors(const struct blocks *blocks, uint32_t value, struct json_ld *found) {
    const struct value *values = blocks->values.items;
    const bool is_list = values[value].kind == VALUE_ARRAY;
    for (unsigned pass = 0; pass < 2 && found->author_count == 0; pass++) // people, then whoever there is
        for (uint32_t i = is_list ? value + 1 : value; i < values[value].last; i = values[i].last) {
            if (found->author_count == JSON_LD_AUTHORS) return;
            if (values[i].kind == VALUE_OBJECT && pass == 0 && !has_type(blocks, i, SLICE("Person")))
                continue;
            const uint32_t names = values[i].kind == VALUE_OBJECT ? member(blocks, i, SLICE("name")) : 0;
            if (names && values[names].kind == VALUE_ARRAY) {
                for (uint32_t k = names + 1; k < values[names].last; k = values[k].last)
                    if (values[k].kind == VALUE_STRING && found->author_count < JSON_LD_AUTHORS)
                        found->authors[found->author_count++] = text_of(blocks, k);
                continue;
            }
            const struct slice name = name_of(blocks, i, 0);
            if (name.length > 0) found->authors[found->author_count++] = name;
        }
}

static void take_facts(const struct blocks *blocks, uint32_t object, struct json_ld *found) {
    take_text(&found->headline, member_text(blocks, object, SLICE("headline")));
    take_text(&found->published, member_text(blocks, object, SLICE("datePublished")));
    take_text(&found->published, member_text(blocks, object, SLICE("dateCreated")));
    take_text(&found->modified, member_text(blocks, object, SLICE("dateModified")));
    take_text(&found->section, member_text(blocks, object, SLICE("articleSection")));
    take_text(&found->language, member_text(blocks, object, SLICE("inLanguage")));
    take_text(&found->agency, member_text(blocks, object, SLICE("sourceOrganization")));
    take_text(&found->outlet, member_text(blocks, object, SLICE("publisher")));
    take_text(&found->url, member_text(blocks, object, SLICE("url")));
    uint32_t author = member(blocks, object, SLICE("author"));
    if (author && found->author_count == 0) take_authors(blocks, author, found);
    author = member(blocks, object, SLICE("creator"));
    if (author && found->author_count == 0) take_authors(blocks, author, found);
}

// Where elements end that stand on lines of their own, a line ends.
static struct slice with_line_ends(struct slice markup, struct arena *arena) {
    static const struct slice ends[] = {
        { "</p>", 4 }, { "<br>", 4 }, { "</li>", 5 }, { "<br/>", 5 }, { "<br />", 6 }
    };
    if (slice_find(markup, SLICE("<"), 0) == SIZE_MAX) return markup;
    char *bytes = arena_raw(arena, markup.length);
    memcpy(bytes, markup.start, markup.length);
    for (size_t at = 0; (at = slice_find(markup, SLICE("<"), at)) != SIZE_MAX; at++)
        for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
            if (slice_equal_ascii_fold(slice_part(markup, at, at + ends[i].length), ends[i])) {
                memset(bytes + at, ' ', ends[i].length);
                bytes[at] = '\n';
            }
    return (struct slice){ bytes, markup.length };
}

// The story as the page says it for machines, a line a paragraph.
static struct slice body_of(const struct blocks *blocks, uint32_t object) {
    const uint32_t value = member(blocks, object, SLICE("articleBody"));
    const struct slice none = { "", 0 };
    if (!value || blocks->values.items[value].kind != VALUE_STRING) return none;
    const struct slice text = unescape(blocks->values.items[value].text, '\n', blocks->arena);
    const struct slice markup = html_decode(text, blocks->arena);
    return facts_without_tags(with_line_ends(markup, blocks->arena), blocks->arena);
}

static bool is_closed(const struct blocks *blocks, uint32_t object) {
    const uint32_t value = member(blocks, object, SLICE("isAccessibleForFree"));
    return value && slice_equal_ascii_fold(blocks->values.items[value].text, SLICE("false"));
}

// The entries of each live blog (schema.org's LiveBlogPosting).
static void take_updates(const struct blocks *blocks, struct json_ld *found) {
    const struct value *values = blocks->values.items;
    VECTOR_OF(struct json_ld_update) updates = { 0 };
    for (uint32_t list = 1; list < blocks->values.count; list++) {
        if (!slice_equal(values[list].key, SLICE("liveBlogUpdate"))) continue;
        const bool is_list = values[list].kind == VALUE_ARRAY;
        for (uint32_t i = is_list ? list + 1 : list; i < values[list].last; i = values[i].last) {
            if (values[i].kind != VALUE_OBJECT || updates.count == JSON_LD_UPDATES) continue;
            const struct slice body = member_text(blocks, i, SLICE("articleBody"));
            if (body.length == 0) continue;
            *vector_push(blocks->arena, &updates) =
                (struct json_ld_update){ member_text(blocks, i, SLICE("headline")),
                                         member_text(blocks, i, SLICE("datePublished")),
                                         member_text(blocks, i, SLICE("url")), body };
        }
        list = values[list].last - 1;
    }
    found->updates = updates.items;
    found->update_count = updates.count;
}

static unsigned story_score(const struct blocks *blocks, uint32_t object, const struct facts_words *titles,
                            size_t count) {
    unsigned rank = story_rank(blocks, object);
    if (rank == 0 && member(blocks, object, SLICE("headline"))) rank = 3;
    if (rank == 0) return 0;
    struct slice name = member_text(blocks, object, SLICE("headline"));
    if (name.length == 0) name = member_text(blocks, object, SLICE("name"));
    unsigned agreement = 0;
    const struct facts_words words = facts_words_of(name, blocks->arena);
    for (size_t i = 0; i < count && words.count > 0; i++) {
        const unsigned likeness = facts_likeness(&words, &titles[i]);
        if (likeness > agreement) agreement = likeness;
    }
    return rank * 100 + (agreement >= 60 ? 250 : 0) +
           (member(blocks, object, SLICE("datePublished")) ? 20 : 0) +
           (member(blocks, object, SLICE("author")) ? 10 : 0);
}

#define MOST_STORIES 200 // of a page that are compared with its titles

struct json_ld json_ld_read(const struct slice *texts, size_t count, const struct slice *titles,
                            size_t title_count, struct arena *arena) {
    struct json_ld found = { 0 };
    struct blocks blocks = { .arena = arena, .key = { "", 0 } };
    blocks.depth = 1;
    push_value(&blocks, VALUE_ARRAY, (struct slice){ "", 0 });
    for (size_t i = 0; i < count; i++) {
        blocks.depth = 1;
        read_block(&blocks, texts[i]);
    }
    blocks.values.items[0].last = (uint32_t)blocks.values.count;
    const struct value *values = blocks.values.items;
    struct facts_words *wanted = arena_raw(arena, title_count * sizeof *wanted);
    for (size_t i = 0; i < title_count && count > 0; i++) wanted[i] = facts_words_of(titles[i], arena);
    uint32_t story = 0, page = 0;
    unsigned best = 0, stories = 0;
    struct slice site = { "", 0 };
    for (uint32_t i = 1; i < blocks.values.count; i++) {
        if (values[i].kind != VALUE_OBJECT || !values[i].is_main) continue;
        if (has_type(&blocks, i, SLICE("WebSite"))) take_text(&site, member_text(&blocks, i, SLICE("name")));
        if (stories++ >= MOST_STORIES) continue;
        const unsigned score = story_score(&blocks, i, wanted, title_count);
        if (score > best) {
            best = score;
            story = i;
        }
        if (!page && story_rank(&blocks, i) == 1) page = i;
    }
    if (story) take_facts(&blocks, story, &found);
    if (story) found.body = body_of(&blocks, story);
    found.is_closed = story && is_closed(&blocks, story);
    if (page && page != story) take_facts(&blocks, page, &found);
    found.is_article = story && story_rank(&blocks, story) != 1;
    take_text(&found.outlet, site);
    take_updates(&blocks, &found);
    return found;
}
