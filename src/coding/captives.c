// captives.c - who is held, taken, sought, freed.
//
// Named persons come from events (whoever is arrested, abducted, released) and from the words of measures.txt
// that tell of captivity ("is held by"); counted groups come from figures; captivity.txt says what each
// means. One entry for each person or count, with the status as of the article: the latest word on somebody
// wins, and being free again beats having been taken, which news tells again as background. Of a group that
// was taken and of whom fewer are held now, or some are free, nobody knows the status of all.
#include "coding/measures.h"

#include "base/utf8.h"
#include "base/vector.h"

#include <stdlib.h>
#include <string.h>

#define KEY_LIMIT 96u // bytes
#define HOPS 3u       // steps from one to whom he acts for
#define WIDTH 8u      // tokens at the end of a path

static const struct path agent_path = { .steps = { { .kind = STEP_SUBJ } }, .count = 1 };
static const struct path object_path = { .steps = { { .kind = STEP_OBJ } }, .count = 1 };

struct finding {
    const struct measures *measures;
    const struct modality *modality;
    const struct attributed *attributed;
    const struct meaning *meaning;
    struct arena *arena;
    struct coding *coding;
    int32_t taker; // the captor, when the text knows only one; -1
    VECTOR_OF(struct captive) captives;
    VECTOR_OF(bool)
    is_taken; // [captives] a count of those who were taken at some time, not of those held now
};

static bool status_of(struct slice name, enum captive_status *status) {
    for (int s = CAPTIVE_HELD; s <= CAPTIVE_UNKNOWN; s++) {
        if (!slice_equal(name, slice_of(captive_status_name((enum captive_status)s)))) continue;
        *status = (enum captive_status)s;
        return true;
    }
    return false;
}

// The act above "violence.abduct" is "violence"; empty above the highest.
static struct slice act_above(struct slice name) {
    size_t dot = name.length;
    while (dot > 0 && name.start[dot - 1] != '.') dot--;
    return slice_part(name, 0, dot ? dot - 1 : 0);
}

// The row of captivity.txt for the act, measure or sector `name`, or for the act above it; TABLE_END.
static size_t captivity_row(const struct measures *measures, const char *prefix, struct slice name) {
    size_t length = strlen(prefix);
    for (; name.length; name = act_above(name)) {
        char buffer[KEY_LIMIT];
        if (name.length + length > sizeof buffer) return TABLE_END;
        memcpy(buffer, prefix, length);
        memcpy(buffer + length, name.start, name.length);
        struct table_walk walk =
            table_lookup(measures->captivity, (struct slice){ buffer, length + name.length });
        size_t row = table_next(&walk);
        if (row != TABLE_END) return row;
    }
    return TABLE_END;
}

// What the act or measure `name`, or the act above it, tells with this factuality.
static bool captivity_of(const struct measures *measures, const char *prefix, struct slice name,
                         enum factuality factuality, enum captive_status *status) {
    size_t row = captivity_row(measures, prefix, name);
    bool done = factuality == FACTUALITY_HAPPENED || factuality == FACTUALITY_ONGOING;
    unsigned column = done ? TABLE_COLUMN(CAPTIVITY, STATUS) : TABLE_COLUMN(CAPTIVITY, OTHERWISE);
    return row != TABLE_END && status_of(table_cell(measures->captivity, row, column), status);
}

// Whether those of whom the row of captivity.txt tells are in the hands of captors, not of an authority.
static bool is_by_captors(const struct measures *measures, const char *prefix, struct slice name) {
    size_t row = captivity_row(measures, prefix, name);
    return row != TABLE_END &&
           table_cell(measures->captivity, row, TABLE_COLUMN(CAPTIVITY, CAPTORS)).length > 0;
}

// The measure of measures.txt that the word at a token gives as this part of speech; empty when it gives
// none.
static struct slice measure_of_word(const struct finding *f, const struct token *token, char pos) {
    const struct measure_rule *rule = measures_rule_of(f->measures, token, pos, f->arena);
    const struct slice none = { 0 };
    return rule ? rule->measure : none;
}

static bool tells_of_captivity(const struct finding *f, const struct token *verb) {
    enum captive_status status;
    return captives_status(f->measures, measure_of_word(f, verb, 'v'), FACTUALITY_HAPPENED, &status);
}

bool captives_status(const struct measures *measures, struct slice measure, enum factuality factuality,
                     enum captive_status *status) {
    return captivity_of(measures, "measure:", measure, factuality, status);
}

// Whether the event is its act itself, not the wish, promise or refusal of it: its type is that of the act
// when done.
static bool is_deed(const struct measures *measures, const struct event *event) {
    for (struct slice name = event->act; name.length; name = act_above(name)) {
        struct table_walk walk = table_lookup(measures->acts, name);
        size_t row = table_next(&walk);
        struct slice done = { 0 };
        if (row != TABLE_END) done = table_cell(measures->acts, row, TABLE_COLUMN(ACTS, DONE));
        if (done.length) return slice_find(done, event->type, 0) != SIZE_MAX;
    }
    return true;
}

bool captives_freedom_is_sought(const struct measures *measures, const struct event *event) {
    enum captive_status status;
    return !is_deed(measures, event) &&
           captivity_of(measures, "act:", event->act, FACTUALITY_REQUESTED, &status) &&
           status == CAPTIVE_SOUGHT;
}

static bool is_named(const struct meaning *m, const struct entity *entity) {
    for (size_t i = 0; i < entity->mention_count; i++)
        if (m->mentions[entity->mentions[i]].kind == MENTION_NAME) return true;
    return false;
}

static const struct slice *one_country(struct finding *f, struct slice country, size_t *count) {
    *count = 0;
    if (country.length == 0) return NULL;
    struct slice *list = ARENA_NEW(f->arena, struct slice);
    *list = country;
    *count = 1;
    return list;
}

// The entity whose mention has its head at the token; -1.
static int32_t entity_at(const struct finding *f, uint32_t sentence, uint32_t token) {
    const struct meaning *m = f->meaning;
    int32_t mention = m->mention_of ? m->mention_of[sentence][token] : -1;
    return mention < 0 ? -1 : m->mentions[mention].entity;
}

// Whose the noun of kinship is: "her", "of Maya Lind" under one of two tokens; NULL when nobody is said.
static const struct entity *kin_owner(const struct finding *f, uint32_t sentence, const uint32_t owners[2],
                                      const struct entity *besides) {
    const struct sentence *s = &f->meaning->analysis->sentences[sentence];
    for (unsigned o = 0; o < 2; o++)
        for (int32_t c = token_child(s, (int32_t)owners[o], -1); c >= 0;
             c = token_child(s, (int32_t)owners[o], c)) {
            if (s->tokens[c].deprel != DEPREL_NMOD_POSS && s->tokens[c].deprel != DEPREL_NMOD) continue;
            int32_t other = entity_at(f, sentence, (uint32_t)c);
            if (other < 0) continue;
            const struct entity *whose = &f->meaning->entities[other];
            if (whose != besides && whose->kind == ENTITY_PERSON) return whose;
        }
    return NULL;
}

static bool is_kin_noun(const struct finding *f, const struct token *token) {
    if (token->upos != UPOS_NOUN) return false;
    struct table_walk walk = table_lookup(f->measures->relations, utf8_fold_name(token->lemma, f->arena));
    return table_next(&walk) != TABLE_END;
}

// "her daughter Natali": the noun of kinship beside a name, and whose.
static struct slice relation_of(const struct finding *f, const struct entity *entity) {
    const struct meaning *m = f->meaning;
    for (size_t i = 0; i < entity->mention_count; i++) {
        const struct mention *mention = &m->mentions[entity->mentions[i]];
        if (mention->kind != MENTION_NAME && mention->kind != MENTION_NOMINAL) continue;
        const struct sentence *s = &m->analysis->sentences[mention->sentence];
        for (uint32_t t = mention->first > 2 ? mention->first - 2 : 0; t < mention->end && t < s->count;
             t++) {
            const struct token *token = &s->tokens[t];
            if (!is_kin_noun(f, token)) continue;
            // Beside the name or a part of it, not of somebody else
            if (t < mention->first && token->head != (int32_t)mention->head &&
                s->tokens[mention->head].head != (int32_t)t)
                continue;
            const struct entity *whose =
                kin_owner(f, mention->sentence, (const uint32_t[]){ t, mention->head }, entity);
            if (whose)
                return arena_format(f->arena, SLICE_FORMAT " of " SLICE_FORMAT, SLICE_ARG(token->lemma),
                                    SLICE_ARG(whose->name));
        }
    }
    return (struct slice){ 0 };
}

static bool is_free(enum captive_status status) {
    return status == CAPTIVE_RELEASED || status == CAPTIVE_RESCUED || status == CAPTIVE_ESCAPED ||
           status == CAPTIVE_EXCHANGED || status == CAPTIVE_DEAD;
}

// The later word on somebody, or the word that he is free.
static void status_update(struct captive *known, const struct captive *captive) {
    bool later = captive->status_date[0] && strcmp(captive->status_date, known->status_date) > 0;
    if (captive->status == known->status || (is_free(known->status) && !later)) return;
    known->status = captive->status;
    memcpy(known->status_date, captive->status_date, sizeof known->status_date);
    known->according_to = captive->according_to;
}

static bool is_same_captive(const struct captive *known, const struct captive *captive) {
    if (captive->person >= 0) return known->person == captive->person;
    return known->person < 0 && known->count == captive->count && known->is_vague == captive->is_vague &&
           is_free(known->status) == is_free(captive->status);
}

// Joins `captive` to what is known of the same person or group, else adds it.
static void captive_add(struct finding *f, struct captive *captive, bool is_taken) {
    // "gunmen of the front" hold for the front
    const struct entity *entities = f->meaning->entities;
    for (unsigned hops = 0; hops < HOPS && captive->holder >= 0; hops++) {
        int32_t group = entities[captive->holder].represents;
        if (group < 0 || entities[group].kind != ENTITY_ARMED_GROUP) break;
        captive->holder = group;
    }
    for (size_t i = 0; i < f->captives.count; i++) {
        struct captive *known = &f->captives.items[i];
        if (!is_same_captive(known, captive)) continue;
        if (known->holder < 0) known->holder = captive->holder;
        if (known->place < 0) known->place = captive->place;
        if (!known->since[0]) memcpy(known->since, captive->since, sizeof known->since);
        if (!known->nationality_count) {
            known->nationalities = captive->nationalities;
            known->nationality_count = captive->nationality_count;
        }
        status_update(known, captive);
        f->is_taken.items[i] = f->is_taken.items[i] && is_taken;
        return;
    }
    *vector_push(f->arena, &f->captives) = *captive;
    *vector_push(f->arena, &f->is_taken) = is_taken;
}

// Police and soldiers who tell of an arrest or capture are taken for those who hold.
static int32_t holder_by_source(const struct finding *f, struct sources chain) {
    const struct meaning *m = f->meaning;
    for (size_t i = chain.count; i > 0; i--) {
        int32_t at = chain.items[i - 1].entity;
        for (unsigned hops = 0; at >= 0 && hops < 3; hops++) {
            const struct entity *entity = &m->entities[at];
            bool force = false;
            enum captive_status status;
            struct slice rest = entity->sectors;
            for (struct slice sector; rest.length && slice_next(&rest, SLICE(" "), &sector);)
                force = force || captivity_of(f->measures, "sector:", sector, FACTUALITY_HAPPENED, &status);
            if (force && entity->kind != ENTITY_PERSON) return at;
            at = entity->represents;
        }
    }
    return -1;
}

static bool is_within(const struct token *token, struct span span) {
    return token->span.start >= span.start && token->span.end <= span.end;
}

// Whether the verb at `token` describes the counted noun: "30 men held by".
static bool describes(const struct sentence *s, uint32_t token, struct span span) {
    const struct token *verb = &s->tokens[token];
    int32_t up = verb->deprel == DEPREL_ACL || verb->deprel == DEPREL_ACL_RELCL ? verb->head : -1;
    for (unsigned hops = 0; up >= 0 && hops < HOPS; hops++, up = s->tokens[up].head)
        if (is_within(&s->tokens[up], span)) return true;
    return false;
}

// Whether the counted noun undergoes what the verb at `token` says.
static bool undergoes(const struct sentence *s, uint32_t token, struct span span) {
    uint32_t found[WIDTH];
    size_t count = path_follow(s, token, &object_path, found, WIDTH);
    for (size_t i = 0; i < count; i++)
        if (is_within(&s->tokens[found[i]], span)) return true;
    return false;
}

// Who does what the counted noun undergoes: the subject of its verb, or the agent of a participle behind it
// ("held by").
static int32_t holder_by_clause(const struct finding *f, const struct figure *figure, bool only_behind) {
    const struct sentence *s = &f->meaning->analysis->sentences[figure->sentence];
    for (uint32_t t = 0; t < s->count; t++) {
        if (s->tokens[t].upos != UPOS_VERB || !tells_of_captivity(f, &s->tokens[t])) continue;
        if (!describes(s, t, figure->span) && (only_behind || !undergoes(s, t, figure->span))) continue;
        uint32_t found[WIDTH];
        size_t count = path_follow(s, t, &agent_path, found, WIDTH);
        for (size_t i = 0; i < count; i++) {
            int32_t entity =
                is_within(&s->tokens[found[i]], figure->span) ? -1 : entity_at(f, figure->sentence, found[i]);
            if (entity >= 0) return entity;
        }
    }
    return -1;
}

// A captor that the text tells of, and whether by name.
struct taker {
    int32_t entity;
    bool is_named, is_doubtful;
};

static void taker_add(const struct finding *f, struct taker *taker, int32_t entity) {
    const struct meaning *m = f->meaning;
    for (unsigned hops = 0;
         hops < 3 && m->entities[entity].kind == ENTITY_PERSON && m->entities[entity].represents >= 0; hops++)
        entity = m->entities[entity].represents;
    if (taker->entity == entity) return;
    bool named = is_named(m, &m->entities[entity]);
    if (taker->entity >= 0 && taker->is_named == named) taker->is_doubtful = true;
    if (taker->entity >= 0 && (taker->is_named || !named)) return;
    *taker = (struct taker){ entity, named, false };
}

// The entity whose mention holds the token; -1.
static int32_t entity_over(const struct finding *f, uint32_t sentence, uint32_t token) {
    int32_t mention = f->meaning->mention_of[sentence][token];
    if (mention >= 0) return f->meaning->mentions[mention].entity;
    const struct mention *name = meaning_name_over(f->meaning, sentence, token);
    return name ? name->entity : -1;
}

// The group that does what the clause at `token` tells.
static int32_t group_acting(const struct finding *f, uint32_t sentence, uint32_t token) {
    const struct meaning *m = f->meaning;
    const struct sentence *s = &m->analysis->sentences[sentence];
    uint32_t found[WIDTH];
    size_t count = path_follow(s, token, &agent_path, found, WIDTH);
    for (size_t i = 0; i < count; i++) {
        int32_t entity = entity_over(f, sentence, found[i]);
        // "gunmen of the front"
        int32_t whose = token_child_with(s, (int32_t)found[i], DEPREL_NMOD);
        int32_t front = whose < 0 ? -1 : entity_over(f, sentence, (uint32_t)whose);
        if (front >= 0 && m->entities[front].kind == ENTITY_ARMED_GROUP) entity = front;
        if (entity >= 0 && m->entities[entity].kind == ENTITY_ARMED_GROUP) return entity;
    }
    return -1;
}

// The group that holds or seizes people in the clause of the verb at `token`, or that acts in the clause that
// says when they were seized ("were seized when gunmen stormed the camp"); -1.
static int32_t group_taking(const struct finding *f, uint32_t sentence, uint32_t token) {
    const struct sentence *s = &f->meaning->analysis->sentences[sentence];
    struct slice measure = measure_of_word(f, &s->tokens[token], 'v');
    enum captive_status status;
    if (!is_by_captors(f->measures, "measure:", measure) ||
        !captives_status(f->measures, measure, FACTUALITY_HAPPENED, &status) || status != CAPTIVE_HELD)
        return -1;
    uint32_t found[WIDTH];
    size_t count = path_follow(s, token, &object_path, found, WIDTH);
    bool human = false;
    for (size_t k = 0; k < count; k++)
        human = human || measures_is_human(f->measures, f->meaning, sentence, found[k], f->arena);
    if (!human) return -1;
    int32_t group = group_acting(f, sentence, token);
    int32_t when = group < 0 && is_passive(s, token) ? token_child_with(s, (int32_t)token, DEPREL_ADVCL) : -1;
    return when >= 0 ? group_acting(f, sentence, (uint32_t)when) : group;
}

// Whether the event is a capture by captors that is not denied.
static bool is_capture(const struct finding *f, const struct event *event) {
    enum captive_status status;
    return is_by_captors(f->measures, "act:", event->act) && event->factuality != FACTUALITY_DENIED &&
           event->factuality != FACTUALITY_DID_NOT_HAPPEN &&
           captivity_of(f->measures, "act:", event->act, FACTUALITY_HAPPENED, &status) &&
           status == CAPTIVE_HELD;
}

// The captor, when the text knows only one.
static int32_t only_taker(const struct finding *f) {
    struct taker taker = { -1, false, false };
    const struct analysis *analysis = f->meaning->analysis;
    for (size_t e = 0; e < f->coding->event_count; e++) {
        const struct event *event = &f->coding->events[e];
        for (size_t a = 0; is_capture(f, event) && a < event->actors.count; a++)
            taker_add(f, &taker, (int32_t)event->actors.entities[a]);
    }
    for (uint32_t i = 0; i < analysis->count; i++)
        for (uint32_t t = 0; t < analysis->sentences[i].count; t++) {
            int32_t group = analysis->sentences[i].tokens[t].upos == UPOS_VERB ? group_taking(f, i, t) : -1;
            if (group >= 0) taker_add(f, &taker, group);
        }
    return taker.is_doubtful ? -1 : taker.entity;
}

// Whether the people of a figure may be in the hands of captors: nothing calls them an authority's prisoners.
static bool may_be_captors(const struct finding *f, const struct figure *figure) {
    const struct sentence *s = &f->meaning->analysis->sentences[figure->sentence];
    if (!is_by_captors(f->measures, "measure:", figure->measure)) return false;
    for (uint32_t t = 0; t < s->count; t++) {
        const struct token *token = &s->tokens[t];
        if (!is_within(token, figure->span) || token->upos != UPOS_NOUN) continue;
        struct slice measure = measure_of_word(f, token, 'n');
        enum captive_status status;
        if (captives_status(f->measures, measure, FACTUALITY_HAPPENED, &status) &&
            !is_by_captors(f->measures, "measure:", measure))
            return false;
    }
    return true;
}

static void person_add(struct finding *f, const struct captive *captive, int32_t index, struct span span) {
    const struct entity *entity = &f->meaning->entities[index];
    if (entity->kind != ENTITY_PERSON || !is_named(f->meaning, entity)) return;
    struct captive person = *captive;
    person.person = index;
    person.count = 1;
    person.span = span;
    person.nationalities = one_country(f, entity->country, &person.nationality_count);
    person.relations = relation_of(f, entity);
    captive_add(f, &person, false);
}

// "... and her daughter Natali": whoever is coordinated with the one at `span`, by name or in apposition.
static void beside_add(struct finding *f, const struct captive *captive, struct span span) {
    const struct meaning *m = f->meaning;
    const struct sentence *s = &m->analysis->sentences[captive->sentence];
    for (uint32_t t = 0; t < s->count; t++) {
        const struct token *token = &s->tokens[t];
        if (token->deprel != DEPREL_CONJ || token->head < 0 || !is_within(&s->tokens[token->head], span))
            continue;
        const int32_t candidates[] = { (int32_t)t, token_child_with(s, (int32_t)t, DEPREL_APPOS) };
        for (unsigned c = 0; c < 2; c++) {
            int32_t mention =
                candidates[c] < 0 || !m->mention_of ? -1 : m->mention_of[captive->sentence][candidates[c]];
            if (mention >= 0 && m->mentions[mention].entity >= 0)
                person_add(f, captive, m->mentions[mention].entity, m->mentions[mention].span);
        }
    }
}

// Those whose freedom an event asks for, of whom.
static void event_sought(struct finding *f, const struct event *event, struct captive *captive) {
    for (size_t r = 0; r < event->recipients.count && captive->holder < 0; r++)
        if (f->meaning->entities[event->recipients.entities[r]].kind != ENTITY_PERSON)
            captive->holder = (int32_t)event->recipients.entities[r];
    for (size_t a = 0; a < event->about_entities.count; a++)
        person_add(f, captive, (int32_t)event->about_entities.entities[a], event->about_entities.spans[a]);
}

// Who undergoes an event of captivity.
static void event_captives(struct finding *f, const struct event *event) {
    struct captive captive = { .sentence = event->sentence,
                               .person = -1,
                               .holder = -1,
                               .place = event->place,
                               .according_to = event->according_to };
    bool deed = is_deed(f->measures, event);
    enum factuality factuality = deed ? event->factuality : FACTUALITY_REQUESTED;
    if (!captivity_of(f->measures, "act:", event->act, factuality, &captive.status)) return;
    if (!deed) {
        event_sought(f, event, &captive);
        return;
    }
    if (event->is_historical && captive.status == CAPTIVE_HELD)
        captive.status = CAPTIVE_UNKNOWN; // taken long ago: nothing says that he still is
    bool is_taken_back = captive.status == CAPTIVE_RESCUED || captive.status == CAPTIVE_ESCAPED;
    if (!is_taken_back)
        captive.holder = event->actors.count ? (int32_t)event->actors.entities[0]
                                             : holder_by_source(f, event->according_to);
    bool is_so = event->factuality == FACTUALITY_HAPPENED || event->factuality == FACTUALITY_ONGOING;
    if (!is_free(captive.status) && is_so) memcpy(captive.since, event->from, sizeof captive.since);
    if (is_so) memcpy(captive.status_date, event->to, sizeof captive.status_date);
    if (is_free(captive.status) && f->taker >= 0) captive.holder = f->taker; // who frees may not be who held
    for (size_t r = 0; r < event->recipients.count; r++) {
        person_add(f, &captive, (int32_t)event->recipients.entities[r], event->recipients.spans[r]);
        beside_add(f, &captive, event->recipients.spans[r]);
    }
}

// The holder of a person at a word of captivity: its agent, or "escaped from the rebels".
static int32_t holder_at(const struct finding *f, const struct measure_hit *hit, uint32_t sentence,
                         int32_t person, uint32_t token) {
    const struct sentence *s = &f->meaning->analysis->sentences[sentence];
    uint32_t subject[2];
    int32_t holder = -1;
    if (path_follow(s, hit->trigger, &agent_path, subject, 2) && subject[0] != token)
        holder = entity_at(f, sentence, subject[0]);
    if (holder == person) holder = -1;
    bool acts = hit->rule->where.count == 1 && hit->rule->where.steps[0].kind == STEP_SUBJ;
    for (int32_t o = token_child(s, (int32_t)hit->trigger, -1); acts && o >= 0 && holder < 0;
         o = token_child(s, (int32_t)hit->trigger, o)) {
        int32_t other = s->tokens[o].deprel == DEPREL_OBL ? entity_at(f, sentence, (uint32_t)o) : -1;
        if (other < 0) continue;
        enum entity_kind kind = f->meaning->entities[other].kind;
        if (kind == ENTITY_ARMED_GROUP || kind == ENTITY_ORGANIZATION) holder = other;
    }
    return holder;
}

// Whether the sentence dates what it tells more than a year before the day of publication: "was held in
// 1967".
static bool is_long_ago(const struct finding *f, uint32_t sentence) {
    const struct meaning *m = f->meaning;
    const struct range range = meaning_times_in(m, sentence);
    if (m->published.length < 4) return false;
    int published = atoi(arena_string(f->arena, slice_part(m->published, 0, 4)));
    for (size_t i = range.first; i < range.end; i++) {
        const struct time_expression *time = &m->times[i];
        if (time->is_since || time->is_duration || time->is_set || !time->to[0]) continue;
        if (atoi(time->to) + 1 < published) return true;
    }
    return false;
}

// A person at the end of a measure's path; `told` captives are known from events.
static void person_at(struct finding *f, const struct measure_hit *hit, uint32_t sentence, uint32_t token,
                      size_t told) {
    const struct meaning *m = f->meaning;
    int32_t mention = m->mention_of[sentence][token];
    if (mention < 0 || m->mentions[mention].entity < 0) return;
    struct captive captive = { .sentence = sentence,
                               .span = m->mentions[mention].span,
                               .person = m->mentions[mention].entity,
                               .count = 1,
                               .holder = -1,
                               .place = -1 };
    const struct sentence *s = &m->analysis->sentences[sentence];
    enum factuality factuality = factuality_of(f->modality, s, hit->trigger, NULL);
    if (!captives_status(f->measures, hit->rule->measure, factuality, &captive.status)) return;
    // Who only tried to escape is held, but a pronoun is too little to say so of somebody
    bool is_done = factuality == FACTUALITY_HAPPENED || factuality == FACTUALITY_ONGOING;
    if (!is_done && m->mentions[mention].kind == MENTION_PRONOUN) return;
    if (captive.status == CAPTIVE_HELD && factuality != FACTUALITY_ONGOING && is_long_ago(f, sentence))
        captive.status = CAPTIVE_UNKNOWN;
    captive.holder = holder_at(f, hit, sentence, captive.person, token);
    captive.according_to = f->attributed->chains[f->attributed->chain_of[sentence][hit->trigger]];
    for (size_t k = 0; k < told; k++) {
        struct captive *known = &f->captives.items[k];
        if (known->person != captive.person) continue;
        if (known->holder < 0 && known->status == captive.status) known->holder = captive.holder;
        if (known->status == CAPTIVE_UNKNOWN && captive.status == CAPTIVE_HELD) known->status = CAPTIVE_HELD;
        return;
    }
    if (captive.status == CAPTIVE_RESCUED || captive.holder < 0 || (is_free(captive.status) && f->taker >= 0))
        captive.holder = f->taker;
    person_add(f, &captive, captive.person, captive.span);
}

// Named persons at words of measures.txt that tell of captivity.
static void words_captives(struct finding *f) {
    const struct analysis *analysis = f->meaning->analysis;
    size_t told = f->captives.count;
    for (uint32_t i = 0; f->meaning->mention_of && i < analysis->count; i++) {
        const struct sentence *s = &analysis->sentences[i];
        for (uint32_t t = 0; t < s->count; t++) {
            struct measure_hit hits[MEASURE_HITS];
            size_t count = measures_hits(f->measures, f->meaning, i, t, f->arena, hits);
            for (size_t h = 0; h < count; h++) {
                enum captive_status ignored;
                if (hits[h].rule->is_self ||
                    !captives_status(f->measures, hits[h].rule->measure, FACTUALITY_HAPPENED, &ignored))
                    continue;
                for (size_t e = 0; e < hits[h].end_count; e++) {
                    const int32_t near[] = { (int32_t)hits[h].ends[e],
                                             token_child_with(s, (int32_t)hits[h].ends[e], DEPREL_APPOS),
                                             token_child_with(s, (int32_t)hits[h].ends[e], DEPREL_FLAT) };
                    for (unsigned k = 0; k < 3; k++)
                        if (near[k] >= 0) person_at(f, &hits[h], i, (uint32_t)near[k], told);
                }
            }
        }
    }
}

// The event that asks for, promises or refuses the freedom of those whom the figure counts; NULL when none
// does.
static const struct event *freedom_at_stake(const struct finding *f, const struct figure *figure) {
    const struct range range = coding_events_in(f->coding, figure->sentence);
    for (size_t e = range.first; e < range.end; e++) {
        const struct event *event = &f->coding->events[e];
        if (event->about.start <= figure->span.start && figure->span.end <= event->about.end &&
            captives_freedom_is_sought(f->measures, event))
            return event;
    }
    return NULL;
}

// The status of a counted group: the deed's own where the figure belongs to one ("rescued" counts as
// released).
static bool group_status(const struct finding *f, const struct figure *figure, enum captive_status *status) {
    const struct event *event = figure->event >= 0 ? &f->coding->events[figure->event] : NULL;
    if (!captives_status(f->measures, figure->measure, figure->factuality, status)) return false;
    enum captive_status own;
    if (event && is_deed(f->measures, event) && is_free(*status) &&
        captivity_of(f->measures, "act:", event->act, event->factuality, &own) && is_free(own))
        *status = own;
    return true;
}

// Of whom the freedom is asked: a government, or the one for whom it acts.
static int32_t holder_asked(const struct finding *f, const struct event *sought) {
    const struct entity *entities = f->meaning->entities;
    int32_t holder = -1;
    for (size_t r = 0; r < sought->recipients.count && holder < 0; r++)
        if (entities[sought->recipients.entities[r]].kind == ENTITY_GOVERNMENT)
            holder = (int32_t)sought->recipients.entities[r];
    for (unsigned hops = 0; hops < HOPS && holder >= 0 && entities[holder].represents >= 0; hops++)
        holder = entities[holder].represents;
    return holder;
}

static int32_t holder_of_group(const struct finding *f, const struct figure *figure,
                               enum captive_status status) {
    const struct event *event = figure->event >= 0 ? &f->coding->events[figure->event] : NULL;
    bool taken_back = status == CAPTIVE_RESCUED || status == CAPTIVE_ESCAPED;
    if (taken_back && f->taker >= 0) return f->taker;
    int32_t holder = -1;
    if (!taken_back && event && event->actors.count && is_deed(f->measures, event))
        holder = (int32_t)event->actors.entities[0];
    if (holder < 0) holder = holder_by_clause(f, figure, taken_back);
    if (holder < 0) holder = holder_by_source(f, figure->according_to);
    if (holder < 0 && may_be_captors(f, figure)) holder = f->taker;
    return holder;
}

// A counted group.
static void figure_captives(struct finding *f, const struct figure *figure) {
    struct captive captive = { .sentence = figure->sentence,
                               .span = figure->span,
                               .person = -1,
                               .count = figure->low,
                               .qualifier = figure->qualifier,
                               .is_vague = figure->is_vague,
                               .of = figure->of,
                               .holder = -1,
                               .place = figure->place,
                               .according_to = figure->according_to };
    const struct event *sought =
        is_by_captors(f->measures, "measure:", figure->measure) ? NULL : freedom_at_stake(f, figure);
    enum captive_status held;
    if (sought && captives_status(f->measures, figure->measure, FACTUALITY_HAPPENED, &held) &&
        held == CAPTIVE_HELD) { // "demanded the release of 60 prisoners"
        captive.status = CAPTIVE_SOUGHT;
        captive.holder = holder_asked(f, sought);
    } else if (!group_status(f, figure, &captive.status)) {
        return;
    }
    if (figure->low <= 0) return;
    if (captive.holder < 0) captive.holder = holder_of_group(f, figure, captive.status);
    if (captive.holder == figure->of_entity) captive.holder = -1;
    if (captive.status != CAPTIVE_SOUGHT && (figure->since[0] || !is_free(captive.status)))
        memcpy(captive.since, figure->since[0] ? figure->since : figure->as_of, sizeof captive.since);
    memcpy(captive.status_date, figure->as_of, sizeof captive.status_date);
    if (figure->of_entity >= 0)
        captive.nationalities =
            one_country(f, f->meaning->entities[figure->of_entity].country, &captive.nationality_count);
    const size_t row = captivity_row(f->measures, "measure:", figure->measure);
    bool is_taken =
        row != TABLE_END &&
        !status_of(table_cell(f->measures->captivity, row, TABLE_COLUMN(CAPTIVITY, OTHERWISE)), &held);
    captive_add(f, &captive, is_taken && captive.status == CAPTIVE_HELD);
}

// "251 were taken; 59 are still held": of those who were taken nothing is known as a whole once fewer are
// held or some are free.
static void groups_settle(struct finding *f) {
    for (size_t i = 0; i < f->captives.count; i++) {
        struct captive *group = &f->captives.items[i];
        if (group->person >= 0 || group->is_vague || !f->is_taken.items[i] || group->status != CAPTIVE_HELD)
            continue;
        for (size_t k = 0; k < f->captives.count; k++) {
            const struct captive *other = &f->captives.items[k];
            bool is_less = other->person < 0 && !other->is_vague && other->count < group->count;
            bool is_other =
                is_free(other->status) || (other->status == CAPTIVE_HELD && !f->is_taken.items[k]);
            if (is_less && is_other &&
                (other->holder == group->holder || other->holder < 0 || group->holder < 0))
                group->status = CAPTIVE_UNKNOWN;
        }
    }
}

void captives_find(const struct measures *measures, const struct modality *modality,
                   const struct attributed *attributed, const struct meaning *meaning, struct arena *arena,
                   struct coding *coding) {
    struct finding f = { .measures = measures,
                         .modality = modality,
                         .attributed = attributed,
                         .meaning = meaning,
                         .arena = arena,
                         .coding = coding };
    f.taker = only_taker(&f);
    for (size_t e = 0; e < coding->event_count; e++) event_captives(&f, &coding->events[e]);
    words_captives(&f);
    for (size_t i = 0; i < coding->figure_count; i++) figure_captives(&f, &coding->figures[i]);
    groups_settle(&f);
    coding->captives = f.captives.items;
    coding->captive_count = f.captives.count;
}
