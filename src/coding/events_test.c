// events_test.c - events from hand-written trees, with the English tables: act, status, parties.
#include "coding/coding.h"
#include "language/testing.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

static struct knowledge *knowledge;
static struct interpreter *interpreter;
static struct coder *coder;

// "TYPE-mode cameo factuality: actors -> recipients; ..."
static const char *describe(struct arena *arena, const struct coding *coding) {
    struct slice out = SLICE("");
    for (size_t i = 0; i < coding->event_count; i++) {
        const struct event *e = &coding->events[i];
        out = arena_format(arena, "%.*s%s%.*s%s%.*s %.*s %s:", SLICE_ARG(out), i ? "; " : "",
                           SLICE_ARG(e->type), e->mode.length ? "-" : "", SLICE_ARG(e->mode),
                           SLICE_ARG(e->cameo), factuality_name(e->factuality));
        for (size_t k = 0; k < e->actors.count; k++)
            out = arena_format(arena, "%.*s %.*s", SLICE_ARG(out),
                               SLICE_ARG(coding->meaning->entities[e->actors.entities[k]].id));
        for (size_t k = 0; k < e->recipients.count; k++)
            out = arena_format(arena, "%.*s%s %.*s", SLICE_ARG(out), k ? "" : " ->",
                               SLICE_ARG(coding->meaning->entities[e->recipients.entities[k]].id));
    }
    return arena_string(arena, out);
}

#define NORWAY "1 Norway Norway PROPN NNP _ 2 nsubj\n"
#define NAMES(n) "# name PLACE 1 1\n# name PLACE " n " " n "\n"

static const struct {
    const char *lines, *events;
} cases[] = {
    { NAMES("3") NORWAY
      "2 condemned condemn VERB VBD Tense=Past|VerbForm=Fin 0 root\n3 Chile Chile PROPN NNP _ 2 obj\n",
      "ACCUSE-disapprove 111 happened: nor -> chl" },
    { NAMES("4") "1 Norway Norway PROPN NNP _ 5 nsubj\n2 did do AUX VBD Tense=Past|VerbForm=Fin 5 aux\n3 not "
                 "not PART RB _ 5 advmod\n"
                 "4 ever ever ADV RB _ 5 advmod\n5 attack attack VERB VB VerbForm=Inf 0 root\n6 Chile Chile "
                 "PROPN NNP _ 5 obj\n",
      "ASSAULT 180 did-not-happen: nor -> chl" },
    { NAMES("5") NORWAY "2 refused refuse VERB VBD Tense=Past|VerbForm=Fin 0 root\n3 to to PART TO _ 4 mark\n"
                        "4 meet meet VERB VB VerbForm=Inf 2 xcomp\n5 Chile Chile PROPN NNP _ 4 obj\n",
      "REJECT-meet 125 happened: nor -> chl" },
    { NAMES("3") NORWAY "2 urged urge VERB VBD Tense=Past|VerbForm=Fin 0 root\n3 Chile Chile PROPN NNP _ 2 "
                        "obj\n4 to to PART TO _ 5 mark\n"
                        "5 release release VERB VB VerbForm=Inf 2 xcomp\n6 the the DET DT Definite=Def 7 "
                        "det\n7 prisoners prisoner NOUN NNS Number=Plur 5 obj\n",
      "REQUEST-yield 0253 happened: nor -> chl" },
    { NAMES("5") NORWAY
      "2 threatened threaten VERB VBD Tense=Past|VerbForm=Fin 0 root\n3 to to PART TO _ 4 mark\n"
      "4 attack attack VERB VB VerbForm=Inf 2 xcomp\n5 Chile Chile PROPN NNP _ 4 obj\n",
      "THREATEN-violence 138 happened: nor -> chl" },
    { NAMES("3") "1 Norway Norway PROPN NNP _ 4 nsubj\n2 and and CCONJ CC _ 3 cc\n3 Chile Chile PROPN NNP _ "
                 "1 conj\n"
                 "4 held hold VERB VBD Tense=Past|VerbForm=Fin 0 root\n5 talks talk NOUN NNS Number=Plur 4 "
                 "obj\n",
      "CONSULT 046 happened: nor chl" },
    { "# name PLACE 5 5\n1 Talks talk NOUN NNS Number=Plur 3 nsubj:pass\n2 were be AUX VBD "
      "Tense=Past|VerbForm=Fin 3 aux:pass\n"
      "3 held hold VERB VBN Tense=Past|VerbForm=Part 0 root\n4 by by ADP IN _ 5 case\n5 Norway Norway PROPN "
      "NNP _ 3 obl:agent\n",
      "CONSULT 046 happened: nor" },
    { NAMES("6") "1 Norway Norway PROPN NNP _ 2 nsubj\n2 praised praise VERB VBD Tense=Past|VerbForm=Fin 0 "
                 "root\n3 the the DET DT Definite=Def 4 det\n"
                 "4 efforts effort NOUN NNS Number=Plur 2 obj\n5 of of ADP IN _ 6 case\n6 Chile Chile PROPN "
                 "NNP _ 4 nmod\n",
      "SUPPORT 051 happened: nor -> chl" },
    // a line that ends without a mark is a headline: its bare participle is passive
    { "# name PLACE 1 1\n" NORWAY "2 attacked attack VERB VBN Tense=Past|VerbForm=Part 0 root\n",
      "ASSAULT 180 happened: -> nor" },
    { "# name PLACE 1 1\n" NORWAY
      "2 attacked attack VERB VBN Tense=Past|VerbForm=Part 0 root\n3 . . PUNCT . _ 2 punct\n",
      "ASSAULT 180 happened: nor" },
    { "# name PLACE 1 1\n" NORWAY
      "2 lost lose VERB VBD Tense=Past|VerbForm=Fin 0 root\n3 the the DET DT Definite=Def 4 det\n"
      "4 fight fight NOUN NN _ 2 obj\n5 against against ADP IN _ 6 case\n6 inflation inflation NOUN NN _ 4 "
      "nmod\n",
      "" },
};

static void events_follow_from_trees_and_tables(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        const struct analysis *analysis = analysis_from_lines(arena, cases[i].lines);
        const struct coding *coding = code_meaning(coder, interpret(interpreter, analysis, arena), arena);
        const char *found = describe(arena, coding);
        if (strcmp(found, cases[i].events) != 0)
            fail_msg("row %zu: wanted \"%s\", found \"%s\"", i, cases[i].events, found);
        arena_free(arena);
    }
}

static void a_telling_that_points_back_is_no_second_event(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const struct analysis *analysis = analysis_from_lines(
        arena, NAMES("3") NORWAY
        "2 attacked attack VERB VBD Tense=Past|VerbForm=Fin 0 root\n3 Chile Chile PROPN NNP _ 2 obj\n\n"
        "1 The the DET DT Definite=Def 2 det\n2 attack attack NOUN NN _ 3 nsubj\n3 lasted last VERB VBD "
        "Tense=Past|VerbForm=Fin 0 root\n");
    const struct coding *coding = code_meaning(coder, interpret(interpreter, analysis, arena), arena);
    assert_string_equal(describe(arena, coding), "ASSAULT 180 happened: nor -> chl");
    arena_free(arena);
}

static void an_event_names_the_row_that_made_it(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const struct analysis *analysis = analysis_from_lines(arena, cases[0].lines);
    const struct coding *coding = code_meaning(coder, interpret(interpreter, analysis, arena), arena);
    assert_int_equal(coding->event_count, 1);
    assert_non_null(strstr(coding->events[0].rule.file, "verbs.txt"));
    assert_true(coding->events[0].rule.line > 0);
    assert_true(coding->events[0].confidence >= 0.2f && coding->events[0].confidence <= 0.95f);
    arena_free(arena);
}

static int open_tables(void **state) {
    (void)state;
    struct error error = { 0 };
    knowledge = knowledge_open(getenv("KNOWLEDGE_BIN"), &error);
    interpreter = knowledge ? interpreter_open(knowledge, SLICE("en"), &error) : NULL;
    coder = interpreter ? coder_open(knowledge, SLICE("en"), &error) : NULL;
    if (!coder) print_message("%s:%u:%u: %s\n", error.file, error.line, error.column, error.message);
    return coder ? 0 : -1;
}

static int close_tables(void **state) {
    (void)state;
    coder_close(coder);
    interpreter_close(interpreter);
    knowledge_close(knowledge);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_follow_from_trees_and_tables),
        cmocka_unit_test(a_telling_that_points_back_is_no_second_event),
        cmocka_unit_test(an_event_names_the_row_that_made_it),
    };
    return cmocka_run_group_tests(tests, open_tables, close_tables);
}
