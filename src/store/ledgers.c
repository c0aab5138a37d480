// ledgers.c - the table of ledgers: columns, and what each filter means for each.
//
// In a filter's SQL, ? stands for its value and {who} for the actors that the value names: by id, code or any
// of their names, with those who act for them. What is compared as text is compared in small letters.
#include "store/query.h"

const struct query_option query_options[QUERY_FILTER_COUNT] = {
#define QUERY_OPTION(name, option, argument, meaning)                                                        \
    { #name, option, argument, meaning, offsetof(struct query_filters, name) },
    QUERY_FILTERS(QUERY_OPTION)
#undef QUERY_OPTION
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

// --- happenings

#define HAPPENING_PARTY(role)                                                                                \
    "v.id IN (SELECT p.happening FROM happening_party p WHERE p.role = '" role "' AND p.actor IN ({who}))"
#define HAPPENING_FILTERS                                                                                    \
    [QUERY_since] = "COALESCE(v.date_to, v.date_from, substr(v.first_published, 1, 10)) >= ?",               \
    [QUERY_until] = "COALESCE(v.date_from, substr(v.first_published, 1, 10)) <= ?",                          \
    [QUERY_actor] = HAPPENING_PARTY("actor"), [QUERY_recipient] = HAPPENING_PARTY("recipient"),              \
    [QUERY_country] = "(v.country = ? OR v.id IN (SELECT p.happening FROM happening_party p JOIN actor a "   \
                      "ON a.id = p.actor WHERE a.country = ?))",                                             \
    [QUERY_type] = "lower(v.type) = lower(?)", [QUERY_factuality] = "v.factuality = lower(?)",               \
    [QUERY_place] = "lower(v.place) = lower(?)",                                                             \
    [QUERY_according_to] = "v.id IN (SELECT r.happening FROM report r JOIN party p ON p.entry = r.event "    \
                           "AND p.role = 'source' JOIN member m ON m.document = p.document "                 \
                           "AND m.entity = p.entity WHERE m.actor IN ({who}))",                              \
    [QUERY_outlet] = "v.id IN (SELECT r.happening FROM report r JOIN event e ON e.id = r.event "             \
                     "JOIN document d ON d.id = e.document WHERE lower(d.outlet) = lower(?))",               \
    [QUERY_min_confidence] = "v.confidence >= ?", [QUERY_min_origins] = "v.origins >= ?",                    \
    [QUERY_about] = "lower(v.about) LIKE ?"

static const struct ledger_column timeline_columns[] = {
    { "date_from", LEDGER_DATE, 10, "first day" },
    { "date_to", LEDGER_DATE, 0, "last day" },
    { "type", LEDGER_TEXT, 10, "PLOVER type" },
    { "mode", LEDGER_TEXT, 10, "PLOVER mode" },
    { "actors", LEDGER_TEXT, 22, "who did it" },
    { "recipients", LEDGER_TEXT, 22, "to whom" },
    { "place", LEDGER_TEXT, 14, "where" },
    { "country", LEDGER_TEXT, 0, "the place's country, ISO 3166-1 alpha-3" },
    { "factuality", LEDGER_TEXT, 9, "happened, ongoing or planned" },
    { "reports", LEDGER_INTEGER, 7, "events of documents that tell it" },
    { "origins", LEDGER_INTEGER, 7, "independent origins of these" },
    { "words", LEDGER_TEXT, 40, "the sentence that tells it best" },
    { "id", LEDGER_TEXT, 16, "id, for `dragoman why`" },
};
static const struct ledger_column event_columns[] = {
    { "id", LEDGER_TEXT, 16, "id, for `dragoman why`" },
    { "date_from", LEDGER_DATE, 10, "first day" },
    { "date_to", LEDGER_DATE, 0, "last day" },
    { "date_precision", LEDGER_TEXT, 0, "how exact the day is" },
    { "type", LEDGER_TEXT, 10, "PLOVER type" },
    { "mode", LEDGER_TEXT, 10, "PLOVER mode" },
    { "actors", LEDGER_TEXT, 22, "who did it" },
    { "recipients", LEDGER_TEXT, 22, "to whom" },
    { "mediators", LEDGER_TEXT, 0, "third parties in between" },
    { "about", LEDGER_TEXT, 24, "what it is about, in the text's words" },
    { "place", LEDGER_TEXT, 14, "where" },
    { "country", LEDGER_TEXT, 0, "the place's country, ISO 3166-1 alpha-3" },
    { "lat", LEDGER_NUMBER, 0, "degrees north, WGS 84" },
    { "lon", LEDGER_NUMBER, 0, "degrees east, WGS 84" },
    { "geonames", LEDGER_TEXT, 0, "number in GeoNames" },
    { "factuality", LEDGER_TEXT, 11, "whether it happened, as the texts have it" },
    { "according_to", LEDGER_TEXT, 18, "who says so, outermost first" },
    { "act", LEDGER_TEXT, 0, "row of knowledge/acts.txt" },
    { "contexts", LEDGER_TEXT, 0, "PLOVER contexts" },
    { "cameo", LEDGER_TEXT, 0, "CAMEO code" },
    { "goldstein", LEDGER_NUMBER, 0, "Goldstein value" },
    { "confidence", LEDGER_NUMBER, 0, "0 to 1" },
    { "reports", LEDGER_INTEGER, 7, "events of documents that tell it" },
    { "documents", LEDGER_INTEGER, 0, "documents that tell it" },
    { "outlets", LEDGER_INTEGER, 0, "outlets that tell it" },
    { "origins", LEDGER_INTEGER, 7, "independent origins of these" },
    { "first_published", LEDGER_DATE, 0, "first told" },
    { "last_published", LEDGER_DATE, 0, "last told" },
    { "words", LEDGER_TEXT, 0, "the sentence that tells it best" },
    { "event", LEDGER_TEXT, 0, "the event of that sentence" },
    { "document", LEDGER_TEXT, 0, "its document" },
};
static const struct ledger_column contact_columns[] = {
    { "id", LEDGER_TEXT, 16, "id, for `dragoman why`" },
    { "date_from", LEDGER_DATE, 10, "first day" },
    { "date_to", LEDGER_DATE, 0, "last day" },
    { "parties", LEDGER_TEXT, 28, "who spoke" },
    { "with_whom", LEDGER_TEXT, 20, "with whom, where one side went to the other" },
    { "through", LEDGER_TEXT, 14, "through whom" },
    { "channel", LEDGER_TEXT, 10, "by what channel: PLOVER mode" },
    { "about", LEDGER_TEXT, 30, "about what" },
    { "place", LEDGER_TEXT, 12, "where" },
    { "country", LEDGER_TEXT, 0, "the place's country" },
    { "factuality", LEDGER_TEXT, 11, "whether they did" },
    { "according_to", LEDGER_TEXT, 16, "who says so" },
    { "reports", LEDGER_INTEGER, 0, "events of documents that tell it" },
    { "origins", LEDGER_INTEGER, 7, "independent origins of these" },
    { "first_published", LEDGER_DATE, 0, "first told" },
    { "last_published", LEDGER_DATE, 0, "last told" },
    { "words", LEDGER_TEXT, 0, "the sentence that tells it best" },
    { "document", LEDGER_TEXT, 0, "its document" },
};
static const struct ledger_column position_columns[] = {
    { "id", LEDGER_TEXT, 16, "id, for `dragoman why`" },
    { "date_from", LEDGER_DATE, 10, "first day" },
    { "holder", LEDGER_TEXT, 24, "who stands there" },
    { "position", LEDGER_TEXT, 9, "PLOVER type" },
    { "act", LEDGER_TEXT, 18, "row of knowledge/acts.txt" },
    { "toward", LEDGER_TEXT, 22, "toward whom" },
    { "about", LEDGER_TEXT, 40, "what" },
    { "factuality", LEDGER_TEXT, 11, "whether they do" },
    { "according_to", LEDGER_TEXT, 16, "who says so" },
    { "reports", LEDGER_INTEGER, 0, "events of documents that tell it" },
    { "origins", LEDGER_INTEGER, 7, "independent origins of these" },
    { "first_published", LEDGER_DATE, 0, "first told" },
    { "last_published", LEDGER_DATE, 0, "last told" },
    { "words", LEDGER_TEXT, 0, "the sentence that tells it best" },
    { "holder_id", LEDGER_TEXT, 0, "the holder's id" },
    { "document", LEDGER_TEXT, 0, "its document" },
};

// --- talks, captives

#define TALKS_PARTY(roles)                                                                                   \
    "v.id IN (SELECT p.talks FROM talks_party p WHERE p.role IN (" roles ") AND p.actor IN ({who}))"
static const struct ledger_column negotiation_columns[] = {
    { "id", LEDGER_TEXT, 16, "id, for `dragoman why`" },
    { "parties", LEDGER_TEXT, 26, "the sides, as the actors behind them" },
    { "mediators", LEDGER_TEXT, 16, "who stands between" },
    { "not_taking_part", LEDGER_TEXT, 16, "who stays away" },
    { "issue", LEDGER_TEXT, 26, "about what" },
    { "stage", LEDGER_TEXT, 11, "how far they are" },
    { "stage_date", LEDGER_DATE, 10, "since when" },
    { "moved_by", LEDGER_TEXT, 40, "the sentence that tells what moved them there" },
    { "conditions", LEDGER_TEXT, 0, "on what they depend" },
    { "first_date", LEDGER_DATE, 0, "first day" },
    { "last_date", LEDGER_DATE, 0, "last day" },
    { "documents", LEDGER_INTEGER, 0, "documents that tell of them" },
    { "origins", LEDGER_INTEGER, 7, "independent origins of these" },
    { "first_published", LEDGER_DATE, 0, "first told" },
    { "last_published", LEDGER_DATE, 0, "last told" },
    { "event", LEDGER_TEXT, 0, "the event of that sentence" },
};

#define ACCOUNT_PARTY(roles)                                                                                 \
    "v.id IN (SELECT k.captivity FROM captivity_account k JOIN party p ON p.entry = k.captive "              \
    "AND p.role IN (" roles ") JOIN member m ON m.document = p.document AND m.entity = p.entity "            \
    "WHERE m.actor IN ({who}))"
static const struct ledger_column captive_columns[] = {
    { "id", LEDGER_TEXT, 16, "id, for `dragoman why`" },
    { "name", LEDGER_TEXT, 20, "of a person" },
    { "low", LEDGER_NUMBER, 5, "of a group: how many, the least" },
    { "high", LEDGER_NUMBER, 0, "how many, the most" },
    { "counted", LEDGER_TEXT, 16, "what they are" },
    { "nationalities", LEDGER_TEXT, 13, "countries, ISO 3166-1 alpha-3" },
    { "holder", LEDGER_TEXT, 20, "who holds them" },
    { "status", LEDGER_TEXT, 9, "held, sought, released, escaped, rescued, exchanged, dead, unknown" },
    { "status_date", LEDGER_DATE, 11, "since when" },
    { "since", LEDGER_DATE, 10, "held since" },
    { "place", LEDGER_TEXT, 12, "where" },
    { "country", LEDGER_TEXT, 0, "the place's country" },
    { "conflicting", LEDGER_INTEGER, 11, "1: accounts that cannot all hold" },
    { "part_of", LEDGER_TEXT, 16, "the group in which they are counted" },
    { "accounts", LEDGER_INTEGER, 8, "accounts" },
    { "documents", LEDGER_INTEGER, 0, "documents that tell of them" },
    { "origins", LEDGER_INTEGER, 7, "independent origins of these" },
    { "first_published", LEDGER_DATE, 0, "first told" },
    { "last_published", LEDGER_DATE, 0, "last told" },
    { "actor", LEDGER_TEXT, 0, "the person's id" },
    { "holder_id", LEDGER_TEXT, 0, "the holder's id" },
};

// --- entries of documents

#define ENTRY_PARTY(roles)                                                                                   \
    "v.id IN (SELECT p.entry FROM party p JOIN member m ON m.document = p.document AND m.entity = p.entity " \
    "WHERE p.role IN (" roles ") AND m.actor IN ({who}))"
static const struct ledger_column figure_columns[] = {
    { "id", LEDGER_TEXT, 16, "id, for `dragoman why`" },
    { "measure", LEDGER_TEXT, 10, "killed, injured, displaced ..." },
    { "low", LEDGER_NUMBER, 7, "the least" },
    { "high", LEDGER_NUMBER, 7, "the most" },
    { "qualifier", LEDGER_TEXT, 9, "about, at-least, at-most, more-than, less-than" },
    { "counted", LEDGER_TEXT, 14, "who or what is counted" },
    { "date", LEDGER_DATE, 10, "of which day" },
    { "place", LEDGER_TEXT, 14, "where" },
    { "country", LEDGER_TEXT, 0, "the place's country" },
    { "since", LEDGER_DATE, 0, "counted from this day" },
    { "as_of", LEDGER_DATE, 0, "counted up to this day" },
    { "factuality", LEDGER_TEXT, 0, "whether it is so" },
    { "according_to", LEDGER_TEXT, 22, "who says so, outermost first" },
    { "outlet", LEDGER_TEXT, 16, "who published it" },
    { "published", LEDGER_DATE, 10, "when" },
    { "words", LEDGER_TEXT, 26, "the words that say it" },
    { "sentence", LEDGER_TEXT, 0, "their sentence" },
    { "event", LEDGER_TEXT, 0, "the happening that it belongs to" },
    { "document", LEDGER_TEXT, 0, "its document" },
};
static const struct ledger_column statement_columns[] = {
    { "id", LEDGER_TEXT, 16, "id, for `dragoman why`" },
    { "date", LEDGER_DATE, 10, "when it was said, else published" },
    { "speaker", LEDGER_TEXT, 24, "who said it" },
    { "addressee", LEDGER_TEXT, 0, "to whom" },
    { "cue", LEDGER_TEXT, 10, "said, stressed ..." },
    { "kind", LEDGER_TEXT, 0, "says, claims, denies, confirms, quotes" },
    { "mode", LEDGER_TEXT, 8, "direct, indirect, mixed" },
    { "venue", LEDGER_TEXT, 0, "a statement, a newspaper ..." },
    { "content", LEDGER_TEXT, 60, "what was said" },
    { "quotes", LEDGER_TEXT, 0, "the parts in quotation marks" },
    { "according_to", LEDGER_TEXT, 0, "who says that it was said" },
    { "outlet", LEDGER_TEXT, 16, "who published it" },
    { "published", LEDGER_DATE, 0, "when" },
    { "document", LEDGER_TEXT, 0, "its document" },
    { "speaker_id", LEDGER_TEXT, 0, "the speaker's id" },
};
static const struct ledger_column actor_columns[] = {
    { "id", LEDGER_TEXT, 22, "id, for `dragoman why` and --actor" },
    { "name", LEDGER_TEXT, 26, "name" },
    { "kind", LEDGER_TEXT, 12, "person, government, armed-group, organization, media, place, people" },
    { "country", LEDGER_TEXT, 7, "ISO 3166-1 alpha-3" },
    { "sector", LEDGER_TEXT, 8, "PLOVER sectors" },
    { "code", LEDGER_TEXT, 0, "CAMEO code" },
    { "offices", LEDGER_TEXT, 30, "offices, as the texts give them" },
    { "represents", LEDGER_TEXT, 18, "on whose behalf it acts" },
    { "documents", LEDGER_INTEGER, 9, "documents that name it" },
    { "mentions", LEDGER_INTEGER, 0, "mentions" },
    { "acts", LEDGER_INTEGER, 5, "happenings in which it acts" },
    { "received", LEDGER_INTEGER, 8, "happenings done to it" },
    { "first_published", LEDGER_DATE, 0, "first named" },
    { "last_published", LEDGER_DATE, 0, "last named" },
    { "known", LEDGER_INTEGER, 0, "1: of the tables" },
    { "principal", LEDGER_TEXT, 0, "id of whom it acts for in the end" },
    { "lat", LEDGER_NUMBER, 0, "of a place: degrees north, WGS 84" },
    { "lon", LEDGER_NUMBER, 0, "degrees east" },
    { "geonames", LEDGER_TEXT, 0, "number in GeoNames" },
};
static const struct ledger_column disagreement_columns[] = {
    { "id", LEDGER_TEXT, 16, "id, for `dragoman why`" },
    { "kind", LEDGER_TEXT, 10, "figure, name, role, date, factuality, party, captive" },
    { "subject", LEDGER_TEXT, 26, "of what" },
    { "told", LEDGER_TEXT, 70, "who tells what" },
    { "date", LEDGER_DATE, 10, "of which day" },
    { "place", LEDGER_TEXT, 0, "where" },
    { "country", LEDGER_TEXT, 0, "the place's country" },
    { "sides", LEDGER_INTEGER, 5, "entries that take part" },
    { "documents", LEDGER_INTEGER, 9, "documents that tell them" },
    { "first_published", LEDGER_DATE, 15, "first told" },
    { "last_published", LEDGER_DATE, 0, "last told" },
    { "resolved", LEDGER_DATE, 10, "since when one side alone is told" },
    { "entry", LEDGER_TEXT, 0, "the happening, actor or captive that it is about" },
};
static const struct ledger_column document_columns[] = {
    { "id", LEDGER_TEXT, 32, "hash of the text" },
    { "published", LEDGER_DATE, 10, "when it was published" },
    { "outlet", LEDGER_TEXT, 18, "by whom" },
    { "agency", LEDGER_TEXT, 10, "whose wire it came from" },
    { "language", LEDGER_TEXT, 0, "BCP 47" },
    { "title", LEDGER_TEXT, 50, "title" },
    { "source", LEDGER_TEXT, 0, "file or URL" },
    { "url", LEDGER_TEXT, 0, "URL" },
    { "byline", LEDGER_TEXT, 0, "who wrote it" },
    { "origin", LEDGER_TEXT, 0, "the first of its near copies; itself when it is no copy" },
    { "similarity", LEDGER_NUMBER, 0, "to that one" },
    { "appearances", LEDGER_INTEGER, 0, "places where the text was found" },
    { "events", LEDGER_INTEGER, 6, "events in it" },
    { "statements", LEDGER_INTEGER, 10, "statements in it" },
    { "figures", LEDGER_INTEGER, 7, "figures in it" },
    { "program", LEDGER_TEXT, 0, "version that coded it" },
    { "knowledge", LEDGER_TEXT, 0, "hash of the tables" },
    { "models", LEDGER_TEXT, 0, "hash of the models" },
};
static const struct ledger_column report_columns[] = {
    { "id", LEDGER_TEXT, 16, "id of the event in its document" },
    { "happening", LEDGER_TEXT, 16, "id of what it tells of" },
    { "published", LEDGER_DATE, 10, "when it was told" },
    { "outlet", LEDGER_TEXT, 16, "by whom" },
    { "date_from", LEDGER_DATE, 10, "first day" },
    { "date_to", LEDGER_DATE, 0, "last day" },
    { "type", LEDGER_TEXT, 10, "PLOVER type" },
    { "mode", LEDGER_TEXT, 10, "PLOVER mode" },
    { "actors", LEDGER_TEXT, 20, "who did it" },
    { "recipients", LEDGER_TEXT, 20, "to whom" },
    { "mediators", LEDGER_TEXT, 0, "third parties in between" },
    { "about", LEDGER_TEXT, 0, "what it is about" },
    { "place", LEDGER_TEXT, 12, "where" },
    { "country", LEDGER_TEXT, 0, "the place's country" },
    { "factuality", LEDGER_TEXT, 11, "whether it happened" },
    { "according_to", LEDGER_TEXT, 16, "who says so" },
    { "act", LEDGER_TEXT, 0, "row of knowledge/acts.txt" },
    { "cameo", LEDGER_TEXT, 0, "CAMEO code" },
    { "goldstein", LEDGER_NUMBER, 0, "Goldstein value" },
    { "confidence", LEDGER_NUMBER, 0, "0 to 1" },
    { "words", LEDGER_TEXT, 40, "the sentence" },
    { "document", LEDGER_TEXT, 0, "its document" },
    { "why", LEDGER_TEXT, 0, "why it was joined" },
    { "rule", LEDGER_TEXT, 0, "file and line of knowledge/ that made it" },
};
static const struct ledger_column search_columns[] = {
    { "kind", LEDGER_TEXT, 9, "document, statement or actor" },
    { "id", LEDGER_TEXT, 32, "id, for `dragoman why`" },
    { "published", LEDGER_DATE, 10, "when" },
    { "outlet", LEDGER_TEXT, 16, "by whom" },
    { "found", LEDGER_TEXT, 80, "the words around what was found, which stands in []" },
    { "title", LEDGER_TEXT, 0, "title, speaker or name" },
};

#define OF_DOCUMENT(what) "v.document IN (SELECT d.id FROM document d WHERE " what ")"
#define DAY(expression) [QUERY_since] = expression " >= ?", [QUERY_until] = expression " <= ?"

#define LEDGER(name, summary, columns) name, summary, columns, COUNT(columns)
static const struct ledger ledgers[] = {
    { LEDGER("timeline", "what happened, goes on or is planned, day by day", timeline_columns),
      { HAPPENING_FILTERS, [QUERY_mode] = "lower(v.mode) = lower(?)" },
      "v.date_from, COALESCE(v.date_to, ''), v.id",
      NULL,
      "v.date_from" },
    { LEDGER("events", "all happenings, each once however many documents tell of it", event_columns),
      { HAPPENING_FILTERS, [QUERY_mode] = "lower(v.mode) = lower(?)" },
      "COALESCE(v.date_from, substr(v.first_published, 1, 10), ''), v.id",
      NULL,
      "COALESCE(v.date_from, substr(v.first_published, 1, 10))" },
    { LEDGER("reports", "each document's events, with the happening that they tell of", report_columns),
      { DAY("COALESCE(v.date_from, substr(v.published, 1, 10))"), [QUERY_actor] = ENTRY_PARTY("'actor'"),
        [QUERY_recipient] = ENTRY_PARTY("'recipient'"), [QUERY_country] = "v.country = ?",
        [QUERY_type] = "lower(v.type) = lower(?)", [QUERY_mode] = "lower(v.mode) = lower(?)",
        [QUERY_place] = "lower(v.place) = lower(?)", [QUERY_factuality] = "v.factuality = lower(?)",
        [QUERY_according_to] = ENTRY_PARTY("'source'"), [QUERY_outlet] = "lower(v.outlet) = lower(?)",
        [QUERY_min_confidence] = "v.confidence >= ?", [QUERY_about] = "lower(v.about) LIKE ?" },
      "COALESCE(v.published, ''), v.document, v.id",
      NULL,
      "v.published" },
    { LEDGER("contacts", "who spoke with whom, by what channel, about what, through whom", contact_columns),
      { HAPPENING_FILTERS, [QUERY_mode] = "lower(v.channel) = lower(?)" },
      "COALESCE(v.date_from, substr(v.first_published, 1, 10), ''), v.id",
      NULL,
      "COALESCE(v.date_from, substr(v.first_published, 1, 10))" },
    { LEDGER("negotiations", "talks, how far they are, and what moved them there", negotiation_columns),
      { [QUERY_since] = "v.last_date >= ?",
        [QUERY_until] = "v.first_date <= ?",
        [QUERY_actor] = TALKS_PARTY("'party', 'mediator'"),
        [QUERY_recipient] = TALKS_PARTY("'party'"),
        [QUERY_country] = "v.id IN (SELECT p.talks FROM talks_party p JOIN actor a ON a.id = p.actor "
                          "WHERE a.country = ?)",
        [QUERY_type] = "v.stage = lower(?)",
        [QUERY_outlet] = "v.id IN (SELECT s.talks FROM talks_step s JOIN document d ON d.id = s.document "
                         "WHERE lower(d.outlet) = lower(?))",
        [QUERY_min_origins] = "v.origins >= ?",
        [QUERY_about] = "lower(v.issue) LIKE ?" },
      "COALESCE(v.first_date, ''), v.id",
      NULL,
      "v.last_date" },
    { LEDGER("captives", "persons and groups that are held, or were: each once, with what became of them",
             captive_columns),
      { [QUERY_since] = "COALESCE(v.status_date, substr(v.last_published, 1, 10)) >= ?",
        [QUERY_until] = "COALESCE(v.since, v.status_date, substr(v.first_published, 1, 10)) <= ?",
        [QUERY_actor] = ACCOUNT_PARTY("'holder'"),
        [QUERY_recipient] = ACCOUNT_PARTY("'captive'"),
        [QUERY_country] = "(v.country = ? OR v.nationalities LIKE '%' || ? || '%')",
        [QUERY_type] = "v.status = lower(?)",
        [QUERY_place] = "lower(v.place) = lower(?)",
        [QUERY_according_to] = ACCOUNT_PARTY("'source'"),
        [QUERY_outlet] =
            "v.id IN (SELECT k.captivity FROM captivity_account k JOIN captive c ON c.id = k.captive "
            "JOIN document d ON d.id = c.document WHERE lower(d.outlet) = lower(?))",
        [QUERY_min_origins] = "v.origins >= ?",
        [QUERY_about] = "lower(COALESCE(v.counted, v.name)) LIKE ?" },
      "COALESCE(v.first_published, ''), v.part_of IS NOT NULL, v.id",
      NULL,
      "v.last_published" },
    { LEDGER("figures", "every figure of every source, as it was told", figure_columns),
      { DAY("COALESCE(v.date, substr(v.published, 1, 10))"),
        [QUERY_actor] = "v.event IN (SELECT p.happening FROM happening_party p WHERE p.role = 'actor' "
                        "AND p.actor IN ({who}))",
        [QUERY_recipient] =
            "v.event IN (SELECT p.happening FROM happening_party p WHERE p.role = 'recipient' "
            "AND p.actor IN ({who}))",
        [QUERY_country] = "v.country = ?", [QUERY_type] = "v.measure = lower(?)",
        [QUERY_place] = "lower(v.place) = lower(?)", [QUERY_factuality] = "v.factuality = lower(?)",
        [QUERY_according_to] = ENTRY_PARTY("'source'"), [QUERY_outlet] = "lower(v.outlet) = lower(?)",
        [QUERY_min_origins] = "v.event IN (SELECT h.id FROM happening h WHERE h.origins >= ?)",
        [QUERY_about] = "lower(v.counted) LIKE ?" },
      "v.measure, COALESCE(v.date, ''), COALESCE(v.event, ''), COALESCE(v.published, ''), v.id",
      NULL,
      "v.published" },
    { LEDGER("statements", "who said what", statement_columns),
      { DAY("v.date"), [QUERY_actor] = ENTRY_PARTY("'speaker'"),
        [QUERY_recipient] = ENTRY_PARTY("'addressee'"),
        [QUERY_country] = "v.speaker_id IN (SELECT a.id FROM actor a WHERE a.country = ?)",
        [QUERY_type] = "v.kind = lower(?)", [QUERY_mode] = "v.mode = lower(?)",
        [QUERY_according_to] = ENTRY_PARTY("'speaker', 'source'"),
        [QUERY_outlet] = "lower(v.outlet) = lower(?)", [QUERY_about] = "lower(v.content) LIKE ?" },
      "COALESCE(v.date, ''), v.document, v.id",
      NULL,
      "v.date" },
    { LEDGER("positions", "who supports, accuses, demands, refuses or threatens what, of whom",
             position_columns),
      { [QUERY_since] = "COALESCE(v.date_from, substr(v.first_published, 1, 10)) >= ?",
        [QUERY_until] = "COALESCE(v.date_from, substr(v.first_published, 1, 10)) <= ?",
        [QUERY_actor] = "v.holder_id IN ({who})",
        [QUERY_recipient] = HAPPENING_PARTY("recipient"),
        [QUERY_country] = "v.holder_id IN (SELECT a.id FROM actor a WHERE a.country = ?)",
        [QUERY_type] = "lower(v.position) = lower(?)",
        [QUERY_mode] = "lower(v.act) = lower(?)",
        [QUERY_factuality] = "v.factuality = lower(?)",
        [QUERY_outlet] = "v.id IN (SELECT r.happening FROM report r JOIN event e ON e.id = r.event "
                         "JOIN document d ON d.id = e.document WHERE lower(d.outlet) = lower(?))",
        [QUERY_min_confidence] = "v.confidence >= ?",
        [QUERY_min_origins] = "v.origins >= ?",
        [QUERY_about] = "lower(v.about) LIKE ?" },
      "v.holder, v.holder_id, COALESCE(v.date_from, substr(v.first_published, 1, 10), ''), v.id",
      NULL,
      "COALESCE(v.date_from, substr(v.first_published, 1, 10))" },
    { LEDGER("actors", "persons, states, groups and organizations: names, offices, acts", actor_columns),
      { [QUERY_since] = "v.last_published >= ?",
        [QUERY_until] = "substr(v.first_published, 1, 10) <= ?",
        [QUERY_actor] = "v.id IN ({who})",
        [QUERY_country] = "v.country = ?",
        [QUERY_type] = "v.kind = lower(?)",
        [QUERY_outlet] = "v.id IN (SELECT m.actor FROM member m JOIN document d ON d.id = m.document "
                         "WHERE lower(d.outlet) = lower(?))",
        [QUERY_about] = "lower(v.offices) LIKE ?" },
      "v.documents DESC, v.mentions DESC, v.id",
      NULL,
      "v.last_published" },
    { LEDGER("disagreements", "what sources say that cannot all hold, and who says which",
             disagreement_columns),
      { [QUERY_since] = "v.last_published >= ?",
        [QUERY_until] = "substr(v.first_published, 1, 10) <= ?",
        [QUERY_country] = "v.country = ?",
        [QUERY_type] = "v.kind = lower(?)",
        [QUERY_place] = "lower(v.place) = lower(?)",
        [QUERY_actor] = "v.entry IN (SELECT p.happening FROM happening_party p WHERE p.actor IN ({who}) "
                        "UNION SELECT a.id FROM actor a WHERE a.id IN ({who}))",
        [QUERY_outlet] = "v.id IN (SELECT s.conflict FROM conflict_side s WHERE lower(s.outlet) = lower(?))",
        [QUERY_about] = "lower(v.subject) LIKE ?" },
      "COALESCE(v.first_published, ''), v.id",
      NULL,
      "v.last_published" },
    { LEDGER("documents", "texts that were read, and what they are copies of", document_columns),
      { [QUERY_since] = "v.published >= ?",
        [QUERY_until] = "substr(v.published, 1, 10) <= ?",
        [QUERY_outlet] = "lower(v.outlet) = lower(?)",
        [QUERY_about] = "lower(v.title) LIKE ?" },
      "COALESCE(v.published, ''), v.id",
      NULL,
      "v.published" },
    // What is searched in depends on the engine: query.c.
    { LEDGER("search", "texts, statements and names that have these words", search_columns),
      { [QUERY_since] = "v.published >= ?",
        [QUERY_until] = "substr(v.published, 1, 10) <= ?",
        [QUERY_outlet] = "lower(v.outlet) = lower(?)",
        [QUERY_type] = "v.kind = lower(?)" },
      "v.kind, v.score, v.id",
      "",
      "v.published" },
};

const struct ledger *ledger_at(size_t index) {
    return index < COUNT(ledgers) ? &ledgers[index] : NULL;
}

const struct ledger *ledger_find(const char *name) {
    for (size_t i = 0; i < COUNT(ledgers); i++)
        if (strcmp(ledgers[i].name, name) == 0) return &ledgers[i];
    return NULL;
}
