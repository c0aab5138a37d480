#include "read/markup/html.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

static const char *const names[HTML_TAG_COUNT] = { [HTML_OTHER] = "other",
#define NAME(name, kind) [HTML_##name] = #name,
                                                   HTML_TAGS(NAME)
#undef NAME
};

// "div(p('one')p('two'))": texts in quotes, '_' before what has white space before it.
static struct slice tree_of(const struct html *html, uint32_t node, struct arena *arena) {
    struct slice out = { "", 0 };
    for (uint32_t i = node + 1; i < html->nodes[node].last; i = html->nodes[i].last) {
        const char *gap = html->nodes[i].space_before ? "_" : "";
        if (html->nodes[i].tag == HTML_TEXT) {
            const struct slice text = html_decode(html_raw(html, i), arena);
            out = arena_format(arena, SLICE_FORMAT "%s'" SLICE_FORMAT "'", SLICE_ARG(out), gap,
                               SLICE_ARG(text));
            continue;
        }
        const struct slice inside = tree_of(html, i, arena);
        out = arena_format(
            arena, inside.length ? SLICE_FORMAT "%s%s(" SLICE_FORMAT ")" : SLICE_FORMAT "%s%s" SLICE_FORMAT,
            SLICE_ARG(out), gap, names[html->nodes[i].tag], SLICE_ARG(inside));
    }
    return out;
}

static void expect_tree(struct html (*parse)(struct slice, struct arena *), const char *markup,
                        const char *expected) {
    struct arena *arena = arena_new();
    const struct html html = parse(slice_of(markup), arena);
    const struct slice tree = tree_of(&html, 0, arena);
    if (!slice_equal(tree, slice_of(expected)))
        fail_msg("%s: " SLICE_FORMAT ", not %s", markup, SLICE_ARG(tree), expected);
    arena_free(arena);
}

static void markup_becomes_a_tree(void **state) {
    (void)state;
    static const struct {
        const char *markup, *tree;
    } cases[] = {
        { "<p>one</p> <p>two</p>", "p('one')_p('two')" },
        { "<p>one<p>two<div>three</div>", "p('one')p('two')div('three')" },
        { "<ul><li>a<li>b<ul><li>c</ul><li>d</ul>", "ul(li('a')li('b'ul(li('c')))li('d'))" },
        { "<table><tr><td>a<td>b<tr><td>c</table>d", "table(tr(td('a')td('b'))tr(td('c')))'d'" },
        { "<dl><dt>a<dd>b<dt>c</dl>", "dl(dt('a')dd('b')dt('c'))" },
        { "<b>a<i>b</b>c</i>", "b('a'i('b'))'c'" },
        { "a<br>b<br/>c<img src=x>d", "'a'br'b'br'c'img'd'" },
        { "<script>if (a<b) '</p>'</script>x", "script('if (a<b) '</p>'')'x'" },
        { "<SCRIPT>a</ScRiPt >b", "script('a')'b'" },
        { "<title>a <b> c</title>d", "title('a <b> c')'d'" },
        { "a<!-- <p>no</p> -->b<!DOCTYPE x>c<?pi?>d", "'a''b''c''d'" },
        { "<![CDATA[a<b]]>c", "'a<b''c'" },
        { "1 < 2 and a<", "'1 < 2 and a<'" },
        { "<p title='a>b' class=\"c\">d", "p('d')" },
        { "<p a=\"'>\" \"b>c", "p('c')" }, // a quote opens a value only behind '='
        { "<p a = 'x>y' b=c'd>e", "p('e')" },
        { "<p a=='b>c'd=\n\">\">e", "p('e')" },
        { "<p a='b>c", "p('c')" },
        { "<p abcdefgh=\"i>j\"klmnopqr='s>t'>u", "p('u')" },
        { "</p></div>a</nosuch>", "'a'" },
        { "<div><p>a</div>b", "div(p('a'))'b'" },
        { "<a-b>c</a-b>d", "other'c''d'" },
        { "<DIV\rid=a>b<divs>c</dIv\n>d", "div('b'other'c')'d'" },
        { "<fieldset>a<fieldsets>b</fieldset>c", "fieldset('a'other'b')'c'" },
        { "<BlockQuote>a<i:b>c</blockquote>d", "blockquote('a'other'c')'d'" },
        { "<p>a         <b>\n                 \t   c</b>", "p('a'_b(_'c'))" },
        { "<td>a</div>b</td>", "td('a''b')" },
        { "<body>a<body>b</body>c", "body('a''b''c')" },
        { "<p", "p" },
        { "", "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_tree(html_parse, cases[i].markup, cases[i].tree);
}

static void what_holds_no_story_is_passed_over(void **state) {
    (void)state;
    static const struct {
        const char *markup, *tree;
    } cases[] = {
        { "<nav>a<p>b</p></nav>c", "nav'c'" },
        { "<NAV id=x>a<nav>b</nav>c</Nav >d", "nav'd'" },
        { "<p>a<svg><title>no</title><path/></svg> b", "p('a'svg_'b')" },
        { "<select><option>x</select><menu><li>y</menu>z", "selectmenu'z'" },
        { "<nav><!-- </nav> --><script>'</nav>'</script>b</nav>c", "nav'c'" },
        { "<nav><navs></nav>c", "nav'c'" },
        // Without an end of its own it is read as everything is.
        { "<nav><p>a</p><main>b</main>", "nav(p('a')main('b'))" },
        { "<div><nav>a</div>b<nav>c</nav>", "div(nav('a'))'b'nav('c')" },
        { "<nav>a<nav>b</nav>c", "nav('a'nav('b')'c')" },
        { "<svg/>a<svg>b</svg>c", "svg('a'svg'c')" },
        { "<nav", "nav" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_tree(html_parse_story, cases[i].markup, cases[i].tree);
}

static void references_become_characters(void **state) {
    (void)state;
    static const struct {
        const char *text, *decoded;
    } cases[] = {
        { "a &amp; b", "a & b" },
        { "&lt;p&gt;", "<p>" },
        { "caf&eacute;", "caf\xc3\xa9" },
        { "&#233;&#xe9;", "\xc3\xa9\xc3\xa9" },
        { "&#150;", "\xe2\x80\x93" },
        { "&nosuch;", "&nosuch;" },
        { "AT&T", "AT&T" },
        { "&copy 2031", "\xc2\xa9 2031" },
        { "&#0;&#xd800;", "\xef\xbf\xbd\xef\xbf\xbd" },
        { "&#99999999999;", "\xef\xbf\xbd"
                            "999;" },
        { "&", "&" },
        { "&#;", "&#;" },
        { "&apos;", "'" },
        { "plain", "plain" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        const struct slice decoded = html_decode(slice_of(cases[i].text), arena);
        if (!slice_equal(decoded, slice_of(cases[i].decoded)))
            fail_msg("%s: " SLICE_FORMAT, cases[i].text, SLICE_ARG(decoded));
        arena_free(arena);
    }
}

static void attributes_are_found(void **state) {
    (void)state;
    static const struct {
        const char *markup, *value; // of "class"; NULL: it has none
    } cases[] = {
        { "<p class='a b'>", "a b" },  { "<p id=x class=a>", "a" },    { "<p CLASS = \"a&amp;b\">", "a&b" },
        { "<p class>", "" },           { "<p data-class='x'>", NULL }, { "<p title='class=x'>", NULL },
        { "<p class='open>", "open" }, { "<p / class=a /  >", "a" },   { "<p>", NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        const struct html html = html_parse(slice_of(cases[i].markup), arena);
        assert_true(html.count >= 2);
        if (html_has_attribute(&html, 1, SLICE("class")) != (cases[i].value != NULL))
            fail_msg("%s", cases[i].markup);
        const struct slice value = html_attribute(&html, 1, SLICE("class"), arena);
        if (cases[i].value && !slice_equal(value, slice_of(cases[i].value)))
            fail_msg("%s: " SLICE_FORMAT, cases[i].markup, SLICE_ARG(value));
        arena_free(arena);
    }
}

static void text_is_folded(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    const struct html html = html_parse(
        SLICE("<div> One\n <b>t</b>wo<p>three&nbsp;</p><script>no</script>four<br>five </div>"), arena);
    const struct slice text = html_text(&html, 1, arena);
    if (!slice_equal(text, SLICE("One two three\xc2\xa0 four five"))) fail_msg(SLICE_FORMAT, SLICE_ARG(text));
    arena_free(arena);
}

// Each is read in time that grows as its length does, and nothing of it is lost.
static void hostile_markup_is_bounded(void **state) {
    (void)state;
    static const char *const pieces[] = { "<div>",       "<b>",      "<p><ul><li>", "</div>",
                                          "<table><td>", "<",        "&amp;",       "<a href='",
                                          "<!--",        "<script>", "<p class=",   "\"",
                                          "<option>",    "]]>",      "<nav>",       "<svg><nav>" };
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct arena *arena = arena_new();
        const size_t size = 2000000, length = strlen(pieces[i]);
        char *bytes = arena_allocate(arena, size);
        for (size_t at = 0; at + length <= size; at += length) memcpy(bytes + at, pieces[i], length);
        memcpy(bytes + size - 6, "end</p", 6);
        const struct html html = html_parse_story((struct slice){ bytes, size }, arena);
        assert_int_equal(html.nodes[0].last, html.count);
        for (uint32_t n = 1; n < html.count; n++) {
            assert_true(html.nodes[n].depth <= HTML_DEPTH);
            assert_true(html.nodes[n].parent < n &&
                        html.nodes[n].last <= html.nodes[html.nodes[n].parent].last);
        }
        arena_free(arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(markup_becomes_a_tree),
        cmocka_unit_test(what_holds_no_story_is_passed_over),
        cmocka_unit_test(references_become_characters),
        cmocka_unit_test(attributes_are_found),
        cmocka_unit_test(text_is_folded),
        cmocka_unit_test(hostile_markup_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
