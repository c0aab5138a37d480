// statements.c - cues with content become statements: their words, mode, date.
#include "coding/reporting.h"

#include <stdlib.h>
#include <string.h>

#define SPEAKERS 6u // of one statement

static struct span reporting_content_span(const struct work *w, const struct cue *cue);

static bool makes_statement(const struct work *w, const struct cue *cue) {
    if (cue->speaker < 0 || cue->is_negated || cue->is_quoted) return false;
    if (cue->quote_count) return cue->row->what != WHAT_NONE || cue->kind != SOURCE_QUOTES;
    if (cue->is_infinitive || (cue->content < 0 && cue->range_end <= cue->range_first)) return false;
    if (cue->row->what != WHAT_YES && cue->row->what != WHAT_OBJECT && cue->row->what != WHAT_TWO)
        return false;
    if (w->meaning->entities[cue->speaker].kind == ENTITY_MEDIA) {
        // A paper that tells what somebody said: that is the statement.
        struct span content = reporting_content_span(w, cue);
        for (uint32_t c = w->first_cue[cue->sentence]; c < w->first_cue[cue->sentence + 1]; c++) {
            const struct cue *other = &w->cues.items[c];
            const struct token *verb = &w->analysis->sentences[cue->sentence].tokens[other->token];
            if (other == cue || other->speaker < 0 || other->speaker == cue->speaker || other->is_negated)
                continue;
            if (other->row->what != WHAT_YES && other->row->what != WHAT_OBJECT) continue;
            if (other->content < 0 && other->range_end <= other->range_first) continue;
            if (verb->span.start >= content.start && verb->span.end <= content.end &&
                w->meaning->entities[other->speaker].kind != ENTITY_MEDIA)
                return false;
        }
    }
    if (cue->row->pos == POS_PHRASE) {
        // Where the clause is itself a report, the report is the statement.
        for (uint32_t c = w->first_cue[cue->sentence]; c < w->first_cue[cue->sentence + 1]; c++) {
            const struct cue *other = &w->cues.items[c];
            if (other != cue && (int32_t)other->token == cue->content && other->speaker >= 0 &&
                (other->row->what == WHAT_YES || other->row->what == WHAT_OBJECT))
                return false;
        }
    }
    return true;
}

void cues_merge(struct work *w) {
    for (uint32_t s = 0; s < w->analysis->count; s++) {
        const struct sentence *sentence = &w->analysis->sentences[s];
        for (uint32_t c = w->first_cue[s]; c < w->first_cue[s + 1]; c++) {
            struct cue *cue = &w->cues.items[c];
            if (cue->row->pos != POS_VERB || !makes_statement(w, cue)) continue;
            const struct token *t = &sentence->tokens[cue->token];
            if (t->deprel != DEPREL_CONJ && t->deprel != DEPREL_ADVCL && t->deprel != DEPREL_XCOMP) continue;
            for (uint32_t o = w->first_cue[s]; o < c; o++) {
                struct cue *other = &w->cues.items[o];
                if ((int32_t)other->token != t->head || other->speaker != cue->speaker ||
                    !makes_statement(w, other))
                    continue;
                cue->merged = other->merged >= 0 ? other->merged : (int32_t)o;
            }
        }
    }
}

static void span_widen(struct span *span, struct span other) {
    if (other.end <= other.start) return;
    if (span->end <= span->start) {
        *span = other;
        return;
    }
    if (other.start < span->start) span->start = other.start;
    if (other.end > span->end) span->end = other.end;
}

// The bytes of a subtree, punctuation at its ends and the subtree `without` (-1 for none) left out where they
// can be.
static struct span reporting_subtree_span(const struct sentence *s, int32_t head, int32_t without) {
    uint32_t first, end, from = 0, to = 0;
    token_subtree(s, head, &first, &end);
    if (without >= 0) {
        token_subtree(s, without, &from, &to);
        if (from <= first && to < end)
            first = to;
        else if (to >= end && from > first)
            end = from;
        else if (from > first && to < end && (uint32_t)head < from)
            end = from; // in the middle: the part with its head
        else if (from > first && to < end)
            first = to;
    }
    // The conjunction that opens it ("that") belongs to the reporting.
    while (first + 1 < end &&
           (s->tokens[first].upos == UPOS_PUNCT ||
            (s->tokens[first].deprel == DEPREL_MARK && s->tokens[first].upos == UPOS_SCONJ &&
             s->tokens[head].deprel == DEPREL_CCOMP)))
        first++;
    while (end > first + 1 && s->tokens[end - 1].upos == UPOS_PUNCT) end--;
    return reporting_tokens_span(s, first, end);
}

static struct span reporting_content_span(const struct work *w, const struct cue *cue) {
    const struct sentence *s = &w->analysis->sentences[cue->sentence];
    struct span span = { 0 };
    if (cue->range_end > cue->range_first) {
        uint32_t first = cue->range_first, end = cue->range_end;
        while (first + 1 < end && s->tokens[first].upos == UPOS_PUNCT) first++;
        while (end > first + 1 && s->tokens[end - 1].upos == UPOS_PUNCT) end--;
        return reporting_tokens_span(s, first, end);
    }
    if (cue->content >= 0) span = reporting_subtree_span(s, cue->content, cue->around ? cue->without : -1);
    if (cue->content2 >= 0) span_widen(&span, reporting_subtree_span(s, cue->content2, -1));
    return span;
}

static void statement_date(const struct work *w, const struct cue *cue, struct span content,
                           struct statement *statement) {
    const struct meaning *m = w->meaning;
    const struct range range = meaning_times_in(m, cue->sentence);
    for (size_t i = range.first; i < range.end; i++) {
        const struct time_expression *time = &m->times[i];
        if (time->is_duration || time->is_set || time->is_since || time->from[0] == '\0' ||
            time->to[0] == '\0')
            continue;
        if (time->precision != TIME_DAY && time->precision != TIME_HOUR) continue;
        bool inside = content.start <= time->span.start && time->span.end <= content.end;
        const struct sentence *s = &w->analysis->sentences[cue->sentence];
        uint32_t head = reporting_top_of(s, time->first, time->end);
        int32_t governor = s->tokens[head].head;
        bool direct = governor == (int32_t)cue->token ||
                      (cue->venue.end > cue->venue.start && governor == (int32_t)cue->venue_token);
        if (!direct && (inside || cue->row->pos == POS_PHRASE)) continue;
        if (!direct && governor >= 0 && clause_of(s, (uint32_t)governor) != cue->token) continue;
        if (m->published.length == 10 && memcmp(time->from, m->published.start, 10) > 0)
            continue; // not said yet
        memcpy(statement->date, time->from, sizeof statement->date);
        return;
    }
}

static uint32_t words_outside_quotes(const struct work *w, const struct cue *cue) {
    const struct sentence *s = &w->analysis->sentences[cue->sentence];
    struct span span = reporting_content_span(w, cue);
    uint32_t first, end, words = 0;
    if (span.end <= span.start || !reporting_tokens_within(s, span, &first, &end)) return 0;
    for (uint32_t i = first; i < end; i++) {
        if (s->tokens[i].upos == UPOS_PUNCT || s->tokens[i].upos == UPOS_CCONJ) continue;
        if (cue->around && (is_under(s, i, (uint32_t)cue->without) || is_under(s, i, cue->token))) continue;
        if (!reporting_is_in_quotation(w->meaning, s->tokens[i].span.start)) words++;
    }
    return words;
}

// Everybody who says it together: "Egypt and Qatar said". Empty when the speaker is alone.
static struct parties speakers_of(const struct work *w, const struct cue *cue) {
    const struct sentence *s = &w->analysis->sentences[cue->speaker_sentence];
    uint32_t *entities = ARENA_ARRAY(w->arena, uint32_t, SPEAKERS);
    struct span *spans = ARENA_ARRAY(w->arena, struct span, SPEAKERS);
    struct parties speakers = { entities, spans, 1 };
    if (cue->speaker_token >= s->count) return (struct parties){ 0 };
    entities[0] = (uint32_t)cue->speaker;
    spans[0] = cue->speaker_span;
    for (int32_t c = token_child(s, (int32_t)cue->speaker_token, -1); c >= 0 && speakers.count < SPEAKERS;
         c = token_child(s, (int32_t)cue->speaker_token, c)) {
        struct span span;
        int32_t entity = s->tokens[c].deprel != DEPREL_CONJ || !is_nominal(&s->tokens[c])
                             ? -1
                             : speaker_at(w, cue->speaker_sentence, (uint32_t)c, &span);
        bool is_new = entity >= 0 && w->meaning->entities[entity].kind != ENTITY_PLACE;
        for (size_t k = 0; k < speakers.count; k++) is_new = is_new && entities[k] != (uint32_t)entity;
        if (!is_new) continue;
        spans[speakers.count] = span;
        entities[speakers.count++] = (uint32_t)entity;
    }
    return speakers.count > 1 ? speakers : (struct parties){ 0 };
}

// What a headline makes somebody say is said again below it: it counts only where the text has nothing of
// him.
static void headlines_drop(struct work *w) {
    size_t kept = 0;
    for (size_t i = 0; i < w->statements.count; i++) {
        const struct statement *statement = &w->statements.items[i];
        bool is_repeated = false;
        for (size_t k = i + 1;
             w->analysis->sentences[statement->sentence].is_title && k < w->statements.count && !is_repeated;
             k++)
            is_repeated = w->statements.items[k].speaker == statement->speaker &&
                          !w->analysis->sentences[w->statements.items[k].sentence].is_title;
        if (!is_repeated) w->statements.items[kept++] = *statement;
    }
    w->statements.count = kept;
}

void statements_make(struct work *w) {
    const struct meaning *m = w->meaning;
    // Quotations of each cue, in order: counted, then filled.
    struct span **quotes = ARENA_ARRAY(w->arena, struct span *, w->cues.count + 1);
    uint32_t *filled = ARENA_ARRAY(w->arena, uint32_t, w->cues.count + 1);
    uint32_t *needed = ARENA_ARRAY(w->arena, uint32_t, w->cues.count + 1);
    for (size_t c = 0; c < w->cues.count; c++) {
        int32_t target = w->cues.items[c].merged >= 0 ? w->cues.items[c].merged : (int32_t)c;
        needed[target] += w->cues.items[c].quote_count;
    }
    for (size_t c = 0; c < w->cues.count; c++)
        if (needed[c]) quotes[c] = ARENA_ARRAY(w->arena, struct span, needed[c]);
    bool *whole = ARENA_ARRAY(w->arena, bool, w->cues.count + 1); // a quotation is a sentence of its own
    for (size_t q = 0; q < m->quotation_count; q++) {
        int32_t cue = w->cue_of_quote[q];
        if (cue < 0) continue;
        if (w->cues.items[cue].merged >= 0) cue = w->cues.items[cue].merged;
        if (filled[cue] < needed[cue]) quotes[cue][filled[cue]++] = m->quotations[q].content;
        if (m->quotations[q].first_sentence != w->cues.items[cue].sentence ||
            m->quotations[q].end_sentence > w->cues.items[cue].sentence + 1)
            whole[cue] = true;
    }
    // In the order of the text: cues made for clauses come last in the list.
    uint32_t *order = ARENA_ARRAY(w->arena, uint32_t, w->cues.count + 1);
    size_t ordered = 0, extra = w->first_cue[w->analysis->count];
    for (size_t c = 0; c < w->first_cue[w->analysis->count]; c++) {
        for (; extra < w->cues.count && (w->cues.items[extra].sentence < w->cues.items[c].sentence); extra++)
            order[ordered++] = (uint32_t)extra;
        order[ordered++] = (uint32_t)c;
    }
    for (; extra < w->cues.count; extra++) order[ordered++] = (uint32_t)extra;
    for (size_t i = 0; i < ordered; i++) {
        struct cue *cue = &w->cues.items[order[i]];
        if (!makes_statement(w, cue) || cue->merged >= 0) continue;
        const struct sentence *s = &w->analysis->sentences[cue->sentence];
        struct statement statement = { .sentence = cue->sentence,
                                       .speaker = cue->speaker,
                                       .addressee = -1,
                                       .speaker_span = cue->speaker_span,
                                       .kind = cue->kind,
                                       .venue = cue->venue };
        statement.cue = reporting_tokens_span(s, cue->token, cue->end);
        statement.content = reporting_content_span(w, cue);
        uint32_t outside = words_outside_quotes(w, cue);
        for (uint32_t c = w->first_cue[cue->sentence]; c < w->first_cue[cue->sentence + 1]; c++) {
            const struct cue *other = &w->cues.items[c];
            if (other->merged != (int32_t)order[i]) continue;
            span_widen(&statement.content, reporting_content_span(w, other));
            outside += words_outside_quotes(w, other);
            if (other->content < 0 && other->quote_count) outside++;
        }
        statement.quotes = quotes[order[i]];
        statement.quote_count = filled[order[i]];
        if (statement.content.end <= statement.content.start && statement.quote_count)
            statement.content = statement.quotes[0];
        uint32_t quoted_words = 0;
        for (size_t q = 0; q < statement.quote_count; q++) {
            struct slice text =
                slice_part(w->analysis->document->text, statement.quotes[q].start, statement.quotes[q].end);
            for (size_t at = 0; at < text.length; at++) quoted_words += text.start[at] == ' ';
        }
        if (!statement.quote_count) {
            statement.mode = STATEMENT_INDIRECT;
        } else if (whole[order[i]] || s->tokens[cue->token].upos == UPOS_PUNCT ||
                   (outside == 0 && quoted_words >= 3 &&
                    (cue->row->what == WHAT_YES || cue->content >= 0 || quoted_words >= 8))) {
            statement.mode = STATEMENT_DIRECT;
        } else {
            statement.mode = STATEMENT_MIXED;
        }
        if (statement.mode == STATEMENT_DIRECT) statement.content = statement.quotes[0];
        for (unsigned p = 0; p < cue->row->addressee_count && statement.addressee < 0; p++) {
            uint32_t found[4];
            size_t count = path_follow(s, cue->token, &cue->row->addressee[p], found, 4);
            for (size_t f = 0; f < count && statement.addressee < 0; f++)
                statement.addressee = reporting_entity_at(w, cue->sentence, found[f], NULL);
        }
        if (statement.addressee == statement.speaker) statement.addressee = -1;
        statement.speakers = speakers_of(w, cue);
        statement_date(w, cue, statement.content, &statement);
        cue->statement = (int32_t)w->statements.count;
        *vector_push(w->arena, &w->statements) = statement;
    }
    headlines_drop(w);
}
