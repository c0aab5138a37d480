#include "base/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char magic[8] = "DRGTEST";

struct place {
    char folder[64];
    struct arena *arena;
};

static int open_place(void **state) {
    struct place *place = calloc(1, sizeof *place);
    strcpy(place->folder, "/tmp/file-test-XXXXXX");
    place->arena = arena_new();
    *state = place;
    return mkdtemp(place->folder) ? 0 : -1;
}

static int close_place(void **state) {
    struct place *place = *state;
    char path[128];
    snprintf(path, sizeof path, "%s/a", place->folder);
    unlink(path);
    assert_int_equal(rmdir(place->folder), 0); // nothing temporary is left
    arena_free(place->arena);
    free(place);
    return 0;
}

static const char *path_of(const struct place *place, const char *name) {
    return arena_string(place->arena, arena_format(place->arena, "%s/%s", place->folder, name));
}

static void what_is_written_is_read(void **state) {
    struct place *place = *state;
    const char *path = path_of(place, "a");
    char *bytes = arena_allocate(place->arena, 200000);
    for (size_t i = 0; i < 200000; i++) bytes[i] = (char)(i * i >> 3);
    static const size_t sizes[] = { 0, 1, 65535, 65536, 65537, 200000 };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct slice content = { bytes, sizes[i] }, found;
        struct error error = { 0 };
        assert_true(file_write(path, content, &error));
        assert_true(file_read(path, sizes[i], place->arena, &found, &error));
        assert_true(slice_equal(found, content));
        if (sizes[i] == 0) continue;
        assert_false(file_read(path, sizes[i] - 1, place->arena, &found, &error));
        assert_int_equal(error.kind, ERROR_LIMIT);
        assert_int_equal(found.length, 0);
        assert_string_equal(error.file, path);
    }
    struct stat status;
    mode_t mask = umask(0);
    umask(mask);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0666 & ~mask);
}

static void standard_input_is_read_to_its_end(void **state) {
    struct place *place = *state;
    int ends[2], before = dup(STDIN_FILENO);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "some text", 9), 9);
    close(ends[1]);
    dup2(ends[0], STDIN_FILENO);
    struct slice found;
    struct error error = { 0 };
    assert_true(file_read("-", 100, place->arena, &found, &error));
    assert_true(slice_equal(found, SLICE("some text")));
    dup2(before, STDIN_FILENO);
    close(before);
    close(ends[0]);
}

static void files_that_cannot_be_read_or_written_say_why(void **state) {
    struct place *place = *state;
    struct slice found;
    const char *missing = path_of(place, "missing/file");
    const char *paths[] = { missing, place->folder };
    for (size_t i = 0; i < 2; i++) {
        struct error error = { 0 };
        assert_false(file_read(paths[i], 100, place->arena, &found, &error));
        assert_int_equal(error.kind, ERROR_SYSTEM);
        assert_string_equal(error.file, paths[i]);
        error = (struct error){ 0 };
        assert_false(file_write(paths[i], SLICE("x"), &error));
        assert_int_equal(error.kind, ERROR_SYSTEM);
        error = (struct error){ 0 };
        assert_null(data_file_open(paths[i], magic, 1, true, &error));
        assert_int_not_equal(error.kind, ERROR_NONE);
        assert_string_equal(error.file, paths[i]);
    }
}

static struct slice sample(struct arena *arena) {
    const struct data_section sections[] = {
        { "first", SLICE("one") },
        { "empty", SLICE("") },
        { "fifteen-letters",
          SLICE("a section of more than sixty-four bytes, so that the next one moves on") },
        { "last", SLICE("x") },
    };
    return data_file_make(magic, 3, sections, 4, arena);
}

static void sections_are_found_by_name(void **state) {
    struct place *place = *state;
    struct slice bytes = sample(place->arena);
    const char *path = path_of(place, "a");
    struct error error = { 0 };
    assert_int_equal((uintptr_t)bytes.start % 64, 0);
    assert_true(file_write(path, bytes, &error));
    struct data_file *files[] = { data_file_open(path, magic, 3, true, &error),
                                  data_file_over(bytes, "memory", magic, 3, &error) };
    for (size_t i = 0; i < 2; i++) {
        struct data_file *file = files[i];
        assert_non_null(file);
        assert_true(slice_equal(data_file_section(file, "first"), SLICE("one")));
        assert_int_equal(data_file_section(file, "empty").length, 0);
        assert_int_equal(data_file_section(file, "fifteen-letters").length, 70);
        assert_true(slice_equal(data_file_section(file, "last"), SLICE("x")));
        assert_int_equal(data_file_section(file, "las").length, 0);
        assert_int_equal((uintptr_t)data_file_section(file, "last").start % 64, 0);
        assert_int_equal(strlen(data_file_hash(file)), 16);
    }
    assert_string_equal(data_file_hash(files[0]), data_file_hash(files[1]));
    data_file_close(files[0]);
    data_file_close(files[1]);
    data_file_close(NULL);
}

static void the_same_sections_give_the_same_bytes(void **state) {
    struct place *place = *state;
    struct slice bytes = sample(place->arena);
    assert_true(slice_equal(bytes, sample(place->arena)));
    struct error error = { 0 };
    struct data_file *file = data_file_over(bytes, "memory", magic, 3, &error);
    assert_string_equal(data_file_hash(file), "352c49db2fdb19fc");
    data_file_close(file);
}

static void another_magic_or_version_is_refused(void **state) {
    struct place *place = *state;
    struct slice bytes = sample(place->arena);
    struct error error = { 0 };
    assert_null(data_file_over(bytes, "memory", "DRGOTHE", 3, &error));
    assert_non_null(strstr(error.message, "\"DRGOTHE\""));
    error = (struct error){ 0 };
    assert_null(data_file_over(bytes, "memory", magic, 4, &error));
    assert_string_equal(error.message, "expected version 4, found version 3");
    error = (struct error){ 0 };
    assert_null(data_file_over(slice_part(bytes, 8, bytes.length), "memory", magic, 3, &error));
    assert_int_equal(error.kind, ERROR_INPUT);
}

// Everywhere: header, table of sections, their content, and the padding between.
static void every_changed_byte_is_found(void **state) {
    struct place *place = *state;
    struct slice bytes = sample(place->arena);
    const char *path = path_of(place, "a");
    for (size_t i = 0; i < bytes.length; i++) {
        static const unsigned char changes[] = { 0x01, 0x80, 0xff };
        for (size_t j = 0; j < sizeof changes; j++) {
            ((char *)bytes.start)[i] ^= (char)changes[j];
            FILE *out = fopen(path, "w");
            assert_int_equal(fwrite(bytes.start, 1, bytes.length, out), bytes.length);
            fclose(out);
            struct error error = { 0 };
            assert_null(data_file_open(path, magic, 3, true, &error));
            assert_int_equal(error.kind, ERROR_INPUT);
            struct data_file *file =
                data_file_over(bytes, "memory", magic, 3, NULL); // not verified, but safe to use
            if (file) {
                struct slice section = data_file_section(file, "last");
                assert_true(section.length <= bytes.length);
                data_file_close(file);
            }
            ((char *)bytes.start)[i] ^= (char)changes[j];
        }
    }
}

static void every_other_length_is_found(void **state) {
    struct place *place = *state;
    struct slice bytes = sample(place->arena);
    const char *path = path_of(place, "a");
    for (size_t length = 0; length <= bytes.length + 1; length++) {
        if (length == bytes.length) continue;
        FILE *out = fopen(path, "w");
        fwrite(bytes.start, 1, length < bytes.length ? length : bytes.length, out);
        if (length > bytes.length) fputc(0, out);
        fclose(out);
        for (int verify = 0; verify < 2; verify++) {
            struct error error = { 0 };
            assert_null(data_file_open(path, magic, 3, verify, &error));
            assert_int_equal(error.kind, ERROR_INPUT);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_written_is_read, open_place, close_place),
        cmocka_unit_test_setup_teardown(standard_input_is_read_to_its_end, open_place, close_place),
        cmocka_unit_test_setup_teardown(files_that_cannot_be_read_or_written_say_why, open_place,
                                        close_place),
        cmocka_unit_test_setup_teardown(sections_are_found_by_name, open_place, close_place),
        cmocka_unit_test_setup_teardown(the_same_sections_give_the_same_bytes, open_place, close_place),
        cmocka_unit_test_setup_teardown(another_magic_or_version_is_refused, open_place, close_place),
        cmocka_unit_test_setup_teardown(every_changed_byte_is_found, open_place, close_place),
        cmocka_unit_test_setup_teardown(every_other_length_is_found, open_place, close_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
