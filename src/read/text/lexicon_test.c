// lexicon_test.c - the index of a language's words says what its table says.
#include "read/text/steps.h"

#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct knowledge *knowledge;
static struct arena *arena;

static void assert_same(const struct lexicon *table, const struct lexicon *index, struct slice word) {
    const struct word_facts a = lexicon_lookup(table, word), b = lexicon_lookup(index, word);
    assert_int_equal(a.kind, b.kind);
    assert_int_equal(a.frequency, b.frequency);
    assert_int_equal(a.is_determiner, b.is_determiner);
    assert_int_equal(a.ends_names, b.ends_names);
    assert_int_equal(a.ends_words, b.ends_words);
}

static void the_index_says_what_the_table_says(void **state) {
    (void)state;
    const struct lexicon table = lexicon_of(knowledge, SLICE("en"));
    struct lexicon index = table;
    index.index = word_index_of(table.words, arena);
    assert_true(table_count(table.words) > 10000);
    size_t known = 0;
    for (size_t row = 0; row < table_count(table.words); row++) {
        const struct slice word = table_cell(table.words, row, TABLE_COLUMN(WORDS, WORD));
        assert_same(&table, &index, word);
        assert_same(&table, &index, utf8_fold_name(word, arena));
        assert_same(&table, &index, arena_join(arena, word, SLICE("zzq"))); // no word
        known += lexicon_lookup(&index, utf8_fold_name(word, arena)).kind != WORD_UNKNOWN;
    }
    assert_int_equal(known, table_count(table.words));
    assert_same(&table, &index, SLICE(""));
}

static void a_language_without_words_knows_none(void **state) {
    (void)state;
    struct lexicon lexicon = lexicon_of(knowledge, SLICE("xx"));
    lexicon.index = word_index_of(lexicon.words, arena);
    assert_int_equal(lexicon_lookup(&lexicon, SLICE("the")).kind, WORD_UNKNOWN);
}

int main(int argc, char **argv) {
    (void)argc;
    struct error error = { 0 };
    knowledge = knowledge_open(argv[1], &error);
    arena = arena_new();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_index_says_what_the_table_says),
        cmocka_unit_test(a_language_without_words_knows_none),
    };
    const int failed = knowledge ? cmocka_run_group_tests_name("lexicon", tests, NULL, NULL) : 1;
    knowledge_close(knowledge);
    arena_free(arena);
    return failed;
}
