// conllu.c - see conllu.h.
#include "language/conllu.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct buffer {
    struct arena *arena;
    char *bytes;
    size_t used, capacity;
};

static void put(struct buffer *buffer, struct slice text) {
    if (!buffer->bytes || buffer->capacity - buffer->used < text.length + 1) {
        size_t capacity = (buffer->capacity + text.length + 256) * 2;
        char *bytes = arena_allocate(buffer->arena, capacity);
        if (buffer->used > 0) memcpy(bytes, buffer->bytes, buffer->used);
        buffer->bytes = bytes;
        buffer->capacity = capacity;
    }
    if (text.length) memcpy(buffer->bytes + buffer->used, text.start, text.length);
    buffer->used += text.length;
}

__attribute__((format(printf, 2, 3))) static void put_format(struct buffer *buffer, const char *format, ...) {
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (length > 0)
        put(buffer, (struct slice){ text, (size_t)length < sizeof text ? (size_t)length : sizeof text - 1 });
}

// One line: no line ends or tabs inside.
static void put_plain(struct buffer *buffer, struct slice text) {
    for (size_t i = 0, from = 0; i <= text.length; i++) {
        bool control = i < text.length && (unsigned char)text.start[i] < ' ';
        if (i < text.length && !control) continue;
        put(buffer, slice_part(text, from, i));
        if (control) put(buffer, SLICE(" "));
        from = i + 1;
    }
}

static void put_cell(struct buffer *buffer, struct slice text) {
    if (text.length == 0) text = SLICE("_");
    put_plain(buffer, text);
    put(buffer, SLICE("\t"));
}

static const struct {
    uint32_t bits;
    const char *text;
} feature_names[] = {
    { FEATURE_DEFINITE, "Definite=Def" },   { FEATURE_FEMININE, "Gender=Fem" },
    { FEATURE_MASCULINE, "Gender=Masc" },   { FEATURE_IMPERATIVE, "Mood=Imp" },
    { FEATURE_PLURAL, "Number=Plur" },      { FEATURE_FIRST, "Person=1" },
    { FEATURE_SECOND, "Person=2" },         { FEATURE_THIRD, "Person=3" },
    { FEATURE_NEGATIVE, "Polarity=Neg" },   { FEATURE_POSSESSIVE, "Poss=Yes" },
    { FEATURE_PAST, "Tense=Past" },         { FEATURE_PRESENT, "Tense=Pres" },
    { FEATURE_FINITE, "VerbForm=Fin" },     { FEATURE_GERUND, "VerbForm=Ger" },
    { FEATURE_INFINITIVE, "VerbForm=Inf" }, { FEATURE_PARTICIPLE, "VerbForm=Part" },
    { FEATURE_PASSIVE, "Voice=Pass" },
};

static void put_names(struct buffer *buffer, const struct sentence *sentence, uint32_t i) {
    bool any = false;
    for (size_t k = 0; k < sentence->name_count; k++) {
        const struct name_span *name = &sentence->names[k];
        if (i < name->first || i >= name->end) continue;
        put_format(buffer, "%s%c-%s", any ? "," : "|Name=", i == name->first ? 'B' : 'I',
                   name_type_name(name->type));
        any = true;
    }
}

static void put_sentence(struct buffer *buffer, const struct sentence *sentence) {
    uint32_t range_end = 0;
    for (uint32_t i = 0; i < sentence->count; i++) {
        const struct token *token = &sentence->tokens[i];
        if (token->multiword > 1 && i + token->multiword <= sentence->count) {
            const struct token *last = &sentence->tokens[i + token->multiword - 1u];
            range_end = i + token->multiword;
            put_format(buffer, "%" PRIu32 "-%" PRIu32 "\t", i + 1, range_end);
            put_plain(buffer, (struct slice){ token->text.start, last->span.end - token->span.start });
            put_format(buffer, "\t_\t_\t_\t_\t_\t_\t_\t%s\n", last->space_after ? "_" : "SpaceAfter=No");
        }
        put_format(buffer, "%" PRIu32 "\t", i + 1);
        put_cell(buffer, token->form);
        put_cell(buffer, token->lemma);
        put_cell(buffer, slice_of(upos_name(token->upos)));
        put_cell(buffer, token->xpos);
        bool any = false;
        for (size_t k = 0; k < sizeof feature_names / sizeof *feature_names; k++) {
            if (!(token->features & feature_names[k].bits)) continue;
            if (any) put(buffer, SLICE("|"));
            put(buffer, slice_of(feature_names[k].text));
            any = true;
        }
        if (!any) put(buffer, SLICE("_"));
        put_format(buffer, "\t%" PRId32 "\t%s\t_\tTokenRange=%" PRIu32 ":%" PRIu32, token->head + 1,
                   deprel_name(token->deprel), token->span.start, token->span.end);
        put_names(buffer, sentence, i);
        if (!token->space_after && i >= range_end) put(buffer, SLICE("|SpaceAfter=No"));
        put(buffer, SLICE("\n"));
    }
    put(buffer, SLICE("\n"));
}

static bool has_text(struct slice comments) {
    return slice_starts(comments, SLICE("# text =")) ||
           slice_find(comments, SLICE("\n# text ="), 0) != SIZE_MAX;
}

struct slice conllu_write(const struct analysis *analysis, const struct slice *comments,
                          struct arena *arena) {
    struct buffer buffer = { .arena = arena };
    if (!comments) put_format(&buffer, "# newdoc id = %s\n", analysis->document->id);
    for (size_t s = 0; s < analysis->count; s++) {
        const struct sentence *sentence = &analysis->sentences[s];
        if (comments)
            put(&buffer, comments[s]);
        else if (s == 0 || analysis->sentences[s - 1].paragraph != sentence->paragraph)
            put(&buffer, SLICE("# newpar\n"));
        if (!comments) put_format(&buffer, "# sent_id = %zu\n", s + 1);
        if (!comments || !has_text(comments[s])) {
            put(&buffer, SLICE("# text = "));
            put_plain(&buffer,
                      slice_part(analysis->document->text, sentence->span.start, sentence->span.end));
            put(&buffer, SLICE("\n"));
        }
        put_sentence(&buffer, sentence);
    }
    return (struct slice){ buffer.bytes, buffer.used };
}
