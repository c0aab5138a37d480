// names.c - the names of a sentence become candidates of mentions.
//
// Three witnesses say where a name is: the tables, the language's name finder, and capitals. The longest
// stretch that one of them vouches for is taken, then taken apart: titles in front of a person go to the
// nominals ("Coast Guard Commandant | Admiral | Elson Hermogino"), a country in front of an office is a
// mention of its own, and a country inside a body's name ("Turkish Foreign Ministry") says where the body
// belongs.
#include "base/utf8.h"
#include "meaning/discourse.h"

#define COVERED_BY_NO_ENTITY                                                                                 \
    (-2) // a title of a work, an event, a law: no mention, and no nominal in it either
#define STRETCH_DEPTH 6
#define TITLE_NAME_WORDS 5u

static const struct name_span *span_at(const struct sentence *s,
                                       uint32_t token) { // the outermost that covers it
    for (size_t i = 0; i < s->name_count; i++)
        if (s->names[i].first <= token && token < s->names[i].end) return &s->names[i];
    return NULL;
}

static bool in_time(const struct discourse *d, uint32_t sentence, uint32_t token) {
    return meaning_time_over(d->meaning, sentence, token) != NULL;
}

static bool is_hyphen(const struct sentence *s, uint32_t i) {
    return i > 0 && i + 1 < s->count && slice_equal(s->tokens[i].form, SLICE("-")) &&
           !s->tokens[i].space_after && !s->tokens[i - 1].space_after;
}

static bool is_body_kind(struct slice kind) {
    return slice_equal(kind, SLICE("government")) || slice_equal(kind, SLICE("organization")) ||
           slice_equal(kind, SLICE("armed-group")) || slice_equal(kind, SLICE("media")) ||
           slice_equal(kind, SLICE("place"));
}

// The agent phrase that ends a body's name ("Supreme Court", "... Ministry"); false when its words tell none.
static bool body_before(const struct discourse *d, uint32_t sentence, uint32_t first, uint32_t end,
                        struct lexeme *lexeme) {
    const struct sentence *s = discourse_sentence(d, sentence);
    if (!wordbook_role_before(d->wordbook, s, d->words[sentence], LEXEME_AGENT, first, end, lexeme))
        return false;
    return is_body_kind(WORDBOOK_CELL(d->wordbook, LEXEME_AGENT, lexeme->row, AGENTS, KIND));
}

static bool is_place_word(const struct word *word) {
    return (word->reference & REFERENCE_PLACE_NOUN) != 0;
}

// A body's name that goes on after "of" or "for": the capitalised words after the links.
static uint32_t continue_body(const struct discourse *d, uint32_t sentence, uint32_t first, uint32_t end) {
    const struct sentence *s = discourse_sentence(d, sentence);
    const struct word *words = d->words[sentence];
    struct lexeme body;
    if (!words[end - 1].is_capital || (words[end - 1].reference & REFERENCE_STATE)) return end;
    if (!body_before(d, sentence, first, end, &body)) return end;
    for (bool is_linked = false;;) {
        uint32_t at = end;
        unsigned links = 0;
        while (at < s->count && links < 3 && (words[at].reference & REFERENCE_NAME_LINK) &&
               !words[at].is_capital)
            at++, links++;
        if (links == 0 || at >= s->count || !words[at].is_capital || in_time(d, sentence, at)) return end;
        bool is_conjunction = s->tokens[end].upos == UPOS_CCONJ;
        if (is_conjunction ? !is_linked : s->tokens[end].upos != UPOS_ADP) return end;
        while (at < s->count && words[at].is_capital && s->tokens[at].upos != UPOS_PUNCT) at++;
        end = at;
        is_linked = true;
    }
}

static uint32_t run_end(const struct discourse *d, uint32_t sentence, uint32_t first) {
    const struct sentence *s = discourse_sentence(d, sentence);
    const struct word *words = d->words[sentence];
    const struct token *t = &s->tokens[first];
    if (!words[first].is_capital || s->is_title || in_time(d, sentence, first)) return first;
    bool is_followed =
        first + 1 < s->count && words[first + 1].is_capital && s->tokens[first + 1].upos == UPOS_PROPN;
    if (t->sentence_case && (t->upos != UPOS_PROPN || !is_followed)) return first;
    if (t->upos != UPOS_PROPN && t->upos != UPOS_NOUN && t->upos != UPOS_ADJ && t->upos != UPOS_X)
        return first;
    uint32_t end = first + 1;
    while (end < s->count) {
        const struct word *w = &words[end];
        if (in_time(d, sentence, end) || w->is_possessive_mark) break;
        bool goes_on = w->is_capital && s->tokens[end].upos != UPOS_PUNCT &&
                       s->tokens[end].upos != UPOS_PRON && s->tokens[end].upos != UPOS_DET;
        if (!goes_on && is_hyphen(s, end)) goes_on = true;
        if (!goes_on && is_hyphen(s, end - 1) && s->tokens[end].upos == UPOS_PROPN)
            goes_on = true; // "Man-kei"
        if (!goes_on && (w->reference & REFERENCE_PARTICLE) && !(w->reference & REFERENCE_INDEFINITE) &&
            end + 1 < s->count &&
            (words[end + 1].is_capital || is_hyphen(s, end + 1) ||
             (words[end + 1].reference & REFERENCE_PARTICLE)))
            goes_on = !(w->reference & REFERENCE_AS);
        if (!goes_on) break;
        end++;
    }
    while (end > first + 1 && is_hyphen(s, end - 1)) end--;
    return end;
}

// The same, when a title with small words in it opens or continues it: "Secretary of State X".
static uint32_t titled_run_end(const struct discourse *d, uint32_t sentence, uint32_t first) {
    const struct sentence *s = discourse_sentence(d, sentence);
    uint32_t end = run_end(d, sentence, first);
    for (uint32_t at = first; at < end; at++) {
        struct lexeme title;
        if (!wordbook_role_after(d->wordbook, s, d->words[sentence], LEXEME_OFFICE, at, (uint32_t)s->count,
                                 &title))
            continue;
        if (title.end <= end) continue;
        uint32_t more = title.end < s->count ? run_end(d, sentence, title.end) : title.end;
        end = more > title.end ? more : title.end;
    }
    return end;
}

static bool is_plural_title(const struct sentence *s, const struct lexeme *title) {
    for (uint32_t i = title->first; i < title->end; i++) // "ambassador to the United Nations" is no plural
        if (s->tokens[i].upos == UPOS_ADP) return (s->tokens[title->first].features & FEATURE_PLURAL) != 0;
    return (s->tokens[title->end - 1].features & FEATURE_PLURAL) != 0;
}

// Nothing but another office or noun of persons: "Royal Commissioners" names nobody.
static bool is_title_only(const struct discourse *d, uint32_t sentence, uint32_t first, uint32_t end) {
    const struct sentence *s = discourse_sentence(d, sentence);
    struct lexeme lexeme;
    for (enum lexeme_kind kind = LEXEME_OFFICE; kind <= LEXEME_AGENT; kind++)
        if (wordbook_role_after(d->wordbook, s, d->words[sentence], kind, first, end, &lexeme) &&
            lexeme.end == end)
            return true;
    return false;
}

// "Hassan | Sheikh | Mohamud", "Mary | Bishop": behind a first name a word of a title is part of the name. A
// first name that is a place's or a country's ("Jordan", "Charlotte") opens no name here.
static bool is_title_in_name(const struct discourse *d, uint32_t sentence, uint32_t first,
                             const struct lexeme *title) {
    const struct sentence *s = discourse_sentence(d, sentence);
    const struct word *words = d->words[sentence];
    if (title->first <= first || title->end != title->first + 1) return false;
    uint32_t before = title->first - 1;
    struct lexeme known;
    const struct name_span *span = span_at(s, before);
    if (!words[before].is_capital || !wordbook_is_given(d->wordbook, words[before].fold) ||
        (words[before].reference & REFERENCE_HONORIFIC) || s->tokens[before].upos != UPOS_PROPN ||
        (span && span->type != NAME_PERSON))
        return false;
    return !wordbook_name(d->wordbook, s, words, before, title->first, &known) ||
           known.kind == LEXEME_PERSON || (span && span->end > title->first);
}

// The last title inside [first, end) that leaves a name behind it; false when there is none.
static bool last_title(const struct discourse *d, uint32_t sentence, uint32_t first, uint32_t end,
                       struct lexeme *title) {
    const struct sentence *s = discourse_sentence(d, sentence);
    const struct word *words = d->words[sentence];
    bool found = false;
    for (uint32_t at = first; at + 1 < end; at++) {
        struct lexeme lexeme;
        bool is_name =
            wordbook_name(d->wordbook, s, words, at, end - 1, &lexeme) && lexeme.kind != LEXEME_PERSON;
        if (!is_name && wordbook_role_after(d->wordbook, s, words, LEXEME_AGENT, at, end - 1, &lexeme))
            is_name = is_body_kind(WORDBOOK_CELL(d->wordbook, LEXEME_AGENT, lexeme.row, AGENTS, KIND));
        struct lexeme office;
        bool has_office = wordbook_role_after(d->wordbook, s, words, LEXEME_OFFICE, at, end - 1, &office);
        if (is_name && lexeme.end > at + 1 && !(has_office && office.end > lexeme.end)) {
            at = lexeme.end - 1; // "United States | President", "Coast Guard | Commandant"
            continue;
        }
        bool is_office = wordbook_role_after(d->wordbook, s, words, LEXEME_OFFICE, at, end - 1, &lexeme);
        if (!is_office && (words[at].reference & REFERENCE_HONORIFIC)) {
            lexeme = (struct lexeme){ LEXEME_NONE, NO_ROW, at, at + 1 };
            is_office = true;
        }
        if (!is_office && wordbook_role_after(d->wordbook, s, words, LEXEME_AGENT, at, end - 1, &lexeme))
            is_office = slice_equal(WORDBOOK_CELL(d->wordbook, LEXEME_AGENT, lexeme.row, AGENTS, KIND),
                                    SLICE("person"));
        if (!is_office || !words[lexeme.end].is_capital || words[lexeme.end].is_possessive_mark) continue;
        if (is_title_in_name(d, sentence, first, &lexeme)) continue;
        if (is_plural_title(s, &lexeme) || is_title_only(d, sentence, lexeme.end, end)) continue;
        if (s->tokens[lexeme.end].upos == UPOS_ADP || s->tokens[lexeme.end].upos == UPOS_DET) continue;
        *title = lexeme;
        found = true;
        at = lexeme.end - 1;
    }
    return found;
}

struct candidate *names_emit(struct discourse *d, uint32_t sentence, uint32_t first, uint32_t end,
                             enum entity_kind kind, enum lexeme_kind source, uint32_t row) {
    const struct sentence *s = discourse_sentence(d, sentence);
    struct candidate *candidate = discourse_add(d, sentence, first, end, MENTION_NAME);
    const struct token *head = &s->tokens[candidate->mention.head];
    enum deprel deprel = head->deprel;
    candidate->kind = kind;
    candidate->source = source;
    candidate->row = row;
    candidate->key = utf8_fold_name(candidate->name, d->arena);
    candidate->is_modifier =
        (deprel == DEPREL_COMPOUND || deprel == DEPREL_AMOD) && head->head > (int32_t)candidate->mention.head;
    if (candidate->is_modifier && kind != ENTITY_PERSON) candidate->mention.kind = MENTION_ADJECTIVE;
    candidate->is_locative = discourse_is_locative(d, sentence, candidate->mention.head);
    if (kind == ENTITY_PEOPLE && first > 0 && (d->words[sentence][first - 1].reference & REFERENCE_DEFINITE))
        candidate->longer = discourse_text(d, sentence, first - 1, end); // "the Kurds"
    if (kind == ENTITY_PERSON) {
        candidate->person = person_parse(d, sentence, first, end);
        candidate->gender = candidate->person.gender;
        for (uint32_t at = first; at-- > 0 && (d->words[sentence][at].reference & REFERENCE_HONORIFIC);)
            if (d->words[sentence][at].gender)
                candidate->gender = candidate->person.gender = d->words[sentence][at].gender;
    }
    return candidate;
}

// A place's name that is a word of another kind where it stands ("Roman Catholic") names no place.
static bool is_place_word_only(const struct discourse *d, uint32_t sentence, const struct lexeme *lexeme,
                               const struct name_span *span) {
    if (lexeme->kind != LEXEME_PLACE || lexeme->end - lexeme->first != 1) return false;
    if (span && span->type == NAME_PLACE) return false;
    const struct token *t = &discourse_sentence(d, sentence)->tokens[lexeme->first];
    return t->upos != UPOS_PROPN && t->upos != UPOS_X && (t->upos != UPOS_NOUN || t->sentence_case);
}

static void emit_lexeme(struct discourse *d, uint32_t sentence, const struct lexeme *lexeme) {
    static const enum entity_kind kinds[LEXEME_KINDS] = { [LEXEME_COUNTRY] = ENTITY_GOVERNMENT,
                                                          [LEXEME_CAPITAL] = ENTITY_PLACE,
                                                          [LEXEME_PERSON] = ENTITY_PERSON,
                                                          [LEXEME_PLACE] = ENTITY_PLACE,
                                                          [LEXEME_ACTOR] = ENTITY_ORGANIZATION };
    enum entity_kind kind = kinds[lexeme->kind];
    uint32_t first = lexeme->first;
    if (lexeme->kind == LEXEME_ACTOR)
        entity_kind_of(WORDBOOK_CELL(d->wordbook, LEXEME_ACTOR, lexeme->row, ACTORS, KIND), &kind);
    struct candidate *candidate =
        names_emit(d, sentence, first, lexeme->end, kind, lexeme->kind, lexeme->row);
    if (lexeme->kind == LEXEME_ACTOR && kind == ENTITY_PEOPLE) candidate->is_plural = true;
}

static void emit_adjective(struct discourse *d, uint32_t sentence, const struct lexeme *lexeme) {
    const struct sentence *s = discourse_sentence(d, sentence);
    uint32_t head = discourse_head(s, lexeme->first, lexeme->end);
    enum deprel deprel = s->tokens[head].deprel;
    bool stands_alone = s->tokens[head].upos != UPOS_ADJ && deprel != DEPREL_COMPOUND &&
                        deprel != DEPREL_AMOD && deprel != DEPREL_FLAT && deprel != DEPREL_NMOD_DESC;
    bool is_inhabitant = stands_alone && lexeme->kind == LEXEME_INHABITANT;
    struct candidate *candidate = discourse_add(d, sentence, lexeme->first, lexeme->end,
                                                is_inhabitant ? MENTION_NOMINAL : MENTION_ADJECTIVE);
    candidate->source = lexeme->kind;
    candidate->row = lexeme->row;
    candidate->key = utf8_fold_name(candidate->name, d->arena);
    candidate->country = country_of_row(d, lexeme->row);
    candidate->kind = ENTITY_GOVERNMENT;
    candidate->is_modifier = !is_inhabitant;
    if (!is_inhabitant) return;
    for (uint32_t i = lexeme->first; i < lexeme->end; i++)
        d->covering[sentence][i] = (int32_t)d->candidates.count - 1;
    candidate->head = candidate->key;
    candidate->phrase_first = lexeme->first;
    candidate->is_plural =
        (s->tokens[head].features & FEATURE_PLURAL) || slice_ends(s->tokens[head].xpos, SLICE("S"));
    candidate->kind = candidate->is_plural ? ENTITY_PEOPLE : ENTITY_PERSON;
    if (lexeme->first > 0 && (d->words[sentence][lexeme->first - 1].reference & REFERENCE_DEFINITE))
        candidate->longer = discourse_text(d, sentence, lexeme->first - 1, lexeme->end);
}

static bool is_small_word(const struct sentence *s, uint32_t token) {
    enum upos upos = s->tokens[token].upos;
    return upos == UPOS_ADP || upos == UPOS_PART || upos == UPOS_CCONJ || upos == UPOS_SCONJ ||
           upos == UPOS_DET;
}

static bool is_modifying(const struct sentence *s, uint32_t first,
                         uint32_t end) { // "Roman Catholic cathedral"
    const struct token *t = &s->tokens[discourse_head(s, first, end)];
    return (t->deprel == DEPREL_AMOD || t->deprel == DEPREL_COMPOUND) && t->head >= (int32_t)end;
}

// The kind of a name of one word where no finder of names has seen the text: what stands after a preposition of
// place is a place, who acts or undergoes something is a person.
static bool by_place_in_clause(const struct discourse *d, uint32_t sentence, uint32_t token,
                               enum entity_kind *kind) {
    const struct sentence *s = discourse_sentence(d, sentence);
    const enum deprel deprel = s->tokens[token].deprel;
    const bool is_subject = deprel == DEPREL_NSUBJ || deprel == DEPREL_NSUBJ_PASS;
    if (token > 0 && s->tokens[token - 1].upos == UPOS_ADP) {
        *kind = ENTITY_PLACE;
        if ((d->words[sentence][token - 1].reference & REFERENCE_LOCATIVE) && discourse_is_locative(d, sentence, token))
            return true;
        *kind = ENTITY_PERSON;
        return deprel == DEPREL_OBJ || deprel == DEPREL_IOBJ;
    }
    *kind = ENTITY_PERSON;
    return is_subject || deprel == DEPREL_OBJ || deprel == DEPREL_APPOS;
}

// What kind of thing an unknown name is. False when it names nothing that could act or be a place.
static bool unknown_kind(struct discourse *d, uint32_t sentence, uint32_t first, uint32_t end,
                         const struct name_span *span, bool has_title, enum entity_kind *kind,
                         uint32_t *agent) {
    const struct sentence *s = discourse_sentence(d, sentence);
    const struct word *words = d->words[sentence];
    struct lexeme body;
    *agent = NO_ROW;
    if (s->is_title && end - first > TITLE_NAME_WORDS) return false; // a headline all in capitals
    if (has_title) return *kind = ENTITY_PERSON, true;
    if ((words[first].reference | words[end - 1].reference) & REFERENCE_THING_NOUN) return false;
    if (end == first + 1 && (words[first].reference & REFERENCE_LOCATIVE)) return false;
    for (uint32_t i = first; i < end; i++)
        if (s->tokens[i].upos == UPOS_AUX || s->tokens[i].upos == UPOS_PRON)
            return false; // words shouted in capitals
    if (span && (span->type == NAME_EVENT || span->type == NAME_WORK || span->type == NAME_OTHER))
        return false;
    if (span && span->type == NAME_PERSON) {
        bool has_name = false;
        for (uint32_t i = first; i < end; i++)
            has_name |= s->tokens[i].upos == UPOS_PROPN || s->tokens[i].upos == UPOS_X;
        struct lexeme noun; // "Roman Catholic cathedral": a noun for people in front of another
        bool is_noun = wordbook_role_before(d->wordbook, s, words, LEXEME_AGENT, first, end, &noun);
        if (!is_modifying(s, first, end) || (has_name && !is_noun)) return *kind = ENTITY_PERSON, true;
        return false;
    }
    bool has_body = body_before(d, sentence, first, end, &body);
    for (uint32_t at = first + 1; !has_body && at < end; at++) // "Ministry | of Health"
        if ((words[at].reference & REFERENCE_NAME_LINK) && !words[at].is_capital)
            has_body = body_before(d, sentence, first, at, &body);
    if (has_body) {
        *agent = body.row;
        entity_kind_of(WORDBOOK_CELL(d->wordbook, LEXEME_AGENT, body.row, AGENTS, KIND), kind);
        if (span && span->type == NAME_PLACE && *kind != ENTITY_GOVERNMENT) *kind = ENTITY_PLACE;
        return end - first > 1; // alone it is a noun: "the Court", "Parliament"
    }
    if (span && span->type == NAME_PLACE) return *kind = ENTITY_PLACE, true;
    if (end == first + 1 && is_place_word(&words[first])) return *kind = ENTITY_PLACE, span != NULL;
    if (span && span->type == NAME_GROUP) return *kind = ENTITY_PEOPLE, true;
    if (span) return *kind = ENTITY_ORGANIZATION, true;
    if (end - first < 2) { // "security minister | Wiranto"
        struct lexeme title;
        *kind = ENTITY_PERSON;
        if (!d->analysis->has_names && s->tokens[first].upos == UPOS_PROPN)
            return by_place_in_clause(d, sentence, first, kind);
        if (s->tokens[first].upos != UPOS_PROPN || s->tokens[first].sentence_case || first == 0) return false;
        if (first > 1 && (words[first - 1].reference & REFERENCE_BELONGING) && // "the town of | Marn"
            wordbook_role_before(d->wordbook, s, words, LEXEME_AGENT, 0, first - 1, &title) &&
            slice_equal(WORDBOOK_CELL(d->wordbook, LEXEME_AGENT, title.row, AGENTS, KIND), SLICE("place")))
            return *kind = ENTITY_PLACE, true;
        if (wordbook_role_before(d->wordbook, s, words, LEXEME_OFFICE, 0, first, &title))
            return !(s->tokens[first - 1].features & FEATURE_PLURAL);
        return wordbook_role_before(d->wordbook, s, words, LEXEME_AGENT, 0, first, &title) &&
               slice_equal(WORDBOOK_CELL(d->wordbook, LEXEME_AGENT, title.row, AGENTS, KIND),
                           SLICE("person")) &&
               !(s->tokens[first - 1].features & FEATURE_PLURAL);
    }
    if (is_place_word(&words[end - 1])) return *kind = ENTITY_PLACE, true;
    bool has_article = first > 0 && (words[first - 1].reference & REFERENCE_DEFINITE);
    if (wordbook_is_given(d->wordbook, words[first].fold) && !has_article) return *kind = ENTITY_PERSON, true;
    if (s->is_title) return false;
    struct lexeme country;
    uint32_t start =
        wordbook_country(d->wordbook, s, words, first, end, true, &country) ? country.end : first;
    for (uint32_t i = start; i < end; i++)
        if (s->tokens[i].upos != UPOS_PROPN && !is_hyphen(s, i)) return false;
    *kind = has_article ? ENTITY_ORGANIZATION : ENTITY_PERSON;
    return true;
}

// The body that opens a title: "Foreign Ministry | spokesman", "Coast Guard | Commandant".
static bool title_names_body(const struct discourse *d, uint32_t sentence, uint32_t first,
                             const struct lexeme *title) {
    struct lexeme body;
    (void)first;
    if (title->kind != LEXEME_OFFICE || title->end - title->first < 2 ||
        !d->words[sentence][title->first].is_capital)
        return false;
    if (!wordbook_role_after(d->wordbook, discourse_sentence(d, sentence), d->words[sentence], LEXEME_AGENT,
                             title->first, title->end - 1, &body) ||
        body.end + 1 != title->end)
        return false;
    return is_body_kind(WORDBOOK_CELL(d->wordbook, LEXEME_AGENT, body.row, AGENTS, KIND));
}

// Names that stand inside a title: its body with the country before it, or what it is an office of.
static void take_title_apart(struct discourse *d, uint32_t sentence, uint32_t first,
                             const struct lexeme *title) {
    const struct sentence *s = discourse_sentence(d, sentence);
    struct lexeme lexeme;
    if (title_names_body(d, sentence, first, title)) {
        struct lexeme country;
        bool has_country =
            first < title->first &&
            wordbook_country(d->wordbook, s, d->words[sentence], first, title->first, true, &country) &&
            country.end == title->first;
        struct candidate *candidate = names_emit(d, sentence, has_country ? first : title->first,
                                                 title->end - 1, ENTITY_GOVERNMENT, LEXEME_NONE, NO_ROW);
        if (body_before(d, sentence, title->first, title->end - 1, &lexeme)) {
            candidate->sectors = WORDBOOK_CELL(d->wordbook, LEXEME_AGENT, lexeme.row, AGENTS, SECTORS);
            entity_kind_of(WORDBOOK_CELL(d->wordbook, LEXEME_AGENT, lexeme.row, AGENTS, KIND),
                           &candidate->kind);
        }
        if (has_country) candidate->country = country_of_row(d, country.row);
        return;
    }
    for (uint32_t at = title->first + 1; at < title->end; at++)
        if (wordbook_name(d->wordbook, s, d->words[sentence], at, title->end, &lexeme)) {
            emit_lexeme(d, sentence, &lexeme);
            at = lexeme.end - 1;
        }
}

// The hyphen that joins two names, the first of them known ("US-Iran") or a person's spoken of before; 0 for
// none.
static uint32_t hyphen_between_names(const struct discourse *d, uint32_t sentence, uint32_t first,
                                     uint32_t end) {
    const struct sentence *s = discourse_sentence(d, sentence);
    const struct word *words = d->words[sentence];
    for (uint32_t at = first + 1; at + 1 < end; at++) {
        if (!is_hyphen(s, at) || !words[at + 1].is_capital) continue;
        struct lexeme lexeme;
        if (wordbook_name(d->wordbook, s, words, first, at, &lexeme) && lexeme.end == at) return at;
        if (wordbook_country(d->wordbook, s, words, first, at, true, &lexeme) && lexeme.end == at) return at;
        if (at != first + 1) continue;
        size_t seen = d->candidates.count < 200 ? d->candidates.count : 200;
        for (size_t i = 0; i < seen; i++) {
            const struct person_name *person = &d->candidates.items[i].person;
            if (person->count > 1 && slice_equal(person->parts[person->count - 1], words[first].fold))
                return at;
        }
    }
    return 0;
}

// Names inside [first, end), which is one stretch of capitals: emits what is found. Bounded by `depth`.
static void take_apart(struct discourse *d, uint32_t sentence, uint32_t first, uint32_t end,
                       const struct name_span *span, int depth) {
    const struct sentence *s = discourse_sentence(d, sentence);
    const struct word *words = d->words[sentence];
    while (first < end && (words[first].reference & REFERENCE_DEFINITE) && !words[first].is_possessive_mark) {
        struct lexeme lexeme;
        if (wordbook_name(d->wordbook, s, words, first, end, &lexeme) && lexeme.end == end)
            break; // "The Hague"
        first++;
    }
    while (end > first && (words[end - 1].is_possessive_mark || s->tokens[end - 1].upos == UPOS_PUNCT ||
                           is_small_word(s, end - 1)))
        end--;
    while (first < end && in_time(d, sentence, first)) first++; // "Tuesday | Mitsotakis"
    while (end > first && in_time(d, sentence, end - 1)) end--;
    if (first >= end || depth <= 0) return;
    struct lexeme lexeme, title, country;
    bool is_known = wordbook_name(d->wordbook, s, words, first, end, &lexeme) &&
                    !is_place_word_only(d, sentence, &lexeme, span);
    if (is_known && lexeme.end == end &&
        !(lexeme.kind == LEXEME_PLACE && span && span->type == NAME_PERSON)) {
        emit_lexeme(d, sentence, &lexeme);
        return;
    }
    struct lexeme body;
    bool is_body = (span && (span->type == NAME_ORGANIZATION || span->type == NAME_PLACE) &&
                    span->first <= first && span->end >= end) ||
                   body_before(d, sentence, first, end, &body);
    bool has_title = !is_body && last_title(d, sentence, first, end, &title);
    if (has_title) {
        if (title.first > first && !title_names_body(d, sentence, first, &title))
            take_apart(d, sentence, first, title.first, NULL, depth - 1);
        if (wordbook_name(d->wordbook, s, words, title.end, end, &lexeme) && lexeme.end == end &&
            lexeme.kind == LEXEME_PERSON)
            emit_lexeme(d, sentence, &lexeme);
        else
            names_emit(d, sentence, title.end, end, ENTITY_PERSON, LEXEME_NONE, NO_ROW);
        if (title.kind != LEXEME_NONE) take_title_apart(d, sentence, first, &title);
        return;
    }
    bool has_country = wordbook_country(d->wordbook, s, words, first, end, true, &country);
    if (has_country && country.end == end && country.kind != LEXEME_COUNTRY) {
        emit_adjective(d, sentence, &country);
        return;
    }
    enum entity_kind kind;
    uint32_t agent;
    if (!is_body && wordbook_role_before(d->wordbook, s, words, LEXEME_OFFICE, first, end, &title) &&
        !is_title_in_name(d, sentence, first, &title)) {
        if (title_names_body(d, sentence, first, &title))
            take_title_apart(d, sentence, first, &title);
        else if (title.first > first)
            take_apart(d, sentence, first, title.first, NULL, depth - 1); // the rest is a nominal
        return;
    }
    if (is_known && lexeme.kind == LEXEME_ACTOR && lexeme.end > first + 1 && lexeme.end < end &&
        !body_before(d, sentence, first, end, &body) &&
        s->tokens[lexeme.end].upos != UPOS_ADP) { // "Amnesty International | Man-kei Tam"
        take_apart(d, sentence, first, lexeme.end, NULL, depth - 1);
        take_apart(d, sentence, lexeme.end, end, span_at(s, end - 1), depth - 1);
        return;
    }
    uint32_t split = hyphen_between_names(d, sentence, first, end);
    if (split) {
        take_apart(d, sentence, first, split, NULL, depth - 1);
        take_apart(d, sentence, split + 1, end, NULL, depth - 1);
        return;
    }
    if (!unknown_kind(d, sentence, first, end, span, false, &kind, &agent)) {
        if (is_known)
            take_apart(d, sentence, lexeme.first, lexeme.end, NULL, depth - 1);
        else if (has_country)
            take_apart(d, sentence, first, country.end, NULL, depth - 1);
        if (span && span->type >= NAME_EVENT)
            for (uint32_t i = first; i < end; i++)
                if (d->covering[sentence][i] < 0) d->covering[sentence][i] = COVERED_BY_NO_ENTITY;
        return;
    }
    if (kind == ENTITY_PERSON && has_country && country.kind != LEXEME_COUNTRY && country.end < end) {
        take_apart(d, sentence, first, country.end, NULL, depth - 1);
        first = country.end;
    }
    struct candidate *candidate = names_emit(d, sentence, first, end, kind, LEXEME_NONE, NO_ROW);
    if (agent != NO_ROW)
        candidate->sectors = WORDBOOK_CELL(d->wordbook, LEXEME_AGENT, agent, AGENTS, SECTORS);
    if (kind == ENTITY_PERSON) return;
    if (has_country)
        candidate->country = country_of_row(d, country.row);
    else if (is_known && lexeme.kind == LEXEME_PLACE)
        candidate->country = WORDBOOK_CELL(d->wordbook, LEXEME_PLACE, lexeme.row, PLACES, COUNTRY);
    else if (is_known && lexeme.kind == LEXEME_CAPITAL)
        candidate->country = country_of_row(d, lexeme.row);
    else if (is_known && lexeme.kind == LEXEME_ACTOR)
        candidate->country = WORDBOOK_CELL(d->wordbook, LEXEME_ACTOR, lexeme.row, ACTORS, COUNTRY);
    if (kind == ENTITY_PEOPLE) candidate->is_plural = true;
}

// The end of a name that goes on behind a nickname between marks: "Ivo “the Baker” Marin".
static uint32_t nicknamed_end(const struct discourse *d, uint32_t sentence, uint32_t end) {
    const struct sentence *s = discourse_sentence(d, sentence);
    if (end + 2 >= s->count || s->tokens[end].upos != UPOS_PUNCT) return end;
    for (size_t q = 0; q < d->meaning->quotation_count; q++) {
        const struct quotation *quotation = &d->meaning->quotations[q];
        if (quotation->span.start < s->tokens[end].span.start) continue;
        if (quotation->span.start > s->tokens[end].span.start || !quotation->is_name) return end;
        uint32_t behind = end + 1;
        while (behind < s->count && s->tokens[behind].span.start < quotation->span.end) behind++;
        if (behind >= s->count || s->tokens[behind].upos != UPOS_PROPN) return end;
        return run_end(d, sentence, behind) > behind ? run_end(d, sentence, behind) : end;
    }
    return end;
}

void names_find(struct discourse *d, uint32_t sentence) {
    const struct sentence *s = discourse_sentence(d, sentence);
    const struct word *words = d->words[sentence];
    for (uint32_t at = 0; at < s->count; at++) {
        if (d->covering[sentence][at] != -1 || s->tokens[at].upos == UPOS_PUNCT) continue;
        const struct name_span *span = span_at(s, at);
        struct lexeme lexeme;
        uint32_t end = at;
        if (span && span->first == at) end = span->end;
        if (wordbook_name(d->wordbook, s, words, at, (uint32_t)s->count, &lexeme)) {
            bool is_word = s->tokens[at].sentence_case && lexeme.end == at + 1 &&
                           s->tokens[at].upos != UPOS_PROPN && !span;
            if (!is_word && lexeme.end > end) end = lexeme.end;
        }
        if (wordbook_country(d->wordbook, s, words, at, (uint32_t)s->count, false, &lexeme) &&
            lexeme.end > end)
            end = lexeme.end;
        if (end > at && end < s->count && s->tokens[at].sentence_case && words[end].is_capital &&
            !words[end].is_possessive_mark && titled_run_end(d, sentence, end) > end)
            end = titled_run_end(d, sentence, end); // "Turkish | Foreign Ministry" at the start of a sentence
        uint32_t run = titled_run_end(d, sentence, at);
        if (run > end) end = run;
        if (end > at + 1 && at + 1 < s->count &&
            (words[at].reference & REFERENCE_DEFINITE)) // "the National | Police"
            if (titled_run_end(d, sentence, at + 1) > end) end = titled_run_end(d, sentence, at + 1);
        if (end == at) continue;
        end = continue_body(d, sentence, at, end);
        if (s->tokens[end - 1].upos == UPOS_PROPN) end = nicknamed_end(d, sentence, end);
        take_apart(d, sentence, at, end, span, STRETCH_DEPTH);
        at = end - 1;
    }
}
