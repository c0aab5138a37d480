// run.c - the runner over case files: run [--list-failing] ROOT KNOWN CASES...
//
// Prints a line for each case, as count.awk reads them: "case N - TITLE" when all its expectations hold, "not
// ok" when one does not, "known" when it does not pass and KNOWN lists it. KNOWN is a ratchet: a case that it
// lists and that passes is a failure too, until its line is taken out; so is a title that no case has. With
// --list-failing, prints the titles of the cases that do not pass and nothing else.
#include "base/file.h"
#include "base/vector.h"
#include "cases.h"
#include "match.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct known {
    struct slice title;
    bool was_met;
};

struct runner {
    struct engines engines;
    struct arena *arena;      // of the whole run
    struct arena *case_arena; // of one case
    VECTOR_OF(struct known) known;
    bool list_failing;
    size_t number, failed, expectations, held;
};

static void print_error(const struct error *error) {
    char text[1024];
    fprintf(stderr, "run: %s\n", error_text(error, text, sizeof text));
}

static bool read_known(struct runner *runner, const char *path, struct error *error) {
    struct slice content;
    if (!file_read(path, 1u << 20, runner->arena, &content, error)) return false;
    for (struct slice line; slice_next(&content, SLICE("\n"), &line);) {
        line = slice_trim(line);
        if (line.length && line.start[0] != '#') vector_push(runner->arena, &runner->known)->title = line;
    }
    return true;
}

static struct known *find_known(struct runner *runner, struct slice title) {
    for (size_t i = 0; i < runner->known.count; i++)
        if (slice_equal(runner->known.items[i].title, title)) return &runner->known.items[i];
    return NULL;
}

// What does not hold, a comment line each; empty when all expectations hold.
static struct slice failures_of(struct runner *runner, const struct test_case *test) {
    struct arena *arena = runner->case_arena;
    struct error error = { 0 };
    char text[1024];
    const struct engine *engine = engines_with(&runner->engines, test->knowledge, runner->arena, &error);
    if (!engine) return arena_format(arena, "#   %s\n", error_text(&error, text, sizeof text));
    const struct read_options options = { .published = test->date };
    const struct record *record =
        engine_code(engine, test->text, slice_of(test->file), &options, arena, &error);
    if (!record) return arena_format(arena, "#   %s\n", error_text(&error, text, sizeof text));
    struct slice failures = SLICE("");
    for (size_t i = 0; i < test->count; i++) {
        struct slice found;
        bool is_malformed;
        const bool holds =
            expectation_holds(test->expectations[i].text, record, arena, &found, &is_malformed);
        runner->expectations++;
        runner->held += holds;
        if (holds) continue;
        failures = arena_format(
            arena, SLICE_FORMAT "#   line %u: " SLICE_FORMAT "\n#       %s " SLICE_FORMAT "\n",
            SLICE_ARG(failures), test->expectations[i].line, SLICE_ARG(test->expectations[i].text),
            is_malformed ? "is no expectation" : "found", SLICE_ARG(found));
    }
    return failures;
}

static void run_case(struct runner *runner, const struct test_case *test) {
    arena_reset(runner->case_arena);
    runner->number++;
    const bool is_missing = test->article.length && !test->text.start;
    struct known *known = find_known(runner, test->title);
    if (known) known->was_met = true;
    if (is_missing) {
        if (!runner->list_failing)
            printf("ok %zu - " SLICE_FORMAT " # SKIP no " SLICE_FORMAT "\n", runner->number,
                   SLICE_ARG(test->title), SLICE_ARG(test->article));
        return;
    }
    const struct slice failures = failures_of(runner, test);
    if (runner->list_failing) {
        if (failures.length) printf(SLICE_FORMAT "\n", SLICE_ARG(test->title));
        return;
    }
    const bool passes = failures.length == 0;
    const bool is_failure = passes == (known != NULL);
    runner->failed += is_failure;
    printf("%s %zu - " SLICE_FORMAT "\n",
           is_failure ? "not ok"
           : passes   ? "case"
                      : "known",
           runner->number, SLICE_ARG(test->title));
    if (!is_failure) return;
    printf("#   %s:%u\n", test->file, test->line);
    if (passes)
        puts("#   passes, but is listed among those that do not: take its line out of "
             "tests/known-failures.txt");
    fwrite(failures.start, 1, failures.length, stdout);
}

// No two cases may have one title: the list of known failures goes by titles.
static void check_titles(struct runner *runner, const struct test_cases *cases) {
    for (size_t i = 0; i < cases->count; i++)
        for (size_t j = i + 1; j < cases->count; j++)
            if (slice_equal(cases->items[i].title, cases->items[j].title)) {
                printf("not ok %zu - each case has a title of its own\n#   \"" SLICE_FORMAT
                       "\" stands at %s:%u and %s:%u\n",
                       ++runner->number, SLICE_ARG(cases->items[i].title), cases->items[i].file,
                       cases->items[i].line, cases->items[j].file, cases->items[j].line);
                runner->failed++;
            }
    for (size_t i = 0; i < runner->known.count; i++)
        if (!runner->known.items[i].was_met) {
            printf("not ok %zu - each known failure is a case\n#   there is no case \"" SLICE_FORMAT "\"\n",
                   ++runner->number, SLICE_ARG(runner->known.items[i].title));
            runner->failed++;
        }
}

int main(int argc, char **argv) {
    struct runner runner = { 0 };
    int at = 1;
    if (argc > at && strcmp(argv[at], "--list-failing") == 0) {
        runner.list_failing = true;
        at++;
    }
    if (argc < at + 3) {
        fputs("Usage: run [--list-failing] ROOT KNOWN CASES...\n", stderr);
        return 2;
    }
    runner.engines.root = argv[at++];
    runner.arena = arena_new();
    runner.case_arena = arena_new();
    struct error error = { 0 };
    struct test_cases cases = { 0 };
    bool ok = read_known(&runner, argv[at++], &error);
    for (; ok && at < argc; at++)
        ok = cases_read(runner.engines.root, argv[at], runner.arena, &cases, &error);
    for (size_t i = 0; ok && i < cases.count; i++) run_case(&runner, &cases.items[i]);
    if (ok && !runner.list_failing) {
        check_titles(&runner, &cases);
        printf("# expectations: %zu of %zu hold\n", runner.held, runner.expectations);
    }
    if (!ok) print_error(&error);
    engines_close(&runner.engines);
    arena_free(runner.case_arena);
    arena_free(runner.arena);
    return ok && runner.failed == 0 ? 0 : 1;
}
