// evidence.c - the invariants over the texts of all cases, the examples and the seed article: evidence ROOT
// CASES...
//
// Each text is coded twice, by two engines, and has to give the same bytes; and the same again when its JSON
// is read, and when a copy of the record has outlived the document's arena.
#include "base/file.h"
#include "cases.h"
#include "invariants.h"

#include <glob.h>
#include <stdio.h>
#include <string.h>

#define PAGE_WIDTH 100

struct checking {
    struct engines engines, others;
    struct arena *arena, *first, *second;
    size_t number, failed;
};

static void report(struct checking *checking, const char *what, size_t texts, const char *why) {
    checking->number++;
    if (!texts) {
        printf("ok %zu - %s # SKIP not there\n", checking->number, what);
        return;
    }
    printf("%s %zu - %s (%zu texts)\n", why[0] ? "not ok" : "ok", checking->number, what, texts);
    if (why[0]) printf("#   %s\n", why);
    checking->failed += why[0] != '\0';
}

// `json` is of a record in the arena `first`, which is emptied.
static bool read_back(struct checking *checking, const struct record *record, struct slice json, char *why,
                      size_t size) {
    arena_reset(checking->second);
    const struct slice wanted = arena_copy(checking->second, json);
    const struct record *copy = record_copy(record, checking->second);
    struct error error = { 0 };
    arena_reset(checking->first);
    const struct record *read = record_read_json(wanted, checking->first, &error);
    if (!read) {
        error_text(&error, why, size);
        return false;
    }
    if (!slice_equal(record_write_json(read, checking->first), wanted)) {
        snprintf(why, size, "other bytes after reading");
        return false;
    }
    if (!slice_equal(record_write_json(copy, checking->first), wanted)) {
        snprintf(why, size, "other bytes of the copy");
        return false;
    }
    return slice_equal(record_page(read, PAGE_WIDTH, true, checking->first),
                       record_page(copy, PAGE_WIDTH, true, checking->first)) ||
           (snprintf(why, size, "another page after reading"), false);
}

static bool code_twice(struct checking *checking, const struct test_case *test, char *why, size_t size) {
    arena_reset(checking->first);
    arena_reset(checking->second);
    struct error error = { 0 };
    const struct read_options options = { .published = test->date };
    const struct engine *engine = engines_with(&checking->engines, test->knowledge, checking->arena, &error);
    const struct engine *other =
        engine ? engines_with(&checking->others, test->knowledge, checking->arena, &error) : NULL;
    const struct record *record = NULL, *again = NULL;
    if (other) {
        record = engine_code(engine, test->text, slice_of(test->file), &options, checking->first, &error);
        again = engine_code(other, test->text, slice_of(test->file), &options, checking->second, &error);
    }
    char text[1024];
    if (!record || !again) {
        snprintf(why, size, "%s", error_text(&error, text, sizeof text));
        return false;
    }
    const struct slice json = record_write_json(record, checking->first);
    if (!invariants_hold(json, text, sizeof text)) {
        snprintf(why, size, "%s:%u: %s", test->file, test->line, text);
        return false;
    }
    if (!slice_equal(json, record_write_json(again, checking->second)) ||
        !slice_equal(record_page(record, PAGE_WIDTH, true, checking->first),
                     record_page(again, PAGE_WIDTH, true, checking->second))) {
        snprintf(why, size, "%s:%u: coded twice, two records", test->file, test->line);
        return false;
    }
    if (!read_back(checking, record, json, text, sizeof text)) {
        snprintf(why, size, "%s:%u: %s", test->file, test->line, text);
        return false;
    }
    return true;
}

static void check_cases(struct checking *checking, char **paths, int count) {
    char why[2048] = "";
    struct error error = { 0 };
    struct test_cases cases = { 0 };
    for (int i = 0; i < count && !why[0]; i++)
        if (!cases_read(checking->engines.root, paths[i], checking->arena, &cases, &error))
            error_text(&error, why, sizeof why);
    for (size_t i = 0; i < cases.count && !why[0]; i++)
        if (cases.items[i].text.start) code_twice(checking, &cases.items[i], why, sizeof why);
    report(checking, "each span of each case says what stands there, twice the same", cases.count, why);
}

static void check_files(struct checking *checking, const char *what, const char *pattern,
                        const char *knowledge, const char *date) {
    const char *path = arena_format(checking->arena, "%s/%s%c", checking->engines.root, pattern, 0).start;
    char why[2048] = "";
    glob_t found = { 0 };
    glob(path, 0, NULL, &found);
    for (size_t i = 0; i < found.gl_pathc && !why[0]; i++) {
        struct test_case test = { .file = found.gl_pathv[i],
                                  .knowledge = slice_of(knowledge),
                                  .date = slice_of(date) };
        struct error error = { 0 };
        if (!file_read(test.file, READ_DOCUMENT_LIMIT, checking->arena, &test.text, &error))
            error_text(&error, why, sizeof why);
        else
            code_twice(checking, &test, why, sizeof why);
    }
    report(checking, what, found.gl_pathc, why);
    globfree(&found);
}

int main(int argc, char **argv) {
    if (argc < 3) {
        fputs("Usage: evidence ROOT CASES...\n", stderr);
        return 2;
    }
    struct checking checking = { .engines.root = argv[1], .others.root = argv[1] };
    checking.arena = arena_new();
    checking.first = arena_new();
    checking.second = arena_new();
    check_cases(&checking, argv + 2, argc - 2);
    check_files(&checking, "each span of each example says what stands there", "examples/*.txt",
                "examples/knowledge", "");
    check_files(&checking, "each span of the seed article says what stands there",
                "../shared/seed/article.txt", "", "2023-10-30");
    engines_close(&checking.engines);
    engines_close(&checking.others);
    arena_free(checking.first);
    arena_free(checking.second);
    arena_free(checking.arena);
    return checking.failed ? 1 : 0;
}
