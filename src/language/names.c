// names.c - see names.h.
//
// A linear chain: the score of a sequence is the sum of each word's features and of each pair of labels;
// Viterbi finds the best one. The document is read twice, so that a name that is clear in one place helps
// where it is not.
#include "language/names.h"

#include "base/hash.h"

#include <string.h>

#define MEMORY_PLACES 4096u // of a document; the words that come later find it full
#define MEMORY_PROBES 8u

struct name_memory {
    struct {
        uint32_t word;
        uint16_t count[NAME_TYPES + 1]; // the last one: outside names, with a capital
    } places[MEMORY_PLACES];
};

struct name_memory *name_memory_new(struct arena *arena) {
    return ARENA_NEW(arena, struct name_memory);
}

static unsigned memory_place(const struct name_memory *memory, uint32_t word) {
    unsigned at = (word * 0x9E3779B1u) >> 20;
    for (unsigned probe = 0; probe < MEMORY_PROBES; probe++) {
        unsigned place = (at + probe) % MEMORY_PLACES;
        if (memory->places[place].word == word || memory->places[place].word == 0) return place;
    }
    return MEMORY_PLACES;
}

void name_memory_add(struct name_memory *memory, const struct word *words, size_t count,
                     const uint8_t *labels) {
    if (words_are_caseless(words, count)) return;
    for (size_t i = 0; i < count; i++) {
        if (!(words[i].flags & WORD_TITLE) || words[i].form.length < 2) continue;
        unsigned at = memory_place(memory, words[i].lower);
        if (at == MEMORY_PLACES) continue;
        memory->places[at].word = words[i].lower;
        uint16_t *seen = &memory->places[at].count[labels[i] ? (labels[i] - 1u) / 2u : NAME_TYPES];
        if (*seen < 1000) ++*seen;
    }
}

// 0 nothing, else 1 + most frequent type, and whether it is clear.
static uint32_t memory_of(const struct name_memory *memory, const struct word *word) {
    if (!memory || !(word->flags & WORD_TITLE)) return 0;
    unsigned at = memory_place(memory, word->lower), best = 0, total = 0;
    if (at == MEMORY_PLACES || memory->places[at].word == 0) return 0;
    for (unsigned t = 0; t <= NAME_TYPES; t++) {
        total += memory->places[at].count[t];
        if (memory->places[at].count[t] > memory->places[at].count[best]) best = t;
    }
    if (total < 2) return 0;
    return 1 + best + (memory->places[at].count[best] * 3u >= total * 2u ? 16u : 0);
}

static const struct word outside = { .lower = 1, .exact = 1, .shape = 1, .xpos = 254, .upos = 254 };

static inline const struct word *at(const struct word *words, size_t count, size_t i, int step) {
    if (step < 0) return i < (size_t)-step ? &outside : &words[i + (size_t)step];
    return i + (size_t)step >= count ? &outside : &words[i + (size_t)step];
}

#define PUT(...) (features[n++] = feature_of(__VA_ARGS__))

unsigned name_features(const struct word *words, size_t count, size_t i, const struct name_memory *memory,
                       uint64_t features[NAME_FEATURES]) {
    const struct word *w = &words[i], *l1 = at(words, count, i, -1), *l2 = at(words, count, i, -2),
                      *r1 = at(words, count, i, 1), *r2 = at(words, count, i, 2);
    uint32_t first = i == 0;
    unsigned n = 0;
    PUT(600, 0, 0, 0, 0);
    PUT(601, w->lower, 0, 0, 0);
    PUT(602, w->exact, 0, 0, 0);
    PUT(603, l1->lower, 0, 0, 0);
    PUT(604, r1->lower, 0, 0, 0);
    PUT(605, l2->lower, 0, 0, 0);
    PUT(606, r2->lower, 0, 0, 0);
    PUT(607, l1->lower, w->lower, 0, 0);
    PUT(608, w->lower, r1->lower, 0, 0);
    PUT(609, w->shape, first, 0, 0);
    PUT(610, l1->shape, w->shape, 0, 0);
    PUT(611, w->shape, r1->shape, 0, 0);
    PUT(612, l1->shape, w->shape, r1->shape, 0);
    for (unsigned k = 1; k < 3; k++) PUT(613 + k, w->prefix[k], 0, 0, 0);
    for (unsigned k = 1; k < 4; k++) PUT(616 + k, w->suffix[k], 0, 0, 0);
    PUT(620, w->cluster[0], w->shape, 0, 0);
    PUT(621, w->cluster[1], w->shape, 0, 0);
    PUT(622, w->cluster[2], w->shape, 0, 0);
    PUT(623, l1->cluster[1], 0, 0, 0);
    PUT(624, l1->cluster[2], 0, 0, 0);
    PUT(625, r1->cluster[1], 0, 0, 0);
    PUT(626, r1->cluster[2], 0, 0, 0);
    PUT(627, l1->cluster[1], w->cluster[1], 0, 0);
    PUT(628, w->cluster[1], r1->cluster[1], 0, 0);
    PUT(629, w->xpos, w->upos, 0, 0);
    PUT(630, l1->xpos, w->xpos, 0, 0);
    PUT(631, w->xpos, r1->xpos, 0, 0);
    PUT(632, l1->xpos, w->xpos, r1->xpos, 0);
    PUT(633, l2->xpos, l1->xpos, w->xpos, 0);
    PUT(634, w->gazetteer, 0, 0, 0);
    PUT(635, w->gazetteer, w->shape, 0, 0);
    PUT(636, w->gazetteer, l1->gazetteer, 0, 0);
    PUT(637, w->gazetteer, r1->gazetteer, 0, 0);
    PUT(638, w->gazetteer, l1->lower, w->shape, 0);
    PUT(639, w->gazetteer, r1->lower, w->shape, 0);
    PUT(640, l1->lower, w->shape, 0, 0);
    PUT(641, w->shape, r1->lower, 0, 0);
    PUT(642, l1->lower, w->shape, r1->shape, 0);
    PUT(643, l2->lower, l1->lower, w->shape, 0);
    PUT(644, w->shape, r1->shape, r1->lower, r2->lower);
    PUT(645, l1->cluster[2], w->shape, r1->shape, 0);
    PUT(646, w->shape, r1->cluster[2], 0, 0);
    PUT(647, l1->gazetteer, w->shape, w->xpos, 0);
    PUT(648, l1->cluster[1], w->shape, r1->cluster[1], 0);
    PUT(649, w->flags, w->tags, first, 0);
    PUT(650, l2->shape, l1->shape, w->shape, r1->shape);
    PUT(651, w->shape, r1->shape, r2->shape, r2->lower);
    for (unsigned bit = 0; bit < 10; bit++)
        if (w->gazetteer >> bit & 1) PUT(652, bit, w->shape, 0, 0);
    // The nearest word to the right and to the left that is no part of a run of capitals.
    size_t right = i + 1, left = i;
    while (right < count && right < i + 6 && (words[right].flags & WORD_TITLE)) right++;
    while (left > 0 && i - left < 6 && (words[left - 1].flags & WORD_TITLE)) left--;
    const struct word *after = right < count ? &words[right] : &outside,
                      *before = left > 0 ? &words[left - 1] : &outside;
    const struct word *last = &words[right - 1], *head = &words[left];
    uint32_t run = (uint32_t)(right - left), place = (uint32_t)(i - left);
    PUT(660, after->lower, w->shape, 0, 0);
    PUT(661, before->lower, w->shape, 0, 0);
    PUT(662, after->cluster[1], before->cluster[1], w->shape, 0);
    PUT(663, last->lower, w->flags & WORD_TITLE, 0, 0);
    PUT(664, head->lower, w->flags & WORD_TITLE, 0, 0);
    PUT(665, last->cluster[2], w->flags & WORD_TITLE, 0, 0);
    PUT(666, run, place, w->flags, 0);
    PUT(667, last->gazetteer, head->gazetteer, w->shape, 0);
    PUT(668, after->cluster[2], w->shape, 0, 0);
    PUT(669, before->cluster[2], w->shape, 0, 0);
    if (memory) {
        uint32_t m = memory_of(memory, w);
        PUT(680, m, 0, 0, 0);
        PUT(681, m, w->shape, first, 0);
        PUT(682, m, memory_of(memory, l1), memory_of(memory, r1), 0);
        PUT(683, m, w->gazetteer, 0, 0);
    }
    return n;
}

uint64_t name_follow_feature(uint32_t label_before) {
    return feature_of(699, label_before, 0, 0, 0);
}

bool name_may_follow(uint32_t before, uint32_t label) {
    if (label == 0 || label % 2 == 1) return true; // none, or a beginning
    return before == label || before == label - 1; // goes on from the same type
}

bool namer_open(struct slice section, struct namer *namer) {
    if (!linear_open(section, &namer->linear) || namer->linear.labels != NAME_LABELS) return false;
    for (uint32_t before = 0; before <= NAME_LABELS; before++) {
        uint64_t feature = name_follow_feature(before);
        memset(namer->follow[before], 0, sizeof namer->follow[before]);
        linear_score(&namer->linear, &feature, 1, namer->follow[before]);
        for (uint32_t label = 0; label < NAME_LABELS; label++)
            if (!name_may_follow(before, label)) namer->follow[before][label] = INT32_MIN / 4;
    }
    return true;
}

void name_words(const struct namer *namer, const struct word *words, size_t count,
                const struct name_memory *memory, uint8_t *labels, float *margins, struct arena *arena) {
    if (count == 0) return;
    uint8_t *from = ARENA_ARRAY(arena, uint8_t, count * NAME_LABELS);
    int32_t *own = ARENA_ARRAY(arena, int32_t, count * NAME_LABELS);
    int32_t best[NAME_LABELS] = { 0 }, next[NAME_LABELS];
    uint64_t features[NAME_FEATURES];
    for (size_t i = 0; i < count; i++) {
        int32_t *score = own + i * NAME_LABELS;
        unsigned n = name_features(words, count, i, memory, features);
        linear_score(&namer->linear, features, n, score);
        for (uint32_t label = 0; label < NAME_LABELS; label++) {
            if (i == 0) {
                next[label] = score[label] + namer->follow[NAME_LABELS][label];
                continue;
            }
            uint32_t choice = 0;
            int32_t most = best[0] + namer->follow[0][label];
            for (uint32_t before = 1; before < NAME_LABELS; before++) {
                int32_t sum = best[before] + namer->follow[before][label];
                if (sum > most) {
                    most = sum;
                    choice = before;
                }
            }
            next[label] = most + score[label];
            from[i * NAME_LABELS + label] = (uint8_t)choice;
        }
        int32_t top = next[0];
        for (uint32_t label = 1; label < NAME_LABELS; label++) top = next[label] > top ? next[label] : top;
        for (uint32_t label = 0; label < NAME_LABELS;
             label++) { // kept near 0: no overflow in a long sentence
            int32_t value = next[label] - top;
            best[label] = value < INT32_MIN / 8 ? INT32_MIN / 8 : value;
        }
    }
    uint32_t label = 0;
    for (uint32_t l = 1; l < NAME_LABELS; l++)
        if (best[l] > best[label]) label = l;
    for (size_t i = count; i-- > 0;) {
        labels[i] = (uint8_t)label;
        if (margins) {
            int32_t rival = INT32_MIN / 4;
            for (uint32_t l = 0; l < NAME_LABELS; l++)
                if (l != label && own[i * NAME_LABELS + l] > rival) rival = own[i * NAME_LABELS + l];
            margins[i] = (float)(own[i * NAME_LABELS + label] - rival) * namer->linear.scale;
        }
        label = i > 0 ? from[i * NAME_LABELS + label] : 0;
    }
}
