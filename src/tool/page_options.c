// page_options.c - colour and width of pages, as the terminal and the user want them.
#include "tool/page_options.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_DEFAULT 100
#define WIDTH_LIMIT 120 // lines longer than that are hard to read

static unsigned terminal_width(void) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return WIDTH_DEFAULT;
    return size.ws_col < WIDTH_LIMIT ? size.ws_col : WIDTH_LIMIT;
}

struct page_options page_options_default(void) {
    const char *no_colour = getenv("NO_COLOR");
    return (struct page_options){ .colour = isatty(STDOUT_FILENO) && !(no_colour && no_colour[0]),
                                  .width = terminal_width() };
}

bool page_options_take(const struct command *command, struct page_options *options, const char *name,
                       const char *value, bool *failed) {
    if (strcmp(name, "color") != 0) return false;
    if (strcmp(value, "always") == 0 || strcmp(value, "never") == 0) {
        options->colour = value[0] == 'a';
    } else if (strcmp(value, "auto") != 0) {
        command_usage(command, "--color: expected auto, always or never, found \"%s\"", value);
        *failed = true;
    }
    return true;
}
