// mends.c - see mends.h.
#include "language/mends.h"

#include "language/gazetteer.h"

// Whether the way up from `at` leads through `above`.
static bool is_under(const struct sentence *sentence, int32_t at, size_t above) {
    for (size_t steps = 0; at >= 0 && steps <= sentence->count; at = sentence->tokens[at].head, steps++)
        if (at == (int32_t)above) return true;
    return false;
}

static bool is_relative(struct slice xpos) {
    return slice_equal(xpos, SLICE("WDT")) || slice_equal(xpos, SLICE("WP"));
}

// The word before all that hangs on `at` and stands before it in a row; `at` when there is none.
static size_t before_subtree(const struct sentence *sentence, size_t at) {
    size_t first = at;
    while (first > 0 && (sentence->tokens[first - 1].head == (int32_t)at ||
                         (sentence->tokens[first - 1].head >= (int32_t)first &&
                          sentence->tokens[first - 1].head <= (int32_t)at)))
        first--;
    return first > 0 ? first - 1 : at;
}

// Where the name at `i` stands behind a listed office ("Secretary of State Anna Weber") and is taken for a
// part of its last word, or the other way round: the office's first word, else -1. `*last` is its last one.
static int32_t office_before(const struct word *words, const struct token *tokens, size_t i, int32_t *last) {
    const struct token *name = &tokens[i];
    int32_t office = -1;
    *last = name->head;
    if (name->upos != UPOS_PROPN || *last < 0 || *last >= (int32_t)i) return -1;
    if (name->deprel == DEPREL_FLAT && tokens[*last].deprel == DEPREL_NMOD) {
        office = tokens[*last].head;
    } else if (name->deprel == DEPREL_NMOD && tokens[i - 1].head == (int32_t)i) {
        office = *last;
        *last = (int32_t)i - 1;
    }
    if (office < 0 || office >= *last) return -1;
    const unsigned listed = words[*last].gazetteer & words[office].gazetteer & ~(unsigned)words[i].gazetteer;
    return listed & LISTED_OFFICE ? office : -1;
}

// The name is the head, and the office describes it.
static void mend_offices(const struct sentence *sentence, const struct word *words, struct token *tokens) {
    for (size_t i = 2; i < sentence->count; i++) {
        int32_t last;
        const int32_t office = office_before(words, tokens, i, &last);
        if (office < 0) continue;
        for (int32_t k = office + 1; k < last; k++) // "of" belongs to the office
            if (tokens[k].head == (int32_t)i) tokens[k].head = last;
        for (size_t k = i + 1; k < sentence->count; k++) // the rest of the name, and what hangs on all of it
            if (tokens[k].head == office || (tokens[k].head == last && tokens[k].deprel == DEPREL_FLAT))
                tokens[k].head = (int32_t)i;
        tokens[last].head = office;
        tokens[last].deprel = DEPREL_NMOD;
        tokens[i].head = tokens[office].head;
        tokens[i].deprel = tokens[office].deprel;
        tokens[office].head = (int32_t)i;
        tokens[office].deprel = DEPREL_NMOD_DESC;
    }
}

// "... was killed by a shell, Colonel Voss said", "In Peru, the Liberal Union praised": a finite verb needs
// its subject, and what stands right before it is no apposition to something else.
static void mend_subjects(const struct sentence *sentence, struct token *tokens) {
    for (size_t i = 2; i < sentence->count; i++) {
        if (tokens[i].upos != UPOS_VERB || !slice_equal(tokens[i].xpos, SLICE("VBD"))) continue;
        if (token_child_with(sentence, (int32_t)i, DEPREL_NSUBJ) >= 0 ||
            token_child_with(sentence, (int32_t)i, DEPREL_NSUBJ_PASS) >= 0)
            continue;
        if (tokens[i].deprel == DEPREL_CONJ) continue; // has the first one's
        size_t name = i - 1;
        while (tokens[name].deprel != DEPREL_APPOS && tokens[name].head >= 0 &&
               tokens[name].head < (int32_t)i)
            name = (size_t)tokens[name].head;
        if (tokens[name].deprel != DEPREL_APPOS || tokens[name].head > (int32_t)name) continue;
        if (tokens[name].upos != UPOS_PROPN && tokens[name].upos != UPOS_NOUN) continue;
        const size_t comma = before_subtree(sentence, name);
        bool is_opened = tokens[comma].upos == UPOS_PUNCT;
        for (size_t k = comma; !is_opened && k < name; k++) is_opened = tokens[k].upos == UPOS_PUNCT;
        if (!is_opened || is_under(sentence, (int32_t)i, name)) continue; // what hangs on it is about it
        tokens[name].head = (int32_t)i;
        tokens[name].deprel = DEPREL_NSUBJ;
    }
}

// The noun that a clause opened by the pronoun at `pronoun` can belong to: the one right before it, or before
// a comma or the number of a day ("the attacks on May 7, which"); -1 when there is none.
static int32_t noun_before(const struct sentence *sentence, const struct token *tokens, size_t pronoun) {
    size_t noun = pronoun - 1;
    if (tokens[noun].upos == UPOS_PUNCT && noun > 0) noun--;
    if (tokens[noun].upos == UPOS_NUM) noun = before_subtree(sentence, noun);
    return tokens[noun].upos == UPOS_NOUN || tokens[noun].upos == UPOS_PROPN ? (int32_t)noun : -1;
}

// A name's or compound's last word stands for its head, before `end`.
static int32_t head_of_name(const struct token *tokens, int32_t noun, size_t end) {
    while (tokens[noun].head >= 0 && tokens[noun].head < (int32_t)end &&
           (tokens[noun].deprel == DEPREL_FLAT || tokens[noun].deprel == DEPREL_COMPOUND))
        noun = tokens[noun].head;
    return noun;
}

// "arrested three men who had attacked": the parser likes to hang the clause on the verb, as an adverbial
// one. A clause that a relative pronoun opens right behind a noun belongs to the noun.
static void mend_relatives(const struct sentence *sentence, struct token *tokens) {
    for (size_t i = 1; i < sentence->count; i++) {
        if (!is_relative(tokens[i].xpos) || tokens[i].head <= (int32_t)i) continue;
        struct token *verb = &tokens[tokens[i].head];
        if (verb->deprel != DEPREL_ADVCL && verb->deprel != DEPREL_PARATAXIS) continue;
        const int32_t noun = noun_before(sentence, tokens, i);
        if (noun < 0) continue;
        bool opens = true; // nothing of the clause stands before the pronoun
        for (size_t k = 0; k < i; k++)
            opens &= tokens[k].head != tokens[i].head || tokens[k].upos == UPOS_PUNCT;
        if (!opens || is_under(sentence, noun, (size_t)tokens[i].head) ||
            (verb->head >= 0 && verb->head >= (int32_t)i))
            continue;
        verb->head = head_of_name(tokens, noun, i);
        verb->deprel = DEPREL_ACL_RELCL;
    }
}

static bool stands_before(const struct token *tokens, size_t i, int32_t verb) {
    for (int32_t k = (int32_t)i + 1; k < verb; k++)
        if (tokens[k].upos != UPOS_AUX && tokens[k].upos != UPOS_ADV && tokens[k].upos != UPOS_PART)
            return false;
    return verb > (int32_t)i;
}

// "The accused performed", "ordered the accused remain": a determiner stands before a noun, also where that
// is a participle, and the verb behind it needs a subject.
static void mend_participles(const struct sentence *sentence, struct token *tokens) {
    for (size_t i = 1; i + 1 < sentence->count; i++) {
        struct token *participle = &tokens[i], *determiner = &tokens[i - 1];
        const int32_t verb = participle->head;
        if (participle->upos != UPOS_VERB || !slice_equal(determiner->xpos, SLICE("DT"))) continue;
        if (!slice_equal(participle->xpos, SLICE("VBN")) && !slice_equal(participle->xpos, SLICE("VBD")))
            continue;
        if (determiner->head != verb || !stands_before(tokens, i, verb) || tokens[verb].upos != UPOS_VERB)
            continue;
        if (token_child_with(sentence, verb, DEPREL_NSUBJ) >= 0 ||
            token_child_with(sentence, verb, DEPREL_NSUBJ_PASS) >= 0 ||
            token_child(sentence, (int32_t)i, -1) >= 0)
            continue;
        participle->upos = UPOS_NOUN;
        participle->xpos = SLICE("NN");
        participle->lemma = participle->form; // in small letters, behind a determiner
        participle->features = 0;
        participle->deprel = DEPREL_NSUBJ;
        determiner->head = (int32_t)i;
    }
}

// "the deal, which the ministers condemned": a noun has one determiner, and a name none. So the pronoun is
// no part of the noun behind it, but what the clause is about.
static void mend_relative_objects(const struct sentence *sentence, struct token *tokens) {
    for (size_t i = 1; i + 2 < sentence->count; i++) {
        if (!is_relative(tokens[i].xpos) || tokens[i].deprel != DEPREL_DET) continue;
        const int32_t subject = tokens[i].head;
        if (subject <= (int32_t)i || is_under(sentence, subject, i)) continue;
        const struct token *next = &tokens[i + 1];
        const bool is_other =
            next->head == subject && (next->deprel == DEPREL_DET || next->deprel == DEPREL_NMOD_POSS);
        if (!is_other && tokens[subject].upos != UPOS_PROPN) continue;
        const int32_t noun = noun_before(sentence, tokens, i);
        int32_t verb = token_child_with(sentence, subject, DEPREL_ACL_RELCL);
        if (verb < 0) verb = token_child_with(sentence, subject, DEPREL_ACL);
        if (verb < subject || noun < 0 || tokens[verb].upos != UPOS_VERB ||
            is_under(sentence, noun, (size_t)subject) ||
            token_child_with(sentence, verb, DEPREL_NSUBJ) >= 0 ||
            token_child_with(sentence, verb, DEPREL_OBJ) >= 0)
            continue;
        tokens[verb].head = head_of_name(tokens, noun, i);
        tokens[subject].head = verb;
        tokens[subject].deprel = DEPREL_NSUBJ;
        tokens[i].head = verb;
        tokens[i].deprel = DEPREL_OBJ;
    }
}

// "An Australian, Tom Reid, appeared": one verb has one subject, and a name behind a comma explains it.
static void mend_second_subjects(const struct sentence *sentence, struct token *tokens) {
    for (size_t i = 2; i < sentence->count; i++) {
        if (tokens[i].deprel != DEPREL_NSUBJ || tokens[i].upos != UPOS_PROPN || tokens[i].head < (int32_t)i)
            continue;
        const int32_t first = token_child_with(sentence, tokens[i].head, DEPREL_NSUBJ);
        size_t before = before_subtree(sentence, i);
        if (first < 0 || first >= (int32_t)i || before == i) continue;
        if (tokens[before].upos == UPOS_PUNCT && before > 0)
            before--;
        else if (tokens[before + 1].upos != UPOS_PUNCT) // that hangs on the name
            continue;
        if (!is_under(sentence, (int32_t)before, (size_t)first)) continue;
        if (tokens[first].upos == UPOS_ADJ) { // "an Australian": it describes the name
            tokens[first].head = (int32_t)i;
            tokens[first].deprel = DEPREL_NMOD_DESC;
        } else {
            tokens[i].head = first;
            tokens[i].deprel = DEPREL_APPOS;
        }
    }
}

// "appeared in court, charged with murder": behind a comma, without a conjunction, a subject or an object a
// verb that looks like a past is a participle.
static void mend_bare_pasts(const struct sentence *sentence, struct token *tokens) {
    for (size_t i = 2; i + 1 < sentence->count; i++) {
        struct token *verb = &tokens[i];
        if (verb->deprel != DEPREL_CONJ || !slice_equal(verb->xpos, SLICE("VBD")) || verb->head < 0 ||
            tokens[i - 1].upos != UPOS_PUNCT || tokens[i + 1].upos != UPOS_ADP ||
            tokens[i + 1].head == (int32_t)i)
            continue;
        static const enum deprel others[] = { DEPREL_CC, DEPREL_NSUBJ, DEPREL_OBJ, DEPREL_XCOMP,
                                              DEPREL_CCOMP };
        bool is_bare = true;
        for (size_t k = 0; k < sizeof others / sizeof *others; k++)
            is_bare &= token_child_with(sentence, (int32_t)i, others[k]) < 0;
        for (int32_t c = token_child(sentence, verb->head, -1); c >= 0;
             c = token_child(sentence, verb->head, c))
            is_bare &= c == (int32_t)i || tokens[c].deprel != DEPREL_CONJ; // "stopped, turned and left"
        if (!is_bare) continue;
        verb->xpos = SLICE("VBN");
        verb->features = FEATURE_PAST | FEATURE_PARTICIPLE | FEATURE_PASSIVE;
        verb->deprel = DEPREL_ADVCL;
    }
}

// What cannot be: an indirect object alone, a number that is part of a name under a verb ("the embassy says
// 12").
static void mend_objects(const struct sentence *sentence, struct token *tokens) {
    for (size_t i = 0; i < sentence->count; i++) {
        struct token *token = &tokens[i];
        const int32_t head = token->head;
        if (head < 0 || (int32_t)i < head || tokens[head].upos != UPOS_VERB) continue;
        if (token->deprel != DEPREL_IOBJ && (token->deprel != DEPREL_FLAT || token->upos != UPOS_NUM))
            continue;
        if (token_child_with(sentence, head, DEPREL_OBJ) < 0 &&
            token_child_with(sentence, head, DEPREL_CCOMP) < 0 &&
            token_child_with(sentence, head, DEPREL_XCOMP) < 0)
            token->deprel = DEPREL_OBJ;
    }
}

void tree_mend(const struct sentence *sentence, const struct word *words, struct token *tokens) {
    mend_offices(sentence, words, tokens);
    mend_participles(sentence, tokens);
    mend_relatives(sentence, tokens);
    mend_relative_objects(sentence, tokens);
    mend_second_subjects(sentence, tokens);
    mend_bare_pasts(sentence, tokens);
    mend_objects(sentence, tokens);
    mend_subjects(sentence, tokens);
}
