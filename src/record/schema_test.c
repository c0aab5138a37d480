#include "base/file.h"
#include "coding/coding.h"
#include "coding/patterns.h"
#include "record/describe.h"
#include "record/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>

static void every_field_lies_in_its_struct(void **state) {
    (void)state;
    for (enum record_kind kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct record_schema *schema = record_schema(kind);
        for (size_t i = 0; i < schema->field_count; i++) {
            const struct record_field *field = &schema->fields[i];
            const size_t end = i + 1 < schema->field_count ? schema->fields[i + 1].offset : schema->size;
            assert_true(field->offset < end);
            assert_true(field->meaning[0] != '\0');
            assert_ptr_equal(record_schema_field(kind, slice_of(field->name)), field);
            const bool is_object = field->type == RECORD_TYPE_ONE || field->type == RECORD_TYPE_MANY ||
                                   field->type == RECORD_TYPE_LISTS;
            const bool refers = field->type == RECORD_TYPE_REF || field->type == RECORD_TYPE_REFS;
            assert_int_equal(is_object || refers, field->of < RECORD_KIND_COUNT);
            if (refers) assert_true(field->of == RECORD_ENTITY_KIND || field->of == RECORD_EVENT_KIND);
        }
    }
    assert_null(record_schema_field(RECORD_EVENT_KIND, SLICE("nothing")));
}

// The words that a field of `kind` may have are those of the enum that fills it, in the same order.
static void assert_words(enum record_kind kind, const char *name, const char *words) {
    assert_string_equal(record_schema_field(kind, slice_of(name))->words, words);
}

#define NAMED(symbol, name) " " name
static void the_words_of_choices_are_those_of_the_code(void **state) {
    (void)state;
    assert_words(RECORD_EVENT_KIND, "factuality", &FACTUALITY_LIST(NAMED)[1]);
    assert_words(RECORD_FIGURE_KIND, "factuality", &FACTUALITY_LIST(NAMED)[1]);
    assert_words(RECORD_EVENT_KIND, "status", &STATUS_LIST(NAMED)[1]);
    assert_words(RECORD_ENTITY_KIND, "kind", &ENTITY_KIND_LIST(NAMED)[1]);
    assert_words(RECORD_CAPTIVE_KIND, "status", &CAPTIVE_STATUS_LIST(NAMED)[1]);
    assert_words(RECORD_WHEN_KIND, "provenance", &PROVENANCE_LIST(NAMED)[2]); // the first name is empty
}

static void the_page_about_records_is_up_to_date(void **state) {
    (void)state;
    const char *root = getenv("SOURCE_ROOT");
    assert_non_null(root);
    struct arena *arena = arena_new();
    struct slice there;
    struct error error = { 0 };
    const char *path = arena_string(arena, arena_format(arena, "%s/docs/records.md", root));
    if (!file_read(path, 1 << 20, arena, &there, &error)) fail_msg("%s", error.message);
    if (!slice_equal(there, record_describe(arena)))
        fail_msg("docs/records.md is older than schema.h: run describe-record docs/records.md");
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_field_lies_in_its_struct),
        cmocka_unit_test(the_words_of_choices_are_those_of_the_code),
        cmocka_unit_test(the_page_about_records_is_up_to_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
