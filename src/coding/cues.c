// cues.c - the words that report: verbs with their content, phrases with their source.
#include "coding/reporting.h"

#define ADDRESSEE_WORDS 5u // between a verb and the colon behind whom it is said to

#include <stdlib.h>
#include <string.h>

struct slice reporting_folded_lemma(const struct work *w, const struct token *token) {
    return utf8_fold_name(token->lemma.length ? token->lemma : token->form, w->arena);
}

const struct reporting_row *reporting_row_of(const struct work *w, struct slice phrase,
                                             enum reporting_pos pos) {
    struct table_walk walk = table_lookup(w->attribution->table, phrase);
    for (size_t row; (row = table_next(&walk)) != TABLE_END;)
        if (w->attribution->rows[row].pos == pos) return &w->attribution->rows[row];
    return NULL;
}

const struct reporting_row *reporting_row_of_two(const struct work *w, struct slice lemma,
                                                 const struct token *second) {
    char buffer[PHRASE_LIMIT];
    struct slice other = reporting_folded_lemma(w, second);
    if (lemma.length + other.length + 1 > sizeof buffer) return NULL;
    memcpy(buffer, lemma.start, lemma.length);
    buffer[lemma.length] = ' ';
    if (other.length) memcpy(buffer + lemma.length + 1, other.start, other.length);
    return reporting_row_of(w, (struct slice){ buffer, lemma.length + 1 + other.length }, POS_VERB);
}

const struct reporting_row *reporting_row_at(const struct work *w, const struct sentence *s, int32_t token) {
    uint32_t end;
    return token < 0 ? NULL : verb_row(w, s, (uint32_t)token, &end);
}

static bool has_subject_between(const struct sentence *s, uint32_t first, uint32_t end, uint32_t cue) {
    for (uint32_t i = first; i < end; i++) {
        const struct token *t = &s->tokens[i];
        if (t->deprel != DEPREL_NSUBJ && t->deprel != DEPREL_NSUBJ_PASS && t->deprel != DEPREL_EXPL) continue;
        if (t->head <= (int32_t)i || t->head >= (int32_t)end || t->head == (int32_t)cue) continue;
        if (s->tokens[t->head].deprel != DEPREL_ACL_RELCL) return true;
    }
    return false;
}

// Where the noun phrase around `token` begins when nothing but nouns and what describes them stands between
// it and the mark before; else `token`.
static uint32_t phrase_first(const struct sentence *s, uint32_t token) {
    uint32_t first = token;
    while (first > 0 && token - first < PHRASE_WORDS &&
           (is_nominal(&s->tokens[first - 1]) || s->tokens[first - 1].upos == UPOS_ADJ ||
            s->tokens[first - 1].upos == UPOS_DET))
        first--;
    return first > 0 && s->tokens[first - 1].upos == UPOS_PUNCT ? first : token;
}

// What is said, by position: the clause behind the verb, or before ", she said".
static void range_find(const struct work *w, struct cue *cue) {
    const struct sentence *s = &w->analysis->sentences[cue->sentence];
    const struct token *t = &s->tokens[cue->token];
    bool finite =
        t->features & FEATURE_FINITE || token_child_with(s, (int32_t)cue->token, DEPREL_AUX) >= 0 ||
        (t->deprel == DEPREL_ADVCL && cue->token > 0 && s->tokens[cue->token - 1].upos == UPOS_PUNCT);
    if (!finite || cue->speaker < 0) return;
    uint32_t end = (uint32_t)s->count;
    while (end > cue->end && s->tokens[end - 1].upos == UPOS_PUNCT) end--;
    const struct token *next = &s->tokens[cue->end < s->count ? cue->end : cue->token];
    bool clause = next->upos != UPOS_PUNCT && has_subject_between(s, cue->end, end, cue->token);
    if (t->deprel == DEPREL_ACL_RELCL && next->upos == UPOS_AUX)
        clause = true; // "which state media said were ..."
    if (end > cue->end + 2 && clause) {
        cue->range_first = cue->end;
        for (uint32_t i = cue->end; i < end && i < cue->end + ADDRESSEE_WORDS; i++)
            if (slice_equal(s->tokens[i].form, SLICE(":"))) cue->range_first = i + 1; // "told reporters: ..."
        cue->range_end = end;
        return;
    }
    uint32_t subject = cue->speaker_token;
    while (subject > 0 && s->tokens[subject - 1].head == (int32_t)subject &&
           s->tokens[subject - 1].upos != UPOS_PUNCT)
        subject--;
    if (cue->speaker_token >= cue->token) subject = cue->token;
    subject = phrase_first(s, subject);
    if (subject < 3 || end > cue->end + 6 || s->tokens[subject - 1].upos != UPOS_PUNCT ||
        slice_equal(s->tokens[subject - 1].form, SLICE(";")))
        return;
    bool verb = false; // a headline's participle will do: "missions hampered by delays, WHO says"
    for (uint32_t i = 0; i + 1 < subject; i++)
        verb = verb || s->tokens[i].upos == UPOS_AUX || s->tokens[i].upos == UPOS_VERB;
    if (!verb) return;
    cue->range_first = 0;
    cue->range_end = subject - 1;
}

static void verb_cue(struct work *w, uint32_t sentence, uint32_t token) {
    const struct sentence *s = &w->analysis->sentences[sentence];
    struct cue cue = { .sentence = sentence,
                       .token = token,
                       .speaker = -1,
                       .content = -1,
                       .content2 = -1,
                       .without = -1,
                       .merged = -1,
                       .statement = -1,
                       .speaker_sentence = sentence };
    cue.row = verb_row(w, s, token, &cue.end);
    if (!cue.row) return;
    cue.kind = (enum source_kind)cue.row->kind;
    const struct token *t = &s->tokens[token];
    cue.is_quoted = reporting_is_in_quotation(w->meaning, t->span.start);
    cue.is_negated = reporting_has_negation(s, token);
    cue.is_infinitive = t->features & FEATURE_INFINITIVE;
    cue.speaker = speaker_set_off(w, &cue);
    bool is_set_off = cue.speaker >= 0;
    if (cue.speaker < 0) cue.speaker = speaker_behind(w, &cue);
    if (cue.speaker < 0) cue.speaker = speaker_of_verb(w, sentence, token, &cue);
    if (cue.speaker < 0) cue.speaker = speaker_beside(w, &cue);
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c)) {
        enum deprel relation = s->tokens[c].deprel;
        bool clause = relation == DEPREL_CCOMP || relation == DEPREL_CSUBJ_PASS;
        // A participle after "as" under a verb that quotes: what is said hangs from the participle.
        if (relation == DEPREL_XCOMP && cue.row->what == WHAT_TWO) clause = true;
        if (relation == DEPREL_OBJ && cue.row->what == WHAT_TWO &&
            token_child_with(s, (int32_t)token, DEPREL_OBJ) != c)
            clause = true; // a second object
        if (relation == DEPREL_OBJ && cue.row->what == WHAT_OBJECT && cue.content < 0) clause = true;
        if (relation == DEPREL_OBJ && cue.row->what == WHAT_YES && s->tokens[c].upos == UPOS_NUM)
            clause = true; // "says 12"
        if (relation == DEPREL_CONJ && cue.row->what == WHAT_YES &&
            c > (int32_t)token) { // a parse of "said, ..., that"
            int32_t mark = token_child_with(s, c, DEPREL_MARK);
            if (mark > (int32_t)token && s->tokens[mark].upos == UPOS_SCONJ &&
                token_child_with(s, c, DEPREL_CC) < 0)
                clause = true;
        }
        if (cue.kind == SOURCE_QUOTES &&
            (relation == DEPREL_ADVCL || relation == DEPREL_XCOMP || relation == DEPREL_OBL) &&
            reporting_row_at(w, s, c))
            clause = true;
        if (!clause) continue;
        if (cue.content < 0 || (s->tokens[cue.content].deprel == DEPREL_OBJ && relation == DEPREL_CCOMP))
            cue.content = c;
        else if (cue.content2 < 0 && relation == DEPREL_CCOMP)
            cue.content2 = c;
    }
    if (cue.row->what == WHAT_TWO && cue.content >= 0 &&
        token_child_with(s, (int32_t)token, DEPREL_OBJ) < 0 &&
        token_child_with(s, (int32_t)token, DEPREL_NSUBJ_PASS) < 0)
        cue.content = -1;
    if (is_set_off && cue.content >= 0 && cue.content < (int32_t)token)
        cue.content = cue.content2 = -1; // the parser made what precedes its speaker's clause one with it
    if (cue.content < 0 && t->head >= 0 && cue.row->what != WHAT_QUOTE && cue.row->what != WHAT_TWO) {
        bool marked = token_child_with(s, (int32_t)token, DEPREL_MARK) >= 0;
        bool hangs =
            t->deprel == DEPREL_PARATAXIS ||
            (t->deprel == DEPREL_ADVCL && marked && !cue.is_infinitive &&
             !(t->features & FEATURE_PARTICIPLE) && token_child_with(s, (int32_t)token, DEPREL_OBJ) < 0 &&
             token_child_with(s, (int32_t)token, DEPREL_NSUBJ) >= 0 && cue.row->what == WHAT_YES);
        // "which, the mayor said, nobody had seen": between two commas it hangs from what it reports.
        uint32_t left = cue.speaker_token < token ? cue.speaker_token : token;
        while (left > 0 && s->tokens[left - 1].head >= (int32_t)left &&
               s->tokens[left - 1].head <= (int32_t)token && s->tokens[left - 1].upos != UPOS_PUNCT)
            left--;
        if (cue.speaker >= 0 && left > 0 && s->tokens[left - 1].upos == UPOS_PUNCT && cue.end < s->count &&
            s->tokens[cue.end].upos == UPOS_PUNCT &&
            (t->deprel == DEPREL_ADVCL ||
             (t->deprel == DEPREL_CONJ && token_child_with(s, (int32_t)token, DEPREL_CC) < 0)))
            hangs = true;
        // A parataxis that follows a full stop or a semicolon, with its own object, is a clause of its own.
        if (hangs && token_child_with(s, (int32_t)token, DEPREL_OBJ) < 0) {
            cue.content = t->head;
            cue.around = true;
            cue.without = (int32_t)token;
        }
    }
    if (cue.kind == SOURCE_QUOTES && cue.content < 0 && t->deprel == DEPREL_ADVCL) {
        // "reported, citing an officer, that ...": the officer stands behind what is reported.
        for (uint32_t c = w->first_cue[sentence]; c < w->cues.count; c++) {
            const struct cue *governor = &w->cues.items[c];
            uint32_t found[2];
            if ((int32_t)governor->token != t->head || governor->content < 0) continue;
            if (!path_follow(s, token, &w->attribution->object, found, 2)) continue;
            struct span span = { 0 };
            int32_t source = speaker_at(w, sentence, found[0], &span);
            if (source < 0) continue;
            cue.speaker = source;
            cue.speaker_span = span;
            cue.speaker_token = found[0];
            cue.content = governor->content;
            cue.content2 = governor->content2;
            cue.around = governor->around;
            cue.without = governor->without;
            break;
        }
    }
    venue_find(w, &cue);
    bool weak = cue.content < 0 || s->tokens[cue.content].deprel == DEPREL_OBJ;
    if (weak && !cue.is_negated && (cue.row->what == WHAT_YES || cue.row->what == WHAT_OBJECT))
        range_find(w, &cue);
    *vector_push(w->arena, &w->cues) = cue;
}

// "according to" and its like at `token`; returns how many words it has, 0 when there is none.
static uint32_t phrase_cue(struct work *w, uint32_t sentence, uint32_t token) {
    const struct sentence *s = &w->analysis->sentences[sentence];
    struct slice word = utf8_fold_name(s->tokens[token].form, w->arena);
    unsigned longest = table_longest(w->attribution->table, word);
    if (longest > PHRASE_WORDS) longest = PHRASE_WORDS;
    for (uint32_t count = longest; count >= 1; count--) {
        if (token + count >= s->count) continue;
        char buffer[PHRASE_LIMIT];
        size_t length = 0;
        for (uint32_t i = token; i < token + count; i++) {
            struct slice part = i == token ? word : utf8_fold_name(s->tokens[i].form, w->arena);
            if (length + part.length + 1 > sizeof buffer) {
                length = 0;
                break;
            }
            if (i > token) buffer[length++] = ' ';
            if (part.length) memcpy(buffer + length, part.start, part.length);
            length += part.length;
        }
        const struct reporting_row *row =
            length ? reporting_row_of(w, (struct slice){ buffer, length }, POS_PHRASE) : NULL;
        if (!row) continue;
        // The source: what the phrase marks, else the noun that the next word belongs to.
        int32_t source = s->tokens[token].deprel == DEPREL_CASE ? s->tokens[token].head : -1;
        if (source < (int32_t)(token + count)) {
            source = (int32_t)(token + count);
            for (unsigned hops = 0; hops < HOPS_LIMIT; hops++) {
                int32_t head = s->tokens[source].head;
                enum deprel relation = s->tokens[source].deprel;
                if (head <= source || relation == DEPREL_NSUBJ || relation == DEPREL_OBL ||
                    relation == DEPREL_NMOD || relation == DEPREL_OBJ || relation == DEPREL_NSUBJ_PASS)
                    break;
                source = head;
            }
        }
        struct cue cue = { .sentence = sentence,
                           .token = token,
                           .end = token + count,
                           .row = row,
                           .merged = -1,
                           .kind = (enum source_kind)row->kind,
                           .content = -1,
                           .content2 = -1,
                           .statement = -1,
                           .speaker_sentence = sentence,
                           .speaker_token = (uint32_t)source };
        cue.speaker = speaker_at(w, sentence, (uint32_t)source, &cue.speaker_span);
        cue.is_quoted = reporting_is_in_quotation(w->meaning, s->tokens[token].span.start);
        // A title that was taken for somebody by itself: the name behind it speaks.
        for (uint32_t i = w->first_mention[sentence]; i < w->first_mention[sentence + 1]; i++) {
            const struct mention *mention = &w->meaning->mentions[w->by_sentence[i]];
            if (mention->kind != MENTION_NAME || mention->entity < 0 || mention->first < token + count ||
                mention->first > token + count + 4 || mention->entity == cue.speaker)
                continue;
            if (w->meaning->entities[mention->entity].kind != ENTITY_PERSON) continue;
            bool titles = true;
            for (uint32_t k = token + count; k < mention->first; k++)
                titles = titles && is_nominal(&s->tokens[k]) + (s->tokens[k].upos == UPOS_ADJ) +
                                           (s->tokens[k].upos == UPOS_DET) >
                                       0;
            int32_t now = cue.speaker;
            if (!titles || (now >= 0 && (w->meaning->entities[now].kind != ENTITY_PERSON ||
                                         cue.speaker_token >= mention->first)))
                continue;
            cue.speaker = mention->entity;
            cue.speaker_span = mention->span;
            break;
        }
        const struct reporting_row *noun =
            reporting_row_of(w, reporting_folded_lemma(w, &s->tokens[source]), POS_NOUN);
        if (noun && (noun->what == WHAT_AUTHOR || noun->what == WHAT_VENUE)) {
            cue.venue = reporting_phrase_span(s, (uint32_t)source);
            cue.venue_token = (uint32_t)source;
        }
        // What it vouches for: the clause that it belongs to; from the front of the sentence or behind a
        // comma also what that clause is coordinated with.
        int32_t governor = s->tokens[source].head;
        uint32_t from, to;
        if (source == (int32_t)token || governor < 0) { // it heads the sentence itself: a parse gone wrong
            governor = -1;
        } else if (governor >= (int32_t)token && governor < (int32_t)(token + count)) {
            governor = s->tokens[governor].head;
        }
        uint32_t comma = token + count;
        while (comma < s->count && s->tokens[comma].upos != UPOS_PUNCT) comma++;
        if (governor >= 0) governor = (int32_t)clause_of(s, (uint32_t)governor);
        bool verb_before = false;
        for (uint32_t k = 0; k < token; k++)
            verb_before = verb_before || s->tokens[k].upos == UPOS_VERB || s->tokens[k].upos == UPOS_AUX;
        bool leads = !verb_before;
        if (leads && token > 1 && governor >= 0 && governor < (int32_t)token) governor = -1;
        if (governor >= 0 && leads && governor < (int32_t)comma) governor = -1; // hung on its own source
        if (governor < 0 && leads && comma + 1 < s->count) {
            cue.range_first = comma + 1;
            cue.range_end = (uint32_t)s->count;
        } else if (governor < 0 && token > 2) {
            cue.range_end = token;
        }
        if (governor >= 0) {
            token_subtree(s, source, &from, &to);
            bool set_off = token == 0 || s->tokens[token - 1].upos == UPOS_PUNCT;
            for (unsigned hops = 0; set_off && hops < HOPS_LIMIT && s->tokens[governor].head >= 0; hops++) {
                enum deprel relation = s->tokens[governor].deprel;
                if (relation != DEPREL_CONJ && relation != DEPREL_ADVCL && relation != DEPREL_ACL &&
                    relation != DEPREL_XCOMP)
                    break;
                governor = (int32_t)clause_of(s, (uint32_t)s->tokens[governor].head);
            }
            cue.content = governor;
            cue.around = true;
            cue.without = source;
        }
        *vector_push(w->arena, &w->cues) = cue;
        return count;
    }
    return 0;
}

void cues_find(struct work *w) {
    for (uint32_t s = 0; s < w->analysis->count; s++) {
        w->first_cue[s] = (uint32_t)w->cues.count;
        const struct sentence *sentence = &w->analysis->sentences[s];
        for (uint32_t t = 0; t < sentence->count;) {
            uint32_t length = phrase_cue(w, s, t);
            if (!length) verb_cue(w, s, t);
            t += length ? length : 1;
        }
        labels_find(w, s);
    }
    w->first_cue[w->analysis->count] = (uint32_t)w->cues.count;
}
