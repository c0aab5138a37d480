// json.c - the record as one JSON object, in the form of records.md.
//
// Keys come in the order in which they are set here, numbers that are whole are written as integers, and a
// field that is not known is null or empty rather than absent: a reader need not ask which keys there are.
#include "record/json_values.h"
#include "record/record.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct writer {
    const struct record *record;
    const struct meaning *meaning;
    struct slice text; // clean text
};

static json_t *number_json(double value) {
    if (value == floor(value) && fabs(value) < 9e15) return json_integer((json_int_t)value);
    return json_real(value);
}

static json_t *span_json(const struct writer *writer, struct span span) {
    json_t *object = json_object();
    json_object_set_new(object, "start", json_integer(span.start));
    json_object_set_new(object, "end", json_integer(span.end));
    json_object_set_new(object, "text", json_of_text(slice_part(writer->text, span.start, span.end)));
    return object;
}

static json_t *span_or_null(const struct writer *writer, struct span span) {
    return span.end > span.start ? span_json(writer, span) : json_null();
}

static json_t *spans_json(const struct writer *writer, const struct span *spans, size_t count) {
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) json_array_append_new(array, span_json(writer, spans[i]));
    return array;
}

static json_t *entity_id(const struct writer *writer, int32_t entity) {
    return entity >= 0 ? json_of_text(writer->meaning->entities[entity].id) : json_null();
}

static json_t *entity_ids(const struct writer *writer, const uint32_t *entities, size_t count) {
    json_t *array = json_array();
    for (size_t i = 0; i < count; i++) json_array_append_new(array, entity_id(writer, (int32_t)entities[i]));
    return array;
}

static json_t *sources_json(const struct writer *writer, const struct sources *sources) {
    json_t *array = json_array();
    for (size_t i = 0; i < sources->count; i++) {
        json_t *link = json_object();
        json_object_set_new(link, "entity", entity_id(writer, sources->items[i].entity));
        json_object_set_new(link, "cue", span_or_null(writer, sources->items[i].cue));
        json_object_set_new(link, "kind", json_string(source_kind_name(sources->items[i].kind)));
        json_array_append_new(array, link);
    }
    return array;
}

static json_t *entity_json(const struct writer *writer, const struct entity *entity) {
    json_t *object = json_object();
    json_object_set_new(object, "id", json_of_text(entity->id));
    json_object_set_new(object, "kind", json_string(entity_kind_name(entity->kind)));
    json_object_set_new(object, "name", json_of_text(entity->name));
    json_object_set_new(object, "aliases", json_of_texts(entity->aliases, entity->alias_count));
    json_object_set_new(object, "country", json_of_text_or_null(entity->country));
    json_object_set_new(object, "sector", json_of_text_or_null(entity->sectors));
    json_object_set_new(object, "code", json_of_text_or_null(entity->code));
    json_t *roles = json_array();
    for (size_t i = 0; i < entity->role_count; i++) {
        json_t *role = json_object();
        json_object_set_new(role, "title", json_of_text(entity->roles[i].title));
        json_object_set_new(role, "of", json_of_text_or_null(entity->roles[i].of));
        json_object_set_new(role, "from", json_of_text_or_null(entity->roles[i].from));
        json_object_set_new(role, "to", json_of_text_or_null(entity->roles[i].to));
        json_object_set_new(role, "in_office", json_boolean(!entity->roles[i].is_over));
        json_array_append_new(roles, role);
    }
    json_object_set_new(object, "roles", roles);
    json_object_set_new(object, "represents", entity_id(writer, entity->represents));
    json_t *place = json_null();
    if (entity->is_location) {
        place = json_object();
        json_object_set_new(place, "lat", json_real(entity->lat));
        json_object_set_new(place, "lon", json_real(entity->lon));
        json_object_set_new(place, "geonames", json_of_text_or_null(entity->geonames));
    }
    json_object_set_new(object, "location", place);
    json_t *mentions = json_array();
    for (size_t i = 0; i < entity->mention_count; i++)
        json_array_append_new(mentions,
                              span_json(writer, writer->meaning->mentions[entity->mentions[i]].span));
    json_object_set_new(object, "mentions", mentions);
    return object;
}

static json_t *place_json(const struct writer *writer, int32_t place, struct span text) {
    if (place < 0) return json_null();
    const struct entity *entity = &writer->meaning->entities[place];
    json_t *object = json_object();
    json_object_set_new(object, "name", json_of_text(entity->name));
    json_object_set_new(object, "entity", json_of_text(entity->id));
    json_object_set_new(object, "country", json_of_text_or_null(entity->country));
    json_object_set_new(object, "lat", entity->is_location ? json_real(entity->lat) : json_null());
    json_object_set_new(object, "lon", entity->is_location ? json_real(entity->lon) : json_null());
    json_object_set_new(object, "geonames", json_of_text_or_null(entity->geonames));
    json_object_set_new(object, "text", span_or_null(writer, text));
    return object;
}

static const char *const precisions[] = { "year", "month", "week", "day", "hour", "vague" };

static json_t *date_json(const struct writer *writer, const struct event *event) {
    if (!event->from[0] && !event->to[0] && event->date_text.end == event->date_text.start)
        return json_null();
    json_t *object = json_object();
    json_object_set_new(object, "from", json_of_date(event->from));
    json_object_set_new(object, "to", json_of_date(event->to));
    json_object_set_new(object, "text", span_or_null(writer, event->date_text));
    json_object_set_new(object, "precision", json_string(precisions[event->date_precision]));
    return object;
}

// PLOVER's auxiliary modes follow from factuality and the distance in time.
static json_t *auxiliary_json(const struct event *event) {
    json_t *array = json_array();
    if (event->is_historical) json_array_append_new(array, json_string("historical"));
    switch (event->factuality) {
    case FACTUALITY_PLANNED:
    case FACTUALITY_REQUESTED:
        json_array_append_new(array, json_string("future"));
        break;
    case FACTUALITY_CONDITIONAL:
    case FACTUALITY_POSSIBLE:
        json_array_append_new(array, json_string("hypothetical"));
        break;
    case FACTUALITY_DENIED:
    case FACTUALITY_DID_NOT_HAPPEN:
        json_array_append_new(array, json_string("negation"));
        break;
    default:
        break;
    }
    return array;
}

// Confidence with three decimals, so that the same value is the same text everywhere.
static json_t *confidence_json(float confidence) {
    return json_real(round((double)confidence * 1000) / 1000);
}

static json_t *event_json(const struct writer *writer, size_t index) {
    const struct event *event = &writer->record->coding->events[index];
    json_t *object = json_object();
    json_object_set_new(object, "id", json_string(writer->record->events[index].text));
    json_object_set_new(object, "type", json_of_text(event->type));
    json_object_set_new(object, "mode", json_of_text_or_null(event->mode));
    json_object_set_new(object, "contexts", json_of_texts(event->contexts, event->context_count));
    json_object_set_new(object, "act", json_of_text(event->act));
    json_object_set_new(object, "cameo", json_of_text_or_null(event->cameo));
    json_object_set_new(object, "goldstein", event->cameo.length ? json_real(event->goldstein) : json_null());
    json_object_set_new(object, "actors", entity_ids(writer, event->actors.entities, event->actors.count));
    json_object_set_new(object, "recipients",
                        entity_ids(writer, event->recipients.entities, event->recipients.count));
    json_object_set_new(object, "mediators",
                        entity_ids(writer, event->mediators.entities, event->mediators.count));
    json_t *about = json_null();
    if (event->about.end > event->about.start) {
        about = span_json(writer, event->about);
        json_object_set_new(about, "entities",
                            entity_ids(writer, event->about_entities.entities, event->about_entities.count));
    }
    json_object_set_new(object, "about", about);
    json_object_set_new(object, "date", date_json(writer, event));
    json_object_set_new(object, "place", place_json(writer, event->place, event->place_text));
    json_object_set_new(object, "factuality", json_string(factuality_name(event->factuality)));
    json_object_set_new(object, "auxiliary", auxiliary_json(event));
    json_object_set_new(object, "according_to", sources_json(writer, &event->according_to));
    json_object_set_new(object, "confidence", confidence_json(event->confidence));
    json_t *evidence = json_object();
    json_object_set_new(evidence, "sentence", json_integer(event->sentence));
    json_object_set_new(evidence, "trigger", span_json(writer, event->trigger));
    json_object_set_new(evidence, "actors", spans_json(writer, event->actors.spans, event->actors.count));
    json_object_set_new(evidence, "recipients",
                        spans_json(writer, event->recipients.spans, event->recipients.count));
    json_object_set_new(evidence, "mediators",
                        spans_json(writer, event->mediators.spans, event->mediators.count));
    json_object_set_new(object, "evidence", evidence);
    if (event->rule.file)
        json_object_set_new(object, "rule", json_sprintf("%s:%u", event->rule.file, event->rule.line));
    return object;
}

static json_t *statement_json(const struct writer *writer, size_t index) {
    const struct statement *statement = &writer->record->coding->statements[index];
    json_t *object = json_object();
    json_object_set_new(object, "id", json_string(writer->record->statements[index].text));
    json_object_set_new(object, "speaker", entity_id(writer, statement->speaker));
    json_object_set_new(object, "addressee", entity_id(writer, statement->addressee));
    json_object_set_new(object, "cue",
                        json_of_text(slice_part(writer->text, statement->cue.start, statement->cue.end)));
    json_object_set_new(object, "kind", json_string(source_kind_name(statement->kind)));
    json_object_set_new(object, "mode", json_string(statement_mode_name(statement->mode)));
    json_object_set_new(
        object, "venue",
        json_of_text_or_null(slice_part(writer->text, statement->venue.start, statement->venue.end)));
    json_object_set_new(object, "date", json_of_date(statement->date));
    json_object_set_new(object, "content", span_json(writer, statement->content));
    json_object_set_new(object, "quotes", spans_json(writer, statement->quotes, statement->quote_count));
    json_object_set_new(object, "according_to", sources_json(writer, &statement->according_to));
    json_t *evidence = json_object();
    json_object_set_new(evidence, "sentence", json_integer(statement->sentence));
    json_object_set_new(evidence, "span", span_json(writer, statement->content));
    json_object_set_new(evidence, "cue", span_or_null(writer, statement->cue));
    json_object_set_new(evidence, "speaker", span_or_null(writer, statement->speaker_span));
    json_object_set_new(object, "evidence", evidence);
    return object;
}

static json_t *qualifier_json(enum qualifier qualifier) {
    const char *name = qualifier_name(qualifier);
    return name ? json_string(name) : json_null();
}

static json_t *evidence_json(const struct writer *writer, uint32_t sentence, struct span span) {
    json_t *evidence = json_object();
    json_object_set_new(evidence, "sentence", json_integer(sentence));
    json_object_set_new(evidence, "span", span_json(writer, span));
    return evidence;
}

static json_t *figure_json(const struct writer *writer, size_t index) {
    const struct figure *figure = &writer->record->coding->figures[index];
    json_t *object = json_object();
    json_object_set_new(object, "id", json_string(writer->record->figures[index].text));
    json_object_set_new(object, "measure", json_of_text(figure->measure));
    json_object_set_new(object, "low", number_json(figure->low));
    json_object_set_new(object, "high", number_json(figure->high));
    json_object_set_new(object, "qualifier", qualifier_json(figure->qualifier));
    json_object_set_new(object, "of",
                        json_of_text_or_null(slice_part(writer->text, figure->of.start, figure->of.end)));
    json_object_set_new(object, "of_entity", entity_id(writer, figure->of_entity));
    json_object_set_new(object, "place", place_json(writer, figure->place, (struct span){ 0, 0 }));
    json_object_set_new(object, "since", json_of_date(figure->since));
    json_object_set_new(object, "as_of", json_of_date(figure->as_of));
    json_object_set_new(object, "factuality", json_string(factuality_name(figure->factuality)));
    json_object_set_new(object, "according_to", sources_json(writer, &figure->according_to));
    json_object_set_new(object, "event",
                        figure->event >= 0 ? json_string(writer->record->events[figure->event].text)
                                           : json_null());
    json_object_set_new(object, "evidence", evidence_json(writer, figure->sentence, figure->span));
    return object;
}

static json_t *captive_json(const struct writer *writer, size_t index) {
    const struct captive *captive = &writer->record->coding->captives[index];
    const bool is_person = captive->person >= 0;
    json_t *object = json_object();
    json_object_set_new(object, "id", json_string(writer->record->captives[index].text));
    json_object_set_new(object, "name",
                        is_person ? json_of_text(writer->meaning->entities[captive->person].name)
                                  : json_null());
    json_object_set_new(object, "entity", entity_id(writer, captive->person));
    json_object_set_new(object, "count", captive->count > 0 ? number_json(captive->count) : json_null());
    json_object_set_new(object, "qualifier", qualifier_json(captive->qualifier));
    json_object_set_new(object, "of",
                        json_of_text_or_null(slice_part(writer->text, captive->of.start, captive->of.end)));
    json_object_set_new(object, "nationalities",
                        json_of_texts(captive->nationalities, captive->nationality_count));
    json_object_set_new(object, "holder", entity_id(writer, captive->holder));
    json_object_set_new(object, "place", place_json(writer, captive->place, (struct span){ 0, 0 }));
    json_object_set_new(object, "status", json_string(captive_status_name(captive->status)));
    json_object_set_new(object, "since", json_of_date(captive->since));
    json_object_set_new(object, "status_date", json_of_date(captive->status_date));
    json_object_set_new(object, "relations", json_of_text_or_null(captive->relations));
    json_object_set_new(object, "according_to", sources_json(writer, &captive->according_to));
    json_object_set_new(object, "evidence", evidence_json(writer, captive->sentence, captive->span));
    return object;
}

static json_t *negotiation_json(const struct writer *writer, const struct negotiation *negotiation) {
    json_t *object = json_object();
    json_object_set_new(object, "id", json_string(negotiation->id.text));
    json_object_set_new(object, "issue", span_or_null(writer, negotiation->issue));
    json_object_set_new(object, "parties",
                        entity_ids(writer, negotiation->parties.items, negotiation->parties.count));
    json_object_set_new(object, "mediators",
                        entity_ids(writer, negotiation->mediators.items, negotiation->mediators.count));
    json_object_set_new(
        object, "not_taking_part",
        entity_ids(writer, negotiation->not_taking_part.items, negotiation->not_taking_part.count));
    json_object_set_new(object, "stage", json_of_text(negotiation->stage));
    json_object_set_new(object, "conditions", span_or_null(writer, negotiation->conditions));
    json_object_set_new(object, "first", json_of_date(negotiation->first));
    json_object_set_new(object, "last", json_of_date(negotiation->last));
    json_t *events = json_array();
    for (size_t i = 0; i < negotiation->events.count; i++)
        json_array_append_new(events, json_string(writer->record->events[negotiation->events.items[i]].text));
    json_object_set_new(object, "events", events);
    json_t *evidence = json_array();
    for (size_t i = 0; i < negotiation->events.count; i++)
        json_array_append_new(
            evidence,
            span_json(writer, writer->record->coding->events[negotiation->events.items[i]].trigger));
    json_object_set_new(object, "evidence", evidence);
    return object;
}

static json_t *record_ref(const struct writer *writer, enum record_kind kind, uint32_t index) {
    const struct record *record = writer->record;
    switch (kind) {
    case RECORD_EVENT:
        return json_string(record->events[index].text);
    case RECORD_STATEMENT:
        return json_string(record->statements[index].text);
    case RECORD_FIGURE:
        return json_string(record->figures[index].text);
    case RECORD_CAPTIVE:
        return json_string(record->captives[index].text);
    case RECORD_ENTITY:
    case RECORD_KINDS:
        break;
    }
    return entity_id(writer, (int32_t)index);
}

static const struct sources *sources_of(const struct coding *coding, enum record_kind kind, uint32_t index) {
    switch (kind) {
    case RECORD_EVENT:
        return &coding->events[index].according_to;
    case RECORD_STATEMENT:
        return &coding->statements[index].according_to;
    case RECORD_FIGURE:
        return &coding->figures[index].according_to;
    case RECORD_CAPTIVE:
        return &coding->captives[index].according_to;
    case RECORD_ENTITY:
    case RECORD_KINDS:
        break;
    }
    return NULL;
}

static json_t *disagreement_json(const struct writer *writer, const struct disagreement *disagreement) {
    json_t *object = json_object();
    json_object_set_new(object, "id", json_string(disagreement->id.text));
    json_object_set_new(object, "kind", json_string(disagreement_kind_name(disagreement->kind)));
    json_t *records = json_array(), *says = json_array();
    for (size_t i = 0; i < disagreement->records.count; i++) {
        const uint32_t index = disagreement->records.items[i];
        json_array_append_new(records, record_ref(writer, disagreement->record_kind, index));
        const struct sources *sources = sources_of(writer->record->coding, disagreement->record_kind, index);
        json_array_append_new(says, sources ? sources_json(writer, sources) : json_array());
    }
    json_object_set_new(object, "records", records);
    json_object_set_new(object, "says", says);
    json_object_set_new(object, "evidence",
                        spans_json(writer, disagreement->evidence, disagreement->evidence_count));
    return object;
}

struct slice record_json(const struct record *record, struct arena *arena) {
    const struct coding *coding = record->coding;
    const struct document *document = coding->meaning->analysis->document;
    const struct writer writer = { record, coding->meaning, document->text };
    json_t *object = json_object(), *entities = json_array(), *events = json_array(),
           *statements = json_array(), *figures = json_array(), *captives = json_array(),
           *negotiations = json_array(), *disagreements = json_array();
    for (size_t i = 0; i < coding->meaning->entity_count; i++)
        if (record->is_shown[i])
            json_array_append_new(entities, entity_json(&writer, &coding->meaning->entities[i]));
    for (size_t i = 0; i < coding->event_count; i++) json_array_append_new(events, event_json(&writer, i));
    for (size_t i = 0; i < coding->statement_count; i++)
        json_array_append_new(statements, statement_json(&writer, i));
    for (size_t i = 0; i < coding->figure_count; i++) json_array_append_new(figures, figure_json(&writer, i));
    for (size_t i = 0; i < coding->captive_count; i++)
        json_array_append_new(captives, captive_json(&writer, i));
    for (size_t i = 0; i < record->negotiation_count; i++)
        json_array_append_new(negotiations, negotiation_json(&writer, &record->negotiations[i]));
    for (size_t i = 0; i < record->disagreement_count; i++)
        json_array_append_new(disagreements, disagreement_json(&writer, &record->disagreements[i]));
    json_object_set_new(object, "entities", entities);
    json_object_set_new(object, "events", events);
    json_object_set_new(object, "statements", statements);
    json_object_set_new(object, "figures", figures);
    json_object_set_new(object, "captives", captives);
    json_object_set_new(object, "negotiations", negotiations);
    json_object_set_new(object, "disagreements", disagreements);

    struct json_writer line = { .arena = arena };
    json_put(&line, SLICE("{\"document\":"));
    json_put_document(&line, document);
    json_put_members(&line, object);
    json_put(&line, SLICE("}"));
    return json_end(&line);
}
