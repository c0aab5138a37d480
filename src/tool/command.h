// command.h - the subcommands of `dragoman`: one table that the program, its help and its tests read.
#pragma once

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum exit_status {
    EXIT_DONE = 0,
    EXIT_SOME_FAILED = 1, // some inputs failed, each named on standard error
    EXIT_USAGE = 2,
    EXIT_SIGNALLED = 128, // and the number of the signal that asked it to stop: 130 for an interrupt
};

struct command_option {
    const char *name;     // long name
    const char *argument; // NULL when it takes none
    const char *meaning;
};

struct command {
    const char *name;
    const char *arguments; // "INPUT..."
    const char *summary;
    const char *details;                  // paragraphs for `dragoman help NAME`
    const struct command_option *options; // ends with a NULL name
    int (*run)(int argc, char **argv);    // argv[0] is the subcommand
};

const struct command *command_find(const char *name); // NULL when there is none
const struct command *command_at(size_t index);       // NULL past the last
void command_list(FILE *to);                          // prints how the program is used
void command_help(const struct command *command);     // prints its page
int command_usage(const struct command *command, const char *format,
                  ...) // says what is wrong, returns EXIT_USAGE
    __attribute__((format(printf, 2, 3)));

// The options of `command` for getopt_long, `help` added: option number i has value COMMAND_OPTION + i.
#define COMMAND_OPTION 1000
#define COMMAND_OPTION_LIMIT 48
void command_getopt(const struct command *command, struct option options[COMMAND_OPTION_LIMIT + 2]);
// The next option's number in the command's table, -1 when options are over, -2 after a usage error was
// printed, -3 after help was printed.
int command_next_option(const struct command *command, const struct option *options, int argc, char **argv);

int run_read(int argc, char **argv);
int run_code(int argc, char **argv);
int run_parse(int argc, char **argv);
int run_explain(int argc, char **argv);
int run_add(int argc, char **argv);
int run_recode(int argc, char **argv);
int run_join(int argc, char **argv);
int run_ledger(int argc, char **argv); // of the ledger of its name
int run_serve(int argc, char **argv);
int run_why(int argc, char **argv);
int run_info(int argc, char **argv);
int run_check(int argc, char **argv);
int run_export(int argc, char **argv);
int run_amend(int argc, char **argv);
int run_help(int argc, char **argv);
extern const struct command_option read_options[], code_options[], parse_options[], explain_options[], help_options[];
extern const struct command_option serve_options[];
// Of the commands over a store.
extern const struct command_option add_options[], recode_options[], join_options[], ledger_options[], why_options[],
    info_options[], check_options[], export_options[], amend_options[];
