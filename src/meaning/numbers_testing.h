// numbers_testing.h - analyses without trees from a line of words, for the tests of times, numbers and
// quotations.
#pragma once

#include "knowledge/knowledge.h"
#include "language/testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Words separated by blanks, "word/TAG" to say a universal tag; else capitals make a name, figures a number,
// the rest nouns. Every word is a root of its own. "||" ends a sentence, "¶" a paragraph. `published` may be
// NULL.
static inline struct analysis *analysis_from_words(struct arena *arena, const char *words,
                                                   const char *published) {
    size_t room = strlen(words) * 8 + 256;
    char *lines = arena_allocate(arena, room), *copy = arena_allocate(arena, strlen(words) + 1);
    size_t length = 0;
    unsigned number = 1;
    memcpy(copy, words, strlen(words) + 1);
    if (published) length += (size_t)snprintf(lines, room, "# published %s\n", published);
    char *rest = NULL;
    for (char *word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest)) {
        char add[512];
        if (strcmp(word, "||") == 0) {
            snprintf(add, sizeof add, "\n");
            number = 1;
        } else if (strcmp(word, "¶") == 0) {
            snprintf(add, sizeof add, "\n# paragraph\n");
            number = 1;
        } else {
            char *slash = strrchr(word, '/');
            const char *tag = word[0] >= 'A' && word[0] <= 'Z'   ? "PROPN"
                              : word[0] >= '0' && word[0] <= '9' ? "NUM"
                                                                 : "NOUN";
            if (strchr(",.()-:\"", word[0]) && word[1] == '\0') tag = "PUNCT";
            if (slash && slash[1] >= 'A' && slash[1] <= 'Z') {
                tag = slash + 1;
                *slash = '\0';
            }
            bool plural = strcmp(tag, "NOUN") == 0 && word[strlen(word) - 1] == 's';
            snprintf(add, sizeof add, "%u %s %s %s _ %s 0 root\n", number++, word, word, tag,
                     plural ? "Number=Plur" : "_");
        }
        size_t more = strlen(add);
        memcpy(lines + length, add, more + 1);
        length += more;
    }
    return analysis_from_lines(arena, lines);
}

// The compiled tables of the build, which the environment names; NULL without them.
static inline struct knowledge *knowledge_for_tests(void) {
    const char *file = getenv("KNOWLEDGE_BIN");
    if (!file) return NULL;
    struct error error = { 0 };
    struct knowledge *knowledge = knowledge_open(file, &error);
    char text[600];
    if (!knowledge) fprintf(stderr, "%s\n", error_text(&error, text, sizeof text));
    return knowledge;
}
