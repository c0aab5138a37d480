// explain.c - the candidates of each sentence and what became of them, as text.
//
// A row is named as its file and line, so that whoever wants another answer knows where to write. Rows of a
// word that failed are near misses; of those only the first need that failed is known, since a row is given
// up there.
#include "coding/explain.h"

#include "base/vector.h"
#include "coding/candidates.h"
#include "language/draw.h"

#define NEAR_MISSES 200u // of one sentence that are shown
#define NEED_BYTES 60u   // of a need's text that are shown

struct explanation {
    const struct patterns *patterns;
    const struct modality *modality;
    const struct coding *coding;
    struct arena *arena;
    struct slice document; // its text
    VECTOR_OF(char) text;
};

static void append(struct explanation *x, struct slice piece) {
    for (size_t i = 0; i < piece.length; i++) *vector_push(x->arena, &x->text) = piece.start[i];
}
#define say(x, ...) append((x), arena_format((x)->arena, __VA_ARGS__))

static const char *role_name(enum party_role role) {
    static const char *const names[] = {
#define ROLE_NAME(symbol, name) name,
        ROLE_LIST(ROLE_NAME)
#undef ROLE_NAME
    };
    return names[role];
}

static struct slice text_of(const struct explanation *x, struct span span) {
    return slice_part(x->document, span.start, span.end);
}

static const struct sentence *sentence_of(const struct explanation *x, uint32_t sentence) {
    return &x->coding->meaning->analysis->sentences[sentence];
}

static void say_place(struct explanation *x, struct place_in_file place) {
    if (place.file)
        say(x, "%s:%u", place.file, place.line);
    else
        say(x, "no row");
}

static struct slice act_name(const struct explanation *x, int32_t act) {
    const struct act *a = patterns_act(x->patterns, act);
    return a ? a->name : SLICE("-");
}

static void say_candidate(struct explanation *x, const struct event_candidate *c) {
    const struct token *tokens = sentence_of(x, c->sentence)->tokens;
    say(x, "  " SLICE_FORMAT "  " SLICE_FORMAT, SLICE_ARG(tokens[c->token].form),
        SLICE_ARG(act_name(x, c->act)));
    if (c->kind == PATTERN_OPERATOR) say(x, ", %s", status_name(c->match.pattern->status));
    say(x, "  [");
    say_place(x, c->match.pattern->place);
    say(x, "]  score %g", (double)c->score);
    if (c->probability >= 0) say(x, ", probability %.2f", (double)c->probability);
    say(x, ": %s", candidate_fate_text(c->fate));
    if (c->above >= 0) {
        const struct event_candidate *above = &x->coding->candidates->items[c->above];
        say(x, " (\"" SLICE_FORMAT "\")", SLICE_ARG(tokens[above->token].form));
    }
    say(x, "\n");
    for (size_t i = 0; i < c->match.argument_count; i++) {
        const struct event_argument *a = &c->match.arguments[i];
        say(x, "%s%s \"" SLICE_FORMAT "\"", i ? ", " : "      ", role_name(a->role),
            SLICE_ARG(tokens[a->token].form));
        if (a->entity >= 0)
            say(x, " (" SLICE_FORMAT ")", SLICE_ARG(x->coding->meaning->entities[a->entity].id));
    }
    if (c->match.argument_count) say(x, "\n");
}

static void say_parties(struct explanation *x, const char *role, const struct parties *parties) {
    for (size_t i = 0; i < parties->count; i++)
        say(x, "      %s " SLICE_FORMAT ": \"" SLICE_FORMAT "\"\n", role,
            SLICE_ARG(x->coding->meaning->entities[parties->entities[i]].id),
            SLICE_ARG(text_of(x, parties->spans[i])));
}

static void say_sources(struct explanation *x, const struct sources *sources) {
    for (size_t i = 0; i < sources->count; i++) {
        const struct source *source = &sources->items[i];
        say(x, "      according to " SLICE_FORMAT ", by \"" SLICE_FORMAT "\"\n",
            SLICE_ARG(
                (source->entity < 0 ? SLICE("somebody") : x->coding->meaning->entities[source->entity].id)),
            SLICE_ARG(text_of(x, source->cue)));
    }
    if (sources->count == 0) say(x, "      according to nobody but the document\n");
}

// What was decided from what: the words that mark the trigger's clause.
static void say_factuality(struct explanation *x, const struct event *event) {
    const struct event_candidate *c = &x->coding->candidates->items[event->candidate];
    struct span cue = { 0 };
    const enum factuality told = factuality_of(x->modality, sentence_of(x, event->sentence), c->token, &cue);
    say(x, "      %s: ", factuality_name(event->factuality));
    if (cue.start < cue.end)
        say(x, "\"" SLICE_FORMAT "\" makes its clause %s", SLICE_ARG(text_of(x, cue)), factuality_name(told));
    else
        say(x, "no word marks its clause, which is told as %s", factuality_name(told));
    if (c->kind == PATTERN_OPERATOR)
        say(x, "; the predicate's status is %s", status_name(c->match.pattern->status));
    say(x, "\n");
}

static void say_setting(struct explanation *x, const char *what, struct slice value, struct span words,
                        enum provenance provenance) {
    if (value.length == 0) {
        say(x, "      no %s\n", what);
        return;
    }
    say(x, "      %s " SLICE_FORMAT " (%s", what, SLICE_ARG(value), provenance_name(provenance));
    if (words.start < words.end) say(x, ": \"" SLICE_FORMAT "\"", SLICE_ARG(text_of(x, words)));
    say(x, ")\n");
}

static void say_event(struct explanation *x, const struct event *event) {
    say(x, "  " SLICE_FORMAT "  " SLICE_FORMAT "%s" SLICE_FORMAT, SLICE_ARG(text_of(x, event->trigger)),
        SLICE_ARG(event->type), event->mode.length ? "-" : "", SLICE_ARG(event->mode));
    if (event->cameo.length) say(x, " " SLICE_FORMAT, SLICE_ARG(event->cameo));
    say(x, "  act " SLICE_FORMAT "  [", SLICE_ARG(event->act));
    say_place(x, event->rule);
    say(x, "]  confidence %.2f\n", (double)event->confidence);
    say_parties(x, "actor", &event->actors);
    say_parties(x, "recipient", &event->recipients);
    say_parties(x, "mediator", &event->mediators);
    say_factuality(x, event);
    say_sources(x, &event->according_to);
    say_setting(x, "date", slice_of(event->from[0] ? event->from : event->to), event->date_text,
                event->date_provenance);
    say_setting(x, "place", event->place < 0 ? SLICE("") : x->coding->meaning->entities[event->place].id,
                event->place_text, event->place_provenance);
}

static void say_near_misses(struct explanation *x, uint32_t sentence) {
    const struct near_miss *misses;
    const struct sentence *s = sentence_of(x, sentence);
    bool has_speaker = false;
    for (size_t i = 0; i < x->coding->statement_count && !has_speaker; i++)
        has_speaker = x->coding->statements[i].sentence == sentence;
    const struct scene scene = { x->coding->meaning, sentence, has_speaker };
    const size_t count = candidates_near_misses(x->patterns, &scene, &misses, x->arena);
    if (count) say(x, "near misses\n");
    for (size_t i = 0; i < count && i < NEAR_MISSES; i++) {
        const struct need *need = misses[i].failed;
        say(x, "  " SLICE_FORMAT "  " SLICE_FORMAT "  [", SLICE_ARG(s->tokens[misses[i].token].form),
            SLICE_ARG(act_name(x, misses[i].pattern->act)));
        say_place(x, misses[i].pattern->place);
        const struct slice text = slice_part(need->text, 0, NEED_BYTES);
        say(x, "]  %s " SLICE_FORMAT "%s\n", need->is_negated ? "fails at" : "lacks", SLICE_ARG(text),
            text.length < need->text.length ? " ..." : "");
    }
    if (count > NEAR_MISSES) say(x, "  and %zu more\n", count - NEAR_MISSES);
}

static void say_sentence(struct explanation *x, uint32_t sentence, size_t *candidate, unsigned width) {
    struct analysis one = *x->coding->meaning->analysis;
    one.sentences = sentence_of(x, sentence);
    one.count = 1;
    say(x, "sentence %u\n" SLICE_FORMAT, sentence + 1, SLICE_ARG(draw_trees(&one, width, x->arena)));
    const struct event_candidates *all = x->coding->candidates;
    for (bool is_first = true; *candidate < all->count && all->items[*candidate].sentence == sentence;
         ++*candidate, is_first = false) {
        if (is_first) say(x, "candidates\n");
        say_candidate(x, &all->items[*candidate]);
    }
    const struct range events = coding_events_in(x->coding, sentence);
    if (events.first < events.end) say(x, "events\n");
    for (size_t i = events.first; i < events.end; i++) say_event(x, &x->coding->events[i]);
    say_near_misses(x, sentence);
    say(x, "\n");
}

struct slice explain_coding(const struct patterns *patterns, const struct modality *modality,
                            const struct coding *coding, unsigned width, struct arena *arena) {
    struct explanation x = { .patterns = patterns,
                             .modality = modality,
                             .coding = coding,
                             .arena = arena,
                             .document = coding->meaning->analysis->document->text };
    size_t candidate = 0;
    for (uint32_t i = 0; i < coding->meaning->analysis->count; i++) say_sentence(&x, i, &candidate, width);
    return (struct slice){ x.text.items, x.text.count };
}
