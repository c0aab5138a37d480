// page.c - the record for people: who talked, what was done, how many, who is held, who said what, each with
// its words.
//
// One section for each kind of entry, left out when there is none. An entry is a line of facts and, under it,
// the sentence that says so with the trigger marked: by colour on a terminal, by [brackets] elsewhere.
#include "record/page_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define NUMBER_TEXT 48
#define GROUPED_LIMIT 2000 // figures that are grouped by source

static struct slice name_of(const struct page *page, struct record_ref ref) {
    const struct record_entity *entity = record_entity_of(page->record, ref);
    return entity ? entity->name : SLICE("?");
}

static void put_names(struct page *page, struct record_refs entities) {
    for (size_t i = 0; i < entities.count; i++) {
        if (i) page_put_string(page, ", ");
        page_put(page, name_of(page, entities.items[i]));
    }
}

static void put_sources(struct page *page, struct record_source_list sources) {
    for (size_t i = sources.count; i-- > 0;) {
        page_put_string(page, ", according to ");
        page_put(page, name_of(page, sources.items[i].entity));
    }
}

static void put_text(struct page *page, const char *before, struct slice text) {
    if (!text.length) return;
    page_put_string(page, before);
    page_put(page, text);
}

static void put_place(struct page *page, const char *before, const struct record_place *place) {
    if (place) put_text(page, before, place->name);
}

static void put_factuality(struct page *page, struct slice factuality) {
    if (slice_equal(factuality, SLICE("happened"))) return;
    page_put_string(page, "  ");
    page_put_styled(page, STYLE_DOUBT, factuality);
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

static void put_count(struct page *page, struct slice qualifier, double low, double high) {
    char buffer[NUMBER_TEXT];
    for (struct slice word; slice_next(&qualifier, SLICE("-"), &word);) {
        page_put(page, word);
        page_put_string(page, " ");
    }
    page_put_string(page, number_text(low, buffer));
    if (high != low) {
        page_put_string(page, "-");
        page_put_string(page, number_text(high, buffer));
    }
}

// "2031-05-12", "2031-05-12..2031-05-14", "from 2031-05-12", "until 2031-05-14".
static void put_dates(struct page *page, struct slice from, struct slice to) {
    if (!from.length) page_put_string(page, "until ");
    if (!to.length) page_put_string(page, "from ");
    page_put(page, from.length ? from : to);
    if (from.length && !slice_equal(from, to)) put_text(page, "..", to);
}

static void put_event(struct page *page, const struct record_event *event) {
    page_put_string(page, "  ");
    if (event->date && (event->date->from.length || event->date->to.length)) {
        put_dates(page, event->date->from, event->date->to);
        page_put_string(page, "  ");
    }
    page_begin_style(page, STYLE_FACT);
    page_put(page, event->type);
    put_text(page, " ", event->mode);
    page_end_style(page);
    if (event->cameo.length) {
        page_put_string(page, " ");
        page_put_styled(page, STYLE_DIM, event->cameo);
    }
    page_put_string(page, "  ");
    if (event->actors.count)
        put_names(page, event->actors);
    else
        page_put_string(page, "(nobody named)");
    if (event->recipients.count) {
        page_put_string(page, " -> ");
        put_names(page, event->recipients);
    }
    if (event->mediators.count) {
        page_put_string(page, ", through ");
        put_names(page, event->mediators);
    }
    put_place(page, ", in ", event->place);
    put_factuality(page, event->factuality);
    put_sources(page, event->according_to);
    page_put_string(page, "\n");
    page_put_span(page, event->evidence->sentence_span, event->evidence->trigger);
}

static void put_events(struct page *page, bool contacts, const char *title) {
    const struct record_event_list events = page->record->events;
    bool begun = false;
    for (size_t i = 0; i < events.count; i++) {
        if (record_event_is_contact(&events.items[i]) != contacts) continue;
        if (!begun) page_section(page, title);
        begun = true;
        put_event(page, &events.items[i]);
    }
}

static void put_figure(struct page *page, const struct record_figure *figure) {
    page_put_string(page, "  ");
    page_put_styled(page, STYLE_FACT, figure->measure);
    page_put_string(page, " ");
    if (isnan(figure->low)) { // "dozens of people"
        page_put(page, figure->evidence->span->text);
    } else {
        put_count(page, figure->qualifier, figure->low, figure->high);
        put_text(page, " ", figure->of);
    }
    put_place(page, ", ", figure->place);
    put_text(page, ", since ", figure->since);
    put_text(page, ", as of ", figure->as_of);
    put_factuality(page, figure->factuality);
    put_sources(page, figure->according_to);
    page_put_string(page, "\n");
    page_put_span(page, figure->evidence->sentence_span, figure->evidence->span);
}

static struct slice outermost_source(const struct record_figure *figure) {
    return figure->according_to.count ? figure->according_to.items[0].entity.id : (struct slice){ 0 };
}

// Figures of one source stand together, sources in the order in which the text brings them; a page with more
// of them than anybody reads keeps the order of the text.
static void put_figures(struct page *page) {
    const struct record_figure_list figures = page->record->figures;
    bool *is_put = ARENA_ARRAY(page->arena, bool, figures.count);
    if (figures.count) page_section(page, "FIGURES, BY SOURCE");
    for (size_t i = 0; i < figures.count; i++) {
        const struct slice source = outermost_source(&figures.items[i]);
        const size_t end = figures.count <= GROUPED_LIMIT ? figures.count : i + 1;
        for (size_t k = i; k < end && !is_put[i]; k++) {
            if (is_put[k] || !slice_equal(outermost_source(&figures.items[k]), source)) continue;
            put_figure(page, &figures.items[k]);
            is_put[k] = k != i;
        }
        is_put[i] = true;
    }
}

static void put_captive(struct page *page, const struct record_captive *captive) {
    page_put_string(page, "  ");
    page_put_styled(page, STYLE_FACT, captive->status);
    page_put_string(page, " ");
    if (captive->entity.id.length) {
        page_put(page, captive->name);
    } else if (isnan(captive->count)) {
        page_put(page, captive->evidence->span->text);
    } else {
        put_count(page, captive->qualifier, captive->count, captive->count);
        put_text(page, " ", captive->of);
    }
    put_text(page, ", ", captive->relations);
    if (captive->holder.id.length) put_text(page, ", holder ", name_of(page, captive->holder));
    put_place(page, ", in ", captive->place);
    put_text(page, ", since ", captive->since);
    put_sources(page, captive->according_to);
    page_put_string(page, "\n");
    page_put_span(page, captive->evidence->sentence_span, captive->evidence->span);
}

static void put_statement(struct page *page, const struct record_statement *statement) {
    page_put_string(page, "  ");
    page_begin_style(page, STYLE_FACT);
    if (statement->speakers.count)
        put_names(page, statement->speakers);
    else
        page_put_string(page, "?");
    page_end_style(page);
    page_put_string(page, " (");
    page_put(page, statement->cue);
    put_text(page, ", ", statement->mode);
    if (statement->addressee.id.length) put_text(page, ", to ", name_of(page, statement->addressee));
    put_text(page, ", ", statement->venue);
    page_put_string(page, ")");
    put_sources(page, statement->according_to);
    page_put_string(page, "\n");
    page_put_span(page, statement->content, NULL);
}

static void put_negotiation(struct page *page, const struct record_negotiation *negotiation) {
    page_put_string(page, "  ");
    page_put_styled(page, STYLE_FACT, negotiation->stage);
    page_put_string(page, "  ");
    put_names(page, negotiation->parties);
    if (negotiation->mediators.count) {
        page_put_string(page, ", through ");
        put_names(page, negotiation->mediators);
    }
    if (negotiation->not_taking_part.count) {
        page_put_string(page, ", not taking part: ");
        put_names(page, negotiation->not_taking_part);
    }
    page_put_string(page, "\n");
    page_put_span(page, negotiation->issue, NULL);
}

static void put_disagreement(struct page *page, const struct record_disagreement *disagreement) {
    page_put_string(page, "  ");
    page_put_styled(page, STYLE_FACT, disagreement->kind);
    for (size_t i = 0; i < disagreement->evidence.count; i++) {
        page_put_string(page, i ? "  /  " : "  ");
        page_put(page, disagreement->evidence.items[i].text);
    }
    page_put_string(page, "\n");
}

#define PUT_EACH(page, title, list, put)                                                                     \
    do {                                                                                                     \
        if ((list).count) page_section((page), (title));                                                     \
        for (size_t i = 0; i < (list).count; i++) put((page), &(list).items[i]);                             \
    } while (0)

struct slice record_page(const struct record *record, unsigned width, bool colour, struct arena *arena) {
    struct page page = {
        .arena = arena, .width = width, .colour = colour, .record = record, .document = record->document
    };
    page_put_head(&page);
    put_events(&page, true, "CONTACTS");
    put_events(&page, false, "EVENTS");
    put_figures(&page);
    PUT_EACH(&page, "CAPTIVES", record->captives, put_captive);
    PUT_EACH(&page, "STATEMENTS", record->statements, put_statement);
    PUT_EACH(&page, "NEGOTIATIONS", record->negotiations, put_negotiation);
    PUT_EACH(&page, "DISAGREEMENTS", record->disagreements, put_disagreement);
    page_put_set_apart(&page);
    page_put_string(&page, "\n");
    return (struct slice){ page.bytes, page.count };
}
