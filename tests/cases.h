// cases.h - case files: what a careful human reads in a text, in the form of README.md.
//
// Knows the engine. Everything lives in the arena that it was read into.
#pragma once

#include "engine/engine.h"

struct case_line {
    struct slice text;
    uint32_t line; // in the file, from 1
};

struct test_case {
    const char *file;
    uint32_t line;          // of its title
    struct slice title;     // names the case; no two are alike
    struct slice date;      // empty: the text has it
    struct slice knowledge; // folder below the source root; empty: none
    struct slice
        article; // file below the source root that holds the text; empty: the text stands in the case
    struct slice text;
    const struct case_line *expectations; // [count]
    size_t count;
};

struct test_cases {
    struct test_case *items;
    size_t count;
};

// Reads the cases of `path` and adds them to `cases`; false with `error`. An `article` that is not there
// leaves `text` without start.
bool cases_read(const char *root, const char *path, struct arena *arena, struct test_cases *cases,
                struct error *error);

// Engines by their overlay of knowledge, each opened once.
#define ENGINES_LIMIT 8
struct engines {
    const char *root; // source root
    struct {
        struct slice knowledge;
        struct engine *engine;
    } items[ENGINES_LIMIT];
    size_t count;
};
// The engine with this overlay; NULL with `error`.
const struct engine *engines_with(struct engines *engines, struct slice knowledge, struct arena *arena,
                                  struct error *error);
void engines_close(struct engines *engines);
