// measures.c - the table of what numbers count, and where its rows hold.
#include "coding/measures.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define TRIGGER_LIMIT 96u // bytes

static bool where_parse(struct measure_rule *rule, struct slice where, const char **problem) {
    size_t at;
    if (slice_equal(where, SLICE("self"))) return rule->is_self = true;
    return path_parse(where, &rule->where, problem, &at);
}

static bool need_parse(struct measure_rule *rule, struct slice need, const char **problem) {
    size_t at;
    if (slice_equal(need, SLICE("human"))) return rule->counts = MEASURE_HUMAN, true;
    if (slice_equal(need, SLICE("alive"))) return rule->counts = MEASURE_ALIVE, true;
    *problem = "too many conditions";
    if (rule->need_count == MEASURE_NEEDS) return false;
    bool absent = need.length && need.start[0] == '!';
    rule->needs[rule->need_count].is_absent = absent;
    if (!path_parse(slice_part(need, absent, need.length), &rule->needs[rule->need_count].path, problem, &at))
        return false;
    rule->need_count++;
    return true;
}

// Reads a row into `rule`; false with what is wrong and with which words.
static bool rule_parse(const struct table *table, size_t row, struct measure_rule *rule, const char **problem,
                       struct slice *wrong) {
    struct slice trigger = table_cell(table, row, TABLE_COLUMN(MEASURES, TRIGGER));
    rule->measure = table_cell(table, row, TABLE_COLUMN(MEASURES, MEASURE));
    *problem = "expected a lemma and its part of speech";
    *wrong = trigger;
    if (trigger.length < 3 || trigger.start[trigger.length - 2] != '/') return false;
    rule->pos = trigger.start[trigger.length - 1];
    *wrong = table_cell(table, row, TABLE_COLUMN(MEASURES, WHERE));
    if (!where_parse(rule, *wrong, problem)) return false;
    struct slice needs = table_cell(table, row, TABLE_COLUMN(MEASURES, NEEDS));
    while (needs.length && slice_next(&needs, SLICE(" "), wrong))
        if (!need_parse(rule, *wrong, problem)) return false;
    return true;
}

struct measures *measures_open(const struct knowledge *knowledge, struct slice language,
                               struct error *error) {
    struct measures *measures = calloc(1, sizeof *measures);
    const struct table *table = knowledge_table(knowledge, TABLE_MEASURES, language);
    size_t count = table_count(table);
    struct measure_rule *rules = calloc(count + 1, sizeof *rules);
    if (!measures || !rules) {
        error_at(error, ERROR_SYSTEM, (struct place_in_file){ 0 }, "out of memory");
        free(measures);
        free(rules);
        return NULL;
    }
    measures->table = table;
    measures->rules = rules;
    measures->agents = knowledge_table(knowledge, TABLE_AGENTS, language);
    measures->offices = knowledge_table(knowledge, TABLE_OFFICES, language);
    measures->relations = knowledge_table(knowledge, TABLE_RELATIONS, language);
    measures->numbers = knowledge_table(knowledge, TABLE_NUMBERS, language);
    measures->acts = knowledge_table(knowledge, TABLE_ACTS, SLICE(""));
    measures->captivity = knowledge_table(knowledge, TABLE_CAPTIVITY, SLICE(""));
    for (size_t row = 0; row < count; row++) {
        const char *problem;
        struct slice wrong;
        if (rule_parse(table, row, &rules[row], &problem, &wrong)) continue;
        error_at(error, ERROR_INPUT, table_place(table, row), "%s in \"" SLICE_FORMAT "\"", problem,
                 SLICE_ARG(wrong));
        measures_close(measures);
        return NULL;
    }
    return measures;
}

void measures_close(struct measures *measures) {
    if (!measures) return;
    free(measures->rules);
    free(measures);
}

// The rows of "word/pos", folded.
static struct table_walk rows_of(const struct measures *measures, struct slice word, char pos,
                                 struct arena *arena) {
    if (word.length + 2 > TRIGGER_LIMIT) return table_lookup(measures->table, SLICE(""));
    // the walk keeps its key, and what has nothing to fold is given back as it is
    const struct slice key = arena_format(arena, SLICE_FORMAT "/%c", SLICE_ARG(word), pos);
    return table_lookup(measures->table, utf8_fold_name(key, arena));
}

const struct measure_rule *measures_rule_of(const struct measures *measures, const struct token *token,
                                            char pos, struct arena *arena) {
    if (token->lemma.length == 0 || token->lemma.length + 2 > TRIGGER_LIMIT) return NULL;
    struct table_walk walk = rows_of(measures, token->lemma, pos, arena);
    size_t row = table_next(&walk);
    return row == TABLE_END ? NULL : &measures->rules[row];
}

struct slice measures_either(const struct measures *measures, struct slice one, struct slice other,
                             struct arena *arena) {
    const struct slice orders[2][2] = { { one, other }, { other, one } };
    for (unsigned i = 0; i < 2; i++) {
        struct slice both = arena_format(arena, SLICE_FORMAT " " SLICE_FORMAT, SLICE_ARG(orders[i][0]),
                                         SLICE_ARG(orders[i][1]));
        if (both.length + 2 > TRIGGER_LIMIT) continue;
        struct table_walk walk = rows_of(measures, both, 'o', arena);
        size_t row = table_next(&walk);
        if (row != TABLE_END) return measures->rules[row].measure;
    }
    return (struct slice){ 0 };
}

bool measures_is_or(const struct measures *measures, const struct token *token, struct arena *arena) {
    struct table_walk walk = table_lookup(measures->numbers, utf8_fold_name(token->form, arena));
    for (size_t row; (row = table_next(&walk)) != TABLE_END;)
        if (slice_equal(table_cell(measures->numbers, row, TABLE_COLUMN(NUMBERS, KIND)), SLICE("or")))
            return true;
    return false;
}

// Whether measures.txt lists the noun as this ("person", "thing").
static bool is_listed(const struct measures *measures, struct slice lemma, struct slice as,
                      struct arena *arena) {
    if (lemma.length == 0 || lemma.length + 2 > TRIGGER_LIMIT) return false;
    struct table_walk walk = rows_of(measures, lemma, 'n', arena);
    for (size_t row; (row = table_next(&walk)) != TABLE_END;)
        if (slice_equal(measures->rules[row].measure, as)) return true;
    return false;
}

static int32_t kind_at(const struct meaning *meaning, uint32_t sentence, uint32_t token) {
    int32_t mention = meaning->mention_of ? meaning->mention_of[sentence][token] : -1;
    if (mention < 0 || meaning->mentions[mention].entity < 0) return -1;
    return (int32_t)meaning->entities[meaning->mentions[mention].entity].kind;
}

static bool is_agent_noun(const struct measures *measures, struct slice lemma) {
    struct table_walk walk = table_lookup(measures->agents, lemma);
    for (size_t row; (row = table_next(&walk)) != TABLE_END;) {
        struct slice kind = table_cell(measures->agents, row, TABLE_COLUMN(AGENTS, KIND));
        if (slice_equal(kind, SLICE("person")) || slice_equal(kind, SLICE("people")) ||
            slice_equal(kind, SLICE("armed-group")))
            return true;
    }
    walk = table_lookup(measures->offices, lemma);
    if (table_next(&walk) != TABLE_END) return true;
    walk = table_lookup(measures->relations, lemma);
    return table_next(&walk) != TABLE_END;
}

bool measures_is_human(const struct measures *measures, const struct meaning *meaning, uint32_t sentence,
                       uint32_t token, struct arena *arena) {
    const struct token *t = &meaning->analysis->sentences[sentence].tokens[token];
    if (t->upos == UPOS_NUM || t->upos == UPOS_PRON || t->upos == UPOS_DET) return true;
    struct slice lemma = utf8_fold_name(t->lemma.length ? t->lemma : t->form, arena);
    if (is_listed(measures, lemma, SLICE("thing"), arena)) return false;
    int32_t kind = kind_at(meaning, sentence, token);
    if (kind == ENTITY_PERSON || kind == ENTITY_PEOPLE || kind == ENTITY_ARMED_GROUP) return true;
    if (is_agent_noun(measures, lemma) || is_listed(measures, lemma, SLICE("person"), arena)) return true;
    // A name in the plural: "50 Israelis"; "two others", "20 dead"
    return (t->upos == UPOS_PROPN && (t->features & FEATURE_PLURAL)) || t->upos == UPOS_ADJ;
}

bool measures_fits(const struct measures *measures, const struct measure_rule *rule,
                   const struct meaning *meaning, uint32_t sentence, uint32_t token, struct arena *arena) {
    switch (rule->counts) {
    case MEASURE_HUMAN:
        return measures_is_human(measures, meaning, sentence, token, arena);
    case MEASURE_ALIVE: {
        const struct token *t = &meaning->analysis->sentences[sentence].tokens[token];
        struct slice lemma = utf8_fold_name(t->lemma.length ? t->lemma : t->form, arena);
        return !is_listed(measures, lemma, SLICE("thing"), arena) &&
               kind_at(meaning, sentence, token) != ENTITY_PLACE;
    }
    default:
        return true;
    }
}

static bool needs_hold(const struct sentence *s, const struct measure_rule *rule, uint32_t token) {
    for (unsigned i = 0; i < rule->need_count; i++) {
        const struct path *path = &rule->needs[i].path;
        uint32_t found[4];
        size_t count = path_follow(s, token, path, found, 4);
        // "cop" is asked of what stands above a subject, too.
        if (!count && path->count == 1 && path->steps[0].kind == STEP_COP && s->tokens[token].head >= 0)
            count = path_follow(s, (uint32_t)s->tokens[token].head, path, found, 4);
        if ((count == 0) != rule->needs[i].is_absent) return false;
    }
    return true;
}

// Whether the word at `token` has the part of speech that the rule wants.
static bool pos_fits(const struct sentence *s, uint32_t token, char pos) {
    const struct token *t = &s->tokens[token];
    switch (pos) {
    case 'v': // "Army kills two rebels": a noun with an object is a verb
        return t->upos == UPOS_VERB || ((t->upos == UPOS_NOUN || t->upos == UPOS_PROPN) &&
                                        token_child_with(s, (int32_t)token, DEPREL_OBJ) > (int32_t)token);
    case 'n':
        return t->upos == UPOS_NOUN || t->upos == UPOS_PROPN || t->upos == UPOS_ADJ;
    case 'a':
        return t->upos == UPOS_ADJ || t->upos == UPOS_VERB || t->upos == UPOS_NOUN;
    default:
        return false;
    }
}

static void end_add(struct measure_hit *hit, uint32_t token) {
    for (size_t i = 0; i < hit->end_count; i++)
        if (hit->ends[i] == token) return;
    if (hit->end_count < MEASURE_ENDS) hit->ends[hit->end_count++] = token;
}

// Whether what follows the verb shows that it has no object: "killed in", "arrested after", "wounded,".
static bool ends_at(const struct sentence *s, uint32_t token) {
    if (token + 1 >= s->count) return true;
    enum upos next = s->tokens[token + 1].upos;
    return next == UPOS_ADP || next == UPOS_SCONJ || next == UPOS_PUNCT || next == UPOS_CCONJ;
}

// "seized and burned the trucks": a verb beside it that has the object of both.
static bool shares_object(const struct sentence *s, uint32_t token) {
    for (int32_t c = token_child(s, (int32_t)token, (int32_t)token); c >= 0;
         c = token_child(s, (int32_t)token, c))
        if (s->tokens[c].deprel == DEPREL_CONJ && token_child_with(s, c, DEPREL_OBJ) >= 0 &&
            token_child_with(s, c, DEPREL_NSUBJ) < 0)
            return true;
    return false;
}

// "Four soldiers killed in an ambush": what the tagger takes for a past tense without an object is a
// participle in a headline, and whoever stands before it undergoes it; -1 when it is none.
static int32_t headline_subject(const struct sentence *s, uint32_t token) {
    const struct token *t = &s->tokens[token];
    int32_t passive = token_child_with(s, (int32_t)token, DEPREL_NSUBJ_PASS);
    if (!(t->features & FEATURE_PAST) || token_child_with(s, (int32_t)token, DEPREL_AUX) >= 0 ||
        shares_object(s, token))
        return -1;
    if (ends_at(s, token)) return passive >= 0 ? passive : token_child_with(s, (int32_t)token, DEPREL_NSUBJ);
    if (token_child_with(s, (int32_t)token, DEPREL_OBJ) >= 0 ||
        token_child_with(s, (int32_t)token, DEPREL_CCOMP) >= 0 ||
        token_child_with(s, (int32_t)token, DEPREL_XCOMP) >= 0)
        return -1;
    return token_child_with(s, (int32_t)token, DEPREL_NSUBJ);
}

// What a describing word points at: "50 captured civilians", "8,300 dead".
static void described_find(const struct sentence *s, struct measure_hit *hit) {
    const struct token *t = &s->tokens[hit->trigger];
    end_add(hit, hit->trigger);
    if (hit->rule->pos == 'a' && t->head >= 0 &&
        (t->deprel == DEPREL_AMOD || t->deprel == DEPREL_ACL || t->deprel == DEPREL_NMOD ||
         t->deprel == DEPREL_COMPOUND || t->deprel == DEPREL_ADVMOD))
        end_add(hit, (uint32_t)t->head);
}

// "people who died", "men gathered in the square": the noun that the clause describes.
static void clause_noun_find(const struct sentence *s, struct measure_hit *hit, enum path_step_kind step) {
    const struct token *t = &s->tokens[hit->trigger];
    if (t->head < 0) return;
    bool is_relative = t->deprel == DEPREL_ACL_RELCL && hit->end_count == 1 &&
                       s->tokens[hit->ends[0]].upos == UPOS_PRON &&
                       s->tokens[hit->ends[0]].head == (int32_t)hit->trigger;
    bool is_reduced = t->deprel == DEPREL_ACL && step == STEP_SUBJ && !hit->end_count;
    if (is_relative || is_reduced) end_add(hit, (uint32_t)t->head);
}

static void ends_find(const struct sentence *s, struct measure_hit *hit) {
    const struct measure_rule *rule = hit->rule;
    if (rule->is_self) {
        described_find(s, hit);
        return;
    }
    hit->end_count = path_follow(s, hit->trigger, &rule->where, hit->ends, MEASURE_ENDS);
    enum path_step_kind step = rule->where.count == 1 ? rule->where.steps[0].kind : STEP_KINDS;
    int32_t subject = step == STEP_OBJ && (!hit->end_count || ends_at(s, hit->trigger))
                          ? headline_subject(s, hit->trigger)
                          : -1;
    if (subject >= 0) {
        hit->is_headline = !hit->end_count;
        end_add(hit, (uint32_t)subject);
    }
    clause_noun_find(s, hit, step);
    for (size_t i = 0, heads = hit->end_count; i < heads; i++)
        for (int32_t k = token_child(s, (int32_t)hit->ends[i], -1); k >= 0;
             k = token_child(s, (int32_t)hit->ends[i], k))
            if (s->tokens[k].deprel == DEPREL_CONJ && is_nominal(&s->tokens[k])) end_add(hit, (uint32_t)k);
}

size_t measures_hits(const struct measures *measures, const struct meaning *meaning, uint32_t sentence,
                     uint32_t token, struct arena *arena, struct measure_hit hits[MEASURE_HITS]) {
    const struct sentence *s = &meaning->analysis->sentences[sentence];
    const struct token *t = &s->tokens[token];
    static const char parts[] = { 'v', 'n', 'a' };
    bool differs = !slice_equal_ascii_fold(t->form, t->lemma);
    size_t count = 0;
    for (unsigned p = 0; p < sizeof parts; p++) {
        if (!pos_fits(s, token, parts[p])) continue;
        for (unsigned form = 0; form < 2; form++) {
            // a participle that describes is listed as it is written, a verb with a doubtful lemma too
            if (form && (parts[p] == 'n' || !differs)) continue;
            struct slice word = form ? t->form : t->lemma;
            if (word.length == 0 || word.length + 2 > TRIGGER_LIMIT) continue;
            struct table_walk walk = rows_of(measures, word, parts[p], arena);
            for (size_t row; count < MEASURE_HITS && (row = table_next(&walk)) != TABLE_END;) {
                const struct measure_rule *rule = &measures->rules[row];
                if (slice_equal(rule->measure, SLICE("person")) ||
                    slice_equal(rule->measure, SLICE("thing")) || !needs_hold(s, rule, token))
                    continue;
                hits[count] = (struct measure_hit){ .rule = rule, .trigger = token };
                ends_find(s, &hits[count++]);
            }
        }
    }
    return count;
}
