// trigger_features.h - what the learned scorer sees of a word that may state an event.
//
// One function for training and for coding, so that both see the same. Features are hashes (language/linear.h
// feature_of); besides there are the words whose vectors the model looks up. Internal to coding and to the
// program that trains the scorer.
#pragma once

#include "coding/events.h"

#define TRIGGER_FEATURES 224u // of one candidate; what does not fit is left out
#define TRIGGER_PLACES 5u     // words with vectors: itself, its head, subject, object, first oblique

struct trigger_candidate {
    uint32_t token;
    uint64_t features[TRIGGER_FEATURES]; // the lowest bit is set where the feature names the word itself
    unsigned feature_count;
    uint64_t words[TRIGGER_PLACES]; // trigger_word(); 0 where nobody stands
};

struct trigger_known; // what the tables have for a word, whatever stands around it

struct trigger_sentence {              // what candidates of one sentence share
    const struct coding_run *run;      // the sentence at hand in it, with what the rows made of it
    size_t first;                      // the rows' first event of this sentence in run->events
    const int32_t *row;                // [token] the event of run->events with its trigger there, -1
    const int32_t *acts;               // [token] the act that a row of the sentence hits, -1
    const struct trigger_known *known; // [token]
    uint64_t shared[24];               // features of the sentence
    unsigned shared_count;
};

// What a word is known by to vectors: its form in small letters.
uint64_t trigger_word(struct slice form);
// The type of a row's event, hashed; 0 for none.
uint32_t trigger_row_type(const struct coding_run *run, const struct event_mention *f);
// Looks at the sentence that `run` has at hand. Lives in run->arena.
void trigger_sentence(const struct coding_run *run, size_t first, struct trigger_sentence *sentence);
// Whether the word can state an event at all: a word of content that is no name and no date.
bool trigger_is_candidate(const struct trigger_sentence *sentence, uint32_t token);
void trigger_features(const struct trigger_sentence *sentence, uint32_t token,
                      struct trigger_candidate *candidate);
