// match.c - expectations against records.
//
// Each kind of record has one function that compares one record with the expectation and counts what agrees.
// The record that agrees in all matches; the one that agrees in most is what a failing case shows.
#include "match.h"

#include "base/utf8.h"
#include "record/record.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NAMES_LIMIT 16u  // names in one list
#define CLAUSES_LIMIT 8u // clauses of one line

struct names {
    struct slice items[NAMES_LIMIT];
    size_t count;
    bool is_any; // "-", or not there
};

struct clause {
    const struct record_field *field;
    struct slice value;
};

struct expectation {
    bool is_negated;
    struct slice kind;
    struct slice words[4];    // "CONSULT phone 041 happened"; "-" where left out
    struct slice rest;        // after ": ", or the whole rest for kinds of one value
    struct names left, right; // before and after "->"
    struct clause clauses[CLAUSES_LIMIT];
    size_t clause_count;
};

struct matching {
    const struct record *record;
    const struct record_document *document;
    const struct expectation *expected;
    struct arena *arena;
    size_t agreed, asked; // of the record being compared
};

static bool is_any(struct slice field) {
    return slice_equal(field, SLICE("-"));
}

static void note(struct matching *matching, bool agrees) {
    matching->asked++;
    matching->agreed += agrees;
}

// Names

static struct slice without_article(struct slice name) {
    static const struct slice articles[] = { SLICE("the "), SLICE("a "), SLICE("an ") };
    for (size_t i = 0; i < sizeof articles / sizeof *articles; i++)
        if (slice_starts(name, articles[i])) return slice_part(name, articles[i].length, name.length);
    return name;
}

static struct slice folded_name(const struct matching *matching, struct slice name) {
    return without_article(utf8_fold(name, matching->arena));
}

static bool is_letter(struct slice text, size_t at) {
    size_t length;
    return at < text.length && utf8_is_word(utf8_at(text, at, &length));
}

// Whether `text` holds `words` with no letter or digit right before or after. Bytes of a longer character
// before the words count as letters.
static bool holds_words(struct slice text, struct slice words) {
    if (!words.length) return false;
    for (size_t at = 0; (at = slice_find(text, words, at)) != SIZE_MAX; at++) {
        const bool free_left =
            at == 0 || (!((unsigned char)text.start[at - 1] & 0x80) && !is_letter(text, at - 1));
        if (free_left && !is_letter(text, at + words.length)) return true;
    }
    return false;
}

static bool names_entity(const struct matching *matching, struct slice name,
                         const struct record_entity *entity) {
    if (!entity) return false;
    const struct slice wanted = folded_name(matching, name);
    const bool is_common = !utf8_starts_upper(without_article(name)) && !utf8_is_all_upper(name);
    if (slice_equal(folded_name(matching, entity->name), wanted)) return true;
    for (size_t i = 0; i < entity->aliases.count; i++) {
        const struct slice alias = folded_name(matching, entity->aliases.items[i]);
        if (slice_equal(alias, wanted) || (is_common && holds_words(alias, wanted))) return true;
    }
    return false;
}

static bool names_ref(const struct matching *matching, struct slice name, struct record_ref ref) {
    return names_entity(matching, name, record_entity_of(matching->record, ref));
}

// As a party or a source: what it represents counts too, unless it is a person.
static bool names_party(const struct matching *matching, struct slice name, struct record_ref ref) {
    for (int depth = 0; depth < 8; depth++) {
        const struct record_entity *entity = record_entity_of(matching->record, ref);
        if (names_entity(matching, name, entity)) return true;
        if (!entity || slice_equal(entity->kind, SLICE("person"))) return false;
        ref = entity->represents;
    }
    return false;
}

static bool names_optional(const struct matching *matching, struct slice name, struct record_ref ref) {
    if (is_any(name)) return true;
    if (slice_equal(name, SLICE("nobody")) || slice_equal(name, SLICE("none"))) return !ref.id.length;
    return names_party(matching, name, ref);
}

// Gives each name from `from` on a party of its own.
static bool assign(const struct matching *matching, const struct names *names, struct record_refs parties,
                   size_t from, uint32_t taken) {
    if (from == names->count) return true;
    for (size_t i = 0; i < parties.count; i++)
        if (!(taken & 1u << i) && names_party(matching, names->items[from], parties.items[i]) &&
            assign(matching, names, parties, from + 1, taken | 1u << i))
            return true;
    return false;
}

// All parties, no more and no fewer.
static bool are_parties(const struct matching *matching, const struct names *names,
                        struct record_refs parties) {
    if (names->is_any) return true;
    return names->count == parties.count && parties.count <= NAMES_LIMIT &&
           assign(matching, names, parties, 0, 0);
}

static bool are_among(const struct matching *matching, const struct names *names,
                      struct record_refs parties) {
    if (names->is_any) return true;
    for (size_t n = 0; n < names->count; n++) {
        bool found = false;
        for (size_t i = 0; i < parties.count && !found; i++)
            found = names_party(matching, names->items[n], parties.items[i]);
        if (!found) return false;
    }
    return true;
}

static bool are_sources(const struct matching *matching, const struct names *names,
                        struct record_source_list sources) {
    if (names->is_any) return true;
    if (names->count != sources.count) return false;
    for (size_t i = 0; i < names->count; i++)
        if (!names_optional(matching, names->items[i], sources.items[i].entity)) return false;
    return true;
}

// Reading a line

static struct names read_names(struct slice text) {
    struct names names = { 0 };
    text = slice_trim(text);
    names.is_any = is_any(text);
    if (names.is_any || slice_equal(text, SLICE("nobody"))) return names;
    for (struct slice name; names.count < NAMES_LIMIT && slice_next(&text, SLICE(" + "), &name);)
        names.items[names.count++] = slice_trim(name);
    return names;
}

// Whether `text` begins with the key of a field: its name with spaces, in the singular if need be ("according
// to", "mediator"). `*rest`: what follows.
static bool begins_with_key(struct slice text, struct slice name, struct slice *rest) {
    if (slice_equal(name, SLICE("not_taking_part"))) name = SLICE("without");
    size_t at = 0;
    while (at < name.length && at < text.length &&
           text.start[at] == (name.start[at] == '_' ? ' ' : name.start[at]))
        at++;
    const bool is_whole = at == name.length || (at + 1 == name.length && name.start[at] == 's');
    *rest = slice_trim(slice_part(text, at, text.length));
    return is_whole && at < text.length && text.start[at] == ' ';
}

// "holder HAMAS": a field of the entry by its name in the schema.
static bool read_clause(struct expectation *expected, struct slice text) {
    for (enum record_kind kind = 0; kind < RECORD_KIND_COUNT; kind++) {
        const struct record_schema *schema = record_schema(kind);
        if (!slice_equal(slice_of(schema->name), expected->kind)) continue;
        for (size_t i = 0; i < schema->field_count; i++) {
            struct slice value;
            if (!begins_with_key(slice_trim(text), slice_of(schema->fields[i].name), &value)) continue;
            if (expected->clause_count == CLAUSES_LIMIT) return false;
            expected->clauses[expected->clause_count++] = (struct clause){ &schema->fields[i], value };
            return true;
        }
    }
    return false;
}

static bool one_of(struct slice word, const char *list) {
    struct slice rest = slice_of(list);
    for (struct slice item; slice_next(&rest, SLICE(" "), &item);)
        if (slice_equal(item, word)) return true;
    return false;
}

// How many words stand before the names or the value, by kind.
static size_t word_count(struct slice kind) {
    if (one_of(kind, "event")) return 4;
    if (one_of(kind, "figure")) return 3;
    if (one_of(kind, "statement captive negotiation disagreement entity")) return 1;
    return 0;
}

static bool read_expectation(struct slice line, struct expectation *expected) {
    *expected = (struct expectation){ 0 };
    if (slice_starts(line, SLICE("not "))) {
        expected->is_negated = true;
        line = slice_trim(slice_part(line, 4, line.length));
    }
    size_t space = slice_find(line, SLICE(" "), 0);
    if (space == SIZE_MAX) return false;
    expected->kind = slice_part(line, 0, space);
    line = slice_trim(slice_part(line, space, line.length));
    if (!one_of(expected->kind, "event statement figure captive negotiation disagreement entity repair "
                                "caption agency date apart"))
        return false;
    const bool has_clauses = one_of(expected->kind, "event figure captive negotiation");
    if (has_clauses) {
        const size_t end = slice_find(line, SLICE("; "), 0);
        if (end != SIZE_MAX) {
            struct slice rest = slice_part(line, end + 2, line.length);
            for (struct slice clause; slice_next(&rest, SLICE("; "), &clause);)
                if (!read_clause(expected, clause)) return false;
            line = slice_trim(slice_part(line, 0, end));
        }
    }
    const size_t words = word_count(expected->kind);
    for (size_t i = 0; i < words; i++) expected->words[i] = SLICE("-");
    bool at_names = words == 0;
    for (size_t i = 0; i < words && !at_names && line.length; i++) {
        space = slice_find(line, SLICE(" "), 0);
        struct slice word = slice_part(line, 0, space);
        line = slice_trim(slice_part(line, word.length, line.length));
        at_names = slice_ends(word, SLICE(":"));
        expected->words[i] = slice_part(word, 0, word.length - at_names);
    }
    expected->rest = line;
    const size_t arrow = slice_find(line, SLICE(" -> "), 0);
    const bool has_names = line.length > 0;
    expected->left = has_names ? read_names(slice_part(line, 0, arrow)) : (struct names){ .is_any = true };
    expected->right = arrow != SIZE_MAX ? read_names(slice_part(line, arrow + 4, line.length))
                                        : (struct names){ .is_any = true };
    if (one_of(expected->kind, "event")) return !has_names || at_names;
    if (one_of(expected->kind, "figure")) return !has_names;
    return has_names;
}

// Comparing

static bool agrees_word(struct slice wanted, struct slice found) {
    if (is_any(wanted)) return true;
    if (slice_equal(wanted, SLICE("none"))) return found.length == 0;
    return slice_equal(wanted, found);
}

static struct slice words_of(const struct record_span *span) { // NULL: none
    return span ? span->text : (struct slice){ 0 };
}

static bool agrees_words(const struct matching *matching, struct slice wanted, struct slice found) {
    return is_any(wanted) ||
           holds_words(utf8_fold(found, matching->arena), utf8_fold(wanted, matching->arena));
}

static bool agrees_date(struct slice wanted, const struct record_when *when) {
    const struct slice from = when ? when->from : SLICE(""), to = when ? when->to : SLICE("");
    const size_t dots = slice_find(wanted, SLICE(".."), 0);
    const struct slice first = slice_part(wanted, 0, dots);
    const struct slice last = dots == SIZE_MAX ? first : slice_part(wanted, dots + 2, wanted.length);
    return (is_any(first) || slice_equal(first, from)) && (is_any(last) || slice_equal(last, to));
}

static bool agrees_place(const struct matching *matching, struct slice wanted,
                         const struct record_place *place) {
    return is_any(wanted) || (place && names_ref(matching, wanted, place->entity));
}

static bool agrees_object(const struct matching *matching, const struct record_field *field,
                          const void *object, struct slice wanted) {
    if (field->of == RECORD_WHEN_KIND) return agrees_date(wanted, object);
    if (field->of == RECORD_PLACE_KIND) return agrees_place(matching, wanted, object);
    return field->of == RECORD_SPAN_KIND && agrees_words(matching, wanted, words_of(object));
}

// A field of `entry` with what a clause says of it.
static bool agrees_field(const struct matching *matching, const struct clause *clause, const void *entry) {
    const struct record_field *field = clause->field;
    const void *member = (const char *)entry + field->offset;
    const struct names names = read_names(clause->value);
    switch (field->type) {
    case RECORD_TYPE_REFS:
        return are_among(matching, &names, *(const struct record_refs *)member);
    case RECORD_TYPE_REF:
        return names_optional(matching, clause->value, *(const struct record_ref *)member);
    case RECORD_TYPE_MANY:
        return field->of == RECORD_SOURCE_KIND &&
               are_sources(matching, &names, *(const struct record_source_list *)member);
    case RECORD_TYPE_ONE:
        return agrees_object(matching, field, *(const void *const *)member, clause->value);
    case RECORD_TYPE_TEXT:
        return agrees_words(matching, clause->value, *(const struct slice *)member);
    case RECORD_TYPE_CHOICE:
    case RECORD_TYPE_DATE:
        return agrees_word(clause->value, *(const struct slice *)member);
    case RECORD_TYPE_BOOLEAN:
        return slice_equal(clause->value, *(const bool *)member ? SLICE("true") : SLICE("false"));
    default:
        return false;
    }
}

static void compare_clauses(struct matching *matching, const void *entry) {
    for (size_t i = 0; i < matching->expected->clause_count; i++)
        note(matching, agrees_field(matching, &matching->expected->clauses[i], entry));
}

static void compare_event(struct matching *matching, size_t index) {
    const struct record_event *event = &matching->record->events.items[index];
    const struct expectation *expected = matching->expected;
    note(matching, agrees_word(expected->words[0], event->type));
    note(matching, agrees_word(expected->words[1], event->mode));
    note(matching, agrees_word(expected->words[2], event->cameo));
    note(matching, agrees_word(expected->words[3], event->factuality));
    note(matching, are_parties(matching, &expected->left, event->actors));
    note(matching, are_parties(matching, &expected->right, event->recipients));
    compare_clauses(matching, event);
}

// Without quotation marks, spaces at the ends gone.
static struct slice unquoted(const struct matching *matching, struct slice text) {
    char *out = arena_allocate(matching->arena, text.length + 1);
    size_t used = 0, length;
    for (size_t at = 0; at < text.length; at += length) {
        const uint32_t code = utf8_at(text, at, &length);
        if (code == '"' || code == 0x201c || code == 0x201d || code == 0x201e || code == 0xab || code == 0xbb)
            continue;
        memcpy(out + used, text.start + at, length);
        used += length;
    }
    return slice_trim((struct slice){ out, used });
}

static bool begins_statement(const struct matching *matching, const struct record_statement *statement) {
    if (is_any(matching->expected->rest)) return true;
    const struct slice wanted = unquoted(matching, matching->expected->rest);
    if (slice_starts(unquoted(matching, words_of(statement->content)), wanted)) return true;
    for (size_t i = 0; i < statement->quotes.count; i++)
        if (slice_starts(unquoted(matching, statement->quotes.items[i].text), wanted)) return true;
    return false;
}

static void compare_figure(struct matching *matching, size_t index) {
    const struct record_figure *figure = &matching->record->figures.items[index];
    const struct expectation *expected = matching->expected;
    note(matching, agrees_word(expected->words[0], figure->measure));
    if (slice_equal(expected->words[1], SLICE("vague")) ||
        (isnan(figure->low) && !is_any(expected->words[1]))) {
        note(matching, isnan(figure->low) && slice_equal(expected->words[1], SLICE("vague")));
    } else if (!is_any(expected->words[1])) {
        const char *text = arena_string(matching->arena, expected->words[1]);
        char *end;
        const double low = strtod(text, &end);
        const double high = *end == '-' ? strtod(end + 1, &end) : low;
        note(matching, *end == '\0' && low == figure->low && high == figure->high);
    }
    note(matching, agrees_word(expected->words[2], figure->qualifier));
    compare_clauses(matching, figure);
}

static void compare_captive(struct matching *matching, size_t index) {
    const struct record_captive *captive = &matching->record->captives.items[index];
    const struct expectation *expected = matching->expected;
    note(matching, agrees_word(expected->words[0], captive->status));
    const char *wanted = arena_string(matching->arena, expected->rest);
    char *end;
    const double count = strtod(wanted, &end);
    if (is_any(expected->rest))
        note(matching, true);
    else if (*wanted && *end == '\0')
        note(matching, captive->count == count);
    else
        note(matching, names_ref(matching, expected->rest, captive->entity));
    compare_clauses(matching, captive);
}

static void compare_negotiation(struct matching *matching, size_t index) {
    const struct record_negotiation *negotiation = &matching->record->negotiations.items[index];
    const struct expectation *expected = matching->expected;
    note(matching, agrees_word(expected->words[0], negotiation->stage));
    note(matching, are_among(matching, &expected->left, negotiation->parties));
    compare_clauses(matching, negotiation);
}

static bool names_id(const struct matching *matching, struct slice name, struct slice id) {
    const struct record_entity_list entities = matching->record->entities;
    for (size_t i = 0; i < entities.count; i++)
        if (slice_equal(entities.items[i].id, id)) return names_entity(matching, name, &entities.items[i]);
    return false;
}

// Whether `name` is among who says it or what is said.
static bool speaks_in(struct matching *matching, const struct record_disagreement *disagreement,
                      struct slice name) {
    for (size_t i = 0; i < disagreement->evidence.count; i++)
        if (agrees_words(matching, name, disagreement->evidence.items[i].text)) return true;
    for (size_t i = 0; i < disagreement->records.count; i++)
        if (names_id(matching, name, disagreement->records.items[i])) return true;
    for (size_t i = 0; i < disagreement->says.count; i++) {
        const struct record_source_list sources = disagreement->says.items[i];
        for (size_t s = 0; s < sources.count; s++)
            if (names_party(matching, name, sources.items[s].entity)) return true;
    }
    return false;
}

static void compare_disagreement(struct matching *matching, size_t index) {
    const struct record_disagreement *disagreement = &matching->record->disagreements.items[index];
    const struct expectation *expected = matching->expected;
    note(matching, agrees_word(expected->words[0], disagreement->kind));
    bool all = true;
    for (size_t i = 0; i < expected->left.count; i++)
        all &= speaks_in(matching, disagreement, expected->left.items[i]);
    note(matching, all);
}

static void compare_entity(struct matching *matching, size_t index) {
    const struct record_entity *entity = &matching->record->entities.items[index];
    const struct expectation *expected = matching->expected;
    size_t colon = slice_find(expected->rest, SLICE(": "), 0);
    const struct slice country =
        colon == SIZE_MAX ? SLICE("-")
                          : slice_trim(slice_part(expected->rest, colon + 2, expected->rest.length));
    note(matching, agrees_word(expected->words[0], entity->kind));
    const struct slice name = slice_part(expected->rest, 0, colon);
    const bool named = is_any(name) || names_entity(matching, name, entity);
    note(matching, named);
    matching->agreed += named; // of entities the name tells more than the rest which one is nearest
    matching->asked++;
    note(matching, agrees_word(country, entity->country));
}

static void compare_statement(struct matching *matching, size_t index) {
    const struct record_statement *statement = &matching->record->statements.items[index];
    const struct expectation *expected = matching->expected;
    const size_t colon = slice_find(expected->rest, SLICE(": "), 0);
    struct expectation words = *expected;
    words.rest = colon == SIZE_MAX ? SLICE("-")
                                   : slice_trim(slice_part(expected->rest, colon + 2, expected->rest.length));
    note(matching, agrees_word(expected->words[0], statement->mode));
    note(matching, names_optional(matching, slice_part(expected->rest, 0, colon), statement->speaker));
    matching->expected = &words;
    note(matching, begins_statement(matching, statement));
    matching->expected = expected;
}

// Whether the clean text has a space between LEFT and RIGHT that repair `index` made.
static void compare_repair(struct matching *matching, size_t index) {
    const struct record_repair *repair = &matching->document->repairs.items[index];
    const struct slice text = matching->document->text, rest = matching->expected->rest;
    const size_t bar = slice_find(rest, SLICE("|"), 0);
    const struct slice left = slice_part(rest, 0, bar), right = slice_part(rest, bar + 1, rest.length);
    bool found = false;
    for (size_t at = 0; bar != SIZE_MAX && at < repair->after.length; at++) {
        const size_t space = repair->position + at;
        if (repair->after.start[at] == ' ' && slice_ends(slice_part(text, 0, space), left) &&
            slice_starts(slice_part(text, space + 1, text.length), right))
            found = true;
    }
    note(matching, found);
}

static void compare_caption(struct matching *matching, size_t index) {
    note(matching, slice_starts(matching->document->captions.items[index], matching->expected->rest));
}

static void compare_agency(struct matching *matching, size_t index) {
    (void)index;
    note(matching, slice_equal(matching->document->agency, matching->expected->rest));
}

static void compare_published(struct matching *matching, size_t index) {
    (void)index;
    note(matching, slice_equal(slice_part(matching->document->published, 0, 10), matching->expected->rest));
}

// One entity has all the names: they are not kept apart.
static void compare_apart(struct matching *matching, size_t index) {
    const struct record_entity *entity = &matching->record->entities.items[index];
    bool all = true;
    for (size_t i = 0; i < matching->expected->left.count; i++)
        all &= names_entity(matching, matching->expected->left.items[i], entity);
    note(matching, !all);
}

// Describing, in the form of expectations

static struct slice name_of(const struct matching *matching, struct record_ref ref) {
    const struct record_entity *entity = record_entity_of(matching->record, ref);
    return entity ? entity->name : SLICE("nobody");
}

static struct slice listed(const struct matching *matching, struct record_refs parties) {
    struct slice list = parties.count ? SLICE("") : SLICE("nobody");
    for (size_t i = 0; i < parties.count; i++) {
        if (i) list = arena_join(matching->arena, list, SLICE(" + "));
        list = arena_join(matching->arena, list, name_of(matching, parties.items[i]));
    }
    return list;
}

static struct slice chain(const struct matching *matching, struct record_source_list sources) {
    struct slice list = sources.count ? SLICE("") : SLICE("nobody");
    for (size_t i = 0; i < sources.count; i++) {
        if (i) list = arena_join(matching->arena, list, SLICE(" + "));
        list = arena_join(matching->arena, list, name_of(matching, sources.items[i].entity));
    }
    return list;
}

static struct slice place_name(const struct record_place *place) {
    return place ? place->name : SLICE("nobody");
}

static struct slice or_dash(struct slice text) {
    return text.length ? text : SLICE("-");
}

static struct slice describe_event(const struct matching *matching, size_t index) {
    const struct record_event *event = &matching->record->events.items[index];
    const struct slice from = event->date ? event->date->from : SLICE("");
    const struct slice to = event->date ? event->date->to : SLICE("");
    return arena_format(
        matching->arena,
        "event " SLICE_FORMAT " " SLICE_FORMAT " " SLICE_FORMAT " " SLICE_FORMAT ": " SLICE_FORMAT
        " -> " SLICE_FORMAT "; date " SLICE_FORMAT ".." SLICE_FORMAT "; place " SLICE_FORMAT
        "; mediator " SLICE_FORMAT "; according to " SLICE_FORMAT " (\"" SLICE_FORMAT "\", " SLICE_FORMAT ")",
        SLICE_ARG(event->type), SLICE_ARG(or_dash(event->mode)), SLICE_ARG(or_dash(event->cameo)),
        SLICE_ARG(event->factuality), SLICE_ARG(listed(matching, event->actors)),
        SLICE_ARG(listed(matching, event->recipients)), SLICE_ARG(from), SLICE_ARG(to),
        SLICE_ARG(place_name(event->place)), SLICE_ARG(listed(matching, event->mediators)),
        SLICE_ARG(chain(matching, event->according_to)), SLICE_ARG(event->evidence->trigger->text),
        SLICE_ARG(event->rule));
}

static struct slice describe_statement(const struct matching *matching, size_t index) {
    const struct record_statement *statement = &matching->record->statements.items[index];
    return arena_format(matching->arena, "statement " SLICE_FORMAT " " SLICE_FORMAT ": " SLICE_FORMAT,
                        SLICE_ARG(statement->mode), SLICE_ARG(name_of(matching, statement->speaker)),
                        SLICE_ARG(statement->content->text));
}

static struct slice describe_figure(const struct matching *matching, size_t index) {
    const struct record_figure *figure = &matching->record->figures.items[index];
    return arena_format(
        matching->arena,
        "figure " SLICE_FORMAT " %.15g-%.15g " SLICE_FORMAT "; of " SLICE_FORMAT "; place " SLICE_FORMAT
        "; since " SLICE_FORMAT "; according to " SLICE_FORMAT " (\"" SLICE_FORMAT "\")",
        SLICE_ARG(figure->measure), figure->low, figure->high,
        SLICE_ARG(figure->qualifier.length ? figure->qualifier : SLICE("none")),
        SLICE_ARG(or_dash(figure->of)), SLICE_ARG(place_name(figure->place)), SLICE_ARG(figure->since),
        SLICE_ARG(chain(matching, figure->according_to)), SLICE_ARG(figure->evidence->span->text));
}

static struct slice describe_captive(const struct matching *matching, size_t index) {
    const struct record_captive *captive = &matching->record->captives.items[index];
    return arena_format(
        matching->arena,
        "captive " SLICE_FORMAT " " SLICE_FORMAT " %.15g; holder " SLICE_FORMAT " (\"" SLICE_FORMAT "\")",
        SLICE_ARG(captive->status), SLICE_ARG(name_of(matching, captive->entity)), captive->count,
        SLICE_ARG(name_of(matching, captive->holder)), SLICE_ARG(captive->evidence->span->text));
}

static struct slice describe_negotiation(const struct matching *matching, size_t index) {
    const struct record_negotiation *negotiation = &matching->record->negotiations.items[index];
    return arena_format(matching->arena,
                        "negotiation " SLICE_FORMAT ": " SLICE_FORMAT "; mediator " SLICE_FORMAT
                        "; without " SLICE_FORMAT "; issue " SLICE_FORMAT,
                        SLICE_ARG(or_dash(negotiation->stage)),
                        SLICE_ARG(listed(matching, negotiation->parties)),
                        SLICE_ARG(listed(matching, negotiation->mediators)),
                        SLICE_ARG(listed(matching, negotiation->not_taking_part)),
                        SLICE_ARG(or_dash(words_of(negotiation->issue))));
}

static struct slice describe_disagreement(const struct matching *matching, size_t index) {
    const struct record_disagreement *disagreement = &matching->record->disagreements.items[index];
    struct slice text =
        arena_format(matching->arena, "disagreement " SLICE_FORMAT ":", SLICE_ARG(disagreement->kind));
    for (size_t i = 0; i < disagreement->evidence.count; i++)
        text = arena_format(matching->arena, SLICE_FORMAT " \"" SLICE_FORMAT "\"", SLICE_ARG(text),
                            SLICE_ARG(disagreement->evidence.items[i].text));
    return text;
}

static struct slice describe_entity(const struct matching *matching, size_t index) {
    const struct record_entity *entity = &matching->record->entities.items[index];
    struct slice text =
        arena_format(matching->arena, "entity " SLICE_FORMAT " " SLICE_FORMAT ": " SLICE_FORMAT " (",
                     SLICE_ARG(entity->kind), SLICE_ARG(entity->name), SLICE_ARG(or_dash(entity->country)));
    for (size_t i = 0; i < entity->aliases.count; i++)
        text = arena_format(matching->arena, SLICE_FORMAT "%s" SLICE_FORMAT, SLICE_ARG(text), i ? ", " : "",
                            SLICE_ARG(entity->aliases.items[i]));
    return arena_join(matching->arena, text, SLICE(")"));
}

static struct slice describe_repair(const struct matching *matching, size_t index) {
    const struct record_repair *repair = &matching->document->repairs.items[index];
    return arena_format(matching->arena,
                        "repair " SLICE_FORMAT " \"" SLICE_FORMAT "\" to \"" SLICE_FORMAT "\"",
                        SLICE_ARG(repair->kind), SLICE_ARG(repair->before), SLICE_ARG(repair->after));
}

static struct slice describe_caption(const struct matching *matching, size_t index) {
    return arena_join(matching->arena, SLICE("caption "), matching->document->captions.items[index]);
}

static struct slice describe_agency(const struct matching *matching, size_t index) {
    (void)index;
    return arena_join(matching->arena, SLICE("agency "), or_dash(matching->document->agency));
}

static struct slice describe_published(const struct matching *matching, size_t index) {
    (void)index;
    return arena_join(matching->arena, SLICE("date "), or_dash(matching->document->published));
}

bool expectation_holds(struct slice line, const struct record *record, struct arena *arena,
                       struct slice *found, bool *is_malformed) {
    struct expectation expected;
    *found = SLICE("");
    *is_malformed = !read_expectation(line, &expected);
    if (*is_malformed) return false;
    struct matching matching = {
        .record = record, .document = record->document, .expected = &expected, .arena = arena
    };
    const struct {
        const char *kind;
        size_t count;
        void (*compare)(struct matching *, size_t);
        struct slice (*describe)(const struct matching *, size_t);
    } kinds[] = {
        { "event", record->events.count, compare_event, describe_event },
        { "statement", record->statements.count, compare_statement, describe_statement },
        { "figure", record->figures.count, compare_figure, describe_figure },
        { "captive", record->captives.count, compare_captive, describe_captive },
        { "negotiation", record->negotiations.count, compare_negotiation, describe_negotiation },
        { "disagreement", record->disagreements.count, compare_disagreement, describe_disagreement },
        { "entity", record->entities.count, compare_entity, describe_entity },
        { "repair", record->document->repairs.count, compare_repair, describe_repair },
        { "caption", record->document->captions.count, compare_caption, describe_caption },
        { "agency", 1, compare_agency, describe_agency },
        { "date", 1, compare_published, describe_published },
        { "apart", record->entities.count, compare_apart, describe_entity },
    };
    size_t kind = 0;
    while (!slice_equal(expected.kind, slice_of(kinds[kind].kind))) kind++;
    const bool for_all = kinds[kind].compare == compare_apart;
    size_t best = SIZE_MAX, best_agreed = 0, matched = 0, matching_record = SIZE_MAX, other = SIZE_MAX;
    for (size_t i = 0; i < kinds[kind].count; i++) {
        matching.agreed = matching.asked = 0;
        kinds[kind].compare(&matching, i);
        if (matching.agreed == matching.asked) {
            matched++;
            matching_record = i;
        } else {
            other = i;
        }
        if (best == SIZE_MAX || matching.agreed > best_agreed) {
            best = i;
            best_agreed = matching.agreed;
        }
    }
    const bool holds = for_all ? matched == kinds[kind].count : matched > 0;
    if (holds != expected.is_negated) return true;
    const size_t shown = for_all ? other : expected.is_negated ? matching_record : best;
    *found = shown == SIZE_MAX ? arena_format(arena, "no %s", kinds[kind].kind)
                               : kinds[kind].describe(&matching, shown);
    return false;
}
