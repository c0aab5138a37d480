// page.c - the record for people: who talked, what was done, how many, who is held, who said what, each with
// its words.
//
// One section for each kind of entry, left out when there is none. An entry is a line of facts and, under it,
// the sentence that says so with the trigger marked: by colour on a terminal, by [brackets] elsewhere.
// Control characters are never written, so that no article can steer a terminal.
#include "record/record.h"

#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define INDENT "      "
#define NUMBER_TEXT 48
#define GROUPED_LIMIT 2000 // figures that are grouped by source

struct page {
    struct arena *arena;
    char *bytes;
    size_t count, capacity;
    unsigned width;
    bool colour;
    const struct record *record;
    const struct meaning *meaning;
    struct slice text;
};

enum style { STYLE_TITLE, STYLE_SECTION, STYLE_FACT, STYLE_DIM, STYLE_MARK, STYLE_DOUBT };
static const char *const styles[] = { "\033[1m", "\033[1;36m", "\033[1m", "\033[2m", "\033[33m", "\033[35m" };

static void put_bytes(struct page *page, struct slice bytes) {
    if (page->count + bytes.length > page->capacity) {
        const size_t capacity = (page->capacity + bytes.length) * 2 + 1024;
        char *grown = ARENA_ARRAY(page->arena, char, capacity);
        if (page->count) memcpy(grown, page->bytes, page->count);
        page->bytes = grown;
        page->capacity = capacity;
    }
    if (bytes.length) memcpy(page->bytes + page->count, bytes.start, bytes.length);
    page->count += bytes.length;
}

// Text of the article or of the user's file names: controls become spaces.
static void put(struct page *page, struct slice text) {
    for (size_t i = 0, length; i < text.length; i += length) {
        const uint32_t code = utf8_at(text, i, &length);
        const bool is_control = code < 0x20 || (code >= 0x7f && code < 0xa0);
        put_bytes(page, is_control ? SLICE(" ") : slice_part(text, i, i + length));
    }
}

static void put_string(struct page *page, const char *string) {
    put_bytes(page, slice_of(string));
}

static void begin_style(struct page *page, enum style style) {
    if (page->colour) put_string(page, styles[style]);
}

static void end_style(struct page *page) {
    if (page->colour) put_string(page, "\033[0m");
}

static void put_styled(struct page *page, enum style style, struct slice text) {
    begin_style(page, style);
    put(page, text);
    end_style(page);
}

static void section(struct page *page, const char *title) {
    put_string(page, "\n");
    put_styled(page, STYLE_SECTION, slice_of(title));
    put_string(page, "\n");
}

static size_t columns_of(struct slice text) {
    size_t columns = 0;
    for (size_t i = 0, length; i < text.length; i += length, columns++) utf8_at(text, i, &length);
    return columns;
}

// The words of `text` on lines of the page's width, indented; those inside `mark` (bytes of the document) are
// marked.
static void put_wrapped(struct page *page, struct span where, struct span mark) {
    const size_t room = page->width > 30 ? page->width : 30;
    size_t column = 0;
    bool marked = false;
    for (uint32_t at = where.start; at < where.end;) {
        uint32_t end = at;
        while (end < where.end && page->text.start[end] != ' ' && page->text.start[end] != '\n') end++;
        const struct slice word = slice_part(page->text, at, end);
        const size_t columns = columns_of(word) + 2;
        if (word.length && (column == 0 || column + columns > room)) {
            put_string(page, column ? "\n" INDENT : INDENT);
            column = sizeof INDENT - 1;
        } else if (word.length) {
            put_string(page, " ");
        }
        const bool opens = !marked && mark.start < end && at < mark.end && mark.end > mark.start;
        if (opens && at < mark.start) put(page, slice_part(page->text, at, mark.start));
        if (opens) {
            marked = true;
            if (page->colour)
                begin_style(page, STYLE_MARK);
            else
                put_string(page, "[");
        }
        const uint32_t from = opens && mark.start > at ? mark.start : at;
        const bool closes = marked && mark.end <= end && mark.end > at;
        put(page, slice_part(page->text, from, closes ? mark.end : end));
        if (closes) {
            if (page->colour)
                end_style(page);
            else
                put_string(page, "]");
            put(page, slice_part(page->text, mark.end, end));
            marked = false;
            mark.end = mark.start = 0;
        }
        column += columns - 1;
        at = end + 1;
    }
    if (marked && page->colour) end_style(page);
    if (column) put_string(page, "\n");
}

static void put_evidence(struct page *page, uint32_t sentence, struct span mark) {
    if (sentence < page->meaning->analysis->count)
        put_wrapped(page, page->meaning->analysis->sentences[sentence].span, mark);
}

static struct slice name_of(const struct page *page, int32_t entity) {
    return entity >= 0 ? page->meaning->entities[entity].name : SLICE("?");
}

static void put_names(struct page *page, const uint32_t *entities, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (i) put_string(page, ", ");
        put(page, name_of(page, (int32_t)entities[i]));
    }
}

static void put_sources(struct page *page, const struct sources *sources) {
    for (size_t i = sources->count; i-- > 0;) {
        put_string(page, ", according to ");
        put(page, name_of(page, sources->items[i].entity));
    }
}

// 8300 as "8,300"; parts of a unit with two decimals.
static const char *number_text(double value, char *buffer) {
    char digits[NUMBER_TEXT / 2];
    if (value < 0 || value > 1e15) return "?";
    const unsigned long long whole = (unsigned long long)value;
    snprintf(digits, sizeof digits, "%llu", whole);
    size_t length = strlen(digits), out = 0;
    for (size_t i = 0; i < length; i++) {
        if (i && (length - i) % 3 == 0) buffer[out++] = ',';
        buffer[out++] = digits[i];
    }
    buffer[out] = '\0';
    const unsigned hundredths = (unsigned)((value - (double)whole) * 100 + 0.5);
    if (hundredths) snprintf(buffer + out, NUMBER_TEXT - out, ".%02u", hundredths % 100);
    return buffer;
}

static void put_count(struct page *page, enum qualifier qualifier, double low, double high) {
    char buffer[NUMBER_TEXT];
    const char *words = qualifier_name(qualifier);
    if (words) {
        for (const char *c = words; *c; c++) put_bytes(page, *c == '-' ? SLICE(" ") : (struct slice){ c, 1 });
        put_string(page, " ");
    }
    put_string(page, number_text(low, buffer));
    if (high != low) {
        put_string(page, "-");
        put_string(page, number_text(high, buffer));
    }
}

// "2031-05-12", "2031-05-12..2031-05-14", "from 2031-05-12", "until 2031-05-14".
static void put_dates(struct page *page, const char *from, const char *to) {
    if (!from[0]) put_string(page, "until ");
    if (!to[0]) put_string(page, "from ");
    put_string(page, from[0] ? from : to);
    if (from[0] && to[0] && strcmp(from, to) != 0) {
        put_string(page, "..");
        put_string(page, to);
    }
}

static void put_head(struct page *page) {
    const struct document *document = page->meaning->analysis->document;
    const struct slice title =
        document->has_title && document->paragraph_count
            ? slice_part(page->text, document->paragraphs[0].start, document->paragraphs[0].end)
            : document->source;
    put_styled(page, STYLE_TITLE, title);
    put_string(page, "\n");
    begin_style(page, STYLE_DIM);
    put(page, document->source);
    if (document->published[0]) {
        put_string(page, "  |  ");
        put_string(page, document->published);
    }
    if (document->agency.length) {
        put_string(page, "  |  ");
        put(page, document->agency);
    }
    if (document->byline.length) {
        put_string(page, "  |  ");
        put(page, document->byline);
    }
    end_style(page);
    put_string(page, "\n");
}

// Contacts are the events in which all parties act alike.
static bool is_contact(const struct event *event) {
    return event->actors.count + event->mediators.count >= 2 && event->recipients.count == 0;
}

static void put_event(struct page *page, const struct event *event) {
    put_string(page, "  ");
    if (event->from[0] || event->to[0]) {
        put_dates(page, event->from, event->to);
        put_string(page, "  ");
    }
    begin_style(page, STYLE_FACT);
    put(page, event->type);
    if (event->mode.length) {
        put_string(page, " ");
        put(page, event->mode);
    }
    end_style(page);
    if (event->cameo.length) {
        put_string(page, " ");
        put_styled(page, STYLE_DIM, event->cameo);
    }
    put_string(page, "  ");
    if (event->actors.count)
        put_names(page, event->actors.entities, event->actors.count);
    else
        put_string(page, "(nobody named)");
    if (event->recipients.count) {
        put_string(page, " -> ");
        put_names(page, event->recipients.entities, event->recipients.count);
    }
    if (event->mediators.count) {
        put_string(page, ", through ");
        put_names(page, event->mediators.entities, event->mediators.count);
    }
    if (event->place >= 0) {
        put_string(page, ", in ");
        put(page, name_of(page, event->place));
    }
    if (event->factuality != FACTUALITY_HAPPENED) {
        put_string(page, "  ");
        put_styled(page, STYLE_DOUBT, slice_of(factuality_name(event->factuality)));
    }
    put_sources(page, &event->according_to);
    put_string(page, "\n");
    put_evidence(page, event->sentence, event->trigger);
}

static void put_events(struct page *page, bool contacts, const char *title) {
    const struct coding *coding = page->record->coding;
    bool begun = false;
    for (size_t i = 0; i < coding->event_count; i++) {
        if (is_contact(&coding->events[i]) != contacts) continue;
        if (!begun) section(page, title);
        begun = true;
        put_event(page, &coding->events[i]);
    }
}

static void put_figure(struct page *page, const struct figure *figure) {
    put_string(page, "  ");
    put_styled(page, STYLE_FACT, figure->measure);
    put_string(page, " ");
    put_count(page, figure->qualifier, figure->low, figure->high);
    if (figure->of.end > figure->of.start) {
        put_string(page, " ");
        put(page, slice_part(page->text, figure->of.start, figure->of.end));
    }
    if (figure->place >= 0) {
        put_string(page, ", ");
        put(page, name_of(page, figure->place));
    }
    if (figure->since[0]) {
        put_string(page, ", since ");
        put_string(page, figure->since);
    }
    if (figure->as_of[0]) {
        put_string(page, ", as of ");
        put_string(page, figure->as_of);
    }
    if (figure->factuality != FACTUALITY_HAPPENED) {
        put_string(page, "  ");
        put_styled(page, STYLE_DOUBT, slice_of(factuality_name(figure->factuality)));
    }
    put_sources(page, &figure->according_to);
    put_string(page, "\n");
    put_evidence(page, figure->sentence, figure->span);
}

static int32_t outermost_source(const struct figure *figure) {
    return figure->according_to.count ? figure->according_to.items[0].entity : -1;
}

// Figures of one source stand together, sources in the order in which the text brings them; a page with more
// of them than anybody reads keeps the order of the text.
static void put_figures(struct page *page) {
    const struct coding *coding = page->record->coding;
    bool *is_put = ARENA_ARRAY(page->arena, bool, coding->figure_count);
    if (coding->figure_count) section(page, "FIGURES, BY SOURCE");
    for (size_t i = 0; i < coding->figure_count; i++) {
        const int32_t source = outermost_source(&coding->figures[i]);
        const size_t end = coding->figure_count <= GROUPED_LIMIT ? coding->figure_count : i + 1;
        for (size_t k = i; k < end && !is_put[i]; k++) {
            if (is_put[k] || outermost_source(&coding->figures[k]) != source) continue;
            put_figure(page, &coding->figures[k]);
            is_put[k] = k != i;
        }
        is_put[i] = true;
    }
}

static void put_captives(struct page *page) {
    const struct coding *coding = page->record->coding;
    if (coding->captive_count) section(page, "CAPTIVES");
    for (size_t i = 0; i < coding->captive_count; i++) {
        const struct captive *captive = &coding->captives[i];
        put_string(page, "  ");
        put_styled(page, STYLE_FACT, slice_of(captive_status_name(captive->status)));
        put_string(page, " ");
        if (captive->person >= 0)
            put(page, name_of(page, captive->person));
        else
            put_count(page, captive->qualifier, captive->count, captive->count);
        if (captive->of.end > captive->of.start && captive->person < 0) {
            put_string(page, " ");
            put(page, slice_part(page->text, captive->of.start, captive->of.end));
        }
        if (captive->relations.length) {
            put_string(page, ", ");
            put(page, captive->relations);
        }
        if (captive->holder >= 0) {
            put_string(page, ", holder ");
            put(page, name_of(page, captive->holder));
        }
        if (captive->place >= 0) {
            put_string(page, ", in ");
            put(page, name_of(page, captive->place));
        }
        if (captive->since[0]) {
            put_string(page, ", since ");
            put_string(page, captive->since);
        }
        put_sources(page, &captive->according_to);
        put_string(page, "\n");
        put_evidence(page, captive->sentence, captive->span);
    }
}

static void put_statements(struct page *page) {
    const struct coding *coding = page->record->coding;
    if (coding->statement_count) section(page, "STATEMENTS");
    for (size_t i = 0; i < coding->statement_count; i++) {
        const struct statement *statement = &coding->statements[i];
        put_string(page, "  ");
        put_styled(page, STYLE_FACT, name_of(page, statement->speaker));
        put_string(page, " (");
        put(page, slice_part(page->text, statement->cue.start, statement->cue.end));
        put_string(page, ", ");
        put_string(page, statement_mode_name(statement->mode));
        if (statement->addressee >= 0) {
            put_string(page, ", to ");
            put(page, name_of(page, statement->addressee));
        }
        if (statement->venue.end > statement->venue.start) {
            put_string(page, ", ");
            put(page, slice_part(page->text, statement->venue.start, statement->venue.end));
        }
        put_string(page, ")");
        put_sources(page, &statement->according_to);
        put_string(page, "\n");
        put_wrapped(page, statement->content, (struct span){ 0, 0 });
    }
}

static void put_negotiations(struct page *page) {
    const struct record *record = page->record;
    if (record->negotiation_count) section(page, "NEGOTIATIONS");
    for (size_t i = 0; i < record->negotiation_count; i++) {
        const struct negotiation *negotiation = &record->negotiations[i];
        put_string(page, "  ");
        put_styled(page, STYLE_FACT, negotiation->stage);
        put_string(page, "  ");
        put_names(page, negotiation->parties.items, negotiation->parties.count);
        if (negotiation->mediators.count) {
            put_string(page, ", through ");
            put_names(page, negotiation->mediators.items, negotiation->mediators.count);
        }
        if (negotiation->not_taking_part.count) {
            put_string(page, ", not taking part: ");
            put_names(page, negotiation->not_taking_part.items, negotiation->not_taking_part.count);
        }
        put_string(page, "\n");
        put_wrapped(page, negotiation->issue, (struct span){ 0, 0 });
    }
}

static void put_disagreements(struct page *page) {
    const struct record *record = page->record;
    if (record->disagreement_count) section(page, "DISAGREEMENTS");
    for (size_t i = 0; i < record->disagreement_count; i++) {
        const struct disagreement *disagreement = &record->disagreements[i];
        put_string(page, "  ");
        put_styled(page, STYLE_FACT, slice_of(disagreement_kind_name(disagreement->kind)));
        for (size_t e = 0; e < disagreement->evidence_count; e++) {
            put_string(page, e ? "  /  " : "  ");
            put(page, slice_part(page->text, disagreement->evidence[e].start, disagreement->evidence[e].end));
        }
        put_string(page, "\n");
    }
}

static void put_set_apart(struct page *page) {
    const struct document *document = page->meaning->analysis->document;
    if (document->caption_count + document->credit_count + document->repair_count == 0) return;
    section(page, "SET APART AND REPAIRED");
    for (size_t i = 0; i < document->caption_count; i++) {
        put_string(page, "  caption  ");
        put(page, document->captions[i]);
        put_string(page, "\n");
    }
    for (size_t i = 0; i < document->credit_count; i++) {
        put_string(page, "  credit   ");
        put(page, document->credits[i]);
        put_string(page, "\n");
    }
    for (size_t i = 0; i < document->repair_count; i++) {
        const struct repair *repair = &document->repairs[i];
        put_string(page, "  repaired ");
        put(page, repair->before);
        put_string(page, " -> ");
        put(page, repair->after);
        put_string(page, " (");
        put_string(page, repair->kind);
        put_string(page, ")\n");
    }
}

struct slice record_page(const struct record *record, unsigned width, bool colour, struct arena *arena) {
    const struct meaning *meaning = record->coding->meaning;
    struct page page = {
        .arena = arena,
        .width = width,
        .colour = colour,
        .record = record,
        .meaning = meaning,
        .text = meaning->analysis->document->text,
    };
    put_head(&page);
    put_events(&page, true, "CONTACTS");
    put_events(&page, false, "EVENTS");
    put_figures(&page);
    put_captives(&page);
    put_statements(&page);
    put_negotiations(&page);
    put_disagreements(&page);
    put_set_apart(&page);
    put_string(&page, "\n");
    return (struct slice){ page.bytes, page.count };
}
