// inputs.c - walks what the command line names.
//
// Whatever a file is called, its content says what it is; only hidden files of a folder are passed over, and
// counted. Links to folders are not followed: a folder may hold itself.
#include "tool/inputs.h"

#include "base/file.h"
#include "base/vector.h"

#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

struct walk {
    struct arena *arena;
    const struct inputs_named *named;
    VECTOR_OF(const char *) skipped;
    VECTOR_OF(struct input) items;
    VECTOR_OF(struct error) failures;
    struct inputs result;
};

static int by_bytes(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

static void failed(struct walk *walk, const char *path, const char *why) {
    error_at(vector_push(walk->arena, &walk->failures), ERROR_SYSTEM, (struct place_in_file){ .file = path },
             "%s", why);
}

static void skip(struct walk *walk, const char *path, size_t *count) {
    ++*count;
    *vector_push(walk->arena, &walk->skipped) = path;
}

static bool fits_one(char *const *patterns, size_t count, const char *path, const char *name) {
    for (size_t i = 0; i < count; i++)
        if (fnmatch(patterns[i], name, 0) == 0 || fnmatch(patterns[i], path, 0) == 0) return true;
    return false;
}

static bool is_wanted(const struct inputs_named *named, const char *path, const char *name) {
    return (named->include_count == 0 || fits_one(named->include, named->include_count, path, name)) &&
           !fits_one(named->exclude, named->exclude_count, path, name);
}

// What pages need and nobody reads.
static bool is_script(const char *name) {
    static const struct slice ends[] = { { ".js", 3 },           { ".mjs", 4 }, { ".css", 4 },
                                         { ".js.download", 12 }, { ".map", 4 }, { ".woff", 5 },
                                         { ".woff2", 6 } };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (slice_ends(slice_of(name), ends[i])) return true;
    return false;
}

// "Page_files" beside "Page.html", as browsers save pages; `entries` are in order of their names.
static bool is_beside_page(struct dirent **entries, int count, const char *name) {
    static const struct slice ends[] = {
        { "_files", 6 }, { "_Dateien", 8 }, { "_fichiers", 9 }, { "_archivos", 9 }
    };
    const struct slice folder = slice_of(name);
    size_t length = 0;
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (slice_ends(folder, ends[i])) length = folder.length - ends[i].length;
    if (length == 0) return false;
    int low = 0, high = count; // the first that is not before the page's name
    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (strncmp(entries[middle]->d_name, name, length) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < count && strncmp(entries[low]->d_name, name, length) == 0; low++) {
        const char *rest = entries[low]->d_name + length;
        if (strcasecmp(rest, ".html") == 0 || strcasecmp(rest, ".htm") == 0 ||
            strcasecmp(rest, ".xhtml") == 0)
            return true;
        if (rest[0] > '_') break;
    }
    return false;
}

static void walk_folder(struct walk *walk, const char *folder, unsigned depth) {
    if (depth > INPUTS_DEPTH) {
        failed(walk, folder, "expected folders nested at most 64 deep");
        return;
    }
    struct dirent **entries = NULL;
    const int count = scandir(folder, &entries, NULL, by_bytes);
    if (count < 0) {
        failed(walk, folder, strerror(errno));
        return;
    }
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) continue;
        const size_t length = strlen(folder);
        const char *between = length && folder[length - 1] == '/' ? "" : "/";
        const char *path = arena_format(walk->arena, "%s%s%s%c", folder, between, name, '\0').start;
        struct stat about;
        if (name[0] == '.')
            skip(walk, path, &walk->result.skipped_hidden);
        else if (lstat(path, &about) != 0)
            failed(walk, path, strerror(errno));
        else if (S_ISDIR(about.st_mode) && is_beside_page(entries, count, name))
            skip(walk, path, &walk->result.skipped_beside);
        else if (S_ISDIR(about.st_mode))
            walk_folder(walk, path, depth + 1);
        else if (S_ISLNK(about.st_mode) && (stat(path, &about) != 0 || S_ISDIR(about.st_mode)))
            skip(walk, path, &walk->result.skipped_special);
        else if (!S_ISREG(about.st_mode))
            skip(walk, path, &walk->result.skipped_special);
        else if (is_script(name))
            skip(walk, path, &walk->result.skipped_beside);
        else if (!is_wanted(walk->named, path, name))
            walk->result.skipped_unwanted++; // as the user asked
        else
            *vector_push(walk->arena, &walk->items) = (struct input){ path, INPUT_FILE, true };
    }
    for (int i = 0; i < count; i++) free(entries[i]);
    free(entries);
}

static void add_path(struct walk *walk, const char *path) {
    struct stat about;
    if (strcmp(path, "-") != 0 && stat(path, &about) == 0 && S_ISDIR(about.st_mode))
        walk_folder(walk, path, 1);
    else
        *vector_push(walk->arena, &walk->items) = (struct input){ path, INPUT_FILE, false };
}

// A list that holds a NUL has one behind each path (`find -print0`); any other has a path a line.
static void add_list(struct walk *walk, const char *list) {
    struct slice content;
    if (!file_read(list, INPUTS_LIST_LIMIT, walk->arena, &content, vector_push(walk->arena, &walk->failures)))
        return;
    walk->failures.count--;
    const bool has_nul = content.length && memchr(content.start, '\0', content.length);
    const struct slice separator = has_nul ? (struct slice){ "", 1 } : SLICE("\n");
    for (struct slice path; slice_next(&content, separator, &path);) {
        if (!has_nul && slice_ends(path, SLICE("\r"))) path.length--;
        if (path.length) add_path(walk, arena_string(walk->arena, path));
    }
}

struct inputs inputs_find(const struct inputs_named *named, struct arena *arena) {
    struct walk walk = { .arena = arena, .named = named };
    for (size_t i = 0; i < named->path_count; i++) add_path(&walk, named->paths[i]);
    if (named->list) add_list(&walk, named->list);
    for (size_t i = 0; i < named->url_count; i++)
        *vector_push(arena, &walk.items) = (struct input){ named->urls[i], INPUT_URL, false };
    walk.result.items = walk.items.items;
    walk.result.count = walk.items.count;
    walk.result.skipped = walk.skipped.items;
    walk.result.skipped_count = walk.skipped.count;
    walk.result.failures = walk.failures.items;
    walk.result.failure_count = walk.failures.count;
    return walk.result;
}
