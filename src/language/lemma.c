// lemma.c - see lemma.h.
//
// A table keeps a longer ending only where it says something else than a shorter one, so irregular words are
// simply the longest endings.
#include "language/lemma.h"

#include "language/analysis.h"

#include "base/hash.h"
#include "base/utf8.h"

#include <string.h>

#define MAGIC 0x314d454cu
#define HEADER 64u

struct header {
    uint32_t magic, size, rules;
    uint8_t reserved[52];
};

uint32_t lemma_key(struct slice lower, uint32_t level, uint32_t xpos, uint32_t upos) {
    uint32_t ending = level % LEMMA_FEATURES;
    struct slice part = ending == 0 ? lower : ending >= LEMMA_TAGS ? (struct slice){ "", 0 } : lower;
    if (ending > 0 && ending <= LEMMA_SUFFIX && lower.length > ending)
        part = slice_part(lower, lower.length - ending, lower.length);
    uint64_t hash = hash_bytes(part, (uint64_t)level << 32 | xpos << 8 | upos);
    uint32_t key = (uint32_t)(hash >> 16);
    return key ? key : 1;
}

bool lemmatizer_open(struct slice section, struct arena *arena, struct lemmatizer *lemmatizer) {
    struct header header;
    *lemmatizer = (struct lemmatizer){ 0 };
    if (section.length < HEADER) return false;
    memcpy(&header, section.start, sizeof header);
    if (header.magic != MAGIC || header.size == 0 || header.rules > LEMMA_RULES) return false;
    if ((section.length - HEADER) / sizeof(struct lemma_entry) < header.size) return false;
    lemmatizer->entries = (const struct lemma_entry *)(const void *)(section.start + HEADER);
    lemmatizer->size = header.size;
    lemmatizer->rules = ARENA_ARRAY(arena, struct lemma_rule, header.rules + 1);
    struct slice text =
                     slice_part(section, HEADER + header.size * sizeof(struct lemma_entry), section.length),
                 line;
    while (lemmatizer->rule_count < header.rules && slice_next(&text, SLICE("\n"), &line)) {
        if (line.length < 4) return false;
        struct lemma_rule *rule = &lemmatizer->rules[lemmatizer->rule_count++];
        rule->base = (uint8_t)(line.start[0] - '0');
        rule->strip = (uint8_t)(line.start[2] - 'a');
        rule->add = slice_part(line, 4, line.length);
    }
    return lemmatizer->rule_count == header.rules;
}

struct slice lemmatizer_pack(const struct lemma_entry *entries, size_t count, const struct lemma_rule *rules,
                             size_t rule_count, struct arena *arena) {
    struct header header = { .magic = MAGIC,
                             .size = (uint32_t)(count + count / 2 + 1),
                             .rules = (uint32_t)rule_count };
    size_t size = HEADER + header.size * sizeof(struct lemma_entry), text = 0;
    for (size_t i = 0; i < rule_count; i++) text += 5 + rules[i].add.length;
    char *bytes = arena_allocate(arena, size + text);
    memcpy(bytes, &header, sizeof header);
    struct lemma_entry *table = (struct lemma_entry *)(void *)(bytes + HEADER);
    for (size_t i = 0; i < count; i++) {
        uint32_t at = (uint32_t)(((uint64_t)entries[i].key * header.size) >> 32);
        while (table[at].key != 0 && table[at].key != entries[i].key)
            if (++at == header.size) at = 0;
        if (table[at].key == 0) table[at] = entries[i];
    }
    char *at = bytes + size;
    for (size_t i = 0; i < rule_count; i++) {
        *at++ = (char)('0' + rules[i].base);
        *at++ = ' ';
        *at++ = (char)('a' + rules[i].strip);
        *at++ = ' ';
        memcpy(at, rules[i].add.start, rules[i].add.length);
        at += rules[i].add.length;
        *at++ = '\n';
    }
    return (struct slice){ bytes, size + text };
}

static const struct lemma_entry *lookup(const struct lemmatizer *lemmatizer, uint32_t key) {
    if (lemmatizer->size == 0) return NULL;
    uint32_t at = (uint32_t)(((uint64_t)key * lemmatizer->size) >> 32);
    for (uint32_t probe = 0; probe < 64; probe++) {
        const struct lemma_entry *entry = &lemmatizer->entries[at];
        if (entry->key == key) return entry;
        if (entry->key == 0) return NULL;
        if (++at == lemmatizer->size) at = 0;
    }
    return NULL;
}

// Curly apostrophes as straight ones, as most of the training text has them.
static struct slice straight(struct slice text, struct arena *arena) {
    const struct slice curly = SLICE("\xE2\x80\x99");
    if (slice_find(text, curly, 0) == SIZE_MAX) return text;
    char *copy = arena_allocate(arena, text.length + 1);
    size_t used = 0;
    for (size_t i = 0; i < text.length; i++) {
        const bool here =
            text.length - i >= curly.length && memcmp(text.start + i, curly.start, curly.length) == 0;
        copy[used++] = here ? '\'' : text.start[i];
        if (here) i += curly.length - 1;
    }
    return (struct slice){ copy, used };
}

struct slice lemma_small(struct slice form, struct arena *arena) {
    bool plain = true;
    for (size_t i = 0; i < form.length; i++) {
        unsigned char c = (unsigned char)form.start[i];
        if (c >= 0x80) return straight(utf8_fold(form, arena), arena);
        plain &= !(c >= 'A' && c <= 'Z');
    }
    if (plain) return form;
    char *copy = arena_allocate(arena, form.length + 1);
    for (size_t i = 0; i < form.length; i++) {
        char c = form.start[i];
        copy[i] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
    }
    return (struct slice){ copy, form.length };
}

uint32_t lemma_upos(struct slice form, uint32_t upos) {
    if (upos != UPOS_PROPN || form.length < 2) return upos;
    return !utf8_starts_upper(form) ? 64 : utf8_is_all_upper(form) ? 65 : upos;
}

struct slice lemma_apply(const struct lemma_rule *rule, struct slice form, struct slice small,
                         struct arena *arena) {
    struct slice base = rule->base == LEMMA_AS_WRITTEN ? form : small;
    if (rule->strip > base.length) return base;
    struct slice kept = slice_part(base, 0, base.length - rule->strip);
    if (rule->strip > 0 && ((unsigned char)base.start[kept.length] & 0xc0) == 0x80)
        return base; // inside a letter
    if (rule->base == LEMMA_CAPITAL && kept.length > 0 && kept.start[0] >= 'a' && kept.start[0] <= 'z') {
        char *copy = arena_allocate(arena, kept.length);
        memcpy(copy, kept.start, kept.length);
        copy[0] = (char)(copy[0] - 32);
        kept.start = copy;
    }
    if (rule->add.length == 0) return kept.length > 0 ? kept : base;
    return arena_join(arena, kept, rule->add);
}

static bool is_known(const struct lexicon *lexicon, struct slice lemma, struct arena *arena) {
    return word_lexicon_lookup(lexicon, word_lexicon_key(word_lower(lemma, arena))) != NULL;
}

struct slice lemma_of(const struct lemmatizer *lemmatizer, const struct lexicon *lexicon,
                      const struct word *word, struct arena *arena) {
    struct slice small = lemma_small(word->form, arena);
    uint32_t upos = lemma_upos(word->form, word->upos);
    const struct lemma_entry *entry = lookup(lemmatizer, lemma_key(small, 0, word->xpos, upos));
    bool by_ending = !entry && (upos == UPOS_VERB || upos == UPOS_NOUN);
    for (uint32_t k = LEMMA_SUFFIX; !entry && k > 0; k--)
        if (small.length > k) entry = lookup(lemmatizer, lemma_key(small, k, word->xpos, upos));
    if (!entry) entry = lookup(lemmatizer, lemma_key(small, LEMMA_TAGS, word->xpos, upos));
    if (!entry || entry->value >= lemmatizer->rule_count) return small;
    struct slice lemma = lemma_apply(&lemmatizer->rules[entry->value], word->form, small, arena);
    if (!by_ending || lexicon->size == 0 || is_known(lexicon, lemma, arena)) return lemma;
    for (uint32_t k = 0; k < LEMMA_COMMON_RULES; k++) {
        const struct lemma_entry *common =
            lookup(lemmatizer, lemma_key(small, LEMMA_COMMON + k, word->xpos, upos));
        if (!common || common->value >= lemmatizer->rule_count) break;
        const struct lemma_rule *rule = &lemmatizer->rules[common->value];
        if (rule->strip + 2u > small.length) continue;
        struct slice other = lemma_apply(rule, word->form, small, arena);
        if (slice_equal(other, small)) break; // that the form itself is known says nothing: "villagers"
        if (other.length >= 3 && is_known(lexicon, other, arena)) return other;
    }
    return lemma;
}

uint32_t lemma_features(const struct lemmatizer *lemmatizer, const struct word *word, struct arena *arena) {
    struct slice small = lemma_small(word->form, arena);
    const struct lemma_entry *entry =
        lookup(lemmatizer, lemma_key(small, LEMMA_FEATURES, word->xpos, word->upos));
    for (uint32_t k = LEMMA_SUFFIX; !entry && k > 0; k--)
        if (small.length > k)
            entry = lookup(lemmatizer, lemma_key(small, LEMMA_FEATURES + k, word->xpos, word->upos));
    if (!entry)
        entry = lookup(lemmatizer, lemma_key(small, LEMMA_FEATURES + LEMMA_TAGS, word->xpos, word->upos));
    return entry ? entry->value : 0;
}
