// candidates_test.c - the steps of coding over hand-written trees, with rows of invented words: what is
// proposed, how it scores, which is chosen and what becomes of the rest.
#include "coding/candidates.h"
#include "language/testing.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <setjmp.h>

#include <cmocka.h>

static const struct {
    const char *name, *rows;
} tables[] = {
    { "verbs", "zorp/v\tviolence\tactor=subj recipient=obj,prep:at\t-\t-\n"
               "zorp/v\tviolence.bomb\tactor=subj recipient=obj\tobj~shed\t-\n"
               "zorp/v\t-\t-\tobj~jazz\t-\n"
               "zorp/n\tviolence\tactor=poss recipient=prep:@quibs\t-\t-\n"
               "quelm/v\tdisapprove\tactor=subj recipient=obj\tobj~zorp obj^any\t-\n"
               "mull/v\tviolence\tactor=subj recipient=obj\tsubj^person !obj\t-\n"
               "glad/v\tsupport\tactor=subj recipient=obj\tcomp comp>obj\t-\n" },
    { "operators", "vorm/v\tpromised\tagree\tactor=subj event=comp\tcomp\n"
                   "spurm/v\trefused\tdisapprove\tactor=subj event=comp,obj\t-\n"
                   "glad/v\tappealed\trequest\tactor=subj event=comp\tcomp\n"
                   "perhaps/v\tpossible\t-\tevent=comp\t-\n" },
    { "support", "wage/v\tactor=subj noun=obj recipient=prep:on\t-\t-\n" },
    { "classes", "quibs\tupon | against\n" },
};

static char folder[] = "/tmp/candidates-XXXXXX";
static struct knowledge *knowledge;
static struct interpreter *interpreter;
static struct coder *coder;
static struct patterns *patterns;

#define NAMES(n) "# name PLACE 1 1\n# name PLACE " n " " n "\n"
#define NORWAY "1 Norway Norway PROPN NNP _ 2 nsubj\n"
#define ZORPED "2 zorped zorp VERB VBD Tense=Past|VerbForm=Fin 0 root\n"

// "form:act score fate; ..." of every candidate of the document.
static const char *describe(struct arena *arena, const struct coding *coding) {
    struct slice out = SLICE("");
    for (size_t i = 0; i < coding->candidates->count; i++) {
        const struct event_candidate *c = &coding->candidates->items[i];
        const struct token *t = &coding->meaning->analysis->sentences[c->sentence].tokens[c->token];
        const struct act *act = patterns_act(patterns, c->act);
        out = arena_format(arena, SLICE_FORMAT "%s%s" SLICE_FORMAT ":" SLICE_FORMAT " %.0f %s",
                           SLICE_ARG(out), i ? "; " : "", c->kind == PATTERN_OPERATOR ? "*" : "",
                           SLICE_ARG(t->form), SLICE_ARG((act ? act->name : SLICE("-"))), (double)c->score,
                           candidate_fate_text(c->fate));
    }
    return arena_string(arena, out);
}

static const struct {
    const char *lines, *candidates;
} cases[] = {
    { NAMES("3") NORWAY ZORPED "3 Chile Chile PROPN NNP _ 2 obj\n", "zorped:violence 0 an event" },
    // of the rows that hold the most specific is chosen
    { "# name PLACE 1 1\n" NORWAY ZORPED "3 sheds shed NOUN NNS Number=Plur 2 obj\n",
      "zorped:violence.bomb 4 an event; zorped:violence 0 another row scores higher" },
    { "# name PLACE 1 1\n" NORWAY ZORPED "3 jazz jazz NOUN NN _ 2 obj\n",
      "zorped:- 4 the row says that this is no event; zorped:violence 0 another row scores higher" },
    // words that a row has matched belong to it
    { NAMES("5") NORWAY "2 quelmed quelm VERB VBD Tense=Past|VerbForm=Fin 0 root\n"
                        "3 the the DET DT Definite=Def 4 det\n4 zorp zorp NOUN NN _ 2 obj\n"
                        "5 Chile Chile PROPN NNP _ 4 nmod\n",
      "quelmed:disapprove 6 an event; zorp:violence 0 belongs to the words of another trigger" },
    // a predicate takes the act under it
    { NAMES("5") NORWAY "2 vormed vorm VERB VBD Tense=Past|VerbForm=Fin 0 root\n3 to to PART TO _ 4 mark\n"
                        "4 zorp zorp VERB VB VerbForm=Inf 2 xcomp\n5 Chile Chile PROPN NNP _ 4 obj\n",
      "*vormed:agree 1 an event; zorp:violence 0 the act under a predicate that made an event" },
    // the outer of two predicates takes the inner one too
    { NAMES("7") NORWAY "2 spurmed spurm VERB VBD Tense=Past|VerbForm=Fin 0 root\n3 to to PART TO _ 4 mark\n"
                        "4 vorm vorm VERB VB VerbForm=Inf 2 xcomp\n5 to to PART TO _ 6 mark\n"
                        "6 zorp zorp VERB VB VerbForm=Inf 4 xcomp\n7 Chile Chile PROPN NNP _ 6 obj\n",
      "*spurmed:disapprove 0 an event; *vorm:agree 1 part of the predicate above it; zorp:violence 0 the act "
      "under a "
      "predicate that made an event" },
    // an act that asks for more than the predicate at the same word
    { NAMES("5") NORWAY "2 gladded glad VERB VBD Tense=Past|VerbForm=Fin 0 root\n3 to to PART TO _ 4 mark\n"
                        "4 see see VERB VB VerbForm=Inf 2 xcomp\n5 Chile Chile PROPN NNP _ 4 obj\n",
      "gladded:support 2 an event; *gladded:request 1 the act at the same word scores "
      "higher" },
    // a predicate that only says how an act stands leaves it alone
    { NAMES("5") NORWAY
      "2 perhapsed perhaps VERB VBD Tense=Past|VerbForm=Fin 0 root\n3 to to PART TO _ 4 mark\n"
      "4 zorp zorp VERB VB VerbForm=Inf 2 xcomp\n5 Chile Chile PROPN NNP _ 4 obj\n",
      "*perhapsed:- 0 only says how another act stands; zorp:violence 0 an event" },
    // an anaphoric noun is merged, or dropped
    { NAMES("3") NORWAY ZORPED
      "3 Chile Chile PROPN NNP _ 2 obj\n\n1 The the DET DT Definite=Def 2 det\n"
      "2 zorp zorp NOUN NN _ 3 nsubj\n3 lasted last VERB VBD Tense=Past|VerbForm=Fin 0 "
      "root\n",
      "zorped:violence 0 an event; zorp:violence 0 the same event as another mention" },
    { "1 The the DET DT Definite=Def 2 det\n2 zorp zorp NOUN NN _ 3 nsubj\n3 lasted last VERB VBD "
      "Tense=Past|VerbForm=Fin 0 root\n",
      "zorp:violence 0 an anaphoric noun without an antecedent" },
    { "1 jazz jazz NOUN NN _ 0 root\n", "" },
};

static void every_candidate_says_what_has_become_of_it(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        const struct analysis *analysis = analysis_from_lines(arena, cases[i].lines);
        const struct coding *coding = code_meaning(coder, interpret(interpreter, analysis, arena), arena);
        const char *found = describe(arena, coding);
        if (strcmp(found, cases[i].candidates) != 0)
            fail_msg("row %zu: wanted \"%s\", found \"%s\"", i, cases[i].candidates, found);
        arena_free(arena);
    }
}

static void a_match_carries_its_arguments(void **state) {
    (void)state;
    static const struct {
        const char *lines, *word, *arguments; // "role path word id, ..."
    } rows[] = {
        { NAMES("3") NORWAY ZORPED "3 Chile Chile PROPN NNP _ 2 obj\n", "zorped",
          "actor 0 Norway nor, recipient 0 Chile chl" },
        { NAMES("4") NORWAY ZORPED "3 at at ADP IN _ 4 case\n4 Chile Chile PROPN NNP _ 2 obl\n", "zorped",
          "actor 0 Norway nor, recipient 1 Chile chl" },
        { "# name PLACE 1 1\n" NORWAY ZORPED "3 it it PRON PRP _ 2 obj\n", "zorped",
          "actor 0 Norway nor, recipient 0 it -" },
        // a class in a path
        { "# name PLACE 3 3\n1 zorp zorp NOUN NN _ 0 root\n2 upon upon ADP IN _ 3 case\n3 Chile Chile PROPN "
          "NNP _ 1 "
          "nmod\n",
          "zorp", "recipient 0 Chile chl" },
    };
    static const char *const roles[] = {
#define ROLE_NAME(symbol, name) name,
        ROLE_LIST(ROLE_NAME)
#undef ROLE_NAME
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct arena *arena = arena_new();
        const struct analysis *analysis = analysis_from_lines(arena, rows[i].lines);
        const struct meaning *meaning = interpret(interpreter, analysis, arena);
        uint32_t sentence;
        const int32_t token = analysis_token(analysis, rows[i].word, 0, &sentence);
        const struct token *tokens = analysis->sentences[sentence].tokens;
        const struct pattern_list list = patterns_of(patterns, PATTERN_VERB, &tokens[token]);
        struct pattern_match match;
        assert_true(list.count > 0);
        const struct scene scene = { meaning, sentence, false };
        assert_true(pattern_match(patterns, &list.items[list.count - 1], &scene, (uint32_t)token, arena,
                                  &match, NULL));
        struct slice out = SLICE("");
        for (size_t k = 0; k < match.argument_count; k++) {
            const struct event_argument *a = &match.arguments[k];
            out = arena_format(arena, SLICE_FORMAT "%s%s %u " SLICE_FORMAT " " SLICE_FORMAT, SLICE_ARG(out),
                               k ? ", " : "", roles[a->role], a->path, SLICE_ARG(tokens[a->token].form),
                               SLICE_ARG((a->entity < 0 ? SLICE("-") : meaning->entities[a->entity].id)));
        }
        if (!slice_equal(out, slice_of(rows[i].arguments)))
            fail_msg("row %zu: wanted \"%s\", found \"" SLICE_FORMAT "\"", i, rows[i].arguments,
                     SLICE_ARG(out));
        arena_free(arena);
    }
}

static void a_near_miss_names_the_need_that_failed(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const struct analysis *analysis =
        analysis_from_lines(arena, NAMES("3") NORWAY "2 mulled mull VERB VBD Tense=Past|VerbForm=Fin 0 root\n"
                                                     "3 Chile Chile PROPN NNP _ 2 obj\n");
    const struct meaning *meaning = interpret(interpreter, analysis, arena);
    const struct near_miss *misses;
    const struct scene scene = { meaning, 0, false };
    assert_int_equal(candidates_near_misses(patterns, &scene, &misses, arena), 1);
    assert_int_equal(misses[0].token, 1);
    assert_true(slice_equal(misses[0].failed->text, SLICE("subj^person")));
    assert_int_equal(misses[0].pattern->place.line, 6);
    arena_free(arena);
}

static bool write_tables(void) {
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        char path[128];
        snprintf(path, sizeof path, "%s/en/%s.txt", folder, tables[i].name);
        FILE *file = fopen(path, "w");
        if (!file) return false;
        fputs(tables[i].rows, file);
        fclose(file);
    }
    return true;
}

static int open_tables(void **state) {
    (void)state;
    struct error error = { 0 };
    char path[128];
    if (!mkdtemp(folder)) return -1;
    snprintf(path, sizeof path, "%s/en", folder);
    if (mkdir(path, 0700)) return -1;
    if (!write_tables()) return -1;
    knowledge = knowledge_open(getenv("KNOWLEDGE_BIN"), &error);
    if (knowledge && !knowledge_add(knowledge, folder, &error)) print_message("%s\n", error.message);
    interpreter = knowledge ? interpreter_open(knowledge, SLICE("en"), &error) : NULL;
    patterns = interpreter ? patterns_open(knowledge, SLICE("en"), &error) : NULL;
    coder = patterns ? coder_open(knowledge, SLICE("en"), &error) : NULL;
    if (!coder) print_message("%s:%u:%u: %s\n", error.file, error.line, error.column, error.message);
    return coder ? 0 : -1;
}

static int close_tables(void **state) {
    (void)state;
    char path[128];
    coder_close(coder);
    patterns_close(patterns);
    interpreter_close(interpreter);
    knowledge_close(knowledge);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        snprintf(path, sizeof path, "%s/en/%s.txt", folder, tables[i].name);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/en", folder);
    rmdir(path);
    return rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_candidate_says_what_has_become_of_it),
        cmocka_unit_test(a_match_carries_its_arguments),
        cmocka_unit_test(a_near_miss_names_the_need_that_failed),
    };
    return cmocka_run_group_tests(tests, open_tables, close_tables);
}
