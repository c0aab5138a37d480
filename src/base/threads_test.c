#include "base/threads.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

enum { MOST = 500 };

struct run {
    size_t window, stop_at; // finish() stops after this index
    size_t there, taken;    // what take() has
    atomic_bool is_taking;
    unsigned threads;
    atomic_size_t finished, most_ahead;
    atomic_int works[MOST];
    atomic_bool busy[64]; // a thread's number is one worker's at a time
    size_t order[MOST];
    bool is_bad;
};

static void work(void *context, size_t index, unsigned thread) {
    struct run *run = context;
    if (thread >= run->threads || atomic_exchange(&run->busy[thread], true)) run->is_bad = true;
    size_t ahead = index - atomic_load(&run->finished), most = atomic_load(&run->most_ahead);
    while (ahead > most && !atomic_compare_exchange_weak(&run->most_ahead, &most, ahead)) {
    }
    if (index % 7 == 0) usleep(300); // so that others overtake
    atomic_fetch_add(&run->works[index], 1);
    atomic_store(&run->busy[thread], false);
}

static bool finish(void *context, size_t index) {
    struct run *run = context;
    if (atomic_load(&run->works[index]) != 1) run->is_bad = true;
    run->order[atomic_load(&run->finished)] = index;
    atomic_fetch_add(&run->finished, 1);
    return index != run->stop_at;
}

static void everything_is_done_once_and_finished_in_order(void **state) {
    (void)state;
    static const struct {
        size_t count, window;
        unsigned threads;
    } cases[] = { { 0, 4, 4 },   { 1, 4, 4 },     { 2, 1, 4 },  { 500, 1, 4 }, { 500, 3, 2 },
                  { 500, 8, 4 }, { 500, 999, 7 }, { 50, 8, 1 }, { 100, 0, 3 }, { 100, 5, 0 } };
    static struct run run;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        memset(&run, 0, sizeof run);
        run.stop_at = SIZE_MAX;
        run.threads = cases[i].threads ? cases[i].threads : 1;
        ordered_work_run(&(struct ordered_work){ cases[i].count, cases[i].window, cases[i].threads, &run,
                                                 work, finish, NULL });
        assert_false(run.is_bad);
        assert_int_equal(run.finished, cases[i].count);
        for (size_t j = 0; j < cases[i].count; j++) assert_int_equal(run.order[j], j);
        for (size_t j = 0; j < MOST; j++) assert_int_equal(run.works[j], j < cases[i].count);
        if (cases[i].count > 0) assert_true(run.most_ahead < (cases[i].window ? cases[i].window : 1));
    }
}

static void stopping_finishes_nothing_more(void **state) {
    (void)state;
    static struct run run;
    for (unsigned threads = 1; threads <= 4; threads++) {
        memset(&run, 0, sizeof run);
        run.stop_at = 100;
        run.threads = threads;
        ordered_work_run(&(struct ordered_work){ MOST, 8, threads, &run, work, finish, NULL });
        assert_false(run.is_bad);
        assert_int_equal(run.finished, 101);
        for (size_t j = 0; j <= 100; j++) assert_int_equal(run.order[j], j);
        for (size_t j = 110; j < MOST; j++) assert_int_equal(run.works[j], 0);
    }
}

static bool take(void *context, size_t index) {
    struct run *run = context;
    if (atomic_exchange(&run->is_taking, true) || index != run->taken) run->is_bad = true;
    if (index % 5 == 0) usleep(100);
    const bool is_there = index < run->there;
    run->taken += is_there;
    atomic_store(&run->is_taking, false);
    return is_there;
}

static void what_is_taken_one_by_one_is_worked_on_until_there_is_none(void **state) {
    (void)state;
    static struct run run;
    static const size_t there[] = { 0, 1, 7, 400 };
    for (size_t i = 0; i < sizeof there / sizeof *there; i++)
        for (unsigned threads = 1; threads <= 4; threads++) {
            memset(&run, 0, sizeof run);
            run.stop_at = SIZE_MAX;
            run.threads = threads;
            run.there = there[i];
            ordered_work_run(&(struct ordered_work){ SIZE_MAX, 8, threads, &run, work, finish, take });
            assert_false(run.is_bad);
            assert_int_equal(run.finished, there[i]);
            for (size_t j = 0; j < there[i]; j++) assert_int_equal(run.order[j], j);
        }
}

static void there_is_a_processor(void **state) {
    (void)state;
    assert_true(threads_available() >= 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everything_is_done_once_and_finished_in_order),
        cmocka_unit_test(stopping_finishes_nothing_more),
        cmocka_unit_test(what_is_taken_one_by_one_is_worked_on_until_there_is_none),
        cmocka_unit_test(there_is_a_processor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
