// train.c - the steps from corpora to a model; what each step gives is a file of the folder `work`.
#include "learn/train.h"

#include "base/file.h"
#include "language/model.h"
#include "language/parse.h"
#include "language/tag.h"
#include "learn/classes.h"
#include "learn/entities.h"
#include "learn/grammar.h"
#include "learn/lemmas.h"
#include "learn/packs.h"
#include "learn/segmenter.h"
#include "learn/syntax.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct corpora {
    struct treebank train[PACK_TREEBANKS], dev[PACK_DEVELOPMENT];
    unsigned train_count, dev_count;
    bool without_xpos; // no treebank has tags of the language: the universal ones stand for them
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
        for (uint32_t s = 0; !corpora->train[t].is_drawn && s < corpora->train[t].count; s++)
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
        if (slice_next(&rest, SLICE("\t"), &cell)) entry.habit = (uint16_t)atoi(arena_string(arena, cell));
        size_t low = 0, high = seen;
        while (low < high) {
            size_t middle = (low + high) / 2;
            if (entries[middle].key < entry.key)
                low = middle + 1;
            else
                high = middle;
        }
        if (low < seen && entries[low].key == entry.key) {
            memcpy(entries[low].cluster, entry.cluster, sizeof entry.cluster);
            entries[low].habit = entry.habit;
        } else {
            entries[count++] = entry;
        }
    }
    printf("lexicon: %zu forms, %u sets of tags\n", count, set_count);
    return word_lexicon_pack(entries, count, arena);
}

// "own/NAME.grammar COUNT" stands beside the table of packs: sentences drawn from a grammar, which teach
// trees and relations.
#define GRAMMAR_END SLICE(".grammar ")
#define GRAMMAR_SEED 20311u

static bool is_grammar(struct slice name) {
    return slice_find(name, GRAMMAR_END, 0) != SIZE_MAX;
}

static bool load_grammar(const char *packs, struct slice name, struct arena *arena, struct treebank *treebank,
                         struct error *error) {
    const size_t end = slice_find(name, GRAMMAR_END, 0) + GRAMMAR_END.length;
    const struct slice file = slice_part(name, 0, end - 1), number = slice_part(name, end, name.length);
    const char *slash = strrchr(packs, '/');
    const char *folder = slash ? arena_string(arena, (struct slice){ packs, (size_t)(slash - packs) }) : ".";
    const char *path = arena_string(arena, arena_format(arena, "%s/" SLICE_FORMAT, folder, SLICE_ARG(file)));
    const int count = atoi(arena_string(arena, number));
    if (count < 1 || count > 1000000)
        return error_at(error, ERROR_INPUT, (struct place_in_file){ packs, 0, 0 },
                        "expected a number of sentences from 1 to 1000000 behind " SLICE_FORMAT
                        ", found \"" SLICE_FORMAT "\"",
                        SLICE_ARG(file), SLICE_ARG(number));
    struct slice text, sentences;
    const bool good =
        corpus_read(path, arena, &text, error) &&
        grammar_sentences(text, path, (unsigned)count, GRAMMAR_SEED, arena, &sentences, error) &&
        treebank_parse(sentences, path, arena, treebank, error);
    treebank->is_drawn = true;
    return good;
}

static bool load_treebank(const char *folder, const char *packs, struct slice name, struct arena *arena,
                          struct treebank *treebank, struct error *error) {
    struct slice content;
    if (is_grammar(name)) return load_grammar(packs, name, arena, treebank, error);
    const char *path =
        arena_string(arena, arena_format(arena, "ud/" SLICE_FORMAT ".conllu", SLICE_ARG(name)));
    return corpus_find(folder, path, arena, &content, error) &&
           treebank_parse(content, path, arena, treebank, error);
}

static bool load_corpora(const struct pack *pack, const char *folder, const char *packs, struct arena *arena,
                         struct corpora *corpora, struct error *error) {
    corpora->without_xpos = true;
    for (unsigned t = 0; t < pack->treebanks.count; t++) {
        struct treebank *bank = &corpora->train[corpora->train_count++];
        if (!load_treebank(folder, packs, pack->treebanks.names[t], arena, bank, error)) return false;
        if (pack->tenth) treebank_split(bank, arena, bank, &corpora->dev[corpora->dev_count++]);
    }
    for (unsigned d = 0; d < pack->development.count; d++)
        if (!load_treebank(folder, packs, pack->development.names[d], arena,
                           &corpora->dev[corpora->dev_count++], error))
            return false;
    for (unsigned t = 0; t < corpora->train_count; t++)
        corpora->without_xpos &= !treebank_has_xpos(&corpora->train[t]);
    for (unsigned t = 0; corpora->without_xpos && t < corpora->train_count; t++)
        treebank_copy_upos(&corpora->train[t]);
    for (unsigned d = 0; corpora->without_xpos && d < corpora->dev_count; d++)
        treebank_copy_upos(&corpora->dev[d]);
    return true;
}

#define NAME_VOICES 3u

static bool wanted(const char *only, const char *step) {
    return !only || strstr(only, step);
}

static bool train_small(const struct corpora *corpora, const char *knowledge_file, const char *code,
                        struct label_set *xpos, const struct lexicon *lexicon, const char *work,
                        struct arena *arena, struct error *error) {
    struct knowledge *knowledge = knowledge_open(knowledge_file, error);
    if (!knowledge) return false;
    struct segmenter *segmenter = segmenter_open(knowledge, slice_of(code), arena);
    struct gold_paragraphs train[PACK_TREEBANKS], dev;
    unsigned count = 0;
    for (unsigned t = 0; t < corpora->train_count; t++)
        if (!corpora->train[t].is_drawn) train[count++] = paragraphs_of(&corpora->train[t], arena);
    struct slice breaks = train_breaks(segmenter, train, count, arena);
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

static bool train_classes(const struct corpora *corpora, const struct pack *pack, const char *folder,
                          const char *knowledge_file, const char *work, struct error *error) {
    static const unsigned counts[3] = { 50, 200, 800 };
    if (pack->raw.count == 0) return save_part(work, "classes.txt", SLICE(""), error);
    struct knowledge *knowledge = knowledge_open(knowledge_file, error);
    if (!knowledge) return false;
    struct arena *arena = arena_new();
    struct segmenter *segmenter = segmenter_open(knowledge, pack->code, arena);
    struct word_stream *stream = word_stream_new();
    bool good = true;
    for (unsigned r = 0; good && r < pack->raw.count; r++) {
        struct slice raw;
        good = corpus_find(folder, arena_string(arena, pack->raw.names[r]), arena, &raw, error);
        if (!good) break;
        if (slice_ends(pack->raw.names[r], SLICE(".tar")))
            word_stream_add_articles(stream, segmenter, raw);
        else
            word_stream_add(stream, segmenter, raw);
    }
    for (unsigned t = 0; good && t < corpora->train_count; t++)
        for (uint32_t s = 0; !corpora->train[t].is_drawn && s < corpora->train[t].count; s++)
            word_stream_add(stream, segmenter, corpora->train[t].sentences[s].text);
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

// A file of names, or a treebank of the pack that has them in MISC.
static bool add_names(const struct pack_files *banks, const struct treebank *loaded, unsigned loaded_count,
                      const char *folder, struct slice name, const struct name_tools *tools, bool variants,
                      struct arena *arena, struct name_corpus *corpus, struct error *error) {
    for (unsigned t = 0; t < banks->count && t < loaded_count; t++)
        if (slice_equal(banks->names[t], name)) {
            name_corpus_add_treebank(&loaded[t], tools, variants, arena, corpus);
            return true;
        }
    return name_corpus_read(folder, arena_string(arena, name), tools, variants, arena, corpus, error);
}

static bool train_entities(const struct corpora *corpora, const struct pack *pack, const char *folder,
                           const char *knowledge_file, const struct lexicon *lexicon,
                           const struct samples *tagged, const struct syntax_options *options,
                           struct arena *arena, struct error *error) {
    struct knowledge *knowledge = knowledge_open(knowledge_file, error);
    if (!knowledge) return false;
    struct segmenter *segmenter = segmenter_open(knowledge, pack->code, arena);
    struct slice xpos, upos;
    struct tagger tagger;
    bool good = load_part(options->work, "xpos", arena, &xpos, error) &&
                load_part(options->work, "upos", arena, &upos, error) && linear_open(xpos, &tagger.xpos) &&
                linear_open(upos, &tagger.upos);
    struct name_tools tools = { lexicon, &tagger, name_lists_open(knowledge, pack->code, segmenter, arena),
                                tagged };
    struct name_corpus train = { 0 };
    for (unsigned i = 0; good && i < pack->names.count; i++)
        good = add_names(&pack->treebanks, corpora->train, corpora->train_count, folder, pack->names.names[i],
                         &tools, true, arena, &train, error);
    if (good) {
        printf("names: %zu sentences, %zu words\n", train.count, train.words);
        struct slice section = train_names(&train, 6, options->enough, NAME_VOICES, arena);
        struct namer *namer = ARENA_NEW(arena, struct namer);
        good = namer_open(section, namer) && save_part(options->work, "names", section, error);
        tools.tagged = NULL;
        for (unsigned d = 0; good && d < pack->names_development.count; d++) {
            struct slice name = pack->names_development.names[d];
            struct name_corpus dev = { 0 };
            good = add_names(&pack->development, corpora->dev, corpora->dev_count, folder, name, &tools,
                             false, arena, &dev, error);
            struct name_scores scores = score_names(namer, &dev, slice_starts(name, SLICE("uner")), false);
            print_names(arena_string(arena, name), &scores);
        }
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

// Names of tags as they are printed: a language without tags of its own prints none.
static struct slice tag_names(const struct corpora *corpora, const struct label_set *xpos,
                              struct arena *arena) {
    if (!corpora->without_xpos) return label_text(xpos, arena);
    char *text = arena_allocate(arena, 2 * xpos->count + 1);
    for (unsigned i = 0; i < xpos->count; i++) memcpy(text + (size_t)2 * i, "_\n", 2);
    return (struct slice){ text, 2 * xpos->count };
}

static bool run_steps(const struct train_options *train, const struct pack *pack, struct arena *arena,
                      struct error *error) {
    struct syntax_options options = { .tag_rounds = 6,
                                      .fold_rounds = 3,
                                      .parse_rounds = 6,
                                      .beam_rounds = 6,
                                      .beam = 8,
                                      .reach = 1e9f,
                                      .label_rounds = 5,
                                      .voices = 3,
                                      .work = train->work };
    struct corpora corpora = { 0 };
    struct label_set xpos = { 0 }, relations = { 0 };
    struct samples samples = { 0 }, dev[PACK_DEVELOPMENT] = { 0 };
    struct lexicon lexicon;
    const char *work = train->work, *steps = train->steps, *code = arena_string(arena, pack->code);
    if (!load_corpora(pack, train->corpora, train->packs, arena, &corpora, error)) return false;
    if (wanted(steps, "classes") &&
        !train_classes(&corpora, pack, train->corpora, train->knowledge, work, error))
        return false;
    struct slice classes;
    if (!load_part(work, "classes.txt", arena, &classes, error)) return false;
    struct slice packed = make_lexicon(&corpora, &xpos, classes, arena);
    struct knowledge *knowledge = knowledge_open(train->knowledge, error);
    if (!knowledge) return false;
    printf("knowledge %s\n", knowledge_hash(knowledge));
    struct segmenter *segmenter = segmenter_open(knowledge, pack->code, arena);
    struct gazetteer *gazetteer = name_lists_open(knowledge, pack->code, segmenter, arena);
    knowledge_close(knowledge);
    bool good = save_part(work, "lexicon", packed, error) && word_lexicon_open(packed, &lexicon);
    if (good) {
        for (unsigned t = 0; t < corpora.train_count; t++)
            samples_add(&corpora.train[t], true, &lexicon, gazetteer, &xpos, &relations, arena, &samples);
        for (unsigned d = 0; d < corpora.dev_count; d++)
            samples_add(&corpora.dev[d], false, &lexicon, gazetteer, &xpos, &relations, arena, &dev[d]);
        printf("%zu sentences, %zu words to learn from\n", samples.count, samples.words);
        good = save_part(work, "xpos-names", tag_names(&corpora, &xpos, arena), error) &&
               save_part(work, "rel-names", label_text(&relations, arena), error) &&
               save_part(work, "settings", SLICE("4 1000000\n"), error);
    }
    options.enough = 8;
    if (good && wanted(steps, "tags")) good = train_tags(&samples, dev, xpos.count, &options, error);
    good = good && load_tags(&samples, dev, &options, error);
    options.enough = 16;
    options.most_moves = samples.words * 3 / 2;
    if (good && wanted(steps, "forward")) good = train_moves(&samples, dev, false, &options, error);
    if (good && steps && wanted(steps, "back")) good = train_moves(&samples, dev, true, &options, error);
    options.enough = 14;
    if (good && wanted(steps, "relations"))
        good = train_relations(&samples, dev, relations.count, &options, error);
    if (good && wanted(steps, "small"))
        good = train_small(&corpora, train->knowledge, code, &xpos, &lexicon, work, arena, error);
    if (good && wanted(steps, "names") && pack->names.count > 0)
        good = train_entities(&corpora, pack, train->corpora, train->knowledge, &lexicon, &samples, &options,
                              arena, error);
    if (good && wanted(steps, "pack")) good = write_model(work, train->models, code, arena, error);
    return good;
}

bool train_language(const struct train_options *options, struct error *error) {
    struct arena *arena = arena_new();
    struct pack pack;
    mkdir(options->work, 0777);
    const bool good = pack_read(options->packs, slice_of(options->language), arena, &pack, error) &&
                      run_steps(options, &pack, arena, error);
    arena_free(arena);
    return good;
}
