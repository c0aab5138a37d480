// threads.h - the same work on many threads, results in order.
#pragma once

#include "base/arena.h"

// Does `work(context, index, thread)` for each index below `count` on `threads` threads (1: the caller's
// alone), `thread` below `threads`. Then, in order of index and one at a time, `finish(context, index)`. An
// index is not started before `index - window` is finished, so results that wait are bounded (0 counts as 1).
// `finish` returns false to stop early: then no further index is started or finished; those being worked on
// are waited for. `take`, if there is one, is asked before an index is worked on, in order and one at a time,
// for what that index is to be; false ends the work before this index. With `take`, `count` may be SIZE_MAX:
// as many as there are.
struct ordered_work {
    size_t count, window;
    unsigned threads;
    void *context;
    void (*work)(void *context, size_t index, unsigned thread);
    bool (*finish)(void *context, size_t index);
    bool (*take)(void *context, size_t index); // may be NULL
};
void ordered_work_run(const struct ordered_work *work);
unsigned threads_available(void); // processors this process may use, at least 1
