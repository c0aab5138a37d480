// bylines.c - who wrote the story: "By Ann Roe", "Ann Roe, Correspondent".
#include "read/text/sort.h"

void page_take_byline(const struct sorter *sorter, struct slice names) {
    if (line_is_agency(sorter, names)) page_take_agency(sorter, names);
    if (sorter->page->byline.length == 0) sorter->page->byline = names;
}

bool byline_of(const struct sorter *sorter, struct slice text, struct slice *names) {
    struct span rest;
    if (text.length > 150 || line_has_digit(text) || (line_ends_with_stop(text) && line_word_count(text) > 5))
        return false;
    struct slice folded = line_fold(sorter, text);
    const struct phrase *phrase = page_phrase_find(sorter->phrases, KIND_BYLINE, folded, &rest);
    if (phrase) {
        *names = phrase->starred ? line_as_written(text, folded, rest) : line_bare(text);
        if (line_is_names(sorter, *names, 16)) {
            if (phrase->first.length == 0) *names = line_bare(text);
            return true;
        }
    }
    size_t comma = text.length;
    while (comma > 0 && text.start[comma - 1] != ',' && text.start[comma - 1] != '|') comma--;
    if (comma == 0) return false;
    if (!page_phrase_find(sorter->phrases, KIND_ROLE, line_fold(sorter, slice_part(text, comma, text.length)),
                          &rest))
        return false;
    *names = line_bare(slice_part(text, 0, comma - 1));
    return line_is_names(sorter, *names, 12);
}
