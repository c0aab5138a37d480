// conllu_test.c - CoNLL-U read and written.
#include "language/check.h"
#include "language/conllu.h"
#include "language/draw.h"
#include "language/testing.h"

#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#define REST "\t_\t_\t_\t_\t_\t_\t_\t_\n"
#define GLUED "\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n"

static struct arena *arena;

static struct conllu_document read_all(const char *text, struct error *error) {
    struct conllu_document read;
    *error = (struct error){ 0 };
    conllu_read_document(slice_of(text), "t.conllu", arena, &read, error);
    return read;
}

static void words_sentences_and_spaces_are_kept(void **state) {
    (void)state;
    static const struct {
        const char *conllu, *text, *words; // words: "text/form" where they differ
        size_t sentences, paragraphs;
    } cases[] = {
        { "1\tThe" REST "2\tenvoy" REST "3\tleft" GLUED "4\t." REST "\n", "The envoy left.",
          "The|envoy|left|.", 1, 1 },
        { "1\tNo" GLUED "2\t." REST "\n1\tYes" REST, "No. Yes", "No|.|Yes", 2, 1 },
        { "# newpar\n1\tNo" REST "\n# newpar\n1\tYes" REST "\n", "No\n\nYes", "No|Yes", 2, 2 },
        { "1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n1\tdo" REST "2\tn't" REST "3\t!" REST "\n",
          "don't!", "do|n't|!", 1, 1 },
        { "1-2\tdel" REST "1\tde" REST "2\tel" REST "3\tnorte" REST "\n", "del norte", "de|l/el|norte", 1,
          1 },
        { "1-3\tdárselo" REST "1\tdar" REST "2\tse" REST "3\tlo" REST "\n", "dárselo", "dár/dar|se|lo", 1,
          1 },
        { "1\tit" REST "1.1\tempty" REST "2\tis" REST "\r\n\n\n", "it is", "it|is", 1, 1 },
        { "\n\n# a comment alone\n", "", "", 0, 0 },
        { "", "", "", 0, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error error;
        struct conllu_document read = read_all(cases[i].conllu, &error);
        struct slice joined = { "", 0 };
        assert_int_equal(read.malformed, 0);
        assert_int_equal(read.analysis->count, cases[i].sentences);
        assert_int_equal(read.document->paragraph_count, cases[i].paragraphs);
        assert_string_equal(arena_string(arena, read.document->text), cases[i].text);
        for (size_t s = 0; s < read.analysis->count; s++)
            for (size_t k = 0; k < read.sentences[s].count; k++) {
                const struct token *token = &read.sentences[s].tokens[k];
                const bool same = slice_equal(token->text, token->form);
                joined = arena_format(arena, SLICE_FORMAT "%s" SLICE_FORMAT "%s" SLICE_FORMAT,
                                      SLICE_ARG(joined), joined.length ? "|" : "", SLICE_ARG(token->text),
                                      same ? "" : "/", SLICE_ARG(same ? (struct slice){ 0 } : token->form));
                assert_true(slice_equal(token->text,
                                        slice_part(read.document->text, token->span.start, token->span.end)));
            }
        assert_string_equal(arena_string(arena, joined), cases[i].words);
    }
}

static void what_is_malformed_is_told_with_its_line_and_the_rest_is_read(void **state) {
    (void)state;
    static const struct {
        const char *conllu, *message;
        uint32_t line;
        size_t sentences, malformed;
    } cases[] = {
        { "1\ta\n\n1\tb" REST "\n", "expected ten columns, found 2", 1, 1, 1 },
        { "1\tb" REST "\n1\ta\t_\t_\t_\t_\t_\t_\t_\t_\t_\n", "expected ten columns, found at least 11", 3, 1,
          1 },
        { "2\ta" REST "\n", "expected word 1, found \"2\"", 1, 0, 1 },
        { "1\ta" REST "3\ta" REST "\n", "expected word 2, found \"3\"", 2, 0, 1 },
        { "x\ta" REST "\n", "expected word 1, found \"x\"", 1, 0, 1 },
        { "1\t" REST "\n", "expected a word's form, found none", 1, 0, 1 },
        { "1\t\xff" REST "\n", "expected UTF-8, found other bytes in a form", 1, 0, 1 },
        { "1\ta\x01" REST "\n", "expected text, found a control character in a form", 1, 0, 1 },
        { "1-1\ta" REST "1\ta" REST "\n", "expected a range that begins with word 1, found \"1-1\"", 1, 0,
          1 },
        { "1-x\ta" REST "1\ta" REST "\n", "expected a range of words, found \"1-x\"", 1, 0, 1 },
        { "1-2\tab" REST "1\ta" REST "\n", "expected word 2 of a range, found the sentence's end", 3, 0, 1 },
        { "1-2\ta" REST "1\ta" REST "2\tb" REST "\n", "expected a token of at least 2 letters, found \"a\"",
          3, 0, 1 },
        { "1.x\ta" REST "\n", "expected a word's number, found \"1.x\"", 1, 0, 1 },
        { "# \xff\n1\ta" REST "\n", "expected UTF-8, found other bytes in a comment", 1, 0, 1 },
        { "1\ta\n\n1\tb\n\n1\tc" REST, "expected ten columns, found 2", 1, 1, 2 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error error;
        struct conllu_document read = read_all(cases[i].conllu, &error);
        assert_string_equal(error.message, cases[i].message);
        assert_string_equal(error.file, "t.conllu");
        assert_int_equal(error.line, cases[i].line);
        assert_int_equal(read.analysis->count, cases[i].sentences);
        assert_int_equal(read.malformed, cases[i].malformed);
    }
}

static void comments_are_kept_and_the_text_is_added(void **state) {
    (void)state;
    struct error error;
    struct conllu_document read = read_all("# newdoc id = d\n# sent_id = s-7\n# own = yes\n1\tNo" GLUED
                                           "2\t." REST "\n# text = Yes\n1\tYes" REST,
                                           &error);
    for (size_t s = 0; s < 2; s++)
        for (size_t i = 0; i < read.sentences[s].count; i++) {
            struct token *token = (struct token *)&read.sentences[s].tokens[i];
            token->head = (int32_t)i - 1;
            token->deprel = i == 0 ? DEPREL_ROOT : DEPREL_PUNCT;
        }
    const struct slice written = conllu_write(read.analysis, read.comments, arena);
    assert_true(
        slice_starts(written, SLICE("# newdoc id = d\n# sent_id = s-7\n# own = yes\n# text = No.\n1\tNo\t")));
    assert_true(slice_find(written, SLICE("\n\n# text = Yes\n1\tYes\t"), 0) != SIZE_MAX);
    assert_true(slice_find(written, SLICE("TokenRange=0:2|SpaceAfter=No\n"), 0) != SIZE_MAX);
}

static const char lines[] = "# name PERSON 2 3\n"
                            "1 The the DET DT _ 2 det\n"
                            "2 東京 Tokyo PROPN NNP _ 4 nsubj\n"
                            "3 Front Front PROPN NNP _ 2 flat\n"
                            "4 left leave VERB VBD _ 0 root\n"
                            "5 the the DET DT _ 7 det\n"
                            "6 old old ADJ JJ _ 7 amod\n"
                            "7 town town NOUN NN _ 4 obj SpaceAfter=No\n"
                            "8 . . PUNCT . _ 4 punct\n";

static void a_tree_is_drawn_with_its_columns_aligned(void **state) {
    (void)state;
    assert_string_equal(arena_string(arena, draw_trees(analysis_from_lines(arena, lines), 80, arena)),
                        "# 1 The 東京 Front left the old town.\n"
                        "   1   ┌── The   DET   det           2\n"
                        "   2 ┌─┼ 東京    PROPN nsubj         4     PERSON to 3\n"
                        "   3 │ └── Front PROPN flat          2\n"
                        "   4 ┼ left      VERB  root          0\n"
                        "   5 │ ┌── the   DET   det           7\n"
                        "   6 │ ├── old   ADJ   amod          7\n"
                        "   7 ├─┴ town    NOUN  obj           4\n"
                        "   8 └── .       PUNCT punct         4\n"
                        "\n");
}

static void no_line_is_wider_than_asked(void **state) {
    (void)state;
    enum { WORDS = 400 };
    char *text = arena_allocate(arena, WORDS * 128), *at = text;
    for (int i = 1; i <= WORDS; i++) // a chain: each word hangs on the one before it
        at += sprintf(at, "%d 東京東京東京東京東京東京東京東京東京 x NOUN NN _ %d %s\n", i, i - 1,
                      i == 1 ? "root" : "nmod");
    for (unsigned width = 0; width < 140; width += 20) {
        struct slice drawn = draw_trees(analysis_from_lines(arena, text), width, arena);
        for (struct slice line; slice_next(&drawn, SLICE("\n"), &line);) {
            unsigned columns = 0;
            for (size_t i = 0, length; i < line.length; i += length)
                columns += utf8_columns(utf8_at(line, i, &length));
            assert_true(columns <= (width < DRAW_WIDTH_LEAST ? DRAW_WIDTH_LEAST : width));
        }
    }
}

static int open_arena(void **state) {
    (void)state;
    arena = arena_new();
    return 0;
}

static int close_arena(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_sentences_and_spaces_are_kept),
        cmocka_unit_test(what_is_malformed_is_told_with_its_line_and_the_rest_is_read),
        cmocka_unit_test(comments_are_kept_and_the_text_is_added),
        cmocka_unit_test(a_tree_is_drawn_with_its_columns_aligned),
        cmocka_unit_test(no_line_is_wider_than_asked),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
