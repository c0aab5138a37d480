// stop.h - interrupts: SIGINT, SIGTERM and SIGHUP ask the program to end; what is begun is finished.
//
// A second one of the same kind ends it at once.
#pragma once

#include <signal.h>

// From now on such a signal sets the flag, and what waits for input or for a network gives up soon.
void stop_on_signals(void);
// Not 0 once asked to stop: the signal's number. For whoever waits.
const volatile sig_atomic_t *stop_flag(void);
