// record_json_fuzz.c - any bytes as the JSON of a record: refused with a word, or read, and then whatever is
// made of it is whole: the same JSON again, a page, tables, a copy.
#include "record/filter.h"
#include "record/flat.h"
#include "record/page.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "record_json: %s\n", what);
    abort();
}

static size_t lines_of(struct slice text) {
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++) count += text.start[i] == '\n';
    return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *arena = arena_new(), *own = arena_new();
    // A copy of its own, so that the sanitizer sees a read past its end.
    const struct slice json = arena_copy(arena, (struct slice){ (const char *)data, size });
    struct error error = { 0 };
    const struct record *record = record_read_json(json, arena, &error);
    must(record || error.message[0], "refused without a word");
    if (record) {
        const struct slice line = record_write_json(record, arena);
        const struct record *again = record_read_json(line, arena, &error);
        must(again && slice_equal(record_write_json(again, arena), line), "what it wrote, it does not read");
        const struct record *copy = record_copy(record, own);
        const struct slice page = record_page(record, 80, false, arena);
        must(slice_equal(record_page(copy, 80, false, own), page), "the copy has another page");
        for (size_t i = 0; i < page.length; i++)
            must((unsigned char)page.start[i] >= 0x20 || page.start[i] == '\n', "a control on the page");
        const struct flat_options tsv = { .form = FLAT_TSV, .dyads = true };
        for (enum record_kind kind = 0; kind < RECORD_KIND_COUNT; kind++)
            if (flat_table_name(kind) && kind != RECORD_EVENT_KIND)
                must(lines_of(flat_rows(record, kind, &tsv, arena)) <= size, "more rows than bytes");
        flat_rows(record, RECORD_EVENT_KIND, &tsv, arena);
        const struct record *part =
            record_filter(record, &(struct record_filter){ .min_confidence = 0.5 }, arena);
        must(part->events.count <= record->events.count, "a part larger than the whole");
        for (size_t i = 0; i < record->events.count; i++)
            for (size_t k = 0; k < record->events.items[i].actors.count; k++)
                record_principal(record, record->events.items[i].actors.items[k]);
    }
    arena_free(arena);
    arena_free(own);
    return 0;
}
