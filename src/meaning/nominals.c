// nominals.c - noun phrases that speak of actors: "the ambassador", "two suspects", "Israeli forces", "her
// daughter".
//
// The head noun must be known (agents, offices, kinship): things that do not act stay out. The longest phrase
// that the tables know counts ("armed group", "member of parliament"), and its head word is the one that
// syntax knows. What stands around the head says the rest: article, number, country ("Israeli"), body ("Hamas
// fighters"), possessor.
#include "base/utf8.h"
#include "meaning/discourse.h"

#define PHRASE_REACH 5u // tokens before the head that a phrase may start at
#define FLAT_LIMIT 12u

static bool is_noun(const struct token *t) {
    return t->upos == UPOS_NOUN || t->upos == UPOS_PROPN || slice_starts(t->xpos, SLICE("NN"));
}

// The widest known phrase whose head word is `token`.
static bool phrase_around(const struct discourse *d, uint32_t sentence, uint32_t token, struct lexeme *best) {
    static const enum lexeme_kind kinds[] = { LEXEME_OFFICE, LEXEME_AGENT, LEXEME_KIN };
    const struct sentence *s = discourse_sentence(d, sentence);
    const struct word *words = d->words[sentence];
    uint32_t start = token > PHRASE_REACH ? token - PHRASE_REACH : 0;
    for (uint32_t i = token; i-- > start;)
        if (d->covering[sentence][i] != -1 || s->tokens[i].upos == UPOS_VERB ||
            s->tokens[i].upos == UPOS_DET || (s->tokens[i].upos == UPOS_PUNCT && s->tokens[i].space_after)) {
            start = i + 1;
            break;
        }
    bool found = false;
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        struct lexeme lexeme;
        if (wordbook_role_before(d->wordbook, s, words, kinds[k], start, token + 1, &lexeme) &&
            (!found || lexeme.end - lexeme.first > best->end - best->first))
            *best = lexeme, found = true;
        for (uint32_t at = start; at <= token; at++) {
            if (token + 1 >= s->count || s->tokens[token + 1].upos != UPOS_ADP) break;
            if (!wordbook_role_after(d->wordbook, s, words, kinds[k], at, (uint32_t)s->count, &lexeme))
                continue;
            if (lexeme.end <= token + 1) continue;
            bool is_covered = false;
            for (uint32_t i = lexeme.first; i < lexeme.end; i++) is_covered |= d->covering[sentence][i] != -1;
            if (!is_covered && (!found || lexeme.end - lexeme.first > best->end - best->first))
                *best = lexeme, found = true;
            break;
        }
    }
    if (!found && (words[token].reference &
                   (REFERENCE_PERSON_NOUN | REFERENCE_PLACE_NOUN))) { // "the accused", "the strip"
        *best = (struct lexeme){ LEXEME_NONE, NO_ROW, token, token + 1 };
        found = true;
    }
    return found;
}

// Where the noun phrase before the phrase's first token starts: articles, adjectives, numbers, names,
// possessors.
static uint32_t phrase_start(const struct discourse *d, uint32_t sentence, uint32_t head, uint32_t first) {
    const struct sentence *s = discourse_sentence(d, sentence);
    uint32_t start = first;
    for (uint32_t i = first; i-- > 0 && first - i <= FLAT_LIMIT;) {
        const struct token *t = &s->tokens[i];
        int32_t above = t->head; // "Puerto Rico 's governor": by way of the possessor
        for (int steps = 0; steps < 5 && above >= 0 && above < (int32_t)start; steps++)
            above = s->tokens[above].head;
        bool is_inside = above >= (int32_t)start && above <= (int32_t)head;
        bool same_head =
            t->head == s->tokens[head].head && s->tokens[head].head > (int32_t)head &&
            (t->deprel == DEPREL_DET || t->deprel == DEPREL_AMOD || t->deprel == DEPREL_COMPOUND ||
             t->deprel == DEPREL_NMOD_POSS || t->deprel == DEPREL_NUMMOD || t->deprel == DEPREL_NMOD_DESC);
        bool allowed = t->upos == UPOS_DET || t->upos == UPOS_ADJ || t->upos == UPOS_NUM ||
                       t->upos == UPOS_NOUN || t->upos == UPOS_PROPN || t->upos == UPOS_PART ||
                       t->upos == UPOS_PRON || t->upos == UPOS_SYM ||
                       (t->upos == UPOS_ADV && t->head >= (int32_t)start) ||
                       (t->upos == UPOS_VERB && t->deprel == DEPREL_AMOD) ||
                       (t->upos == UPOS_PUNCT && i > 0 && !s->tokens[i - 1].space_after && !t->space_after);
        if (!allowed || (t->deprel == DEPREL_CASE && !d->words[sentence][i].is_possessive_mark)) break;
        if (!is_inside && !same_head && t->upos != UPOS_PUNCT) break;
        if (t->deprel == DEPREL_NSUBJ || t->deprel == DEPREL_OBJ || t->deprel == DEPREL_IOBJ ||
            t->deprel == DEPREL_CC)
            break;
        start = i;
        if (t->deprel == DEPREL_DET && t->upos == UPOS_DET &&
            (i == 0 || s->tokens[i - 1].deprel != DEPREL_DET_PREDET))
            break;
    }
    while (start < first &&
           (s->tokens[start].upos == UPOS_PUNCT ||
            (s->tokens[start].head >= 0 && s->tokens[s->tokens[start].head].upos == UPOS_NUM)))
        start++; // "at least | 50 people"
    return start;
}

static void read_determiners(const struct discourse *d, struct candidate *candidate, uint32_t first) {
    const struct mention *m = &candidate->mention;
    const struct sentence *s = discourse_sentence(d, m->sentence);
    const struct word *words = d->words[m->sentence];
    for (uint32_t i = m->first; i < m->head; i++) {
        if (s->tokens[i].upos == UPOS_NUM || s->tokens[i].deprel == DEPREL_NUMMOD) {
            if (i < first && i == m->first && !(words[i].reference & REFERENCE_PAIR))
                candidate->is_indefinite = true;
            continue;
        }
        if (s->tokens[i].upos != UPOS_DET && s->tokens[i].deprel != DEPREL_DET &&
            s->tokens[i].upos != UPOS_ADJ && s->tokens[i].upos != UPOS_PRON)
            continue;
        uint32_t reference = words[i].reference;
        if (s->tokens[i].upos == UPOS_PRON && (reference & REFERENCE_POSSESSIVE))
            candidate->is_possessed = candidate->is_definite = true;
        if (i > m->first && s->tokens[i].upos == UPOS_DET) continue; // inside a possessor
        if (reference & REFERENCE_DEMONSTRATIVE)
            candidate->is_definite = candidate->is_demonstrative = true;
        else if (reference & REFERENCE_DEFINITE)
            candidate->is_definite = true;
        else if (reference & REFERENCE_INDEFINITE)
            candidate->is_indefinite = true;
    }
    for (uint32_t i = m->first; i < m->head; i++)
        if (words[i].is_possessive_mark)
            candidate->is_possessed = candidate->is_definite = true, candidate->is_indefinite = false;
    if (candidate->is_definite && words[m->first].reference & REFERENCE_DEFINITE)
        candidate->is_indefinite = false;
}

// "ministro | catarí": countries said by an adjective right behind the noun that it describes.
static uint32_t end_with_adjectives(const struct discourse *d, uint32_t sentence, uint32_t head,
                                    uint32_t end) {
    const struct sentence *s = discourse_sentence(d, sentence);
    while (end < s->count && s->tokens[end].deprel == DEPREL_AMOD && s->tokens[end].head == (int32_t)head) {
        const int32_t number = d->covering[sentence][end];
        if (number < 0 || d->candidates.items[number].source != LEXEME_ADJECTIVE) break;
        end = d->candidates.items[number].mention.end;
    }
    return end;
}

// Countries and bodies before the head ("Israeli", "Hamas", "Qatar's") and after it ("of the Coast Guard").
static void read_belonging(struct discourse *d, struct candidate *candidate, uint32_t end) {
    const struct mention *m = &candidate->mention;
    const struct sentence *s = discourse_sentence(d, m->sentence);
    for (uint32_t i = m->first; i < m->end; i++) {
        int32_t number = d->covering[m->sentence][i];
        if (number < 0) continue;
        const struct candidate *other = &d->candidates.items[number];
        if (other->source == LEXEME_COUNTRY)
            candidate->country = country_of_row(d, other->row);
        else if (other->source == LEXEME_ADJECTIVE || other->source == LEXEME_INHABITANT)
            candidate->country = other->country;
        else if (candidate->of < 0)
            candidate->of = number;
        if (candidate->of < 0 || other->source == LEXEME_COUNTRY) candidate->of = number;
    }
    if (candidate->of < 0 && candidate->phrase_first > 0 &&
        d->covering[m->sentence][candidate->phrase_first - 1] >= 0) { // "ABS-CBN | CEO"
        uint32_t before = candidate->phrase_first - 1;
        int32_t number = d->covering[m->sentence][before];
        if (d->candidates.items[number].kind != ENTITY_PERSON && s->tokens[before].space_after)
            candidate->of = number;
    }
    for (int32_t c = token_child(s, (int32_t)m->head, -1); c >= 0; c = token_child(s, (int32_t)m->head, c)) {
        if (s->tokens[c].deprel != DEPREL_NMOD || c < (int32_t)end) continue;
        bool belongs = false;
        for (int32_t k = token_child(s, c, -1); k >= 0; k = token_child(s, c, k))
            belongs |= s->tokens[k].deprel == DEPREL_CASE &&
                       (d->words[m->sentence][k].reference & REFERENCE_BELONGING);
        int32_t number =
            d->heading[m->sentence][c] >= 0 ? d->heading[m->sentence][c] : d->covering[m->sentence][c];
        if (!belongs || number < 0) continue;
        const struct candidate *other = &d->candidates.items[number];
        if (other->source == LEXEME_COUNTRY && candidate->country.length == 0)
            candidate->country = country_of_row(d, other->row);
        if (candidate->of < 0 || (candidate->kind == ENTITY_PLACE && other->kind == ENTITY_PLACE))
            candidate->of = number;
    }
}

// "of X" right behind, for parsers that hang it elsewhere.
static void read_belonging_behind(struct discourse *d, struct candidate *candidate, uint32_t end) {
    const struct mention *m = &candidate->mention;
    const struct sentence *s = discourse_sentence(d, m->sentence);
    const struct word *words = d->words[m->sentence];
    if (candidate->of >= 0 || end + 1 >= s->count || s->tokens[end].upos != UPOS_ADP ||
        !(words[end].reference & REFERENCE_BELONGING) || (words[end].reference & REFERENCE_LOCATIVE))
        return;
    uint32_t at = end + 1;
    if (words[at].reference & REFERENCE_DEFINITE) at++;
    if (at >= s->count || d->covering[m->sentence][at] < 0) return;
    candidate->of = d->covering[m->sentence][at];
    const struct candidate *other = &d->candidates.items[candidate->of];
    if (other->source == LEXEME_COUNTRY && candidate->country.length == 0)
        candidate->country = country_of_row(d, other->row);
}

// "police | of the Autonomous Region", "ambassador | to Greece": what follows right behind is part of a
// longer form.
static void read_longer(const struct discourse *d, struct candidate *candidate) {
    const struct mention *m = &candidate->mention;
    const struct sentence *s = discourse_sentence(d, m->sentence);
    uint32_t at = m->end;
    if (at + 1 >= s->count || s->tokens[at].upos != UPOS_ADP) return;
    uint32_t link = d->words[m->sentence][at].reference;
    bool is_office = candidate->office && !candidate->office->is_plain;
    if (!(link & REFERENCE_NAME_LINK) &&
        !(is_office && (link & REFERENCE_LOCATIVE) && !(link & REFERENCE_BELONGING)))
        return;
    at++;
    if (d->words[m->sentence][at].reference & REFERENCE_DEFINITE) at++;
    if (at >= s->count || d->covering[m->sentence][at] < 0) return;
    const struct mention *name = &d->candidates.items[d->covering[m->sentence][at]].mention;
    if (name->first == at) candidate->longer = discourse_text(d, m->sentence, m->first, name->end);
}

static void read_office(struct discourse *d, struct candidate *candidate, const struct lexeme *lexeme) {
    const struct mention *m = &candidate->mention;
    const struct word *words = d->words[m->sentence];
    struct office *office = ARENA_NEW(d->arena, struct office);
    office->title = discourse_text(d, m->sentence, lexeme->first, lexeme->end);
    office->head = words[m->head].lemma;
    office->key = candidate->key;
    office->country = candidate->country;
    office->sectors = candidate->sectors;
    office->of = candidate->of;
    office->is_plain = lexeme->kind != LEXEME_OFFICE;
    office->is_of_country =
        !office->is_plain &&
        slice_equal(WORDBOOK_CELL(d->wordbook, LEXEME_OFFICE, lexeme->row, OFFICES, OF), SLICE("country"));
    for (uint32_t i = m->first > 0 ? m->first - 1 : 0; i < m->head; i++)
        if (words[i].reference & (REFERENCE_FORMER | REFERENCE_FUTURE)) office->is_over = true;
    candidate->office = office;
}

static bool is_predicate(const struct sentence *s, uint32_t token) {
    return token_child_with(s, (int32_t)token, DEPREL_COP) >= 0;
}

static bool has_as(const struct discourse *d, uint32_t sentence, uint32_t token) {
    const struct sentence *s = discourse_sentence(d, sentence);
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c))
        if ((s->tokens[c].deprel == DEPREL_CASE || s->tokens[c].deprel == DEPREL_MARK) &&
            c < (int32_t)token && (d->words[sentence][c].reference & REFERENCE_AS) &&
            s->tokens[c].upos != UPOS_PUNCT)
            return true;
    return false;
}

static bool is_negated(const struct sentence *s, uint32_t token) {
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c))
        if (s->tokens[c].deprel == DEPREL_DET && (s->tokens[c].features & FEATURE_NEGATIVE)) return true;
    return false;
}

// Whether a noun phrase can go on at `at`: "chief of ..." modifies nothing, whatever the tree says.
static bool goes_on(const struct sentence *s, uint32_t at) {
    if (at >= s->count) return false;
    enum upos upos = s->tokens[at].upos;
    if (upos == UPOS_PUNCT) return !s->tokens[at].space_after && at > 0 && !s->tokens[at - 1].space_after;
    return upos == UPOS_NOUN || upos == UPOS_PROPN || upos == UPOS_ADJ || upos == UPOS_NUM ||
           upos == UPOS_X || upos == UPOS_PART;
}

// "Secretary of | Justice": capitals behind an office that the tables know only in part.
static uint32_t extend_office(const struct discourse *d, uint32_t sentence, const struct lexeme *lexeme) {
    const struct sentence *s = discourse_sentence(d, sentence);
    const struct word *words = d->words[sentence];
    uint32_t at = lexeme->end;
    if (lexeme->kind != LEXEME_OFFICE || at + 1 >= s->count || s->tokens[at].upos != UPOS_ADP ||
        !(words[at].reference & REFERENCE_NAME_LINK))
        return lexeme->end;
    uint32_t end = at + 1;
    while (end < s->count && words[end].is_capital && is_noun(&s->tokens[end]) &&
           d->covering[sentence][end] == -1)
        end++;
    if (end == at + 1 || (end < s->count && d->covering[sentence][end] >= 0 && words[end].is_capital))
        return lexeme->end;
    struct lexeme other;
    if (wordbook_role_after(d->wordbook, s, words, LEXEME_AGENT, at + 1, end, &other) && other.end == end &&
        other.end > at + 2)
        return lexeme->end;
    return end;
}

static void add_nominal(struct discourse *d, uint32_t sentence, uint32_t token, const struct lexeme *lexeme) {
    const struct sentence *s = discourse_sentence(d, sentence);
    const struct word *words = d->words[sentence];
    uint32_t first = phrase_start(d, sentence, token, lexeme->first);
    struct candidate *candidate = discourse_add(
        d, sentence, first, end_with_adjectives(d, sentence, token, lexeme->end), MENTION_NOMINAL);
    struct mention *m = &candidate->mention;
    if (m->head !=
        token) { // the stretch's governor may lie in a title; syntax knows the phrase by its head noun
        if (d->heading[sentence][m->head] == (int32_t)d->candidates.count - 1)
            d->heading[sentence][m->head] = -1;
        m->head = token;
        if (d->heading[sentence][token] < 0) d->heading[sentence][token] = (int32_t)d->candidates.count - 1;
    }
    const struct token *t = &s->tokens[token];
    candidate->is_plural = (t->features & FEATURE_PLURAL) || slice_equal(t->xpos, SLICE("NNS")) ||
                           slice_equal(t->xpos, SLICE("NNPS"));
    candidate->head = words[token].lemma;
    candidate->reference = words[token].reference | wordbook_reference(d->wordbook, words[token].lemma);
    char buffer[WORDBOOK_KEY_SIZE];
    candidate->key = arena_copy(d->arena, wordbook_key(s, words, lexeme->first, lexeme->end, token, buffer));
    candidate->phrase_first = lexeme->first;
    candidate->row = lexeme->row;
    candidate->kind = lexeme->kind == LEXEME_NONE && (words[token].reference & REFERENCE_PLACE_NOUN)
                          ? ENTITY_PLACE
                          : ENTITY_PERSON;
    if (lexeme->kind == LEXEME_AGENT) {
        entity_kind_of(WORDBOOK_CELL(d->wordbook, LEXEME_AGENT, lexeme->row, AGENTS, KIND), &candidate->kind);
        candidate->sectors = WORDBOOK_CELL(d->wordbook, LEXEME_AGENT, lexeme->row, AGENTS, SECTORS);
        struct slice gender = WORDBOOK_CELL(d->wordbook, LEXEME_AGENT, lexeme->row, AGENTS, GENDER);
        candidate->gender = gender.length ? gender.start[0] : 0;
    } else if (lexeme->kind == LEXEME_OFFICE) {
        candidate->sectors = WORDBOOK_CELL(d->wordbook, LEXEME_OFFICE, lexeme->row, OFFICES, SECTOR);
    } else if (lexeme->kind == LEXEME_NONE) {
        candidate->gender =
            words[token].gender == 'm' || words[token].gender == 'f' ? words[token].gender : 0;
    } else {
        struct slice gender = WORDBOOK_CELL(d->wordbook, LEXEME_KIN, lexeme->row, RELATIONS, GENDER);
        candidate->gender = gender.length ? gender.start[0] : 0;
        candidate->sectors = SLICE("");
    }
    bool is_person = candidate->kind == ENTITY_PERSON;
    if (is_person && candidate->is_plural) candidate->kind = ENTITY_PEOPLE;
    read_determiners(d, candidate, lexeme->first);
    read_belonging(d, candidate, lexeme->end);
    read_belonging_behind(d, candidate, lexeme->end);
    if (is_person) read_office(d, candidate, lexeme);
    read_longer(d, candidate);
    candidate->is_modifier = (t->deprel == DEPREL_COMPOUND || t->deprel == DEPREL_AMOD) &&
                             t->head > (int32_t)token && goes_on(s, lexeme->end);
    if (candidate->is_modifier) m->kind = MENTION_ADJECTIVE;
    candidate->is_locative = discourse_is_locative(d, sentence, token);
    if (candidate->reference & REFERENCE_PLACE_NOUN && candidate->kind == ENTITY_PLACE)
        candidate->is_plural = false;
    candidate->is_attribute = is_predicate(s, token) || has_as(d, sentence, token) || is_negated(s, token) ||
                              t->deprel == DEPREL_APPOS || t->deprel == DEPREL_NMOD_DESC ||
                              t->deprel == DEPREL_VOCATIVE;
}

// A noun before another that is no actor itself ("police raid", "government decree") acts; before an actor it
// is part of that one ("police chief"), and alone in a compound only bodies act.
static bool is_part(const struct discourse *d, uint32_t sentence, uint32_t token,
                    const struct lexeme *lexeme) {
    const struct sentence *s = discourse_sentence(d, sentence);
    const struct token *t = &s->tokens[token];
    if (t->deprel != DEPREL_COMPOUND && t->deprel != DEPREL_FLAT && t->deprel != DEPREL_GOESWITH &&
        t->deprel != DEPREL_FIXED)
        return false;
    if (t->head <= (int32_t)token) {
        if (t->deprel == DEPREL_FLAT && lexeme->kind == LEXEME_OFFICE &&
            lexeme->end < s->count) { // "Commandant | Admiral | X"
            int32_t next = d->covering[sentence][lexeme->end];
            if (next >= 0 ? d->candidates.items[next].kind == ENTITY_PERSON
                          : s->tokens[lexeme->end].upos == UPOS_PROPN)
                return false;
        }
        return t->deprel != DEPREL_COMPOUND;
    }
    int32_t covering = d->covering[sentence][t->head];
    if (covering >= 0 && d->candidates.items[covering].kind == ENTITY_PERSON) return false; // a title
    if (lexeme->kind != LEXEME_AGENT)
        return lexeme->end < (uint32_t)t->head + 1 && !is_noun(&s->tokens[t->head]);
    struct lexeme outer;
    if (phrase_around(d, sentence, (uint32_t)t->head, &outer))
        return outer.first <= token || outer.end > token;
    struct slice kind = WORDBOOK_CELL(d->wordbook, LEXEME_AGENT, lexeme->row, AGENTS, KIND);
    return slice_equal(kind, SLICE("place")) ||
           (d->words[sentence][token].reference & REFERENCE_COUNTRY_NOUN);
}

static bool may_head(const struct discourse *d, uint32_t sentence, uint32_t token) {
    const struct sentence *s = discourse_sentence(d, sentence);
    const struct token *t = &s->tokens[token];
    if (d->covering[sentence][token] != -1) return false;
    if (is_noun(t)) return true;
    if (t->upos != UPOS_ADJ && t->upos != UPOS_VERB) return false;
    bool is_noun_here =
        token > 0 && (d->words[sentence][token].reference & REFERENCE_PERSON_NOUN) &&
        (d->words[sentence][token - 1].reference & REFERENCE_DEFINITE) &&
        (token + 1 == s->count || (!is_noun(&s->tokens[token + 1]) && s->tokens[token + 1].upos != UPOS_ADJ));
    if (is_noun_here) return true; // "the accused performed", whatever the tree makes of it
    // "the accused", "the wounded": an adjective or participle with an article where a noun would stand
    bool stands_as_noun = t->deprel == DEPREL_NSUBJ || t->deprel == DEPREL_NSUBJ_PASS ||
                          t->deprel == DEPREL_OBJ || t->deprel == DEPREL_NMOD || t->deprel == DEPREL_OBL ||
                          t->deprel == DEPREL_OBL_AGENT;
    int32_t det = token_child_with(s, (int32_t)token, DEPREL_DET);
    return stands_as_noun && det >= 0 && det + 1 == (int32_t)token;
}

void nominals_find(struct discourse *d, uint32_t sentence) {
    const struct sentence *s = discourse_sentence(d, sentence);
    for (uint32_t token = 0; token < s->count; token++) {
        struct lexeme lexeme;
        if (!may_head(d, sentence, token) || !phrase_around(d, sentence, token, &lexeme)) continue;
        if (is_part(d, sentence, token, &lexeme)) continue;
        lexeme.end = extend_office(d, sentence, &lexeme);
        add_nominal(d, sentence, token, &lexeme);
        if (lexeme.end > token + 1) token = lexeme.end - 1;
    }
}
