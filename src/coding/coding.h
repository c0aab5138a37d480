// coding.h - what coding gives: events, statements, figures and captives of one document.
//
// Knows base, knowledge, read's document, language and meaning. Parties are indices into meaning->entities.
// All spans are bytes of the document's clean text. Everything lives in the document's arena.
#pragma once

#include "meaning/meaning.h"

// clang-format off
#define FACTUALITY_LIST(X)                                                                                  \
    X(HAPPENED, "happened") X(ONGOING, "ongoing") X(PLANNED, "planned") X(REQUESTED, "requested")           \
    X(CONDITIONAL, "conditional") X(POSSIBLE, "possible") X(DENIED, "denied")                               \
    X(DID_NOT_HAPPEN, "did-not-happen")
// clang-format on
enum factuality {
#define FACTUALITY_SYMBOL(symbol, name) FACTUALITY_##symbol,
    FACTUALITY_LIST(FACTUALITY_SYMBOL)
#undef FACTUALITY_SYMBOL
        FACTUALITIES
};
const char *factuality_name(enum factuality factuality);

// Where an event's date or place comes from, the surest first.
// clang-format off
#define PROVENANCE_LIST(X)                                                                                  \
    X(NONE, "") X(STATED, "stated") X(SENTENCE, "sentence") X(PARAGRAPH, "paragraph") X(STORY, "story")
// clang-format on
enum provenance {
#define PROVENANCE_SYMBOL(symbol, name) PROVENANCE_##symbol,
    PROVENANCE_LIST(PROVENANCE_SYMBOL)
#undef PROVENANCE_SYMBOL
};
const char *provenance_name(enum provenance provenance); // empty when there is no date or place

enum source_kind { SOURCE_SAYS, SOURCE_CLAIMS, SOURCE_DENIES, SOURCE_CONFIRMS, SOURCE_QUOTES };
const char *source_kind_name(enum source_kind kind);

struct source { // one link of a chain of attribution, outermost first
    int32_t entity;
    struct span cue;
    enum source_kind kind;
};
struct sources {
    const struct source *items;
    size_t count;
};

struct parties {
    const uint32_t *entities; // [count], each once, in order of the text
    const struct span *spans; // [count] the mention that says so
    size_t count;
};

struct event {
    uint32_t sentence;
    struct span trigger;
    struct slice act;        // name in acts.txt: "release"
    struct slice status;     // what became of it: "done", "promised" ...; type and codes are the act's in it
    struct slice type, mode; // PLOVER; mode may be empty
    const struct slice *contexts;
    size_t context_count;
    struct slice cameo; // finest code that holds; empty when there is none
    double goldstein;
    struct parties actors, recipients, mediators;
    bool is_mutual;    // all parties do the same to each other: they meet, talk, agree, clash
    struct span about; // empty (start == end) when not said
    struct parties about_entities;
    char from[11], to[11]; // ISO dates; empty when unknown
    struct span date_text; // empty when the date follows from context
    enum time_precision date_precision;
    enum provenance date_provenance; // what gives it: the event's own clause, or what stands around that
    int32_t place;                   // entity
    struct span place_text;
    enum provenance place_provenance; // likewise
    enum factuality factuality;
    bool is_historical; // long before the story
    struct sources according_to;
    float confidence;
    const uint32_t
        *maybe_same; // [maybe_same_count] events that may be the same happening: linked, not joined
    size_t maybe_same_count;
    struct place_in_file rule; // the line of knowledge/ that made it
    uint32_t candidate;        // that it was made of; index into coding->candidates
};

enum statement_mode { STATEMENT_DIRECT, STATEMENT_INDIRECT, STATEMENT_MIXED };
const char *statement_mode_name(enum statement_mode mode);

struct statement {
    uint32_t sentence; // of the cue
    int32_t speaker, addressee;
    struct span speaker_span;
    struct parties speakers; // all who say it together, the speaker first; empty: the speaker alone
    struct span cue;
    enum source_kind kind;
    enum statement_mode mode;
    struct span venue; // "a statement", "The Wall Street Journal"; empty when not said
    char date[11];
    struct span content;
    const struct span *quotes; // [quote_count] between the marks
    size_t quote_count;
    struct sources according_to; // who says that it was said
};

struct figure {
    uint32_t sentence;
    struct span span; // the number with its noun
    struct slice measure;
    double low, high;
    enum qualifier qualifier;
    bool is_vague;  // "dozens": a size that nobody counted; `low` and `high` are only its unit
    struct span of; // who is counted: "civilians"; empty when not said
    int32_t of_entity;
    int32_t place;
    char since[11], as_of[11];
    enum factuality factuality;
    struct sources according_to;
    int32_t event; // index into events
};

// clang-format off
#define CAPTIVE_STATUS_LIST(X)                                                                              \
    X(HELD, "held") X(SOUGHT, "sought") X(RELEASED, "released") X(ESCAPED, "escaped")                       \
    X(RESCUED, "rescued") X(EXCHANGED, "exchanged") X(DEAD, "dead") X(UNKNOWN, "unknown")
// clang-format on
enum captive_status {
#define CAPTIVE_SYMBOL(symbol, name) CAPTIVE_##symbol,
    CAPTIVE_STATUS_LIST(CAPTIVE_SYMBOL)
#undef CAPTIVE_SYMBOL
};
const char *captive_status_name(enum captive_status status);

struct captive {
    uint32_t sentence;
    struct span span;
    int32_t person; // entity, -1 for a counted group
    double count;
    enum qualifier qualifier;
    bool is_vague; // as of a figure: `count` is only the unit
    struct span of;
    const struct slice *nationalities; // ISO3
    size_t nationality_count;
    int32_t holder;
    int32_t place;
    enum captive_status status;
    char since[11], status_date[11];
    struct slice relations; // "daughter of Maya Lind"; empty when not said
    struct sources according_to;
};

struct event_candidates; // coding/candidates.h: all that was proposed, for explain

struct coding {
    const struct meaning *meaning;
    const struct event_candidates *candidates;
    const struct event *events; // in order of the text
    size_t event_count;
    const struct statement *statements;
    size_t statement_count;
    const struct figure *figures;
    size_t figure_count;
    const struct captive *captives;
    size_t captive_count;
};

// The events of one sentence, as indices.
struct range coding_events_in(const struct coding *coding, uint32_t sentence);

struct coder; // opaque: patterns and tables, compiled
// Borrows `knowledge`, tables of `language`. NULL with `error` (a pattern that does not compile: file, line,
// column).
struct coder *coder_open(const struct knowledge *knowledge, struct slice language, struct error *error);
// The learned scorer of events, FOLDER/LANGUAGE-events.model; rows alone code where there is none. False with
// `error` when it is damaged.
bool coder_add_scorer(struct coder *coder, struct slice language, const char *model_folder,
                      struct error *error);
void coder_close(struct coder *coder); // NULL is fine
// Cannot fail. Everything lives in `arena`.
const struct coding *code_meaning(const struct coder *coder, const struct meaning *meaning,
                                  struct arena *arena);
