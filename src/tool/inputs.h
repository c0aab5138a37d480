// inputs.h - what a command line names: files, folders walked in order of their names, standard input, lists
// of these in a file, and pages of the network.
#pragma once

#include "base/arena.h"
#include "base/error.h"

enum input_kind { INPUT_FILE, INPUT_URL };

struct input {
    const char *name; // path, "-" or URL
    enum input_kind kind;
    bool is_found; // by walking a folder: nobody said that it is a document
};

struct inputs {
    const struct input *items; // [count] in order
    size_t count;
    size_t skipped_hidden;      // names that begin with a full stop, in folders
    size_t skipped_special;     // neither file nor folder
    size_t skipped_beside;      // scripts and styles, and what a browser saved beside a page ("Page_files")
    size_t skipped_unwanted;    // by --include and --exclude
    const char *const *skipped; // [skipped_count] all these, by path
    size_t skipped_count;
    const struct error *failures; // [failure_count] folders that could not be walked, lists not read
    size_t failure_count;
};

#define INPUTS_DEPTH 64                // folders within folders
#define INPUTS_LIST_LIMIT (256u << 20) // bytes of a list of files

struct inputs_named { // what the user named, in the order in which it is read
    char *const *paths;
    size_t path_count;
    const char *list; // file with a path a line, or ended by NUL each; "-" standard input; NULL: none
    char *const *urls;
    size_t url_count;
    // Of the files that folders hold, by fnmatch(3) over name and path: one of `include` if there are any,
    // and none of `exclude`.
    char *const *include, *const *exclude;
    size_t include_count, exclude_count;
};

// Everything lives in `arena`.
struct inputs inputs_find(const struct inputs_named *named, struct arena *arena);
