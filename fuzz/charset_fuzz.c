// charset_fuzz.c - any bytes in any character set.
//
// The first byte chooses what is declared and whether the rest is markup. What must hold: text that is valid
// UTF-8 (of plain text, but for single bytes), of a size that the input bounds, with a name and a reason; the
// bytes themselves where nothing was changed; and fingerprints of it that equal themselves when written.
#include "base/utf8.h"
#include "read/charset/charset.h"
#include "read/copies/copies.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds, const char *what) {
    if (holds) return;
    fprintf(stderr, "charset_fuzz: %s\n", what);
    abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const labels[] = { "",         "utf-8",       "latin1",       "windows-1251", "utf-16",
                                          "utf-16be", "gb2312",      "big5",         "shift_jis",    "euc-jp",
                                          "euc-kr",   "iso-2022-jp", "windows-1258", "utf-32",       "koi8-r",
                                          "nonsense" };
    if (size == 0) return 0;
    char *copy = malloc(size); // of its own size, so that the sanitizer sees a read past its end
    require(copy != NULL, "out of memory");
    memcpy(copy, data + 1, size - 1);
    struct slice bytes = { copy, size - 1 };
    struct arena *arena = arena_new();
    struct charset_result result;
    const bool is_markup = data[0] & 0x10;
    charset_decode(bytes, slice_of(labels[data[0] & 15]), is_markup, arena, &result);
    require(result.name[0] != '\0' && charset_of_label(slice_of(result.name)) != NULL,
            "a set without a name");
    require(result.from != NULL, "a set without a reason");
    require(result.text.length <= bytes.length * 6 + 16, "the text is too large");
    const bool valid = utf8_first_invalid(result.text) == SIZE_MAX;
    require(valid || (!is_markup && strcmp(result.name, "utf-8") == 0), "the text is no UTF-8");
    require(valid || result.replaced > 0, "bytes that mean nothing are not counted");
    if (utf8_first_invalid(bytes) == SIZE_MAX && strcmp(result.from, "utf-8") == 0 && result.mojibake == 0)
        require(result.text.start == bytes.start, "UTF-8 was copied");
    struct fingerprint fingerprint, again;
    uint8_t written[FINGERPRINT_BYTES];
    fingerprint_of_text(result.text, &fingerprint);
    fingerprint_write(&fingerprint, written);
    require(fingerprint_read(written, &again), "a fingerprint cannot be read again");
    require(fingerprint.shingles == 0 || fingerprint_is_copy(&fingerprint, &again),
            "a text is no copy of itself");
    arena_free(arena);
    free(copy);
    return 0;
}
