// persons.c - the parts of a person's name, and whether two names can be one person's.
//
// A name is given names and a family name at the end; particles belong to what follows them, with or without
// a hyphen
// ("Al-Thani", "al Thani", "bin Hamad"). Spellings differ from paper to paper (Antony, Anthony; Mohamed,
// Mohammed), so equal family names allow given names that are nearly equal; a family that shares its name
// (Judith and Natali) is kept apart by given names that are not. Family names nearly equal count when the
// given names are equal.
#include "base/utf8.h"
#include "meaning/discourse.h"

#include <string.h>

#define PART_LIMIT 12u
#define COMPARE_LIMIT 24u // bytes of a part that are compared letter by letter

static void add_part(struct discourse *d, struct slice *parts, size_t *count, struct slice *particles,
                     struct slice word) {
    if (*count >= PART_LIMIT || word.length == 0) return;
    if (particles->length) word = arena_join(d->arena, arena_join(d->arena, *particles, SLICE(" ")), word);
    *particles = SLICE("");
    parts[(*count)++] = word;
}

static bool is_particle(const struct discourse *d, struct slice word) {
    return (wordbook_reference(d->wordbook, word) & REFERENCE_PARTICLE) != 0;
}

// Whether a double quotation mark, straight or curly, stands at the byte.
static bool is_quote(struct slice word, size_t at) {
    if (at >= word.length) return false;
    size_t length;
    uint32_t code = utf8_at(word, at, &length);
    return code == 0x22 || code == 0x201c || code == 0x201d;
}

struct person_name person_parse(const struct discourse *discourse, uint32_t sentence, uint32_t first,
                                uint32_t end) {
    struct discourse *d = (struct discourse *)discourse; // its arena only
    struct person_name name = { 0 };
    struct slice *parts = ARENA_ARRAY(d->arena, struct slice, PART_LIMIT);
    struct slice particles = SLICE("");
    struct slice rest = utf8_fold_name(discourse_text(d, sentence, first, end), d->arena);
    bool is_nickname = false; // between marks
    for (struct slice word; slice_next(&rest, SLICE(" "), &word);) {
        bool opens = is_quote(word, 0);
        is_nickname = is_nickname || opens;
        if (is_nickname) {
            is_nickname = !is_quote(word, word.length - (word.length > 2 ? 3 : 1)) &&
                          !(word.length > 1 && is_quote(word, word.length - 1));
            continue;
        }
        uint32_t reference = wordbook_reference(d->wordbook, word);
        if (reference & REFERENCE_HONORIFIC && name.count == 0 && rest.length) continue;
        if (reference & REFERENCE_SUFFIX && name.count > 0) continue;
        size_t hyphen = slice_find(word, SLICE("-"), 0);
        if (hyphen != SIZE_MAX && hyphen > 0 && is_particle(d, slice_part(word, 0, hyphen))) {
            struct slice particle = slice_part(word, 0, hyphen);
            particles = particles.length
                            ? arena_join(d->arena, arena_join(d->arena, particles, SLICE(" ")), particle)
                            : particle;
            word = slice_part(word, hyphen + 1, word.length);
        } else if ((reference & REFERENCE_PARTICLE) && rest.length && name.count + 1 < PART_LIMIT) {
            // A particle at the very start may be a first name ("Ben", "Abu"); it joins only when a name goes
            // on.
            if (name.count > 0 || slice_find(rest, SLICE(" "), 0) != SIZE_MAX) {
                particles = particles.length
                                ? arena_join(d->arena, arena_join(d->arena, particles, SLICE(" ")), word)
                                : word;
                continue;
            }
        }
        add_part(d, parts, &name.count, &particles, word);
    }
    name.parts = parts;
    if (name.count > 1) // one word alone may be a family name: "Benjamin"
        name.gender = wordbook_gender(d->wordbook, parts[0]);
    return name;
}

static struct slice core(struct slice part) { // without particles
    for (size_t i = part.length; i-- > 0;)
        if (part.start[i] == ' ') return slice_part(part, i + 1, part.length);
    return part;
}

static bool part_equal(struct slice a, struct slice b) {
    return slice_equal(a, b) || slice_equal(core(a), core(b));
}

// Letters to add, drop or change to make one the other; 9 when clearly many.
static unsigned distance(struct slice a, struct slice b) {
    if (a.length > COMPARE_LIMIT || b.length > COMPARE_LIMIT) return slice_equal(a, b) ? 0 : 9;
    unsigned row[COMPARE_LIMIT + 1];
    for (unsigned j = 0; j <= b.length; j++) row[j] = j;
    for (size_t i = 1; i <= a.length; i++) {
        unsigned diagonal = row[0];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= b.length; j++) {
            unsigned change = diagonal + (a.start[i - 1] != b.start[j - 1]);
            diagonal = row[j];
            unsigned best = row[j] < row[j - 1] ? row[j] : row[j - 1];
            row[j] = best + 1 < change ? best + 1 : change;
        }
    }
    return row[b.length];
}

static bool is_vowel(char c) {
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

// The same consonants, doubled ones counted once: spellings of one foreign name ("Rashid", "Rasheed").
static bool same_skeleton(struct slice a, struct slice b) {
    size_t i = 0, j = 0;
    for (;;) {
        while (i < a.length && (is_vowel(a.start[i]) || (i > 0 && a.start[i] == a.start[i - 1]))) i++;
        while (j < b.length && (is_vowel(b.start[j]) || (j > 0 && b.start[j] == b.start[j - 1]))) j++;
        if (i == a.length || j == b.length) return i == a.length && j == b.length;
        if (a.start[i++] != b.start[j++]) return false;
    }
}

static bool part_near(struct slice a, struct slice b) {
    a = core(a), b = core(b);
    if (a.length == 0 || b.length == 0 || a.start[0] != b.start[0]) return false;
    size_t shorter = a.length < b.length ? a.length : b.length;
    unsigned allowed = shorter >= 7 ? 2 : shorter >= 4 ? 1 : 0;
    unsigned far = distance(a, b);
    return far <= allowed || (shorter >= 4 && far <= (shorter >= 7 ? 3u : 2u) && same_skeleton(a, b));
}

static bool is_initial(struct slice a, struct slice b) { // "j." or "j" for "john"
    if (a.length == 0 || b.length == 0 || a.start[0] != b.start[0]) return false;
    return a.length == 1 || (a.length == 2 && a.start[1] == '.');
}

// All parts of the shorter name stand in the longer one in their order, the first one first.
static bool is_subset(const struct person_name *shorter, const struct person_name *longer) {
    if (!part_equal(shorter->parts[0], longer->parts[0])) return false;
    size_t at = 0;
    for (size_t i = 0; i < longer->count && at < shorter->count; i++)
        if (part_equal(shorter->parts[at], longer->parts[i])) at++;
    return at == shorter->count;
}

static enum name_match match_single(struct slice single, const struct person_name *b) {
    if (part_equal(single, b->parts[b->count - 1])) return b->count == 1 ? NAME_SAME : NAME_SAME_FAMILY;
    if (b->count == 1)
        return part_near(single, b->parts[0]) && single.length >= 6 ? NAME_PART : NAME_DIFFERENT;
    for (size_t i = 0; i < b->count; i++)
        if (part_equal(single, b->parts[i])) return NAME_PART;
    return single.length >= 5 && part_near(single, b->parts[b->count - 1]) &&
                   distance(core(single), core(b->parts[b->count - 1])) <= 1
               ? NAME_PART
               : NAME_DIFFERENT;
}

enum name_match person_match(const struct person_name *a, const struct person_name *b) {
    if (a->count == 0 || b->count == 0) return NAME_DIFFERENT;
    if (a->gender && b->gender && a->gender != b->gender) return NAME_DIFFERENT;
    if (a->count == 1) return match_single(a->parts[0], b);
    if (b->count == 1) return match_single(b->parts[0], a);
    struct slice given_a = a->parts[0], given_b = b->parts[0];
    struct slice family_a = a->parts[a->count - 1], family_b = b->parts[b->count - 1];
    bool family = part_equal(family_a, family_b);
    if (family && part_equal(given_a, given_b)) return NAME_SAME;
    if (a->count <= b->count ? is_subset(a, b) : is_subset(b, a)) return NAME_SAME;
    if (family &&
        (part_near(given_a, given_b) || is_initial(given_a, given_b) || is_initial(given_b, given_a)))
        return NAME_NEAR;
    if (part_equal(given_a, given_b) && part_near(family_a, family_b)) return NAME_NEAR;
    return NAME_DIFFERENT;
}
