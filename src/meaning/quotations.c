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
#define NAME_WORDS 6u  // of a name between marks
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

// Whether a clause like ", said Omar Belloc" begins behind the comma at `comma`.
static bool is_tag_behind(const struct sentence *s, uint32_t comma) {
    uint32_t at = comma + 1;
    if (at + 1 >= s->count || !slice_equal(s->tokens[comma].form, SLICE(","))) return false;
    bool is_inverted = s->tokens[at].upos == UPOS_VERB && (s->tokens[at].features & FEATURE_FINITE) &&
                       (s->tokens[at + 1].upos == UPOS_PROPN || s->tokens[at + 1].upos == UPOS_PRON ||
                        s->tokens[at + 1].upos == UPOS_DET || s->tokens[at + 1].upos == UPOS_NOUN);
    bool is_pronoun = s->tokens[at].upos == UPOS_PRON && s->tokens[at + 1].upos == UPOS_VERB &&
                      (at + 2 >= s->count || s->tokens[at + 2].upos == UPOS_PUNCT);
    return is_inverted || is_pronoun;
}

// A quotation whose closing mark is missing: its words end before the clause that says whose they are
// ("The guards left, said Omar Belloc."); without such a clause nothing tells where, and there is none.
static void unclosed_add(struct search *search, const struct mark *open, uint32_t limit) {
    const struct analysis *analysis = search->analysis;
    size_t low = 0, high = analysis->count;
    while (low < high) { // the sentence that the mark stands in
        size_t middle = low + (high - low) / 2;
        if (analysis->sentences[middle].span.end <= open->start)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == analysis->count) return;
    const struct sentence *s = &analysis->sentences[low];
    for (uint32_t i = 0; i < s->count && s->tokens[i].span.start < limit; i++) {
        if (s->tokens[i].span.start < open->end || !is_tag_behind(s, i)) continue;
        struct span content = { open->end, s->tokens[i].span.start };
        quotation_add(search, (struct span){ open->start, content.end }, content);
        return;
    }
}

// Pairs the marks of one paragraph. `carried` is the opening mark of an earlier paragraph that is still open,
// or NULL; then the paragraph's first mark repeats it. Leaves in `*open` the mark that is open at the end of
// the paragraph and returns true, or returns false when all is closed. With `plain`, double marks open and
// close in turn.
static bool marks_pair(struct search *search, const struct mark *carried, bool plain, struct mark *open) {
    struct mark stack[STACK_LIMIT];
    uint32_t depth = 0;
    bool is_odd = false; // a straight mark is missing
    for (size_t m = 0; m < search->marks.count; m++)
        is_odd ^= search->marks.items[m].family == FAMILY_STRAIGHT;
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
        if (opens && !closes && at > 0 && mark.family == FAMILY_STRAIGHT && !plain && is_odd) {
            // A mark too few: nobody closed the one before
            unclosed_add(search, &stack[at - 1], mark.start);
            depth = at - 1;
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

// Tokens of the sentence that stand within `span`.
static struct range tokens_in(const struct sentence *s, struct span span) {
    uint32_t low = 0, high = (uint32_t)s->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (s->tokens[middle].span.start < span.start)
            low = middle + 1;
        else
            high = middle;
    }
    uint32_t end = low;
    while (end < s->count && s->tokens[end].span.end <= span.end) end++;
    return (struct range){ low, end };
}

static bool is_capital(struct slice word) {
    size_t length;
    return word.length && utf8_class_of(utf8_at(word, 0, &length)) == UTF8_UPPER;
}

// Whether every word is capitalised, small words of names aside, and nothing but words stands between the
// marks.
static bool is_title_case(const struct sentence *s, struct range inside, uint32_t *capitals) {
    *capitals = 0;
    for (size_t i = inside.first; i < inside.end; i++) {
        const struct token *t = &s->tokens[i];
        bool is_small = t->upos == UPOS_DET || t->upos == UPOS_ADP || t->upos == UPOS_AUX;
        if (t->upos == UPOS_PUNCT || (!is_capital(t->form) && !is_small)) return false;
        *capitals += is_capital(t->form);
    }
    return *capitals > 0;
}

// "Operation “Iron Rain”", "goes by the name “Falcon”", "Ivo “the Baker” Marin".
static bool is_name_in_marks(const struct analysis *analysis, const struct quotation *quotation) {
    if (quotation->end_sentence != quotation->first_sentence + 1) return false;
    const struct sentence *s = &analysis->sentences[quotation->first_sentence];
    struct range inside = tokens_in(s, quotation->content), outer = tokens_in(s, quotation->span);
    uint32_t capitals;
    if (inside.end <= inside.first || inside.end - inside.first > NAME_WORDS ||
        !is_title_case(s, inside, &capitals) || outer.first == 0)
        return false;
    const struct token *before = &s->tokens[outer.first - 1];
    bool is_between = before->upos == UPOS_PROPN && outer.end < s->count &&
                      is_capital(s->tokens[outer.end].form) && s->tokens[outer.end].upos == UPOS_PROPN;
    bool is_called = before->upos == UPOS_NOUN || before->upos == UPOS_PROPN || before->upos == UPOS_ADP;
    return is_between || is_called || capitals > 1;
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
        if (left && !is_carried && search.marks.count % 2 == 0 && search.found.count == before) {
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
        quotation->is_name = is_name_in_marks(analysis, quotation);
    }
    meaning->quotations = search.found.items;
    meaning->quotation_count = search.found.count;
}
