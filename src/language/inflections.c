// inflections.c - a table of forms by their hashes, in open addressing.
//
// A form may be of several words ("lay" of lie and of itself): then the model, which has seen the tags, is
// asked first.
#include "language/inflections.h"

#include "base/hash.h"

struct listed {
    struct slice form, lemma; // `form.start` NULL: a free place
    uint8_t kind;
};
struct inflections {
    struct listed *places; // [size]
    uint32_t size;
};

static uint32_t place_of(const struct inflections *inflections, enum inflected kind, struct slice form) {
    return (uint32_t)hash_bytes(form, 17 + (uint64_t)kind) & (inflections->size - 1);
}

struct inflections *inflections_of(const struct knowledge *knowledge, struct slice code,
                                   struct arena *arena) {
    const struct table *table = knowledge_table(knowledge, TABLE_INFLECTIONS, code);
    const size_t count = table_count(table);
    struct inflections *inflections = ARENA_NEW(arena, struct inflections);
    for (inflections->size = 2; inflections->size < count * 2;) inflections->size *= 2;
    inflections->places = ARENA_ARRAY(arena, struct listed, inflections->size);
    for (size_t row = 0; row < count; row++) {
        const struct slice pos = table_cell(table, row, TABLE_COLUMN(INFLECTIONS, POS));
        const struct listed listed = { .form = table_cell(table, row, TABLE_COLUMN(INFLECTIONS, FORM)),
                                       .lemma = table_cell(table, row, TABLE_COLUMN(INFLECTIONS, LEMMA)),
                                       .kind = slice_equal(pos, SLICE("noun")) ? INFLECTED_NOUN
                                                                               : INFLECTED_VERB };
        uint32_t at = place_of(inflections, (enum inflected)listed.kind, listed.form);
        while (inflections->places[at].form.start) at = (at + 1) & (inflections->size - 1);
        inflections->places[at] = listed;
    }
    return inflections;
}

struct slice inflections_lemma(const struct inflections *inflections, enum inflected kind, struct slice form,
                               struct slice learned) {
    const struct listed *first = NULL;
    for (uint32_t at = place_of(inflections, kind, form); inflections->places[at].form.start;
         at = (at + 1) & (inflections->size - 1)) {
        const struct listed *listed = &inflections->places[at];
        if (listed->kind != kind || !slice_equal(listed->form, form)) continue;
        if (slice_equal(listed->lemma, learned)) return learned;
        if (!first) first = listed;
    }
    return first ? first->lemma : learned;
}
