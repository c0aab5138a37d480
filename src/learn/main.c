// main.c - dragoman-train: from corpora to a model.
#include "learn/train.h"

#include <getopt.h>
#include <stdio.h>

static const char usage[] =
    "usage: dragoman-train [OPTION]... LANGUAGE CORPORA\n"
    "Learns the model of LANGUAGE from the folder CORPORA and writes LANGUAGE.model.\n\n"
    "  -k, --knowledge FILE  compiled knowledge (default: the build's)\n"
    "  -p, --packs FILE      which corpora a language has (default: models/packs.txt)\n"
    "  -o, --output DIR      where the model goes (default: models)\n"
    "  -w, --work DIR        keeps the parts (default: train-LANGUAGE in the build's folder)\n"
    "  -s, --steps LIST      only these, the others' parts are taken from DIR: "
    "classes,tags,forward,relations,\n"
    "                        small,names,pack; back, a parser from right to left, only when it is named\n";

int main(int argc, char **argv) {
    static const struct option options[] = {
        { "output", required_argument, NULL, 'o' },    { "work", required_argument, NULL, 'w' },
        { "steps", required_argument, NULL, 's' },     { "packs", required_argument, NULL, 'p' },
        { "knowledge", required_argument, NULL, 'k' }, { 0 }
    };
    struct train_options train = { .packs = DRAGOMAN_BUILT_MODELS "/packs.txt",
                                   .knowledge = DRAGOMAN_BUILT_KNOWLEDGE,
                                   .models = DRAGOMAN_BUILT_MODELS };
    for (int c; (c = getopt_long(argc, argv, "o:w:s:k:p:", options, NULL)) != -1;) {
        if (c == 'o')
            train.models = optarg;
        else if (c == 'w')
            train.work = optarg;
        else if (c == 's')
            train.steps = optarg;
        else if (c == 'p')
            train.packs = optarg;
        else if (c == 'k')
            train.knowledge = optarg;
        else
            return 2;
    }
    if (argc - optind != 2) {
        fputs(usage, stderr);
        return 2;
    }
    train.language = argv[optind];
    train.corpora = argv[optind + 1];
    char work[1024];
    snprintf(work, sizeof work, "%s/train-%s", DRAGOMAN_BUILD, train.language);
    if (!train.work) train.work = work;
    struct error error = { 0 };
    if (train_language(&train, &error)) return 0;
    char text[1024];
    fprintf(stderr, "dragoman-train: %s\n", error_text(&error, text, sizeof text));
    return 1;
}
