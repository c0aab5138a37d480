// library.c - a program that knows the installed library alone: library KNOWLEDGE MODELS OVERLAY FILE...
//
// Reads the documents of each FILE, whatever form it has, walks over every value of every kind of entry,
// writes the record as JSON from those values alone, and says whether the library's own JSON is the same;
// then reads that JSON and walks again. It has functions of its own that are called as some inside the
// library are.
#include <dragoman.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint64_t hash_bytes(const char *bytes);
uint64_t hash_bytes(const char *bytes) {
    fprintf(stderr, "the library calls a function of the program's: %s\n", bytes);
    abort();
}
void *arena_new(void);
void *arena_new(void) {
    hash_bytes("arena_new");
    return NULL;
}

struct out {
    char *bytes;
    size_t used, size;
    size_t values, referred;
};

static void put(struct out *out, const char *bytes, size_t length) {
    if (out->used + length + 1 > out->size) {
        out->size = (out->used + length + 1) * 2;
        out->bytes = realloc(out->bytes, out->size);
        if (!out->bytes) abort();
    }
    memcpy(out->bytes + out->used, bytes, length);
    out->bytes[out->used += length] = '\0';
}

static void put_string(struct out *out, const char *string) {
    put(out, string, strlen(string));
}

static void put_text(struct out *out, struct dragoman_text text) {
    put_string(out, "\"");
    for (size_t i = 0; i < text.length; i++) {
        const char byte = text.start[i];
        char escape[8] = { '\\', byte };
        if (byte == '\n') escape[1] = 'n';
        if (byte == '\t') escape[1] = 't';
        if (byte == '"' || byte == '\\' || byte == '\n' || byte == '\t')
            put(out, escape, 2);
        else
            put(out, &byte, 1);
    }
    put_string(out, "\"");
}

// Whether numbers under this key are counts, written without a point.
static int counts(const char *key) {
    static const char *const keys[] = { "start", "end", "position", "sentence", "low", "high", "count" };
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (strcmp(key, keys[i]) == 0) return 1;
    return 0;
}

static void put_number(struct out *out, const char *key, double number) {
    char digits[64];
    const int whole = number == floor(number);
    snprintf(digits, sizeof digits, whole && counts(key) ? "%.0f" : "%.9g", number);
    put_string(out, digits);
    if (whole && !counts(key)) put_string(out, ".0");
}

static void put_value(struct out *out, const char *key, struct dragoman_value value) {
    out->values++;
    switch (dragoman_type(value)) {
    case DRAGOMAN_NULL:
        put_string(out, "null");
        break;
    case DRAGOMAN_TEXT:
        put_text(out, dragoman_text(value));
        if (dragoman_type(dragoman_referred(value)) == DRAGOMAN_OBJECT) out->referred++;
        break;
    case DRAGOMAN_NUMBER:
        put_number(out, key, dragoman_number(value));
        break;
    case DRAGOMAN_BOOLEAN:
        put_string(out, dragoman_boolean(value) ? "true" : "false");
        break;
    case DRAGOMAN_LIST:
        put_string(out, "[");
        for (size_t i = 0; i < dragoman_count(value); i++) {
            if (i) put_string(out, ",");
            put_value(out, key, dragoman_item(value, i));
        }
        put_string(out, "]");
        break;
    case DRAGOMAN_OBJECT:
        for (size_t i = 0; i < dragoman_count(value); i++) {
            put_string(out, i ? ",\"" : "{\"");
            put_string(out, dragoman_key(value, i));
            put_string(out, "\":");
            put_value(out, dragoman_key(value, i), dragoman_item(value, i));
        }
        put_string(out, "}");
        break;
    }
}

static const char *const lists[] = { "entities", "events",       "statements",   "figures",
                                     "captives", "negotiations", "disagreements" };
#define LISTS (sizeof lists / sizeof *lists)

struct total {
    size_t entries[LISTS], values, referred;
};

static int walk(struct dragoman_record *record, struct total *total) {
    struct out out = { 0 };
    const struct dragoman_value root = dragoman_record_value(record);
    put_value(&out, "", root);
    put_string(&out, "\n");
    for (size_t i = 0; i < LISTS; i++) total->entries[i] += dragoman_count(dragoman_get(root, lists[i]));
    total->values += out.values;
    total->referred += out.referred;
    const int same = strcmp(out.bytes, dragoman_record_json(record)) == 0;
    if (!same) fprintf(stderr, "walked:  %s\nwritten: %s\n", out.bytes, dragoman_record_json(record));
    free(out.bytes);
    return same;
}

// A chain over what is not there is null all along.
static int nothing_is_null(const struct dragoman_record *record) {
    const struct dragoman_value root = dragoman_record_value(record);
    const struct dragoman_value none = dragoman_item(dragoman_get(root, "events"), 1u << 20);
    return dragoman_type(dragoman_get(root, "deeds")) == DRAGOMAN_NULL &&
           dragoman_type(dragoman_get(none, "date.from")) == DRAGOMAN_NULL &&
           dragoman_text(none).length == 0 && isnan(dragoman_number(none)) && !dragoman_boolean(none) &&
           dragoman_count(none) == 0 && dragoman_key(none, 0) == NULL &&
           dragoman_type(dragoman_referred(root)) == DRAGOMAN_NULL &&
           dragoman_type(dragoman_get(root, "document.text.length")) == DRAGOMAN_NULL;
}

static char *content(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    char *bytes = malloc(1 << 20);
    if (!file || !bytes) exit(2);
    *length = fread(bytes, 1, 1 << 20, file);
    fclose(file);
    return bytes;
}

// Reads the record's own JSON and walks again.
static int comes_back(struct dragoman_record *record) {
    struct total ignored = { 0 };
    struct dragoman_error error = { "" };
    const char *json = dragoman_record_json(record);
    struct dragoman_record *read = dragoman_read_json(json, strlen(json), &error);
    if (!read) return fprintf(stderr, "%s\n", error.message), 0;
    const int same = walk(read, &ignored) && strcmp(dragoman_record_json(read), json) == 0 &&
                     strcmp(dragoman_record_page(read), dragoman_record_page(record)) == 0;
    dragoman_record_free(read);
    return same;
}

static int file_is_good(const struct dragoman *engine, const char *path, struct total *total) {
    size_t length;
    char *bytes = content(path, &length);
    const struct dragoman_input input = { .source = "mine" };
    struct dragoman_documents *documents = dragoman_documents_open(engine, bytes, length, &input);
    struct dragoman_error error;
    int good = 1;
    for (struct dragoman_record *record; dragoman_documents_next(documents, &record, &error);) {
        if (record)
            good &= walk(record, total) && comes_back(record) && nothing_is_null(record);
        else
            printf("refused: %s\n", error.message);
        dragoman_record_free(record);
    }
    dragoman_documents_close(documents);
    free(bytes);
    return good;
}

int main(int argc, char **argv) {
    if (argc < 5) return 2;
    const struct dragoman_options options = { .knowledge_file = argv[1],
                                              .model_folder = argv[2],
                                              .knowledge_folder = argv[3] };
    struct dragoman_error error = { "" };
    struct dragoman *engine = dragoman_open(&options, &error);
    if (!engine) return fprintf(stderr, "%s\n", error.message), 1;
    struct total total = { 0 };
    int good = 1;
    for (int i = 4; i < argc; i++) good &= file_is_good(engine, argv[i], &total);
    static const char text[] =
        "The Norwegian foreign minister, Kari Lund, met Kenya's president, Joseph Otieno.";
    struct dragoman_record *record = dragoman_code(engine, text, strlen(text), NULL, &error);
    good &= record && !dragoman_code(engine, "", 0, NULL, &error);
    printf("empty: %s\n", error.message);
    dragoman_close(engine); // a record outlives it
    struct dragoman_entity entity;
    struct dragoman_event event;
    good &= dragoman_record_entity(record, 0, &entity) && dragoman_record_event(record, 0, &event);
    good &= event.actor_count == 2 && entity.name.length > 0 && !dragoman_record_event(record, 99, &event);
    good &= walk(record, &total) && comes_back(record);
    dragoman_record_free(record);
    good &= !dragoman_read_json("{}", 2, &error);
    printf("no record: %s\n", error.message);
    for (size_t i = 0; i < LISTS; i++) printf("%zu %s, ", total.entries[i], lists[i]);
    printf("%zu values, %zu references\n", total.values, total.referred);
    printf("%s: %s\n", dragoman_version(), good ? "all is the same" : "something differs");
    return !good;
}
