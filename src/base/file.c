// file.c - reading whole, mapping, and writing so that nobody sees half.
//
// Whoever maps a data file trusts nothing in it: the table of sections is checked once when it is opened, so
// that a section is always inside the file. What the sections hold is the business of whoever asked for them.
#include "base/file.h"

#include "base/hash.h"

#include <blake2.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define HEADER 64
#define SECTION 32
#define NAME 16
#define MOST_SECTIONS 65536

static bool system_error(struct error *error, const char *path, const char *what) {
    char text[128];
    return error_at(error, ERROR_SYSTEM, (struct place_in_file){ .file = path }, "cannot %s: %s", what,
                    strerror_r(errno, text, sizeof text));
}

bool file_read(const char *path, size_t limit, struct arena *arena, struct slice *content,
               struct error *error) {
    *content = (struct slice){ 0 };
    bool is_input = strcmp(path, "-") == 0;
    int file = is_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return system_error(error, path, "open");
    struct stat status;
    size_t size = 65536, used = 0;
    if (fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0 &&
        (uint64_t)status.st_size <= limit)
        size = (size_t)status.st_size + 1; // one more, to see the end
    char *bytes = arena_allocate(arena, size);
    bool done = false;
    for (;;) {
        ssize_t count = read(file, bytes + used, size - used);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) {
            system_error(error, path, "read");
            break;
        }
        if (count == 0) {
            done = true;
            break;
        }
        used += (size_t)count;
        if (used > limit) {
            error_at(error, ERROR_LIMIT, (struct place_in_file){ .file = path }, "larger than %zu bytes",
                     limit);
            break;
        }
        if (used == size) {
            char *larger = arena_allocate(arena, size * 2);
            memcpy(larger, bytes, used);
            bytes = larger;
            size *= 2;
        }
    }
    if (!is_input) close(file);
    if (done) *content = (struct slice){ bytes, used };
    return done;
}

static bool write_all(int file, struct slice content) {
    while (content.length > 0) {
        ssize_t count = write(file, content.start, content.length);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return false;
        content = slice_part(content, (size_t)count, content.length);
    }
    return fsync(file) == 0 || errno == EINVAL || errno == EROFS; // a pipe or device has nothing to sync
}

bool file_write(const char *path, struct slice content, struct error *error) {
    size_t size = strlen(path) + 32;
    char *beside = malloc(size);
    if (!beside) return system_error(error, path, "write");
    int file = -1;
    for (unsigned attempt = 0; file < 0 && attempt < 100; attempt++) {
        snprintf(beside, size, "%s.%ld-%u.tmp", path, (long)getpid(), attempt);
        file = open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file < 0 && errno != EEXIST) break;
    }
    bool done = false;
    if (file < 0) {
        system_error(error, path, "create");
        goto done;
    }
    done = write_all(file, content);
    if (!done) system_error(error, path, "write");
    if (close(file) != 0 && done) done = system_error(error, path, "write");
    if (done && rename(beside, path) != 0) done = system_error(error, path, "replace");
    if (!done) unlink(beside);
done:
    free(beside);
    return done;
}

struct data_file {
    struct slice bytes;
    uint32_t section_count;
    char hash[17];
    bool mapped;
};

static uint64_t load(const char *from, size_t count) {
    const unsigned char *p = (const unsigned char *)from;
    uint64_t value = 0;
    for (size_t i = 0; i < count; i++) value |= (uint64_t)p[i] << (8 * i);
    return value;
}

static void store(char *to, uint64_t value, size_t count) {
    for (size_t i = 0; i < count; i++) to[i] = (char)(value >> (8 * i) & 0xff);
}

#define CHECK 48

static uint64_t check_of(struct slice bytes) {
    const uint64_t start = hash_bytes(slice_part(bytes, 0, CHECK), 0);
    const uint64_t check = hash_bytes(slice_part(bytes, CHECK + 8, bytes.length), start);
    return check ? check : 1;
}

// The hash covers all but itself.
static void digest_data(struct slice bytes, uint8_t digest[DIGEST_BYTES]) {
    blake2b_state state;
    blake2b_init(&state, DIGEST_BYTES);
    blake2b_update(&state, (const uint8_t *)bytes.start, 16);
    blake2b_update(&state, (const uint8_t *)bytes.start + 48, bytes.length - 48);
    blake2b_final(&state, digest, DIGEST_BYTES);
}

static bool has_stated_hash(struct slice bytes) {
    const uint64_t check = load(bytes.start + CHECK, 8);
    if (check != 0) return check == check_of(bytes);
    uint8_t digest[DIGEST_BYTES];
    digest_data(bytes, digest);
    return memcmp(digest, bytes.start + 16, DIGEST_BYTES) == 0;
}

static bool sections_are_inside(struct slice bytes, uint32_t count) {
    uint64_t end = HEADER + (uint64_t)SECTION * count;
    if (end > bytes.length) return false;
    for (uint32_t i = 0; i < count; i++) {
        const char *entry = bytes.start + HEADER + (size_t)SECTION * i;
        uint64_t offset = load(entry + NAME, 8), size = load(entry + NAME + 8, 8);
        if (entry[0] == '\0' || entry[NAME - 1] != '\0') return false;
        if (offset != (end + 63) / 64 * 64 || offset > bytes.length || size > bytes.length - offset)
            return false;
        end = offset + size;
    }
    return end == bytes.length;
}

static bool data_is_sound(struct slice bytes, const char *name, const char magic[8], uint32_t version,
                          bool verify, struct error *error) {
    struct place_in_file place = { .file = name };
    if (bytes.length < HEADER)
        return error_at(error, ERROR_INPUT, place, "cut short: %zu bytes", bytes.length);
    if (memcmp(bytes.start, magic, 8) != 0)
        return error_at(error, ERROR_INPUT, place, "another kind of file: expected \"%.8s\", found \"%.8s\"",
                        magic, bytes.start);
    uint32_t found = (uint32_t)load(bytes.start + 8, 4), count = (uint32_t)load(bytes.start + 12, 4);
    if (found != version)
        return error_at(error, ERROR_INPUT, place, "expected version %u, found version %u", version, found);
    if (count > MOST_SECTIONS || !sections_are_inside(bytes, count))
        return error_at(error, ERROR_INPUT, place, "damaged or cut short: sections do not fill its %zu bytes",
                        bytes.length);
    if (verify && !has_stated_hash(bytes))
        return error_at(error, ERROR_INPUT, place, "damaged: its content does not have the hash it states");
    return true;
}

static struct data_file *data_file_new(struct slice bytes, bool mapped) {
    struct data_file *file = calloc(1, sizeof *file);
    if (!file) return NULL;
    file->bytes = bytes;
    file->mapped = mapped;
    file->section_count = (uint32_t)load(bytes.start + 12, 4);
    digest_hex((const uint8_t *)bytes.start + 16, 8, file->hash);
    return file;
}

struct data_file *data_file_open(const char *path, const char magic[8], uint32_t version, bool verify,
                                 struct error *error) {
    struct data_file *result = NULL;
    struct slice bytes = { 0 };
    struct stat status;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        system_error(error, path, "open");
        return NULL;
    }
    if (fstat(file, &status) != 0) {
        system_error(error, path, "read");
        goto done;
    }
    if (!S_ISREG(status.st_mode)) {
        error_at(error, ERROR_INPUT, (struct place_in_file){ .file = path }, "not a regular file");
        goto done;
    }
    if (status.st_size > 0) {
        void *start = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
        if (start == MAP_FAILED) {
            system_error(error, path, "map");
            goto done;
        }
        bytes = (struct slice){ start, (size_t)status.st_size };
    }
    if (data_is_sound(bytes, path, magic, version, verify, error)) {
        result = data_file_new(bytes, true);
        if (!result) system_error(error, path, "open");
    }
    if (!result && bytes.start) munmap((void *)bytes.start, bytes.length);
done:
    close(file);
    return result;
}

struct data_file *data_file_over(struct slice bytes, const char *name, const char magic[8], uint32_t version,
                                 struct error *error) {
    if ((uintptr_t)bytes.start % 64 != 0) {
        error_at(error, ERROR_INPUT, (struct place_in_file){ .file = name },
                 "data does not start at 64 bytes");
        return NULL;
    }
    if (!data_is_sound(bytes, name, magic, version, false, error)) return NULL;
    struct data_file *file = data_file_new(bytes, false);
    if (!file) system_error(error, name, "open");
    return file;
}

void data_file_close(struct data_file *file) {
    if (!file) return;
    if (file->mapped) munmap((void *)file->bytes.start, file->bytes.length);
    free(file);
}

struct slice data_file_section(const struct data_file *file, const char *name) {
    for (uint32_t i = 0; i < file->section_count; i++) {
        const char *entry = file->bytes.start + HEADER + (size_t)SECTION * i;
        if (strncmp(entry, name, NAME) != 0) continue;
        return (struct slice){ file->bytes.start + load(entry + NAME, 8), load(entry + NAME + 8, 8) };
    }
    return (struct slice){ 0 };
}

const char *data_file_hash(const struct data_file *file) {
    return file->hash;
}

struct slice data_file_make(const char magic[8], uint32_t version, const struct data_section *sections,
                            size_t count, struct arena *arena) {
    size_t size = HEADER + SECTION * count;
    for (size_t i = 0; i < count; i++) size = (size + 63) / 64 * 64 + sections[i].content.length;
    char *bytes = arena_allocate(arena, size + 63);
    bytes += (64 - (uintptr_t)bytes % 64) % 64;
    memcpy(bytes, magic, 8);
    store(bytes + 8, version, 4);
    store(bytes + 12, count, 4);
    size_t end = HEADER + SECTION * count;
    for (size_t i = 0; i < count; i++) {
        struct slice content = sections[i].content;
        char *entry = bytes + HEADER + SECTION * i;
        size_t offset = (end + 63) / 64 * 64;
        memcpy(entry, sections[i].name, strnlen(sections[i].name, NAME - 1));
        store(entry + NAME, offset, 8);
        store(entry + NAME + 8, content.length, 8);
        if (content.length > 0) memcpy(bytes + offset, content.start, content.length);
        end = offset + content.length;
    }
    uint8_t digest[DIGEST_BYTES];
    digest_data((struct slice){ bytes, size }, digest);
    memcpy(bytes + 16, digest, DIGEST_BYTES);
    store(bytes + CHECK, check_of((struct slice){ bytes, size }), 8);
    return (struct slice){ bytes, size };
}
