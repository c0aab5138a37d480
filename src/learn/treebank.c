// treebank.c - reads CoNLL-U, packed by zstd or not.
#include "learn/treebank.h"

#include "base/file.h"
#include "base/vector.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

#define CORPUS_LIMIT ((size_t)1 << 30)

bool corpus_read(const char *path, struct arena *arena, struct slice *content, struct error *error) {
    if (!file_read(path, CORPUS_LIMIT, arena, content, error)) return false;
    size_t length = strlen(path);
    if (length < 4 || strcmp(path + length - 4, ".zst") != 0) return true;
    struct place_in_file here = { path, 0, 0 };
    ZSTD_DCtx *context = ZSTD_createDCtx();
    ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, 27);
    size_t capacity = content->length * 8 + 65536, used = 0;
    char *bytes = malloc(capacity);
    ZSTD_inBuffer in = { content->start, content->length, 0 };
    size_t left = 1;
    while (bytes && in.pos < in.size) {
        if (used == capacity) {
            capacity *= 2;
            char *more = capacity > CORPUS_LIMIT ? NULL : realloc(bytes, capacity);
            if (!more) break;
            bytes = more;
        }
        ZSTD_outBuffer out = { bytes, capacity, used };
        left = ZSTD_decompressStream(context, &out, &in);
        used = out.pos;
        if (ZSTD_isError(left)) break;
        if (in.pos == in.size && out.pos == out.size && left > 0)
            in.pos = in.size - 0; // more output is waiting
    }
    while (bytes && !ZSTD_isError(left) && left > 0) { // what is still inside the decoder
        if (used == capacity) {
            capacity *= 2;
            char *more = capacity > CORPUS_LIMIT ? NULL : realloc(bytes, capacity);
            if (!more) break;
            bytes = more;
        }
        ZSTD_outBuffer out = { bytes, capacity, used };
        size_t before = used;
        left = ZSTD_decompressStream(context, &out, &in);
        used = out.pos;
        if (ZSTD_isError(left) || used == before) break;
    }
    ZSTD_freeDCtx(context);
    bool good = bytes && left == 0;
    if (good) *content = arena_copy(arena, (struct slice){ bytes, used });
    free(bytes);
    return good || error_at(error, ERROR_INPUT, here, "no whole zstd file");
}

bool corpus_find(const char *folder, const char *name, struct arena *arena, struct slice *content,
                 struct error *error) {
    struct slice path = arena_format(arena, "%s/%s", folder, name);
    const char *plain = arena_string(arena, path);
    if (access(plain, R_OK) == 0) return corpus_read(plain, arena, content, error);
    return corpus_read(arena_string(arena, arena_format(arena, "%s/%s.zst", folder, name)), arena, content,
                       error);
}

static uint8_t upos_of(struct slice tag) {
    for (int i = 0; i < UPOS_COUNT; i++)
        if (slice_equal(tag, slice_of(upos_name((enum upos)i)))) return (uint8_t)i;
    return UPOS_X;
}

static int32_t number_of(struct slice text) {
    int32_t number = 0;
    for (size_t i = 0; i < text.length && text.start[i] >= '0' && text.start[i] <= '9' && number < 1000000;
         i++)
        number = number * 10 + (text.start[i] - '0');
    return number;
}

bool treebank_parse(struct slice content, const char *name, struct arena *arena, struct treebank *treebank,
                    struct error *error) {
    VECTOR_OF(struct gold_sentence) sentences = { 0 };
    VECTOR_OF(struct gold_word) words = { 0 };
    struct gold_sentence next = { 0 };
    struct slice document = { 0 }, surface = { 0 };
    uint32_t line_number = 0, range_end = 0, range_parts = 0;
    bool range_space = true;
    size_t total = 0;
    for (struct slice line; slice_next(&content, SLICE("\n"), &line);) {
        line_number++;
        struct place_in_file here = { name, line_number, 0 };
        if (line.length > 0 && line.start[line.length - 1] == '\r') line.length--;
        if (line.length == 0) {
            if (words.count > 0) {
                next.words = words.items;
                next.count = (uint32_t)words.count;
                next.document = document;
                for (uint32_t i = 0; i < next.count; i++)
                    if (next.words[i].head >= (int32_t)next.count || next.words[i].head == (int32_t)i)
                        return error_at(error, ERROR_INPUT, here,
                                        "a head is out of range in the sentence that ends here");
                total += words.count;
                *vector_push(arena, &sentences) = next;
            }
            next = (struct gold_sentence){ 0 };
            memset(&words, 0, sizeof words);
            range_end = 0;
            continue;
        }
        if (line.start[0] == '#') {
            if (slice_starts(line, SLICE("# newdoc"))) {
                next.starts_document = next.starts_paragraph = true;
                size_t at = slice_find(line, SLICE("= "), 0);
                document = slice_part(line, at == SIZE_MAX ? line.length : at + 2, line.length);
            } else if (slice_starts(line, SLICE("# newpar"))) {
                next.starts_paragraph = true;
            } else if (slice_starts(line, SLICE("# text = "))) {
                next.text = slice_part(line, 9, line.length);
            }
            continue;
        }
        struct slice cells[10], rest = line;
        unsigned count = 0;
        while (count < 10 && slice_next(&rest, SLICE("\t"), &cells[count])) count++;
        if (count < 10) return error_at(error, ERROR_INPUT, here, "expected ten columns, found %u", count);
        bool no_space = slice_find(cells[9], SLICE("SpaceAfter=No"), 0) != SIZE_MAX;
        if (slice_find(cells[0], SLICE("."), 0) != SIZE_MAX) continue;
        size_t dash = slice_find(cells[0], SLICE("-"), 0);
        if (dash != SIZE_MAX) {
            range_end = (uint32_t)number_of(slice_part(cells[0], dash + 1, cells[0].length));
            range_parts = range_end - (uint32_t)number_of(cells[0]) + 1;
            surface = cells[1];
            range_space = !no_space;
            continue;
        }
        struct gold_word *word = vector_push(arena, &words);
        *word = (struct gold_word){ .form = cells[1],
                                    .lemma = cells[2],
                                    .upos = upos_of(cells[3]),
                                    .xpos = cells[4],
                                    .features = cells[5],
                                    .head = number_of(cells[6]) - 1,
                                    .relation = cells[7],
                                    .misc = cells[9],
                                    .space_after = !no_space };
        if (range_parts > 0) {
            word->multiword = (uint8_t)range_parts;
            word->surface = surface;
            range_parts = 0;
        }
        if (range_end > 0) {
            word->space_after = (uint32_t)words.count == range_end && range_space;
            if ((uint32_t)words.count == range_end) range_end = 0;
        }
    }
    *treebank =
        (struct treebank){ .sentences = sentences.items, .count = (uint32_t)sentences.count, .words = total };
    return true;
}

#define BLOCK 10u // sentences

void treebank_split(const struct treebank *bank, struct arena *arena, struct treebank *kept,
                    struct treebank *held) {
    const struct treebank all = *bank;
    struct treebank *parts[] = { kept, held };
    for (int p = 0; p < 2; p++)
        *parts[p] = (struct treebank){ .sentences = ARENA_ARRAY(arena, struct gold_sentence, all.count + 1) };
    for (uint32_t s = 0; s < all.count; s++) {
        struct treebank *part = parts[s / BLOCK % 10 == 9];
        part->sentences[part->count++] = all.sentences[s];
        part->words += all.sentences[s].count;
    }
}

bool treebank_has_xpos(const struct treebank *bank) {
    for (uint32_t s = 0; s < bank->count; s++)
        for (uint32_t i = 0; i < bank->sentences[s].count; i++)
            if (!slice_equal(bank->sentences[s].words[i].xpos, SLICE("_"))) return true;
    return false;
}

void treebank_copy_upos(struct treebank *bank) {
    for (uint32_t s = 0; s < bank->count; s++)
        for (uint32_t i = 0; i < bank->sentences[s].count; i++) {
            struct gold_word *word = &bank->sentences[s].words[i];
            word->xpos = slice_of(upos_name((enum upos)word->upos));
        }
}
