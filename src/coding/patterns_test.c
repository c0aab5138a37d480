// patterns_test.c - the pattern tables compile, and what does not compile says where.
#include "coding/patterns.h"
#include "language/testing.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <setjmp.h>

#include <cmocka.h>

static struct knowledge *open_knowledge(void) {
    struct error error = { 0 };
    struct knowledge *knowledge = knowledge_open(getenv("KNOWLEDGE_BIN"), &error);
    if (!knowledge) fail_msg("%s", error.message);
    return knowledge;
}

static void the_tables_of_english_compile(void **state) {
    (void)state;
    struct knowledge *knowledge = open_knowledge();
    struct error error = { 0 };
    struct patterns *patterns = patterns_open(knowledge, SLICE("en"), &error);
    if (!patterns) fail_msg("%s:%u:%u: %s", error.file, error.line, error.column, error.message);
    int32_t release = patterns_act_named(patterns, SLICE("release"));
    assert_true(release >= 0);
    const struct act *act = patterns_act(patterns, release);
    static const struct {
        enum status status;
        const char *cameo, *type, *mode;
    } cells[] = {
        { STATUS_DONE, "0841", "RETREAT", "release" }, { STATUS_APPEALED, "0253", "REQUEST", "yield" },
        { STATUS_PROMISED, "0353", "CONCEDE", "" },    { STATUS_DEMANDED, "1053", "REQUEST", "yield" },
        { STATUS_REFUSED, "1243", "REJECT", "yield" },
    };
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        const struct code *code = &act->codes[cells[i].status];
        assert_true(slice_equal(code->cameo, slice_of(cells[i].cameo)));
        assert_true(slice_equal(code->type, slice_of(cells[i].type)));
        assert_true(slice_equal(code->mode, slice_of(cells[i].mode)));
    }
    assert_true(act->codes[STATUS_DONE].goldstein == 7.0);
    int32_t bomb = patterns_act_named(patterns, SLICE("violence.bomb.car"));
    assert_true(act_is(patterns, bomb, SLICE("violence")));
    assert_true(act_is(patterns, bomb, SLICE("violence.bomb")));
    assert_false(act_is(patterns, bomb, SLICE("violence.bomb.suicide")));
    assert_true(slice_equal(patterns_act(patterns, bomb)->codes[STATUS_THREATENED].cameo,
                            SLICE("1383"))); // from above
    patterns_close(patterns);
    knowledge_close(knowledge);
}

static void write_file(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void a_pattern_that_does_not_compile_says_where(void **state) {
    (void)state;
    static const struct {
        const char *row, *message;
        unsigned line, column;
    } wrong[] = {
        { "# a comment\nhalt/v\tviolence\tactor=sbj\t-\t-\n", "a path of steps", 2, 23 },
        { "halt/v\tviolence\tagent=subj\t-\t-\n", "a role", 1, 17 },
        { "halt/v\tviolence\tactor=subj\tobj~@no-such\t-\n", "a class of classes.txt", 1, 32 },
        { "halt/v\tviolence\tactor=prep:@no-such\t-\t-\n", "a class of classes.txt", 1, 28 },
        { "halt/v\tviolence\tactor=subj\tobj^planet\t-\n", "a kind of entity or a sector", 1, 32 },
        { "halt/v\tviolence\tactor=subj\tis:sad\t-\n", "is:passive", 1, 28 },
        { "halt\tviolence\tactor=subj\t-\t-\n", "a lemma with", 1, 1 },
    };
    char folder[] = "/tmp/patterns-XXXXXX", path[80], language[64];
    assert_non_null(mkdtemp(folder));
    snprintf(language, sizeof language, "%s/en", folder);
    snprintf(path, sizeof path, "%s/verbs.txt", language);
    assert_int_equal(mkdir(language, 0700), 0);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        write_file(path, wrong[i].row);
        struct knowledge *knowledge = open_knowledge();
        struct error error = { 0 };
        if (knowledge_add(knowledge, folder, &error)) {
            struct patterns *patterns = patterns_open(knowledge, SLICE("en"), &error);
            assert_null(patterns);
        }
        if (!strstr(error.message, wrong[i].message) || error.line != wrong[i].line ||
            error.column != wrong[i].column)
            fail_msg("row %zu: %s:%u:%u: %s", i, error.file, error.line, error.column, error.message);
        assert_non_null(strstr(error.file, "verbs.txt"));
        knowledge_close(knowledge);
    }
    unlink(path);
    rmdir(language);
    rmdir(folder);
}

static void a_language_lacks_no_class_that_coding_asks_for(void **state) {
    (void)state;
    static const struct {
        const char *classes, *message; // NULL: it opens
    } languages[] = { { "", NULL }, { "locative\tin | at\n", "a class \"situations\"" } };
    char folder[] = "/tmp/patterns-XXXXXX", path[80], language[64];
    assert_non_null(mkdtemp(folder));
    snprintf(language, sizeof language, "%s/xx", folder);
    snprintf(path, sizeof path, "%s/classes.txt", language);
    assert_int_equal(mkdir(language, 0700), 0);
    for (size_t i = 0; i < sizeof languages / sizeof *languages; i++) {
        write_file(path, languages[i].classes);
        struct knowledge *knowledge = open_knowledge();
        struct error error = { 0 };
        assert_true(knowledge_add(knowledge, folder, &error));
        struct patterns *patterns = patterns_open(knowledge, SLICE("xx"), &error);
        if (!languages[i].message) {
            assert_non_null(patterns);
        } else {
            assert_null(patterns);
            assert_non_null(strstr(error.message, languages[i].message));
            assert_non_null(strstr(error.file, "classes.txt"));
        }
        patterns_close(patterns);
        knowledge_close(knowledge);
    }
    unlink(path);
    rmdir(language);
    rmdir(folder);
}

static void the_most_specific_row_is_tried_first(void **state) {
    (void)state;
    struct knowledge *knowledge = open_knowledge();
    struct error error = { 0 };
    struct patterns *patterns = patterns_open(knowledge, SLICE("en"), &error);
    assert_non_null(patterns);
    struct token token = { .lemma = SLICE("attack"), .form = SLICE("attack"), .upos = UPOS_NOUN };
    struct pattern_list list = patterns_of(patterns, PATTERN_VERB, &token);
    assert_true(list.count > 5);
    for (size_t i = 1; i < list.count; i++)
        assert_true(list.items[i - 1].specificity >= list.items[i].specificity);
    token.lemma = SLICE("no-such-word");
    assert_int_equal(patterns_of(patterns, PATTERN_VERB, &token).count, 0);
    patterns_close(patterns);
    knowledge_close(knowledge);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tables_of_english_compile),
        cmocka_unit_test(a_pattern_that_does_not_compile_says_where),
        cmocka_unit_test(a_language_lacks_no_class_that_coding_asks_for),
        cmocka_unit_test(the_most_specific_row_is_tried_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
