// read.c - a plain-text document, from bytes to what the story says and what stood around it.
//
// The order matters: lines are cleaned before anything looks at them; the words of the whole document,
// captions too, are counted before the story is mended, because a caption is where a name stands alone; and
// the page is sorted before the mending, because captions and credits are kept as they were written.
#include "read/reader.h"

#include "base/hash.h"
#include "read/page/article.h"

#include <stdlib.h>
#include <string.h>

struct reader *reader_open(const struct knowledge *knowledge) {
    struct arena *arena = arena_new();
    struct reader *reader = ARENA_NEW(arena, struct reader);
    reader->arena = arena;
    reader->knowledge = knowledge;
    reader->guess = language_guess_of(knowledge, arena);
    const struct table *table = knowledge_table(knowledge, TABLE_LANGUAGES, (struct slice){ "", 0 });
    size_t count = table_count(table) < MOST_LANGUAGES ? table_count(table) : MOST_LANGUAGES;
    struct slice *languages = ARENA_ARRAY(arena, struct slice, count + 1);
    for (size_t row = 0; row < count; row++)
        languages[row] = table_cell(table, row, TABLE_COLUMN(LANGUAGES, CODE));
    reader->phrases = page_phrases_of(knowledge, languages, count, arena);
    for (size_t i = 0; i < count; i++) {
        const struct table *words = knowledge_table(knowledge, TABLE_WORDS, languages[i]);
        if (table_count(words) == 0) continue;
        reader->words[reader->word_count++] =
            (struct reader_words){ languages[i], word_index_of(words, arena) };
    }
    return reader;
}

static struct lexicon lexicon_for(const struct reader *reader, struct slice language) {
    struct lexicon lexicon = lexicon_of(reader->knowledge, language);
    for (size_t i = 0; i < reader->word_count; i++)
        if (slice_equal(reader->words[i].language, language)) lexicon.index = reader->words[i].index;
    return lexicon;
}

void reader_close(struct reader *reader) {
    if (!reader) return;
    article_model_close(reader->articles);
    arena_free(reader->arena);
}

static void set_text(char *to, size_t size, struct slice from) {
    size_t length = from.length < size ? from.length : size - 1;
    memcpy(to, from.start, length);
    to[length] = '\0';
}

static const struct slice *texts_of(const struct paragraphs *list, struct arena *arena) {
    struct slice *texts = ARENA_ARRAY(arena, struct slice, list->count + 1);
    for (size_t i = 0; i < list->count; i++) texts[i] = list->items[i].text;
    return texts;
}

// A repair shows a little of what stands before it, so it may begin before an earlier one. None moves far.
static void put_in_order(struct repair *repairs, size_t count) {
    for (size_t i = 1; i < count; i++) {
        struct repair repair = repairs[i];
        size_t to = i;
        for (; to > 0 && repairs[to - 1].position > repair.position; to--) repairs[to] = repairs[to - 1];
        repairs[to] = repair;
    }
}

// A teaser: "nine prisoners on Monday…", "... [...]".
static bool ends_in_dots(struct slice text) {
    static const struct slice ends[] = { { "\xe2\x80\xa6", 3 },   { "...", 3 },
                                         { "[\xe2\x80\xa6]", 5 }, { "[...]", 5 },
                                         { "(\xe2\x80\xa6)", 5 }, { "(...)", 5 } };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (slice_ends(text, ends[i])) return true;
    return false;
}

// The story's paragraphs as one text.
static void put_together(const struct paragraphs *paragraphs, const enum part *parts, struct arena *arena,
                         struct document *document) {
    size_t size = 0, count = 0, repair_count = 0, used = 0;
    for (size_t i = 0; i < paragraphs->count; i++) {
        if (parts[i] != PART_STORY && parts[i] != PART_TITLE) continue;
        size += paragraphs->items[i].text.length + 2;
        repair_count += paragraphs->items[i].repairs.count;
        count++;
    }
    char *text = arena_raw(arena, size + 1);
    struct span *spans = ARENA_ARRAY(arena, struct span, count);
    struct repair *repairs = ARENA_ARRAY(arena, struct repair, repair_count);
    bool decoded = false;
    for (size_t i = 0; i < paragraphs->count; i++) {
        if (parts[i] != PART_STORY && parts[i] != PART_TITLE) continue;
        const struct paragraph *paragraph = &paragraphs->items[i];
        if (document->paragraph_count > 0) {
            text[used++] = '\n';
            text[used++] = '\n';
        }
        memcpy(text + used, paragraph->text.start, paragraph->text.length);
        for (size_t j = 0; j < paragraph->repairs.count; j++) {
            struct repair repair = paragraph->repairs.items[j];
            bool charset = strcmp(repair.kind, "charset") == 0;
            if (charset && decoded) continue; // once for the document
            decoded = decoded || charset;
            if (repair.position > paragraph->text.length) repair.position = (uint32_t)paragraph->text.length;
            repair.position += (uint32_t)used;
            repairs[document->repair_count++] = repair;
        }
        document->has_title = document->has_title || parts[i] == PART_TITLE;
        spans[document->paragraph_count].start = (uint32_t)used;
        used += paragraph->text.length;
        spans[document->paragraph_count++].end = (uint32_t)used;
    }
    document->text = (struct slice){ text, used };
    document->is_cut = ends_in_dots(document->text);
    document->paragraphs = spans;
    put_in_order(repairs, document->repair_count);
    document->repairs = repairs;
}

// `bytes` with `title` as a paragraph of its own before them, unless they begin with it.
static struct slice with_title(struct slice title, struct slice bytes, struct arena *arena) {
    struct slice rest = slice_trim(bytes), first = { "", 0 };
    title = slice_trim(title);
    if (title.length == 0 ||
        (slice_next(&rest, SLICE("\n"), &first) && slice_equal(slice_trim(first), title)))
        return bytes;
    return arena_join(arena, arena_join(arena, title, SLICE("\n\n")), bytes);
}

bool read_document(const struct reader *reader, struct slice bytes, struct slice source,
                   const struct read_options *options, struct arena *arena, struct document *document,
                   struct error *error) {
    static const struct read_options none;
    if (options == NULL) options = &none;
    const bool titled = slice_trim(options->title).length > 0;
    bytes = with_title(options->title, bytes, arena);
    *document = (struct document){ .source = arena_copy(arena, source) };
    struct slice text;
    struct repairs repairs = { 0 };
    if (!clean_text(bytes, source, arena, &text, &repairs, error)) return false;

    struct slice language =
        options->language.length > 0 ? options->language : guess_language(reader->guess, text, arena);
    set_text(document->language, sizeof document->language, language);
    struct lexicon *lexicon = ARENA_NEW(arena, struct lexicon);
    *lexicon = lexicon_for(reader, language_of_tag(slice_of(document->language)));

    const struct words *words = words_of(text, lexicon, arena);
    struct paragraphs paragraphs = { 0 };
    bool separated;
    lay_out(text, &repairs, words, arena, &paragraphs, &separated);
    struct page page;
    sort_page(reader->phrases, lexicon, &paragraphs, separated, titled, arena, &page);
    size_t passed = 0;
    if (table_count(lexicon->words) > 0)
        for (size_t i = 0; i < paragraphs.count; i++)
            if (page.parts[i] == PART_STORY || page.parts[i] == PART_TITLE)
                mend_paragraph(&paragraphs.items[i], words, lexicon, &passed, arena);
    put_together(&paragraphs, page.parts, arena, document);

    document->captions = texts_of(&page.captions, arena);
    document->caption_count = page.captions.count;
    document->credits = texts_of(&page.credits, arena);
    document->credit_count = page.credits.count;
    document->byline = page.byline;
    document->outlet = page.outlet;
    document->agency = page.agency;
    document->dateline = page.dateline;
    if (options->published.length > 0) {
        set_text(document->published, sizeof document->published, options->published);
        document->published_from = "option";
    } else if (page.published[0] != '\0') {
        set_text(document->published, sizeof document->published, slice_of(page.published));
        document->published_from = page.published_from;
    }
    uint8_t digest[DIGEST_BYTES];
    digest_bytes(document->text, digest);
    digest_hex(digest, 16, document->id);
    return true;
}
