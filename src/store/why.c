// why.c - one table: for each kind of entry the questions that explain it.
//
// A column that begins with "_" is not shown itself: _start is the sentence's first byte in the document,
// _from and _to are the words of the entry, which are put in brackets in the sentence.
#include "store/why.h"

#include "store/parts.h"

#include <stdio.h>

struct section {
    const char *title, *sql;
};
struct kind {
    const char *name, *exists;
    struct section sections[7];
};

#define EVENT_REPORTS(where)                                                                                 \
    "SELECT d.published, d.outlet, d.source, e.sentence_text AS sentence, e.sentence_start AS _start, "      \
    "e.trigger_start AS _from, e.trigger_end AS _to, e.actors, e.recipients, e.mediators, e.date_from, "     \
    "e.date_text, e.date_provenance, e.place, e.place_provenance, e.factuality, e.according_to, "            \
    "e.confidence, e.rule AS made_by, m.program, m.knowledge, m.models, r.why AS joined_because, "           \
    "o.origin AS copy_of_origin, e.id AS event, e.document FROM event e JOIN document d ON d.id = "          \
    "e.document JOIN maker m ON m.id = d.maker LEFT JOIN report r ON r.event = e.id LEFT JOIN origin o "     \
    "ON o.document = d.id AND o.origin <> d.id WHERE " where                                                 \
    " ORDER BY COALESCE(d.published, ''), d.id, e.position"
#define DECISIONS                                                                                            \
    {                                                                                                        \
        "decisions of people", "SELECT decision, other, field, value, note, author, made FROM amendment "    \
                               "WHERE entry = $1 OR other = $1 ORDER BY number"                              \
    }

static const struct kind kinds[] = {
    { "happening",
      "SELECT 1 FROM happening WHERE id = $1",
      { { "happening",
          "SELECT type, mode, act, cameo, goldstein, actors, recipients, mediators, about, date_from, "
          "date_to, place, "
          "place_country AS country, factuality, reports, documents, outlets, origins, first_published, "
          "last_published FROM happening WHERE id = $1" },
        { "reports", EVENT_REPORTS("r.happening = $1") },
        { "figures", "SELECT f.words, f.measure, f.low, f.high, f.according_to, f.outlet, f.published, f.id "
                     "FROM figures f WHERE f.event = $1 ORDER BY COALESCE(f.published, ''), f.id" },
        { "may be the same as",
          "SELECT CASE WHEN s.a = $1 THEN s.b ELSE s.a END AS happening, h.type, h.date_from, "
          "h.actors, h.recipients, s.why FROM maybe_same s JOIN happening h ON h.id = "
          "CASE WHEN s.a = $1 THEN s.b ELSE s.a END WHERE s.a = $1 OR s.b = $1 ORDER BY 1" },
        { "disagreements", "SELECT kind, told, resolved, id FROM conflict WHERE about = $1 ORDER BY id" },
        DECISIONS } },
    { "event",
      "SELECT 1 FROM event WHERE id = $1",
      { { "event", EVENT_REPORTS("e.id = $1") },
        { "tells of", "SELECT happening, why FROM report WHERE event = $1" },
        DECISIONS } },
    { "figure",
      "SELECT 1 FROM figure WHERE id = $1",
      { { "figure",
          "SELECT f.measure, f.low, f.high, f.qualifier, f.counted, f.since, f.as_of, f.place, f.factuality, "
          "f.according_to, d.published, d.outlet, d.source, f.words, f.sentence_text AS sentence, f.event, "
          "f.document "
          "FROM figure f JOIN document d ON d.id = f.document WHERE f.id = $1" },
        { "disagreements", "SELECT c.kind, c.told, c.resolved, c.id FROM conflict c JOIN conflict_side s "
                           "ON s.conflict = c.id WHERE s.entry = $1 ORDER BY c.id" },
        DECISIONS } },
    { "statement",
      "SELECT 1 FROM statement WHERE id = $1",
      { { "statement",
          "SELECT s.speaker_name AS speaker, s.cue, s.kind, s.mode, s.venue, s.date, s.content, s.quotes, "
          "s.according_to, s.sentence_text AS sentence, d.published, d.outlet, d.source, s.document FROM "
          "statement s "
          "JOIN document d ON d.id = s.document WHERE s.id = $1" },
        DECISIONS } },
    { "captive",
      "SELECT 1 FROM captivity WHERE id = $1",
      { { "captive", "SELECT name, low, high, counted, nationalities, holder_name AS holder, status, "
                     "status_date, since, place, "
                     "conflicting, part_of, documents, origins FROM captivity WHERE id = $1" },
        { "accounts",
          "SELECT published, outlet, status, status_date, count, counted, holder, according_to, words, "
          "why AS joined_because, id, document FROM captive_accounts WHERE captivity = $1 "
          "ORDER BY COALESCE(published, ''), id" },
        { "counted in it",
          "SELECT id, name, low, counted, status FROM captivity WHERE part_of = $1 ORDER BY id" },
        DECISIONS } },
    { "account of a captive",
      "SELECT 1 FROM captive WHERE id = $1",
      { { "account",
          "SELECT captivity, published, outlet, status, status_date, count, counted, holder, according_to, "
          "words, why AS joined_because, document FROM captive_accounts WHERE id = $1" },
        DECISIONS } },
    { "talks",
      "SELECT 1 FROM talks WHERE id = $1",
      { { "talks",
          "SELECT parties, mediators, not_taking_part, issue, stage, stage_date, conditions, first_date, "
          "last_date, documents, origins FROM talks WHERE id = $1" },
        { "steps", "SELECT date, stage, published, outlet, words, event, document FROM negotiation_steps "
                   "WHERE negotiation = $1 ORDER BY position" },
        DECISIONS } },
    { "disagreement",
      "SELECT 1 FROM conflict WHERE id = $1",
      { { "disagreement",
          "SELECT kind, subject, about, date, place, first_published, last_published, resolved "
          "FROM conflict WHERE id = $1" },
        { "sides", "SELECT value, says, outlet, published, words, entry, document FROM conflict_side "
                   "WHERE conflict = $1 ORDER BY position" } } },
    { "actor",
      "SELECT 1 FROM actor WHERE id = $1",
      { { "actor",
          "SELECT name, kind, country, sector, code, offices, represents, documents, mentions, acts, "
          "received, first_published, last_published, known FROM actors WHERE id = $1" },
        { "names", "SELECT name, documents FROM alias WHERE actor = $1 ORDER BY documents DESC, name" },
        { "joined from",
          "SELECT d.published, d.outlet, m.entity, e.name, m.why, m.document FROM member m "
          "JOIN document d ON d.id = m.document JOIN entity e ON e.document = m.document AND e.id = "
          "m.entity WHERE m.actor = $1 ORDER BY COALESCE(d.published, ''), d.id, m.entity" } } },
    { "document",
      "SELECT 1 FROM document WHERE id = $1",
      { { "document",
          "SELECT d.title, d.published, d.published_from, d.outlet, d.agency, d.byline, d.source, d.url, "
          "d.language, d.hash, m.program, m.knowledge, m.models, o.origin, o.similarity FROM document d "
          "JOIN maker m ON m.id = d.maker LEFT JOIN origin o ON o.document = d.id WHERE d.id = $1" },
        { "found at",
          "SELECT place, outlet, published, captured FROM appearance WHERE document = $1 ORDER BY place" },
        { "copies of it",
          "SELECT d.id, d.outlet, d.published, o.similarity FROM origin o JOIN document d ON d.id = "
          "o.document WHERE o.origin = $1 AND o.document <> $1 ORDER BY d.id" } } },
};

// "Karsia [denied] it", by the bytes of the document that both are.
static struct slice marked(struct slice sentence, int64_t start, int64_t from, int64_t to,
                           struct arena *arena) {
    if (from < start || to < from || (uint64_t)(to - start) > sentence.length) return sentence;
    const size_t a = (size_t)(from - start), b = (size_t)(to - start);
    return arena_format(arena, SLICE_FORMAT "[" SLICE_FORMAT "]" SLICE_FORMAT,
                        SLICE_ARG(slice_part(sentence, 0, a)), SLICE_ARG(slice_part(sentence, a, b)),
                        SLICE_ARG(slice_part(sentence, b, sentence.length)));
}

static struct value cell_of(const struct rows *rows, size_t column, struct arena *arena) {
    struct value value = rows_value(rows, column);
    if (strcmp(rows_name(rows, column), "sentence") != 0 || value.kind != VALUE_TEXT) return value;
    int64_t marks[3] = { -1, -1, -1 };
    static const char *const names[] = { "_start", "_from", "_to" };
    for (size_t i = 0; i < rows_columns(rows); i++)
        for (size_t j = 0; j < 3; j++)
            if (strcmp(rows_name(rows, i), names[j]) == 0 && rows_value(rows, i).kind == VALUE_INTEGER)
                marks[j] = rows_integer(rows, i);
    if (marks[0] < 0 || marks[1] < 0) return value;
    value.text = marked(arena_copy(arena, value.text), marks[0], marks[1], marks[2], arena);
    return value;
}

static void put_row(const struct rows *rows, enum why_form form, size_t number, struct bytes *to) {
    bool is_first = true;
    if (form == WHY_JSON) bytes_put_string(to, number ? ",{" : "{");
    for (size_t i = 0; i < rows_columns(rows); i++) {
        const char *name = rows_name(rows, i);
        if (name[0] == '_') continue;
        const struct value value = cell_of(rows, i, to->arena);
        if (form == WHY_JSON) {
            if (!is_first) bytes_put(to, SLICE(","));
            cell_put_json_text(to, slice_of(name));
            bytes_put(to, SLICE(":"));
            cell_put_json(to, &value);
        } else if (value.kind != VALUE_NULL) {
            char left[40];
            snprintf(left, sizeof left, "%s %-16s", is_first && number ? "\n " : " ", name);
            bytes_put_string(to, left);
            bytes_put(to, cell_words(&value, to->arena));
            bytes_put(to, SLICE("\n"));
        }
        is_first = false;
    }
    if (form == WHY_JSON) bytes_put(to, SLICE("}"));
}

static bool put_section(struct store *store, const struct section *section, struct slice id,
                        enum why_form form, struct bytes *to, struct error *error) {
    const struct value value = value_text(id);
    struct rows *rows = database_query(store->database, section->sql, &value, 1, error);
    if (!rows) return false;
    size_t number = 0;
    if (form == WHY_JSON) {
        bytes_put(to, SLICE(","));
        cell_put_json_text(to, slice_of(section->title));
        bytes_put(to, SLICE(":["));
    }
    for (; rows_next(rows); number++) {
        if (number == 0 && form == WHY_TEXT) {
            bytes_put_string(to, section->title);
            bytes_put(to, SLICE("\n"));
        }
        put_row(rows, form, number, to);
    }
    if (form == WHY_JSON) bytes_put(to, SLICE("]"));
    if (form == WHY_TEXT && number) bytes_put(to, SLICE("\n"));
    return rows_close(rows, error);
}

bool why_write(struct store *store, struct slice id, enum why_form form, struct bytes *to,
               struct error *error) {
    const struct value value = value_text(id);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        int64_t found;
        if (!database_integer(store->database, kinds[i].exists, &value, 1, &found, error)) return false;
        if (!found) continue;
        if (form == WHY_JSON) {
            bytes_put(to, SLICE("{\"id\":"));
            cell_put_json_text(to, id);
            bytes_put(to, SLICE(",\"kind\":"));
            cell_put_json_text(to, slice_of(kinds[i].name));
        }
        for (const struct section *section = kinds[i].sections;
             section < kinds[i].sections + sizeof kinds[i].sections / sizeof *section && section->title;
             section++)
            if (!put_section(store, section, id, form, to, error)) return false;
        if (form == WHY_JSON) bytes_put(to, SLICE("}\n"));
        return true;
    }
    return error_at(error, ERROR_INPUT, (struct place_in_file){ .file = store->where },
                    "there is no entry \"" SLICE_FORMAT "\"", SLICE_ARG(id));
}
