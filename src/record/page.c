// page.c - the record for people: who talked, what was done, how many, who is held, who said what, each with
// its words.
//
// One section for each kind of entry, left out when there is none. An entry is a line of facts and, under it,
// the sentence that says so with the trigger marked: by colour on a terminal, by [brackets] elsewhere.
#include "record/page_text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define NUMBER_TEXT 48
#define GROUPED_LIMIT 2000 // figures that are grouped by source

static void put_evidence(struct page *page, uint32_t sentence, struct span mark) {
    if (sentence < page->meaning->analysis->count)
        page_put_wrapped(page, page->meaning->analysis->sentences[sentence].span, mark);
}

static struct slice name_of(const struct page *page, int32_t entity) {
    return entity >= 0 ? page->meaning->entities[entity].name : SLICE("?");
}

static void put_names(struct page *page, const uint32_t *entities, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (i) page_put_string(page, ", ");
        page_put(page, name_of(page, (int32_t)entities[i]));
    }
}

static void put_sources(struct page *page, const struct sources *sources) {
    for (size_t i = sources->count; i-- > 0;) {
        page_put_string(page, ", according to ");
        page_put(page, name_of(page, sources->items[i].entity));
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
        for (const char *c = words; *c; c++)
            page_put_bytes(page, *c == '-' ? SLICE(" ") : (struct slice){ c, 1 });
        page_put_string(page, " ");
    }
    page_put_string(page, number_text(low, buffer));
    if (high != low) {
        page_put_string(page, "-");
        page_put_string(page, number_text(high, buffer));
    }
}

// "2031-05-12", "2031-05-12..2031-05-14", "from 2031-05-12", "until 2031-05-14".
static void put_dates(struct page *page, const char *from, const char *to) {
    if (!from[0]) page_put_string(page, "until ");
    if (!to[0]) page_put_string(page, "from ");
    page_put_string(page, from[0] ? from : to);
    if (from[0] && to[0] && strcmp(from, to) != 0) {
        page_put_string(page, "..");
        page_put_string(page, to);
    }
}

// Contacts are the events in which all parties act alike.
static bool is_contact(const struct event *event) {
    return event->is_mutual && event->actors.count + event->mediators.count >= 2 &&
           event->recipients.count == 0;
}

static void put_event(struct page *page, const struct event *event) {
    page_put_string(page, "  ");
    if (event->from[0] || event->to[0]) {
        put_dates(page, event->from, event->to);
        page_put_string(page, "  ");
    }
    page_begin_style(page, STYLE_FACT);
    page_put(page, event->type);
    if (event->mode.length) {
        page_put_string(page, " ");
        page_put(page, event->mode);
    }
    page_end_style(page);
    if (event->cameo.length) {
        page_put_string(page, " ");
        page_put_styled(page, STYLE_DIM, event->cameo);
    }
    page_put_string(page, "  ");
    if (event->actors.count)
        put_names(page, event->actors.entities, event->actors.count);
    else
        page_put_string(page, "(nobody named)");
    if (event->recipients.count) {
        page_put_string(page, " -> ");
        put_names(page, event->recipients.entities, event->recipients.count);
    }
    if (event->mediators.count) {
        page_put_string(page, ", through ");
        put_names(page, event->mediators.entities, event->mediators.count);
    }
    if (event->place >= 0) {
        page_put_string(page, ", in ");
        page_put(page, name_of(page, event->place));
    }
    if (event->factuality != FACTUALITY_HAPPENED) {
        page_put_string(page, "  ");
        page_put_styled(page, STYLE_DOUBT, slice_of(factuality_name(event->factuality)));
    }
    put_sources(page, &event->according_to);
    page_put_string(page, "\n");
    put_evidence(page, event->sentence, event->trigger);
}

static void put_events(struct page *page, bool contacts, const char *title) {
    const struct coding *coding = page->record->coding;
    bool begun = false;
    for (size_t i = 0; i < coding->event_count; i++) {
        if (is_contact(&coding->events[i]) != contacts) continue;
        if (!begun) page_section(page, title);
        begun = true;
        put_event(page, &coding->events[i]);
    }
}

static void put_figure(struct page *page, const struct figure *figure) {
    page_put_string(page, "  ");
    page_put_styled(page, STYLE_FACT, figure->measure);
    page_put_string(page, " ");
    put_count(page, figure->qualifier, figure->low, figure->high);
    if (figure->of.end > figure->of.start) {
        page_put_string(page, " ");
        page_put(page, slice_part(page->text, figure->of.start, figure->of.end));
    }
    if (figure->place >= 0) {
        page_put_string(page, ", ");
        page_put(page, name_of(page, figure->place));
    }
    if (figure->since[0]) {
        page_put_string(page, ", since ");
        page_put_string(page, figure->since);
    }
    if (figure->as_of[0]) {
        page_put_string(page, ", as of ");
        page_put_string(page, figure->as_of);
    }
    if (figure->factuality != FACTUALITY_HAPPENED) {
        page_put_string(page, "  ");
        page_put_styled(page, STYLE_DOUBT, slice_of(factuality_name(figure->factuality)));
    }
    put_sources(page, &figure->according_to);
    page_put_string(page, "\n");
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
    if (coding->figure_count) page_section(page, "FIGURES, BY SOURCE");
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
    if (coding->captive_count) page_section(page, "CAPTIVES");
    for (size_t i = 0; i < coding->captive_count; i++) {
        const struct captive *captive = &coding->captives[i];
        page_put_string(page, "  ");
        page_put_styled(page, STYLE_FACT, slice_of(captive_status_name(captive->status)));
        page_put_string(page, " ");
        if (captive->person >= 0)
            page_put(page, name_of(page, captive->person));
        else
            put_count(page, captive->qualifier, captive->count, captive->count);
        if (captive->of.end > captive->of.start && captive->person < 0) {
            page_put_string(page, " ");
            page_put(page, slice_part(page->text, captive->of.start, captive->of.end));
        }
        if (captive->relations.length) {
            page_put_string(page, ", ");
            page_put(page, captive->relations);
        }
        if (captive->holder >= 0) {
            page_put_string(page, ", holder ");
            page_put(page, name_of(page, captive->holder));
        }
        if (captive->place >= 0) {
            page_put_string(page, ", in ");
            page_put(page, name_of(page, captive->place));
        }
        if (captive->since[0]) {
            page_put_string(page, ", since ");
            page_put_string(page, captive->since);
        }
        put_sources(page, &captive->according_to);
        page_put_string(page, "\n");
        put_evidence(page, captive->sentence, captive->span);
    }
}

static void put_statements(struct page *page) {
    const struct coding *coding = page->record->coding;
    if (coding->statement_count) page_section(page, "STATEMENTS");
    for (size_t i = 0; i < coding->statement_count; i++) {
        const struct statement *statement = &coding->statements[i];
        page_put_string(page, "  ");
        page_put_styled(page, STYLE_FACT, name_of(page, statement->speaker));
        page_put_string(page, " (");
        page_put(page, slice_part(page->text, statement->cue.start, statement->cue.end));
        page_put_string(page, ", ");
        page_put_string(page, statement_mode_name(statement->mode));
        if (statement->addressee >= 0) {
            page_put_string(page, ", to ");
            page_put(page, name_of(page, statement->addressee));
        }
        if (statement->venue.end > statement->venue.start) {
            page_put_string(page, ", ");
            page_put(page, slice_part(page->text, statement->venue.start, statement->venue.end));
        }
        page_put_string(page, ")");
        put_sources(page, &statement->according_to);
        page_put_string(page, "\n");
        page_put_wrapped(page, statement->content, (struct span){ 0, 0 });
    }
}

static void put_negotiations(struct page *page) {
    const struct record *record = page->record;
    if (record->negotiation_count) page_section(page, "NEGOTIATIONS");
    for (size_t i = 0; i < record->negotiation_count; i++) {
        const struct negotiation *negotiation = &record->negotiations[i];
        page_put_string(page, "  ");
        page_put_styled(page, STYLE_FACT, negotiation->stage);
        page_put_string(page, "  ");
        put_names(page, negotiation->parties.items, negotiation->parties.count);
        if (negotiation->mediators.count) {
            page_put_string(page, ", through ");
            put_names(page, negotiation->mediators.items, negotiation->mediators.count);
        }
        if (negotiation->not_taking_part.count) {
            page_put_string(page, ", not taking part: ");
            put_names(page, negotiation->not_taking_part.items, negotiation->not_taking_part.count);
        }
        page_put_string(page, "\n");
        page_put_wrapped(page, negotiation->issue, (struct span){ 0, 0 });
    }
}

static void put_disagreements(struct page *page) {
    const struct record *record = page->record;
    if (record->disagreement_count) page_section(page, "DISAGREEMENTS");
    for (size_t i = 0; i < record->disagreement_count; i++) {
        const struct disagreement *disagreement = &record->disagreements[i];
        page_put_string(page, "  ");
        page_put_styled(page, STYLE_FACT, slice_of(disagreement_kind_name(disagreement->kind)));
        for (size_t e = 0; e < disagreement->evidence_count; e++) {
            page_put_string(page, e ? "  /  " : "  ");
            page_put(page,
                     slice_part(page->text, disagreement->evidence[e].start, disagreement->evidence[e].end));
        }
        page_put_string(page, "\n");
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
        .document = meaning->analysis->document,
        .text = meaning->analysis->document->text,
    };
    page_put_head(&page);
    put_events(&page, true, "CONTACTS");
    put_events(&page, false, "EVENTS");
    put_figures(&page);
    put_captives(&page);
    put_statements(&page);
    put_negotiations(&page);
    put_disagreements(&page);
    page_put_set_apart(&page);
    page_put_string(&page, "\n");
    return (struct slice){ page.bytes, page.count };
}
