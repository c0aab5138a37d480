// event_gold.h - sentences with their events, as shared/gold/sentences has them, and recipes of what to learn
// from.
#pragma once

#include "base/arena.h"
#include "base/error.h"
#include "base/span.h"
#include "base/vector.h"

#define GOLD_TYPES 4u // right ones of one event

struct gold_event {
    struct span trigger; // bytes of the text; the first place where it stands
    struct slice types[GOLD_TYPES];
    unsigned type_count;
    bool is_optional;
};
struct gold_text {
    struct slice id, date, text;
    struct gold_event *events;
    size_t event_count;
    bool is_partial; // other words than these may state events too
};
typedef VECTOR_OF(struct gold_text) gold_texts;

// Adds the sentences of `content` ("= id | date", the text, "E trigger | TYPE-mode/TYPE | ... | ?" or "-").
// False with `error` naming the line.
bool gold_read_sentences(struct slice content, const char *name, struct arena *arena, gold_texts *texts,
                         struct error *error);
// Adds sentences one a line with their events marked in them: "Gunmen [ASSAULT mowed] down eleven." The marks
// go from the text; [A/B word] for two right types, [A? word] for one that may be found.
bool gold_read_marked(struct slice content, const char *name, struct arena *arena, gold_texts *texts,
                      struct error *error);
// One JSON object a line with "text" and one "events" of "type" and "event_text" (PLOVER-GSR): partial.
bool gold_read_records(struct slice content, const char *name, struct arena *arena, gold_texts *texts,
                       struct error *error);
// The documents of a treebank whose name starts with one of `only` ("reviews|answers"; empty: all), as texts
// without an event.
void gold_read_treebank(struct slice content, struct slice only, struct arena *arena, gold_texts *texts);
// Every `step`th JSON file of a tar with "main_content", from the `first` on, at most `most` bytes of each.
void gold_read_pages(struct slice tar, unsigned first, unsigned step, size_t most, struct arena *arena,
                     gold_texts *texts);
