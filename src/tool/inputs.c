// inputs.c - walks what the command line names.
//
// A file named by the user is read whatever it is called; from a folder only "*.txt" files are taken, and
// what is passed over is counted, so that nothing is left out silently. Links to folders are not followed: a
// folder may hold itself.
#include "tool/inputs.h"

#include "base/vector.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct walk {
    struct arena *arena;
    VECTOR_OF(const char *) paths;
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
        else if (!slice_ends(slice_of(name), SLICE(".txt")))
            walk->result.skipped_name++;
        else
            *vector_push(walk->arena, &walk->paths) = path;
    }
    for (int i = 0; i < count; i++) free(entries[i]);
    free(entries);
}

struct inputs inputs_find(char *const *names, size_t count, struct arena *arena) {
    struct walk walk = { .arena = arena };
    for (size_t i = 0; i < count; i++) {
        struct stat about;
        const bool is_folder =
            strcmp(names[i], "-") != 0 && stat(names[i], &about) == 0 && S_ISDIR(about.st_mode);
        if (is_folder)
            walk_folder(&walk, names[i], 1);
        else
            *vector_push(arena, &walk.paths) = names[i];
    }
    walk.result.paths = walk.paths.items;
    walk.result.count = walk.paths.count;
    walk.result.failures = walk.failures.items;
    walk.result.failure_count = walk.failures.count;
    return walk.result;
}
