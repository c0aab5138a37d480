// time_tense.c - whether the clause of a word looks back or ahead.
//
// The clause's verb and its auxiliaries decide; an infinitive is as far off as what governs it, a word that
// speaks of what is to come ("scheduled") looks ahead whatever its tense.
#include "base/utf8.h"
#include "meaning/time_words.h"

// A word of the future among the words that put `token` into its clause.
static bool is_will(const struct time_scan *scan, uint32_t token) {
    const struct token *t = &scan->words.sentence->tokens[token];
    struct table_walk walk = table_lookup(scan->times->calendar, utf8_fold_name(t->lemma, scan->arena));
    for (size_t row; (row = table_next(&walk)) != TABLE_END;)
        if (scan->times->kinds[row] == WORD_WILL) return true;
    return word_is(scan, token, WORD_WILL, NULL) != 0;
}

// "shut", "cut": a verb whose past looks like its present, as which it was tagged.
static bool is_unchanged_past(const struct time_scan *scan, uint32_t token) {
    return slice_equal(scan->words.sentence->tokens[token].form, scan->words.sentence->tokens[token].lemma) &&
           word_is(scan, token, WORD_UNCHANGED, NULL) != 0;
}

#define CLIMB_LIMIT 24u

enum tense tense_of(const struct time_scan *scan, uint32_t token) {
    const struct sentence *sentence = scan->words.sentence;
    int32_t at = (int32_t)token;
    if (sentence->tokens[token].head < 0 && sentence->tokens[token].deprel != DEPREL_ROOT) return TENSE_NONE;
    for (unsigned steps = 0; at >= 0 && steps < CLIMB_LIMIT; steps++, at = sentence->tokens[at].head) {
        const struct token *verb = &sentence->tokens[at];
        bool copula = false,
             finite_past = (verb->features & FEATURE_PAST) && (verb->features & FEATURE_FINITE);
        bool past = finite_past, present = false, auxiliary = false;
        for (int32_t c = token_child(sentence, at, -1); c >= 0; c = token_child(sentence, at, c)) {
            const struct token *child = &sentence->tokens[c];
            if (child->deprel != DEPREL_AUX && child->deprel != DEPREL_AUX_PASS &&
                child->deprel != DEPREL_COP)
                continue;
            auxiliary = true;
            if (child->deprel == DEPREL_COP) copula = true;
            if (child->deprel == DEPREL_AUX && is_will(scan, (uint32_t)c)) return TENSE_FUTURE;
            if (child->features & FEATURE_PAST) past = true;
            if (child->features & FEATURE_PRESENT) present = true;
        }
        if (verb->upos != UPOS_VERB && !copula) continue;
        if (copula && verb->upos == UPOS_ADJ && is_will(scan, (uint32_t)at))
            return TENSE_FUTURE; // "were due on Friday"
        bool participle = verb->features & FEATURE_PARTICIPLE && !(verb->features & FEATURE_PRESENT);
        bool infinitive = verb->features & FEATURE_INFINITIVE;
        if (verb->upos == UPOS_VERB && (participle || verb->features & FEATURE_GERUND) &&
            is_will(scan, (uint32_t)at))
            return TENSE_FUTURE; // "scheduled for Friday"
        if (infinitive) {
            // "is to leave", "plans to meet": what governs it says when.
            if (present && !past) return TENSE_FUTURE;
            int32_t governor = verb->head;
            if (governor >= 0 && is_will(scan, (uint32_t)governor)) return TENSE_FUTURE;
            if (governor >= 0 && sentence->tokens[governor].upos == UPOS_NOUN) return TENSE_NONE;
            continue;
        }
        if (past) return TENSE_PAST;
        if (!auxiliary && !infinitive && is_unchanged_past(scan, (uint32_t)at)) return TENSE_PAST;
        if (participle && auxiliary) return TENSE_PAST; // "has left"
        if (participle && !auxiliary) return TENSE_PAST;
        if (verb->features & FEATURE_PRESENT && verb->features & FEATURE_FINITE && !sentence->is_title)
            return verb->upos == UPOS_VERB && !auxiliary ? TENSE_FUTURE : TENSE_NONE;
        if (!(verb->features & FEATURE_FINITE) && !auxiliary)
            continue; // gerunds and the like: the clause above
        return TENSE_NONE;
    }
    return TENSE_NONE;
}
