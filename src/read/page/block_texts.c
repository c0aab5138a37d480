// block_texts.c - see block_texts.h.
#include "read/page/block_texts.h"

#include "base/lanes.h"
#include "read/page/block_elements.h"

#include <string.h>

#define LANE_ROUNDS 255u // that cannot overflow a count of eight bits

struct counts {
    lanes digits, capitals, letters, stops;
};

// `next`: the byte behind each of `bytes`. A comparison gives 255 where it holds, which is less one.
static void count_lanes(lanes bytes, lanes next, struct counts *counts) {
    const lanes small = bytes | 0x20;
    counts->digits -= (lanes)(bytes - '0' < 10);
    counts->capitals -= (lanes)(bytes - 'A' < 26);
    counts->letters -= (lanes)(small - 'a' < 26) | (lanes)(bytes >= 0x80);
    const lanes is_stop = (lanes)(bytes == '.') | (lanes)(bytes == ',') | (lanes)(bytes == '!') |
                          (lanes)(bytes == '?') | (lanes)(bytes == ';');
    counts->stops -= is_stop & ((lanes)(next == ' ') | (lanes)(next == '"'));
}

static uint32_t sum_of(lanes counts) {
    uint64_t halves[2], sum = 0;
    memcpy(halves, &counts, sizeof halves);
    for (unsigned i = 0; i < 2; i++)
        sum += (halves[i] & UINT64_C(0x00ff00ff00ff00ff)) + (halves[i] >> 8 & UINT64_C(0x00ff00ff00ff00ff));
    return (uint32_t)(sum * UINT64_C(0x0001000100010001) >> 48);
}

struct shape shape_of(struct slice text) {
    struct shape shape = { .bytes = (uint32_t)text.length };
    for (size_t at = 0; at < text.length;) {
        struct counts counts = { 0 };
        for (unsigned round = 0; round < LANE_ROUNDS && at < text.length; round++, at += LANES) {
            lanes bytes, next;
            const size_t left = text.length - at;
            if (left > LANES) {
                bytes = lanes_at(text.start + at);
                next = lanes_at(text.start + at + 1);
            } else { // the end stands before a space and zeros, which count as nothing
                char end[LANES + 1] = { 0 };
                memcpy(end, text.start + at, left);
                bytes = lanes_at(end);
                end[left] = ' ';
                next = lanes_at(end + 1);
            }
            count_lanes(bytes, next, &counts);
        }
        shape.digits += sum_of(counts.digits);
        shape.capitals += sum_of(counts.capitals);
        shape.letters += sum_of(counts.letters);
        shape.stops += sum_of(counts.stops);
    }
    const unsigned char last = (unsigned char)text.start[text.length - 1],
                        first = (unsigned char)text.start[0];
    const unsigned char before =
        text.length > 3 ? (unsigned char)text.start[text.length - (last >= 0x80 ? 4 : 2)] : 0;
    shape.ends_in_stop =
        last == '.' || last == '!' || last == '?' ||
        ((last == '"' || last == ')' || last >= 0x80) && (before == '.' || before == '!' || before == '?'));
    shape.ends_in_colon = last == ':';
    shape.starts_upper = first >= 'A' && first <= 'Z';
    return shape;
}

void word_tokens_of(struct slice text, uint32_t words, struct word_tokens *tokens) {
    tokens->count = words > BLOCK_WORDS ? 0 : block_word_tokens(text, tokens->hashes, BLOCK_WORDS);
}

struct word_chances word_chances_of(const struct word_tokens *tokens, const struct token_table *table) {
    struct word_chances found = { 128, 128, 128, 128 };
    uint32_t sum = 0, known = 0;
    for (unsigned i = 0; i < tokens->count; i++) {
        const int chance = token_chance(table, tokens->hashes[i]);
        if (chance < 0) continue;
        if (known == 0 || chance < found.low) found.low = (uint8_t)chance;
        if (known == 0 && i < 2) found.first = (uint8_t)chance;
        if (i + 1 == tokens->count) found.last = (uint8_t)chance;
        sum += (uint32_t)chance;
        known++;
    }
    if (known) found.mean = (uint8_t)(sum / known);
    return found;
}

struct title_words title_words_of(struct slice title) {
    struct word_tokens tokens;
    word_tokens_of(title, 0, &tokens);
    struct title_words words = { .count = tokens.count };
    for (uint32_t i = 0; i < words.count; i++) {
        words.hashes[i] = tokens.hashes[i];
        words.bits |= UINT64_C(1) << (words.hashes[i] & 63);
    }
    return words;
}

uint8_t title_likeness(const struct word_tokens *tokens, const struct title_words *title) {
    const uint32_t words = tokens->count;
    if (title->count == 0 || words > 2 * title->count) return 0;
    uint32_t common = 0;
    for (uint32_t w = 0; w < words; w++) {
        const uint32_t hash = tokens->hashes[w];
        if (!(title->bits >> (hash & 63) & 1)) continue;
        for (uint32_t i = 0; i < title->count; i++)
            if (title->hashes[i] == hash) {
                common++;
                break;
            }
    }
    const uint32_t longer = words > title->count ? words : title->count;
    return (uint8_t)(common * 8 / longer);
}

struct said_count {
    uint32_t found, all;
};

// Runs of three words of plain letters: into the table, or with `count` looked up there.
static void said_runs(struct slice text, uint32_t *table, uint32_t size, struct said_count *count) {
    uint32_t words[3] = { 0 }, hash = 0;
    for (size_t i = 0; i <= text.length; i++) {
        unsigned char c = i < text.length ? (unsigned char)text.start[i] : ' ';
        if (c >= 'A' && c <= 'Z') c = (unsigned char)(c + 32);
        if (c >= 'a' && c <= 'z') {
            hash = (hash ^ c) * 16777619u;
            continue;
        }
        if (hash == 0) continue;
        words[0] = words[1];
        words[1] = words[2];
        words[2] = hash;
        hash = 0;
        if (words[0] == 0) continue;
        uint32_t run = (words[0] * 31 + words[1]) * 0x9e3779b1u ^ words[2];
        run = run ? run : 1;
        uint32_t at = run & (size - 1), probes = 0;
        while (table[at] && table[at] != run && probes < 64) {
            at = (at + 1) & (size - 1);
            probes++;
        }
        if (!count && table[at] == 0) table[at] = run;
        if (count) {
            count->found += table[at] == run;
            count->all++;
        }
    }
}

// The page may say its story once more for machines: JSON-LD's articleBody.
struct said said_of(const struct html *html, struct arena *arena) {
    for (uint32_t i = 1; i < html->count; i++) {
        if (html->nodes[i].tag != HTML_script || html->nodes[i].last < i + 2) continue;
        if (slice_find(html_attribute_raw(html, i, SLICE("type")), SLICE("ld+json"), 0) == SIZE_MAX) continue;
        const struct slice raw = html_raw(html, i + 1);
        size_t at = slice_find(raw, SLICE("\"articleBody\""), 0);
        if (at == SIZE_MAX) continue;
        const size_t quote = slice_find(raw, SLICE("\""), at + 13);
        if (quote == SIZE_MAX) continue;
        size_t end = quote + 1;
        while (end < raw.length && raw.start[end] != '"') end += raw.start[end] == '\\' ? 2 : 1;
        struct slice body = slice_part(raw, quote + 1, end);
        if (body.length < 200) continue;
        char *plain = arena_raw(arena, body.length); // escapes and what is no plain letter part words
        size_t used = 0;
        for (size_t k = 0; k < body.length; k++) {
            if (body.start[k] == '\\') {
                k += k + 1 < body.length && body.start[k + 1] == 'u' ? 5 : 1;
                plain[used++] = ' ';
            } else {
                plain[used++] = body.start[k];
            }
        }
        uint32_t places = 1024;
        while (places < used / 2) places *= 2;
        uint32_t *table = ARENA_ARRAY(arena, uint32_t, places);
        said_runs((struct slice){ plain, used }, table, places, NULL);
        return (struct said){ table, places };
    }
    return (struct said){ 0 };
}

uint8_t said_share(const struct said *said, struct slice text) {
    struct said_count count = { 0 };
    said_runs(text, said->table, said->size, &count);
    return share_of(count.found, count.all, 8);
}
