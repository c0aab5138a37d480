#include "tool/inputs.h"
#include "tool/run.h"

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

static void dates_are_of_the_calendar(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool is_date;
    } cases[] = {
        { "2023-10-30", true },  { "2024-02-29", true },        { "2000-02-29", true },
        { "2031-12-31", true },  { "2023-02-29", false },       { "1900-02-29", false },
        { "2023-04-31", false }, { "2023-00-10", false },       { "2023-13-10", false },
        { "2023-10-00", false }, { "2023-10-32", false },       { "2023-1-30", false },
        { "2023-10-3", false },  { "2023-10-301", false },      { "2023/10/30", false },
        { "", false },           { "yesterday", false },        { "2023-10-30 ", false },
        { "-023-10-30", false }, { "2023-10-30T12:00", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (run_is_date(cases[i].text) != cases[i].is_date) fail_msg("%s", cases[i].text);
    }
}

static const char *const folders[] = { "a", "a/deep", "a/.hidden", "b" };
static const char *const files[] = { "a/2.txt",      "a/1.txt",         "a/note.md", "a/.x.txt",
                                     "a/deep/0.txt", "a/.hidden/y.txt", "b/z.txt" };

static int make_folder(void **state) {
    char *folder = strdup("/tmp/tool-test-XXXXXX");
    *state = folder; // freed by remove_folder()
    if (!folder || !mkdtemp(folder) || chdir(folder) != 0) return -1;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (mkdir(folders[i], 0700) != 0) return -1;
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        FILE *file = fopen(files[i], "w");
        if (!file || fclose(file) != 0) return -1;
    }
    return symlink("..", "a/up") == 0 && symlink("1.txt", "a/3.txt") == 0 ? 0 : -1;
}

static int remove_folder(void **state) {
    unlink("a/up");
    unlink("a/3.txt");
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) unlink(files[i]);
    for (size_t i = sizeof folders / sizeof *folders; i-- > 0;) rmdir(folders[i]);
    const int status = chdir("/") == 0 && rmdir(*state) == 0 ? 0 : -1;
    free(*state);
    return status;
}

static void a_folder_is_walked_in_order_of_names(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    char *names[] = { (char *)"b", (char *)"a", (char *)"-", (char *)"a/note.md", (char *)"missing" };
    const struct inputs inputs =
        inputs_find(&(struct inputs_named){ .paths = names, .path_count = 5 }, arena);
    static const char *const expected[] = { "b/z.txt",   "a/1.txt", "a/2.txt",   "a/3.txt", "a/deep/0.txt",
                                            "a/note.md", "-",       "a/note.md", "missing" };
    assert_int_equal(inputs.count, sizeof expected / sizeof *expected);
    for (size_t i = 0; i < inputs.count; i++) {
        assert_string_equal(inputs.items[i].name, expected[i]);
        assert_int_equal(inputs.items[i].is_found, i < 6);
    }
    assert_int_equal(inputs.skipped_hidden, 2);
    assert_int_equal(inputs.skipped_special, 1); // the link to a folder
    assert_int_equal(inputs.failure_count, 0);
    arena_free(arena);
}

static void a_slash_at_the_end_changes_nothing(void **state) {
    (void)state;
    struct arena *arena = arena_new();
    char *names[] = { (char *)"b/" };
    const struct inputs inputs =
        inputs_find(&(struct inputs_named){ .paths = names, .path_count = 1 }, arena);
    assert_int_equal(inputs.count, 1);
    assert_string_equal(inputs.items[0].name, "b/z.txt");
    arena_free(arena);
}

static void a_list_of_files_has_a_path_a_line_or_one_before_each_nul(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t length, count;
    } cases[] = { { "a/1.txt\nb\n", 10, 2 },
                  { "a/1.txt\r\n\r\nb/z.txt", 18, 2 },
                  { "a/1.txt\0b/z.txt\0", 16, 2 },
                  { "with\nline\0", 10, 1 },
                  { "", 0, 0 } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        FILE *file = fopen("list", "w");
        assert_non_null(file);
        assert_int_equal(fwrite(cases[i].text, 1, cases[i].length, file), cases[i].length);
        fclose(file);
        const struct inputs inputs = inputs_find(&(struct inputs_named){ .list = "list" }, arena);
        assert_int_equal(inputs.count, cases[i].count);
        assert_int_equal(inputs.failure_count, 0);
        arena_free(arena);
    }
    unlink("list");
    struct arena *arena = arena_new();
    assert_int_equal(inputs_find(&(struct inputs_named){ .list = "no-list" }, arena).failure_count, 1);
    arena_free(arena);
}

static void each_option_is_taken_once_it_is_right(void **state) {
    (void)state;
    static const struct command_option options[] = { RUN_OPTIONS, { NULL, NULL, NULL } };
    static const struct command command = { .name = "test", .options = options };
    static const struct {
        const char *name;
        char value[16];
        bool is_known, fails;
    } cases[] = {
        { "date", "2023-10-30", true, false },
        { "date", "2023-10-32", true, true },
        { "threads", "8", true, false },
        { "threads", "0", true, true },
        { "threads", "8x", true, true },
        { "threads", "257", true, true },
        { "knowledge", "d", true, false },
        { "models", "d", true, false },
        { "quiet", "", true, false },
        { "format", "json", false, false },
        { "field", "text=a,b", true, false },
        { "field", "body=a", true, true },
        { "field", "text=", true, true },
        { "url", "http://x/", true, false },
        { "field", "text=a,id=b", true, false },
        { "field", "a,text=b", true, true },
        { "charset", "latin1", true, false },
        { "charset", "latin99", true, true },
        { "date-order", "dmy", true, false },
        { "date-order", "ymd", true, true },
        { "include", "*.html", true, false },
        { "exclude", "x*", true, false },
    };
    fflush(stderr);
    const int terminal = dup(STDERR_FILENO);
    assert_non_null(freopen("/dev/null", "w", stderr)); // bad values say what is wrong with them
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run_options taken = { 0 };
        bool failed = false;
        char value[sizeof cases[i].value];
        memcpy(value, cases[i].value, sizeof value);
        assert_int_equal(run_take_option(&command, &taken, cases[i].name, value, &failed), cases[i].is_known);
        assert_int_equal(failed, cases[i].fails);
    }
    fflush(stderr);
    dup2(terminal, STDERR_FILENO);
    close(terminal);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_are_of_the_calendar),
        cmocka_unit_test_setup_teardown(a_folder_is_walked_in_order_of_names, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_slash_at_the_end_changes_nothing, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_slash_at_the_end_changes_nothing, make_folder, remove_folder),
        cmocka_unit_test_setup_teardown(a_list_of_files_has_a_path_a_line_or_one_before_each_nul, make_folder,
                                        remove_folder),
        cmocka_unit_test(each_option_is_taken_once_it_is_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
