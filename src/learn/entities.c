// entities.c - see entities.h.
//
// The corpora have different sets of types; they are mapped to ours. A label for anything else than persons,
// places and organizations often covers nationalities: a phrase that the lists know as a people becomes a
// GROUP, the rest OTHER.
#include "learn/entities.h"

#include "base/hash.h"
#include "learn/perceptron.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *label;
    int type; // NAME_TYPES: people by the lists, else other; -1: no name
} label_types[] = {
    { "PER", NAME_PERSON },
    { "ORG", NAME_ORGANIZATION },
    { "LOC", NAME_PLACE },
    { "OTH", NAME_TYPES },
    { "MISC", NAME_TYPES },
    { "person", NAME_PERSON },
    { "politician", NAME_PERSON },
    { "politicalparty", NAME_ORGANIZATION },
    { "organisation", NAME_ORGANIZATION },
    { "organization", NAME_ORGANIZATION },
    { "country", NAME_PLACE },
    { "location", NAME_PLACE },
    { "place", NAME_PLACE },
    { "election", NAME_EVENT },
    { "event", NAME_EVENT },
    { "misc", NAME_TYPES },
    { "scientist", NAME_PERSON },
    { "writer", NAME_PERSON },
    { "researcher", NAME_PERSON },
    { "university", NAME_ORGANIZATION },
    { "book", NAME_WORK },
    { "poem", NAME_WORK },
    { "magazine", NAME_ORGANIZATION },
    { "award", NAME_OTHER },
    { "literarygenre", -1 },
    { "abstract", NAME_OTHER },
    { "object", NAME_OTHER },
    { "conference", NAME_EVENT },
    { "corporation", NAME_ORGANIZATION },
    { "group", NAME_ORGANIZATION },
    { "creative-work", NAME_WORK },
    { "product", NAME_OTHER },
};

static int type_of(struct slice label) {
    for (size_t i = 0; i < sizeof label_types / sizeof *label_types; i++)
        if (slice_equal(label, slice_of(label_types[i].label))) return label_types[i].type;
    return -1;
}

static struct name_sentence *push(struct name_corpus *corpus, struct arena *arena) {
    if (corpus->count % 1024 == 0) {
        struct name_sentence *items = ARENA_ARRAY(arena, struct name_sentence, corpus->count + 1024);
        if (corpus->count > 0) memcpy(items, corpus->items, corpus->count * sizeof *items);
        corpus->items = items;
    }
    struct name_sentence *sentence = &corpus->items[corpus->count++];
    memset(sentence, 0, sizeof *sentence);
    return sentence;
}

static uint64_t forms_hash(const struct word *words, size_t count) {
    uint64_t hash = count;
    for (size_t i = 0; i < count; i++) hash = hash_mix(hash, hash_bytes(words[i].form, 7));
    return hash;
}

struct known_tags {
    uint64_t hash;
    const struct sample *sample;
};

static int by_hash(const void *a, const void *b) {
    uint64_t x = ((const struct known_tags *)a)->hash, y = ((const struct known_tags *)b)->hash;
    return x < y ? -1 : x > y;
}

static void prepare(struct name_sentence *sentence, const struct name_tools *tools,
                    const struct known_tags *known, size_t known_count, struct arena *arena) {
    words_fill(tools->lexicon, sentence->words, sentence->count, arena);
    name_lists_mark(tools->gazetteer, sentence->words, sentence->count);
    struct known_tags key = { forms_hash(sentence->words, sentence->count), NULL };
    const struct known_tags *there =
        known_count ? bsearch(&key, known, known_count, sizeof *known, by_hash) : NULL;
    if (there) {
        for (uint32_t i = 0; i < sentence->count; i++) {
            sentence->words[i].xpos = there->sample->words[i].xpos;
            sentence->words[i].upos = there->sample->words[i].upos;
        }
    } else {
        tag_words(tools->tagger, sentence->words, sentence->count);
    }
    name_lists_mark(tools->gazetteer, sentence->words, sentence->count);
}

static void settle_types(struct name_sentence *sentence) {
    // 1 + 2 * NAME_TYPES begins and 2 + 2 * NAME_TYPES continues a name that is a people or something else
    for (uint32_t i = 0; i < sentence->count; i++) {
        if (sentence->labels[i] != 1 + 2 * NAME_TYPES) continue;
        uint32_t end = i + 1;
        while (end < sentence->count && sentence->labels[end] == 2 + 2 * NAME_TYPES) end++;
        bool people = true;
        for (uint32_t k = i; k < end; k++) people &= (sentence->words[k].gazetteer & LISTED_PEOPLE) != 0;
        unsigned type = people ? NAME_GROUP : NAME_OTHER;
        for (uint32_t k = i; k < end; k++)
            sentence->labels[k] = (uint8_t)(k == i ? 1 + 2 * type : 2 + 2 * type);
    }
}

// Words in capitals that the lists know as a people only, where the corpus labels none.
static void add_groups(struct name_sentence *sentence) {
    for (uint32_t i = 0; i < sentence->count; i++)
        if (sentence->labels[i] == 0 && sentence->words[i].gazetteer & LISTED_PEOPLE &&
            !(sentence->words[i].gazetteer & (LISTED_COUNTRY | LISTED_PLACE | LISTED_PERSON)) &&
            sentence->words[i].flags & WORD_TITLE)
            sentence->labels[i] = 1 + 2 * NAME_GROUP;
}

static void add_variant(struct name_corpus *corpus, size_t index, bool upper, const struct name_tools *tools,
                        struct arena *arena) {
    struct name_sentence source = corpus->items[index];
    struct name_sentence *copy = push(corpus, arena);
    copy->count = source.count;
    copy->partial = source.partial;
    copy->labels = source.labels;
    copy->words = ARENA_ARRAY(arena, struct word, source.count + 1);
    for (uint32_t i = 0; i < source.count; i++) {
        struct slice form = source.words[i].form;
        char *text = arena_allocate(arena, form.length + 1);
        memcpy(text, form.start, form.length);
        for (size_t k = 0; k < form.length; k++)
            if ((upper || (k == 0 && (i == 0 || form.length > 3))) && text[k] >= 'a' && text[k] <= 'z')
                text[k] = (char)(text[k] - 32);
        copy->words[i].form = (struct slice){ text, form.length };
    }
    prepare(copy, tools, NULL, 0, arena);
    corpus->words += copy->count;
}

static struct known_tags *known_of(const struct name_tools *tools, size_t *count, struct arena *arena) {
    *count = 0;
    if (!tools->tagged) return NULL;
    struct known_tags *known = ARENA_ARRAY(arena, struct known_tags, tools->tagged->count + 1);
    for (size_t s = 0; s < tools->tagged->count; s++)
        known[(*count)++] =
            (struct known_tags){ forms_hash(tools->tagged->items[s].words, tools->tagged->items[s].count),
                                 &tools->tagged->items[s] };
    qsort(known, *count, sizeof *known, by_hash);
    return known;
}

bool name_corpus_read(const char *folder, const char *name, const struct name_tools *tools, bool variants,
                      struct arena *arena, struct name_corpus *corpus, struct error *error) {
    struct slice content;
    char path[256];
    snprintf(path, sizeof path, "ner/%s", name);
    if (!corpus_find(folder, path, arena, &content, error)) return false;
    size_t known_count, first = corpus->count;
    struct known_tags *known = known_of(tools, &known_count, arena);
    bool no_groups =
        strstr(name, "btc") || strstr(name, "wnut"); // corpora of persons, places and organizations alone
    static struct word words[1024];
    static uint8_t labels[1024];
    uint32_t count = 0;
    bool document = true, more = true;
    int last = -1;
    while (more) {
        struct slice line = { "", 0 };
        more = slice_next(&content, SLICE("\n"), &line);
        if (slice_starts(line, SLICE("# "))) {
            document |= slice_starts(line, SLICE("# newdoc"));
            continue;
        }
        if (slice_starts(line, SLICE("-DOCSTART-"))) {
            document = true;
            continue;
        }
        if (line.length == 0 || count == 1000) {
            if (count > 0) {
                struct name_sentence *sentence = push(corpus, arena);
                sentence->words = ARENA_ARRAY(arena, struct word, count + 1);
                memcpy(sentence->words, words, count * sizeof *words);
                sentence->labels = ARENA_ARRAY(arena, uint8_t, count + 1);
                memcpy(sentence->labels, labels, count);
                sentence->count = count;
                sentence->starts_document = document;
                prepare(sentence, tools, known, known_count, arena);
                settle_types(sentence);
                if (no_groups) add_groups(sentence);
                corpus->words += count;
                document = false;
            }
            count = 0;
            last = -1;
            continue;
        }
        size_t at = line.length;
        while (at > 0 && line.start[at - 1] != ' ' && line.start[at - 1] != '\t') at--;
        if (at < 2) continue;
        struct slice form = slice_part(line, 0, at - 1), label = slice_part(line, at, line.length);
        int type = label.length > 2 ? type_of(slice_part(label, 2, label.length)) : -1;
        bool begins = type >= 0 && (label.start[0] == 'B' || last != type);
        // Hyphens are words of their own with us.
        for (size_t from = 0; from < form.length && count < 1000;) {
            size_t dash = slice_find(form, SLICE("-"), from);
            size_t end = dash == SIZE_MAX || dash == 0 || dash + 1 == form.length ? form.length
                         : dash == from                                           ? from + 1
                                                                                  : dash;
            words[count] = (struct word){ .form = slice_part(form, from, end), .glued = from > 0 };
            labels[count] = (uint8_t)(type < 0 ? 0 : begins && from == 0 ? 1 + 2 * type : 2 + 2 * type);
            count++;
            from = end;
        }
        last = type;
    }
    size_t end = corpus->count;
    for (size_t i = first; variants && i < end; i++)
        if (i % 8 == 3 || i % 8 == 6) add_variant(corpus, i, i % 8 == 3, tools, arena);
    return true;
}

static bool capital(struct slice form) {
    return form.length > 0 && form.start[0] >= 'A' && form.start[0] <= 'Z';
}

static void mark_mention(const struct gold_sentence *gold, uint32_t first, uint32_t end, struct slice kind,
                         uint8_t *labels) {
    int type = type_of(kind);
    if (type < 0 || end > gold->count || first >= end) return;
    uint32_t head = first;
    while (head < end && gold->words[head].head >= (int32_t)first && gold->words[head].head < (int32_t)end)
        head++;
    if (head == end || gold->words[head].upos != UPOS_PROPN || gold->words[head].form.length < 2) return;
    if (slice_starts(gold->words[head].xpos, SLICE("NNP")) &&
        slice_starts(gold->words[head].misc, SLICE("no")))
        return;
    uint32_t low = head, high = head + 1;
    while (low > first) {
        const struct gold_word *before = &gold->words[low - 1];
        bool takes = (before->upos == UPOS_PROPN || (capital(before->form) && before->upos != UPOS_DET) ||
                      slice_equal(before->xpos, SLICE("HYPH")));
        if (type == NAME_PERSON && slice_equal(before->relation, SLICE("nmod:desc"))) takes = false;
        if (!takes) break;
        low--;
    }
    while (high < end) {
        const struct gold_word *next = &gold->words[high];
        bool linking = next->upos == UPOS_ADP || next->upos == UPOS_DET || next->upos == UPOS_CCONJ ||
                       slice_equal(next->xpos, SLICE("HYPH"));
        uint32_t after = high + 1;
        if (linking && after < end && gold->words[after].upos == UPOS_DET) after++;
        bool goes_on = next->upos == UPOS_PROPN || (capital(next->form) && next->upos != UPOS_PUNCT) ||
                       (linking && type != NAME_PERSON && type != NAME_PLACE && after < end &&
                        capital(gold->words[after].form));
        if (!goes_on) break;
        high++;
    }
    if (slice_equal(gold->words[high - 1].xpos, SLICE("HYPH"))) high--;
    for (uint32_t i = low; i < high; i++)
        if (labels[i]) return; // within a larger name
    for (uint32_t i = low; i < high; i++) labels[i] = (uint8_t)(i == low ? 1 + 2 * type : 2 + 2 * type);
}

void name_corpus_add_treebank(const struct treebank *treebank, const struct name_tools *tools, bool variants,
                              struct arena *arena, struct name_corpus *corpus) {
    size_t known_count, first_added = corpus->count;
    struct known_tags *known = known_of(tools, &known_count, arena);
    for (uint32_t s = 0; s < treebank->count; s++) {
        const struct gold_sentence *gold = &treebank->sentences[s];
        struct name_sentence *sentence = push(corpus, arena);
        sentence->count = gold->count;
        sentence->words = ARENA_ARRAY(arena, struct word, gold->count + 1);
        sentence->labels = ARENA_ARRAY(arena, uint8_t, gold->count + 1);
        sentence->starts_document = gold->starts_document;
        for (uint32_t i = 0; i < gold->count; i++) {
            sentence->words[i].form = gold->words[i].form;
            sentence->words[i].glued = i > 0 && !gold->words[i - 1].space_after;
        }
        struct {
            struct slice id, kind;
            uint32_t first, end;
        } open[64], closed[256];
        unsigned open_count = 0, closed_count = 0;
        for (uint32_t i = 0; i < gold->count; i++) {
            struct slice misc = gold->words[i].misc, cell, entity = { "", 0 };
            while (slice_next(&misc, SLICE("|"), &cell))
                if (slice_starts(cell, SLICE("Entity="))) entity = slice_part(cell, 7, cell.length);
            for (size_t at = 0; at < entity.length;) {
                size_t stop = at + 1;
                while (stop < entity.length && entity.start[stop] != '(' && entity.start[stop] != ')') stop++;
                if (entity.start[at] == '(') {
                    struct slice body = slice_part(entity, at + 1, stop), id = { "", 0 }, kind = { "", 0 };
                    slice_next(&body, SLICE("-"), &id);
                    slice_next(&body, SLICE("-"), &kind);
                    if (open_count < 64) {
                        open[open_count].id = id;
                        open[open_count].kind = kind;
                        open[open_count++].first = i;
                    }
                    at = stop;
                    if (at < entity.length && entity.start[at] == ')') { // closes at once
                        if (open_count > 0 && closed_count < 256) {
                            closed[closed_count] =
                                (__typeof__(closed[0])){ open[open_count - 1].id, open[open_count - 1].kind,
                                                         i, i + 1 };
                            closed_count++;
                        }
                        if (open_count > 0) open_count--;
                        at++;
                    }
                } else { // "12)" or a stray bracket
                    struct slice id = slice_part(entity, at, stop);
                    for (unsigned k = open_count; k-- > 0;)
                        if (slice_equal(open[k].id, id)) {
                            if (closed_count < 256)
                                closed[closed_count++] =
                                    (__typeof__(closed[0])){ id, open[k].kind, open[k].first, i + 1 };
                            for (unsigned m = k; m + 1 < open_count; m++) open[m] = open[m + 1];
                            open_count--;
                            break;
                        }
                    at = stop + 1;
                }
            }
        }
        // The longest mentions first.
        for (uint32_t length = gold->count; length > 0 && closed_count > 0; length--)
            for (unsigned k = 0; k < closed_count; k++)
                if (closed[k].end - closed[k].first == length)
                    mark_mention(gold, closed[k].first, closed[k].end, closed[k].kind, sentence->labels);
        prepare(sentence, tools, known, known_count, arena);
        settle_types(sentence);
        // Adjectives of peoples are no mentions in this corpus; elsewhere they are names.
        for (uint32_t i = 0; i < sentence->count; i++)
            if (sentence->labels[i] == 0 && sentence->words[i].gazetteer & LISTED_PEOPLE &&
                capital(sentence->words[i].form) &&
                (gold->words[i].upos == UPOS_ADJ || slice_equal(gold->words[i].xpos, SLICE("NNPS"))))
                sentence->labels[i] = 1 + 2 * NAME_GROUP;
        corpus->words += sentence->count;
    }
    size_t end = corpus->count;
    for (size_t i = first_added; variants && i < end; i++)
        if (i % 8 == 3 || i % 8 == 6) add_variant(corpus, i, i % 8 == 3, tools, arena);
}

// The best labels under the weights so far; `margin` is taken from the right ones.
static void best_labels(struct perceptron *p, const struct name_sentence *sentence,
                        const struct name_memory *memory, float follow[NAME_LABELS + 1][NAME_LABELS],
                        uint32_t *rows, unsigned *row_counts, uint8_t *labels, bool learn,
                        struct arena *arena) {
    const float margin = 60.0f;
    uint64_t features[NAME_FEATURES];
    float scores[32], best[NAME_LABELS] = { 0 }, next[NAME_LABELS] = { 0 };
    uint8_t *from = ARENA_ARRAY(arena, uint8_t, (size_t)sentence->count * NAME_LABELS + 1);
    for (uint32_t i = 0; i < sentence->count; i++) {
        unsigned n = name_features(sentence->words, sentence->count, i, memory, features);
        perceptron_find(p, features, n, rows + (size_t)i * NAME_FEATURES, learn);
        perceptron_score(p, rows + (size_t)i * NAME_FEATURES, n, scores);
        row_counts[i] = n;
        for (uint32_t l = 0; l < NAME_LABELS; l++) {
            float own = scores[l] + (learn && l != sentence->labels[i] ? margin : 0);
            if (i == 0) {
                next[l] = own + (name_may_follow(NAME_LABELS, l) ? follow[NAME_LABELS][l] : -1e9f);
                continue;
            }
            float most = -1e30f;
            for (uint32_t b = 0; b < NAME_LABELS; b++) {
                float sum = best[b] + (name_may_follow(b, l) ? follow[b][l] : -1e9f);
                if (sum > most) {
                    most = sum;
                    from[(size_t)i * NAME_LABELS + l] = (uint8_t)b;
                }
            }
            next[l] = most + own;
        }
        memcpy(best, next, sizeof best);
    }
    uint32_t label = 0;
    for (uint32_t l = 1; l < NAME_LABELS; l++)
        if (best[l] > best[label]) label = l;
    for (uint32_t i = sentence->count; i-- > 0;) {
        labels[i] = (uint8_t)label;
        label = i > 0 ? from[(size_t)i * NAME_LABELS + label] : 0;
    }
}

static struct perceptron *train_namer(struct name_corpus *train, unsigned rounds, unsigned enough,
                                      uint64_t seed) {
    struct perceptron *p = perceptron_new(NAME_LABELS, 2, enough);
    struct arena *scratch = arena_new();
    uint32_t *order = malloc((train->count + 1) * sizeof *order), follow_rows[NAME_LABELS + 1];
    if (!order) abort();
    for (size_t i = 0; i < train->count; i++) order[i] = (uint32_t)i;
    for (unsigned twice = 0; twice < 2; twice++) // met twice: they get rows
        for (uint32_t b = 0; b <= NAME_LABELS; b++) {
            uint64_t feature = name_follow_feature(b);
            perceptron_find(p, &feature, 1, &follow_rows[b], true);
        }
    for (unsigned k = 0; k < enough; k++) // and they count from the start
        for (uint32_t b = 0; b <= NAME_LABELS; b++) {
            perceptron_add(p, &follow_rows[b], 1, 0, 1);
            perceptron_add(p, &follow_rows[b], 1, 0, -1);
        }
    struct arena *memory_arena = arena_new();
    for (unsigned round = 0; round < rounds; round++) {
        size_t wrong = 0;
        for (size_t i = train->count; i > 1; i--) {
            size_t j = random_next(&seed) % i;
            uint32_t keep = order[i - 1];
            order[i - 1] = order[j];
            order[j] = keep;
        }
        for (size_t s = 0; s < train->count; s++) {
            const struct name_sentence *sentence = &train->items[order[s]];
            arena_reset(scratch);
            uint32_t *rows = ARENA_ARRAY(scratch, uint32_t, (size_t)(sentence->count + 1) * NAME_FEATURES);
            unsigned *counts = ARENA_ARRAY(scratch, unsigned, sentence->count + 1);
            uint8_t *labels = ARENA_ARRAY(scratch, uint8_t, sentence->count + 1);
            float follow[NAME_LABELS + 1][NAME_LABELS], scores[32];
            for (uint32_t b = 0; b <= NAME_LABELS; b++) {
                perceptron_score(p, &follow_rows[b], 1, scores);
                memcpy(follow[b], scores, sizeof follow[b]);
            }
            best_labels(p, sentence, NULL, follow, rows, counts, labels, true, scratch);
            for (uint32_t i = 0; i < sentence->count; i++) {
                uint32_t right = sentence->labels[i], ours = labels[i];
                uint32_t right_before = i ? sentence->labels[i - 1] : NAME_LABELS,
                         our_before = i ? labels[i - 1] : NAME_LABELS;
                wrong += right != ours;
                if (right != ours) {
                    perceptron_add(p, rows + (size_t)i * NAME_FEATURES, counts[i], right, 1);
                    perceptron_add(p, rows + (size_t)i * NAME_FEATURES, counts[i], ours, -1);
                }
                if (right != ours || right_before != our_before) {
                    perceptron_add(p, &follow_rows[right_before], 1, right, 1);
                    perceptron_add(p, &follow_rows[our_before], 1, ours, -1);
                }
            }
            perceptron_tick(p);
        }
        printf("names round %u: %.2f wrong\n", round, 100.0 * (double)wrong / (double)train->words);
        fflush(stdout);
    }
    free(order);
    struct perceptron *mean = perceptron_mean(p);
    perceptron_free(p);
    arena_free(scratch);
    arena_free(memory_arena);
    return mean;
}

struct slice train_names(struct name_corpus *train, unsigned rounds, unsigned enough, unsigned voices,
                         struct arena *arena) {
    struct perceptron *all = NULL;
    for (unsigned voice = 0; voice < voices; voice++)
        all = join_voices(all, train_namer(train, rounds, enough, seed_of(voice)));
    divide_voices(all, voices);
    struct slice section = perceptron_pack(all, LINEAR_SPARSE, arena);
    printf("names: %zu rows, %zu bytes\n", perceptron_rows(all), section.length);
    perceptron_free(all);
    return section;
}

static uint32_t name_end(const uint8_t *labels, uint32_t count, uint32_t i) {
    uint32_t end = i + 1;
    while (end < count && labels[end] == labels[i] + 1u) end++;
    return end;
}

struct name_scores score_names(const struct namer *namer, const struct name_corpus *dev, bool three,
                               bool memory) {
    struct name_scores scores = { 0 };
    struct arena *arena = arena_new();
    for (size_t s = 0, end; s < dev->count; s = end) {
        arena_reset(arena);
        for (end = s + 1; end < dev->count && !dev->items[end].starts_document;) end++;
        struct name_memory *seen = memory ? name_memory_new(arena) : NULL;
        for (unsigned pass = memory ? 0 : 1; pass < 2; pass++)
            for (size_t k = s; k < end; k++) {
                const struct name_sentence *sentence = &dev->items[k];
                uint8_t *labels = ARENA_ARRAY(arena, uint8_t, sentence->count + 1);
                name_words(namer, sentence->words, sentence->count, pass == 0 ? NULL : seen, labels, NULL,
                           arena);
                if (pass == 0) {
                    name_memory_add(seen, sentence->words, sentence->count, labels);
                    continue;
                }
                for (uint32_t i = 0; i < sentence->count; i++) {
                    uint8_t gold = sentence->labels[i], found = labels[i];
                    bool gold_begins = gold % 2 == 1 && !(three && (gold - 1) / 2 > NAME_PLACE);
                    bool found_begins = found % 2 == 1 && !(three && (found - 1) / 2 > NAME_PLACE);
                    if (gold_begins) {
                        scores.gold++;
                        scores.type_gold[(gold - 1) / 2]++;
                    }
                    if (found_begins) {
                        scores.found++;
                        scores.type_found[(found - 1) / 2]++;
                    }
                    if (gold_begins && found == gold &&
                        name_end(sentence->labels, sentence->count, i) ==
                            name_end(labels, sentence->count, i)) {
                        scores.right++;
                        scores.type_right[(gold - 1) / 2]++;
                    }
                }
            }
    }
    arena_free(arena);
    return scores;
}
