// inputs.c - walks what the command line names.
//
// Whatever a file is called, its content says what it is; only hidden files of a folder are passed over, and
// counted. Links to folders are not followed: a folder may hold itself.
#include "tool/inputs.h"

#include "base/file.h"
#include "base/vector.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct walk {
    struct arena *arena;
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
            walk->result.skipped_hidden++;
        else if (lstat(path, &about) != 0)
            failed(walk, path, strerror(errno));
        else if (S_ISDIR(about.st_mode))
            walk_folder(walk, path, depth + 1);
        else if (S_ISLNK(about.st_mode) && (stat(path, &about) != 0 || S_ISDIR(about.st_mode)))
            walk->result.skipped_special++;
        else if (!S_ISREG(about.st_mode))
            walk->result.skipped_special++;
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
    struct walk walk = { .arena = arena };
    for (size_t i = 0; i < named->path_count; i++) add_path(&walk, named->paths[i]);
    if (named->list) add_list(&walk, named->list);
    for (size_t i = 0; i < named->url_count; i++)
        *vector_push(arena, &walk.items) = (struct input){ named->urls[i], INPUT_URL, false };
    walk.result.items = walk.items.items;
    walk.result.count = walk.items.count;
    walk.result.failures = walk.failures.items;
    walk.result.failure_count = walk.failures.count;
    return walk.result;
}
