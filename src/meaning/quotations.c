// quotations.c - what stands between quotation marks.
//
// Marks are of three families: straight double, curly or angled double (which tell left from right), and
// single. They are matched with a stack, one paragraph at a time: newsrooms forget the closing mark, and a
// paragraph bounds the damage. When marks are left over although their number is even, the blanks around them
// misled us and they are paired as they come. A quotation over several paragraphs repeats its opening mark at
// the start of each and closes only the last; the pieces become one quotation. An apostrophe is a single mark
// inside a word or right of one: a single quotation begins after a blank and before a letter, ends before a
// blank or a stop, and never leaves its paragraph.
#include "base/utf8.h"
#include "base/vector.h"
#include "meaning/parts.h"

#define SCARE_WORDS 2u // words that may be no quotation but irony or a name
#define STACK_LIMIT 8u // quotations within quotations

enum family { FAMILY_STRAIGHT, FAMILY_CURLY, FAMILY_ANGLED, FAMILY_SINGLE };

struct mark {
    uint32_t start, end; // bytes
    enum family family;
    bool may_open, may_close;
};

static const struct {
    uint32_t code;
    enum family family;
    bool opens, closes;
} mark_kinds[] = {
    { 0x22, FAMILY_STRAIGHT, true, true },  // "
    { 0x201c, FAMILY_CURLY, true, true },   // left double; German closes with it
    { 0x201d, FAMILY_CURLY, false, true },  // right double
    { 0x201e, FAMILY_CURLY, true, false },  // low double
    { 0x201f, FAMILY_CURLY, true, false },  // reversed double
    { 0xab, FAMILY_ANGLED, true, true },    // double angles, which some languages turn round
    { 0xbb, FAMILY_ANGLED, true, true },    // closing angles
    { 0x27, FAMILY_SINGLE, true, true },    // '
    { 0x2018, FAMILY_SINGLE, true, false }, // left single
    { 0x2019, FAMILY_SINGLE, false, true }, // right single, the apostrophe of typesetters
    { 0x60, FAMILY_SINGLE, true, false },   // `
};

// What stands right before and after decides what a mark can be.
static bool is_gap(uint32_t code) { // blanks and what may stand between a blank and a mark
    enum utf8_class class = utf8_class_of(code);
    return class == UTF8_SPACE || class == UTF8_OPEN || class == UTF8_CONTROL || code == 0x22 ||
           code == 0x27 || code == 0x2014 || code == 0x2013 || code == '-' || code == '/';
}

static bool is_end(uint32_t code) { // what may follow a closing mark
    enum utf8_class class = utf8_class_of(code);
    return class == UTF8_SPACE || class == UTF8_CLOSE || class == UTF8_PUNCTUATION || class == UTF8_CONTROL;
}

static bool mark_at(struct slice text, uint32_t position, uint32_t paragraph_end, uint32_t before,
                    struct mark *mark) {
    size_t length;
    uint32_t code = utf8_at(text, position, &length);
    for (size_t k = 0; k < sizeof mark_kinds / sizeof *mark_kinds; k++) {
        if (mark_kinds[k].code != code) continue;
        *mark = (struct mark){ position, position + (uint32_t)length, mark_kinds[k].family,
                               mark_kinds[k].opens, mark_kinds[k].closes };
        // Two single marks make a double one.
        if (code == 0x60 || code == 0x27) {
            size_t next;
            if (mark->end < paragraph_end && utf8_at(text, mark->end, &next) == code) {
                mark->end += (uint32_t)next;
                mark->family = FAMILY_STRAIGHT;
            }
        }
        uint32_t after = ' ';
        if (mark->end < paragraph_end) after = utf8_at(text, mark->end, &length);
        bool open_place = is_gap(before), close_place = is_end(after);
        if (mark->family == FAMILY_STRAIGHT) {
            bool blank_after = utf8_class_of(after) == UTF8_SPACE,
                 blank_before = utf8_class_of(before) == UTF8_SPACE;
            mark->may_open = mark->may_open && !(blank_after && !blank_before);
            mark->may_close = mark->may_close && !(blank_before && !blank_after);
            // A word on both sides ("glued"x): it closes what is open.
        } else if (mark->family == FAMILY_SINGLE) {
            mark->may_open = mark->may_open && open_place && !close_place;
            mark->may_close = mark->may_close && !is_gap(before) && close_place;
        }
        return true;
    }
    return false;
}

static uint32_t words_in(struct slice text, struct span span, uint32_t limit) {
    uint32_t words = 0;
    bool inside = false;
    for (size_t at = span.start, length; at < span.end && words <= limit; at += length) {
        bool word = utf8_is_word(utf8_at(text, at, &length));
        if (word && !inside) words++;
        inside = word;
    }
    return words;
}

struct search {
    const struct analysis *analysis;
    struct slice text;
    struct arena *arena;
    VECTOR_OF(struct mark) marks; // of one paragraph
    VECTOR_OF(struct quotation) found;
};

static void quotation_add(struct search *search, struct span outer, struct span inner) {
    if (inner.start >= inner.end) return;
    struct quotation *quotation = vector_push(search->arena, &search->found);
    *quotation = (struct quotation){ .span = outer, .content = inner };
    quotation->is_scare = words_in(search->text, inner, SCARE_WORDS) <= SCARE_WORDS;
}

static void marks_find(struct search *search, struct span paragraph) {
    search->marks.count = 0;
    uint32_t before = ' ';
    for (uint32_t at = paragraph.start; at < paragraph.end;) {
        struct mark mark;
        if (mark_at(search->text, at, paragraph.end, before, &mark)) {
            if (mark.may_open || mark.may_close) *vector_push(search->arena, &search->marks) = mark;
            size_t length;
            before = utf8_at(search->text, at, &length);
            at = mark.end;
        } else {
            size_t length;
            before = utf8_at(search->text, at, &length);
            at += (uint32_t)length;
        }
    }
}

// Pairs the marks of one paragraph. `carried` is the opening mark of an earlier paragraph that is still open,
// or NULL; then the paragraph's first mark repeats it. Leaves in `*open` the mark that is open at the end of
// the paragraph and returns true, or returns false when all is closed. With `plain`, double marks open and
// close in turn.
static bool marks_pair(struct search *search, const struct mark *carried, bool plain, struct mark *open) {
    struct mark stack[STACK_LIMIT];
    uint32_t depth = 0;
    size_t first = 0;
    if (carried) {
        stack[depth++] = *carried;
        first = 1;
    }
    for (size_t m = first; m < search->marks.count; m++) {
        struct mark mark = search->marks.items[m];
        // The innermost open mark of this family.
        uint32_t at = depth;
        while (at > 0 && stack[at - 1].family != mark.family) at--;
        bool closes = at > 0 && mark.may_close, opens = mark.may_open;
        if (plain && mark.family != FAMILY_SINGLE) {
            closes = at > 0;
            opens = !closes;
        } else if (closes && opens) {
            closes = mark.family != FAMILY_CURLY || at == depth;
        }
        if (closes) {
            // Single marks left open inside were apostrophes.
            quotation_add(search, (struct span){ stack[at - 1].start, mark.end },
                          (struct span){ stack[at - 1].end, mark.start });
            depth = at - 1;
        } else if (opens && depth < STACK_LIMIT) {
            stack[depth++] = mark;
        }
    }
    for (uint32_t i = 0; i < depth; i++) {
        if (stack[i].family == FAMILY_SINGLE) continue;
        *open = stack[i];
        return true;
    }
    return false;
}

void quotations_find(const struct analysis *analysis, struct arena *arena, struct meaning *meaning) {
    const struct document *document = analysis->document;
    struct search search = { .analysis = analysis, .text = document->text, .arena = arena };
    struct mark carried;
    bool is_carried = false;
    uint32_t carried_end = 0; // of the last paragraph that the open quotation runs through
    for (size_t p = 0; p < document->paragraph_count; p++) {
        struct span paragraph = document->paragraphs[p];
        if (paragraph.end > document->text.length || paragraph.start > paragraph.end) continue;
        marks_find(&search, paragraph);
        bool repeats = is_carried && search.marks.count && search.marks.items[0].family == carried.family &&
                       search.marks.items[0].may_open && search.marks.items[0].start == paragraph.start;
        if (is_carried && !repeats) { // nobody closed it: it ends with its paragraph
            quotation_add(&search, (struct span){ carried.start, carried_end },
                          (struct span){ carried.end, carried_end });
            is_carried = false;
        }
        size_t before = search.found.count;
        struct mark open;
        bool left = marks_pair(&search, is_carried ? &carried : NULL, false, &open);
        if (left && !is_carried && search.marks.count % 2 == 0) {
            size_t counted = 0;
            for (size_t m = 0; m < search.marks.count; m++)
                counted += search.marks.items[m].family == open.family;
            if (counted % 2 == 0) {
                search.found.count = before;
                left = marks_pair(&search, NULL, true, &open);
            }
        }
        is_carried = left;
        if (left) {
            carried = open;
            carried_end = paragraph.end;
        }
    }
    if (is_carried)
        quotation_add(&search, (struct span){ carried.start, carried_end },
                      (struct span){ carried.end, carried_end });
    // In order of position, the outer before the inner; they are nearly so already.
    for (size_t i = 1; i < search.found.count; i++) {
        struct quotation quotation = search.found.items[i];
        size_t at = i;
        for (; at > 0 && search.found.items[at - 1].span.start > quotation.span.start; at--)
            search.found.items[at] = search.found.items[at - 1];
        search.found.items[at] = quotation;
    }
    uint32_t sentence = 0;
    for (size_t i = 0; i < search.found.count; i++) {
        struct quotation *quotation = &search.found.items[i];
        while (sentence < analysis->count && analysis->sentences[sentence].span.end <= quotation->span.start)
            sentence++;
        quotation->first_sentence = sentence;
        uint32_t end = sentence;
        while (end < analysis->count && analysis->sentences[end].span.start < quotation->span.end) end++;
        quotation->end_sentence = end;
    }
    meaning->quotations = search.found.items;
    meaning->quotation_count = search.found.count;
}
