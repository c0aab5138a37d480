#include "read/page/block_elements.h"
#include "read/page/block_texts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static struct arena *arena;

static struct blocks blocks_in(const char *markup) {
    struct html *html = ARENA_NEW(arena, struct html);
    *html = html_parse_story(slice_of(markup), arena);
    return blocks_of(html, arena);
}

// "one/two": the texts of the blocks, a '^' before those that a single line break opens.
static struct slice texts_of(const struct blocks *blocks) {
    struct slice out = { "", 0 };
    for (uint32_t i = 0; i < blocks->count; i++)
        out = arena_format(arena, SLICE_FORMAT "%s%s" SLICE_FORMAT, SLICE_ARG(out), i ? "/" : "",
                           blocks->items[i].after_break ? "^" : "", SLICE_ARG(blocks->items[i].text));
    return out;
}

#define TEN "a b c d e f g h i j"
#define THIRTY TEN " " TEN " " TEN

static void texts_are_joined_to_blocks(void **state) {
    (void)state;
    static const struct {
        const char *markup, *blocks;
    } cases[] = {
        { "<p>one</p><p>two</p>", "one/two" },
        { "<p>one <b>bold</b>, <a href=x>link</a></p>", "one bold, link" },
        { "<div>a<p>b</p>c</div>", "a/b/c" },
        { "<p>line<br>next</p>", "line next" },
        { "<p>part<br><br>other</p>", "part/^other" },
        { "<p>a</p><hr><p>b</p>", "a/b" },
        { "<div>a<hr>b</div>", "a/b" },
        { "<p> a \n\t b&nbsp;&amp; c </p>", "a b\u00a0& c" },
        { "<p>seen<script>not()</script> too<style>b{}</style></p>", "seen too" },
        // Marks of notes are no part of numbers and words; units and powers are.
        { "<p>killed 12<sup>3</sup> people, 31<a class=footnote href=#n4>4</a> hurt</p>",
          "killed 12 people, 31 hurt" },
        { "<p>twelve<sup><a href=#n1>[1]</a></sup> and six<sup>*</sup></p>", "twelve and six" },
        { "<p>12 <sup>[3]</sup> people, 5<a href=#cite_note-2>[2]</a></p>", "12 people, 5" },
        { "<p>40 km<sup>2</sup>, 10<sup>6</sup> men, the 20<sup>th</sup></p>", "40 km2, 10^6 men, the 20th" },
        { "<p><sup>3</sup> By the count of the hall</p>", "3 By the count of the hall" },
        { "<p>See <a href=#part4>4</a> and <a href=/12>12</a></p>", "See 4 and 12" },
        // <q> has its marks, unless the text has some.
        { "<p><q>We will wait,</q> he said. It is <q>absurd</q>.</p>",
          "\u201cWe will wait,\u201d he said. It is \u201cabsurd\u201d." },
        { "<p><q>He said <q>no</q> twice</q></p>", "\u201cHe said \u2018no\u2019 twice\u201d" },
        { "<p><q>\u201cNo\u201d</q> and <q></q>yes</p>", "\u201cNo\u201d and yes" },
        // Spans that stand as lines, and what nobody sees.
        { "<p><span style='display: block'>one</span><span style=display:block>two</span>three</p>",
          "one/two/three" },
        { "<div><span>Shells fell on Halm</span><span>Karsia denied it all</span></div>",
          "Shells fell on Halm/Karsia denied it all" },
        { "<p><span>S</span><span>hells fell on Halm</span></p>", "Shells fell on Halm" },
        { "<p>seen<span hidden>not</span> <b style='display:none'>nor this</b>too<i class=sr-only>no</i></p>",
          "seen too" },
        { "<title>t</title><p>a</p><noscript><p>no</p></noscript><select><option>x</select>", "a" },
        { "<ul><li>x<li>y</ul><table><tr><td>1<td>2</table>", "x/y/1/2" },
        { "<p></p><div> <p> </p></div>", "" },
        // Navigation is apart, but not where hardly anything else is there.
        { "<nav>Home</nav><p>" THIRTY "</p><footer><p>Contact</p></footer>", THIRTY },
        { "<p>" THIRTY "<button>Share</button><br>more</p><dialog>Cookies?</dialog>", THIRTY "/^more" },
        { "<blockquote><p>" THIRTY "</p><footer>Ann Roe</footer></blockquote>", THIRTY "/Ann Roe" },
        { "<p>" THIRTY
          "</p><h3><button aria-expanded=false>Why?</button></h3><p>So.</p><button>Share</button>",
          THIRTY "/Why?/So." },
        { "<nav>Home<p>" THIRTY "</p><p>two</p><footer>Contact</footer></nav>",
          "Home/" THIRTY "/two/Contact" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct blocks blocks = blocks_in(cases[i].markup);
        assert_string_equal(arena_string(arena, texts_of(&blocks)), cases[i].blocks);
    }
}

static void words_and_links_are_counted(void **state) {
    (void)state;
    const struct blocks blocks = blocks_in("<p>three plain words</p><li><a>all in</a> link</li><p>x</p>");
    assert_int_equal(blocks.count, 3);
    assert_int_equal(blocks.items[0].words, 3);
    assert_int_equal(blocks.items[0].link_words, 0);
    assert_int_equal(blocks.items[1].words, 3);
    assert_int_equal(blocks.items[1].link_words, 2);
    assert_int_equal(blocks.items[0].tag, HTML_p);
    assert_true(blocks.items[0].hash != blocks.items[2].hash);
}

// "24": the second and the fourth are not judged.
static void links_alone_are_not_judged(void **state) {
    (void)state;
    static const struct {
        const char *markup, *links;
    } cases[] = {
        { "<p>" THIRTY "</p><p><a>two</a></p><p><a>three</a> words</p><li><a>a</a> <a>b</a></li>", "24" },
        { "<p>" THIRTY "</p><h3><a>Heading</a></h3><li><a>link</a></li>", "3" },
        // ... but where hardly anything else is there.
        { "<p>short</p><p><a>two</a></p><p><a>" THIRTY "</a></p><nav>Home</nav>", "" },
        { "<nav><p>" THIRTY "</p><a>Home</a></nav><p>x</p>", "2" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct blocks blocks = blocks_in(cases[i].markup);
        char links[16] = "";
        for (uint32_t b = 0, used = 0; b < blocks.count; b++)
            if (blocks.items[b].is_link) links[used++] = (char)('1' + b);
        assert_string_equal(links, cases[i].links);
    }
}

// Readers' comments and disclaimers are left out by what their elements are called; but not the story whose
// element says whether it may be commented, or that a disclaimer goes with it.
static void comments_and_notes_stand_apart(void **state) {
    (void)state;
#define STORY "<p>" THIRTY "</p>"
    static const struct {
        const char *markup, *blocks;
    } cases[] = {
        { STORY "<div id=comments><div class=item><p>First!</p></div></div>", THIRTY },
        { STORY "<section class='x comments-area'><h3>2 thoughts</h3><p>First!</p></section><p>more</p>",
          THIRTY "/more" },
        { STORY "<ol><li class=commentBody><span><div><p>First!</p></div></span></ol>", THIRTY },
        { STORY "<div class=commentary><p>Note</p></div>", THIRTY "/Note" },
        { STORY "<p class=uncomment>Note</p>", THIRTY "/Note" },
        { "<div class='post comments-open'>" STORY "</div>", THIRTY },
        { "<body class=comments>" STORY, THIRTY },
        { "<div class=comments><h1>On comments</h1>" STORY "</div>", "On comments/" THIRTY },
        { "<div class=comments>" STORY "</div>", THIRTY }, // nothing else is there
        { STORY STORY "<div class=disclaimer><p>We may earn money.</p></div>", THIRTY "/" THIRTY },
        { "<h1>Why</h1><div class=comment-article>" STORY STORY "</div><p>" TEN "</p>",
          "Why/" THIRTY "/" THIRTY "/" TEN },                                            // an opinion
        { "<div class=disclaimer-guide>" STORY "</div><p>" TEN "</p>", THIRTY "/" TEN }, // most of the page
        { "<div class=disclaimer-guide><h1>Guide</h1>" STORY "</div>" STORY, "Guide/" THIRTY "/" THIRTY },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct blocks blocks = blocks_in(cases[i].markup);
        const uint32_t count = blocks.count;
        const struct elements elements = elements_of(&blocks, &(struct token_table){ NULL, 0 }, arena);
        const bool is_any = elements_leave_apart(&elements, &blocks);
        assert_int_equal(is_any, blocks.count < count);
        assert_string_equal(arena_string(arena, texts_of(&blocks)), cases[i].blocks);
    }
}

static void no_page_has_too_many_blocks(void **state) {
    (void)state;
    const size_t count = BLOCKS_MOST + 7;
    char *markup = arena_allocate(arena, 4 * count + 1);
    for (size_t i = 0; i < count; i++) memcpy(markup + 4 * i, "<p>a", 4);
    markup[4 * count] = '\0';
    const struct blocks blocks = blocks_in(markup);
    assert_int_equal(blocks.count, BLOCKS_MOST);
    assert_int_equal(blocks.left_out, 7);
}

static struct block_names names_in(const char *markup) {
    const struct html html = html_parse(slice_of(markup), arena);
    struct block_names names;
    block_names(&html, 1, &names);
    return names;
}

static bool has_token(const struct block_names *names, uint32_t token) {
    for (unsigned i = 0; i < names->count; i++)
        if (names->tokens[i] == token) return true;
    return false;
}

static void names_of_classes_are_taken_whole_and_in_parts(void **state) {
    (void)state;
    const struct block_names names = names_in("<div class='td-post-content'>");
    assert_int_equal(names.count, 4); // the whole, "td", "post", "content"
    assert_false(names.is_hidden);
    // digits are one digit, capitals and humps no matter: the parts are the same in another spelling
    const struct block_names other = names_in("<div id='PostContent42'>");
    unsigned common = 0;
    for (unsigned i = 0; i < other.count; i++) common += has_token(&names, other.tokens[i]);
    assert_int_equal(common, 1);
    assert_int_equal(other.sign, 0);
    const struct block_names one = names_in("<p class='Item-17'>"), another = names_in("<p class='item-23'>");
    assert_int_equal(one.count, another.count);
    assert_memory_equal(one.tokens, another.tokens, one.count * sizeof *one.tokens);
    assert_int_equal(one.sign, another.sign);
    assert_int_not_equal(one.sign, names.sign);
    assert_true(names_in("<p style='display:none'>").is_hidden);
    struct slice longest = SLICE("<p class='");
    for (size_t i = 0; i < 300; i++) longest = arena_join(arena, longest, SLICE("a-b c "));
    longest = arena_join(arena, longest, SLICE("'>"));
    assert_true(names_in(arena_string(arena, longest)).count <= BLOCK_TOKENS);
}

static void words_are_tokens_whatever_their_case(void **state) {
    (void)state;
    uint32_t tokens[4], other[4];
    assert_int_equal(block_word_tokens(SLICE("Share this"), tokens, 4), 2);
    assert_int_equal(block_word_tokens(SLICE("share, THIS!"), other, 4), 2);
    assert_memory_equal(tokens, other, 2 * sizeof *tokens);
    assert_int_not_equal(tokens[0], tokens[1]);
    assert_int_equal(block_word_tokens(SLICE("12 of 2031"), tokens, 4), 3);
    assert_int_equal(tokens[0], tokens[2]); // numbers are alike
    assert_int_equal(block_word_tokens(SLICE("a b c d e f g"), tokens, 4), 4);
    assert_int_equal(block_word_tokens(SLICE("... -"), tokens, 4), 0);
}

// Text is looked at eight bytes at a time; here it is folded byte by byte, with each byte at each place.
static void white_space_is_folded_wherever_it_stands(void **state) {
    (void)state;
    static const char *const inserts[] = { " ",        "  ", "\n",   " \n\t ", "\xc3\xa9",
                                           "\xc2\xa0", ".",  "\x7f", "x " };
    for (size_t insert = 0; insert < sizeof inserts / sizeof *inserts; insert++)
        for (size_t place = 0; place < 20; place++) {
            const struct slice body = SLICE("one two-three four  five sixseven."),
                               put = slice_of(inserts[insert]);
            struct slice text = arena_join(arena, slice_part(body, 0, place), put);
            text = arena_join(arena, text, slice_part(body, place, body.length));
            char folded[80];
            size_t used = 0, words = 0;
            for (size_t i = 0; i < text.length; i++) {
                const bool is_blank = strchr(" \n\t", text.start[i]) != NULL;
                if (!is_blank) words += used == 0 || folded[used - 1] == ' ';
                if (!is_blank || (used > 0 && folded[used - 1] != ' '))
                    folded[used++] = is_blank ? ' ' : text.start[i];
            }
            struct slice page = arena_join(arena, arena_join(arena, SLICE("<p>"), text), SLICE("</p>"));
            const struct blocks blocks = blocks_in(arena_string(arena, page));
            assert_int_equal(blocks.count, 1);
            assert_int_equal(blocks.items[0].words, words);
            page = arena_join(arena, arena_join(arena, SLICE("<p>"), text), SLICE(" &amp;</p>"));
            assert_int_equal(blocks_in(arena_string(arena, page)).items[0].words,
                             words + 1); // are counted anew
            assert_int_equal(blocks.items[0].text.length, used);
            assert_memory_equal(blocks.items[0].text.start, folded, used);
        }
}

static bool is_stop(char c) {
    return c == '.' || c == ',' || c == '!' || c == '?' || c == ';';
}

static void a_shape_counts_each_kind_of_byte(void **state) {
    (void)state;
    uint32_t random = 1;
    for (size_t length = 1; length < 6000; length += length < 70 ? 1 : 700) {
        char *bytes = arena_raw(arena, length);
        struct shape want = { 0 };
        for (size_t i = 0; i < length; i++) {
            random = random * 1664525u + 1013904223u;
            // Letters and stops, which must not overflow, and any other byte.
            bytes[i] = (char)(random >> 31 ? (char)(random >> 16) : "Aa9., \"\xc3"[random >> 16 & 7]);
        }
        for (size_t i = 0; i < length; i++) {
            const unsigned char c = (unsigned char)bytes[i];
            const char next = i + 1 < length ? bytes[i + 1] : ' ';
            want.digits += c >= '0' && c <= '9';
            want.capitals += c >= 'A' && c <= 'Z';
            want.letters += (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0x80;
            want.stops += is_stop(bytes[i]) && (next == ' ' || next == '"');
        }
        const struct shape shape = shape_of((struct slice){ bytes, length });
        assert_int_equal(shape.bytes, length);
        assert_int_equal(shape.digits, want.digits);
        assert_int_equal(shape.capitals, want.capitals);
        assert_int_equal(shape.letters, want.letters);
        assert_int_equal(shape.stops, want.stops);
    }
    char all[5000];
    memset(all, 'A', sizeof all);
    assert_int_equal(shape_of((struct slice){ all, sizeof all }).capitals, sizeof all);
}

static void a_token_is_found_by_its_place_and_upper_bits(void **state) {
    (void)state;
    uint32_t places[8] = { token_place(0x12345602, 77), token_place(0x99999901, 0), token_place(3, 0),
                           token_place(0xabcdef00, 5), token_place(0x77777703, 9) };
    const struct token_table table = { places, 8 };
    assert_int_equal(token_chance(&table, 0x12345602), 77);
    assert_int_equal(token_chance(&table, 0x99999901), 0);
    assert_int_equal(token_chance(&table, 3), 1); // a place of nothing but zeros would look free
    assert_int_equal(token_chance(&table, 0xabcdef00), 5);
    assert_int_equal(token_chance(&table, 0x77777703), 9); // its own group is full
    assert_int_equal(token_chance(&table, 0x77777803), -1);
    assert_int_equal(token_chance(&table, 0x12345604), -1); // of the other group
    assert_int_equal(token_chance(&(struct token_table){ NULL, 0 }, 5), -1);
    for (unsigned i = 0; i < 8; i++) places[i] = token_place(0x11111100, 1); // all are taken
    assert_int_equal(token_chance(&table, 0x22222200), -1);
}

static void the_least_chance_is_that_of_the_best_f1(void **state) {
    (void)state;
    struct block items[] = { { .words = 100 }, { .words = 50 }, { .words = 100 } };
    const struct blocks blocks = { .items = items, .count = 3 };
    // sure: keep what is surely story, leave what surely is not
    assert_int_equal(block_least_chance(&blocks, (uint8_t[]){ 250, 240, 10 }), 240);
    // where nothing is likely, the likeliest is kept all the same
    assert_int_equal(block_least_chance(&blocks, (uint8_t[]){ 60, 5, 5 }), 60);
    // 0.4 is worth keeping beside 0.98: at most 2 * 0.78 / (1 + 0.76 / 1 ...) is gained with it
    assert_int_equal(block_least_chance(&blocks, (uint8_t[]){ 250, 100, 100 }), 100);
}

static void a_block_that_comes_again_is_a_repeat(void **state) {
    (void)state;
    const struct blocks blocks = blocks_in("<p>one two three four five six</p><p>short again</p>"
                                           "<p>one two three four five six</p><p>short again</p>"
                                           "<p>one two three four five seven</p>");
    uint8_t repeats[5];
    block_repeats(&blocks, (uint8_t[]){ 200, 200, 200, 200, 200 }, 100, arena, repeats);
    assert_memory_equal(repeats, ((uint8_t[]){ 0, 0, 255, 0, 0 }), 5);
    const struct blocks chronicle =
        blocks_in("<p>1 May: shells fell on Halm.</p><p>2 May: it was calm there.</p>"
                  "<p>1 May: shells fell on Halm.</p><p>3 May: it was calm there.</p>");
    block_repeats(&chronicle, (uint8_t[]){ 200, 200, 200, 200 }, 100, arena, repeats);
    assert_memory_equal(repeats, ((uint8_t[]){ 0, 0, 0, 0 }), 4);
    block_repeats(&blocks, (uint8_t[]){ 50, 200, 200, 200, 200 }, 100, arena,
                  repeats); // the first is not kept
    assert_memory_equal(repeats, ((uint8_t[]){ 0, 0, 0, 0, 0 }), 5);
}

// What a block says of itself, as numbers; the places are those of block_features().
static void features_say_what_a_block_is(void **state) {
    (void)state;
    enum { TAG, WORDS, LINKS, LETTERS_A_WORD, STOPS, STOP_SHARE, ENDS_IN_STOP, ENDS_IN_COLON, UPPER, DIGITS };
    const struct blocks blocks =
        blocks_in("<main><h1>The ferry</h1><p>The ferry left at 8, he said. It was late.</p>"
                  "<ul><li><a>read more</a></li></ul><p>Also:</p></main>");
    assert_int_equal(blocks.count, 4);
    uint8_t features[4][BLOCK_FEATURES], again[4][BLOCK_FEATURES];
    const struct token_table none = { NULL, 0 };
    const struct elements elements = elements_of(&blocks, &none, arena);
    block_features(&blocks, &elements, &none, SLICE("The ferry"), arena, features);
    block_features(&blocks, &elements, &none, SLICE("The ferry"), arena, again);
    assert_memory_equal(features, again, sizeof features);
    assert_int_equal(features[0][TAG], 2);
    assert_int_equal(features[1][TAG], 1);
    assert_int_equal(features[2][TAG], 5);
    assert_int_equal(features[1][STOPS], 3); // "8,", "said.", "late."
    assert_int_equal(features[1][ENDS_IN_STOP], 1);
    assert_int_equal(features[1][LINKS], 0);
    assert_int_equal(features[2][LINKS], 16); // all of it
    assert_int_equal(features[2][UPPER], 0);
    assert_int_equal(features[3][ENDS_IN_COLON], 1);
    assert_int_equal(features[1][UPPER], 1);
    assert_int_equal(features[0][DIGITS], 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_joined_to_blocks),
        cmocka_unit_test(words_and_links_are_counted),
        cmocka_unit_test(links_alone_are_not_judged),
        cmocka_unit_test(comments_and_notes_stand_apart),
        cmocka_unit_test(no_page_has_too_many_blocks),
        cmocka_unit_test(names_of_classes_are_taken_whole_and_in_parts),
        cmocka_unit_test(words_are_tokens_whatever_their_case),
        cmocka_unit_test(white_space_is_folded_wherever_it_stands),
        cmocka_unit_test(a_shape_counts_each_kind_of_byte),
        cmocka_unit_test(a_token_is_found_by_its_place_and_upper_bits),
        cmocka_unit_test(the_least_chance_is_that_of_the_best_f1),
        cmocka_unit_test(a_block_that_comes_again_is_a_repeat),
        cmocka_unit_test(features_say_what_a_block_is),
    };
    arena = arena_new();
    const int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
