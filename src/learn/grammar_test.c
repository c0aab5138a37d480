// grammar_test.c - sentences that are drawn from a grammar, and what is wrong with a malformed one.
#include "learn/grammar.h"

#include "base/file.h"
#include "learn/treebank.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static struct arena *arena;

static const char small[] = "%who = rebels envoys\n"
                            "# a comment\n"
                            "stop >punct: +*=./PUNCT/.\n"
                            "party: det=a~an/DET/DT *=army|envoy/NOUN/NN\n"
                            "sentence: nsubj=<party> *=freed/VERB/VBD obj=%who/NOUN/NNS <stop>\n";

static struct slice draw(const char *grammar, unsigned count, uint64_t seed, struct error *error) {
    struct slice conllu = { "", 0 };
    grammar_sentences(slice_of(grammar), "test.grammar", count, seed, arena, &conllu, error);
    return conllu;
}

static void a_sentence_has_its_tree(void **state) {
    (void)state;
    struct error error = { 0 };
    struct treebank bank = { 0 };
    assert_true(treebank_parse(draw(small, 20, 1, &error), "drawn", arena, &bank, &error));
    assert_int_equal(bank.count, 20);
    for (unsigned i = 0; i < bank.count; i++) {
        const struct gold_sentence *sentence = &bank.sentences[i];
        assert_int_equal(sentence->count, 5);
        assert_int_equal(sentence->words[0].head, 1);
        assert_int_equal(sentence->words[1].head, 2);
        assert_int_equal(sentence->words[2].head, -1);
        assert_int_equal(sentence->words[3].head, 2);
        assert_true(slice_equal(sentence->words[3].relation, SLICE("obj")));
        assert_true(slice_equal(sentence->words[4].relation, SLICE("punct")));
        assert_false(sentence->words[3].space_after);
        assert_true(slice_equal(sentence->words[0].form, SLICE("An"))); // both nouns begin with a vowel
        assert_int_equal(sentence->words[0].upos, UPOS_DET);
    }
}

static void the_same_seed_gives_the_same_sentences(void **state) {
    (void)state;
    struct error error = { 0 };
    const struct slice first = draw(small, 50, 7, &error), again = draw(small, 50, 7, &error),
                       other = draw(small, 50, 8, &error);
    assert_true(slice_equal(first, again));
    assert_false(slice_equal(first, other));
}

static void what_is_malformed_is_named(void **state) {
    (void)state;
    static const struct {
        const char *grammar;
        unsigned line;
        const char *what;
    } rows[] = {
        { "sentence *=a/NOUN/NN\n", 1, "expected phrase [WEIGHT] [>RELATION]: ITEM..." },
        { "\nsentence: nsubj=a/NOUN/NN\n", 2, "expected one head (*=), always there, found 0" },
        { "sentence: *=a/NOUN/NN *=b/NOUN/NN\n", 1, "found 2" },
        { "sentence: *=a/NOUN/NN?50\n", 1, "found 0" },
        { "sentence: *=a/NOUN\n", 1, "expected RELATION=<phrase>" },
        { "sentence: a/NOUN/NN\n", 1, "expected RELATION=<phrase>" },
        { "sentence: *=a/NOUN/NN <none>\n", 1, "no phrase \"none\"" },
        { "sentence: *=%none/NOUN/NN\n", 1, "expected words or lists" },
        { "sentence often: *=a/NOUN/NN\n", 1, "expected a weight" },
        { "%list =\n", 1, "expected words with one space between" },
        { "%list = a  b\n", 1, "expected words with one space between" },
        { "%list words\n", 1, "expected %list = words" },
        { "phrase: *=a/NOUN/NN\n", 0, "no phrase \"sentence\"" },
        { "sentence: *=<sentence>\n", 0, "found none in" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct error error = { 0 };
        assert_int_equal(draw(rows[i].grammar, 1, 1, &error).length, 0);
        assert_int_equal(error.line, rows[i].line);
        assert_non_null(strstr(error.message, rows[i].what));
    }
}

// What is shipped can be drawn, and each drawn sentence is a tree of known tags.
static void our_own_grammars_are_sound(void **state) {
    (void)state;
    struct error error = { 0 };
    struct slice text, conllu;
    struct treebank bank = { 0 };
    assert_true(file_read(OWN_GRAMMAR, 1 << 22, arena, &text, &error));
    assert_true(grammar_sentences(text, OWN_GRAMMAR, 2000, 3, arena, &conllu, &error));
    assert_true(treebank_parse(conllu, "drawn", arena, &bank, &error));
    assert_int_equal(bank.count, 2000);
    for (unsigned i = 0; i < bank.count; i++) {
        unsigned roots = 0;
        for (unsigned w = 0; w < bank.sentences[i].count; w++) {
            const struct gold_word *word = &bank.sentences[i].words[w];
            assert_int_not_equal(word->upos, UPOS_X);
            assert_true(word->relation.length > 0);
            roots += word->head < 0;
        }
        assert_int_equal(roots, 1);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sentence_has_its_tree),
        cmocka_unit_test(the_same_seed_gives_the_same_sentences),
        cmocka_unit_test(what_is_malformed_is_named),
        cmocka_unit_test(our_own_grammars_are_sound),
    };
    arena = arena_new();
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
