// facts_dates.c - when the story was published and changed.
//
// Machines write dates in attributes, most of them ISO 8601, some as people do. Where they are silent, the
// lines around the headline are searched, and of the dates there the one is taken that a word ("Published"),
// a time element, the form of the line or nearness speaks for. A date within prose is what the story tells,
// and none of ours.
#include "read/page/facts_parts.h"

#include <stdlib.h>
#include <string.h>

#define WINDOW_BEFORE 80u // nodes around the headline
#define WINDOW_AFTER 800u
#define LONGEST_DATE_LINE 200u
#define SURE 10  // score of a visible date that may speak against those for machines, being earlier
#define SURER 20 // being later
#define REISSUED_DAYS 31

// Whether the date can be that of a page: not after its capture, not what software writes for "unknown".
static bool is_possible(const struct facts_page *page, const char *iso, bool for_machines) {
    if (iso[0] == '\0' || strncmp(iso, "1970-01-01", 10) == 0 || strncmp(iso, "1900-01-01", 10) == 0)
        return false;
    if (!for_machines && strncmp(iso, "1990", 4) < 0) return false;
    const char *captured = page->context->captured;
    if (!captured || captured[0] == '\0' || !timestamp_day_before(captured, iso)) return true;
    // East of Greenwich the day begins earlier: a time with an offset of its own may be one day ahead.
    int64_t told, taken;
    return timestamp_minutes(iso, &told) && timestamp_minutes(captured, &taken) && told <= taken;
}

// The value of an attribute or of JSON-LD.
static bool read_value(const struct facts_page *page, struct slice text, char iso[TIMESTAMP_SIZE]) {
    struct span where;
    text = slice_trim(slice_part(text, 0, 100));
    if (text.length == 0) return false;
    return (timestamp_iso(text, iso) || facts_find_date(page, text, &where, iso)) &&
           is_possible(page, iso, true);
}

static bool read_meta(const struct facts_page *page, enum facts_meta fact, unsigned from_rank,
                      unsigned to_rank, char iso[TIMESTAMP_SIZE]) {
    for (unsigned rank = from_rank; rank <= to_rank; rank++)
        for (size_t i = 0; i < page->metas.count; i++) {
            const struct facts_value *value = &page->metas.items[i];
            if (value->fact == fact && value->rank == rank && read_value(page, value->text, iso)) return true;
        }
    iso[0] = '\0';
    return false;
}

// "/2031/09/10/", "/2031-09-10-", "/20310910/" in the path.
static bool read_address(const struct facts_page *page, struct slice url, char iso[TIMESTAMP_SIZE]) {
    size_t at = slice_find(url, SLICE("://"), 0);
    at = at == SIZE_MAX ? SIZE_MAX : slice_find(url, SLICE("/"), at + 3);
    for (; at < url.length; at++) {
        if (!facts_is_digit(url, at) || facts_is_digit(url, at - 1)) continue;
        unsigned number[3];
        size_t count = facts_digits(url, at, &number[0]), behind = at + count;
        struct date date = { 0 };
        if (count == 8) {
            date = (struct date){ number[0] / 10000, number[0] / 100 % 100, number[0] % 100, at, behind };
        } else if (count == 4 && behind < url.length && strchr("/-_.", url.start[behind])) {
            const char mark = url.start[behind];
            const size_t month = facts_digits(url, behind + 1, &number[1]);
            behind += 1 + month;
            if (month < 1 || month > 2 || behind >= url.length || url.start[behind] != mark) continue;
            const size_t day = facts_digits(url, behind + 1, &number[2]);
            if (day < 1 || day > 2) continue;
            date = (struct date){ number[0], number[1], number[2], at, behind + 1 + day };
        }
        if (date.year < 1990 || date.year > 2099 || !timestamp_of_day(date.year, date.month, date.day, iso))
            continue;
        if (is_possible(page, iso, false)) return true;
    }
    iso[0] = '\0';
    return false;
}

static const struct slice state_date = { "datePublished", 13 };

// The next at or behind `from`, by its capital letter, which is rarer than any other.
static size_t find_state(struct slice text, size_t from) {
    for (size_t at = from; at < text.length; at++) {
        const char *found = memchr(text.start + at, 'P', text.length - at);
        if (!found) break;
        at = (size_t)(found - text.start);
        if (at >= from + 4 && slice_starts(slice_part(text, at - 4, text.length), state_date)) return at - 4;
    }
    return SIZE_MAX;
}

// The day that one text of a page's state gives its date, in JSON whose quotes may be escaped once more:
// \"datePublished\":\"2031-05-14, &quot;datePublished&quot;:&quot;2031-05-14. False when it gives another
// than `iso`, which is empty at first: then the text lists several stories.
static bool read_state(const struct facts_page *page, struct slice text, char iso[TIMESTAMP_SIZE]) {
    for (size_t at = find_state(text, 0); at != SIZE_MAX; at = find_state(text, at)) {
        at += state_date.length;
        const size_t most = at + 16;
        while (at < most && at < text.length && text.start[at] && strchr("\\\"':&quot; ", text.start[at]))
            at++;
        size_t end = at;
        while (end < at + 40 && end < text.length && text.start[end] && !strchr("\\\"'&,}", text.start[end]))
            end++;
        char found[TIMESTAMP_SIZE];
        if (!facts_is_digit(text, at) || !read_value(page, slice_part(text, at, end), found)) continue;
        if (iso[0] && strncmp(iso, found, 10) != 0) return false;
        memcpy(iso, found, TIMESTAMP_SIZE);
    }
    return true;
}

// What a page that is built in the browser has in its state, within scripts or attributes.
static bool read_states(const struct facts_page *page, char iso[TIMESTAMP_SIZE]) {
    const struct html *html = page->html;
    iso[0] = '\0';
    size_t next = 0; // the name of the date at or behind it
    for (uint32_t i = 1; i < html->count; i++) {
        if (html->nodes[i].start >= next) next = find_state(html->bytes, html->nodes[i].start);
        if (next == SIZE_MAX) break;
        if (html->nodes[i].end <= next) continue;
        const enum html_tag tag = (enum html_tag)html->nodes[i].tag,
                            above = (enum html_tag)html->nodes[html->nodes[i].parent].tag;
        if (tag == HTML_TEXT && above != HTML_script) continue;
        const struct slice raw = html_raw(html, i);
        if (raw.length < 30 || (tag == HTML_TEXT && slice_find(html_raw(html, html->nodes[i].parent),
                                                               SLICE("ld+json"), 0) != SIZE_MAX))
            continue; // JSON-LD is read by its rules
        if (!read_state(page, raw, iso)) {
            iso[0] = '\0';
            return false;
        }
    }
    return iso[0] != '\0';
}

struct candidate {
    char iso[TIMESTAMP_SIZE];
    int score;
    bool is_update, from_time;
};

// The kind of date that the words before it announce.
static enum page_kind label_of(const struct facts_page *page, struct slice before) {
    before = line_bare(slice_part(before, before.length > 60 ? before.length - 60 : 0, before.length));
    for (unsigned words = 0; words < 4 && before.length > 0; words++) { // the longest first
        const struct slice folded = line_fold(&page->sorter, before);
        struct span rest;
        if (page_phrase_find(page->sorter.phrases, KIND_UPDATED, folded, &rest)) return KIND_UPDATED;
        if (page_phrase_find(page->sorter.phrases, KIND_PUBLISHED, folded, &rest)) return KIND_PUBLISHED;
        const size_t length = before.length;
        size_t start = length, spaces = 0;
        while (start > 0 && spaces < 3 - words + 1)
            if (before.start[--start] == ' ') spaces++;
        if (spaces) start++;
        before = line_bare(slice_part(before, start < length ? start : length, length));
    }
    return KIND_COUNT;
}

static int score_date(const struct facts_page *page, const struct facts_line *line, uint32_t headline,
                      uint32_t node, bool has_label, bool has_time) {
    static const char *const hints[] = {
        "date", "time", "publish", "posted", "byline", "meta", "author", NULL
    };
    static const char *const clocks[] = { "todays-date", "todaysdate", "current-date", "currentdate", NULL };
    const struct html_node *nodes = page->html->nodes;
    if (line->text.length > LONGEST_DATE_LINE && !has_label) return -60; // prose
    int score = has_label ? 45 : 0;
    if (has_time) score += 15;
    if (line->text.length <= 60)
        score += 15;
    else if (line->text.length > 110 && !has_label)
        score -= 15;
    uint32_t around = node;
    for (unsigned steps = 0; steps < 3 && around; steps++, around = nodes[around].parent) {
        if (nodes[around].tag == HTML_TEXT || !facts_has_word(page, around, hints)) continue;
        if (facts_has_word(page, around, clocks)) return -60; // the day on which somebody looks at the page
        score += 18 - 4 * (int)steps;
        break;
    }
    const uint32_t distance = node > headline ? node - headline : headline - node;
    const int far = node > headline ? (int)distance / 6 : 8 + (int)distance / 3;
    score += headline ? 10 - (far < 45 ? far : 45) : -12;
    return score;
}

struct search {
    struct candidate published, updated;
    char before[41]; // the line before, where it is short enough to be a label
    size_t before_length;
};

static void consider_line(const struct facts_page *page, const struct facts_line *line, uint32_t headline,
                          struct search *search) {
    const struct slice copyright = SLICE("\u00a9");
    if (line_has_byte(line->text, copyright.start[0]) && slice_find(line->text, copyright, 0) != SIZE_MAX)
        return;
    size_t from = 0;
    for (unsigned found = 0; found < 4; found++) {
        struct candidate candidate = { .score = 0 };
        struct span where = { 0, 0 };
        struct slice text = slice_part(line->text, from, line->text.length);
        uint32_t node = line->first;
        bool has_time = false;
        if (found < line->time_count) {
            node = line->times[found].node;
            where.start = where.end =
                line->times[found].at > from ? line->times[found].at - (uint32_t)from : 0;
            has_time =
                read_value(page, html_attribute_raw(page->html, node, SLICE("datetime")), candidate.iso);
        }
        if (!has_time && (!facts_find_date(page, text, &where, candidate.iso) ||
                          !is_possible(page, candidate.iso, false))) {
            if (found >= line->time_count && where.end == 0) return;
            from += where.end;
            continue;
        }
        enum page_kind label = label_of(page, slice_part(text, 0, where.start));
        if (label == KIND_COUNT && from == 0 && where.start < 12)
            label = label_of(page, (struct slice){ search->before, search->before_length });
        candidate.is_update = label == KIND_UPDATED;
        candidate.from_time = has_time;
        struct candidate *best = candidate.is_update ? &search->updated : &search->published;
        candidate.score = score_date(page, line, headline, node, label != KIND_COUNT, has_time);
        if (candidate.score > best->score && facts_is_aside(page, node))
            candidate.score -= label == KIND_PUBLISHED ? 10 : 50; // a sidebar may tell of the story too
        if (candidate.score > best->score) *best = candidate;
        from += where.end;
    }
}

#define NODES_BEFORE 6u // of a date, in which its label and the begin of its line are

static void search_lines(const struct facts_page *page, uint32_t start, uint32_t end, uint32_t headline,
                         struct search *search) {
    const struct html_node *nodes = page->html->nodes;
    search->before_length = 0;
    for (uint32_t at = start, i = start; i < end; i++) {
        if (nodes[i].tag == HTML_TEXT) {
            if (!facts_may_hold_date(html_raw(page->html, i))) continue;
        } else if (nodes[i].tag != HTML_time) {
            if (nodes[i].tag == HTML_nav) i = nodes[i].last - 1;
            continue;
        }
        struct facts_line line;
        if (i > at + NODES_BEFORE) {
            at = i - NODES_BEFORE;
            search->before_length = 0;
        }
        while (at <= i && facts_next_line(page, &at, end, &line)) {
            if (line.time_count > 0 || line_has_digit(line.text))
                consider_line(page, &line, headline, search);
            search->before_length = line.text.length <= 40 ? line.text.length : 0;
            memcpy(search->before, line.text.start, search->before_length);
        }
        if (at > i) i = at - 1;
    }
}

static void take_date(char to[TIMESTAMP_SIZE], const char *from) {
    memcpy(to, from, TIMESTAMP_SIZE);
}

// Days since some day, near enough to count months.
static int days_of(const char *iso) {
    return atoi(iso) * 365 + (atoi(iso + 5) - 1) * 30 + atoi(iso + 8);
}

static bool has_opengraph_date(const struct facts_page *page) {
    for (size_t i = 0; i < page->metas.count; i++)
        if (page->metas.items[i].fact == META_PUBLISHED && page->metas.items[i].rank == 0) return true;
    return false;
}

static bool read_published(const struct facts_page *page, struct page_facts *facts) {
    char iso[TIMESTAMP_SIZE];
    if (read_value(page, page->json_ld.published, iso))
        facts->published_from = "json-ld";
    else if (read_meta(page, META_PUBLISHED, 0, 0, iso))
        facts->published_from = "opengraph";
    else if (read_meta(page, META_PUBLISHED, 1, 9, iso))
        facts->published_from = "meta";
    else
        return false;
    take_date(facts->published, iso);
    return true;
}

static bool is_same_instant(const char *a, const char *b) {
    int64_t first, second;
    return timestamp_minutes(a, &first) && timestamp_minutes(b, &second) && first == second;
}

// What the page shows its readers, where it speaks against what it tells machines. An earlier date that
// stands at the headline is the first publication's: software stamps pages anew when it moves them (but not
// when it is the same instant by another clock). A later one, more than a month on, is that of a page which
// has been written anew and passes for new; where OpenGraph has the first date, that stands, being right
// more often (bench/page_facts.c).
static void weigh_visible(const struct facts_page *page, struct page_facts *facts,
                          const struct search *search) {
    const struct candidate *seen = &search->published;
    if (seen->score >= SURE && timestamp_day_before(seen->iso, facts->published)) {
        if (is_same_instant(seen->iso, facts->published)) return;
        take_date(facts->published, seen->iso);
        facts->published_from = seen->from_time ? "time" : "text";
        return;
    }
    if (seen->score < SURER) seen = &search->updated;
    if (seen->score < SURER || has_opengraph_date(page)) return;
    if (days_of(seen->iso) < days_of(facts->published) + REISSUED_DAYS) return;
    take_date(facts->published, seen->iso);
    facts->published_from = seen->from_time ? "time" : "text";
}

void facts_dates(struct facts_page *page, struct page_facts *facts) {
    const uint32_t count = page->html->count, headline = page->headline, body = page->body;
    char iso[TIMESTAMP_SIZE];
    bool is_told = read_published(page, facts);
    if (read_value(page, page->json_ld.modified, iso) || read_meta(page, META_MODIFIED, 0, 9, iso))
        take_date(facts->modified, iso);
    if (!is_told &&
        (read_address(page, facts->canonical, iso) || read_address(page, page->context->url, iso))) {
        take_date(facts->published, iso);
        facts->published_from = "url";
        is_told = true;
    }
    if (!is_told && read_states(page, iso)) {
        take_date(facts->published, iso);
        facts->published_from = "json-ld";
        is_told = true;
    }
    struct search search = { .published.score = 0, .updated.score = 0 };
    if (headline) {
        const uint32_t start = headline > body + WINDOW_BEFORE ? headline - WINDOW_BEFORE : body;
        const uint32_t end = headline + WINDOW_AFTER < count ? headline + WINDOW_AFTER : count;
        search_lines(page, start, end, headline, &search);
    }
    if (!is_told && search.published.score <= 0 && search.updated.score <= 0)
        search_lines(page, body, count, 0, &search);
    if (is_told && strcmp(facts->published_from, "url") != 0)
        weigh_visible(page, facts, &search);
    else if (!is_told && search.published.score > 0) {
        take_date(facts->published, search.published.iso);
        facts->published_from = search.published.from_time ? "time" : "text";
    }
    if (!facts->modified[0] && search.updated.score > 0) take_date(facts->modified, search.updated.iso);
    if (!facts->published[0] && search.updated.score > 0) {
        take_date(facts->published, search.updated.iso);
        facts->published_from = search.updated.from_time ? "time" : "text";
    } else if (!facts->published[0] && facts->modified[0]) {
        take_date(facts->published, facts->modified);
        facts->published_from = page->json_ld.modified.length > 0 ? "json-ld" : "meta";
    }
    if (facts->published[0] && facts->modified[0] && timestamp_day_before(facts->modified, facts->published))
        facts->modified[0] = '\0';
}
