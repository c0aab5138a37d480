// parties.c - who is meant by the words where a pattern looks for a party.
//
// A mention stands for its entity, a group for its members, "we" in a quotation for the speaker; a thing that
// is no party leads to whom it belongs: "Turkish warplanes", "the actions taken by Israel".
#include "coding/events.h"

static void gather_at(const struct coding_run *run, uint32_t token, const struct pattern *pattern,
                      enum party_role role, int depth, struct party_set *set, bool *is_by_speaker);

void party_add(struct party_set *set, uint32_t entity, struct span span, bool is_coreferred) {
    for (size_t i = 0; i < set->count; i++)
        if (set->entities[i] == entity) return;
    if (set->count == PARTIES) return;
    set->entities[set->count] = entity;
    set->spans[set->count++] = span;
    set->is_coreferred |= is_coreferred;
}

void party_join(struct party_set *set, const struct party_set *other) {
    for (size_t i = 0; i < other->count; i++)
        party_add(set, other->entities[i], other->spans[i], other->is_coreferred);
}

static bool party_has(const struct party_set *set, uint32_t entity) {
    for (size_t i = 0; i < set->count; i++)
        if (set->entities[i] == entity) return true;
    return false;
}

void party_drop(struct party_set *set, const struct party_set *other) {
    size_t kept = 0;
    for (size_t i = 0; i < set->count; i++)
        if (!party_has(other, set->entities[i])) {
            set->entities[kept] = set->entities[i];
            set->spans[kept++] = set->spans[i];
        }
    set->count = kept;
}

bool party_is_same_side(const struct meaning *meaning, uint32_t a, uint32_t b) {
    for (int side = 0; side < 2; side++) {
        int32_t at = (int32_t)(side ? b : a);
        uint32_t other = side ? a : b;
        for (int hops = 0; hops < 4 && at >= 0; hops++, at = meaning->entities[at].represents)
            if ((uint32_t)at == other) return true;
    }
    return false;
}

bool party_is_covered(const struct meaning *meaning, const struct party_set *small,
                      const struct party_set *large) {
    for (size_t i = 0; i < small->count; i++) {
        bool has = false;
        for (size_t k = 0; k < large->count && !has; k++)
            has = party_is_same_side(meaning, small->entities[i], large->entities[k]);
        if (!has) return false;
    }
    return true;
}

bool parties_are_compatible(const struct meaning *meaning, const struct party_set *a,
                            const struct party_set *b) {
    return party_is_covered(meaning, a, b) || party_is_covered(meaning, b, a);
}

int32_t run_entity(const struct coding_run *run, uint32_t token, const struct mention **mention) {
    int32_t index = run->meaning->mention_of[run->sentence][token];
    if (index < 0) index = run->names[token];
    if (index < 0) return -1;
    *mention = &run->meaning->mentions[index];
    return (*mention)->entity;
}

size_t run_follow(const struct coding_run *run, uint32_t token, const char *path, uint32_t found[WIDTH]) {
    return syntax_follow(run->s, token, slice_of(path), found, WIDTH);
}

int32_t run_speaker(const struct coding_run *run, uint32_t token, struct span *cue) {
    const struct sources *chain = &run->attributed->chains[run->attributed->chain_of[run->sentence][token]];
    if (chain->count == 0) return -1;
    *cue = chain->items[chain->count - 1].cue;
    return chain->items[chain->count - 1].entity;
}

// Who is meant by the noun phrase at `token`: its entity, or else whom the thing belongs to: "Turkish
// warplanes", "the actions taken by Israel", "a group of rebels".
static void party_resolve(const struct coding_run *run, uint32_t token, int depth, struct party_set *set) {
    static const char *const owners[] = { "appos", "acl>subj", "prep:@agent", "poss", "adj", "prep:@of" };
    const struct mention *mention;
    int32_t entity = run_entity(run, token, &mention);
    if (entity >= 0) {
        const struct entity *group = &run->meaning->entities[entity];
        const bool is_loose = mention->kind == MENTION_PRONOUN || mention->kind == MENTION_NOMINAL;
        for (size_t i = 0; i < group->member_count; i++) // "the two ministers": those two
            party_add(set, (uint32_t)group->members[i], mention->span, is_loose);
        if (group->member_count == 0) party_add(set, (uint32_t)entity, mention->span, is_loose);
        return;
    }
    if (run->s->tokens[token].features & FEATURE_FIRST) { // "we warn", in a quotation
        struct span cue;
        int32_t speaker = run_speaker(run, token, &cue);
        if (speaker >= 0) party_add(set, (uint32_t)speaker, run->s->tokens[token].span, true);
        return;
    }
    if (depth >= OWNERS || !is_nominal(&run->s->tokens[token]) || run->s->tokens[token].upos == UPOS_PRON)
        return;
    const struct pattern *act = run->hits[token];
    if (act && act->act >= 0 && act->roles[ROLE_ACTOR].count) { // the one who did it stands for the deed
        gather_at(run, token, act, ROLE_ACTOR, depth + 1, set, NULL);
        return;
    }
    for (int32_t c = token_child(run->s, (int32_t)token, -1); c >= 0;
         c = token_child(run->s, (int32_t)token, c)) {
        enum deprel deprel =
            run->s->tokens[c].deprel; // "the editor Lev Andar", whichever of them is the head
        if ((deprel == DEPREL_FLAT || deprel == DEPREL_NMOD_DESC || deprel == DEPREL_COMPOUND) &&
            (entity = run_entity(run, (uint32_t)c, &mention)) >= 0 &&
            run->meaning->entities[entity].kind == ENTITY_PERSON && c > (int32_t)token) {
            party_add(set, (uint32_t)entity, mention->span, false);
            return;
        }
    }
    for (size_t i = 0; i < sizeof owners / sizeof *owners; i++) {
        uint32_t tokens[WIDTH];
        size_t before = set->count, count = 0;
        if (owners[i][0] == 'p' && owners[i][1] == 'r') { // the language's own word for it, a class
            for (int32_t c = token_child(run->s, (int32_t)token, -1); c >= 0 && count < WIDTH;
                 c = token_child(run->s, (int32_t)token, c)) {
                int32_t mark = token_child_with(run->s, c, DEPREL_CASE);
                if (run->s->tokens[c].deprel == DEPREL_NMOD && mark >= 0 &&
                    patterns_has_class(run->patterns, slice_of(owners[i] + 6), &run->s->tokens[mark]))
                    tokens[count++] = (uint32_t)c;
            }
        } else {
            count = run_follow(run, token, owners[i], tokens);
        }
        for (size_t k = 0; k < count; k++)
            if (tokens[k] != token) party_resolve(run, tokens[k], depth + 1, set);
        if (set->count > before) return;
    }
}

// Fills `set` from the first alternative that gives anybody.
// "posted a message blaming Iran": a participle at a noun that does not act is the act of whoever has the
// noun.
static void resolve_subject_above(const struct coding_run *run, uint32_t token, int depth,
                                  struct party_set *set) {
    const struct token *t = &run->s->tokens[token];
    if (!is_verbal(t) || (t->features & FEATURE_FINITE) || t->head < 0 || is_passive(run->s, token) ||
        (t->deprel != DEPREL_ACL && t->deprel != DEPREL_ADVCL))
        return;
    uint32_t above = clause_of(run->s, (uint32_t)t->head), tokens[WIDTH];
    size_t count = above == token ? 0 : run_follow(run, above, "subj", tokens);
    for (size_t k = 0; k < count; k++)
        if (tokens[k] != (uint32_t)t->head) party_resolve(run, tokens[k], depth, set);
}

static void gather_at(const struct coding_run *run, uint32_t token, const struct pattern *pattern,
                      enum party_role role, int depth, struct party_set *set, bool *is_by_speaker) {
    const struct role_rule *rule = &pattern->roles[role];
    size_t before = set->count;
    for (size_t i = 0; i < rule->count; i++) {
        const struct role_path *path = &rule->paths[i];
        if (!path->is_joined && set->count > before) return;
        if (path->is_speaker) {
            struct span cue;
            int32_t speaker = run_speaker(run, token, &cue);
            if (speaker >= 0) {
                party_add(set, (uint32_t)speaker, cue, false);
                if (is_by_speaker) *is_by_speaker = true;
            }
            continue;
        }
        uint32_t tokens[WIDTH];
        size_t count = path_follow(run->s, token, &path->path, tokens, WIDTH), start = set->count;
        for (size_t k = 0; k < count; k++)
            if (path->path.steps[path->path.count - 1].kind != STEP_ADJ ||
                !patterns_has_class(run->patterns, SLICE("describing"), &run->s->tokens[tokens[k]]))
                party_resolve(run, tokens[k], depth, set);
        if (role == ROLE_ACTOR && set->count == before && path->path.steps[0].kind == STEP_SUBJ &&
            path->path.count == 1)
            resolve_subject_above(run, token, depth, set);
        enum path_step_kind last = path->path.steps[path->path.count - 1].kind;
        if ((last == STEP_ADJ || last == STEP_POSS) &&
            role != ROLE_RECIPIENT) { // "the Raqqa battle": where, not who
            size_t kept = start;
            for (size_t k = start; k < set->count; k++)
                if (run->meaning->entities[set->entities[k]].kind != ENTITY_PLACE) {
                    set->entities[kept] = set->entities[k];
                    set->spans[kept++] = set->spans[k];
                }
            set->count = kept;
        }
    }
}

void party_gather(const struct coding_run *run, uint32_t token, const struct pattern *pattern,
                  enum party_role role, struct party_set *set, bool *is_by_speaker) {
    gather_at(run, token, pattern, role, 0, set, is_by_speaker);
}

uint32_t party_first_token(const struct coding_run *run, uint32_t token, const struct pattern *pattern,
                           enum party_role role, uint32_t none) {
    for (size_t i = 0; i < pattern->roles[role].count; i++) {
        uint32_t tokens[WIDTH];
        if (path_follow(run->s, token, &pattern->roles[role].paths[i].path, tokens, WIDTH)) return tokens[0];
    }
    return none;
}
