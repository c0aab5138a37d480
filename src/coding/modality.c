// modality.c - modality.txt and operators.txt, compiled: by its first word, what each phrase does and where.
//
// A row belongs to the symbol of its first word; the words after it are compared as lemmas. An operator of
// operators.txt governs as its status says, so that "refused to" need not stand in both tables.
#include "coding/modality.h"

#include "base/intern.h"
#include "base/vector.h"

#define PHRASE_WORDS 6u // of a row that stands before a phrase

static const char *const place_names[MODALITY_PLACES] = {
#define MODALITY_PLACE_NAME(symbol, name) name,
    MODALITY_PLACE_LIST(MODALITY_PLACE_NAME)
#undef MODALITY_PLACE_NAME
};

struct marker {
    struct slice rest; // further words of the phrase
    uint32_t words;    // in all
    enum modality_place place;
    unsigned effect;
};
struct marker_list {
    const struct marker *items;
    size_t count;
};

struct modality {
    struct arena *arena;
    struct intern *words;
    struct marker_list *lists; // by symbol - 1
};

typedef VECTOR_OF(struct marker) marker_vector;
struct building {
    struct arena *arena;
    struct intern *words;
    VECTOR_OF(marker_vector) lists;
};

static void add_marker(struct building *b, struct slice phrase, enum modality_place place, unsigned effect) {
    struct slice first, rest = phrase, word;
    if (!slice_next(&rest, SLICE(" "), &first)) return;
    const uint32_t symbol = intern_add(b->words, first);
    while (b->lists.count < symbol) vector_push(b->arena, &b->lists);
    struct marker marker = { rest, 1, place, effect };
    while (slice_next(&rest, SLICE(" "), &word)) marker.words++;
    *vector_push(b->arena, &b->lists.items[symbol - 1]) = marker;
}

static bool effect_of(struct slice name, unsigned *effect) {
    static const char *const names[] = {
#define FACTUALITY_NAME(symbol, name) name,
        FACTUALITY_LIST(FACTUALITY_NAME)
#undef FACTUALITY_NAME
            "negation",
        "ahead"
    };
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (slice_equal(name, slice_of(names[i]))) {
            *effect = i;
            return true;
        }
    return false;
}

// What an operator's status makes of the act that it governs.
static bool effect_of_status(struct slice status, unsigned *effect) {
    static const struct {
        const char *status;
        enum factuality effect;
    } effects[] = {
        { "appealed", FACTUALITY_REQUESTED },     { "demanded", FACTUALITY_REQUESTED },
        { "promised", FACTUALITY_PLANNED },       { "planned", FACTUALITY_PLANNED },
        { "refused", FACTUALITY_DID_NOT_HAPPEN }, { "threatened", FACTUALITY_POSSIBLE },
        { "wanted", FACTUALITY_REQUESTED },       { "denied", FACTUALITY_DENIED },
        { "possible", FACTUALITY_POSSIBLE },      { "failed", FACTUALITY_DID_NOT_HAPPEN },
        { "alleged", FACTUALITY_POSSIBLE },
    };
    for (size_t i = 0; i < sizeof effects / sizeof *effects; i++)
        if (slice_equal(status, slice_of(effects[i].status))) {
            *effect = effects[i].effect;
            return true;
        }
    return false;
}

static bool place_of(struct slice name, enum modality_place *place) {
    for (unsigned i = 0; i < MODALITY_PLACES; i++)
        if (slice_equal(name, slice_of(place_names[i]))) {
            *place = (enum modality_place)i;
            return true;
        }
    return false;
}

static bool read_words(struct building *b, const struct table *table, struct error *error) {
    for (size_t row = 0; row < table_count(table); row++) {
        const struct slice kind = table_cell(table, row, TABLE_COLUMN(MODALITY, KIND));
        const struct slice name = table_cell(table, row, TABLE_COLUMN(MODALITY, HOW));
        enum modality_place place;
        unsigned effect;
        if (!place_of(name, &place))
            return error_at(error, ERROR_INPUT, table_place(table, row),
                            "expected where the word stands (aux, adverb, mark, governor ...), found "
                            "\"" SLICE_FORMAT "\"",
                            SLICE_ARG(name));
        if (!effect_of(kind, &effect))
            return error_at(error, ERROR_INPUT, table_place(table, row),
                            "expected a factuality, negation or ahead, found \"" SLICE_FORMAT "\"",
                            SLICE_ARG(kind));
        const bool is_condition = effect == FACTUALITY_CONDITIONAL;
        if (is_condition && (place == PLACE_MARK || place == PLACE_LEAD)) effect = EFFECT_CONDITION;
        add_marker(b, table_cell(table, row, TABLE_COLUMN(MODALITY, PHRASE)), place, effect);
    }
    return true;
}

static void read_operators(struct building *b, const struct table *table) {
    for (size_t row = 0; row < table_count(table); row++) {
        unsigned effect;
        struct slice triggers = table_cell(table, row, TABLE_COLUMN(OPERATORS, TRIGGER));
        if (!effect_of_status(table_cell(table, row, TABLE_COLUMN(OPERATORS, STATUS)), &effect)) continue;
        for (struct slice trigger; slice_next(&triggers, SLICE(" | "), &trigger);)
            add_marker(b, slice_part(trigger, 0, slice_find(trigger, SLICE("/"), 0)), PLACE_GOVERNOR, effect);
    }
}

struct modality *modality_open(const struct knowledge *knowledge, struct slice language,
                               struct error *error) {
    struct arena *arena = arena_new();
    struct modality *modality = ARENA_NEW(arena, struct modality);
    struct building b = { arena, intern_new(arena), { 0 } };
    if (!read_words(&b, knowledge_table(knowledge, TABLE_MODALITY, language), error)) {
        arena_free(arena);
        return NULL;
    }
    read_operators(&b, knowledge_table(knowledge, TABLE_OPERATORS, language));
    modality->arena = arena;
    modality->words = b.words;
    modality->lists = ARENA_ARRAY(arena, struct marker_list, b.lists.count ? b.lists.count : 1);
    for (size_t i = 0; i < b.lists.count; i++)
        modality->lists[i] = (struct marker_list){ b.lists.items[i].items, b.lists.items[i].count };
    return modality;
}

void modality_close(struct modality *modality) {
    if (modality) arena_free(modality->arena);
}

// The rows that begin with a word, in small letters.
static struct marker_list rows_of(const struct modality *m, struct slice word) {
    char buffer[48];
    if (word.length == 0 || word.length > sizeof buffer) return (struct marker_list){ 0 };
    for (size_t i = 0; i < word.length; i++) {
        const char c = word.start[i];
        buffer[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    const uint32_t symbol = intern_lookup(m->words, (struct slice){ buffer, word.length });
    return symbol ? m->lists[symbol - 1] : (struct marker_list){ 0 };
}

static bool rest_follows(const struct sentence *s, uint32_t token, struct slice rest) {
    uint32_t next = token + 1;
    for (struct slice word; slice_next(&rest, SLICE(" "), &word); next++)
        if (next >= s->count || !(slice_equal_ascii_fold(s->tokens[next].lemma, word) ||
                                  slice_equal_ascii_fold(s->tokens[next].form, word)))
            return false;
    return true;
}

// The longest row of `place` at `token`, the first of those, of `words` words when that is not 0; NULL when
// there is none.
static const struct marker *marker_at(const struct modality *m, const struct sentence *s, uint32_t token,
                                      enum modality_place place, uint32_t words) {
    const struct slice keys[2] = { s->tokens[token].lemma, s->tokens[token].form };
    const struct marker *best = NULL;
    for (int k = 0; k < 2 && !best; k++) {
        const struct marker_list list = rows_of(m, keys[k]);
        for (size_t i = 0; i < list.count; i++)
            if (list.items[i].place == place && (words == 0 || list.items[i].words == words) &&
                (!best || list.items[i].words > best->words) && rest_follows(s, token, list.items[i].rest))
                best = &list.items[i];
    }
    return best;
}

unsigned modality_at(const struct modality *modality, const struct sentence *sentence, uint32_t token,
                     enum modality_place place) {
    const struct marker *marker = marker_at(modality, sentence, token, place, 0);
    return marker ? marker->effect : (unsigned)EFFECT_NONE;
}

unsigned modality_before(const struct modality *modality, const struct sentence *sentence, uint32_t end,
                         enum modality_place place, uint32_t *first) {
    for (uint32_t words = end < PHRASE_WORDS ? end : PHRASE_WORDS; words > 0; words--) {
        const struct marker *marker = marker_at(modality, sentence, end - words, place, words);
        if (!marker) continue;
        *first = end - words;
        return marker->effect;
    }
    return EFFECT_NONE;
}
