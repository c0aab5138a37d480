// rows.c - a record as rows of the tables of schema.sql.
//
// Lists of names are one text for people ("Ilan Dorva; Velmora") beside the table of parties for programs.
#include "store/rows.h"

#include "base/utf8.h"
#include "base/vector.h"

struct writer {
    struct database *database;
    const struct record *record;
    struct arena *scratch;
    struct error *error;
    struct slice document;
};

static struct slice joined(struct writer *writer, struct slice text, const char *separator,
                           struct slice more) {
    if (!more.length) return text;
    return text.length ? arena_format(writer->scratch, SLICE_FORMAT "%s" SLICE_FORMAT, SLICE_ARG(text),
                                      separator, SLICE_ARG(more))
                       : more;
}

static struct slice texts(struct writer *writer, struct record_texts list, const char *separator) {
    struct slice text = { "", 0 };
    for (size_t i = 0; i < list.count; i++) text = joined(writer, text, separator, list.items[i]);
    return text;
}

static struct slice spans(struct writer *writer, struct record_span_list list, const char *separator) {
    struct slice text = { "", 0 };
    for (size_t i = 0; i < list.count; i++) text = joined(writer, text, separator, list.items[i].text);
    return text;
}

static struct slice name_of(struct writer *writer, struct record_ref ref) {
    const struct record_entity *entity = record_entity_of(writer->record, ref);
    return entity ? entity->name : (struct slice){ "", 0 };
}

static struct slice names(struct writer *writer, struct record_refs list) {
    struct slice text = { "", 0 };
    for (size_t i = 0; i < list.count; i++) text = joined(writer, text, "; ", name_of(writer, list.items[i]));
    return text;
}

// "Karsian army < a diplomat": outermost first. Who is not named is told by the words of the cue.
static struct slice chain(struct writer *writer, struct record_source_list list) {
    struct slice text = { "", 0 };
    for (size_t i = 0; i < list.count; i++) {
        struct slice name = name_of(writer, list.items[i].entity);
        if (!name.length && list.items[i].cue) name = list.items[i].cue->text;
        text = joined(writer, text, " < ", name);
    }
    return text;
}

static bool insert(struct writer *writer, const char *sql, const struct value *values, size_t count) {
    return database_do(writer->database, sql, values, count, NULL, writer->error);
}
#define INSERT(writer, sql, ...)                                                                             \
    insert(writer, sql, (const struct value[]){ __VA_ARGS__ },                                               \
           sizeof((const struct value[]){ __VA_ARGS__ }) / sizeof(struct value))

#define TEXT(text) value_text(text)
#define SOME(text) value_some(text)
#define INTEGER(number) value_integer((int64_t)(number))
#define NUMBER(number) value_number(number)
#define NOTHING ((struct value){ 0 })
#define SPAN_TEXT(span) ((span) ? value_some((span)->text) : NOTHING)
#define SPAN_START(span) ((span) ? value_integer((span)->start) : NOTHING)
#define SPAN_END(span) ((span) ? value_integer((span)->end) : NOTHING)

static bool insert_party(struct writer *writer, struct slice entry, const char *role, size_t position,
                         struct record_ref entity, const struct record_span *mention) {
    if (!entity.id.length || !record_entity_of(writer->record, entity)) return true;
    return INSERT(writer,
                  "INSERT INTO party (entry, document, role, position, entity, mention_start, mention_end) "
                  "VALUES ($1, $2, $3, $4, $5, $6, $7)",
                  TEXT(entry), TEXT(writer->document), TEXT(slice_of(role)), INTEGER(position),
                  TEXT(entity.id), SPAN_START(mention), SPAN_END(mention));
}

static bool insert_parties(struct writer *writer, struct slice entry, const char *role,
                           struct record_refs list, struct record_span_list mentions) {
    for (size_t i = 0; i < list.count; i++)
        if (!insert_party(writer, entry, role, i, list.items[i],
                          mentions.count == list.count ? &mentions.items[i] : NULL))
            return false;
    return true;
}

static bool insert_sources(struct writer *writer, struct slice entry, struct record_source_list list) {
    for (size_t i = 0; i < list.count; i++)
        if (!insert_party(writer, entry, "source", i, list.items[i].entity, list.items[i].cue)) return false;
    return true;
}

static bool insert_entity(struct writer *writer, const struct record_entity *entity) {
    const struct record_location *location = entity->location;
    if (!INSERT(writer,
                "INSERT INTO entity (document, id, kind, name, aliases, country, sector, code, known, named, "
                "represents, lat, lon, geonames, mentions) "
                "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)",
                TEXT(writer->document), TEXT(entity->id), TEXT(entity->kind), TEXT(entity->name),
                TEXT(texts(writer, entity->aliases, " | ")), SOME(entity->country), SOME(entity->sector),
                SOME(entity->code), INTEGER(entity->known), INTEGER(entity->named),
                SOME(entity->represents.id), location ? NUMBER(location->lat) : NOTHING,
                location ? NUMBER(location->lon) : NOTHING, location ? SOME(location->geonames) : NOTHING,
                INTEGER(entity->mentions.count)))
        return false;
    for (size_t i = 0; i < entity->roles.count; i++) {
        const struct record_role *role = &entity->roles.items[i];
        if (!INSERT(writer,
                    "INSERT INTO role (document, entity, position, title, organization, from_date, to_date, "
                    "in_office) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                    TEXT(writer->document), TEXT(entity->id), INTEGER(i), TEXT(role->title), SOME(role->of),
                    SOME(role->from), SOME(role->to), INTEGER(role->in_office)))
            return false;
    }
    return true;
}

static bool insert_event(struct writer *writer, const struct record_event *event, size_t position) {
    const struct record_when *date = event->date;
    const struct record_place *place = event->place;
    const struct record_event_evidence *evidence = event->evidence;
    const struct record_span *sentence = evidence ? evidence->sentence_span : NULL;
    const struct record_span *trigger = evidence ? evidence->trigger : NULL;
    return INSERT(
               writer,
               "INSERT INTO event (id, document, position, type, mode, contexts, act, status, cameo, "
               "goldstein, "
               "mutual, actors, recipients, mediators, about, date_from, date_to, date_precision, "
               "date_provenance, date_text, place, place_entity, place_country, lat, lon, geonames, "
               "place_provenance, factuality, auxiliary, according_to, confidence, sentence, sentence_text, "
               "sentence_start, sentence_end, trigger_text, trigger_start, trigger_end, rule) "
               "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, "
               "$19, "
               "$20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, "
               "$38, "
               "$39)",
               TEXT(event->id), TEXT(writer->document), INTEGER(position), TEXT(event->type),
               SOME(event->mode), SOME(texts(writer, event->contexts, " ")), SOME(event->act),
               SOME(event->status), SOME(event->cameo), NUMBER(event->goldstein), INTEGER(event->mutual),
               SOME(names(writer, event->actors)), SOME(names(writer, event->recipients)),
               SOME(names(writer, event->mediators)), event->about ? SOME(event->about->text) : NOTHING,
               date ? SOME(date->from) : NOTHING, date ? SOME(date->to) : NOTHING,
               date ? SOME(date->precision) : NOTHING, date ? SOME(date->provenance) : NOTHING,
               date ? SPAN_TEXT(date->text) : NOTHING, place ? SOME(place->name) : NOTHING,
               place ? SOME(place->entity.id) : NOTHING, place ? SOME(place->country) : NOTHING,
               place ? NUMBER(place->lat) : NOTHING, place ? NUMBER(place->lon) : NOTHING,
               place ? SOME(place->geonames) : NOTHING, place ? SOME(place->provenance) : NOTHING,
               TEXT(event->factuality), SOME(texts(writer, event->auxiliary, " ")),
               SOME(chain(writer, event->according_to)), NUMBER(event->confidence),
               INTEGER(evidence ? evidence->sentence : 0), SPAN_TEXT(sentence), SPAN_START(sentence),
               SPAN_END(sentence), SPAN_TEXT(trigger), SPAN_START(trigger), SPAN_END(trigger),
               SOME(event->rule)) &&
           insert_parties(writer, event->id, "actor", event->actors,
                          evidence ? evidence->actors : (struct record_span_list){ 0 }) &&
           insert_parties(writer, event->id, "recipient", event->recipients,
                          evidence ? evidence->recipients : (struct record_span_list){ 0 }) &&
           insert_parties(writer, event->id, "mediator", event->mediators,
                          evidence ? evidence->mediators : (struct record_span_list){ 0 }) &&
           (!event->about || insert_parties(writer, event->id, "about", event->about->entities,
                                            (struct record_span_list){ 0 })) &&
           (!place || insert_party(writer, event->id, "place", 0, place->entity, place->text)) &&
           insert_sources(writer, event->id, event->according_to);
}

static bool insert_statement(struct writer *writer, const struct record_statement *statement,
                             size_t position) {
    const struct record_statement_evidence *evidence = statement->evidence;
    const struct record_span *content = statement->content;
    struct slice speakers = names(writer, statement->speakers);
    if (!speakers.length) speakers = name_of(writer, statement->speaker);
    if (!INSERT(writer,
                "INSERT INTO statement (id, document, position, speaker, speaker_name, addressee, "
                "addressee_name, "
                "cue, kind, mode, venue, date, content, content_start, content_end, quotes, according_to, "
                "sentence, "
                "sentence_text) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, "
                "$16, $17, "
                "$18, $19)",
                TEXT(statement->id), TEXT(writer->document), INTEGER(position), SOME(statement->speaker.id),
                SOME(speakers), SOME(statement->addressee.id), SOME(name_of(writer, statement->addressee)),
                SOME(statement->cue), SOME(statement->kind), SOME(statement->mode), SOME(statement->venue),
                SOME(statement->date), content ? TEXT(content->text) : TEXT(SLICE("")),
                INTEGER(content ? content->start : 0), INTEGER(content ? content->end : 0),
                SOME(spans(writer, statement->quotes, " | ")), SOME(chain(writer, statement->according_to)),
                INTEGER(evidence ? evidence->sentence : 0),
                evidence ? SPAN_TEXT(evidence->sentence_span) : NOTHING))
        return false;
    const bool is_one = statement->speakers.count == 0;
    return (is_one ? insert_party(writer, statement->id, "speaker", 0, statement->speaker,
                                  evidence ? evidence->speaker : NULL)
                   : insert_parties(writer, statement->id, "speaker", statement->speakers,
                                    evidence ? evidence->speakers : (struct record_span_list){ 0 })) &&
           insert_party(writer, statement->id, "addressee", 0, statement->addressee, NULL) &&
           insert_sources(writer, statement->id, statement->according_to);
}

static bool insert_figure(struct writer *writer, const struct record_figure *figure, size_t position) {
    const struct record_place *place = figure->place;
    const struct record_evidence *evidence = figure->evidence;
    const struct record_span *span = evidence ? evidence->span : NULL;
    return INSERT(writer,
                  "INSERT INTO figure (id, document, position, measure, low, high, qualifier, counted, "
                  "counted_entity, place, place_entity, place_country, lat, lon, since, as_of, factuality, "
                  "according_to, event, sentence, sentence_text, words, words_start, words_end) VALUES ($1, "
                  "$2, $3, "
                  "$4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, "
                  "$23, "
                  "$24)",
                  TEXT(figure->id), TEXT(writer->document), INTEGER(position), TEXT(figure->measure),
                  NUMBER(figure->low), NUMBER(figure->high), SOME(figure->qualifier), SOME(figure->of),
                  SOME(figure->of_entity.id), place ? SOME(place->name) : NOTHING,
                  place ? SOME(place->entity.id) : NOTHING, place ? SOME(place->country) : NOTHING,
                  place ? NUMBER(place->lat) : NOTHING, place ? NUMBER(place->lon) : NOTHING,
                  SOME(figure->since), SOME(figure->as_of), TEXT(figure->factuality),
                  SOME(chain(writer, figure->according_to)), SOME(figure->event.id),
                  INTEGER(evidence ? evidence->sentence : 0),
                  evidence ? SPAN_TEXT(evidence->sentence_span) : NOTHING,
                  TEXT(span ? span->text : SLICE("")), INTEGER(span ? span->start : 0),
                  INTEGER(span ? span->end : 0)) &&
           insert_party(writer, figure->id, "counted", 0, figure->of_entity, NULL) &&
           (!place || insert_party(writer, figure->id, "place", 0, place->entity, place->text)) &&
           insert_sources(writer, figure->id, figure->according_to);
}

static bool insert_captive(struct writer *writer, const struct record_captive *captive, size_t position) {
    const struct record_place *place = captive->place;
    const struct record_evidence *evidence = captive->evidence;
    const struct record_span *span = evidence ? evidence->span : NULL;
    return INSERT(writer,
                  "INSERT INTO captive (id, document, position, name, entity, count, qualifier, counted, "
                  "nationalities, holder, holder_name, place, place_entity, place_country, lat, lon, status, "
                  "since, "
                  "status_date, relations, according_to, sentence, sentence_text, words, words_start, "
                  "words_end) "
                  "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, "
                  "$19, "
                  "$20, $21, $22, $23, $24, $25, $26)",
                  TEXT(captive->id), TEXT(writer->document), INTEGER(position), SOME(captive->name),
                  SOME(captive->entity.id), NUMBER(captive->count), SOME(captive->qualifier),
                  SOME(captive->of), SOME(texts(writer, captive->nationalities, " ")),
                  SOME(captive->holder.id), SOME(name_of(writer, captive->holder)),
                  place ? SOME(place->name) : NOTHING, place ? SOME(place->entity.id) : NOTHING,
                  place ? SOME(place->country) : NOTHING, place ? NUMBER(place->lat) : NOTHING,
                  place ? NUMBER(place->lon) : NOTHING, TEXT(captive->status), SOME(captive->since),
                  SOME(captive->status_date), SOME(captive->relations),
                  SOME(chain(writer, captive->according_to)), INTEGER(evidence ? evidence->sentence : 0),
                  evidence ? SPAN_TEXT(evidence->sentence_span) : NOTHING,
                  TEXT(span ? span->text : SLICE("")), INTEGER(span ? span->start : 0),
                  INTEGER(span ? span->end : 0)) &&
           insert_party(writer, captive->id, "captive", 0, captive->entity, NULL) &&
           insert_party(writer, captive->id, "holder", 0, captive->holder, NULL) &&
           (!place || insert_party(writer, captive->id, "place", 0, place->entity, place->text)) &&
           insert_sources(writer, captive->id, captive->according_to);
}

static bool insert_negotiation(struct writer *writer, const struct record_negotiation *talks,
                               size_t position) {
    const struct record_span_list none = { 0 };
    if (!INSERT(writer,
                "INSERT INTO negotiation (id, document, position, issue, parties, mediators, "
                "not_taking_part, stage, "
                "conditions, first_date, last_date) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                TEXT(talks->id), TEXT(writer->document), INTEGER(position), SPAN_TEXT(talks->issue),
                SOME(names(writer, talks->parties)), SOME(names(writer, talks->mediators)),
                SOME(names(writer, talks->not_taking_part)), TEXT(talks->stage), SPAN_TEXT(talks->conditions),
                SOME(talks->first), SOME(talks->last)))
        return false;
    for (size_t i = 0; i < talks->events.count; i++)
        if (!INSERT(writer,
                    "INSERT INTO negotiation_event (negotiation, position, event) VALUES ($1, $2, $3)",
                    TEXT(talks->id), INTEGER(i), TEXT(talks->events.items[i].id)))
            return false;
    return insert_parties(writer, talks->id, "party", talks->parties, none) &&
           insert_parties(writer, talks->id, "mediator", talks->mediators, none) &&
           insert_parties(writer, talks->id, "absent", talks->not_taking_part, none);
}

static bool insert_disagreement(struct writer *writer, const struct record_disagreement *disagreement,
                                size_t position) {
    if (!INSERT(writer, "INSERT INTO disagreement (id, document, position, kind) VALUES ($1, $2, $3, $4)",
                TEXT(disagreement->id), TEXT(writer->document), INTEGER(position), TEXT(disagreement->kind)))
        return false;
    for (size_t i = 0; i < disagreement->records.count; i++) {
        const struct slice says = i < disagreement->says.count ? chain(writer, disagreement->says.items[i])
                                                               : (struct slice){ "", 0 };
        const struct slice words =
            i < disagreement->evidence.count ? disagreement->evidence.items[i].text : (struct slice){ "", 0 };
        if (!INSERT(writer,
                    "INSERT INTO disagreement_side (disagreement, position, entry, says, words) "
                    "VALUES ($1, $2, $3, $4, $5)",
                    TEXT(disagreement->id), INTEGER(i), TEXT(disagreement->records.items[i]), SOME(says),
                    SOME(words)))
            return false;
    }
    return true;
}

bool rows_insert(struct database *database, const struct record *record, struct arena *scratch,
                 struct error *error) {
    struct writer writer = { database, record, scratch, error, record->document->id };
    for (size_t i = 0; i < record->entities.count; i++)
        if (!insert_entity(&writer, &record->entities.items[i])) return false;
    for (size_t i = 0; i < record->events.count; i++)
        if (!insert_event(&writer, &record->events.items[i], i)) return false;
    for (size_t i = 0; i < record->statements.count; i++)
        if (!insert_statement(&writer, &record->statements.items[i], i)) return false;
    for (size_t i = 0; i < record->figures.count; i++)
        if (!insert_figure(&writer, &record->figures.items[i], i)) return false;
    for (size_t i = 0; i < record->captives.count; i++)
        if (!insert_captive(&writer, &record->captives.items[i], i)) return false;
    for (size_t i = 0; i < record->negotiations.count; i++)
        if (!insert_negotiation(&writer, &record->negotiations.items[i], i)) return false;
    for (size_t i = 0; i < record->disagreements.count; i++)
        if (!insert_disagreement(&writer, &record->disagreements.items[i], i)) return false;
    return true;
}
