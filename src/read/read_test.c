// read_test.c - whole documents: what is the story, what stands around it, and what was mended.
#include "read/read.h"
#include "read/text/language.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static struct knowledge *knowledge;
static struct reader *reader;

// Prose that no rule has reason to touch, and that makes the lines before and after it look like a page's.
#define PROSE                                                                                                \
    "The council of the town met for three hours on Monday and agreed on nothing but the date of its next "  \
    "meeting, "                                                                                              \
    "which is to be held in the old customs house by the river."
#define MORE                                                                                                 \
    "Nobody was hurt. The mayor, who had lost his glasses, asked the delegates to speak one after another "  \
    "and to keep "                                                                                           \
    "their hats off the table."

// What one row of the tables expects, in this order, each line only when there is something to say.
static struct slice described(const struct document *document, struct arena *arena) {
    struct slice text = SLICE("");
#define SAY(...) text = arena_join(arena, text, arena_format(arena, __VA_ARGS__))
    for (size_t i = 0; i < document->paragraph_count; i++) {
        struct span span = document->paragraphs[i];
        struct slice part = slice_part(document->text, span.start, span.end);
        if (slice_equal(part, SLICE(PROSE)))
            SAY("PROSE\n");
        else if (slice_equal(part, SLICE(MORE)))
            SAY("MORE\n");
        else
            SAY("%s: %.*s\n", i == 0 && document->has_title ? "title" : "story", SLICE_ARG(part));
    }
    for (size_t i = 0; i < document->caption_count; i++)
        SAY("caption: %.*s\n", SLICE_ARG(document->captions[i]));
    for (size_t i = 0; i < document->credit_count; i++)
        SAY("credit: %.*s\n", SLICE_ARG(document->credits[i]));
    if (document->byline.length > 0) SAY("byline: %.*s\n", SLICE_ARG(document->byline));
    if (document->outlet.length > 0) SAY("outlet: %.*s\n", SLICE_ARG(document->outlet));
    if (document->agency.length > 0) SAY("agency: %.*s\n", SLICE_ARG(document->agency));
    if (document->dateline.length > 0) SAY("dateline: %.*s\n", SLICE_ARG(document->dateline));
    if (document->published[0]) SAY("published: %s %s\n", document->published, document->published_from);
    return text;
#undef SAY
}

static void read_bytes(struct slice bytes, const struct read_options *options, struct arena *arena,
                       struct document *document) {
    struct error error = { 0 };
    if (!read_document(reader, bytes, SLICE("test"), options, arena, document, &error))
        fail_msg("%s", error.message);
    size_t end = 0;
    for (size_t i = 0; i < document->paragraph_count; i++) {
        assert_int_equal(document->paragraphs[i].start, i == 0 ? 0 : end + 2);
        end = document->paragraphs[i].end;
    }
    assert_int_equal(end, document->text.length);
    for (size_t i = 0; i < document->repair_count; i++) {
        const struct repair *repair = &document->repairs[i];
        assert_true(i == 0 || document->repairs[i - 1].position <= repair->position);
        assert_true(slice_starts(slice_part(document->text, repair->position, SIZE_MAX), repair->after));
    }
}

static const struct {
    const char *page, *expected;
} pages[] = {
    { "Council fails to agree\n\n" PROSE "\n\n" MORE, "title: Council fails to agree\nPROSE\nMORE\n" },
    { PROSE, "PROSE\n" },
    { "Council fails to agree\n" PROSE "\n" MORE "\n", "title: Council fails to agree\nPROSE\nMORE\n" },
    { "What now for the council?\n\n" PROSE, "title: What now for the council?\nPROSE\n" },
    { "Mayor: 'I lost them'\n\nA second line below it\n\n" PROSE,
      "title: Mayor: 'I lost them'\nstory: A second line below it\nPROSE\n" },
    // captions
    { "Council fails\n\nMayor Ann Roe (Jo Doe/Kestrel Pictures/Dpx) (Jo Doe/)\n\n" PROSE,
      "title: Council fails\nPROSE\ncaption: Mayor Ann Roe (Jo Doe/Kestrel Pictures/Dpx) (Jo Doe/)\n" },
    { "Council fails\n\n" PROSE
      "\n\nThe mayor Ann Roe\nThe mayor looks for her glasses in the hall (Jo Doe/REUTERS)\n\n" MORE,
      "title: Council fails\nPROSE\nMORE\ncaption: The mayor Ann Roe\nThe mayor looks for her glasses in the "
      "hall (Jo "
      "Doe/REUTERS)\n" },
    { "Council fails\n\nFILE PHOTO: The hall in spring. REUTERS/Jo Doe/File Photo\n\n" PROSE,
      "title: Council fails\nPROSE\ncaption: FILE PHOTO: The hall in spring. REUTERS/Jo Doe/File Photo\n" },
    { "Council fails\n\n" PROSE "\n\nThe hall at night.\n(Photo: Jo Doe)\n\n" MORE,
      "title: Council fails\nPROSE\nMORE\ncaption: The hall at night.\n(Photo: Jo Doe)\n" },
    { "Council fails\n\n" PROSE "\n\nThe hall at night. Photograph by Jo Doe\n\n" MORE,
      "title: Council fails\nPROSE\nMORE\ncaption: The hall at night. Photograph by Jo Doe\n" },
    { "Council fails\n\n" PROSE
      "\n\nThe hall of the council at night (Harbour Pictures)\n\nThe hall of the council at night\n\n" MORE,
      "title: Council fails\nPROSE\nMORE\ncaption: The hall of the council at night (Harbour "
      "Pictures)\ncaption: The hall of the council at night\n" },
    { "Council fails\n\n" PROSE "\n\nMap of the town: the river and the hall. Image: Town of Halm\n\n" MORE,
      "title: Council fails\nPROSE\nMORE\ncaption: Map of the town: the river and the hall. Image: Town of "
      "Halm\n" },
    { "Council fails\n\n\xe2\x96\x88\xe2\x96\x88 The old town\n\n\xe2\x96\xa0 The new town\n\n" PROSE,
      "title: Council fails\nPROSE\ncaption: \xe2\x96\x88\xe2\x96\x88 The old town\ncaption: \xe2\x96\xa0 "
      "The new town\n" },
    { "Council fails\n\n" PROSE "\n\nJo Roe (Bakers of Halm)\n\nSix Steps (For Small Towns)\n\n" MORE,
      "title: Council fails\nPROSE\nstory: Jo Roe (Bakers of Halm)\nstory: Six Steps (For Small "
      "Towns)\nMORE\n" },
    // what looks like a caption and is prose
    { "Council fails\n\n" PROSE "\n\nHe joined the Union of Free Bakers (UFB).\n\n" MORE,
      "title: Council fails\nPROSE\nstory: He joined the Union of Free Bakers (UFB).\nMORE\n" },
    { "Council fails\n\n" PROSE "\n\nShe showed a photo of the hall and said: \"This was ours.\"",
      "title: Council fails\nPROSE\nstory: She showed a photo of the hall and said: \"This was ours.\"\n" },
    // bylines, dates, datelines, agencies
    { "Council fails\n\nBy Ann Roe\n\n" PROSE,
      "title: Council fails\nPROSE\ncredit: By Ann Roe\nbyline: Ann Roe\n" },
    { "Council fails\n\nBY ANN ROE AND JOHN VAN DOE\n\n" PROSE,
      "title: Council fails\nPROSE\ncredit: BY ANN ROE AND JOHN VAN DOE\nbyline: ANN ROE AND JOHN VAN "
      "DOE\n" },
    { "Council fails\n\nAnn Roe and John Doe, Correspondents\n\n" PROSE,
      "title: Council fails\nPROSE\ncredit: Ann Roe and John Doe, Correspondents\nbyline: Ann Roe and John "
      "Doe\n" },
    { "Council fails\n\nBy the river, a man waited.\n\n" PROSE,
      "title: Council fails\nstory: By the river, a man waited.\nPROSE\n" },
    { "Council fails\n\nKestrel Bay, 14 May 2031\nMiro Salvane\n\n" PROSE,
      "title: Council fails\nPROSE\ncredit: Kestrel Bay, 14 May 2031\ncredit: Miro Salvane\nbyline: Miro "
      "Salvane\ndateline: Kestrel Bay\npublished: 2031-05-14 dateline\n" },
    { "Council fails\n\nPublished: May 15, 2031, 10:30 GMT | Updated: May 16, 2031\n\n" PROSE,
      "title: Council fails\nPROSE\ncredit: Published: May 15, 2031, 10:30 GMT | Updated: May 16, "
      "2031\npublished: "
      "2031-05-15 text\n" },
    { "Council fails\n\nThursday, 15th May, 2031\n\n" PROSE,
      "title: Council fails\nPROSE\ncredit: Thursday, 15th May, 2031\npublished: 2031-05-15 text\n" },
    { "Council fails\n\n2031-05-15T08:00:00Z\n\n" PROSE,
      "title: Council fails\nPROSE\ncredit: 2031-05-15T08:00:00Z\npublished: 2031-05-15 text\n" },
    { "Council fails\n\n31 February 2031\n\n" PROSE,
      "title: Council fails\nstory: 31 February 2031\nPROSE\n" },
    { "Council fails\n\nLast updated on 16 May 2031\n\n" PROSE,
      "title: Council fails\nPROSE\ncredit: Last updated on 16 May 2031\n" },
    { "Council fails\n\nTOLVA, Karsia (AP) - " PROSE,
      "title: Council fails\nPROSE\ncredit: TOLVA, Karsia (AP) -\nagency: AP\ndateline: TOLVA, Karsia\n" },
    { "Council fails\n\nTOLVA, May 14 (Reuters) \xe2\x80\x94 " PROSE,
      "title: Council fails\nPROSE\ncredit: TOLVA, May 14 (Reuters) \xe2\x80\x94\nagency: Reuters\ndateline: "
      "TOLVA\n" },
    { "Council fails\n\nTOLVA, May 14 (Reuters) - " PROSE
      "\n\nAnn Roe in Tolva, May 14, 2031. REUTERS/Jo Doe\n\n" MORE,
      "title: Council fails\nPROSE\nMORE\ncaption: Ann Roe in Tolva, May 14, 2031. REUTERS/Jo Doe\ncredit: "
      "TOLVA, May 14 (Reuters) -\nagency: Reuters\ndateline: TOLVA\npublished: 2031-05-14 dateline\n" },
    { "Council fails\n\nTolva, 14 May 2031 (EFE).- " PROSE,
      "title: Council fails\nPROSE\ncredit: Tolva, 14 May 2031 (EFE).-\nagency: EFE\ndateline: "
      "Tolva\npublished: "
      "2031-05-14 dateline\n" },
    { "Council fails\n\n(Reuters) - " PROSE,
      "title: Council fails\nPROSE\ncredit: (Reuters) -\nagency: Reuters\n" },
    { "Council fails\n\nTOLVA. " PROSE, "title: Council fails\nPROSE\ncredit: TOLVA.\ndateline: TOLVA\n" },
    { "Council fails\n\nKABUL - " PROSE, "title: Council fails\nPROSE\ncredit: KABUL -\ndateline: KABUL\n" },
    { "Council fails\n\nTOLVA, Afghanistan - " PROSE,
      "title: Council fails\nPROSE\ncredit: TOLVA, Afghanistan -\ndateline: TOLVA, Afghanistan\n" },
    { "Council fails\n\nTOLVA, 14 May 2031 - " PROSE,
      "title: Council fails\nPROSE\ncredit: TOLVA, 14 May 2031 -\ndateline: TOLVA\npublished: 2031-05-14 "
      "dateline\n" },
    // capitals that are no place
    { "Council fails\n\nHAMSTERS - The mayor keeps three of them in the hall.",
      "title: Council fails\nstory: HAMSTERS - The mayor keeps three of them in the hall.\n" },
    { "Council fails\n\nThe mayor \xe2\x80\x94 a tall man \xe2\x80\x94 left.\n\n" PROSE,
      "title: Council fails\nstory: The mayor \xe2\x80\x94 a tall man \xe2\x80\x94 left.\nPROSE\n" },
    { "Council fails\n\n" PROSE "\n\n(With information from EFE)",
      "title: Council fails\nPROSE\ncredit: (With information from EFE)\nagency: EFE\n" },
    { "Council fails\n\n" PROSE "\n\nSource: dpa",
      "title: Council fails\nPROSE\ncredit: Source: dpa\nagency: dpa\n" },
    { "Council fails\n\n" PROSE " \xe2\x80\x94 AFP",
      "title: Council fails\nPROSE\ncredit: \xe2\x80\x94 AFP\nagency: AFP\n" },
    { "Council fails\n\n" PROSE " (AFP)", "title: Council fails\nPROSE\ncredit: (AFP)\nagency: AFP\n" },
    { "Council fails\n\n" PROSE "\n\nReporting by Ann Roe; editing by John Doe",
      "title: Council fails\nPROSE\ncredit: Reporting by Ann Roe; editing by John Doe\n" },
    // what a page adds
    { "Council fails\n\nShare this\n\n" PROSE "\n\nAdvertisement\n\n" MORE
      "\n\nRead also: Bakers on strike in Halm",
      "title: Council fails\nPROSE\nMORE\ncredit: Share this\ncredit: Advertisement\ncredit: Read also: "
      "Bakers on strike "
      "in Halm\n" },
    { "Council fails\n\n" PROSE "\n\nRelated news\n\nBakers on strike in Halm\n\nMayor buys glasses\n\n" MORE,
      "title: Council fails\nPROSE\nMORE\ncredit: Related news\ncredit: Bakers on strike in Halm\ncredit: "
      "Mayor buys "
      "glasses\n" },
    { "Council fails\n\n" PROSE
      "\n\nSources\n\n\"Council meets\", The Halm Gazette, 12 May 2031\n\n\"No bread\", Radio "
      "Lorrin, 13 May 2031",
      "title: Council fails\nPROSE\ncredit: Sources\ncredit: \"Council meets\", The Halm Gazette, 12 May "
      "2031\ncredit: "
      "\"No bread\", Radio Lorrin, 13 May 2031\n" },
    { "Council fails\n\n" PROSE
      "\n\nCorrection: An earlier version of this article misspelled the mayor's name.",
      "title: Council fails\nPROSE\ncredit: Correction: An earlier version of this article misspelled the "
      "mayor's "
      "name.\n" },
    { "Council fails\n\n" PROSE "\n\nCORRECTION: This notice ends without naming anybody",
      "title: Council fails\nPROSE\ncredit: CORRECTION: This notice ends without naming anybody\n" },
    { "Council fails\n\n" PROSE "\n\n[Correction: The council met on Tuesday.]",
      "title: Council fails\nPROSE\ncredit: [Correction: The council met on Tuesday.]\n" },
    { "Council fails\n\n" PROSE "\n\nCorrection officers of the prison met the council on Tuesday.",
      "title: Council fails\nPROSE\nstory: Correction officers of the prison met the council on Tuesday.\n" },
    { "Correction: Council did not fail\n\n" PROSE, "title: Correction: Council did not fail\nPROSE\n" },
    { "Council fails\n\nCouncil fails\n\n" PROSE "\n\n* * *\n\n" MORE,
      "title: Council fails\nPROSE\nMORE\ncredit: * * *\ncredit: Council fails\n" },
    // nothing but what is usually taken out
    { "Photo: Jo Doe", "story: Photo: Jo Doe\n" },
};

static void tells_the_story_from_what_stands_around_it(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct document document;
        read_bytes(slice_of(pages[i].page), NULL, arena, &document);
        const char *found = arena_string(arena, described(&document, arena));
        if (strcmp(found, pages[i].expected) != 0) print_error("page %zu: %.60s\n", i, pages[i].page);
        assert_string_equal(found, pages[i].expected);
    }
    arena_free(arena);
}

static const struct {
    const char *text, *repairs; // "before>after" each, '|' between
} mended[] = {
    // The name stands elsewhere in the document.
    { "Ilan Dorvathanked the council. It was Dorva who had called.", "Dorvathanked>Dorva thanked" },
    { "Henrik Vastelinfor once was late. Henrik Vastelin is never late.",
      "Henrik Vastelinfor>Henrik Vastelin for" },
    { "Mira bin Taleb al Sorathe said yes. A note by Omar Al-Sora said no.", "al Sorathe>al Sora the" },
    { "They met Hasekin the hall. Later Hasek left.", "Hasekin>Hasek in" },
    { "The foreign ministeris late. The other Foreign Minister is not.",
      "foreign ministeris>foreign minister is" },
    // The form of a verb is long enough to tell.
    { "On Monday President Ruya Tamsinsummoned the envoy.", "Tamsinsummoned>Tamsin summoned" },
    // A country is known without being named elsewhere.
    { "A spokesman said Afghanistanhas no plan.", "Afghanistanhas>Afghanistan has" },
    { "He lives inAfghanistan with his family.", "inAfghanistan>in Afghanistan" },
    // Names that only look so.
    { "Kamala Harris met Tom Harrison at noon.", "" },
    { "Robert said that Roberto was late.", "" },
    { "Two Israelis left Israel in spring.", "" },
    { "Peters and Peterson were there.", "" },
    { "Goethe and Roland, Marshall and Washington.", "" },
    { "The processor is fast. The Process Group and the Basic Connect Group. A basic connector.", "" },
    { "YouTube, PowerPoint and iPhone are trade marks.", "" },
    { "Ilan Dorvathanked the council, wrote Dorvathanked. So did Dorva.", "" },
    // Spaces.
    { "It was done. . Then they left.", "done. .>done." },
    { "\xe2\x80\x9cNobody knows,\xe2\x80\x9d he said .", "said .>said." },
    { "On Monday ,the council met , and left.", "Monday ,the>Monday, the|met ,>met," },
    { "That was the end.The council left.", "end.The>end. The" },
    { "He waited . . . and left. Version 2.The file a.Txt and www.example.Com stay.", "" },
    { "The U.S.The rest of it. See Booking.Com now.", "" },
    { "the \xe2\x80\x9cvital importance\xe2\x80\x9dof bread", "\xe2\x80\x9dof>\xe2\x80\x9d of" },
};

static void mends_what_the_document_itself_gives_away(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct read_options english = { .language = SLICE("en") };
    for (size_t i = 0; i < sizeof mended / sizeof *mended; i++) {
        struct document document;
        read_bytes(slice_of(mended[i].text), &english, arena, &document);
        struct slice found = SLICE("");
        for (size_t j = 0; j < document.repair_count; j++)
            found = arena_format(arena, "%.*s%s%.*s>%.*s", SLICE_ARG(found), j ? "|" : "",
                                 SLICE_ARG(document.repairs[j].before), SLICE_ARG(document.repairs[j].after));
        if (strcmp(arena_string(arena, found), mended[i].repairs) != 0)
            print_error("text %zu: %s\n", i, mended[i].text);
        assert_string_equal(arena_string(arena, found), mended[i].repairs);
    }
    arena_free(arena);
}

static void says_once_that_a_story_was_in_windows_1252(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct document document;
    read_bytes(SLICE("Caf\xe9 closes\n\nBy Ren\xe9"
                     "e Roe\n\n\x93No,\x94 said the mayor.\n\n\x93Yes.\x94 \x96 AFP"),
               NULL, arena, &document);
    assert_string_equal(arena_string(arena, document.text),
                        "Caf\xc3\xa9 closes\n\n\xe2\x80\x9cNo,\xe2\x80\x9d said the mayor.\n\n"
                        "\xe2\x80\x9cYes.\xe2\x80\x9d");
    assert_string_equal(arena_string(arena, document.byline), "Ren\xc3\xa9"
                                                              "e Roe");
    assert_int_equal(document.repair_count, 1);
    assert_string_equal(document.repairs[0].kind, "charset");
    assert_int_equal(document.repairs[0].position, 3);
    arena_free(arena);
}

static const struct {
    const char *text, *language;
} languages[] = {
    { "The mayor of the town said that it was late.", "en" },
    { "El alcalde de la ciudad dijo que era tarde.", "es" },
    { "Le maire de la ville a dit que c'est trop tard pour les boulangers.", "fr" },
    { "\xd9\x82\xd8\xa7\xd9\x84 \xd8\xa5\xd9\x86 \xd8\xa7\xd9\x84\xd8\xb1\xd8\xac\xd9\x84 \xd9\x81\xd9\x8a "
      "\xd8\xa7\xd9\x84\xd8\xa8\xd9\x8a\xd8\xaa",
      "ar" },
    { "Mayor resigns", "en" },
    { "12345", "und" },
};

static void guesses_the_language_by_script_and_function_words(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        struct document document;
        read_bytes(slice_of(languages[i].text), NULL, arena, &document);
        assert_string_equal(document.language, languages[i].language);
    }
    arena_free(arena);
}

static void takes_date_and_language_from_the_caller_first(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct read_options options = { .published = SLICE("2031-06-01"), .language = SLICE("en-GB") };
    struct document document;
    read_bytes(SLICE("Council fails\n\nTolva, 14 May 2031\n\n" PROSE), &options, arena, &document);
    assert_string_equal(document.published, "2031-06-01");
    assert_string_equal(document.published_from, "option");
    assert_string_equal(document.language, "en-GB");
    arena_free(arena);
}

static void gives_the_same_text_the_same_id(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct document a, b, c;
    read_bytes(SLICE("Council fails\n\n" PROSE), NULL, arena, &a);
    read_bytes(SLICE("Council fails\r\n\r\nBy Ann Roe\r\n\r\n" PROSE "\r\n"), NULL, arena, &b);
    read_bytes(SLICE("Council fails\n\n" MORE), NULL, arena, &c);
    assert_int_equal(strlen(a.id), 32);
    assert_string_equal(a.id, b.id);
    assert_string_not_equal(a.id, c.id);
    arena_free(arena);
}

// Every line of a page is in the story, a caption or a credit, with all its letters.
static void loses_no_line(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct document document;
        read_bytes(slice_of(pages[i].page), NULL, arena, &document);
        size_t in = 0, out = 0;
        for (const char *p = pages[i].page; *p; p++) in += *p != ' ' && *p != '\n';
        for (size_t j = 0; j < document.text.length; j++)
            out += document.text.start[j] != ' ' && document.text.start[j] != '\n';
        const struct slice *lists[] = { document.captions, document.credits };
        size_t counts[] = { document.caption_count, document.credit_count };
        for (size_t k = 0; k < 2; k++)
            for (size_t j = 0; j < counts[k]; j++)
                for (size_t at = 0; at < lists[k][j].length; at++)
                    out += lists[k][j].start[at] != ' ' && lists[k][j].start[at] != '\n';
        if (in != out) print_error("page %zu: %.60s\n", i, pages[i].page);
        assert_int_equal(in, out);
    }
    arena_free(arena);
}

static void a_language_is_told_by_its_code_or_name(void **state) {
    (void)state;
    static const struct {
        const char *tag, *code;
    } cases[] = {
        { "en", "en" },       { "es-MX", "es" },        { "spa", "es" },  { "SPA", "es" },
        { "Spanish", "es" },  { "espa\u00f1ol", "es" }, { "ger", "de" },  { "deu", "de" },
        { "zho-Hant", "zh" }, { "iw", "he" },           { "tlh", "tlh" }, { "", "" },
        { "s", "s" },         { "Klingon", "Klingon" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct slice told = language_told(knowledge, slice_of(cases[i].tag));
        assert_int_equal(told.length, strlen(cases[i].code));
        assert_memory_equal(told.start, cases[i].code, told.length);
    }
}

int main(int argc, char **argv) {
    struct error error = { 0 };
    knowledge = argc > 1 ? knowledge_open(argv[1], &error) : NULL;
    if (knowledge == NULL) return 2;
    reader = reader_open(knowledge);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_the_story_from_what_stands_around_it),
        cmocka_unit_test(mends_what_the_document_itself_gives_away),
        cmocka_unit_test(says_once_that_a_story_was_in_windows_1252),
        cmocka_unit_test(guesses_the_language_by_script_and_function_words),
        cmocka_unit_test(takes_date_and_language_from_the_caller_first),
        cmocka_unit_test(gives_the_same_text_the_same_id),
        cmocka_unit_test(loses_no_line),
        cmocka_unit_test(a_language_is_told_by_its_code_or_name),
    };
    int failed = cmocka_run_group_tests_name("read", tests, NULL, NULL);
    reader_close(reader);
    knowledge_close(knowledge);
    return failed;
}
