// coreference.c - names of one thing become one cluster.
//
// What the tables know is joined by its row, whatever name the text uses. Unknown names are joined by their
// words: full persons' names first, over the whole document, then surnames, to the person of that name spoken
// of last; bodies by acronym and by a shorter form ("State Department", "Supreme Court"). Two persons of one
// family stay two.
#include "base/hash.h"
#include "base/utf8.h"
#include "meaning/discourse.h"

#define LOOK_BACK 400u   // candidates that a surname looks back over
#define FIGURE_SCAN 300u // bodies compared with a body's name
#define NEAR_REACH 3u    // sentences that a body without a country looks back
#define NEAR_LIMIT 16u   // countries compared there
#define LINK_LIMIT 64u   // persons compared who share a word of their names

static uint64_t source_key(enum lexeme_kind source, uint32_t row) {
    return hash_mix((uint64_t)source + 1, row);
}

static uint64_t name_key(struct slice key, bool is_person) {
    return hash_bytes(key, is_person ? 1 : 2);
}

static struct slice last_word(struct slice part) {
    for (size_t i = part.length; i-- > 0;)
        if (part.start[i] == ' ') return slice_part(part, i + 1, part.length);
    return part;
}

// Makes a person findable by the parts of the name.
static void link_parts(struct discourse *d, int32_t cluster, const struct person_name *person) {
    for (size_t i = 0; i < person->count; i++) {
        uint64_t key = hash_bytes(last_word(person->parts[i]), 0);
        int32_t before = number_map_find(&d->by_part, key);
        if (before >= 0 && d->name_links.items[before].cluster == cluster) continue;
        *vector_push(d->arena, &d->name_links) = (struct name_link){ cluster, before };
        number_map_replace(&d->by_part, key, (int32_t)d->name_links.count - 1);
    }
}

static void index_cluster(struct discourse *d, int32_t number) {
    const struct cluster *f = &d->clusters.items[number];
    if (f->source != LEXEME_NONE) number_map_put(&d->by_source, source_key(f->source, f->row), number);
    if (f->is_named && f->source != LEXEME_COUNTRY)
        number_map_put(&d->by_key, name_key(f->key, f->kind == ENTITY_PERSON), number);
    if (f->kind == ENTITY_PERSON) link_parts(d, number, &f->person);
}

int32_t cluster_for_country(struct discourse *d, struct slice iso3) {
    if (iso3.length == 0) return -1;
    uint32_t row = wordbook_country_row(d->wordbook, iso3);
    if (row == NO_ROW || row >= d->country_count) return -1;
    if (d->country_clusters[row] >= 0) return d->country_clusters[row];
    struct slice names = WORDBOOK_CELL(d->wordbook, LEXEME_COUNTRY, row, COUNTRY_NAMES, NAMES), name = names;
    slice_next(&names, SLICE(" | "), &name);
    struct cluster *f = vector_push(d->arena, &d->clusters);
    *f = (struct cluster){ .kind = ENTITY_GOVERNMENT,
                           .source = LEXEME_COUNTRY,
                           .row = row,
                           .name = name,
                           .country = country_of_row(d, row),
                           .represents = -1,
                           .is_named = true,
                           .is_known = true,
                           .first_candidate = -1 };
    f->key = utf8_fold_name(name, d->arena);
    return d->country_clusters[row] = (int32_t)d->clusters.count - 1;
}

int32_t cluster_prominent_country(const struct discourse *d, uint32_t sentence) {
    int32_t best = -1;
    double best_weight = 0;
    for (size_t row = 0; row < d->country_count; row++) {
        if (d->country_clusters[row] < 0) continue;
        const struct cluster *f = &d->clusters.items[d->country_clusters[row]];
        if (f->mention_count == 0) continue;
        uint32_t far = sentence > f->last_sentence ? sentence - f->last_sentence : 0;
        double weight = f->mention_count / (1.0 + 0.05 * far);
        if (weight > best_weight) best_weight = weight, best = d->country_clusters[row];
    }
    return best;
}

static struct slice country_of_cluster(const struct discourse *d, const struct cluster *f) {
    switch (f->source) {
    case LEXEME_PLACE:
        return WORDBOOK_CELL(d->wordbook, LEXEME_PLACE, f->row, PLACES, COUNTRY);
    case LEXEME_ACTOR:
        return WORDBOOK_CELL(d->wordbook, LEXEME_ACTOR, f->row, ACTORS, COUNTRY);
    case LEXEME_CAPITAL:
        return country_of_row(d, f->row);
    default:
        return f->country;
    }
}

int32_t cluster_near_country(struct discourse *d, uint32_t sentence) {
    struct slice best = SLICE("");
    double weights[NEAR_LIMIT], best_weight = 0;
    struct slice countries[NEAR_LIMIT];
    size_t count = 0;
    const int32_t story =
        cluster_prominent_country(d, sentence); // the story's own country, unless another is at hand
    if (story >= 0 && d->clusters.items[story].country.length) {
        best = countries[count] = d->clusters.items[story].country;
        best_weight = weights[count++] = 0.75;
    }
    for (uint32_t back = 0; back <= NEAR_REACH && back <= sentence; back++) {
        const struct candidate_list *list = &d->in_sentence[sentence - back];
        for (size_t k = 0; k < list->numbers.count && k < 64; k++) {
            const struct candidate *candidate = &d->candidates.items[list->numbers.items[k]];
            if (candidate->mention.entity < 0) continue;
            struct slice country = country_of_cluster(d, &d->clusters.items[candidate->mention.entity]);
            if (country.length == 0) continue;
            size_t at = 0;
            while (at < count && !slice_equal(countries[at], country)) at++;
            if (at == NEAR_LIMIT) continue;
            if (at == count) countries[count] = country, weights[count++] = 0;
            const struct mention *m = &candidate->mention;
            const struct sentence *s = discourse_sentence(d, m->sentence);
            bool is_scene = candidate->kind == ENTITY_PLACE && m->first == 1 && m->end < s->count &&
                            s->tokens[0].upos == UPOS_ADP &&
                            s->tokens[m->end].upos == UPOS_PUNCT; // "In Lisbon, ..."
            weights[at] += (is_scene ? 6.0 : 1.0) / (1 + back);
            if (weights[at] > best_weight) best_weight = weights[at], best = country;
        }
    }
    return best.length ? cluster_for_country(d, best) : cluster_prominent_country(d, sentence);
}

static void join(struct discourse *d, struct candidate *candidate, int32_t cluster) {
    struct cluster *f = &d->clusters.items[cluster];
    candidate->mention.entity = cluster;
    if (candidate->kind == ENTITY_PERSON) link_parts(d, cluster, &candidate->person);
    if (candidate->person.count > f->person.count) f->person = candidate->person, f->key = candidate->key;
    if (candidate->head.length == 0 && f->source != LEXEME_COUNTRY &&
        candidate->name.length > f->name.length &&
        !(f->kind == ENTITY_PERSON && candidate->person.count < f->person.count))
        f->name = candidate->name;
    if (!f->gender) f->gender = candidate->gender;
    if (f->country.length == 0) f->country = candidate->country;
    if (f->sectors.length == 0) f->sectors = candidate->sectors;
    if (f->source == LEXEME_NONE && candidate->source != LEXEME_NONE)
        f->source = candidate->source, f->row = candidate->row;
    index_cluster(d, cluster);
    if (candidate->head.length == 0)
        number_map_put(&d->by_key, name_key(candidate->key, candidate->kind == ENTITY_PERSON), cluster);
}

static int32_t start(struct discourse *d, struct candidate *candidate) {
    struct cluster *f = vector_push(d->arena, &d->clusters);
    *f = (struct cluster){ .kind = candidate->kind,
                           .source = candidate->source,
                           .row = candidate->row,
                           .name = candidate->name,
                           .key = candidate->key,
                           .person = candidate->person,
                           .country = candidate->country,
                           .sectors = candidate->sectors,
                           .represents = -1,
                           .is_plural = candidate->is_plural,
                           .gender = candidate->gender,
                           .is_named = true,
                           .first_candidate = (int32_t)(candidate - d->candidates.items) };
    if (f->person.count == 1 && !f->gender) f->gender = wordbook_gender(d->wordbook, f->person.parts[0]);
    candidate->mention.entity = (int32_t)d->clusters.count - 1;
    index_cluster(d, candidate->mention.entity);
    return candidate->mention.entity;
}

// A seat of government acts for its country where a government would act; elsewhere it is a place.
static bool is_metonym(const struct discourse *d, const struct candidate *candidate) {
    const struct sentence *s = discourse_sentence(d, candidate->mention.sentence);
    uint32_t head = candidate->mention.head;
    const struct token *t = &s->tokens[head];
    if (candidate->is_locative) return false;
    if (head > 0 && (d->words[candidate->mention.sentence][head - 1].reference & REFERENCE_PLACE_NOUN))
        return false;
    uint32_t sentence = candidate->mention.sentence;
    if (candidate->mention.end < s->count &&
        slice_equal(s->tokens[candidate->mention.end].form, SLICE(",")) &&
        candidate->mention.end + 1 < s->count && d->covering[sentence][candidate->mention.end + 1] >= 0 &&
        t->deprel != DEPREL_NSUBJ)
        return false;
    bool is_followed =
        candidate->mention.end < s->count && s->tokens[candidate->mention.end].upos == UPOS_VERB;
    if (candidate->mention.first == 0 && is_followed)
        return true; // "Beijing announced", whatever the tree says
    if (t->deprel == DEPREL_NSUBJ && t->head >= 0) {
        const struct token *verb = &s->tokens[t->head];
        return verb->upos == UPOS_VERB && token_child_with(s, t->head, DEPREL_COP) < 0;
    }
    if (t->deprel == DEPREL_CONJ && t->head >= 0) {
        int32_t other = d->covering[sentence][t->head];
        return other >= 0 && d->candidates.items[other].source == LEXEME_CAPITAL &&
               s->tokens[t->head].deprel == DEPREL_NSUBJ;
    }
    return false;
}

static int32_t find_source(const struct discourse *d, const struct candidate *candidate) {
    return number_map_find(&d->by_source, source_key(candidate->source, candidate->row));
}

static int32_t find_key(const struct discourse *d, const struct candidate *candidate) {
    return number_map_find(&d->by_key, name_key(candidate->key, candidate->kind == ENTITY_PERSON));
}

static bool ends_with_word(struct slice text, struct slice tail) {
    return text.length > tail.length + 1 && slice_ends(text, tail) &&
           text.start[text.length - tail.length - 1] == ' ';
}

static bool is_body_word(const struct discourse *d, struct slice word) {
    uint32_t row;
    if (!wordbook_rows(d->wordbook, LEXEME_AGENT, word, &row, 1)) return false;
    struct slice kind = WORDBOOK_CELL(d->wordbook, LEXEME_AGENT, row, AGENTS, KIND);
    return slice_equal(kind, SLICE("government")) || slice_equal(kind, SLICE("organization")) ||
           slice_equal(kind, SLICE("armed-group"));
}

// "supreme court" begins "supreme court of the united kingdom"; "abs-cbn" begins "abs-cbn corporation".
static bool begins_body(const struct discourse *d, struct slice shorter, struct slice longer) {
    if (longer.length <= shorter.length + 1 || !slice_starts(longer, shorter) ||
        longer.start[shorter.length] != ' ')
        return false;
    struct slice rest = slice_part(longer, shorter.length + 1, longer.length), next = SLICE("");
    struct slice copy = rest;
    slice_next(&copy, SLICE(" "), &next);
    if ((wordbook_reference(d->wordbook, next) & REFERENCE_NAME_LINK) &&
        slice_find(shorter, SLICE(" "), 0) != SIZE_MAX)
        return true;
    return copy.length == 0 && is_body_word(d, next);
}

static bool is_shorter_form(const struct discourse *d, struct slice shorter, struct slice longer) {
    if (shorter.length < 3) return false;
    bool has_words = slice_find(shorter, SLICE(" "), 0) != SIZE_MAX;
    if (has_words && ends_with_word(longer, shorter)) return true;
    return begins_body(d, shorter, longer);
}

// The initials of the longer name's words (small words left out or in) are the short name.
static bool is_acronym(const struct discourse *d, struct slice acronym, struct slice name) {
    size_t all = 0, main = 0, length = acronym.length;
    bool all_fits = true, main_fits = true;
    for (struct slice word; slice_next(&name, SLICE(" "), &word);) {
        if (word.length == 0) continue;
        all_fits = all_fits && all < length && word.start[0] == acronym.start[all];
        all++;
        if (wordbook_reference(d->wordbook, word) & (REFERENCE_NAME_LINK | REFERENCE_DEFINITE)) continue;
        main_fits = main_fits && main < length && word.start[0] == acronym.start[main];
        main++;
    }
    return length >= 2 && ((all_fits && all == length) || (main_fits && main == length && main > 1));
}

static int32_t find_body(const struct discourse *d, const struct candidate *candidate) {
    int32_t found = -1;
    bool is_short =
        utf8_is_all_upper(candidate->name) && slice_find(candidate->name, SLICE(" "), 0) == SIZE_MAX;
    for (size_t i = 0; i < d->clusters.count && i < FIGURE_SCAN; i++) {
        const struct cluster *f = &d->clusters.items[i];
        if (!f->is_named || f->kind == ENTITY_PERSON || f->kind == ENTITY_PLACE ||
            f->source == LEXEME_COUNTRY)
            continue;
        if (candidate->source != LEXEME_NONE && f->source != LEXEME_NONE) continue;
        bool fits = is_shorter_form(d, candidate->key, f->key) ||
                    is_shorter_form(d, f->key, candidate->key) ||
                    (is_short && is_acronym(d, candidate->key, f->key)) ||
                    (utf8_is_all_upper(f->name) && is_acronym(d, f->key, candidate->key));
        if (!fits) continue;
        if (found >= 0) return -1; // more than one: nobody can say
        found = (int32_t)i;
    }
    return found;
}

static bool in_office_on(const struct discourse *d,
                         uint32_t row) { // on the publication date; unknown dates pass
    struct slice from = WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, row, PEOPLE, FROM);
    struct slice to = WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, row, PEOPLE, TO);
    if (d->published.length < 10) return true;
    struct slice day = slice_part(d->published, 0, 10);
    if (from.length && slice_compare(slice_part(day, 0, from.length), from) < 0) return false;
    return to.length == 0 || slice_compare(slice_part(day, 0, to.length), to) <= 0;
}

static bool is_same_known(const struct discourse *d, const struct candidate *candidate,
                          const struct cluster *f) {
    struct slice a = WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, candidate->row, PEOPLE, ID);
    return slice_equal(a, WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, f->row, PEOPLE, ID));
}

// The person with this full name: of those who share a word of it, the one whose name fits best.
static int32_t find_person(const struct discourse *d, const struct candidate *candidate) {
    int32_t best = candidate->source == LEXEME_PERSON ? find_source(d, candidate) : -1;
    int best_rank = 0;
    for (size_t part = 0; best < 0 && part < candidate->person.count; part++) {
        int32_t at = number_map_find(&d->by_part, hash_bytes(last_word(candidate->person.parts[part]), 0));
        for (unsigned steps = 0; at >= 0 && steps < LINK_LIMIT; steps++, at = d->name_links.items[at].next) {
            int32_t cluster = d->name_links.items[at].cluster;
            const struct cluster *f = &d->clusters.items[cluster];
            if (candidate->source == LEXEME_PERSON && f->source == LEXEME_PERSON) {
                if (is_same_known(d, candidate, f)) return cluster;
                continue;
            }
            int rank = (int)person_match(&candidate->person, &f->person);
            if (candidate->gender && f->gender && candidate->gender != f->gender) rank = 0;
            if (rank < (int)NAME_NEAR || rank <= best_rank) continue;
            best_rank = rank;
            if (rank == (int)NAME_SAME) return cluster;
        }
        if (best_rank == 0) continue;
        at = number_map_find(&d->by_part,
                             hash_bytes(last_word(candidate->person.parts[part]), 0)); // the best of them
        for (unsigned steps = 0; at >= 0 && steps < LINK_LIMIT && best < 0;
             steps++, at = d->name_links.items[at].next)
            if ((int)person_match(&candidate->person,
                                  &d->clusters.items[d->name_links.items[at].cluster].person) == best_rank)
                best = d->name_links.items[at].cluster;
    }
    return best;
}

static bool has_office_head(const struct discourse *d, int32_t cluster, const struct candidate *candidate) {
    const struct cluster *f = &d->clusters.items[cluster];
    int32_t number = (int32_t)(candidate - d->candidates.items);
    const struct candidate_list *list =
        &d->in_sentence[candidate->mention.sentence]; // titles that point at this candidate
    for (size_t k = 0; k < list->numbers.count; k++) {
        const struct candidate *title = &d->candidates.items[list->numbers.items[k]];
        if (title->same_as != number || !title->office) continue;
        for (size_t j = 0; j < f->offices.count; j++)
            if (slice_equal(f->offices.items[j].head, title->office->head)) return true;
    }
    return false;
}

// Whether the person is introduced as somebody's relative: "his wife, Sana Belloc".
static bool is_introduced_as_kin(const struct discourse *d, int32_t cluster) {
    const struct cluster *f = &d->clusters.items[cluster];
    uint32_t row;
    for (size_t i = 0; i < f->offices.count; i++)
        if (wordbook_rows(d->wordbook, LEXEME_KIN, f->offices.items[i].head, &row, 1)) return true;
    for (size_t i = 0; i < d->candidates.count;
         i++) { // not joined to it yet: in the sentence that names it first
        const struct candidate *title = &d->candidates.items[i];
        if (title->same_as < 0 || d->candidates.items[title->same_as].mention.entity != cluster) continue;
        if (title->head.length && wordbook_rows(d->wordbook, LEXEME_KIN, title->head, &row, 1)) return true;
    }
    return false;
}

// The person whom a surname or first name alone means: spoken of last before it, else first after it.
static int32_t find_by_part(const struct discourse *d, uint32_t at) {
    const struct candidate *candidate = &d->candidates.items[d->order[at]];
    int32_t found = -1;
    int best_rank = 0;
    bool is_ambiguous = false;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t steps = 1; steps < LOOK_BACK; steps++) {
            if (pass == 0 ? steps > at : at + steps >= d->candidates.count) break;
            const struct candidate *other =
                &d->candidates.items[d->order[pass == 0 ? at - steps : at + steps]];
            if (other->mention.entity < 0 || other->mention.kind != MENTION_NAME ||
                other->kind != ENTITY_PERSON)
                continue;
            if (other->mention.entity == found) continue;
            const struct cluster *f = &d->clusters.items[other->mention.entity];
            int rank = (int)person_match(&candidate->person, &f->person);
            if (candidate->gender && f->gender && candidate->gender != f->gender) rank = 0;
            if (rank <= best_rank) {
                is_ambiguous |= rank > 0 && rank == best_rank;
                continue;
            }
            best_rank = rank, found = other->mention.entity, is_ambiguous = false;
        }
        if (found >= 0) break;
    }
    if (!is_ambiguous) return found;
    int32_t link = number_map_find(
        &d->by_part, hash_bytes(last_word(candidate->person.parts[candidate->person.count - 1]), 0));
    for (unsigned steps = 0; link >= 0 && steps < LINK_LIMIT;
         steps++, link = d->name_links.items[link].next) { // a title tells which
        int32_t cluster = d->name_links.items[link].cluster;
        if ((int)person_match(&candidate->person, &d->clusters.items[cluster].person) == best_rank &&
            has_office_head(d, cluster, candidate))
            return cluster;
    }
    // Of a family the one whom nobody introduced as a relative goes by the surname alone
    if (candidate->gender || !is_introduced_as_kin(d, found)) return found;
    link = number_map_find(&d->by_part,
                           hash_bytes(last_word(candidate->person.parts[candidate->person.count - 1]), 0));
    for (unsigned steps = 0; link >= 0 && steps < LINK_LIMIT;
         steps++, link = d->name_links.items[link].next) {
        int32_t cluster = d->name_links.items[link].cluster;
        if ((int)person_match(&candidate->person, &d->clusters.items[cluster].person) == best_rank &&
            !is_introduced_as_kin(d, cluster))
            return cluster;
    }
    return found;
}

static bool is_spoken_of(const struct discourse *d, struct slice iso3) {
    uint32_t row = wordbook_country_row(d->wordbook, iso3);
    return row != NO_ROW && row < d->country_count && d->country_clusters[row] >= 0;
}

// A surname that no full name of the document explains: a person in office on the day, if only one bears it.
static uint32_t person_in_office(const struct discourse *d, struct slice surname) {
    uint32_t rows[16], found = NO_ROW;
    size_t count = wordbook_rows(d->wordbook, LEXEME_SURNAME, surname, rows, 16);
    for (size_t i = 0; i < count; i++) {
        if (!in_office_on(d, rows[i]) ||
            !is_spoken_of(d, WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, rows[i], PEOPLE, COUNTRY)))
            continue;
        if (found != NO_ROW && !slice_equal(WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, found, PEOPLE, ID),
                                            WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, rows[i], PEOPLE, ID)))
            return NO_ROW;
        found = rows[i];
    }
    return found;
}

// "the Strip" after "Gaza Strip"
static int32_t find_place_by_tail(const struct discourse *d, const struct candidate *candidate) {
    if (candidate->source != LEXEME_NONE ||
        !(wordbook_reference(d->wordbook, candidate->key) & REFERENCE_PLACE_NOUN))
        return -1;
    for (size_t i = 0; i < d->clusters.count && i < FIGURE_SCAN; i++)
        if (d->clusters.items[i].kind == ENTITY_PLACE &&
            ends_with_word(d->clusters.items[i].key, candidate->key))
            return (int32_t)i;
    return -1;
}

static void resolve_name(struct discourse *d, struct candidate *candidate) {
    if (candidate->source == LEXEME_COUNTRY || candidate->source == LEXEME_ADJECTIVE ||
        (candidate->source == LEXEME_INHABITANT && candidate->mention.kind == MENTION_ADJECTIVE)) {
        struct slice iso3 =
            candidate->country.length ? candidate->country : country_of_row(d, candidate->row);
        candidate->mention.entity = cluster_for_country(d, iso3);
        return;
    }
    if (candidate->source == LEXEME_CAPITAL && is_metonym(d, candidate)) {
        candidate->mention.entity = cluster_for_country(d, country_of_row(d, candidate->row));
        return;
    }
    int32_t found = -1;
    if (candidate->kind == ENTITY_PERSON) {
        found = find_person(d, candidate);
    } else {
        if (candidate->source != LEXEME_NONE) found = find_source(d, candidate);
        if (found < 0) found = find_key(d, candidate);
        if (found < 0 && candidate->kind != ENTITY_PLACE) found = find_body(d, candidate);
    }
    if (found < 0 && candidate->kind == ENTITY_PLACE) found = find_place_by_tail(d, candidate);
    if (found >= 0)
        join(d, candidate, found);
    else
        start(d, candidate);
}

// Parties and firms of a country that the text does not speak of are not meant by three letters that others
// share.
static void doubt_acronyms(struct discourse *d) {
    struct number_map countries = { .arena = d->arena };
    for (size_t i = 0; i < d->candidates.count; i++) {
        const struct candidate *candidate = &d->candidates.items[i];
        if (candidate->source == LEXEME_COUNTRY || candidate->source == LEXEME_CAPITAL ||
            candidate->source == LEXEME_ADJECTIVE || candidate->source == LEXEME_INHABITANT)
            number_map_put(&countries, hash_bytes(country_of_row(d, candidate->row), 0), 1);
        else if (candidate->source == LEXEME_PLACE)
            number_map_put(
                &countries,
                hash_bytes(WORDBOOK_CELL(d->wordbook, LEXEME_PLACE, candidate->row, PLACES, COUNTRY), 0), 1);
    }
    for (size_t i = 0; i < d->candidates.count; i++) {
        struct candidate *candidate = &d->candidates.items[i];
        if (candidate->source != LEXEME_ACTOR || candidate->key.length > 4 ||
            !utf8_is_all_upper(candidate->name))
            continue;
        struct slice country = WORDBOOK_CELL(d->wordbook, LEXEME_ACTOR, candidate->row, ACTORS, COUNTRY);
        struct slice sectors = WORDBOOK_CELL(d->wordbook, LEXEME_ACTOR, candidate->row, ACTORS, SECTORS);
        if (!sectors_share(sectors, SLICE("PTY BUS OPP NGO")) || country.length == 0 ||
            number_map_find(&countries, hash_bytes(country, 0)) == 1)
            continue;
        candidate->source = LEXEME_NONE;
        candidate->row = NO_ROW;
    }
}

static bool is_full_name(const struct candidate *candidate) {
    return candidate->kind != ENTITY_PERSON || candidate->person.count > 1 ||
           candidate->source == LEXEME_PERSON;
}

static void resolve_brackets(struct discourse *d) {
    unsigned moved = 0;
    for (uint32_t i = 0; i < d->candidates.count; i++) {
        struct candidate *candidate = &d->candidates.items[i];
        if (candidate->head.length || candidate->same_as < 0) continue;
        int32_t other = d->candidates.items[candidate->same_as].mention.entity;
        if (other < 0) continue;
        if (candidate->mention.entity >= 0 &&
            candidate->mention.entity != other) { // the acronym stood alone before: all of it moves
            int32_t old = candidate->mention.entity;
            const struct cluster *f = &d->clusters.items[old];
            if (f->source == LEXEME_COUNTRY || ++moved > 100) continue;
            for (uint32_t k = 0; k < d->candidates.count; k++)
                if (d->candidates.items[k].mention.entity == old)
                    d->candidates.items[k].mention.entity = other;
        }
        candidate->mention.entity = other;
    }
}

static struct slice sector_of_title(const struct discourse *d, struct slice key) {
    uint32_t row;
    if (!wordbook_rows(d->wordbook, LEXEME_OFFICE, key, &row, 1)) return SLICE("");
    return WORDBOOK_CELL(d->wordbook, LEXEME_OFFICE, row, OFFICES, SECTOR);
}

// One office that a known person holds; when the text gives it, too, only its dates are new.
static void give_known_office(struct discourse *d, struct cluster *f, uint32_t row) {
    struct slice title = WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, row, PEOPLE, OFFICE);
    struct slice of = WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, row, PEOPLE, OF);
    size_t same = 0;
    while (same < f->offices.count && !slice_equal_ascii_fold(f->offices.items[same].title, title)) same++;
    bool is_new = same == f->offices.count;
    struct office *office = is_new ? vector_push(d->arena, &f->offices) : &f->offices.items[same];
    office->from = WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, row, PEOPLE, FROM);
    office->to = WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, row, PEOPLE, TO);
    if (is_new) {
        office->title = title;
        office->key = utf8_fold_name(title, d->arena);
        office->of = -1;
    }
    if (office->country.length == 0)
        office->country = WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, row, PEOPLE, COUNTRY);
    uint32_t body = of.length ? wordbook_actor_row(d->wordbook, of) : NO_ROW;
    if (body != NO_ROW) { // the row's country is where the holder comes from
        f->sectors = WORDBOOK_CELL(d->wordbook, LEXEME_ACTOR, body, ACTORS, SECTORS);
        f->country = office->country = WORDBOOK_CELL(d->wordbook, LEXEME_ACTOR, body, ACTORS, COUNTRY);
    } else if (of.length == 0) {
        if (f->country.length == 0) f->country = office->country;
        if (f->sectors.length == 0) f->sectors = sector_of_title(d, office->key);
    }
    if (!is_new) return;
    struct slice rest = office->key, next = rest;
    for (struct slice word;
         slice_next(&rest, SLICE(" "), &word);) { // the head: the last word before "of", "to"
        if (wordbook_reference(d->wordbook, word) &
            (REFERENCE_BELONGING | REFERENCE_LOCATIVE | REFERENCE_NAME_LINK))
            break;
        next = word;
    }
    office->head = next;
}

// Offices that known persons hold on the day, so that "the president" finds them when the text gives no
// title.
static void give_known_offices(struct discourse *d) {
    for (size_t i = 0; i < d->clusters.count; i++) {
        struct cluster *f = &d->clusters.items[i];
        if (f->source != LEXEME_PERSON) continue;
        struct slice id = WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, f->row, PEOPLE, ID);
        struct slice names = WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, f->row, PEOPLE, NAMES), name = names;
        slice_next(&names, SLICE(" | "), &name);
        struct slice gender = WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, f->row, PEOPLE, GENDER);
        if (!f->gender && gender.length) f->gender = gender.start[0];
        if (d->published.length < 10) continue;
        uint32_t rows[24];
        size_t count = wordbook_rows(d->wordbook, LEXEME_PERSON, utf8_fold_name(name, d->arena), rows, 24);
        for (size_t k = 0; k < count; k++)
            if (slice_equal(WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, rows[k], PEOPLE, ID), id) &&
                in_office_on(d, rows[k]) &&
                WORDBOOK_CELL(d->wordbook, LEXEME_PERSON, rows[k], PEOPLE, OFFICE).length)
                give_known_office(d, f, rows[k]);
    }
}

void coreference_names(struct discourse *d) {
    doubt_acronyms(d);
    d->by_source.arena = d->by_key.arena = d->by_part.arena = d->arena;
    d->country_count = wordbook_country_count(d->wordbook);
    d->country_clusters = ARENA_ARRAY(d->arena, int32_t, d->country_count + 1);
    for (size_t i = 0; i < d->country_count; i++) d->country_clusters[i] = -1;
    for (uint32_t i = 0; i < d->candidates.count; i++) {
        struct candidate *candidate = &d->candidates.items[d->order[i]];
        if (candidate->head.length == 0 && is_full_name(candidate)) resolve_name(d, candidate);
    }
    resolve_brackets(d);
    offices_settle(d);
    for (uint32_t i = 0; i < d->candidates.count; i++) {
        struct candidate *candidate = &d->candidates.items[d->order[i]];
        if (candidate->head.length || candidate->mention.entity >= 0) continue;
        int32_t found = find_by_part(d, i);
        if (found < 0 && candidate->kind == ENTITY_PERSON && candidate->person.count == 1) {
            uint32_t row = person_in_office(d, candidate->person.parts[0]);
            if (row != NO_ROW) candidate->source = LEXEME_PERSON, candidate->row = row;
            if (row != NO_ROW) found = find_person(d, candidate);
        }
        if (found >= 0)
            join(d, candidate, found);
        else
            start(d, candidate);
    }
    give_known_offices(d);
}
