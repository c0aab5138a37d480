// figures.c - counts of people and things.
//
// A figure is a number, the noun that it counts, and the word that says what happened to them. Which measure
// a number has is proposed, scored and chosen in counting.c; here the figure is filled in: who is counted,
// where, when, who says so. Where a later clause leaves its verb out ("as were seventeen from the army, and
// two each from the navy and the police"), its numbers take the measure of the clause before.
//
// The same count of the same thing told twice is one figure, the text's rather than the headline's.
#include "coding/counting.h"

#include "base/utf8.h"

#include <string.h>

#define EACH_LIMIT 16u
#define CHOICES 64u    // figures of one sentence
#define COMPARED 400u  // figures before and behind that may be the same one told again
#define NOUN_WORDS 12u // between a number and its noun
#define TRIGGER_LIMIT 96u

struct filling {
    struct counting counting;
    const struct modality *modality;
    const struct attributed *attributed;
    const struct coding *coding;
    size_t first_event, end_event; // of the sentence
    bool *used;                    // [numbers of the meaning]
    VECTOR_OF(struct figure) figures;
    VECTOR_OF(uint32_t) triggers; // of each figure
};

static int32_t mention_entity(const struct counting *c, uint32_t token) {
    int32_t mention = c->meaning->mention_of ? c->meaning->mention_of[c->sentence][token] : -1;
    return mention < 0 ? -1 : c->meaning->mentions[mention].entity;
}

static struct span noun_span(const struct sentence *s, uint32_t from, uint32_t noun) {
    // From behind the number to the noun, with "of ..." behind it.
    uint32_t end = noun + 1;
    for (int32_t c = token_child(s, (int32_t)noun, (int32_t)noun); c >= 0;
         c = token_child(s, (int32_t)noun, c)) {
        if (s->tokens[c].deprel != DEPREL_NMOD || (uint32_t)c > end + 6) break;
        uint32_t first, last;
        token_subtree(s, c, &first, &last);
        if (first != end || last > first + 8) break;
        end = last;
    }
    if (from >= end) from = noun;
    return (struct span){ s->tokens[from].span.start, s->tokens[end - 1].span.end };
}

// The event of the sentence with this trigger; -1.
static int32_t event_at(const struct filling *f, struct span trigger) {
    for (size_t e = f->first_event; e < f->end_event; e++)
        if (f->coding->events[e].trigger.start < trigger.end &&
            trigger.start < f->coding->events[e].trigger.end)
            return (int32_t)e;
    return -1;
}

static int32_t place_under(const struct counting *c, uint32_t token) {
    for (int32_t child = token_child(c->s, (int32_t)token, -1); child >= 0;
         child = token_child(c->s, (int32_t)token, child)) {
        enum deprel relation = c->s->tokens[child].deprel;
        if (relation != DEPREL_OBL && relation != DEPREL_NMOD) continue;
        int32_t at = mention_entity(c, (uint32_t)child);
        if (at < 0) continue;
        const struct entity *entity = &c->meaning->entities[at];
        if (entity->kind == ENTITY_PLACE || entity->is_location) return at;
    }
    return -1;
}

static void times_of(const struct counting *c, uint32_t trigger, struct figure *figure) {
    const struct meaning *m = c->meaning;
    uint32_t clause = clause_of(c->s, trigger);
    const struct range range = meaning_times_in(m, c->sentence);
    for (size_t i = range.first; i < range.end; i++) {
        const struct time_expression *time = &m->times[i];
        if (time->is_duration || time->is_set) continue;
        if (time->is_since && time->from[0] && !figure->since[0]) {
            memcpy(figure->since, time->from, sizeof figure->since);
        } else if (!time->is_since && time->to[0] && time->precision == TIME_DAY && !figure->as_of[0] &&
                   clause_of(c->s, time->first) == clause) {
            memcpy(figure->as_of, time->to, sizeof figure->as_of);
        }
    }
}

// Whether a number of the sentence counts what stands at `token`.
static bool is_counted(const struct counting *c, uint32_t token) {
    for (size_t n = c->first_number; n < c->end_number; n++)
        if (counting_noun(c->s, &c->meaning->numbers[n]) == token) return true;
    return false;
}

// "the police put the crowd at 8,000", "a doctor gave a toll of 13": whoever counts is the source. Not
// whoever is counted ("six people died, bringing the toll to 19").
static struct sources counter_of(const struct counting *c, uint32_t trigger) {
    const struct token *t = &c->s->tokens[trigger];
    static const struct path agent = { .steps = { { .kind = STEP_SUBJ } }, .count = 1 };
    uint32_t found[2];
    if (t->upos != UPOS_NOUN || t->deprel != DEPREL_OBJ || t->head < 0 || (t->features & FEATURE_PLURAL) ||
        !path_follow(c->s, (uint32_t)t->head, &agent, found, 2) || is_counted(c, found[0]))
        return (struct sources){ 0 };
    int32_t entity = mention_entity(c, found[0]);
    enum entity_kind kind = entity < 0 ? ENTITY_PLACE : c->meaning->entities[entity].kind;
    if (kind == ENTITY_PLACE || kind == ENTITY_ARMED_GROUP) return (struct sources){ 0 };
    struct source *source = ARENA_NEW(c->arena, struct source);
    *source = (struct source){ entity, c->s->tokens[t->head].span, SOURCE_SAYS };
    return (struct sources){ source, 1 };
}

// Who is counted: the noun with what describes it, without preposition and article.
static void counted_set(const struct counting *c, const struct number *number, uint32_t noun,
                        struct figure *figure) {
    const struct sentence *s = c->s;
    uint32_t from = noun;
    while (from > 0 && from != number->end && s->tokens[from - 1].head == (int32_t)noun &&
           s->tokens[from - 1].upos != UPOS_ADP && s->tokens[from - 1].upos != UPOS_DET &&
           s->tokens[from - 1].upos != UPOS_PUNCT && s->tokens[from - 1].upos != UPOS_NUM)
        from--;
    figure->of = noun_span(s, from, noun);
    int32_t entity = mention_entity(c, noun);
    if (entity >= 0) figure->of_entity = entity;
}

// The event that asks for, promises or refuses the freedom of those whom the figure counts.
static bool is_freedom_at_stake(const struct filling *f, const struct figure *figure) {
    for (size_t e = f->first_event; e < f->end_event; e++) {
        const struct event *event = &f->coding->events[e];
        if (event->about.start <= figure->span.start && figure->span.end <= event->about.end &&
            captives_freedom_is_sought(f->counting.measures, event))
            return true;
    }
    return false;
}

static void figure_add(struct filling *f, size_t n, struct slice measure, uint32_t trigger, int32_t noun) {
    const struct counting *c = &f->counting;
    const struct number *number = &c->meaning->numbers[n];
    const struct share *share = &c->shares[n - c->first_number];
    const struct sentence *s = c->s;
    struct figure figure = { .sentence = c->sentence,
                             .span = number->span,
                             .measure = measure,
                             .low = share->low,
                             .high = share->high,
                             .qualifier = number->is_vague ? QUALIFIER_NONE : number->qualifier,
                             .is_vague = number->is_vague,
                             .of_entity = -1,
                             .place = -1 };
    if (share->is_rounded && figure.qualifier == QUALIFIER_NONE) figure.qualifier = QUALIFIER_ABOUT;
    if (noun == (int32_t)trigger && s->tokens[trigger].head > noun &&
        s->tokens[trigger].deprel == DEPREL_AMOD)
        noun = s->tokens[trigger].head; // "50 captured civilians"
    if (noun >= 0 && noun != (int32_t)trigger) counted_set(c, number, (uint32_t)noun, &figure);
    if (noun >= 0) {
        struct span span = s->tokens[noun].span;
        if (span.end > figure.span.end && noun < (int32_t)(number->end + NOUN_WORDS))
            figure.span.end = span.end;
    }
    figure.event = event_at(f, s->tokens[trigger].span);
    figure.factuality = factuality_of(f->modality, s, trigger, NULL);
    if (figure.factuality == FACTUALITY_HAPPENED && is_freedom_at_stake(f, &figure))
        figure.factuality = FACTUALITY_REQUESTED; // "demanded the release of 60 prisoners"
    if (f->attributed->chain_of)
        figure.according_to = f->attributed->chains[f->attributed->chain_of[c->sentence][number->head]];
    if (!figure.according_to.count) figure.according_to = counter_of(c, trigger);
    figure.place = place_under(c, trigger);
    if (figure.place < 0) figure.place = place_under(c, clause_of(s, trigger));
    if (figure.place < 0 && figure.event >= 0) figure.place = f->coding->events[figure.event].place;
    times_of(c, trigger, &figure);
    if (figure.event >= 0 && !figure.as_of[0])
        memcpy(figure.as_of, f->coding->events[figure.event].to, sizeof figure.as_of);
    *vector_push(c->arena, &f->figures) = figure;
    *vector_push(c->arena, &f->triggers) = trigger;
    f->used[n] = true;
}

// "each" beside a number.
static bool is_distributed(const struct counting *c, const struct number *number) {
    uint32_t counted = counting_noun(c->s, number);
    for (uint32_t child = 0; child < c->s->count; child++) {
        int32_t head = c->s->tokens[child].head;
        if ((head == (int32_t)number->head || head == (int32_t)counted) &&
            measures_rule_of(c->measures, &c->s->tokens[child], 'd', c->arena))
            return true;
    }
    return false;
}

// "two each from the army and the police": the things that the number holds for.
static size_t each_of(const struct counting *c, const struct number *number, uint32_t *found) {
    uint32_t counted = counting_noun(c->s, number);
    int32_t noun = counted != number->head ? (int32_t)counted : counting_noun_behind(c->s, number);
    if (noun < 0 || !is_distributed(c, number)) return 0;
    size_t count = 0;
    found[count++] = (uint32_t)noun;
    for (int32_t child = token_child(c->s, noun, -1); child >= 0 && count < EACH_LIMIT;
         child = token_child(c->s, noun, child))
        if (c->s->tokens[child].deprel == DEPREL_CONJ) found[count++] = (uint32_t)child;
    return count;
}

static void number_counts(struct filling *f, size_t n, struct slice measure, uint32_t trigger) {
    const struct counting *c = &f->counting;
    const struct number *number = &c->meaning->numbers[n];
    uint32_t each[EACH_LIMIT];
    size_t shares = each_of(c, number, each);
    for (size_t i = 0; i < shares; i++) figure_add(f, n, measure, trigger, (int32_t)each[i]);
    if (shares) return;
    uint32_t counted = counting_noun(c->s, number);
    figure_add(f, n, measure, trigger,
               counted == number->head ? counting_noun_behind(c->s, number) : (int32_t)counted);
}

static bool may_be_elliptic(enum deprel deprel) {
    return deprel == DEPREL_ADVCL || deprel == DEPREL_CONJ || deprel == DEPREL_PARATAXIS ||
           deprel == DEPREL_NSUBJ || deprel == DEPREL_NSUBJ_PASS || deprel == DEPREL_APPOS ||
           deprel == DEPREL_OBJ || deprel == DEPREL_OBL_UNMARKED;
}

// "the embassy says 12": a bare number that somebody else says.
static bool is_said_bare(const struct filling *f, const struct number *number, uint32_t counted) {
    const struct counting *c = &f->counting;
    const struct token *t = &c->s->tokens[counted];
    const uint16_t *chain = f->attributed->chain_of[c->sentence];
    return t->deprel == DEPREL_OBJ && counted == number->head && chain[counted] && !chain[t->head] &&
           number->end < c->s->count && c->s->tokens[number->end].upos == UPOS_PUNCT;
}

// "as were seventeen": a verb of being and nothing else since the last figure.
static bool is_bare_being(const struct filling *f, const struct number *number, uint32_t counted) {
    const struct counting *c = &f->counting;
    size_t last = f->figures.count - 1;
    if (token_child_with(c->s, (int32_t)counted, DEPREL_COP) < 0 ||
        (counted != number->head && token_child_with(c->s, (int32_t)counted, DEPREL_MARK) < 0) ||
        f->figures.items[last].span.start >= number->span.start)
        return false;
    for (uint32_t i = 0; i < number->first; i++)
        if (c->s->tokens[i].span.start >= f->figures.items[last].span.end &&
            c->s->tokens[i].upos == UPOS_VERB && i != f->triggers.items[last])
            return false;
    return true;
}

// The figure of the sentence whose trigger or noun stands at `token`, before the number; SIZE_MAX.
static size_t model_at(const struct filling *f, size_t first_figure, uint32_t token,
                       const struct number *number) {
    struct span at = f->counting.s->tokens[token].span;
    for (size_t i = first_figure; i < f->figures.count; i++) {
        const struct figure *figure = &f->figures.items[i];
        if (figure->span.start >= number->span.start) continue;
        if (f->triggers.items[i] == token || (at.start >= figure->span.start && at.end <= figure->span.end))
            return i;
    }
    return SIZE_MAX;
}

// Numbers in clauses without a verb of their own take the measure before them.
static void number_follow(struct filling *f, size_t n, size_t first_figure) {
    const struct counting *c = &f->counting;
    const struct number *number = &c->meaning->numbers[n];
    uint32_t counted = counting_noun(c->s, number);
    const struct token *t = &c->s->tokens[counted];
    if (t->head < 0 || !may_be_elliptic(t->deprel)) return;
    size_t last = f->figures.count - 1;
    if (is_said_bare(f, number, counted)) {
        number_counts(f, n, f->figures.items[last].measure, (uint32_t)t->head);
        return;
    }
    if (is_bare_being(f, number, counted)) {
        number_counts(f, n, f->figures.items[last].measure, f->triggers.items[last]);
        return;
    }
    // Up to what it belongs to, over nothing but other such clauses.
    int32_t at = (int32_t)counted;
    for (unsigned hops = 0; hops < 4 && c->s->tokens[at].head >= 0; hops++) {
        const struct token *here = &c->s->tokens[at];
        if (here->upos == UPOS_VERB) return;
        size_t model = model_at(f, first_figure, (uint32_t)here->head, number);
        if (model != SIZE_MAX && here->deprel != DEPREL_NSUBJ && here->deprel != DEPREL_OBJ &&
            here->deprel != DEPREL_OBL_UNMARKED) {
            number_counts(f, n, f->figures.items[model].measure, f->triggers.items[model]);
            return;
        }
        at = here->head;
    }
}

static bool is_whole_of(const struct counting *c, size_t n) {
    for (size_t i = c->first_number; i < c->end_number; i++)
        if (c->shares[i - c->first_number].whole == (int32_t)n) return true;
    return false;
}

static void sentence_figures(struct filling *f, count_candidates *candidates) {
    struct counting *c = &f->counting;
    counting_find_shares(c);
    counting_propose(c, candidates);
    uint32_t chosen[CHOICES];
    size_t count = counting_choose(c, candidates, chosen, CHOICES), first = f->figures.count;
    for (size_t i = 0; i < count; i++) {
        const struct count_candidate *candidate = &candidates->items[chosen[i]];
        number_counts(f, candidate->number, candidate->measure, candidate->hit.trigger);
    }
    if (f->figures.count == first) return;
    for (size_t n = c->first_number; n < c->end_number; n++)
        if (!f->used[n] && counting_is_count(c, n) && !is_whole_of(c, n)) number_follow(f, n, first);
}

static bool same_of(struct slice text, struct span a, struct span b) {
    if (a.end <= a.start || b.end <= b.start) return true;
    return slice_equal_ascii_fold(slice_part(text, a.start, a.end), slice_part(text, b.start, b.end));
}

// Whether `figure` only repeats `other`, of another sentence.
static bool is_told_by(const struct analysis *analysis, const struct figure *figure,
                       const struct figure *other) {
    return slice_equal(figure->measure, other->measure) && figure->low == other->low &&
           figure->high == other->high && figure->is_vague == other->is_vague &&
           figure->sentence != other->sentence && same_of(analysis->document->text, figure->of, other->of);
}

// Each told once, in the order of the text.
static void figures_keep(struct filling *f, struct coding *coding) {
    const struct analysis *analysis = f->counting.meaning->analysis;
    struct figure *kept = ARENA_ARRAY(f->counting.arena, struct figure, f->figures.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < f->figures.count; i++) {
        const struct figure *figure = &f->figures.items[i];
        bool told = false, title = analysis->sentences[figure->sentence].is_title;
        const size_t last = i + COMPARED < f->figures.count ? i + COMPARED : f->figures.count;
        for (size_t g = i > COMPARED ? i - COMPARED : 0; g < last && !told; g++) {
            const struct figure *other = &f->figures.items[g];
            bool other_title = analysis->sentences[other->sentence].is_title;
            if (g == i || (g > i && !(title && !other_title)) || (!title && other_title)) continue;
            told = is_told_by(analysis, figure, other);
        }
        if (told) continue;
        size_t at = count++;
        for (; at > 0 && kept[at - 1].span.start > figure->span.start; at--) kept[at] = kept[at - 1];
        kept[at] = *figure;
    }
    coding->figures = kept;
    coding->figure_count = count;
}

// The place of the deeds that the sentence tells, when they have one place and say where; -1.
static int32_t place_of_deeds(const struct filling *f) {
    int32_t place = -1;
    for (size_t e = f->first_event; e < f->end_event; e++) {
        const struct event *event = &f->coding->events[e];
        if (event->place < 0 || event->place_text.start == event->place_text.end) continue;
        if (place >= 0 && place != event->place) return -1;
        place = event->place;
    }
    return place;
}

void figures_find(const struct measures *measures, const struct modality *modality,
                  const struct attributed *attributed, const struct meaning *meaning, struct arena *arena,
                  struct coding *coding) {
    struct filling f = { .counting = { .measures = measures, .meaning = meaning, .arena = arena },
                         .modality = modality,
                         .attributed = attributed,
                         .coding = coding,
                         .used = ARENA_ARRAY(arena, bool, meaning->number_count + 1) };
    struct counting *c = &f.counting;
    count_candidates candidates = { 0 };
    for (uint32_t s = 0; s < meaning->analysis->count; s++) {
        const struct range numbers = meaning_numbers_in(meaning, s), events = coding_events_in(coding, s);
        c->first_number = numbers.first;
        c->end_number = numbers.end;
        f.first_event = events.first;
        f.end_event = events.end;
        if (c->first_number == c->end_number) continue;
        c->sentence = s;
        c->s = &meaning->analysis->sentences[s];
        size_t first = f.figures.count;
        sentence_figures(&f, &candidates);
        for (size_t i = first; i < f.figures.count; i++)
            if (f.figures.items[i].place < 0) f.figures.items[i].place = place_of_deeds(&f);
    }
    figures_keep(&f, coding);
}
