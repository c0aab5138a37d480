// quoting.c - which cue a quotation belongs to.
//
// By the tree where the tree reaches it, else the nearest one before or after in its sentence, else the cue
// of the sentence before (news lets a speaker go on after "he said."), else, for a paragraph that is all
// quotation, the last speaker.
#include "coding/reporting.h"

#include <stdlib.h>
#include <string.h>

bool reporting_tokens_within(const struct sentence *s, struct span span, uint32_t *first, uint32_t *end) {
    uint32_t low = 0, high = (uint32_t)s->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (s->tokens[middle].span.start < span.start)
            low = middle + 1;
        else
            high = middle;
    }
    *first = low;
    uint32_t i = low;
    while (i < s->count && s->tokens[i].span.end <= span.end) i++;
    *end = i;
    return *end > *first;
}

uint32_t reporting_top_of(const struct sentence *s, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++) {
        int32_t head = s->tokens[i].head;
        if (s->tokens[i].upos != UPOS_PUNCT && (head < (int32_t)first || head >= (int32_t)end)) return i;
    }
    return first;
}

// How well `cue` goes with the quotation whose tokens in the cue's sentence are [first, end); 0 for not at
// all.
static int cue_fits(const struct work *w, const struct cue *cue, uint32_t first, uint32_t end) {
    const struct sentence *s = &w->analysis->sentences[cue->sentence];
    if (cue->speaker < 0 || cue->is_negated || (cue->token >= first && cue->token < end)) return 0;
    bool phrase = cue->row->pos == POS_PHRASE;
    int best = 0;
    uint32_t top = reporting_top_of(s, first, end);
    // The tree: up from the quotation to the cue, or to the content of "according to".
    int32_t at = (int32_t)top;
    for (int hops = 0; at >= 0 && hops < (int)HOPS_LIMIT; hops++, at = s->tokens[at].head) {
        if (at != (phrase ? cue->content : (int32_t)cue->token)) continue;
        best = (phrase ? 160 : 200) - 4 * hops;
        break;
    }
    if (phrase && cue->range_end > cue->range_first && top >= cue->range_first && top < cue->range_end)
        best = 150;
    // "..., he said, ...": the cue hangs from within.
    int32_t head = s->tokens[cue->token].head;
    if (!phrase && head >= (int32_t)first && head < (int32_t)end) best = 198;
    // Side by side
    int distance = cue->token < first ? (int)(first - cue->end) : (int)(cue->token - end);
    int limit = cue->row->what == WHAT_QUOTE ? 4 : (int)NEAR_LIMIT;
    if (distance < limit && !phrase) {
        int near = (cue->token < first ? 120 : 130) - 3 * distance;
        if (distance <= 1) near += 75; // said, "...
        if (near > best) best = near;
    }
    if (cue->row->what == WHAT_NONE) best /= 2;
    return best;
}

static int32_t cue_in_sentence(const struct work *w, uint32_t sentence, struct span span, int *score) {
    uint32_t first, end;
    int32_t best = -1;
    *score = 0;
    const struct sentence *s = &w->analysis->sentences[sentence];
    if (!reporting_tokens_within(s, span, &first, &end)) return -1;
    for (uint32_t c = w->first_cue[sentence]; c < w->first_cue[sentence + 1]; c++) {
        const struct cue *cue = &w->cues.items[c];
        if (cue->is_quoted) continue;
        int fits = cue_fits(w, cue, first, end);
        if (fits > *score) {
            *score = fits;
            best = (int32_t)c;
        }
    }
    return best;
}

// A cue without a reporting word: the main clause of a sentence with a longer quotation in it, or before one.
static int32_t cue_of_clause(struct work *w, uint32_t sentence, struct span quotation) {
    const struct sentence *s = &w->analysis->sentences[sentence];
    int32_t root = -1;
    for (uint32_t i = 0; i < s->count && root < 0; i++)
        if (s->tokens[i].head < 0) root = (int32_t)i;
    if (root < 0) return -1;
    if (s->tokens[root].span.start >= quotation.start && s->tokens[root].span.start < quotation.end)
        return -1;
    struct cue cue = { .sentence = sentence,
                       .token = (uint32_t)root,
                       .end = (uint32_t)root + 1,
                       .content = -1,
                       .content2 = -1,
                       .merged = -1,
                       .statement = -1,
                       .speaker_sentence = sentence };
    static const struct reporting_row plain = { .pos = POS_VERB, .kind = SOURCE_SAYS, .what = WHAT_QUOTE };
    cue.row = &plain;
    uint32_t found[4];
    size_t count = path_follow(s, (uint32_t)root, &w->attribution->subject, found, 4);
    cue.speaker = -1;
    for (size_t i = 0; i < count && cue.speaker < 0; i++) {
        cue.speaker = speaker_at(w, sentence, found[i], &cue.speaker_span);
        cue.speaker_token = found[i];
    }
    if (cue.speaker < 0) return -1;
    enum entity_kind kind = w->meaning->entities[cue.speaker].kind;
    if (kind == ENTITY_PLACE || kind == ENTITY_PEOPLE) return -1;
    venue_find(w, &cue);
    *vector_push(w->arena, &w->cues) = cue;
    return (int32_t)w->cues.count - 1;
}

// Words of `sentence` outside all quotations, punctuation aside: 0 or 1 where all is quotation.
static uint32_t words_outside(const struct work *w, const struct sentence *s) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < s->count && count < 2; i++)
        if (s->tokens[i].upos != UPOS_PUNCT &&
            !reporting_is_in_quotation(w->meaning, s->tokens[i].span.start))
            count++;
    return count;
}

// A word or two between marks under a verb that only quotes ("ordered them to the 'humanitarian area'"):
// irony or a term, unless it is punctuated like speech ("Never!" they shouted) or stands right behind the
// verb.
static bool is_only_marked(const struct work *w, const struct quotation *quotation, const struct cue *cue) {
    if (!quotation->is_scare || cue->row->what != WHAT_QUOTE || cue->row->pos != POS_VERB) return false;
    if (cue->speaker >= 0 && w->meaning->entities[cue->speaker].kind == ENTITY_PERSON)
        return false; // "he accused the network of “swindling”"
    const struct sentence *s = &w->analysis->sentences[cue->sentence];
    uint32_t first, end;
    if (!reporting_tokens_within(s, quotation->span, &first, &end)) return false;
    if (first <= cue->end + 1 && first >= cue->end) return false;
    for (uint32_t i = first + 1; i + 1 < end; i++)
        if (s->tokens[i].upos == UPOS_PUNCT) return false;
    return true;
}

void quotations_place(struct work *w) {
    const struct meaning *m = w->meaning;
    int32_t last = -1; // cue of the last quotation
    uint32_t last_sentence = 0, outer_end = 0;
    for (size_t q = 0; q < m->quotation_count; q++) {
        const struct quotation *quotation = &m->quotations[q];
        w->cue_of_quote[q] = -1;
        if (quotation->first_sentence >= quotation->end_sentence ||
            quotation->end_sentence > w->analysis->count)
            continue;
        if (quotation->is_name) continue;        // nobody's words
        if (quotation->span.start < outer_end) { // within another: part of what that one says
            w->cue_of_quote[q] = -2;
            continue;
        }
        outer_end = quotation->span.end;
        uint32_t first = quotation->first_sentence, end = quotation->end_sentence - 1;
        const struct sentence *s = &w->analysis->sentences[first];
        int score = 0, end_score = 0;
        int32_t cue = cue_in_sentence(w, first, quotation->span, &score);
        if (end != first) {
            int32_t other = cue_in_sentence(w, end, quotation->span, &end_score);
            if (end_score > score) cue = other;
        }
        uint32_t first_token, end_token;
        bool opens =
            reporting_tokens_within(s, quotation->span, &first_token, &end_token) && first_token <= 1;
        bool alone = opens && words_outside(w, s) == 0;
        if (cue < 0 && opens) cue = label_around(w, quotation);
        if (cue < 0 && alone && last >= 0 && last_sentence + 1 >= first &&
            w->analysis->sentences[last_sentence].paragraph == s->paragraph) {
            cue = last; // '..." he said. "...'
        }
        if (cue < 0 && alone && first > 0) {
            uint32_t before = first - 1;
            const struct sentence *previous = &w->analysis->sentences[before];
            bool same = previous->paragraph == s->paragraph;
            for (uint32_t c = w->first_cue[before]; same && c < w->first_cue[before + 1]; c++) {
                const struct cue *candidate = &w->cues.items[c];
                if (candidate->speaker >= 0 && !candidate->is_negated && !candidate->is_quoted) {
                    cue = (int32_t)c;
                    break;
                }
            }
            if (cue < 0 && same) cue = cue_of_clause(w, before, quotation->span);
            // A paragraph of quotation alone goes on with the last speaker.
            if (cue < 0 && !same && last >= 0 &&
                w->analysis->sentences[last_sentence].paragraph + 1 == s->paragraph && !quotation->is_scare)
                cue = last;
        }
        if (cue < 0 && !quotation->is_scare && !s->is_title) {
            cue = cue_of_clause(w, first, quotation->span);
            if (cue < 0 && end != first) cue = cue_of_clause(w, end, quotation->span);
        }
        // "said he had ordered 'high alert'": what the same speaker reports about himself is one statement.
        if (cue >= 0 && w->cues.items[cue].row->what == WHAT_QUOTE &&
            w->cues.items[cue].row->pos == POS_VERB) {
            const struct cue *inner = &w->cues.items[cue];
            const struct sentence *own = &w->analysis->sentences[inner->sentence];
            for (uint32_t c = w->first_cue[inner->sentence]; c < w->first_cue[inner->sentence + 1]; c++) {
                const struct cue *outer = &w->cues.items[c];
                if (outer->speaker != inner->speaker || outer->is_negated || outer->content < 0 ||
                    outer->around || (outer->row->what != WHAT_YES && outer->row->what != WHAT_OBJECT))
                    continue;
                if (is_under(own, inner->token, (uint32_t)outer->content)) {
                    cue = (int32_t)c;
                    break;
                }
            }
        }
        if (cue >= 0 && is_only_marked(w, quotation, &w->cues.items[cue])) cue = -1;
        w->cue_of_quote[q] = cue;
        if (cue >= 0) {
            w->cues.items[cue].quote_count++;
            last = cue;
            last_sentence = end;
            if (w->cues.items[cue].sentence > last_sentence) last_sentence = w->cues.items[cue].sentence;
        }
    }
}
