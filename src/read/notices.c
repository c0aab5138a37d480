// notices.c - lines that the page adds and the story could do without.
//
// Dates with the writers beside them, agencies' credits, corrections, what asks for a click, headlines of
// other stories and lists of sources. All are short lines of a form of their own, but for the editors'
// notices, which are paragraphs and told by how they begin.
#include "read/page.h"

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
static bool is_credit_line(const struct sorter *sorter, size_t index, bool first) {
    struct slice text = sorter->paragraphs->items[index].text, names;
    size_t count = sorter->paragraphs->count;
    if (!has_words(text)) return true;
    if (text.length > LONGEST_CAPTION) return false;
    if (is_address(text)) return true;
    struct span rest;
    struct slice folded = line_fold(sorter, text);
    bool is_short = text.length <= LONGEST_LINE, at_end = index + 4 > count;
    const struct phrase *phrase =
        is_short ? page_phrase_find(sorter->phrases, KIND_BOILERPLATE, folded, &rest) : NULL;
    if (phrase && (!phrase->starred || !first)) return true;
    if (is_short && (index < TOP || at_end) && !first && byline_of(sorter, text, &names)) {
        page_take_byline(sorter, names);
        return true;
    }
    if (first) return false;
    if (page_phrase_find(sorter->phrases, KIND_UPDATE, folded, &rest) ||
        page_phrase_find(sorter->phrases, KIND_CORRECTION, folded, &rest))
        return true;
    if (!is_short) return false;
    phrase = page_phrase_find(sorter->phrases, KIND_AGENCY_CREDIT, folded, &rest);
    if (phrase) {
        if (phrase->starred) page_take_agency(sorter, line_as_written(text, folded, rest));
        return true;
    }
    if (line_word_count(text) <= 5 && line_is_agency(sorter, text)) {
        page_take_agency(sorter, line_bare(text));
        return true;
    }
    return page_phrase_find(sorter->phrases, KIND_REPORTING, folded, &rest) != NULL && text.length <= 250;
}

static bool is_list_line(const struct sorter *sorter, struct slice text) {
    struct date date;
    return text.length <= LONGEST_LINE &&
           (!line_ends_with_stop(text) || slice_find(text, SLICE("://"), 0) != SIZE_MAX ||
            date_find(sorter, text, &date));
}

void sort_notices(struct sorter *sorter) {
    struct paragraph *all = sorter->paragraphs->items;
    struct page *page = sorter->page;
    enum part *parts = page->parts;
    size_t count = sorter->paragraphs->count;
    for (size_t i = 0; i < count; i++) {
        if (parts[i] != PART_STORY) continue;
        arena_reset(sorter->scratch);
        struct slice text = all[i].text, place;
        bool first = i == 0, updated;
        struct date date;
        struct span rest;
        if (caption_is_legend(text)) {
            parts[i] = PART_CAPTION;
            page_keep(sorter, &page->captions, text);
            continue;
        }
        if (date_of_line(sorter, text, &date, &place, &updated) &&
            !(first && place.length > 0 && count > 1 && all[0].text.length > 60)) {
            if (!updated) page_take_date(sorter, &date, place.length > 0 ? "dateline" : "text");
            if (page->dateline.length == 0) page->dateline = place;
            parts[i] = PART_CREDIT;
            // A writer or an outlet beside the date.
            for (int step = -1; step <= 1 && sorter->separated; step += 2) {
                size_t j = i + (size_t)step;
                if ((step < 0 && i < 2) || j >= count || parts[j] != PART_STORY ||
                    all[j].block != all[i].block)
                    continue;
                struct slice names;
                if (all[j].text.length > 80 || line_ends_with_stop(all[j].text) ||
                    line_has_digit(all[j].text))
                    continue;
                if (byline_of(sorter, all[j].text, &names))
                    page_take_byline(sorter, names);
                else if (line_is_person(sorter, all[j].text))
                    page_take_byline(sorter, all[j].text);
                else if (line_is_names(sorter, all[j].text, 6)) {
                    if (page->outlet.length == 0) page->outlet = all[j].text;
                } else
                    continue;
                parts[j] = PART_CREDIT;
            }
            continue;
        }
        if (is_credit_line(sorter, i, first)) {
            parts[i] = PART_CREDIT;
            continue;
        }
        if (first || text.length > LONGEST_LINE) continue;
        struct slice folded = line_fold(sorter, text);
        const struct phrase *phrase = page_phrase_find(sorter->phrases, KIND_RELATED, folded, &rest);
        if (phrase &&
            (!phrase->starred || !line_ends_with_stop(text) || slice_find(text, SLICE(":"), 0) != SIZE_MAX)) {
            parts[i] = PART_CREDIT;
            if (phrase->starred && rest.end > rest.start) continue;
            for (size_t j = i + 1; j < count && j - i <= MOST_RELATED && parts[j] == PART_STORY &&
                                   all[j].text.length <= 160 && !line_ends_with_stop(all[j].text) &&
                                   !(sorter->separated && phrase->starred && all[j].block != all[i].block);
                 j++)
                parts[j] = PART_CREDIT;
            continue;
        }
        if (page_phrase_find(sorter->phrases, KIND_SOURCES, folded, &rest) && i + 1 < count) {
            size_t end = i + 1;
            while (end < count && is_list_line(sorter, all[end].text)) end++;
            if (end == i + 1) continue;
            for (size_t j = i; j < end; j++)
                if (parts[j] == PART_STORY) parts[j] = PART_CREDIT;
        }
    }
    for (size_t i = 0; i < count; i++)
        if (parts[i] == PART_CREDIT) page_keep(sorter, &page->credits, all[i].text);
}
