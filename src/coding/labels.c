// labels.c - speakers without a reporting word: "Maya Lind: We stay.", "Talks have failed: official", and a
// dash with a name behind a quotation.
//
// A label is a phrase without a verb between the start of its sentence and a colon, between a colon and the
// end, or behind a dash. Its name, else the actor at its head, is a cue's speaker; the punctuation mark is
// the cue. Places and countries are no labels: those are datelines and topics ("Kyiv: ...", "Syria: ...").
#include "coding/reporting.h"

#define LABEL_LIMIT 18u // tokens of a label
#define TAIL_LIMIT 12u  // of one at the end of its sentence
#define PREFIX_LIMIT 4u // tokens before a slash that opens a sentence: "Urgent / ..."
#define SAID_LEAST 3u   // tokens that a label says at least

static const struct reporting_row label_row = { .pos = POS_VERB, .kind = SOURCE_SAYS, .what = WHAT_YES };

static bool is_mark(const struct sentence *s, uint32_t token, const char *marks[], unsigned count) {
    for (unsigned i = 0; token < s->count && i < count; i++)
        if (slice_equal(s->tokens[token].form, slice_of(marks[i]))) return true;
    return false;
}

static bool is_colon(const struct sentence *s, uint32_t token) {
    return is_mark(s, token, (const char *[]){ ":" }, 1);
}

// A dash that parts words: not the hyphen of a compound.
static bool is_dash(const struct sentence *s, uint32_t token) {
    return is_mark(s, token, (const char *[]){ "-", "–", "—", "--" }, 4) && s->tokens[token].space_after &&
           (token == 0 || s->tokens[token - 1].space_after);
}

static bool has_verb(const struct sentence *s, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++)
        if (s->tokens[i].upos == UPOS_VERB || s->tokens[i].upos == UPOS_AUX) return true;
    return false;
}

static bool may_speak(const struct entity *entity) {
    if (entity->kind == ENTITY_PLACE) return false;
    return entity->kind != ENTITY_GOVERNMENT || entity->represents >= 0 ||
           !entity->is_known; // a country: a topic
}

static bool is_shouted(struct slice text) { // "MUMBAI": a dateline
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.start[i] >= 0x80 || (text.start[i] >= 'a' && text.start[i] <= 'z'))
            return false;
    return text.length > 0;
}

// Whether the words could be a name with its titles and appositions: no numbers, no dashes, no slashes.
static bool is_phrase(const struct sentence *s, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++) {
        enum upos upos = s->tokens[i].upos;
        if (upos == UPOS_VERB || upos == UPOS_AUX || upos == UPOS_NUM || upos == UPOS_SYM ||
            is_mark(s, i, (const char *[]){ "/", "|", "–", "—", "--" }, 5) || is_dash(s, i))
            return false;
    }
    return true;
}

// The one whom the label [first, end) names: a person by name, else the phrase at its end, else the author of
// the document that it names ("UN report"). False when it names nobody who could speak.
static bool label_speaker(const struct work *w, uint32_t sentence, uint32_t first, uint32_t end,
                          struct cue *cue) {
    const struct meaning *m = w->meaning;
    const struct sentence *s = &w->analysis->sentences[sentence];
    if (end <= first || end - first > LABEL_LIMIT || !is_phrase(s, first, end)) return false;
    const struct range range = meaning_mentions_in(m, sentence);
    const struct mention *best = NULL;
    for (size_t i = range.first; i < range.end; i++) {
        const struct mention *mention = &m->mentions[i];
        if (mention->entity < 0 || mention->first < first || mention->end > end) continue;
        const struct entity *entity = &m->entities[mention->entity];
        bool is_person = mention->kind == MENTION_NAME && entity->kind == ENTITY_PERSON;
        bool ends = mention->end == end &&
                    (mention->kind != MENTION_ADJECTIVE || s->tokens[mention->head].upos != UPOS_ADJ);
        if (!may_speak(entity) || (!is_person && !ends)) continue;
        if (!best || is_person || m->entities[best->entity].kind != ENTITY_PERSON) best = mention;
    }
    if (best) {
        cue->speaker = best->entity;
        cue->speaker_span = best->span;
        cue->speaker_token = best->head;
    } else {
        uint32_t head = reporting_top_of(s, first, end);
        cue->speaker =
            s->tokens[head].upos == UPOS_NOUN ? speaker_at(w, sentence, head, &cue->speaker_span) : -1;
        cue->speaker_token = head;
    }
    cue->speaker_sentence = sentence;
    return cue->speaker >= 0 && may_speak(&m->entities[cue->speaker]);
}

static struct cue label_cue(uint32_t sentence, uint32_t token) {
    return (struct cue){ .sentence = sentence,
                         .token = token,
                         .end = token + 1,
                         .row = &label_row,
                         .kind = SOURCE_SAYS,
                         .speaker = -1,
                         .content = -1,
                         .content2 = -1,
                         .without = -1,
                         .merged = -1,
                         .statement = -1,
                         .speaker_sentence = sentence };
}

// Where a label may begin: behind "Urgent /".
static uint32_t label_start(const struct sentence *s) {
    for (uint32_t i = 0; i < PREFIX_LIMIT && i + 1 < s->count; i++)
        if (is_mark(s, i, (const char *[]){ "/", "|" }, 2)) return i + 1;
    return 0;
}

static bool is_person_cue(const struct work *w, const struct cue *cue) {
    return w->meaning->entities[cue->speaker].kind == ENTITY_PERSON;
}

// "Maya Lind: We stay."
static bool leading_label(struct work *w, uint32_t sentence) {
    const struct sentence *s = &w->analysis->sentences[sentence];
    uint32_t start = label_start(s), colon = start;
    while (colon < s->count && colon - start <= LABEL_LIMIT && !is_colon(s, colon)) colon++;
    if (!is_colon(s, colon)) return false;
    struct cue cue = label_cue(sentence, colon);
    if (!label_speaker(w, sentence, start, colon, &cue)) return false;
    struct slice text = w->analysis->document->text;
    if (is_shouted(slice_part(text, cue.speaker_span.start, cue.speaker_span.end)) &&
        !w->meaning->entities[cue.speaker].is_known)
        return false;
    for (uint32_t i = start; i < cue.speaker_token && cue.end < s->count; i++)
        if (s->tokens[i].upos == UPOS_ADP && s->tokens[i].span.end <= cue.speaker_span.start && i > start + 1)
            return false; // "Some of the attacks in May:"
    uint32_t end = (uint32_t)s->count;
    bool is_said = end - cue.end >= SAID_LEAST && (is_person_cue(w, &cue) || has_verb(s, cue.end, end) ||
                                                   w->meaning->entities[cue.speaker].kind != ENTITY_PEOPLE);
    bool is_quoted = cue.end < end && reporting_is_in_quotation(w->meaning, s->tokens[cue.end].span.start);
    if (is_said && !is_quoted) {
        cue.range_first = cue.end;
        cue.range_end = end;
    } else if (cue.end < end && !is_quoted) {
        return false;
    }
    *vector_push(w->arena, &w->cues) = cue;
    return true;
}

// The end of the words of a sentence, without stops and the outlet's name behind a dash.
static uint32_t words_end(const struct work *w, uint32_t sentence) {
    const struct sentence *s = &w->analysis->sentences[sentence];
    uint32_t end = (uint32_t)s->count;
    while (end > 0 && s->tokens[end - 1].upos == UPOS_PUNCT && !is_colon(s, end - 1)) end--;
    for (uint32_t i = end; i > 0 && end - i < TAIL_LIMIT; i--) {
        if (!is_dash(s, i - 1)) continue;
        int32_t outlet = meaning_entity_at(w->meaning, sentence, i);
        if (outlet >= 0 && w->meaning->entities[outlet].kind == ENTITY_MEDIA) return i - 1;
    }
    return end;
}

// "Talks have failed: official", "Talks have failed - Maya Lind"; the label may be cut off as a sentence.
static void trailing_label(struct work *w, uint32_t sentence) {
    const struct sentence *s = &w->analysis->sentences[sentence];
    uint32_t end = words_end(w, sentence), mark = end;
    while (mark > 0 && end - mark < TAIL_LIMIT && !is_colon(s, mark - 1) && !is_dash(s, mark - 1)) mark--;
    if (mark == 0 || (!is_colon(s, mark - 1) && !is_dash(s, mark - 1))) return;
    struct cue cue = label_cue(sentence, mark - 1);
    bool is_cut = mark == end && is_colon(s, mark - 1) && sentence + 1 < w->analysis->count &&
                  w->analysis->sentences[sentence + 1].paragraph == s->paragraph;
    if (is_cut ? !label_speaker(w, sentence + 1, 0, words_end(w, sentence + 1), &cue)
               : !label_speaker(w, sentence, mark, end, &cue))
        return;
    bool behind_quotation =
        mark >= 2 && reporting_is_in_quotation(w->meaning, s->tokens[mark - 2].span.start);
    if (is_dash(s, mark - 1) && !is_person_cue(w, &cue)) return;
    for (uint32_t i = mark; i < end; i++)
        if (s->tokens[i].upos == UPOS_CCONJ && is_person_cue(w, &cue)) return; // a list of names
    if (!behind_quotation) {
        if (mark - 1 < SAID_LEAST || !has_verb(s, 0, mark - 1)) return;
        cue.range_end = mark - 1;
    }
    *vector_push(w->arena, &w->cues) = cue;
}

// "– Maya Lind" behind a quotation that ends the sentence before.
static void dash_label(struct work *w, uint32_t sentence) {
    const struct sentence *s = &w->analysis->sentences[sentence];
    if (sentence == 0 || !is_dash(s, 0)) return;
    struct cue cue = label_cue(sentence, 0);
    if (label_speaker(w, sentence, 1, words_end(w, sentence), &cue)) *vector_push(w->arena, &w->cues) = cue;
}

void labels_find(struct work *w, uint32_t sentence) {
    if (!leading_label(w, sentence)) trailing_label(w, sentence);
    dash_label(w, sentence);
}

int32_t label_around(const struct work *w, const struct quotation *quotation) {
    uint32_t first = quotation->first_sentence, end = quotation->end_sentence;
    if (first > 0) { // "And from Maya Lind:" before it
        for (uint32_t c = w->first_cue[first - 1]; c < w->first_cue[first]; c++) {
            const struct cue *cue = &w->cues.items[c];
            if (cue->row == &label_row && cue->end == w->analysis->sentences[first - 1].count &&
                cue->range_end <= cue->range_first)
                return (int32_t)c;
        }
    }
    if (end < w->analysis->count)
        for (uint32_t c = w->first_cue[end]; c < w->first_cue[end + 1]; c++)
            if (w->cues.items[c].row == &label_row && w->cues.items[c].token == 0) return (int32_t)c;
    return -1;
}
