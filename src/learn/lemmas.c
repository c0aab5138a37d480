// lemmas.c - counts what each form and each ending becomes, and keeps what a shorter ending would get wrong.
#include "learn/lemmas.h"

#include "language/lemma.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *text;
    uint32_t bit;
} feature_texts[] = {
    { "Number=Plur", FEATURE_PLURAL },      { "Tense=Past", FEATURE_PAST },
    { "Tense=Pres", FEATURE_PRESENT },      { "VerbForm=Part", FEATURE_PARTICIPLE },
    { "VerbForm=Inf", FEATURE_INFINITIVE }, { "VerbForm=Ger", FEATURE_GERUND },
    { "VerbForm=Fin", FEATURE_FINITE },     { "Mood=Imp", FEATURE_IMPERATIVE },
    { "Poss=Yes", FEATURE_POSSESSIVE },     { "Person=1", FEATURE_FIRST },
    { "Person=2", FEATURE_SECOND },         { "Person=3", FEATURE_THIRD },
    { "Gender=Masc", FEATURE_MASCULINE },   { "Gender=Fem", FEATURE_FEMININE },
    { "Polarity=Neg", FEATURE_NEGATIVE },   { "Definite=Def", FEATURE_DEFINITE },
};

uint32_t feature_bits(struct slice features) {
    uint32_t bits = 0;
    for (struct slice one; slice_next(&features, SLICE("|"), &one);)
        for (size_t k = 0; k < sizeof feature_texts / sizeof *feature_texts; k++)
            if (slice_equal(one, slice_of(feature_texts[k].text))) bits |= feature_texts[k].bit;
    return bits;
}

struct use {
    uint32_t key, value, count;
};

static int by_use(const void *a, const void *b) {
    const struct use *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return x->value < y->value ? -1 : x->value > y->value;
}

// The most frequent value of each key, keys in order; returns how many keys.
static size_t majority(struct use *uses, size_t count) {
    qsort(uses, count, sizeof *uses, by_use);
    size_t kept = 0;
    for (size_t i = 0, end; i < count; i = end) {
        struct use best = { 0 };
        for (end = i; end < count && uses[end].key == uses[i].key;) {
            size_t stop = end;
            while (stop < count && uses[stop].key == uses[i].key && uses[stop].value == uses[end].value)
                stop++;
            if (stop - end > best.count)
                best = (struct use){ uses[i].key, uses[end].value, (uint32_t)(stop - end) };
            end = stop;
        }
        uses[kept++] = best;
    }
    return kept;
}

static const struct use *find(const struct use *uses, size_t count, uint32_t key) {
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (uses[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < count && uses[low].key == key ? &uses[low] : NULL;
}

struct rule_set {
    struct lemma_rule rules[LEMMA_RULES];
    size_t count;
};

static size_t common(struct slice a, struct slice b) {
    size_t n = 0;
    while (n < a.length && n < b.length && a.start[n] == b.start[n]) n++;
    while (n > 0 && n < a.length && ((unsigned char)a.start[n] & 0xc0) == 0x80) n--;
    return n;
}

static int rule_of(struct rule_set *set, struct slice form, struct slice small, struct slice lemma,
                   struct arena *arena) {
    struct slice capital = { arena_copy(arena, small).start, small.length };
    if (capital.length > 0 && capital.start[0] >= 'a' && capital.start[0] <= 'z')
        capital =
            arena_join(arena, (struct slice){ &"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[capital.start[0] - 'a'], 1 },
                       slice_part(small, 1, small.length));
    const struct slice bases[] = { small, form, capital };
    unsigned base = LEMMA_SMALL;
    size_t most = common(small, lemma);
    for (unsigned k = 1; k < 3 && small.length > 1; k++)
        if (common(bases[k], lemma) > most) {
            base = k;
            most = common(bases[k], lemma);
        }
    size_t strip = bases[base].length - most;
    if (strip > 24) return -1;
    struct slice add = slice_part(lemma, most, lemma.length);
    for (size_t i = 0; i < set->count; i++)
        if (set->rules[i].base == base && set->rules[i].strip == strip && slice_equal(set->rules[i].add, add))
            return (int)i;
    if (set->count == LEMMA_RULES) return -1;
    set->rules[set->count] = (struct lemma_rule){ (uint8_t)base, (uint8_t)strip, add };
    return (int)set->count++;
}

// The rules that words of the same tags have most often, for lemma_of().
static size_t common_rules(const struct use *uses, size_t count, struct lemma_entry *entries) {
    size_t made = 0;
    for (size_t i = 0, end; i < count; i = end) { // sorted by key, then value
        struct use best[LEMMA_COMMON_RULES] = { 0 };
        for (end = i; end < count && uses[end].key == uses[i].key;) {
            size_t stop = end;
            while (stop < count && uses[stop].key == uses[i].key && uses[stop].value == uses[end].value)
                stop++;
            struct use one = { uses[i].key, uses[end].value, (uint32_t)(stop - end) };
            for (unsigned k = 0; k < LEMMA_COMMON_RULES; k++)
                if (one.count > best[k].count) {
                    struct use keep = best[k];
                    best[k] = one;
                    one = keep;
                }
            end = stop;
        }
        for (unsigned k = 0; k < LEMMA_COMMON_RULES && best[k].count >= 3; k++)
            entries[made++] = (struct lemma_entry){ lemma_key((struct slice){ "", 0 }, LEMMA_COMMON + k,
                                                              uses[i].key >> 8, uses[i].key & 0xff),
                                                    best[k].value };
    }
    return made;
}

// What tags alone say, then endings of growing length, then the whole form.
#define RUNGS (LEMMA_SUFFIX + 2u)
struct ladder {
    uint32_t base; // added to the level: 0 for lemmas, LEMMA_FEATURES for features
    struct use *uses[RUNGS];
    size_t used[RUNGS];
    uint8_t *done[RUNGS];
};

static void ladder_begin(struct ladder *ladder, uint32_t base, size_t words, struct arena *arena) {
    ladder->base = base;
    for (unsigned k = 0; k < RUNGS; k++) ladder->uses[k] = ARENA_ARRAY(arena, struct use, words + 1);
}

static uint32_t rung_key(const struct ladder *ladder, unsigned rung, struct slice small, uint32_t xpos,
                         uint32_t upos) {
    const uint32_t level = rung == 0 ? LEMMA_TAGS : rung <= LEMMA_SUFFIX ? rung : 0;
    return lemma_key(small, ladder->base + level, xpos, upos);
}

static void ladder_add(struct ladder *ladder, struct slice small, uint32_t xpos, uint32_t upos,
                       uint32_t value) {
    for (unsigned k = 0; k < RUNGS; k++)
        if (k == 0 || k > LEMMA_SUFFIX || small.length > k)
            ladder->uses[k][ladder->used[k]++] =
                (struct use){ rung_key(ladder, k, small, xpos, upos), value, 1 };
}

// The most frequent value of each key; the tags' own ones are entries.
static void ladder_settle(struct ladder *ladder, struct lemma_entry *entries, size_t *count,
                          struct arena *arena) {
    for (unsigned k = 0; k < RUNGS; k++) {
        ladder->used[k] = majority(ladder->uses[k], ladder->used[k]);
        ladder->done[k] = ARENA_ARRAY(arena, uint8_t, ladder->used[k] + 1);
    }
    for (size_t i = 0; i < ladder->used[0]; i++)
        entries[(*count)++] = (struct lemma_entry){ ladder->uses[0][i].key, ladder->uses[0][i].value };
}

// A longer key is kept where a shorter one says something else.
static void ladder_keep(struct ladder *ladder, struct slice small, uint32_t xpos, uint32_t upos,
                        struct lemma_entry *entries, size_t *count) {
    const struct use *above = find(ladder->uses[0], ladder->used[0], rung_key(ladder, 0, small, xpos, upos));
    uint32_t value = above ? above->value : UINT32_MAX;
    for (unsigned k = 1; k < RUNGS; k++) {
        if (k <= LEMMA_SUFFIX && small.length <= k) continue;
        const struct use *here =
            find(ladder->uses[k], ladder->used[k], rung_key(ladder, k, small, xpos, upos));
        if (!here || here->value == value) continue;
        if (k <= LEMMA_SUFFIX && here->count < 2) continue;
        uint8_t *done = &ladder->done[k][here - ladder->uses[k]];
        if (!*done) entries[(*count)++] = (struct lemma_entry){ here->key, here->value };
        *done = 1;
        value = here->value;
    }
}

struct slice train_lemmas(const struct treebank *train, size_t train_count, struct label_set *xpos,
                          struct arena *arena) {
    size_t words = 0, entry_count = 0, often_count = 0;
    for (size_t t = 0; t < train_count; t++) words += train[t].words;
    struct rule_set *set = ARENA_NEW(arena, struct rule_set);
    struct ladder lemmas = { 0 }, features = { 0 };
    ladder_begin(&lemmas, 0, words, arena);
    ladder_begin(&features, LEMMA_FEATURES, words, arena);
    struct use *often = ARENA_ARRAY(arena, struct use, words + 1);
    for (size_t t = 0; t < train_count; t++)
        for (uint32_t s = 0; s < train[t].count; s++)
            for (uint32_t i = 0; i < train[t].sentences[s].count; i++) {
                const struct gold_word *word = &train[t].sentences[s].words[i];
                struct slice small = lemma_small(word->form, arena);
                uint32_t x = label_add(xpos, word->xpos), u = word->upos;
                // A treebank of our own has neither lemmas nor all features.
                if (slice_equal(word->lemma, SLICE("_")) && !slice_equal(word->form, SLICE("_"))) continue;
                ladder_add(&features, small, x, u, feature_bits(word->features));
                int rule = rule_of(set, word->form, small, word->lemma, arena);
                if (rule < 0) continue;
                if (u == UPOS_VERB || u == UPOS_NOUN)
                    often[often_count++] = (struct use){ x << 8 | u, (uint32_t)rule, 1 };
                ladder_add(&lemmas, small, x, lemma_upos(word->form, u), (uint32_t)rule);
            }
    struct lemma_entry *entries = ARENA_ARRAY(arena, struct lemma_entry, words * 2 * RUNGS + 1);
    ladder_settle(&lemmas, entries, &entry_count, arena);
    ladder_settle(&features, entries, &entry_count, arena);
    qsort(often, often_count, sizeof *often, by_use);
    entry_count += common_rules(often, often_count, entries + entry_count);
    for (size_t t = 0; t < train_count; t++) // the words are walked again to know each key's shorter ones
        for (uint32_t s = 0; s < train[t].count; s++)
            for (uint32_t i = 0; i < train[t].sentences[s].count; i++) {
                const struct gold_word *word = &train[t].sentences[s].words[i];
                struct slice small = lemma_small(word->form, arena);
                uint32_t x = label_add(xpos, word->xpos), u = word->upos;
                ladder_keep(&features, small, x, u, entries, &entry_count);
                ladder_keep(&lemmas, small, x, lemma_upos(word->form, u), entries, &entry_count);
            }
    printf("lemmas: %zu rules, %zu entries\n", set->count, entry_count);
    return lemmatizer_pack(entries, entry_count, set->rules, set->count, arena);
}

double score_lemmas(struct slice section, const struct treebank *dev, const struct label_set *xpos,
                    const struct lexicon *lexicon) {
    struct arena *arena = arena_new();
    struct lemmatizer lemmatizer;
    size_t right = 0, total = 0;
    if (lemmatizer_open(section, arena, &lemmatizer))
        for (uint32_t s = 0; s < dev->count; s++)
            for (uint32_t i = 0; i < dev->sentences[s].count; i++) {
                const struct gold_word *gold = &dev->sentences[s].words[i];
                int x = label_lookup(xpos, gold->xpos);
                struct word word = { .form = gold->form,
                                     .xpos = (uint8_t)(x < 0 ? 0 : x),
                                     .upos = gold->upos };
                total++;
                right += slice_equal(gold->lemma, SLICE("_")) ||
                         slice_equal(lemma_of(&lemmatizer, lexicon, &word, arena), gold->lemma);
            }
    arena_free(arena);
    return total ? 100.0 * (double)right / (double)total : 0;
}
