// words.c - the numbers of a word.
//
// Digits all count as '0': a year looks like a year. In headlines and wire text in capitals nearly each word
// starts with a capital; there the capital is taken out of the shape instead of being believed.
#include "language/words.h"

#include "base/hash.h"
#include "base/utf8.h"

#include <string.h>

struct lexicon_header {
    uint32_t magic, size;
    uint8_t reserved[56];
};
#define LEXICON_MAGIC 0x3258454cu

uint32_t word_lexicon_key(struct slice lower) {
    uint32_t key = (uint32_t)(hash_bytes(lower, 0) >> 20);
    return key ? key : 1;
}

bool word_lexicon_open(struct slice section, struct lexicon *lexicon) {
    struct lexicon_header header;
    *lexicon = (struct lexicon){ 0 };
    if (section.length < sizeof header) return false;
    memcpy(&header, section.start, sizeof header);
    if (header.magic != LEXICON_MAGIC) return false;
    if ((section.length - sizeof header) / sizeof(struct lexicon_entry) < header.size) return false;
    lexicon->entries = (const struct lexicon_entry *)(const void *)(section.start + sizeof header);
    lexicon->size = header.size;
    return true;
}

const struct lexicon_entry *word_lexicon_lookup(const struct lexicon *lexicon, uint32_t key) {
    if (lexicon->size == 0) return NULL;
    uint32_t at = (uint32_t)(((uint64_t)key * lexicon->size) >> 32);
    for (uint32_t probe = 0; probe < 64; probe++) {
        const struct lexicon_entry *entry = &lexicon->entries[at];
        if (entry->key == key) return entry;
        if (entry->key == 0) return NULL;
        if (++at == lexicon->size) at = 0;
    }
    return NULL;
}

struct slice word_lexicon_pack(const struct lexicon_entry *entries, size_t count, struct arena *arena) {
    struct lexicon_header header = { .magic = LEXICON_MAGIC, .size = (uint32_t)(count + count / 2 + 1) };
    size_t size = sizeof header + header.size * sizeof(struct lexicon_entry);
    char *bytes = arena_allocate(arena, size);
    memcpy(bytes, &header, sizeof header);
    struct lexicon_entry *table = (struct lexicon_entry *)(void *)(bytes + sizeof header);
    for (size_t i = 0; i < count; i++) {
        uint32_t at = (uint32_t)(((uint64_t)entries[i].key * header.size) >> 32);
        for (uint32_t probe = 0; probe < 64; probe++) {
            if (table[at].key == 0 || table[at].key == entries[i].key) {
                if (table[at].key == 0) table[at] = entries[i];
                break;
            }
            if (++at == header.size) at = 0;
        }
    }
    return (struct slice){ bytes, size };
}

struct slice word_lower(struct slice form, struct arena *arena) {
    bool plain = true;
    for (size_t i = 0; i < form.length; i++) {
        unsigned char c = (unsigned char)form.start[i];
        if (c >= 0x80) {
            form = utf8_fold_name(form, arena);
            plain = false;
            break;
        }
        if ((c >= 'A' && c <= 'Z') || (c >= '1' && c <= '9')) plain = false;
    }
    if (plain) return form;
    char *lower = arena_allocate(arena, form.length + 1);
    for (size_t i = 0; i < form.length; i++) {
        char c = form.start[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c + 32);
        else if (c >= '1' && c <= '9')
            c = '0';
        lower[i] = c;
    }
    return (struct slice){ lower, form.length };
}

static uint32_t short_hash(struct slice text, uint64_t seed) {
    return (uint32_t)(hash_bytes(text, seed) >> 24);
}

// 'X' 'x' 'd' or the character itself (its low byte), runs folded; also the flags.
static uint32_t shape_of(struct slice form, uint8_t *flags) {
    char shape[24];
    size_t length = 0;
    unsigned letters = 0, capitals = 0;
    bool first = true;
    uint8_t found = 0;
    for (size_t i = 0, step; i < form.length; i += step) {
        uint32_t code = (unsigned char)form.start[i];
        step = 1;
        char kind;
        if (code < 0x80) {
            kind = code >= 'A' && code <= 'Z'   ? 'X'
                   : code >= 'a' && code <= 'z' ? 'x'
                   : code >= '0' && code <= '9' ? 'd'
                                                : (char)code;
        } else {
            code = utf8_at(form, i, &step);
            switch (utf8_class_of(code)) {
            case UTF8_UPPER:
                kind = 'X';
                break;
            case UTF8_LOWER:
            case UTF8_LETTER:
            case UTF8_MARK:
                kind = 'x';
                break;
            case UTF8_DIGIT:
                kind = 'd';
                break;
            default:
                kind = (char)(0x80 | (code & 0x7f));
                break;
            }
        }
        if (kind == 'X') capitals++;
        if (kind == 'X' || kind == 'x') letters++;
        if (kind == 'd') found |= WORD_DIGIT;
        if (kind == '-') found |= WORD_HYPHEN;
        if (first && kind == 'X') found |= WORD_TITLE | WORD_ALPHA;
        if (first && kind == 'x') found |= WORD_LOWER | WORD_ALPHA;
        first = false;
        if (length < sizeof shape && (length == 0 || shape[length - 1] != kind)) shape[length++] = kind;
    }
    if (letters >= 2 && capitals == letters) found |= WORD_UPPER;
    *flags = found;
    return short_hash((struct slice){ shape, length }, 3);
}

bool words_are_caseless(const struct word *words, size_t count) {
    unsigned long_words = 0, capital = 0;
    for (size_t i = 0; i < count; i++) {
        if (!(words[i].flags & WORD_ALPHA) || words[i].form.length < 4) continue;
        long_words++;
        capital += (words[i].flags & WORD_TITLE) != 0;
    }
    return long_words >= 3 && capital * 10 >= long_words * 8;
}

void words_fill(const struct lexicon *lexicon, struct word *words, size_t count, struct arena *arena) {
    for (size_t i = 0; i < count; i++) {
        struct word *word = &words[i];
        struct slice lower = word_lower(word->form, arena);
        uint32_t key = word_lexicon_key(lower);
        word->lower = key;
        word->exact = short_hash(word->form, 1);
        for (size_t k = 0; k < 3; k++)
            word->prefix[k] = lower.length > k ? short_hash(slice_part(lower, 0, k + 1), 5 + k) : 0;
        for (size_t k = 0; k < 4; k++)
            word->suffix[k] = lower.length > k
                                  ? short_hash(slice_part(lower, lower.length - k - 1, lower.length), 9 + k)
                                  : 0;
        word->shape = shape_of(word->form, &word->flags);
        word->tags = word->habit = 0;
        for (unsigned k = 0; k < CLUSTERINGS; k++) word->cluster[k] = 0;
        const struct lexicon_entry *entry = word_lexicon_lookup(lexicon, key);
        if (entry) {
            word->tags = entry->tags;
            word->habit = entry->habit;
            for (unsigned k = 0; k < CLUSTERINGS; k++) word->cluster[k] = entry->cluster[k];
        }
    }
    if (!words_are_caseless(words, count)) return;
    for (size_t i = 0; i < count; i++) {
        if (!(words[i].flags & WORD_ALPHA)) continue;
        words[i].exact = words[i].lower;
        words[i].shape = words[i].flags & WORD_DIGIT ? 5 : words[i].flags & WORD_HYPHEN ? 6 : 7;
    }
}
