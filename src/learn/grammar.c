// grammar.c - see grammar.h.
#include "learn/grammar.h"

#include "base/vector.h"
#include "learn/syntax.h"

#include <ctype.h>
#include <string.h>

#define WEIGHT 100u // of a way to say a phrase that tells none
#define TRIES 100u  // of one sentence

struct item {
    struct slice relation; // empty: the phrase's own; "*": the head
    struct slice phrase;   // or, when empty:
    struct slice words, upos, xpos;
    unsigned percent;
    bool glued;
    struct place_in_file place;
};
struct way { // to say a phrase
    struct slice phrase, relation;
    unsigned weight;
    VECTOR_OF(struct item) items;
    struct place_in_file place;
};
struct list {
    struct slice name, words;
};
struct grammar {
    struct arena *arena;
    VECTOR_OF(struct way) ways;
    VECTOR_OF(struct list) lists;
};

struct drawn_word {
    struct slice form, upos, xpos, relation;
    int head;
    bool glued;
};
struct draft {
    const struct grammar *grammar;
    uint64_t *seed;
    struct drawn_word words[GRAMMAR_WORDS];
    unsigned count;
    bool too_much;
};

static unsigned number_of(struct slice text) {
    unsigned number = 0;
    for (size_t i = 0; i < text.length; i++) number = number * 10 + (unsigned)(text.start[i] - '0');
    return number;
}

static bool is_number(struct slice text) {
    for (size_t i = 0; i < text.length; i++)
        if (!isdigit((unsigned char)text.start[i])) return false;
    return text.length > 0 && text.length < 7;
}

static size_t last_of(struct slice text, char wanted) {
    for (size_t i = text.length; i-- > 0;)
        if (text.start[i] == wanted) return i;
    return SIZE_MAX;
}

static bool parse_item(struct slice text, struct place_in_file place, struct item *item,
                       struct error *error) {
    *item = (struct item){ .percent = 100, .place = place };
    const struct slice whole = text;
    if (slice_starts(text, SLICE("+"))) {
        item->glued = true;
        text = slice_part(text, 1, text.length);
    }
    size_t at = 0;
    while (at < text.length &&
           (islower((unsigned char)text.start[at]) || text.start[at] == ':' || text.start[at] == '*'))
        at++;
    if (at > 0 && at < text.length && text.start[at] == '=') {
        item->relation = slice_part(text, 0, at);
        text = slice_part(text, at + 1, text.length);
    }
    at = last_of(text, '?');
    if (at != SIZE_MAX && is_number(slice_part(text, at + 1, text.length))) {
        item->percent = number_of(slice_part(text, at + 1, text.length));
        text = slice_part(text, 0, at);
    }
    if (text.length > 2 && text.start[0] == '<' && text.start[text.length - 1] == '>') {
        item->phrase = slice_part(text, 1, text.length - 1);
        return true;
    }
    const size_t second = last_of(text, '/');
    const size_t first = second == SIZE_MAX ? SIZE_MAX : last_of(slice_part(text, 0, second), '/');
    if (first == SIZE_MAX || first == 0 || second == first + 1 || second + 1 == text.length ||
        item->relation.length == 0)
        return error_at(
            error, ERROR_INPUT, place,
            "expected RELATION=<phrase>, <phrase> or RELATION=words/UPOS/XPOS, found \"" SLICE_FORMAT "\"",
            SLICE_ARG(whole));
    item->words = slice_part(text, 0, first);
    item->upos = slice_part(text, first + 1, second);
    item->xpos = slice_part(text, second + 1, text.length);
    return true;
}

static bool parse_list(struct grammar *grammar, struct slice line, struct place_in_file place,
                       struct error *error) {
    const size_t equals = slice_find(line, SLICE("="), 0);
    if (equals == SIZE_MAX)
        return error_at(error, ERROR_INPUT, place, "expected %%list = words, found \"" SLICE_FORMAT "\"",
                        SLICE_ARG(line));
    struct slice words = slice_trim(slice_part(line, equals + 1, line.length)), rest = words,
                 word = { "", 0 };
    do
        if (!slice_next(&rest, SLICE(" "), &word) || word.length == 0)
            return error_at(error, ERROR_INPUT, place,
                            "expected words with one space between, found \"" SLICE_FORMAT "\"",
                            SLICE_ARG(words));
    while (rest.length > 0);
    *vector_push(grammar->arena, &grammar->lists) =
        (struct list){ slice_trim(slice_part(line, 1, equals)), words };
    return true;
}

static bool parse_way(struct grammar *grammar, struct slice line, struct place_in_file place,
                      struct error *error) {
    const size_t colon = slice_find(line, SLICE(": "), 0);
    if (colon == SIZE_MAX)
        return error_at(error, ERROR_INPUT, place,
                        "expected phrase [WEIGHT] [>RELATION]: ITEM..., found \"" SLICE_FORMAT "\"",
                        SLICE_ARG(line));
    struct way *way = vector_push(grammar->arena, &grammar->ways);
    *way = (struct way){ .weight = WEIGHT, .place = place };
    struct slice head = slice_part(line, 0, colon), rest = slice_part(line, colon + 2, line.length), word;
    while (slice_next(&head, SLICE(" "), &word)) {
        if (word.length == 0) continue;
        if (way->phrase.length == 0)
            way->phrase = word;
        else if (word.start[0] == '>')
            way->relation = slice_part(word, 1, word.length);
        else if (is_number(word))
            way->weight = number_of(word);
        else
            return error_at(error, ERROR_INPUT, place,
                            "expected a weight or >RELATION, found \"" SLICE_FORMAT "\"", SLICE_ARG(word));
    }
    unsigned heads = 0;
    while (slice_next(&rest, SLICE(" "), &word)) {
        if (word.length == 0) continue;
        struct item *item = vector_push(grammar->arena, &way->items);
        if (!parse_item(word, place, item, error)) return false;
        heads += slice_equal(item->relation, SLICE("*")) && item->percent == 100;
    }
    if (heads == 1) return true;
    return error_at(error, ERROR_INPUT, place, "expected one head (*=), always there, found %u", heads);
}

static const struct list *list_of(const struct grammar *grammar, struct slice name) {
    for (size_t i = 0; i < grammar->lists.count; i++)
        if (slice_equal(grammar->lists.items[i].name, name)) return &grammar->lists.items[i];
    return NULL;
}

static bool has_phrase(const struct grammar *grammar, struct slice name) {
    for (size_t i = 0; i < grammar->ways.count; i++)
        if (slice_equal(grammar->ways.items[i].phrase, name)) return true;
    return false;
}

// That what is named is there.
static bool check_item(const struct grammar *grammar, const struct item *item, struct error *error) {
    if (item->phrase.length > 0)
        return has_phrase(grammar, item->phrase) ||
               error_at(error, ERROR_INPUT, item->place, "no phrase \"" SLICE_FORMAT "\"",
                        SLICE_ARG(item->phrase));
    struct slice words = item->words, word;
    while (slice_next(&words, SLICE("|"), &word))
        if (word.length == 0 || (word.start[0] == '%' && !list_of(grammar, slice_part(word, 1, word.length))))
            return error_at(error, ERROR_INPUT, item->place,
                            "expected words or lists, found \"" SLICE_FORMAT "\"", SLICE_ARG(item->words));
    return true;
}

static bool grammar_parse(struct slice text, const char *name, struct grammar *grammar, struct error *error) {
    struct place_in_file place = { name, 0, 0 };
    struct slice line;
    while (slice_next(&text, SLICE("\n"), &line)) {
        place.line++;
        line = slice_trim(line);
        if (line.length == 0 || line.start[0] == '#') continue;
        const bool good = line.start[0] == '%' ? parse_list(grammar, line, place, error)
                                               : parse_way(grammar, line, place, error);
        if (!good) return false;
    }
    for (size_t i = 0; i < grammar->ways.count; i++)
        for (size_t k = 0; k < grammar->ways.items[i].items.count; k++)
            if (!check_item(grammar, &grammar->ways.items[i].items.items[k], error)) return false;
    place.line = 0;
    return has_phrase(grammar, SLICE("sentence")) ||
           error_at(error, ERROR_INPUT, place, "no phrase \"sentence\"");
}

static unsigned below(struct draft *draft, unsigned most) {
    return (unsigned)(random_next(draft->seed) % most);
}

// One of the parts of `text`, each as likely.
static struct slice any_of(struct draft *draft, struct slice text, struct slice separator) {
    unsigned count = 0;
    struct slice rest = text, part = { "", 0 };
    while (slice_next(&rest, separator, &part)) count++;
    for (unsigned chosen = below(draft, count) + 1; chosen > 0; chosen--) slice_next(&text, separator, &part);
    return part;
}

static const struct way *any_way(struct draft *draft, struct slice phrase) {
    const struct grammar *grammar = draft->grammar;
    unsigned sum = 0;
    for (size_t i = 0; i < grammar->ways.count; i++)
        if (slice_equal(grammar->ways.items[i].phrase, phrase)) sum += grammar->ways.items[i].weight;
    unsigned chosen = sum ? below(draft, sum) : 0;
    for (size_t i = 0; i < grammar->ways.count; i++) {
        const struct way *way = &grammar->ways.items[i];
        if (!slice_equal(way->phrase, phrase)) continue;
        if (chosen < way->weight || sum == 0) return way;
        chosen -= way->weight;
    }
    return NULL; // not reached: each phrase that is named has a way
}

static int draw_word(struct draft *draft, const struct item *item) {
    struct slice form = any_of(draft, item->words, SLICE("|"));
    if (form.start[0] == '%')
        form = any_of(draft, list_of(draft->grammar, slice_part(form, 1, form.length))->words, SLICE(" "));
    if (draft->count == GRAMMAR_WORDS) {
        draft->too_much = true;
        return 0;
    }
    draft->words[draft->count] = (struct drawn_word){ .form = form, .upos = item->upos, .xpos = item->xpos };
    return (int)draft->count++;
}

// The head's index.
static int draw_phrase(struct draft *draft, const struct way *way, unsigned depth) {
    int heads[GRAMMAR_WORDS], head = -1;
    struct slice relations[GRAMMAR_WORDS];
    unsigned count = 0;
    for (size_t i = 0; i < way->items.count && !draft->too_much; i++) {
        const struct item *item = &way->items.items[i];
        if (item->percent < 100 && below(draft, 100) >= item->percent) continue;
        struct slice relation = item->relation;
        const unsigned first = draft->count;
        int at = 0;
        if (item->phrase.length == 0) {
            at = draw_word(draft, item);
        } else if (depth == GRAMMAR_DEPTH) {
            draft->too_much = true;
        } else {
            const struct way *inner = any_way(draft, item->phrase);
            if (relation.length == 0) relation = inner->relation;
            at = draw_phrase(draft, inner, depth + 1);
        }
        if (draft->too_much) return 0;
        if (item->glued) draft->words[first].glued = true;
        if (slice_equal(relation, SLICE("*"))) {
            head = at;
        } else {
            heads[count] = at;
            relations[count++] = relation;
        }
    }
    for (unsigned i = 0; i < count; i++) {
        draft->words[heads[i]].head = head;
        draft->words[heads[i]].relation = relations[i];
    }
    return head;
}

// "a~an" as the next word wants it; the first letter of the sentence as a capital.
static void settle_forms(struct draft *draft, struct arena *arena) {
    for (unsigned i = 0; i < draft->count; i++) {
        struct slice *form = &draft->words[i].form;
        const size_t tilde = slice_find(*form, SLICE("~"), 0);
        if (tilde == SIZE_MAX) continue;
        const bool vowel =
            i + 1 < draft->count && strchr("aeiouAEIOU", draft->words[i + 1].form.start[0]) != NULL;
        *form = vowel ? slice_part(*form, tilde + 1, form->length) : slice_part(*form, 0, tilde);
    }
    unsigned first = 0;
    while (first + 1 < draft->count && ispunct((unsigned char)draft->words[first].form.start[0])) first++;
    struct slice *form = &draft->words[first].form;
    const char capital = (char)toupper((unsigned char)form->start[0]);
    *form = arena_join(arena, (struct slice){ &capital, 1 }, slice_part(*form, 1, form->length));
}

struct bytes { // a vector
    char *items;
    size_t count, capacity;
};

static void put(struct bytes *bytes, struct slice text, struct arena *arena) {
    for (size_t i = 0; i < text.length; i++) *vector_push(arena, bytes) = text.start[i];
}

static void write_sentence(const struct draft *draft, unsigned number, struct bytes *out,
                           struct arena *arena) {
    put(out, arena_format(arena, "# sent_id = %u\n# text = ", number), arena);
    for (unsigned i = 0; i < draft->count; i++) {
        if (i > 0 && !draft->words[i].glued) put(out, SLICE(" "), arena);
        put(out, draft->words[i].form, arena);
    }
    put(out, SLICE("\n"), arena);
    for (unsigned i = 0; i < draft->count; i++) {
        const struct drawn_word *word = &draft->words[i];
        const bool spaced = i + 1 < draft->count && !draft->words[i + 1].glued;
        put(out,
            arena_format(arena,
                         "%u\t" SLICE_FORMAT "\t_\t" SLICE_FORMAT "\t" SLICE_FORMAT "\t_\t%d\t" SLICE_FORMAT
                         "\t_\t%s\n",
                         i + 1, SLICE_ARG(word->form), SLICE_ARG(word->upos), SLICE_ARG(word->xpos),
                         word->head + 1, SLICE_ARG(word->relation), spaced ? "_" : "SpaceAfter=No"),
            arena);
    }
    put(out, SLICE("\n"), arena);
}

bool grammar_sentences(struct slice text, const char *name, unsigned count, uint64_t seed,
                       struct arena *arena, struct slice *conllu, struct error *error) {
    struct grammar grammar = { .arena = arena };
    if (!grammar_parse(text, name, &grammar, error)) return false;
    struct bytes out = { 0 };
    struct draft *draft = ARENA_NEW(arena, struct draft);
    for (unsigned i = 0; i < count; i++) {
        unsigned tries = 0;
        do {
            *draft = (struct draft){ .grammar = &grammar, .seed = &seed };
            const int root = draw_phrase(draft, any_way(draft, SLICE("sentence")), 0);
            if (draft->too_much) continue;
            draft->words[root].head = -1;
            draft->words[root].relation = SLICE("root");
        } while (draft->too_much && ++tries < TRIES);
        if (draft->too_much)
            return error_at(error, ERROR_LIMIT, (struct place_in_file){ name, 0, 0 },
                            "expected sentences of at most %u words, found none in %u tries", GRAMMAR_WORDS,
                            TRIES);
        settle_forms(draft, arena);
        write_sentence(draft, i + 1, &out, arena);
    }
    *conllu = (struct slice){ out.items, out.count };
    return true;
}
