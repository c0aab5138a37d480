// patterns.c - the pattern tables, compiled and matched.
//
// All columns of a row are checked when it is read, so that a slip in knowledge/ is an error with its line
// and column and not a pattern that never fires. A trigger's patterns are kept from the most to the least
// specific: each need adds to it, a word more than a class, a class more than a mere "there is one"; rows of
// equal rank keep the file's order.
#include "coding/patterns.h"

#include "base/intern.h"
#include "base/utf8.h"
#include "base/vector.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define TRIGGER_BYTES 64 // longest trigger with its part of speech
#define NEED_WIDTH 24    // tokens that one need looks at
#define MATCHES 64u      // tokens that the needs of one row match by their words
#define STEM_BYTES 3     // of the shortest lemma that may be mended

typedef VECTOR_OF(struct pattern) pattern_vector;

struct context_row {
    struct slice words[4]; // lemmas of the phrase
    unsigned count;
    struct slice context;
};

struct patterns {
    struct arena *arena;
    struct act *acts;
    size_t act_count;
    struct intern *act_names, *class_names;
    struct {
        const struct slice *words;
        size_t count;
    } * classes; // by symbol - 1
    struct {
        struct intern *triggers;
        struct pattern_list *lists; // by symbol - 1
        struct intern *stems;       // triggers without their last letter
        const uint32_t *of_stems;   // by symbol - 1: the trigger's symbol, 0 where two have this stem
    } tables[PATTERN_KINDS];
    uint32_t code_classes[CODE_CLASSES]; // symbols; 0 where the language has no classes at all
    struct path code_paths[CODE_PATHS];
    struct intern *frame_names;   // "act/pos"
    const struct pattern *frames; // by symbol - 1
    size_t frame_count;
    struct intern *context_words; // first words of context phrases
    struct {
        const struct context_row *rows;
        size_t count;
    } * contexts; // by symbol - 1
};

// One cell while it is compiled: where errors point.
struct cell {
    const struct table *table;
    size_t row;
    unsigned column;
    struct slice text;
    struct error *error;
};

static struct cell cell_of(const struct table *table, size_t row, unsigned column, struct error *error) {
    return (struct cell){ table, row, column, table_cell(table, row, column), error };
}

static bool fail(const struct cell *cell, const char *at, const char *expected, struct slice found) {
    struct place_in_file place = table_place(cell->table, cell->row);
    place.column = 1;
    for (unsigned c = 0; c < cell->column; c++) {
        size_t width = table_cell(cell->table, cell->row, c).length;
        place.column += (uint32_t)(width ? width : 1) + 1; // an empty cell is written as '-'; then the tab
    }
    if (at) place.column += (uint32_t)(at - cell->text.start);
    return error_at(cell->error, ERROR_INPUT, place, "expected %s, found \"" SLICE_FORMAT "\"", expected,
                    SLICE_ARG(found));
}

static const struct slice *slices_copy(struct arena *arena, const struct slice *items, size_t count) {
    struct slice *copy = ARENA_ARRAY(arena, struct slice, count ? count : 1);
    if (count) memcpy(copy, items, count * sizeof *items);
    return copy;
}

// acts and ontology

static double goldstein_of(const struct table *ontology, struct slice cameo) {
    struct table_walk walk = table_lookup(ontology, cameo);
    for (size_t row; (row = table_next(&walk)) != TABLE_END;)
        if (slice_equal(table_cell(ontology, row, TABLE_COLUMN(ONTOLOGY, SCHEME)), SLICE("CAMEO")))
            return table_number(ontology, row, TABLE_COLUMN(ONTOLOGY, SCORE));
    return 0;
}

static bool is_code(const struct table *ontology, const char *scheme, struct slice code,
                    struct arena *scratch) {
    struct slice key = utf8_fold_name(code, scratch);
    struct table_walk walk = table_lookup(ontology, key);
    for (size_t row; (row = table_next(&walk)) != TABLE_END;)
        if (slice_equal(table_cell(ontology, row, TABLE_COLUMN(ONTOLOGY, SCHEME)), slice_of(scheme)) &&
            slice_equal(table_cell(ontology, row, TABLE_COLUMN(ONTOLOGY, CODE)), code))
            return true;
    return false;
}

// "0841 RETREAT-release", "- AGREE"
static bool compile_code(struct patterns *p, const struct table *ontology, const struct cell *cell,
                         struct code *code) {
    struct slice rest = cell->text, cameo, type = { 0 };
    if (!slice_next(&rest, SLICE(" "), &cameo) || !slice_next(&rest, SLICE(" "), &type) || rest.length)
        return fail(cell, cell->text.start, "a CAMEO code, a blank and a PLOVER type with its mode",
                    cell->text);
    if (!slice_equal(cameo, SLICE("-"))) {
        if (!is_code(ontology, "CAMEO", cameo, p->arena))
            return fail(cell, cameo.start, "a CAMEO code of ontology.txt", cameo);
        code->cameo = cameo;
        code->goldstein = goldstein_of(ontology, cameo);
    }
    size_t dash = slice_find(type, SLICE("-"), 0);
    code->type = slice_part(type, 0, dash);
    code->mode = slice_part(type, dash == SIZE_MAX ? type.length : dash + 1, type.length);
    if (!is_code(ontology, "PLOVER", code->type, p->arena))
        return fail(cell, type.start, "a PLOVER type of ontology.txt", code->type);
    if (code->mode.length && !is_code(ontology, "PLOVER-mode", type, p->arena))
        return fail(cell, type.start, "a PLOVER mode of ontology.txt", type);
    return true;
}

static bool compile_acts(struct patterns *p, const struct knowledge *knowledge, struct error *error) {
    const struct table *table = knowledge_table(knowledge, TABLE_ACTS, (struct slice){ 0 });
    const struct table *ontology = knowledge_table(knowledge, TABLE_ONTOLOGY, (struct slice){ 0 });
    const unsigned columns[CODED_STATUSES] = {
        TABLE_COLUMN(ACTS, DONE),     TABLE_COLUMN(ACTS, APPEALED), TABLE_COLUMN(ACTS, PROMISED),
        TABLE_COLUMN(ACTS, DEMANDED), TABLE_COLUMN(ACTS, REFUSED),  TABLE_COLUMN(ACTS, THREATENED),
        TABLE_COLUMN(ACTS, DECLINED),
    };
    size_t count = table_count(table);
    p->acts = ARENA_ARRAY(p->arena, struct act, count ? count : 1);
    p->act_names = intern_new(p->arena);
    for (size_t row = 0; row < count; row++) {
        struct slice name = table_cell(table, row, TABLE_COLUMN(ACTS, ACT));
        if (intern_lookup(p->act_names, name)) continue; // a user's row stands before the built-in one
        struct act *act = &p->acts[p->act_count++];
        intern_add(p->act_names, name);
        act->name = name;
        act->parent = -1;
        for (size_t i = name.length; i-- > 0 && act->parent < 0;)
            if (name.start[i] == '.') {
                act->parent = (int32_t)intern_lookup(p->act_names, slice_part(name, 0, i)) - 1;
                if (act->parent < 0) {
                    struct cell cell = cell_of(table, row, TABLE_COLUMN(ACTS, ACT), error);
                    return fail(&cell, name.start, "a general act that stands above this line",
                                slice_part(name, 0, i));
                }
            }
        for (unsigned status = 0; status < CODED_STATUSES; status++) {
            struct cell cell = cell_of(table, row, columns[status], error);
            if (slice_equal(cell.text, SLICE("none"))) continue; // takes nothing over
            if (cell.text.length) {
                if (!compile_code(p, ontology, &cell, &act->codes[status])) return false;
            } else if (act->parent >= 0) {
                act->codes[status] = p->acts[act->parent].codes[status];
            }
        }
        struct slice rest = table_cell(table, row, TABLE_COLUMN(ACTS, CONTEXTS)), items[8];
        size_t contexts = 0;
        for (struct slice item; contexts < 8 && slice_next(&rest, SLICE(" | "), &item);)
            items[contexts++] = item;
        act->contexts = slices_copy(p->arena, items, contexts);
        act->context_count = contexts;
        if (!contexts && act->parent >= 0) {
            act->contexts = p->acts[act->parent].contexts;
            act->context_count = p->acts[act->parent].context_count;
        }
        struct slice alone = table_cell(table, row, TABLE_COLUMN(ACTS, ALONE));
        act->stands_alone = alone.length ? slice_equal(alone, SLICE("yes"))
                                         : act->parent >= 0 && p->acts[act->parent].stands_alone;
    }
    return true;
}

static void compile_classes(struct patterns *p, const struct knowledge *knowledge, struct slice language) {
    const struct table *table = knowledge_table(knowledge, TABLE_CLASSES, language);
    size_t count = table_count(table);
    p->class_names = intern_new(p->arena);
    p->classes = arena_array(p->arena, sizeof *p->classes, count ? count : 1);
    for (size_t row = 0; row < count; row++) {
        struct slice name = table_cell(table, row, TABLE_COLUMN(CLASSES, NAME));
        if (intern_lookup(p->class_names, name)) continue;
        uint32_t symbol = intern_add(p->class_names, name);
        VECTOR_OF(struct slice) words = { 0 };
        struct slice rest = table_cell(table, row, TABLE_COLUMN(CLASSES, WORDS));
        for (struct slice word; slice_next(&rest, SLICE(" | "), &word);)
            *vector_push(p->arena, &words) = word;
        p->classes[symbol - 1].words = words.items;
        p->classes[symbol - 1].count = words.count;
    }
}

// roles and needs

// "with|@of": a class in a step's words stands for its words.
static bool expand_classes(struct patterns *p, const struct cell *cell, struct slice *words) {
    if (slice_find(*words, SLICE("@"), 0) == SIZE_MAX) return true;
    struct slice rest = *words, all = { 0 };
    for (struct slice word; slice_next(&rest, SLICE("|"), &word);) {
        uint32_t symbol = 0;
        if (slice_starts(word, SLICE("@"))) {
            symbol = intern_lookup(p->class_names, slice_part(word, 1, word.length));
            if (!symbol) return fail(cell, word.start, "a class of classes.txt after @", word);
        }
        for (size_t i = 0; i < (symbol ? p->classes[symbol - 1].count : 1); i++)
            all =
                arena_format(p->arena, SLICE_FORMAT "%s" SLICE_FORMAT, SLICE_ARG(all), all.length ? "|" : "",
                             SLICE_ARG((symbol ? p->classes[symbol - 1].words[i] : word)));
    }
    *words = all;
    return true;
}

static bool compile_path(struct patterns *p, const struct cell *cell, struct slice text, struct path *path) {
    const char *problem;
    size_t at;
    if (!path_parse(text, path, &problem, &at))
        return fail(cell, text.start + at, "a path of steps such as obj>prep:of", text);
    for (unsigned i = 0; i < path->count; i++)
        if (!expand_classes(p, cell, &path->steps[i].words)) return false;
    return true;
}

// "actor=subj+prep:with,poss": alternatives with ',', taken together with '+'
static bool compile_role(struct patterns *p, const struct cell *cell, struct slice text,
                         struct role_rule *roles) {
    static const char *const names[] = {
#define ROLE_NAME(symbol, name) name,
        ROLE_LIST(ROLE_NAME)
#undef ROLE_NAME
    };
    size_t equals = slice_find(text, SLICE("="), 0);
    if (equals == SIZE_MAX) return fail(cell, text.start, "role=path", text);
    unsigned role = 0;
    while (role < ROLES && !slice_equal(slice_part(text, 0, equals), slice_of(names[role]))) role++;
    if (role == ROLES)
        return fail(cell, text.start,
                    "a role: actor, recipient, party, mediator, place, about, event or noun",
                    slice_part(text, 0, equals));
    VECTOR_OF(struct role_path) paths = { 0 };
    struct slice alternatives = slice_part(text, equals + 1, text.length);
    for (struct slice alternative; slice_next(&alternatives, SLICE(","), &alternative);) {
        bool is_joined = false;
        for (struct slice piece; slice_next(&alternative, SLICE("+"), &piece); is_joined = true) {
            struct role_path *path = vector_push(p->arena, &paths);
            path->is_joined = is_joined;
            path->is_speaker = slice_equal(piece, SLICE("speaker"));
            if (!path->is_speaker && !compile_path(p, cell, piece, &path->path)) return false;
        }
    }
    if (paths.count == 0) return fail(cell, text.start, "a path after the role", text);
    roles[role] = (struct role_rule){ paths.items, paths.count };
    return true;
}

static bool is_kind_or_sector(struct slice word) {
    enum entity_kind kind;
    if (entity_kind_of(word, &kind) || slice_equal(word, SLICE("any"))) return true;
    for (size_t i = 0; i < word.length; i++)
        if (word.start[i] < 'A' || word.start[i] > 'Z') return false;
    return word.length == 3;
}

// "is:passive"; the rest behind the colon in `name`.
static bool compile_flag(const struct cell *cell, struct slice name, struct need *need,
                         unsigned *specificity) {
    static const struct {
        const char *name;
        enum need_test test;
    } flags[] = {
        { "passive", NEED_PASSIVE }, { "plural", NEED_PLURAL },   { "title", NEED_TITLE },
        { "finite", NEED_FINITE },   { "speaker", NEED_SPEAKER }, { "predicate", NEED_PREDICATE },
    };
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
        if (slice_equal(name, slice_of(flags[i].name))) {
            need->test = flags[i].test;
            *specificity += 1;
            return true;
        }
    return fail(cell, name.start - 3,
                "is:passive, is:plural, is:title, is:finite, is:speaker or is:predicate",
                (struct slice){ name.start - 3, name.length + 3 });
}

typedef VECTOR_OF(struct slice) slice_vector;

// One of the words after '~' or '^': a kind, "%act", "@class" or a word; what it adds to the rank in `*rank`.
static bool compile_word(struct patterns *p, const struct cell *cell, enum need_test test, struct slice word,
                         slice_vector *words, unsigned *rank) {
    if (test == NEED_KINDS) {
        if (!is_kind_or_sector(word)) return fail(cell, word.start, "a kind of entity or a sector", word);
        *rank = 2;
    } else if (slice_starts(word, SLICE("%"))) {
        if (!intern_lookup(p->act_names, slice_part(word, 1, word.length)))
            return fail(cell, word.start, "an act of acts.txt after %", word);
        *rank = 3;
    } else if (slice_starts(word, SLICE("@"))) {
        uint32_t symbol = intern_lookup(p->class_names, slice_part(word, 1, word.length));
        if (!symbol) return fail(cell, word.start, "a class of classes.txt after @", word);
        for (size_t i = 0; i < p->classes[symbol - 1].count; i++)
            *vector_push(p->arena, words) = p->classes[symbol - 1].words[i];
        *rank = 3;
        return true;
    }
    *vector_push(p->arena, words) = word;
    return true;
}

static bool compile_need(struct patterns *p, const struct cell *cell, struct slice text, struct need *need,
                         unsigned *specificity) {
    need->text = text;
    if (slice_starts(text, SLICE("!"))) {
        need->is_negated = true;
        text = slice_part(text, 1, text.length);
    }
    if (slice_starts(text, SLICE("is:")))
        return compile_flag(cell, slice_part(text, 3, text.length), need, specificity);
    size_t tilde = slice_find(text, SLICE("~"), 0), caret = slice_find(text, SLICE("^"), 0);
    size_t mark = tilde < caret ? tilde : caret;
    if (!compile_path(p, cell, slice_part(text, 0, mark), &need->path)) return false;
    if (mark == SIZE_MAX) {
        *specificity += need->path.steps[0].words.length && !need->is_negated ? 3 : 1;
        return true;
    }
    need->test = mark == tilde ? NEED_WORDS : NEED_KINDS;
    slice_vector words = { 0 };
    struct slice rest = slice_part(text, mark + 1, text.length);
    unsigned rank = 4;
    for (struct slice word; slice_next(&rest, SLICE("|"), &word);)
        if (!compile_word(p, cell, need->test, word, &words, &rank)) return false;
    if (words.count == 0) return fail(cell, text.start, "words after ~ or kinds after ^", text);
    need->words = words.items;
    need->word_count = words.count;
    *specificity += need->is_negated ? 1 : rank;
    return true;
}

const char *status_name(enum status status) {
    static const char *const names[] = {
#define STATUS_NAME(symbol, name) name,
        OPERATOR_STATUS_LIST(STATUS_NAME)
#undef STATUS_NAME
    };
    return names[status];
}

static bool compile_status(const struct cell *cell, enum status *status) {
    for (unsigned i = 0; i < STATUSES; i++)
        if (slice_equal(cell->text, slice_of(status_name((enum status)i)))) {
            *status = (enum status)i;
            return true;
        }
    return fail(cell, cell->text.start, "a status", cell->text);
}

struct columns { // where the parts of a pattern stand in its table; UINT_MAX for none
    enum table_kind table;
    unsigned trigger, act, also, status, roles, needs;
};

static bool compile_pattern(struct patterns *p, const struct table *table, const struct columns *columns,
                            size_t row, struct pattern *pattern, struct error *error) {
    pattern->act = pattern->also = -1;
    pattern->place = table_place(table, row);
    pattern->order = (uint32_t)row;
    if (columns->act != UINT_MAX) {
        struct cell cell = cell_of(table, row, columns->act, error);
        if (cell.text.length && !slice_equal(cell.text, SLICE("-"))) {
            pattern->act = (int32_t)intern_lookup(p->act_names, cell.text) - 1;
            if (pattern->act < 0) return fail(&cell, cell.text.start, "an act of acts.txt", cell.text);
        }
    }
    if (columns->also != UINT_MAX) {
        struct cell cell = cell_of(table, row, columns->also, error);
        pattern->also = (int32_t)intern_lookup(p->act_names, cell.text) - 1;
        if (cell.text.length && pattern->also < 0)
            return fail(&cell, cell.text.start, "an act of acts.txt", cell.text);
    }
    if (columns->status != UINT_MAX) {
        struct cell cell = cell_of(table, row, columns->status, error);
        if (cell.text.length && !compile_status(&cell, &pattern->status)) return false;
    }
    struct slice rest = { 0 };
    if (columns->roles == UINT_MAX) return true; // words alone
    struct cell roles = cell_of(table, row, columns->roles, error);
    rest = roles.text;
    for (struct slice piece; slice_next(&rest, SLICE(" "), &piece);)
        if (piece.length && !compile_role(p, &roles, piece, pattern->roles)) return false;
    if (columns->needs == UINT_MAX) return true;
    struct cell needs = cell_of(table, row, columns->needs, error);
    VECTOR_OF(struct need) list = { 0 };
    rest = needs.text;
    for (struct slice piece; slice_next(&rest, SLICE(" "), &piece);)
        if (piece.length &&
            !compile_need(p, &needs, piece, vector_push(p->arena, &list), &pattern->specificity))
            return false;
    pattern->needs = list.items;
    pattern->need_count = list.count;
    return true;
}

static bool is_trigger(struct slice trigger) {
    return trigger.length > 2 && trigger.length < TRIGGER_BYTES && trigger.start[trigger.length - 2] == '/' &&
           strchr("vnarp", trigger.start[trigger.length - 1]);
}

static int by_rank(const void *a, const void *b) {
    const struct pattern *x = a, *y = b;
    if (x->specificity != y->specificity) return x->specificity < y->specificity ? 1 : -1;
    return x->order < y->order ? -1 : x->order > y->order;
}

// "blockade/v" also under "blockad/v": see near_trigger.
static void compile_stems(struct patterns *p, const struct intern *triggers, enum pattern_kind kind) {
    size_t count = intern_count(triggers);
    struct intern *stems = intern_new(p->arena);
    uint32_t *of_stems = ARENA_ARRAY(p->arena, uint32_t, count ? count : 1);
    for (uint32_t symbol = 1; symbol <= count; symbol++) {
        struct slice trigger = intern_text(triggers, symbol);
        if (trigger.length < STEM_BYTES + 3) continue;
        struct slice stem = arena_join(p->arena, slice_part(trigger, 0, trigger.length - 3),
                                       slice_part(trigger, trigger.length - 2, trigger.length));
        bool is_new = !intern_lookup(stems, stem);
        uint32_t at = intern_add(stems, stem) - 1;
        of_stems[at] = is_new ? symbol : 0;
    }
    p->tables[kind].stems = stems;
    p->tables[kind].of_stems = of_stems;
}

static bool compile_table(struct patterns *p, const struct knowledge *knowledge, struct slice language,
                          enum pattern_kind kind, const struct columns *columns, struct error *error) {
    const struct table *table = knowledge_table(knowledge, columns->table, language);
    struct intern *triggers = intern_new(p->arena);
    VECTOR_OF(pattern_vector) lists = { 0 };
    for (size_t row = 0; row < table_count(table); row++) {
        struct pattern pattern = { 0 };
        if (!compile_pattern(p, table, columns, row, &pattern, error)) return false;
        struct cell cell = cell_of(table, row, columns->trigger, error);
        struct slice rest = cell.text;
        for (struct slice trigger; slice_next(&rest, SLICE(" | "), &trigger);) {
            if (!is_trigger(trigger))
                return fail(&cell, trigger.start, "a lemma with /v, /n, /a, /r or /p", trigger);
            uint32_t symbol = intern_add(triggers, trigger);
            while (lists.count < symbol) vector_push(p->arena, &lists);
            *vector_push(p->arena, &lists.items[symbol - 1]) = pattern;
        }
    }
    struct pattern_list *out = ARENA_ARRAY(p->arena, struct pattern_list, lists.count ? lists.count : 1);
    for (size_t i = 0; i < lists.count; i++) {
        qsort(lists.items[i].items, lists.items[i].count, sizeof(struct pattern), by_rank);
        out[i] = (struct pattern_list){ lists.items[i].items, lists.items[i].count };
    }
    p->tables[kind].triggers = triggers;
    p->tables[kind].lists = out;
    compile_stems(p, triggers, kind);
    return true;
}

static void compile_contexts(struct patterns *p, const struct knowledge *knowledge, struct slice language) {
    const struct table *table = knowledge_table(knowledge, TABLE_CONTEXTS, language);
    p->context_words = intern_new(p->arena);
    typedef VECTOR_OF(struct context_row) rows;
    VECTOR_OF(rows) lists = { 0 };
    for (size_t row = 0; row < table_count(table); row++) {
        struct context_row context = { .context = table_cell(table, row, TABLE_COLUMN(CONTEXTS, CONTEXT)) };
        struct slice phrase = table_cell(table, row, TABLE_COLUMN(CONTEXTS, PHRASE));
        for (struct slice word; context.count < 4 && slice_next(&phrase, SLICE(" "), &word);)
            context.words[context.count++] = word;
        if (context.count == 0) continue;
        uint32_t symbol = intern_add(p->context_words, context.words[0]);
        while (lists.count < symbol) vector_push(p->arena, &lists);
        *vector_push(p->arena, &lists.items[symbol - 1]) = context;
    }
    p->contexts = arena_array(p->arena, sizeof *p->contexts, lists.count ? lists.count : 1);
    for (size_t i = 0; i < lists.count; i++) {
        p->contexts[i].rows = lists.items[i].items;
        p->contexts[i].count = lists.items[i].count;
    }
}

// What the code itself asks for: a class or path that is not there would silently be nothing.
static bool resolve_code_names(struct patterns *p, const struct knowledge *knowledge, struct slice language,
                               struct error *error) {
    static const char *const classes[] = {
#define CODE_CLASS_NAME(symbol, name) name,
        CODE_CLASS_LIST(CODE_CLASS_NAME)
#undef CODE_CLASS_NAME
    };
    static const char *const paths[] = {
#define CODE_PATH_TEXT(symbol, text) text,
        CODE_PATH_LIST(CODE_PATH_TEXT)
#undef CODE_PATH_TEXT
    };
    const struct table *table = knowledge_table(knowledge, TABLE_CLASSES, language);
    for (unsigned i = 0; i < CODE_CLASSES && table_count(table); i++) {
        p->code_classes[i] = intern_lookup(p->class_names, slice_of(classes[i]));
        if (!p->code_classes[i]) {
            struct place_in_file place = table_place(table, 0);
            place.line = place.column = 0;
            return error_at(error, ERROR_INPUT, place, "expected a class \"%s\", which coding asks for",
                            classes[i]);
        }
    }
    for (unsigned i = 0; i < CODE_PATHS; i++) {
        const char *problem;
        size_t at;
        if (!path_parse(slice_of(paths[i]), &p->code_paths[i], &problem, &at))
            return error_at(error, ERROR_INPUT, (struct place_in_file){ 0 }, "path \"%s\" of coding: %s",
                            paths[i], problem);
    }
    return true;
}

// frames.txt: "release/v", "violence/n": an act that is done, and where its parties stand around such a word.
static bool compile_frames(struct patterns *p, const struct knowledge *knowledge, struct slice language,
                           struct error *error) {
    const struct table *table = knowledge_table(knowledge, TABLE_FRAMES, language);
    const struct columns columns = { TABLE_FRAMES, TABLE_COLUMN(FRAMES, TRIGGER), UINT_MAX, UINT_MAX,
                                     UINT_MAX,     TABLE_COLUMN(FRAMES, ROLES),   UINT_MAX };
    VECTOR_OF(struct pattern) frames = { 0 };
    p->frame_names = intern_new(p->arena);
    for (size_t row = 0; row < table_count(table); row++) {
        struct pattern pattern = { 0 };
        if (!compile_pattern(p, table, &columns, row, &pattern, error)) return false;
        struct cell cell = cell_of(table, row, columns.trigger, error);
        struct slice rest = cell.text;
        for (struct slice name; slice_next(&rest, SLICE(" | "), &name);) {
            if (!is_trigger(name) || !intern_lookup(p->act_names, slice_part(name, 0, name.length - 2)))
                return fail(&cell, name.start, "an act of acts.txt with /v, /n or /a", name);
            if (intern_lookup(p->frame_names, name)) continue; // a user's row stands before the built-in one
            intern_add(p->frame_names, name);
            *vector_push(p->arena, &frames) = pattern;
        }
    }
    p->frames = frames.items;
    p->frame_count = frames.count;
    return true;
}

struct patterns *patterns_open(const struct knowledge *knowledge, struct slice language,
                               struct error *error) {
    struct arena *arena = arena_new();
    struct patterns *p = ARENA_NEW(arena, struct patterns);
    p->arena = arena;
    const struct columns verbs = {
        TABLE_VERBS, TABLE_COLUMN(VERBS, TRIGGER), TABLE_COLUMN(VERBS, ACT),  TABLE_COLUMN(VERBS, ALSO),
        UINT_MAX,    TABLE_COLUMN(VERBS, ROLES),   TABLE_COLUMN(VERBS, NEEDS)
    };
    const struct columns operators = { TABLE_OPERATORS,
                                       TABLE_COLUMN(OPERATORS, TRIGGER),
                                       TABLE_COLUMN(OPERATORS, ACT),
                                       UINT_MAX,
                                       TABLE_COLUMN(OPERATORS, STATUS),
                                       TABLE_COLUMN(OPERATORS, ROLES),
                                       TABLE_COLUMN(OPERATORS, NEEDS) };
    const struct columns support = { TABLE_SUPPORT,
                                     TABLE_COLUMN(SUPPORT, TRIGGER),
                                     UINT_MAX,
                                     UINT_MAX,
                                     TABLE_COLUMN(SUPPORT, STATUS),
                                     TABLE_COLUMN(SUPPORT, ROLES),
                                     TABLE_COLUMN(SUPPORT, NEEDS) };
    const struct columns words = { TABLE_TRIGGERS,
                                   TABLE_COLUMN(TRIGGERS, WORDS),
                                   TABLE_COLUMN(TRIGGERS, ACT),
                                   UINT_MAX,
                                   UINT_MAX,
                                   UINT_MAX,
                                   UINT_MAX };
    if (!compile_acts(p, knowledge, error)) goto failed;
    compile_classes(p, knowledge, language);
    if (!resolve_code_names(p, knowledge, language, error) ||
        !compile_table(p, knowledge, language, PATTERN_VERB, &verbs, error) ||
        !compile_table(p, knowledge, language, PATTERN_OPERATOR, &operators, error) ||
        !compile_table(p, knowledge, language, PATTERN_SUPPORT, &support, error))
        goto failed;
    if (!compile_table(p, knowledge, language, PATTERN_WORD, &words, error) ||
        !compile_frames(p, knowledge, language, error))
        goto failed;
    compile_contexts(p, knowledge, language);
    return p;
failed:
    arena_free(arena);
    return NULL;
}

void patterns_close(struct patterns *patterns) {
    if (patterns) arena_free(patterns->arena);
}

// look-up and matching

// A lemma in small letters (ASCII) with its part of speech; empty when it is too long or of a class that
// never triggers.
static struct slice trigger_key(const struct token *token, char buffer[TRIGGER_BYTES]) {
    char pos;
    switch (token->upos) {
    case UPOS_VERB:
    case UPOS_AUX:
        pos = 'v';
        break;
    case UPOS_NOUN:
    case UPOS_PROPN:
        pos = 'n';
        break;
    case UPOS_ADJ:
        pos = 'a';
        break;
    case UPOS_ADV:
        pos = 'r';
        break;
    case UPOS_ADP:
        pos = 'p';
        break;
    default:
        return (struct slice){ 0 };
    }
    size_t length = token->lemma.length;
    if (length == 0 || length + 3 > TRIGGER_BYTES) return (struct slice){ 0 };
    for (size_t i = 0; i < length; i++) {
        char c = token->lemma.start[i];
        buffer[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    buffer[length] = '/';
    buffer[length + 1] = pos;
    return (struct slice){ buffer, length + 2 };
}

// A guessed lemma errs in its last letter: one too few ("shel", "blockad") or one too many ("riote"). The
// trigger that the form of a past or a gerund speaks for, else the only one that is a letter longer; 0 when
// there is none.
static uint32_t near_trigger(const struct patterns *p, enum pattern_kind kind, const struct token *token,
                             struct slice key) {
    const struct intern *triggers = p->tables[kind].triggers;
    char buffer[TRIGGER_BYTES];
    size_t length = key.length - 2;
    if (length < STEM_BYTES || key.length + 2 > TRIGGER_BYTES || token->form.length <= length ||
        !(token->features & (FEATURE_PAST | FEATURE_GERUND)))
        return 0;
    bool is_whole = slice_starts(token->form, slice_part(key, 0, length)) && token->form.length > length + 1;
    memcpy(buffer, key.start, length);
    buffer[length] = token->form.start[length];
    memcpy(buffer + length + 1, key.start + length, 2);
    uint32_t symbol = intern_lookup(triggers, (struct slice){ buffer, length + 3 });
    if (!symbol && !is_whole) {
        memcpy(buffer + length - 1, key.start + length, 2);
        symbol = intern_lookup(triggers, (struct slice){ buffer, length + 1 });
    }
    uint32_t stem = symbol ? 0 : intern_lookup(p->tables[kind].stems, key);
    return stem ? p->tables[kind].of_stems[stem - 1] : symbol;
}

struct pattern_list patterns_of(const struct patterns *p, enum pattern_kind kind, const struct token *token) {
    char buffer[TRIGGER_BYTES];
    struct slice key = trigger_key(token, buffer);
    uint32_t symbol = key.length ? intern_lookup(p->tables[kind].triggers, key) : 0;
    if (key.length && !symbol && token->upos == UPOS_VERB) symbol = near_trigger(p, kind, token, key);
    return symbol ? p->tables[kind].lists[symbol - 1] : (struct pattern_list){ 0 };
}

const struct act *patterns_act(const struct patterns *p, int32_t act) {
    return act < 0 ? NULL : &p->acts[act];
}

const struct pattern *patterns_frame(const struct patterns *p, int32_t act, const struct token *token) {
    char buffer[TRIGGER_BYTES];
    for (; act >= 0; act = p->acts[act].parent) {
        const struct slice name = p->acts[act].name;
        if (name.length + 2 > sizeof buffer) continue;
        memcpy(buffer, name.start, name.length);
        buffer[name.length] = '/';
        buffer[name.length + 1] = is_verbal(token) ? 'v' : token->upos == UPOS_ADJ ? 'a' : 'n';
        const uint32_t symbol = intern_lookup(p->frame_names, (struct slice){ buffer, name.length + 2 });
        if (symbol) return &p->frames[symbol - 1];
    }
    return NULL;
}

int32_t patterns_act_of_type(const struct patterns *p, struct slice type) {
    for (uint32_t symbol = 1; symbol <= p->frame_count; symbol++) {
        const struct slice name = intern_text(p->frame_names, symbol);
        const int32_t act = patterns_act_named(p, slice_part(name, 0, name.length - 2));
        if (act >= 0 && slice_equal(p->acts[act].codes[STATUS_DONE].type, type)) return act;
    }
    return -1;
}

int32_t patterns_act_named(const struct patterns *p, struct slice name) {
    return (int32_t)intern_lookup(p->act_names, name) - 1;
}

bool act_is(const struct patterns *p, int32_t act, struct slice name) {
    for (; act >= 0; act = p->acts[act].parent)
        if (slice_equal(p->acts[act].name, name)) return true;
    return false;
}

static bool is_of_class(const struct patterns *p, uint32_t symbol, const struct token *token) {
    for (size_t i = 0; symbol && i < p->classes[symbol - 1].count; i++)
        if (slice_equal_ascii_fold(p->classes[symbol - 1].words[i], token->lemma) ||
            slice_equal_ascii_fold(p->classes[symbol - 1].words[i], token->form))
            return true;
    return false;
}

bool patterns_has_class(const struct patterns *p, struct slice name, const struct token *token) {
    return is_of_class(p, intern_lookup(p->class_names, name), token);
}

bool token_has_class(const struct patterns *p, enum code_class class, const struct token *token) {
    return is_of_class(p, p->code_classes[class], token);
}

const struct path *patterns_path(const struct patterns *p, enum code_path path) {
    return &p->code_paths[path];
}

size_t patterns_contexts(const struct patterns *p, const struct sentence *sentence, uint32_t first,
                         uint32_t end, struct slice *contexts, size_t count, size_t limit) {
    char buffer[TRIGGER_BYTES];
    for (uint32_t i = first; i < end && i < sentence->count; i++) {
        struct slice key = trigger_key(&sentence->tokens[i], buffer);
        if (!key.length) continue;
        uint32_t symbol = intern_lookup(p->context_words, slice_part(key, 0, key.length - 2));
        for (size_t r = 0; symbol && r < p->contexts[symbol - 1].count; r++) {
            const struct context_row *row = &p->contexts[symbol - 1].rows[r];
            unsigned w = 1;
            while (w < row->count && i + w < sentence->count &&
                   slice_equal_ascii_fold(sentence->tokens[i + w].lemma, row->words[w]))
                w++;
            bool is_new = w == row->count;
            for (size_t c = 0; c < count && is_new; c++) is_new = !slice_equal(contexts[c], row->context);
            if (is_new && count < limit) contexts[count++] = row->context;
        }
    }
    return count;
}

// "any of the prisoners", "hundreds of people": the word that counts is the one counted.
static bool is_counter(const struct patterns *p, const struct token *token) {
    return token->upos == UPOS_DET || token->upos == UPOS_NUM || token->upos == UPOS_ADJ ||
           token->upos == UPOS_PRON || token_has_class(p, CLASS_COUNTERS, token);
}

static bool has_word(const struct patterns *p, const struct need *need, const struct token *token) {
    for (size_t i = 0; i < need->word_count; i++) {
        struct slice word = need->words[i];
        if (word.start[0] == '%') {
            struct pattern_list list = patterns_of(p, PATTERN_VERB, token);
            for (size_t k = 0; k < list.count; k++)
                if (act_is(p, list.items[k].act, slice_part(word, 1, word.length))) return true;
        } else if (slice_equal_ascii_fold(token->lemma, word) || slice_equal_ascii_fold(token->form, word)) {
            return true;
        }
    }
    return false;
}

static bool entity_fits(const struct need *need, const struct scene *scene, uint32_t token) {
    int32_t mention = scene->meaning->mention_of[scene->sentence][token];
    int32_t index = mention < 0 ? -1 : scene->meaning->mentions[mention].entity;
    if (index < 0) return false;
    const struct entity *entity = &scene->meaning->entities[index];
    for (size_t i = 0; i < need->word_count; i++) {
        enum entity_kind kind;
        if (slice_equal(need->words[i], SLICE("any")) ||
            (entity_kind_of(need->words[i], &kind) && kind == entity->kind))
            return true;
        struct slice sectors = entity->sectors;
        for (struct slice sector; slice_next(&sectors, SLICE(" "), &sector);)
            if (slice_equal(sector, need->words[i])) return true;
    }
    return false;
}

// The entity at the token or, where it names none itself, one that it belongs to: "Turkish jets", "hundreds
// of people".
static bool has_kind(const struct patterns *p, const struct need *need, const struct scene *scene,
                     uint32_t token) {
    const struct sentence *s = &scene->meaning->analysis->sentences[scene->sentence];
    if (entity_fits(need, scene, token)) return true;
    if (scene->meaning->mention_of[scene->sentence][token] >= 0) return false;
    if (s->tokens[token].features & FEATURE_FIRST) return scene->has_speaker;
    bool is_any = slice_equal(need->words[0], SLICE("any")), counts = is_counter(p, &s->tokens[token]);
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c)) {
        enum deprel deprel = s->tokens[c].deprel;
        bool is_part = deprel == DEPREL_AMOD || deprel == DEPREL_COMPOUND || deprel == DEPREL_FLAT ||
                       deprel == DEPREL_APPOS || deprel == DEPREL_NMOD_DESC ||
                       ((is_any || counts) && (deprel == DEPREL_NMOD || deprel == DEPREL_NMOD_POSS));
        if (is_part && entity_fits(need, scene, (uint32_t)c)) return true;
    }
    return false;
}

// Needs that ask about the trigger itself. False when `need` asks about other words.
static bool is_about_trigger(const struct need *need, const struct scene *scene, uint32_t token,
                             bool *holds) {
    const struct sentence *s = &scene->meaning->analysis->sentences[scene->sentence];
    const struct token *t = &s->tokens[token];
    switch (need->test) {
    case NEED_PASSIVE:
        *holds = is_passive(s, token);
        return true;
    case NEED_PLURAL:
        *holds = (t->features & FEATURE_PLURAL) != 0;
        return true;
    case NEED_TITLE:
        *holds = s->is_title;
        return true;
    case NEED_FINITE:
        *holds = (t->features & FEATURE_FINITE) != 0;
        return true;
    case NEED_SPEAKER:
        *holds = scene->has_speaker;
        return true;
    case NEED_PREDICATE:
        *holds = t->deprel != DEPREL_ACL && t->deprel != DEPREL_AMOD;
        return true;
    default:
        return false;
    }
}

struct matched_words { // tokens that needs matched by their words, at most MATCHES
    uint32_t tokens[MATCHES];
    size_t count;
};

// One of the words, or "any of the prisoners": what is counted.
static bool word_fits(const struct patterns *p, const struct need *need, const struct sentence *s,
                      uint32_t token) {
    if (has_word(p, need, &s->tokens[token])) return true;
    if (!is_counter(p, &s->tokens[token])) return false;
    for (int32_t c = token_child(s, (int32_t)token, -1); c >= 0; c = token_child(s, (int32_t)token, c))
        if (s->tokens[c].deprel == DEPREL_NMOD && has_word(p, need, &s->tokens[c])) return true;
    return false;
}

static bool need_holds(const struct patterns *p, const struct need *need, const struct scene *scene,
                       uint32_t token, struct matched_words *matched) {
    const struct sentence *s = &scene->meaning->analysis->sentences[scene->sentence];
    bool holds = false;
    if (is_about_trigger(need, scene, token, &holds)) return holds;
    uint32_t found[NEED_WIDTH * 4];
    size_t count = path_follow(s, token, &need->path, found, sizeof found / sizeof *found);
    if (need->test == NEED_EXISTS) return count > 0;
    // A subject stays an act of its own: "the attack killed ten".
    const bool keeps = need->test == NEED_WORDS && !need->is_negated &&
                       need->path.steps[0].kind != STEP_SUBJ && need->path.steps[0].kind != STEP_NSUBJ;
    for (size_t i = 0; i < count; i++) {
        bool fits =
            need->test == NEED_WORDS ? word_fits(p, need, s, found[i]) : has_kind(p, need, scene, found[i]);
        if (fits && keeps && matched->count < MATCHES) matched->tokens[matched->count++] = found[i];
        holds |= fits;
    }
    return holds;
}

void pattern_arguments(const struct pattern *pattern, const struct scene *scene, uint32_t token,
                       struct arena *arena, struct pattern_match *match) {
    const struct sentence *s = &scene->meaning->analysis->sentences[scene->sentence];
    VECTOR_OF(struct event_argument) arguments = { 0 };
    for (unsigned role = 0; role < ROLES; role++)
        for (size_t i = 0; i < pattern->roles[role].count; i++) {
            const struct role_path *path = &pattern->roles[role].paths[i];
            if (path->is_speaker) continue;
            uint32_t tokens[PATH_WIDTH];
            size_t count = path_follow(s, token, &path->path, tokens, PATH_WIDTH);
            for (size_t k = 0; k < count; k++)
                *vector_push(arena, &arguments) = (struct event_argument){
                    .role = (enum party_role)role,
                    .path = (uint16_t)i,
                    .token = tokens[k],
                    .entity = meaning_entity_at(scene->meaning, scene->sentence, tokens[k]),
                };
        }
    *match = (struct pattern_match){
        .pattern = pattern, .token = token, .arguments = arguments.items, .argument_count = arguments.count
    };
}

bool pattern_match(const struct patterns *p, const struct pattern *pattern, const struct scene *scene,
                   uint32_t token, struct arena *arena, struct pattern_match *match,
                   const struct need **failed) {
    struct matched_words matched = { .count = 0 };
    for (size_t n = 0; n < pattern->need_count; n++)
        if (need_holds(p, &pattern->needs[n], scene, token, &matched) == pattern->needs[n].is_negated) {
            if (failed) *failed = &pattern->needs[n];
            return false;
        }
    pattern_arguments(pattern, scene, token, arena, match);
    uint32_t *words = ARENA_ARRAY(arena, uint32_t, matched.count + 1);
    memcpy(words, matched.tokens, matched.count * sizeof *words);
    match->words = words;
    match->word_count = matched.count;
    return true;
}
