// main.c - dragoman-train: from corpora to a model.
#include "base/file.h"
#include "language/model.h"
#include "language/parse.h"
#include "language/tag.h"
#include "learn/classes.h"
#include "learn/entities.h"
#include "learn/lemmas.h"
#include "learn/segmenter.h"
#include "learn/syntax.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct corpora {
    struct treebank train[4], dev[2];
    unsigned train_count, dev_count;
};

struct tag_use {
    uint32_t key, tag;
};

static int by_use(const void *a, const void *b) {
    const struct tag_use *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return x->tag < y->tag ? -1 : x->tag > y->tag;
}

// The lexicon: of each form the set of tags that it was often seen with, and its classes (lines "word c1 c2
// c3").
static struct slice make_lexicon(const struct corpora *corpora, struct label_set *xpos, struct slice classes,
                                 struct arena *arena) {
    size_t words = 0, used = 0, count = 0;
    for (unsigned t = 0; t < corpora->train_count; t++) words += corpora->train[t].words;
    struct tag_use *uses = ARENA_ARRAY(arena, struct tag_use, words + 1);
    for (unsigned t = 0; t < corpora->train_count; t++)
        for (uint32_t s = 0; s < corpora->train[t].count; s++)
            for (uint32_t i = 0; i < corpora->train[t].sentences[s].count; i++) {
                const struct gold_word *word = &corpora->train[t].sentences[s].words[i];
                uses[used++] = (struct tag_use){ word_lexicon_key(word_lower(word->form, arena)),
                                                 label_add(xpos, word->xpos) };
            }
    qsort(uses, used, sizeof *uses, by_use);
    size_t lines = 0;
    for (size_t i = 0; i < classes.length; i++) lines += classes.start[i] == '\n';
    struct lexicon_entry *entries = ARENA_ARRAY(arena, struct lexicon_entry, used + lines + 1);
    uint64_t *sets = ARENA_ARRAY(arena, uint64_t, 65536);
    uint32_t set_count = 0;
    for (size_t i = 0, end; i < used; i = end) {
        for (end = i; end < used && uses[end].key == uses[i].key;) end++;
        if (end - i < 4) continue;
        uint64_t set = 0;
        for (size_t k = i, stop; k < end; k = stop) {
            for (stop = k; stop < end && uses[stop].tag == uses[k].tag;) stop++;
            if ((stop - k) * 20 >= end - i) set |= (uint64_t)1 << (uses[k].tag & 63);
        }
        uint32_t number = 0;
        while (number < set_count && sets[number] != set) number++;
        if (number == set_count && set_count < 65000) sets[set_count++] = set;
        entries[count++] = (struct lexicon_entry){ .key = uses[i].key, .tags = (uint16_t)(number + 1) };
    }
    size_t seen = count; // sorted by key so far
    for (struct slice line; slice_next(&classes, SLICE("\n"), &line);) {
        struct slice rest = line, word, cell;
        if (!slice_next(&rest, SLICE("\t"), &word)) continue;
        struct lexicon_entry entry = { .key = word_lexicon_key(word) };
        for (unsigned k = 0; k < CLUSTERINGS && slice_next(&rest, SLICE("\t"), &cell); k++)
            entry.cluster[k] = (uint16_t)atoi(arena_string(arena, cell));
        size_t low = 0, high = seen;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (entries[middle].key < entry.key)
                low = middle + 1;
            else
                high = middle;
        }
        if (low < seen && entries[low].key == entry.key)
            memcpy(entries[low].cluster, entry.cluster, sizeof entry.cluster);
        else
            entries[count++] = entry;
    }
    printf("lexicon: %zu forms, %u sets of tags\n", count, set_count);
    return word_lexicon_pack(entries, count, arena);
}

static bool load_treebank(const char *folder, const char *name, struct arena *arena,
                          struct treebank *treebank, struct error *error) {
    struct slice content;
    char path[256];
    snprintf(path, sizeof path, "ud/%s.conllu", name);
    return corpus_find(folder, path, arena, &content, error) &&
           treebank_parse(content, path, arena, treebank, error);
}

static bool wanted(const char *only, const char *step) {
    return !only || strstr(only, step);
}

static bool train_small(const struct corpora *corpora, const char *knowledge_file, const char *code,
                        struct label_set *xpos, const struct lexicon *lexicon, const char *work,
                        struct arena *arena, struct error *error) {
    struct knowledge *knowledge = knowledge_open(knowledge_file, error);
    if (!knowledge) return false;
    struct segmenter *segmenter = segmenter_open(knowledge, slice_of(code), arena);
    struct gold_paragraphs train[4], dev;
    for (unsigned t = 0; t < corpora->train_count; t++) train[t] = paragraphs_of(&corpora->train[t], arena);
    struct slice breaks = train_breaks(segmenter, train, corpora->train_count, arena);
    struct linear linear;
    bool good = linear_open(breaks, &linear) && save_part(work, "breaks", breaks, error);
    for (unsigned d = 0; good && d < corpora->dev_count; d++) {
        dev = paragraphs_of(&corpora->dev[d], arena);
        struct segment_scores found = score_segments(segmenter, &linear, &dev, 0);
        printf("dev %u: words F1 %.2f, sentences F1 %.2f\n", d,
               200.0 * (double)found.right_words / (double)(found.gold_words + found.words),
               200.0 * (double)found.right_sentences / (double)(found.gold_sentences + found.sentences));
    }
    struct slice lemmas = train_lemmas(corpora->train, corpora->train_count, xpos, arena);
    good = good && save_part(work, "lemmas", lemmas, error);
    for (unsigned d = 0; good && d < corpora->dev_count; d++)
        printf("dev %u: lemmas with right tags %.2f\n", d,
               score_lemmas(lemmas, &corpora->dev[d], xpos, lexicon));
    knowledge_close(knowledge);
    return good;
}

static bool train_classes(const struct corpora *corpora, const char *folder, const char *knowledge_file,
                          const char *code, const char *work, struct error *error) {
    static const unsigned counts[3] = { 50, 200, 800 };
    struct knowledge *knowledge = knowledge_open(knowledge_file, error);
    if (!knowledge) return false;
    struct arena *arena = arena_new();
    struct segmenter *segmenter = segmenter_open(knowledge, slice_of(code), arena);
    struct word_stream *stream = word_stream_new();
    struct slice raw;
    bool good = corpus_find(folder, "raw/ungdc-1985-2023.txt", arena, &raw, error);
    if (good) word_stream_add(stream, segmenter, raw);
    good = good && corpus_find(folder, "article/wcxb-dev-articles.tar", arena, &raw, error);
    if (good) word_stream_add_articles(stream, segmenter, raw);
    for (unsigned t = 0; good && t < corpora->train_count; t++)
        for (uint32_t s = 0; s < corpora->train[t].count; s++) {
            word_stream_add(stream, segmenter, corpora->train[t].sentences[s].text);
        }
    if (good) good = save_part(work, "classes.txt", word_classes(stream, 40000, 6, counts, 8, arena), error);
    word_stream_free(stream);
    knowledge_close(knowledge);
    arena_free(arena);
    return good;
}

static void print_names(const char *what, const struct name_scores *scores) {
    printf("%s: names F1 %.2f (%zu right of %zu, %zu found);", what,
           200.0 * (double)scores->right / (double)(scores->gold + scores->found + 1e-9), scores->right,
           scores->gold, scores->found);
    for (int t = 0; t < NAME_TYPES; t++)
        if (scores->type_gold[t])
            printf(" %s %.1f", name_type_name((enum name_type)t),
                   200.0 * (double)scores->type_right[t] /
                       (double)(scores->type_gold[t] + scores->type_found[t]));
    printf("\n");
}

static bool train_entities(const struct corpora *corpora, const char *folder, const char *knowledge_file,
                           const char *code, const struct lexicon *lexicon, const struct samples *tagged,
                           const struct syntax_options *options, struct arena *arena, struct error *error) {
    static const char *const files[] = { "uner_en_ewt-train.iob2",
                                         "crossner/politics-train.iob2",
                                         "wikigold-traindev.iob1",
                                         "crossner/science-train.iob2",
                                         "crossner/literature-train.iob2",
                                         "crossner/ai-train.iob2",
                                         "wnut17-train.iob2",
                                         "btc/g.iob2",
                                         "btc/e.iob2",
                                         "btc/a.iob2",
                                         "btc/b.iob2",
                                         "btc/h.iob2" };
    struct knowledge *knowledge = knowledge_open(knowledge_file, error);
    if (!knowledge) return false;
    struct segmenter *segmenter = segmenter_open(knowledge, slice_of(code), arena);
    struct slice xpos, upos;
    struct tagger tagger;
    bool good = load_part(options->work, "xpos", arena, &xpos, error) &&
                load_part(options->work, "upos", arena, &upos, error) && linear_open(xpos, &tagger.xpos) &&
                linear_open(upos, &tagger.upos);
    struct name_tools tools = { lexicon, &tagger,
                                name_lists_open(knowledge, slice_of(code), segmenter, arena), tagged };
    struct name_corpus train = { 0 }, ewt = { 0 }, politics = { 0 }, gum = { 0 };
    for (size_t i = 0; good && i < sizeof files / sizeof *files; i++)
        good = name_corpus_read(folder, files[i], &tools, true, arena, &train, error);
    if (good) name_corpus_add_treebank(&corpora->train[1], &tools, true, arena, &train);
    tools.tagged = NULL;
    good = good && name_corpus_read(folder, "uner_en_ewt-dev.iob2", &tools, false, arena, &ewt, error) &&
           name_corpus_read(folder, "crossner/politics-dev.iob2", &tools, false, arena, &politics, error);
    if (good) {
        name_corpus_add_treebank(&corpora->dev[1], &tools, false, arena, &gum);
        printf("names: %zu sentences, %zu words\n", train.count, train.words);
        struct slice section = train_names(&train, 6, options->enough, arena);
        struct namer *namer = ARENA_NEW(arena, struct namer);
        good = namer_open(section, namer) && save_part(options->work, "names", section, error);
        struct name_scores scores = score_names(namer, &ewt, true, false);
        print_names("UNER EWT dev", &scores);
        scores = score_names(namer, &politics, false, false);
        print_names("CrossNER politics dev", &scores);
        scores = score_names(namer, &gum, false, false);
        print_names("GUM dev", &scores);
    }
    knowledge_close(knowledge);
    return good;
}

static bool write_model(const char *work, const char *out, const char *code, struct arena *arena,
                        struct error *error) {
    static const char *const names[] = { "lexicon",   "breaks",    "xpos",   "upos",  "xpos-names", "moves",
                                         "relations", "rel-names", "lemmas", "names", "settings" };
    struct data_section sections[16];
    size_t count = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct error none = { 0 };
        if (load_part(work, names[i], arena, &sections[count].content, &none))
            sections[count++].name = names[i];
    }
    struct slice file = data_file_make(MODEL_MAGIC, MODEL_VERSION, sections, count, arena);
    const char *path = arena_string(arena, arena_format(arena, "%s/%s.model", out, code));
    printf("%s: %zu bytes\n", path, file.length);
    return file_write(path, file, error);
}

static const char usage[] =
    "usage: dragoman-train -k KNOWLEDGE [-o MODELS] [-w WORK] [-s STEPS] LANGUAGE CORPORA\n"
    "Learns the model of LANGUAGE from CORPORA and writes MODELS/LANGUAGE.model. WORK keeps the parts, so "
    "that some\n"
    "STEPS (classes,tags,forward,relations,small,names,pack) can be done again; back, a parser from right to "
    "left,\n"
    "only when it is named.\n";

static bool run_steps(const char *steps, const char *folder, const char *code, const char *knowledge_file,
                      const char *out, struct syntax_options *options, struct arena *arena,
                      struct error *error) {
    struct corpora corpora = { .train_count = 2, .dev_count = 2 };
    struct label_set xpos = { 0 }, relations = { 0 };
    struct samples train = { 0 }, dev[2] = { 0 };
    struct lexicon lexicon;
    const char *work = options->work;
    if (!load_treebank(folder, "en_ewt-train", arena, &corpora.train[0], error) ||
        !load_treebank(folder, "en_gum-train", arena, &corpora.train[1], error) ||
        !load_treebank(folder, "en_ewt-dev", arena, &corpora.dev[0], error) ||
        !load_treebank(folder, "en_gum-dev", arena, &corpora.dev[1], error))
        return false;
    if (wanted(steps, "classes") && !train_classes(&corpora, folder, knowledge_file, code, work, error))
        return false;
    struct slice classes;
    if (!load_part(work, "classes.txt", arena, &classes, error)) return false;
    struct slice packed = make_lexicon(&corpora, &xpos, classes, arena);
    struct knowledge *knowledge = knowledge_open(knowledge_file, error);
    if (!knowledge) return false;
    struct segmenter *segmenter = segmenter_open(knowledge, slice_of(code), arena);
    struct gazetteer *gazetteer = name_lists_open(knowledge, slice_of(code), segmenter, arena);
    knowledge_close(knowledge);
    bool good = save_part(work, "lexicon", packed, error) && word_lexicon_open(packed, &lexicon);
    if (good) {
        for (unsigned t = 0; t < corpora.train_count; t++)
            samples_add(&corpora.train[t], true, &lexicon, gazetteer, &xpos, &relations, arena, &train);
        for (unsigned d = 0; d < corpora.dev_count; d++)
            samples_add(&corpora.dev[d], false, &lexicon, gazetteer, &xpos, &relations, arena, &dev[d]);
        printf("%zu sentences, %zu words to learn from\n", train.count, train.words);
        good = save_part(work, "xpos-names", label_text(&xpos, arena), error) &&
               save_part(work, "rel-names", label_text(&relations, arena), error) &&
               save_part(work, "settings", SLICE("4 1000000\n"), error);
    }
    options->enough = 8;
    if (good && wanted(steps, "tags")) good = train_tags(&train, dev, xpos.count, options, error);
    good = good && load_tags(&train, dev, options, error);
    options->enough = 16;
    if (good && wanted(steps, "forward")) good = train_moves(&train, dev, false, options, error);
    if (good && steps && wanted(steps, "back")) good = train_moves(&train, dev, true, options, error);
    options->enough = 14;
    if (good && wanted(steps, "relations"))
        good = train_relations(&train, dev, relations.count, options, error);
    if (good && wanted(steps, "small"))
        good = train_small(&corpora, knowledge_file, code, &xpos, &lexicon, work, arena, error);
    if (good && wanted(steps, "names"))
        good =
            train_entities(&corpora, folder, knowledge_file, code, &lexicon, &train, options, arena, error);
    if (good && wanted(steps, "pack")) good = write_model(work, out, code, arena, error);
    return good;
}

int main(int argc, char **argv) {
    const char *out = "models", *steps = NULL, *knowledge = NULL;
    static const struct option options[] = { { "output", required_argument, NULL, 'o' },
                                             { "work", required_argument, NULL, 'w' },
                                             { "steps", required_argument, NULL, 's' },
                                             { "knowledge", required_argument, NULL, 'k' },
                                             { 0 } };
    struct syntax_options syntax = { .tag_rounds = 6,
                                     .fold_rounds = 3,
                                     .parse_rounds = 6,
                                     .beam_rounds = 5,
                                     .beam = 8,
                                     .reach = 1e9f,
                                     .label_rounds = 5,
                                     .work = "/tmp/dragoman-train" };
    for (int c; (c = getopt_long(argc, argv, "o:w:s:k:", options, NULL)) != -1;) {
        if (c == 'o')
            out = optarg;
        else if (c == 'w')
            syntax.work = optarg;
        else if (c == 's')
            steps = optarg;
        else if (c == 'k')
            knowledge = optarg;
        else
            return 2;
    }
    if (argc - optind != 2 || !knowledge) {
        fputs(usage, stderr);
        return 2;
    }
    mkdir(syntax.work, 0777);
    struct arena *arena = arena_new();
    struct error error = { 0 };
    bool good = run_steps(steps, argv[optind + 1], argv[optind], knowledge, out, &syntax, arena, &error);
    if (!good) {
        char text[1024];
        fprintf(stderr, "dragoman-train: %s\n", error_text(&error, text, sizeof text));
    }
    arena_free(arena);
    return good ? 0 : 1;
}
