// charset_test.c - texts of ours in many sets: told without a declaration, with one, and what is passed over.
#include "read/charset/charset.h"

#include "base/utf8.h"

#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct {
    const char *sets; // in which the text can be written, by labels
    const char *text;
} texts[] = {
    { "windows-1252 iso-8859-15 utf-16le utf-16be",
      "À Halm, la préfète a reçu les délégués du syndicat. « Nous étions prêts dès février », a déclaré "
      "l’un d’eux. Le théâtre, fermé depuis l'été, rouvrira à la mi-août." },
    { "windows-1252 iso-8859-15",
      "El señor Núñez llegó el miércoles a la reunión en Tolva y pidió más ayuda para "
      "los jóvenes. ¿Cuándo volverá? «Mañana», respondió." },
    { "windows-1252", "Die Behörden in Südhalm prüfen, ob die Brücke für schwere Züge gesperrt werden muß. "
                      "„Wir hören täglich Geräusche“, sagt der Wärter." },
    { "windows-1250 iso-8859-2",
      "Władze Tolvy ogłosiły, że granica będzie zamknięta od środy. Rzecznik straży "
      "powiedział, iż żołnierze znaleźli łódź pełną paczek." },
    { "windows-1250 iso-8859-2", "Ministr řekl, že jednání začnou příští týden. Počet zraněných při výbuchu "
                                 "továrny stále není znám, uvedla mluvčí hasičů." },
    { "windows-1254",
      "Dışişleri Bakanı çarşamba günü başkentte görüşmelerin süreceğini söyledi. Sınır kapıları "
      "açık kalacak, yardım araçları geçebilecek." },
    { "windows-1257",
      "Vyriausybė paskelbė, kad sienos bus atidarytos šeštadienį. Žvejai tris dienas laukė leidimo "
      "išplaukti į jūrą, nes ledas dar nebuvo ištirpęs." },
    { "windows-1251 koi8-r iso-8859-5 ibm866 x-mac-cyrillic",
      "Представитель пограничной службы сообщил в среду, что переправа у Галена закрыта до конца недели. "
      "Жители "
      "ближайших деревень ждут паром с продуктами." },
    { "windows-1251 koi8-u iso-8859-5",
      "Міністр заявив, що переговори триватимуть і наступного тижня. Її слова "
      "підтвердив речник уряду, який приїхав із півночі." },
    { "windows-1251", "Правителството обяви, че мостът ще бъде затворен до петък. Кметът на града каза, че "
                      "автобусите ще минават през старата гара." },
    { "windows-1253 iso-8859-7",
      "Ο υπουργός δήλωσε την Τετάρτη ότι οι συνομιλίες θα συνεχιστούν. Δύο ψαράδες "
      "αγνοούνται μετά την καταιγίδα στα ανοιχτά του νησιού." },
    { "windows-1255 iso-8859-8",
      "שר החוץ אמר ביום רביעי כי השיחות יימשכו בשבוע הבא. תושבי הכפר עזבו את בתיהם "
      "לאחר השיטפון וממתינים לסיוע." },
    { "windows-1256 iso-8859-6",
      "قال وزير الخارجية يوم الأربعاء إن المحادثات ستستمر الأسبوع المقبل. وغادر سكان "
      "القرية منازلهم بعد الفيضانات وينتظرون المساعدات." },
    { "windows-874", "รัฐมนตรีกล่าวเมื่อวันพุธว่าการเจรจาจะดำเนินต่อไปในสัปดาห์หน้า ชาวบ้านหลายร้อยคนต้องออกจากบ้านหลังน้ำท่วม" },
    { "gb18030", "外交部长星期三表示，双方的谈判将在下周继续举行。洪水过后，数百名村民离开家园，等待政府运送"
                 "粮食和药品。边境口岸仍然关闭。" },
    { "big5", "外交部長星期三表示，雙方的談判將在下週繼續舉行。洪水過後，數百名村民離開家園，等待政府運送糧食"
              "和藥品。邊境口岸仍然關閉。" },
    { "shift_jis euc-jp iso-2022-jp utf-16be",
      "外務大臣は水曜日、来週も協議を続けると述べた。洪水のあと、村の住民はまだ家に戻れず、政府の支援を待って"
      "いる。国境は閉鎖されたままだ。" },
    { "euc-kr", "외무장관은 수요일에 회담이 다음 주에도 계속될 것이라고 말했다. 홍수가 난 뒤 마을 주민들은 "
                "집을 떠나 정부의 도움을 기다리고 있다." },
};

// False when the set does not have all of its letters.
static bool encode(struct slice text, const struct charset *charset, struct arena *arena,
                   struct slice *bytes) {
    iconv_t converter = iconv_open(charset->iconv, "UTF-8");
    assert_true(converter != (iconv_t)-1);
    char *buffer = arena_allocate(arena, text.length * 4 + 64), *in = (char *)text.start, *out = buffer;
    size_t left = text.length, room = text.length * 4 + 64;
    bool whole = iconv(converter, &in, &left, &out, &room) != (size_t)-1;
    iconv(converter, NULL, NULL, &out, &room);
    iconv_close(converter);
    *bytes = (struct slice){ buffer, (size_t)(out - buffer) };
    return whole;
}

// ISO sets lack quotation marks and dashes: there the text is written without.
static struct slice plain_marks(struct slice text, struct arena *arena) {
    char *plain = arena_allocate(arena, text.length + 1);
    size_t used = 0, length;
    for (size_t at = 0; at < text.length; at += length) {
        uint32_t code = utf8_at(text, at, &length);
        if (code >= 0x2013 && code <= 0x201f) code = '\'';
        used += utf8_write(code, plain + used);
    }
    return (struct slice){ plain, used };
}

// A byte means the same in both where the text has it, which is all that counts.
static void tells_the_set_without_a_declaration(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    size_t right = 0, all = 0, headline_right = 0, sets_seen = 0;
    const struct charset *seen[64];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct slice rest = slice_of(texts[i].sets);
        for (struct slice label; slice_next(&rest, SLICE(" "), &label);) {
            const struct charset *charset = charset_of_label(label);
            struct slice text = slice_of(texts[i].text), bytes;
            if (!encode(text, charset, arena, &bytes)) {
                text = plain_marks(text, arena);
                if (!encode(text, charset, arena, &bytes)) continue;
            }
            size_t known = 0;
            while (known < sets_seen && seen[known] != charset) known++;
            if (known == sets_seen) seen[sets_seen++] = charset;
            struct charset_result result;
            charset_decode(bytes, SLICE(""), false, arena, &result);
            bool same = slice_equal(result.text, text);
            all++;
            right += same;
            if (!same) printf("%s text %zu taken for %s\n", charset->name, i, result.name);
            // With a declaration nothing may be lost.
            charset_decode(bytes, label, false, arena, &result);
            if (!slice_equal(result.text, text))
                fail_msg("%s declared, text %zu: %s", charset->name, i, result.name);
            // A headline: the first sixty bytes.
            size_t cut = strncmp(charset->name, "utf-16", 6) == 0 ? 80 : 40;
            if (strcmp(charset->name, "iso-2022-jp") == 0) cut = bytes.length;
            charset_decode(slice_part(bytes, 0, cut), SLICE(""), false, arena, &result);
            struct slice start = slice_part(result.text, 0, 30);
            while (start.length > 0 && ((unsigned char)start.start[start.length] & 0xc0) == 0x80)
                start.length--;
            headline_right += start.length > 20 && slice_starts(text, start);
        }
    }
    printf("%zu of %zu texts of two sentences in %zu sets told without a declaration, %zu of their first 40 "
           "bytes\n",
           right, all, sets_seen, headline_right);
    assert_true(sets_seen >= 20);
    assert_true(right * 100 >= all * 95);
    arena_free(arena);
}

#define BYTES(literal)                                                                                       \
    { literal, sizeof literal - 1 }

static const struct {
    struct slice bytes;
    const char *declared;
    bool is_markup;
    const char *text, *name, *from;
    size_t replaced, mojibake;
} cases[] = {
    { BYTES("Plain"), "", false, "Plain", "utf-8", "utf-8", 0, 0 },
    { BYTES("\xef\xbb\xbf"
            "Caf\xc3\xa9"),
      "latin1", false, "Café", "utf-8", "bom", 0, 0 },
    { BYTES("Caf\xc3\xa9"), "iso-8859-1", true, "Café", "utf-8", "utf-8", 0, 0 },
    { BYTES("Caf\xe9 \x93noir\x94"), " ISO-8859-1 ", true, "Café “noir”", "windows-1252", "declared", 0, 0 },
    { BYTES("Caf\xe9"), "utf-8", true, "Café", "windows-1252", "guess", 0, 0 },
    { BYTES("<meta charset=windows-1251><p>\xcc\xe8\xf0"), "", true, "<meta charset=windows-1251><p>Мир",
      "windows-1251", "meta", 0, 0 },
    { BYTES("<!-- <meta charset=koi8-r> --><META http-equiv=x content='text/html; "
            "Charset=windows-1251'>\xcc\xe8\xf0"),
      "", true,
      "<!-- <meta charset=koi8-r> --><META http-equiv=x content='text/html; Charset=windows-1251'>Мир",
      "windows-1251", "meta", 0, 0 },
    { BYTES("<?xml version='1.0' encoding='KOI8-R'?>\xed\xc9\xd2"), "", true,
      "<?xml version='1.0' encoding='KOI8-R'?>Мир", "koi8-r", "meta", 0, 0 },
    { BYTES("<meta charset=utf-16>Caf\xe9s"), "", true, "<meta charset=utf-16>Cafés", "windows-1252", "guess",
      0, 0 },
    { BYTES("caf\xc3\xa9 \xc3\xa0 No\xc3\xabl, d\xc3\xa9j\xc3\xa0 \xff"), "", true,
      "café à Noël, déjà \xef\xbf\xbd", "utf-8", "utf-8", 1, 0 },
    { BYTES("caf\xc3\xa9 \xc3\xa0 No\xc3\xabl, d\xc3\xa9j\xc3\xa0 \xff"), "", false, "café à Noël, déjà \xff",
      "utf-8", "utf-8", 1, 0 },
    { BYTES("\xfe\xff\0H\xd8\x3d\0o"), "", false, "H\xef\xbf\xbdo", "utf-16be", "bom", 1, 0 },
    { BYTES("\xff\xfe\0\0H\0\0\0\xe9\0\0\0"), "", false, "Hé", "utf-32le", "bom", 0, 0 },
    { BYTES("<\0p\0>\0H\0\xe9\0l\0\xe8\0n\0e\0"), "", true, "<p>Hélène", "utf-16le", "guess", 0, 0 },
    { BYTES("The cafÃ©â€™s owner"), "", true, "The café’s owner", "utf-8", "utf-8", 0, 1 },
    { BYTES("The cafÃ©"), "", false, "The cafÃ©", "utf-8", "utf-8", 0, 0 },
    { BYTES(""), "nonsense", true, "", "utf-8", "utf-8", 0, 0 },
};

static void trusts_in_order_and_passes_over_what_the_bytes_contradict(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct charset_result result;
        charset_decode(cases[i].bytes, slice_of(cases[i].declared), cases[i].is_markup, arena, &result);
        assert_string_equal(arena_string(arena, result.text), cases[i].text);
        assert_string_equal(result.name, cases[i].name);
        assert_string_equal(result.from, cases[i].from);
        assert_int_equal(result.replaced, cases[i].replaced);
        assert_int_equal(result.mojibake, cases[i].mojibake);
    }
    arena_free(arena);
}

static void does_not_copy_what_is_utf_8(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct slice text = SLICE("Łódź, Київ, 首都 and “so on”");
    struct charset_result result;
    charset_decode(text, SLICE(""), true, arena, &result);
    assert_ptr_equal(result.text.start, text.start);
    assert_int_equal(result.text.length, text.length);
    arena_free(arena);
}

static void knows_labels_as_pages_mean_them(void **state) {
    (void)state;
    static const char *const rows[][2] = {
        { "Latin1", "windows-1252" }, { "us-ascii", "windows-1252" },   { "GB2312", "gbk" },
        { " UTF8\n", "utf-8" },       { "ISO-8859-9", "windows-1254" }, { "ks_c_5601-1987", "euc-kr" },
        { "x-sjis", "shift_jis" },    { "tis-620", "windows-874" },     { "utf-16", "utf-16le" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(charset_of_label(slice_of(rows[i][0]))->name, rows[i][1]);
    assert_null(charset_of_label(SLICE("latin")));
    assert_null(charset_of_label(SLICE("utf-8 utf8")));
    assert_null(charset_of_label(SLICE("")));
}

// Each text, encoded twice or three times by way of Windows-1252 or Latin 1, comes back; as it is, it stays.
static void undoes_a_second_encoding_and_leaves_the_first_alone(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    size_t letters = 0, back = 0;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct slice text = slice_of(texts[i].text);
        assert_int_equal(mojibake_of(text), MOJIBAKE_NONE);
        for (int times = 1; times <= 2; times++) {
            struct slice again = text;
            for (int time = 0; time < times; time++) {
                char *twice = arena_allocate(arena, again.length * 3 + 1);
                size_t used = 0;
                for (size_t at = 0; at < again.length; at++) {
                    unsigned char byte = (unsigned char)again.start[at];
                    uint32_t code = byte < 0x80 ? byte : charset_windows_1252(byte);
                    used += utf8_write(code ? code : byte, twice + used);
                }
                again = (struct slice){ twice, used };
            }
            struct charset_result result;
            charset_decode(again, SLICE(""), true, arena, &result);
            letters++;
            back += slice_equal(result.text, text);
            if (!slice_equal(result.text, text))
                printf("text %zu, encoded %d times: " SLICE_FORMAT "\n", i, times + 1,
                       SLICE_ARG(result.text));
        }
    }
    printf("%zu of %zu texts encoded twice or three times came back whole\n", back, letters);
    assert_true(back * 10 >= letters * 9);
    arena_free(arena);
}

// What is looked through in large steps is seen wherever it stands.
static void sees_single_bytes_anywhere(void **state) {
    (void)state;
    static const struct {
        const char *bytes, *name;
        size_t replaced;
    } anywhere[] = {
        { "\xff \u00e9\u00e9\u00e9\u00e9", "utf-8", 1 },
        { "\x1b$B$\"\x1b(B", "iso-2022-jp", 0 },
        { "\u00e9", "utf-8", 0 },
    };
    struct arena *arena = arena_new();
    for (size_t i = 0; i < sizeof anywhere / sizeof *anywhere; i++)
        for (size_t before = 0; before < 150; before++) {
            char page[400];
            const size_t length = strlen(anywhere[i].bytes);
            memset(page, 'a', sizeof page);
            memcpy(page + before, anywhere[i].bytes, length);
            struct charset_result result;
            charset_decode((struct slice){ page, before + length + before % 70 }, SLICE(""), true, arena,
                           &result);
            assert_string_equal(result.name, anywhere[i].name);
            assert_int_equal(result.replaced, anywhere[i].replaced);
        }
    arena_free(arena);
}

// Letters of the Latin scripts of living languages.
static bool is_latin_letter(uint32_t code) {
    return (code >= 0xc0 && code < 0x180 && code != 0xd7 && code != 0xf7) ||
           (code >= 0x218 && code <= 0x21b) || (code >= 0x1ea0 && code < 0x1efa);
}

static void no_two_letters_of_any_language_are_repaired(void **state) {
    (void)state;
    static const char *const frames[] = { "a%sb c", "%s", "a%s", "%sa", "A%sB" };
    // What prose puts behind a letter: nothing, and a no-break space with a dash, quotation marks, dots.
    static const char *const behind[] = {
        "",       "\u00a0\u2013", "\u00a0\u2014", "\u00a0\u00bb", "\u00a0\u201d", "\u00a0\u2026", "\u00bb",
        "\u201d", "\u2019",       "\u2013",       "\u2026",       "\u00a0",       "\u00b7"
    };
    struct arena *arena = arena_new();
    for (uint32_t a = 0x41; a < 0x1efa; a++)
        for (uint32_t b = 0x41; b < 0x1efa && (is_latin_letter(a) || a == 'a' || a == 'A'); b++) {
            if (!is_latin_letter(b) && b != 'a' && b != 'A') continue;
            char pair[8];
            size_t length = utf8_write(a, pair);
            length += utf8_write(b, pair + length);
            pair[length] = '\0';
            const bool alone = a == 'a' || a == 'A'; // then all that may stand behind a letter is tried
            for (size_t k = 0; k < (alone ? sizeof behind / sizeof *behind : 1u); k++)
                for (size_t f = 0; f < sizeof frames / sizeof *frames; f++) {
                    char inner[40], text[64];
                    snprintf(inner, sizeof inner, "%s%s", pair, behind[k]);
                    const char *cut = strstr(frames[f], "%s");
                    snprintf(text, sizeof text, "%.*s%s%s", (int)(cut - frames[f]), frames[f], inner,
                             cut + 2);
                    if (mojibake_of(slice_of(text)) != MOJIBAKE_NONE)
                        fail_msg("%s is taken for mojibake", text);
                }
        }
    arena_free(arena);
}

static void a_set_that_is_told_is_believed(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    struct charset_result result;
    assert_true(charset_decode_as(SLICE("caf\xe9"), SLICE("latin1"), false, arena, &result));
    assert_string_equal(arena_string(arena, result.text), "caf\u00e9");
    assert_true(charset_decode_as(SLICE("caf\xe9"), SLICE("cp850"), false, arena, &result) ||
                charset_decode_as(SLICE("\xe9"), SLICE("ibm866"), false, arena, &result));
    assert_true(charset_decode_as(SLICE("\xff\xfe"
                                        "a\0b\0"),
                                  SLICE("utf-16le"), false, arena, &result));
    assert_string_equal(arena_string(arena, result.text), "ab");
    assert_true(charset_decode_as(SLICE("a\xff"), SLICE("utf-8"), false, arena, &result));
    assert_string_equal(arena_string(arena, result.text), "a\ufffd");
    assert_false(charset_decode_as(SLICE("a"), SLICE("latin99"), false, arena, &result));
    assert_string_equal(charset_of_file(SLICE("id;title\n1;caf\xe9 \xe0 la carte\n2;plain words\n"), arena),
                        "windows-1252");
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_two_letters_of_any_language_are_repaired),
        cmocka_unit_test(a_set_that_is_told_is_believed),
        cmocka_unit_test(tells_the_set_without_a_declaration),
        cmocka_unit_test(trusts_in_order_and_passes_over_what_the_bytes_contradict),
        cmocka_unit_test(does_not_copy_what_is_utf_8),
        cmocka_unit_test(knows_labels_as_pages_mean_them),
        cmocka_unit_test(undoes_a_second_encoding_and_leaves_the_first_alone),
        cmocka_unit_test(sees_single_bytes_anywhere),
    };
    return cmocka_run_group_tests_name("charset", tests, NULL, NULL);
}
