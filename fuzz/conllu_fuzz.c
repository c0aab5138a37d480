// conllu_fuzz.c - any bytes as CoNLL-U: what is read stands in its text, what is not is told with its line.
//
// The words that were read are written again with a tree that hangs on the first word, and read once more:
// they must be the same.
#include "language/check.h"
#include "language/conllu.h"

#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct arena *arena;

static void close_arena(void) {
    arena_free(arena);
}

static void fail(const char *what) {
    fprintf(stderr, "%s\n", what);
    abort();
}

static void hang_on_first(struct conllu_document *read) {
    for (size_t s = 0; s < read->analysis->count; s++) {
        struct sentence *sentence = &read->sentences[s];
        struct token *tokens = (struct token *)sentence->tokens;
        for (size_t i = 0; i < sentence->count; i++) {
            tokens[i].head = i == 0 ? -1 : 0;
            tokens[i].deprel = i == 0 ? DEPREL_ROOT : DEPREL_DEP;
            tokens[i].xpos = tokens[i].lemma = SLICE("_");
        }
        sentence->was_split = true; // of any length
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!arena) {
        arena = arena_new();
        atexit(close_arena);
    }
    arena_reset(arena);
    // A copy of its own, so that the sanitizer sees a read past its end.
    const struct slice bytes = arena_copy(arena, (struct slice){ (const char *)data, size });
    struct error error = { 0 };
    struct conllu_document read, again;
    conllu_read_document(bytes, "fuzz", arena, &read, &error);
    if ((read.malformed > 0) != (error.kind != ERROR_NONE))
        fail("malformed without an error, or the reverse");
    if (read.malformed > 0 && (error.line == 0 || !error.message[0]))
        fail("an error without a line or words");
    if (utf8_first_invalid(read.document->text) != SIZE_MAX) fail("the text is not UTF-8");
    hang_on_first(&read);
    const char *wrong = analysis_check(read.analysis);
    if (wrong) fail(wrong);
    const struct slice written = conllu_write(read.analysis, read.comments, arena);
    error = (struct error){ 0 };
    conllu_read_document(written, "again", arena, &again, &error);
    if (again.malformed > 0 || again.analysis->count != read.analysis->count)
        fail("what was written is not read");
    for (size_t s = 0; s < read.analysis->count; s++) {
        if (again.sentences[s].count != read.sentences[s].count) fail("other words than before");
        for (size_t i = 0; i < read.sentences[s].count; i++)
            if (!slice_equal(again.sentences[s].tokens[i].form, read.sentences[s].tokens[i].form) ||
                again.sentences[s].tokens[i].multiword != read.sentences[s].tokens[i].multiword)
                fail("another word than before");
    }
    return 0;
}
