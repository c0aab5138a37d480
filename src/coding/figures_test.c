// figures_test.c - counts and what they count, over trees written by hand.
#include "coding/parts.h"
#include "language/testing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct knowledge *knowledge;
static struct interpreter *interpreter;
static struct coder *coder;

static int open_all(void **state) {
    (void)state;
    const char *file = getenv("KNOWLEDGE_BIN");
    if (!file) return 0;
    struct error error = { 0 };
    char text[600];
    knowledge = knowledge_open(file, &error);
    if (knowledge) interpreter = interpreter_open(knowledge, SLICE("en"), &error);
    if (interpreter) coder = coder_open(knowledge, SLICE("en"), &error);
    if (!coder) fprintf(stderr, "%s\n", error_text(&error, text, sizeof text));
    return coder ? 0 : 1;
}

static int close_all(void **state) {
    (void)state;
    coder_close(coder);
    interpreter_close(interpreter);
    knowledge_close(knowledge);
    return 0;
}

// "measure low qualifier (of)" of each figure, joined by a semicolon and a blank.
static const char *describe(const struct coding *coding, struct arena *arena) {
    struct slice text = { "", 0 }, document = coding->meaning->analysis->document->text;
    for (size_t i = 0; i < coding->figure_count; i++) {
        const struct figure *f = &coding->figures[i];
        struct slice of = slice_part(document, f->of.start, f->of.end);
        const char *qualifier = qualifier_name(f->qualifier);
        text = arena_format(arena, "%.*s%s%.*s %.10g %s(%.*s)", (int)text.length, text.start, i ? "; " : "",
                            (int)f->measure.length, f->measure.start, f->low, qualifier ? qualifier : "",
                            (int)of.length, of.start);
    }
    return arena_string(arena, text);
}

static const struct {
    const char *lines, *figures;
} cases[] = {
    // a number without a noun, and its verb left out the second time
    { "1 At at ADP IN _ 2 case\n"
      "2 least least ADJ JJS _ 3 nmod\n"
      "3 20 20 NUM CD _ 5 nsubj:pass\n"
      "4 were be AUX VBD Tense=Past|VerbForm=Fin 5 aux:pass\n"
      "5 killed kill VERB VBN Tense=Past|VerbForm=Part|Voice=Pass 0 root\n"
      "6 and and CCONJ CC _ 9 cc\n"
      "7 eight eight NUM CD _ 8 nummod\n"
      "8 farmers farmer NOUN NNS Number=Plur 9 nsubj\n"
      "9 injured injure VERB VBN Tense=Past|VerbForm=Part|Voice=Pass 5 conj SpaceAfter=No\n"
      "10 . . PUNCT . _ 5 punct\n",
      "killed 20 at-least(); injured 8 (farmers)" },
    // participles with their object
    { "1 Shells shell NOUN NNS Number=Plur 2 nsubj\n"
      "2 fell fall VERB VBD Tense=Past|VerbForm=Fin 0 root SpaceAfter=No\n"
      "3 , , PUNCT , _ 4 punct\n"
      "4 killing kill VERB VBG VerbForm=Ger 2 advcl\n"
      "5 14 14 NUM CD _ 6 nummod\n"
      "6 farmers farmer NOUN NNS Number=Plur 4 obj\n"
      "7 and and CCONJ CC _ 8 cc\n"
      "8 wounding wound VERB VBG VerbForm=Ger 4 conj\n"
      "9 30 30 NUM CD _ 8 obj SpaceAfter=No\n"
      "10 . . PUNCT . _ 2 punct\n",
      "killed 14 (farmers); injured 30 ()" },
    // nouns that count
    { "1 The the DET DT _ 3 det\n"
      "2 death death NOUN NN _ 3 compound\n"
      "3 toll toll NOUN NN _ 4 nsubj\n"
      "4 rose rise VERB VBD Tense=Past|VerbForm=Fin 0 root\n"
      "5 to to ADP IN _ 6 case\n"
      "6 12 12 NUM CD _ 4 obl SpaceAfter=No\n"
      "7 . . PUNCT . _ 4 punct\n",
      "killed 12 ()" },
    { "1 Rebels rebel NOUN NNS Number=Plur 2 nsubj\n"
      "2 hold hold VERB VBP Tense=Pres|VerbForm=Fin 0 root\n"
      "3 some some DET DT _ 4 advmod\n"
      "4 50 50 NUM CD _ 5 nummod\n"
      "5 hostages hostage NOUN NNS Number=Plur 2 obj SpaceAfter=No\n"
      "6 . . PUNCT . _ 2 punct\n",
      "held 50 about(hostages)" },
    // one number for several things, without a verb
    { "1 90 90 NUM CD _ 2 nummod\n"
      "2 farmers farmer NOUN NNS Number=Plur 4 nsubj:pass\n"
      "3 were be AUX VBD Tense=Past|VerbForm=Fin 4 aux:pass\n"
      "4 wounded wound VERB VBN Tense=Past|VerbForm=Part|Voice=Pass 0 root SpaceAfter=No\n"
      "5 , , PUNCT , _ 8 punct\n"
      "6 as as SCONJ IN _ 8 mark\n"
      "7 were be AUX VBD Tense=Past|VerbForm=Fin 8 cop\n"
      "8 two two NUM CD _ 4 advcl\n"
      "9 each each DET DT _ 8 det\n"
      "10 from from ADP IN _ 12 case\n"
      "11 the the DET DT _ 12 det\n"
      "12 army army NOUN NN _ 8 nmod\n"
      "13 and and CCONJ CC _ 15 cc\n"
      "14 the the DET DT _ 15 det\n"
      "15 police police NOUN NN _ 12 conj SpaceAfter=No\n"
      "16 . . PUNCT . _ 4 punct\n",
      "injured 90 (farmers); injured 2 (army); injured 2 (police)" },
    // what is no count of people, shares and ages
    { "1 Police police NOUN NN _ 2 nsubj\n"
      "2 seized seize VERB VBD Tense=Past|VerbForm=Fin 0 root\n"
      "3 40 40 NUM CD _ 4 nummod\n"
      "4 rifles rifle NOUN NNS Number=Plur 2 obj SpaceAfter=No\n"
      "5 . . PUNCT . _ 2 punct\n",
      "" },
    // told again
    { "1 Police police NOUN NN _ 2 nsubj\n"
      "2 arrested arrest VERB VBD Tense=Past|VerbForm=Fin 0 root\n"
      "3 six six NUM CD _ 4 nummod\n"
      "4 men man NOUN NNS Number=Plur 2 obj SpaceAfter=No\n"
      "5 . . PUNCT . _ 2 punct\n"
      "\n"
      "1 The the DET DT _ 3 det\n"
      "2 six six NUM CD _ 3 nummod\n"
      "3 men man NOUN NNS Number=Plur 5 nsubj:pass\n"
      "4 were be AUX VBD Tense=Past|VerbForm=Fin 5 aux:pass\n"
      "5 arrested arrest VERB VBN Tense=Past|VerbForm=Part|Voice=Pass 0 root SpaceAfter=No\n"
      "6 . . PUNCT . _ 5 punct\n",
      "arrested 6 (men)" },
};

static void numbers_count_what_their_words_say(void **state) {
    (void)state;
    if (!coder) skip();
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct analysis *analysis = analysis_from_lines(arena, cases[i].lines);
        const struct coding *coding = code_meaning(coder, interpret(interpreter, analysis, arena), arena);
        assert_string_equal(describe(coding, arena), cases[i].figures);
        arena_reset(arena);
    }
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(numbers_count_what_their_words_say) };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
