// serve.c - `dragoman serve`: a store as a page, for this machine.
#include "serve/server.h"
#include "tool/stores.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define TOKEN_BYTES 16

const struct command_option serve_options[] = {
    STORE_OPTION,
    { "port", "N", "the port to listen at (default 8417; 0: any that is free)" },
    { "listen", "ADDRESS", "listen at this IPv4 address instead of 127.0.0.1; a token is then asked for" },
    { "token-file", "FILE",
      "the token, 16 characters or more, is the first line of FILE (default: one is made up)" },
    { "edit", NULL, "allow corrections; a token is then asked for" },
    { "threads", "N", "answer on N threads (default: 1 for each processor)" },
    { NULL, NULL, NULL },
};

static bool read_number(const char *text, unsigned most, unsigned *number) {
    char *end;
    errno = 0;
    const unsigned long value = strtoul(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || errno || value > most) return false;
    *number = (unsigned)value;
    return true;
}

static bool read_token(const char *path, char token[128]) {
    FILE *file = fopen(path, "r");
    if (!file) return false;
    const bool is_read = fgets(token, 128, file) != NULL;
    fclose(file);
    token[strcspn(token, "\r\n")] = '\0';
    return is_read;
}

static void make_token(char token[128]) {
    unsigned char bytes[TOKEN_BYTES];
    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes) {
        token[0] = '\0';
        return;
    }
    for (size_t i = 0; i < sizeof bytes; i++) snprintf(token + 2 * i, 3, "%02x", bytes[i]);
}

static int serve(const struct command *command, struct server_options *options, const char *token_file) {
    static char token[128];
    sigset_t ending;
    if (token_file && !read_token(token_file, token))
        return command_usage(command, "--token-file: \"%s\" cannot be read", token_file);
    if (!token_file && (options->may_write || options->address)) make_token(token);
    if (token[0]) options->token = token;
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    sigaddset(&ending, SIGHUP);
    sigprocmask(SIG_BLOCK, &ending, NULL); // before threads are made: they inherit it
    struct error error = { 0 };
    struct server *server = server_open(options, &error);
    if (!server) {
        char text[600];
        fprintf(stderr, "dragoman serve: %s\n", error_text(&error, text, sizeof text));
        return EXIT_SOME_FAILED;
    }
    printf("http://%s:%u/%s%s\n", options->address ? options->address : "127.0.0.1", server_port(server),
           token[0] ? "?token=" : "", token);
    fflush(stdout);
    fputs("dragoman serve: open the address above in a browser; Ctrl-C ends it\n", stderr);
    int signal_number;
    sigwait(&ending, &signal_number);
    server_close(server);
    return EXIT_DONE;
}

int run_serve(int argc, char **argv) {
    const struct command *command = command_find("serve");
    struct option options[COMMAND_OPTION_LIMIT + 2];
    struct server_options settings = { .port = SERVER_PORT, .version = DRAGOMAN_VERSION };
    const char *token_file = NULL, *where = NULL;
    command_getopt(command, options);
    for (int found; (found = command_next_option(command, options, argc, argv)) != -1;) {
        if (found < 0) return found == -2 ? EXIT_USAGE : EXIT_DONE;
        const char *name = command->options[found].name;
        if (strcmp(name, "db") == 0)
            where = optarg;
        else if (strcmp(name, "listen") == 0)
            settings.address = optarg;
        else if (strcmp(name, "token-file") == 0)
            token_file = optarg;
        else if (strcmp(name, "edit") == 0)
            settings.may_write = true;
        else if (strcmp(name, "port") == 0 && !read_number(optarg, 65535, &settings.port))
            return command_usage(command, "--port: expected a port, found \"%s\"", optarg);
        else if (strcmp(name, "threads") == 0 && !read_number(optarg, 64, &settings.threads))
            return command_usage(command, "--threads: expected a number up to 64, found \"%s\"", optarg);
    }
    if (optind < argc) return command_usage(command, "expected no arguments, found \"%s\"", argv[optind]);
    settings.store = stores_where(where);
    return serve(command, &settings, token_file);
}
