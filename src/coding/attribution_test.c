// attribution_test.c - who says what, over trees written by hand.
#include "coding/parts.h"
#include "language/testing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct knowledge *knowledge;
static struct interpreter *interpreter;
static struct attribution *attribution;

static int open_all(void **state) {
    (void)state;
    const char *file = getenv("KNOWLEDGE_BIN");
    if (!file) return 0;
    struct error error = { 0 };
    char text[600];
    knowledge = knowledge_open(file, &error);
    if (knowledge) interpreter = interpreter_open(knowledge, SLICE("en"), &error);
    if (interpreter) attribution = attribution_open(knowledge, SLICE("en"), &error);
    if (!attribution) fprintf(stderr, "%s\n", error_text(&error, text, sizeof text));
    return attribution ? 0 : 1;
}

static int close_all(void **state) {
    (void)state;
    attribution_close(attribution);
    interpreter_close(interpreter);
    knowledge_close(knowledge);
    return 0;
}

// "speaker cue mode" and the quotations of each statement, joined by a semicolon and a blank.
static const char *describe(const struct meaning *meaning, const struct attributed *attributed,
                            struct arena *arena) {
    struct slice text = { "", 0 }, document = meaning->analysis->document->text;
    for (size_t i = 0; i < attributed->statement_count; i++) {
        const struct statement *s = &attributed->statements[i];
        struct slice cue = slice_part(document, s->cue.start, s->cue.end);
        struct slice name = meaning->entities[s->speaker].name;
        text = arena_format(arena, "%.*s%s%.*s|%.*s|%s", (int)text.length, text.start, i ? "; " : "",
                            (int)name.length, name.start, (int)cue.length, cue.start,
                            statement_mode_name(s->mode));
        for (size_t q = 0; q < s->quote_count; q++) {
            struct slice quote = slice_part(document, s->quotes[q].start, s->quotes[q].end);
            text = arena_format(arena, "%.*s [%.*s]", (int)text.length, text.start, (int)quote.length,
                                quote.start);
        }
    }
    return arena_string(arena, text);
}

// The names in the chain of the word `form`, outermost first.
static const char *chain(const struct meaning *meaning, const struct attributed *attributed, const char *form,
                         struct arena *arena) {
    uint32_t sentence;
    int32_t token = analysis_token(meaning->analysis, form, 0, &sentence);
    assert_true(token >= 0);
    const struct sources *sources = &attributed->chains[attributed->chain_of[sentence][token]];
    struct slice text = { "", 0 };
    for (size_t i = 0; i < sources->count; i++) {
        struct slice name = meaning->entities[sources->items[i].entity].name;
        text = arena_format(arena, "%.*s%s%.*s", (int)text.length, text.start, i ? " > " : "",
                            (int)name.length, name.start);
    }
    return arena_string(arena, text);
}

static const struct {
    const char *lines, *statements, *word, *chain;
} cases[] = {
    // indirect speech; the clause is hers, her saying it is ours
    { "# name PERSON 1 2\n"
      "1 Maya Maya PROPN NNP _ 3 nsubj\n"
      "2 Lind Lind PROPN NNP _ 1 flat\n"
      "3 said say VERB VBD Tense=Past|VerbForm=Fin 0 root\n"
      "4 gunmen gunman NOUN NNS Number=Plur 5 nsubj\n"
      "5 burned burn VERB VBD Tense=Past|VerbForm=Fin 3 ccomp\n"
      "6 the the DET DT _ 7 det\n"
      "7 mill mill NOUN NN _ 5 obj SpaceAfter=No\n"
      "8 . . PUNCT . _ 3 punct\n",
      "Maya Lind|said|indirect", "burned", "Maya Lind" },
    // what is not said is no statement
    { "# name PERSON 1 2\n"
      "1 Maya Maya PROPN NNP _ 5 nsubj\n"
      "2 Lind Lind PROPN NNP _ 1 flat\n"
      "3 did do AUX VBD Tense=Past|VerbForm=Fin 5 aux\n"
      "4 not not PART RB Polarity=Neg 5 advmod\n"
      "5 say say VERB VB VerbForm=Inf 0 root\n"
      "6 who who PRON WP _ 7 nsubj\n"
      "7 burned burn VERB VBD Tense=Past|VerbForm=Fin 5 ccomp\n"
      "8 it it PRON PRP _ 7 obj SpaceAfter=No\n"
      "9 . . PUNCT . _ 5 punct\n",
      "", "burned", "" },
    // direct speech, the speaker behind the verb, and the next sentence all quotation
    { "# name PERSON 9 10\n"
      "1 \" \" PUNCT `` _ 4 punct SpaceAfter=No\n"
      "2 We we PRON PRP Person=1 4 nsubj\n"
      "3 will will AUX MD _ 4 aux\n"
      "4 rebuild rebuild VERB VB VerbForm=Inf 8 ccomp\n"
      "5 it it PRON PRP _ 4 obj SpaceAfter=No\n"
      "6 , , PUNCT , _ 4 punct SpaceAfter=No\n"
      "7 \" \" PUNCT '' _ 4 punct\n"
      "8 said say VERB VBD Tense=Past|VerbForm=Fin 0 root\n"
      "9 Maya Maya PROPN NNP _ 8 nsubj\n"
      "10 Lind Lind PROPN NNP _ 9 flat SpaceAfter=No\n"
      "11 . . PUNCT . _ 8 punct\n"
      "\n"
      "1 \" \" PUNCT `` _ 4 punct SpaceAfter=No\n"
      "2 Nobody nobody PRON NN _ 4 nsubj\n"
      "3 will will AUX MD _ 4 aux\n"
      "4 stop stop VERB VB VerbForm=Inf 0 root\n"
      "5 us we PRON PRP _ 4 obj SpaceAfter=No\n"
      "6 . . PUNCT . _ 4 punct SpaceAfter=No\n"
      "7 \" \" PUNCT '' _ 4 punct\n",
      "Maya Lind|said|direct [We will rebuild it,] [Nobody will stop us.]", "stop", "Maya Lind" },
    // a phrase at the end vouches for the clause
    { "# name PERSON 9 10\n"
      "1 Gunmen gunman NOUN NNS Number=Plur 2 nsubj\n"
      "2 burned burn VERB VBD Tense=Past|VerbForm=Fin 0 root\n"
      "3 the the DET DT _ 4 det\n"
      "4 mill mill NOUN NN _ 2 obj SpaceAfter=No\n"
      "5 , , PUNCT , _ 9 punct\n"
      "6 according accord VERB VBG VerbForm=Ger 9 case\n"
      "7 to to ADP IN _ 6 fixed\n"
      "8 mayor mayor NOUN NN _ 9 nmod:desc\n"
      "9 Maya Maya PROPN NNP _ 2 obl\n"
      "10 Lind Lind PROPN NNP _ 9 flat SpaceAfter=No\n"
      "11 . . PUNCT . _ 2 punct\n",
      "Maya Lind|according to|indirect", "burned", "Maya Lind" },
    // a report within a report
    { "# name PERSON 1 2\n# name PERSON 4 5\n"
      "1 Maya Maya PROPN NNP _ 3 nsubj\n"
      "2 Lind Lind PROPN NNP _ 1 flat\n"
      "3 said say VERB VBD Tense=Past|VerbForm=Fin 0 root\n"
      "4 Omar Omar PROPN NNP _ 6 nsubj\n"
      "5 Vale Vale PROPN NNP _ 4 flat\n"
      "6 claimed claim VERB VBD Tense=Past|VerbForm=Fin 3 ccomp\n"
      "7 gunmen gunman NOUN NNS Number=Plur 8 nsubj\n"
      "8 burned burn VERB VBD Tense=Past|VerbForm=Fin 6 ccomp\n"
      "9 the the DET DT _ 10 det\n"
      "10 mill mill NOUN NN _ 8 obj SpaceAfter=No\n"
      "11 . . PUNCT . _ 3 punct\n",
      "Maya Lind|said|indirect; Omar Vale|claimed|indirect", "burned", "Maya Lind > Omar Vale" },
    // words in quotation marks within indirect speech
    { "# name PERSON 1 2\n"
      "1 Maya Maya PROPN NNP _ 3 nsubj\n"
      "2 Lind Lind PROPN NNP _ 1 flat\n"
      "3 called call VERB VBD Tense=Past|VerbForm=Fin 0 root\n"
      "4 the the DET DT _ 5 det\n"
      "5 raid raid NOUN NN _ 3 obj\n"
      "6 \" \" PUNCT `` _ 8 punct SpaceAfter=No\n"
      "7 sheer sheer ADJ JJ _ 8 amod\n"
      "8 madness madness NOUN NN _ 3 xcomp SpaceAfter=No\n"
      "9 \" \" PUNCT '' _ 8 punct SpaceAfter=No\n"
      "10 . . PUNCT . _ 3 punct\n",
      "Maya Lind|called|mixed [sheer madness]", "raid", "" },
};

static void statements_have_speakers_and_words_have_sources(void **state) {
    (void)state;
    if (!attribution) skip();
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct analysis *analysis = analysis_from_lines(arena, cases[i].lines);
        const struct meaning *meaning = interpret(interpreter, analysis, arena);
        const struct attributed *attributed = attribute(attribution, meaning, arena);
        assert_string_equal(describe(meaning, attributed, arena), cases[i].statements);
        assert_string_equal(chain(meaning, attributed, cases[i].word, arena), cases[i].chain);
        arena_reset(arena);
    }
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(statements_have_speakers_and_words_have_sources) };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
