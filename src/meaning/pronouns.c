// pronouns.c - whom "he", "their" and "who" stand for.
//
// A relative pronoun means the noun that its clause hangs from. A personal or possessive one means a cluster
// of fitting number, gender and kind, nearby and prominent: subjects before objects, persons and bodies that
// were spoken of last, never a noun of its own clause (for "him") . "I" and "we" inside quotation marks mean
// whoever the quotation's sentence has as the subject outside of the marks; without one they mean nobody.
#include "meaning/discourse.h"

#define REACH 3u     // sentences looked back
#define PARALLEL 0.4 // for a subject after a subject, an object after an object

static bool is_inside(const struct quotation *q, struct span span) {
    return span.start >= q->span.start && span.end <= q->span.end;
}

#define NESTED 16u // quotations within one another that are looked through

// The outermost quotation around `span`; -1 when there is none.
static int quotation_of(const struct discourse *d, struct span span) {
    const struct quotation *quotations = d->meaning->quotations;
    size_t low = 0, high = d->meaning->quotation_count;
    while (low < high) { // those that begin at or before it
        const size_t middle = low + (high - low) / 2;
        if (quotations[middle].span.start <= span.start)
            low = middle + 1;
        else
            high = middle;
    }
    int outermost = -1;
    for (unsigned steps = 0; low > 0 && steps < NESTED; low--, steps++)
        if (!quotations[low - 1].is_scare && is_inside(&quotations[low - 1], span)) outermost = (int)low - 1;
    return outermost;
}

static void add_pronoun(struct discourse *d, uint32_t sentence, uint32_t token, int32_t cluster) {
    struct candidate *candidate = discourse_add(d, sentence, token, token + 1, MENTION_PRONOUN);
    candidate->mention.entity = cluster;
    d->heading[sentence][token] = (int32_t)d->candidates.count - 1;
}

static int32_t cluster_at(const struct discourse *d, uint32_t sentence, int32_t token) {
    if (token < 0) return -1;
    int32_t number = d->heading[sentence][token];
    if (number < 0) number = d->covering[sentence][token];
    return number < 0 ? -1 : d->candidates.items[number].mention.entity;
}

// "who" and "which" in a relative clause: the clause's governor.
static bool resolve_relative(struct discourse *d, uint32_t sentence, uint32_t token) {
    const struct sentence *s = discourse_sentence(d, sentence);
    int32_t at = s->tokens[token].head;
    for (int steps = 0; steps < 8 && at >= 0; steps++) {
        if (s->tokens[at].deprel == DEPREL_ACL_RELCL) {
            int32_t cluster = cluster_at(d, sentence, s->tokens[at].head);
            if (cluster >= 0 && s->tokens[at].head < (int32_t)token) add_pronoun(d, sentence, token, cluster);
            return true;
        }
        at = s->tokens[at].head;
    }
    // No relative clause to the parser: "Karsia, which takes no part, ...": the name before the comma
    if (token < 2 || s->tokens[token - 1].upos != UPOS_PUNCT ||
        !slice_equal(s->tokens[token - 1].form, SLICE(",")))
        return false;
    int32_t cluster = cluster_at(d, sentence, (int32_t)token - 2);
    if (cluster >= 0 && s->tokens[token - 2].upos == UPOS_PROPN) add_pronoun(d, sentence, token, cluster);
    return cluster >= 0;
}

// The subject of the sentence's reporting part, for "I" and "we" in a quotation.
static int32_t speaker(const struct discourse *d, uint32_t sentence, uint32_t token) {
    const struct sentence *s = discourse_sentence(d, sentence);
    int quotation = quotation_of(d, s->tokens[token].span);
    if (quotation < 0) return -1;
    const struct quotation *q = &d->meaning->quotations[quotation];
    int32_t found = -1;
    for (uint32_t look = q->first_sentence; look < q->end_sentence && look < d->analysis->count; look++) {
        const struct sentence *other = discourse_sentence(d, look);
        for (uint32_t i = 0; i < other->count; i++) {
            if (is_inside(q, other->tokens[i].span) || other->tokens[i].deprel != DEPREL_NSUBJ) continue;
            int32_t cluster = cluster_at(d, look, (int32_t)i);
            if (cluster >= 0 && other->tokens[i].head >= 0 &&
                !is_inside(q, other->tokens[other->tokens[i].head].span))
                found = cluster;
        }
    }
    return found;
}

static bool fits(const struct cluster *f, const struct word *word) {
    bool is_body = f->kind != ENTITY_PERSON && f->kind != ENTITY_PEOPLE;
    if (f->kind == ENTITY_PLACE) return false;
    switch (word->gender) {
    case 'm':
    case 'f':
        return f->kind == ENTITY_PERSON && !f->is_plural && (!f->gender || f->gender == word->gender);
    case 'n':
        return is_body && !f->is_plural;
    default:
        return word->number != 'p' || f->is_plural || is_body || f->kind == ENTITY_PEOPLE;
    }
}

// How prominent the clause's structure makes a mention: the subject of the sentence before all others.
static double prominence(const struct sentence *s, uint32_t token) {
    for (int steps = 0; steps < 8 && s->tokens[token].head >= 0 &&
                        (s->tokens[token].deprel == DEPREL_CONJ || s->tokens[token].deprel == DEPREL_APPOS);
         steps++)
        token = (uint32_t)s->tokens[token].head;
    const struct token *t = &s->tokens[token];
    switch (t->deprel) {
    case DEPREL_NSUBJ:
    case DEPREL_NSUBJ_PASS: {
        int32_t verb = t->head;
        for (int steps = 0; steps < 4 && verb >= 0 && s->tokens[verb].deprel == DEPREL_CONJ; steps++)
            verb = s->tokens[verb].head;
        return verb >= 0 && s->tokens[verb].head < 0 ? 2.7 : 2.0;
    }
    case DEPREL_NMOD_POSS:
        return 0.8;
    case DEPREL_OBL_AGENT:
        return 0.8;
    case DEPREL_OBJ:
    case DEPREL_IOBJ:
        return 0.7;
    default:
        return 0;
    }
}

static double weight_of(const struct discourse *d, const struct candidate *candidate, uint32_t sentence,
                        uint32_t token, const struct word *word) {
    const struct cluster *f = &d->clusters.items[candidate->mention.entity];
    double weight =
        1 + prominence(discourse_sentence(d, candidate->mention.sentence), candidate->mention.head);
    if (candidate->mention.kind == MENTION_ADJECTIVE || candidate->is_modifier) weight -= 0.8;
    if (candidate->is_locative) weight -= 0.7;
    if (f->is_named) weight += 0.8;
    if (word->gender == 'm' || word->gender == 'f')
        weight += f->gender == word->gender ? 1 : f->gender ? 0 : 0.5;
    if (word->number == 'p' && f->is_plural) weight += 1.5;
    weight += f->mention_count > 4 ? 0.4 : f->mention_count * 0.1;
    uint32_t far = sentence - candidate->mention.sentence;
    weight -= far * 1.8;
    if (far == 0 && token > candidate->mention.head) weight -= (token - candidate->mention.head) / 90.0;
    return weight;
}

// "Its spokesman said it had ...": the body for whom the subject of the governing verb speaks; -1 for none.
static int32_t spoken_for(const struct discourse *d, uint32_t sentence, uint32_t token) {
    const struct sentence *s = discourse_sentence(d, sentence);
    int32_t at = s->tokens[token].head;
    for (int steps = 0; steps < 8 && at >= 0; steps++, at = s->tokens[at].head) {
        if (s->tokens[at].deprel != DEPREL_CCOMP || s->tokens[at].head < 0) continue;
        int32_t subject = token_child_with(s, s->tokens[at].head, DEPREL_NSUBJ);
        int32_t cluster = cluster_at(d, sentence, subject);
        if (cluster >= 0 && subject != (int32_t)token && d->clusters.items[cluster].kind == ENTITY_PERSON)
            return d->clusters.items[cluster].represents;
    }
    return -1;
}

// The verb that a token depends on, through conjuncts of nouns.
static int32_t clause_of(const struct sentence *s, uint32_t token) {
    int32_t at = (int32_t)token;
    for (int steps = 0; steps < 8 && at >= 0 && s->tokens[at].deprel == DEPREL_CONJ; steps++)
        at = s->tokens[at].head;
    return at < 0 ? -1 : s->tokens[at].head;
}

// A pronoun while its antecedent is looked for.
struct search {
    const struct discourse *d;
    uint32_t sentence, token;
    const struct word *word;
    int quotation;
    int32_t body; // whom its clause's speaker speaks for, for "it" and "they"
    int32_t best;
    double best_weight;
};

static bool is_subject(enum deprel deprel) {
    return deprel == DEPREL_NSUBJ || deprel == DEPREL_NSUBJ_PASS;
}

static bool is_object(enum deprel deprel) {
    return deprel == DEPREL_OBJ || deprel == DEPREL_IOBJ || deprel == DEPREL_OBL;
}

static void consider(struct search *search, const struct candidate *candidate) {
    const struct discourse *d = search->d;
    const struct mention *m = &candidate->mention;
    const struct sentence *s = discourse_sentence(d, search->sentence);
    bool is_same = m->sentence == search->sentence;
    if (m->entity < 0 || candidate->is_attribute || (is_same && m->end > search->token)) return;
    if (!fits(&d->clusters.items[m->entity], search->word)) return;
    enum deprel own = s->tokens[search->token].deprel, other = candidate_token(d, candidate)->deprel;
    if (is_object(own) && is_same && clause_of(s, m->head) == clause_of(s, search->token))
        return; // "X met him"
    double weight = weight_of(d, candidate, search->sentence, search->token, search->word);
    if (m->entity == search->body) weight += 2;
    if (is_subject(own) && is_subject(other)) weight += PARALLEL;
    if (is_object(own) && is_object(other)) weight += PARALLEL;
    if (search->quotation >= 0 && quotation_of(d, m->span) != search->quotation) weight -= 0.6;
    if (weight > search->best_weight) search->best_weight = weight, search->best = m->entity;
}

static int32_t find_antecedent(const struct discourse *d, uint32_t sentence, uint32_t token, size_t before,
                               size_t named) {
    const struct word *word = &d->words[sentence][token];
    struct search search = {
        d,  sentence, token, word, quotation_of(d, discourse_sentence(d, sentence)->tokens[token].span),
        -1, -1,       0.3
    };
    if (word->gender == 'n' || word->number == 'p') search.body = spoken_for(d, sentence, token);
    for (size_t i = d->candidates.count; i-- > named;) { // pronouns resolved before
        if (d->candidates.items[i].mention.sentence + REACH < sentence) break;
        consider(&search, &d->candidates.items[i]);
    }
    for (size_t i = before; i-- > 0;) {
        if (d->candidates.items[d->order[i]].mention.sentence + REACH < sentence) break;
        consider(&search, &d->candidates.items[d->order[i]]);
    }
    return search.best;
}

#define NOBODY (-2) // a thing

// "Troops seized the bridge. The front shelled it": an object stands for the nearest thing or place that was
// an object; a thing is no actor. Looks back over the sentence before. The place's cluster, NOBODY for a
// thing, -1 when nothing speaks for either.
static int32_t thing(const struct discourse *d, uint32_t sentence, uint32_t token) {
    const struct word *word = &d->words[sentence][token];
    if (word->gender != 'n' || !is_object(discourse_sentence(d, sentence)->tokens[token].deprel)) return -1;
    for (uint32_t back = 0; back <= 1 && back <= sentence; back++) {
        const struct sentence *s = discourse_sentence(d, sentence - back);
        for (uint32_t i = back ? (uint32_t)s->count : token; i-- > 0;) {
            enum deprel deprel = s->tokens[i].deprel;
            if (deprel != DEPREL_OBJ && deprel != DEPREL_NSUBJ_PASS) continue;
            if (s->tokens[i].upos != UPOS_NOUN || (s->tokens[i].features & FEATURE_PLURAL)) return -1;
            int32_t cluster = cluster_at(d, sentence - back, (int32_t)i);
            if (cluster < 0) return NOBODY;
            return d->clusters.items[cluster].kind == ENTITY_PLACE ? cluster : -1;
        }
    }
    return -1;
}

// "He said" where the text names nobody before: somebody all the same, known by the pronoun alone. Only
// subjects who can be nobody but persons: an "it" without antecedent is mostly no actor.
static int32_t somebody(struct discourse *d, uint32_t sentence, uint32_t token) {
    const struct token *t = &discourse_sentence(d, sentence)->tokens[token];
    const struct word *word = &d->words[sentence][token];
    bool is_person = word->gender == 'm' || word->gender == 'f', is_plural = word->number == 'p';
    if ((t->deprel != DEPREL_NSUBJ && t->deprel != DEPREL_NSUBJ_PASS) ||
        !(word->reference & REFERENCE_PERSONAL) || (!is_person && !is_plural) || word->gender == 'h')
        return -1;
    struct cluster *f = vector_push(d->arena, &d->clusters);
    *f = (struct cluster){ .kind = is_plural ? ENTITY_PEOPLE : ENTITY_PERSON,
                           .row = NO_ROW,
                           .name = word->fold,
                           .key = word->fold,
                           .represents = -1,
                           .is_plural = is_plural,
                           .gender = is_person ? word->gender : 0,
                           .first_candidate = -1 };
    return (int32_t)d->clusters.count - 1;
}

static void resolve_in(struct discourse *d, uint32_t sentence, size_t before, size_t named) {
    const struct sentence *s = discourse_sentence(d, sentence);
    for (uint32_t token = 0; token < s->count; token++) {
        const struct word *word = &d->words[sentence][token];
        const struct token *t = &s->tokens[token];
        if (d->covering[sentence][token] >= 0 || t->deprel == DEPREL_EXPL || t->upos != UPOS_PRON) continue;
        if ((word->reference & REFERENCE_RELATIVE) && slice_starts(t->xpos, SLICE("W"))) {
            resolve_relative(d, sentence, token);
            continue;
        }
        if (!(word->reference & (REFERENCE_PERSONAL | REFERENCE_POSSESSIVE))) continue;
        int32_t cluster = thing(d, sentence, token);
        if (cluster == NOBODY) continue;
        if (cluster < 0)
            cluster = word->gender == 'h' ? speaker(d, sentence, token)
                                          : find_antecedent(d, sentence, token, before, named);
        if (cluster < 0) cluster = somebody(d, sentence, token);
        if (cluster >= 0) add_pronoun(d, sentence, token, cluster);
    }
}

void pronouns_resolve(struct discourse *d) {
    size_t named = d->candidates.count, next = 0;
    for (uint32_t sentence = 0; sentence < d->analysis->count; sentence++) {
        while (next < named && d->candidates.items[d->order[next]].mention.sentence <= sentence) next++;
        resolve_in(d, sentence, next, named);
    }
}
