// main.c - the `dragoman` command.
#include "engine/engine.h"
#include "tool/command.h"
#include "tool/output.h"

#include <fcntl.h>

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int print_version(void) {
    printf("dragoman %s\n", DRAGOMAN_VERSION);
    struct error error = { 0 };
    struct engine *engine = engine_open(&(struct engine_options){ 0 }, &error);
    if (!engine) {
        char text[1024];
        fprintf(stderr, "dragoman: %s\n", error_text(&error, text, sizeof text));
        return EXIT_SOME_FAILED;
    }
    printf("knowledge %s\nmodels en %s\n", engine_knowledge_hash(engine), engine_language_hash(engine));
    engine_close(engine);
    return EXIT_DONE;
}

static void say_exhausted(size_t size) {
    fprintf(stderr, "dragoman: out of memory: %zu bytes could not be had\n", size);
}

// A standard file that is closed stays so for us: without this the next file that is opened would take its
// place, and records would be written into it.
static void hold_standard_files(void) {
    for (int file = STDIN_FILENO; file <= STDERR_FILENO; file++)
        if (fcntl(file, F_GETFD) < 0 && open("/dev/null", file == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
            return;
}

static int run(int argc, char **argv) {
    if (argc < 2) {
        command_list(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--version") == 0) return print_version();
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        command_list(stdout);
        return EXIT_DONE;
    }
    const struct command *command = command_find(argv[1]);
    if (!command) {
        fprintf(stderr, "dragoman: there is no command \"%s\"\n\n", argv[1]);
        command_list(stderr);
        return EXIT_USAGE;
    }
    return command->run(argc - 1, argv + 1);
}

int main(int argc, char **argv) {
    hold_standard_files();
    arena_on_exhausted(say_exhausted);
    signal(SIGPIPE, SIG_IGN); // a closed pipe is an error of writing, not a death without an account
    const int status = run(argc, argv);
    return output_flush_stdio() || status != EXIT_DONE ? status : EXIT_SOME_FAILED;
}
