// evaluate.c - see evaluate.h.
#include "learn/evaluate.h"

double f1(struct f_score score) {
    return score.gold + score.found == 0 ? 0
                                         : 200.0 * (double)score.right / (double)(score.gold + score.found);
}

static struct slice universal(struct slice relation) {
    size_t colon = slice_find(relation, SLICE(":"), 0);
    return colon == SIZE_MAX ? relation : slice_part(relation, 0, colon);
}

static void count_sentences(const struct scored_word *gold, size_t gold_count,
                            const struct scored_word *found, size_t found_count, struct f_score *score) {
    size_t g = 0, f = 0;
    for (size_t i = 0; i < gold_count; i++) score->gold += gold[i].starts_sentence;
    for (size_t i = 0; i < found_count; i++) score->found += found[i].starts_sentence;
    while (g < gold_count && f < found_count) {
        size_t gold_end = g + 1, found_end = f + 1;
        while (gold_end < gold_count && !gold[gold_end].starts_sentence) gold_end++;
        while (found_end < found_count && !found[found_end].starts_sentence) found_end++;
        uint32_t a = gold[gold_end - 1].end, b = found[found_end - 1].end;
        score->right += a == b && gold[g].start == found[f].start;
        if (a <= b) g = gold_end;
        if (b <= a) f = found_end;
    }
}

void evaluate(const struct scored_word *gold, size_t gold_count, const struct scored_word *found,
              size_t found_count, struct scores *scores, struct arena *arena) {
    int32_t *partner =
        ARENA_ARRAY(arena, int32_t, found_count + 1); // gold word of each found word, -1 for none
    size_t g = 0;
    for (size_t f = 0; f < found_count; f++) {
        while (g < gold_count && gold[g].start < found[f].start) g++;
        // Words of one stretch (parts of a multiword token that do not join) are paired in order.
        partner[f] = g < gold_count && gold[g].start == found[f].start && gold[g].end == found[f].end
                         ? (int32_t)g++
                         : -1;
    }
    struct f_score *all[] = { &scores->words,  &scores->upos, &scores->xpos,
                              &scores->lemmas, &scores->uas,  &scores->las };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        all[i]->gold += gold_count;
        all[i]->found += found_count;
    }
    count_sentences(gold, gold_count, found, found_count, &scores->sentences);
    for (size_t f = 0; f < found_count; f++) {
        if (partner[f] < 0) continue;
        const struct scored_word *ours = &found[f], *right = &gold[partner[f]];
        scores->words.right++;
        scores->upos.right += slice_equal(ours->upos, right->upos);
        scores->xpos.right += slice_equal(ours->xpos, right->xpos);
        scores->lemmas.right +=
            slice_equal(right->lemma, SLICE("_")) || slice_equal(ours->lemma, right->lemma);
        int32_t head = ours->head < 0 ? -1 : partner[ours->head];
        bool attached = ours->head < 0 ? right->head < 0 : head >= 0 && head == right->head;
        scores->uas.right += attached;
        scores->las.right += attached && slice_equal(universal(ours->relation), universal(right->relation));
    }
}
