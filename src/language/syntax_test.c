// syntax_test.c - paths through hand-written trees.
#include "language/syntax.h"
#include "language/testing.h"

#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

#define ACTIVE                                                                                               \
    "1 Rebels rebel NOUN NNS Number=Plur 2 nsubj\n2 freed free VERB VBD Tense=Past|VerbForm=Fin 0 root\n"    \
    "3 two two NUM CD _ 4 nummod\n4 nurses nurse NOUN NNS Number=Plur 2 obj\n5 in in ADP IN _ 6 case\n"      \
    "6 Brennik Brennik PROPN NNP _ 2 obl\n"
#define PASSIVE                                                                                              \
    "1 Nurses nurse NOUN NNS Number=Plur 3 nsubj:pass\n2 were be AUX VBD Tense=Past|VerbForm=Fin 3 "         \
    "aux:pass\n"                                                                                             \
    "3 freed free VERB VBN Tense=Past|VerbForm=Part|Voice=Pass 0 root\n4 by by ADP IN _ 5 case\n"            \
    "5 rebels rebel NOUN NNS Number=Plur 3 obl:agent\n"
#define CONTROL                                                                                              \
    "1 Velmora Velmora PROPN NNP _ 2 nsubj\n2 urged urge VERB VBD Tense=Past|VerbForm=Fin 0 root\n"          \
    "3 Karsia Karsia PROPN NNP _ 2 obj\n4 to to PART TO _ 5 mark\n5 leave leave VERB VB VerbForm=Inf 2 "     \
    "xcomp\n"
#define PARTICIPLE                                                                                           \
    "1 workers worker NOUN NNS Number=Plur 0 root\n2 seized seize VERB VBN Tense=Past|VerbForm=Part 1 acl\n" \
    "3 by by ADP IN _ 4 case\n4 gunmen gunman NOUN NNS Number=Plur 2 obl:agent\n"
#define SHARED                                                                                               \
    "1 Police police NOUN NNS Number=Plur 2 nsubj\n2 beat beat VERB VBD Tense=Past|VerbForm=Fin 0 root\n"    \
    "3 and and CCONJ CC _ 4 cc\n4 arrested arrest VERB VBD Tense=Past|VerbForm=Fin 2 conj\n"                 \
    "5 students student NOUN NNS Number=Plur 2 obj\n"
#define COORDINATED                                                                                          \
    "1 Velmora Velmora PROPN NNP _ 4 nsubj\n2 and and CCONJ CC _ 3 cc\n3 Ostrany Ostrany PROPN NNP _ 1 "     \
    "conj\n"                                                                                                 \
    "4 met meet VERB VBD Tense=Past|VerbForm=Fin 0 root\n"
#define LOST                                                                                                 \
    "1 Sorn Sorn PROPN NNP _ 3 obl\n2 later later ADV RB _ 3 advmod\n"                                       \
    "3 met meet VERB VBD Tense=Past|VerbForm=Fin 0 root\n4 envoys envoy NOUN NNS Number=Plur 3 obj\n"

#define WHILE(mark)                                                                                          \
    "1 Ilan Ilan PROPN NNP _ 2 nsubj\n2 stressed stress VERB VBD Tense=Past|VerbForm=Fin 0 root\n"           \
    "3 the the DET DT _ 4 det\n4 duty duty NOUN NN Number=Sing 2 obj\n5 of of ADP IN _ 6 case\n"             \
    "6 protect protect VERB VB VerbForm=Inf 4 nmod\n7 farmers farmer NOUN NNS Number=Plur 6 obj\n" mark      \
    "9 while while SCONJ IN _ 10 mark\n10 calling call VERB VBG VerbForm=Ger 6 advcl\n"

static const struct {
    const char *lines, *word, *path, *found; // forms joined by blanks
} cases[] = {
    { ACTIVE, "freed", "subj", "Rebels" },
    { ACTIVE, "freed", "obj", "nurses" },
    { ACTIVE, "freed", "prep:in", "Brennik" },
    { ACTIVE, "freed", "prep:on|at", "" },
    { ACTIVE, "nurses", "head>subj", "Rebels" },
    { PASSIVE, "freed", "subj", "rebels" },
    { PASSIVE, "freed", "obj", "Nurses" },
    { PASSIVE, "freed", "nsubj", "Nurses" },
    { CONTROL, "leave", "subj", "Karsia" },
    { CONTROL, "urged", "comp", "leave" },
    { PARTICIPLE, "seized", "obj", "workers" },
    { PARTICIPLE, "seized", "subj", "gunmen" },
    { PARTICIPLE, "workers", "acl:seize", "seized" },
    { SHARED, "arrested", "subj", "Police" },
    { SHARED, "arrested", "obj", "students" },
    { COORDINATED, "met", "subj", "Velmora Ostrany" },
    { LOST, "met", "subj", "Sorn" },
    { WHILE("8 , , PUNCT , _ 10 punct\n"), "calling", "subj", "Ilan" },
};

static void paths_lead_to_logical_subjects_and_objects(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        const struct analysis *analysis = analysis_from_lines(arena, cases[i].lines);
        uint32_t sentence, tokens[8];
        int32_t word = analysis_token(analysis, cases[i].word, 0, &sentence);
        assert_true(word >= 0);
        const struct sentence *s = &analysis->sentences[sentence];
        size_t count = syntax_follow(s, (uint32_t)word, slice_of(cases[i].path), tokens, 8);
        struct slice found = SLICE("");
        for (size_t k = 0; k < count; k++)
            found = arena_format(arena, "%.*s%s%.*s", SLICE_ARG(found), k ? " " : "",
                                 SLICE_ARG(s->tokens[tokens[k]].form));
        if (!slice_equal(found, slice_of(cases[i].found)))
            fail_msg("%s of %s: wanted \"%s\", found \"%.*s\"", cases[i].path, cases[i].word, cases[i].found,
                     SLICE_ARG(found));
        arena_free(arena);
    }
}

static void a_path_that_is_none_says_where_it_ends(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t at;
    } wrong[] = { { "", 0 }, { "sbj", 0 }, { "obj>off", 4 }, { "obj>obj>obj>obj>obj", 16 } };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct path path;
        const char *problem = NULL;
        size_t at = 99;
        assert_false(path_parse(slice_of(wrong[i].text), &path, &problem, &at));
        assert_non_null(problem);
        assert_int_equal(at, wrong[i].at);
    }
}

static void no_more_is_found_than_there_is_room_for(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const struct analysis *analysis = analysis_from_lines(arena, COORDINATED);
    uint32_t tokens[1];
    assert_int_equal(syntax_follow(&analysis->sentences[0], 3, SLICE("subj"), tokens, 1), 1);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_lead_to_logical_subjects_and_objects),
        cmocka_unit_test(a_path_that_is_none_says_where_it_ends),
        cmocka_unit_test(no_more_is_found_than_there_is_room_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
