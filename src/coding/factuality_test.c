// factuality_test.c - what is so, by the words around it, with the English tables.
#include "coding/parts.h"
#include "language/testing.h"

#include <stdarg.h>
#include <stdlib.h>

#include <setjmp.h>

#include <cmocka.h>

static struct knowledge *knowledge;
static struct modality *modality;

#define SUBJECT "1 Karsia Karsia PROPN NNP _ 3 nsubj\n"
#define OBJECT "4 envoys envoy NOUN NNS Number=Plur 3 obj\n"

static const struct {
    const char *lines, *word, *factuality;
} cases[] = {
    { SUBJECT
      "2 soon soon ADV RB _ 3 advmod\n3 expelled expel VERB VBD Tense=Past|VerbForm=Fin 0 root\n" OBJECT,
      "expelled", "happened" },
    { SUBJECT "2 will will AUX MD VerbForm=Fin 3 aux\n3 expel expel VERB VB VerbForm=Inf 0 root\n" OBJECT,
      "expel", "planned" },
    { SUBJECT "2 may may AUX MD VerbForm=Fin 3 aux\n3 expel expel VERB VB VerbForm=Inf 0 root\n" OBJECT,
      "expel", "possible" },
    { SUBJECT
      "2 never never ADV RB _ 3 advmod\n3 expelled expel VERB VBD Tense=Past|VerbForm=Fin 0 root\n" OBJECT,
      "expelled", "did-not-happen" },
    { SUBJECT "2 allegedly allegedly ADV RB _ 3 advmod\n3 expelled expel VERB VBD Tense=Past|VerbForm=Fin 0 "
              "root\n" OBJECT,
      "expelled", "possible" },
    { SUBJECT "2 is be AUX VBZ Tense=Pres|VerbForm=Fin 3 aux\n3 expelling expel VERB VBG "
              "Tense=Pres|VerbForm=Part 0 root\n" OBJECT,
      "expelling", "ongoing" },
    { SUBJECT "2 has have AUX VBZ Tense=Pres|VerbForm=Fin 3 aux\n3 expelled expel VERB VBN "
              "Tense=Past|VerbForm=Part 0 root\n" OBJECT,
      "expelled", "happened" },
    { "1 They they PRON PRP _ 4 nsubj:pass\n2 have have AUX VBP Tense=Pres|VerbForm=Fin 4 aux\n3 been be AUX "
      "VBN Tense=Past|VerbForm=Part 4 aux:pass\n"
      "4 expelled expel VERB VBN Tense=Past|VerbForm=Part 0 root\n",
      "expelled", "happened" },
    { "1 It it PRON PRP _ 3 nsubj:pass\n2 is be AUX VBZ Tense=Pres|VerbForm=Fin 3 aux:pass\n3 banned ban "
      "VERB VBN Tense=Past|VerbForm=Part 0 root\n",
      "banned", "ongoing" },
    { "1 Karsia Karsia PROPN NNP _ 2 nsubj\n2 failed fail VERB VBD Tense=Past|VerbForm=Fin 0 root\n3 to to "
      "PART TO _ 4 mark\n"
      "4 meet meet VERB VB VerbForm=Inf 2 xcomp\n5 them they PRON PRP _ 4 obj\n",
      "meet", "did-not-happen" },
    { "1 Karsia Karsia PROPN NNP _ 2 nsubj\n2 plans plan VERB VBZ Tense=Pres|VerbForm=Fin 0 root\n3 to to "
      "PART TO _ 4 mark\n"
      "4 meet meet VERB VB VerbForm=Inf 2 xcomp\n5 them they PRON PRP _ 4 obj\n",
      "meet", "planned" },
    { "1 Guards guard NOUN NNS Number=Plur 2 nsubj\n2 prevented prevent VERB VBD Tense=Past|VerbForm=Fin 0 "
      "root\n3 an a DET DT _ 4 det\n"
      "4 attack attack NOUN NN _ 2 obj\n",
      "attack", "did-not-happen" },
    { "1 If if SCONJ IN _ 3 mark\n2 Sovarra Sovarra PROPN NNP _ 3 nsubj\n3 attacks attack VERB VBZ "
      "Tense=Pres|VerbForm=Fin 5 advcl\n"
      "4 they they PRON PRP _ 5 nsubj\n5 left leave VERB VBD Tense=Past|VerbForm=Fin 0 root\n",
      "attacks", "conditional" },
    { "1 They they PRON PRP _ 2 nsubj\n2 left leave VERB VBD Tense=Past|VerbForm=Fin 0 root\n3 without "
      "without SCONJ IN _ 4 mark\n"
      "4 firing fire VERB VBG VerbForm=Ger 2 advcl\n",
      "firing", "did-not-happen" },
    { SUBJECT "2 condemns condemn VERB VBZ Tense=Pres|VerbForm=Fin 0 root\n3 the the DET DT Definite=Def 4 "
              "det\n4 coup coup NOUN NN _ 2 obj\n",
      "condemns", "happened" },
    { "1 Karsia Karsia PROPN NNP _ 2 nsubj\n2 holds hold VERB VBZ Tense=Pres|VerbForm=Fin 0 root\n"
      "3 envoys envoy NOUN NNS Number=Plur 2 obj\n",
      "holds", "ongoing" },
    // a headline's infinitive
    { "1 Karsia Karsia PROPN NNP _ 3 nsubj\n2 to to PART TO _ 3 mark\n3 expel expel VERB VB VerbForm=Inf 0 "
      "root\n4 envoys envoy NOUN NNS Number=Plur 3 obj\n",
      "expel", "planned" },
    // a condition stays one when it is negated
    { "1 If if SCONJ IN _ 5 mark\n2 they they PRON PRP _ 5 nsubj\n3 do do AUX VBP Tense=Pres|VerbForm=Fin 5 "
      "aux\n4 not not PART RB _ 5 advmod\n5 agree agree VERB VB VerbForm=Inf 7 advcl\n6 we we PRON PRP _ 7 "
      "nsubj\n7 left leave VERB VBD Tense=Past|VerbForm=Fin 0 root\n",
      "agree", "conditional" },
    // what looks ahead, told as to come and as past
    { "1 They they PRON PRP _ 2 nsubj\n2 wait wait VERB VBP Tense=Pres|VerbForm=Fin 0 root\n3 until until "
      "SCONJ IN _ 5 mark\n4 Karsia Karsia PROPN NNP _ 5 nsubj\n5 attacks attack VERB VBZ "
      "Tense=Pres|VerbForm=Fin 2 advcl\n",
      "attacks", "conditional" },
    { "1 They they PRON PRP _ 2 nsubj\n2 slept sleep VERB VBD Tense=Past|VerbForm=Fin 0 root\n3 until until "
      "SCONJ IN _ 5 mark\n4 Karsia Karsia PROPN NNP _ 5 nsubj\n5 attacked attack VERB VBD "
      "Tense=Past|VerbForm=Fin 2 advcl\n",
      "attacked", "happened" },
    // neither, nor
    { "1 Neither neither CCONJ CC _ 2 cc:preconj\n2 Karsia Karsia PROPN NNP _ 5 nsubj\n3 nor nor CCONJ CC _ "
      "4 "
      "cc\n4 Sovarra Sovarra PROPN NNP _ 2 conj\n5 attacked attack VERB VBD Tense=Past|VerbForm=Fin 0 root\n",
      "attacked", "did-not-happen" },
    // a phrase before its words
    { "1 In in ADP IN _ 3 case\n2 the the DET DT Definite=Def 3 det\n3 event event NOUN NN _ 7 obl\n4 of of "
      "ADP "
      "IN _ 6 case\n5 an a DET DT _ 6 det\n6 attack attack NOUN NN _ 3 nmod\n7 leave leave VERB VB "
      "VerbForm=Inf 0 root\n",
      "attack", "conditional" },
    // what is said of the report
    { "1 Reports report NOUN NNS Number=Plur 6 nsubj\n2 of of ADP IN _ 4 case\n3 an a DET DT _ 4 det\n4 "
      "attack "
      "attack NOUN NN _ 1 nmod\n5 were be AUX VBD Tense=Past|VerbForm=Fin 6 cop\n6 false false ADJ JJ _ 0 "
      "root\n",
      "attack", "did-not-happen" },
    { "1 They they PRON PRP _ 2 nsubj\n2 had have VERB VBD Tense=Past|VerbForm=Fin 0 root\n3 to to PART TO _ "
      "4 "
      "mark\n4 retreat retreat VERB VB VerbForm=Inf 2 xcomp\n",
      "retreat", "happened" },
    { "1 They they PRON PRP _ 2 nsubj\n2 stopped stop VERB VBD Tense=Past|VerbForm=Fin 0 root\n3 shelling "
      "shell "
      "VERB VBG Tense=Pres|VerbForm=Part 2 xcomp\n4 Marn Marn PROPN NNP _ 3 obj\n",
      "shelling", "did-not-happen" },
};

static void factuality_follows_from_the_words_around(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        const struct analysis *analysis = analysis_from_lines(arena, cases[i].lines);
        uint32_t sentence;
        int32_t word = analysis_token(analysis, cases[i].word, 0, &sentence);
        assert_true(word >= 0);
        struct span cue;
        const char *found =
            factuality_name(factuality_of(modality, &analysis->sentences[sentence], (uint32_t)word, &cue));
        if (!slice_equal(slice_of(found), slice_of(cases[i].factuality)))
            fail_msg("row %zu, \"%s\": wanted %s, found %s", i, cases[i].word, cases[i].factuality, found);
        arena_free(arena);
    }
}

static void a_headline_in_the_present_tells_what_happened(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const struct analysis *analysis =
        analysis_from_lines(arena, "# title\n1 Karsia Karsia PROPN NNP _ 2 nsubj\n2 expels expel VERB VBZ "
                                   "Tense=Pres|VerbForm=Fin 0 root\n"
                                   "3 envoys envoy NOUN NNS Number=Plur 2 obj\n");
    assert_int_equal(factuality_of(modality, &analysis->sentences[0], 1, NULL), FACTUALITY_HAPPENED);
    arena_free(arena);
}

static int open_tables(void **state) {
    (void)state;
    struct error error = { 0 };
    knowledge = knowledge_open(getenv("KNOWLEDGE_BIN"), &error);
    modality = knowledge ? modality_open(knowledge, SLICE("en"), &error) : NULL;
    if (!modality) print_message("%s:%u: %s\n", error.file, error.line, error.message);
    return modality ? 0 : -1;
}

static int close_tables(void **state) {
    (void)state;
    modality_close(modality);
    knowledge_close(knowledge);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(factuality_follows_from_the_words_around),
        cmocka_unit_test(a_headline_in_the_present_tells_what_happened),
    };
    return cmocka_run_group_tests(tests, open_tables, close_tables);
}
