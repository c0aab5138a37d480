// captives.c - who is held, taken, sought, freed.
//
// Named persons come from events (whoever is arrested, abducted, released), counted groups from figures;
// captivity.txt says what each means. One entry for each person or count: the latest word on somebody wins,
// and being free again beats having been taken, which news tells again as background.
#include "coding/figures.h"

#include "base/utf8.h"
#include "base/vector.h"

#include <string.h>

#define KEY_LIMIT 96u // bytes

struct finding {
    const struct measures *measures;
    const struct meaning *meaning;
    struct arena *arena;
    struct coding *coding;
    VECTOR_OF(struct captive) captives;
};

static bool status_of(struct slice name, enum captive_status *status) {
    for (int s = CAPTIVE_HELD; s <= CAPTIVE_UNKNOWN; s++) {
        if (!slice_equal(name, slice_of(captive_status_name((enum captive_status)s)))) continue;
        *status = (enum captive_status)s;
        return true;
    }
    return false;
}

// What the act or measure `name`, or the act above it, tells with this factuality.
static bool captivity_of(const struct measures *measures, const char *prefix, struct slice name,
                         enum factuality factuality, enum captive_status *status) {
    const struct table *table = measures->captivity;
    while (name.length) {
        char buffer[KEY_LIMIT];
        size_t length = strlen(prefix);
        if (name.length + length > sizeof buffer) return false;
        memcpy(buffer, prefix, length);
        memcpy(buffer + length, name.start, name.length);
        struct table_walk walk = table_lookup(table, (struct slice){ buffer, length + name.length });
        size_t row = table_next(&walk);
        if (row != TABLE_END) {
            bool done = factuality == FACTUALITY_HAPPENED || factuality == FACTUALITY_ONGOING;
            unsigned column = done ? TABLE_COLUMN(CAPTIVITY, STATUS) : TABLE_COLUMN(CAPTIVITY, OTHERWISE);
            return status_of(table_cell(table, row, column), status);
        }
        size_t dot = name.length;
        while (dot > 0 && name.start[dot - 1] != '.') dot--;
        name.length = dot ? dot - 1 : 0;
    }
    return false;
}

// Whether those of whom the row of captivity.txt tells are in the hands of captors, not of an authority.
static bool is_by_captors(const struct measures *measures, const char *prefix, struct slice name) {
    while (name.length) {
        char buffer[KEY_LIMIT];
        size_t length = strlen(prefix);
        if (name.length + length > sizeof buffer) return false;
        memcpy(buffer, prefix, length);
        memcpy(buffer + length, name.start, name.length);
        struct table_walk walk =
            table_lookup(measures->captivity, (struct slice){ buffer, length + name.length });
        size_t row = table_next(&walk);
        if (row != TABLE_END)
            return table_cell(measures->captivity, row, TABLE_COLUMN(CAPTIVITY, CAPTORS)).length > 0;
        size_t dot = name.length;
        while (dot > 0 && name.start[dot - 1] != '.') dot--;
        name.length = dot ? dot - 1 : 0;
    }
    return false;
}

// The measure of measures.txt that the word at a token gives as this part of speech; empty when it gives
// none.
static struct slice measure_of_word(const struct finding *f, const struct token *token, char pos) {
    char buffer[KEY_LIMIT];
    if (token->lemma.length == 0 || token->lemma.length + 2 > sizeof buffer) return (struct slice){ 0 };
    memcpy(buffer, token->lemma.start, token->lemma.length);
    buffer[token->lemma.length] = '/';
    buffer[token->lemma.length + 1] = pos;
    struct table_walk walk = table_lookup(
        f->measures->table, utf8_fold_name((struct slice){ buffer, token->lemma.length + 2 }, f->arena));
    size_t row = table_next(&walk);
    const struct slice none = { 0 };
    return row == TABLE_END ? none : f->measures->rules[row].measure;
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
    struct slice name = event->act;
    while (name.length) {
        struct table_walk walk = table_lookup(measures->acts, name);
        size_t row = table_next(&walk);
        struct slice done = { 0 };
        if (row != TABLE_END) done = table_cell(measures->acts, row, TABLE_COLUMN(ACTS, DONE));
        if (done.length) return slice_find(done, event->type, 0) != SIZE_MAX;
        size_t dot = name.length;
        while (dot > 0 && name.start[dot - 1] != '.') dot--;
        name.length = dot ? dot - 1 : 0;
    }
    return true;
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

// "her daughter Natali": the noun of kinship beside a name, and whose.
static struct slice relation_of(const struct finding *f, const struct entity *entity) {
    const struct meaning *m = f->meaning;
    for (size_t i = 0; i < entity->mention_count; i++) {
        const struct mention *mention = &m->mentions[entity->mentions[i]];
        if (mention->kind != MENTION_NAME && mention->kind != MENTION_NOMINAL) continue;
        const struct sentence *s = &m->analysis->sentences[mention->sentence];
        uint32_t first = mention->first > 2 ? mention->first - 2 : 0, end = mention->end;
        for (uint32_t t = first; t < end && t < s->count; t++) {
            const struct token *token = &s->tokens[t];
            if (token->upos != UPOS_NOUN) continue;
            struct slice lemma = utf8_fold_name(token->lemma, f->arena);
            struct table_walk walk = table_lookup(f->measures->relations, lemma);
            if (table_next(&walk) == TABLE_END) continue;
            // Beside the name or a part of it, not of somebody else
            if (t < mention->first && token->head != (int32_t)mention->head &&
                s->tokens[mention->head].head != (int32_t)t)
                continue;
            const uint32_t owners[] = { t, mention->head };
            for (unsigned o = 0; o < 2; o++)
                for (int32_t c = token_child(s, (int32_t)owners[o], -1); c >= 0;
                     c = token_child(s, (int32_t)owners[o], c)) {
                    if (s->tokens[c].deprel != DEPREL_NMOD_POSS && s->tokens[c].deprel != DEPREL_NMOD)
                        continue;
                    int32_t other = m->mention_of ? m->mention_of[mention->sentence][c] : -1;
                    if (other < 0 || m->mentions[other].entity < 0) continue;
                    const struct entity *whose = &m->entities[m->mentions[other].entity];
                    if (whose == entity || whose->kind != ENTITY_PERSON) continue;
                    return arena_format(f->arena, SLICE_FORMAT " of " SLICE_FORMAT, SLICE_ARG(token->lemma),
                                        SLICE_ARG(whose->name));
                }
        }
    }
    return (struct slice){ 0 };
}

static bool is_free(enum captive_status status) {
    return status == CAPTIVE_RELEASED || status == CAPTIVE_RESCUED || status == CAPTIVE_ESCAPED ||
           status == CAPTIVE_EXCHANGED || status == CAPTIVE_DEAD;
}

// Joins `captive` to what is known of the same person or group, else adds it.
static void captive_add(struct finding *f, struct captive *captive) {
    // "gunmen of the front" hold for the front
    const struct entity *entities = f->meaning->entities;
    for (unsigned hops = 0; hops < 3 && captive->holder >= 0; hops++) {
        int32_t group = entities[captive->holder].represents;
        if (group < 0 || entities[group].kind != ENTITY_ARMED_GROUP) break;
        captive->holder = group;
    }
    for (size_t i = 0; i < f->captives.count; i++) {
        struct captive *known = &f->captives.items[i];
        bool same = captive->person >= 0 ? known->person == captive->person
                                         : known->person < 0 && known->count == captive->count &&
                                               is_free(known->status) == is_free(captive->status);
        if (!same) continue;
        if (known->holder < 0) known->holder = captive->holder;
        if (known->place < 0) known->place = captive->place;
        if (!known->since[0]) memcpy(known->since, captive->since, sizeof known->since);
        if (!known->nationality_count) {
            known->nationalities = captive->nationalities;
            known->nationality_count = captive->nationality_count;
        }
        bool later = strcmp(captive->status_date, known->status_date) > 0 && captive->status_date[0];
        if (captive->status != known->status && (!is_free(known->status) || later)) {
            known->status = captive->status;
            memcpy(known->status_date, captive->status_date, sizeof known->status_date);
            known->according_to = captive->according_to;
        }
        return;
    }
    *vector_push(f->arena, &f->captives) = *captive;
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

// Who does what the counted noun undergoes: the subject of its verb, or the agent of a participle behind it
// ("held by").
static int32_t holder_by_clause(const struct finding *f, const struct figure *figure, bool only_behind) {
    const struct meaning *m = f->meaning;
    const struct sentence *s = &m->analysis->sentences[figure->sentence];
    static const struct path agent = { .steps = { { .kind = STEP_SUBJ } }, .count = 1 };
    if (!m->mention_of) return -1;
    for (uint32_t t = 0; t < s->count; t++) {
        const struct token *verb = &s->tokens[t];
        if (verb->upos != UPOS_VERB || !tells_of_captivity(f, verb)) continue;
        bool behind = false;
        int32_t up = verb->deprel == DEPREL_ACL || verb->deprel == DEPREL_ACL_RELCL ? verb->head : -1;
        for (unsigned hops = 0; up >= 0 && hops < 3 && !behind; hops++, up = s->tokens[up].head)
            behind =
                s->tokens[up].span.start >= figure->span.start && s->tokens[up].span.end <= figure->span.end;
        uint32_t found[8];
        static const struct path object = { .steps = { { .kind = STEP_OBJ } }, .count = 1 };
        bool over = false;
        size_t count = only_behind || behind ? 0 : path_follow(s, t, &object, found, 8);
        for (size_t i = 0; i < count; i++)
            over = over || (s->tokens[found[i]].span.start >= figure->span.start &&
                            s->tokens[found[i]].span.end <= figure->span.end);
        if (!behind && !over) continue;
        count = path_follow(s, t, &agent, found, 8);
        for (size_t i = 0; i < count; i++) {
            struct span span = s->tokens[found[i]].span;
            if (span.start >= figure->span.start && span.end <= figure->span.end) continue;
            int32_t mention = m->mention_of[figure->sentence][found[i]];
            if (mention >= 0 && m->mentions[mention].entity >= 0) return m->mentions[mention].entity;
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
    const int32_t mention = f->meaning->mention_of[sentence][token];
    if (mention >= 0) return f->meaning->mentions[mention].entity;
    const struct mention *name = meaning_name_over(f->meaning, sentence, token);
    return name ? name->entity : -1;
}

// The group that does what the clause at `token` tells.
static int32_t group_acting(const struct finding *f, uint32_t sentence, uint32_t token) {
    const struct meaning *m = f->meaning;
    static const struct path agent = { .steps = { { .kind = STEP_SUBJ } }, .count = 1 };
    uint32_t found[8];
    size_t count =
        m->mention_of ? path_follow(&m->analysis->sentences[sentence], token, &agent, found, 8) : 0;
    for (size_t i = 0; i < count; i++) {
        int32_t entity = entity_over(f, sentence, found[i]);
        // "gunmen of the front"
        int32_t whose = token_child_with(&m->analysis->sentences[sentence], (int32_t)found[i], DEPREL_NMOD);
        int32_t front = whose < 0 ? -1 : entity_over(f, sentence, (uint32_t)whose);
        if (front >= 0 && m->entities[front].kind == ENTITY_ARMED_GROUP) entity = front;
        if (entity >= 0 && m->entities[entity].kind == ENTITY_ARMED_GROUP) return entity;
    }
    return -1;
}

// The captor, when the text knows only one: whoever abducts in an event, a group that holds or seizes people
// in any clause, or that acts in the clause that says when they were seized ("were seized when gunmen stormed
// the camp").
static int32_t only_taker(const struct finding *f) {
    struct taker taker = { -1, false, false };
    const struct analysis *analysis = f->meaning->analysis;
    for (size_t e = 0; e < f->coding->event_count; e++) {
        const struct event *event = &f->coding->events[e];
        enum captive_status status;
        if (!is_by_captors(f->measures, "act:", event->act) || event->factuality == FACTUALITY_DENIED ||
            event->factuality == FACTUALITY_DID_NOT_HAPPEN ||
            !captivity_of(f->measures, "act:", event->act, FACTUALITY_HAPPENED, &status) ||
            status != CAPTIVE_HELD)
            continue;
        for (size_t a = 0; a < event->actors.count; a++)
            taker_add(f, &taker, (int32_t)event->actors.entities[a]);
    }
    for (uint32_t i = 0; i < analysis->count; i++) {
        const struct sentence *s = &analysis->sentences[i];
        for (uint32_t t = 0; t < s->count; t++) {
            if (s->tokens[t].upos != UPOS_VERB) continue;
            struct slice measure = measure_of_word(f, &s->tokens[t], 'v');
            enum captive_status status;
            uint32_t found[8];
            static const struct path object = { .steps = { { .kind = STEP_OBJ } }, .count = 1 };
            if (!is_by_captors(f->measures, "measure:", measure) ||
                !captives_status(f->measures, measure, FACTUALITY_HAPPENED, &status) ||
                status != CAPTIVE_HELD)
                continue;
            size_t count = path_follow(s, t, &object, found, 8);
            bool human = false;
            for (size_t k = 0; k < count; k++)
                human = human || measures_is_human(f->measures, f->meaning, i, found[k], f->arena);
            int32_t group = human ? group_acting(f, i, t) : -1;
            if (human && group < 0 && is_passive(s, t)) {
                int32_t when = token_child_with(s, (int32_t)t, DEPREL_ADVCL);
                if (when >= 0) group = group_acting(f, i, (uint32_t)when);
            }
            if (group >= 0) taker_add(f, &taker, group);
        }
    }
    return taker.is_doubtful ? -1 : taker.entity;
}

// Whether the people of a figure may be in the hands of captors: nothing calls them an authority's prisoners.
static bool may_be_captors(const struct finding *f, const struct figure *figure) {
    const struct sentence *s = &f->meaning->analysis->sentences[figure->sentence];
    if (!is_by_captors(f->measures, "measure:", figure->measure)) return false;
    for (uint32_t t = 0; t < s->count; t++) {
        const struct token *token = &s->tokens[t];
        if (token->span.start < figure->span.start || token->span.end > figure->span.end ||
            token->upos != UPOS_NOUN)
            continue;
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
    captive_add(f, &person);
}

// "... and her daughter Natali": whoever is coordinated with the one at `span`, by name or in apposition.
static void beside_add(struct finding *f, const struct captive *captive, struct span span) {
    const struct meaning *m = f->meaning;
    const struct sentence *s = &m->analysis->sentences[captive->sentence];
    for (uint32_t t = 0; t < s->count; t++) {
        const struct token *token = &s->tokens[t];
        if (token->deprel != DEPREL_CONJ || token->head < 0) continue;
        struct span head = s->tokens[token->head].span;
        if (head.start < span.start || head.end > span.end) continue;
        int32_t appos = token_child_with(s, (int32_t)t, DEPREL_APPOS);
        const int32_t candidates[] = { (int32_t)t, appos };
        for (unsigned c = 0; c < 2; c++) {
            int32_t mention =
                candidates[c] < 0 || !m->mention_of ? -1 : m->mention_of[captive->sentence][candidates[c]];
            if (mention >= 0 && m->mentions[mention].entity >= 0)
                person_add(f, captive, m->mentions[mention].entity, m->mentions[mention].span);
        }
    }
}

// The event that asks for, promises or refuses the freedom of those whom the figure counts; NULL when none
// does.
static const struct event *freedom_at_stake(const struct finding *f, const struct figure *figure) {
    const struct range range = coding_events_in(f->coding, figure->sentence);
    for (size_t e = range.first; e < range.end; e++) {
        const struct event *event = &f->coding->events[e];
        enum captive_status status;
        if (event->about.start <= figure->span.start && figure->span.end <= event->about.end &&
            !is_deed(f->measures, event) &&
            captivity_of(f->measures, "act:", event->act, FACTUALITY_REQUESTED, &status) &&
            status == CAPTIVE_SOUGHT)
            return event;
    }
    return NULL;
}

void captives_find(const struct measures *measures, const struct meaning *meaning, struct arena *arena,
                   struct coding *coding) {
    struct finding f = { .measures = measures, .meaning = meaning, .arena = arena, .coding = coding };
    int32_t taker = only_taker(&f);
    for (size_t e = 0; e < coding->event_count; e++) {
        const struct event *event = &coding->events[e];
        struct captive captive = { .sentence = event->sentence,
                                   .person = -1,
                                   .holder = -1,
                                   .place = event->place,
                                   .according_to = event->according_to };
        bool deed = is_deed(measures, event);
        enum factuality factuality = deed ? event->factuality : FACTUALITY_REQUESTED;
        if (!captivity_of(measures, "act:", event->act, factuality, &captive.status)) continue;
        if (!deed) {
            // Whose freedom is asked for, of whom
            for (size_t r = 0; r < event->recipients.count && captive.holder < 0; r++)
                if (meaning->entities[event->recipients.entities[r]].kind != ENTITY_PERSON)
                    captive.holder = (int32_t)event->recipients.entities[r];
            for (size_t a = 0; a < event->about_entities.count; a++)
                person_add(&f, &captive, (int32_t)event->about_entities.entities[a],
                           event->about_entities.spans[a]);
            continue;
        }
        if (captive.status == CAPTIVE_RESCUED || captive.status == CAPTIVE_ESCAPED)
            captive.holder = -1;
        else if (event->actors.count)
            captive.holder = (int32_t)event->actors.entities[0];
        else
            captive.holder = holder_by_source(&f, event->according_to);
        if (!is_free(captive.status)) memcpy(captive.since, event->from, sizeof captive.since);
        memcpy(captive.status_date, event->to, sizeof captive.status_date);
        if (is_free(captive.status) && taker >= 0) captive.holder = taker; // who frees may not be who held
        for (size_t r = 0; r < event->recipients.count; r++) {
            person_add(&f, &captive, (int32_t)event->recipients.entities[r], event->recipients.spans[r]);
            beside_add(&f, &captive, event->recipients.spans[r]);
        }
    }
    // Persons that figures_find() met at words of captivity; a person told by an event is told.
    const struct captive *persons = coding->captives;
    size_t told = f.captives.count;
    for (size_t i = 0; i < coding->captive_count; i++) {
        struct captive person = persons[i];
        bool known = false;
        for (size_t k = 0; k < told && !known; k++) {
            known = f.captives.items[k].person == person.person;
            if (known && f.captives.items[k].holder < 0 && f.captives.items[k].status == person.status)
                f.captives.items[k].holder = person.holder;
        }
        if (known) continue;
        if (person.status == CAPTIVE_RESCUED || person.holder < 0 || (is_free(person.status) && taker >= 0))
            person.holder = taker;
        person_add(&f, &person, person.person, person.span);
    }
    struct figure *figures = ARENA_ARRAY(arena, struct figure, coding->figure_count + 1);
    for (size_t i = 0; i < coding->figure_count; i++) {
        struct figure *figure = &figures[i];
        *figure = coding->figures[i];
        struct captive captive = { .sentence = figure->sentence,
                                   .span = figure->span,
                                   .person = -1,
                                   .count = figure->low,
                                   .qualifier = figure->qualifier,
                                   .of = figure->of,
                                   .holder = -1,
                                   .place = figure->place,
                                   .according_to = figure->according_to };
        if (figure->low <= 0 ||
            !captivity_of(measures, "measure:", figure->measure, figure->factuality, &captive.status))
            continue;
        const struct event *event = figure->event >= 0 ? &coding->events[figure->event] : NULL;
        const struct event *sought =
            captive.status == CAPTIVE_HELD && !is_by_captors(measures, "measure:", figure->measure)
                ? freedom_at_stake(&f, figure)
                : NULL;
        if (sought) { // "demanded the release of 60 prisoners"
            captive.status = CAPTIVE_SOUGHT;
            figure->factuality = FACTUALITY_REQUESTED;
            for (size_t r = 0; r < sought->recipients.count && captive.holder < 0; r++)
                if (meaning->entities[sought->recipients.entities[r]].kind == ENTITY_GOVERNMENT)
                    captive.holder = (int32_t)sought->recipients.entities[r];
            for (unsigned hops = 0;
                 hops < 3 && captive.holder >= 0 && meaning->entities[captive.holder].represents >= 0; hops++)
                captive.holder = meaning->entities[captive.holder].represents;
        }
        bool taken_back = captive.status == CAPTIVE_RESCUED || captive.status == CAPTIVE_ESCAPED;
        if (!taken_back && event && event->actors.count && is_deed(measures, event))
            captive.holder = (int32_t)event->actors.entities[0];
        if (captive.holder < 0) captive.holder = holder_by_clause(&f, figure, taken_back);
        bool by_captors = may_be_captors(&f, figure);
        if (taken_back && taker >= 0) captive.holder = taker;
        if (captive.holder < 0) captive.holder = holder_by_source(&f, figure->according_to);
        if (captive.holder < 0 && by_captors) captive.holder = taker;
        if (captive.status != CAPTIVE_SOUGHT)
            memcpy(captive.since, figure->since[0] ? figure->since : figure->as_of, sizeof captive.since);
        memcpy(captive.status_date, figure->as_of, sizeof captive.status_date);
        if (figure->of_entity >= 0)
            captive.nationalities =
                one_country(&f, meaning->entities[figure->of_entity].country, &captive.nationality_count);
        captive_add(&f, &captive);
    }
    coding->figures = figures;
    coding->captives = f.captives.items;
    coding->captive_count = f.captives.count;
}
