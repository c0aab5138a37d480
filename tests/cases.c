// cases.c - reads case files line by line: title, headers, text, expectations.
#include "cases.h"

#include "base/file.h"
#include "base/vector.h"

#include <unistd.h>

#define CASE_FILE_LIMIT (8u << 20) // bytes

enum part { PART_NONE, PART_HEADERS, PART_TEXT, PART_EXPECTATIONS };

struct case_reader {
    const char *root, *path;
    struct arena *arena;
    struct error *error;
    VECTOR_OF(struct test_case) cases;
    VECTOR_OF(struct case_line) lines; // expectations of the case at hand
    enum part part;                    // PART_NONE: no case of this file yet
    const char *text_start;
};

static bool fault(const struct case_reader *reader, uint32_t line, const char *expected, struct slice found) {
    return error_at(reader->error, ERROR_INPUT, (struct place_in_file){ reader->path, line, 1 },
                    "expected %s, found \"" SLICE_FORMAT "\"", expected, SLICE_ARG(found));
}

static struct slice trim_breaks(struct slice text) {
    while (text.length && (text.start[0] == '\n' || text.start[0] == '\r')) text.start++, text.length--;
    while (text.length && (text.start[text.length - 1] == '\n' || text.start[text.length - 1] == '\r'))
        text.length--;
    return text;
}

static bool read_article(struct case_reader *reader, struct test_case *test) {
    const char *path =
        arena_format(reader->arena, "%s/" SLICE_FORMAT "%c", reader->root, SLICE_ARG(test->article), 0).start;
    if (access(path, R_OK) != 0) return true;
    return file_read(path, READ_DOCUMENT_LIMIT, reader->arena, &test->text, reader->error);
}

static bool read_header(struct case_reader *reader, struct slice line, uint32_t number) {
    struct test_case *test = &reader->cases.items[reader->cases.count - 1];
    const struct {
        struct slice key;
        struct slice *value;
    } headers[] = { { SLICE("date: "), &test->date },
                    { SLICE("knowledge: "), &test->knowledge },
                    { SLICE("article: "), &test->article } };
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        if (!slice_starts(line, headers[i].key)) continue;
        *headers[i].value = slice_trim(slice_part(line, headers[i].key.length, line.length));
        return true;
    }
    return fault(reader, number, "date, knowledge, article or a blank line", line);
}

static bool end_case(struct case_reader *reader, uint32_t number) {
    if (reader->part == PART_NONE) return true;
    struct test_case *test = &reader->cases.items[reader->cases.count - 1];
    test->expectations = reader->lines.items;
    test->count = reader->lines.count;
    reader->lines.items = NULL;
    reader->lines.count = reader->lines.capacity = 0;
    if (reader->part != PART_EXPECTATIONS || !test->count)
        return fault(reader, number, "--- and expectations before the next case", test->title);
    return true;
}

static bool read_line(struct case_reader *reader, struct slice line, uint32_t number) {
    if (slice_starts(line, SLICE("=== "))) {
        if (!end_case(reader, number)) return false;
        struct test_case *test = vector_push(reader->arena, &reader->cases);
        test->file = reader->path;
        test->line = number;
        test->title = slice_trim(slice_part(line, 4, line.length));
        reader->part = PART_HEADERS;
        return true;
    }
    struct test_case *test = reader->cases.count ? &reader->cases.items[reader->cases.count - 1] : NULL;
    switch (reader->part) {
    case PART_NONE:
        return slice_trim(line).length == 0 || fault(reader, number, "=== and a title", line);
    case PART_HEADERS:
        if (!slice_equal(line, SLICE("---")) && slice_trim(line).length)
            return read_header(reader, line, number);
        reader->part = PART_TEXT;
        reader->text_start = line.start;
        // NOLINTNEXTLINE(clang-analyzer-core.NullDereference): a vector with a case has items
        if (test->article.length) {
            if (!slice_equal(line, SLICE("---"))) return true;
            reader->part = PART_EXPECTATIONS;
            return read_article(reader, test);
        }
        return true;
    case PART_TEXT:
        if (!slice_equal(line, SLICE("---"))) return true;
        reader->part = PART_EXPECTATIONS;
        if (test->article.length) return read_article(reader, test);
        test->text =
            trim_breaks((struct slice){ reader->text_start, (size_t)(line.start - reader->text_start) });
        return test->text.length > 0 || fault(reader, number, "a text before ---", test->title);
    case PART_EXPECTATIONS:
        line = slice_trim(line);
        if (line.length) *vector_push(reader->arena, &reader->lines) = (struct case_line){ line, number };
        return true;
    }
    return true;
}

bool cases_read(const char *root, const char *path, struct arena *arena, struct test_cases *cases,
                struct error *error) {
    struct slice content;
    if (!file_read(path, CASE_FILE_LIMIT, arena, &content, error)) return false;
    struct case_reader reader = { .root = root, .path = path, .arena = arena, .error = error };
    reader.cases.items = cases->items;
    reader.cases.count = reader.cases.capacity = cases->count;
    const size_t before = cases->count;
    uint32_t number = 0;
    for (size_t at = 0; at < content.length;) {
        size_t end = slice_find(content, SLICE("\n"), at);
        if (end == SIZE_MAX) end = content.length;
        const bool has_return = end > at && content.start[end - 1] == '\r';
        if (!read_line(&reader, slice_part(content, at, end - has_return), ++number)) return false;
        at = end + 1;
    }
    if (reader.cases.count == before) return fault(&reader, number, "a case", SLICE(""));
    if (!end_case(&reader, number)) return false;
    cases->items = reader.cases.items;
    cases->count = reader.cases.count;
    return true;
}

const struct engine *engines_with(struct engines *engines, struct slice knowledge, struct arena *arena,
                                  struct error *error) {
    for (size_t i = 0; i < engines->count; i++)
        if (slice_equal(engines->items[i].knowledge, knowledge)) return engines->items[i].engine;
    if (engines->count == ENGINES_LIMIT) {
        error_at(error, ERROR_LIMIT, (struct place_in_file){ 0 }, "expected at most %u folders of knowledge",
                 ENGINES_LIMIT);
        return NULL;
    }
    struct engine_options options = { 0 };
    if (knowledge.length)
        options.knowledge_folder =
            arena_format(arena, "%s/" SLICE_FORMAT "%c", engines->root, SLICE_ARG(knowledge), 0).start;
    struct engine *engine = engine_open(&options, error);
    if (!engine) return NULL;
    engines->items[engines->count].knowledge = knowledge;
    engines->items[engines->count++].engine = engine;
    return engine;
}

void engines_close(struct engines *engines) {
    for (size_t i = 0; i < engines->count; i++) engine_close(engines->items[i].engine);
    engines->count = 0;
}
