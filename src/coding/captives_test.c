// captives_test.c - who is held and who is free, over trees written by hand.
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

// "who status by holder" of each captive, joined by a semicolon and a blank.
static const char *describe(const struct coding *coding, struct arena *arena) {
    struct slice text = { "", 0 };
    const struct entity *entities = coding->meaning->entities;
    for (size_t i = 0; i < coding->captive_count; i++) {
        const struct captive *c = &coding->captives[i];
        struct slice who = c->person >= 0 ? entities[c->person].name : arena_format(arena, "%.10g", c->count);
        struct slice holder = c->holder >= 0 ? entities[c->holder].name : (struct slice){ "-", 1 };
        text = arena_format(arena, "%.*s%s%.*s %s by %.*s", (int)text.length, text.start, i ? "; " : "",
                            (int)who.length, who.start, captive_status_name(c->status), (int)holder.length,
                            holder.start);
    }
    return arena_string(arena, text);
}

static const struct {
    const char *lines, *captives;
} cases[] = {
    { "# name PERSON 3 4\n"
      "1 Police police NOUN NN _ 2 nsubj\n"
      "2 arrested arrest VERB VBD Tense=Past|VerbForm=Fin 0 root\n"
      "3 Maya Maya PROPN NNP _ 2 obj\n"
      "4 Lind Lind PROPN NNP _ 3 flat SpaceAfter=No\n"
      "5 . . PUNCT . _ 2 punct\n",
      "Maya Lind held by Police" },
    // freed again: the later word counts
    { "# name PERSON 3 4\n"
      "1 Gunmen gunman NOUN NNS Number=Plur 2 nsubj\n"
      "2 kidnapped kidnap VERB VBD Tense=Past|VerbForm=Fin 0 root\n"
      "3 Maya Maya PROPN NNP _ 2 obj\n"
      "4 Lind Lind PROPN NNP _ 3 flat SpaceAfter=No\n"
      "5 . . PUNCT . _ 2 punct\n"
      "\n"
      "# name PERSON 3 4\n"
      "1 They they PRON PRP Number=Plur|Person=3 2 nsubj\n"
      "2 released release VERB VBD Tense=Past|VerbForm=Fin 0 root\n"
      "3 Maya Maya PROPN NNP _ 2 obj\n"
      "4 Lind Lind PROPN NNP _ 3 flat SpaceAfter=No\n"
      "5 . . PUNCT . _ 2 punct\n",
      "Maya Lind released by Gunmen" },
    // a counted group
    { "1 Six six NUM CD _ 2 nummod\n"
      "2 men man NOUN NNS Number=Plur 4 nsubj:pass\n"
      "3 were be AUX VBD Tense=Past|VerbForm=Fin 4 aux:pass\n"
      "4 detained detain VERB VBN Tense=Past|VerbForm=Part|Voice=Pass 0 root\n"
      "5 by by ADP IN _ 6 case\n"
      "6 soldiers soldier NOUN NNS Number=Plur 4 obl:agent SpaceAfter=No\n"
      "7 . . PUNCT . _ 4 punct\n",
      "6 held by soldiers" },
    { "1 Shells shell NOUN NNS Number=Plur 2 nsubj\n"
      "2 fell fall VERB VBD Tense=Past|VerbForm=Fin 0 root SpaceAfter=No\n"
      "3 . . PUNCT . _ 2 punct\n",
      "" },
};

static void captives_have_a_status_and_a_holder(void **state) {
    (void)state;
    if (!coder) skip();
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct analysis *analysis = analysis_from_lines(arena, cases[i].lines);
        const struct coding *coding = code_meaning(coder, interpret(interpreter, analysis, arena), arena);
        assert_string_equal(describe(coding, arena), cases[i].captives);
        arena_reset(arena);
    }
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = { cmocka_unit_test(captives_have_a_status_and_a_holder) };
    return cmocka_run_group_tests(tests, open_all, close_all);
}
