// event_gold.c - see event_gold.h.
#include "learn/event_gold.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (unsigned char)c >= 0x80;
}

// Where `fragment` stands for the `wanted`th time (from 1), as whole words if it can; SIZE_MAX when nowhere.
static size_t find_fragment(struct slice text, struct slice fragment, unsigned wanted) {
    for (int whole = 1; whole >= 0; whole--) {
        unsigned seen = 0;
        for (size_t at = 0; (at = slice_find(text, fragment, at)) != SIZE_MAX; at++) {
            const size_t end = at + fragment.length;
            if (whole && ((at > 0 && is_word_byte(text.start[at - 1])) ||
                          (end < text.length && is_word_byte(text.start[end]))))
                continue;
            if (++seen == wanted) return at;
        }
    }
    return SIZE_MAX;
}

static bool read_event(struct slice line, struct slice text, struct place_in_file here,
                       struct gold_event *event, struct error *error) {
    struct slice trigger, types, field;
    unsigned wanted = 1;
    if (!slice_next(&line, SLICE("|"), &trigger) || !slice_next(&line, SLICE("|"), &types))
        return error_at(error, ERROR_INPUT, here, "expected a trigger and its types, parted by |");
    trigger = slice_trim(trigger);
    types = slice_trim(types);
    if (trigger.length > 2 && trigger.start[trigger.length - 2] == '@') {
        wanted = (unsigned)(trigger.start[trigger.length - 1] - '0');
        trigger.length -= 2;
    }
    const size_t at = find_fragment(text, trigger, wanted);
    if (at == SIZE_MAX)
        return error_at(error, ERROR_INPUT, here,
                        "expected words of the sentence, found \"" SLICE_FORMAT "\"", SLICE_ARG(trigger));
    event->trigger = (struct span){ (uint32_t)at, (uint32_t)(at + trigger.length) };
    for (struct slice type; event->type_count < GOLD_TYPES && slice_next(&types, SLICE("/"), &type);) {
        type = slice_trim(type);
        event->types[event->type_count++] = slice_part(type, 0, slice_find(type, SLICE("-"), 0));
    }
    while (slice_next(&line, SLICE("|"), &field))
        event->is_optional |= slice_equal(slice_trim(field), SLICE("?"));
    return true;
}

bool gold_read_sentences(struct slice content, const char *name, struct arena *arena, gold_texts *texts,
                         struct error *error) {
    struct place_in_file here = { name, 0, 0 };
    struct slice line;
    bool wants_text = false;
    struct gold_text *text = NULL;
    VECTOR_OF(struct gold_event) events = { 0 };
    while (slice_next(&content, SLICE("\n"), &line)) {
        here.line++;
        if (line.length && line.start[0] == '#') continue;
        if (slice_starts(line, SLICE("= "))) {
            struct slice rest = slice_part(line, 2, line.length), id, date = { 0 };
            slice_next(&rest, SLICE("|"), &id);
            slice_next(&rest, SLICE("|"), &date);
            text = vector_push(arena, texts);
            *text = (struct gold_text){ .id = slice_trim(id), .date = slice_trim(date) };
            memset(&events, 0, sizeof events);
            wants_text = true;
        } else if (wants_text && line.length) {
            text->text = line;
            wants_text = false;
        } else if (text && slice_starts(line, SLICE("E "))) {
            struct gold_event event = { .type_count = 0 };
            if (!read_event(slice_part(line, 2, line.length), text->text, here, &event, error)) return false;
            *vector_push(arena, &events) = event;
            text->events = events.items;
            text->event_count = events.count;
        }
    }
    return true;
}

bool gold_read_marked(struct slice content, const char *name, struct arena *arena, gold_texts *texts,
                      struct error *error) {
    struct place_in_file here = { name, 0, 0 };
    struct slice line;
    while (slice_next(&content, SLICE("\n"), &line)) {
        here.line++;
        if (!line.length || line.start[0] == '#') continue;
        char *plain = arena_allocate(arena, line.length + 1);
        VECTOR_OF(struct gold_event) events = { 0 };
        size_t used = 0;
        for (size_t i = 0; i < line.length; i++) {
            if (line.start[i] != '[') {
                plain[used++] = line.start[i];
                continue;
            }
            const size_t blank = slice_find(line, SLICE(" "), i), close = slice_find(line, SLICE("]"), i);
            if (close == SIZE_MAX || blank >= close) {
                here.column = (uint32_t)i + 1;
                return error_at(error, ERROR_INPUT, here, "expected [TYPE word]");
            }
            struct slice types = slice_part(line, i + 1, blank);
            struct gold_event *event = vector_push(arena, &events);
            event->is_optional = types.length && types.start[types.length - 1] == '?';
            types.length -= event->is_optional;
            for (struct slice type; event->type_count < GOLD_TYPES && slice_next(&types, SLICE("/"), &type);)
                event->types[event->type_count++] = type;
            event->trigger.start = (uint32_t)used;
            memcpy(plain + used, line.start + blank + 1, close - blank - 1);
            used += close - blank - 1;
            event->trigger.end = (uint32_t)used;
            i = close;
        }
        *vector_push(arena, texts) = (struct gold_text){ SLICE("own"), SLICE("2031-05-12"), { plain, used },
                                                         events.items, events.count,        false };
    }
    return true;
}

bool gold_read_records(struct slice content, const char *name, struct arena *arena, gold_texts *texts,
                       struct error *error) {
    struct place_in_file here = { name, 0, 0 };
    struct slice line;
    while (slice_next(&content, SLICE("\n"), &line)) {
        here.line++;
        if (!line.length) continue;
        json_t *record = json_loadb(line.start, line.length, 0, NULL);
        json_t *event = json_array_get(json_object_get(record, "events"), 0);
        const char *text = json_string_value(json_object_get(record, "text")),
                   *type = json_string_value(json_object_get(event, "type")),
                   *words = json_string_value(json_object_get(event, "event_text"));
        if (!text || !type || !words) {
            json_decref(record);
            return error_at(error, ERROR_INPUT, here, "expected an object with text and an event");
        }
        struct slice own = arena_copy(arena, slice_of(text)), rest = slice_of(words), word = { 0 };
        slice_next(&rest, SLICE(" "), &word);
        const size_t at = find_fragment(own, word, 1);
        if (word.length && at != SIZE_MAX) {
            struct gold_event *events = ARENA_ARRAY(arena, struct gold_event, 1);
            events->trigger = (struct span){ (uint32_t)at, (uint32_t)(at + word.length) };
            events->types[events->type_count++] = arena_copy(arena, slice_of(type));
            *vector_push(arena, texts) =
                (struct gold_text){ SLICE("plover"), SLICE("2000-01-01"), own, events, 1, true };
        }
        json_decref(record);
    }
    return true;
}

void gold_read_treebank(struct slice content, struct slice only, struct arena *arena, gold_texts *texts) {
    struct slice line;
    bool is_taken = only.length == 0;
    while (slice_next(&content, SLICE("\n"), &line)) {
        if (slice_starts(line, SLICE("# newdoc id = "))) {
            struct slice rest = only, one, id = slice_part(line, sizeof "# newdoc id = " - 1, line.length);
            is_taken = only.length == 0;
            while (!is_taken && slice_next(&rest, SLICE("|"), &one)) is_taken = slice_starts(id, one);
        } else if (is_taken && slice_starts(line, SLICE("# text = "))) {
            *vector_push(arena, texts) =
                (struct gold_text){ SLICE("nothing"),
                                    SLICE("2020-01-01"),
                                    slice_part(line, sizeof "# text = " - 1, line.length),
                                    NULL,
                                    0,
                                    false };
        }
    }
}

void gold_read_pages(struct slice tar, unsigned first, unsigned step, size_t most, struct arena *arena,
                     gold_texts *texts) {
    unsigned number = 0;
    for (size_t at = 0; at + 512 <= tar.length;) {
        char size_text[13] = { 0 };
        memcpy(size_text, tar.start + at + 124, 12);
        const size_t size = strtoul(size_text, NULL, 8);
        if (size > tar.length - at - 512) return;
        const bool is_json = slice_find((struct slice){ tar.start + at, strnlen(tar.start + at, 100) },
                                        SLICE(".json"), 0) != SIZE_MAX;
        if (is_json && number++ % step == first) {
            json_t *page = json_loadb(tar.start + at + 512, size, 0, NULL);
            json_t *content = json_object_get(page, "main_content");
            if (!content) content = json_object_get(json_object_get(page, "ground_truth"), "main_content");
            struct slice text = slice_of(json_string_value(content) ? json_string_value(content) : "");
            if (text.length > most) { // up to the end of a line or a word
                text.length = most;
                while (text.length && text.start[text.length] != ' ' && text.start[text.length] != '\n')
                    text.length--;
            }
            if (text.length)
                *vector_push(arena, texts) = (struct gold_text){
                    SLICE("nothing"), SLICE("2020-01-01"), arena_copy(arena, text), NULL, 0, false
                };
            json_decref(page);
        }
        at += 512 + (size + 511) / 512 * 512;
    }
}
