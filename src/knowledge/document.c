// document.c - docs/knowledge.md out of the schema.
#include "base/vector.h"
#include "knowledge/compiler.h"
#include "knowledge/reader.h"

struct page {
    struct arena *arena;
    VECTOR_OF(struct slice) pieces;
};

#define WRITE(page, ...)                                                                                     \
    (*vector_push((page)->arena, &(page)->pieces) = arena_format((page)->arena, __VA_ARGS__))

static const char opening[] =
    "# The tables of knowledge\n"
    "\n"
    "What Dragoman knows about the world and about a language stands in plain text under `knowledge/`. "
    "Anybody may\n"
    "read it, change it, and see the change in the next run. A table is one file:\n"
    "\n"
    "- UTF-8 text, one row a line, cells separated by one tab.\n"
    "- Empty lines and lines that start with `#` are notes for people.\n"
    "- Every row has every column; `-` stands for none. Spaces around a cell do not count.\n"
    "- Items of a list are separated by ` | `, a bar between two spaces.\n"
    "- A file has at most %zu MB, a line at most %zu MB.\n"
    "\n"
    "What holds in any language stands in `knowledge/`, what is peculiar to one in a folder with the "
    "language's\n"
    "code: `knowledge/en/`. The build compiles all tables into one file that is mapped when the program "
    "starts.\n"
    "`--knowledge FOLDER` lays tables of the same form over them: only the rows that are new or different "
    "need to be\n"
    "there. When something is looked up, rows of that folder are found before the built-in ones.\n"
    "\n"
    "Keys are compared in a folded form: small letters, without accents and strokes, all hyphens and dashes "
    "alike, all\n"
    "apostrophes alike, words separated by one space. So `Łódź`, `LODZ` and `lodz` are one key. Where "
    "several rows\n"
    "have the same key, all are found, in the order of the file.\n"
    "\n"
    "An error names the file, the line and the column, counted in bytes:\n"
    "\n"
    "    knowledge/people.txt:7:24: expected YYYY, YYYY-MM or YYYY-MM-DD as from, found \"May 2019\"\n"
    "\n"
    "This page is made from `src/knowledge/schema.h` by `compile-knowledge --document docs/knowledge.md`.\n"
    "\n"
    "## Kinds of columns\n"
    "\n"
    "| kind | what a cell holds |\n"
    "| --- | --- |\n";

struct slice compiler_document(struct arena *arena) {
    struct page page = { .arena = arena };
    char name[SCHEMA_NAME_SIZE], kind_name[SCHEMA_NAME_SIZE];
    WRITE(&page, opening, READER_FILE_LIMIT >> 20, READER_LINE_LIMIT >> 20);
    for (enum column_kind kind = 0; kind < COLUMN_KINDS; kind++)
        WRITE(&page, "| %s | %s |\n", schema_name(schema_kind_name(kind), name), schema_kind_meaning(kind));
    WRITE(&page, "\n## Tables\n");
    for (enum table_kind kind = 0; kind < TABLE_KINDS; kind++) {
        const struct table_schema *schema = schema_of(kind);
        char first = schema->meaning[0];
        if (first >= 'a' && first <= 'z') first = (char)(first - 'a' + 'A');
        WRITE(&page, "\n### %s%s.txt\n\n%c%s.\n\n", schema->of_language ? "en/" : "", schema->file, first,
              schema->meaning + 1);
        WRITE(&page, "| column | kind | what it says |\n| --- | --- | --- |\n");
        for (unsigned i = 0; i < schema->column_count; i++) {
            const struct column *column = &schema->columns[i];
            WRITE(&page, "| %s | %s | %s |\n", schema_name(column->symbol, name),
                  schema_name(schema_kind_name(column->kind), kind_name), column->meaning);
        }
    }
    size_t length = 0;
    for (size_t i = 0; i < page.pieces.count; i++) length += page.pieces.items[i].length;
    char *text = arena_allocate(arena, length);
    size_t used = 0;
    for (size_t i = 0; i < page.pieces.count; i++) {
        struct slice piece = page.pieces.items[i];
        for (size_t j = 0; j < piece.length; j++) text[used++] = piece.start[j];
    }
    return (struct slice){ text, used };
}
