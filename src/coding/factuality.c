// factuality.c - whether what a token states is so.
//
// From the token upwards: its own marks first (not, may, allegedly, if), then whatever governs it (plans to,
// failed to, the threat of). A step up is taken only where meaning goes up: from a complement to its verb,
// from an infinitive to the noun that announces it, from a coordinated verb that shares the other's
// auxiliaries. What a finite verb tells in the past tense happened, unless something says otherwise; what it
// tells in the present tense, outside headlines and outside first persons ("we condemn"), is going on. After
// Saurí and Pustejovsky's FactBank, with the levels of certainty that news distinguishes. Words are in
// modality.txt; operators.txt adds those that also make events.
#include "coding/parts.h"
#include "language/syntax.h"

#include "base/intern.h"
#include "base/vector.h"

#define HOPS 8

enum how {
    HOW_AUX,
    HOW_REPORTED,
    HOW_ADVERB,
    HOW_DETERMINER,
    HOW_MARK,
    HOW_ADJECTIVE,
    HOW_GOVERNOR,
    HOW_INFINITIVE,
    HOW_UNCHANGED,
    HOW_OBJECT,
    HOWS
};
static const char *const how_names[HOWS] = { "aux",       "reported", "adverb",     "determiner", "mark",
                                             "adjective", "governor", "infinitive", "unchanged",  "object" };

enum effect { // what a word does; the first ones are factualities
    EFFECT_NEGATION = FACTUALITIES,
    EFFECT_CONDITION, // the clause itself is the condition
    EFFECTS
};

struct marker {
    struct slice rest; // further words of the phrase
    enum how how;
    unsigned effect;
};
struct marker_list {
    const struct marker *items;
    size_t count;
};

struct modality {
    struct arena *arena;
    struct intern *words;
    struct marker_list *lists; // by symbol - 1
};

typedef VECTOR_OF(struct marker) marker_vector;
struct building {
    struct arena *arena;
    struct intern *words;
    VECTOR_OF(marker_vector) lists;
};

static void add_marker(struct building *b, struct slice phrase, enum how how, unsigned effect) {
    struct slice first, rest = phrase;
    if (!slice_next(&rest, SLICE(" "), &first)) return;
    uint32_t symbol = intern_add(b->words, first);
    while (b->lists.count < symbol) vector_push(b->arena, &b->lists);
    *vector_push(b->arena, &b->lists.items[symbol - 1]) = (struct marker){ rest, how, effect };
}

static bool effect_of(struct slice name, unsigned *effect) {
    static const char *const names[] = {
#define FACTUALITY_NAME(symbol, name) name,
        FACTUALITY_LIST(FACTUALITY_NAME)
#undef FACTUALITY_NAME
            "negation"
    };
    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        if (slice_equal(name, slice_of(names[i]))) {
            *effect = i;
            return true;
        }
    return false;
}

// What an operator's status makes of the act that it governs.
static bool effect_of_status(struct slice status, unsigned *effect) {
    static const struct {
        const char *status;
        enum factuality effect;
    } effects[] = {
        { "appealed", FACTUALITY_REQUESTED },     { "demanded", FACTUALITY_REQUESTED },
        { "promised", FACTUALITY_PLANNED },       { "planned", FACTUALITY_PLANNED },
        { "refused", FACTUALITY_DID_NOT_HAPPEN }, { "threatened", FACTUALITY_POSSIBLE },
        { "wanted", FACTUALITY_REQUESTED },       { "denied", FACTUALITY_DENIED },
        { "possible", FACTUALITY_POSSIBLE },      { "failed", FACTUALITY_DID_NOT_HAPPEN },
        { "alleged", FACTUALITY_POSSIBLE },
    };
    for (size_t i = 0; i < sizeof effects / sizeof *effects; i++)
        if (slice_equal(status, slice_of(effects[i].status))) {
            *effect = effects[i].effect;
            return true;
        }
    return false;
}

struct modality *modality_open(const struct knowledge *knowledge, struct slice language,
                               struct error *error) {
    struct arena *arena = arena_new();
    struct modality *modality = ARENA_NEW(arena, struct modality);
    struct building b = { arena, intern_new(arena), { 0 } };
    const struct table *table = knowledge_table(knowledge, TABLE_MODALITY, language);
    for (size_t row = 0; row < table_count(table); row++) {
        struct slice kind = table_cell(table, row, TABLE_COLUMN(MODALITY, KIND));
        struct slice name = table_cell(table, row, TABLE_COLUMN(MODALITY, HOW));
        unsigned effect, how = 0;
        while (how < HOWS && !slice_equal(name, slice_of(how_names[how]))) how++;
        if (how == HOWS) {
            error_at(error, ERROR_INPUT, table_place(table, row),
                     "expected aux, reported, adverb, determiner, mark, adjective, governor or infinitive, "
                     "found \"" SLICE_FORMAT "\"",
                     SLICE_ARG(name));
            goto failed;
        }
        if (!effect_of(kind, &effect)) {
            error_at(error, ERROR_INPUT, table_place(table, row),
                     "expected a factuality or negation, found \"" SLICE_FORMAT "\"", SLICE_ARG(kind));
            goto failed;
        }
        if (how == HOW_MARK && effect == FACTUALITY_CONDITIONAL) effect = EFFECT_CONDITION;
        add_marker(&b, table_cell(table, row, TABLE_COLUMN(MODALITY, PHRASE)), (enum how)how, effect);
    }
    table = knowledge_table(knowledge, TABLE_OPERATORS, language);
    for (size_t row = 0; row < table_count(table); row++) {
        unsigned effect;
        struct slice triggers = table_cell(table, row, TABLE_COLUMN(OPERATORS, TRIGGER));
        if (!effect_of_status(table_cell(table, row, TABLE_COLUMN(OPERATORS, STATUS)), &effect)) continue;
        for (struct slice trigger; slice_next(&triggers, SLICE(" | "), &trigger);)
            add_marker(&b, slice_part(trigger, 0, slice_find(trigger, SLICE("/"), 0)), HOW_GOVERNOR, effect);
    }
    modality->arena = arena;
    modality->words = b.words;
    modality->lists = ARENA_ARRAY(arena, struct marker_list, b.lists.count ? b.lists.count : 1);
    for (size_t i = 0; i < b.lists.count; i++)
        modality->lists[i] = (struct marker_list){ b.lists.items[i].items, b.lists.items[i].count };
    return modality;
failed:
    arena_free(arena);
    return NULL;
}

void modality_close(struct modality *modality) {
    if (modality) arena_free(modality->arena);
}

// The effect of `token` when it stands as `how`; EFFECTS for none. The first row that fits decides.
static unsigned effect_at(const struct modality *m, const struct sentence *s, uint32_t token, enum how how) {
    struct slice keys[2] = { s->tokens[token].lemma, s->tokens[token].form };
    char buffer[48];
    for (int k = 0; k < 2; k++) {
        if (keys[k].length == 0 || keys[k].length > sizeof buffer) continue;
        for (size_t i = 0; i < keys[k].length; i++) {
            char c = keys[k].start[i];
            buffer[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        }
        uint32_t symbol = intern_lookup(m->words, (struct slice){ buffer, keys[k].length });
        for (size_t i = 0; symbol && i < m->lists[symbol - 1].count; i++) {
            const struct marker *marker = &m->lists[symbol - 1].items[i];
            if (marker->how != how) continue;
            struct slice rest = marker->rest, word;
            uint32_t next = token + 1;
            bool fits = true;
            while (fits && slice_next(&rest, SLICE(" "), &word)) {
                fits = next < s->count && slice_equal_ascii_fold(s->tokens[next].lemma, word);
                next++;
            }
            if (fits) return marker->effect;
        }
    }
    return EFFECTS;
}

static bool is_first_person(const struct sentence *s, uint32_t token) {
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c))
        if (s->tokens[c].deprel == DEPREL_NSUBJ && (s->tokens[c].features & FEATURE_FIRST)) return true;
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

struct judgement {
    enum factuality value;
    bool is_marked; // something said so
    bool is_negated;
    struct span cue;
};

static void judge(struct judgement *j, const struct token *cue, unsigned effect) {
    if (effect == EFFECT_NEGATION) {
        j->is_negated = !j->is_negated;
        j->cue = cue->span;
    } else if (effect == EFFECT_CONDITION) {
        j->value = FACTUALITY_CONDITIONAL;
        j->is_marked = true;
        j->cue = cue->span;
    } else if (effect < FACTUALITIES && (!j->is_marked || j->value == FACTUALITY_ONGOING)) {
        j->value = (enum factuality)effect;
        j->is_marked = effect != FACTUALITY_HAPPENED;
        j->cue = cue->span;
    }
}

// What stands right under a predicate or a noun.
static void judge_children(const struct modality *m, const struct sentence *s, uint32_t token,
                           struct judgement *j) {
    const struct token *t = &s->tokens[token];
    bool is_reported = is_reported_in_past(s, token), has_modal = false;
    const struct token *finite = is_verbal(t) && (t->features & FEATURE_FINITE) ? t : NULL;
    bool is_progressive = false, has_have = false;
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c)) {
        const struct token *child = &s->tokens[c];
        unsigned effect = EFFECTS;
        switch (child->deprel) {
        case DEPREL_AUX:
        case DEPREL_AUX_PASS:
        case DEPREL_COP:
            if (is_reported) effect = effect_at(m, s, (uint32_t)c, HOW_REPORTED);
            if (effect == EFFECTS) effect = effect_at(m, s, (uint32_t)c, HOW_AUX);
            has_modal |= effect != EFFECTS;
            if (!finite || (child->features & FEATURE_FINITE)) finite = child;
            is_progressive |= slice_equal(child->xpos, SLICE("VBG")); // "are being held"
            has_have |= child->deprel == DEPREL_AUX && child == finite && child->upos == UPOS_AUX;
            break;
        case DEPREL_ADVMOD:
        case DEPREL_DISCOURSE:
            effect = effect_at(m, s, (uint32_t)c, HOW_ADVERB);
            break;
        case DEPREL_DET:
        case DEPREL_DET_PREDET:
            effect = effect_at(m, s, (uint32_t)c, HOW_DETERMINER);
            break;
        case DEPREL_MARK:
        case DEPREL_CASE:
            effect = effect_at(m, s, (uint32_t)c, HOW_MARK);
            if (effect == EFFECTS && child->upos == UPOS_AUX) effect = effect_at(m, s, (uint32_t)c, HOW_AUX);
            break;
        case DEPREL_AMOD:
            effect = effect_at(m, s, (uint32_t)c, HOW_ADJECTIVE);
            break;
        case DEPREL_NSUBJ:
        case DEPREL_NSUBJ_PASS:
        case DEPREL_OBJ:
            if (is_verbal(t)) { // "no group", "nobody", "neither side"
                effect = effect_at(m, s, (uint32_t)c, HOW_DETERMINER);
                int32_t det = token_child_with(s, c, DEPREL_DET);
                if (effect == EFFECTS && det >= 0) effect = effect_at(m, s, (uint32_t)det, HOW_DETERMINER);
                if (effect != EFFECT_NEGATION) effect = EFFECTS;
            }
            break;
        default:
            break;
        }
        if (effect != EFFECTS) judge(j, child, effect);
    }
    int32_t copula = token_child_with(s, (int32_t)token, DEPREL_COP);
    if (!is_verbal(t)) { // "is under sanctions"
        if (copula >= 0 && !j->is_marked && !has_modal && !s->is_title && finite == &s->tokens[copula] &&
            (finite->features & FEATURE_PRESENT))
            judge(j, finite, FACTUALITY_ONGOING);
        return;
    }
    is_progressive |= slice_equal(t->xpos, SLICE("VBG")) ||
                      ((t->features & FEATURE_PARTICIPLE) && (t->features & FEATURE_PRESENT));
    if (j->is_marked || has_modal || s->is_title || finite == NULL || is_first_person(s, token)) return;
    bool is_present = finite->features & FEATURE_PRESENT;
    if (finite == t && slice_equal(t->form, t->lemma) && effect_at(m, s, token, HOW_UNCHANGED) != EFFECTS)
        is_present = false; // "shut", "cut"
    if (is_progressive && finite != t)
        is_present |= is_reported;    // "said that they were negotiating"
    else if (finite != t && has_have) // "has held", "have been hurt"; not "is banned"
        is_present = false;
    if (is_present) judge(j, finite, FACTUALITY_ONGOING);
}

static bool is_definite(const struct sentence *s, uint32_t noun) {
    for (int32_t c = token_child(s, (int32_t)noun, -1); c >= 0; c = token_child(s, (int32_t)noun, c))
        if (s->tokens[c].deprel == DEPREL_NMOD_POSS ||
            (s->tokens[c].deprel == DEPREL_DET && (s->tokens[c].features & FEATURE_DEFINITE)))
            return true;
    return s->tokens[noun].upos == UPOS_PROPN;
}

// The token whose judgement also holds for `token`, and the effect that it has on it; -1 at the top.
static int32_t governor_of(const struct modality *m, const struct sentence *s, uint32_t token,
                           unsigned *effect) {
    const struct token *t = &s->tokens[token];
    *effect = EFFECTS;
    if (t->head < 0) return -1;
    uint32_t head = (uint32_t)t->head;
    bool is_infinitive = (t->features & FEATURE_INFINITIVE) && !(t->features & FEATURE_FINITE);
    switch (t->deprel) {
    case DEPREL_XCOMP:
    case DEPREL_CSUBJ:
        *effect = effect_at(m, s, head, HOW_INFINITIVE);
        if (*effect == EFFECTS) *effect = effect_at(m, s, head, HOW_GOVERNOR);
        if (*effect == EFFECTS && is_infinitive && t->deprel == DEPREL_XCOMP) *effect = FACTUALITY_PLANNED;
        return (int32_t)head;
    case DEPREL_CCOMP:
        *effect = effect_at(m, s, head, HOW_GOVERNOR);
        if (*effect == FACTUALITY_HAPPENED && token < head)
            return -1; // what stands before "has not said" is not denied
        return *effect == EFFECTS ? -1 : (int32_t)head;
    case DEPREL_ADVCL:
        if (!is_infinitive) return -1;
        *effect = effect_at(m, s, head, HOW_GOVERNOR);
        if (*effect == EFFECTS) *effect = FACTUALITY_PLANNED; // a purpose
        return (int32_t)head;
    case DEPREL_ACL:
        if (!is_infinitive && (t->features & FEATURE_PARTICIPLE) && s->tokens[head].deprel == DEPREL_OBJ &&
            s->tokens[head].head >= 0 && head < token) { // "wants the prisoners released"
            uint32_t verb = (uint32_t)s->tokens[head].head;
            *effect = effect_at(m, s, verb, HOW_GOVERNOR);
            if (*effect == FACTUALITY_REQUESTED) return (int32_t)verb;
        }
        *effect = effect_at(m, s, head, HOW_GOVERNOR);
        if (*effect == EFFECTS && is_infinitive) *effect = FACTUALITY_PLANNED;
        return *effect == EFFECTS ? -1 : (int32_t)head;
    case DEPREL_CONJ:
        if (is_verbal(t) && (t->features & FEATURE_FINITE)) return -1;
        if (token_child_with(s, (int32_t)token, DEPREL_NSUBJ) >= 0 ||
            token_child_with(s, (int32_t)token, DEPREL_AUX) >= 0)
            return -1;
        return (int32_t)head;
    case DEPREL_OBJ:
    case DEPREL_NSUBJ_PASS:
        if (effect_at(m, s, head, HOW_OBJECT) != EFFECTS) return (int32_t)head;
        *effect = effect_at(m, s, head, HOW_GOVERNOR);
        if (*effect == FACTUALITY_HAPPENED) *effect = EFFECTS;
        if (*effect == EFFECTS && is_definite(s, token)) return -1;
        return (int32_t)head;
    case DEPREL_NSUBJ:
        return is_definite(s, token) ? -1 : (int32_t)head;
    case DEPREL_OBL:
        if (!is_verbal(&s->tokens[head]) || token < head) // what stands before is a circumstance
            return -1;
        *effect = effect_at(m, s, head, HOW_GOVERNOR);
        if (*effect != FACTUALITY_REQUESTED && *effect != FACTUALITY_PLANNED &&
            *effect != FACTUALITY_POSSIBLE)
            *effect = EFFECTS;
        return *effect == EFFECTS || is_definite(s, token) ? -1 : (int32_t)head;
    case DEPREL_NMOD:
    case DEPREL_COMPOUND:
        *effect = effect_at(m, s, head, HOW_GOVERNOR);
        if (*effect == FACTUALITY_HAPPENED) *effect = EFFECTS;
        return *effect == EFFECTS ? -1 : (int32_t)head;
    default:
        return -1;
    }
}

bool factuality_is_foresworn(const struct modality *modality, const struct sentence *s, uint32_t token) {
    struct judgement j = { .value = FACTUALITY_HAPPENED };
    judge_children(modality, s, token, &j);
    return j.is_negated && j.value == FACTUALITY_PLANNED;
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
        is_content = s->tokens[at].deprel == DEPREL_CCOMP;
        unsigned effect;
        int32_t governor = governor_of(modality, s, (uint32_t)at, &effect);
        if (governor < 0) break;
        if (effect != EFFECTS) {
            if (j.is_negated && effect == FACTUALITY_DID_NOT_HAPPEN) j.is_negated = false;
            if (j.value == FACTUALITY_ONGOING) j.is_marked = false;
            judge(&j, &s->tokens[governor], effect);
        }
        at = governor;
    }
    if (s->count && slice_equal(s->tokens[s->count - 1].form, SLICE("?")) && !j.is_marked)
        judge(&j, &s->tokens[s->count - 1], FACTUALITY_POSSIBLE);
    if (j.is_negated)
        j.value = j.value == FACTUALITY_DID_NOT_HAPPEN || j.value == FACTUALITY_DENIED
                      ? FACTUALITY_HAPPENED
                      : FACTUALITY_DID_NOT_HAPPEN;
    if (cue) *cue = j.cue;
    return j.value;
}
