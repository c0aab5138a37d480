// tag.c - see tag.h.
//
// The English tag comes first because it needs only its left side; whether "that" is a pronoun or a
// conjunction, or "is" an auxiliary, shows in the English tags to the right.
#include "language/tag.h"

#include <string.h>

static const struct word outside = { .lower = 1, .exact = 1, .shape = 1, .xpos = 254, .upos = 254 };

static inline const struct word *at(const struct word *words, size_t count, size_t i, int step) {
    if (step < 0) return i < (size_t)-step ? &outside : &words[i + (size_t)step];
    return i + (size_t)step >= count ? &outside : &words[i + (size_t)step];
}

// Fine class, or a stand-in made of ending and shape for a word without one.
static inline uint32_t class_of(const struct word *word) {
    return word->cluster[2] ? word->cluster[2] : word->suffix[2] ^ word->shape ^ 0x80000000u;
}

static inline uint32_t tags_of(const struct word *word) {
    return word->tags ? word->tags : (word->suffix[1] ^ word->shape) | 0x10000u;
}

#define PUT(...) (features[n++] = feature_of(__VA_ARGS__))

static unsigned lexical_features(const struct word *words, size_t count, size_t i, uint32_t base,
                                 uint64_t *features) {
    const struct word *w = &words[i], *l1 = at(words, count, i, -1), *l2 = at(words, count, i, -2),
                      *r1 = at(words, count, i, 1), *r2 = at(words, count, i, 2);
    unsigned n = 0;
    PUT(base + 0, 0, 0, 0, 0);
    PUT(base + 1, w->lower, 0, 0, 0);
    PUT(base + 2, w->exact, 0, 0, 0);
    for (unsigned k = 0; k < 3; k++) PUT(base + 3 + k, w->prefix[k], 0, 0, 0);
    for (unsigned k = 0; k < 4; k++) PUT(base + 6 + k, w->suffix[k], 0, 0, 0);
    PUT(base + 10, w->shape, i == 0, 0, 0);
    PUT(base + 11, w->suffix[2], w->shape, 0, 0);
    PUT(base + 12, w->tags, w->flags & (WORD_TITLE | WORD_UPPER), i == 0, 0);
    PUT(base + 13, w->cluster[2], 0, 0, 0);
    PUT(base + 14, w->cluster[1], 0, 0, 0);
    PUT(base + 15, w->cluster[0], w->suffix[1], 0, 0);
    PUT(base + 16, l1->lower, 0, 0, 0);
    PUT(base + 17, r1->lower, 0, 0, 0);
    PUT(base + 18, l2->lower, 0, 0, 0);
    PUT(base + 19, r2->lower, 0, 0, 0);
    PUT(base + 20, l1->lower, w->lower, 0, 0);
    PUT(base + 21, w->lower, r1->lower, 0, 0);
    PUT(base + 22, tags_of(r1), 0, 0, 0);
    PUT(base + 23, tags_of(w), tags_of(r1), 0, 0);
    PUT(base + 24, tags_of(w), tags_of(r1), tags_of(r2), 0);
    PUT(base + 25, class_of(l1), 0, 0, 0);
    PUT(base + 26, class_of(r1), 0, 0, 0);
    PUT(base + 27, class_of(r2), 0, 0, 0);
    PUT(base + 28, class_of(l1), class_of(w), 0, 0);
    PUT(base + 29, class_of(w), class_of(r1), 0, 0);
    PUT(base + 30, r1->shape, w->shape, 0, 0);
    PUT(base + 31, l1->shape, w->shape, 0, 0);
    PUT(base + 32, r1->suffix[2], 0, 0, 0);
    PUT(base + 33, w->lower, w->glued, r1->glued, 0);
    const uint32_t capital = w->flags & (WORD_TITLE | WORD_UPPER);
    PUT(base + 34, w->habit, capital, i == 0, 0);
    PUT(base + 35, w->habit, w->suffix[2], 0, 0);
    PUT(base + 36, l1->habit, w->habit, r1->habit, capital);
    PUT(base + 37, w->gazetteer, w->habit, capital, 0);
    PUT(base + 38, l1->lower, r1->lower, 0, 0);
    PUT(base + 39, l1->flags | (uint32_t)w->flags << 8 | (uint32_t)r1->flags << 16, w->suffix[1], 0, 0);
    return n;
}

unsigned tag_xpos_features(const struct word *words, size_t count, size_t i,
                           uint64_t features[TAG_FEATURES]) {
    const struct word *w = &words[i], *r1 = at(words, count, i, 1);
    uint32_t x1 = at(words, count, i, -1)->xpos, x2 = at(words, count, i, -2)->xpos,
             x3 = at(words, count, i, -3)->xpos;
    unsigned n = lexical_features(words, count, i, 0, features);
    PUT(40, x1, 0, 0, 0);
    PUT(41, x1, x2, 0, 0);
    PUT(42, x1, x2, x3, 0);
    PUT(43, x1, w->lower, 0, 0);
    PUT(44, x1, x2, w->lower, 0);
    PUT(45, x1, tags_of(w), tags_of(r1), 0);
    PUT(46, x1, w->suffix[2], w->shape, 0);
    PUT(47, x1, at(words, count, i, -1)->lower, 0, 0);
    PUT(48, x1, x2, tags_of(w), 0);
    PUT(49, x1, r1->lower, 0, 0);
    PUT(50, x1, class_of(w), 0, 0);
    PUT(51, x1, w->cluster[1], r1->cluster[1], 0);
    return n;
}

unsigned tag_upos_features(const struct word *words, size_t count, size_t i,
                           uint64_t features[TAG_FEATURES]) {
    const struct word *w = &words[i], *l1 = at(words, count, i, -1), *r1 = at(words, count, i, 1);
    uint32_t x0 = w->xpos, r1x = r1->xpos, r2x = at(words, count, i, 2)->xpos,
             r3x = at(words, count, i, 3)->xpos;
    uint32_t u1 = l1->upos, u2 = at(words, count, i, -2)->upos, l1x = l1->xpos,
             l2x = at(words, count, i, -2)->xpos;
    unsigned n = lexical_features(words, count, i, 100, features);
    PUT(140, x0, 0, 0, 0);
    PUT(141, x0, w->lower, 0, 0);
    PUT(142, x0, r1x, 0, 0);
    PUT(143, x0, r1x, r2x, 0);
    PUT(144, x0, l1x, r1x, 0);
    PUT(145, x0, l1x, l2x, 0);
    PUT(146, w->lower, r1x, 0, 0);
    PUT(147, w->lower, r1x, r2x, 0);
    PUT(148, w->lower, r1x, r2x, r3x);
    PUT(149, w->lower, l1x, r1x, 0);
    PUT(150, w->lower, l1x, 0, 0);
    PUT(151, u1, x0, 0, 0);
    PUT(152, u1, u2, x0, 0);
    PUT(153, u1, w->lower, 0, 0);
    PUT(154, u1, x0, r1x, 0);
    PUT(155, x0, w->lower, l1->lower, 0);
    PUT(156, x0, w->lower, r1->lower, 0);
    PUT(157, w->lower, r1x, r1->lower, 0);
    PUT(158, x0, w->suffix[2], 0, 0);
    PUT(159, x0, w->cluster[2], 0, 0);
    return n;
}

static unsigned best_of(const int32_t *scores, unsigned labels) {
    unsigned best = 0;
    for (unsigned l = 1; l < labels; l++)
        if (scores[l] > scores[best]) best = l;
    return best;
}

void tag_words(const struct tagger *tagger, struct word *words, size_t count) {
    uint64_t features[TAG_FEATURES];
    int32_t scores[LINEAR_LABELS_LIMIT];
    for (size_t i = 0; i < count; i++) {
        unsigned n = tag_xpos_features(words, count, i, features);
        memset(scores, 0, sizeof *scores * tagger->xpos.labels);
        linear_score(&tagger->xpos, features, n, scores);
        words[i].xpos = (uint8_t)best_of(scores, tagger->xpos.labels);
    }
    for (size_t i = 0; i < count; i++) {
        unsigned n = tag_upos_features(words, count, i, features);
        memset(scores, 0, sizeof *scores * tagger->upos.labels);
        linear_score(&tagger->upos, features, n, scores);
        words[i].upos = (uint8_t)best_of(scores, tagger->upos.labels);
    }
}
