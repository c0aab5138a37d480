// across_actors.c - entities of many documents joined into actors.
//
// What the tables know is the same everywhere. For the rest a name alone is not enough: a person is joined by
// the whole name unless two countries stand against it, and by a name that is spelled otherwise only when the
// office is the same; a family name alone joins nobody, because two people may share it. An organization
// needs its name and no other country; one whose name is a common word ("the ministry") needs the same
// country. What has no name
// ("protesters") stays apart: others may have been meant. The first reason that holds is kept as why.
#include "record/across_parts.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "base/vector.h"

#include <math.h>
#include <stdlib.h>

#define COMPARED 64u    // with so many of those that share a key, the last ones
#define LOOKED_AT 8u    // members of a group whose offices are compared
#define NAME_WORDS 8u   // words of a name that are looked at
#define CHAIN 8u        // steps from a spokesman to his state
#define OFFICES_TOLD 4u // in an actor's profile

struct words {
    struct slice items[NAME_WORDS];
    size_t count;
};

static struct words words_of_name(struct slice folded) {
    struct words words = { 0 };
    for (struct slice word; words.count < NAME_WORDS && slice_next(&folded, SLICE(" "), &word);)
        if (word.length) words.items[words.count++] = word;
    return words;
}

struct group {            // an actor in the making
    uint32_t first, last; // entities, linked by `next`
    uint32_t count;
    struct slice folded;
    struct words words;
    struct slice country;
};

struct joiner {
    struct across *across;
    struct arena *arena;
    VECTOR_OF(struct group) groups;
    uint32_t *next; // [entities] next member of its group
    struct across_blocks *blocks;
};

static void add_member(struct joiner *joiner, uint32_t entity, uint32_t group, const char *why) {
    struct across_entity *member = &joiner->across->entities[entity];
    member->actor = group;
    member->why = why;
    joiner->next[entity] = ACROSS_NONE;
    struct group *to = &joiner->groups.items[group];
    if (to->count++ == 0)
        to->first = entity;
    else
        joiner->next[to->last] = entity;
    to->last = entity;
    if (!to->country.length) to->country = member->country;
}

static uint32_t new_group(struct joiner *joiner, uint32_t entity, struct slice folded, const char *why) {
    struct group *group = vector_push(joiner->arena, &joiner->groups);
    group->folded = folded;
    group->words = words_of_name(folded);
    const uint32_t number = (uint32_t)joiner->groups.count - 1;
    add_member(joiner, entity, number, why);
    return number;
}

static bool is_person(const struct across_entity *entity) {
    return slice_equal(entity->kind, SLICE("person"));
}

// Whether one of the group's first members has an office of the same title and owner.
static bool shares_office(const struct joiner *joiner, const struct group *group,
                          const struct across_entity *entity) {
    const struct across *across = joiner->across;
    unsigned looked_at = 0;
    for (uint32_t i = group->first; i != ACROSS_NONE && looked_at < LOOKED_AT;
         i = joiner->next[i], looked_at++) {
        const struct across_entity *member = &across->entities[i];
        for (uint32_t j = 0; j < member->role_count; j++)
            for (uint32_t k = 0; k < entity->role_count; k++) {
                const struct across_role *a = &across->roles[member->first_role + j],
                                         *b = &across->roles[entity->first_role + k];
                if (a->of.length && slice_equal(a->of, b->of) && slice_equal_ascii_fold(a->title, b->title))
                    return true;
            }
    }
    return false;
}

// Both act for the same: their governments, their movements.
static bool shares_principal(const struct joiner *joiner, const struct group *group,
                             const struct across_entity *entity) {
    const struct across *across = joiner->across;
    if (entity->represents == ACROSS_NONE) return false;
    const uint32_t behind = across->entities[entity->represents].actor;
    unsigned looked_at = 0;
    for (uint32_t i = group->first; i != ACROSS_NONE && looked_at < LOOKED_AT;
         i = joiner->next[i], looked_at++) {
        const uint32_t represents = across->entities[i].represents;
        if (represents != ACROSS_NONE && across->entities[represents].actor == behind) return true;
    }
    return false;
}

static bool countries_differ(struct slice a, struct slice b) {
    return a.length && b.length && !slice_equal(a, b);
}

// All words of the shorter name in the longer one, in order, the first and the last the same.
static bool is_shorter_form(const struct words *a, const struct words *b) {
    const struct words *few = a->count < b->count ? a : b, *many = few == a ? b : a;
    if (few->count < 2 || !slice_equal(few->items[0], many->items[0]) ||
        !slice_equal(few->items[few->count - 1], many->items[many->count - 1]))
        return false;
    size_t at = 0;
    for (size_t i = 0; i < many->count && at < few->count; i++)
        at += slice_equal(few->items[at], many->items[i]);
    return at == few->count;
}

static unsigned edits_allowed(struct slice word) {
    return word.length >= 7 ? 2 : word.length >= 4 ? 1 : 0;
}

static bool is_other_spelling(const struct words *a, const struct words *b) {
    if (a->count != b->count || a->count < 2) return false;
    size_t differing = 0;
    for (size_t i = 0; i < a->count; i++) {
        if (slice_equal(a->items[i], b->items[i])) continue;
        if (!across_is_near(a->items[i], b->items[i], edits_allowed(a->items[i]))) return false;
        differing++;
    }
    return differing == 1;
}

// Why this person may be the group's; NULL when it is not to be told.
static const char *same_person(const struct joiner *joiner, const struct group *group,
                               const struct words *words, struct slice folded,
                               const struct across_entity *entity) {
    const bool other_country = countries_differ(group->country, entity->country);
    if (words->count == 1)
        return slice_equal(folded, group->folded) && !other_country && shares_office(joiner, group, entity)
                   ? "same single name and office"
                   : NULL;
    if (slice_equal(folded, group->folded))
        return !other_country                         ? "same full name"
               : shares_office(joiner, group, entity) ? "same full name and office"
                                                      : NULL;
    if (other_country) return NULL;
    if (is_shorter_form(words, &group->words))
        return shares_office(joiner, group, entity)      ? "shorter form of the name, same office"
               : shares_principal(joiner, group, entity) ? "shorter form of the name, acts for the same"
               : group->country.length && slice_equal(group->country, entity->country)
                   ? "shorter form of the name, same country"
                   : NULL;
    if (is_other_spelling(words, &group->words))
        return shares_office(joiner, group, entity)      ? "other spelling of the name, same office"
               : shares_principal(joiner, group, entity) ? "other spelling of the name, acts for the same"
                                                         : NULL;
    return NULL;
}

static const char *same_organization(const struct group *group, const struct words *words,
                                     struct slice folded, const struct across_entity *entity) {
    if (!slice_equal(folded, group->folded)) return NULL;
    if (group->country.length && slice_equal(group->country, entity->country)) return "same name and country";
    if (countries_differ(group->country, entity->country)) return NULL;
    return words->count >= 2 && entity->is_named ? "same name" : NULL;
}

static const char *same_place(const struct joiner *joiner, const struct group *group,
                              const struct across_entity *entity) {
    const struct across_entity *first = &joiner->across->entities[group->first];
    if (entity->geonames.length && slice_equal(entity->geonames, first->geonames))
        return "same place in GeoNames";
    return group->country.length && slice_equal(group->country, entity->country) ? "same name and country"
                                                                                 : NULL;
}

// Keys by which a person may be found: the family name; the given name with whom it acts for.
static size_t keys_of(const struct joiner *joiner, const struct across_entity *entity,
                      const struct words *words, struct slice folded, uint64_t keys[2]) {
    if (!is_person(entity)) {
        const bool is_place = slice_equal(entity->kind, SLICE("place"));
        keys[0] = hash_bytes(folded, is_place ? 11 : 12);
        return 1;
    }
    keys[0] = hash_bytes(words->items[words->count - 1], 13);
    if (words->count < 2 || entity->represents == ACROSS_NONE) return 1;
    keys[1] = hash_mix(hash_bytes(words->items[0], 14), joiner->across->entities[entity->represents].actor);
    return 2;
}

static void place_entity(struct joiner *joiner, uint32_t number) {
    struct across_entity *entity = &joiner->across->entities[number];
    const struct slice folded = across_fold(entity->name, joiner->arena);
    const struct words words = words_of_name(folded);
    const bool is_place = slice_equal(entity->kind, SLICE("place"));
    const bool may_join = words.count > 0 &&
                          (entity->is_named || (!is_person(entity) && entity->country.length)) &&
                          !slice_equal(entity->kind, SLICE("people"));
    if (!may_join) {
        new_group(joiner, number, folded, "no name to join it by");
        return;
    }
    uint64_t keys[2];
    const size_t key_count = keys_of(joiner, entity, &words, folded, keys);
    for (size_t i = 0; i < key_count; i++) {
        struct across_block_walk walk = across_blocks_of(joiner->blocks, keys[i], COMPARED);
        for (uint32_t found; (found = across_block_next(joiner->blocks, &walk)) != ACROSS_NONE;) {
            const struct group *group = &joiner->groups.items[found];
            const struct across_entity *first = &joiner->across->entities[group->first];
            // Two entities of one document are two: the document knows them better.
            if (joiner->across->entities[group->last].document == entity->document) continue;
            if (is_person(first) != is_person(entity)) continue;
            const char *why = is_person(entity) ? same_person(joiner, group, &words, folded, entity)
                              : is_place        ? same_place(joiner, group, entity)
                                                : same_organization(group, &words, folded, entity);
            if (!why) continue;
            add_member(joiner, number, found, why);
            for (size_t j = 0; j < key_count; j++) across_blocks_put(joiner->blocks, keys[j], found);
            return;
        }
    }
    const uint32_t group = new_group(joiner, number, folded, "first of its name");
    for (size_t i = 0; i < key_count; i++) across_blocks_put(joiner->blocks, keys[i], group);
}

static void place_known(struct joiner *joiner, const uint32_t *order) {
    struct across *across = joiner->across;
    struct across_key *keys = ARENA_ARRAY(joiner->arena, struct across_key, across->entities_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < across->entities_count; i++)
        if (across->entities[order[i]].is_known)
            keys[count++] = (struct across_key){ hash_bytes(across->entities[order[i]].id, 1), (uint32_t)i };
    across_sort_keys(keys, count);
    for (size_t i = 0; i < count; i++) {
        const uint32_t entity = order[keys[i].item];
        if (i > 0 && keys[i].key == keys[i - 1].key)
            add_member(joiner, entity, (uint32_t)joiner->groups.count - 1, "the same of the tables");
        else
            new_group(joiner, entity, across_fold(across->entities[entity].name, joiner->arena),
                      "known to the tables");
    }
}

// --- what people decided

static void move_group(struct joiner *joiner, uint32_t from, uint32_t to, const char *why) {
    for (uint32_t i = joiner->groups.items[from].first, next; i != ACROSS_NONE; i = next) {
        next = joiner->next[i];
        add_member(joiner, i, to, why);
    }
    joiner->groups.items[from].count = 0;
}

static void take_out(struct joiner *joiner, uint32_t entity) {
    struct group *group = &joiner->groups.items[joiner->across->entities[entity].actor];
    if (group->count < 2) return;
    uint32_t before = ACROSS_NONE;
    for (uint32_t i = group->first; i != entity; i = joiner->next[i]) before = i;
    if (before == ACROSS_NONE)
        group->first = joiner->next[entity];
    else
        joiner->next[before] = joiner->next[entity];
    if (group->last == entity) group->last = before;
    group->count--;
    new_group(joiner, entity, across_fold(joiner->across->entities[entity].name, joiner->arena),
              "split by a person's decision");
}

static void obey(struct joiner *joiner) {
    const struct across *across = joiner->across;
    for (size_t i = 0; i < across->rulings_count; i++) {
        const struct across_ruling *ruling = &across->rulings[i];
        if (ruling->kind != ACROSS_ENTITY) continue;
        const uint32_t a = across->entities[ruling->a].actor;
        if (ruling->decision == ACROSS_REJECT) continue;
        const uint32_t b = across->entities[ruling->b].actor;
        if (ruling->decision == ACROSS_JOIN && a != b)
            move_group(joiner, b, a, "joined by a person's decision");
        else if (ruling->decision == ACROSS_SPLIT && a == b)
            take_out(joiner, ruling->b);
    }
}

// --- profiles

static struct slice slug(struct slice folded, struct arena *arena) {
    char *text = arena_raw(arena, folded.length + 1);
    for (size_t i = 0; i < folded.length; i++) text[i] = folded.start[i] == ' ' ? '-' : folded.start[i];
    return (struct slice){ text, folded.length };
}

static struct slice id_of(const struct joiner *joiner, const struct group *group) {
    const struct across_entity *first = &joiner->across->entities[group->first];
    if (first->is_known) return first->id;
    const uint64_t hash = hash_bytes(first->id, hash_bytes(joiner->across->documents[first->document].id, 0));
    return arena_format(joiner->arena, SLICE_FORMAT ".%08x", SLICE_ARG(slug(group->folded, joiner->arena)),
                        (unsigned)(hash >> 32));
}

static struct slice offices_of(const struct joiner *joiner, const struct group *group,
                               struct arena *scratch) {
    const struct across *across = joiner->across;
    VECTOR_OF(struct slice) offices = { 0 };
    for (uint32_t i = group->first; i != ACROSS_NONE; i = joiner->next[i])
        for (uint32_t j = 0; j < across->entities[i].role_count; j++) {
            const struct across_role *role = &across->roles[across->entities[i].first_role + j];
            if (!role->in_office) continue;
            struct slice of = role->of;
            *vector_push(scratch, &offices) = of.length
                                                  ? arena_format(scratch, SLICE_FORMAT " of " SLICE_FORMAT,
                                                                 SLICE_ARG(role->title), SLICE_ARG(of))
                                                  : role->title;
        }
    struct slice text = { "", 0 };
    for (unsigned told = 0; told < OFFICES_TOLD && offices.count; told++) {
        const struct slice office = across_most_frequent(offices.items, offices.count);
        if (!office.length) break;
        text = text.length
                   ? arena_format(scratch, SLICE_FORMAT "; " SLICE_FORMAT, SLICE_ARG(text), SLICE_ARG(office))
                   : office;
        size_t left = 0;
        for (size_t i = 0; i < offices.count; i++)
            if (!slice_equal(offices.items[i], office)) offices.items[left++] = offices.items[i];
        offices.count = left;
    }
    return arena_copy(joiner->arena, text);
}

// What most of the members have in this member of their struct, which is a text.
static struct slice most_frequent(const struct joiner *joiner, const struct group *group, size_t offset,
                                  struct slice *texts) {
    size_t count = 0;
    for (uint32_t i = group->first; i != ACROSS_NONE; i = joiner->next[i])
        memcpy(&texts[count++], (const char *)&joiner->across->entities[i] + offset, sizeof *texts);
    return across_most_frequent(texts, count);
}
#define MOST_FREQUENT(member) most_frequent(joiner, group, offsetof(struct across_entity, member), texts)

static void describe(struct joiner *joiner, const struct group *group, struct across_actor *actor,
                     struct arena *scratch) {
    const struct across *across = joiner->across;
    struct slice *texts = ARENA_ARRAY(scratch, struct slice, group->count + 1);
    const struct across_entity *first = &across->entities[group->first];
    *actor = (struct across_actor){ .id = id_of(joiner, group),
                                    .kind = MOST_FREQUENT(kind),
                                    .name = MOST_FREQUENT(name),
                                    .country = MOST_FREQUENT(country),
                                    .sector = MOST_FREQUENT(sector),
                                    .code = MOST_FREQUENT(code),
                                    .geonames = MOST_FREQUENT(geonames),
                                    .lat = first->lat,
                                    .lon = first->lon,
                                    .is_known = first->is_known,
                                    .offices = offices_of(joiner, group, scratch) };
    uint32_t *documents = ARENA_ARRAY(scratch, uint32_t, group->count + 1), count = 0;
    for (uint32_t i = group->first; i != ACROSS_NONE; i = joiner->next[i]) {
        const struct across_entity *entity = &across->entities[i];
        actor->mentions += entity->mentions;
        if (isnan(actor->lat) && !isnan(entity->lat)) {
            actor->lat = entity->lat;
            actor->lon = entity->lon;
        }
        if (count == 0 || documents[count - 1] != entity->document) documents[count++] = entity->document;
        actor->first_published = across_first_published(across, actor->first_published, entity->document);
        actor->last_published = across_last_published(across, actor->last_published, entity->document);
    }
    actor->documents = count;
}

// Whom most of its members represent; then that one's, to the end of the chain.
static void find_principals(struct joiner *joiner, const uint32_t *actor_of_group) {
    struct across *across = joiner->across;
    struct across_key *keys = ARENA_ARRAY(joiner->arena, struct across_key, across->entities_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < across->entities_count; i++) {
        const struct across_entity *entity = &across->entities[i];
        if (entity->represents == ACROSS_NONE) continue;
        const uint32_t behind = actor_of_group[across->entities[entity->represents].actor];
        keys[count++] = (struct across_key){ (uint64_t)actor_of_group[entity->actor] << 32 | behind, 0 };
    }
    across_sort_keys(keys, count);
    uint32_t *behind = ARENA_ARRAY(joiner->arena, uint32_t, across->actors_count + 1);
    size_t *votes = ARENA_ARRAY(joiner->arena, size_t, across->actors_count + 1);
    for (size_t i = 0; i < across->actors_count; i++) behind[i] = (uint32_t)i;
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && keys[end].key == keys[i].key;) end++;
        const uint32_t actor = (uint32_t)(keys[i].key >> 32);
        if (end - i <= votes[actor]) continue;
        votes[actor] = end - i;
        behind[actor] = (uint32_t)keys[i].key;
    }
    for (size_t i = 0; i < across->actors_count; i++) {
        uint32_t at = (uint32_t)i;
        for (unsigned step = 0; step < CHAIN && behind[at] != at; step++) at = behind[at];
        across->actors[i].principal = at;
    }
}

static int by_alias(const void *a, const void *b) {
    const struct across_alias *x = a, *y = b;
    if (x->actor != y->actor) return x->actor < y->actor ? -1 : 1;
    const int order = slice_compare(x->folded, y->folded);
    return order ? order : slice_compare(x->name, y->name);
}

// Names alone: "the spokesman" is none.
static void collect_aliases(struct joiner *joiner) {
    struct across *across = joiner->across;
    VECTOR_OF(struct across_alias) aliases = { 0 };
    for (size_t i = 0; i < across->entities_count; i++) {
        const struct across_entity *entity = &across->entities[i];
        struct slice rest = entity->aliases;
        const struct slice folded = across_fold(entity->name, joiner->arena);
        *vector_push(joiner->arena, &aliases) =
            (struct across_alias){ entity->actor, 1, entity->name, folded };
        for (struct slice name; slice_next(&rest, SLICE(" | "), &name);) {
            if (!utf8_starts_upper(name) || !across_is_individual(across, (uint32_t)i) ||
                slice_starts(name, SLICE("The ")) || slice_starts(name, SLICE("A ")))
                continue;
            const struct slice other = across_fold(name, joiner->arena);
            if (!slice_equal(other, folded))
                *vector_push(joiner->arena, &aliases) =
                    (struct across_alias){ entity->actor, 1, name, other };
        }
    }
    if (aliases.count > 1) qsort(aliases.items, aliases.count, sizeof *aliases.items, by_alias);
    size_t kept = 0;
    for (size_t i = 0; i < aliases.count; i++) {
        struct across_alias *last = kept ? &aliases.items[kept - 1] : NULL;
        if (last && last->actor == aliases.items[i].actor &&
            slice_equal(last->folded, aliases.items[i].folded))
            last->documents++;
        else
            aliases.items[kept++] = aliases.items[i];
    }
    across->aliases = aliases.items;
    across->aliases_count = kept;
}

void across_join_actors(struct across *across, struct arena *arena) {
    struct joiner joiner = { .across = across, .arena = arena };
    joiner.next = ARENA_ARRAY(arena, uint32_t, across->entities_count + 1);
    joiner.blocks = across_blocks_new(across->entities_count, arena);
    const uint32_t *order =
        across_in_order(across, across->entities, sizeof *across->entities, across->entities_count, arena);
    place_known(&joiner, order);
    // Those that others act for come first, so that whom one acts for is told.
    for (int persons = 0; persons < 2; persons++)
        for (size_t i = 0; i < across->entities_count; i++)
            if (!across->entities[order[i]].is_known &&
                is_person(&across->entities[order[i]]) == (persons == 1))
                place_entity(&joiner, order[i]);
    obey(&joiner);
    uint32_t *actor_of_group = ARENA_ARRAY(arena, uint32_t, joiner.groups.count + 1);
    across->actors = ARENA_ARRAY(arena, struct across_actor, joiner.groups.count + 1);
    struct arena *scratch = arena_new();
    for (size_t i = 0; i < joiner.groups.count; i++) {
        if (joiner.groups.items[i].count == 0) continue;
        arena_reset(scratch);
        actor_of_group[i] = (uint32_t)across->actors_count;
        describe(&joiner, &joiner.groups.items[i], &across->actors[across->actors_count++], scratch);
    }
    arena_free(scratch);
    find_principals(&joiner, actor_of_group);
    for (size_t i = 0; i < across->entities_count; i++)
        across->entities[i].actor = actor_of_group[across->entities[i].actor];
    collect_aliases(&joiner);
}
