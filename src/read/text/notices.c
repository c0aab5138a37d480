// notices.c - lines that the page adds and the story could do without.
//
// Dates with the writers beside them, agencies' credits, corrections, what asks for a click, headlines of
// other stories and lists of sources. All are short lines of a form of their own, but for the editors'
// notices, which are paragraphs and told by how they begin.
#include "read/text/sort.h"

#include "base/utf8.h"

#define TOP 8           // paragraphs where bylines and dates stand
#define MOST_RELATED 30 // headlines below "related news"

static bool has_words(struct slice text) {
    size_t length;
    for (size_t at = 0; at < text.length; at += length)
        if (utf8_is_word(utf8_at(text, at, &length))) return true;
    return false;
}

static bool is_address(struct slice text) {
    if (line_has_byte(text, ' ') || text.length > LONGEST_LINE) return false;
    return slice_find(text, SLICE("://"), 0) != SIZE_MAX ||
           (line_has_byte(text, '@') && line_has_byte(text, '.')) || slice_starts(text, SLICE("www.")) ||
           (text.start[0] == '@' && text.length > 1);
}

// A line that is no part of the story by its own form.
static bool is_credit_line(const struct sorter *sorter, size_t index) {
    const struct slice text = sorter->paragraphs->items[index].text, bare = sorter->lines[index].bare;
    const bool first = index == 0, is_short = text.length <= LONGEST_LINE;
    const bool at_end = index + 4 > sorter->paragraphs->count;
    if (!has_words(text)) return true;
    if (text.length > LONGEST_CAPTION) return false;
    if (is_address(text)) return true;
    struct slice folded = { NULL, 0 }, names;
    struct span rest;
    const struct phrase *phrase = NULL;
    if (is_short) phrase = page_line_find(sorter, KIND_BOILERPLATE, index, &folded, &rest);
    if (phrase && (!phrase->starred || !first)) return true;
    if (is_short && (index < TOP || at_end) && !first && byline_of(sorter, text, &names)) {
        page_take_byline(sorter, names);
        return true;
    }
    if (first) return false;
    if (page_line_find(sorter, KIND_UPDATE, index, &folded, &rest) ||
        page_line_find(sorter, KIND_CORRECTION, index, &folded, &rest))
        return true;
    if (!is_short) return false;
    phrase = page_line_find(sorter, KIND_AGENCY_CREDIT, index, &folded, &rest);
    if (phrase) {
        if (phrase->starred) page_take_agency(sorter, line_as_written(text, folded, rest));
        return true;
    }
    if (text.length <= 2 * LONGEST_AGENCY && page_agency_may(sorter->phrases, bare) &&
        !line_has_more_words(text, 5) && line_is_agency(sorter, bare)) {
        page_take_agency(sorter, bare);
        return true;
    }
    return text.length <= 250 && page_line_find(sorter, KIND_REPORTING, index, &folded, &rest) != NULL;
}

static bool is_list_line(const struct sorter *sorter, struct slice text) {
    struct date date;
    return text.length <= LONGEST_LINE &&
           (!line_ends_with_stop(text) || slice_find(text, SLICE("://"), 0) != SIZE_MAX ||
            date_find(sorter, text, &date));
}

// Takes the line at `index` when it is a date, with the writer or outlet in the lines beside it.
static bool take_date_line(const struct sorter *sorter, size_t index) {
    const struct paragraph *all = sorter->paragraphs->items, *line = &all[index];
    struct page *page = sorter->page;
    size_t count = sorter->paragraphs->count;
    struct slice place, names;
    struct date date;
    bool updated;
    if (!date_of_line(sorter, line->text, &date, &place, &updated)) return false;
    if (index == 0 && place.length > 0 && count > 1 && line->text.length > 60) return false; // a headline
    if (!updated) page_take_date(sorter, &date, place.length > 0 ? "dateline" : "text");
    if (page->dateline.length == 0) page->dateline = place;
    page->parts[index] = PART_CREDIT;
    for (int step = -1; step <= 1 && sorter->separated; step += 2) {
        size_t beside = index + (size_t)step;
        if ((step < 0 && index < 2) || beside >= count || page->parts[beside] != PART_STORY ||
            all[beside].block != line->block)
            continue;
        struct slice text = all[beside].text;
        if (text.length > 80 || line_ends_with_stop(text) || line_has_digit(text)) continue;
        if (byline_of(sorter, text, &names))
            page_take_byline(sorter, names);
        else if (line_is_person(sorter, text))
            page_take_byline(sorter, text);
        else if (!line_is_names(sorter, text, 6))
            continue;
        else if (page->outlet.length == 0)
            page->outlet = text;
        page->parts[beside] = PART_CREDIT;
    }
    return true;
}

// Takes the line at `index` when it is about other stories, with their headlines below it.
static bool take_related(const struct sorter *sorter, size_t index) {
    const struct paragraph *all = sorter->paragraphs->items;
    enum part *parts = sorter->page->parts;
    struct slice text = all[index].text, folded = { NULL, 0 };
    struct span rest;
    const struct phrase *phrase = page_line_find(sorter, KIND_RELATED, index, &folded, &rest);
    if (!phrase) return false;
    if (phrase->starred && line_ends_with_stop(text) && slice_find(text, SLICE(":"), 0) == SIZE_MAX)
        return false; // a sentence
    parts[index] = PART_CREDIT;
    if (phrase->starred && rest.end > rest.start) return true; // the headline stands in the line itself
    for (size_t i = index + 1; i < sorter->paragraphs->count && i - index <= MOST_RELATED; i++) {
        if (parts[i] != PART_STORY || all[i].text.length > 160 || line_ends_with_stop(all[i].text) ||
            (sorter->separated && phrase->starred && all[i].block != all[index].block))
            break;
        parts[i] = PART_CREDIT;
    }
    return true;
}

// Takes the line at `index` when it is the heading of a list of sources, with the list.
static void take_sources(const struct sorter *sorter, size_t index) {
    const struct paragraph *all = sorter->paragraphs->items;
    enum part *parts = sorter->page->parts;
    struct slice folded = { NULL, 0 };
    struct span rest;
    if (!page_line_find(sorter, KIND_SOURCES, index, &folded, &rest)) return;
    size_t end = index + 1;
    while (end < sorter->paragraphs->count && is_list_line(sorter, all[end].text)) end++;
    if (end == index + 1) return;
    for (size_t i = index; i < end; i++)
        if (parts[i] == PART_STORY) parts[i] = PART_CREDIT;
}

void sort_notices(struct sorter *sorter) {
    const struct paragraph *all = sorter->paragraphs->items;
    struct page *page = sorter->page;
    size_t count = sorter->paragraphs->count;
    for (size_t i = 0; i < count; i++) {
        if (page->parts[i] != PART_STORY) continue;
        arena_reset(sorter->scratch);
        if (caption_is_legend(all[i].text)) {
            page->parts[i] = PART_CAPTION;
            page_keep(sorter, &page->captions, all[i].text);
        } else if (take_date_line(sorter, i)) {
            continue;
        } else if (is_credit_line(sorter, i)) {
            page->parts[i] = PART_CREDIT;
        } else if (i > 0 && all[i].text.length <= LONGEST_LINE && !take_related(sorter, i)) {
            take_sources(sorter, i);
        }
    }
    for (size_t i = 0; i < count; i++)
        if (page->parts[i] == PART_CREDIT) page_keep(sorter, &page->credits, all[i].text);
}
