// page_options.h - how pages for people look on this terminal.
#pragma once

#include "tool/command.h"

struct page_options {
    bool colour;
    unsigned width; // columns
};

#define PAGE_OPTIONS                                                                                         \
    { "color", "auto|always|never", "colour in the page (default: on a terminal, unless NO_COLOR is set)" }

struct page_options page_options_default(void);
// Takes --color; false when `name` is something else. A bad value prints usage and sets `*failed`.
bool page_options_take(const struct command *command, struct page_options *options, const char *name,
                       const char *value, bool *failed);
