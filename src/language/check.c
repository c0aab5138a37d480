// check.c - see check.h.
#include "language/check.h"

#include "base/utf8.h"

static bool is_space(struct slice text, size_t at, size_t *length) {
    uint32_t code = utf8_at(text, at, length);
    return code < 0x80 ? code == ' ' || (code >= '\t' && code <= '\r') : utf8_class_of(code) == UTF8_SPACE;
}

static bool all_space(struct slice text, size_t from, size_t to) {
    for (size_t at = from, length; at < to; at += length)
        if (!is_space(text, at, &length)) return false;
    return true;
}

static const char *check_tree(const struct sentence *sentence) {
    size_t roots = 0;
    for (size_t i = 0; i < sentence->count; i++) {
        int32_t head = sentence->tokens[i].head;
        if (head >= (int32_t)sentence->count || head < -1) return "a head is outside its sentence";
        if (head == (int32_t)i) return "a word is its own head";
        roots += head < 0;
        if ((head < 0) != (sentence->tokens[i].deprel == DEPREL_ROOT))
            return "the root's relation is elsewhere";
        size_t steps = 0;
        for (int32_t at = (int32_t)i; at >= 0; at = sentence->tokens[at].head)
            if (++steps > sentence->count) return "the way to the root is a circle";
    }
    return roots == 1 ? NULL : "a sentence has not one root";
}

static const char *check_names(const struct sentence *sentence) {
    for (size_t k = 0; k < sentence->name_count; k++) {
        const struct name_span *name = &sentence->names[k];
        if (name->first >= name->end || name->end > sentence->count) return "a name is outside its sentence";
        if ((unsigned)name->type >= NAME_TYPES) return "a name has no type";
        if (k > 0 && name->first < sentence->names[k - 1].first) return "names are out of order";
    }
    return NULL;
}

const char *analysis_check(const struct analysis *analysis) {
    const struct document *document = analysis->document;
    size_t tokens = 0, sentence = 0;
    for (uint32_t p = 0; p < document->paragraph_count; p++) {
        size_t at = document->paragraphs[p].start, end = document->paragraphs[p].end;
        for (; sentence < analysis->count && analysis->sentences[sentence].paragraph == p; sentence++) {
            const struct sentence *s = &analysis->sentences[sentence];
            if (s->count == 0) return "a sentence is empty";
            if (s->count > 512 && !s->was_split) return "a sentence is too long";
            if (s->first_token != tokens) return "tokens are not counted";
            tokens += s->count;
            if (s->span.start != s->tokens[0].span.start || s->span.end != s->tokens[s->count - 1].span.end)
                return "a sentence's span is not its tokens'";
            for (size_t i = 0; i < s->count; i++) {
                const struct token *token = &s->tokens[i];
                if (token->span.start < at || token->span.end > end || token->span.start >= token->span.end)
                    return "a token is out of order or outside its paragraph";
                if (!all_space(document->text, at, token->span.start)) return "text is not covered";
                if (token->text.start != document->text.start + token->span.start ||
                    token->text.length != token->span.end - token->span.start)
                    return "a token's text is not its span's";
                if (all_space(document->text, token->span.start, token->span.end))
                    return "a token is white space";
                at = token->span.end;
            }
            const char *wrong = check_tree(s);
            if (!wrong) wrong = check_names(s);
            if (wrong) return wrong;
        }
        if (!all_space(document->text, at, end)) return "text at a paragraph's end is not covered";
    }
    if (sentence != analysis->count) return "sentences are out of order";
    return tokens == analysis->token_count ? NULL : "the count of tokens is wrong";
}
