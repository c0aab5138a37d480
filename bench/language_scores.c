// language_scores.c - scores of the language engine on treebanks and names, and its speed.
//
//     language_scores KNOWLEDGE MODELS CORPORA
//
// Figures of the development parts: words as the treebank has them, then raw text, then words a second on one
// core.
#include "language/language.h"
#include "learn/evaluate.h"
#include "learn/segmenter.h"
#include "learn/treebank.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void take_words(const struct sentence *sentence, const uint32_t *place, struct scored_word *words,
                       size_t *count) {
    size_t first = *count;
    for (size_t i = 0; i < sentence->count; i++) {
        const struct token *token = &sentence->tokens[i];
        words[(*count)++] = (struct scored_word){ .start = place ? place[token->span.start] : 0,
                                                  .end = place ? place[token->span.end] : 0,
                                                  .upos = slice_of(upos_name(token->upos)),
                                                  .xpos = token->xpos,
                                                  .lemma = token->lemma,
                                                  .relation = slice_of(deprel_name(token->deprel)),
                                                  .head = token->head < 0 ? -1 : (int32_t)first + token->head,
                                                  .starts_sentence = i == 0 };
    }
}

static void print_scores(const char *name, const struct scores *s) {
    printf("%s: words %.2f sentences %.2f UPOS %.2f XPOS %.2f lemmas %.2f UAS %.2f LAS %.2f\n", name,
           f1(s->words), f1(s->sentences), f1(s->upos), f1(s->xpos), f1(s->lemmas), f1(s->uas), f1(s->las));
}

static void score_given_words(const struct language *language, const char *name,
                              const struct treebank *bank) {
    struct arena *arena = arena_new();
    struct scores scores = { 0 };
    double spent = 0;
    for (uint32_t s = 0; s < bank->count; s++) {
        const struct gold_sentence *gold = &bank->sentences[s];
        arena_reset(arena);
        struct token *tokens = ARENA_ARRAY(arena, struct token, gold->count + 1);
        for (uint32_t i = 0; i < gold->count; i++)
            tokens[i] = (struct token){ .text = gold->words[i].form,
                                        .form = gold->words[i].form,
                                        .space_after = gold->words[i].space_after };
        struct sentence sentence = { .tokens = tokens, .count = gold->count };
        const double start = seconds();
        language_annotate(language, &sentence, tokens, arena);
        spent += seconds() - start;
        struct scored_word *ours = ARENA_ARRAY(arena, struct scored_word, gold->count + 1);
        struct scored_word *right = ARENA_ARRAY(arena, struct scored_word, gold->count + 1);
        size_t count = 0;
        take_words(&sentence, NULL, ours, &count);
        for (uint32_t i = 0; i < gold->count; i++) {
            const struct gold_word *word = &gold->words[i];
            ours[i].start = i;
            ours[i].end = i + 1;
            right[i] =
                (struct scored_word){ i,          i + 1,       slice_of(upos_name((enum upos)word->upos)),
                                      word->xpos, word->lemma, word->relation,
                                      word->head, i == 0 };
        }
        evaluate(right, gold->count, ours, count, &scores, arena);
    }
    print_scores(name, &scores);
    printf("    %.0f words/s without segmentation\n", (double)bank->words / spent);
    arena_free(arena);
}

static void score_text(const struct language *language, const char *name, const struct treebank *bank) {
    struct arena *arena = arena_new(), *scratch = arena_new();
    struct gold_paragraphs paragraphs = paragraphs_of(bank, arena);
    struct scores scores = { 0 };
    size_t words = 0, sentence = 0;
    double spent = 0;
    for (size_t p = 0; p < paragraphs.count; p++) {
        const struct gold_paragraph *paragraph = &paragraphs.items[p];
        arena_reset(scratch);
        struct span span = { 0, (uint32_t)paragraph->text.length };
        struct document document = { .text = paragraph->text, .paragraphs = &span, .paragraph_count = 1 };
        double start = seconds();
        const struct analysis *analysis = language_analyse(language, &document, scratch);
        spent += seconds() - start;
        words += analysis->token_count;
        uint32_t *place = ARENA_ARRAY(scratch, uint32_t, paragraph->text.length + 1), at = 0;
        for (size_t i = 0; i <= paragraph->text.length; i++) {
            place[i] = at;
            if (i < paragraph->text.length && paragraph->text.start[i] != ' ') at++;
        }
        struct scored_word *ours = ARENA_ARRAY(scratch, struct scored_word, analysis->token_count + 1);
        struct scored_word *right = ARENA_ARRAY(scratch, struct scored_word, paragraph->word_count + 1);
        size_t count = 0, done = 0;
        for (size_t s = 0; s < analysis->count; s++) take_words(&analysis->sentences[s], place, ours, &count);
        while (done < paragraph->word_count) {
            const struct gold_sentence *gold = &bank->sentences[sentence++];
            for (uint32_t i = 0; i < gold->count; i++) {
                const struct gold_word *word = &gold->words[i];
                right[done + i] = (struct scored_word){ place[paragraph->words[done + i].start],
                                                        place[paragraph->words[done + i].end],
                                                        slice_of(upos_name((enum upos)word->upos)),
                                                        word->xpos,
                                                        word->lemma,
                                                        word->relation,
                                                        word->head < 0 ? -1 : (int32_t)done + word->head,
                                                        i == 0 };
            }
            done += gold->count;
        }
        evaluate(right, paragraph->word_count, ours, count, &scores, scratch);
    }
    print_scores(name, &scores);
    printf("    %.0f words/s from raw text to trees and names\n", (double)words / spent);
    arena_free(scratch);
    arena_free(arena);
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: language_scores KNOWLEDGE MODELS CORPORA\n");
        return 2;
    }
    struct error error = { 0 };
    struct arena *arena = arena_new();
    struct knowledge *knowledge = knowledge_open(argv[1], &error);
    struct language *language = knowledge ? language_open(knowledge, SLICE("en"), argv[2], &error) : NULL;
    static const char *const names[] = { "en_ewt-dev", "en_gum-dev" };
    for (int i = 0; language && i < 2; i++) {
        struct slice content;
        struct treebank bank;
        char path[64];
        snprintf(path, sizeof path, "ud/%s.conllu", names[i]);
        if (!corpus_find(argv[3], path, arena, &content, &error)) {
            printf("%s: skipped, not there\n", names[i]);
            error = (struct error){ 0 };
            continue;
        }
        if (!treebank_parse(content, path, arena, &bank, &error)) break;
        snprintf(path, sizeof path, "%s, given words", names[i]);
        score_given_words(language, path, &bank);
        snprintf(path, sizeof path, "%s, raw text", names[i]);
        score_text(language, path, &bank);
    }
    char text[1024];
    if (error.kind) fprintf(stderr, "language_scores: %s\n", error_text(&error, text, sizeof text));
    language_close(language);
    knowledge_close(knowledge);
    arena_free(arena);
    return error.kind ? 1 : 0;
}
