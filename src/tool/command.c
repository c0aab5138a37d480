// command.c - the table of subcommands, and help made from it.
#include "tool/command.h"

#include <stdarg.h>
#include <string.h>

const struct command_option help_options[] = { { NULL, NULL, NULL } };

#define LEDGER_DETAILS                                                                                       \
    "A name given to --actor, --recipient or --according-to stands for those who act for it too. What a filter says\n"    \
    "nothing about is refused. The columns are told in docs/store.md.\n"

static const struct command commands[] = {
    { "read", "INPUT...", "read documents and print them, one JSON object a line",
      "INPUT is a file, a folder (all files in it and below, in order of their names) or - for standard "
      "input: plain "
      "text,\n"
      "HTML, RSS, Atom, WARC, JSON, NDJSON, CSV or TSV, as their content says, compressed by gzip, zstd, "
      "bzip2, xz or "
      "not.\n"
      "Documents come in the order of the inputs, each with its text, what stood around it, and what was "
      "mended.\n",
      read_options, run_read },
    { "code", "INPUT...", "read documents and print their records, one JSON object a line",
      "INPUT is as for `dragoman read`.\n"
      "Records come in the order of the inputs: entities, events, statements, figures, captives, "
      "negotiations and\n"
      "disagreements, each with the words that say so as byte offsets into document.text.\n",
      code_options, run_code },
    { "parse", "INPUT...", "print sentences, words, names and dependency trees as CoNLL-U",
      "INPUT is as for `dragoman read`.\n", parse_options, run_parse },
    { "explain", "[INPUT...]", "say of each sentence why its events are what they are",
      "INPUT is as for `dragoman read`. Of each sentence come its tree, what was proposed as an event by which\n"
      "row of which table, with score and fate, its events, and rows that failed for one need. docs/explain.md\n"
      "goes through one sentence.\n",
      explain_options, run_explain },
    { "add", "INPUT...", "read documents, code them and keep their records in a store",
      "INPUT is as for `dragoman read`. What is in the store already is not coded again: the same command\n"
      "once more, or after a kill, goes on where it was. At the end what the documents say together is made\n"
      "anew: near copies, happenings, actors, captives, talks and disagreements.\n",
      add_options, run_add },
    { "recode", "", "code again what an older version, other tables or other models coded", "", recode_options,
      run_recode },
    { "join", "", "make anew what the documents of a store say together", "", join_options, run_join },
    { "timeline", "", "print what happened, goes on or is planned, day by day", LEDGER_DETAILS, ledger_options, run_ledger },
    { "events", "", "print all happenings, each once however many documents tell of it", LEDGER_DETAILS, ledger_options, run_ledger },
    { "reports", "", "print each document's events, with the happening that they tell of", LEDGER_DETAILS, ledger_options, run_ledger },
    { "contacts", "", "print who spoke with whom, by what channel, about what, through whom", LEDGER_DETAILS, ledger_options, run_ledger },
    { "negotiations", "", "print talks, how far they are, and what moved them there", LEDGER_DETAILS, ledger_options, run_ledger },
    { "captives", "", "print who is held or was: each once, with what became of them", LEDGER_DETAILS, ledger_options, run_ledger },
    { "figures", "", "print every figure of every source, as it was told", LEDGER_DETAILS, ledger_options, run_ledger },
    { "statements", "", "print who said what", LEDGER_DETAILS, ledger_options, run_ledger },
    { "positions", "", "print who supports, accuses, demands, refuses or threatens what, of whom", LEDGER_DETAILS, ledger_options, run_ledger },
    { "actors", "", "print persons, states, groups and organizations", LEDGER_DETAILS, ledger_options, run_ledger },
    { "disagreements", "", "print what sources say that cannot all hold, and who says which", LEDGER_DETAILS, ledger_options, run_ledger },
    { "documents", "", "print what was read, and what it is a copy of", LEDGER_DETAILS, ledger_options, run_ledger },
    { "search", "WORDS...", "find texts, statements and names in a store that have these words", LEDGER_DETAILS,
      ledger_options, run_ledger },
    { "serve", "", "show a store as a page, and answer programs, on this machine",
      "Prints the address to open in a browser. Reads the store only, unless --edit is given.\n", serve_options,
      run_serve },
    { "export", "FORMAT", "write a store in the formats of others: GDELT, POLECAT, ICEWS, HXL, GeoJSON, GEXF ...",
      "FORMAT is one of those that `dragoman export` alone lists.\n", export_options, run_export },
    { "amend", "DECISION", "join, split, correct or reject entries of a store by hand",
      "DECISION is one of\n"
      "  join ID ID            the two are one: events, entities (DOCUMENT:ID, or an actor's id), captives\n"
      "  split ID ID           the second is another one than the first\n"
      "  reject ID             it is no such thing\n"
      "  correct ID FIELD VALUE\n"
      "  undo NUMBER           takes a decision back\n"
      "Decisions stay when documents are coded anew; `dragoman export gold` writes them.\n",
      amend_options, run_amend },
    { "why", "ID...", "say why an entry is in the record: its words, who says so, what it was joined with",
      "ID is the id of a happening, an event, a figure, a statement, a captive, talks, a disagreement, an actor or a\n"
      "document, as the ledgers print it.\n",
      why_options, run_why },
    { "info", "", "say what a store holds, and who coded it", "", info_options, run_info },
    { "check", "", "check a store: hashes, keys, and each span of evidence cut out of its text again", "",
      check_options, run_check },
    { "help", "[COMMAND]", "say what a command does and which options it takes", "", help_options, run_help },
};

const struct command *command_at(size_t index) {
    return index < sizeof commands / sizeof *commands ? &commands[index] : NULL;
}

const struct command *command_find(const char *name) {
    const struct command *command;
    for (size_t i = 0; (command = command_at(i)); i++)
        if (strcmp(command->name, name) == 0) return command;
    return NULL;
}

void command_list(FILE *to) {
    fputs("Usage: dragoman COMMAND [OPTION]... [ARGUMENT]...\n"
          "       dragoman --version\n\n"
          "Reads the news of a crisis and keeps the record: who did what to whom, who said so, in which "
          "words.\n\n",
          to);
    const struct command *command;
    for (size_t i = 0; (command = command_at(i)); i++)
        fprintf(to, "  %-13s %-10s %s\n", command->name, command->arguments, command->summary);
    fputs("\nExit status: 0 done, 1 some inputs failed (each is named), 2 wrong usage.\n", to);
}

void command_help(const struct command *command) {
    printf("Usage: dragoman %s %s%s\n\n", command->name, command->options[0].name ? "[OPTION]... " : "",
           command->arguments);
    printf("%c%s.\n", command->summary[0] - 'a' + 'A', command->summary + 1);
    if (command->details[0]) printf("\n%s", command->details);
    if (command->options[0].name) puts("\nOptions:");
    for (const struct command_option *option = command->options; option->name; option++) {
        char left[64];
        snprintf(left, sizeof left, "--%s%s%s", option->name, option->argument ? " " : "",
                 option->argument ? option->argument : "");
        printf("  %-26s %s\n", left, option->meaning);
    }
}

int command_usage(const struct command *command, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "dragoman %s: ", command->name);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
    fprintf(stderr, "\nTry `dragoman help %s`.\n", command->name);
    return EXIT_USAGE;
}

void command_getopt(const struct command *command, struct option options[COMMAND_OPTION_LIMIT + 2]) {
    size_t count = 0;
    for (const struct command_option *option = command->options; option->name && count < COMMAND_OPTION_LIMIT;
         option++)
        options[count++] = (struct option){ option->name, option->argument ? required_argument : no_argument,
                                            NULL, COMMAND_OPTION + (int)(option - command->options) };
    options[count++] = (struct option){ "help", no_argument, NULL, 'h' };
    options[count] = (struct option){ 0 };
}

int command_next_option(const struct command *command, const struct option *options, int argc, char **argv) {
    const int found = getopt_long(argc, argv, ":ho:", options, NULL);
    if (found == -1) return -1;
    for (int i = 0; found == 'o' && command->options[i].name; i++)
        if (strcmp(command->options[i].name, "output") == 0) return i;
    if (found >= COMMAND_OPTION) return found - COMMAND_OPTION;
    if (found == 'h') {
        command_help(command);
        return -3;
    }
    command_usage(command, found == ':' ? "option %s wants a value" : "there is no option %s",
                  argv[optind - 1]);
    return -2;
}

int run_help(int argc, char **argv) {
    const struct command *help = command_find("help");
    struct option options[COMMAND_OPTION_LIMIT + 2];
    command_getopt(help, options);
    const int option = command_next_option(help, options, argc, argv);
    if (option != -1) return option == -3 ? EXIT_DONE : EXIT_USAGE;
    if (optind + 1 < argc)
        return command_usage(help, "expected one COMMAND, found \"%s\" too", argv[optind + 1]);
    if (optind >= argc) {
        command_list(stdout);
        return EXIT_DONE;
    }
    const struct command *command = command_find(argv[optind]);
    if (!command) return command_usage(help, "there is no command \"%s\"", argv[optind]);
    command_help(command);
    return EXIT_DONE;
}
