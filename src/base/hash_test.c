#include "base/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Compiled tables hold these: they may only change together with the version of their form.
static void hashes_never_change(void **state) {
    (void)state;
    static const struct {
        struct slice bytes;
        uint64_t seed, hash;
    } cases[] = {
        { SLICE(""), 0, 0x36c9ae8f886e3f44u },
        { SLICE(""), 1, 0xfac22d7c156e588eu },
        { SLICE("a"), 0, 0xa0ed2a41e60df7e7u },
        { SLICE("prime minister"), 0, 0xb862ff007d5201e4u },
        { SLICE("exactly sixteen!"), 0, 0x3456f110efc06523u },
        { SLICE("more than sixteen bytes of text, and then some more of it"), 7, 0xbc4a108c33bb12f4u },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(hash_bytes(cases[i].bytes, cases[i].seed), cases[i].hash);
    assert_int_equal(hash_mix(1, 2), 0x5523d993b452afd9u);
}

static int compare(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static void short_keys_do_not_collide(void **state) {
    (void)state;
    enum { COUNT = 65536 + 256 + 1 };
    uint64_t *hashes = malloc(COUNT * sizeof *hashes);
    size_t count = 0;
    unsigned char text[2];
    hashes[count++] = hash_bytes(SLICE(""), 0);
    for (unsigned a = 0; a < 256; a++) {
        text[0] = (unsigned char)a;
        hashes[count++] = hash_bytes((struct slice){ (char *)text, 1 }, 0);
        for (unsigned b = 0; b < 256; b++) {
            text[1] = (unsigned char)b;
            hashes[count++] = hash_bytes((struct slice){ (char *)text, 2 }, 0);
        }
    }
    assert_int_equal(count, COUNT);
    qsort(hashes, count, sizeof *hashes, compare);
    for (size_t i = 1; i < count; i++) assert_int_not_equal(hashes[i], hashes[i - 1]);
    free(hashes);
}

// Zeros of every length, since length alone tells them apart.
static void length_counts(void **state) {
    (void)state;
    static const char zeros[300];
    uint64_t hashes[300];
    for (size_t i = 0; i < 300; i++) hashes[i] = hash_bytes((struct slice){ zeros, i }, 0);
    qsort(hashes, 300, sizeof *hashes, compare);
    for (size_t i = 1; i < 300; i++) assert_int_not_equal(hashes[i], hashes[i - 1]);
}

static void one_bit_changes_half_of_the_hash(void **state) {
    (void)state;
    char text[80];
    for (size_t length = 1; length <= sizeof text; length++) {
        for (size_t i = 0; i < length; i++) text[i] = (char)(i * 37);
        uint64_t before = hash_bytes((struct slice){ text, length }, 3);
        unsigned changed = 0;
        for (size_t bit = 0; bit < 8 * length; bit++) {
            text[bit / 8] ^= (char)(1 << bit % 8);
            unsigned bits =
                (unsigned)__builtin_popcountll(before ^ hash_bytes((struct slice){ text, length }, 3));
            text[bit / 8] ^= (char)(1 << bit % 8);
            assert_in_range(bits, 8, 56);
            changed += bits;
        }
        assert_in_range(changed / (8 * length), 28, 36);
    }
}

static void the_low_bits_are_as_good_as_the_others(void **state) {
    (void)state;
    enum { SLOTS = 1024, KEYS = 64 * SLOTS };
    static unsigned counts[SLOTS];
    for (unsigned i = 0; i < KEYS; i++) {
        char text[16];
        int length = snprintf(text, sizeof text, "key-%u", i);
        counts[hash_bytes((struct slice){ text, (size_t)length }, 0) % SLOTS]++;
    }
    for (unsigned i = 0; i < SLOTS; i++) assert_in_range(counts[i], 24, 110); // 64 expected, five deviations
}

static void a_seed_and_the_order_of_blocks_matter(void **state) {
    (void)state;
    static const char text[] = "0123456789abcdefFEDCBA98765432100123456789abcdef";
    struct slice a = { text, 32 }, b = { text + 16, 32 };
    assert_int_not_equal(hash_bytes(a, 0), hash_bytes(b, 0));
    assert_int_not_equal(hash_bytes(a, 0), hash_bytes(a, 1));
    assert_int_not_equal(hash_mix(1, 2), hash_mix(2, 1));
    assert_int_not_equal(hash_mix(0, 0), 0);
}

static void digests_are_blake2b_256(void **state) {
    (void)state;
    static const struct {
        struct slice bytes;
        const char *hex;
    } cases[] = {
        { SLICE(""), "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8" },
        { SLICE("abc"), "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t digest[DIGEST_BYTES];
        char hex[2 * DIGEST_BYTES + 1];
        digest_bytes(cases[i].bytes, digest);
        digest_hex(digest, DIGEST_BYTES, hex);
        assert_string_equal(hex, cases[i].hex);
        digest_hex(digest, 2, hex);
        assert_int_equal(strlen(hex), 4);
        assert_memory_equal(hex, cases[i].hex, 4);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_never_change),
        cmocka_unit_test(short_keys_do_not_collide),
        cmocka_unit_test(length_counts),
        cmocka_unit_test(one_bit_changes_half_of_the_hash),
        cmocka_unit_test(the_low_bits_are_as_good_as_the_others),
        cmocka_unit_test(a_seed_and_the_order_of_blocks_matter),
        cmocka_unit_test(digests_are_blake2b_256),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
