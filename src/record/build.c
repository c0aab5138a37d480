// build.c - coding's findings as a record.
//
// Coding counts in indices of its own arrays; here they become ids, and spans get the words that they stand
// for. Entities that nothing came of, neither named nor part of an entry, are left out.
#include "record/parts.h"

#include "base/vector.h"

#include <stdlib.h>

#define SHOWN_DEPTH 8 // links of `represents` that are shown with an entity

struct builder {
    struct arena *arena;
    const struct coding *coding;
    const struct meaning *meaning;
    struct slice text;                 // clean text
    uint32_t *entities;                // [entity_count] index in the record; RECORD_NONE when left out
    const struct record_event *events; // [event_count] once their ids are known
};

#define NEW_LIST(builder, type, count_) ARENA_ARRAY((builder)->arena, struct type, (count_))

// Words and dates

static struct slice words_at(const struct builder *builder, struct span span) {
    return slice_part(builder->text, span.start, span.end);
}

static struct record_span *span_of(const struct builder *builder, struct span span) {
    struct record_span *object = ARENA_NEW(builder->arena, struct record_span);
    *object = (struct record_span){ span.start, span.end, words_at(builder, span) };
    return object;
}

static const struct record_span *span_or_null(const struct builder *builder, struct span span) {
    return span.end > span.start ? span_of(builder, span) : NULL;
}

static struct record_span_list spans_of(const struct builder *builder, const struct span *spans,
                                        size_t count) {
    struct record_span *items = NEW_LIST(builder, record_span, count);
    for (size_t i = 0; i < count; i++)
        items[i] = (struct record_span){ spans[i].start, spans[i].end, words_at(builder, spans[i]) };
    return (struct record_span_list){ items, count };
}

static const struct record_span *sentence_of(const struct builder *builder, uint32_t sentence) {
    const struct analysis *analysis = builder->meaning->analysis;
    return span_of(builder,
                   sentence < analysis->count ? analysis->sentences[sentence].span : (struct span){ 0, 0 });
}

static struct record_texts texts_of(const struct slice *items, size_t count) {
    return (struct record_texts){ items, count };
}

// References

static struct record_ref entity_ref(const struct builder *builder, int32_t entity) {
    if (entity < 0) return (struct record_ref){ .index = RECORD_NONE };
    return (struct record_ref){ builder->meaning->entities[entity].id, builder->entities[entity] };
}

static struct record_refs entity_refs(const struct builder *builder, const uint32_t *entities, size_t count) {
    struct record_ref *items = NEW_LIST(builder, record_ref, count);
    for (size_t i = 0; i < count; i++) items[i] = entity_ref(builder, (int32_t)entities[i]);
    return (struct record_refs){ items, count };
}

static struct record_refs party_refs(const struct builder *builder, const struct parties *parties) {
    return entity_refs(builder, parties->entities, parties->count);
}

static struct record_ref event_ref(const struct builder *builder, uint32_t event) {
    return (struct record_ref){ builder->events[event].id, event };
}

static struct record_refs event_refs(const struct builder *builder, const uint32_t *events, size_t count) {
    struct record_ref *items = NEW_LIST(builder, record_ref, count);
    for (size_t i = 0; i < count; i++) items[i] = event_ref(builder, events[i]);
    return (struct record_refs){ items, count };
}

static struct record_source_list sources_of(const struct builder *builder, const struct sources *sources) {
    struct record_source *items = NEW_LIST(builder, record_source, sources->count);
    for (size_t i = 0; i < sources->count; i++)
        items[i] = (struct record_source){ entity_ref(builder, sources->items[i].entity),
                                           span_or_null(builder, sources->items[i].cue),
                                           slice_of(source_kind_name(sources->items[i].kind)) };
    return (struct record_source_list){ items, sources->count };
}

// Which entities are shown

// An entity and whom it stands for, up to the principal.
static void show(struct builder *builder, int32_t entity) {
    for (int depth = 0; depth <= SHOWN_DEPTH && entity >= 0;
         depth++, entity = builder->meaning->entities[entity].represents)
        builder->entities[entity] = 0;
}

static void show_parties(struct builder *builder, const struct parties *parties) {
    for (size_t i = 0; i < parties->count; i++) show(builder, (int32_t)parties->entities[i]);
}

static void show_sources(struct builder *builder, const struct sources *sources) {
    for (size_t i = 0; i < sources->count; i++) show(builder, sources->items[i].entity);
}

// Fills builder->entities. Returns how many are shown.
static uint32_t number_entities(struct builder *builder) {
    const struct meaning *meaning = builder->meaning;
    const struct coding *coding = builder->coding;
    builder->entities = ARENA_ARRAY(builder->arena, uint32_t, meaning->entity_count);
    for (size_t i = 0; i < meaning->entity_count; i++) builder->entities[i] = RECORD_NONE;
    for (size_t i = 0; i < meaning->entity_count; i++)
        if (meaning->entities[i].is_named) show(builder, (int32_t)i);
    for (size_t i = 0; i < coding->event_count; i++) {
        const struct event *event = &coding->events[i];
        show_parties(builder, &event->actors);
        show_parties(builder, &event->recipients);
        show_parties(builder, &event->mediators);
        show_parties(builder, &event->about_entities);
        show(builder, event->place);
        show_sources(builder, &event->according_to);
    }
    for (size_t i = 0; i < coding->statement_count; i++) {
        show(builder, coding->statements[i].speaker);
        show_parties(builder, &coding->statements[i].speakers);
        show(builder, coding->statements[i].addressee);
        show_sources(builder, &coding->statements[i].according_to);
    }
    for (size_t i = 0; i < coding->figure_count; i++) {
        show(builder, coding->figures[i].of_entity);
        show(builder, coding->figures[i].place);
        show_sources(builder, &coding->figures[i].according_to);
    }
    for (size_t i = 0; i < coding->captive_count; i++) {
        show(builder, coding->captives[i].person);
        show(builder, coding->captives[i].holder);
        show(builder, coding->captives[i].place);
        show_sources(builder, &coding->captives[i].according_to);
    }
    uint32_t count = 0;
    for (size_t i = 0; i < meaning->entity_count; i++)
        if (builder->entities[i] != RECORD_NONE) builder->entities[i] = count++;
    return count;
}

// Entities

static struct record_role_list roles_of(const struct builder *builder, const struct entity *entity) {
    struct record_role *items = NEW_LIST(builder, record_role, entity->role_count);
    for (size_t i = 0; i < entity->role_count; i++) {
        const struct role *role = &entity->roles[i];
        items[i] = (struct record_role){ .title = role->title,
                                         .of = role->of,
                                         .from = role->from,
                                         .to = role->to,
                                         .in_office = !role->is_over };
    }
    return (struct record_role_list){ items, entity->role_count };
}

static const struct record_location *location_of(const struct builder *builder, const struct entity *entity) {
    if (!entity->is_location) return NULL;
    struct record_location *location = ARENA_NEW(builder->arena, struct record_location);
    *location = (struct record_location){ entity->lat, entity->lon, entity->geonames };
    return location;
}

static struct record_entity entity_of(const struct builder *builder, const struct entity *entity) {
    struct record_span *mentions = NEW_LIST(builder, record_span, entity->mention_count);
    for (size_t i = 0; i < entity->mention_count; i++) {
        const struct span span = builder->meaning->mentions[entity->mentions[i]].span;
        mentions[i] = (struct record_span){ span.start, span.end, words_at(builder, span) };
    }
    return (struct record_entity){
        .id = entity->id,
        .kind = slice_of(entity_kind_name(entity->kind)),
        .name = entity->name,
        .aliases = texts_of(entity->aliases, entity->alias_count),
        .country = entity->country,
        .sector = entity->sectors,
        .code = entity->code,
        .roles = roles_of(builder, entity),
        .represents = entity_ref(builder, entity->represents),
        .location = location_of(builder, entity),
        .named = entity->is_named,
        .known = entity->is_known,
        .mentions = { mentions, entity->mention_count },
    };
}

static struct record_entity_list entities_of(struct builder *builder) {
    const uint32_t count = number_entities(builder);
    struct record_entity *items = NEW_LIST(builder, record_entity, count);
    for (size_t i = 0; i < builder->meaning->entity_count; i++)
        if (builder->entities[i] != RECORD_NONE)
            items[builder->entities[i]] = entity_of(builder, &builder->meaning->entities[i]);
    return (struct record_entity_list){ items, count };
}

// Events

static const struct record_place *place_of(const struct builder *builder, int32_t place, struct span text,
                                           enum provenance provenance) {
    if (place < 0) return NULL;
    const struct entity *entity = &builder->meaning->entities[place];
    struct record_place *object = ARENA_NEW(builder->arena, struct record_place);
    *object = (struct record_place){
        .name = entity->name,
        .entity = entity_ref(builder, place),
        .country = entity->country,
        .lat = entity->is_location ? entity->lat : (double)NAN,
        .lon = entity->is_location ? entity->lon : (double)NAN,
        .geonames = entity->geonames,
        .text = span_or_null(builder, text),
        .provenance = slice_of(provenance_name(provenance)),
    };
    return object;
}

static const struct record_when *when_of(const struct builder *builder, const struct event *event) {
    static const char *const precisions[] = {
        [TIME_YEAR] = "year", [TIME_MONTH] = "month", [TIME_WEEK] = "week",
        [TIME_DAY] = "day",   [TIME_HOUR] = "hour",   [TIME_VAGUE] = "vague",
    };
    if (!event->from[0] && !event->to[0] && event->date_text.end == event->date_text.start) return NULL;
    struct record_when *when = ARENA_NEW(builder->arena, struct record_when);
    *when = (struct record_when){ .from = slice_of(event->from),
                                  .to = slice_of(event->to),
                                  .text = span_or_null(builder, event->date_text),
                                  .precision = slice_of(precisions[event->date_precision]),
                                  .provenance = slice_of(provenance_name(event->date_provenance)) };
    return when;
}

static const struct record_about *about_of(const struct builder *builder, const struct event *event) {
    if (event->about.end <= event->about.start) return NULL;
    struct record_about *about = ARENA_NEW(builder->arena, struct record_about);
    *about = (struct record_about){ event->about.start, event->about.end, words_at(builder, event->about),
                                    party_refs(builder, &event->about_entities) };
    return about;
}

// PLOVER's auxiliary modes follow from factuality and the distance in time.
static struct record_texts auxiliary_of(const struct builder *builder, const struct event *event) {
    static const char *const modes[FACTUALITIES] = {
        [FACTUALITY_PLANNED] = "future",           [FACTUALITY_REQUESTED] = "future",
        [FACTUALITY_CONDITIONAL] = "hypothetical", [FACTUALITY_POSSIBLE] = "hypothetical",
        [FACTUALITY_DENIED] = "negation",          [FACTUALITY_DID_NOT_HAPPEN] = "negation",
    };
    struct slice *items = NEW_LIST(builder, slice, 2);
    size_t count = 0;
    if (event->is_historical) items[count++] = SLICE("historical");
    if (modes[event->factuality]) items[count++] = slice_of(modes[event->factuality]);
    return (struct record_texts){ items, count };
}

static const struct record_event_evidence *event_evidence_of(const struct builder *builder,
                                                             const struct event *event) {
    struct record_event_evidence *evidence = ARENA_NEW(builder->arena, struct record_event_evidence);
    *evidence = (struct record_event_evidence){
        .sentence = event->sentence,
        .sentence_span = sentence_of(builder, event->sentence),
        .trigger = span_of(builder, event->trigger),
        .actors = spans_of(builder, event->actors.spans, event->actors.count),
        .recipients = spans_of(builder, event->recipients.spans, event->recipients.count),
        .mediators = spans_of(builder, event->mediators.spans, event->mediators.count),
    };
    return evidence;
}

static struct record_event event_of(const struct builder *builder, const struct event *event,
                                    struct slice id) {
    return (struct record_event){
        .id = id,
        .type = event->type,
        .mode = event->mode,
        .contexts = texts_of(event->contexts, event->context_count),
        .act = event->act,
        .status = event->status,
        .cameo = event->cameo,
        .goldstein = event->cameo.length ? event->goldstein : (double)NAN,
        .actors = party_refs(builder, &event->actors),
        .recipients = party_refs(builder, &event->recipients),
        .mediators = party_refs(builder, &event->mediators),
        .mutual = event->is_mutual,
        .about = about_of(builder, event),
        .date = when_of(builder, event),
        .place = place_of(builder, event->place, event->place_text, event->place_provenance),
        .factuality = slice_of(factuality_name(event->factuality)),
        .auxiliary = auxiliary_of(builder, event),
        .according_to = sources_of(builder, &event->according_to),
        .confidence = round((double)event->confidence * 1000) / 1000, // the same text everywhere
        .maybe_same = event_refs(builder, event->maybe_same, event->maybe_same_count),
        .evidence = event_evidence_of(builder, event),
        .rule = event->rule.file ? arena_format(builder->arena, "%s:%u", event->rule.file, event->rule.line)
                                 : (struct slice){ 0 },
    };
}

static struct slice id_of(const struct builder *builder, const char *kind, size_t index, struct span where) {
    return record_id_of(builder->meaning->analysis->document, kind, index, where, builder->arena);
}

static struct record_event_list events_of(struct builder *builder) {
    const size_t count = builder->coding->event_count;
    const struct event *events = builder->coding->events;
    struct record_event *items = NEW_LIST(builder, record_event, count);
    builder->events = items;
    for (size_t i = 0; i < count; i++) items[i].id = id_of(builder, "event", i, events[i].trigger);
    for (size_t i = 0; i < count; i++) items[i] = event_of(builder, &events[i], items[i].id);
    return (struct record_event_list){ items, count };
}

// Statements, figures, captives

static struct record_statement statement_of(const struct builder *builder, const struct statement *statement,
                                            struct slice id) {
    const uint32_t speaker = (uint32_t)statement->speaker;
    struct parties speakers = statement->speakers;
    if (!speakers.count && statement->speaker >= 0)
        speakers = (struct parties){ &speaker, &statement->speaker_span, 1 };
    struct record_statement_evidence *evidence = ARENA_NEW(builder->arena, struct record_statement_evidence);
    *evidence = (struct record_statement_evidence){
        .sentence = statement->sentence,
        .sentence_span = sentence_of(builder, statement->sentence),
        .span = span_of(builder, statement->content),
        .cue = span_or_null(builder, statement->cue),
        .speaker = span_or_null(builder, statement->speaker_span),
        .speakers = spans_of(builder, speakers.spans, speakers.count),
    };
    return (struct record_statement){
        .id = id,
        .speaker = entity_ref(builder, statement->speaker),
        .speakers = party_refs(builder, &speakers),
        .addressee = entity_ref(builder, statement->addressee),
        .cue = words_at(builder, statement->cue),
        .kind = slice_of(source_kind_name(statement->kind)),
        .mode = slice_of(statement_mode_name(statement->mode)),
        .venue = words_at(builder, statement->venue),
        .date = slice_of(statement->date),
        .content = span_of(builder, statement->content),
        .quotes = spans_of(builder, statement->quotes, statement->quote_count),
        .according_to = sources_of(builder, &statement->according_to),
        .evidence = evidence,
    };
}

static struct record_statement_list statements_of(const struct builder *builder) {
    const struct statement *statements = builder->coding->statements;
    const size_t count = builder->coding->statement_count;
    struct record_statement *items = NEW_LIST(builder, record_statement, count);
    for (size_t i = 0; i < count; i++)
        items[i] =
            statement_of(builder, &statements[i], id_of(builder, "statement", i, statements[i].content));
    return (struct record_statement_list){ items, count };
}

static const struct record_evidence *evidence_of(const struct builder *builder, uint32_t sentence,
                                                 struct span span) {
    struct record_evidence *evidence = ARENA_NEW(builder->arena, struct record_evidence);
    *evidence = (struct record_evidence){ sentence, sentence_of(builder, sentence), span_of(builder, span) };
    return evidence;
}

static struct record_figure figure_of(const struct builder *builder, const struct figure *figure,
                                      struct slice id) {
    return (struct record_figure){
        .id = id,
        .measure = figure->measure,
        .low = figure->is_vague ? (double)NAN : figure->low,
        .high = figure->is_vague ? (double)NAN : figure->high,
        .qualifier = slice_of(qualifier_name(figure->qualifier)),
        .of = words_at(builder, figure->of),
        .of_entity = entity_ref(builder, figure->of_entity),
        .place = place_of(builder, figure->place, (struct span){ 0, 0 }, PROVENANCE_NONE),
        .since = slice_of(figure->since),
        .as_of = slice_of(figure->as_of),
        .factuality = slice_of(factuality_name(figure->factuality)),
        .according_to = sources_of(builder, &figure->according_to),
        .event = figure->event >= 0 ? event_ref(builder, (uint32_t)figure->event)
                                    : (struct record_ref){ .index = RECORD_NONE },
        .evidence = evidence_of(builder, figure->sentence, figure->span),
    };
}

static struct record_figure_list figures_of(const struct builder *builder) {
    const struct figure *figures = builder->coding->figures;
    const size_t count = builder->coding->figure_count;
    struct record_figure *items = NEW_LIST(builder, record_figure, count);
    for (size_t i = 0; i < count; i++)
        items[i] = figure_of(builder, &figures[i], id_of(builder, "figure", i, figures[i].span));
    return (struct record_figure_list){ items, count };
}

static struct record_captive captive_of(const struct builder *builder, const struct captive *captive,
                                        struct slice id) {
    const bool is_person = captive->person >= 0;
    return (struct record_captive){
        .id = id,
        .name = is_person ? builder->meaning->entities[captive->person].name : (struct slice){ 0 },
        .entity = entity_ref(builder, captive->person),
        .count = captive->count > 0 && !captive->is_vague ? captive->count : (double)NAN,
        .qualifier = slice_of(qualifier_name(captive->qualifier)),
        .of = words_at(builder, captive->of),
        .nationalities = texts_of(captive->nationalities, captive->nationality_count),
        .holder = entity_ref(builder, captive->holder),
        .place = place_of(builder, captive->place, (struct span){ 0, 0 }, PROVENANCE_NONE),
        .status = slice_of(captive_status_name(captive->status)),
        .since = slice_of(captive->since),
        .status_date = slice_of(captive->status_date),
        .relations = captive->relations,
        .according_to = sources_of(builder, &captive->according_to),
        .evidence = evidence_of(builder, captive->sentence, captive->span),
    };
}

static struct record_captive_list captives_of(const struct builder *builder) {
    const struct captive *captives = builder->coding->captives;
    const size_t count = builder->coding->captive_count;
    struct record_captive *items = NEW_LIST(builder, record_captive, count);
    for (size_t i = 0; i < count; i++)
        items[i] = captive_of(builder, &captives[i], id_of(builder, "captive", i, captives[i].span));
    return (struct record_captive_list){ items, count };
}

// What follows from them

static struct record_negotiation_list negotiations_of(const struct builder *builder,
                                                      const struct recorder *recorder) {
    const struct negotiations found = negotiations_find(recorder, builder->coding, builder->arena);
    struct record_negotiation *items = NEW_LIST(builder, record_negotiation, found.count);
    for (size_t i = 0; i < found.count; i++) {
        const struct negotiation *from = &found.items[i];
        struct record_span *triggers = NEW_LIST(builder, record_span, from->events.count);
        for (size_t e = 0; e < from->events.count; e++)
            triggers[e] = *builder->events[from->events.items[e]].evidence->trigger;
        items[i] = (struct record_negotiation){
            .id = id_of(builder, "negotiation", i, builder->coding->events[from->events.items[0]].trigger),
            .issue = span_or_null(builder, from->issue),
            .parties = entity_refs(builder, from->parties.items, from->parties.count),
            .mediators = entity_refs(builder, from->mediators.items, from->mediators.count),
            .not_taking_part = entity_refs(builder, from->not_taking_part.items, from->not_taking_part.count),
            .stage = from->stage,
            .conditions = span_or_null(builder, from->conditions),
            .first = slice_of(from->first),
            .last = slice_of(from->last),
            .events = event_refs(builder, from->events.items, from->events.count),
            .evidence = { triggers, from->events.count },
        };
    }
    return (struct record_negotiation_list){ items, found.count };
}

// Who says entry `index` of a kind; nobody says an entity.
static struct record_source_list says_of(const struct record *record, enum record_kind entries,
                                         uint32_t index) {
    if (entries == RECORD_EVENT_KIND) return record->events.items[index].according_to;
    if (entries == RECORD_FIGURE_KIND) return record->figures.items[index].according_to;
    return (struct record_source_list){ 0 };
}

static struct slice entry_id(const struct builder *builder, const struct record *record,
                             enum record_kind entries, uint32_t index) {
    if (entries == RECORD_EVENT_KIND) return record->events.items[index].id;
    if (entries == RECORD_FIGURE_KIND) return record->figures.items[index].id;
    return builder->meaning->entities[index].id;
}

static struct record_disagreement_list disagreements_of(const struct builder *builder,
                                                        const struct recorder *recorder,
                                                        const struct record *record) {
    static const char *const kinds[] = { "figure", "name", "role", "date", "factuality", "party" };
    const struct disagreements found = disagreements_find(recorder, builder->coding, builder->arena);
    struct record_disagreement *items = NEW_LIST(builder, record_disagreement, found.count);
    for (size_t i = 0; i < found.count; i++) {
        const struct disagreement *from = &found.items[i];
        struct slice *ids = NEW_LIST(builder, slice, from->records.count);
        struct record_source_list *says = NEW_LIST(builder, record_source_list, from->records.count);
        for (size_t k = 0; k < from->records.count; k++) {
            ids[k] = entry_id(builder, record, from->entries, from->records.items[k]);
            says[k] = says_of(record, from->entries, from->records.items[k]);
        }
        items[i] = (struct record_disagreement){
            .id = id_of(builder, "disagreement", i + 1, from->evidence[0]),
            .kind = slice_of(kinds[from->kind]),
            .records = { ids, from->records.count },
            .says = { says, from->records.count },
            .evidence = spans_of(builder, from->evidence, 2),
        };
    }
    return (struct record_disagreement_list){ items, found.count };
}

const struct record_document *record_document_of(const struct document *document, struct arena *arena) {
    struct record_repair *repairs = ARENA_ARRAY(arena, struct record_repair, document->repair_count);
    for (size_t i = 0; i < document->repair_count; i++) {
        const struct repair *repair = &document->repairs[i];
        repairs[i] =
            (struct record_repair){ slice_of(repair->kind), repair->position, repair->before, repair->after };
    }
    const struct span title =
        document->has_title && document->paragraph_count ? document->paragraphs[0] : (struct span){ 0, 0 };
    struct record_document *record = ARENA_NEW(arena, struct record_document);
    *record = (struct record_document){
        .id = slice_of(document->id),
        .source = document->source,
        .source_id = document->source_id,
        .url = document->url,
        .title = slice_part(document->text, title.start, title.end),
        .text = document->text,
        .captions = texts_of(document->captions, document->caption_count),
        .credits = texts_of(document->credits, document->credit_count),
        .byline = document->byline,
        .outlet = document->outlet,
        .agency = document->agency,
        .dateline = document->dateline,
        .published = slice_of(document->published),
        .published_from = slice_of(document->published_from),
        .modified = slice_of(document->modified),
        .captured = slice_of(document->captured),
        .language = slice_of(document->language),
        .language_declared = document->language_declared,
        .charset = document->charset,
        .cut = document->is_cut,
        .repairs = { repairs, document->repair_count },
    };
    return record;
}

const struct record *record_build(const struct recorder *recorder, const struct coding *coding,
                                  struct arena *arena) {
    const struct document *document = coding->meaning->analysis->document;
    struct builder builder = {
        .arena = arena, .coding = coding, .meaning = coding->meaning, .text = document->text
    };
    struct record *record = ARENA_NEW(arena, struct record);
    record->document = record_document_of(document, arena);
    record->entities = entities_of(&builder);
    record->events = events_of(&builder);
    record->statements = statements_of(&builder);
    record->figures = figures_of(&builder);
    record->captives = captives_of(&builder);
    record->negotiations = negotiations_of(&builder, recorder);
    record->disagreements = disagreements_of(&builder, recorder, record);
    return record;
}
