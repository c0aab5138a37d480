// roles.c - which candidates of a sentence are one: titles before names, appositions, copulas, brackets.
//
// Syntax says most of it, but titles are parsed in many ways and appositions are what a parser misses first,
// so neighbourhood counts too: an office that ends where a name starts, an office behind "name ," and before
// it. The attribute points at what it tells about (`same_as`), and its office goes with it.
#include "base/utf8.h"
#include "meaning/discourse.h"

struct scope { // the candidates of one sentence
    struct discourse *d;
    uint32_t sentence;
    const uint32_t *list; // [count] their numbers
    size_t count;
    const struct sentence *s;
    const struct word *words;
};

static struct candidate *candidate_number(const struct scope *scope, int32_t number) {
    return number < 0 ? NULL : &scope->d->candidates.items[number];
}

static bool is_form(const struct scope *scope, uint32_t token, const char *form) {
    return token < scope->s->count && slice_equal(scope->s->tokens[token].form, slice_of(form));
}

// The nominal whose phrase ends at `end`; -1 when there is none.
static int32_t nominal_ending(const struct scope *scope, uint32_t end) {
    for (size_t k = 0; k < scope->count; k++) {
        uint32_t i = scope->list[k];
        const struct candidate *candidate = &scope->d->candidates.items[i];
        if (candidate->mention.end == end && candidate->head.length &&
            candidate->mention.kind != MENTION_NAME)
            return (int32_t)i;
    }
    return -1;
}

static int32_t nominal_starting(const struct scope *scope, uint32_t first) {
    int32_t found = -1;
    for (size_t k = 0; k < scope->count; k++) {
        uint32_t i = scope->list[k];
        const struct candidate *candidate = &scope->d->candidates.items[i];
        if (candidate->mention.first != first || candidate->head.length == 0 ||
            candidate->mention.kind != MENTION_NOMINAL)
            continue;
        if (found < 0 || candidate->mention.end > scope->d->candidates.items[found].mention.end)
            found = (int32_t)i;
    }
    return found;
}

static bool is_body(enum entity_kind kind) {
    return kind == ENTITY_GOVERNMENT || kind == ENTITY_ARMED_GROUP || kind == ENTITY_ORGANIZATION ||
           kind == ENTITY_MEDIA;
}

// Whether a nominal may say what a name is.
static bool may_describe(const struct candidate *nominal, const struct candidate *name) {
    if (nominal->is_plural != name->is_plural) return false;
    if (name->kind == ENTITY_PERSON) return nominal->kind == ENTITY_PERSON;
    if (name->source == LEXEME_COUNTRY) return (nominal->reference & REFERENCE_COUNTRY_NOUN) != 0;
    if (nominal->kind == ENTITY_PLACE || name->kind == ENTITY_PLACE)
        return nominal->kind == name->kind && nominal->head.length > 0;
    if (is_body(name->kind)) return is_body(nominal->kind) || (nominal->reference & REFERENCE_BODY_NOUN);
    return false;
}

static void describe(const struct scope *scope, int32_t nominal, int32_t name) {
    struct candidate *attribute = candidate_number(scope, nominal);
    if (nominal == name || attribute->same_as >= 0) return;
    attribute->same_as = name;
    attribute->is_attribute = true;
    struct candidate *target = candidate_number(scope, name);
    if (target->country.length == 0 && target->source == LEXEME_NONE && target->kind != ENTITY_PERSON)
        target->country = attribute->country;
    if (!target->gender) target->gender = attribute->gender;
}

// The office of what ends at `end`: "Ambassador to the United Nations | X".
static int32_t nominal_of(const struct scope *scope, uint32_t end) {
    int32_t of = end > 0 ? scope->d->covering[scope->sentence][end - 1] : -1;
    if (of < 0 || candidate_number(scope, of)->mention.end != end ||
        candidate_number(scope, of)->kind == ENTITY_PERSON)
        return -1;
    uint32_t at = candidate_number(scope, of)->mention.first;
    if (at > 0 && (scope->words[at - 1].reference & REFERENCE_DEFINITE)) at--;
    if (at < 2 || scope->s->tokens[at - 1].upos != UPOS_ADP) return -1;
    int32_t nominal = nominal_ending(scope, at - 1);
    return nominal >= 0 && candidate_number(scope, nominal)->office ? nominal : -1;
}

// Titles in front of a person: "Coast Guard Commandant Admiral X", "Prime Minister and Foreign Minister X".
static void titles_before(const struct scope *scope, int32_t name) {
    const struct candidate *person = candidate_number(scope, name);
    uint32_t at = person->mention.first;
    for (int steps = 0; steps < 6 && at > 0; steps++) {
        if (scope->words[at - 1].reference & REFERENCE_HONORIFIC && nominal_ending(scope, at) < 0) {
            at--;
            continue;
        }
        int32_t nominal = nominal_ending(scope, at);
        if (nominal < 0) nominal = nominal_of(scope, at);
        if (nominal < 0 && steps > 0 && scope->s->tokens[at - 1].upos == UPOS_CCONJ)
            nominal = nominal_ending(scope, at - 1);
        if (nominal < 0 || !may_describe(candidate_number(scope, nominal), person)) return;
        describe(scope, nominal, name);
        at = candidate_number(scope, nominal)->phrase_first;
        if (steps == 0)
            candidate_number(scope, name)->longer =
                discourse_text(scope->d, scope->sentence, at, person->mention.end);
    }
}

// "the terrorist organization Hamas", "Greek daily Kathimerini"
static void body_before_name(const struct scope *scope, int32_t name) {
    const struct candidate *body = candidate_number(scope, name);
    if (!is_body(body->kind) || body->source == LEXEME_COUNTRY) return;
    int32_t nominal = nominal_ending(scope, body->mention.first);
    if (nominal < 0 || candidate_number(scope, nominal)->mention.kind == MENTION_PRONOUN) return;
    const struct candidate *described = candidate_number(scope, nominal);
    bool is_maker = described->kind == ENTITY_PERSON && !described->is_plural; // "the gas producer X"
    if (described->is_possessed || (!is_maker && !may_describe(described, body))) return;
    const struct token *head = &scope->s->tokens[body->mention.head];
    bool tied = head->head == (int32_t)described->mention.head ||
                scope->s->tokens[described->mention.head].head == (int32_t)body->mention.head;
    if (tied) describe(scope, nominal, name);
}

// "Delfin Lorenzana , the Defence Secretary", "the Prime Minister of Qatar , X"
static void beside_comma(const struct scope *scope, int32_t name) {
    const struct candidate *person = candidate_number(scope, name);
    const struct mention *m = &person->mention;
    if (is_form(scope, m->end, ",")) {
        int32_t nominal = nominal_starting(scope, m->end + 1);
        if (nominal >= 0 && may_describe(candidate_number(scope, nominal), person)) {
            uint32_t head = candidate_number(scope, nominal)->mention.head;
            enum deprel deprel = scope->s->tokens[head].deprel;
            if (deprel != DEPREL_NSUBJ && deprel != DEPREL_NSUBJ_PASS && deprel != DEPREL_OBJ &&
                deprel != DEPREL_OBL)
                describe(scope, nominal, name);
        }
    }
    if (m->first == 0 || !is_form(scope, m->first - 1, ",")) return;
    // "her Kenyan counterpart , X , ...": between two commas, whatever the tree says
    int32_t before = nominal_ending(scope, m->first - 1);
    bool is_closed = is_form(scope, m->end, ",") || is_form(scope, m->end, ".");
    if (before >= 0 && is_closed && candidate_number(scope, before)->mention.kind == MENTION_NOMINAL &&
        candidate_number(scope, before)->office && candidate_number(scope, before)->is_definite &&
        may_describe(candidate_number(scope, before), person)) {
        describe(scope, before, name);
        return;
    }
    int32_t governor = scope->s->tokens[m->head].head;
    if (governor < 0 || governor >= (int32_t)m->first) return;
    int32_t nominal = scope->d->heading[scope->sentence][governor];
    enum deprel deprel = scope->s->tokens[m->head].deprel;
    bool fits = deprel == DEPREL_APPOS || deprel == DEPREL_FLAT || deprel == DEPREL_NMOD ||
                deprel == DEPREL_PARATAXIS || deprel == DEPREL_DEP || deprel == DEPREL_LIST;
    if (fits && nominal >= 0 && candidate_number(scope, nominal)->head.length &&
        may_describe(candidate_number(scope, nominal), person))
        describe(scope, nominal, name);
}

// "A member of the Parliament , X said", "The ambassador to Y , X": between office and comma only what it is
// of.
static void office_then_name(const struct scope *scope, int32_t name) {
    const struct mention *m = &candidate_number(scope, name)->mention;
    if (m->first < 2 || !is_form(scope, m->first - 1, ",")) return;
    for (size_t k = 0; k < scope->count; k++) {
        struct candidate *nominal = &scope->d->candidates.items[scope->list[k]];
        const struct mention *n = &nominal->mention;
        if (n->kind != MENTION_NOMINAL || !nominal->office || nominal->same_as >= 0 || n->end >= m->first - 1)
            continue;
        if (m->first - n->end > 14 || scope->s->tokens[n->end].upos != UPOS_ADP ||
            is_form(scope, n->head > 0 ? n->head - 1 : 0, ","))
            continue;
        bool is_bare = true;
        for (uint32_t i = n->end; i + 1 < m->first; i++) {
            enum upos upos = scope->s->tokens[i].upos;
            if (upos == UPOS_VERB || upos == UPOS_AUX || upos == UPOS_PUNCT || upos == UPOS_SCONJ ||
                upos == UPOS_PRON)
                is_bare = false;
        }
        if (is_bare && may_describe(nominal, candidate_number(scope, name)))
            describe(scope, (int32_t)scope->list[k], name);
    }
}

static void by_syntax(const struct scope *scope, int32_t number) {
    struct candidate *candidate = candidate_number(scope, number);
    uint32_t head = candidate->mention.head;
    const struct token *t = &scope->s->tokens[head];
    const int32_t *heading = scope->d->heading[scope->sentence];
    if (candidate->mention.kind == MENTION_ADJECTIVE) return;
    if (t->deprel == DEPREL_APPOS && t->head >= 0 && heading[t->head] >= 0 && heading[t->head] != number) {
        int32_t other = heading[t->head];
        struct candidate *governor = candidate_number(scope, other);
        bool is_nominal = candidate->head.length > 0, governor_is_nominal = governor->head.length > 0;
        if (is_nominal && !governor_is_nominal && may_describe(candidate, governor))
            describe(scope, number, other);
        else if (!is_nominal && governor_is_nominal && may_describe(governor, candidate))
            describe(scope, other, number);
        else if (is_nominal && governor_is_nominal && may_describe(candidate, governor))
            describe(scope, number, other);
    }
    if (candidate->head.length == 0) return;
    int32_t copula = token_child_with(scope->s, (int32_t)head, DEPREL_COP);
    int32_t subject = token_child_with(scope->s, (int32_t)head, DEPREL_NSUBJ);
    if (copula < 0 || subject < 0 || heading[subject] < 0 || heading[subject] == number) return;
    if (may_describe(candidate, candidate_number(scope, heading[subject])))
        describe(scope, number, heading[subject]);
}

// "Prime Minister and Foreign Minister of Qatar": a second office without an article of its own.
static void joined_office(const struct scope *scope, int32_t number) {
    struct candidate *candidate = candidate_number(scope, number);
    const struct token *t = &scope->s->tokens[candidate->mention.head];
    const int32_t *heading = scope->d->heading[scope->sentence];
    if (!candidate->office || candidate->is_plural) return;
    if (t->deprel == DEPREL_CONJ && t->head >= 0 && heading[t->head] >= 0 && heading[t->head] != number) {
        struct candidate *first = candidate_number(scope, heading[t->head]);
        bool has_article = candidate->is_definite || candidate->is_indefinite;
        if (first->office && !first->is_plural && !has_article &&
            (first->is_definite || first->same_as >= 0)) {
            if (first->same_as >= 0 && candidate->same_as < 0)
                describe(scope, number, first->same_as);
            else if (candidate->same_as >= 0 && first->same_as < 0)
                describe(scope, heading[t->head], candidate->same_as);
            else if (candidate->same_as < 0)
                describe(scope, number, heading[t->head]);
            if (first->office->country.length == 0) first->office->country = candidate->office->country;
            if (first->office->of < 0) first->office->of = candidate->office->of;
            if (candidate->office->country.length == 0) candidate->office->country = first->office->country;
        }
    }
}

// The same by its place: "Prime Minister and | Foreign Minister" whose holder is known.
static void joined_before(const struct scope *scope, int32_t number) {
    struct candidate *candidate = candidate_number(scope, number);
    if (!candidate->office || candidate->same_as < 0 || candidate->phrase_first != candidate->mention.first ||
        candidate->mention.first < 2)
        return;
    uint32_t at = candidate->mention.first - 1;
    if (scope->s->tokens[at].upos != UPOS_CCONJ) return;
    int32_t other = nominal_ending(scope, at);
    if (other < 0 || !candidate_number(scope, other)->office || candidate_number(scope, other)->is_plural)
        return;
    struct office *first = candidate_number(scope, other)->office;
    describe(scope, other, candidate->same_as);
    if (first->country.length == 0) first->country = candidate->office->country;
    if (first->of < 0) first->of = candidate->office->of;
}

static bool is_acronym_form(const struct candidate *candidate) {
    return utf8_is_all_upper(candidate->name) && slice_find(candidate->name, SLICE(" "), 0) == SIZE_MAX;
}

// "Syrian Democratic Forces ( SDF )", and what such a pair goes on to name: "Organisation of X ( X ) head Y".
static void in_brackets(const struct scope *scope, int32_t number) {
    struct candidate *candidate = candidate_number(scope, number);
    const struct mention *m = &candidate->mention;
    int32_t *covering = scope->d->covering[scope->sentence];
    if (m->first < 2 || !is_form(scope, m->first - 1, "(") || !is_form(scope, m->end, ")")) return;
    int32_t before = covering[m->first - 2];
    if (before < 0 && scope->words[m->first - 2].is_possessive_mark && m->first >= 3)
        before = covering[m->first - 3];
    if (before < 0 || before == number || candidate_number(scope, before)->mention.end + 1 < m->first - 1)
        return;
    bool fits = is_acronym_form(candidate) !=
                is_acronym_form(candidate_number(scope, before)); // either may stand first
    if (!fits || candidate->kind == ENTITY_PERSON || candidate_number(scope, before)->kind == ENTITY_PERSON)
        return;
    if (candidate->source == LEXEME_COUNTRY || candidate->source == LEXEME_CAPITAL) return;
    candidate->same_as = before;
    int32_t nominal = -1;
    for (size_t k = 0; k < scope->count && nominal < 0; k++) {
        const struct candidate *other = &scope->d->candidates.items[scope->list[k]];
        if (other->head.length && other->phrase_first == m->end + 1) nominal = (int32_t)scope->list[k];
    }
    struct candidate *role = candidate_number(scope, nominal);
    if (!role || role->of >= 0 || !role->office) return;
    role->of = role->office->of = before;
}

// "Israeli prime minister X and energy minister Y": the second office is of the first one's country.
static void inherit_country(const struct scope *scope, int32_t number) {
    const struct candidate *person = candidate_number(scope, number);
    int32_t nominal = nominal_ending(scope, person->mention.first);
    struct candidate *title = candidate_number(scope, nominal);
    if (!title || !title->office || title->same_as != number || title->country.length || title->of >= 0)
        return;
    uint32_t at = title->mention.first;
    if (title->is_definite || at < 2 ||
        (scope->s->tokens[at - 1].upos != UPOS_CCONJ && !is_form(scope, at - 1, ",")))
        return;
    int32_t before = scope->d->covering[scope->sentence][at - 2];
    if (before < 0 || candidate_number(scope, before)->kind != ENTITY_PERSON) return;
    for (size_t k = 0; k < scope->count; k++) {
        const struct candidate *other = candidate_number(scope, (int32_t)scope->list[k]);
        if (other->same_as != before || !other->office) continue;
        title->country = title->office->country = other->country;
        title->of = title->office->of = other->of;
    }
}

// Whom a named person belongs to: "BBC 's Jonathan Marcus", "Arnel dela Vega of the Western Mindanao
// Command".
static void person_belongs(const struct scope *scope, int32_t number) {
    struct candidate *candidate = candidate_number(scope, number);
    const struct mention *m = &candidate->mention;
    const int32_t *heading = scope->d->heading[scope->sentence];
    const uint32_t behind = m->end + 1; // "President X of Uruguay"
    if (behind < scope->s->count && scope->s->tokens[m->end].upos == UPOS_ADP &&
        (scope->words[m->end].reference & REFERENCE_BELONGING) &&
        !(scope->words[m->end].reference & REFERENCE_LOCATIVE)) {
        const struct candidate *state = candidate_number(scope, scope->d->covering[scope->sentence][behind]);
        struct candidate *title = candidate_number(scope, nominal_ending(scope, m->first));
        if (state && state->source == LEXEME_COUNTRY && title && title->office &&
            title->country.length == 0 && title->of < 0)
            title->country = title->office->country = country_of_row(scope->d, state->row);
    }
    for (size_t k = 0; k < scope->count && candidate->of < 0; k++) {
        int32_t other_number = (int32_t)scope->list[k];
        const struct candidate *other = candidate_number(scope, other_number);
        if (other_number == number || !is_body(other->kind) || other->source == LEXEME_COUNTRY ||
            other->mention.kind == MENTION_ADJECTIVE)
            continue;
        const struct token *t = &scope->s->tokens[other->mention.head];
        bool is_behind = other->mention.first >= m->end && other->mention.first <= m->end + 2 &&
                         scope->s->tokens[m->end].upos == UPOS_ADP &&
                         (scope->words[m->end].reference & REFERENCE_BELONGING) &&
                         !(scope->words[m->end].reference & REFERENCE_LOCATIVE);
        bool is_before =
            t->deprel == DEPREL_NMOD_POSS && t->head >= (int32_t)m->first && t->head < (int32_t)m->end;
        if ((is_behind || is_before) && heading[other->mention.head] == other_number)
            candidate->of = other_number;
    }
}

void roles_find(struct discourse *d, uint32_t sentence) {
    struct scope scope = { d,
                           sentence,
                           d->in_sentence[sentence].numbers.items,
                           d->in_sentence[sentence].numbers.count,
                           discourse_sentence(d, sentence),
                           d->words[sentence] };
    for (size_t k = 0; k < scope.count; k++) { // first, so that no title goes to the name before its comma
        const struct candidate *candidate = candidate_number(&scope, (int32_t)scope.list[k]);
        if (candidate->head.length == 0 && candidate->kind == ENTITY_PERSON)
            titles_before(&scope, (int32_t)scope.list[k]);
    }
    for (size_t k = 0; k < scope.count; k++) {
        int32_t number = (int32_t)scope.list[k];
        const struct candidate *candidate = candidate_number(&scope, number);
        if (candidate->head.length) continue;
        if (candidate->kind == ENTITY_PERSON) {
            beside_comma(&scope, number);
            office_then_name(&scope, number);
            person_belongs(&scope, number);
        } else {
            body_before_name(&scope, number);
            in_brackets(&scope, number);
        }
    }
    for (size_t k = 0; k < scope.count; k++)
        if (candidate_number(&scope, (int32_t)scope.list[k])->kind == ENTITY_PERSON)
            inherit_country(&scope, (int32_t)scope.list[k]);
    for (size_t k = 0; k < scope.count; k++) by_syntax(&scope, (int32_t)scope.list[k]);
    for (size_t k = 0; k < scope.count; k++) joined_office(&scope, (int32_t)scope.list[k]);
    for (size_t k = 0; k < scope.count; k++) joined_before(&scope, (int32_t)scope.list[k]);
}
