// read_fuzz.c - any bytes as a plain-text document.
//
// DRAGOMAN_KNOWLEDGE names the compiled tables. What must hold: a document or an error that says something;
// valid text in paragraphs that follow each other and cover it; every repair where it says it is; and nothing
// lost, which for plain ASCII without entities or zero bytes means that the letters and digits of story,
// captions and credits are those of the input.
#include "base/hash.h"
#include "base/utf8.h"
#include "read/read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct knowledge *knowledge;
static struct reader *reader;
static struct arena *arena;

static void require(bool holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "read_fuzz: %s\n", what);
    abort();
}

static void close_all(void) {
    reader_close(reader);
    knowledge_close(knowledge);
    arena_free(arena);
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc, (void)argv;
    struct error error = { 0 };
    const char *file = getenv("DRAGOMAN_KNOWLEDGE");
    require(file != NULL, "DRAGOMAN_KNOWLEDGE must name the compiled tables");
    knowledge = knowledge_open(file, &error);
    require(knowledge != NULL, error.message);
    reader = reader_open(knowledge);
    arena = arena_new();
    atexit(close_all);
    return 0;
}

static bool is_plain(char byte) {
    return (byte >= '0' && byte <= '9') || ((byte | 0x20) >= 'a' && (byte | 0x20) <= 'z');
}

static size_t plain_count(struct slice text) {
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++) count += is_plain(text.start[i]);
    return count;
}

static bool is_plain_ascii(struct slice text) {
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.start[i] >= 0x80 || text.start[i] == '&' || text.start[i] == '\0')
            return false;
    return true;
}

static void check_text(struct slice text, const char *what) {
    require(utf8_first_invalid(text) == SIZE_MAX, what);
    for (size_t i = 0; i < text.length; i++)
        require((unsigned char)text.start[i] >= 0x20 || text.start[i] == '\n', what);
}

static void check_document(const struct document *document, struct slice bytes) {
    check_text(document->text, "the text holds invalid UTF-8 or controls");
    check_text(document->byline, "the byline is no text");
    check_text(document->agency, "the agency is no text");
    check_text(document->dateline, "the dateline is no text");
    check_text(document->outlet, "the outlet is no text");
    require(document->paragraph_count > 0, "a document without a paragraph");
    size_t end = 0;
    for (size_t i = 0; i < document->paragraph_count; i++) {
        struct span span = document->paragraphs[i];
        require(span.start == (i == 0 ? 0 : end + 2), "paragraphs do not follow each other");
        require(span.end > span.start && span.end <= document->text.length,
                "a paragraph is empty or outside");
        require(i == 0 || memcmp(document->text.start + end, "\n\n", 2) == 0,
                "no empty line between paragraphs");
        require(memchr(document->text.start + span.start, '\n', span.end - span.start) == NULL,
                "a line end inside");
        end = span.end;
    }
    require(end == document->text.length, "paragraphs do not cover the text");
    for (size_t i = 0; i < document->repair_count; i++) {
        const struct repair *repair = &document->repairs[i];
        require(i == 0 || document->repairs[i - 1].position <= repair->position, "repairs are out of order");
        require(repair->position + repair->after.length <= document->text.length, "a repair is outside");
        require(utf8_first_invalid(repair->before) == SIZE_MAX, "a repair's source is no text");
    }
    size_t kept = plain_count(document->text);
    for (size_t i = 0; i < document->caption_count; i++) {
        check_text(document->captions[i], "a caption is no text");
        kept += plain_count(document->captions[i]);
    }
    for (size_t i = 0; i < document->credit_count; i++) {
        check_text(document->credits[i], "a credit is no text");
        kept += plain_count(document->credits[i]);
    }
    require(!is_plain_ascii(bytes) || kept == plain_count(bytes), "letters were lost or doubled");
    uint8_t digest[DIGEST_BYTES];
    char id[33];
    digest_bytes(document->text, digest);
    digest_hex(digest, 16, id);
    require(strcmp(id, document->id) == 0, "the id is not that of the text");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    arena_reset(arena);
    // A copy of its own size, so that the sanitizer sees a read past its end.
    char *copy = malloc(size + (size == 0));
    require(copy != NULL, "out of memory");
    memcpy(copy, data, size);
    struct slice bytes = { copy, size };
    struct document document;
    struct error error = { 0 };
    if (read_document(reader, bytes, SLICE("input"), NULL, arena, &document, &error))
        check_document(&document, bytes);
    else
        require(error.kind != ERROR_NONE && error.message[0] != '\0', "refused without a word");
    free(copy);
    return 0;
}
