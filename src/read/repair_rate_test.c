// repair_rate_test.c - how often a repair is false on clean text, and how many lost links are found.
//
//     repair_rate_test KNOWLEDGE [CORPORA]
//
// Clean text: the sentences of the English treebanks under CORPORA/ud, joined per document. Every repair that
// joins or parts words there is held to be false, but for "lost-space" and "stray-space", which the
// treebanks' web pages do need; those are printed and counted apart. Lost links: in the same documents each
// space after a name that stands elsewhere in the document is taken out, one at a time. Skipped (77) without
// the corpora or zstd.
#include "base/file.h"
#include "base/vector.h"
#include "read/read.h"
#include "read/text/steps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SKIPPED 77
#define MOST_FALSE 1.0   // in 100,000 words
#define LEAST_FOUND 0.85 // of the lost links before function words and forms of verbs
#define LINKS_OF_ONE 4   // documents are many: so many links of each are tried

static const char *const files[] = { "en_ewt-train", "en_ewt-dev", "en_gum-train", "en_gum-dev" };

struct counts {
    size_t words, glued, spaces, links, found;
};

static struct document read_text(const struct reader *reader, struct slice text, struct arena *arena) {
    struct read_options english = { .language = SLICE("en") };
    struct document document;
    struct error error = { 0 };
    if (!read_document(reader, text, SLICE("treebank"), &english, arena, &document, &error))
        document.repair_count = 0;
    return document;
}

// Glues a name and the word behind it, and looks whether reading parts them again.
static void try_links(const struct reader *reader, const struct lexicon *lexicon, struct slice text,
                      struct counts *counts, struct arena *arena) {
    const struct words *words = words_of(text, lexicon, arena);
    struct slice name = { "", 0 };
    size_t at = 0, tried = 0;
    for (struct slice word; tried < LINKS_OF_ONE && (word = next_word(text, &at)).length > 0; name = word) {
        if (name.length < 4 || name.start + name.length + 1 != word.start || word.start[-1] != ' ' ||
            word.length < 3)
            continue;
        struct word_facts facts = words_lookup(words, name, arena), next = words_lookup(words, word, arena);
        bool is_name = facts.capital == facts.count && facts.count > 1 &&
                       (facts.kind == WORD_UNKNOWN || facts.kind == WORD_NAME);
        bool follows = next.kind == WORD_FUNCTION || next.kind == WORD_VERB;
        if (!is_name || !follows || word.start[0] < 'a' || word.start[0] > 'z') continue;
        size_t space = (size_t)(word.start - text.start) - 1;
        struct slice glued =
            arena_join(arena, slice_part(text, 0, space), slice_part(text, space + 1, text.length));
        struct document document = read_text(reader, glued, arena);
        tried++;
        counts->links++;
        for (size_t i = 0; i < document.repair_count; i++) {
            const struct repair *repair = &document.repairs[i];
            struct slice parted = { name.start, name.length + 1 + word.length };
            if (strcmp(repair->kind, "glued") == 0 && slice_ends(repair->after, parted)) {
                counts->found++;
                break;
            }
        }
    }
}

static void read_one(const struct reader *reader, const struct lexicon *lexicon, struct slice text,
                     struct counts *counts) {
    if (text.length == 0) return;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < text.length; i++) counts->words += text.start[i] == ' ';
    struct document document = read_text(reader, text, arena);
    for (size_t i = 0; i < document.repair_count; i++) {
        const struct repair *repair = &document.repairs[i];
        bool glued = strcmp(repair->kind, "glued") == 0 || strcmp(repair->kind, "hyphen") == 0;
        bool spaced = strcmp(repair->kind, "lost-space") == 0 || strcmp(repair->kind, "stray-space") == 0;
        counts->glued += glued;
        counts->spaces += spaced;
        if (glued)
            printf("  %s: %.*s -> %.*s\n", repair->kind, SLICE_ARG(repair->before), SLICE_ARG(repair->after));
    }
    try_links(reader, lexicon, text, counts, arena);
    arena_free(arena);
}

static bool read_treebank(const struct reader *reader, const struct lexicon *lexicon, const char *folder,
                          const char *name, struct counts *counts) {
    char command[1024], *line = NULL;
    int length = snprintf(command, sizeof command, "zstd -dcq '%s/ud/%s.conllu.zst'", folder, name);
    if (length < 0 || (size_t)length >= sizeof command || strchr(folder, '\'')) return false;
    FILE *in = popen(command, "r");
    if (in == NULL) return false;
    struct arena *arena = arena_new();
    struct slice text = SLICE("");
    size_t size = 0, lines = 0;
    for (ssize_t got; (got = getline(&line, &size, in)) > 0; lines++) {
        struct slice rest = slice_trim((struct slice){ line, (size_t)got });
        if (slice_starts(rest, SLICE("# newdoc"))) {
            read_one(reader, lexicon, text, counts);
            arena_reset(arena);
            text = SLICE("");
        } else if (slice_starts(rest, SLICE("# text = ")))
            text = arena_join(arena, text.length ? arena_join(arena, text, SLICE(" ")) : text,
                              slice_part(rest, 9, rest.length));
    }
    read_one(reader, lexicon, text, counts);
    free(line);
    arena_free(arena);
    return pclose(in) == 0 && lines > 0;
}

int main(int argc, char **argv) {
    if (argc < 3) return SKIPPED;
    char probe[1024];
    snprintf(probe, sizeof probe, "%s/ud/%s.conllu.zst", argv[2], files[0]);
    FILE *there = fopen(probe, "rb");
    if (there == NULL) {
        printf("skipped: no corpora\n");
        return SKIPPED;
    }
    fclose(there);
    struct error error = { 0 };
    struct knowledge *knowledge = knowledge_open(argv[1], &error);
    if (knowledge == NULL) return fprintf(stderr, "%s\n", error.message), 2;
    struct reader *reader = reader_open(knowledge);
    struct lexicon lexicon = lexicon_of(knowledge, SLICE("en"));
    struct counts counts = { 0 };
    bool done = true;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        done = read_treebank(reader, &lexicon, argv[2], files[i], &counts) && done;
    reader_close(reader);
    knowledge_close(knowledge);
    if (!done) return printf("skipped: zstd could not read the corpora\n"), SKIPPED;
    double rate = (double)counts.glued * 1e5 / (double)counts.words;
    double found = counts.links ? (double)counts.found / (double)counts.links : 0;
    printf("%zu words: %zu words parted or joined (%.2f in 100,000), %zu spaces mended\n", counts.words,
           counts.glued, rate, counts.spaces);
    printf("%zu lost links: %zu found (%.2f)\n", counts.links, counts.found, found);
    return rate < MOST_FALSE && found >= LEAST_FOUND ? 0 : 1;
}
