// classes.c - the exchange algorithm over bigrams of classes.
//
// A word moves to the class where the likelihood of the class bigram model gains most. What changes is a sum
// of x log x over the counts of the two classes with the word's neighbours' classes, so a move costs as many
// steps as the word has neighbouring classes. Frequent words go first; a few rounds are enough.
#include "learn/classes.h"

#include "base/hash.h"
#include "base/intern.h"
#include "base/utf8.h"
#include "base/vector.h"
#include "language/words.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct word_stream {
    struct arena *arena, *scratch;
    struct intern *forms;
    uint32_t *words; // symbols, 0 between stretches
    size_t count, capacity;
    struct casing *casings; // of each symbol, inside a sentence
    size_t casing_count;
};

struct casing {
    uint32_t capital, small;
};

// How a word is written inside a sentence says more of it than how it is written here: seven steps from never
// with a capital to always, each for few, some and many times seen. 0 when it was never seen inside one.
static unsigned habit_of(struct casing casing) {
    const uint64_t all = (uint64_t)casing.capital + casing.small, part = (uint64_t)casing.capital * 100;
    static const unsigned steps[] = { 0, 2, 10, 50, 90, 98 };
    if (all == 0) return 0;
    unsigned step = 0;
    while (step < sizeof steps / sizeof *steps && part > steps[step] * all) step++;
    return 1 + 3 * step + (all < 8 ? 0 : all < 64 ? 1 : 2);
}

struct word_stream *word_stream_new(void) {
    struct word_stream *stream = calloc(1, sizeof *stream);
    if (!stream) abort();
    stream->arena = arena_new();
    stream->scratch = arena_new();
    stream->forms = intern_new(stream->arena);
    return stream;
}

void word_stream_free(struct word_stream *stream) {
    if (!stream) return;
    free(stream->words);
    free(stream->casings);
    arena_free(stream->arena);
    arena_free(stream->scratch);
    free(stream);
}

static void push(struct word_stream *stream, uint32_t symbol) {
    if (stream->count == stream->capacity) {
        stream->capacity = stream->capacity ? stream->capacity * 2 : 1 << 20;
        stream->words = realloc(stream->words, stream->capacity * sizeof *stream->words);
        if (!stream->words) abort();
    }
    stream->words[stream->count++] = symbol;
}

static void note_casing(struct word_stream *stream, uint32_t symbol, bool capital) {
    if (symbol >= stream->casing_count) {
        const size_t count = (size_t)symbol * 2 + 1024;
        stream->casings = realloc(stream->casings, count * sizeof *stream->casings);
        if (!stream->casings) abort();
        memset(stream->casings + stream->casing_count, 0,
               (count - stream->casing_count) * sizeof *stream->casings);
        stream->casing_count = count;
    }
    if (capital)
        stream->casings[symbol].capital++;
    else
        stream->casings[symbol].small++;
}

// Whether a word after this one stands inside a sentence.
static bool goes_on(struct slice form) {
    size_t step;
    return slice_equal(form, SLICE(",")) ||
           (form.length > 0 && utf8_class_of(utf8_at(form, 0, &step)) == UTF8_LOWER);
}

void word_stream_add(struct word_stream *stream, const struct segmenter *segmenter, struct slice text) {
    for (struct slice line; slice_next(&text, SLICE("\n"), &line);) {
        if (line.length == 0 || line.length > 1000000 || line.start[0] == '#') continue;
        arena_reset(stream->scratch);
        struct piece *pieces;
        size_t count = segment_tokens(segmenter, line, 0, (uint32_t)line.length, &pieces, stream->scratch);
        push(stream, 0);
        for (size_t i = 0; i < count; i++) {
            struct slice form = slice_part(line, pieces[i].start, pieces[i].end);
            if (form.length > 40) {
                push(stream, 0);
                continue;
            }
            uint32_t symbol = intern_add(stream->forms, word_lower(form, stream->scratch));
            push(stream, symbol);
            if (i > 0 && goes_on(slice_part(line, pieces[i - 1].start, pieces[i - 1].end)))
                note_casing(stream, symbol, utf8_starts_upper(form));
        }
    }
}

// The text of a JSON string that starts behind its quotation mark; escapes are resolved, \u as far as it is
// needed.
static struct slice json_text(struct slice text, size_t *at, struct arena *arena) {
    size_t from = *at, end = from, used = 0;
    while (end < text.length && text.start[end] != '"') end += text.start[end] == '\\' ? 2 : 1;
    char *copy = arena_allocate(arena, end - from + 1);
    for (size_t i = from; i < end && i < text.length; i++) {
        char c = text.start[i];
        if (c == '\\' && i + 1 < end) {
            c = text.start[++i];
            if (c == 'n' || c == 'r' || c == 't') c = c == 't' ? ' ' : '\n';
            if (c == 'u' && i + 4 < end) {
                unsigned code =
                    (unsigned)strtoul(arena_string(arena, slice_part(text, i + 1, i + 5)), NULL, 16);
                i += 4;
                if (code >= 0x800) {
                    copy[used++] = (char)(0xe0 | code >> 12);
                    copy[used++] = (char)(0x80 | ((code >> 6) & 0x3f));
                    c = (char)(0x80 | (code & 0x3f));
                } else if (code >= 0x80) {
                    copy[used++] = (char)(0xc0 | code >> 6);
                    c = (char)(0x80 | (code & 0x3f));
                } else {
                    c = (char)code;
                }
            }
        }
        copy[used++] = c;
    }
    *at = end;
    return (struct slice){ copy, used };
}

void word_stream_add_articles(struct word_stream *stream, const struct segmenter *segmenter,
                              struct slice tar) {
    struct arena *arena = arena_new();
    for (size_t at = 0; at + 512 <= tar.length;) {
        char size_text[13] = { 0 };
        memcpy(size_text, tar.start + at + 124, 12);
        size_t size = strtoul(size_text, NULL, 8);
        if (size > tar.length - at - 512) break;
        struct slice content = { tar.start + at + 512, size };
        size_t key = slice_find(content, SLICE("\"main_content\": \""), 0);
        if (tar.start[at] && key != SIZE_MAX) {
            size_t from = key + sizeof "\"main_content\": \"" - 1;
            arena_reset(arena);
            word_stream_add(stream, segmenter, json_text(content, &from, arena));
        }
        at += 512 + (size + 511) / 512 * 512;
    }
    arena_free(arena);
}

struct neighbour {
    uint32_t word, count;
};
struct vocabulary {
    unsigned count;
    struct neighbour *next, *previous; // bigrams, by first and by second word
    size_t *next_at, *previous_at;     // [count + 1]
    uint32_t *total;
};

struct ranked {
    uint32_t symbol, count;
};

static int by_count(const void *a, const void *b) {
    const struct ranked *x = a, *y = b;
    if (x->count != y->count) return x->count > y->count ? -1 : 1;
    return x->symbol < y->symbol ? -1 : x->symbol > y->symbol;
}

static int by_number(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

#define LOGS 4096
static double x_log_x(const double *logs, double x) {
    return x < LOGS ? logs[(int)x] : x * log(x);
}

static void exchange(const struct vocabulary *v, unsigned classes, unsigned rounds, uint16_t *class_of,
                     struct arena *arena) {
    double *logs = ARENA_ARRAY(arena, double, LOGS);
    for (int i = 1; i < LOGS; i++) logs[i] = i * log(i);
    uint32_t *pairs = calloc((size_t)classes * classes, sizeof *pairs),
             *pairs_back = calloc((size_t)classes * classes, sizeof *pairs);
    double *left = calloc(classes, sizeof *left), *right = calloc(classes, sizeof *right);
    uint32_t *after = calloc(classes, sizeof *after), *before = calloc(classes, sizeof *before);
    uint16_t *after_list = calloc(classes, sizeof *after_list),
             *before_list = calloc(classes, sizeof *before_list);
    if (!pairs || !pairs_back || !left || !right || !after || !before || !after_list || !before_list) abort();
    for (unsigned w = 0; w < v->count; w++) class_of[w] = (uint16_t)(w % classes);
    for (unsigned w = 0; w < v->count; w++)
        for (size_t k = v->next_at[w]; k < v->next_at[w + 1]; k++) {
            unsigned a = class_of[w], b = class_of[v->next[k].word];
            pairs[(size_t)a * classes + b] += v->next[k].count;
            pairs_back[(size_t)b * classes + a] += v->next[k].count;
            left[a] += v->next[k].count;
            right[b] += v->next[k].count;
        }
    for (unsigned round = 0; round < rounds; round++) {
        unsigned moved = 0;
        for (unsigned w = 0; w < v->count; w++) {
            unsigned after_count = 0, before_count = 0;
            double out = 0, in = 0;
            uint32_t self = 0;
            for (size_t k = v->next_at[w]; k < v->next_at[w + 1]; k++) {
                out += v->next[k].count;
                if (v->next[k].word == w) {
                    self += v->next[k].count;
                    continue;
                }
                unsigned c = class_of[v->next[k].word];
                if (after[c] == 0) after_list[after_count++] = (uint16_t)c;
                after[c] += v->next[k].count;
            }
            for (size_t k = v->previous_at[w]; k < v->previous_at[w + 1]; k++) {
                in += v->previous[k].count;
                if (v->previous[k].word == w) continue;
                unsigned c = class_of[v->previous[k].word];
                if (before[c] == 0) before_list[before_count++] = (uint16_t)c;
                before[c] += v->previous[k].count;
            }
            unsigned own = class_of[w];
            // take the word out of its class
            for (unsigned k = 0; k < after_count; k++) {
                pairs[(size_t)own * classes + after_list[k]] -= after[after_list[k]];
                pairs_back[(size_t)after_list[k] * classes + own] -= after[after_list[k]];
            }
            for (unsigned k = 0; k < before_count; k++) {
                pairs[(size_t)before_list[k] * classes + own] -= before[before_list[k]];
                pairs_back[(size_t)own * classes + before_list[k]] -= before[before_list[k]];
            }
            pairs[(size_t)own * classes + own] -= self;
            pairs_back[(size_t)own * classes + own] -= self;
            left[own] -= out;
            right[own] -= in;
            unsigned best = own;
            double best_gain = -1e300;
            for (unsigned c = 0; c < classes; c++) {
                const uint32_t *row = pairs + (size_t)c * classes, *column = pairs_back + (size_t)c * classes;
                double gain = 0;
                for (unsigned k = 0; k < after_count; k++) {
                    unsigned g = after_list[k];
                    if (g == c) continue;
                    gain += x_log_x(logs, (double)row[g] + after[g]) - x_log_x(logs, row[g]);
                }
                for (unsigned k = 0; k < before_count; k++) {
                    unsigned g = before_list[k];
                    if (g == c) continue;
                    gain += x_log_x(logs, (double)column[g] + before[g]) - x_log_x(logs, column[g]);
                }
                double inner = (double)row[c] + after[c] + before[c] + self;
                gain += x_log_x(logs, inner) - x_log_x(logs, row[c]);
                gain -= x_log_x(logs, left[c] + out) - x_log_x(logs, left[c]);
                gain -= x_log_x(logs, right[c] + in) - x_log_x(logs, right[c]);
                if (gain > best_gain) {
                    best_gain = gain;
                    best = c;
                }
            }
            moved += best != own;
            class_of[w] = (uint16_t)best;
            for (unsigned k = 0; k < after_count; k++) {
                pairs[(size_t)best * classes + after_list[k]] += after[after_list[k]];
                pairs_back[(size_t)after_list[k] * classes + best] += after[after_list[k]];
                after[after_list[k]] = 0;
            }
            for (unsigned k = 0; k < before_count; k++) {
                pairs[(size_t)before_list[k] * classes + best] += before[before_list[k]];
                pairs_back[(size_t)best * classes + before_list[k]] += before[before_list[k]];
                before[before_list[k]] = 0;
            }
            pairs[(size_t)best * classes + best] += self;
            pairs_back[(size_t)best * classes + best] += self;
            left[best] += out;
            right[best] += in;
        }
        printf("classes %u round %u: %u of %u moved\n", classes, round, moved, v->count);
        fflush(stdout);
        if (moved * 200 < v->count) break;
    }
    free(pairs);
    free(pairs_back);
    free(left);
    free(right);
    free(after);
    free(before);
    free(after_list);
    free(before_list);
}

struct slice word_classes(struct word_stream *stream, unsigned vocabulary, unsigned least,
                          const unsigned counts[3], unsigned rounds, struct arena *arena) {
    uint32_t symbols = intern_count(stream->forms);
    struct ranked *ranked = calloc(symbols + 1, sizeof *ranked);
    uint32_t *number = calloc((size_t)symbols + 1, sizeof *number); // of the vocabulary + 1; 0 outside
    uint64_t *bigrams = malloc((stream->count + 1) * sizeof *bigrams);
    if (!ranked || !number || !bigrams) abort();
    for (uint32_t s = 0; s < symbols; s++) ranked[s].symbol = s + 1;
    for (size_t i = 0; i < stream->count; i++)
        if (stream->words[i]) ranked[stream->words[i] - 1].count++;
    qsort(ranked, symbols, sizeof *ranked, by_count);
    struct vocabulary v = { 0 };
    while (v.count < vocabulary && v.count < symbols && ranked[v.count].count >= least) {
        number[ranked[v.count].symbol] = v.count + 1;
        v.count++;
    }
    size_t count = 0;
    for (size_t i = 0; i + 1 < stream->count; i++) {
        uint32_t a = stream->words[i], b = stream->words[i + 1];
        if (a && b && number[a] && number[b])
            bigrams[count++] = (uint64_t)(number[a] - 1) << 32 | (number[b] - 1);
    }
    qsort(bigrams, count, sizeof *bigrams, by_number);
    size_t distinct = 0;
    uint32_t *times = malloc((count + 1) * sizeof *times);
    if (!times) abort();
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && bigrams[end] == bigrams[i];) end++;
        times[distinct] = (uint32_t)(end - i);
        bigrams[distinct++] = bigrams[i];
    }
    v.next = ARENA_ARRAY(arena, struct neighbour, distinct + 1);
    v.previous = ARENA_ARRAY(arena, struct neighbour, distinct + 1);
    v.next_at = ARENA_ARRAY(arena, size_t, v.count + 2);
    v.previous_at = ARENA_ARRAY(arena, size_t, v.count + 2);
    for (size_t i = 0; i < distinct; i++) {
        v.next_at[(bigrams[i] >> 32) + 1]++;
        v.previous_at[(bigrams[i] & 0xffffffffu) + 1]++;
    }
    for (unsigned w = 0; w < v.count; w++) {
        v.next_at[w + 1] += v.next_at[w];
        v.previous_at[w + 1] += v.previous_at[w];
    }
    size_t *fill = ARENA_ARRAY(arena, size_t, v.count + 1);
    memcpy(fill, v.previous_at, v.count * sizeof *fill);
    for (size_t i = 0; i < distinct; i++) {
        uint32_t a = (uint32_t)(bigrams[i] >> 32), b = (uint32_t)bigrams[i];
        v.next[i] = (struct neighbour){ b, times[i] };
        v.previous[fill[b]++] = (struct neighbour){ a, times[i] };
    }
    free(bigrams);
    free(times);
    printf("%zu words, %u forms of %u, %zu bigrams\n", stream->count, v.count, symbols, distinct);
    fflush(stdout);
    uint16_t *classes[3];
    for (unsigned k = 0; k < 3; k++) {
        classes[k] = ARENA_ARRAY(arena, uint16_t, v.count + 1);
        exchange(&v, counts[k], rounds, classes[k], arena);
    }
    size_t capacity = (size_t)v.count * 64 + 64, used = 0;
    char *text = arena_allocate(arena, capacity);
    for (unsigned w = 0; w < v.count; w++) {
        struct slice form = intern_text(stream->forms, ranked[w].symbol);
        const uint32_t symbol = ranked[w].symbol;
        used += (size_t)snprintf(text + used, capacity - used, SLICE_FORMAT "\t%u\t%u\t%u\t%u\n",
                                 SLICE_ARG(form), classes[0][w] + 1u, classes[1][w] + 1u, classes[2][w] + 1u,
                                 symbol < stream->casing_count ? habit_of(stream->casings[symbol]) : 0);
    }
    free(ranked);
    free(number);
    return (struct slice){ text, used };
}
