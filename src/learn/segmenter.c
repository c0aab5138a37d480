// segmenter.c - see segmenter.h.
#include "learn/segmenter.h"

#include "base/vector.h"
#include "learn/perceptron.h"
#include "learn/syntax.h"

#include <stdio.h>
#include <string.h>

struct gold_paragraphs paragraphs_of(const struct treebank *treebank, struct arena *arena) {
    struct gold_paragraphs result = { ARENA_ARRAY(arena, struct gold_paragraph, treebank->count + 1), 0 };
    for (uint32_t s = 0, end; s < treebank->count; s = end) {
        size_t length = 0, words = 0;
        for (end = s; end < treebank->count && (end == s || !treebank->sentences[end].starts_paragraph);
             end++) {
            const struct gold_sentence *sentence = &treebank->sentences[end];
            words += sentence->count;
            for (uint32_t i = 0; i < sentence->count; i++)
                length += sentence->words[i].form.length + sentence->words[i].surface.length + 1;
        }
        char *text = arena_allocate(arena, length + 1);
        struct span *spans = ARENA_ARRAY(arena, struct span, words + 1);
        uint8_t *ends = ARENA_ARRAY(arena, uint8_t, words + 1);
        size_t used = 0, count = 0;
        for (uint32_t k = s; k < end; k++) {
            const struct gold_sentence *sentence = &treebank->sentences[k];
            for (uint32_t i = 0; i < sentence->count; i++) {
                const struct gold_word *word = &sentence->words[i];
                unsigned parts = word->multiword > 1 ? word->multiword : 1;
                struct slice surface = word->multiword > 1 ? word->surface : word->form;
                memcpy(text + used, surface.start, surface.length);
                size_t joined = 0;
                for (unsigned p = 0; p < parts && i + p < sentence->count; p++)
                    joined += sentence->words[i + p].form.length;
                for (unsigned p = 0, at = 0; p < parts && i + p < sentence->count; p++) {
                    uint32_t part = (uint32_t)sentence->words[i + p].form.length;
                    spans[count] = joined == surface.length
                                       ? (struct span){ (uint32_t)used + at, (uint32_t)used + at + part }
                                       : (struct span){ (uint32_t)used, (uint32_t)(used + surface.length) };
                    at += part;
                    ends[count++] = 0;
                }
                i += parts - 1;
                used += surface.length;
                if (i < sentence->count && sentence->words[i].space_after) text[used++] = ' ';
            }
            if (count > 0) ends[count - 1] = 1;
        }
        while (used > 0 && text[used - 1] == ' ') used--;
        result.items[result.count++] = (struct gold_paragraph){ { text, used }, spans, ends, count };
    }
    return result;
}

// Whether a right sentence ends at byte `end`.
static uint8_t *end_marks(const struct gold_paragraph *paragraph, struct arena *arena) {
    uint8_t *marks = ARENA_ARRAY(arena, uint8_t, paragraph->text.length + 1);
    for (size_t i = 0; i < paragraph->word_count; i++)
        if (paragraph->ends[i]) marks[paragraph->words[i].end] = 1;
    return marks;
}

struct slice train_breaks(const struct segmenter *segmenter, const struct gold_paragraphs *train,
                          size_t train_count, struct arena *arena) {
    struct perceptron *p = perceptron_new(2, 2, 2);
    struct arena *scratch = arena_new();
    uint64_t features[BREAK_FEATURES], seed = 88172645463325252u;
    uint32_t rows[BREAK_FEATURES];
    float scores[8];
    for (unsigned round = 0; round < 12; round++) {
        size_t wrong = 0, total = 0;
        for (size_t t = 0; t < train_count; t++) {
            for (size_t k = 0; k < train[t].count; k++) {
                const struct gold_paragraph *paragraph = &train[t].items[k];
                arena_reset(scratch);
                struct piece *pieces;
                size_t count = segment_tokens(segmenter, paragraph->text, 0, (uint32_t)paragraph->text.length,
                                              &pieces, scratch);
                uint8_t *marks = end_marks(paragraph, scratch);
                size_t since = 0;
                for (size_t i = 0; i + 1 < count; i++) {
                    unsigned right = marks[pieces[i].end];
                    if (break_possible(paragraph->text, pieces, count, i)) {
                        unsigned n =
                            break_features(segmenter, paragraph->text, pieces, count, i, since, features);
                        perceptron_find(p, features, n, rows, true);
                        perceptron_score(p, rows, n, scores);
                        if (scores[right] < scores[1 - right] + 1.0f) {
                            perceptron_add(p, rows, n, right, 0.5f);
                            perceptron_add(p, rows, n, 1 - right, -0.5f);
                        }
                        wrong += scores[right] <= scores[1 - right];
                        total++;
                        perceptron_tick(p);
                        if (random_next(&seed) % 2) right = scores[1] > scores[0];
                    }
                    if (right) since = i + 1;
                }
            }
        }
        if (round == 11) printf("breaks: %zu of %zu wrong in training\n", wrong, total);
    }
    struct slice section = perceptron_pack_mean(p, LINEAR_DENSE, arena);
    perceptron_free(p);
    arena_free(scratch);
    return section;
}

struct segment_scores score_segments(const struct segmenter *segmenter, const struct linear *breaks,
                                     const struct gold_paragraphs *dev, unsigned show) {
    struct segment_scores scores = { 0 };
    struct arena *scratch = arena_new();
    for (size_t k = 0; k < dev->count; k++) {
        const struct gold_paragraph *paragraph = &dev->items[k];
        arena_reset(scratch);
        struct piece *pieces;
        size_t count =
            segment_tokens(segmenter, paragraph->text, 0, (uint32_t)paragraph->text.length, &pieces, scratch);
        segment_sentences(segmenter, breaks, paragraph->text, pieces, count);
        scores.gold_words += paragraph->word_count;
        scores.words += count;
        size_t g = 0, gold_start = 0, start = 0;
        uint8_t *starts =
            ARENA_ARRAY(scratch, uint8_t, paragraph->text.length + 2); // 1 + where a right sentence starts
        uint32_t *from = ARENA_ARRAY(scratch, uint32_t, paragraph->text.length + 2);
        (void)starts;
        for (size_t i = 0; i < paragraph->word_count; i++)
            if (paragraph->ends[i]) {
                from[paragraph->words[i].end] = paragraph->words[gold_start].start + 1;
                gold_start = i + 1;
                scores.gold_sentences++;
            }
        size_t missed_from = 0;
        bool missed = false;
        for (size_t i = 0; i < count; i++) {
            while (g < paragraph->word_count && paragraph->words[g].end < pieces[i].end) g++;
            bool right = g < paragraph->word_count && paragraph->words[g].start == pieces[i].start &&
                         paragraph->words[g].end == pieces[i].end;
            scores.right_words += right;
            if (!right && !missed) {
                missed = true;
                missed_from = pieces[i].start;
            } else if (right && missed) {
                missed = false;
                if (show > 0) {
                    show--;
                    printf("  ours:");
                    for (size_t m = 0; m < i; m++)
                        if (pieces[m].start >= missed_from)
                            printf(" " SLICE_FORMAT, (int)(pieces[m].end - pieces[m].start),
                                   paragraph->text.start + pieces[m].start);
                    printf("   right:");
                    for (size_t m = 0; m < g; m++)
                        if (paragraph->words[m].end > missed_from)
                            printf(" " SLICE_FORMAT,
                                   (int)(paragraph->words[m].end - paragraph->words[m].start),
                                   paragraph->text.start + paragraph->words[m].start);
                    printf("\n");
                }
            }
            if (pieces[i].ends_sentence) {
                scores.sentences++;
                scores.right_sentences += from[pieces[i].end] == pieces[start].start + 1;
                start = i + 1;
            }
        }
    }
    arena_free(scratch);
    return scores;
}
