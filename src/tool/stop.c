// stop.c - a flag that three signals set.
#include "tool/stop.h"

#include "read/containers/stream.h"

static volatile sig_atomic_t stopped;

static void stop(int number) {
    stopped = number;
}

void stop_on_signals(void) {
    static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct sigaction action = { .sa_handler = stop, .sa_flags = (int)SA_RESETHAND }, before;
        sigemptyset(&action.sa_mask);
        sigaction(signals[i], NULL, &before);
        if (signals[i] == SIGHUP && before.sa_handler == SIG_IGN) continue; // nohup
        sigaction(signals[i], &action, NULL);
    }
    stream_stop_by(&stopped);
}

const volatile sig_atomic_t *stop_flag(void) {
    return &stopped;
}
