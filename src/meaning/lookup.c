// lookup.c - what stands in a sentence, and at a token: the one place that searches a document's lists.
//
// Times, numbers and mentions are kept in the order of the text, so a sentence's share of them is found by
// halving. Nobody walks over a document's list for the sake of one sentence: a long document has many of
// both, and the work would grow with their product.
#include "meaning/meaning.h"

// The sentence of the list's item `index`.
typedef uint32_t (*sentence_of)(const struct meaning *meaning, size_t index);

static uint32_t sentence_of_time(const struct meaning *meaning, size_t index) {
    return meaning->times[index].sentence;
}

static uint32_t sentence_of_number(const struct meaning *meaning, size_t index) {
    return meaning->numbers[index].sentence;
}

static uint32_t sentence_of_mention(const struct meaning *meaning, size_t index) {
    return meaning->mentions[index].sentence;
}

// The first of `count` items that stands in `sentence` or after it.
static size_t first_from(const struct meaning *meaning, size_t count, sentence_of of, uint32_t sentence) {
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (of(meaning, middle) < sentence)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct range range_in(const struct meaning *meaning, size_t count, sentence_of of, uint32_t sentence) {
    struct range range = { .first = first_from(meaning, count, of, sentence) };
    range.end = range.first;
    while (range.end < count && of(meaning, range.end) == sentence) range.end++;
    return range;
}

struct range meaning_times_in(const struct meaning *meaning, uint32_t sentence) {
    return range_in(meaning, meaning->time_count, sentence_of_time, sentence);
}

struct range meaning_numbers_in(const struct meaning *meaning, uint32_t sentence) {
    return range_in(meaning, meaning->number_count, sentence_of_number, sentence);
}

struct range meaning_mentions_in(const struct meaning *meaning, uint32_t sentence) {
    return range_in(meaning, meaning->mention_count, sentence_of_mention, sentence);
}

const struct time_expression *meaning_time_over(const struct meaning *meaning, uint32_t sentence,
                                                uint32_t token) {
    const struct range range = meaning_times_in(meaning, sentence);
    for (size_t i = range.first; i < range.end; i++)
        if (meaning->times[i].first <= token && token < meaning->times[i].end) return &meaning->times[i];
    return NULL;
}

const struct mention *meaning_mention_at(const struct meaning *meaning, uint32_t sentence, uint32_t token) {
    const int32_t mention = meaning->mention_of ? meaning->mention_of[sentence][token] : -1;
    return mention >= 0 && meaning->mentions[mention].entity >= 0 ? &meaning->mentions[mention] : NULL;
}

const struct mention *meaning_name_over(const struct meaning *meaning, uint32_t sentence, uint32_t token) {
    const struct range range = meaning_mentions_in(meaning, sentence);
    for (size_t i = range.first; i < range.end; i++) {
        const struct mention *mention = &meaning->mentions[i];
        if (mention->kind == MENTION_NAME && mention->first <= token && token < mention->end) return mention;
    }
    return NULL;
}

int32_t meaning_entity_at(const struct meaning *meaning, uint32_t sentence, uint32_t token) {
    const struct mention *mention = meaning_mention_at(meaning, sentence, token);
    return mention ? mention->entity : -1;
}
