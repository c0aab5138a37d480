// analysis.c - names of tags, relations and name types; walking a tree.
//
// Children are found by running over the sentence: sentences are short, and a list of children would be
// larger than what it saves.
#include "language/analysis.h"

static const char *const upos_names[] = {
#define UPOS_TEXT(tag) #tag,
    UPOS_LIST(UPOS_TEXT)
#undef UPOS_TEXT
};

static const char *const deprel_names[] = {
#define DEPREL_TEXT(symbol, name) name,
    DEPREL_LIST(DEPREL_TEXT)
#undef DEPREL_TEXT
};

const char *upos_name(enum upos upos) {
    return (unsigned)upos < UPOS_COUNT ? upos_names[upos] : "X";
}

const char *deprel_name(enum deprel deprel) {
    return (unsigned)deprel < DEPREL_COUNT ? deprel_names[deprel] : "dep";
}

const char *name_type_name(enum name_type type) {
    static const char *const names[] = {
        "PERSON", "ORGANIZATION", "PLACE", "GROUP", "EVENT", "WORK", "OTHER"
    };
    return (unsigned)type < NAME_TYPES ? names[type] : "OTHER";
}

int32_t token_child(const struct sentence *sentence, int32_t head, int32_t after) {
    for (size_t i = (size_t)((int64_t)after + 1); i < sentence->count; i++)
        if (sentence->tokens[i].head == head) return (int32_t)i;
    return -1;
}

int32_t token_child_with(const struct sentence *sentence, int32_t head, enum deprel deprel) {
    for (size_t i = 0; i < sentence->count; i++)
        if (sentence->tokens[i].head == head && sentence->tokens[i].deprel == deprel) return (int32_t)i;
    return -1;
}

void token_subtree(const struct sentence *sentence, int32_t head, uint32_t *first, uint32_t *end) {
    uint32_t low = (uint32_t)head, high = (uint32_t)head;
    // A word belongs to the subtree when its way up meets `head`; the way is no longer than the sentence.
    for (uint32_t i = 0; i < sentence->count; i++) {
        int32_t at = (int32_t)i;
        for (size_t steps = 0; at >= 0 && at != head && steps < sentence->count; steps++)
            at = sentence->tokens[at].head;
        if (at != head) continue;
        if (i < low) low = i;
        if (i > high) high = i;
    }
    *first = low;
    *end = high + 1;
}
