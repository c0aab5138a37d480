// recorder.c - what is opened once: the stages of negotiations, the offices that only one person holds.
#include "record/parts.h"

#include "base/hash.h"
#include "base/utf8.h"

#define PRINCIPAL_DEPTH 8 // links of `represents` that are followed

struct recorder {
    struct arena *arena;
    const struct stage *stages;
    size_t stage_count;
    struct slice sole_offices; // "president | prime minister": the class of that name
};

struct recorder *recorder_open(const struct knowledge *knowledge, struct slice language,
                               struct error *error) {
    const struct table *table = knowledge_table(knowledge, TABLE_STAGES, SLICE(""));
    struct arena *arena = arena_new();
    struct recorder *recorder = ARENA_NEW(arena, struct recorder);
    recorder->arena = arena;
    recorder->stage_count = table_count(table);
    struct stage *stages = ARENA_ARRAY(arena, struct stage, recorder->stage_count);
    recorder->stages = stages;
    for (size_t row = 0; row < recorder->stage_count; row++) {
        stages[row] = (struct stage){
            .act = table_cell(table, row, TABLE_COLUMN(STAGES, ACT)),
            .type = table_cell(table, row, TABLE_COLUMN(STAGES, TYPE)),
            .factuality = table_cell(table, row, TABLE_COLUMN(STAGES, FACTUALITY)),
            .stage = table_cell(table, row, TABLE_COLUMN(STAGES, STAGE)),
            .rank = (unsigned)table_number(table, row, TABLE_COLUMN(STAGES, RANK)),
            .founds = table_cell(table, row, TABLE_COLUMN(STAGES, FOUNDS)).length > 0,
        };
        bool known = !stages[row].factuality.length;
        for (int f = 0; f < FACTUALITIES && !known; f++)
            known = slice_equal(stages[row].factuality, slice_of(factuality_name((enum factuality)f)));
        if (!known) {
            error_at(error, ERROR_INPUT, table_place(table, row),
                     "expected a factuality or -, found \"" SLICE_FORMAT "\"",
                     SLICE_ARG(stages[row].factuality));
            recorder_close(recorder);
            return NULL;
        }
    }
    const struct table *classes = knowledge_table(knowledge, TABLE_CLASSES, language);
    struct table_walk walk = table_lookup(classes, SLICE("sole-office"));
    const size_t row = table_next(&walk);
    if (row != TABLE_END) recorder->sole_offices = table_cell(classes, row, TABLE_COLUMN(CLASSES, WORDS));
    return recorder;
}

void recorder_close(struct recorder *recorder) {
    if (recorder) arena_free(recorder->arena);
}

bool record_act_is(struct slice act, struct slice general) {
    return slice_starts(act, general) && (act.length == general.length || act.start[general.length] == '.');
}

// The longer act counts most, then a row that asks for the event's type, then one that asks for its
// factuality.
static size_t fineness(const struct stage *stage) {
    return stage->act.length * 4 + (stage->type.length > 0) * 2 + (stage->factuality.length > 0);
}

const struct stage *recorder_stage(const struct recorder *recorder, const struct event *event) {
    const struct slice factuality = slice_of(factuality_name(event->factuality));
    const struct stage *best = NULL;
    for (size_t i = 0; i < recorder->stage_count; i++) {
        const struct stage *stage = &recorder->stages[i];
        if (!record_act_is(event->act, stage->act)) continue;
        if (stage->type.length && !slice_equal(stage->type, event->type)) continue;
        if (stage->factuality.length && !slice_equal(stage->factuality, factuality)) continue;
        if (!best || fineness(stage) > fineness(best)) best = stage;
    }
    return best;
}

bool recorder_is_sole_office(const struct recorder *recorder, struct slice title, struct arena *arena) {
    const struct slice wanted = utf8_fold_name(title, arena);
    struct slice rest = recorder->sole_offices;
    for (struct slice office; slice_next(&rest, SLICE(" | "), &office);)
        if (slice_equal(office, wanted)) return true;
    return false;
}

uint32_t recorder_principal(const struct meaning *meaning, uint32_t entity) {
    for (int depth = 0; depth < PRINCIPAL_DEPTH && meaning->entities[entity].represents >= 0; depth++)
        entity = (uint32_t)meaning->entities[entity].represents;
    return entity;
}

struct slice record_id_of(const struct document *document, const char *kind, size_t index, struct span where,
                          struct arena *arena) {
    const struct slice key = arena_format(arena, "%s %s %zu %u %u", document->id, kind, index,
                                          (unsigned)where.start, (unsigned)where.end);
    uint8_t digest[DIGEST_BYTES];
    digest_bytes(key, digest);
    char hex[RECORD_ID_LENGTH + 1];
    digest_hex(digest, RECORD_ID_LENGTH / 2, hex);
    return arena_copy(arena, slice_of(hex));
}
