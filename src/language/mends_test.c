#include "language/mends.h"
#include "language/testing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "language/gazetteer.h"

static struct arena *arena;

// Mends the only sentence of `lines`; its words from `first` on for `count` are listed as an office.
static const struct sentence *mended(const char *lines, size_t first, size_t count) {
    const struct analysis *analysis = analysis_from_lines(arena, lines);
    const struct sentence *sentence = &analysis->sentences[0];
    struct word *words = ARENA_ARRAY(arena, struct word, sentence->count);
    for (size_t i = first; i < first + count; i++) words[i].gazetteer = LISTED_OFFICE;
    tree_mend(sentence, words, (struct token *)sentence->tokens);
    return sentence;
}

static void check(const struct sentence *sentence, size_t word, int32_t head, enum deprel deprel) {
    assert_int_equal(sentence->tokens[word].head, head);
    assert_int_equal(sentence->tokens[word].deprel, deprel);
}

static void an_apposition_before_a_finite_verb_is_its_subject(void **state) {
    (void)state;
    const struct sentence *sentence =
        mended("1 Troops troops NOUN NNS _ 2 nsubj\n"
               "2 left leave VERB VBD Tense=Past|VerbForm=Fin 0 root SpaceAfter=No\n"
               "3 , , PUNCT , _ 4 punct\n"
               "4 Voss Voss PROPN NNP _ 1 appos\n"
               "5 said say VERB VBD Tense=Past|VerbForm=Fin 2 parataxis\n",
               0, 0);
    check(sentence, 3, 4, DEPREL_NSUBJ);
}

// The verb of a clause about the name hangs below it: the name cannot hang on the verb too.
static void a_tree_stays_a_tree(void **state) {
    (void)state;
    const struct sentence *sentence = mended("1 Troops troops NOUN NNS _ 6 nsubj\n"
                                             "2 , , PUNCT , _ 3 punct\n"
                                             "3 Voss Voss PROPN NNP _ 1 appos\n"
                                             "4 said say VERB VBD Tense=Past|VerbForm=Fin 5 advcl\n"
                                             "5 led lead VERB VBN Tense=Past|VerbForm=Part 3 acl\n"
                                             "6 left leave VERB VBP VerbForm=Fin 0 root\n",
                                             0, 0);
    check(sentence, 2, 0, DEPREL_APPOS);
}

static void an_office_describes_the_name_behind_it(void **state) {
    (void)state;
    static const char *const trees[] = {
        "1 Secretary secretary PROPN NNP _ 6 nsubj\n2 of of ADP IN _ 3 case\n3 State state PROPN NNP _ 1 "
        "nmod\n"
        "4 Ana Ana PROPN NNP _ 3 flat\n5 Weber Weber PROPN NNP _ 3 flat\n6 left leave VERB VBD _ 0 root\n",
        "1 Secretary secretary PROPN NNP _ 6 nsubj\n2 of of ADP IN _ 4 case\n3 State state PROPN NNP _ 4 "
        "compound\n"
        "4 Ana Ana PROPN NNP _ 1 nmod\n5 Weber Weber PROPN NNP _ 4 flat\n6 left leave VERB VBD _ 0 root\n",
    };
    for (size_t i = 0; i < 2; i++) {
        const struct sentence *sentence = mended(trees[i], 0, 3);
        check(sentence, 0, 3, DEPREL_NMOD_DESC);
        check(sentence, 1, 2, DEPREL_CASE);
        check(sentence, 2, 0, DEPREL_NMOD);
        check(sentence, 3, 5, DEPREL_NSUBJ);
        check(sentence, 4, 3, DEPREL_FLAT);
    }
    check(mended(trees[0], 0, 0), 0, 5, DEPREL_NSUBJ); // no office: "University of Notre Dame"
}

static void a_relative_clause_behind_a_date_belongs_to_the_noun_before(void **state) {
    (void)state;
    const struct sentence *sentence = mended("1 Talks talk NOUN NNS _ 2 nsubj\n"
                                             "2 followed follow VERB VBD VerbForm=Fin 0 root\n"
                                             "3 attacks attack NOUN NNS _ 2 obj\n"
                                             "4 on on ADP IN _ 6 case\n"
                                             "5 May May PROPN NNP _ 6 nmod:unmarked\n"
                                             "6 7 7 NUM CD _ 2 obl SpaceAfter=No\n"
                                             "7 , , PUNCT , _ 9 punct\n"
                                             "8 which which PRON WDT _ 9 nsubj\n"
                                             "9 killed kill VERB VBD VerbForm=Fin 2 parataxis\n",
                                             0, 0);
    check(sentence, 8, 2, DEPREL_ACL_RELCL);
}

static void a_relative_pronoun_before_another_determiner_is_an_object(void **state) {
    (void)state;
    const char *const lines = "1 Voss Voss PROPN NNP _ 2 nsubj\n"
                              "2 backed back VERB VBD VerbForm=Fin 0 root\n"
                              "3 a a DET DT _ 4 det\n"
                              "4 raid raid NOUN NN _ 2 obj SpaceAfter=No\n"
                              "5 , , PUNCT , _ 8 punct\n"
                              "6 which which PRON WDT _ 8 det\n"
                              "7 the the DET DT _ 8 det\n"
                              "8 ministers minister NOUN NNS _ 2 obl\n"
                              "9 condemned condemn VERB VBD VerbForm=Fin 8 acl:relcl\n";
    const struct sentence *sentence = mended(lines, 0, 0);
    check(sentence, 5, 8, DEPREL_OBJ);
    check(sentence, 6, 7, DEPREL_DET);
    check(sentence, 7, 8, DEPREL_NSUBJ);
    check(sentence, 8, 3, DEPREL_ACL_RELCL);
    // "which ministers" may be what it says.
    sentence = mended("1 Voss Voss PROPN NNP _ 2 nsubj\n2 knows know VERB VBZ VerbForm=Fin 0 root\n"
                      "3 which which PRON WDT _ 4 det\n4 ministers minister NOUN NNS _ 5 nsubj\n"
                      "5 left leave VERB VBD VerbForm=Fin 2 ccomp\n",
                      0, 0);
    check(sentence, 2, 3, DEPREL_DET);
}

static void a_participle_behind_a_determiner_and_before_a_verb_is_a_noun(void **state) {
    (void)state;
    const struct sentence *sentence = mended("1 Voss Voss PROPN NNP _ 2 nsubj\n"
                                             "2 ordered order VERB VBD VerbForm=Fin 0 root\n"
                                             "3 the the DET DT _ 5 det\n"
                                             "4 accused accuse VERB VBN VerbForm=Part 5 amod\n"
                                             "5 remain remain VERB VB VerbForm=Inf 2 ccomp\n",
                                             0, 0);
    check(sentence, 2, 3, DEPREL_DET);
    check(sentence, 3, 4, DEPREL_NSUBJ);
    assert_int_equal(sentence->tokens[3].upos, UPOS_NOUN);
    // "the accused men": a participle as it should be
    sentence = mended("1 the the DET DT _ 3 det\n2 accused accuse VERB VBN VerbForm=Part 3 amod\n"
                      "3 men man NOUN NNS _ 4 nsubj\n4 remain remain VERB VBP VerbForm=Fin 0 root\n",
                      0, 0);
    check(sentence, 1, 2, DEPREL_AMOD);
}

static void one_verb_has_one_subject(void **state) {
    (void)state;
    const struct sentence *sentence = mended("1 The the DET DT _ 2 det\n"
                                             "2 minister minister NOUN NN _ 6 nsubj SpaceAfter=No\n"
                                             "3 , , PUNCT , _ 4 punct\n"
                                             "4 Voss Voss PROPN NNP _ 6 nsubj SpaceAfter=No\n"
                                             "5 , , PUNCT , _ 4 punct\n"
                                             "6 left leave VERB VBD VerbForm=Fin 0 root\n",
                                             0, 0);
    check(sentence, 1, 5, DEPREL_NSUBJ);
    check(sentence, 3, 1, DEPREL_APPOS);
    sentence = mended("1 A a DET DT _ 2 det\n"
                      "2 Karsian Karsian ADJ JJ _ 6 nsubj SpaceAfter=No\n"
                      "3 , , PUNCT , _ 4 punct\n"
                      "4 Voss Voss PROPN NNP _ 6 nsubj SpaceAfter=No\n"
                      "5 , , PUNCT , _ 4 punct\n"
                      "6 left leave VERB VBD VerbForm=Fin 0 root\n",
                      0, 0);
    check(sentence, 1, 3, DEPREL_NMOD_DESC);
    check(sentence, 3, 5, DEPREL_NSUBJ);
}

static void a_bare_past_behind_a_comma_is_a_participle(void **state) {
    (void)state;
    const struct sentence *sentence = mended("1 Voss Voss PROPN NNP _ 2 nsubj\n"
                                             "2 appeared appear VERB VBD VerbForm=Fin 0 root\n"
                                             "3 today today NOUN NN _ 2 obl SpaceAfter=No\n"
                                             "4 , , PUNCT , _ 5 punct\n"
                                             "5 charged charge VERB VBD VerbForm=Fin 2 conj\n"
                                             "6 with with ADP IN _ 7 case\n"
                                             "7 murder murder NOUN NN _ 5 obl\n",
                                             0, 0);
    check(sentence, 4, 1, DEPREL_ADVCL);
    assert_true(sentence->tokens[4].features & FEATURE_PASSIVE);
    sentence = mended("1 Voss Voss PROPN NNP _ 2 nsubj\n"
                      "2 stopped stop VERB VBD VerbForm=Fin 0 root SpaceAfter=No\n"
                      "3 , , PUNCT , _ 4 punct\n"
                      "4 turned turn VERB VBD VerbForm=Fin 2 conj\n"
                      "5 to to ADP IN _ 6 case\n"
                      "6 us we PRON PRP _ 4 obl\n"
                      "7 and and CCONJ CC _ 8 cc\n"
                      "8 left leave VERB VBD VerbForm=Fin 2 conj\n",
                      0, 0);
    check(sentence, 3, 1, DEPREL_CONJ);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_apposition_before_a_finite_verb_is_its_subject),
        cmocka_unit_test(a_tree_stays_a_tree),
        cmocka_unit_test(an_office_describes_the_name_behind_it),
        cmocka_unit_test(a_relative_clause_behind_a_date_belongs_to_the_noun_before),
        cmocka_unit_test(a_relative_pronoun_before_another_determiner_is_an_object),
        cmocka_unit_test(a_participle_behind_a_determiner_and_before_a_verb_is_a_noun),
        cmocka_unit_test(one_verb_has_one_subject),
        cmocka_unit_test(a_bare_past_behind_a_comma_is_a_participle),
    };
    arena = arena_new();
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
