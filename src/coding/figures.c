// figures.c - counts of people and things.
//
// A figure is a number, the noun that it counts, and the word that says what happened to them. Each word of
// measures.txt is followed along its path to what it counts; the numbers that stand there make figures. A
// number without a noun ("20 were killed") counts itself. Where a later clause leaves its verb out ("as were
// seventeen from the army, and two each from the navy and the police"), its numbers take the measure of the
// clause before.
//
// Where such a word has a named person instead of a number, figures_find() leaves that in coding->captives,
// for captives_find() to join to what the events tell.
//
// The same count of the same thing told twice is one figure, the text's rather than the headline's.
#include "coding/figures.h"

#include "base/utf8.h"
#include "base/vector.h"

#include <stdlib.h>
#include <string.h>

#define FOUND_LIMIT 16u
#define TRIGGER_LIMIT 96u // bytes
#define COMPARED 400u     // figures before and behind that may be the same one told again

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
    measures->relations = knowledge_table(knowledge, TABLE_RELATIONS, language);
    measures->acts = knowledge_table(knowledge, TABLE_ACTS, SLICE(""));
    measures->captivity = knowledge_table(knowledge, TABLE_CAPTIVITY, SLICE(""));
    for (size_t row = 0; row < count; row++) {
        struct measure_rule *rule = &rules[row];
        struct slice trigger = table_cell(table, row, TABLE_COLUMN(MEASURES, TRIGGER));
        struct slice where = table_cell(table, row, TABLE_COLUMN(MEASURES, WHERE));
        struct slice needs = table_cell(table, row, TABLE_COLUMN(MEASURES, NEEDS));
        rule->measure = table_cell(table, row, TABLE_COLUMN(MEASURES, MEASURE));
        const char *problem = "expected a lemma and its part of speech";
        struct slice wrong = trigger;
        size_t at;
        if (trigger.length < 3 || trigger.start[trigger.length - 2] != '/') goto failed;
        rule->pos = trigger.start[trigger.length - 1];
        wrong = where;
        if (slice_equal(where, SLICE("self")))
            rule->is_self = true;
        else if (!path_parse(where, &rule->where, &problem, &at))
            goto failed;
        for (struct slice piece; needs.length && slice_next(&needs, SLICE(" "), &piece);) {
            wrong = piece;
            if (slice_equal(piece, SLICE("human"))) {
                rule->is_human = true;
                continue;
            }
            problem = "too many conditions";
            if (rule->need_count == MEASURE_NEEDS) goto failed;
            bool absent = piece.length && piece.start[0] == '!';
            rule->needs[rule->need_count].is_absent = absent;
            if (!path_parse(slice_part(piece, absent, piece.length), &rule->needs[rule->need_count].path,
                            &problem, &at))
                goto failed;
            rule->need_count++;
        }
        continue;
    failed:
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

bool measures_is_human(const struct measures *measures, const struct meaning *meaning, uint32_t sentence,
                       uint32_t token, struct arena *arena) {
    const struct token *t = &meaning->analysis->sentences[sentence].tokens[token];
    if (t->upos == UPOS_NUM || t->upos == UPOS_PRON || t->upos == UPOS_DET) return true;
    int32_t mention = meaning->mention_of ? meaning->mention_of[sentence][token] : -1;
    if (mention >= 0 && meaning->mentions[mention].entity >= 0) {
        enum entity_kind kind = meaning->entities[meaning->mentions[mention].entity].kind;
        if (kind == ENTITY_PERSON || kind == ENTITY_PEOPLE || kind == ENTITY_ARMED_GROUP) return true;
    }
    struct slice lemma = utf8_fold_name(t->lemma.length ? t->lemma : t->form, arena);
    struct table_walk walk = table_lookup(measures->agents, lemma);
    for (size_t row; (row = table_next(&walk)) != TABLE_END;) {
        struct slice kind = table_cell(measures->agents, row, TABLE_COLUMN(AGENTS, KIND));
        if (slice_equal(kind, SLICE("person")) || slice_equal(kind, SLICE("people")) ||
            slice_equal(kind, SLICE("armed-group")))
            return true;
    }
    // "two others": words of measures.txt that stand for persons
    char buffer[TRIGGER_LIMIT];
    if (lemma.length + 2 <= sizeof buffer) {
        memcpy(buffer, lemma.start, lemma.length);
        memcpy(buffer + lemma.length, "/n", 2);
        walk = table_lookup(measures->table, (struct slice){ buffer, lemma.length + 2 });
        for (size_t row; (row = table_next(&walk)) != TABLE_END;)
            if (slice_equal(measures->rules[row].measure, SLICE("person"))) return true;
    }
    // A name in the plural: "50 Israelis"
    if (t->upos == UPOS_PROPN && t->features & FEATURE_PLURAL) return true;
    if (t->upos == UPOS_ADJ) return true; // "two others", "20 dead"
    return false;
}

struct counting {
    const struct measures *measures;
    const struct modality *modality;
    const struct attributed *attributed;
    const struct meaning *meaning;
    struct arena *arena;
    const struct coding *coding;
    uint32_t sentence;
    const struct sentence *s;
    size_t first_number, end_number; // of the sentence
    bool *used;                      // [meaning->number_count]
    VECTOR_OF(struct figure) figures;
    VECTOR_OF(uint32_t) triggers;      // of each figure
    VECTOR_OF(struct captive) persons; // named, at words of captivity
};

static bool counts_people_or_things(const struct number *number) {
    return !number->is_percent && !number->is_money && !number->is_age && !number->is_ordinal;
}

// The noun that a number counts, or the number's own token.
static uint32_t counted_of(const struct sentence *s, const struct number *number) {
    const struct token *t = &s->tokens[number->head];
    if ((t->deprel == DEPREL_NUMMOD || t->deprel == DEPREL_DET || t->deprel == DEPREL_AMOD ||
         t->deprel == DEPREL_COMPOUND || t->deprel == DEPREL_NMOD_NPMOD || t->deprel == DEPREL_ADVMOD) &&
        t->head >= 0) {
        // Up to the noun at the end of its phrase: "two police officers"
        uint32_t noun = (uint32_t)t->head;
        for (unsigned hops = 0; hops < 4; hops++) {
            const struct token *n = &s->tokens[noun];
            bool inside =
                n->deprel == DEPREL_COMPOUND || n->deprel == DEPREL_NMOD_DESC || n->deprel == DEPREL_AMOD ||
                (n->deprel == DEPREL_NMOD_POSS && token_child_with(s, (int32_t)noun, DEPREL_CASE) < 0);
            if (!inside || n->head <= (int32_t)noun || !is_nominal(&s->tokens[n->head])) break;
            noun = (uint32_t)n->head;
        }
        return noun;
    }
    return number->head;
}

// "dozens of people": the noun behind a number that is a noun itself.
static int32_t counted_behind(const struct sentence *s, const struct number *number) {
    for (int32_t c = token_child(s, (int32_t)number->head, (int32_t)number->end - 1); c >= 0;
         c = token_child(s, (int32_t)number->head, c))
        if (s->tokens[c].deprel == DEPREL_NMOD) return c;
    return -1;
}

static bool needs_hold(const struct counting *c, const struct measure_rule *rule, uint32_t token) {
    for (unsigned i = 0; i < rule->need_count; i++) {
        uint32_t found[4];
        size_t count = path_follow(c->s, token, &rule->needs[i].path, found, 4);
        // "head" for a noun under a preposition or a verb alike; "cop" is asked of what stands above a
        // subject, too.
        if (!count && rule->needs[i].path.count == 1 && rule->needs[i].path.steps[0].kind == STEP_COP &&
            c->s->tokens[token].head >= 0)
            count = path_follow(c->s, (uint32_t)c->s->tokens[token].head, &rule->needs[i].path, found, 4);
        if ((count == 0) != rule->needs[i].is_absent) return false;
    }
    return true;
}

static struct span noun_span(const struct sentence *s, uint32_t from, uint32_t noun) {
    // From behind the number to the noun, with "of ..." behind it.
    uint32_t end = noun + 1;
    for (int32_t c = token_child(s, (int32_t)noun, (int32_t)noun); c >= 0;
         c = token_child(s, (int32_t)noun, c)) {
        if (s->tokens[c].deprel != DEPREL_NMOD || (uint32_t)c > end + 6) break;
        uint32_t first, last;
        token_subtree(s, c, &first, &last);
        if (first != end || last > first + 8) break;
        end = last;
    }
    if (from >= end) from = noun;
    return (struct span){ s->tokens[from].span.start, s->tokens[end - 1].span.end };
}

static int32_t event_at(const struct coding *coding, uint32_t sentence, struct span trigger) {
    const struct range range = coding_events_in(coding, sentence);
    for (size_t e = range.first; e < range.end; e++)
        if (coding->events[e].trigger.start < trigger.end && trigger.start < coding->events[e].trigger.end)
            return (int32_t)e;
    return -1;
}

static int32_t place_under(const struct counting *c, uint32_t token) {
    const struct meaning *m = c->meaning;
    for (int32_t child = token_child(c->s, (int32_t)token, -1); child >= 0;
         child = token_child(c->s, (int32_t)token, child)) {
        enum deprel relation = c->s->tokens[child].deprel;
        if (relation != DEPREL_OBL && relation != DEPREL_NMOD) continue;
        int32_t mention = m->mention_of ? m->mention_of[c->sentence][child] : -1;
        if (mention < 0 || m->mentions[mention].entity < 0) continue;
        const struct entity *entity = &m->entities[m->mentions[mention].entity];
        if (entity->kind == ENTITY_PLACE || entity->is_location) return m->mentions[mention].entity;
    }
    return -1;
}

static void times_of(const struct counting *c, uint32_t trigger, struct figure *figure) {
    const struct meaning *m = c->meaning;
    uint32_t clause = clause_of(c->s, trigger);
    const struct range range = meaning_times_in(m, c->sentence);
    for (size_t i = range.first; i < range.end; i++) {
        const struct time_expression *time = &m->times[i];
        if (time->is_duration || time->is_set) continue;
        if (time->is_since && time->from[0] && !figure->since[0]) {
            memcpy(figure->since, time->from, sizeof figure->since);
        } else if (!time->is_since && time->to[0] && time->precision == TIME_DAY && !figure->as_of[0] &&
                   clause_of(c->s, time->first) == clause) {
            memcpy(figure->as_of, time->to, sizeof figure->as_of);
        }
    }
}

// "the police put the crowd at 8,000", "a doctor gave a toll of 13": whoever counts is the source.
static struct sources counter_of(const struct counting *c, uint32_t trigger) {
    const struct token *t = &c->s->tokens[trigger];
    static const struct path agent = { .steps = { { .kind = STEP_SUBJ } }, .count = 1 };
    uint32_t found[2];
    if (t->upos != UPOS_NOUN || t->deprel != DEPREL_OBJ || t->head < 0 || !c->meaning->mention_of ||
        !c->s->tokens[trigger].lemma.length || !path_follow(c->s, (uint32_t)t->head, &agent, found, 2))
        return (struct sources){ 0 };
    int32_t mention = c->meaning->mention_of[c->sentence][found[0]];
    if (mention < 0 || (t->features & FEATURE_PLURAL)) return (struct sources){ 0 };
    const struct mention *m = &c->meaning->mentions[mention];
    enum entity_kind kind = m->entity < 0 ? ENTITY_PLACE : c->meaning->entities[m->entity].kind;
    if (kind == ENTITY_PLACE || kind == ENTITY_ARMED_GROUP) return (struct sources){ 0 };
    struct source *source = ARENA_NEW(c->arena, struct source);
    *source = (struct source){ m->entity, c->s->tokens[t->head].span, SOURCE_SAYS };
    return (struct sources){ source, 1 };
}

static void figure_add(struct counting *c, size_t n, struct slice measure, uint32_t trigger, uint32_t counted,
                       int32_t of_token) {
    const struct number *number = &c->meaning->numbers[n];
    const struct sentence *s = c->s;
    struct figure figure = { .sentence = c->sentence,
                             .measure = measure,
                             .low = number->low,
                             .high = number->high,
                             .qualifier = number->qualifier,
                             .of_entity = -1,
                             .place = -1,
                             .event = -1 };
    figure.span = number->span;
    int32_t noun = of_token >= 0 ? of_token : counted != number->head ? (int32_t)counted : -1;
    if (noun == (int32_t)trigger && s->tokens[trigger].head > noun &&
        s->tokens[trigger].deprel == DEPREL_AMOD)
        noun = s->tokens[trigger].head; // "50 captured civilians"
    if (noun >= 0 && noun != (int32_t)trigger) {
        // The noun with what describes it, without preposition and article
        uint32_t from = (uint32_t)noun;
        while (from > 0 && from != number->end && s->tokens[from - 1].head == noun &&
               s->tokens[from - 1].upos != UPOS_ADP && s->tokens[from - 1].upos != UPOS_DET &&
               s->tokens[from - 1].upos != UPOS_PUNCT && s->tokens[from - 1].upos != UPOS_NUM)
            from--;
        figure.of = noun_span(s, from, (uint32_t)noun);
        int32_t mention = c->meaning->mention_of ? c->meaning->mention_of[c->sentence][noun] : -1;
        if (mention >= 0) figure.of_entity = c->meaning->mentions[mention].entity;
    }
    if (noun >= 0) {
        struct span span = s->tokens[noun].span;
        if (span.end > figure.span.end && noun < (int32_t)number->end + 12) figure.span.end = span.end;
    }
    struct span trigger_span = s->tokens[trigger].span;
    figure.event = event_at(c->coding, c->sentence, trigger_span);
    figure.factuality = factuality_of(c->modality, s, trigger, NULL);
    if (c->attributed->chain_of)
        figure.according_to = c->attributed->chains[c->attributed->chain_of[c->sentence][number->head]];
    if (!figure.according_to.count) figure.according_to = counter_of(c, trigger);
    uint32_t clause = clause_of(s, trigger);
    figure.place = place_under(c, trigger);
    if (figure.place < 0) figure.place = place_under(c, clause);
    if (figure.place < 0 && figure.event >= 0) figure.place = c->coding->events[figure.event].place;
    times_of(c, trigger, &figure);
    if (figure.event >= 0 && !figure.as_of[0])
        memcpy(figure.as_of, c->coding->events[figure.event].to, sizeof figure.as_of);
    *vector_push(c->arena, &c->figures) = figure;
    *vector_push(c->arena, &c->triggers) = trigger;
    c->used[n] = true;
}

// Whether the word at `token` has the part of speech that the rule wants.
static bool pos_fits(const struct token *t, char pos) {
    switch (pos) {
    case 'v':
        return t->upos == UPOS_VERB;
    case 'n':
        return t->upos == UPOS_NOUN || t->upos == UPOS_PROPN || t->upos == UPOS_ADJ;
    case 'a':
        return t->upos == UPOS_ADJ || t->upos == UPOS_VERB || t->upos == UPOS_NOUN;
    case 'd':
        return t->upos == UPOS_DET || t->upos == UPOS_PRON;
    default:
        return false;
    }
}

// "two each from the army and the police": the things that the number holds for.
static size_t each_of(const struct counting *c, const struct number *number, uint32_t *found) {
    bool distributes = false;
    uint32_t counted = counted_of(c->s, number);
    for (uint32_t child = 0; child < c->s->count; child++) {
        int32_t head = c->s->tokens[child].head;
        if (head != (int32_t)number->head && head != (int32_t)counted) continue;
        char buffer[TRIGGER_LIMIT];
        struct slice lemma = c->s->tokens[child].lemma;
        if (lemma.length + 2 > sizeof buffer) continue;
        memcpy(buffer, lemma.start, lemma.length);
        memcpy(buffer + lemma.length, "/d", 2);
        struct table_walk walk = table_lookup(
            c->measures->table, utf8_fold_name((struct slice){ buffer, lemma.length + 2 }, c->arena));
        if (table_next(&walk) != TABLE_END) distributes = true;
    }
    int32_t noun = counted != number->head ? (int32_t)counted : counted_behind(c->s, number);
    if (!distributes || noun < 0) return 0;
    size_t count = 0;
    found[count++] = (uint32_t)noun;
    for (int32_t child = token_child(c->s, noun, -1); child >= 0 && count < FOUND_LIMIT;
         child = token_child(c->s, noun, child))
        if (c->s->tokens[child].deprel == DEPREL_CONJ) found[count++] = (uint32_t)child;
    return count;
}

static void number_counts(struct counting *c, size_t n, struct slice measure, uint32_t trigger) {
    const struct number *number = &c->meaning->numbers[n];
    uint32_t each[FOUND_LIMIT];
    size_t shares = each_of(c, number, each);
    uint32_t counted = counted_of(c->s, number);
    for (size_t i = 0; i < shares; i++) figure_add(c, n, measure, trigger, counted, (int32_t)each[i]);
    if (shares) return;
    figure_add(c, n, measure, trigger, counted, counted == number->head ? counted_behind(c->s, number) : -1);
}

// Where the tree does not lead from the trigger to the number, their places may: "8,300 dead", "killing at
// least eight people", "20 were killed".
static bool stands_beside(const struct counting *c, const struct measure_rule *rule, uint32_t token,
                          const struct number *number) {
    const struct sentence *s = c->s;
    if (rule->is_self) return rule->pos != 'v' && number->end == token;
    bool state = rule->pos == 'a' && rule->where.count == 1 &&
                 rule->where.steps[0].kind == STEP_NSUBJ; // "ten were missing"
    if (!state && (rule->pos != 'v' || rule->where.count != 1 || rule->where.steps[0].kind != STEP_OBJ))
        return false;
    bool passive = false;
    uint32_t left = token;
    while (left > 0 && token - left < 4 &&
           (s->tokens[left - 1].upos == UPOS_AUX || s->tokens[left - 1].upos == UPOS_ADV ||
            s->tokens[left - 1].upos == UPOS_PART)) {
        left--;
        passive = passive || s->tokens[left].deprel == DEPREL_AUX_PASS ||
                  (state && s->tokens[left].upos == UPOS_AUX);
    }
    if (state && !passive) return false;
    // "20 were killed and eight injured": the auxiliary is said once
    const struct token *t = &s->tokens[token];
    if (left == token && t->deprel == DEPREL_CONJ && t->head >= 0 && (t->features & FEATURE_PARTICIPLE) &&
        (t->features & FEATURE_PAST))
        passive = is_passive(s, (uint32_t)t->head);
    if (!passive) return number->first == token + 1 && !is_passive(s, token);
    if (number->end > left || left - number->end > 6) return false;
    for (uint32_t i = number->end; i < left; i++)
        if (!is_nominal(&s->tokens[i]) && s->tokens[i].upos != UPOS_ADJ && s->tokens[i].upos != UPOS_ADP &&
            s->tokens[i].upos != UPOS_DET)
            return false;
    return true;
}

// The measure that the last figure of this sentence has; empty without one.
static struct slice measure_before(const struct counting *c) {
    if (c->figures.count == 0 || c->figures.items[c->figures.count - 1].sentence != c->sentence)
        return (struct slice){ 0 };
    return c->figures.items[c->figures.count - 1].measure;
}

// Named persons at the end of a measure's path are captives where the measure tells of captivity.
static void persons_add(struct counting *c, const struct measure_rule *rule, uint32_t token,
                        const uint32_t *found, size_t count) {
    const struct meaning *m = c->meaning;
    enum captive_status ignored;
    if (rule->is_self || !m->mention_of ||
        !captives_status(c->measures, rule->measure, FACTUALITY_HAPPENED, &ignored))
        return;
    for (size_t i = 0; i < count; i++) {
        const int32_t candidates[] = { (int32_t)found[i],
                                       token_child_with(c->s, (int32_t)found[i], DEPREL_APPOS),
                                       token_child_with(c->s, (int32_t)found[i], DEPREL_FLAT) };
        for (unsigned k = 0; k < 3; k++) {
            int32_t mention = candidates[k] < 0 ? -1 : m->mention_of[c->sentence][candidates[k]];
            if (mention < 0 || m->mentions[mention].entity < 0) continue;
            struct captive captive = { .sentence = c->sentence,
                                       .span = m->mentions[mention].span,
                                       .person = m->mentions[mention].entity,
                                       .count = 1,
                                       .holder = -1,
                                       .place = -1 };
            enum factuality factuality = factuality_of(c->modality, c->s, token, NULL);
            if (!captives_status(c->measures, rule->measure, factuality, &captive.status)) continue;
            // Who only tried to escape is held, but a pronoun is too little to say so of somebody
            bool is_done = factuality == FACTUALITY_HAPPENED || factuality == FACTUALITY_ONGOING;
            if (!is_done && m->mentions[mention].kind == MENTION_PRONOUN) continue;
            uint32_t subject[2];
            static const struct path agent = { .steps = { { .kind = STEP_SUBJ } }, .count = 1 };
            if (path_follow(c->s, token, &agent, subject, 2) && subject[0] != (uint32_t)candidates[k]) {
                int32_t other = m->mention_of[c->sentence][subject[0]];
                if (other >= 0) captive.holder = m->mentions[other].entity;
            }
            if (captive.holder == captive.person) captive.holder = -1;
            // "escaped from the rebels"
            bool acts = rule->where.count == 1 && rule->where.steps[0].kind == STEP_SUBJ;
            for (int32_t o = token_child(c->s, (int32_t)token, -1); acts && o >= 0 && captive.holder < 0;
                 o = token_child(c->s, (int32_t)token, o)) {
                int32_t other = c->s->tokens[o].deprel == DEPREL_OBL ? m->mention_of[c->sentence][o] : -1;
                if (other < 0 || m->mentions[other].entity < 0) continue;
                enum entity_kind kind = m->entities[m->mentions[other].entity].kind;
                if (kind == ENTITY_ARMED_GROUP || kind == ENTITY_ORGANIZATION)
                    captive.holder = m->mentions[other].entity;
            }
            captive.according_to = c->attributed->chains[c->attributed->chain_of[c->sentence][token]];
            *vector_push(c->arena, &c->persons) = captive;
        }
    }
}

// The word at `token` as a trigger.
static void trigger_follow(struct counting *c, uint32_t token, bool nouns) {
    const struct token *t = &c->s->tokens[token];
    static const char parts[] = { 'v', 'n', 'a' };
    for (unsigned form = 0; form < 2; form++) {
        struct slice word = form ? t->form : t->lemma;
        if (form && slice_equal_ascii_fold(t->form, t->lemma)) break;
        if (word.length == 0 || word.length + 2 > TRIGGER_LIMIT) continue;
        for (unsigned p = 0; p < sizeof parts; p++) {
            if (!pos_fits(t, parts[p])) continue;
            if (form && parts[p] != 'a') continue; // a participle that describes is listed as it is written
            char buffer[TRIGGER_LIMIT];
            memcpy(buffer, word.start, word.length);
            buffer[word.length] = '/';
            buffer[word.length + 1] = parts[p];
            struct slice key = utf8_fold_name((struct slice){ buffer, word.length + 2 }, c->arena);
            struct table_walk walk = table_lookup(c->measures->table, key);
            for (size_t row; (row = table_next(&walk)) != TABLE_END;) {
                const struct measure_rule *rule = &c->measures->rules[row];
                if ((rule->is_self && rule->pos == 'n') != nouns) continue;
                if (slice_equal(rule->measure, SLICE("person")) || !needs_hold(c, rule, token)) continue;
                uint32_t found[FOUND_LIMIT];
                size_t count = 0;
                if (rule->is_self) {
                    found[count++] = token;
                    // What describes points at its noun: "50 captured civilians", "8,300 dead"
                    if (parts[p] == 'a' && t->head >= 0 &&
                        (t->deprel == DEPREL_AMOD || t->deprel == DEPREL_ACL || t->deprel == DEPREL_NMOD ||
                         t->deprel == DEPREL_COMPOUND || t->deprel == DEPREL_ADVMOD))
                        found[count++] = (uint32_t)t->head;
                } else {
                    count = path_follow(c->s, token, &rule->where, found, FOUND_LIMIT);
                    size_t heads = count;
                    for (size_t i = 0; i < heads; i++)
                        for (int32_t k = token_child(c->s, (int32_t)found[i], -1);
                             k >= 0 && count < FOUND_LIMIT; k = token_child(c->s, (int32_t)found[i], k))
                            if (c->s->tokens[k].deprel == DEPREL_CONJ) {
                                bool known = false;
                                for (size_t j = 0; j < count; j++) known |= found[j] == (uint32_t)k;
                                if (!known && is_nominal(&c->s->tokens[k])) found[count++] = (uint32_t)k;
                            }
                }
                if (!nouns) persons_add(c, rule, token, found, count);
                struct slice measure = rule->measure;
                if (slice_equal(measure, SLICE("same"))) measure = measure_before(c);
                if (!measure.length) continue;
                for (size_t n = c->first_number; n < c->end_number; n++) {
                    const struct number *number = &c->meaning->numbers[n];
                    if (c->used[n] || !counts_people_or_things(number)) continue;
                    uint32_t counted = counted_of(c->s, number);
                    int32_t behind = counted == number->head ? counted_behind(c->s, number) : -1;
                    bool hit = stands_beside(c, rule, token, number);
                    for (size_t i = 0; i < count && !hit; i++)
                        hit = counted == found[i] || number->head == found[i] || behind == (int32_t)found[i];
                    if (!hit) continue;
                    uint32_t noun = behind >= 0 ? (uint32_t)behind : counted;
                    if (rule->is_human && noun != token && noun != number->head &&
                        !measures_is_human(c->measures, c->meaning, c->sentence, noun, c->arena))
                        continue;
                    number_counts(c, n, measure, token);
                }
            }
        }
    }
}

// Numbers in clauses without a verb of their own take the measure before them.
static void ellipsis_follow(struct counting *c, size_t first_figure) {
    for (size_t n = c->first_number; n < c->end_number; n++) {
        const struct number *number = &c->meaning->numbers[n];
        if (c->used[n] || !counts_people_or_things(number)) continue;
        uint32_t counted = counted_of(c->s, number);
        const struct token *t = &c->s->tokens[counted];
        if (t->head < 0) continue;
        if (t->deprel != DEPREL_ADVCL && t->deprel != DEPREL_CONJ && t->deprel != DEPREL_PARATAXIS &&
            t->deprel != DEPREL_NSUBJ && t->deprel != DEPREL_NSUBJ_PASS && t->deprel != DEPREL_APPOS &&
            t->deprel != DEPREL_OBJ && t->deprel != DEPREL_OBL_UNMARKED)
            continue;
        // "as were seventeen": a verb of being and nothing else since the last figure
        bool bare = token_child_with(c->s, (int32_t)counted, DEPREL_COP) >= 0 &&
                    (counted == number->head || token_child_with(c->s, (int32_t)counted, DEPREL_MARK) >= 0);
        // "the embassy says 12"
        uint32_t verb = (uint32_t)t->head;
        if (t->deprel == DEPREL_OBJ && counted == number->head &&
            c->attributed->chain_of[c->sentence][counted] && !c->attributed->chain_of[c->sentence][verb] &&
            number->end < c->s->count && c->s->tokens[number->end].upos == UPOS_PUNCT &&
            c->figures.count > first_figure) {
            number_counts(c, n, c->figures.items[c->figures.count - 1].measure, verb);
            continue;
        }
        const struct figure *last =
            c->figures.count > first_figure ? &c->figures.items[c->figures.count - 1] : NULL;
        for (uint32_t i = 0; bare && last && i < number->first; i++)
            if (c->s->tokens[i].span.start >= last->span.end && c->s->tokens[i].upos == UPOS_VERB &&
                i != c->triggers.items[c->figures.count - 1])
                bare = false;
        if (bare && last && last->span.start < number->span.start) {
            number_counts(c, n, last->measure, c->triggers.items[c->figures.count - 1]);
            continue;
        }
        // Up to what it belongs to, over nothing but other such clauses.
        int32_t at = (int32_t)counted;
        for (unsigned hops = 0; at >= 0 && hops < 4; hops++) {
            int32_t head = c->s->tokens[at].head;
            if (head < 0) break;
            const struct figure *model = NULL;
            for (size_t f = first_figure; f < c->figures.count && !model; f++) {
                if (c->figures.items[f].span.start >= number->span.start) continue;
                const struct token *counted_token = &c->s->tokens[head];
                if (c->triggers.items[f] == (uint32_t)head ||
                    (counted_token->span.start >= c->figures.items[f].span.start &&
                     counted_token->span.end <= c->figures.items[f].span.end))
                    model = &c->figures.items[f];
            }
            bool verbless = c->s->tokens[at].upos != UPOS_VERB;
            if (model && verbless && c->s->tokens[at].deprel != DEPREL_NSUBJ &&
                c->s->tokens[at].deprel != DEPREL_OBJ && c->s->tokens[at].deprel != DEPREL_OBL_UNMARKED) {
                size_t index = (size_t)(model - c->figures.items);
                struct slice measure = model->measure;
                number_counts(c, n, measure, c->triggers.items[index]);
                break;
            }
            if (!verbless) break;
            at = head;
        }
    }
}

static bool same_of(struct slice text, struct span a, struct span b) {
    if (a.end <= a.start || b.end <= b.start) return true;
    return slice_equal_ascii_fold(slice_part(text, a.start, a.end), slice_part(text, b.start, b.end));
}

// The place of the deeds that the sentence tells, when they have one place and say where; -1.
static int32_t place_of_deeds(const struct coding *coding, uint32_t sentence, size_t *at) {
    while (*at < coding->event_count && coding->events[*at].sentence < sentence) (*at)++;
    int32_t place = -1;
    for (size_t e = *at; e < coding->event_count && coding->events[e].sentence == sentence; e++) {
        const struct event *event = &coding->events[e];
        if (event->place < 0 || event->place_text.start == event->place_text.end) continue;
        if (place >= 0 && place != event->place) return -1;
        place = event->place;
    }
    return place;
}

void figures_find(const struct measures *measures, const struct modality *modality,
                  const struct attributed *attributed, const struct meaning *meaning, struct arena *arena,
                  struct coding *coding) {
    struct counting c = { .measures = measures,
                          .modality = modality,
                          .attributed = attributed,
                          .meaning = meaning,
                          .arena = arena,
                          .coding = coding };
    c.used = ARENA_ARRAY(arena, bool, meaning->number_count + 1);
    const struct analysis *analysis = meaning->analysis;
    for (uint32_t s = 0; s < analysis->count; s++) {
        const struct range numbers = meaning_numbers_in(meaning, s);
        c.first_number = numbers.first;
        c.end_number = numbers.end;
        c.sentence = s;
        c.s = &analysis->sentences[s];
        size_t first_figure = c.figures.count;
        // What is done to people says more than what they are called: first "three protesters were hurt".
        for (uint32_t t = 0; t < c.s->count; t++) trigger_follow(&c, t, false);
        for (uint32_t t = 0; t < c.s->count; t++) trigger_follow(&c, t, true);
        if (c.figures.count > first_figure) ellipsis_follow(&c, first_figure);
    }
    // Each told once.
    struct figure *kept = ARENA_ARRAY(arena, struct figure, c.figures.count + 1);
    size_t kept_count = 0;
    for (size_t f = 0; f < c.figures.count; f++) {
        const struct figure *figure = &c.figures.items[f];
        bool told = false;
        bool title = analysis->sentences[figure->sentence].is_title;
        const size_t last = f + COMPARED < c.figures.count ? f + COMPARED : c.figures.count;
        for (size_t g = f > COMPARED ? f - COMPARED : 0; g < last && !told; g++) {
            const struct figure *other = &c.figures.items[g];
            bool other_title = analysis->sentences[other->sentence].is_title;
            if (g == f || (g > f && !(title && !other_title)) || (!title && other_title)) continue;
            told = slice_equal(figure->measure, other->measure) && figure->low == other->low &&
                   figure->high == other->high && figure->sentence != other->sentence &&
                   same_of(analysis->document->text, figure->of, other->of);
        }
        if (!told) kept[kept_count++] = *figure;
    }
    // In the order of the text
    for (size_t i = 1; i < kept_count; i++) {
        struct figure figure = kept[i];
        size_t at = i;
        for (; at > 0 && kept[at - 1].span.start > figure.span.start; at--) kept[at] = kept[at - 1];
        kept[at] = figure;
    }
    size_t event = 0;
    for (size_t f = 0; f < kept_count; f++)
        if (kept[f].place < 0) kept[f].place = place_of_deeds(coding, kept[f].sentence, &event);
    coding->figures = kept;
    coding->figure_count = kept_count;
    coding->captives = c.persons.items; // for captives_find()
    coding->captive_count = c.persons.count;
}
