// datelines.c - the place, date and agency that a story begins with.
//
// "TOLVA, Karsia (AP) - ", "Tolva, 17 May 2031 - ", "(Reuters) - ", "TOLVA. ": a place in capitals or beside
// a date, an agency in brackets, and a dash or stop behind them. Capitals before a dash may be a heading
// ("HAMSTERS - "), so there the place must be one that we know, if neither date nor agency stand with it.
#include "read/text/sort.h"

#include "base/utf8.h"

#define LONGEST_DATELINE 100 // bytes

static bool is_known_place(const struct sorter *sorter, struct slice text) {
    struct slice folded = line_fold(sorter, text);
    struct table_walk walk = table_lookup(sorter->lexicon->places, folded);
    if (table_next(&walk) != TABLE_END) return true;
    walk = table_lookup(sorter->lexicon->country_names, folded);
    return table_next(&walk) != TABLE_END;
}

// Is a place of the tables named: "KABUL", "TOLVA, Afghanistan", "CAIRO/GENEVA"?
static bool names_known_place(const struct sorter *sorter, struct slice text) {
    for (struct slice part; slice_next(&text, SLICE(","), &part);)
        for (struct slice piece; slice_next(&part, SLICE("/"), &piece);)
            if (is_known_place(sorter, piece)) return true;
    return false;
}

// A few words in capitals that are not all of the language's.
static bool is_in_capitals(const struct sorter *sorter, struct slice text) {
    if (!utf8_is_all_upper(text) || line_has_digit(text) || text.length < 3 || line_word_count(text) > 4)
        return false;
    if (is_known_place(sorter, text)) return true;
    size_t at = 0, known = 0, words = 0;
    for (struct slice word; (word = next_word(text, &at)).length > 0; words++) {
        enum word_kind kind = line_kind_of_word(sorter, word);
        known += kind == WORD_OTHER || kind == WORD_FUNCTION || kind == WORD_VERB;
    }
    return words > 0 && known < words;
}

// The part of the dateline before the agency or the dash: a place, perhaps a region and a date.
static bool is_dateline_place(const struct sorter *sorter, struct slice text, struct slice *place,
                              struct date *date) {
    *date = (struct date){ 0 };
    *place = text = slice_trim(text);
    if (text.length == 0 || text.length > 70 || !utf8_starts_upper(text)) return false;
    if (line_has_digit(text)) {
        if (!date_find(sorter, text, date) || line_bare(slice_part(text, date->end, text.length)).length > 0)
            return false;
        *place = slice_trim(slice_part(text, 0, date->start));
        while (place->length > 0 && place->start[place->length - 1] == ',') place->length--;
        size_t start = place->length; // "Halm, Wednesday, 14 May"
        while (start > 0 && place->start[start - 1] != ',') start--;
        if (start > 0 && date_is_weekday(sorter, line_bare(slice_part(*place, start, place->length))))
            *place = slice_part(*place, 0, start - 1);
    }
    return place->length == 0 ? false : line_is_names(sorter, *place, 7);
}

static bool has_long_words(struct slice text) { // no abbreviation
    size_t at = 0;
    for (struct slice word; (word = next_word(text, &at)).length > 0;)
        if (word.length < 4) return false;
    return true;
}

// "TOLVA, Karsia (AP) - ", with the bracket at `open`.
static struct dateline dateline_with_agency(const struct sorter *sorter, struct slice text, size_t open) {
    struct dateline none = { 0 }, found = { 0 };
    struct slice head = slice_part(text, 0, LONGEST_DATELINE);
    size_t close = slice_find(head, SLICE(")"), open), dash, stops = 0;
    if (close == SIZE_MAX) return none;
    found.agency = slice_trim(slice_part(head, open + 1, close));
    size_t after = close + 1;
    for (; after < head.length && (head.start[after] == '.' || head.start[after] == ':'); after++) stops++;
    while (after < head.length && head.start[after] == ' ') after++;
    bool dashed = after < head.length && line_dash_at(head, after, &dash);
    if (dashed) after += dash;
    if ((!dashed && stops == 0) || !line_is_names(sorter, found.agency, 6)) return none;
    while (after < text.length && text.start[after] == ' ') after++;
    struct slice place = slice_trim(slice_part(head, 0, open));
    if (place.length > 0 && !is_dateline_place(sorter, place, &found.place, &found.date)) return none;
    if (!dashed && place.length == 0) return none;
    found.length = after;
    return found;
}

// "KABUL, Afghanistan (AP) - ", "(Reuters) - ", "TOLVA, 4 September 2031. ", "Tolva, 17 May 2031 - ", "PORT
// AMET. "
// `start`: the paragraph begins the story, where a place alone may be its dateline.
struct dateline dateline_of(const struct sorter *sorter, struct slice text, bool start) {
    struct dateline none = { 0 }, found = { 0 };
    struct slice head = slice_part(text, 0, LONGEST_DATELINE);
    size_t length;
    for (size_t at = 0; at < head.length; at += length) {
        utf8_at(head, at, &length);
        char byte = head.start[at];
        if (byte == '(') return dateline_with_agency(sorter, text, at);
        size_t dash = 0;
        bool dashed =
            at > 0 && line_dash_at(head, at, &dash) &&
            (head.start[at - 1] == ' ' || head.start[at - 1] == '.' || (unsigned char)byte >= 0x80) &&
            at + dash < text.length && (text.start[at + dash] == ' ' || (unsigned char)byte >= 0x80);
        bool stopped = (byte == '.' || byte == ':') && at + 1 < head.length && head.start[at + 1] == ' ';
        if (!dashed && !stopped) continue;
        struct slice before = slice_trim(slice_part(head, 0, at));
        while (dashed && before.length > 0 && before.start[before.length - 1] == '.') before.length--;
        struct slice city = before;
        size_t comma = slice_find(before, SLICE(","), 0);
        if (comma != SIZE_MAX) city = slice_part(before, 0, comma);
        if (!is_dateline_place(sorter, before, &found.place, &found.date)) {
            if (stopped) continue; // "ST. ANNE - "
            return none;
        }
        bool capitals = is_in_capitals(sorter, city);
        bool known = capitals && names_known_place(sorter, dashed ? found.place : city);
        bool alone = byte == '.' && start && has_long_words(city); // "TOLVA. "
        if (dashed ? !known && found.date.day == 0 : !known && !(capitals && alone)) {
            if (stopped) continue;
            return none;
        }
        at += dashed ? dash : 1;
        while (at < text.length && text.start[at] == ' ') at++;
        if (at >= text.length) return none;
        found.length = at;
        return found;
    }
    return none;
}
