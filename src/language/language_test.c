// language_test.c - the whole way over our own sentences, with the shipped model.
#include "language/check.h"
#include "language/conllu.h"
#include "language/language.h"

#include "base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct knowledge *knowledge;
static struct language *language;
static struct arena *arena;

// Paragraphs are separated by a blank line.
static const struct analysis *analyse(struct slice text, bool title) {
    struct document *document = ARENA_NEW(arena, struct document);
    struct span *paragraphs = ARENA_ARRAY(arena, struct span, text.length + 1);
    size_t count = 0;
    for (size_t from = 0; from < text.length;) {
        size_t end = slice_find(text, SLICE("\n\n"), from);
        if (end == SIZE_MAX) end = text.length;
        if (end > from) paragraphs[count++] = (struct span){ (uint32_t)from, (uint32_t)end };
        from = end + 2;
    }
    document->text = text;
    document->has_title = title;
    document->paragraphs = paragraphs;
    document->paragraph_count = count;
    const struct analysis *analysis = language_analyse(language, document, arena);
    const char *wrong = analysis_check(analysis);
    if (wrong) fail_msg("%s in \"" SLICE_FORMAT "\"", wrong, SLICE_ARG(text));
    return analysis;
}

static int32_t find(const struct sentence *sentence, const char *form) {
    for (size_t i = 0; i < sentence->count; i++)
        if (slice_equal(sentence->tokens[i].text, slice_of(form))) return (int32_t)i;
    fail_msg("no word \"%s\"", form);
    return -1;
}

static void sentences_end_where_they_should(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t sentences;
    } cases[] = {
        { "The envoy left. The rebels stayed.", 2 },
        { "Gen. Ochoa met Mr. Lima in the U.S. on Oct. 7.", 1 },
        { "\"We will not sign,\" he said. \"Never.\"", 2 },
        { "The war ended.The troops went home.", 2 },
        { "Who fired first? Nobody knows!", 2 },
        { "J. R. Lima and P. Ochoa agreed.", 1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct analysis *analysis = analyse(slice_of(cases[i].text), false);
        if (analysis->count != cases[i].sentences)
            fail_msg("%zu sentences in \"%s\"", analysis->count, cases[i].text);
    }
}

static void a_title_is_one_sentence_and_paragraphs_part_sentences(void **state) {
    (void)state;
    const struct analysis *analysis =
        analyse(SLICE("Rebels free hostages. Talks go on\n\nThe rebels freed\n\nfour"), true);
    assert_int_equal(analysis->count, 3);
    assert_true(analysis->sentences[0].is_title);
    assert_false(analysis->sentences[1].is_title);
    assert_int_equal(analysis->sentences[2].paragraph, 2);
    assert_int_equal(analysis->sentences[2].first_token,
                     analysis->sentences[0].count + analysis->sentences[1].count);
}

static void subjects_and_objects_are_found(void **state) {
    (void)state;
    static const struct {
        const char *text, *child, *head;
        enum deprel deprel;
    } cases[] = {
        { "The rebels attacked the village.", "rebels", "attacked", DEPREL_NSUBJ },
        { "The rebels attacked the village.", "village", "attacked", DEPREL_OBJ },
        { "The village was attacked by the rebels.", "village", "attacked", DEPREL_NSUBJ_PASS },
        { "The village was attacked by the rebels.", "rebels", "attacked", DEPREL_OBL_AGENT },
        { "The minister said that the army had left the city.", "left", "said", DEPREL_CCOMP },
        { "The president met the prime minister of Peru on Monday.", "Peru", "minister", DEPREL_NMOD },
        { "In Peru, the ruling Liberal Union of Lima praised the treaty.", "Union", "praised", DEPREL_NSUBJ },
        { "US Secretary of State Mike Weber posted a message on Monday.", "Mike", "posted", DEPREL_NSUBJ },
        { "US Secretary of State Mike Weber posted a message on Monday.", "Secretary", "Mike",
          DEPREL_NMOD_DESC },
        { "US Secretary of State Mike Weber posted a message on Monday.", "Weber", "Mike", DEPREL_FLAT },
        { "France and Italy signed the treaty.", "Italy", "France", DEPREL_CONJ },
        { "Police arrested three men who had attacked the bank.", "attacked", "men", DEPREL_ACL_RELCL },
        { "Police arrested ten protesters in the capital.", "ten", "protesters", DEPREL_NUMMOD },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct sentence *sentence = &analyse(slice_of(cases[i].text), false)->sentences[0];
        const struct token *child = &sentence->tokens[find(sentence, cases[i].child)];
        if (child->head != find(sentence, cases[i].head) || child->deprel != cases[i].deprel)
            fail_msg("\"%s\" is %s of word %d in \"%s\"", cases[i].child, deprel_name(child->deprel),
                     child->head + 1, cases[i].text);
        assert_true(child->confidence > 0 && child->confidence <= 1);
    }
}

static void words_have_lemmas_tags_and_features(void **state) {
    (void)state;
    const struct sentence *sentence =
        &analyse(SLICE("The ministers were wounded and they didn't leave their houses."), false)
             ->sentences[0];
    static const struct {
        const char *form, *lemma;
        enum upos upos;
        uint32_t features;
    } cases[] = {
        { "ministers", "minister", UPOS_NOUN, FEATURE_PLURAL },
        { "wounded", "wound", UPOS_VERB, FEATURE_PAST | FEATURE_PARTICIPLE | FEATURE_PASSIVE },
        { "they", "they", UPOS_PRON, FEATURE_PLURAL | FEATURE_THIRD },
        { "did", "do", UPOS_AUX, FEATURE_PAST | FEATURE_FINITE },
        { "n't", "not", UPOS_PART, FEATURE_NEGATIVE },
        { "houses", "house", UPOS_NOUN, FEATURE_PLURAL },
        { "their", "their", UPOS_PRON, FEATURE_POSSESSIVE },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct token *token = &sentence->tokens[find(sentence, cases[i].form)];
        assert_true(slice_equal(token->lemma, slice_of(cases[i].lemma)));
        assert_int_equal(token->upos, cases[i].upos);
        assert_int_equal(token->features & cases[i].features, cases[i].features);
    }
}

static void names_have_types(void **state) {
    (void)state;
    static const struct {
        const char *text, *name;
        enum name_type type;
    } cases[] = {
        { "President Emmanuel Macron visited Lima on Monday.", "Emmanuel Macron", NAME_PERSON },
        { "President Emmanuel Macron visited Lima on Monday.", "Lima", NAME_PLACE },
        { "The United Nations sent observers to Colombia.", "United Nations", NAME_ORGANIZATION },
        { "The United Nations sent observers to Colombia.", "Colombia", NAME_PLACE },
        { "Colombian troops crossed the river.", "Colombian", NAME_GROUP },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct sentence *sentence = &analyse(slice_of(cases[i].text), false)->sentences[0];
        bool found = false;
        for (size_t k = 0; k < sentence->name_count; k++) {
            const struct name_span *name = &sentence->names[k];
            const struct token *first = &sentence->tokens[name->first],
                               *last = &sentence->tokens[name->end - 1];
            struct slice text = { first->text.start, last->span.end - first->span.start };
            found |= slice_equal(text, slice_of(cases[i].name)) && name->type == cases[i].type;
        }
        if (!found)
            fail_msg("\"%s\" is no %s in \"%s\"", cases[i].name, name_type_name(cases[i].type),
                     cases[i].text);
    }
}

static void text_in_capitals_still_parses(void **state) {
    (void)state;
    const struct sentence *sentence =
        &analyse(SLICE("THE REBELS ATTACKED THE VILLAGE."), false)->sentences[0];
    assert_int_equal(sentence->tokens[find(sentence, "REBELS")].head, find(sentence, "ATTACKED"));
    assert_int_equal(sentence->tokens[find(sentence, "ATTACKED")].upos, UPOS_VERB);
}

static void a_sentence_without_end_is_cut_and_says_so(void **state) {
    (void)state;
    size_t words = 3000;
    char *text = arena_allocate(arena, words * 5 + 1);
    for (size_t i = 0; i < words; i++) memcpy(text + i * 5, "and, ", 5);
    const struct analysis *analysis = analyse((struct slice){ text, words * 5 }, false);
    assert_int_equal(analysis->token_count, 2 * words);
    assert_true(analysis->count >= 2 * words / LANGUAGE_SENTENCE_LIMIT);
    assert_true(analysis->sentences[0].was_split);
}

static void fifty_thousand_words_without_an_end_are_cut_and_none_is_lost(void **state) {
    (void)state;
    const size_t words = 50000;
    char *text = arena_allocate(arena, words * 6 + 1);
    for (size_t i = 0; i < words; i++) memcpy(text + i * 6, i % 2 ? "rebel " : "the a ", 6);
    const struct analysis *analysis = analyse((struct slice){ text, words * 6 }, false);
    assert_int_equal(analysis->token_count, words + words / 2);
    for (size_t s = 0; s + 1 < analysis->count; s++) assert_true(analysis->sentences[s].was_split);
    arena_reset(arena);
}

static void given_words_of_any_number_are_one_tree(void **state) {
    (void)state;
    enum { WORDS = 1300 };
    struct token *tokens = ARENA_ARRAY(arena, struct token, WORDS);
    for (size_t i = 0; i < WORDS; i++)
        tokens[i].text = tokens[i].form = i % 3 == 0   ? SLICE("The")
                                          : i % 3 == 1 ? SLICE("rebels")
                                                       : SLICE("left");
    struct sentence sentence = { .tokens = tokens, .count = WORDS };
    language_annotate(language, &sentence, tokens, arena);
    size_t roots = 0;
    for (size_t i = 0; i < WORDS; i++) {
        assert_true(tokens[i].head < WORDS && tokens[i].head != (int32_t)i);
        roots += tokens[i].head < 0;
    }
    assert_int_equal(roots, 1);
    assert_true(sentence.was_split);
    sentence.count = 0;
    language_annotate(language, &sentence, tokens, arena);
}

static void spanish_is_a_pack_like_any_other(void **state) {
    (void)state;
    static const struct {
        const char *text, *word, *lemma, *head;
        enum upos upos;
        enum deprel deprel;
    } cases[] = {
        { "Los rebeldes atacaron la ciudad.", "rebeldes", "rebelde", "atacaron", UPOS_NOUN, DEPREL_NSUBJ },
        { "Los rebeldes atacaron la ciudad.", "ciudad", "ciudad", "atacaron", UPOS_NOUN, DEPREL_OBJ },
        { "El presidente visitó la ciudad del norte.", "visitó", "visitar", NULL, UPOS_VERB, DEPREL_ROOT },
        { "El presidente visitó la ciudad del norte.", "norte", "norte", "ciudad", UPOS_NOUN, DEPREL_NMOD },
        { "La ministra dijo que el gobierno firmará el acuerdo.", "firmará", "firmar", "dijo", UPOS_VERB,
          DEPREL_CCOMP },
    };
    struct language *english = language;
    struct error error = { 0 };
    char folder[1024];
    const char *root = getenv("SOURCE_ROOT");
    snprintf(folder, sizeof folder, "%s/models", root ? root : ".");
    assert_true(language_is_there(SLICE("es"), folder));
    assert_false(language_is_there(SLICE("xx"), folder));
    language = language_open(knowledge, SLICE("es"), folder, &error);
    assert_non_null(language);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct sentence *sentence = &analyse(slice_of(cases[i].text), false)->sentences[0];
        const struct token *token = &sentence->tokens[find(sentence, cases[i].word)];
        assert_true(slice_equal(token->lemma, slice_of(cases[i].lemma)));
        assert_int_equal(token->upos, cases[i].upos);
        assert_int_equal(token->deprel, cases[i].deprel);
        assert_int_equal(token->head, cases[i].head ? find(sentence, cases[i].head) : -1);
        assert_true(slice_equal(token->xpos, SLICE("_")));
    }
    assert_int_equal(analyse(SLICE("El ejército salió de la capital. Nadie sabe por qué."), false)->count, 2);
    language_close(language);
    language = english;
}

static void lemmas_are_whole_letters(void **state) {
    (void)state;
    const struct sentence *sentence = &analyse(SLICE("They\xE2\x80\x99"
                                                     "d sell \xC2\xAE and \xC3\x97 s."),
                                               false)
                                           ->sentences[0];
    for (size_t i = 0; i < sentence->count; i++)
        assert_int_equal(utf8_first_invalid(sentence->tokens[i].lemma), SIZE_MAX);
}

static void the_same_text_gives_the_same_bytes(void **state) {
    (void)state;
    struct slice text = SLICE("Rebels free hostages\n\nThe rebels didn't say who paid. Talks in Lima go on.");
    struct slice first = conllu_write(analyse(text, true), NULL, arena),
                 second = conllu_write(analyse(text, true), NULL, arena);
    assert_true(slice_equal(first, second));
    assert_true(slice_find(first, SLICE("# text = Rebels free hostages\n"), 0) != SIZE_MAX);
    assert_true(slice_find(first, SLICE("\tdidn't\t_\t_"), 0) != SIZE_MAX);
    assert_true(slice_find(first, SLICE("TokenRange=0:6"), 0) != SIZE_MAX);
}

static void any_bytes_give_trees(void **state) {
    (void)state;
    uint32_t seed = 99;
    static const char letters[] = "aA1.,'\"-/:()[] \t$%&@#!?;\xE2\x80\x99\x9C\xff\0n't's U.S. The \n\n";
    for (int round = 0; round < 400; round++) {
        size_t length = (size_t)round;
        char *text = arena_allocate(arena, length + 1);
        for (size_t i = 0; i < length; i++) {
            seed = seed * 1664525u + 1013904223u;
            text[i] = letters[(seed >> 16) % (sizeof letters - 1)];
        }
        analyse((struct slice){ text, length }, round % 2);
        arena_reset(arena);
    }
}

static void a_model_that_is_not_there_is_an_error(void **state) {
    (void)state;
    struct error error = { 0 };
    assert_null(language_open(knowledge, SLICE("xx"), "/nowhere", &error));
    assert_int_equal(error.kind, ERROR_SYSTEM);
    assert_int_equal(strlen(language_hash(language)), 16);
}

static int open_language(void **state) {
    (void)state;
    struct error error = { 0 };
    char folder[1024], text[1024];
    const char *root = getenv("SOURCE_ROOT"), *file = getenv("KNOWLEDGE_BIN");
    snprintf(folder, sizeof folder, "%s/models", root ? root : ".");
    arena = arena_new();
    knowledge = knowledge_open(file ? file : "knowledge.bin", &error);
    language = knowledge ? language_open(knowledge, SLICE("en"), folder, &error) : NULL;
    if (!language) printf("%s\n", error_text(&error, text, sizeof text));
    return language ? 0 : -1;
}

static int close_language(void **state) {
    (void)state;
    language_close(language);
    knowledge_close(knowledge);
    arena_free(arena);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_end_where_they_should),
        cmocka_unit_test(a_title_is_one_sentence_and_paragraphs_part_sentences),
        cmocka_unit_test(subjects_and_objects_are_found),
        cmocka_unit_test(words_have_lemmas_tags_and_features),
        cmocka_unit_test(names_have_types),
        cmocka_unit_test(text_in_capitals_still_parses),
        cmocka_unit_test(a_sentence_without_end_is_cut_and_says_so),
        cmocka_unit_test(fifty_thousand_words_without_an_end_are_cut_and_none_is_lost),
        cmocka_unit_test(given_words_of_any_number_are_one_tree),
        cmocka_unit_test(spanish_is_a_pack_like_any_other),
        cmocka_unit_test(lemmas_are_whole_letters),
        cmocka_unit_test(the_same_text_gives_the_same_bytes),
        cmocka_unit_test(any_bytes_give_trees),
        cmocka_unit_test(a_model_that_is_not_there_is_an_error),
    };
    return cmocka_run_group_tests(tests, open_language, close_language);
}
