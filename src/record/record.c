// record.c - names the records of a document, and joins what the parts find.
#include "record/parts.h"

#include "base/hash.h"
#include "base/utf8.h"

#include <stdio.h>

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

uint32_t record_principal(const struct meaning *meaning, uint32_t entity) {
    for (int depth = 0; depth < PRINCIPAL_DEPTH && meaning->entities[entity].represents >= 0; depth++)
        entity = (uint32_t)meaning->entities[entity].represents;
    return entity;
}

struct record_id record_id_of(const struct document *document, const char *kind, size_t index,
                              struct span where) {
    char key[128];
    const int length =
        snprintf(key, sizeof key, "%s %s %zu %u %u", document->id, kind, index, where.start, where.end);
    uint8_t digest[DIGEST_BYTES];
    digest_bytes((struct slice){ key, (size_t)length }, digest);
    struct record_id id = { 0 };
    digest_hex(digest, RECORD_ID_LENGTH / 2, id.text);
    return id;
}

// An entity and whom it stands for, up to the principal.
static void show(const struct meaning *meaning, bool *is_shown, int32_t entity) {
    for (int depth = 0; depth <= PRINCIPAL_DEPTH && entity >= 0;
         depth++, entity = meaning->entities[entity].represents)
        is_shown[entity] = true;
}

static void show_parties(const struct meaning *meaning, bool *is_shown, const struct parties *parties) {
    for (size_t i = 0; i < parties->count; i++) show(meaning, is_shown, (int32_t)parties->entities[i]);
}

static void show_sources(const struct meaning *meaning, bool *is_shown, const struct sources *sources) {
    for (size_t i = 0; i < sources->count; i++) show(meaning, is_shown, sources->items[i].entity);
}

static const bool *shown_entities(const struct coding *coding, struct arena *arena) {
    const struct meaning *meaning = coding->meaning;
    bool *is_shown = ARENA_ARRAY(arena, bool, meaning->entity_count);
    for (size_t i = 0; i < meaning->entity_count; i++)
        if (meaning->entities[i].is_named) show(meaning, is_shown, (int32_t)i);
    for (size_t i = 0; i < coding->event_count; i++) {
        const struct event *event = &coding->events[i];
        show_parties(meaning, is_shown, &event->actors);
        show_parties(meaning, is_shown, &event->recipients);
        show_parties(meaning, is_shown, &event->mediators);
        show_parties(meaning, is_shown, &event->about_entities);
        show(meaning, is_shown, event->place);
        show_sources(meaning, is_shown, &event->according_to);
    }
    for (size_t i = 0; i < coding->statement_count; i++) {
        show(meaning, is_shown, coding->statements[i].speaker);
        show(meaning, is_shown, coding->statements[i].addressee);
        show_sources(meaning, is_shown, &coding->statements[i].according_to);
    }
    for (size_t i = 0; i < coding->figure_count; i++) {
        show(meaning, is_shown, coding->figures[i].of_entity);
        show(meaning, is_shown, coding->figures[i].place);
        show_sources(meaning, is_shown, &coding->figures[i].according_to);
    }
    for (size_t i = 0; i < coding->captive_count; i++) {
        show(meaning, is_shown, coding->captives[i].person);
        show(meaning, is_shown, coding->captives[i].holder);
        show(meaning, is_shown, coding->captives[i].place);
        show_sources(meaning, is_shown, &coding->captives[i].according_to);
    }
    return is_shown;
}

const struct record *record_build(const struct recorder *recorder, const struct coding *coding,
                                  struct arena *arena) {
    const struct document *document = coding->meaning->analysis->document;
    struct record_id *events = ARENA_ARRAY(arena, struct record_id, coding->event_count);
    struct record_id *statements = ARENA_ARRAY(arena, struct record_id, coding->statement_count);
    struct record_id *figures = ARENA_ARRAY(arena, struct record_id, coding->figure_count);
    struct record_id *captives = ARENA_ARRAY(arena, struct record_id, coding->captive_count);
    for (size_t i = 0; i < coding->event_count; i++)
        events[i] = record_id_of(document, "event", i, coding->events[i].trigger);
    for (size_t i = 0; i < coding->statement_count; i++)
        statements[i] = record_id_of(document, "statement", i, coding->statements[i].content);
    for (size_t i = 0; i < coding->figure_count; i++)
        figures[i] = record_id_of(document, "figure", i, coding->figures[i].span);
    for (size_t i = 0; i < coding->captive_count; i++)
        captives[i] = record_id_of(document, "captive", i, coding->captives[i].span);

    const struct negotiations negotiations = negotiations_find(recorder, coding, arena);
    const struct disagreements disagreements = disagreements_find(recorder, coding, arena);
    struct record *record = ARENA_NEW(arena, struct record);
    *record = (struct record){
        .coding = coding,
        .events = events,
        .statements = statements,
        .figures = figures,
        .captives = captives,
        .is_shown = shown_entities(coding, arena),
        .negotiations = negotiations.items,
        .negotiation_count = negotiations.count,
        .disagreements = disagreements.items,
        .disagreement_count = disagreements.count,
    };
    return record;
}
