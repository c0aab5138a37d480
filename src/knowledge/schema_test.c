#include "knowledge/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static void every_column_has_its_number(void **state) {
    (void)state;
#define COLUMN_CHECK(table, column, kind_of_column, text)                                                    \
    {                                                                                                        \
        const struct table_schema *schema = schema_of(TABLE_##table);                                        \
        unsigned number = TABLE_COLUMN(table, column);                                                       \
        assert_true(number < schema->column_count);                                                          \
        assert_string_equal(schema->columns[number].symbol, #column);                                        \
        assert_int_equal(schema->columns[number].kind, COLUMN_##kind_of_column);                             \
        assert_string_equal(schema->columns[number].meaning, text);                                          \
    }
    KNOWLEDGE_COLUMNS(COLUMN_CHECK)
}

static void columns_are_counted_from_their_own_table(void **state) {
    (void)state;
    assert_int_equal(TABLE_COLUMN(COUNTRIES, ISO3), 0);
    assert_int_equal(TABLE_COLUMN(COUNTRIES, NAME), 3);
    assert_int_equal(TABLE_COLUMN(COUNTRY_NAMES, ISO3), 0);
    assert_int_equal(TABLE_COLUMN(ACTORS, ID), 0);
    unsigned total = 0;
    for (enum table_kind kind = 0; kind < TABLE_KINDS; kind++) total += schema_of(kind)->column_count;
    assert_int_equal(total, COLUMN_COUNT);
}

static void no_table_has_two_columns_of_one_name(void **state) {
    (void)state;
    for (enum table_kind kind = 0; kind < TABLE_KINDS; kind++) {
        const struct table_schema *schema = schema_of(kind);
        for (unsigned i = 0; i < schema->column_count; i++) {
            assert_true(strlen(schema->columns[i].symbol) < SCHEMA_NAME_SIZE);
            assert_true(strlen(schema->columns[i].meaning) > 0);
            for (unsigned j = 0; j < i; j++)
                assert_string_not_equal(schema->columns[i].symbol, schema->columns[j].symbol);
        }
    }
}

static void tables_are_found_by_file_and_scope(void **state) {
    (void)state;
    for (enum table_kind kind = 0; kind < TABLE_KINDS; kind++) {
        const struct table_schema *schema = schema_of(kind);
        assert_int_equal(schema_find(slice_of(schema->file), schema->of_language), kind);
    }
    assert_int_equal(schema_find(SLICE("countries"), false), TABLE_COUNTRIES);
    assert_int_equal(schema_find(SLICE("countries"), true), TABLE_COUNTRY_NAMES);
    assert_int_equal(schema_find(SLICE("actors"), true), TABLE_KINDS);
    assert_int_equal(schema_find(SLICE("Countries"), false), TABLE_KINDS);
    assert_int_equal(schema_find(SLICE(""), false), TABLE_KINDS);
}

static void names_are_small_letters_with_hyphens(void **state) {
    (void)state;
    char name[SCHEMA_NAME_SIZE];
    assert_string_equal(schema_name("ISO3", name), "iso3");
    assert_string_equal(schema_name("GIVEN_NAMES", name), "given-names");
    assert_int_equal(strlen(schema_name("A_NAME_THAT_IS_LONGER_THAN_ITS_PLACE", name)), SCHEMA_NAME_SIZE - 1);
    for (enum column_kind kind = 0; kind < COLUMN_KINDS; kind++) {
        assert_true(strlen(schema_kind_meaning(kind)) > 0);
        for (const char *c = schema_name(schema_kind_name(kind), name); *c; c++)
            assert_in_range(*c, 'a', 'z');
    }
}

static void the_hash_of_the_schema_stays(void **state) {
    (void)state;
    assert_int_equal(schema_hash(), schema_hash());
    assert_int_not_equal(schema_hash(), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_column_has_its_number),
        cmocka_unit_test(columns_are_counted_from_their_own_table),
        cmocka_unit_test(no_table_has_two_columns_of_one_name),
        cmocka_unit_test(tables_are_found_by_file_and_scope),
        cmocka_unit_test(names_are_small_letters_with_hyphens),
        cmocka_unit_test(the_hash_of_the_schema_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
