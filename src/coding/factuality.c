// factuality.c - whether what a token states is so.
//
// From the token upwards: its own marks first (not, may, allegedly, if), then the words right before its
// phrase ("in the event of", "no sign that"), then whatever governs it (plans to, failed to, the threat of).
// A step up is taken only where meaning goes up: from a complement to its verb, from an infinitive to the
// noun that announces it, from a coordinated verb that shares the other's auxiliaries. A finite verb says
// that it happened, in the past tense and, of what is done and over, in the present tense of headlines and of
// acts of speech ("condemns"); what lasts ("holds", "is building") is going on. After Saurí and Pustejovsky's
// FactBank, with the levels of certainty that news distinguishes. Words are in modality.txt; operators.txt
// adds those that also make events.
//
// The hard case is time: "until they freed him" is so when it is told as past, and is not when what it hangs
// on is itself no more than planned.
#include "coding/modality.h"
#include "language/syntax.h"

#define HOPS 8

struct judgement {
    enum factuality value;
    bool is_marked; // something said so
    bool is_negated;
    bool is_condition; // it stands in a condition: what it says of itself does not count
    struct span cue;
};

static void judge(struct judgement *j, const struct token *cue, unsigned effect) {
    if (effect == EFFECT_NEGATION) {
        j->is_negated = !j->is_negated;
        j->cue = cue->span;
    } else if (effect == EFFECT_CONDITION) {
        j->value = FACTUALITY_CONDITIONAL;
        j->is_marked = j->is_condition = true;
        j->cue = cue->span;
    } else if (effect < FACTUALITIES && (!j->is_marked || j->value == FACTUALITY_ONGOING)) {
        j->value = (enum factuality)effect;
        j->is_marked = effect != FACTUALITY_HAPPENED;
        j->cue = cue->span;
    }
}

static bool is_first_person(const struct sentence *s, uint32_t token) {
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c))
        if (s->tokens[c].deprel == DEPREL_NSUBJ && (s->tokens[c].features & FEATURE_FIRST)) return true;
    return false;
}

static bool is_auxiliary(enum deprel deprel) {
    return deprel == DEPREL_AUX || deprel == DEPREL_AUX_PASS || deprel == DEPREL_COP;
}

// The finite word of the clause at `token`: its auxiliary or the verb itself; -1 when it has none.
static int32_t finite_of(const struct sentence *s, uint32_t token) {
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c))
        if (is_auxiliary(s->tokens[c].deprel) && (s->tokens[c].features & FEATURE_FINITE)) return c;
    return is_verbal(&s->tokens[token]) && (s->tokens[token].features & FEATURE_FINITE) ? (int32_t)token : -1;
}

// Told as past: "freed", "was freed", "has freed".
static bool is_past_clause(const struct sentence *s, uint32_t token) {
    const int32_t finite = finite_of(s, token);
    if (finite < 0) return false;
    const bool is_perfect = finite != (int32_t)token && s->tokens[finite].deprel == DEPREL_AUX &&
                            (s->tokens[token].features & FEATURE_PARTICIPLE) &&
                            (s->tokens[token].features & FEATURE_PAST);
    return is_perfect || (s->tokens[finite].features & FEATURE_PAST);
}

// "to meet", "to be freed"
static bool is_infinitive(const struct sentence *s, uint32_t token) {
    if (finite_of(s, token) >= 0) return false;
    if (s->tokens[token].features & FEATURE_INFINITIVE) return true;
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c))
        if (is_auxiliary(s->tokens[c].deprel) && (s->tokens[c].features & FEATURE_INFINITIVE)) return true;
    return false;
}

// Whether the clause is told by a verb of the past: "said that they were negotiating".
static bool is_reported_in_past(const struct sentence *s, uint32_t token) {
    const struct token *t = &s->tokens[token];
    for (int hops = 0; hops < HOPS && t->head >= 0; hops++) {
        if (t->deprel == DEPREL_CCOMP || t->deprel == DEPREL_PARATAXIS || t->deprel == DEPREL_ACL) {
            const struct token *head = &s->tokens[t->head];
            return (head->features & FEATURE_PAST) || !is_verbal(head);
        }
        if (t->deprel != DEPREL_CONJ && t->deprel != DEPREL_XCOMP) break;
        t = &s->tokens[t->head];
    }
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c))
        if ((s->tokens[c].deprel == DEPREL_PARATAXIS || s->tokens[c].deprel == DEPREL_CCOMP) &&
            (s->tokens[c].features & FEATURE_PAST) && c > (int32_t)token)
            return true; // "..., officials said"
    return false;
}

// ---- what stands right under a predicate or a noun

// "no group", "nobody", "neither side", "neither Kenya nor Uganda": nobody does it; not "not X but Y".
static unsigned effect_of_subject(const struct modality *m, const struct sentence *s, uint32_t child) {
    unsigned effect = modality_at(m, s, child, PLACE_DETERMINER);
    for (int32_t c = token_child(s, (int32_t)child, -1); c >= 0 && effect != EFFECT_NEGATION;
         c = token_child(s, (int32_t)child, c))
        if (s->tokens[c].deprel == DEPREL_DET || s->tokens[c].deprel == DEPREL_CC_PRECONJ)
            effect = modality_at(m, s, (uint32_t)c, PLACE_DETERMINER);
    return effect == EFFECT_NEGATION ? effect : (unsigned)EFFECT_NONE;
}

static unsigned effect_of_mark(const struct modality *m, const struct sentence *s, uint32_t child) {
    const unsigned effect = modality_at(m, s, child, PLACE_MARK);
    return effect == EFFECT_NONE && s->tokens[child].upos == UPOS_AUX ? modality_at(m, s, child, PLACE_AUX)
                                                                      : effect;
}

static unsigned effect_of_auxiliary(const struct modality *m, const struct sentence *s, uint32_t token,
                                    uint32_t child, bool is_reported) {
    unsigned effect = is_reported ? modality_at(m, s, child, PLACE_REPORTED) : (unsigned)EFFECT_NONE;
    if (effect == EFFECT_NONE) effect = modality_at(m, s, child, PLACE_AUX);
    // "were to be freed": an auxiliary over an infinitive with its mark
    const int32_t mark = token_child_with(s, (int32_t)token, DEPREL_MARK);
    if (effect == EFFECT_NONE && mark > (int32_t)child && (s->tokens[child].features & FEATURE_FINITE) &&
        s->tokens[mark].upos == UPOS_PART)
        effect = modality_at(m, s, child, PLACE_INFINITIVE);
    return effect;
}

// "nor did they": the word that joins the clause to the one before denies it.
static unsigned effect_of_joint(const struct modality *m, const struct sentence *s, uint32_t token,
                                uint32_t child) {
    if (child > token || s->tokens[token].deprel == DEPREL_CONJ) return EFFECT_NONE;
    return modality_at(m, s, child, PLACE_ADVERB);
}

static unsigned effect_of_child(const struct modality *m, const struct sentence *s, uint32_t token,
                                uint32_t child, bool is_reported) {
    switch (s->tokens[child].deprel) {
    case DEPREL_AUX:
    case DEPREL_AUX_PASS:
    case DEPREL_COP:
        return effect_of_auxiliary(m, s, token, child, is_reported);
    case DEPREL_ADVMOD:
    case DEPREL_DISCOURSE: {
        const unsigned effect = modality_at(m, s, child, PLACE_ADVERB);
        return effect == EFFECT_NONE ? modality_at(m, s, child, PLACE_MARK) : effect; // "only after"
    }
    case DEPREL_CC:
        return effect_of_joint(m, s, token, child);
    case DEPREL_DET:
    case DEPREL_DET_PREDET:
        return modality_at(m, s, child, PLACE_DETERMINER);
    case DEPREL_MARK:
    case DEPREL_CASE:
        return effect_of_mark(m, s, child);
    case DEPREL_AMOD:
        return modality_at(m, s, child, PLACE_ADJECTIVE);
    case DEPREL_NSUBJ:
    case DEPREL_NSUBJ_PASS:
    case DEPREL_OBJ:
        return is_verbal(&s->tokens[token]) ? effect_of_subject(m, s, child) : (unsigned)EFFECT_NONE;
    default:
        return EFFECT_NONE;
    }
}

// What the auxiliaries of a predicate say of its tense.
struct tense {
    const struct token *finite; // NULL without one
    bool has_modal, has_have;   // "may", "has"
    bool is_progressive;        // "are being held", "is building"
    bool has_finite_own;        // the predicate itself is the finite word
};

static struct tense tense_of_clause(const struct modality *m, const struct sentence *s, uint32_t token) {
    const struct token *t = &s->tokens[token];
    struct tense tense = { .finite = is_verbal(t) && (t->features & FEATURE_FINITE) ? t : NULL };
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c)) {
        const struct token *child = &s->tokens[c];
        if (!is_auxiliary(child->deprel)) continue;
        tense.has_modal |= modality_at(m, s, (uint32_t)c, PLACE_AUX) != EFFECT_NONE;
        if (!tense.finite || (child->features & FEATURE_FINITE)) tense.finite = child;
        tense.is_progressive |= !(child->features & FEATURE_FINITE) &&
                                (child->features & (FEATURE_PRESENT | FEATURE_GERUND)); // "being"
        tense.has_have |= child->deprel == DEPREL_AUX && child == tense.finite && child->upos == UPOS_AUX;
    }
    tense.has_finite_own = tense.finite == t;
    tense.is_progressive |= (t->features & FEATURE_GERUND) ||
                            ((t->features & FEATURE_PARTICIPLE) && (t->features & FEATURE_PRESENT));
    return tense;
}

// Whether a verb tells, in the present tense, what is going on: what is being done, and what lasts.
static bool is_going_on(const struct modality *m, const struct sentence *s, uint32_t token,
                        const struct tense *tense) {
    const struct token *t = &s->tokens[token];
    const bool is_present = tense->finite->features & FEATURE_PRESENT;
    if (tense->is_progressive && !tense->has_finite_own)
        return is_present || is_reported_in_past(s, token); // "said that they were negotiating"
    if (!is_present) return false;
    if (!tense->has_finite_own && tense->has_have) return false; // "has held"; not "is banned"
    if (tense->has_finite_own && slice_equal(t->form, t->lemma) &&
        modality_at(m, s, token, PLACE_UNCHANGED) != EFFECT_NONE)
        return false; // "shut", "cut"
    return modality_at(m, s, token, PLACE_STATE) != EFFECT_NONE;
}

static bool is_indefinite(const struct sentence *s, int32_t noun) {
    const int32_t det = token_child_with(s, noun, DEPREL_DET);
    return s->tokens[noun].upos == UPOS_NOUN && token_child_with(s, noun, DEPREL_NMOD_POSS) < 0 &&
           (det < 0 || !(s->tokens[det].features & FEATURE_DEFINITE));
}

// A noun with a copula in the present tense: "is under sanctions" goes on, "a siege is an attack on a town"
// only says what the word means.
static void judge_nominal_tense(const struct modality *m, const struct sentence *s, uint32_t token,
                                struct judgement *j) {
    const int32_t copula = token_child_with(s, (int32_t)token, DEPREL_COP);
    const struct tense tense = tense_of_clause(m, s, token);
    if (copula < 0 || j->is_marked || tense.has_modal || s->is_title || tense.finite != &s->tokens[copula] ||
        !(tense.finite->features & FEATURE_PRESENT))
        return;
    const int32_t subject = token_child_with(s, (int32_t)token, DEPREL_NSUBJ);
    const bool is_definition = subject >= 0 && token_child_with(s, (int32_t)token, DEPREL_CASE) < 0 &&
                               is_indefinite(s, subject) && !(s->tokens[subject].features & FEATURE_PLURAL);
    judge(j, tense.finite, is_definition ? FACTUALITY_POSSIBLE : FACTUALITY_ONGOING);
}

static void judge_verbal_tense(const struct modality *m, const struct sentence *s, uint32_t token,
                               struct judgement *j) {
    const struct tense tense = tense_of_clause(m, s, token);
    if (j->is_marked || tense.has_modal || s->is_title || !tense.finite || is_first_person(s, token)) return;
    if (is_going_on(m, s, token, &tense)) judge(j, tense.finite, FACTUALITY_ONGOING);
}

static bool is_ahead(const struct modality *m, const struct sentence *s, uint32_t token);

static void judge_children(const struct modality *m, const struct sentence *s, uint32_t token,
                           struct judgement *j) {
    const bool is_reported = is_reported_in_past(s, token);
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c)) {
        unsigned effect = effect_of_child(m, s, token, (uint32_t)c, is_reported);
        if (effect == EFFECT_AHEAD) effect = is_ahead(m, s, token) ? EFFECT_CONDITION : EFFECT_NONE;
        if (effect != EFFECT_NONE) judge(j, &s->tokens[c], effect);
    }
    if (is_verbal(&s->tokens[token]))
        judge_verbal_tense(m, s, token, j);
    else
        judge_nominal_tense(m, s, token, j);
}

// What a word that looks ahead ("until", "before") says of the clause or noun at `token`: it is to come,
// unless it is told as past. Told as past under a plan it is no more than planned, too: "would not talk until
// they were freed".
static bool is_ahead(const struct modality *m, const struct sentence *s, uint32_t token) {
    const int32_t head = s->tokens[token].head;
    const uint32_t above = head < 0 ? token : clause_of(s, (uint32_t)head);
    const bool is_past = is_past_clause(s, token);
    if (!is_past && finite_of(s, token) >= 0) return true;
    if (head < 0 || above == token) return false;
    struct judgement governor = { .value = FACTUALITY_HAPPENED };
    const bool is_reported = is_reported_in_past(s, above);
    for (int32_t c = token_child(s, (int32_t)above, -1); c >= 0; c = token_child(s, (int32_t)above, c))
        if (is_auxiliary(s->tokens[c].deprel)) {
            const unsigned effect = effect_of_auxiliary(m, s, above, (uint32_t)c, is_reported);
            if (effect != EFFECT_NONE) judge(&governor, &s->tokens[c], effect);
        }
    if (governor.value != FACTUALITY_HAPPENED && governor.value != FACTUALITY_ONGOING) return true;
    return !is_past && !is_past_clause(s, above);
}

// ---- what stands right before its phrase

// Where the noun phrase or verb group of `token` begins: "a major | assault", "not | condemning".
static uint32_t group_start(const struct sentence *s, uint32_t token) {
    uint32_t first = token;
    while (first > 0) {
        const struct token *before = &s->tokens[first - 1];
        const bool is_own = before->head == (int32_t)token &&
                            (before->deprel == DEPREL_DET || before->deprel == DEPREL_AMOD ||
                             before->deprel == DEPREL_COMPOUND || before->deprel == DEPREL_NUMMOD ||
                             before->deprel == DEPREL_NMOD_POSS || before->deprel == DEPREL_ADVMOD ||
                             before->deprel == DEPREL_NMOD_DESC || is_auxiliary(before->deprel));
        if (!is_own) break;
        first--;
    }
    return first;
}

// A mark or preposition of its own, which was asked for what it says already.
static bool is_own_mark(const struct sentence *s, uint32_t token, uint32_t cue) {
    const struct token *t = &s->tokens[cue];
    return t->head == (int32_t)token && (t->deprel == DEPREL_MARK || t->deprel == DEPREL_CASE);
}

// The phrases that stand before it: before its head word, its group, its clause, and before the clause
// without the word that opens that ("no sign | that they attacked").
static void judge_lead(const struct modality *m, const struct sentence *s, uint32_t token,
                       struct judgement *j) {
    uint32_t first, end, starts[4] = { token, group_start(s, token) };
    token_subtree(s, (int32_t)token, &first, &end);
    starts[2] = first;
    const int32_t mark = token_child_with(s, (int32_t)token, DEPREL_MARK);
    starts[3] = mark == (int32_t)first ? first + 1 : first;
    for (unsigned i = 0; i < sizeof starts / sizeof *starts; i++) {
        uint32_t cue;
        unsigned effect = modality_before(m, s, starts[i], PLACE_LEAD, &cue);
        if (effect == EFFECT_AHEAD) effect = is_ahead(m, s, token) ? EFFECT_CONDITION : EFFECT_NONE;
        if (effect == EFFECT_NONE || is_own_mark(s, token, cue)) continue;
        judge(j, &s->tokens[cue], effect);
        return;
    }
}

// ---- what governs it

static bool is_definite(const struct sentence *s, uint32_t noun) {
    for (int32_t c = token_child(s, (int32_t)noun, -1); c >= 0; c = token_child(s, (int32_t)noun, c))
        if (s->tokens[c].deprel == DEPREL_NMOD_POSS ||
            (s->tokens[c].deprel == DEPREL_DET && (s->tokens[c].features & FEATURE_DEFINITE)))
            return true;
    return s->tokens[noun].upos == UPOS_PROPN;
}

// Whether a word of the table links it to what governs it: "from attacking", "against an attack".
static bool is_linked_by_table(const struct modality *m, const struct sentence *s, uint32_t token) {
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c))
        if ((s->tokens[c].deprel == DEPREL_MARK || s->tokens[c].deprel == DEPREL_CASE) &&
            modality_at(m, s, (uint32_t)c, PLACE_LINK) != EFFECT_NONE)
            return true;
    return false;
}

// What the subject makes of the clause at `verb`: "the film shows an attack".
static unsigned effect_of_teller(const struct modality *m, const struct sentence *s, uint32_t verb) {
    const int32_t subject =
        is_verbal(&s->tokens[verb]) ? token_child_with(s, (int32_t)verb, DEPREL_NSUBJ) : -1;
    return subject < 0 ? (unsigned)EFFECT_NONE : modality_at(m, s, (uint32_t)subject, PLACE_SUBJECT);
}

// What a word does to what it governs.
static unsigned effect_of_governor(const struct modality *m, const struct sentence *s, uint32_t head) {
    const unsigned effect = modality_at(m, s, head, PLACE_GOVERNOR);
    return effect == EFFECT_NONE ? effect_of_teller(m, s, head) : effect;
}

// The same of a word over an infinitive.
static unsigned effect_over_infinitive(const struct modality *m, const struct sentence *s, uint32_t head) {
    unsigned effect = is_past_clause(s, head) ? modality_at(m, s, head, PLACE_PAST_INFINITIVE)
                                              : (unsigned)EFFECT_NONE; // "had to leave"
    if (effect == EFFECT_NONE) effect = modality_at(m, s, head, PLACE_INFINITIVE);
    return effect;
}

static int32_t climb_complement(const struct modality *m, const struct sentence *s, uint32_t token,
                                unsigned *effect) {
    const uint32_t head = (uint32_t)s->tokens[token].head;
    const bool is_to = is_infinitive(s, token);
    if (!(s->tokens[token].features & (FEATURE_GERUND | FEATURE_PRESENT)) || is_to)
        *effect = effect_over_infinitive(m, s, head);
    else
        *effect = modality_at(m, s, head, PLACE_GERUND); // "stopped sending"
    if (*effect == EFFECT_NONE) *effect = effect_of_governor(m, s, head);
    if (*effect == EFFECT_NONE && is_to && s->tokens[token].deprel == DEPREL_XCOMP)
        *effect = FACTUALITY_PLANNED;
    return (int32_t)head;
}

static int32_t climb_content(const struct modality *m, const struct sentence *s, uint32_t token,
                             unsigned *effect) {
    const uint32_t head = (uint32_t)s->tokens[token].head;
    *effect = effect_of_governor(m, s, head);
    if (*effect == EFFECT_NONE && !is_verbal(&s->tokens[head]))
        *effect = modality_at(m, s, head, PLACE_ADJECTIVE);        // "it is likely that"
    if (*effect == FACTUALITY_HAPPENED && token < head) return -1; // "..., he has not said" denies nothing
    return *effect == EFFECT_NONE ? -1 : (int32_t)head;
}

static int32_t climb_adverbial(const struct modality *m, const struct sentence *s, uint32_t token,
                               unsigned *effect) {
    const uint32_t head = (uint32_t)s->tokens[token].head;
    if (is_infinitive(s, token)) { // a purpose
        *effect = effect_over_infinitive(m, s, head);
        if (*effect != FACTUALITY_HAPPENED) *effect = effect_of_governor(m, s, head);
        if (*effect == EFFECT_NONE) *effect = FACTUALITY_PLANNED;
        return (int32_t)head;
    }
    if (finite_of(s, token) >= 0 || !is_linked_by_table(m, s, token)) return -1;
    *effect = modality_at(m, s, head, PLACE_MARKED); // "kept them from attacking"
    if (*effect == EFFECT_NONE) *effect = effect_of_governor(m, s, head);
    return *effect == EFFECT_NONE || *effect == FACTUALITY_HAPPENED ? -1 : (int32_t)head;
}

static int32_t climb_clause_of_noun(const struct modality *m, const struct sentence *s, uint32_t token,
                                    unsigned *effect) {
    const struct token *t = &s->tokens[token];
    const uint32_t head = (uint32_t)t->head;
    const bool is_to = is_infinitive(s, token);
    if (!is_to && (t->features & (FEATURE_PARTICIPLE | FEATURE_GERUND)) &&
        s->tokens[head].deprel == DEPREL_OBJ && s->tokens[head].head >= 0 &&
        head < token) { // "wants the prisoners released"
        const uint32_t verb = (uint32_t)s->tokens[head].head;
        *effect = modality_at(m, s, verb, PLACE_GOVERNOR);
        if (*effect == FACTUALITY_REQUESTED) return (int32_t)verb;
        *effect = is_linked_by_table(m, s, token) ? modality_at(m, s, verb, PLACE_MARKED) : EFFECT_NONE;
        if (*effect != EFFECT_NONE) return (int32_t)verb; // "stopped a man from stabbing"
    }
    *effect = modality_at(m, s, head, PLACE_GOVERNOR);
    if (*effect == EFFECT_NONE && is_to) *effect = FACTUALITY_PLANNED;
    return *effect == EFFECT_NONE ? -1 : (int32_t)head;
}

static int32_t climb_conjunct(const struct sentence *s, uint32_t token) {
    if (is_verbal(&s->tokens[token]) && (s->tokens[token].features & FEATURE_FINITE)) return -1;
    if (token_child_with(s, (int32_t)token, DEPREL_NSUBJ) >= 0 ||
        token_child_with(s, (int32_t)token, DEPREL_AUX) >= 0)
        return -1;
    return s->tokens[token].head;
}

static int32_t climb_object(const struct modality *m, const struct sentence *s, uint32_t token,
                            unsigned *effect) {
    const uint32_t head = (uint32_t)s->tokens[token].head;
    if (modality_at(m, s, head, PLACE_OBJECT) != EFFECT_NONE) return (int32_t)head;
    *effect = effect_of_governor(m, s, head);
    if (*effect == FACTUALITY_HAPPENED) *effect = EFFECT_NONE;
    if (*effect == EFFECT_NONE && is_definite(s, token)) return -1;
    return (int32_t)head;
}

static int32_t climb_subject(const struct modality *m, const struct sentence *s, uint32_t token,
                             unsigned *effect) {
    const uint32_t head = (uint32_t)s->tokens[token].head;
    if (!is_verbal(&s->tokens[head])) *effect = modality_at(m, s, head, PLACE_ADJECTIVE); // "were false"
    if (*effect == FACTUALITY_ONGOING) *effect = EFFECT_NONE;
    return *effect == EFFECT_NONE && is_definite(s, token) ? -1 : (int32_t)head;
}

static int32_t climb_oblique(const struct modality *m, const struct sentence *s, uint32_t token,
                             unsigned *effect) {
    const uint32_t head = (uint32_t)s->tokens[token].head;
    if (!is_verbal(&s->tokens[head]) || token < head) return -1; // what stands before is a circumstance
    uint32_t first;
    const int32_t mark = token_child_with(s, (int32_t)token, DEPREL_CASE);
    if (mark == (int32_t)head + 1 && modality_before(m, s, head + 2, PLACE_GOVERNOR, &first) != EFFECT_NONE &&
        first == head)
        return climb_object(m, s, token, effect); // "called off her trip", read as "called | off her trip"
    *effect = effect_of_governor(m, s, head);
    const bool is_meant = *effect == FACTUALITY_REQUESTED || *effect == FACTUALITY_PLANNED ||
                          *effect == FACTUALITY_POSSIBLE ||
                          (*effect == FACTUALITY_DID_NOT_HAPPEN && is_linked_by_table(m, s, token));
    if (!is_meant) *effect = EFFECT_NONE;
    const bool is_held_off = is_definite(s, token) && !is_linked_by_table(m, s, token);
    return *effect == EFFECT_NONE || is_held_off ? -1 : (int32_t)head;
}

static int32_t climb_modifier(const struct modality *m, const struct sentence *s, uint32_t token,
                              unsigned *effect) {
    const uint32_t head = (uint32_t)s->tokens[token].head;
    *effect = modality_at(m, s, head, PLACE_THROUGH); // "reports of an attack", "rumours of an attack"
    if (*effect == FACTUALITY_HAPPENED) *effect = EFFECT_NONE;
    if (modality_at(m, s, head, PLACE_THROUGH) != EFFECT_NONE) return (int32_t)head;
    *effect = modality_at(m, s, head, PLACE_GOVERNOR);
    if (*effect == FACTUALITY_HAPPENED) *effect = EFFECT_NONE;
    return *effect == EFFECT_NONE ? -1 : (int32_t)head;
}

// The token whose judgement also holds for `token`, and the effect that it has on it; -1 at the top.
static int32_t governor_of(const struct modality *m, const struct sentence *s, uint32_t token,
                           unsigned *effect) {
    *effect = EFFECT_NONE;
    if (s->tokens[token].head < 0) return -1;
    switch (s->tokens[token].deprel) {
    case DEPREL_XCOMP:
    case DEPREL_CSUBJ:
        return climb_complement(m, s, token, effect);
    case DEPREL_CCOMP:
        return climb_content(m, s, token, effect);
    case DEPREL_ADVCL:
        return climb_adverbial(m, s, token, effect);
    case DEPREL_ACL:
        return climb_clause_of_noun(m, s, token, effect);
    case DEPREL_CONJ:
        return climb_conjunct(s, token);
    case DEPREL_OBJ:
    case DEPREL_NSUBJ_PASS:
        return climb_object(m, s, token, effect);
    case DEPREL_NSUBJ:
        return climb_subject(m, s, token, effect);
    case DEPREL_OBL:
        return climb_oblique(m, s, token, effect);
    case DEPREL_NMOD:
    case DEPREL_COMPOUND:
        return climb_modifier(m, s, token, effect);
    default:
        return -1;
    }
}

// ---- the whole

bool factuality_is_excluded(const struct modality *modality, const struct sentence *s, uint32_t token) {
    if (!is_nominal(&s->tokens[token])) return false;
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0 && c < (int32_t)token;
         c = token_child(s, (int32_t)token, c))
        if (s->tokens[c].deprel == DEPREL_ADVMOD &&
            modality_at(modality, s, (uint32_t)c, PLACE_ADVERB) == EFFECT_NEGATION)
            return true;
    return false;
}

bool factuality_is_announced(const struct sentence *s, uint32_t token) {
    const int32_t mark = token_child_with(s, (int32_t)token, DEPREL_MARK);
    if (mark <= 0 || s->tokens[mark].upos != UPOS_PART || !is_infinitive(s, token) ||
        !is_nominal(&s->tokens[mark - 1]))
        return false;
    int32_t above = s->tokens[token].head;
    for (int hops = 0; hops < HOPS && above >= 0; hops++, above = s->tokens[above].head)
        if (is_verbal(&s->tokens[above])) return false; // what that is done for
    for (size_t i = 0; i < s->count; i++)
        if (s->tokens[i].features & FEATURE_FINITE) return false;
    return true;
}

// A clause that hangs on it by a condition: "will withdraw if".
static bool has_condition(const struct modality *m, const struct sentence *s, uint32_t token) {
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c)) {
        if (s->tokens[c].deprel != DEPREL_ADVCL) continue;
        const int32_t mark = token_child_with(s, c, DEPREL_MARK);
        if (mark >= 0 && modality_at(m, s, (uint32_t)mark, PLACE_MARK) == EFFECT_CONDITION) return true;
    }
    return false;
}

bool factuality_is_negated_future(const struct modality *modality, const struct sentence *s, uint32_t token) {
    struct judgement j = { .value = FACTUALITY_HAPPENED };
    judge_children(modality, s, token, &j);
    return j.is_negated && j.value == FACTUALITY_PLANNED;
}

static enum factuality conclude(const struct judgement *j) {
    if (!j->is_negated || j->is_condition) return j->value;
    return j->value == FACTUALITY_DID_NOT_HAPPEN || j->value == FACTUALITY_DENIED ? FACTUALITY_HAPPENED
                                                                                  : FACTUALITY_DID_NOT_HAPPEN;
}

enum factuality factuality_of(const struct modality *modality, const struct sentence *s, uint32_t token,
                              struct span *cue) {
    struct judgement j = { .value = FACTUALITY_HAPPENED };
    bool is_content = false; // of what is judged: somebody says it
    int32_t at = (int32_t)token;
    for (int hops = 0; hops < HOPS && at >= 0; hops++) {
        const struct judgement before = j;
        judge_children(modality, s, (uint32_t)at, &j);
        if (is_content && j.value == FACTUALITY_ONGOING) j = before; // it is the saying that goes on
        judge_lead(modality, s, (uint32_t)at, &j);
        is_content = s->tokens[at].deprel == DEPREL_CCOMP;
        unsigned effect;
        const int32_t governor = governor_of(modality, s, (uint32_t)at, &effect);
        if (governor < 0) break;
        if (effect != EFFECT_NONE) {
            if (j.is_negated && effect == FACTUALITY_DID_NOT_HAPPEN) j.is_negated = false;
            if (j.value == FACTUALITY_ONGOING) j.is_marked = false;
            judge(&j, &s->tokens[governor], effect);
        }
        at = governor;
    }
    if (j.value == FACTUALITY_PLANNED && !j.is_negated && has_condition(modality, s, token))
        judge(&j, &s->tokens[token], EFFECT_CONDITION);
    if (!j.is_marked && factuality_is_announced(s, token)) judge(&j, &s->tokens[token], FACTUALITY_PLANNED);
    if (s->count && slice_equal(s->tokens[s->count - 1].form, SLICE("?")) && !j.is_marked)
        judge(&j, &s->tokens[s->count - 1], FACTUALITY_POSSIBLE);
    if (cue) *cue = j.cue;
    return conclude(&j);
}
