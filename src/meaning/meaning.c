// meaning.c - the parts of meaning in their order: times, numbers, quotations, entities.
#include "meaning/parts.h"

#include <stdlib.h>
#include <string.h>

static const char *const entity_kind_names[] = {
#define ENTITY_KIND_TEXT(symbol, name) name,
    ENTITY_KIND_LIST(ENTITY_KIND_TEXT)
};

const char *entity_kind_name(enum entity_kind kind) {
    return kind < ENTITY_KINDS ? entity_kind_names[kind] : "";
}

bool entity_kind_of(struct slice name, enum entity_kind *kind) {
    for (unsigned i = 0; i < ENTITY_KINDS; i++)
        if (slice_equal(name, slice_of(entity_kind_names[i]))) return *kind = (enum entity_kind)i, true;
    return false;
}

struct interpreter {
    struct times *times;
    struct numbers *numbers;
    struct entities *entities;
};

struct interpreter *interpreter_open(const struct knowledge *knowledge, struct slice language,
                                     struct error *error) {
    struct interpreter *interpreter = calloc(1, sizeof *interpreter);
    if (!interpreter) {
        error_at(error, ERROR_SYSTEM, (struct place_in_file){ 0 }, "out of memory");
        return NULL;
    }
    interpreter->times = times_open(knowledge, language, error);
    if (interpreter->times) interpreter->numbers = numbers_open(knowledge, language, error);
    if (interpreter->numbers) interpreter->entities = entities_open(knowledge, language, error);
    if (interpreter->entities) return interpreter;
    interpreter_close(interpreter);
    return NULL;
}

void interpreter_close(struct interpreter *interpreter) {
    if (!interpreter) return;
    entities_close(interpreter->entities);
    numbers_close(interpreter->numbers);
    times_close(interpreter->times);
    free(interpreter);
}

const struct meaning *interpret(const struct interpreter *interpreter, const struct analysis *analysis,
                                struct arena *arena) {
    struct meaning *meaning = ARENA_NEW(arena, struct meaning);
    meaning->analysis = analysis;
    const char *published = analysis->document->published;
    meaning->published = slice_part(slice_of(published), 0, 10);
    times_find(interpreter->times, analysis, arena, meaning);
    numbers_find(interpreter->numbers, analysis, arena, meaning);
    quotations_find(analysis, arena, meaning);
    entities_find(interpreter->entities, analysis, arena, meaning);
    return meaning;
}
