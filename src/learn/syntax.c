// syntax.c - averaged perceptrons for tags, moves and relations.
//
// The parser must learn from tags as wrong as those it will see: tags of the training text come from taggers
// that have not seen it (five folds). The moves are learned with the dynamic oracle of the arc-hybrid system
// (Goldberg & Nivre 2013): from the second round on the parser mostly follows its own moves, so it learns to
// go on from its mistakes.
#include "learn/syntax.h"

#include "base/file.h"
#include "base/threads.h"
#include "base/utf8.h"
#include "language/parse.h"
#include "language/tag.h"
#include "learn/perceptron.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

unsigned label_add(struct label_set *set, struct slice name) {
    int there = label_lookup(set, name);
    if (there >= 0) return (unsigned)there;
    if (set->count == 250) return set->count - 1;
    set->names[set->count] = name;
    return set->count++;
}

int label_lookup(const struct label_set *set, struct slice name) {
    for (unsigned i = 0; i < set->count; i++)
        if (slice_equal(set->names[i], name)) return (int)i;
    return -1;
}

struct slice label_text(const struct label_set *set, struct arena *arena) {
    struct slice text = { "", 0 };
    for (unsigned i = 0; i < set->count; i++)
        text = arena_format(arena, SLICE_FORMAT SLICE_FORMAT "\n", SLICE_ARG(text), SLICE_ARG(set->names[i]));
    return text;
}

static struct slice cased(struct slice form, enum variant variant, uint8_t upos, bool first,
                          struct arena *arena) {
    bool lift = variant == VARIANT_UPPER;
    if (variant == VARIANT_HEADLINE) lift = false;
    char *copy = arena_allocate(arena, form.length + 1);
    memcpy(copy, form.start, form.length);
    bool small_word = upos == UPOS_ADP || upos == UPOS_DET || upos == UPOS_CCONJ || upos == UPOS_PART;
    for (size_t i = 0; i < form.length; i++) {
        char c = copy[i];
        bool up = lift || (variant == VARIANT_HEADLINE && i == 0 && (first || !small_word));
        if (up && c >= 'a' && c <= 'z') copy[i] = (char)(c - 32);
        if (variant == VARIANT_LOWER && c >= 'A' && c <= 'Z') copy[i] = (char)(c + 32);
    }
    return (struct slice){ copy, form.length };
}

static struct sample make_sample(const struct gold_sentence *gold, enum variant variant,
                                 const struct lexicon *lexicon, const struct gazetteer *gazetteer,
                                 struct label_set *xpos, struct label_set *relations, struct arena *arena) {
    struct sample sample = { .gold = gold, .count = gold->count };
    // A headline has no full stop.
    if (variant == VARIANT_HEADLINE && gold->count > 2 &&
        slice_equal(gold->words[gold->count - 1].form, SLICE(".")) &&
        gold->words[gold->count - 1].head >= 0) {
        bool free_stop = true;
        for (uint32_t i = 0; i < gold->count; i++)
            free_stop &= gold->words[i].head != (int32_t)gold->count - 1;
        if (free_stop) sample.count--;
    }
    uint32_t count = sample.count;
    sample.words = ARENA_ARRAY(arena, struct word, count + 1);
    sample.upos = ARENA_ARRAY(arena, uint8_t, 3 * (count + 1));
    sample.xpos = sample.upos + count + 1;
    sample.relations = sample.xpos + count + 1;
    sample.heads = ARENA_ARRAY(arena, int32_t, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        const struct gold_word *word = &gold->words[i];
        sample.words[i].form =
            variant == VARIANT_PLAIN ? word->form : cased(word->form, variant, word->upos, i == 0, arena);
        sample.words[i].glued = i > 0 && !gold->words[i - 1].space_after;
        sample.upos[i] = word->upos;
        sample.xpos[i] = (uint8_t)label_add(xpos, word->xpos);
        sample.relations[i] = (uint8_t)label_add(relations, word->relation);
        sample.heads[i] = word->head;
    }
    words_fill(lexicon, sample.words, count, arena);
    name_lists_mark(gazetteer, sample.words, count);
    return sample;
}

void samples_add(const struct treebank *treebank, bool variants, const struct lexicon *lexicon,
                 const struct gazetteer *gazetteer, struct label_set *xpos, struct label_set *relations,
                 struct arena *arena, struct samples *samples) {
    size_t most = samples->count + treebank->count * 2;
    struct sample *items = ARENA_ARRAY(arena, struct sample, most + 1);
    if (samples->count > 0) memcpy(items, samples->items, samples->count * sizeof *items);
    samples->items = items;
    for (uint32_t i = 0; i < treebank->count; i++) {
        const struct gold_sentence *gold = &treebank->sentences[i];
        struct sample sample = make_sample(gold, VARIANT_PLAIN, lexicon, gazetteer, xpos, relations, arena);
        sample.fold = treebank->is_drawn ? FOLDS : (uint8_t)(i / 20 % FOLDS);
        samples->items[samples->count++] = sample;
        samples->words += sample.count;
        enum variant variant = i % 12 == 3   ? VARIANT_UPPER
                               : i % 24 == 5 ? VARIANT_LOWER
                               : i % 8 == 7  ? VARIANT_HEADLINE
                                             : VARIANT_PLAIN;
        if (!variants || variant == VARIANT_PLAIN) continue;
        sample = make_sample(gold, variant, lexicon, gazetteer, xpos, relations, arena);
        sample.fold = treebank->is_drawn ? FOLDS : (uint8_t)(i / 20 % FOLDS);
        samples->items[samples->count++] = sample;
        samples->words += sample.count;
    }
}

bool save_part(const char *work, const char *name, struct slice content, struct error *error) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", work, name);
    return file_write(path, content, error);
}

bool load_part(const char *work, const char *name, struct arena *arena, struct slice *content,
               struct error *error) {
    char path[1024];
    snprintf(path, sizeof path, "%s/%s", work, name);
    return file_read(path, (size_t)1 << 30, arena, content, error);
}

static uint32_t *order_of(size_t count) {
    uint32_t *order = malloc((count + 1) * sizeof *order);
    for (size_t i = 0; order && i < count; i++) order[i] = (uint32_t)i;
    return order;
}

static void shuffle(uint32_t *order, size_t count, uint64_t *seed) {
    for (size_t i = count; i > 1; i--) {
        size_t j = random_next(seed) % i;
        uint32_t keep = order[i - 1];
        order[i - 1] = order[j];
        order[j] = keep;
    }
}

typedef unsigned tag_features(const struct word *, size_t, size_t, uint64_t *);

struct tag_task {
    tag_features *features;
    bool fine; // English tags; else universal
    unsigned labels;
};

static uint8_t *tag_place(const struct tag_task *task, struct word *word) {
    return task->fine ? &word->xpos : &word->upos;
}

static unsigned best_label(const float *scores, unsigned labels) {
    unsigned best = 0;
    for (unsigned l = 1; l < labels; l++)
        if (scores[l] > scores[best]) best = l;
    return best;
}

// By how much the right label must win: a change of one step moves a score by twice the number of features.
#define TAG_MARGIN 40.0f
#define TREE_MARGIN 60.0f
#define JUDGING_BEAM 6u // states, when rounds are compared; train.c says how many the model works with
#define VOICES_LIMIT 16u

// One round over all samples but those of `without`; tags predicted so far stand in the words.
static void tag_round(const struct tag_task *task, struct perceptron *p, struct samples *train, int without,
                      uint32_t *order, size_t count, uint64_t *seed) {
    uint64_t features[TAG_FEATURES];
    uint32_t rows[TAG_FEATURES];
    float scores[256];
    shuffle(order, count, seed);
    for (size_t s = 0; s < count; s++) {
        struct sample *sample = &train->items[order[s]];
        if (sample->fold == without) continue;
        const uint8_t *right = task->fine ? sample->xpos : sample->upos;
        for (uint32_t i = 0; i < sample->count; i++) {
            unsigned n = task->features(sample->words, sample->count, i, features);
            perceptron_find(p, features, n, rows, true);
            perceptron_score(p, rows, n, scores);
            unsigned best = best_label(scores, task->labels), rival = right[i] == 0 ? 1 : 0;
            for (unsigned l = 0; l < task->labels; l++)
                if (l != right[i] && scores[l] > scores[rival]) rival = l;
            if (scores[right[i]] < scores[rival] + TAG_MARGIN) {
                perceptron_add(p, rows, n, right[i], 1);
                perceptron_add(p, rows, n, rival, -1);
            }
            perceptron_tick(p);
            *tag_place(task, &sample->words[i]) = (uint8_t)best;
        }
    }
}

// Tags the samples of `only` (all when -1). Returns how many words are right.
static size_t run_tagger(const struct tag_task *task, struct perceptron *p, struct samples *samples, int only,
                         uint8_t **tags) {
    uint64_t features[TAG_FEATURES];
    uint32_t rows[TAG_FEATURES];
    float scores[256];
    size_t right = 0;
    for (size_t s = 0; s < samples->count; s++) {
        struct sample *sample = &samples->items[s];
        if (only >= 0 && sample->fold != only) continue;
        for (uint32_t i = 0; i < sample->count; i++) {
            unsigned n = task->features(sample->words, sample->count, i, features);
            perceptron_find(p, features, n, rows, false);
            perceptron_score(p, rows, n, scores);
            uint8_t best = (uint8_t)best_label(scores, task->labels);
            *tag_place(task, &sample->words[i]) = best;
            if (tags) tags[s][i] = best;
            right += best == (task->fine ? sample->xpos : sample->upos)[i];
        }
    }
    return right;
}

static size_t right_tags(const struct tag_task *task, struct perceptron *p, struct samples *dev) {
    return run_tagger(task, p, &dev[0], -1, NULL) + run_tagger(task, p, &dev[1], -1, NULL);
}

// Keeps the better of two, which it owns; of equal ones the later.
static void keep_better(struct perceptron **best, size_t *most, struct perceptron *other, size_t right) {
    if (*best && right < *most) {
        perceptron_free(other);
        return;
    }
    perceptron_free(*best);
    *best = other;
    *most = right;
}

// The mean after the round that tags the development parts best; after the last one without `dev`.
static struct perceptron *train_tagger(const struct tag_task *task, struct samples *train,
                                       struct samples *dev, int without, unsigned rounds, unsigned enough,
                                       uint64_t seed) {
    struct perceptron *p = perceptron_new(task->labels, 2, enough), *best = NULL;
    uint32_t *order = order_of(train->count);
    size_t most = 0, count = 0;
    for (size_t s = 0; s < train->count; s++) // without those that teach trees only
        if (train->items[s].fold != FOLDS) order[count++] = (uint32_t)s;
    for (unsigned round = 0; round < rounds; round++) {
        tag_round(task, p, train, without, order, count, &seed);
        if (dev ? round < 2 : round + 1 < rounds) continue;
        struct perceptron *mean = perceptron_mean(p);
        const size_t right = dev ? right_tags(task, mean, dev) : 0;
        if (dev) printf("%s round %u: %zu right\n", task->fine ? "xpos" : "upos", round, right);
        keep_better(&best, &most, mean, right);
    }
    free(order);
    perceptron_free(p);
    return best;
}

static bool train_one_tagger(const struct tag_task *task, struct samples *train, struct samples *dev,
                             const struct syntax_options *options, struct arena *arena, struct error *error) {
    const char *name = task->fine ? "xpos" : "upos";
    uint8_t **tags = ARENA_ARRAY(arena, uint8_t *, train->count + 1);
    for (size_t s = 0; s < train->count; s++)
        tags[s] = ARENA_ARRAY(arena, uint8_t, train->items[s].count + 1);
    size_t right = 0;
    for (int fold = 0; fold < FOLDS; fold++) {
        struct perceptron *p =
            train_tagger(task, train, NULL, fold, options->fold_rounds, options->enough, seed_of(0));
        right += run_tagger(task, p, train, fold, tags);
        perceptron_free(p);
    }
    printf("%s jackknifed %.2f\n", name, 100.0 * (double)right / (double)train->words);
    struct perceptron *all = NULL;
    for (unsigned voice = 0; voice < options->voices; voice++) {
        struct perceptron *p =
            train_tagger(task, train, dev, -1, options->tag_rounds, options->enough, seed_of(voice));
        all = join_voices(all, p);
        for (int d = 0; d < 2; d++)
            if (dev[d].count > 0)
                printf("%s of %u voices, dev %d: %.2f\n", name, voice + 1, d,
                       100.0 * (double)run_tagger(task, all, &dev[d], -1, NULL) / (double)dev[d].words);
        fflush(stdout);
    }
    run_tagger(task, all, train, FOLDS, tags); // of those it has not learned from
    for (size_t s = 0; s < train->count; s++)
        for (uint32_t i = 0; i < train->items[s].count; i++)
            *tag_place(task, &train->items[s].words[i]) = tags[s][i];
    struct slice part = perceptron_pack(all, LINEAR_SPARSE, arena);
    printf("%zu rows, %zu bytes\n", perceptron_rows(all), part.length);
    perceptron_free(all);
    return save_part(options->work, name, part, error);
}

bool train_tags(struct samples *train, struct samples *dev, unsigned xpos_count,
                const struct syntax_options *options, struct error *error) {
    struct arena *arena = arena_new();
    struct tag_task fine = { tag_xpos_features, true, xpos_count },
                    coarse = { tag_upos_features, false, UPOS_COUNT };
    bool good = train_one_tagger(&fine, train, dev, options, arena, error) &&
                train_one_tagger(&coarse, train, dev, options, arena, error);
    if (good) {
        char *bytes = ARENA_ARRAY(arena, char, 2 * train->words + 1);
        size_t used = 0;
        for (size_t s = 0; s < train->count; s++)
            for (uint32_t i = 0; i < train->items[s].count; i++) {
                bytes[used++] = (char)train->items[s].words[i].xpos;
                bytes[used++] = (char)train->items[s].words[i].upos;
            }
        good = save_part(options->work, "jackknifed", (struct slice){ bytes, used }, error);
    }
    arena_free(arena);
    return good;
}

bool load_tags(struct samples *train, struct samples *dev, const struct syntax_options *options,
               struct error *error) {
    struct arena *arena = arena_new();
    struct slice bytes, xpos, upos;
    bool good = load_part(options->work, "jackknifed", arena, &bytes, error) &&
                load_part(options->work, "xpos", arena, &xpos, error) &&
                load_part(options->work, "upos", arena, &upos, error);
    struct tagger tagger;
    if (good && (bytes.length != 2 * train->words || !linear_open(xpos, &tagger.xpos) ||
                 !linear_open(upos, &tagger.upos)))
        good = error_at(error, ERROR_INPUT, (struct place_in_file){ options->work, 0, 0 },
                        "parts are of another run");
    if (good) {
        size_t used = 0;
        for (size_t s = 0; s < train->count; s++)
            for (uint32_t i = 0; i < train->items[s].count; i++) {
                train->items[s].words[i].xpos = (uint8_t)bytes.start[used++];
                train->items[s].words[i].upos = (uint8_t)bytes.start[used++];
            }
        for (int d = 0; d < 2; d++) {
            size_t x = 0, u = 0;
            for (size_t s = 0; s < dev[d].count; s++) {
                struct sample *sample = &dev[d].items[s];
                tag_words(&tagger, sample->words, sample->count);
                for (uint32_t i = 0; i < sample->count; i++) {
                    x += sample->words[i].xpos == sample->xpos[i];
                    u += sample->words[i].upos == sample->upos[i];
                }
            }
            if (dev[d].words)
                printf("shipped tags, dev %d: xpos %.2f upos %.2f\n", d,
                       100.0 * (double)x / (double)dev[d].words, 100.0 * (double)u / (double)dev[d].words);
        }
    }
    arena_free(arena);
    return good;
}

// How many right arcs the move makes impossible.
static unsigned cost_of(const struct parse_state *state, const int32_t *gold, enum move move) {
    unsigned cost = 0;
    uint32_t top = state->depth > 0 ? state->stack[state->depth - 1] : 0, front = state->front,
             count = state->count;
    int32_t root = (int32_t)count;
    if (move == MOVE_SHIFT) {
        for (uint32_t k = 0; k < state->depth; k++) {
            uint32_t s = state->stack[k];
            if (gold[s] == (int32_t)front) cost++;
            if (k + 1 < state->depth && gold[front] == (int32_t)s) cost++;
        }
        return cost;
    }
    for (uint32_t b = front; b < count; b++) cost += gold[b] == (int32_t)top; // children still to come
    if (move == MOVE_LEFT) {
        if (gold[top] != (int32_t)front) {
            if (state->depth > 1 && gold[top] == (int32_t)state->stack[state->depth - 2]) cost++;
            if (gold[top] > (int32_t)front || gold[top] == root) cost++;
        }
    } else if (gold[top] != (int32_t)state->stack[state->depth - 2]) {
        if (gold[top] >= (int32_t)front) cost++; // the root counts as the last of the buffer
    }
    return cost;
}

static void gold_heads(const struct sample *sample, bool reversed, int32_t *gold) {
    for (uint32_t i = 0; i < sample->count; i++) {
        int32_t head = sample->heads[i];
        if (head < 0 || head >= (int32_t)sample->count)
            head = (int32_t)sample->count;
        else if (reversed)
            head = (int32_t)sample->count - 1 - head;
        gold[reversed ? sample->count - 1 - i : i] = head;
    }
}

struct beam_item {
    struct parse_state state;
    float score;
    uint8_t *moves; // so far
    bool right;     // the same moves as the right way
};

// One sentence of beam training. The right way is the best one under the weights among those of least cost;
// where the beam's best state is ahead of it by most, the features of both ways so far are changed (max
// violation, Huang et al. 2012). Returns whether something was changed.
static bool learn_beam(struct perceptron *p, const struct node *nodes, uint32_t count, const int32_t *gold,
                       unsigned beam, struct arena *arena) {
    uint32_t steps = 2 * count, rows[PARSE_FEATURES];
    uint64_t features[PARSE_FEATURES];
    float scores[8] = { 0 }, *right_scores = ARENA_ARRAY(arena, float, steps + 1);
    uint8_t *right_moves = ARENA_ARRAY(arena, uint8_t, steps + 1),
            *best_moves = ARENA_ARRAY(arena, uint8_t, steps + 1);
    struct parse_state state;
    parse_begin(&state, nodes, count, arena);
    float sum = 0;
    for (uint32_t step = 0; step < steps; step++) {
        unsigned n = parse_features(&state, features), least = UINT32_MAX;
        int right = -1;
        perceptron_find(p, features, n, rows, true);
        perceptron_score(p, rows, n, scores);
        for (int move = 0; move < MOVES; move++) {
            if (!parse_can(&state, (enum move)move)) continue;
            unsigned cost = cost_of(&state, gold, (enum move)move);
            if (cost < least || (cost == least && scores[move] > scores[right])) {
                least = cost;
                right = move;
            }
        }
        sum += scores[right];
        right_moves[step] = (uint8_t)right;
        right_scores[step] = sum;
        parse_move(&state, (enum move)right);
    }
    struct beam_item *items = ARENA_ARRAY(arena, struct beam_item, beam),
                     *next = ARENA_ARRAY(arena, struct beam_item, beam);
    for (unsigned i = 0; i < beam; i++) {
        parse_begin(&items[i].state, nodes, count, arena);
        parse_begin(&next[i].state, nodes, count, arena);
        items[i].moves = ARENA_ARRAY(arena, uint8_t, steps + 1);
        next[i].moves = ARENA_ARRAY(arena, uint8_t, steps + 1);
    }
    unsigned used = 1;
    items[0].right = true;
    float violation = 0;
    uint32_t violation_step = 0;
    struct {
        float score;
        unsigned item;
        int move;
    } choices[BEAM_LIMIT];
    for (uint32_t step = 0; step < steps; step++) {
        unsigned found = 0;
        for (unsigned i = 0; i < used; i++) {
            unsigned n = parse_features(&items[i].state, features);
            perceptron_find(p, features, n, rows, false);
            perceptron_score(p, rows, n, scores);
            for (int move = 0; move < MOVES; move++) {
                if (!parse_can(&items[i].state, (enum move)move)) continue;
                float score = items[i].score + scores[move];
                unsigned at = found;
                while (at > 0 && choices[at - 1].score < score) at--;
                if (at >= beam) continue;
                if (found < beam) found++;
                for (unsigned k = found - 1; k > at; k--) choices[k] = choices[k - 1];
                choices[at] = (__typeof__(choices[0])){ score, i, move };
            }
        }
        bool there = false;
        for (unsigned k = 0; k < found; k++) {
            const struct beam_item *from = &items[choices[k].item];
            parse_copy(&next[k].state, &from->state);
            memcpy(next[k].moves, from->moves, step);
            next[k].moves[step] = (uint8_t)choices[k].move;
            next[k].score = choices[k].score;
            next[k].right = from->right && choices[k].move == right_moves[step];
            there |= next[k].right;
            parse_move(&next[k].state, (enum move)choices[k].move);
        }
        struct beam_item *swap = items;
        items = next;
        next = swap;
        used = found;
        float ahead = items[0].score - right_scores[step];
        if ((!there || step + 1 == steps) && !items[0].right && ahead >= violation) {
            violation = ahead;
            violation_step = step + 1;
            memcpy(best_moves, items[0].moves, step + 1);
        }
        if (!there && step > violation_step + 40) break; // far behind: the largest violation is found
    }
    if (violation_step == 0) return false;
    const uint8_t *ways[2] = { best_moves, right_moves };
    uint32_t same = 0;
    while (same < violation_step && best_moves[same] == right_moves[same]) same++;
    for (int way = 0; way < 2; way++) {
        parse_restart(&state);
        for (uint32_t step = 0; step < violation_step; step++) {
            if (step >= same) {
                unsigned n = parse_features(&state, features);
                perceptron_find(p, features, n, rows, way == 1);
                perceptron_add(p, rows, n, ways[way][step], way == 1 ? 1 : -1);
            }
            parse_move(&state, (enum move)ways[way][step]);
        }
    }
    return true;
}

static void beam_round(struct perceptron *p, struct samples *train, bool reversed, unsigned beam,
                       uint32_t *order, uint64_t *seed) {
    struct arena *arena = arena_new();
    size_t changed = 0;
    shuffle(order, train->count, seed);
    for (size_t s = 0; s < train->count; s++) {
        struct sample *sample = &train->items[order[s]];
        arena_reset(arena);
        int32_t *gold = ARENA_ARRAY(arena, int32_t, sample->count + 1);
        gold_heads(sample, reversed, gold);
        changed += learn_beam(p, parse_nodes(sample->words, sample->count, reversed, arena), sample->count,
                              gold, beam, arena);
        perceptron_tick(p);
    }
    printf("    %zu of %zu sentences changed\n", changed, train->count);
    arena_free(arena);
}

// Greedily, with the dynamic oracle.
static void move_round(struct perceptron *p, struct samples *train, bool reversed, bool explores,
                       uint32_t *order, uint64_t *seed) {
    struct arena *arena = arena_new();
    uint64_t features[PARSE_FEATURES];
    uint32_t rows[PARSE_FEATURES];
    float scores[8] = { 0 };
    shuffle(order, train->count, seed);
    for (size_t s = 0; s < train->count; s++) {
        struct sample *sample = &train->items[order[s]];
        struct parse_state state;
        arena_reset(arena);
        int32_t *gold = ARENA_ARRAY(arena, int32_t, sample->count + 1);
        gold_heads(sample, reversed, gold);
        parse_begin(&state, parse_nodes(sample->words, sample->count, reversed, arena), sample->count, arena);
        while (!parse_done(&state)) {
            unsigned n = parse_features(&state, features);
            perceptron_find(p, features, n, rows, true);
            perceptron_score(p, rows, n, scores);
            int best = -1, right = -1, rival = -1;
            unsigned costs[MOVES] = { 0 }, least = UINT32_MAX;
            for (int move = 0; move < MOVES; move++) {
                if (!parse_can(&state, (enum move)move)) continue;
                costs[move] = cost_of(&state, gold, (enum move)move);
                if (costs[move] < least) least = costs[move];
                if (best < 0 || scores[move] > scores[best]) best = move;
            }
            for (int move = 0; move < MOVES; move++) {
                if (!parse_can(&state, (enum move)move)) continue;
                if (costs[move] == least) {
                    if (right < 0 || scores[move] > scores[right]) right = move;
                } else if (rival < 0 || scores[move] > scores[rival]) {
                    rival = move;
                }
            }
            if (rival >= 0 && scores[right] < scores[rival] + TREE_MARGIN) {
                perceptron_add(p, rows, n, (unsigned)right, 1);
                perceptron_add(p, rows, n, (unsigned)rival, -1);
            }
            perceptron_tick(p);
            // Follow the own move now and then from the second round on.
            const bool explore = explores && random_next(seed) % 10 < 9;
            parse_move(&state, (enum move)(explore ? best : right));
        }
    }
    arena_free(arena);
}

// Right heads of the development parts with the shipped form of `p`.
static size_t right_heads(const struct perceptron *p, struct samples *dev, bool reversed, unsigned beam,
                          const struct syntax_options *options, const char *what) {
    struct arena *arena = arena_new(), *pack = arena_new();
    struct linear linear;
    size_t all = 0;
    if (!linear_open(perceptron_pack(p, LINEAR_DENSE, pack), &linear)) abort();
    for (int d = 0; d < 2; d++) {
        size_t right = 0;
        for (size_t s = 0; s < dev[d].count; s++) {
            struct sample *sample = &dev[d].items[s];
            arena_reset(arena);
            int32_t *heads = ARENA_ARRAY(arena, int32_t, sample->count + 1);
            float *margins = ARENA_ARRAY(arena, float, sample->count + 1);
            parse_words(&linear, sample->words, sample->count,
                        &(struct parse_options){ reversed, beam, options->reach }, heads, margins, arena);
            for (uint32_t i = 0; i < sample->count; i++) right += heads[i] == sample->heads[i];
        }
        if (dev[d].words)
            printf("%s, beam %u, dev %d: UAS %.2f\n", what, beam, d,
                   100.0 * (double)right / (double)dev[d].words);
        all += right;
    }
    fflush(stdout);
    arena_free(arena);
    arena_free(pack);
    return all;
}

// The mean after the round with a beam that is best on the development parts.
static struct perceptron *train_mover(struct samples *train, struct samples *dev, bool reversed,
                                      const struct syntax_options *options, uint64_t seed) {
    struct perceptron *p = perceptron_new(MOVES, 2, options->enough), *best = NULL;
    uint32_t *order = order_of(train->count);
    size_t most = 0;
    for (unsigned round = 0; round < options->parse_rounds; round++)
        move_round(p, train, reversed, round > 0, order, &seed);
    perceptron_restart(p);
    for (unsigned round = 0; round < options->beam_rounds; round++) {
        beam_round(p, train, reversed, options->beam, order, &seed);
        struct perceptron *mean = perceptron_mean(p);
        const size_t right = right_heads(mean, dev, reversed, JUDGING_BEAM, options, "one voice");
        keep_better(&best, &most, mean, right);
    }
    free(order);
    perceptron_free(p);
    return best;
}

// Voices are trained on as many threads as there are processors, and joined in their order.
struct voices {
    struct samples *train, *dev;
    const struct syntax_options *options;
    bool reversed;
    unsigned relation_count;
    struct perceptron *voice[VOICES_LIMIT], *all;
};

static bool join_voice(void *context, size_t index) {
    struct voices *voices = context;
    voices->all = join_voices(voices->all, voices->voice[index]);
    return true;
}

static struct perceptron *train_voices(struct voices *voices, void (*work)(void *, size_t, unsigned)) {
    const unsigned count = voices->options->voices < VOICES_LIMIT ? voices->options->voices : VOICES_LIMIT;
    ordered_work_run(&(struct ordered_work){ .count = count,
                                             .window = count,
                                             .threads = threads_available(),
                                             .context = voices,
                                             .work = work,
                                             .finish = join_voice });
    divide_voices(voices->all, count);
    return voices->all;
}

static void mover_voice(void *context, size_t index, unsigned thread) {
    struct voices *voices = context;
    (void)thread;
    voices->voice[index] =
        train_mover(voices->train, voices->dev, voices->reversed, voices->options, seed_of((unsigned)index));
}

bool train_moves(struct samples *train, struct samples *dev, bool reversed,
                 const struct syntax_options *options, struct error *error) {
    struct voices voices = { .train = train, .dev = dev, .options = options, .reversed = reversed };
    struct perceptron *all = train_voices(&voices, mover_voice);
    static const unsigned beams[] = { 1, 2, 4, 6, 8, 12 };
    printf("all voices: %zu rows\n", perceptron_rows(all));
    right_heads(all, dev, reversed, JUDGING_BEAM, options, "all voices");
    all = perceptron_prune(all, options->most_moves);
    for (size_t i = 0; i < sizeof beams / sizeof *beams; i++)
        right_heads(all, dev, reversed, beams[i], options, "pruned");
    struct arena *arena = arena_new();
    struct slice part = perceptron_pack(all, LINEAR_DENSE, arena);
    printf("%zu rows, %zu bytes\n", perceptron_rows(all), part.length);
    const bool good = save_part(options->work, reversed ? "moves-back" : "moves", part, error);
    for (size_t most = options->most_moves / 2; most >= 50000; most /= 2) { // what a smaller model would be
        all = perceptron_prune(all, most);
        printf("%zu rows\n", perceptron_rows(all));
        right_heads(all, dev, reversed, JUDGING_BEAM, options, "smaller");
    }
    perceptron_free(all);
    arena_free(arena);
    return good;
}

static void relation_round(struct perceptron *p, struct samples *train, unsigned relation_count, bool own,
                           uint32_t *order, uint64_t *seed) {
    struct arena *arena = arena_new();
    uint64_t features[PARSE_FEATURES];
    uint32_t rows[PARSE_FEATURES];
    float scores[256];
    shuffle(order, train->count, seed);
    for (size_t s = 0; s < train->count; s++) {
        struct sample *sample = &train->items[order[s]];
        struct tree tree;
        arena_reset(arena);
        tree_begin(&tree, parse_nodes(sample->words, sample->count, false, arena), sample->heads,
                   sample->count, arena);
        for (uint32_t i = 0; i < sample->count; i++) {
            uint32_t word = tree.order[i];
            unsigned n = tree_features(&tree, word, features), right = sample->relations[word];
            perceptron_find(p, features, n, rows, true);
            perceptron_score(p, rows, n, scores);
            unsigned rival = right == 0 ? 1 : 0;
            for (unsigned l = 0; l < relation_count; l++)
                if (l != right && scores[l] > scores[rival]) rival = l;
            if (scores[right] < scores[rival] + TREE_MARGIN) {
                perceptron_add(p, rows, n, right, 1);
                perceptron_add(p, rows, n, rival, -1);
            }
            perceptron_tick(p);
            tree.labels[word] = (uint8_t)(own && scores[rival] > scores[right] ? rival : right);
        }
    }
    arena_free(arena);
}

static void relation_voice(void *context, size_t index, unsigned thread) {
    struct voices *voices = context;
    uint32_t *order = order_of(voices->train->count);
    uint64_t seed = seed_of((unsigned)index);
    struct perceptron *p = perceptron_new(voices->relation_count, 2, voices->options->enough);
    (void)thread;
    for (unsigned round = 0; round < voices->options->label_rounds; round++)
        relation_round(p, voices->train, voices->relation_count, round > 0, order, &seed);
    voices->voice[index] = perceptron_mean(p);
    perceptron_free(p);
    free(order);
}

bool train_relations(struct samples *train, struct samples *dev, unsigned relation_count,
                     const struct syntax_options *options, struct error *error) {
    struct arena *arena = arena_new(), *pack = arena_new();
    struct voices voices = {
        .train = train, .dev = dev, .options = options, .relation_count = relation_count
    };
    struct perceptron *all = train_voices(&voices, relation_voice);
    struct slice part = perceptron_pack(all, LINEAR_SPARSE, pack);
    printf("relations: %zu rows, %zu bytes\n", perceptron_rows(all), part.length);
    perceptron_free(all);
    struct linear linear;
    bool good = linear_open(part, &linear);
    for (int d = 0; good && d < 2; d++) {
        size_t right = 0;
        for (size_t s = 0; s < dev[d].count; s++) {
            struct sample *sample = &dev[d].items[s];
            struct tree tree;
            arena_reset(arena);
            tree_begin(&tree, parse_nodes(sample->words, sample->count, false, arena), sample->heads,
                       sample->count, arena);
            tree_label(&linear, &tree);
            for (uint32_t i = 0; i < sample->count; i++) right += tree.labels[i] == sample->relations[i];
        }
        if (dev[d].words)
            printf("relations on right trees, dev %d: %.2f\n", d,
                   100.0 * (double)right / (double)dev[d].words);
    }
    good = good && save_part(options->work, "relations", part, error);
    arena_free(arena);
    arena_free(pack);
    return good;
}
