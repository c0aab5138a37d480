// schema.h - the kinds of object in a record and their fields.
//
// The one list that struct record, its JSON writer and reader, its copy, docs/records.md, the flat tables,
// the library's getters, the cases' matcher and a store's columns are made from. To add a field: a row here,
// and a line in record.c that fills it; then `describe-record docs/records.md`. A field that an older record
// lacks reads as null.
#pragma once

#include "base/slice.h"

// T(SYMBOL, "what it is in JSON")
#define RECORD_TYPES(T)                                                                                      \
    T(ID, "text: the object's own id")                                                                       \
    T(TEXT, "text")                                                                                          \
    T(CHOICE, "one of the words named")                                                                      \
    T(DATE, "ISO 8601 date or date-time")                                                                    \
    T(REF, "id of another object of the record")                                                             \
    T(INTEGER, "whole number")                                                                               \
    T(COUNT, "number, written without a point when it is whole")                                             \
    T(NUMBER, "number")                                                                                      \
    T(BOOLEAN, "`true` or `false`")                                                                          \
    T(TEXTS, "list of texts")                                                                                \
    T(CHOICES, "list of the words named")                                                                    \
    T(REFS, "list of ids")                                                                                   \
    T(ONE, "object")                                                                                         \
    T(MANY, "list of objects")                                                                               \
    T(LISTS, "list of lists of objects")

// K(SYMBOL, name, C struct, "what it is"): the field table is RECORD_<SYMBOL>.
#define RECORD_KINDS(K)                                                                                      \
    K(RECORD, record, record, "one document and what it says")                                               \
    K(DOCUMENT, document, record_document, "what was read")                                                  \
    K(ENTITY, entity, record_entity, "one actor or place with all its mentions")                             \
    K(EVENT, event, record_event, "what somebody did, plans, refuses or is said to have done")               \
    K(STATEMENT, statement, record_statement, "what somebody said")                                          \
    K(FIGURE, figure, record_figure, "a count of people or things")                                          \
    K(CAPTIVE, captive, record_captive, "a person or a counted group that is held, or was")                  \
    K(NEGOTIATION, negotiation, record_negotiation, "a process, built from its events")                      \
    K(DISAGREEMENT, disagreement, record_disagreement, "two or more entries that cannot all hold")           \
    K(SPAN, span, record_span, "a part of the document's text, as evidence")                                 \
    K(REPAIR, repair, record_repair, "what reading changed in the source's words")                           \
    K(ROLE, role, record_role, "an office that somebody holds")                                              \
    K(LOCATION, location, record_location, "where a place lies")                                             \
    K(ABOUT, about, record_about, "what an event is about, in the text's words")                             \
    K(WHEN, when, record_when, "the time of an event")                                                       \
    K(PLACE, place, record_place, "where something is")                                                      \
    K(SOURCE, source, record_source, "one link of a chain of who says so")                                   \
    K(EVENT_EVIDENCE, event_evidence, record_event_evidence, "the words of an event")                        \
    K(STATEMENT_EVIDENCE, statement_evidence, record_statement_evidence, "the words of a statement")         \
    K(EVIDENCE, evidence, record_evidence, "the words of a figure or a captive")

// The words of choices.
#define RECORD_ENTITY_KINDS "person government armed-group organization media place people"
#define RECORD_STATUSES "done appealed promised demanded refused threatened declined"
#define RECORD_FACTUALITIES "happened ongoing planned requested conditional possible denied did-not-happen"
#define RECORD_AUXILIARIES "historical future hypothetical negation"
#define RECORD_PRECISIONS "year month week day hour vague"
#define RECORD_PROVENANCES "stated sentence paragraph story"
#define RECORD_SOURCE_KINDS "says claims denies confirms quotes"
#define RECORD_STATEMENT_MODES "direct indirect mixed"
#define RECORD_QUALIFIERS "about at-least at-most more-than less-than"
#define RECORD_CAPTIVE_STATUSES "held sought released escaped rescued exchanged dead unknown"
#define RECORD_STAGES "contacts proposal agreed implemented stalled broken-off"
#define RECORD_DISAGREEMENT_KINDS "figure name role date factuality party"
#define RECORD_PUBLISHED_FROM "option container json-ld opengraph meta time url dateline text"

// F(TYPE, of, name, "what it says", "source or standard", "null when"): `name` is the key in JSON and the
// member of the C struct. `of`: the kind of a ONE, MANY, LISTS, REF or REFS, the words of a CHOICE or
// CHOICES, else _. Never null when the last is empty.
#define RECORD_RECORD(F)                                                                                     \
    F(ONE, document, document, "what was read", "", "")                                                      \
    F(MANY, entity, entities, "actors and places that are named or part of an entry", "", "")                \
    F(MANY, event, events, "in order of the text", "", "")                                                   \
    F(MANY, statement, statements, "in order of the text", "", "")                                           \
    F(MANY, figure, figures, "in order of the text", "", "")                                                 \
    F(MANY, captive, captives, "in order of the text", "", "")                                               \
    F(MANY, negotiation, negotiations, "in order of their first event", "", "")                              \
    F(MANY, disagreement, disagreements, "each told once, the earlier entry first", "", "")

#define RECORD_DOCUMENT(F)                                                                                   \
    F(ID, _, id, "hash of `text`: the same text has the same id everywhere", "BLAKE2b", "")                  \
    F(TEXT, _, copy_of, "id of the first document of the run that it is a near copy of", "", "it is none")   \
    F(TEXT, _, origin, "whose wire the copies came from, as the first of them that says so", "",             \
      "it is no copy, or no copy says so")                                                                   \
    F(TEXT, _, source, "file, URL or `-`; an item of a file as `FILE#NUMBER`", "", "")                       \
    F(TEXT, _, source_id, "the input's own identifier: `id` of JSON and CSV, guid of a feed, WARC record",   \
      "input", "the input has none")                                                                         \
    F(TEXT, _, url, "where it was published", "input", "unknown")                                            \
    F(TEXT, _, title, "the first paragraph of `text`", "text", "it has no title")                            \
    F(TEXT, _, text, "clean text: paragraphs separated by a blank line, the title first", "UTF-8, NFC", "")  \
    F(TEXTS, _, captions, "photo captions, kept out of the text", "text", "")                                \
    F(TEXTS, _, credits, "credits and page furniture, kept out of the text", "text", "")                     \
    F(TEXT, _, byline, "who wrote it", "text", "not said")                                                   \
    F(TEXT, _, outlet, "who published it", "input", "unknown")                                               \
    F(TEXT, _, agency, "whose wire it came from", "text", "not said")                                        \
    F(TEXT, _, dateline, "the place that the dateline names", "text", "there is none")                       \
    F(DATE, _, published, "when it was published", "ISO 8601", "unknown")                                    \
    F(CHOICE, RECORD_PUBLISHED_FROM, published_from, "where that is from", "", "unknown")                    \
    F(DATE, _, modified, "when it was changed", "ISO 8601", "unknown")                                       \
    F(DATE, _, captured, "when it was fetched", "ISO 8601", "unknown")                                       \
    F(TEXT, _, language, "its language: as declared where the text does not say otherwise", "BCP 47",        \
      "unknown")                                                                                             \
    F(TEXT, _, language_declared, "the language that the source declares", "input", "none is declared")      \
    F(TEXT, _, charset, "the character set of its bytes", "Encoding Standard", "unknown")                    \
    F(BOOLEAN, _, cut, "the source says, or shows, that its end is missing", "", "")                         \
    F(MANY, repair, repairs, "what was mended, in order of the text", "", "")

#define RECORD_REPAIR(F)                                                                                     \
    F(TEXT, _, kind, "`glued`, `hyphen`, `mojibake`, `invisible` ...", "", "")                               \
    F(INTEGER, _, position, "byte of `document.text` where the mended words stand", "", "")                  \
    F(TEXT, _, before, "as the source had it", "input", "")                                                  \
    F(TEXT, _, after, "as the clean text has it", "text", "")

#define RECORD_SPAN(F)                                                                                       \
    F(INTEGER, _, start, "first byte in `document.text`", "", "")                                            \
    F(INTEGER, _, end, "the byte after the last", "", "")                                                    \
    F(TEXT, _, text, "what stands there", "text", "")

#define RECORD_ENTITY(F)                                                                                     \
    F(ID, _, id, "of the tables (`USA`, `hamas`), the same everywhere; else of this document", "", "")       \
    F(CHOICE, RECORD_ENTITY_KINDS, kind, "what it is; people: a population or an unnamed group", "", "")     \
    F(TEXT, _, name, "canonical: the tables', else the fullest form of the text", "", "")                    \
    F(TEXTS, _, aliases, "each form of the text, once", "text", "")                                          \
    F(TEXT, _, country, "the country it belongs to", "ISO 3166-1 alpha-3", "unknown")                        \
    F(TEXT, _, sector, "sectors, separated by a space: `GOV MIL`", "PLOVER", "unknown")                      \
    F(TEXT, _, code, "country and sectors: `QATGOV`", "CAMEO", "unknown")                                    \
    F(MANY, role, roles, "offices", "", "")                                                                  \
    F(REF, entity, represents, "on whose behalf it acts", "", "on its own")                                  \
    F(ONE, location, location, "of a place that the tables know", "", "it has none")                         \
    F(BOOLEAN, _, named, "by a name, not only by nouns (`protesters`)", "", "")                              \
    F(BOOLEAN, _, known, "of the tables: the id is the same everywhere", "", "")                             \
    F(MANY, span, mentions, "every mention, in order of the text", "", "")

#define RECORD_ROLE(F)                                                                                       \
    F(TEXT, _, title, "the office", "text", "")                                                              \
    F(TEXT, _, of, "of which country or organization", "ISO 3166-1 alpha-3, or an entity's id", "not said")  \
    F(DATE, _, from, "first day", "ISO 8601", "not said")                                                    \
    F(DATE, _, to, "last day", "ISO 8601", "not said")                                                       \
    F(BOOLEAN, _, in_office, "`false`: former, or not begun", "", "")

#define RECORD_LOCATION(F)                                                                                   \
    F(NUMBER, _, lat, "degrees north", "WGS 84", "")                                                         \
    F(NUMBER, _, lon, "degrees east", "WGS 84", "")                                                          \
    F(TEXT, _, geonames, "number there", "GeoNames", "unknown")

#define RECORD_EVENT(F)                                                                                      \
    F(ID, _, id, "hash of the document's id and the event's place", "", "")                                  \
    F(TEXT, _, type, "AGREE, CONSULT, ASSAULT ...", "PLOVER", "")                                            \
    F(TEXT, _, mode, "finer: `phone`, `release` ...", "PLOVER", "the type has none, or it is not said")      \
    F(TEXTS, _, contexts, "`diplomatic`, `terrorism` ...", "PLOVER", "")                                     \
    F(TEXT, _, act, "finer still: a row of `knowledge/acts.txt`", "acts.txt", "")                            \
    F(CHOICE, RECORD_STATUSES, status, "what became of the act; type and codes follow from both",            \
      "acts.txt", "not kept")                                                                                \
    F(TEXT, _, cameo, "the finest code that holds", "CAMEO", "there is none")                                \
    F(NUMBER, _, goldstein, "its value on the scale from conflict to cooperation, -10 to 10", "Goldstein",   \
      "there is no code")                                                                                    \
    F(REFS, entity, actors, "who did it; in a meeting all parties are actors", "", "")                       \
    F(REFS, entity, recipients, "to whom", "", "")                                                           \
    F(REFS, entity, mediators, "third parties in between, or hosting", "", "")                               \
    F(BOOLEAN, _, mutual, "all parties do the same to each other: they meet, agree, clash", "", "")          \
    F(ONE, about, about, "what it is about", "text", "not said")                                             \
    F(ONE, when, date, "when", "", "unknown")                                                                \
    F(ONE, place, place, "where", "", "unknown")                                                             \
    F(CHOICE, RECORD_FACTUALITIES, factuality, "whether it is so, as the text has it", "FactBank", "")       \
    F(CHOICES, RECORD_AUXILIARIES, auxiliary, "follow from factuality and the distance in time", "PLOVER",   \
      "")                                                                                                    \
    F(MANY, source, according_to, "who says so, outermost first; empty: the outlet itself", "", "")          \
    F(NUMBER, _, confidence, "0 to 1; a ranking, not yet a probability", "", "")                             \
    F(REFS, event, maybe_same, "events that may be the same happening: linked, not joined", "", "")          \
    F(ONE, event_evidence, evidence, "where the text says so", "text", "")                                   \
    F(TEXT, _, rule, "file and line of `knowledge/` that made it", "", "no row made it")

#define RECORD_ABOUT(F)                                                                                      \
    F(INTEGER, _, start, "as of a span", "", "")                                                             \
    F(INTEGER, _, end, "as of a span", "", "")                                                               \
    F(TEXT, _, text, "as of a span", "text", "")                                                             \
    F(REFS, entity, entities, "who is named there", "", "")

#define RECORD_WHEN(F)                                                                                       \
    F(DATE, _, from, "first day", "ISO 8601", "open, or unknown")                                            \
    F(DATE, _, to, "last day", "ISO 8601", "open, or unknown")                                               \
    F(ONE, span, text, "the words that say it", "text", "it follows from the context")                       \
    F(CHOICE, RECORD_PRECISIONS, precision, "how exact it is", "", "")                                       \
    F(CHOICE, RECORD_PROVENANCES, provenance, "what it was taken from", "", "not kept")

#define RECORD_PLACE(F)                                                                                      \
    F(TEXT, _, name, "the place's name", "", "")                                                             \
    F(REF, entity, entity, "the place", "", "")                                                              \
    F(TEXT, _, country, "the country it lies in", "ISO 3166-1 alpha-3", "unknown")                           \
    F(NUMBER, _, lat, "degrees north", "WGS 84", "unknown")                                                  \
    F(NUMBER, _, lon, "degrees east", "WGS 84", "unknown")                                                   \
    F(TEXT, _, geonames, "number there", "GeoNames", "unknown")                                              \
    F(ONE, span, text, "the words that say it", "text", "it follows from the paragraph or the story")        \
    F(CHOICE, RECORD_PROVENANCES, provenance, "what it was taken from", "", "not kept")

#define RECORD_SOURCE(F)                                                                                     \
    F(REF, entity, entity, "who says so", "", "nobody that is named")                                        \
    F(ONE, span, cue, "the words that say that they say it", "text", "there are none")                       \
    F(CHOICE, RECORD_SOURCE_KINDS, kind, "how", "", "")

#define RECORD_EVENT_EVIDENCE(F)                                                                             \
    F(INTEGER, _, sentence, "number of the sentence, from 0", "", "")                                        \
    F(ONE, span, sentence_span, "the sentence itself", "text", "")                                           \
    F(ONE, span, trigger, "the word that names the act", "text", "")                                         \
    F(MANY, span, actors, "for each of `actors`, the mention that says so", "text", "")                      \
    F(MANY, span, recipients, "for each of `recipients`", "text", "")                                        \
    F(MANY, span, mediators, "for each of `mediators`", "text", "")

#define RECORD_STATEMENT(F)                                                                                  \
    F(ID, _, id, "hash of the document's id and the statement's place", "", "")                              \
    F(REF, entity, speaker, "who said it, or the first who did", "", "nobody that is named")                 \
    F(REFS, entity, speakers, "all who said it together", "", "")                                            \
    F(REF, entity, addressee, "to whom", "", "not said")                                                     \
    F(TEXT, _, cue, "`said`, `stressed` ...", "text", "")                                                    \
    F(CHOICE, RECORD_SOURCE_KINDS, kind, "how", "", "")                                                      \
    F(CHOICE, RECORD_STATEMENT_MODES, mode, "in quotation marks, in the writer's words, or both", "", "")    \
    F(TEXT, _, venue, "`a statement`, a newspaper ...", "text", "not said")                                  \
    F(DATE, _, date, "when it was said", "ISO 8601", "unknown")                                              \
    F(ONE, span, content, "what was said", "text", "")                                                       \
    F(MANY, span, quotes, "the parts between quotation marks, without them", "text", "")                     \
    F(MANY, source, according_to, "who says that it was said, outermost first", "", "")                      \
    F(ONE, statement_evidence, evidence, "where the text says so", "text", "")

#define RECORD_STATEMENT_EVIDENCE(F)                                                                         \
    F(INTEGER, _, sentence, "number of the cue's sentence, from 0", "", "")                                  \
    F(ONE, span, sentence_span, "the sentence itself", "text", "")                                           \
    F(ONE, span, span, "what was said", "text", "")                                                          \
    F(ONE, span, cue, "the cue", "text", "there is none")                                                    \
    F(ONE, span, speaker, "the mention of the speaker", "text", "there is none")                             \
    F(MANY, span, speakers, "for each of `speakers`", "text", "")

#define RECORD_FIGURE(F)                                                                                     \
    F(ID, _, id, "hash of the document's id and the figure's place", "", "")                                 \
    F(TEXT, _, measure, "`killed`, `injured`, `displaced` ...: see `knowledge/en/measures.txt`", "", "")     \
    F(COUNT, _, low, "the least", "", "nobody counted: \"dozens\"")                                          \
    F(COUNT, _, high, "the most; the same as `low` for one number", "", "nobody counted")                    \
    F(CHOICE, RECORD_QUALIFIERS, qualifier, "how exact", "text", "none is said")                             \
    F(TEXT, _, of, "who or what is counted", "text", "not said")                                             \
    F(REF, entity, of_entity, "the same as an entity", "", "it is none")                                     \
    F(ONE, place, place, "where", "", "unknown")                                                             \
    F(DATE, _, since, "counted from this day", "ISO 8601", "not said")                                       \
    F(DATE, _, as_of, "counted up to this day", "ISO 8601", "not said")                                      \
    F(CHOICE, RECORD_FACTUALITIES, factuality, "whether it is so, as the text has it", "FactBank", "")       \
    F(MANY, source, according_to, "who says so, outermost first; empty: the outlet itself", "", "")          \
    F(REF, event, event, "the event that it counts the victims or parties of", "", "none is told")           \
    F(ONE, evidence, evidence, "where the text says so", "text", "")

#define RECORD_CAPTIVE(F)                                                                                    \
    F(ID, _, id, "hash of the document's id and the captive's place", "", "")                                \
    F(TEXT, _, name, "of a person", "", "it is a counted group")                                             \
    F(REF, entity, entity, "the person", "", "it is a counted group")                                        \
    F(COUNT, _, count, "how many", "", "it is a person, or nobody counted")                                  \
    F(CHOICE, RECORD_QUALIFIERS, qualifier, "how exact", "text", "none is said")                             \
    F(TEXT, _, of, "who is counted", "text", "not said")                                                     \
    F(TEXTS, _, nationalities, "countries", "ISO 3166-1 alpha-3", "")                                        \
    F(REF, entity, holder, "who holds them", "", "not said")                                                 \
    F(ONE, place, place, "where", "", "unknown")                                                             \
    F(CHOICE, RECORD_CAPTIVE_STATUSES, status, "what became of them", "", "")                                \
    F(DATE, _, since, "held since", "ISO 8601", "not said")                                                  \
    F(DATE, _, status_date, "when the status came to be", "ISO 8601", "not said")                            \
    F(TEXT, _, relations, "`daughter of ...`", "text", "not said")                                           \
    F(MANY, source, according_to, "who says so, outermost first; empty: the outlet itself", "", "")          \
    F(ONE, evidence, evidence, "where the text says so", "text", "")

#define RECORD_EVIDENCE(F)                                                                                   \
    F(INTEGER, _, sentence, "number of the sentence, from 0", "", "")                                        \
    F(ONE, span, sentence_span, "the sentence itself", "text", "")                                           \
    F(ONE, span, span, "the words that say it", "text", "")

#define RECORD_NEGOTIATION(F)                                                                                \
    F(ID, _, id, "hash of the document's id and the first event's place", "", "")                            \
    F(ONE, span, issue, "what it is about", "text", "not said")                                              \
    F(REFS, entity, parties, "the sides, as the actors behind them", "", "")                                 \
    F(REFS, entity, mediators, "who stands between", "", "")                                                 \
    F(REFS, entity, not_taking_part, "who does not take part", "", "")                                       \
    F(CHOICE, RECORD_STAGES, stage, "how far it is", "stages.txt", "")                                       \
    F(ONE, span, conditions, "on what it depends", "text", "not said")                                       \
    F(DATE, _, first, "day of the first event", "ISO 8601", "unknown")                                       \
    F(DATE, _, last, "day of the last event", "ISO 8601", "unknown")                                         \
    F(REFS, event, events, "the events that it is built from", "", "")                                       \
    F(MANY, span, evidence, "their triggers", "text", "")

#define RECORD_DISAGREEMENT(F)                                                                               \
    F(ID, _, id, "hash of the document's id and the first words' place", "", "")                             \
    F(CHOICE, RECORD_DISAGREEMENT_KINDS, kind, "what differs", "", "")                                       \
    F(TEXTS, _, records, "ids of the entries", "", "")                                                       \
    F(LISTS, source, says, "for each of `records`, who says so", "", "")                                     \
    F(MANY, span, evidence, "the words that differ", "text", "")

enum record_type {
#define RECORD_TYPE_SYMBOL(symbol, meaning) RECORD_TYPE_##symbol,
    RECORD_TYPES(RECORD_TYPE_SYMBOL)
#undef RECORD_TYPE_SYMBOL
};
const char *record_type_name(enum record_type type);    // "TEXTS"
const char *record_type_meaning(enum record_type type); // "list of texts"

enum record_kind {
#define RECORD_KIND_SYMBOL(symbol, name, tag, meaning) RECORD_##symbol##_KIND,
    RECORD_KINDS(RECORD_KIND_SYMBOL)
#undef RECORD_KIND_SYMBOL
        RECORD_KIND_COUNT
};

struct record_field {
    const char *name;
    enum record_type type;
    enum record_kind of; // of ONE, MANY, LISTS, REF, REFS; else RECORD_KIND_COUNT
    const char *words;   // of CHOICE, CHOICES, separated by a space; else NULL
    size_t offset;       // of the member
    const char *meaning;
    const char *standard;  // may be empty
    const char *null_when; // empty: never null
};

struct record_schema {
    const char *name; // "event"
    const char *meaning;
    const struct record_field *fields; // [field_count] in the order in which they are written
    size_t field_count;
    size_t size; // of the struct
};
// Cannot fail. Constant.
const struct record_schema *record_schema(enum record_kind kind);
// The field of this name; NULL when there is none.
const struct record_field *record_schema_field(enum record_kind kind, struct slice name);
