// sort.c - what of a page is the story, and what stands around it.
//
// A page that was flattened to text keeps its captions, credits, dates and links as paragraphs among the
// story's. Each has a form that prose has not: a phrase of the table of pages, a photographer in brackets at
// the end where prose has a full stop, a line of names, a line of a date. A line is taken out only when its
// form is complete, and what is taken out is kept, as caption or credit: nothing is lost. When in doubt a
// line stays in the story.
//
// Where a line stands counts too: a byline stands near the top, an agency's mark at one of the ends, and
// lines without an empty line between them belong together (a caption and its credit, a place and a writer).
// So captions come first, then the notices between paragraphs, and what is left gives up its two ends.
#include "read/text/sort.h"

#include "base/utf8.h"
#include "base/vector.h"

#include <string.h>

#define LONGEST_HEADLINE 250 // bytes

void page_keep(const struct sorter *sorter, struct paragraphs *list, struct slice text) {
    struct paragraph *kept = vector_push(sorter->arena, list);
    kept->text = text;
}

void page_take_date(const struct sorter *sorter, const struct date *date, const char *from) {
    struct page *page = sorter->page;
    if (date->year == 0 || page->published[0] != '\0') return;
    struct slice text = arena_format(sorter->arena, "%04u-%02u-%02u", date->year, date->month, date->day);
    memcpy(page->published, text.start, 10);
    page->published[10] = '\0';
    page->published_from = from;
}

void page_take_agency(const struct sorter *sorter, struct slice agency) {
    if (sorter->page->agency.length == 0) sorter->page->agency = agency;
}

static void cut_start(const struct sorter *sorter, struct paragraph *paragraph, size_t length) {
    page_keep(sorter, &sorter->page->credits, slice_trim(slice_part(paragraph->text, 0, length)));
    paragraph->text = slice_part(paragraph->text, length, paragraph->text.length);
    size_t kept = 0;
    for (size_t i = 0; i < paragraph->repairs.count; i++) {
        struct repair repair = paragraph->repairs.items[i];
        if (repair.position < length) continue;
        repair.position -= (uint32_t)length;
        paragraph->repairs.items[kept++] = repair;
    }
    paragraph->repairs.count = kept;
}

static void cut_end(const struct sorter *sorter, struct paragraph *paragraph, size_t length) {
    page_keep(sorter, &sorter->page->credits,
              slice_trim(slice_part(paragraph->text, length, paragraph->text.length)));
    paragraph->text = slice_trim(slice_part(paragraph->text, 0, length));
    for (; paragraph->repairs.count > 0; paragraph->repairs.count--) {
        const struct repair *repair = &paragraph->repairs.items[paragraph->repairs.count - 1];
        if (repair->position + repair->after.length <= paragraph->text.length) break;
    }
}

static bool is_headline(struct slice text) {
    if (text.length > LONGEST_HEADLINE || line_word_count(text) > 35 || line_word_count(text) == 0)
        return false;
    char end = text.start[text.length - 1];
    if (end == ':' || end == ',' || end == ';') return false;
    // A question or a call may be a headline; a full stop ends one only after an abbreviation.
    size_t stop = slice_find(text, SLICE(". "), 0);
    bool ends_in_dot = end == '.' || (text.length > 3 && (end == '"' || (unsigned char)end >= 0x80) &&
                                      text.start[text.length - (end == '"' ? 2 : 4)] == '.');
    if (ends_in_dot && !(text.length > 3 && text.start[text.length - 3] == '.')) return false;
    while (stop != SIZE_MAX) { // a sentence that ends inside, by a word in small letters before the stop
        size_t start = stop;
        while (start > 0 && text.start[start - 1] >= 'a' && text.start[start - 1] <= 'z') start--;
        if (stop - start > 4) return false;
        stop = slice_find(text, SLICE(". "), stop + 1);
    }
    return true;
}

// Takes the dateline from one of the first paragraphs of the story, and a title that is there twice.
static void sort_start(const struct sorter *sorter, size_t first, const struct paragraph *title) {
    struct paragraph *all = sorter->paragraphs->items;
    struct page *page = sorter->page;
    for (size_t i = first, seen = 0; i < sorter->paragraphs->count && seen < 3; i++) {
        if (page->parts[i] != PART_STORY) continue;
        seen++;
        if (title && line_same_words(sorter, all[i].text, title->text)) {
            page->parts[i] = PART_CREDIT;
            page_keep(sorter, &page->credits, all[i].text);
            continue;
        }
        struct dateline dateline = dateline_of(sorter, all[i].text, seen == 1);
        if (dateline.length == 0 || dateline.length >= all[i].text.length) continue;
        if (page->dateline.length == 0) page->dateline = dateline.place;
        if (dateline.agency.length > 0) page_take_agency(sorter, dateline.agency);
        date_complete(sorter, &dateline.date);
        page_take_date(sorter, &dateline.date, "dateline");
        cut_start(sorter, &all[i], dateline.length);
        return;
    }
}

// Takes an agency's mark behind the last full stop: "... he said. (AFP)", "... he said. - AFP"
static void sort_end(const struct sorter *sorter, struct paragraph *last) {
    struct slice text = last->text, before, inside;
    if (line_last_bracket(text, &before, &inside) && line_ends_with_stop(before) &&
        line_is_agency(sorter, inside)) {
        page_take_agency(sorter, inside);
        cut_end(sorter, last, before.length);
        return;
    }
    size_t length;
    for (size_t at = text.length; at > 0 && text.length - at < 40; at--) {
        if (((unsigned char)text.start[at - 1] & 0xc0) == 0x80 || !line_dash_at(text, at - 1, &length))
            continue;
        before = slice_trim(slice_part(text, 0, at - 1));
        struct slice agency = slice_trim(slice_part(text, at - 1 + length, text.length));
        if (line_ends_with_stop(before) && line_is_agency(sorter, agency)) {
            page_take_agency(sorter, agency);
            cut_end(sorter, last, before.length);
        }
        return;
    }
}

static const struct page_line *lines_of(const struct page_phrases *phrases,
                                        const struct paragraphs *paragraphs, struct arena *arena) {
    struct page_line *lines = arena_raw(arena, (paragraphs->count + 1) * sizeof *lines);
    for (size_t i = 0; i < paragraphs->count; i++) {
        lines[i].bare = line_bare(paragraphs->items[i].text);
        lines[i].kinds = page_phrase_kinds(phrases, lines[i].bare);
    }
    return lines;
}

void sort_page(const struct page_phrases *phrases, const struct lexicon *lexicon,
               struct paragraphs *paragraphs, bool separated, bool titled, struct arena *arena,
               struct page *page) {
    struct sorter sorter = { phrases, lexicon, arena, arena_new(), paragraphs, NULL, page, separated };
    struct paragraph *all = paragraphs->items;
    *page = (struct page){ .parts = ARENA_ARRAY(arena, enum part, paragraphs->count) };
    sorter.lines = lines_of(phrases, paragraphs, arena);
    titled = titled && paragraphs->count > 1;
    if (titled) page->parts[0] = PART_TITLE;
    sort_captions(&sorter);
    sort_notices(&sorter);

    size_t count = paragraphs->count, story = 0, first = count, last = count;
    for (size_t i = 0; i < count; i++)
        if (page->parts[i] == PART_STORY) {
            story++;
            if (first == count) first = i;
            last = i;
        }
    if (story > 0) {
        if (titled) {
            sort_start(&sorter, first, &all[0]);
        } else {
            titled = story > 1 && is_headline(all[first].text) &&
                     dateline_of(&sorter, all[first].text, false).length == 0;
            if (titled) page->parts[first] = PART_TITLE;
            sort_start(&sorter, first, titled ? &all[first] : NULL);
        }
        if (page->parts[last] == PART_STORY) sort_end(&sorter, &all[last]);
    } else { // nothing but captions and credits: then they are what there is to read
        for (size_t i = titled; i < count; i++) page->parts[i] = PART_STORY;
        page->captions.count = page->credits.count = 0;
    }
    arena_free(sorter.scratch);
}
