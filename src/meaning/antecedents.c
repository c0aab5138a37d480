// antecedents.c - noun phrases become mentions of clusters, or clusters of their own.
//
// An attribute is what it describes. A definite phrase points back: to the person of that office and country,
// to the body whose name ends in its noun, to the last body of its kind, to the country that the text is
// about. A phrase that brings something new starts a cluster; the same plural ("protesters") stays one
// cluster throughout.
#include "base/utf8.h"
#include "meaning/discourse.h"

#define FOLLOW_LIMIT 8
#define PERSON_REACH 12u // sentences that "the minister" looks back
#define BODY_REACH 6u    // sentences that "the group" looks back
#define CANDIDATES 400u  // clusters looked at
#define MEMBER_REACH 4u  // sentences that "the energy ministers" looks back

static bool is_body(enum entity_kind kind) {
    return kind == ENTITY_GOVERNMENT || kind == ENTITY_ARMED_GROUP || kind == ENTITY_ORGANIZATION ||
           kind == ENTITY_MEDIA;
}

static void touch(struct discourse *d, const struct candidate *candidate) {
    if (candidate->mention.entity < 0) return;
    struct cluster *f = &d->clusters.items[candidate->mention.entity];
    f->last_sentence = candidate->mention.sentence;
    f->last_token = candidate->mention.head;
    f->mention_count++;
    if (!candidate->is_locative) f->acting_count++;
    if (candidate->mention.kind == MENTION_NAME || (candidate->head.length && f->is_named) ||
        (candidate->mention.kind == MENTION_ADJECTIVE && candidate->source != LEXEME_ADJECTIVE))
        f->name_count++;
}

static void give_office(struct discourse *d, int32_t cluster, const struct candidate *candidate) {
    if (!candidate->office || cluster < 0) return;
    struct cluster *f = &d->clusters.items[cluster];
    if (f->kind != ENTITY_PERSON && f->kind != ENTITY_PEOPLE) return;
    const struct office *office = candidate->office;
    for (size_t i = 0; i < f->offices.count; i++) {
        struct office *known = &f->offices.items[i];
        if (!slice_equal_ascii_fold(known->title, office->title)) continue;
        if (known->country.length == 0) known->country = office->country;
        if (known->of < 0) known->of = office->of;
        return;
    }
    *vector_push(d->arena, &f->offices) = *office;
    if (f->sectors.length == 0) f->sectors = candidate->sectors;
    if (!f->gender) f->gender = candidate->gender;
    if (f->country.length == 0) f->country = office->country;
}

// The cluster of what a candidate belongs to; the country's when it says one.
static int32_t owner_of(struct discourse *d, const struct candidate *candidate) {
    if (candidate->of >= 0 && d->candidates.items[candidate->of].mention.entity >= 0)
        return d->candidates.items[candidate->of].mention.entity;
    return cluster_for_country(d, candidate->country);
}

static bool has_owner(const struct discourse *d, const struct cluster *f, int32_t owner) {
    if (f->represents == owner) return true;
    const struct cluster *o = &d->clusters.items[owner];
    return o->source == LEXEME_COUNTRY && slice_equal(f->country, o->country);
}

// "minister" and "foreign minister" may be one office, "prime minister" and "foreign minister" are not.
static bool share_office(struct slice a, struct slice b) {
    bool a_single = slice_find(a, SLICE(" "), 0) == SIZE_MAX,
         b_single = slice_find(b, SLICE(" "), 0) == SIZE_MAX;
    if (a_single || b_single) return true;
    unsigned shared = 0;
    for (struct slice x; slice_next(&a, SLICE(" "), &x);) {
        struct slice rest = b;
        for (struct slice y; x.length > 3 && slice_next(&rest, SLICE(" "), &y);) shared += slice_equal(x, y);
    }
    return shared > 1;
}

// How well an office phrase fits a person: 3 the same office, 2 a general noun, 1 nothing known, 0 not.
static int office_fit(const struct cluster *f, const struct candidate *candidate) {
    if (!candidate->office) return 0;
    bool is_general =
             (candidate->reference & REFERENCE_PERSON_NOUN) && slice_equal(candidate->key, candidate->head),
         has_real = false, has_current = false;
    for (size_t i = 0; i < f->offices.count; i++) {
        const struct office *known = &f->offices.items[i];
        if (known->is_over && !candidate->office->is_over) continue;
        has_current = true;
        if (slice_equal(known->head, candidate->office->head) && share_office(known->key, candidate->key))
            return 3;
        has_real |= !known->is_plain;
    }
    if (is_general && ((f->offices.count && !has_current) || !f->is_named)) return 0;
    if (is_general)
        return f->offices.count && (f->sectors.length == 0 || sectors_share(f->sectors, candidate->sectors))
                   ? 2
               : has_real ? 0
                          : 1;
    return candidate->office->is_plain && !has_real && f->offices.count == 0 ? 1 : 0;
}

// "the accused", "the attacker": the one person named before who holds no office, when there is only one.
static int32_t find_plain_person(const struct discourse *d, const struct candidate *candidate) {
    int32_t found = -1;
    if (!candidate->office || !candidate->office->is_plain || !candidate->is_definite || candidate->of >= 0 ||
        candidate->country.length)
        return -1;
    if (!(candidate->reference & REFERENCE_PERSON_NOUN) || candidate->is_possessed) return -1;
    for (size_t i = 0; i < d->clusters.count && i < CANDIDATES; i++) {
        const struct cluster *f = &d->clusters.items[i];
        if (f->kind != ENTITY_PERSON || f->is_plural || !f->is_named || f->mention_count == 0 ||
            f->represents >= 0)
            continue;
        if (candidate->gender && f->gender && candidate->gender != f->gender) continue;
        bool has_office = false;
        for (size_t k = 0; k < f->offices.count; k++) has_office |= !f->offices.items[k].is_plain;
        if (has_office) continue;
        if (found >= 0) return -1;
        found = (int32_t)i;
    }
    return found;
}

static int32_t find_person_of(struct discourse *d, const struct candidate *candidate) {
    int32_t owner = owner_of(d, candidate), best = -1;
    double best_score = 0;
    for (size_t i = 0; i < d->clusters.count && i < CANDIDATES; i++) {
        const struct cluster *f = &d->clusters.items[i];
        if (f->kind != ENTITY_PERSON || f->is_plural || (f->mention_count == 0 && !candidate->is_title))
            continue;
        if (candidate->gender && f->gender && candidate->gender != f->gender) continue;
        int fit = office_fit(f, candidate);
        bool same_owner = owner >= 0 && has_owner(d, f, owner);
        if (owner >= 0 && !same_owner && (f->represents >= 0 || f->country.length)) continue;
        if (fit == 0 || (fit == 1 && !same_owner)) continue;
        uint32_t far = candidate->mention.sentence - f->last_sentence;
        if (far > PERSON_REACH && fit < 3) continue;
        double score =
            fit * 10 + (same_owner ? 12 : 0) + 6.0 / (1 + far) + (f->last_token / 4096.0) / (1 + far);
        score += 8.0 - 8.0 / (1 + f->mention_count);
        if (score > best_score) best_score = score, best = (int32_t)i;
    }
    return best;
}

// "the commission" for a name that ends in the word, or that has it before "of".
static bool name_has_head(const struct cluster *f, struct slice head) {
    struct slice key = f->key;
    size_t at = slice_find(key, head, 0);
    if (!f->is_named || at == SIZE_MAX || head.length < 3) return false;
    bool starts = at == 0 || key.start[at - 1] == ' ';
    size_t end = at + head.length;
    return starts && (end == key.length || key.start[end] == ' ');
}

static int32_t find_body_of(struct discourse *d, const struct candidate *candidate) {
    int32_t owner = candidate->country.length || candidate->of >= 0 ? owner_of(d, candidate) : -1, best = -1;
    double best_score = 0;
    for (size_t i = 0; i < d->clusters.count && i < CANDIDATES; i++) {
        const struct cluster *f = &d->clusters.items[i];
        if (f->mention_count == 0 || f->kind == ENTITY_PERSON || f->source == LEXEME_COUNTRY) continue;
        uint32_t far = candidate->mention.sentence - f->last_sentence;
        double score = 0;
        if (f->head.length && slice_equal(f->key, candidate->key)) { // the same phrase before
            bool same = owner < 0
                            ? !(candidate->is_indefinite && (candidate->reference & REFERENCE_COUNTRY_NOUN))
                            : has_owner(d, f, owner);
            score = same ? 30 : 0;
        } else if (f->is_named && name_has_head(f, candidate->head) && !candidate->is_plural) {
            score = owner < 0 || f->country.length == 0 || has_owner(d, f, owner) ? 25 : 0;
        } else if (f->is_named && candidate->is_definite && owner < 0 && is_body(f->kind) &&
                   far <= BODY_REACH && !candidate->is_plural) {
            bool general = (candidate->reference & REFERENCE_BODY_NOUN) != 0;
            bool same_kind = f->kind == candidate->kind && sectors_share(f->sectors, candidate->sectors);
            if (general && f->kind != ENTITY_GOVERNMENT && f->kind != ENTITY_MEDIA)
                score = same_kind ? 14 : 10;
            if (score > 0 && candidate->sectors.length == 0 && f->kind == candidate->kind)
                score = 20; // "the group": of its kind
            else if (same_kind && f->kind != ENTITY_GOVERNMENT)
                score = 12;
            if (candidate->is_modifier) score = 0;
        }
        if (score <= 0) continue;
        score += 8.0 / (1 + far) + (f->last_token / 4096.0) / (1 + far);
        if (score > best_score) best_score = score, best = (int32_t)i;
    }
    return best;
}

static int32_t find_group(struct discourse *d, const struct candidate *candidate) {
    int32_t owner = candidate->country.length || candidate->of >= 0 ? owner_of(d, candidate) : -1, best = -1;
    for (size_t i = 0; i < d->clusters.count && i < CANDIDATES; i++) {
        const struct cluster *f = &d->clusters.items[i];
        if (f->head.length == 0 || !slice_equal(f->key, candidate->key) ||
            f->is_plural != candidate->is_plural)
            continue;
        bool same_country = owner < 0 || has_owner(d, f, owner);
        if (!same_country && f->country.length) continue;
        best = (int32_t)i;
    }
    return best;
}

static bool is_state(const struct candidate *candidate) {
    return (candidate->reference & REFERENCE_STATE) && candidate->kind == ENTITY_GOVERNMENT;
}

// "his government": of the person or country named last before it, in its sentence or the one before.
static int32_t state_of_possessor(struct discourse *d, const struct candidate *candidate) {
    const struct mention *m = &candidate->mention;
    int32_t found = -1;
    for (uint32_t back = 0; back <= 1 && back <= m->sentence && found < 0; back++) {
        const struct candidate_list *list = &d->in_sentence[m->sentence - back];
        uint32_t best = 0;
        for (size_t k = 0; k < list->numbers.count; k++) {
            const struct candidate *other = &d->candidates.items[list->numbers.items[k]];
            if (other->mention.entity < 0 || (back == 0 && other->mention.first >= m->first) ||
                other->mention.first < best)
                continue;
            const struct cluster *f = &d->clusters.items[other->mention.entity];
            if (other->mention.kind == MENTION_ADJECTIVE || other->is_locative) continue;
            int32_t state = f->source == LEXEME_COUNTRY ? other->mention.entity
                            : f->kind == ENTITY_PERSON  ? f->represents
                                                        : -1;
            if (state < 0) continue;
            best = other->mention.first;
            found = state;
        }
    }
    return found;
}

// "the government", "the country", "her government", "Israeli authorities": the state itself.
static int32_t find_state(struct discourse *d, const struct candidate *candidate) {
    const struct mention *m = &candidate->mention;
    if (candidate->is_plural && !(d->words[m->sentence][m->head].reference & REFERENCE_STATE))
        return -1; // "both countries"
    if (candidate->is_possessed && candidate->of < 0) return state_of_possessor(d, candidate);
    if (candidate->country.length) return cluster_for_country(d, candidate->country);
    if (candidate->of >= 0) {
        int32_t owner = d->candidates.items[candidate->of].mention.entity;
        if (owner < 0) return -1;
        const struct cluster *f = &d->clusters.items[owner];
        if (f->kind == ENTITY_PERSON && f->represents >= 0) return f->represents;
        return cluster_for_country(d, f->country);
    }
    if (candidate->is_indefinite || !(candidate->reference & REFERENCE_OWN_STATE)) return -1;
    return cluster_prominent_country(d, candidate->mention.sentence);
}

// "its troops", "his staffers": the last subject before them in the sentence, a body, country or person.
static int32_t possessor_of(const struct discourse *d, const struct candidate *candidate) {
    const struct candidate_list *list = &d->in_sentence[candidate->mention.sentence];
    int32_t found = -1;
    uint32_t at = 0;
    for (size_t k = 0; k < list->numbers.count; k++) {
        const struct candidate *other = &d->candidates.items[list->numbers.items[k]];
        if (other->mention.entity < 0 || other->mention.first >= candidate->mention.first ||
            other->mention.first < at)
            continue;
        if (!discourse_is_acting(d, candidate->mention.sentence, other->mention.head) ||
            other->mention.kind == MENTION_ADJECTIVE)
            continue;
        const struct cluster *f = &d->clusters.items[other->mention.entity];
        if (!is_body(f->kind) && f->kind != ENTITY_PERSON) continue;
        found = other->mention.entity;
        at = other->mention.first;
    }
    return found;
}

static int32_t begin(struct discourse *d, struct candidate *candidate) {
    struct cluster *f = vector_push(d->arena, &d->clusters);
    int32_t number = (int32_t)d->clusters.count - 1;
    *f = (struct cluster){ .kind = candidate->kind,
                           .row = NO_ROW,
                           .key = candidate->key,
                           .head = candidate->head,
                           .country = candidate->country,
                           .sectors = candidate->sectors,
                           .represents = -1,
                           .is_plural = candidate->is_plural,
                           .gender = candidate->gender,
                           .first_candidate = (int32_t)(candidate - d->candidates.items) };
    const struct mention *m = &candidate->mention;
    const struct sentence *s = discourse_sentence(d, m->sentence);
    uint32_t first = m->first;
    while (first < candidate->phrase_first && first < m->head &&
           (s->tokens[first].upos == UPOS_DET || s->tokens[first].upos == UPOS_NUM ||
            s->tokens[first].upos == UPOS_ADV || s->tokens[first].upos == UPOS_PRON ||
            s->tokens[first].upos == UPOS_PUNCT ||
            (d->words[m->sentence][first].reference & (REFERENCE_INDEFINITE | REFERENCE_DEFINITE))))
        first++;
    f->name = discourse_text(d, m->sentence, first, m->end);
    if (candidate->longer.length &&
        candidate->source == LEXEME_NONE) { // "ambassador to Greece" without its article
        size_t cut = (size_t)(s->tokens[first].span.start - m->span.start);
        f->name = slice_part(candidate->longer, cut, candidate->longer.length);
    }
    if (candidate->source == LEXEME_INHABITANT) f->name = candidate->name;
    const struct token *head = &s->tokens[m->head];
    f->is_named = head->upos == UPOS_PROPN && !head->sentence_case && !s->is_title &&
                  d->words[m->sentence][m->head].is_capital && is_body(candidate->kind) &&
                  !candidate->is_plural; // "the Senate"
    candidate->mention.entity = number;
    int32_t owner = -1;
    if (candidate->of >= 0) owner = d->candidates.items[candidate->of].mention.entity;
    bool acts_for = is_body(candidate->kind) || candidate->kind == ENTITY_PEOPLE;
    if (owner < 0 && candidate->is_possessed && candidate->of < 0 && acts_for &&
        (candidate->is_plural || is_body(candidate->kind)))
        owner = possessor_of(d, candidate); // "its troops"
    if (owner < 0) owner = cluster_for_country(d, candidate->country);
    if (owner < 0 && candidate->kind == ENTITY_GOVERNMENT && !candidate->is_indefinite)
        owner = cluster_near_country(d, m->sentence);
    f = &d->clusters.items[number]; // clusters may have moved
    if (owner >= 0 && f->country.length == 0) f->country = d->clusters.items[owner].country;
    if (owner >= 0 && (is_body(f->kind) || candidate->office) && owner != number) f->represents = owner;
    return number;
}

// The cluster of an attribute is what it describes, found by way of other attributes.
static int32_t follow(const struct discourse *d, const struct candidate *candidate) {
    for (int steps = 0; steps < FOLLOW_LIMIT && candidate->same_as >= 0; steps++) {
        candidate = &d->candidates.items[candidate->same_as];
        if (candidate->mention.entity >= 0) return candidate->mention.entity;
    }
    return -1;
}

static bool may_point_back(const struct candidate *candidate) {
    return candidate->is_definite || candidate->is_title ||
           (!candidate->is_indefinite && candidate->kind != ENTITY_PERSON) ||
           (candidate->kind == ENTITY_PERSON && (candidate->country.length || candidate->of >= 0) &&
            !candidate->is_indefinite);
}

// "the town of X", "the X region": that place. "the strip": one whose name ends so. "the capital": the one
// spoken of.
static int32_t find_place_of(const struct discourse *d, const struct candidate *candidate) {
    if (candidate->is_plural) return -1;
    if (candidate->of >= 0) {
        const struct candidate *of = &d->candidates.items[candidate->of];
        bool is_near = of->mention.sentence == candidate->mention.sentence &&
                       of->mention.first <= candidate->mention.end + 2;
        bool is_place = of->kind == ENTITY_PLACE && is_near && of->mention.end + 3 > candidate->mention.first;
        if (is_place && !(candidate->reference & REFERENCE_CAPITAL_NOUN) && !candidate->is_possessed)
            return of->mention.entity;
        if (!(candidate->reference & REFERENCE_CAPITAL_NOUN)) return -1;
    }
    if (!candidate->is_definite) return -1;
    bool capital = (candidate->reference & REFERENCE_CAPITAL_NOUN) != 0;
    int32_t best = -1;
    for (size_t i = 0; i < d->clusters.count && i < CANDIDATES; i++) {
        const struct cluster *f = &d->clusters.items[i];
        if (f->kind != ENTITY_PLACE || f->mention_count == 0) continue;
        if (capital ? f->source != LEXEME_CAPITAL : !name_has_head(f, candidate->head)) continue;
        if (candidate->country.length && f->country.length && !slice_equal(f->country, candidate->country))
            continue;
        const struct cluster *held = best < 0 ? NULL : &d->clusters.items[best];
        if (!held || f->last_sentence > held->last_sentence ||
            (f->last_sentence == held->last_sentence && f->last_token > held->last_token))
            best = (int32_t)i;
    }
    return best;
}

static int32_t find_antecedent(struct discourse *d, const struct candidate *candidate) {
    if (candidate->kind == ENTITY_PLACE) return find_place_of(d, candidate);
    if (is_state(candidate)) {
        int32_t state = find_state(d, candidate);
        if (state >= 0) return state;
    }
    if (candidate->kind == ENTITY_PERSON && candidate->office) {
        int32_t person = may_point_back(candidate) ? find_person_of(d, candidate) : -1;
        return person >= 0 ? person : find_plain_person(d, candidate);
    }
    if (candidate->kind == ENTITY_PEOPLE || (candidate->is_plural && candidate->office))
        return find_group(d, candidate);
    if (candidate->kind == ENTITY_ARMED_GROUP && candidate->is_plural && !candidate->is_definite)
        return find_group(d, candidate);
    if (is_body(candidate->kind)) return find_body_of(d, candidate);
    return -1;
}

// "an attack on the bus", "a curfew on four villages"
static bool has_target_mark(const struct discourse *d, const struct candidate *candidate) {
    const struct token *t = candidate_token(d, candidate);
    if (t->deprel != DEPREL_OBL && t->deprel != DEPREL_NMOD) return false;
    int32_t mark = token_child_with(discourse_sentence(d, candidate->mention.sentence),
                                    (int32_t)candidate->mention.head, DEPREL_CASE);
    return mark >= 0 && (d->words[candidate->mention.sentence][mark].reference & REFERENCE_TARGET);
}

// A bare singular is no actor unless it is a body that acts ("police said"): "to court", "bring to justice".
// A new body of no country must act, too: buildings and businesses pass by in every report.
// "army spokesman says", "Talks have failed: official": headlines leave the article out where a person acts
// or stands alone.
static bool is_bare_person(const struct discourse *d, const struct candidate *candidate) {
    const struct mention *m = &candidate->mention;
    const struct sentence *s = discourse_sentence(d, m->sentence);
    const struct token *t = candidate_token(d, candidate);
    bool is_alone =
        m->end == s->count && (m->first == 0 || slice_equal(s->tokens[m->first - 1].form, SLICE(":")));
    return t->deprel == DEPREL_NSUBJ || t->deprel == DEPREL_NSUBJ_PASS || is_alone ||
           (m->end < s->count && s->tokens[m->end].upos == UPOS_VERB && t->deprel == DEPREL_COMPOUND);
}

static bool is_new_actor(const struct discourse *d, const struct candidate *candidate) {
    if (candidate->is_plural || candidate->country.length || candidate->of >= 0 || candidate->is_possessed)
        return true;
    const struct mention *m = &candidate->mention;
    const struct token *t = candidate_token(d, candidate);
    bool is_acting = discourse_is_acting(d, m->sentence, m->head);
    bool is_reached = !candidate->is_locative &&
                      (t->deprel == DEPREL_OBL || t->deprel == DEPREL_NMOD || t->deprel == DEPREL_OBJ ||
                       t->deprel == DEPREL_IOBJ || t->deprel == DEPREL_CONJ);
    bool has_determiner = candidate->is_definite || candidate->is_indefinite || candidate->is_title;
    if (!is_body(candidate->kind)) return has_determiner || is_bare_person(d, candidate);
    if (candidate->kind == ENTITY_GOVERNMENT)
        return candidate->is_definite
                   ? is_acting || is_reached
                   : is_acting || (is_reached && !candidate->is_indefinite && t->deprel != DEPREL_NMOD);
    return (has_determiner || candidate->phrase_first < m->head) &&
           (is_acting || t->deprel == DEPREL_OBJ || has_target_mark(d, candidate));
}

// "attacked the outpost", "a curfew on four villages": a place that something is done to is a party.
static bool is_target(const struct discourse *d, const struct candidate *candidate) {
    const struct sentence *s = discourse_sentence(d, candidate->mention.sentence);
    const struct token *t = candidate_token(d, candidate);
    const bool is_owned =
        candidate->of >= 0 && d->candidates.items[candidate->of].mention.kind != MENTION_ADJECTIVE;
    if (is_owned || candidate->is_possessed || candidate->is_modifier) return false;
    if (has_target_mark(d, candidate)) return true;
    if (candidate->is_locative) return false;
    if (t->deprel == DEPREL_OBJ || t->deprel == DEPREL_NSUBJ_PASS) return true;
    if (t->deprel != DEPREL_OBL && t->deprel != DEPREL_NMOD) return false;
    int32_t mark = token_child_with(s, (int32_t)candidate->mention.head, DEPREL_CASE);
    return mark >= 0 && !(d->words[candidate->mention.sentence][mark].reference &
                          (REFERENCE_BELONGING | REFERENCE_LOCATIVE | REFERENCE_NAME_LINK));
}

// Nouns that are no actors where they stand: parts of compounds, predicates, what is denied or compared.
static bool may_begin(const struct discourse *d, const struct candidate *candidate) {
    const struct token *t = candidate_token(d, candidate);
    if (candidate->is_attribute) return false;
    if (candidate->kind == ENTITY_ARMED_GROUP && candidate->sectors.length == 0)
        return false; // "the group" only points back
    if (candidate->kind == ENTITY_PLACE) return is_target(d, candidate);
    if ((candidate->reference & REFERENCE_STATE) && candidate->kind == ENTITY_GOVERNMENT &&
        (candidate->reference & REFERENCE_COUNTRY_NOUN))
        return candidate->is_plural;
    if (candidate->is_modifier) return is_body(candidate->kind) && !candidate->is_plural;
    if (candidate->reference & REFERENCE_COLLECTIVE && !is_body(candidate->kind)) return false;
    if (!is_new_actor(d, candidate)) return false;
    if (t->deprel == DEPREL_OBL_TMOD || t->deprel == DEPREL_OBL_NPMOD || t->deprel == DEPREL_VOCATIVE)
        return false;
    return true;
}

static bool is_pair(const struct discourse *d, const struct candidate *candidate) {
    for (uint32_t i = candidate->mention.first; i < candidate->mention.head; i++)
        if (d->words[candidate->mention.sentence][i].reference & REFERENCE_PAIR) return candidate->is_plural;
    return false;
}

// Keeps the latest `limit` of what is offered, the latest first.
static void offer_member(const struct discourse *d, struct cluster *group, int32_t candidate,
                         unsigned limit) {
    for (unsigned k = 0; k < limit && candidate >= 0; k++) {
        if (k == group->member_count) {
            group->members[group->member_count++] = candidate;
            return;
        }
        const struct cluster *held = &d->clusters.items[group->members[k]],
                             *offered = &d->clusters.items[candidate];
        bool is_earlier =
            held->last_sentence > offered->last_sentence ||
            (held->last_sentence == offered->last_sentence && held->last_token > offered->last_token);
        if (is_earlier) continue;
        int32_t displaced = group->members[k];
        group->members[k] = candidate;
        candidate = displaced;
    }
}

// "the two ministers", "both countries": the last two that the noun fits. "the energy ministers": all of that
// office.
static void find_members(struct discourse *d, int32_t number, bool is_pair) {
    const struct candidate *candidate = &d->candidates.items[d->clusters.items[number].first_candidate];
    bool countries = (candidate->reference & REFERENCE_COUNTRY_NOUN) != 0;
    struct cluster group = { 0 };
    for (size_t i = 0; i < d->clusters.count && i < CANDIDATES; i++) {
        const struct cluster *f = &d->clusters.items[i];
        uint32_t reach = is_pair ? PERSON_REACH : MEMBER_REACH;
        if (f->mention_count == 0 || f->is_plural || f->last_sentence + reach < candidate->mention.sentence)
            continue;
        bool is_alike = is_pair
                            ? office_fit(f, candidate) >= 2 ||
                                  sectors_share(f->sectors, candidate->sectors) // a secretary is a minister
                            : office_fit(f, candidate) == 3;
        bool fits =
            countries ? f->source == LEXEME_COUNTRY : f->kind == ENTITY_PERSON && f->is_named && is_alike;
        if (fits) offer_member(d, &group, (int32_t)i, is_pair ? 2 : MEMBER_LIMIT);
    }
    if (group.member_count < 2) return;
    struct cluster *f = &d->clusters.items[number];
    f->member_count = group.member_count;
    for (unsigned k = 0; k < group.member_count; k++)
        f->members[k] = group.members[group.member_count - 1 - k];
}

// "the delegations of Cyprus, Greece and Israel": those who stand behind "of".
static void find_owners(struct discourse *d, int32_t number) {
    struct cluster *f = &d->clusters.items[number];
    const struct candidate *candidate = &d->candidates.items[f->first_candidate];
    if (candidate->of < 0 || !candidate->is_plural) return;
    const struct candidate *first = &d->candidates.items[candidate->of];
    if (first->mention.sentence != candidate->mention.sentence ||
        first->mention.first < candidate->mention.end)
        return;
    const struct sentence *s = discourse_sentence(d, first->mention.sentence);
    const int32_t *covering = d->covering[first->mention.sentence];
    int32_t found[MEMBER_LIMIT];
    unsigned count = 0;
    bool is_joined = false;
    if (first->mention.entity >= 0) found[count++] = first->mention.entity;
    for (uint32_t at = first->mention.end; at < s->count && count < MEMBER_LIMIT;) { // names, commas, "and"
        const struct token *t = &s->tokens[at];
        bool is_link = t->upos == UPOS_CCONJ || slice_equal(t->form, SLICE(","));
        is_joined |= t->upos == UPOS_CCONJ;
        if (is_link || (d->words[first->mention.sentence][at].reference & REFERENCE_DEFINITE)) {
            at++;
            continue;
        }
        if (covering[at] < 0 || d->candidates.items[covering[at]].mention.first != at) break;
        if (d->candidates.items[covering[at]].mention.entity >= 0)
            found[count++] = d->candidates.items[covering[at]].mention.entity;
        at = d->candidates.items[covering[at]].mention.end;
        if (is_joined) break;
    }
    if (!is_joined) return;
    if (count < 2) return;
    f->member_count = count;
    for (unsigned k = 0; k < count; k++) f->members[k] = found[k];
    f->represents = -1; // more than one
    f->country = SLICE("");
}

// Whether the candidate is a nationality that describes the noun behind it and another nationality's: an
// adjective, or the parser's inhabitant in the singular.
static bool is_nationality(const struct discourse *d, const struct candidate *candidate) {
    if (candidate->source == LEXEME_ADJECTIVE) return true;
    if (candidate->source == LEXEME_INHABITANT) return !candidate->is_plural;
    enum deprel deprel = candidate_token(d, candidate)->deprel;
    return candidate->source == LEXEME_COUNTRY && (deprel == DEPREL_AMOD || deprel == DEPREL_COMPOUND);
}

// "The Karsian and Sovarran foreign ministers": the group acts for each of the countries.
static void find_nationalities(struct discourse *d, int32_t number) {
    const struct candidate *candidate = &d->candidates.items[d->clusters.items[number].first_candidate];
    const struct mention m = candidate->mention;
    const struct sentence *s = discourse_sentence(d, m.sentence);
    struct slice countries[MEMBER_LIMIT] = { candidate->country };
    unsigned count = 1;
    if (!candidate->country.length || m.first < 2 || s->tokens[m.first - 1].upos != UPOS_CCONJ) return;
    for (uint32_t at = m.first - 1; at > 0 && count < MEMBER_LIMIT;) {
        int32_t covering = d->covering[m.sentence][at - 1];
        if (covering < 0) covering = d->heading[m.sentence][at - 1];
        const struct candidate *other = covering < 0 ? NULL : &d->candidates.items[covering];
        if (!other || other->mention.end != at || !is_nationality(d, other)) break;
        countries[count++] = other->source == LEXEME_COUNTRY ? country_of_row(d, other->row) : other->country;
        at = other->mention.first;
        if (at == 0 || !slice_equal(s->tokens[at - 1].form, SLICE(","))) break;
        at--; // "Karsian, Velmoran and Sovarran"
    }
    if (count < 2) return;
    int32_t members[MEMBER_LIMIT];
    for (unsigned k = 0; k < count; k++) members[k] = cluster_for_country(d, countries[count - 1 - k]);
    struct cluster *f = &d->clusters.items[number]; // clusters may have moved
    for (unsigned k = 0; k < count; k++)
        if (members[k] >= 0) f->members[f->member_count++] = members[k];
    f->represents = -1;
    f->country = SLICE("");
}

static void resolve(struct discourse *d, struct candidate *candidate) {
    if (candidate->mention.entity < 0 && candidate->same_as >= 0)
        candidate->mention.entity = follow(d, candidate);
    if (candidate->mention.entity < 0 && candidate->is_attribute && candidate->same_as < 0) return;
    bool pair = candidate->mention.entity < 0 && is_pair(d, candidate);
    if (candidate->mention.entity < 0 && !pair) candidate->mention.entity = find_antecedent(d, candidate);
    if (candidate->mention.entity < 0 && may_begin(d, candidate)) {
        int32_t number = begin(d, candidate);
        if (candidate->is_plural) find_nationalities(d, number);
        if (d->clusters.items[number].member_count) {
            // its members are told
        } else if (candidate->is_plural && candidate->of >= 0)
            find_owners(d, number);
        else if (candidate->is_plural && candidate->is_definite && (pair || candidate->office))
            find_members(d, number, pair);
    }
    give_office(d, candidate->mention.entity, candidate);
}

// Offices of named persons and bodies that they serve, before anything points back to them by office.
void offices_settle(struct discourse *d) {
    for (uint32_t i = 0; i < d->candidates.count; i++) {
        struct candidate *candidate = &d->candidates.items[d->order[i]];
        if (candidate->head.length && candidate->same_as >= 0) {
            int32_t cluster = follow(d, candidate);
            if (cluster < 0) continue;
            candidate->mention.entity = cluster;
            give_office(d, cluster, candidate);
            struct cluster *f = &d->clusters.items[cluster];
            if (candidate->office && !candidate->office->is_over && f->represents < 0) {
                int32_t owner = candidate->of >= 0 ? d->candidates.items[candidate->of].mention.entity : -1;
                if (owner < 0) owner = cluster_for_country(d, candidate->country);
                f = &d->clusters.items[cluster]; // clusters may have moved
                if (owner != cluster) f->represents = owner;
            }
        } else if (candidate->kind == ENTITY_PERSON && candidate->of >= 0 && candidate->mention.entity >= 0) {
            struct cluster *f = &d->clusters.items[candidate->mention.entity];
            int32_t owner = d->candidates.items[candidate->of].mention.entity;
            if (f->represents < 0 && owner != candidate->mention.entity) f->represents = owner;
        }
    }
}

void antecedents_resolve(struct discourse *d) {
    offices_settle(d);
    for (uint32_t i = 0; i < d->candidates.count; i++) {
        struct candidate *candidate = &d->candidates.items[d->order[i]];
        if (candidate->head.length) resolve(d, candidate);
        touch(d, candidate);
    }
    for (uint32_t i = 0; i < d->candidates.count; i++) { // attributes of what was resolved later
        struct candidate *candidate = &d->candidates.items[d->order[i]];
        if (candidate->mention.entity >= 0 || candidate->same_as < 0) continue;
        candidate->mention.entity = follow(d, candidate);
        give_office(d, candidate->mention.entity, candidate);
    }
}
