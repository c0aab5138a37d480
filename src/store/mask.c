// mask.c - private persons masked by a stable pseudonym.
//
// Names are looked for word by word: where a word begins a name, the longest name that goes on from there is
// taken. Words are compared folded, so that "Wróbel" and "WROBEL" and the "wrobel" of an id are one.
#include "store/mask.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "record/across.h"
#include "store/parts.h"

#include <stdio.h>
#include <stdlib.h>

#define NAME_WORDS 6u
#define LEAST_BYTES 3u // of a family name that is looked for alone
#define GAP_BYTES 3u   // between two words of a name

struct name {
    uint64_t hash;   // of the folded words, or of a first word
    uint32_t person; // from 1; 0: begins a name
    bool is_used;
};
struct mask {
    struct arena *arena;
    struct name *names; // open addressing
    size_t size, count;
    struct slice *pseudonyms; // [person_count]
    size_t person_count;
};

static struct name *slot_of(const struct mask *mask, uint64_t hash, bool is_first) {
    const uint64_t key = hash ^ (is_first ? HASH_K3 : 0);
    size_t at = key & (mask->size - 1);
    while (mask->names[at].is_used &&
           (mask->names[at].hash != hash || (mask->names[at].person == 0) != is_first))
        at = (at + 1) & (mask->size - 1);
    return &mask->names[at];
}

static void put_name(struct mask *mask, struct slice folded, uint32_t person) {
    if (!folded.length) return;
    struct name *name = slot_of(mask, hash_bytes(folded, 0), false);
    if (!name->is_used) *name = (struct name){ hash_bytes(folded, 0), person, true };
    const struct slice first = slice_part(folded, 0, slice_find(folded, SLICE(" "), 0));
    name = slot_of(mask, hash_bytes(first, 0), true);
    if (!name->is_used) *name = (struct name){ hash_bytes(first, 0), 0, true };
}

static struct slice pseudonym_of(struct slice key, struct slice actor, struct arena *arena) {
    uint8_t digest[DIGEST_BYTES];
    char hex[9];
    digest_bytes(arena_format(arena, SLICE_FORMAT ":" SLICE_FORMAT, SLICE_ARG(key), SLICE_ARG(actor)),
                 digest);
    digest_hex(digest, 4, hex);
    return arena_format(arena, "[person %s]", hex);
}

static const char harmed[] = "SELECT a.id, x.folded FROM actor a JOIN alias x ON x.actor = a.id WHERE a.kind "
                             "= 'person' AND a.known = 0 "
                             "AND (a.offices IS NULL OR a.offices NOT LIKE '% of %') AND (a.id IN (SELECT "
                             "c.actor FROM captivity c WHERE "
                             "c.actor IS NOT NULL) OR a.id IN (SELECT "
                             "p.actor FROM happening_party p JOIN happening h ON h.id = p.happening WHERE "
                             "p.role = 'recipient' AND h.type IN "
                             "('ASSAULT', 'COERCE'))) ORDER BY a.id, x.folded";

struct mask *mask_open(struct store *store, struct error *error) {
    struct mask *mask = calloc(1, sizeof *mask);
    if (!mask) abort();
    mask->arena = arena_new();
    struct slice key = { "", 0 };
    int64_t count = 0;
    struct rows *rows = NULL;
    bool ok = database_text(store->database, "SELECT value FROM meta WHERE name = 'mask_key'", NULL, 0,
                            mask->arena, &key, error) &&
              (key.length || error_at(error, ERROR_INPUT, (struct place_in_file){ .file = store->where },
                                      "the store has no key for pseudonyms: `dragoman join` makes one")) &&
              database_integer(store->database,
                               "SELECT count(*) FROM alias x JOIN actor a ON a.id = x.actor WHERE "
                               "a.kind = 'person'",
                               NULL, 0, &count, error) &&
              (rows = database_query(store->database, harmed, NULL, 0, error));
    mask->size = 64;
    while (mask->size < (size_t)count * 8) mask->size *= 2;
    mask->names = arena_allocate(mask->arena, mask->size * sizeof *mask->names);
    mask->pseudonyms = ARENA_ARRAY(mask->arena, struct slice, (size_t)count + 1);
    struct slice last = { "", 0 };
    while (ok && rows_next(rows) && mask->person_count <= (size_t)count) {
        if (!slice_equal(last, rows_text(rows, 0))) {
            last = arena_copy(mask->arena, rows_text(rows, 0));
            mask->pseudonyms[mask->person_count++] = pseudonym_of(key, last, mask->arena);
        }
        const struct slice folded = rows_text(rows, 1);
        put_name(mask, folded, (uint32_t)mask->person_count);
        size_t space = SIZE_MAX;
        for (size_t at = 0; (at = slice_find(folded, SLICE(" "), at)) != SIZE_MAX; at++) space = at;
        if (space != SIZE_MAX && folded.length - space - 1 >= LEAST_BYTES)
            put_name(mask, slice_part(folded, space + 1, folded.length), (uint32_t)mask->person_count);
    }
    ok = rows_close(rows, error) && ok;
    if (ok) return mask;
    mask_close(mask);
    return NULL;
}

void mask_close(struct mask *mask) {
    if (!mask) return;
    arena_free(mask->arena);
    free(mask);
}

size_t mask_persons(const struct mask *mask) {
    return mask->person_count;
}

// The word that begins at `at`: its end.
static size_t word_end(struct slice text, size_t at) {
    size_t length;
    while (at < text.length && utf8_is_word(utf8_at(text, at, &length))) at += length;
    return at;
}

// The next word after `at`; text.length when it is too far.
static size_t next_word(struct slice text, size_t at) {
    const size_t begin = at;
    size_t length;
    while (at < text.length && at - begin <= GAP_BYTES && !utf8_is_word(utf8_at(text, at, &length)))
        at += length;
    return at - begin <= GAP_BYTES ? at : text.length;
}

struct slice mask_text(const struct mask *mask, struct slice text, struct arena *arena) {
    if (mask->person_count == 0) return text;
    struct slice out = { "", 0 };
    size_t kept = 0, length;
    struct arena *scratch = arena_new();
    for (size_t at = 0; at < text.length;) {
        if (!utf8_is_word(utf8_at(text, at, &length))) {
            at += length;
            continue;
        }
        size_t end = word_end(text, at), found_end = 0;
        uint32_t person = 0;
        const size_t first_end = end;
        arena_reset(scratch);
        if (slot_of(mask, hash_bytes(across_fold(slice_part(text, at, end), scratch), 0), true)->is_used)
            for (size_t words = 1; words <= NAME_WORDS; words++) {
                const struct name *name =
                    slot_of(mask, hash_bytes(across_fold(slice_part(text, at, end), scratch), 0), false);
                if (name->is_used) {
                    person = name->person;
                    found_end = end;
                }
                const size_t next = next_word(text, end);
                if (next >= text.length) break;
                end = word_end(text, next);
            }
        if (!person) {
            at = first_end;
            continue;
        }
        out = arena_join(arena, arena_join(arena, out, slice_part(text, kept, at)),
                         mask->pseudonyms[person - 1]);
        at = kept = found_end;
    }
    arena_free(scratch);
    return kept ? arena_join(arena, out, slice_part(text, kept, text.length)) : text;
}
