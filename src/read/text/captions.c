// captions.c - pictures' captions, with the lines that belong to them.
//
// A caption ends in its credit: a photographer in brackets where prose has a full stop, a phrase of credits,
// a name beside a slash. Names in brackets may be of anybody ("Jo Roe (Bakers of Halm)"), so where nobody is
// known for taking pictures the text before them must look like a caption too. Lines above a credit without
// an empty line between them belong to it, and so does the same caption once more without its credit.
#include "read/text/sort.h"

#include "base/utf8.h"

#define MOST_CAPTIONS 50 // of a page that are looked for a second time

// Does a photographer or an agency stand in these brackets? `loosely`: there are names, but of whom nobody
// knows.
static bool is_credit(const struct sorter *sorter, struct slice inside, bool *loosely) {
    *loosely = false;
    if (inside.length == 0 || inside.length > 150 || line_ends_with_stop(inside)) return false;
    size_t slash = slice_find(inside, SLICE("/"), 0);
    bool digit =
        slash != SIZE_MAX && slash > 0 && inside.start[slash - 1] >= '0' && inside.start[slash - 1] <= '9';
    bool slashed = slash != SIZE_MAX && slash > 0 && !digit && line_is_names(sorter, inside, 16);
    struct span rest;
    struct slice folded = line_fold(sorter, inside);
    if (page_phrase_find(sorter->phrases, KIND_PHOTO_CREDIT, folded, &rest) ||
        page_phrase_find(sorter->phrases, KIND_PHOTO_WORD, folded, &rest) || line_is_agency(sorter, inside))
        return true;
    if (line_has_more_words(inside, 12)) return false;
    size_t at = 0;
    bool photo = false;
    for (struct slice word; (word = next_word(folded, &at)).length > 0;)
        photo = photo || page_phrase_find(sorter->phrases, KIND_PHOTO_WORD, word, &rest) != NULL;
    if (photo && utf8_starts_upper(line_bare(inside))) return true;
    for (struct slice pieces = inside, part; slice_next(&pieces, SLICE(","), &part);)
        for (struct slice piece; slice_next(&part, SLICE("/"), &piece);)
            if (line_is_agency(sorter, piece) ||
                (slashed && slice_trim(piece).length > 2 && utf8_is_all_upper(piece)))
                return true;
    if (slashed) return *loosely = true;
    size_t words = 0;
    at = 0;
    for (struct slice word; (word = next_word(inside, &at)).length > 0; words++)
        if (!utf8_starts_upper(word) && word.length > 2) return false;
    *loosely = words > 1 && line_is_names(sorter, inside, 6);
    return *loosely;
}

// What a caption says without its credits.
static struct slice caption_body(const struct sorter *sorter, struct slice text) {
    struct slice before, inside;
    bool loosely;
    while (line_last_bracket(text, &before, &inside) && is_credit(sorter, inside, &loosely)) text = before;
    return text;
}

// Where a credit begins that ends the text without brackets: "... on Tuesday. Photo: Jo Roe", "... X/Jo Roe".
static bool ends_in_credit(const struct sorter *sorter, struct slice text) {
    struct span rest;
    if (line_ends_with_stop(text)) return false;
    for (size_t at = text.length; at > 1 && text.length - at < 90; at--) {
        if (text.start[at - 1] != ' ') continue;
        char stop = text.start[at - 2];
        bool after_stop = stop == '.' || stop == '!' || stop == '?' || stop == ')' || stop == '"' ||
                          stop == '|' || (unsigned char)stop >= 0x80;
        if (!after_stop) continue;
        struct slice tail = slice_part(text, at, text.length);
        if (line_has_more_words(tail, 10)) continue;
        const struct phrase *phrase =
            page_phrase_find(sorter->phrases, KIND_PHOTO_CREDIT, line_fold(sorter, tail), &rest);
        if (phrase && phrase->starred) return true;
        if (line_has_byte(tail, '/') && line_is_names(sorter, tail, 6) &&
            line_word_count(slice_part(text, 0, at)) >= 4)
            for (struct slice pieces = tail, piece; slice_next(&pieces, SLICE("/"), &piece);)
                if (line_is_agency(sorter, piece) || (piece.length > 2 && utf8_is_all_upper(piece)))
                    return true;
    }
    return false;
}

// Is `before` what a caption says? A sentence without its stop, in small letters for the most part, and no
// item of a list; or before a slash the name of who is in the picture, with a name of two words for the
// photographer.
static bool is_captioned(const struct sorter *sorter, struct slice before, struct slice inside) {
    struct slice outer, inner, photographer = inside;
    bool loosely;
    while (line_last_bracket(before, &outer, &inner) && is_credit(sorter, inner, &loosely)) before = outer;
    if (before.length == 0 || line_bare(before).start != before.start ||
        line_has_digit(slice_part(before, 0, 1)))
        return false;
    size_t at = 0, words = 0, small = 0;
    for (struct slice word; (word = next_word(before, &at)).length > 0; words++)
        small += !utf8_starts_upper(word);
    if (words >= 6 && small * 10 >= words * 4)
        return line_has_byte(inside, '/') || !line_ends_with_stop(before);
    size_t slash = slice_find(inside, SLICE("/"), 0);
    if (slash != SIZE_MAX) photographer = slice_part(inside, 0, slash);
    return slash != SIZE_MAX && words >= 2 && words <= 4 && line_word_count(photographer) >= 2 &&
           line_is_names(sorter, before, 4);
}

static bool is_caption(const struct sorter *sorter, size_t index, bool last) {
    const struct slice text = sorter->paragraphs->items[index].text;
    const bool first = index == 0;
    if (text.length > LONGEST_CAPTION) return false;
    struct span rest;
    struct slice before, inside, folded = { NULL, 0 };
    if (page_line_find(sorter, KIND_PHOTO_CREDIT, index, &folded, &rest)) return true;
    bool loosely;
    if (line_last_bracket(text, &before, &inside) && is_credit(sorter, inside, &loosely)) {
        if (before.length == 0) return !loosely;
        if (loosely) return !first && before.length <= 250 && is_captioned(sorter, before, inside);
        if (line_ends_with_stop(before) && line_is_agency(sorter, inside))
            return !last && before.length <= 200;
        return !first || line_ends_with_stop(before) || line_has_byte(inside, '/');
    }
    return !first && ends_in_credit(sorter, text);
}

// Captions, with the lines that belong to them.
void sort_captions(struct sorter *sorter) {
    struct paragraph *all = sorter->paragraphs->items;
    enum part *parts = sorter->page->parts;
    size_t count = sorter->paragraphs->count, last = count; // the last that may be prose
    while (last > 0 && (all[last - 1].text.length < 60 || !line_ends_with_stop(all[last - 1].text))) last--;
    for (size_t i = 0; i < count; i++) {
        arena_reset(sorter->scratch);
        if (parts[i] != PART_STORY || !is_caption(sorter, i, i >= last)) continue;
        struct slice body = caption_body(sorter, all[i].text), before, inside;
        struct span rest;
        const struct phrase *phrase =
            page_phrase_find(sorter->phrases, KIND_PHOTO_CREDIT, line_fold(sorter, all[i].text), &rest);
        bool credit_only = body.length == 0 ||
                           (phrase && line_last_bracket(all[i].text, &before, &inside) && before.length == 0);
        size_t from = i;
        while (from > 1 && i - from < 3 && parts[from - 1] == PART_STORY &&
               all[from - 1].text.length <= LONGEST_CAPTION / 2) {
            struct slice above = all[from - 1].text;
            bool together = sorter->separated && all[from - 1].block == all[i].block;
            if (!(line_same_words(sorter, above, body) ||
                  (together && (credit_only ? above.length <= 200 : !line_ends_with_stop(above))) ||
                  (credit_only && !together && from - 1 > 0 && from == i && !line_ends_with_stop(above) &&
                   above.length <= 250)))
                break;
            from--;
        }
        struct slice text = all[from].text;
        for (size_t j = from; j <= i; j++) {
            parts[j] = PART_CAPTION;
            if (j > from)
                text = arena_join(sorter->arena, arena_join(sorter->arena, text, SLICE("\n")), all[j].text);
        }
        page_keep(sorter, &sorter->page->captions, text);
    }
    size_t captions = sorter->page->captions.count;
    if (captions == 0 || captions > MOST_CAPTIONS) return; // no news page: nothing to gain
    struct slice bodies[MOST_CAPTIONS];
    for (size_t i = 0; i < captions; i++) {
        struct slice body = caption_body(sorter, sorter->page->captions.items[i].text);
        bodies[i] = utf8_fold_name(line_bare(body), sorter->arena);
    }
    for (size_t i = 1; i < count; i++) { // the same caption once more, without its credit
        struct slice text = all[i].text;
        if (parts[i] != PART_STORY || text.length > LONGEST_CAPTION || line_ends_with_stop(text)) continue;
        arena_reset(sorter->scratch);
        struct slice folded = line_fold(sorter, text);
        for (size_t j = 0; j < captions && parts[i] == PART_STORY; j++)
            if (slice_equal(folded, bodies[j])) {
                parts[i] = PART_CAPTION;
                page_keep(sorter, &sorter->page->captions, text);
            }
    }
}

// A legend's line ("██ held by the rebels"), or a line without letters.
bool caption_is_legend(struct slice text) {
    size_t length;
    uint32_t code = utf8_at(text, 0, &length);
    return code >= 0x2580 && code <= 0x25ff && utf8_class_of(code) == UTF8_SYMBOL &&
           text.length <= LONGEST_LINE && !line_ends_with_stop(text);
}
