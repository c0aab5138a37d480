// light_verbs.c - verbs that only carry the act of a noun: hold talks, launch an attack.
//
// The verb stands above the noun, or below it as a participle ("the attack launched by"), or above the noun
// that this one is part of ("a round of talks"). A light verb belongs to the noun when its row's `noun` path
// leads there.
#include "coding/events.h"

#define VERBS 8u // that may carry one noun

static size_t verbs_around(const struct coding_run *run, uint32_t token, uint32_t verbs[VERBS]) {
    const struct sentence *s = run->s;
    size_t count = 0;
    const int32_t head = s->tokens[token].head;
    if (head >= 0) verbs[count++] = (uint32_t)head;
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0 && count < 6;
         c = token_child(s, (int32_t)token, c))
        if (s->tokens[c].deprel == DEPREL_ACL || s->tokens[c].deprel == DEPREL_ACL_RELCL)
            verbs[count++] = (uint32_t)c;
    const int32_t mark = token_child_with(s, (int32_t)token, DEPREL_CASE);
    const bool is_part = s->tokens[token].deprel == DEPREL_CONJ ||
                         (mark >= 0 && token_has_class(run->patterns, CLASS_OF, &s->tokens[mark]));
    if (head >= 0 && is_part && !is_verbal(&s->tokens[head]) && s->tokens[head].head >= 0)
        verbs[count++] = (uint32_t)s->tokens[head].head; // "held a round of talks", "talks and meetings"
    return count;
}

// Whether the row's noun is the one at `token` or, for the last of the verbs, the noun that it is part of.
static bool carries(const struct pattern_match *match, uint32_t token, int32_t whole) {
    for (size_t i = 0; i < match->argument_count; i++)
        if (match->arguments[i].role == ROLE_NOUN &&
            (match->arguments[i].token == token || (int32_t)match->arguments[i].token == whole))
            return true;
    return false;
}

bool light_verb_find(const struct coding_run *run, uint32_t token, struct pattern_match *match) {
    uint32_t verbs[VERBS];
    const size_t count = verbs_around(run, token, verbs);
    const struct scene scene = run_scene(run, token);
    for (size_t i = 0; i < count; i++) {
        const struct pattern_list list =
            patterns_of(run->patterns, PATTERN_SUPPORT, &run->s->tokens[verbs[i]]);
        const int32_t whole = i + 1 == count ? run->s->tokens[token].head : -1;
        for (size_t k = 0; k < list.count; k++)
            if (pattern_match(run->patterns, &list.items[k], &scene, verbs[i], run->arena, match, NULL) &&
                carries(match, token, whole))
                return true;
    }
    return false;
}
