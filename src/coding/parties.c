// parties.c - who is meant by the words where a pattern looks for a party.
//
// A mention stands for its entity, a group for its members, "we" in a quotation for the speaker; a thing that
// is no party leads to whom it belongs: "Turkish warplanes", "the actions taken by Israel".
#include "coding/events.h"

static void gather_at(const struct coding_run *run, const struct pattern_match *match, enum party_role role,
                      int depth, struct party_set *set, bool *is_by_speaker);

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

size_t run_follow(const struct coding_run *run, uint32_t token, enum code_path path, uint32_t found[WIDTH]) {
    return path_follow(run->s, token, patterns_path(run->patterns, path), found, WIDTH);
}

int32_t run_speaker(const struct coding_run *run, uint32_t token, struct span *cue) {
    const struct sources *chain = &run->attributed->chains[run->attributed->chain_of[run->sentence][token]];
    if (chain->count == 0) return -1;
    *cue = chain->items[chain->count - 1].cue;
    return chain->items[chain->count - 1].entity;
}

// The phrases under `token` after a preposition of the class.
static size_t phrases_after(const struct coding_run *run, uint32_t token, enum code_class class,
                            uint32_t found[WIDTH]) {
    size_t count = 0;
    for (int32_t c = token_child(run->s, (int32_t)token, -1); c >= 0 && count < WIDTH;
         c = token_child(run->s, (int32_t)token, c)) {
        const int32_t mark = token_child_with(run->s, c, DEPREL_CASE);
        if (run->s->tokens[c].deprel == DEPREL_NMOD && mark >= 0 &&
            token_has_class(run->patterns, class, &run->s->tokens[mark]))
            found[count++] = (uint32_t)c;
    }
    return count;
}

// A group stands for its members, if they are known: "the two ministers".
static void add_mentioned(const struct coding_run *run, int32_t entity, const struct mention *mention,
                          struct party_set *set) {
    const struct entity *group = &run->meaning->entities[entity];
    const bool is_loose = mention->kind == MENTION_PRONOUN || mention->kind == MENTION_NOMINAL;
    for (size_t i = 0; i < group->member_count; i++)
        party_add(set, (uint32_t)group->members[i], mention->span, is_loose);
    if (group->member_count == 0) party_add(set, (uint32_t)entity, mention->span, is_loose);
}

// "The editor Lev Andar", whichever of them is the head.
static bool add_person_beside(const struct coding_run *run, uint32_t token, struct party_set *set) {
    for (int32_t c = token_child(run->s, (int32_t)token, (int32_t)token); c >= 0;
         c = token_child(run->s, (int32_t)token, c)) {
        const enum deprel deprel = run->s->tokens[c].deprel;
        if (deprel != DEPREL_FLAT && deprel != DEPREL_NMOD_DESC && deprel != DEPREL_COMPOUND) continue;
        const struct mention *mention;
        const int32_t entity = run_entity(run, (uint32_t)c, &mention);
        if (entity < 0 || run->meaning->entities[entity].kind != ENTITY_PERSON) continue;
        party_add(set, (uint32_t)entity, mention->span, false);
        return true;
    }
    return false;
}

static void party_resolve(const struct coding_run *run, uint32_t token, int depth, struct party_set *set);

// Whom a thing belongs to: the first of its possible owners that gives anybody.
static void add_owner(const struct coding_run *run, uint32_t token, int depth, struct party_set *set) {
    static const struct {
        bool is_class;
        enum code_path path;
        enum code_class class;
    } owners[] = {
        { .path = PATH_APPOS }, { .path = PATH_ACL_SUBJ }, { .is_class = true, .class = CLASS_AGENT },
        { .path = PATH_POSS },  { .path = PATH_ADJ },      { .is_class = true, .class = CLASS_OF },
    };
    const size_t before = set->count;
    for (size_t i = 0; i < sizeof owners / sizeof *owners && set->count == before; i++) {
        uint32_t tokens[WIDTH];
        const size_t count = owners[i].is_class ? phrases_after(run, token, owners[i].class, tokens)
                                                : run_follow(run, token, owners[i].path, tokens);
        for (size_t k = 0; k < count; k++)
            if (tokens[k] != token) party_resolve(run, tokens[k], depth + 1, set);
    }
}

// Who is meant by the noun phrase at `token`: its entity, or else whom the thing belongs to: "Turkish
// warplanes", "the actions taken by Israel", "a group of rebels".
static void party_resolve(const struct coding_run *run, uint32_t token, int depth, struct party_set *set) {
    if (factuality_is_excluded(run->modality, run->s, token)) return;
    const struct mention *mention;
    const int32_t entity = run_entity(run, token, &mention);
    const struct token *t = &run->s->tokens[token];
    if (entity >= 0) {
        add_mentioned(run, entity, mention, set);
        return;
    }
    if (t->features & FEATURE_FIRST) { // "we warn", in a quotation
        struct span cue;
        const int32_t speaker = run_speaker(run, token, &cue);
        if (speaker >= 0) party_add(set, (uint32_t)speaker, t->span, true);
        return;
    }
    if (depth >= OWNERS || !is_nominal(t) || t->upos == UPOS_PRON) return;
    const struct event_candidate *act = run_act(run, token);
    if (act && act->act >= 0 && act->match.pattern->roles[ROLE_ACTOR].count)
        gather_at(run, &act->match, ROLE_ACTOR, depth + 1, set, NULL); // who did it stands for the deed
    else if (!add_person_beside(run, token, set))
        add_owner(run, token, depth, set);
}

// "posted a message blaming Iran": a participle at a noun that does not act is the act of whoever has the
// noun.
static void resolve_subject_above(const struct coding_run *run, uint32_t token, int depth,
                                  struct party_set *set) {
    const struct token *t = &run->s->tokens[token];
    if (!is_verbal(t) || (t->features & FEATURE_FINITE) || t->head < 0 || is_passive(run->s, token) ||
        (t->deprel != DEPREL_ACL && t->deprel != DEPREL_ADVCL))
        return;
    uint32_t above = clause_of(run->s, (uint32_t)t->head), tokens[WIDTH];
    size_t count = above == token ? 0 : run_follow(run, above, PATH_SUBJ, tokens);
    for (size_t k = 0; k < count; k++)
        if (tokens[k] != (uint32_t)t->head) party_resolve(run, tokens[k], depth, set);
}

// "The Raqqa battle": where, not who.
static void drop_places(const struct coding_run *run, struct party_set *set, size_t from) {
    size_t kept = from;
    for (size_t k = from; k < set->count; k++)
        if (run->meaning->entities[set->entities[k]].kind != ENTITY_PLACE) {
            set->entities[kept] = set->entities[k];
            set->spans[kept++] = set->spans[k];
        }
    set->count = kept;
}

// Adds those whom one path of the role leads to; `before`: how many there were before the role's first path.
static void gather_path(const struct coding_run *run, const struct pattern_match *match, enum party_role role,
                        size_t number, int depth, struct party_set *set, size_t before) {
    const struct path *path = &match->pattern->roles[role].paths[number].path;
    const enum path_step_kind last = path->steps[path->count - 1].kind;
    const size_t start = set->count;
    for (size_t i = 0; i < match->argument_count; i++) {
        const struct event_argument *argument = &match->arguments[i];
        if (argument->role != role || argument->path != number) continue;
        if (last != STEP_ADJ ||
            !token_has_class(run->patterns, CLASS_DESCRIBING, &run->s->tokens[argument->token]))
            party_resolve(run, argument->token, depth, set);
    }
    if (role == ROLE_ACTOR && set->count == before && path->steps[0].kind == STEP_SUBJ && path->count == 1)
        resolve_subject_above(run, match->token, depth, set);
    if ((last == STEP_ADJ || last == STEP_POSS) && role != ROLE_RECIPIENT) drop_places(run, set, start);
}

static void gather_at(const struct coding_run *run, const struct pattern_match *match, enum party_role role,
                      int depth, struct party_set *set, bool *is_by_speaker) {
    const struct role_rule *rule = &match->pattern->roles[role];
    const size_t before = set->count;
    for (size_t i = 0; i < rule->count; i++) {
        if (!rule->paths[i].is_joined && set->count > before) return;
        if (!rule->paths[i].is_speaker) {
            gather_path(run, match, role, i, depth, set, before);
            continue;
        }
        struct span cue;
        const int32_t speaker = run_speaker(run, match->token, &cue);
        if (speaker < 0) continue;
        party_add(set, (uint32_t)speaker, cue, false);
        if (is_by_speaker) *is_by_speaker = true;
    }
}

void party_gather(const struct coding_run *run, const struct pattern_match *match, enum party_role role,
                  struct party_set *set, bool *is_by_speaker) {
    gather_at(run, match, role, 0, set, is_by_speaker);
}

uint32_t party_first_token(const struct pattern_match *match, enum party_role role, uint32_t none) {
    for (size_t i = 0; i < match->argument_count; i++)
        if (match->arguments[i].role == role) return match->arguments[i].token;
    return none;
}

struct pattern_match event_match(const struct coding_run *run, const struct event_mention *f) {
    const struct event_candidate *candidate = &run->candidates.items[f->candidate];
    if (candidate->token == f->token) return candidate->match;
    struct pattern_match match; // the act under a predicate, with the predicate's row
    const struct scene scene = run_scene(run, f->token);
    pattern_arguments(f->pattern, &scene, f->token, run->arena, &match);
    return match;
}
