// language_scores.c - scores of the language engine on treebanks and names, and its speed.
//
//     language_scores KNOWLEDGE MODELS CORPORA LANGUAGE [BEAM]
//
// Figures of the development parts that models/packs.txt names: words as the treebank has them, then raw
// text, then words a second on one core; names. BEAM is for the curve of accuracy against speed.
#include "base/file.h"
#include "language/language.h"
#include "language/model.h"
#include "learn/entities.h"
#include "learn/evaluate.h"
#include "learn/packs.h"
#include "learn/segmenter.h"
#include "learn/treebank.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

// The parts of a multiword token that do not join to it share its stretch, on both sides.
static bool joins(const struct sentence *sentence, size_t first) {
    const unsigned parts = sentence->tokens[first].multiword;
    for (size_t i = first; i < first + parts && i < sentence->count; i++)
        if (sentence->tokens[i].form.length != sentence->tokens[i].text.length) return false;
    return true;
}

static void take_words(const struct sentence *sentence, const uint32_t *place, struct scored_word *words,
                       size_t *count) {
    size_t first = *count, shared_end = 0;
    struct span shared = { 0 };
    for (size_t i = 0; i < sentence->count; i++) {
        const struct token *token = &sentence->tokens[i];
        if (token->multiword > 1 && i + token->multiword <= sentence->count && !joins(sentence, i)) {
            shared_end = i + token->multiword;
            shared = (struct span){ token->span.start, sentence->tokens[shared_end - 1].span.end };
        }
        const struct span span = i < shared_end ? shared : token->span;
        words[(*count)++] = (struct scored_word){ .start = place ? place[span.start] : 0,
                                                  .end = place ? place[span.end] : 0,
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

// Exact spans of names, as the training program counts them.
static bool score_name_files(const struct knowledge *knowledge, const struct pack *pack, const char *models,
                             const char *corpora, struct arena *arena, struct error *error) {
    const char *path =
        arena_string(arena, arena_format(arena, "%s/" SLICE_FORMAT ".model", models, SLICE_ARG(pack->code)));
    struct data_file *file = data_file_open(path, MODEL_MAGIC, MODEL_VERSION, false, error);
    struct tagger tagger;
    struct lexicon lexicon;
    struct namer *namer = ARENA_NEW(arena, struct namer);
    const bool good = file && linear_open(data_file_section(file, "xpos"), &tagger.xpos) &&
                      linear_open(data_file_section(file, "upos"), &tagger.upos) &&
                      word_lexicon_open(data_file_section(file, "lexicon"), &lexicon) &&
                      namer_open(data_file_section(file, "names"), namer);
    struct segmenter *segmenter = segmenter_open(knowledge, pack->code, arena);
    const struct name_tools tools = { &lexicon, &tagger,
                                      name_lists_open(knowledge, pack->code, segmenter, arena), NULL };
    for (unsigned d = 0; good && d < pack->names_development.count; d++) {
        const struct slice name = pack->names_development.names[d];
        if (!slice_ends(name, SLICE(".iob2"))) continue;
        struct name_corpus corpus = { 0 };
        if (!name_corpus_read(corpora, arena_string(arena, name), &tools, false, arena, &corpus, error)) {
            printf(SLICE_FORMAT ": skipped, not there\n", SLICE_ARG(name));
            *error = (struct error){ 0 };
            continue;
        }
        const struct name_scores scores =
            score_names(namer, &corpus, slice_starts(name, SLICE("uner")), false);
        printf(SLICE_FORMAT ": names F1 %.2f\n", SLICE_ARG(name),
               200.0 * (double)scores.right / (double)(scores.gold + scores.found + 1));
    }
    data_file_close(file);
    return good;
}

static bool score_bank(const struct language *language, const struct pack *pack, struct slice name,
                       const char *corpora, struct arena *arena, struct error *error) {
    struct slice content;
    struct treebank bank;
    const char *path =
        arena_string(arena, arena_format(arena, "ud/" SLICE_FORMAT ".conllu", SLICE_ARG(name)));
    if (!corpus_find(corpora, path, arena, &content, error)) {
        printf("%s: skipped, not there\n", path);
        *error = (struct error){ 0 };
        return true;
    }
    if (!treebank_parse(content, path, arena, &bank, error)) return false;
    struct treebank kept;
    if (pack->tenth) treebank_split(&bank, arena, &kept, &bank);
    score_given_words(language, arena_string(arena, arena_format(arena, "%s, given words", path)), &bank);
    score_text(language, arena_string(arena, arena_format(arena, "%s, raw text", path)), &bank);
    return true;
}

int main(int argc, char **argv) {
    if (argc < 5 || argc > 6) {
        fprintf(stderr, "usage: language_scores KNOWLEDGE MODELS CORPORA LANGUAGE [BEAM]\n");
        return 2;
    }
    struct error error = { 0 };
    struct arena *arena = arena_new();
    struct pack pack = { 0 };
    const char *packs = arena_string(arena, arena_format(arena, "%s/packs.txt", argv[2]));
    struct knowledge *knowledge = knowledge_open(argv[1], &error);
    bool good = knowledge && pack_read(access(packs, R_OK) == 0 ? packs : DRAGOMAN_BUILT_MODELS "/packs.txt",
                                       slice_of(argv[4]), arena, &pack, &error);
    struct language *language = good ? language_open(knowledge, pack.code, argv[2], &error) : NULL;
    if (language && argc == 6) language_set_beam(language, (unsigned)strtoul(argv[5], NULL, 10));
    const struct pack_files *banks = pack.tenth ? &pack.treebanks : &pack.development;
    good = language != NULL;
    for (unsigned d = 0; good && d < banks->count; d++)
        good = score_bank(language, &pack, banks->names[d], argv[3], arena, &error);
    if (good && pack.names_development.count > 0)
        good = score_name_files(knowledge, &pack, argv[2], argv[3], arena, &error);
    char text[1024];
    if (error.kind) fprintf(stderr, "language_scores: %s\n", error_text(&error, text, sizeof text));
    language_close(language);
    knowledge_close(knowledge);
    arena_free(arena);
    return good ? 0 : 1;
}
