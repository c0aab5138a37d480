// copies_test.c - what counts as a near copy, and whose it is.
#include "read/copies/copies.h"

#include "base/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define STORY_1                                                                                              \
    "The harbour of Port Amet was closed on Tuesday after two tankers touched in thick fog off the outer "   \
    "mole. Nobody was hurt, the harbour master said, and no oil was seen on the water. Tugs held the "       \
    "larger ship, the Corvina, until noon. "
#define STORY_2                                                                                              \
    "The captain of the second tanker told the coast guard that his radar had failed at four in the "        \
    "morning. Pilots had asked the ministry twice this year to mend the fog signal at Cape Dorr, which "     \
    "has been silent since the storm of March. A spokesman for the ministry said that a new one had been "   \
    "ordered from Halm and would be in place within three weeks. "
#define STORY_3                                                                                              \
    "Ferries to the islands of Sel and Greater Orrin were turned back and some four hundred passengers "     \
    "spent the night in the sports hall of the maritime school. The first boats left again at six in the "   \
    "evening, when the wind turned and the fog lifted from the sound."
#define STORY STORY_1 STORY_2 STORY_3
#define UPDATE                                                                                               \
    "Divers who went down on Wednesday found a tear of two metres below the waterline of the Corvina. The "  \
    "insurers want her in the dry dock of Tolva before the weekend. "

static struct fingerprint print_of(const char *text) {
    struct fingerprint fingerprint;
    fingerprint_of_text(slice_of(text), &fingerprint);
    return fingerprint;
}

static const struct {
    const char *a, *b;
    bool is_copy;
} pairs[] = {
    { STORY, STORY, true },
    { STORY, STORY_1 STORY_2, true }, // a cut
    { STORY, "Fog halts ships\n\nPORT AMET (Wire) - " STORY, true },
    { STORY, STORY "\nCon información de la agencia.", true },
    { STORY, UPDATE STORY, true }, // an update
    { STORY, STORY_3 "\n" STORY_1 "\n" STORY_2, true },
    { "Ärzte und Helfer kamen am Abend an der Brücke an und blieben dort bis zum frühen Morgen, als der "
      "Regen kam.",
      "ÄRZTE UND HELFER KAMEN AM ABEND AN DER BRÜCKE AN UND BLIEBEN DORT BIS ZUM FRÜHEN MORGEN, ALS DER "
      "REGEN KAM.",
      true },
    { STORY_1, STORY_3, false },
    { STORY, UPDATE, false },
    { STORY,
      "The harbour of Port Amet was closed on Tuesday. A strike of the pilots, the third since spring, kept "
      "eleven freighters waiting in the roads while their owners talked with the union about hours and pay. "
      "The harbour master said that he hoped for an end before the weekend, when the cruise season begins. ",
      false },
    { "All rights reserved.", STORY "All rights reserved.", false },
    { "", "", false },
    { "Two words", "Two words", false },
    { "北方邻国的代表团星期二抵达首都举行第三轮会谈双方讨论了边界开放的时间表以及运河的航行规则",
      "首都消息北方邻国的代表团星期二抵达首都举行第三轮会谈双方讨论了边界开放的时间表以及运河的航行规则",
      true },
    { "北方邻国的代表团星期二抵达首都举行第三轮会谈双方讨论了边界开放的时间表以及运河的航行规则",
      "南部山区连日大雨引发洪水数百户居民被迫离开家园救援人员用直升机运送食品和药品道路仍然中断", false },
};

static void tells_near_copies_from_other_stories(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct fingerprint a = print_of(pairs[i].a), b = print_of(pairs[i].b);
        if (fingerprint_is_copy(&a, &b) != pairs[i].is_copy ||
            fingerprint_is_copy(&b, &a) != pairs[i].is_copy)
            fail_msg("pair %zu: %s", i, pairs[i].is_copy ? "no copy" : "a copy");
    }
}

static void gives_the_same_fingerprint_on_every_machine(void **state) {
    (void)state;
    struct fingerprint fingerprint = print_of(STORY_1 "Ça, Łódź und Київ 12,5"), again;
    uint8_t bytes[FINGERPRINT_BYTES];
    assert_int_equal(fingerprint.shingles, 48);
    assert_int_equal(fingerprint.slots[0], 0x7a8d);
    assert_int_equal(fingerprint.slots[127], 0x9ab2);
    fingerprint_write(&fingerprint, bytes);
    assert_true(fingerprint_read(bytes, &again));
    assert_memory_equal(&fingerprint, &again, sizeof again);
    bytes[0]++;
    assert_false(fingerprint_read(bytes, &again));
    // Capitals, the form of an apostrophe and what stands behind the last word make no difference.
    const struct fingerprint plain = print_of(STORY_1 "the minister's internationalisation of Łódź");
    again = print_of(STORY_1 "The MINISTER\u2019S, InternationaliSation of ŁÓDŹ \n ");
    assert_memory_equal(&plain, &again, sizeof again);
}

static void leaves_title_and_captions_out(void **state) {
    (void)state;
    const struct span spans[] = { { 0, 5 }, { 7, 7 + sizeof STORY_1 - 1 } };
    struct document document = {
        .text = SLICE("Title\n\n" STORY_1), .has_title = true, .paragraphs = spans, .paragraph_count = 2
    };
    struct fingerprint with, without = print_of(STORY_1);
    fingerprint_of(&document, &with);
    assert_memory_equal(&with, &without, sizeof with);
}

static void groups_have_their_first_document_and_the_agency_that_one_of_them_names(void **state) {
    (void)state;
    static const struct {
        const char *id, *text, *agency, *original, *agency_found;
    } rows[] = {
        { "first", STORY_2, "", NULL, "" },
        { "other", UPDATE UPDATE, "", NULL, "" },
        { "cut", STORY_2 STORY_3, "Wire", "first", "Wire" },
        { "of-a-copy", STORY_3, "Other Wire", "first", "Wire" }, // shares nothing with the first itself
        { "again", STORY_2, "", "first", "Wire" },
    };
    struct copies *copies = copies_new();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fingerprint fingerprint = print_of(rows[i].text);
        struct copy copy;
        copies_add(copies, &fingerprint, rows[i].id, slice_of(rows[i].agency), &copy);
        if (rows[i].original)
            assert_string_equal(copy.original, rows[i].original);
        else
            assert_null(copy.original);
        assert_true(slice_equal(copy.agency, slice_of(rows[i].agency_found)));
    }
    copies_free(copies);
}

static void finds_each_of_many_and_prefers_the_earlier_of_two_alike(void **state) {
    (void)state;
    enum { MANY = 9000 }; // more than a first segment holds
    struct copies *copies = copies_new();
    char text[600], id[33];
    struct copy copy;
    for (unsigned i = 0; i < MANY; i++) {
        size_t used = 0;
        for (unsigned word = 0; word < 40; word++)
            used += (size_t)snprintf(text + used, sizeof text - used, "w%u ",
                                     (unsigned)(hash_mix(i, word) % 100000));
        struct fingerprint fingerprint = print_of(text);
        snprintf(id, sizeof id, "%u", i);
        copies_add(copies, &fingerprint, id, SLICE(""), &copy);
        assert_null(copy.original);
        copies_lookup(copies, &fingerprint, &copy);
        assert_string_equal(copy.original, id);
        assert_true(copy.similarity > 0.999);
    }
    copies_free(copies);
}

static void the_same_text_again_and_again_costs_no_more_memory(void **state) {
    (void)state;
    struct copies *copies = copies_new();
    struct fingerprint fingerprint = print_of(STORY);
    struct copy copy;
    copies_add(copies, &fingerprint, "0", SLICE(""), &copy);
    size_t held = copies_held(copies);
    for (int i = 0; i < 20000; i++) copies_add(copies, &fingerprint, "1", SLICE(""), &copy);
    assert_string_equal(copy.original, "0");
    assert_int_equal(copies_held(copies), held);
    copies_free(copies);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_near_copies_from_other_stories),
        cmocka_unit_test(gives_the_same_fingerprint_on_every_machine),
        cmocka_unit_test(leaves_title_and_captions_out),
        cmocka_unit_test(groups_have_their_first_document_and_the_agency_that_one_of_them_names),
        cmocka_unit_test(finds_each_of_many_and_prefers_the_earlier_of_two_alike),
        cmocka_unit_test(the_same_text_again_and_again_costs_no_more_memory),
    };
    return cmocka_run_group_tests_name("copies", tests, NULL, NULL);
}
