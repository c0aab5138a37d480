// parse.c - see parse.h.
//
// Features follow Zhang & Nivre (2011) without relations: relations are found afterwards, when the whole tree
// can be seen. The last word on the stack becomes the root's child, so a tree has one root by construction.
// Between-features (verbs, commas, conjunctions on the way) come from running counts.
#include "language/parse.h"

#include "language/analysis.h"

#include <string.h>

struct node *parse_nodes(const struct word *words, size_t count, bool reversed, struct arena *arena) {
    struct node *nodes = ARENA_ARRAY(arena, struct node, count + 2);
    unsigned verbs = 0, commas = 0, joints = 0;
    for (size_t i = 0; i < count; i++) {
        const struct word *word = &words[reversed ? count - 1 - i : i];
        struct node *node = &nodes[i];
        node->word = word->lower;
        node->pos = word->upos + 2u;
        node->tag = (word->upos + 2u) << 8 | (word->xpos + 2u);
        node->word_tag = (node->word * 0x9E3779B1u) ^ (node->tag * 0x85EBCA77u);
        node->cluster = word->cluster[2] ? word->cluster[2] : word->suffix[2] | 0x10000u;
        node->coarse = word->cluster[1] ? word->cluster[1] : word->suffix[1] | 0x10000u;
        node->tags = word->tags ? word->tags : word->suffix[1] | 0x10000u;
        node->verbs = (uint16_t)verbs;
        node->commas = (uint16_t)commas;
        node->joints = (uint16_t)joints;
        verbs += word->upos == UPOS_VERB;
        commas += word->upos == UPOS_PUNCT;
        joints += word->upos == UPOS_CCONJ;
    }
    nodes[count] = (struct node){ .word = 2, .tag = 1, .pos = 1, .word_tag = 2, .cluster = 1, .coarse = 1 };
    nodes[count].verbs = (uint16_t)verbs;
    nodes[count].commas = (uint16_t)commas;
    nodes[count].joints = (uint16_t)joints;
    return nodes; // nodes[count + 1] stays zero
}

void parse_begin(struct parse_state *state, const struct node *nodes, size_t count, struct arena *arena) {
    *state = (struct parse_state){ .nodes = nodes, .count = (uint32_t)count };
    state->stack = ARENA_ARRAY(arena, uint32_t, count + 1);
    state->heads = ARENA_ARRAY(arena, int32_t, count + 1);
    state->left1 = ARENA_ARRAY(arena, uint32_t, 4 * (count + 2));
    state->left2 = state->left1 + (count + 2);
    state->right1 = state->left2 + (count + 2);
    state->right2 = state->right1 + (count + 2);
    state->left_count = ARENA_ARRAY(arena, uint8_t, 2 * (count + 2));
    state->right_count = state->left_count + (count + 2);
    state->left_set = ARENA_ARRAY(arena, uint32_t, 2 * (count + 2));
    state->right_set = state->left_set + (count + 2);
    parse_restart(state);
}

void parse_restart(struct parse_state *state) {
    uint32_t none = state->count + 1;
    state->depth = state->front = 0;
    for (uint32_t i = 0; i < state->count; i++) state->heads[i] = -1;
    for (uint32_t i = 0; i <= none; i++) {
        state->left1[i] = state->left2[i] = state->right1[i] = state->right2[i] = none;
        state->left_count[i] = state->right_count[i] = 0;
        state->left_set[i] = state->right_set[i] = 0;
    }
}

bool parse_done(const struct parse_state *state) {
    return state->front == state->count && state->depth == 0;
}

bool parse_can(const struct parse_state *state, enum move move) {
    switch (move) {
    case MOVE_SHIFT:
        return state->front < state->count;
    case MOVE_LEFT:
        return state->depth > 0 && (state->front < state->count || state->depth == 1);
    default:
        return state->depth > 1;
    }
}

static void add_child(struct parse_state *state, uint32_t head, uint32_t child) {
    state->heads[child] = (int32_t)head;
    if (child < head) {
        state->left2[head] = state->left1[head];
        state->left1[head] = child;
        if (state->left_count[head] < 255) state->left_count[head]++;
        state->left_set[head] |= 1u << (state->nodes[child].pos & 31);
    } else {
        state->right2[head] = state->right1[head];
        state->right1[head] = child;
        if (state->right_count[head] < 255) state->right_count[head]++;
        state->right_set[head] |= 1u << (state->nodes[child].pos & 31);
    }
}

void parse_move(struct parse_state *state, enum move move) {
    switch (move) {
    case MOVE_SHIFT:
        state->stack[state->depth++] = state->front++;
        break;
    case MOVE_LEFT:
        add_child(state, state->front, state->stack[--state->depth]);
        break;
    default:
        state->depth--;
        add_child(state, state->stack[state->depth - 1], state->stack[state->depth]);
        break;
    }
}

static inline uint32_t distance_of(uint32_t a, uint32_t b) {
    uint32_t d = a < b ? b - a : a - b;
    return d < 5 ? d : d < 8 ? 5 : d < 13 ? 6 : 7;
}

static inline uint32_t few(uint32_t count, uint32_t most) {
    return count < most ? count : most;
}

// What stands between two nodes, a before b.
static inline uint32_t between_of(const struct node *a, const struct node *b) {
    return few((uint32_t)(b->verbs - a->verbs), 3) | few((uint32_t)(b->commas - a->commas), 3) << 2 |
           few((uint32_t)(b->joints - a->joints), 2) << 4;
}

#define PUT(...) (features[n++] = feature_of(__VA_ARGS__))

unsigned parse_features(const struct parse_state *state, uint64_t features[PARSE_FEATURES]) {
    const struct node *nodes = state->nodes;
    uint32_t none = state->count + 1, depth = state->depth;
    uint32_t i0 = depth > 0 ? state->stack[depth - 1] : none, i1 = depth > 1 ? state->stack[depth - 2] : none,
             i2 = depth > 2 ? state->stack[depth - 3] : none;
    uint32_t j0 = state->front, j1 = j0 + 1 <= state->count ? j0 + 1 : none,
             j2 = j0 + 2 <= state->count ? j0 + 2 : none;
    const struct node *s0 = &nodes[i0], *s1 = &nodes[i1], *s2 = &nodes[i2], *b0 = &nodes[j0],
                      *b1 = &nodes[j1], *b2 = &nodes[j2];
    const struct node *s0l = &nodes[state->left1[i0]], *s0r = &nodes[state->right1[i0]],
                      *s0l2 = &nodes[state->left2[i0]], *s0r2 = &nodes[state->right2[i0]],
                      *s1l = &nodes[state->left1[i1]], *s1r = &nodes[state->right1[i1]],
                      *s1r2 = &nodes[state->right2[i1]], *b0l = &nodes[state->left1[j0]],
                      *b0l2 = &nodes[state->left2[j0]];
    uint32_t d = i0 == none ? 0 : distance_of(i0, j0), e = i1 == none ? 0 : distance_of(i1, i0);
    uint32_t s0vl = few(state->left_count[i0], 3), s0vr = few(state->right_count[i0], 3),
             s1vl = few(state->left_count[i1], 3), s1vr = few(state->right_count[i1], 3),
             b0vl = few(state->left_count[j0], 3);
    uint32_t way = i0 == none ? 0 : between_of(s0, b0), path = i1 == none ? 0 : between_of(s1, s0);
    unsigned n = 0;
    PUT(200, 0, 0, 0, 0);
    // one word
    PUT(201, s0->word_tag, 0, 0, 0);
    PUT(202, s0->word, 0, 0, 0);
    PUT(203, s0->tag, 0, 0, 0);
    PUT(204, s1->word_tag, 0, 0, 0);
    PUT(205, s1->word, 0, 0, 0);
    PUT(206, s1->tag, 0, 0, 0);
    PUT(207, b0->word_tag, 0, 0, 0);
    PUT(208, b0->word, 0, 0, 0);
    PUT(209, b0->tag, 0, 0, 0);
    PUT(210, b1->word_tag, 0, 0, 0);
    PUT(211, b1->word, 0, 0, 0);
    PUT(212, b1->tag, b2->tag, 0, 0);
    PUT(213, b2->word_tag, 0, 0, 0);
    PUT(214, s2->tag, s1->tag, 0, 0);
    // two words
    PUT(220, s0->word_tag, b0->word_tag, 0, 0);
    PUT(221, s0->word_tag, b0->word, 0, 0);
    PUT(222, s0->word, b0->word_tag, 0, 0);
    PUT(223, s0->word_tag, b0->tag, 0, 0);
    PUT(224, s0->tag, b0->word_tag, 0, 0);
    PUT(225, s0->word, b0->word, 0, 0);
    PUT(226, s0->tag, b0->tag, 0, 0);
    PUT(227, b0->tag, b1->tag, 0, 0);
    PUT(228, s1->word_tag, s0->word, 0, 0);
    PUT(229, s1->word, s0->word_tag, 0, 0);
    PUT(230, s1->word_tag, s0->tag, 0, 0);
    PUT(231, s1->tag, s0->word_tag, 0, 0);
    PUT(232, s1->word, s0->word, 0, 0);
    PUT(233, s1->tag, s0->tag, 0, 0);
    PUT(234, s1->tag, b0->tag, 0, 0);
    PUT(235, s1->word, b0->tag, 0, 0);
    PUT(236, s1->tag, b0->word, 0, 0);
    PUT(237, s1->word, b0->word, 0, 0);
    PUT(238, s0->cluster, b0->cluster, 0, 0);
    PUT(239, s1->cluster, s0->cluster, 0, 0);
    PUT(240, s0->cluster, b0->tag, s0->pos, 0);
    PUT(241, s0->tag, b0->cluster, b0->pos, 0);
    PUT(242, s1->cluster, s0->tag, 0, 0);
    PUT(243, s1->tag, s0->cluster, 0, 0);
    PUT(244, s0->coarse, b0->coarse, s0->pos, b0->pos);
    PUT(245, s1->coarse, s0->coarse, s1->pos, s0->pos);
    PUT(246, s1->cluster, b0->cluster, 0, 0);
    // three words
    PUT(250, b0->tag, b1->tag, b2->tag, 0);
    PUT(251, s0->tag, b0->tag, b1->tag, 0);
    PUT(252, s1->tag, s0->tag, b0->tag, 0);
    PUT(253, s2->tag, s1->tag, s0->tag, 0);
    PUT(254, s0->tag, s0l->tag, b0->tag, 0);
    PUT(255, s0->tag, s0r->tag, b0->tag, 0);
    PUT(256, s0->tag, b0->tag, b0l->tag, 0);
    PUT(257, s1->tag, s0->tag, s0l->tag, 0);
    PUT(258, s1->tag, s0->tag, s0r->tag, 0);
    PUT(259, s1->tag, s1r->tag, s0->tag, 0);
    PUT(260, s1->tag, s1l->tag, s0->tag, 0);
    PUT(261, s1->tag, s1r->tag, b0->tag, 0);
    PUT(262, s0->pos, s0l->pos, s0l2->pos, b0->pos);
    PUT(263, s0->pos, s0r->pos, s0r2->pos, b0->pos);
    PUT(264, s0->pos, b0->pos, b0l->pos, b0l2->pos);
    PUT(265, s1->pos, s1r->pos, s1r2->pos, s0->pos);
    PUT(266, s1->pos, s0->pos, b0->pos, b1->pos);
    PUT(267, s0->word, b0->tag, b1->tag, 0);
    PUT(268, s0->tag, b0->word, b1->tag, 0);
    PUT(269, s0->tag, b0->tag, b1->word, 0);
    PUT(270, s1->word, s0->tag, b0->tag, 0);
    PUT(271, s1->tag, s0->word, b0->tag, 0);
    PUT(272, s1->tag, s0->tag, b0->word, 0);
    PUT(273, s0->word, s0l->word, b0->tag, 0);
    PUT(274, s0->tag, s0r->word, b0->tag, 0);
    PUT(275, s1->word, s0->tag, s0l->word, 0);
    PUT(276, s1->word, s0->word, s0l->word, 0);
    PUT(277, s1->tag, s0->word, s0l->word, 0);
    PUT(278, s0->word, b0l->tag, b0->tag, 0);
    PUT(279, s1->word, s1r->word, s0->tag, 0);
    // children
    PUT(280, s0->word, s0l->tag, 0, 0);
    PUT(281, s0->word, s0r->tag, 0, 0);
    PUT(282, s0r->word, s0->tag, 0, 0);
    PUT(283, s0l->word, s0->tag, 0, 0);
    PUT(284, b0l->word, b0->tag, s0->tag, 0);
    PUT(285, s1->word, s1r->tag, s0->tag, 0);
    PUT(286, s1r->word, s1->tag, s0->tag, 0);
    // distances, numbers of children, what stands between
    PUT(290, s0->word, d, 0, 0);
    PUT(291, s0->tag, b0->tag, d, 0);
    PUT(292, b0->word, d, 0, 0);
    PUT(293, s1->tag, s0->tag, e, 0);
    PUT(294, s0->word, s0vl, s0vr, 0);
    PUT(295, s0->tag, s0vl, s0vr, b0->tag);
    PUT(296, s1->tag, s1vl, s1vr, s0->tag);
    PUT(297, b0->word, b0vl, 0, 0);
    PUT(298, b0->tag, b0vl, s0->tag, 0);
    PUT(299, s0->tag, b0->tag, way, 0);
    PUT(300, s1->tag, s0->tag, path, 0);
    PUT(301, s1->word, s1vr, s0->tag, 0);
    PUT(302, s0->word, b0->tag, way, 0);
    PUT(303, s1->tag, b0->tag, path, way);
    PUT(304, s2->tag, s1->tag, s0->tag, b0->tag);
    PUT(305, few(depth, 4), j0 == state->count, s0->tag, 0);
    // what the words may be besides their tags
    PUT(306, s0->tags, s0->tag, b0->tag, 0);
    PUT(307, b0->tags, b0->tag, s0->tag, 0);
    PUT(308, s1->tags, s0->tags, b0->pos, 0);
    PUT(309, b0->tags, b1->tags, s0->tag, 0);
    // which kinds of children they have
    const uint32_t s0ls = state->left_set[i0], s0rs = state->right_set[i0], s1rs = state->right_set[i1],
                   s1ls = state->left_set[i1], b0ls = state->left_set[j0];
    PUT(310, s0->tag, s0ls, b0->tag, 0);
    PUT(311, s0->tag, s0rs, b0->tag, 0);
    PUT(312, s1->tag, s1rs, s0->tag, 0);
    PUT(313, b0->tag, b0ls, s0->tag, 0);
    PUT(314, s1->word, s1rs, s0->pos, 0);
    PUT(315, s1->tag, s1rs, s0->tag, s0ls);
    PUT(316, s0->pos, s0ls, b0->pos, b0ls);
    PUT(317, s1->pos, s1ls, s1rs, s0->pos);
    return n;
}

void parse_copy(struct parse_state *to, const struct parse_state *from) {
    size_t count = from->count;
    to->depth = from->depth;
    to->front = from->front;
    memcpy(to->stack, from->stack, from->depth * sizeof *to->stack);
    memcpy(to->heads, from->heads, count * sizeof *to->heads);
    memcpy(to->left1, from->left1, 4 * (count + 2) * sizeof *to->left1);
    memcpy(to->left_count, from->left_count, 2 * (count + 2));
    memcpy(to->left_set, from->left_set, 2 * (count + 2) * sizeof *to->left_set);
}

struct item { // of the beam
    struct parse_state state;
    int64_t score;
    int32_t *margins; // [count]
};

struct choice {
    int64_t score;
    int32_t margin;
    uint16_t item;
    uint8_t move;
};

// The best `most` moves of all items into `choices`, the best first; ties go to the earlier item and move.
static unsigned choose(const struct linear *moves, const struct item *items, unsigned item_count,
                       unsigned most, struct choice *choices) {
    uint64_t features[BEAM_LIMIT][PARSE_FEATURES];
    unsigned feature_counts[BEAM_LIMIT], count = 0;
    for (unsigned i = 0; i < item_count; i++) { // all weights are on their way before the first is needed
        feature_counts[i] = parse_features(&items[i].state, features[i]);
        linear_prefetch(moves, features[i], feature_counts[i]);
    }
    for (unsigned i = 0; i < item_count; i++) {
        int32_t scores[MOVES] = { 0 };
        linear_score(moves, features[i], feature_counts[i], scores);
        for (int move = 0; move < MOVES; move++) {
            if (!parse_can(&items[i].state, (enum move)move)) continue;
            int32_t rival = INT32_MIN;
            for (int other = 0; other < MOVES; other++)
                if (other != move && parse_can(&items[i].state, (enum move)other) && scores[other] > rival)
                    rival = scores[other];
            struct choice choice = { items[i].score + scores[move],
                                     rival == INT32_MIN ? INT32_MAX : scores[move] - rival, (uint16_t)i,
                                     (uint8_t)move };
            unsigned at = count;
            while (at > 0 && choices[at - 1].score < choice.score) at--;
            if (at >= most) continue;
            if (count < most) count++;
            for (unsigned k = count - 1; k > at; k--) choices[k] = choices[k - 1];
            choices[at] = choice;
        }
    }
    return count;
}

static void take(struct item *item, const struct choice *choice) {
    if (choice->move != MOVE_SHIFT) item->margins[item->state.stack[item->state.depth - 1]] = choice->margin;
    item->score = choice->score;
    parse_move(&item->state, (enum move)choice->move);
}

void parse_words(const struct linear *moves, const struct word *words, size_t count,
                 const struct parse_options *options, int32_t *heads, float *margins, struct arena *arena) {
    unsigned beam = options->beam > BEAM_LIMIT ? BEAM_LIMIT : options->beam, used = 1;
    struct node *nodes = parse_nodes(words, count, options->reversed, arena);
    struct item *items = ARENA_ARRAY(arena, struct item, beam), *next = ARENA_ARRAY(arena, struct item, beam);
    struct choice choices[BEAM_LIMIT];
    int64_t reach = moves->scale > 0 ? (int64_t)(options->reach / moves->scale) : 0;
    for (unsigned i = 0; i < beam; i++) {
        parse_begin(&items[i].state, nodes, count, arena);
        items[i].margins = ARENA_ARRAY(arena, int32_t, count + 1);
        if (beam == 1) break;
        parse_begin(&next[i].state, nodes, count, arena);
        next[i].margins = ARENA_ARRAY(arena, int32_t, count + 1);
    }
    while (!parse_done(&items[0].state)) { // all items have made as many moves
        unsigned found = choose(moves, items, used, beam, choices);
        while (found > 1 && choices[found - 1].score < choices[0].score - reach) found--;
        if (found == 1) { // sure: nothing is copied
            struct item keep = items[choices[0].item];
            items[choices[0].item] = items[0];
            items[0] = keep;
            take(&items[0], &choices[0]);
            used = 1;
            continue;
        }
        unsigned uses[BEAM_LIMIT] = { 0 };
        for (unsigned k = 0; k < found; k++) uses[choices[k].item]++;
        for (unsigned k = 0; k < found; k++) { // the last one to follow a state goes on in it, others copy it
            struct item *from = &items[choices[k].item];
            if (--uses[choices[k].item] == 0) {
                struct item keep = next[k];
                next[k] = *from;
                *from = keep;
            } else {
                parse_copy(&next[k].state, &from->state);
                memcpy(next[k].margins, from->margins, count * sizeof *from->margins);
                next[k].score = from->score;
            }
            take(&next[k], &choices[k]);
        }
        struct item *swap = items;
        items = next;
        next = swap;
        used = found;
    }
    for (size_t i = 0; i < count; i++) {
        int32_t head = items[0].state.heads[i];
        size_t at = options->reversed ? count - 1 - i : i;
        if (head == (int32_t)count)
            head = -1;
        else if (options->reversed)
            head = (int32_t)count - 1 - head;
        heads[at] = head;
        margins[at] = (float)items[0].margins[i] * moves->scale;
    }
}

void tree_begin(struct tree *tree, const struct node *nodes, const int32_t *heads, size_t count,
                struct arena *arena) {
    uint32_t *first = ARENA_ARRAY(arena, uint32_t, 4 * (count + 1)), *next = first + count + 1,
             *last = next + count + 1, *previous = last + count + 1;
    uint32_t *order = ARENA_ARRAY(arena, uint32_t, count + 1);
    for (size_t i = 0; i < 4 * (count + 1); i++) first[i] = TREE_NONE;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t head = heads[i] < 0 ? (uint32_t)count : (uint32_t)heads[i];
        if (last[head] == TREE_NONE) {
            first[head] = i;
        } else {
            next[last[head]] = i;
            previous[i] = last[head];
        }
        last[head] = i;
    }
    size_t done = 0, filled = 0;
    for (uint32_t c = first[count]; c != TREE_NONE; c = next[c]) order[filled++] = c;
    while (done < filled) {
        uint32_t word = order[done++];
        for (uint32_t c = first[word]; c != TREE_NONE; c = next[c]) order[filled++] = c;
    }
    *tree = (struct tree){ .nodes = nodes,
                           .count = (uint32_t)count,
                           .heads = heads,
                           .first_child = first,
                           .next_sibling = next,
                           .last_child = last,
                           .previous_sibling = previous,
                           .order = order };
    tree->labels = ARENA_ARRAY(arena, uint8_t, count + 1);
    memset(tree->labels, 255, count + 1);
}

unsigned tree_features(const struct tree *tree, uint32_t word, uint64_t features[PARSE_FEATURES]) {
    const struct node *nodes = tree->nodes, *nothing = &nodes[tree->count + 1];
    uint32_t head = tree->heads[word] < 0 ? tree->count : (uint32_t)tree->heads[word];
    uint32_t above = head == tree->count     ? TREE_NONE
                     : tree->heads[head] < 0 ? tree->count
                                             : (uint32_t)tree->heads[head];
#define NODE(i) ((i) == TREE_NONE ? nothing : &nodes[i])
#define LABEL(i) ((i) == TREE_NONE || (i) >= tree->count ? 254u : tree->labels[i])
    const struct node *d = &nodes[word], *h = &nodes[head], *g = NODE(above);
    const struct node *dl = word > 0 ? d - 1 : nothing, *dr = word + 1 < tree->count ? d + 1 : nothing;
    const struct node *dr2 = word + 2 < tree->count ? d + 2 : nothing;
    uint32_t first = tree->first_child[word], last = tree->last_child[word],
             second = first == TREE_NONE ? TREE_NONE : tree->next_sibling[first];
    uint32_t left = tree->previous_sibling[word], right = tree->next_sibling[word];
    const struct node *c1 = NODE(first), *c2 = NODE(second), *cn = NODE(last), *sl = NODE(left),
                      *sr = NODE(right);
    uint32_t left_label = LABEL(left), head_label = LABEL(head);
    uint32_t before = word < head, way = before ? between_of(d, h) : between_of(h, d);
    uint32_t far = distance_of(word, head) | before << 4;
    uint32_t head_left = 0, head_right = 0, same = 0,
             seen = 0; // children of the head, by side; labels given so far
    uint32_t auxiliaries = 0, passive = 1, steps = 0;
    for (uint32_t c = tree->first_child[head]; c != TREE_NONE && steps < 64;
         c = tree->next_sibling[c], steps++) {
        if (c < head)
            head_left++;
        else
            head_right++;
        if (c < word && tree->labels[c] < 32) seen |= 1u << tree->labels[c];
        if (c < head && nodes[c].pos == UPOS_AUX + 2u) {
            auxiliaries++;
            passive = nodes[c].word;
        }
        if (c < word && nodes[c].pos == d->pos) same++;
    }
    uint32_t own_left = 0, own_right = 0;
    steps = 0;
    for (uint32_t c = first; c != TREE_NONE && steps < 64; c = tree->next_sibling[c], steps++) {
        if (c < word)
            own_left++;
        else
            own_right++;
    }
    unsigned n = 0;
    PUT(400, before, 0, 0, 0);
    PUT(401, d->word_tag, before, 0, 0);
    PUT(402, d->word, before, 0, 0);
    PUT(403, d->tag, before, 0, 0);
    PUT(404, h->word_tag, before, 0, 0);
    PUT(405, h->word, d->pos, before, 0);
    PUT(406, h->tag, before, 0, 0);
    PUT(407, d->tag, h->tag, before, 0);
    PUT(408, d->word, h->tag, before, 0);
    PUT(409, d->tag, h->word, before, 0);
    PUT(410, d->word, h->word, before, 0);
    PUT(411, d->tag, h->tag, far, 0);
    PUT(412, d->tag, h->tag, way, before);
    PUT(413, d->cluster, h->cluster, before, 0);
    PUT(414, d->cluster, h->tag, before, 0);
    PUT(415, d->tag, h->cluster, before, 0);
    PUT(416, d->tag, c1->word, h->tag, before);
    PUT(417, d->tag, c1->tag, h->tag, before);
    PUT(418, c1->word, h->word, before, 0);
    PUT(419, c1->word, h->tag, before, 0);
    PUT(420, d->tag, c1->tag, c2->tag, before);
    PUT(421, d->tag, cn->tag, h->tag, before);
    PUT(422, d->word, c1->word, before, 0);
    PUT(423, d->tag, dl->tag, dr->tag, before);
    PUT(424, d->tag, dl->word, before, 0);
    PUT(425, d->tag, dr->word, before, 0);
    PUT(426, d->tag, h->tag, head_label, before);
    PUT(427, d->pos, head_label, left_label, before);
    PUT(428, d->tag, h->tag, left_label, before);
    PUT(429, d->tag, h->word, left_label, before);
    PUT(430, d->tag, h->tag, sl->tag, before);
    PUT(431, d->tag, h->tag, sr->tag, before);
    PUT(432, sl->tag, d->tag, sr->tag, before);
    PUT(433, d->tag, h->tag, g->tag, before);
    PUT(434, d->word, h->tag, g->tag, before);
    PUT(435, d->tag, g->word, head_label, before);
    PUT(436, d->tag, h->tag, passive, before);
    PUT(437, d->tag, h->word_tag, passive, before);
    PUT(438, d->tag, h->tag, seen, before);
    PUT(439, d->tag, h->tag, few(head_left, 3), few(head_right, 3) | before << 4);
    PUT(440, d->tag, h->tag, few(own_left, 3), few(own_right, 3) | before << 4);
    PUT(441, d->tag, h->tag, few(same, 2), before);
    PUT(442, d->word, head_label, before, 0);
    PUT(443, d->coarse, h->coarse, d->pos, h->pos | before << 8);
    PUT(444, d->tag, dr->tag, dr2->tag, before);
    PUT(445, c1->word, d->word, h->word, before);
    PUT(446, d->tag, h->tag, few(auxiliaries, 2), c1->tag << 1 | before);
    PUT(447, d->coarse, c1->word, h->tag, before);
    PUT(448, d->cluster, c1->word, before, 0);
    PUT(449, d->cluster, before, h->pos, 0);
#undef NODE
#undef LABEL
    return n;
}

void tree_label(const struct linear *relations, struct tree *tree) {
    uint64_t features[PARSE_FEATURES];
    int32_t scores[LINEAR_LABELS_LIMIT];
    for (uint32_t i = 0; i < tree->count; i++) {
        uint32_t word = tree->order[i];
        unsigned n = tree_features(tree, word, features), best = 0;
        memset(scores, 0, sizeof *scores * relations->labels);
        linear_score(relations, features, n, scores);
        for (unsigned l = 1; l < relations->labels; l++)
            if (scores[l] > scores[best]) best = l;
        tree->labels[word] = (uint8_t)best;
    }
}
