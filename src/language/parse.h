// parse.h - the transition system of the parser, its features, and greedy decoding.
//
// Arc-hybrid (Kuhlmann et al. 2011) with the root behind the last word: a node takes its left children from
// the buffer's front and its right children on the stack. Shared with the trainer, which adds the dynamic
// oracle. The same system runs from right to left over the reversed sentence: the two parsers err in
// different places.
#pragma once

#include "language/linear.h"
#include "language/words.h"

#define PARSE_FEATURES 128u

enum move { MOVE_SHIFT, MOVE_LEFT, MOVE_RIGHT, MOVES };

// A word as the parser sees it. nodes[count] is the root, nodes[count + 1] stands for "nothing there".
struct node {
    uint32_t word, tag, pos, word_tag; // lower-case hash; both tags together; universal; word and tags mixed
    uint32_t cluster, coarse;
    uint32_t tags;                  // what the form may be: number of the set of tags it was seen with
    uint16_t verbs, commas, joints; // verbs, commas, conjunctions up to and without this word
};

struct parse_state {
    const struct node *nodes; // [count + 2]
    uint32_t count;
    uint32_t *stack; // [count + 1]
    uint32_t depth, front;
    int32_t *heads;          // [count] -1 while unknown; `count` is the root
    uint32_t *left1, *left2; // [count + 2] outermost and next outermost child; count + 1 for none
    uint32_t *right1, *right2;
    uint8_t *left_count, *right_count;
    uint32_t *left_set,
        *right_set; // universal tags of the children: a verb that has its object wants no other
};

// Nodes of a sentence in reading order or reversed, in `arena`.
struct node *parse_nodes(const struct word *words, size_t count, bool reversed, struct arena *arena);
void parse_begin(struct parse_state *state, const struct node *nodes, size_t count, struct arena *arena);
void parse_restart(struct parse_state *state);
bool parse_done(const struct parse_state *state);
bool parse_can(const struct parse_state *state, enum move move);
void parse_move(struct parse_state *state, enum move move);
unsigned parse_features(const struct parse_state *state, uint64_t features[PARSE_FEATURES]);

#define BEAM_LIMIT 16u

struct parse_options {
    bool reversed;
    unsigned beam; // 1 is greedy; at most BEAM_LIMIT
    float
        reach; // a state that is worse than the best one by more than this is dropped; in the trainer's unit
};

// Heads of `words[count]` in reading order (-1 the root) and, in the trainer's unit, by how much the move
// that made the arc was better than the next best.
void parse_words(const struct linear *moves, const struct word *words, size_t count,
                 const struct parse_options *options, int32_t *heads, float *margins, struct arena *arena);
// Makes `to` (of a sentence of the same length) the same as `from`.
void parse_copy(struct parse_state *to, const struct parse_state *from);

// Relations of a finished tree, from the root down, words from left to right. `labels` so far are features of
// the next.
struct tree {
    const struct node *nodes; // [count + 2]
    uint32_t count;
    const int32_t *heads; // -1 the root
    uint8_t *labels;
    const uint32_t *first_child, *next_sibling,
        *order; // children from left to right; words from the root down
    const uint32_t *last_child, *previous_sibling;
};
void tree_begin(struct tree *tree, const struct node *nodes, const int32_t *heads, size_t count,
                struct arena *arena);
unsigned tree_features(const struct tree *tree, uint32_t word, uint64_t features[PARSE_FEATURES]);
void tree_label(const struct linear *relations, struct tree *tree);

#define TREE_NONE UINT32_MAX
