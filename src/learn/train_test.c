// train_test.c - a model learned twice from a small corpus of our own has the same bytes.
#include "learn/train.h"

#include "base/file.h"
#include "language/language.h"
#include "learn/packs.h"
#include "learn/treebank.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static struct arena *arena;
static char folder[] = "/tmp/dragoman-train-XXXXXX";

static const char *path_of(const char *name) {
    return arena_string(arena, arena_format(arena, "%s/%s", folder, name));
}

static void put_file(const char *name, struct slice content) {
    struct error error = { 0 };
    assert_true(file_write(path_of(name), content, &error));
}

// Sentences of one pattern with words that change.
static struct slice corpus(void) {
    static const char *const subjects[] = { "rebels", "envoys", "troops", "nurses", "police" };
    static const char *const verbs[] = { "left", "freed", "reached", "saw" };
    static const char *const objects[] = { "town", "bridge", "camp", "embassy", "port", "clinic" };
    struct slice text = { "", 0 };
    for (int i = 0; i < 120; i++) {
        const char *s = subjects[i % 5], *v = verbs[i % 4], *o = objects[i / 3 % 6];
        text = arena_format(arena,
                            SLICE_FORMAT "# text = The %s %s the %s.\n"
                                         "1\tThe\tthe\tDET\tDT\t_\t2\tdet\t_\t_\n"
                                         "2\t%s\t%s\tNOUN\tNNS\tNumber=Plur\t3\tnsubj\t_\t_\n"
                                         "3\t%s\t%s\tVERB\tVBD\tTense=Past\t0\troot\t_\t_\n"
                                         "4\tthe\tthe\tDET\tDT\t_\t5\tdet\t_\t_\n"
                                         "5\t%s\t%s\tNOUN\tNN\t_\t3\tobj\t_\tSpaceAfter=No\n"
                                         "6\t.\t.\tPUNCT\t.\t_\t3\tpunct\t_\t_\n\n",
                            SLICE_ARG(text), s, v, o, s, s, v, v, o, o);
    }
    return text;
}

static void prepare(const char *packs) {
    mkdir(path_of("ud"), 0777);
    mkdir(path_of("first"), 0777);
    mkdir(path_of("second"), 0777);
    put_file("ud/own.conllu", corpus());
    put_file("raw.txt", SLICE("The rebels left the town. The envoys saw the port.\n"));
    put_file("packs.txt", slice_of(packs));
}

static struct train_options options_for(const char *models) {
    return (struct train_options){ .language = "en",
                                   .corpora = folder,
                                   .packs = path_of("packs.txt"),
                                   .knowledge = getenv("KNOWLEDGE_BIN"),
                                   .work = path_of("work"),
                                   .models = path_of(models) };
}

static void the_same_corpus_gives_the_same_bytes(void **state) {
    (void)state;
    struct error error = { 0 };
    struct slice first, second;
    prepare("en\town\ttenth\traw.txt\t-\t-\n");
    const struct train_options one = options_for("first"), two = options_for("second");
    assert_true(train_language(&one, &error));
    assert_true(train_language(&two, &error));
    assert_true(file_read(path_of("first/en.model"), SIZE_MAX, arena, &first, &error));
    assert_true(file_read(path_of("second/en.model"), SIZE_MAX, arena, &second, &error));
    assert_true(first.length > 0 && slice_equal(first, second));
}

static void the_model_parses_what_it_was_learned_from(void **state) {
    (void)state;
    struct error error = { 0 };
    struct knowledge *knowledge = knowledge_open(getenv("KNOWLEDGE_BIN"), &error);
    struct language *language = language_open(knowledge, SLICE("en"), path_of("first"), &error);
    assert_non_null(language);
    struct slice text = SLICE("The envoys freed the camp.");
    struct span span = { 0, (uint32_t)text.length };
    struct document document = { .text = text, .paragraphs = &span, .paragraph_count = 1 };
    const struct analysis *analysis = language_analyse(language, &document, arena);
    assert_int_equal(analysis->count, 1);
    assert_int_equal(analysis->token_count, 6);
    assert_int_equal(analysis->sentences[0].tokens[1].head, 2);
    assert_int_equal(analysis->sentences[0].tokens[4].deprel, DEPREL_OBJ);
    assert_int_equal(analysis->sentences[0].name_count, 0);
    language_close(language);
    knowledge_close(knowledge);
}

static void every_tenth_block_of_ten_is_held_back(void **state) {
    (void)state;
    struct error error = { 0 };
    struct treebank bank, held;
    assert_true(treebank_parse(corpus(), "own", arena, &bank, &error));
    const struct gold_sentence *ninety_first = &bank.sentences[90];
    treebank_split(&bank, arena, &bank, &held);
    assert_int_equal(bank.count, 110);
    assert_int_equal(held.count, 10);
    assert_ptr_equal(held.sentences[0].words, ninety_first->words);
    assert_int_equal(bank.words + held.words, 720);
}

static void packs_that_are_malformed_are_errors(void **state) {
    (void)state;
    static const struct {
        const char *packs, *message;
        uint32_t line;
    } cases[] = {
        { "# none\nes\ta\ttenth\t-\t-\t-\n", "no language \"en\"", 0 },
        { "en\ta\n", "expected 6 columns, found 2", 1 },
        { "en\ta | b | c | d | e\tx\t-\t-\t-\n", "expected at most 4 files, found \"e\" too", 1 },
        { "en\ta |  | b\tx\t-\t-\t-\n", "expected a file's name, found none", 1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error error = { 0 };
        struct pack pack;
        put_file("bad.txt", slice_of(cases[i].packs));
        assert_false(pack_read(path_of("bad.txt"), SLICE("en"), arena, &pack, &error));
        assert_string_equal(error.message, cases[i].message);
        assert_int_equal(error.line, cases[i].line);
    }
}

static int begin(void **state) {
    (void)state;
    arena = arena_new();
    return mkdtemp(folder) ? 0 : -1;
}

static int end(void **state) {
    (void)state;
    const char *command = arena_string(arena, arena_format(arena, "rm -rf %s", folder));
    const int status = system(command);
    arena_free(arena);
    return status;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_corpus_gives_the_same_bytes),
        cmocka_unit_test(the_model_parses_what_it_was_learned_from),
        cmocka_unit_test(every_tenth_block_of_ten_is_held_back),
        cmocka_unit_test(packs_that_are_malformed_are_errors),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
