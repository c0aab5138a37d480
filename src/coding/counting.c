// counting.c - candidates of measures for the numbers of a sentence.
#include "coding/counting.h"

#define PHRASE_HOPS 4u
#define BESIDE_LIMIT 6u // words between a number and a verb behind its noun

uint32_t counting_noun(const struct sentence *s, const struct number *number) {
    const struct token *t = &s->tokens[number->head];
    if (t->head < 0 ||
        !(t->deprel == DEPREL_NUMMOD || t->deprel == DEPREL_DET || t->deprel == DEPREL_AMOD ||
          t->deprel == DEPREL_COMPOUND || t->deprel == DEPREL_NMOD_NPMOD || t->deprel == DEPREL_ADVMOD))
        return number->head;
    // Up to the noun at the end of its phrase: "two police officers"
    uint32_t noun = (uint32_t)t->head;
    for (unsigned hops = 0; hops < PHRASE_HOPS; hops++) {
        const struct token *n = &s->tokens[noun];
        bool inside = n->deprel == DEPREL_COMPOUND || n->deprel == DEPREL_NMOD_DESC ||
                      n->deprel == DEPREL_AMOD ||
                      (n->deprel == DEPREL_NMOD_POSS && token_child_with(s, (int32_t)noun, DEPREL_CASE) < 0);
        if (!inside || n->head <= (int32_t)noun || !is_nominal(&s->tokens[n->head])) break;
        noun = (uint32_t)n->head;
    }
    return noun;
}

int32_t counting_noun_behind(const struct sentence *s, const struct number *number) {
    for (int32_t c = token_child(s, (int32_t)number->head, (int32_t)number->end - 1); c >= 0;
         c = token_child(s, (int32_t)number->head, c))
        if (s->tokens[c].deprel == DEPREL_NMOD) return c;
    return -1;
}

bool counting_is_count(const struct counting *c, size_t n) {
    const struct number *number = &c->meaning->numbers[n];
    const struct share *share = &c->shares[n - c->first_number];
    if (number->is_money || number->is_age || number->is_ordinal) return false;
    if (number->is_percent || number->is_remainder) return share->whole >= 0 && share->is_known;
    return true;
}

// The number of the sentence whose noun is `token`; -1.
static int32_t number_at(const struct counting *c, uint32_t token, size_t besides) {
    for (size_t n = c->first_number; n < c->end_number; n++)
        if (n != besides &&
            (c->meaning->numbers[n].head == token || counting_noun(c->s, &c->meaning->numbers[n]) == token))
            return (int32_t)n;
    return -1;
}

// What is left of, or the share that is taken of, a whole.
static void share_size(const struct number *part, const struct number *whole, struct share *share) {
    share->is_known = !whole->is_vague && !whole->is_percent && !part->is_vague;
    if (part->is_remainder) {
        share->low = whole->low - part->high;
        share->high = whole->high - part->low;
        share->is_known = share->is_known && share->low >= 0;
    } else {
        share->low = part->low / 100 * whole->low;
        share->high = part->high / 100 * whole->high;
        double low = (double)(uint64_t)(share->low + 0.5), high = (double)(uint64_t)(share->high + 0.5);
        share->is_rounded = low != share->low || high != share->high;
        share->low = low;
        share->high = high;
    }
}

void counting_find_shares(struct counting *c) {
    c->shares = ARENA_ARRAY(c->arena, struct share, c->end_number - c->first_number + 1);
    for (size_t n = c->first_number; n < c->end_number; n++) {
        struct share *share = &c->shares[n - c->first_number];
        const struct number *number = &c->meaning->numbers[n];
        *share = (struct share){ .whole = -1, .low = number->low, .high = number->high, .is_known = true };
        int32_t behind = counting_noun_behind(c->s, number);
        uint32_t noun = counting_noun(c->s, number);
        if (behind < 0 && noun != number->head) { // "12 men of the 30 held"
            behind = token_child_with(c->s, (int32_t)noun, DEPREL_NMOD);
            if (behind >= 0 && token_child_with(c->s, behind, DEPREL_NUMMOD) < 0 &&
                c->s->tokens[behind].upos != UPOS_NUM)
                behind = -1;
        }
        if (behind < (int32_t)number->end || token_child_with(c->s, behind, DEPREL_CASE) < 0) continue;
        int32_t whole = number_at(c, (uint32_t)behind, n);
        if (whole < 0 || c->meaning->numbers[whole].first < number->end) continue;
        share->whole = whole;
        if (number->is_percent || number->is_remainder)
            share_size(number, &c->meaning->numbers[whole], share);
    }
}

static bool is_whole(const struct counting *c, size_t n) {
    for (size_t i = c->first_number; i < c->end_number; i++)
        if (c->shares[i - c->first_number].whole == (int32_t)n) return true;
    return false;
}

// The first of the auxiliaries and adverbs before a verb; whether one of them makes a passive.
static uint32_t verb_group_start(const struct sentence *s, uint32_t token, bool is_state, bool *is_passive_) {
    uint32_t left = token;
    while (left > 0 && token - left < 4 &&
           (s->tokens[left - 1].upos == UPOS_AUX || s->tokens[left - 1].upos == UPOS_ADV ||
            s->tokens[left - 1].upos == UPOS_PART)) {
        left--;
        *is_passive_ = *is_passive_ || s->tokens[left].deprel == DEPREL_AUX_PASS ||
                       (is_state && s->tokens[left].upos == UPOS_AUX);
    }
    return left;
}

// Where the tree does not lead from the trigger to the number, their places may: "8,300 dead", "killing at
// least eight people", "20 were killed".
static bool stands_beside(const struct counting *c, const struct measure_hit *hit,
                          const struct number *number) {
    const struct sentence *s = c->s;
    const struct measure_rule *rule = hit->rule;
    const struct token *t = &s->tokens[hit->trigger];
    if (rule->is_self) {
        bool modifies = (t->deprel == DEPREL_COMPOUND || t->deprel == DEPREL_AMOD) &&
                        t->head > (int32_t)hit->trigger; // "three death row convicts"
        return rule->pos != 'v' && number->end == hit->trigger && (!modifies || rule->pos == 'a');
    }
    enum path_step_kind first = rule->where.count == 1 ? rule->where.steps[0].kind : STEP_KINDS;
    bool state = rule->pos == 'a' && first == STEP_NSUBJ; // "ten were missing"
    if (!state && (rule->pos != 'v' || first != STEP_OBJ)) return false;
    bool passive = false;
    uint32_t left = verb_group_start(s, hit->trigger, state, &passive);
    if (state && !passive) return false;
    // "20 were killed and eight injured": the auxiliary is said once
    if (left == hit->trigger && t->deprel == DEPREL_CONJ && t->head >= 0 &&
        (t->features & FEATURE_PARTICIPLE) && (t->features & FEATURE_PAST))
        passive = is_passive(s, (uint32_t)t->head);
    if (number->end == hit->trigger && (t->features & FEATURE_PAST) && !state)
        return true; // "with 16 killed"
    if (!passive && !hit->is_headline)
        return number->first == hit->trigger + 1 && !is_passive(s, hit->trigger);
    if (number->end > left || left - number->end > BESIDE_LIMIT) return false;
    for (uint32_t i = number->end; i < left; i++)
        if (!is_nominal(&s->tokens[i]) && s->tokens[i].upos != UPOS_ADJ && s->tokens[i].upos != UPOS_ADP &&
            s->tokens[i].upos != UPOS_DET)
            return false;
    return true;
}

// Whether the hit reaches the number, and how.
static bool reaches(const struct counting *c, const struct measure_hit *hit, const struct number *number,
                    enum count_reach *reach) {
    uint32_t counted = counting_noun(c->s, number);
    int32_t behind = counted == number->head ? counting_noun_behind(c->s, number) : -1;
    bool is_noun = hit->rule->is_self && hit->rule->pos == 'n';
    for (size_t i = 0; i < hit->end_count; i++) {
        uint32_t end = hit->ends[i];
        if (counted != end && number->head != end && behind != (int32_t)end) continue;
        if (is_noun)
            *reach = REACH_NOUN;
        else if (hit->trigger != end && is_under(c->s, hit->trigger, end))
            *reach = REACH_DESCRIBED;
        else
            *reach = hit->rule->is_self ? REACH_DESCRIBED : REACH_GOVERNS;
        return true;
    }
    *reach = is_noun ? REACH_NOUN : REACH_BESIDE;
    return stands_beside(c, hit, number);
}

// The measure of the candidate before this one that stands in the same sentence; empty without one.
static struct slice measure_before(const count_candidates *candidates) {
    return candidates->count ? candidates->items[candidates->count - 1].measure : (struct slice){ 0 };
}

// "killed or injured": the measure of both; the row's own where nothing is joined by "or".
static struct slice measure_of(const struct counting *c, const struct measure_hit *hit) {
    const struct sentence *s = c->s;
    const struct token *t = &s->tokens[hit->trigger];
    int32_t other =
        t->deprel == DEPREL_CONJ ? t->head : token_child_with(s, (int32_t)hit->trigger, DEPREL_CONJ);
    if (other < 0) return hit->rule->measure;
    uint32_t last = other > (int32_t)hit->trigger ? (uint32_t)other : hit->trigger;
    int32_t joins = token_child_with(s, (int32_t)last, DEPREL_CC);
    if (joins < 0 || !measures_is_or(c->measures, &s->tokens[joins], c->arena)) return hit->rule->measure;
    struct measure_hit others[MEASURE_HITS];
    size_t count = measures_hits(c->measures, c->meaning, c->sentence, (uint32_t)other, c->arena, others);
    for (size_t i = 0; i < count; i++) {
        if (slice_equal(others[i].rule->measure, hit->rule->measure)) return hit->rule->measure;
        if (others[i].rule->pos != hit->rule->pos) continue;
        return measures_either(c->measures, hit->rule->measure, others[i].rule->measure, c->arena);
    }
    return hit->rule->measure;
}

static void propose_at(const struct counting *c, const struct measure_hit *hit,
                       count_candidates *candidates) {
    struct slice measure = measure_of(c, hit);
    if (slice_equal(measure, SLICE("same"))) measure = measure_before(candidates);
    if (!measure.length) return;
    for (size_t n = c->first_number; n < c->end_number; n++) {
        const struct number *number = &c->meaning->numbers[n];
        enum count_reach reach;
        if (!counting_is_count(c, n) || !reaches(c, hit, number, &reach)) continue;
        uint32_t counted = counting_noun(c->s, number);
        int32_t behind = counted == number->head ? counting_noun_behind(c->s, number) : -1;
        uint32_t noun = behind >= 0 ? (uint32_t)behind : counted;
        if (noun != hit->trigger && noun != number->head &&
            !measures_fits(c->measures, hit->rule, c->meaning, c->sentence, noun, c->arena))
            continue;
        struct count_candidate *candidate = vector_push(c->arena, candidates);
        *candidate = (struct count_candidate){ .number = n, .hit = *hit, .reach = reach, .measure = measure };
        candidate->score = counting_score(c, candidate);
    }
}

void counting_propose(const struct counting *c, count_candidates *candidates) {
    candidates->count = 0;
    if (c->first_number == c->end_number) return;
    for (uint32_t t = 0; t < c->s->count; t++) {
        struct measure_hit hits[MEASURE_HITS];
        size_t count = measures_hits(c->measures, c->meaning, c->sentence, t, c->arena, hits);
        for (size_t i = 0; i < count; i++) propose_at(c, &hits[i], candidates);
    }
}

int counting_score(const struct counting *c, const struct count_candidate *candidate) {
    static const int by_reach[] = {
        [REACH_NOUN] = 10, [REACH_BESIDE] = 20, [REACH_DESCRIBED] = 30, [REACH_GOVERNS] = 40
    };
    if (is_whole(c, candidate->number) && candidate->reach != REACH_DESCRIBED)
        return 0; // what is said of the part is not said of the whole
    if (candidate->hit.is_headline) return by_reach[REACH_DESCRIBED] + 5; // or a participle of another verb's
    return by_reach[candidate->reach];
}

// Whether a verb that reaches a number is said of it beside the best one: "were arrested and later freed",
// not "eight were arrested and four injured", where it has a number of its own.
static bool is_said_too(const struct counting *c, const count_candidates *candidates,
                        const struct count_candidate *candidate, const struct count_candidate *best) {
    uint32_t a = candidate->hit.trigger, b = best->hit.trigger;
    uint32_t first = a < b ? a : b, second = a < b ? b : a;
    if (candidate->reach != REACH_GOVERNS || candidate->hit.rule->pos != 'v' ||
        slice_equal(candidate->measure, best->measure) || c->s->tokens[second].deprel != DEPREL_CONJ ||
        c->s->tokens[second].head != (int32_t)first)
        return false;
    for (size_t i = 0; i < candidates->count; i++)
        if (candidates->items[i].hit.trigger == a && candidates->items[i].number != candidate->number)
            return false;
    return true;
}

size_t counting_choose(const struct counting *c, const count_candidates *candidates, uint32_t *chosen,
                       size_t limit) {
    size_t count = 0;
    for (size_t n = c->first_number; n < c->end_number; n++) {
        const struct count_candidate *best = NULL;
        for (size_t i = 0; i < candidates->count; i++) {
            const struct count_candidate *candidate = &candidates->items[i];
            if (candidate->number != n || candidate->score <= 0) continue;
            if (!best || candidate->score > best->score) best = candidate;
        }
        for (size_t i = 0; best && i < candidates->count && count < limit; i++) {
            const struct count_candidate *candidate = &candidates->items[i];
            if (candidate->number != n || candidate->score != best->score) continue;
            if (candidate != best && !is_said_too(c, candidates, candidate, best)) continue;
            chosen[count++] = (uint32_t)i;
        }
    }
    return count;
}
