// coding.c - the parts of coding in their order, and the names of its kinds.
#include "coding/explain.h"
#include "coding/parts.h"
#include "coding/trigger_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const char *factuality_name(enum factuality factuality) {
    static const char *const names[] = {
#define FACTUALITY_NAME(symbol, name) name,
        FACTUALITY_LIST(FACTUALITY_NAME)
#undef FACTUALITY_NAME
    };
    return names[factuality];
}

const char *provenance_name(enum provenance provenance) {
    static const char *const names[] = {
#define PROVENANCE_NAME(symbol, name) name,
        PROVENANCE_LIST(PROVENANCE_NAME)
#undef PROVENANCE_NAME
    };
    return names[provenance];
}

struct range coding_events_in(const struct coding *coding, uint32_t sentence) {
    size_t low = 0, high = coding->event_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (coding->events[middle].sentence < sentence)
            low = middle + 1;
        else
            high = middle;
    }
    struct range range = { .first = low, .end = low };
    while (range.end < coding->event_count && coding->events[range.end].sentence == sentence) range.end++;
    return range;
}

const char *source_kind_name(enum source_kind kind) {
    static const char *const names[] = { "says", "claims", "denies", "confirms", "quotes" };
    return names[kind];
}

const char *statement_mode_name(enum statement_mode mode) {
    static const char *const names[] = { "direct", "indirect", "mixed" };
    return names[mode];
}

const char *captive_status_name(enum captive_status status) {
    static const char *const names[] = {
#define CAPTIVE_NAME(symbol, name) name,
        CAPTIVE_STATUS_LIST(CAPTIVE_NAME)
#undef CAPTIVE_NAME
    };
    return names[status];
}

struct coder {
    struct attribution *attribution;
    struct modality *modality;
    struct patterns *patterns;
    struct measures *measures;
    struct trigger_model *scorer; // NULL without one
};

struct coder *coder_open(const struct knowledge *knowledge, struct slice language, struct error *error) {
    struct coder *coder = calloc(1, sizeof *coder);
    if (!coder) {
        error_at(error, ERROR_SYSTEM, (struct place_in_file){ 0 }, "out of memory");
        return NULL;
    }
    if (!(coder->attribution = attribution_open(knowledge, language, error)) ||
        !(coder->modality = modality_open(knowledge, language, error)) ||
        !(coder->patterns = patterns_open(knowledge, language, error)) ||
        !(coder->measures = measures_open(knowledge, language, error))) {
        coder_close(coder);
        return NULL;
    }
    return coder;
}

bool coder_add_scorer(struct coder *coder, struct slice language, const char *model_folder,
                      struct error *error) {
    char path[1024];
    const int length =
        snprintf(path, sizeof path, "%s/" SLICE_FORMAT "-events.model", model_folder, SLICE_ARG(language));
    if (length < 0 || (size_t)length >= sizeof path || access(path, R_OK) != 0) return true;
    coder->scorer = trigger_model_open(path, error);
    return coder->scorer != NULL;
}

void coder_close(struct coder *coder) {
    if (!coder) return;
    trigger_model_close(coder->scorer);
    measures_close(coder->measures);
    patterns_close(coder->patterns);
    modality_close(coder->modality);
    attribution_close(coder->attribution);
    free(coder);
}

struct slice coding_explain(const struct coder *coder, const struct coding *coding, unsigned width,
                            struct arena *arena) {
    return explain_coding(coder->patterns, coder->modality, coding, width, arena);
}

const struct coding *code_meaning(const struct coder *coder, const struct meaning *meaning,
                                  struct arena *arena) {
    struct coding *coding = ARENA_NEW(arena, struct coding);
    coding->meaning = meaning;
    const struct attributed *attributed = attribute(coder->attribution, meaning, arena);
    coding->statements = attributed->statements;
    coding->statement_count = attributed->statement_count;
    events_code(coder->patterns, coder->modality, coder->scorer, NULL, attributed, meaning, arena, coding);
    figures_find(coder->measures, coder->modality, attributed, meaning, arena, coding);
    captives_find(coder->measures, coder->modality, attributed, meaning, arena, coding);
    return coding;
}
