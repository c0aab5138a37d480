// export.c - a store in the formats of others, streamed.
//
// What a format wants that the record does not have stays empty: a tone, a FIPS code, a place of the actor.
// Event numbers of GDELT are 60 bits of a hash of happening and dyad, so that they are the same in every run.
#include "store/export.h"

#include "base/hash.h"
#include "base/utf8.h"
#include "record/flat.h"
#include "store/cells.h"
#include "store/parts.h"
#include "store/query_parts.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

// How the text of a column is changed on its way out.
enum change { AS_IS, NUMBER_OF_HASH, FRACTION_OF_YEAR, WORD_1, WORD_2, WORD_3 };
struct column {
    const char *name, *sql;
    enum change change;
};

struct sheet { // a format that is rows
    const char *name, *extension, *meaning;
    bool has_head, is_csv;
    const char *nothing; // what stands where nothing is known
    const char *tags;    // HXL: the second line
    const char *ledger;  // whose filters hold
    const char *from;    // its rows: `x.id` is the entry that the ledger's rows name
    const char *order;
    const struct column *columns;
    size_t column_count;
};

// A row for each pair of actor and recipient; of those who act alike for each pair of them.
#define DYADS                                                                                                \
    "happening x JOIN event e ON e.id = x.lead JOIN document d ON d.id = e.document "                        \
    "LEFT JOIN happening_party pa ON pa.happening = x.id AND pa.role = 'actor' "                             \
    "LEFT JOIN actor a ON a.id = pa.actor "                                                                  \
    "LEFT JOIN happening_party pr ON pr.happening = x.id AND ((x.mutual = 0 AND pr.role = 'recipient') OR "  \
    "(x.mutual = 1 AND pr.role = 'actor' AND pr.position > pa.position)) "                                   \
    "LEFT JOIN actor r ON r.id = pr.actor"
#define DYAD_ORDER                                                                                           \
    "COALESCE(x.date_from, substr(x.first_published, 1, 10), ''), x.id, COALESCE(pa.position, 0), "          \
    "COALESCE(pr.position, 0)"
#define DYAD_KEY "x.id || ':' || COALESCE(a.id, '') || ':' || COALESCE(r.id, '')"
#define DAY "COALESCE(x.date_from, substr(x.first_published, 1, 10))"
#define QUAD(column)                                                                                         \
    "CASE WHEN substr(" column ", 1, 2) BETWEEN '01' AND '05' THEN 1 WHEN substr(" column                    \
    ", 1, 2) BETWEEN '06' AND '08' THEN 2 WHEN substr(" column                                               \
    ", 1, 2) BETWEEN '09' AND '13' THEN 3 WHEN substr(" column ", 1, 2) BETWEEN '14' AND '20' THEN 4 END"
#define EMPTY "NULL"

#define GDELT_ACTOR(number, actor)                                                                           \
    { "Actor" number "Code", actor ".code", AS_IS },                                                         \
        { "Actor" number "Name", "upper(" actor ".name)", AS_IS },                                           \
        { "Actor" number "CountryCode", actor ".country", AS_IS },                                           \
        { "Actor" number "KnownGroupCode", EMPTY, AS_IS }, { "Actor" number "EthnicCode", EMPTY, AS_IS },    \
        { "Actor" number "Religion1Code", EMPTY, AS_IS }, { "Actor" number "Religion2Code", EMPTY, AS_IS },  \
        { "Actor" number "Type1Code", actor ".sector", WORD_1 },                                             \
        { "Actor" number "Type2Code", actor ".sector", WORD_2 }, {                                           \
        "Actor" number "Type3Code", actor ".sector", WORD_3                                                  \
    }
#define GDELT_PLACE(who, type, name, lat, lon, feature)                                                      \
    { who "Geo_Type", type, AS_IS }, { who "Geo_FullName", name, AS_IS },                                    \
        { who "Geo_CountryCode", EMPTY, AS_IS }, { who "Geo_ADM1Code", EMPTY, AS_IS },                       \
        { who "Geo_ADM2Code", EMPTY, AS_IS }, { who "Geo_Lat", lat, AS_IS }, { who "Geo_Long", lon, AS_IS }, \
    {                                                                                                        \
        who "Geo_FeatureID", feature, AS_IS                                                                  \
    }

static const struct column gdelt_events[] = {
    { "GLOBALEVENTID", DYAD_KEY, NUMBER_OF_HASH },
    { "SQLDATE", "replace(" DAY ", '-', '')", AS_IS },
    { "MonthYear", "replace(substr(" DAY ", 1, 7), '-', '')", AS_IS },
    { "Year", "substr(" DAY ", 1, 4)", AS_IS },
    { "FractionDate", DAY, FRACTION_OF_YEAR },
    GDELT_ACTOR("1", "a"),
    GDELT_ACTOR("2", "r"),
    { "IsRootEvent", "CASE WHEN e.sentence <= 1 THEN 1 ELSE 0 END", AS_IS },
    { "EventCode", "x.cameo", AS_IS },
    { "EventBaseCode", "substr(x.cameo, 1, 3)", AS_IS },
    { "EventRootCode", "substr(x.cameo, 1, 2)", AS_IS },
    { "QuadClass", QUAD("x.cameo"), AS_IS },
    { "GoldsteinScale", "x.goldstein", AS_IS },
    { "NumMentions", "x.reports", AS_IS },
    { "NumSources", "x.origins", AS_IS },
    { "NumArticles", "x.documents", AS_IS },
    { "AvgTone", EMPTY, AS_IS },
    GDELT_PLACE("Actor1", "0", EMPTY, EMPTY, EMPTY, EMPTY),
    GDELT_PLACE("Actor2", "0", EMPTY, EMPTY, EMPTY, EMPTY),
    GDELT_PLACE("Action", "CASE WHEN x.place IS NULL THEN 0 WHEN x.lat IS NULL THEN 1 ELSE 4 END", "x.place",
                "x.lat", "x.lon", "x.geonames"),
    { "DATEADDED", "replace(substr(x.first_published, 1, 10), '-', '') || '000000'", AS_IS },
    { "SOURCEURL", "COALESCE(d.url, d.source)", AS_IS },
};

static const struct column gdelt_mentions[] = {
    { "GlobalEventID", DYAD_KEY, NUMBER_OF_HASH },
    { "EventTimeDate", "replace(" DAY ", '-', '') || '000000'", AS_IS },
    { "MentionTimeDate", "replace(substr(t.published, 1, 10), '-', '') || '000000'", AS_IS },
    { "MentionType", "CASE WHEN t.url IS NULL THEN 2 ELSE 1 END", AS_IS },
    { "MentionSourceName", "t.outlet", AS_IS },
    { "MentionIdentifier", "COALESCE(t.url, t.source)", AS_IS },
    { "SentenceID", "m.sentence + 1", AS_IS },
    { "Actor1CharOffset",
      "COALESCE((SELECT min(p.mention_start) FROM party p WHERE p.entry = m.id AND p.role = "
      "'actor'), -1)",
      AS_IS },
    { "Actor2CharOffset",
      "COALESCE((SELECT min(p.mention_start) FROM party p WHERE p.entry = m.id AND p.role = "
      "'recipient'), -1)",
      AS_IS },
    { "ActionCharOffset", "COALESCE(m.trigger_start, -1)", AS_IS },
    { "InRawText", "1", AS_IS },
    { "Confidence", "CAST(m.confidence * 100 AS {integer})", AS_IS },
    { "MentionDocLen", "length(t.text)", AS_IS },
    { "MentionDocTone", EMPTY, AS_IS },
    { "MentionDocTranslationInfo", EMPTY, AS_IS },
    { "Extras", EMPTY, AS_IS },
};

#define POLECAT_ACTOR(title, primary, sectors, name, actor)                                                  \
    { title " Name", actor ".name", AS_IS }, { title " Country", actor ".country", AS_IS },                  \
        { title " COW", EMPTY, AS_IS }, { primary, actor ".sector", WORD_1 },                                \
        { sectors, "replace(" actor ".sector, ' ', '; ')", AS_IS },                                          \
        { title " Title", actor ".offices", AS_IS }, { title " Name Raw", name, AS_IS }, {                   \
        "Wikipedia " title " ID", EMPTY, AS_IS                                                               \
    }
static const struct column polecat[] = {
    { "Event ID", DYAD_KEY, NUMBER_OF_HASH },
    { "Event Date", DAY, AS_IS },
    { "Event Type", "x.type", AS_IS },
    { "Event Mode", "x.mode", AS_IS },
    { "Intensity", "x.goldstein", AS_IS },
    { "Quad Code", QUAD("x.cameo"), AS_IS },
    { "Contexts", "replace(x.contexts, ' ', '; ')", AS_IS },
    POLECAT_ACTOR("Actor", "Primary Actor Sector", "Actor Sectors", "e.actors", "a"),
    POLECAT_ACTOR("Recipient", "Primary Recipient Sector", "Recipient Sectors", "e.recipients", "r"),
    { "Placename", "x.place", AS_IS },
    { "City", EMPTY, AS_IS },
    { "District", EMPTY, AS_IS },
    { "Province", EMPTY, AS_IS },
    { "Country", "x.place_country", AS_IS },
    { "Latitude", "x.lat", AS_IS },
    { "Longitude", "x.lon", AS_IS },
    { "GeoNames ID", "x.geonames", AS_IS },
    { "Raw Placename", "e.place", AS_IS },
    { "Feature Type", EMPTY, AS_IS },
    { "Source", "COALESCE(d.outlet, d.source)", AS_IS },
    { "Publication Date", "substr(d.published, 1, 10)", AS_IS },
    { "Story People", EMPTY, AS_IS },
    { "Story Organizations", EMPTY, AS_IS },
    { "Story Locations", EMPTY, AS_IS },
    { "Language", "d.language", AS_IS },
    { "Version", "(SELECT k.program FROM maker k WHERE k.id = d.maker)", AS_IS },
};

static const struct column icews[] = {
    { "Event ID", DYAD_KEY, NUMBER_OF_HASH },
    { "Event Date", DAY, AS_IS },
    { "Source Name", "a.name", AS_IS },
    { "Source Sectors", "replace(a.sector, ' ', ',')", AS_IS },
    { "Source Country", "a.country", AS_IS },
    { "Event Text", "x.act", AS_IS },
    { "CAMEO Code", "x.cameo", AS_IS },
    { "Intensity", "x.goldstein", AS_IS },
    { "Target Name", "r.name", AS_IS },
    { "Target Sectors", "replace(r.sector, ' ', ',')", AS_IS },
    { "Target Country", "r.country", AS_IS },
    { "Story ID", "d.id", AS_IS },
    { "Sentence Number", "e.sentence + 1", AS_IS },
    { "Publisher", "d.outlet", AS_IS },
    { "City", "CASE WHEN x.lat IS NOT NULL THEN x.place END", AS_IS },
    { "District", EMPTY, AS_IS },
    { "Province", EMPTY, AS_IS },
    { "Country", "x.place_country", AS_IS },
    { "Latitude", "x.lat", AS_IS },
    { "Longitude", "x.lon", AS_IS },
};

static const struct column hxl[] = {
    { "Date", "COALESCE(x.as_of, x.since, substr(d.published, 1, 10))", AS_IS },
    { "Country", "x.place_country", AS_IS },
    { "Place", "x.place", AS_IS },
    { "Latitude", "x.lat", AS_IS },
    { "Longitude", "x.lon", AS_IS },
    { "Measure", "x.measure", AS_IS },
    { "Least", "x.low", AS_IS },
    { "Most", "x.high", AS_IS },
    { "Exactness", "x.qualifier", AS_IS },
    { "Who", "x.counted", AS_IS },
    { "According to", "x.according_to", AS_IS },
    { "Outlet", "d.outlet", AS_IS },
    { "Published", "substr(d.published, 1, 10)", AS_IS },
    { "Source", "COALESCE(d.url, d.source)", AS_IS },
    { "Words", "x.words", AS_IS },
};
static const char hxl_tags[] =
    "#date+occurred,#country+code,#loc+name,#geo+lat,#geo+lon,#indicator+name,"
    "#indicator+value+min+num,#indicator+value+max+num,#indicator+qualifier,#affected+type,"
    "#meta+attribution,#meta+source+name,#date+reported,#meta+source+url,#description";

#define COLUMNS(list) list, sizeof(list) / sizeof *(list)
static const struct sheet sheets[] = {
    { "gdelt", "export.CSV", "GDELT 2.0 events: 61 columns, one row a dyad, no head", false, false, "", NULL,
      "events", DYADS " WHERE NOT (x.mutual = 1 AND r.id IS NULL AND COALESCE(pa.position, 0) > 0) AND x.id",
      DYAD_ORDER, COLUMNS(gdelt_events) },
    { "gdelt-mentions", "mentions.CSV", "GDELT 2.0 mentions: 16 columns, no head", false, false, "", NULL,
      "events",
      DYADS " JOIN report o ON o.happening = x.id JOIN event m ON m.id = o.event JOIN document t ON t.id = "
            "m.document "
            "WHERE NOT (x.mutual = 1 AND r.id IS NULL AND COALESCE(pa.position, 0) > 0) AND x.id",
      DYAD_ORDER ", COALESCE(t.published, ''), m.id", COLUMNS(gdelt_mentions) },
    { "polecat", "tsv", "POLECAT: 40 columns, one row a dyad, missing is None", true, false, "None", NULL,
      "events", DYADS " WHERE NOT (x.mutual = 1 AND r.id IS NULL AND COALESCE(pa.position, 0) > 0) AND x.id",
      DYAD_ORDER, COLUMNS(polecat) },
    { "icews", "tab", "ICEWS: 20 columns, one row a dyad", true, false, "", NULL, "events",
      DYADS " WHERE NOT (x.mutual = 1 AND r.id IS NULL AND COALESCE(pa.position, 0) > 0) AND x.id",
      DYAD_ORDER, COLUMNS(icews) },
    { "hxl", "csv", "figures with HXL tags", true, true, "", hxl_tags, "figures",
      "figure x JOIN document d ON d.id = x.document WHERE x.id",
      "x.measure, COALESCE(x.as_of, x.since, ''), COALESCE(d.published, ''), x.id", COLUMNS(hxl) },
};

// --- what is written

struct exporter {
    struct store *store;
    const struct query_filters *filters;
    const struct export_options *options;
    export_put put;
    void *context;
    size_t count;
    struct arena *arena; // of one row
    struct error *error;
    bool broken; // could not be written
};

static bool put(struct exporter *exporter, struct slice bytes) {
    if (bytes.length && !exporter->broken && !exporter->put(exporter->context, bytes))
        exporter->broken = true;
    return !exporter->broken;
}

static void put_changed(struct bytes *line, struct value value, enum change change, bool is_csv, bool guard,
                        const char *nothing, struct arena *arena) {
    if (change == NUMBER_OF_HASH)
        value = value_integer((int64_t)(hash_bytes(value.text, 71) >> 4));
    else if (change == FRACTION_OF_YEAR && value.kind == VALUE_TEXT && value.text.length >= 10) {
        const struct slice day = value.text;
        const double month = (day.start[5] - '0') * 10 + (day.start[6] - '0'),
                     of_month = (day.start[8] - '0') * 10 + (day.start[9] - '0');
        value = value_text(arena_format(arena, SLICE_FORMAT ".%04.0f", SLICE_ARG(slice_part(day, 0, 4)),
                                        ((month - 1) * 30 + of_month) / 365 * 10000));
    } else if (change >= WORD_1 && value.kind == VALUE_TEXT) {
        struct slice rest = value.text, word = { "", 0 };
        for (int i = WORD_1; i <= (int)change; i++)
            if (!slice_next(&rest, SLICE(" "), &word)) word = (struct slice){ "", 0 };
        value = value_some(word);
    }
    if (value.kind == VALUE_NULL)
        bytes_put_string(line, nothing);
    else if (is_csv)
        cell_put_csv(line, &value, guard);
    else
        cell_put_tsv(line, &value, false); // programs read these, and a changed name would be another one
}

static bool write_sheet(struct exporter *exporter, const struct sheet *sheet) {
    struct arena *arena = arena_new();
    struct query_sql sql;
    bool ok = query_sql_of(exporter->store, ledger_find(sheet->ledger), exporter->filters, arena, &sql,
                           exporter->error);
    struct slice select = SLICE("SELECT ");
    struct bytes head = { .arena = arena };
    for (size_t i = 0; i < sheet->column_count; i++) {
        select =
            arena_format(arena, SLICE_FORMAT "%s%s", SLICE_ARG(select), i ? ", " : "", sheet->columns[i].sql);
        if (i) bytes_put(&head, sheet->is_csv ? SLICE(",") : SLICE("\t"));
        bytes_put_string(&head, sheet->columns[i].name);
    }
    bytes_put(&head, SLICE("\n"));
    if (sheet->tags) bytes_put(&head, arena_format(arena, "%s\n", sheet->tags));
    const char *text =
        ok ? arena_string(arena,
                          arena_format(arena,
                                       SLICE_FORMAT " FROM %s IN (SELECT v.id" SLICE_FORMAT ") ORDER BY %s",
                                       SLICE_ARG(select), sheet->from, SLICE_ARG(sql.text), sheet->order))
           : "";
    struct rows *rows =
        ok ? database_query(exporter->store->database, text, sql.values, sql.count, exporter->error) : NULL;
    ok = rows != NULL;
    if (ok && sheet->has_head) put(exporter, (struct slice){ head.start, head.length });
    while (ok && !exporter->broken && rows_next(rows)) {
        arena_reset(exporter->arena);
        struct bytes line = { .arena = exporter->arena };
        for (size_t i = 0; i < sheet->column_count; i++) {
            if (i) bytes_put(&line, sheet->is_csv ? SLICE(",") : SLICE("\t"));
            put_changed(&line, rows_value(rows, i), sheet->columns[i].change, sheet->is_csv,
                        !exporter->options->raw, sheet->nothing, exporter->arena);
        }
        bytes_put(&line, SLICE("\n"));
        put(exporter, (struct slice){ line.start, line.length });
        exporter->count++;
    }
    ok = rows_close(rows, exporter->error) && ok;
    arena_free(arena);
    return ok;
}

// --- GeoJSON: happenings, those without a place with a null geometry

static bool write_geojson(struct exporter *exporter) {
    const struct ledger *ledger = ledger_find("events");
    struct query *query = query_open(exporter->store, ledger, exporter->filters, exporter->error);
    if (!query) return false;
    put(exporter, SLICE("{\"type\":\"FeatureCollection\",\"features\":["));
    while (!exporter->broken && query_next(query)) {
        arena_reset(exporter->arena);
        struct bytes line = { .arena = exporter->arena };
        struct value lat = { 0 }, lon = { 0 }, id = { 0 };
        for (size_t i = 0; i < ledger->column_count; i++) {
            if (strcmp(ledger->columns[i].name, "lat") == 0) lat = query_value(query, i);
            if (strcmp(ledger->columns[i].name, "lon") == 0) lon = query_value(query, i);
            if (strcmp(ledger->columns[i].name, "id") == 0) id = query_value(query, i);
        }
        bytes_put(&line, exporter->count ? SLICE(",\n") : SLICE("\n"));
        bytes_put(&line, SLICE("{\"type\":\"Feature\",\"id\":"));
        cell_put_json(&line, &id);
        bytes_put(&line, SLICE(",\"geometry\":"));
        if (lat.kind == VALUE_NULL || lon.kind == VALUE_NULL) {
            bytes_put(&line, SLICE("null"));
        } else {
            bytes_put(&line, SLICE("{\"type\":\"Point\",\"coordinates\":["));
            cell_put_json(&line, &lon);
            bytes_put(&line, SLICE(","));
            cell_put_json(&line, &lat);
            bytes_put(&line, SLICE("]}"));
        }
        bytes_put(&line, SLICE(",\"properties\":{"));
        for (size_t i = 0; i < ledger->column_count; i++) {
            const struct value value = query_value(query, i);
            if (i) bytes_put(&line, SLICE(","));
            cell_put_json_text(&line, slice_of(ledger->columns[i].name));
            bytes_put(&line, SLICE(":"));
            cell_put_json(&line, &value);
        }
        bytes_put(&line, SLICE("}}"));
        put(exporter, (struct slice){ line.start, line.length });
        exporter->count++;
    }
    put(exporter, SLICE("\n]}\n"));
    return query_close(query, exporter->error);
}

// --- GEXF 1.3: actors, and an edge of its type for each dyad

static void put_xml(struct bytes *bytes, struct slice text) {
    for (size_t at = 0, length; at < text.length; at += length) {
        const uint32_t code = utf8_at(text, at, &length);
        if (code == '<')
            bytes_put(bytes, SLICE("&lt;"));
        else if (code == '&')
            bytes_put(bytes, SLICE("&amp;"));
        else if (code == '"')
            bytes_put(bytes, SLICE("&quot;"));
        else if (code >= 0x20 && code != 0xfffe && code != 0xffff) // others are no characters of XML
            bytes_put(bytes, slice_part(text, at, at + length));
    }
}

static void put_attribute(struct bytes *bytes, const char *name, struct slice text) {
    bytes_put_string(bytes, name);
    bytes_put(bytes, SLICE("=\""));
    put_xml(bytes, text);
    bytes_put(bytes, SLICE("\""));
}

#define GEXF_PAIRS                                                                                           \
    " FROM happening x JOIN happening_party pa ON pa.happening = x.id AND pa.role = 'actor' JOIN actor a "   \
    "ON "                                                                                                    \
    "a.id = pa.actor JOIN happening_party pr ON pr.happening = x.id AND ((x.mutual = 0 AND pr.role = "       \
    "'recipient') OR (x.mutual = 1 AND pr.role = 'actor' AND pr.position > pa.position)) JOIN actor r ON "   \
    "r.id = pr.actor WHERE a.id <> r.id AND x.id IN (SELECT v.id"

static bool write_gexf(struct exporter *exporter) {
    struct arena *arena = arena_new();
    struct query_sql sql;
    struct rows *rows = NULL;
    bool ok =
        query_sql_of(exporter->store, ledger_find("events"), exporter->filters, arena, &sql, exporter->error);
    put(exporter,
        SLICE(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" "
            "version=\"1.3\">\n"
            "<graph defaultedgetype=\"directed\" mode=\"dynamic\" timeformat=\"date\" "
            "timerepresentation=\"timestamp\">\n<attributes class=\"node\" mode=\"static\">\n"
            "<attribute id=\"kind\" title=\"kind\" type=\"string\"/>\n"
            "<attribute id=\"country\" title=\"country\" type=\"string\"/>\n</attributes>\n"
            "<attributes class=\"edge\" mode=\"static\">\n"
            "<attribute id=\"factuality\" title=\"factuality\" type=\"string\"/>\n</attributes>\n<nodes>\n"));
    const char *nodes = arena_string(
        arena, arena_format(
                   arena,
                   "SELECT n.id, n.name, n.kind, n.country FROM actor n WHERE n.id IN (SELECT a.id" GEXF_PAIRS
                       SLICE_FORMAT ") UNION SELECT r.id" GEXF_PAIRS SLICE_FORMAT ")) ORDER BY n.id",
                   SLICE_ARG(sql.text), SLICE_ARG(sql.text)));
    if (ok) rows = database_query(exporter->store->database, nodes, sql.values, sql.count, exporter->error);
    ok = rows != NULL;
    while (ok && !exporter->broken && rows_next(rows)) {
        arena_reset(exporter->arena);
        struct bytes line = { .arena = exporter->arena };
        put_attribute(&line, "<node id", rows_text(rows, 0));
        put_attribute(&line, " label", rows_text(rows, 1));
        put_attribute(&line, "><attvalues><attvalue for=\"kind\" value", rows_text(rows, 2));
        put_attribute(&line, "/><attvalue for=\"country\" value", rows_text(rows, 3));
        bytes_put(&line, SLICE("/></attvalues></node>\n"));
        put(exporter, (struct slice){ line.start, line.length });
    }
    ok = rows_close(rows, exporter->error) && ok;
    put(exporter, SLICE("</nodes>\n<edges>\n"));
    const char *edges = arena_string(
        arena,
        arena_format(
            arena,
            "SELECT a.id, r.id, x.type, x.factuality, COALESCE(x.date_from, substr(x.first_published, 1, "
            "10)), x.reports, x.mutual, x.id" GEXF_PAIRS SLICE_FORMAT ") ORDER BY x.id, pa.position, "
            "pr.position",
            SLICE_ARG(sql.text)));
    rows =
        ok ? database_query(exporter->store->database, edges, sql.values, sql.count, exporter->error) : NULL;
    ok = rows != NULL;
    while (ok && !exporter->broken && rows_next(rows)) {
        arena_reset(exporter->arena);
        struct bytes line = { .arena = exporter->arena };
        put_attribute(&line, "<edge id", arena_format(exporter->arena, "%zu", exporter->count++));
        put_attribute(&line, " source", rows_text(rows, 0));
        put_attribute(&line, " target", rows_text(rows, 1));
        put_attribute(&line, " kind", rows_text(rows, 2));
        put_attribute(&line, " label", rows_text(rows, 7));
        put_attribute(&line, " weight", arena_format(exporter->arena, "%" PRId64, rows_integer(rows, 5)));
        if (rows_integer(rows, 6)) bytes_put(&line, SLICE(" type=\"undirected\""));
        if (rows_text(rows, 4).length == 10) put_attribute(&line, " timestamp", rows_text(rows, 4));
        put_attribute(&line, "><attvalues><attvalue for=\"factuality\" value", rows_text(rows, 3));
        bytes_put(&line, SLICE("/></attvalues></edge>\n"));
        put(exporter, (struct slice){ line.start, line.length });
    }
    ok = rows_close(rows, exporter->error) && ok;
    put(exporter, SLICE("</edges>\n</graph>\n</gexf>\n"));
    arena_free(arena);
    return ok;
}

// --- what is made of records

typedef void (*put_record)(struct exporter *exporter, const struct record *record);

static bool write_records(struct exporter *exporter, put_record put_one) {
    struct arena *arena = arena_new(), *of_record = arena_new();
    struct query_sql sql;
    bool ok = query_sql_of(exporter->store, ledger_find("documents"), exporter->filters, arena, &sql,
                           exporter->error);
    const char *text =
        ok ? arena_string(arena, arena_format(arena,
                                              "SELECT d.record, o.origin, (SELECT w.agency FROM document "
                                              "w WHERE w.id = o.origin) FROM document d LEFT JOIN origin o "
                                              "ON o.document = d.id AND o.origin <> d.id WHERE d.id IN "
                                              "(SELECT v.id" SLICE_FORMAT
                                              ") ORDER BY COALESCE(d.published, ''), d.id",
                                              SLICE_ARG(sql.text)))
           : "";
    struct rows *rows =
        ok ? database_query(exporter->store->database, text, sql.values, sql.count, exporter->error) : NULL;
    ok = rows != NULL;
    while (ok && !exporter->broken && rows_next(rows)) {
        arena_reset(of_record);
        arena_reset(exporter->arena);
        struct slice json;
        const struct record *record = store_unpack(rows_text(rows, 0), of_record, &json)
                                          ? record_read_json(json, of_record, exporter->error)
                                          : NULL;
        if (!record) {
            ok = error_at(exporter->error, ERROR_INPUT,
                          (struct place_in_file){ .file = exporter->store->where },
                          "a record is damaged: `dragoman check` says which");
            break;
        }
        if (rows_text(rows, 1).length)
            record = record_as_copy(record, rows_text(rows, 1), rows_text(rows, 2), of_record);
        put_one(exporter, record);
    }
    ok = rows_close(rows, exporter->error) && ok;
    arena_free(of_record);
    arena_free(arena);
    return ok;
}

static void put_json_record(struct exporter *exporter, const struct record *record) {
    exporter->count++;
    put(exporter, record_write_json(record, exporter->arena));
}

// Code points before this byte: Web Annotation counts characters.
static struct value characters(struct slice text, uint32_t position) {
    return value_integer((int64_t)utf8_count(slice_part(text, 0, position)));
}

static struct slice around(struct slice text, size_t from, size_t to) {
    while (from < to && from > 0 && from < text.length && (text.start[from] & 0xc0) == 0x80) from++;
    while (to > from && to < text.length && (text.start[to] & 0xc0) == 0x80) to--;
    return slice_part(text, from, to);
}

static void put_annotation(struct exporter *exporter, const struct record_document *document, struct slice id,
                           const char *tag, struct slice label, const struct record_span *span) {
    enum { CONTEXT = 32 }; // bytes of prefix and suffix
    if (!span) return;
    struct bytes line = { .arena = exporter->arena };
    const struct slice text = document->text;
    const struct value start = characters(text, span->start), end = characters(text, span->end);
    bytes_put(&line, SLICE("{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"urn:dragoman:"));
    bytes_put(&line, id);
    bytes_put(
        &line,
        SLICE("\",\"type\":\"Annotation\",\"motivation\":\"classifying\",\"body\":{\"type\":\"TextualBody\","
              "\"purpose\":\"tagging\",\"value\":"));
    cell_put_json_text(&line, arena_format(exporter->arena, "%s:" SLICE_FORMAT, tag, SLICE_ARG(label)));
    bytes_put(&line, SLICE("},\"target\":{\"source\":"));
    cell_put_json_text(
        &line, document->url.length
                   ? document->url
                   : arena_format(exporter->arena, "urn:dragoman:" SLICE_FORMAT, SLICE_ARG(document->id)));
    bytes_put(&line, SLICE(",\"selector\":[{\"type\":\"TextQuoteSelector\",\"exact\":"));
    cell_put_json_text(&line, span->text);
    bytes_put(&line, SLICE(",\"prefix\":"));
    cell_put_json_text(&line, around(text, span->start < CONTEXT ? 0 : span->start - CONTEXT, span->start));
    bytes_put(&line, SLICE(",\"suffix\":"));
    cell_put_json_text(&line, around(text, span->end, span->end + CONTEXT));
    bytes_put(&line, SLICE("},{\"type\":\"TextPositionSelector\",\"start\":"));
    cell_put_json(&line, &start);
    bytes_put(&line, SLICE(",\"end\":"));
    cell_put_json(&line, &end);
    bytes_put(&line, SLICE("}]}}\n"));
    put(exporter, (struct slice){ line.start, line.length });
    exporter->count++;
}

static void put_annotations(struct exporter *exporter, const struct record *record) {
    for (size_t i = 0; i < record->events.count; i++) {
        const struct record_event *event = &record->events.items[i];
        put_annotation(exporter, record->document, event->id, "event", event->type,
                       event->evidence ? event->evidence->trigger : NULL);
    }
    for (size_t i = 0; i < record->figures.count; i++) {
        const struct record_figure *figure = &record->figures.items[i];
        put_annotation(exporter, record->document, figure->id, "figure", figure->measure,
                       figure->evidence ? figure->evidence->span : NULL);
    }
    for (size_t i = 0; i < record->statements.count; i++) {
        const struct record_statement *statement = &record->statements.items[i];
        put_annotation(exporter, record->document, statement->id, "statement", statement->cue,
                       statement->content);
    }
}

// brat's standoff, each document after its text: "# text ID" and "# ann ID" part them; `split` makes the
// files.
static void put_brat(struct exporter *exporter, const struct record *record) {
    struct bytes out = { .arena = exporter->arena };
    const struct slice text = record->document->text;
    bytes_put(&out, arena_format(exporter->arena, "#TEXT " SLICE_FORMAT ".txt %zu\n",
                                 SLICE_ARG(record->document->id), text.length));
    bytes_put(&out, text);
    bytes_put(&out, arena_format(exporter->arena, "\n#ANN " SLICE_FORMAT ".ann\n",
                                 SLICE_ARG(record->document->id)));
    size_t number = 1;
    for (size_t i = 0; i < record->events.count; i++) {
        const struct record_event *event = &record->events.items[i];
        const struct record_span *trigger = event->evidence ? event->evidence->trigger : NULL;
        if (!trigger) continue;
        const int64_t start = characters(text, trigger->start).integer,
                      end = characters(text, trigger->end).integer;
        bytes_put(&out, arena_format(exporter->arena,
                                     "T%zu\t" SLICE_FORMAT " %" PRId64 " %" PRId64 "\t" SLICE_FORMAT "\n",
                                     number, SLICE_ARG(event->type), start, end, SLICE_ARG(trigger->text)));
        struct slice arguments = { "", 0 };
        const size_t of_event = number++;
        const struct {
            const char *role;
            struct record_span_list spans;
        } parts[] = { { "Actor", event->evidence->actors }, { "Recipient", event->evidence->recipients } };
        for (size_t j = 0; j < 2; j++)
            for (size_t k = 0; k < parts[j].spans.count; k++) {
                const struct record_span *span = &parts[j].spans.items[k];
                bytes_put(&out, arena_format(exporter->arena,
                                             "T%zu\tEntity %" PRId64 " %" PRId64 "\t" SLICE_FORMAT "\n",
                                             number, characters(text, span->start).integer,
                                             characters(text, span->end).integer, SLICE_ARG(span->text)));
                const struct slice suffix =
                    k ? arena_format(exporter->arena, "%zu", k + 1) : (struct slice){ "", 0 };
                arguments = arena_format(exporter->arena, SLICE_FORMAT " %s" SLICE_FORMAT ":T%zu",
                                         SLICE_ARG(arguments), parts[j].role, SLICE_ARG(suffix), number++);
            }
        bytes_put(&out, arena_format(exporter->arena, "E%zu\t" SLICE_FORMAT ":T%zu" SLICE_FORMAT "\n", i + 1,
                                     SLICE_ARG(event->type), of_event, SLICE_ARG(arguments)));
    }
    put(exporter, (struct slice){ out.start, out.length });
    exporter->count++;
}

// --- flat tables of one kind

static const char *const tables[] = { "events", "figures", "statements", "captives", "entities" };

static bool write_flat(struct exporter *exporter, const char *table, bool is_csv) {
    static const char query[] =
        "SELECT d.record, o.origin, (SELECT w.agency FROM document w WHERE w.id = o.origin) FROM "
        "document d LEFT JOIN origin o ON o.document = d.id AND o.origin <> d.id WHERE d.id IN "
        "(SELECT v.id" SLICE_FORMAT ") ORDER BY COALESCE(d.published, ''), d.id";
    const struct flat_options options = { is_csv ? FLAT_CSV : FLAT_TSV, exporter->options->raw,
                                          exporter->options->dyads };
    const enum record_kind kind = flat_table(slice_of(table));
    struct arena *arena = arena_new(), *of_record = arena_new();
    struct query_sql sql;
    bool ok = query_sql_of(exporter->store, ledger_find("documents"), exporter->filters, arena, &sql,
                           exporter->error);
    struct rows *rows =
        ok ? database_query(exporter->store->database,
                            arena_string(arena, arena_format(arena, query, SLICE_ARG(sql.text))), sql.values,
                            sql.count, exporter->error)
           : NULL;
    ok = rows != NULL;
    if (ok) put(exporter, flat_head(kind, &options, arena));
    while (ok && !exporter->broken && rows_next(rows)) {
        arena_reset(of_record);
        struct slice json;
        const struct record *record = store_unpack(rows_text(rows, 0), of_record, &json)
                                          ? record_read_json(json, of_record, exporter->error)
                                          : NULL;
        if (!record) {
            ok = error_at(exporter->error, ERROR_INPUT,
                          (struct place_in_file){ .file = exporter->store->where },
                          "a record is damaged: `dragoman check` says which");
            break;
        }
        if (rows_text(rows, 1).length)
            record = record_as_copy(record, rows_text(rows, 1), rows_text(rows, 2), of_record);
        const struct slice text = flat_rows(record, kind, &options, of_record);
        for (size_t i = 0; i < text.length; i++) exporter->count += text.start[i] == '\n';
        put(exporter, text);
    }
    ok = rows_close(rows, exporter->error) && ok;
    arena_free(of_record);
    arena_free(arena);
    return ok;
}

// --- decisions of people, as gold

static bool write_gold(struct exporter *exporter) {
    struct rows *rows =
        database_query(exporter->store->database,
                       "SELECT decision, kind, entry, other, field, value, document, words_start, "
                       "words_end, words, other_document, other_start, other_end, other_words, note, "
                       "author, made FROM amendment ORDER BY number",
                       NULL, 0, exporter->error);
    if (!rows) return false;
    while (!exporter->broken && rows_next(rows)) {
        arena_reset(exporter->arena);
        struct bytes line = { .arena = exporter->arena };
        for (size_t i = 0; i < rows_columns(rows); i++) {
            const struct value value = rows_value(rows, i);
            bytes_put(&line, i ? SLICE(",") : SLICE("{"));
            cell_put_json_text(&line, slice_of(rows_name(rows, i)));
            bytes_put(&line, SLICE(":"));
            cell_put_json(&line, &value);
        }
        bytes_put(&line, SLICE("}\n"));
        put(exporter, (struct slice){ line.start, line.length });
        exporter->count++;
    }
    return rows_close(rows, exporter->error);
}

// --- the table

static const struct export_format formats[] = {
    { "jsonl", "jsonl", "whole records, one JSON object a line, as `dragoman code` prints them" },
    { "events-csv", "csv", "each document's events as CSV; --dyads: one row a pair" },
    { "events-tsv", "tsv", "the same as TSV" },
    { "figures-csv", "csv", "figures as CSV" },
    { "figures-tsv", "tsv", "the same as TSV" },
    { "statements-csv", "csv", "statements as CSV" },
    { "statements-tsv", "tsv", "the same as TSV" },
    { "captives-csv", "csv", "accounts of captives as CSV" },
    { "captives-tsv", "tsv", "the same as TSV" },
    { "entities-csv", "csv", "each document's entities as CSV" },
    { "entities-tsv", "tsv", "the same as TSV" },
    { "gdelt", "export.CSV", "GDELT 2.0 events: 61 columns, a row a dyad, no head" },
    { "gdelt-mentions", "mentions.CSV", "GDELT 2.0 mentions: 16 columns, no head" },
    { "polecat", "tsv", "POLECAT: 40 columns, a row a dyad" },
    { "icews", "tab", "ICEWS: 20 columns, a row a dyad" },
    { "hxl", "csv", "figures with a line of HXL tags" },
    { "geojson", "geojson", "happenings as GeoJSON; those without a place have a null geometry" },
    { "gexf", "gexf", "actors and what they do to each other as GEXF 1.3, for Gephi" },
    { "annotations", "jsonl", "W3C Web Annotations, one a line" },
    { "brat", "brat", "brat's standoff, text and annotations of each document one after the other" },
    { "gold", "jsonl", "what people decided by `dragoman amend`, one decision a line" },
};

const struct export_format *export_format_at(size_t index) {
    return index < sizeof formats / sizeof *formats ? &formats[index] : NULL;
}
const struct export_format *export_format_find(const char *name) {
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0) return &formats[i];
    return NULL;
}

static bool write_format(struct exporter *exporter, const char *name) {
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++)
        if (strcmp(name, sheets[i].name) == 0) return write_sheet(exporter, &sheets[i]);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        const size_t length = strlen(tables[i]);
        if (strncmp(name, tables[i], length) == 0 && name[length] == '-')
            return write_flat(exporter, tables[i], strcmp(name + length, "-csv") == 0);
    }
    if (strcmp(name, "geojson") == 0) return write_geojson(exporter);
    if (strcmp(name, "gexf") == 0) return write_gexf(exporter);
    if (strcmp(name, "gold") == 0) return write_gold(exporter);
    if (strcmp(name, "annotations") == 0) return write_records(exporter, put_annotations);
    if (strcmp(name, "brat") == 0) return write_records(exporter, put_brat);
    return write_records(exporter, put_json_record);
}

bool export_write(struct store *store, const struct export_format *format,
                  const struct query_filters *filters, const struct export_options *options,
                  export_put put_bytes, void *context, size_t *count, struct error *error) {
    struct exporter exporter = { store, filters, options, put_bytes, context, 0, arena_new(), error, false };
    const bool ok = write_format(&exporter, format->name);
    arena_free(exporter.arena);
    if (count) *count = exporter.count;
    return ok && (!exporter.broken ||
                  error_at(error, ERROR_SYSTEM, (struct place_in_file){ 0 }, "it could not be written"));
}

bool export_manifest(struct store *store, const struct export_format *format,
                     const struct query_filters *filters, const char *version, size_t count,
                     struct arena *arena, struct slice *json, struct error *error) {
    struct rows *rows =
        database_query(store->database, "SELECT id, published FROM document ORDER BY id", NULL, 0, error);
    if (!rows) return false;
    uint64_t hash = 0;
    size_t documents = 0;
    for (; rows_next(rows); documents++) hash = hash_bytes(rows_text(rows, 0), hash);
    if (!rows_close(rows, error)) return false;
    struct bytes out = { .arena = arena };
    bytes_put(&out, SLICE("{\"format\":"));
    cell_put_json_text(&out, slice_of(format->name));
    bytes_put(&out, SLICE(",\"program\":"));
    cell_put_json_text(&out, slice_of(version));
    bytes_put(&out,
              arena_format(arena, ",\"entries\":%zu,\"documents\":%zu,\"documents_hash\":\"%016" PRIx64 "\"",
                           count, documents, hash));
    bytes_put(&out, SLICE(",\"makers\":["));
    rows = database_query(store->database,
                          "SELECT program, knowledge, models FROM maker WHERE id IN (SELECT maker FROM "
                          "document) ORDER BY id",
                          NULL, 0, error);
    for (size_t i = 0; rows && rows_next(rows); i++) {
        bytes_put_string(&out, i ? ",{" : "{");
        for (size_t j = 0; j < 3; j++) {
            if (j) bytes_put(&out, SLICE(","));
            cell_put_json_text(&out, slice_of(rows_name(rows, j)));
            bytes_put(&out, SLICE(":"));
            cell_put_json_text(&out, rows_text(rows, j));
        }
        bytes_put(&out, SLICE("}"));
    }
    if (!rows || !rows_close(rows, error)) return false;
    bytes_put(&out, SLICE("],\"filters\":{"));
    bool is_first = true;
    for (size_t i = 0; i < QUERY_FILTER_COUNT; i++) {
        const char *text;
        memcpy(&text, (const char *)filters + query_options[i].offset, sizeof text);
        if (!text) continue;
        if (!is_first) bytes_put(&out, SLICE(","));
        is_first = false;
        cell_put_json_text(&out, slice_of(query_options[i].option));
        bytes_put(&out, SLICE(":"));
        cell_put_json_text(&out, slice_of(text));
    }
    bytes_put(
        &out,
        SLICE("},\"licence\":\"texts and quotations belong to their publishers; what was coded from them may "
              "be used as its maker says\"}\n"));
    *json = (struct slice){ out.start, out.length };
    return true;
}
