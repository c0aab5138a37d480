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

struct slice train_lemmas(const struct treebank *train, size_t train_count, struct label_set *xpos,
                          struct arena *arena) {
    size_t words = 0, entry_count = 0;
    for (size_t t = 0; t < train_count; t++) words += train[t].words;
    struct rule_set *set = ARENA_NEW(arena, struct rule_set);
    struct use
        *uses[LEMMA_SUFFIX + 4]; // tags alone, endings 1.., whole form, features by tags, features by form
    size_t used[LEMMA_SUFFIX + 4] = { 0 };
    for (unsigned l = 0; l < LEMMA_SUFFIX + 4; l++) uses[l] = ARENA_ARRAY(arena, struct use, words + 1);
    struct use *often = ARENA_ARRAY(arena, struct use, words + 1);
    size_t often_count = 0;
    const unsigned whole = LEMMA_SUFFIX + 1, by_tags = LEMMA_SUFFIX + 2, by_form = LEMMA_SUFFIX + 3;
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1) {
            for (unsigned l = 0; l < LEMMA_SUFFIX + 4; l++) used[l] = majority(uses[l], used[l]);
        }
        struct lemma_entry *entries =
            pass == 1 ? ARENA_ARRAY(arena, struct lemma_entry, words * 3 + 1) : NULL;
        for (size_t t = 0; pass == 0 && t < train_count; t++)
            for (uint32_t s = 0; s < train[t].count; s++)
                for (uint32_t i = 0; i < train[t].sentences[s].count; i++) {
                    const struct gold_word *word = &train[t].sentences[s].words[i];
                    struct slice small = lemma_small(word->form, arena);
                    uint32_t x = label_add(xpos, word->xpos), u = word->upos, v = lemma_upos(word->form, u);
                    uint32_t bits = feature_bits(word->features);
                    uses[by_tags][used[by_tags]++] =
                        (struct use){ lemma_key(small, LEMMA_FEATURES + LEMMA_TAGS, x, u), bits, 1 };
                    uses[by_form][used[by_form]++] =
                        (struct use){ lemma_key(small, LEMMA_FEATURES, x, u), bits, 1 };
                    if (slice_equal(word->lemma, SLICE("_")) && !slice_equal(word->form, SLICE("_")))
                        continue;
                    int rule = rule_of(set, word->form, small, word->lemma, arena);
                    if (rule < 0) continue;
                    uses[0][used[0]++] =
                        (struct use){ lemma_key(small, LEMMA_TAGS, x, v), (uint32_t)rule, 1 };
                    if (u == UPOS_VERB || u == UPOS_NOUN)
                        often[often_count++] = (struct use){ x << 8 | u, (uint32_t)rule, 1 };
                    for (unsigned k = 1; k <= LEMMA_SUFFIX; k++)
                        if (small.length > k)
                            uses[k][used[k]++] = (struct use){ lemma_key(small, k, x, v), (uint32_t)rule, 1 };
                    uses[whole][used[whole]++] = (struct use){ lemma_key(small, 0, x, v), (uint32_t)rule, 1 };
                }
        if (pass == 0) continue;
        for (size_t i = 0; i < used[0]; i++)
            entries[entry_count++] = (struct lemma_entry){ uses[0][i].key, uses[0][i].value };
        for (size_t i = 0; i < used[by_tags]; i++)
            entries[entry_count++] = (struct lemma_entry){ uses[by_tags][i].key, uses[by_tags][i].value };
        qsort(often, often_count, sizeof *often, by_use);
        entry_count += common_rules(often, often_count, entries + entry_count);
        // A longer key is kept where a shorter one says something else. Its words are walked again to know
        // its parent.
        uint8_t *done[LEMMA_SUFFIX + 4];
        for (unsigned l = 0; l < LEMMA_SUFFIX + 4; l++) done[l] = ARENA_ARRAY(arena, uint8_t, used[l] + 1);
        for (size_t t = 0; t < train_count; t++)
            for (uint32_t s = 0; s < train[t].count; s++)
                for (uint32_t i = 0; i < train[t].sentences[s].count; i++) {
                    const struct gold_word *word = &train[t].sentences[s].words[i];
                    struct slice small = lemma_small(word->form, arena);
                    uint32_t x = label_add(xpos, word->xpos), u = word->upos, v = lemma_upos(word->form, u);
                    const struct use *tags = find(uses[by_tags], used[by_tags],
                                                  lemma_key(small, LEMMA_FEATURES + LEMMA_TAGS, x, u));
                    const struct use *form =
                        find(uses[by_form], used[by_form], lemma_key(small, LEMMA_FEATURES, x, u));
                    if (form && tags && form->value != tags->value && !done[by_form][form - uses[by_form]]) {
                        done[by_form][form - uses[by_form]] = 1;
                        entries[entry_count++] = (struct lemma_entry){ form->key, form->value };
                    }
                    const struct use *above = find(uses[0], used[0], lemma_key(small, LEMMA_TAGS, x, v));
                    uint32_t value = above ? above->value : UINT32_MAX;
                    for (unsigned k = 1; k <= whole; k++) {
                        if (k < whole && small.length <= k) continue;
                        const struct use *here =
                            find(uses[k], used[k], lemma_key(small, k == whole ? 0 : k, x, v));
                        if (!here || here->value == value) continue;
                        if (k < whole && here->count < 2) continue;
                        if (!done[k][here - uses[k]]) {
                            done[k][here - uses[k]] = 1;
                            entries[entry_count++] = (struct lemma_entry){ here->key, here->value };
                        }
                        value = here->value;
                    }
                }
        printf("lemmas: %zu rules, %zu entries\n", set->count, entry_count);
        return lemmatizer_pack(entries, entry_count, set->rules, set->count, arena);
    }
    return (struct slice){ "", 0 };
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
