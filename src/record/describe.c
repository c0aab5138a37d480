// describe.c - docs/records.md out of the tables.
#include "record/describe.h"

#include "base/vector.h"
#include "record/schema.h"

struct page {
    struct arena *arena;
    VECTOR_OF(struct slice) pieces;
};

#define WRITE(page, ...)                                                                                     \
    (*vector_push((page)->arena, &(page)->pieces) = arena_format((page)->arena, __VA_ARGS__))

static const char opening[] =
    "# The record\n"
    "\n"
    "`dragoman code` prints one JSON object on one line for each document:\n"
    "\n"
    "    { \"document\": {...}, \"entities\": [...], \"events\": [...], \"statements\": [...], \"figures\": "
    "[...],\n"
    "      \"captives\": [...], \"negotiations\": [...], \"disagreements\": [...] }\n"
    "\n"
    "Names are the field's own: PLOVER for event types, modes and contexts, CAMEO codes beside them, "
    "FactBank's "
    "idea of\n"
    "factuality, ISO 3166-1 alpha-3 for countries, ISO 8601 for dates, WGS 84 for places. All keys are "
    "always "
    "there; what\n"
    "is not known is `null` or an empty list. Keys may be added, none is taken away without a new major "
    "version.\n"
    "\n"
    "**Spans.** Evidence is `{\"start\": byte, \"end\": byte, \"text\": \"...\"}`: bytes of the UTF-8 of "
    "`document.text`, end\n"
    "exclusive, never in the middle of a character. `text[start:end]` is what the span says; the tests check "
    "it "
    "for every\n"
    "span of every record, and whoever reads a record is refused one whose spans say something else.\n"
    "\n"
    "**Ids** are 16 hexadecimal digits, a hash of the document's id, the kind of entry and its place: the "
    "same "
    "text gives\n"
    "the same ids everywhere. Entities that the tables know have their table's id (\"USA\", \"hamas\"); "
    "others an "
    "id of this\n"
    "document.\n"
    "\n"
    "**Read back.** A record survives its way through JSON: reading a line and writing it again gives the "
    "same "
    "bytes\n"
    "(`record_read_json`, `dragoman_read_json`). Flat tables for spreadsheets and statistics: `recipes.md`.\n"
    "\n"
    "This page is made from `src/record/schema.h` by `describe-record docs/records.md`. To add a field: a "
    "row "
    "there, a line\n"
    "in `src/record/build.c` that fills it, and this page made anew.\n";

// "list of `event`": the type with what it is of.
static struct slice type_of(const struct record_field *field, struct arena *arena) {
    const char *of = field->of < RECORD_KIND_COUNT ? record_schema(field->of)->name : "";
    switch (field->type) {
    case RECORD_TYPE_REF:
        return arena_format(arena, "id of an %s", of);
    case RECORD_TYPE_REFS:
        return arena_format(arena, "ids of %s", field->of == RECORD_ENTITY_KIND ? "entities" : "events");
    case RECORD_TYPE_ONE:
        return arena_format(arena, "[%s](#%s)", of, of);
    case RECORD_TYPE_MANY:
        return arena_format(arena, "list of [%s](#%s)", of, of);
    case RECORD_TYPE_LISTS:
        return arena_format(arena, "list of lists of [%s](#%s)", of, of);
    default:
        return slice_of(record_type_meaning(field->type));
    }
}

static void describe_field(struct page *page, const struct record_field *field) {
    const struct slice type = type_of(field, page->arena);
    WRITE(page, "| `%s` | " SLICE_FORMAT " | %s%s%s%s | %s | %s |\n", field->name, SLICE_ARG(type),
          field->meaning, field->words ? ": `" : "", field->words ? field->words : "",
          field->words ? "`" : "", field->standard, field->null_when);
}

struct slice record_describe(struct arena *arena) {
    struct page page = { .arena = arena };
    WRITE(&page, "%s", opening);
    for (enum record_kind kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct record_schema *schema = record_schema(kind);
        WRITE(&page, "\n## %s\n\n%c%s.\n\n", schema->name, schema->meaning[0] - 'a' + 'A',
              schema->meaning + 1);
        WRITE(&page, "| key | type | what it says | source or standard | null when |\n"
                     "| --- | --- | --- | --- | --- |\n");
        for (size_t i = 0; i < schema->field_count; i++) describe_field(&page, &schema->fields[i]);
    }
    size_t length = 0, used = 0;
    for (size_t i = 0; i < page.pieces.count; i++) length += page.pieces.items[i].length;
    char *text = arena_allocate(arena, length);
    for (size_t i = 0; i < page.pieces.count; used += page.pieces.items[i++].length)
        memcpy(text + used, page.pieces.items[i].start, page.pieces.items[i].length);
    return (struct slice){ text, length };
}
