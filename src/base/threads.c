// threads.c - workers take the next index, the caller finishes in order.
//
// One lock guards three numbers: the next index to start, the next to finish, and which of the `window`
// indices between them are done. The work itself is long (a document), so nobody waits for the lock. Taking
// may be long too (a page from a network): it is done without the lock, by one worker at a time.
#include "base/threads.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <unistd.h>

struct crew {
    const struct ordered_work *work;
    pthread_mutex_t lock;
    pthread_cond_t may_start, may_finish;
    size_t count, window, next, finished; // `count` shrinks to what there was to take
    bool *done;                           // [index % window]
    bool is_taking, stop;
};

struct worker {
    struct crew *crew;
    pthread_t thread;
    unsigned number;
};

// With the lock held: has the next index, unless there is none. Gives the lock away while it takes.
static bool take_next(struct crew *crew, size_t *index) {
    while (!crew->stop && crew->next < crew->count &&
           (crew->is_taking || crew->next - crew->finished >= crew->window))
        pthread_cond_wait(&crew->may_start, &crew->lock);
    if (crew->stop || crew->next >= crew->count) return false;
    *index = crew->next;
    if (crew->work->take) {
        crew->is_taking = true;
        pthread_mutex_unlock(&crew->lock);
        const bool is_there = crew->work->take(crew->work->context, *index);
        pthread_mutex_lock(&crew->lock);
        crew->is_taking = false;
        if (!is_there) {
            crew->count = *index;
            pthread_cond_signal(&crew->may_finish);
        }
        pthread_cond_broadcast(&crew->may_start);
        if (!is_there) return false;
    }
    crew->next++;
    return true;
}

static void *worker_run(void *context) {
    struct worker *worker = context;
    struct crew *crew = worker->crew;
    pthread_mutex_lock(&crew->lock);
    for (size_t index; take_next(crew, &index);) {
        pthread_mutex_unlock(&crew->lock);
        crew->work->work(crew->work->context, index, worker->number);
        pthread_mutex_lock(&crew->lock);
        crew->done[index % crew->window] = true;
        if (index == crew->finished) pthread_cond_signal(&crew->may_finish);
    }
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

static void finish_in_order(struct crew *crew) {
    const struct ordered_work *work = crew->work;
    pthread_mutex_lock(&crew->lock);
    while (crew->finished < crew->count) {
        size_t index = crew->finished;
        if (!crew->done[index % crew->window]) {
            pthread_cond_wait(&crew->may_finish, &crew->lock);
            continue;
        }
        pthread_mutex_unlock(&crew->lock);
        bool more = work->finish(work->context, index);
        pthread_mutex_lock(&crew->lock);
        if (!more) break;
        crew->done[index % crew->window] = false;
        crew->finished++;
        pthread_cond_signal(&crew->may_start);
    }
    crew->stop = true;
    pthread_cond_broadcast(&crew->may_start);
    pthread_mutex_unlock(&crew->lock);
}

static void run_alone(const struct ordered_work *work) {
    for (size_t i = 0; i < work->count; i++) {
        if (work->take && !work->take(work->context, i)) return;
        work->work(work->context, i, 0);
        if (!work->finish(work->context, i)) return;
    }
}

void ordered_work_run(const struct ordered_work *work) {
    size_t threads = work->threads < work->count ? work->threads : work->count;
    struct crew crew = { .work = work, .count = work->count, .window = work->window == 0 ? 1 : work->window };
    if (crew.window > work->count && work->count > 0) crew.window = work->count;
    if (threads > crew.window) threads = crew.window;
    struct worker *workers = threads > 1 ? calloc(threads, sizeof *workers) : NULL;
    crew.done = threads > 1 ? calloc(crew.window, sizeof *crew.done) : NULL;
    size_t started = 0;
    if (workers && crew.done) {
        pthread_mutex_init(&crew.lock, NULL);
        pthread_cond_init(&crew.may_start, NULL);
        pthread_cond_init(&crew.may_finish, NULL);
        for (; started < threads; started++) { // fewer workers do the same work
            workers[started] = (struct worker){ .crew = &crew, .number = (unsigned)started };
            if (pthread_create(&workers[started].thread, NULL, worker_run, &workers[started]) != 0) break;
        }
        if (started > 0) finish_in_order(&crew);
        for (size_t i = 0; i < started; i++) pthread_join(workers[i].thread, NULL);
        pthread_cond_destroy(&crew.may_finish);
        pthread_cond_destroy(&crew.may_start);
        pthread_mutex_destroy(&crew.lock);
    }
    if (started == 0) run_alone(work);
    free(crew.done);
    free(workers);
}

unsigned threads_available(void) {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0) return (unsigned)CPU_COUNT(&set);
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? (unsigned)online : 1;
}
