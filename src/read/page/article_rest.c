// article_rest.c - what the trees doubt although it goes on as the story does.
//
// They judge each block by itself. A long page has some that they doubt, and a story may end in bare text or
// in a list. What stands in the same element, in the same kind of piece, next to what is story, and reads as
// a sentence, is story: unless the trees are sure that it is not.
#include "read/page/judgement.h"

#define HOLDS 3u        // pieces of a story that one element holds directly
#define HOLDS_WORDS 40u // in them
#define PROSE_WORDS 4u  // of a piece
#define LEAST_CHANCE 2u // of 255: what the trees are sure of is left out

static bool is_plain_tag(unsigned tag) {
    return tag == HTML_p || tag == HTML_div || tag == HTML_li;
}

// The element in which the block is one of several: what holds its paragraph; of an item of a list, what
// holds the list.
static uint32_t holder_of(const struct elements *elements, uint32_t block) {
    const struct element *items = elements->items;
    const uint32_t around = items[elements->parents[block]].around;
    return items[elements->parents[block]].tag == HTML_li ? items[around].around : around;
}

static bool ends_sentence(struct slice text) {
    static const struct slice ends[] = { { ".", 1 }, { "!", 1 }, { "?", 1 }, { "\xe2\x80\xa6", 3 } };
    static const struct slice marks[] = {
        { "\"", 1 }, { "\xe2\x80\x9d", 3 }, { "\xe2\x80\x99", 3 }, { "'", 1 }, { ")", 1 }
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (slice_ends(text, marks[i])) text.length -= marks[i].length;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (slice_ends(text, ends[i])) return true;
    return false;
}

// A sentence, and no link.
static bool is_prose(const struct blocks *blocks, const struct judgement *judgement, uint32_t block) {
    const struct block *it = &blocks->items[block];
    const struct element *element = &judgement->elements->items[judgement->elements->parents[block]];
    return !it->is_link && it->link_words * 3 < it->words && it->words >= PROSE_WORDS &&
           ends_sentence(it->text) &&
           !(element->flags & (IS_HIDDEN | IS_APART | IN_PICTURE | IN_ASIDE | IN_NAV | IN_FOOTER | IN_FORM));
}

// What goes on in the same element as the story, in the same way, is story: bare text behind the last
// paragraph, an item of a list, one paragraph among many of which the trees doubt some.
void article_go_on(const struct blocks *blocks, struct judgement *judgement, struct arena *arena) {
    const struct elements *elements = judgement->elements;
    struct holding {
        uint32_t pieces, words;
    } *held = ARENA_ARRAY(arena, struct holding, elements->count);
    for (uint32_t b = 0; b < blocks->count; b++) {
        const struct element *element = &elements->items[elements->parents[b]];
        if (!block_is_story(judgement, b) || !is_plain_tag(element->tag)) continue;
        struct holding *holding = &held[holder_of(elements, b)];
        holding->pieces++;
        holding->words += blocks->items[b].words;
    }
    for (int backward = 0; backward < 2; backward++) {
        uint32_t holder = UINT32_MAX, own = 0; // of the piece of the story before
        for (uint32_t i = 0; i < blocks->count; i++) {
            const uint32_t b = backward ? blocks->count - 1 - i : i, parent = elements->parents[b];
            const struct element *element = &elements->items[parent];
            if (blocks->items[b].is_link && blocks->items[b].words < PROSE_WORDS) continue;
            const uint32_t here = parent == holder ? parent : holder_of(elements, b);
            if (!block_is_story(judgement, b)) {
                const bool alike =
                    parent == here || element->own == own ||
                    (is_plain_tag(element->tag) && html_raw(blocks->html, element->node).length == 0);
                if (here != holder || !alike || held[here].pieces < HOLDS || held[here].words < HOLDS_WORDS ||
                    judgement->chances[b] < LEAST_CHANCE || judgement->repeats[b] ||
                    !is_prose(blocks, judgement, b)) {
                    holder = UINT32_MAX;
                    continue;
                }
                judgement->chances[b] = 255;
            }
            if (parent != here) own = element->own;
            holder = here;
        }
    }
}
