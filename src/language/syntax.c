// syntax.c - where syntax leads: logical subjects and objects.
//
// Patterns should say "the one who does it" once, not once for active, passive, relative clause, participle
// and infinitive. So each step undoes what grammar did. A missing subject is looked for where English and its
// relatives leave it: with the verb that this one is coordinated to, with the verb that controls the
// infinitive, at the noun that a participle or relative clause describes. Every way up is bounded by HOPS: a
// tree may be as deep as it is long.
#include "language/syntax.h"

#include <string.h>

#define HOPS 6

struct findings { // a set of tokens that fills up to its limit
    uint32_t *tokens;
    size_t count, limit;
};

static void find(struct findings *findings, int32_t token) {
    if (token < 0 || findings->count >= findings->limit) return;
    for (size_t i = 0; i < findings->count; i++)
        if (findings->tokens[i] == (uint32_t)token) return;
    findings->tokens[findings->count++] = (uint32_t)token;
}

bool word_among(struct slice text, struct slice words) {
    for (struct slice word; slice_next(&words, SLICE("|"), &word);)
        if (slice_equal_ascii_fold(text, word)) return true;
    return false;
}

static bool token_among(const struct token *token, struct slice words) {
    return word_among(token->lemma, words) || word_among(token->form, words);
}

bool is_verbal(const struct token *token) {
    return token->upos == UPOS_VERB || token->upos == UPOS_AUX;
}
bool is_nominal(const struct token *token) {
    return token->upos == UPOS_NOUN || token->upos == UPOS_PROPN || token->upos == UPOS_PRON ||
           token->upos == UPOS_NUM;
}

static bool has_child(const struct sentence *s, uint32_t token, enum deprel deprel) {
    return token_child_with(s, (int32_t)token, deprel) >= 0;
}

static int32_t subject_child(const struct sentence *s, uint32_t token) {
    static const enum deprel deprels[] = { DEPREL_NSUBJ, DEPREL_NSUBJ_PASS, DEPREL_NSUBJ_OUTER };
    for (size_t i = 0; i < sizeof deprels / sizeof *deprels; i++) {
        int32_t subject = token_child_with(s, (int32_t)token, deprels[i]);
        if (subject >= 0) return subject;
    }
    return -1;
}

// A participle that is passive without an auxiliary: "captured by", "wounded in". Whether it is past tense or
// participle is the tagger's word; where that is all there is, an object speaks against it.
static bool is_bare_participle(const struct sentence *s, uint32_t token) {
    const struct token *t = &s->tokens[token];
    return t->upos == UPOS_VERB && (t->features & FEATURE_PARTICIPLE) && (t->features & FEATURE_PAST) &&
           !has_child(s, token, DEPREL_AUX) && !has_child(s, token, DEPREL_OBJ);
}

// A title, or a line that ends without a mark as headlines do, wherever it stands: in a list of stories, a post.
static bool is_headline(const struct sentence *s) {
    return s->is_title || s->tokens[s->count - 1].upos != UPOS_PUNCT;
}

bool is_passive(const struct sentence *s, uint32_t token) {
    if (has_child(s, token, DEPREL_NSUBJ_PASS) && has_child(s, token, DEPREL_OBJ) && !s->is_title &&
        !has_child(s, token, DEPREL_AUX_PASS) && !has_child(s, token, DEPREL_OBL_AGENT))
        return false; // "threatened the state", "might have taken the crew": mistagged
    for (int hops = 0; hops < HOPS; hops++) {
        if (has_child(s, token, DEPREL_NSUBJ_PASS) || has_child(s, token, DEPREL_AUX_PASS) ||
            has_child(s, token, DEPREL_CSUBJ_PASS) || has_child(s, token, DEPREL_OBL_AGENT))
            return true;
        if (!is_bare_participle(s, token)) return false;
        if (has_child(s, token, DEPREL_NSUBJ))
            return is_headline(s); // "Minister stabbed"; elsewhere the tag is more often wrong than the relation
        const struct token *t = &s->tokens[token];
        if (t->deprel != DEPREL_CONJ || t->head < 0 || has_child(s, token, DEPREL_NSUBJ))
            return true; // "the men captured in May"
        if (!(s->tokens[t->head].features & FEATURE_PARTICIPLE))
            return false; // coordinated with a past tense: "came and attacked", mistagged
        token = (uint32_t)t->head;
    }
    return false;
}

// "was killed by a shell and three soldiers were wounded": a noun that the parser coordinated to one before
// it, though the auxiliary of another verb follows.
static bool starts_clause(const struct sentence *s, uint32_t noun) {
    if (noun + 1 >= s->count || !is_nominal(&s->tokens[noun]) || s->tokens[noun + 1].upos != UPOS_AUX)
        return false;
    int32_t verb = s->tokens[noun + 1].head;
    int32_t before = s->tokens[noun].head;
    if (verb < (int32_t)noun || before < 0 || s->tokens[before].deprel == DEPREL_NMOD) return false;
    enum deprel deprel = s->tokens[verb].deprel;
    return (deprel == DEPREL_CONJ || deprel == DEPREL_ADVCL || deprel == DEPREL_PARATAXIS) &&
           s->tokens[verb].head < s->tokens[noun].head;
}

static void find_subject(const struct sentence *s, uint32_t token, struct findings *findings, int hops);

// The one that undergoes a passive, whether or not it stands with this verb.
static void find_passive_subject(const struct sentence *s, uint32_t token, struct findings *findings,
                                 int hops) {
    const struct token *t = &s->tokens[token];
    int32_t subject = subject_child(s, token);
    if (subject >= 0 || t->head < 0 || hops >= HOPS) {
        find(findings, subject);
        return;
    }
    switch (t->deprel) {
    case DEPREL_CONJ:
        for (int32_t i = (int32_t)token - 1; i > 0 && s->tokens[i].upos == UPOS_AUX; i--)
            if (starts_clause(s, (uint32_t)i - 1)) {
                find(findings, i - 1);
                return;
            }
        if (is_passive(s, (uint32_t)t->head))
            find_passive_subject(s, (uint32_t)t->head, findings, hops + 1);
        else
            find_subject(s, (uint32_t)t->head, findings, hops + 1);
        return;
    case DEPREL_ACL:
    case DEPREL_ACL_RELCL:
    case DEPREL_AMOD:
        find(findings, t->head);
        return;
    case DEPREL_XCOMP:
    case DEPREL_ADVCL:
    case DEPREL_CCOMP:
        find_subject(s, token, findings, hops + 1);
        return;
    default:
        return;
    }
}

// The surface subject of the clause above: what a subjectless clause under it takes over.
static void find_surface_subject(const struct sentence *s, uint32_t token, struct findings *findings,
                                 int hops) {
    int32_t subject = subject_child(s, token);
    if (subject >= 0)
        find(findings, subject);
    else if (is_passive(s, token))
        find_passive_subject(s, token, findings, hops);
    else
        find_subject(s, token, findings, hops);
}

// Where the parser found no subject: the noun or name that stands right before the verb, its auxiliaries and
// adverbs, and a word or two of time ("the president on Friday met").
static int32_t nominal_before(const struct sentence *s, uint32_t token) {
    bool is_finite = (s->tokens[token].features & FEATURE_FINITE) || has_child(s, token, DEPREL_OBJ);
    for (int32_t i = (int32_t)token - 1, steps = 0; i >= 0 && steps < 8; i--, steps++) {
        const struct token *t = &s->tokens[i];
        if (t->upos == UPOS_AUX) {
            is_finite |= (t->features & FEATURE_FINITE) != 0;
        } else if (is_nominal(t) &&
                   (t->deprel == DEPREL_OBL_UNMARKED || t->deprel == DEPREL_NMOD_UNMARKED ||
                    t->deprel == DEPREL_OBL_TMOD) &&
                   steps < 3) {
            continue;
        } else if (is_nominal(t) && i > 0 && s->tokens[i - 1].upos == UPOS_ADP && t->upos == UPOS_PROPN &&
                   i > 1 && is_nominal(&s->tokens[i - 2])) {
            i--; // "on Friday"
        } else if (is_nominal(t) && t->deprel == DEPREL_APPOS && t->head >= 0 && t->head < i) {
            i = t->head + 1; // "Name, the governor, announced": the name
        } else if (is_nominal(t) && t->upos != UPOS_NUM) {
            bool is_object = t->deprel == DEPREL_OBJ && t->head < i &&
                             t->head != s->tokens[token].head; // "said troops had left"
            return is_finite && !is_object ? i : -1;
        } else if (t->upos != UPOS_ADV && t->upos != UPOS_PART && t->upos != UPOS_PUNCT) {
            return -1;
        }
    }
    return -1;
}

// "Ostrany, which last month joined the talks, has kept a line open": the parser gave the subject to the
// clause between the commas.
static int32_t subject_before_commas(const struct sentence *s, uint32_t token) {
    uint32_t start = token;
    while (start > 0 && s->tokens[start - 1].upos == UPOS_AUX) start--;
    if (start == 0 || s->tokens[start - 1].upos != UPOS_PUNCT) return -1;
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0 && c < (int32_t)token;
         c = token_child(s, (int32_t)token, c)) {
        if (s->tokens[c].deprel != DEPREL_ADVCL || !(s->tokens[c].features & FEATURE_FINITE)) continue;
        int32_t noun = token_child_with(s, c, DEPREL_NSUBJ);
        if (noun < 0 || noun + 2 >= c || s->tokens[noun + 1].upos != UPOS_PUNCT) continue;
        enum upos after = s->tokens[noun + 2].upos;
        if ((after == UPOS_PRON || after == UPOS_DET) && !(s->tokens[noun + 2].features & FEATURE_DEFINITE))
            return noun;
    }
    return -1;
}

// But for what marks the clause: ", while calling".
static bool is_behind_comma(const struct sentence *s, uint32_t token) {
    uint32_t start = token;
    while (start > 0 && s->tokens[start - 1].deprel == DEPREL_MARK &&
           s->tokens[start - 1].head == (int32_t)token)
        start--;
    return start > 0 && s->tokens[start - 1].upos == UPOS_PUNCT;
}

// A verb without a subject of its own in a noun's phrase.
static bool is_within_noun(const struct sentence *s, uint32_t verb) {
    const struct token *t = &s->tokens[verb];
    if (!is_verbal(t) || t->head < 0) return false;
    if (t->deprel == DEPREL_NMOD) return subject_child(s, verb) < 0;
    return t->deprel == DEPREL_ACL && !(t->features & FEATURE_FINITE) &&
           (t->features & (FEATURE_PARTICIPLE | FEATURE_GERUND));
}

static void find_subject(const struct sentence *s, uint32_t token, struct findings *findings, int hops) {
    const struct token *t = &s->tokens[token];
    int32_t subject = subject_child(s, token);
    if (subject < 0 && is_verbal(t)) subject = subject_before_commas(s, token);
    if (subject < 0 && is_verbal(t) && t->deprel != DEPREL_CONJ && t->deprel != DEPREL_XCOMP &&
        t->deprel != DEPREL_ACL && t->deprel != DEPREL_ACL_RELCL &&
        !(t->features & (FEATURE_INFINITIVE | FEATURE_GERUND)) &&
        !((t->features & FEATURE_PARTICIPLE) && (t->features & FEATURE_PRESENT)))
        subject = nominal_before(s, token);
    if (subject >= 0 || t->head < 0 || hops >= HOPS) {
        find(findings, subject);
        return;
    }
    uint32_t head = (uint32_t)t->head;
    switch (t->deprel) {
    case DEPREL_CONJ:
        for (int up = 0; up < HOPS && is_verbal(t) && !is_verbal(&s->tokens[head]) &&
                         !has_child(s, head, DEPREL_COP) && s->tokens[head].head >= 0;
             up++)
            head = (uint32_t)s->tokens[head]
                       .head; // a verb that the parser coordinated to the object of its neighbour
        if (is_verbal(&s->tokens[head]) || has_child(s, head, DEPREL_COP))
            find_surface_subject(s, head, findings, hops + 1);
        return;
    case DEPREL_XCOMP: { // "urged Iran to leave": the object; "wants to leave": the subject
        int32_t object = token_child_with(s, t->head, DEPREL_OBJ);
        if (object < 0) object = token_child_with(s, t->head, DEPREL_IOBJ);
        if (object >= 0 && object != (int32_t)token)
            find(findings, object);
        else
            find_surface_subject(s, head, findings, hops + 1);
        return;
    }
    case DEPREL_CCOMP: // a parser's other way to write an infinitive
        if (t->features & FEATURE_INFINITIVE) {
            int32_t object = token_child_with(s, t->head, DEPREL_OBJ);
            if (object >= 0)
                find(findings, object);
            else
                find_surface_subject(s, head, findings, hops + 1);
        }
        return;
    case DEPREL_ADVCL:
    case DEPREL_PARATAXIS:
        // "fired on boats crossing the river, killing ten": behind a comma it is the main clause's, not a
        // participle's, nor that of a verb behind a preposition ("stressed the importance of leaving, while
        // calling for talks")
        while (token > head && is_behind_comma(s, token) && is_within_noun(s, head))
            head = clause_of(s, (uint32_t)s->tokens[head].head);
        if (!(t->features & FEATURE_FINITE) && is_verbal(&s->tokens[head]))
            find_surface_subject(s, head, findings, hops + 1);
        return;
    case DEPREL_ACL_RELCL:
        find(findings, t->head);
        return;
    case DEPREL_ACL: {
        const struct token *noun = &s->tokens[head];
        if (!(t->features & FEATURE_INFINITIVE)) {
            find(findings, t->head); // "a crowd demanding"
            return;
        }
        // "its plan to withdraw", "signed a decree to ban": whoever has the noun, else who does something
        // with it
        size_t before = findings->count;
        find(findings, token_child_with(s, t->head, DEPREL_NMOD_POSS));
        if (findings->count == before && noun->head >= 0 && is_verbal(&s->tokens[noun->head]))
            find_surface_subject(s, (uint32_t)noun->head, findings, hops + 1);
        return;
    }
    default:
        return;
    }
}

static void find_object(const struct sentence *s, uint32_t token, struct findings *findings) {
    const struct token *t = &s->tokens[token];
    size_t before = findings->count;
    if (is_passive(s, token)) {
        find(findings, token_child_with(s, (int32_t)token, DEPREL_OBJ)); // "was given assurances"
        find_passive_subject(s, token, findings, 0);
        return;
    }
    find(findings, token_child_with(s, (int32_t)token, DEPREL_OBJ));
    // "granted Mongolia a loan": the parser takes one of two objects for a measure or a time
    int32_t second = token_child_with(s, (int32_t)token, DEPREL_OBL_UNMARKED);
    if (second > (int32_t)token && s->tokens[second].upos == UPOS_NOUN &&
        (has_child(s, (uint32_t)second, DEPREL_NMOD_POSS) ||
         (findings->count != before && has_child(s, (uint32_t)second, DEPREL_DET))))
        find(findings, second);
    if (findings->count == before && (t->features & FEATURE_FINITE)) // taken for something else: "hail Party"
        for (int32_t c = token_child(s, (int32_t)token, (int32_t)token); c >= 0;
             c = token_child(s, (int32_t)token, c))
            if (s->tokens[c].deprel == DEPREL_XCOMP && is_nominal(&s->tokens[c]) &&
                !has_child(s, (uint32_t)c, DEPREL_CASE) && !has_child(s, (uint32_t)c, DEPREL_MARK))
                find(findings, c);
    if (findings->count != before || t->head < 0) return;
    // "the hostages it holds": the relative pronoun is left out; with one it is the object itself
    if (t->deprel == DEPREL_ACL_RELCL && has_child(s, token, DEPREL_NSUBJ)) {
        int32_t subject = token_child_with(s, (int32_t)token, DEPREL_NSUBJ);
        if (subject > t->head && s->tokens[subject].upos != UPOS_PRON)
            find(findings, t->head);
        else if (subject > t->head &&
                 (s->tokens[subject].features & (FEATURE_FIRST | FEATURE_SECOND | FEATURE_THIRD)))
            find(findings, t->head);
    } else if (t->deprel == DEPREL_CONJ && is_verbal(t) && is_verbal(&s->tokens[t->head]) &&
               t->head < (int32_t)token) {
        // "attacked and burned the village" shares what follows; the parser hangs it on either verb
        int32_t shared = token_child_with(s, t->head, DEPREL_OBJ);
        if (shared > (int32_t)token) find(findings, shared);
    }
}

// A noun phrase under `token` whose preposition is one of `words`.
static void find_prepositional(const struct sentence *s, uint32_t token, struct slice words,
                               struct findings *findings) {
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c)) {
        enum deprel deprel = s->tokens[c].deprel;
        if (deprel != DEPREL_OBL && deprel != DEPREL_NMOD && deprel != DEPREL_OBL_AGENT &&
            deprel != DEPREL_ADVCL && deprel != DEPREL_ACL && deprel != DEPREL_NMOD_POSS &&
            deprel != DEPREL_XCOMP && deprel != DEPREL_CCOMP)
            continue;
        bool is_clause = deprel == DEPREL_ADVCL || deprel == DEPREL_ACL || deprel == DEPREL_XCOMP ||
                         deprel == DEPREL_CCOMP;
        for (int32_t m = token_child(s, c, -1); m >= 0; m = token_child(s, c, m)) {
            enum deprel mark = s->tokens[m].deprel;
            if ((mark == DEPREL_CASE || (is_clause && mark == DEPREL_MARK)) &&
                (words.length == 0 || token_among(&s->tokens[m], words))) {
                find(findings, c);
                break;
            }
        }
    }
}

static void find_prep(const struct sentence *s, uint32_t token, struct slice words,
                      struct findings *findings) {
    size_t before = findings->count;
    const struct token *t = &s->tokens[token];
    find_prepositional(s, token, words, findings);
    // "accused of" as "with whom it fought": the pronoun stands before, under the verb, and is found above.
    // A phrase that belongs to the verb may have been hung on its object ("held talks with"), and back.
    if (findings->count == before && is_verbal(t)) {
        int32_t object = token_child_with(s, (int32_t)token, DEPREL_OBJ);
        if (object < 0) object = token_child_with(s, (int32_t)token, DEPREL_NSUBJ_PASS);
        if (object >= 0) find_prepositional(s, (uint32_t)object, words, findings);
        for (int32_t c = object < 0 ? -1 : token_child(s, object, object); // "sent 40 tonnes of food to"
             c >= 0 && words.length && findings->count == before; c = token_child(s, object, c))
            if (s->tokens[c].deprel == DEPREL_NMOD) find_prepositional(s, (uint32_t)c, words, findings);
        for (int32_t c = token_child_with(s, (int32_t)token, DEPREL_XCOMP);
             findings->count == before && c >= 0;) {
            find_prepositional(s, (uint32_t)c, words, findings);
            break;
        }
    }
    if (findings->count ==
        before) // hung on a phrase within: "spoke by telephone with", "the arrest of X by Y"
        for (int32_t c = token_child(s, (int32_t)token, (int32_t)token); c >= 0 && findings->count == before;
             c = token_child(s, (int32_t)token, c))
            if (s->tokens[c].deprel == DEPREL_OBL || s->tokens[c].deprel == DEPREL_NMOD)
                find_prepositional(s, (uint32_t)c, words, findings);
    if (findings->count == before && t->deprel == DEPREL_OBJ && t->head >= 0 && words.length && !is_verbal(t))
        for (int32_t c = token_child(s, t->head, (int32_t)token); c >= 0; c = token_child(s, t->head, c)) {
            int32_t mark = token_child_with(s, c, DEPREL_CASE); // "condemned the attack on": hung on the verb
            if (s->tokens[c].deprel == DEPREL_OBL && mark >= 0 && token_among(&s->tokens[mark], words))
                find(findings, c);
        }
    if (findings->count == before && t->deprel == DEPREL_CONJ && t->head >= 0 && is_verbal(t))
        for (int32_t c = token_child(s, t->head, (int32_t)token); c >= 0; c = token_child(s, t->head, c))
            if (s->tokens[c].deprel == DEPREL_OBL) { // shared by coordinated verbs, after the second
                int32_t mark = token_child_with(s, c, DEPREL_CASE);
                if (mark >= 0 && token_among(&s->tokens[mark], words)) find(findings, c);
            }
}

static void find_children(const struct sentence *s, uint32_t token, const enum deprel *deprels, size_t count,
                          struct slice words, struct findings *findings) {
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c))
        for (size_t i = 0; i < count; i++)
            if (s->tokens[c].deprel == deprels[i] && (words.length == 0 || token_among(&s->tokens[c], words)))
                find(findings, c);
}

#define FIND_CHILDREN(...)                                                                                   \
    find_children(s, token, (const enum deprel[]){ __VA_ARGS__ },                                            \
                  sizeof((const enum deprel[]){ __VA_ARGS__ }) / sizeof(enum deprel), words, findings)

static void follow_step(const struct sentence *s, uint32_t token, enum path_step_kind kind,
                        struct slice words, struct findings *findings) {
    const struct token *t = &s->tokens[token];
    size_t before = findings->count;
    switch (kind) {
    case STEP_SELF:
        find(findings, (int32_t)token);
        break;
    case STEP_SUBJ:
        if (!is_verbal(t) && !has_child(s, token, DEPREL_NSUBJ) && !has_child(s, token, DEPREL_COP))
            break; // a noun has no subject
        if (is_passive(s, token)) {
            int32_t agent = token_child_with(s, (int32_t)token, DEPREL_OBL_AGENT);
            int32_t mark = agent < 0 ? -1 : token_child_with(s, agent, DEPREL_CASE);
            if (mark < 0 || token_child_with(s, mark, DEPREL_FIXED) < 0) // no "according to"
                find(findings, agent);
        } else
            find_subject(s, token, findings, 0);
        break;
    case STEP_NSUBJ:
        find_surface_subject(s, token, findings, 0);
        break;
    case STEP_OBJ:
        if (is_verbal(t)) find_object(s, token, findings);
        break;
    case STEP_IOBJ:
        find(findings, token_child_with(s, (int32_t)token, DEPREL_IOBJ));
        break;
    case STEP_PREP:
        find_prep(s, token, words, findings);
        return; // words are the preposition's
    case STEP_POSS:
        FIND_CHILDREN(DEPREL_NMOD_POSS);
        break;
    case STEP_ADJ:
        for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c))
            if ((s->tokens[c].deprel == DEPREL_AMOD || s->tokens[c].deprel == DEPREL_COMPOUND ||
                 s->tokens[c].deprel == DEPREL_NMOD_DESC || s->tokens[c].deprel == DEPREL_NMOD) &&
                c < (int32_t)token)
                find(findings, c);
        break;
    case STEP_COMP:
        FIND_CHILDREN(DEPREL_CCOMP, DEPREL_XCOMP);
        if (findings->count == before) // an infinitive that the parser took for a purpose or a description
            for (int32_t c = token_child(s, (int32_t)token, (int32_t)token); c >= 0;
                 c = token_child(s, (int32_t)token, c))
                if ((s->tokens[c].deprel == DEPREL_ADVCL || s->tokens[c].deprel == DEPREL_ACL) &&
                    (s->tokens[c].features & FEATURE_INFINITIVE))
                    find(findings, c);
        if (findings->count == before && is_verbal(t)) { // "urged Iran to": hung on the object
            int32_t object = token_child_with(s, (int32_t)token, DEPREL_OBJ);
            for (int32_t c = object < 0 ? -1 : token_child(s, object, -1); c >= 0;
                 c = token_child(s, object, c))
                if (s->tokens[c].deprel == DEPREL_ACL && (s->tokens[c].features & FEATURE_INFINITIVE))
                    find(findings, c);
        }
        break;
    case STEP_MOD:
        FIND_CHILDREN(DEPREL_AMOD, DEPREL_COMPOUND, DEPREL_NMOD, DEPREL_NMOD_DESC, DEPREL_NMOD_UNMARKED,
                      DEPREL_ADVMOD);
        return;
    case STEP_PRT:
        FIND_CHILDREN(DEPREL_COMPOUND_PRT);
        if (findings->count == before) // often tagged as an adverb or a preposition without a noun
            for (int32_t c = token_child(s, (int32_t)token, (int32_t)token); c >= 0;
                 c = token_child(s, (int32_t)token, c))
                if (words.length && s->tokens[c].deprel == DEPREL_ADVMOD && token_among(&s->tokens[c], words))
                    find(findings, c);
        if (findings->count == before && words.length && token + 1 < s->count &&
            s->tokens[token + 1].upos == UPOS_ADP && token_among(&s->tokens[token + 1], words))
            find(findings, (int32_t)token + 1);
        return;
    case STEP_ADV:
        FIND_CHILDREN(DEPREL_ADVMOD);
        return;
    case STEP_DET:
        FIND_CHILDREN(DEPREL_DET, DEPREL_DET_PREDET);
        return;
    case STEP_COP:
        FIND_CHILDREN(DEPREL_COP);
        return;
    case STEP_AUX:
        FIND_CHILDREN(DEPREL_AUX, DEPREL_AUX_PASS);
        return;
    case STEP_MARK:
        FIND_CHILDREN(DEPREL_MARK);
        return;
    case STEP_ADVCL:
        FIND_CHILDREN(DEPREL_ADVCL);
        break;
    case STEP_HEAD:
        find(findings, t->head);
        break;
    case STEP_ACL:
        FIND_CHILDREN(DEPREL_ACL, DEPREL_ACL_RELCL);
        break;
    case STEP_APPOS:
        FIND_CHILDREN(DEPREL_APPOS);
        break;
    case STEP_NEXT:
        find(findings, token + 1 < s->count ? (int32_t)token + 1 : -1);
        return;
    case STEP_BEFORE:
        find(findings, (int32_t)token - 1);
        return;
    case STEP_CLAUSE: {
        uint32_t first, end;
        token_subtree(s, (int32_t)token, &first, &end);
        for (uint32_t i = first; i < end && findings->count < findings->limit; i++)
            if (words.length == 0 || token_among(&s->tokens[i], words)) find(findings, (int32_t)i);
        return;
    }
    case STEP_KINDS:
        break;
    }
    if (words.length) { // keep those with one of the words
        size_t kept = before;
        for (size_t i = before; i < findings->count; i++)
            if (token_among(&s->tokens[findings->tokens[i]], words))
                findings->tokens[kept++] = findings->tokens[i];
        findings->count = kept;
    }
}

static void add_conjuncts(const struct sentence *s, struct findings *findings) {
    for (size_t i = 0; i < findings->count; i++) // grows while it is walked: conjuncts of conjuncts
        for (int32_t c = token_child(s, (int32_t)findings->tokens[i], -1); c >= 0;
             c = token_child(s, (int32_t)findings->tokens[i], c))
            if (s->tokens[c].deprel == DEPREL_CONJ && !starts_clause(s, (uint32_t)c)) find(findings, c);
}

size_t path_follow(const struct sentence *s, uint32_t token, const struct path *path, uint32_t *found,
                   size_t limit) {
    uint32_t from[PATH_WIDTH] = { token }, to[PATH_WIDTH] = { 0 };
    size_t count = 1;
    for (unsigned i = 0; i < path->count; i++) {
        bool is_last = i + 1 == path->count;
        struct findings findings = { is_last ? found : to, 0, is_last ? limit : PATH_WIDTH };
        for (size_t k = 0; k < count; k++)
            follow_step(s, from[k], path->steps[i].kind, path->steps[i].words, &findings);
        if (path->steps[i].kind != STEP_CLAUSE && path->steps[i].kind != STEP_SELF &&
            path->steps[i].kind != STEP_HEAD && path->steps[i].kind != STEP_NEXT &&
            path->steps[i].kind != STEP_BEFORE)
            add_conjuncts(s, &findings);
        count = findings.count;
        if (!is_last) memcpy(from, to, count * sizeof *from);
    }
    return count;
}

bool path_parse(struct slice text, struct path *path, const char **problem, size_t *at) {
    static const char *const names[] = {
#define PATH_STEP_NAME(symbol, name) name,
        PATH_STEP_LIST(PATH_STEP_NAME)
#undef PATH_STEP_NAME
    };
    *path = (struct path){ 0 };
    struct slice rest = text;
    for (struct slice step; slice_next(&rest, SLICE(">"), &step);) {
        *at = (size_t)(step.start - text.start);
        if (path->count == PATH_STEPS) {
            *problem = "a path of more than four steps";
            return false;
        }
        size_t colon = slice_find(step, SLICE(":"), 0);
        struct slice name = colon == SIZE_MAX ? step : slice_part(step, 0, colon);
        unsigned kind = 0;
        while (kind < STEP_KINDS && !slice_equal(name, slice_of(names[kind]))) kind++;
        if (kind == STEP_KINDS) {
            *problem = "no such step";
            return false;
        }
        path->steps[path->count].kind = (enum path_step_kind)kind;
        if (colon != SIZE_MAX) path->steps[path->count].words = slice_part(step, colon + 1, step.length);
        path->count++;
    }
    *at = 0;
    if (path->count == 0) *problem = "an empty path";
    return path->count != 0;
}

size_t syntax_follow(const struct sentence *s, uint32_t token, struct slice text, uint32_t *found,
                     size_t limit) {
    struct path path;
    const char *problem;
    size_t at;
    return path_parse(text, &path, &problem, &at) ? path_follow(s, token, &path, found, limit) : 0;
}

uint32_t clause_of(const struct sentence *s, uint32_t token) {
    for (size_t hops = 0; hops < s->count; hops++) {
        const struct token *t = &s->tokens[token];
        if (t->head < 0 || t->upos == UPOS_VERB || has_child(s, token, DEPREL_COP)) return token;
        token = (uint32_t)t->head;
    }
    return token;
}

bool is_under(const struct sentence *s, uint32_t inner, uint32_t outer) {
    for (size_t hops = 0; hops <= s->count; hops++) {
        if (inner == outer) return true;
        if (s->tokens[inner].head < 0) return false;
        inner = (uint32_t)s->tokens[inner].head;
    }
    return false;
}
