// across.c - the order of joining, near copies, and the tools that all steps share.
//
// Each step takes items in order of publication (day, then the hash of the text), so that the first that
// tells of something gives it its id, and so that the result does not depend on the order in which documents
// came in.
#include "record/across_parts.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "base/vector.h"

#include <limits.h>
#include <stdlib.h>

// --- keys and blocks

static int by_key(const void *a, const void *b) {
    const struct across_key *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return x->item < y->item ? -1 : x->item > y->item;
}

void across_sort_keys(struct across_key *keys, size_t count) {
    if (count > 1) qsort(keys, count, sizeof *keys, by_key);
}

struct posting {
    uint32_t item, next; // next: from 1, 0 at the end
};
struct across_blocks {
    struct arena *arena;
    struct {
        uint64_t key;
        uint32_t first; // from 1
    } * heads;
    size_t mask, used;
    VECTOR_OF(struct posting) postings;
};

struct across_blocks *across_blocks_new(size_t expected, struct arena *arena) {
    struct across_blocks *blocks = ARENA_NEW(arena, struct across_blocks);
    size_t size = 1024;
    while (size < expected * 2) size *= 2;
    blocks->arena = arena;
    blocks->heads = arena_allocate(arena, size * sizeof *blocks->heads);
    blocks->mask = size - 1;
    return blocks;
}

static size_t head_of(const struct across_blocks *blocks, uint64_t key) {
    size_t at = (key ^ key >> 32) & blocks->mask;
    while (blocks->heads[at].first && blocks->heads[at].key != key) at = (at + 1) & blocks->mask;
    return at;
}

static void grow(struct across_blocks *blocks) {
    const size_t old_size = blocks->mask + 1;
    __typeof__(blocks->heads) old = blocks->heads;
    blocks->mask = old_size * 2 - 1;
    blocks->heads = arena_allocate(blocks->arena, old_size * 2 * sizeof *blocks->heads);
    for (size_t i = 0; i < old_size; i++)
        if (old[i].first) blocks->heads[head_of(blocks, old[i].key)] = old[i];
}

void across_blocks_put(struct across_blocks *blocks, uint64_t key, uint32_t item) {
    size_t at = head_of(blocks, key);
    if (!blocks->heads[at].first) {
        if (++blocks->used * 4 > (blocks->mask + 1) * 3) {
            grow(blocks);
            at = head_of(blocks, key);
        }
        blocks->heads[at].key = key;
    } else if (blocks->postings.items[blocks->heads[at].first - 1].item == item) {
        return;
    }
    struct posting *posting = vector_push(blocks->arena, &blocks->postings);
    *posting = (struct posting){ item, blocks->heads[at].first };
    blocks->heads[at].first = (uint32_t)blocks->postings.count;
}

struct across_block_walk across_blocks_of(const struct across_blocks *blocks, uint64_t key, unsigned most) {
    return (struct across_block_walk){ blocks->heads[head_of(blocks, key)].first, most };
}

uint32_t across_block_next(const struct across_blocks *blocks, struct across_block_walk *walk) {
    if (!walk->at || walk->left == 0) return ACROSS_NONE;
    walk->left--;
    const struct posting *posting = &blocks->postings.items[walk->at - 1];
    walk->at = posting->next;
    return posting->item;
}

struct across_sets across_sets_new(size_t count, struct arena *arena) {
    struct across_sets sets = { ARENA_ARRAY(arena, uint32_t, count + 1), count };
    for (size_t i = 0; i < count; i++) sets.parent[i] = (uint32_t)i;
    return sets;
}
uint32_t across_sets_find(struct across_sets *sets, uint32_t item) {
    while (sets->parent[item] != item) item = sets->parent[item] = sets->parent[sets->parent[item]];
    return item;
}
void across_sets_join(struct across_sets *sets, uint32_t a, uint32_t b) {
    a = across_sets_find(sets, a);
    b = across_sets_find(sets, b);
    if (a < b)
        sets->parent[b] = a;
    else
        sets->parent[a] = b;
}

// --- order

uint32_t *across_in_order(const struct across *across, const void *items, size_t size, size_t count,
                          struct arena *arena) {
    struct across_key *keys = ARENA_ARRAY(arena, struct across_key, count + 1);
    uint32_t *order = ARENA_ARRAY(arena, uint32_t, count + 1);
    for (size_t i = 0; i < count; i++) {
        uint32_t document; // the first member of each kind of item
        memcpy(&document, (const char *)items + i * size, sizeof document);
        keys[i] = (struct across_key){ across->documents[document].rank, (uint32_t)i };
    }
    across_sort_keys(keys, count);
    for (size_t i = 0; i < count; i++) order[i] = keys[i].item;
    return order;
}

static int by_publication(const void *a, const void *b, void *documents) {
    const struct across_document *x = (const struct across_document *)documents + *(const uint32_t *)a,
                                 *y = (const struct across_document *)documents + *(const uint32_t *)b;
    if (!x->published.length != !y->published.length) return x->published.length ? -1 : 1;
    // Days first: one source says the hour, another does not.
    const int order = slice_compare(slice_part(x->published, 0, 10), slice_part(y->published, 0, 10));
    return order ? order : slice_compare(x->id, y->id);
}

static uint32_t *rank_documents(struct across *across, struct arena *arena) {
    uint32_t *order = ARENA_ARRAY(arena, uint32_t, across->documents_count + 1);
    for (size_t i = 0; i < across->documents_count; i++) order[i] = (uint32_t)i;
    if (across->documents_count > 1)
        qsort_r(order, across->documents_count, sizeof *order, by_publication, across->documents);
    for (size_t i = 0; i < across->documents_count; i++) across->documents[order[i]].rank = (uint32_t)i;
    return order;
}

static int by_bytes(const void *a, const void *b) {
    return slice_compare(*(const struct slice *)a, *(const struct slice *)b);
}

struct slice across_most_frequent(struct slice *texts, size_t count) {
    if (count > 1) qsort(texts, count, sizeof *texts, by_bytes);
    struct slice best = { "", 0 };
    size_t most = 0;
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && slice_equal(texts[i], texts[end]);) end++;
        if (!texts[i].length || end - i <= most) continue;
        most = end - i;
        best = texts[i];
    }
    return best;
}

int32_t across_day(struct slice date) {
    if (date.length < 10) return INT32_MIN;
    int32_t parts[3] = { 0 };
    static const unsigned from[] = { 0, 5, 8 }, to[] = { 4, 7, 10 };
    for (unsigned i = 0; i < 3; i++)
        for (unsigned j = from[i]; j < to[i]; j++) {
            if (date.start[j] < '0' || date.start[j] > '9') return INT32_MIN;
            parts[i] = parts[i] * 10 + (date.start[j] - '0');
        }
    const int32_t year = parts[0] - (parts[1] <= 2), month = (parts[1] + 9) % 12;
    return 365 * year + year / 4 - year / 100 + year / 400 + (month * 306 + 5) / 10 + parts[2] - 1;
}

bool across_is_near(struct slice a, struct slice b, unsigned edits) {
    enum { MOST = 32 };
    if (a.length > MOST || b.length > MOST) return slice_equal(a, b);
    unsigned row[MOST + 1];
    for (size_t j = 0; j <= b.length; j++) row[j] = (unsigned)j;
    for (size_t i = 1; i <= a.length; i++) {
        unsigned diagonal = row[0];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= b.length; j++) {
            const unsigned above = row[j];
            unsigned best = diagonal + (a.start[i - 1] != b.start[j - 1]);
            if (above + 1 < best) best = above + 1;
            if (row[j - 1] + 1 < best) best = row[j - 1] + 1;
            row[j] = best;
            diagonal = above;
        }
    }
    return row[b.length] <= edits;
}

struct slice across_first_published(const struct across *across, struct slice so_far, uint32_t document) {
    const struct slice published = across->documents[document].published;
    if (!published.length) return so_far;
    return !so_far.length || slice_compare(published, so_far) < 0 ? published : so_far;
}
struct slice across_last_published(const struct across *across, struct slice so_far, uint32_t document) {
    const struct slice published = across->documents[document].published;
    return slice_compare(published, so_far) > 0 ? published : so_far;
}

struct slice across_fold(struct slice name, struct arena *arena) {
    const struct slice folded = utf8_fold_name(name, arena);
    char *out = arena_raw(arena, folded.length + 1);
    size_t used = 0;
    bool is_gap = false;
    for (size_t at = 0, length; at < folded.length; at += length) {
        const uint32_t code = utf8_at(folded, at, &length);
        if (code == '\'' || code == '.') continue; // "O'Neill", "U.N."
        if (!utf8_is_word(code)) {
            is_gap = used > 0;
            continue;
        }
        if (is_gap) out[used++] = ' ';
        is_gap = false;
        memcpy(out + used, folded.start + at, length);
        used += length;
    }
    return (struct slice){ out, used };
}

uint32_t across_principal(const struct across *across, uint32_t entity) {
    return across->actors[across->entities[entity].actor].principal;
}

bool across_is_individual(const struct across *across, uint32_t entity) {
    return across->entities[entity].is_known || across->entities[entity].is_named;
}

static uint64_t rejection_key(enum across_kind kind, uint32_t item) {
    return hash_mix((uint64_t)kind + 1, item);
}
static void take_rejections(struct across *across, struct arena *arena) {
    across->rejected = across_blocks_new(across->rulings_count, arena);
    for (size_t i = 0; i < across->rulings_count; i++)
        if (across->rulings[i].decision == ACROSS_REJECT)
            across_blocks_put(across->rejected, rejection_key(across->rulings[i].kind, across->rulings[i].a),
                              across->rulings[i].a);
}
bool across_is_rejected(const struct across *across, enum across_kind kind, uint32_t item) {
    struct across_block_walk walk = across_blocks_of(across->rejected, rejection_key(kind, item), 1);
    return across_block_next(across->rejected, &walk) == item;
}

// --- near copies

void across_fold_copies(struct across *across, struct arena *arena) {
    uint32_t *order = rank_documents(across, arena);
    struct copies *copies = copies_new();
    struct across_key *by_id = ARENA_ARRAY(arena, struct across_key, across->documents_count + 1);
    for (size_t i = 0; i < across->documents_count; i++)
        by_id[i] = (struct across_key){ hash_bytes(across->documents[i].id, 0), (uint32_t)i };
    across_sort_keys(by_id, across->documents_count);
    for (size_t i = 0; i < across->documents_count; i++) {
        struct across_document *document = &across->documents[order[i]];
        document->origin = order[i];
        if (document->fingerprint.version != FINGERPRINT_VERSION) continue;
        struct copy copy = { 0 };
        copies_add(copies, &document->fingerprint, arena_string(arena, document->id), document->agency,
                   &copy);
        if (!copy.original) continue;
        const uint64_t key = hash_bytes(slice_of(copy.original), 0);
        size_t low = 0, high = across->documents_count;
        while (low < high) {
            const size_t middle = (low + high) / 2;
            if (by_id[middle].key < key)
                low = middle + 1;
            else
                high = middle;
        }
        for (; low < across->documents_count && by_id[low].key == key; low++)
            if (slice_equal(across->documents[by_id[low].item].id, slice_of(copy.original))) {
                document->origin = by_id[low].item;
                document->similarity = copy.similarity;
            }
    }
    copies_free(copies);
}

uint32_t across_independent(const struct across *across, uint32_t *documents, size_t count,
                            uint32_t *distinct, struct arena *arena) {
    size_t unique = 0;
    for (size_t i = 0; i < count; i++)
        if (unique == 0 || documents[unique - 1] != documents[i]) documents[unique++] = documents[i];
    *distinct = (uint32_t)unique;
    if (unique == 1) return 1;
    struct across_key *keys = ARENA_ARRAY(arena, struct across_key, unique * 3 + 1);
    size_t key_count = 0;
    for (size_t i = 0; i < unique; i++) {
        const struct across_document *document = &across->documents[documents[i]];
        keys[key_count++] = (struct across_key){ hash_mix(1, document->origin), (uint32_t)i };
        if (document->agency.length)
            keys[key_count++] = (struct across_key){ hash_bytes(document->agency, 2), (uint32_t)i };
        if (document->outlet.length)
            keys[key_count++] = (struct across_key){ hash_bytes(document->outlet, 3), (uint32_t)i };
    }
    across_sort_keys(keys, key_count);
    struct across_sets sets = across_sets_new(unique, arena);
    for (size_t i = 1; i < key_count; i++)
        if (keys[i].key == keys[i - 1].key) across_sets_join(&sets, keys[i - 1].item, keys[i].item);
    uint32_t independent = 0;
    for (size_t i = 0; i < unique; i++) independent += across_sets_find(&sets, (uint32_t)i) == i;
    return independent;
}

void across_join(struct across *across, struct arena *arena) {
    take_rejections(across, arena);
    across_fold_copies(across, arena);
    across_join_actors(across, arena);
    across_join_events(across, arena);
    across_follow_captives(across, arena);
    across_follow_talks(across, arena);
    across_find_conflicts(across, arena);
}
