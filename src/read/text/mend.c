// mend.c - words that a lost link ran together, and spaces astray.
//
// "Mohamed al Thanisigned" lost the end of a link. What tells: the whole is no word of the language, no name
// that we know, and stands once in the document; "al Thani" stands alone elsewhere in the document, or is a
// name that we know; and "signed" can follow it, being a form of a verb or a function word. Many names end in
// a short function word as others of them do (Harris and Harrison, Robert and Roberto, Israel and Israelis):
// the table of words marks those. For them more of the name must be seen, or a determiner must follow
// ("Hamasin the").
//
// Spaces are mended only where no spelling of anything else looks the same: "he said ." and "done. ." at the
// end of a word, "Monday ,the", "the end.The".
#include "read/text/steps.h"

#include "base/eight.h"
#include "base/utf8.h"

#include <string.h>

#define SHORTEST_GLUED 5
#define LONGEST_GLUED 40 // bytes
#define MOST_NAME 5      // words of a name that are looked up
#define MOST_EDITS 1000  // of a paragraph: what needs more is not broken by lost links

struct edit {
    size_t start, end; // in the old text: replaced
    struct slice with;
    const char *kind;
    size_t evidence_start, evidence_end; // in the old text: what the repair shows as before
};
struct mender {
    const struct words *words;
    const struct lexicon *lexicon;
    struct arena *arena;
    struct slice text;
    VECTOR_OF(struct edit) edits;
    bool in_text;                   // of the document: its strange words are known
    size_t *passed;                 // of these
    struct slice word;              // in hand
    bool has_looked;                // then these are the words around it:
    struct slice before[MOST_NAME]; // the words before the one in hand, the nearest first, of one stretch
    size_t before_count;
    struct slice after; // the word after the one in hand, when one space is between them
};

static bool is_lower(struct slice word) {
    size_t length;
    for (size_t at = 0; at < word.length; at += length)
        if (utf8_class_of(utf8_at(word, at, &length)) == UTF8_UPPER) return false;
    return true;
}

static void add_edit(struct mender *mender, struct edit edit) {
    if (mender->edits.count >= MOST_EDITS) return;
    if (mender->edits.count > 0 && mender->edits.items[mender->edits.count - 1].end > edit.start) return;
    *vector_push(mender->arena, &mender->edits) = edit;
}

static bool has_key(const struct table *table, struct slice key) {
    struct table_walk walk = table_lookup(table, key);
    return table_next(&walk) != TABLE_END;
}

// The words from the start of `first` to the end of `last` as names are compared.
static struct slice name_key(const struct mender *mender, struct slice first, struct slice last) {
    return utf8_fold_name((struct slice){ first.start, (size_t)(last.start + last.length - first.start) },
                          mender->arena);
}

static bool is_known(const struct mender *mender, struct slice key) {
    return has_key(mender->lexicon->actors, key) || has_key(mender->lexicon->people, key) ||
           has_key(mender->lexicon->country_names, key) || has_key(mender->lexicon->places, key);
}

// How many words before `word` make a name that we know together with it, and 1 more; 0 when there is none.
static size_t known_name(const struct mender *mender, struct slice word) {
    for (size_t before = mender->before_count; before > 0; before--) {
        if (!utf8_starts_upper(mender->before[before - 1])) continue;
        struct slice key = name_key(mender, mender->before[before - 1], word);
        if (is_known(mender, key)) return before + 1;
    }
    struct slice key = name_key(mender, word, word);
    if (has_key(mender->lexicon->country_names, key) || has_key(mender->lexicon->calendar, key)) return 1;
    return utf8_count(word) >= 5 &&
           has_key(mender->lexicon->actors, key); // short ones are often abbreviations
}

// Finds the words around the one in hand, which most need not be asked for.
static void look_around(struct mender *mender) {
    if (mender->has_looked) return;
    struct slice text = mender->text;
    size_t start = (size_t)(mender->word.start - text.start), end = start + mender->word.length, after = end;
    mender->has_looked = true;
    for (mender->before_count = 0; mender->before_count < MOST_NAME;) {
        if (start < 2 || (text.start[start - 1] != ' ' && text.start[start - 1] != '-')) break;
        const struct slice before = word_before(text, start - 1);
        if (before.length == 0) break;
        mender->before[mender->before_count++] = before;
        start = (size_t)(before.start - text.start);
    }
    mender->after = next_word(text, &after);
    if (mender->after.start != text.start + end + 1 || text.start[end] != ' ') mender->after.length = 0;
}

// Is `first` a name that ends here, so that `rest`, in small letters of ASCII, begins the next word?
// `evidence`: words of the name.
static bool is_name_and(struct mender *mender, struct slice first, struct slice rest, size_t *evidence) {
    const struct word_facts next = words_known(mender->words, rest);
    bool function = next.kind == WORD_FUNCTION, closed = function || next.kind == WORD_VERB;
    *evidence = 1;
    if (!closed && next.kind != WORD_OTHER) return false;
    const size_t name_letters = utf8_count(first), rest_letters = utf8_count(rest);
    if (!closed && rest_letters < 5) return false;
    look_around(mender);
    struct word_facts name = words_lookup(mender->words, first, mender->arena);

    bool lower = is_lower(first);
    bool ordinary = name.kind == WORD_OTHER || name.kind == WORD_VERB || name.kind == WORD_FUNCTION;
    bool neighbour =
        mender->before_count > 0 && words_follow(mender->words, mender->before[0], first, mender->arena);
    bool after_name = mender->before_count > 0 && utf8_starts_upper(mender->before[0]);
    struct word_facts after = words_lookup(mender->words, mender->after, mender->arena);
    if (lower) {                                        // "foreign ministeris"
        if (!function || next.ends_words) return false; // "governor", "spillover"
        if (name.kind == WORD_UNKNOWN || name.kind == WORD_FUNCTION) return false;
        if (neighbour && name_letters >= 4) {
            *evidence = 2;
            return true;
        }
        return after.is_determiner && name_letters >= 6 && name.count > 0 && name.frequency >= 2;
    }
    if (neighbour && closed && name_letters >= 3) {
        // A title before two names says nothing about either, so short rests ask for a part of a name before.
        struct word_facts before = words_lookup(mender->words, mender->before[0], mender->arena);
        if (before.kind == WORD_UNKNOWN || before.kind == WORD_NAME || !next.ends_names) {
            *evidence = 2;
            return true;
        }
    }
    size_t known = known_name(mender, first);
    if (known > 1 && closed) {
        *evidence = known;
        return true;
    }
    if (ordinary) { // "Secretaryof State"
        if (!function || name_letters < 5 || name.kind == WORD_FUNCTION) return false;
        if (!next.ends_names) return name.capital > 0 || (name_letters >= 6 && name.frequency >= 3);
        return name_letters >= 6 && name.capital > 0 &&
               (after.is_determiner || utf8_starts_upper(mender->after));
    }
    bool seen = name.capital > 0 && name.capital == name.count;
    bool listed = known == 1 || (name.kind == WORD_NAME && name.frequency >= 2 && name_letters >= 5);
    if (!closed) return seen && name_letters >= 6 && next.frequency >= (rest_letters > 5 ? 3 : 4);
    // No name ends in a long form of a verb: with another name before it there is nothing else that it can
    // be.
    if (rest_letters >= 6) return name_letters >= 3 && (seen || listed || after_name);
    if (name_letters < 4) return false;
    if (rest_letters >= 4) return seen || listed;
    if (!next.ends_names) return listed || (seen && (name_letters >= 5 || name.capital > 1));
    if (!function) return seen && name.capital > 1 && rest_letters == 3;
    if (after.is_determiner) return seen || listed;
    return rest_letters == 3 && seen && (name.capital > 1 || (name_letters >= 6 && !after_name));
}

static void part_word(struct mender *mender, size_t at, struct slice evidence_from) {
    const struct slice word = mender->word;
    if (is_known(mender, name_key(mender, word, word))) return;
    const size_t start = (size_t)(word.start - mender->text.start);
    add_edit(mender,
             (struct edit){ start + at, start + at, SLICE(" "), "glued",
                            (size_t)(evidence_from.start - mender->text.start), start + word.length });
}

// The word in hand is strange.
static void mend_glued(struct mender *mender) {
    const struct slice word = mender->word;
    size_t length = word.length;
    // Only capitals at the start, or one inside after small letters ("inGaza").
    size_t inner = 0, step, first_length;
    utf8_at(word, 0, &first_length);
    bool small_after = false;
    for (size_t at = first_length; at < length; at += step) {
        enum utf8_class class = utf8_class_of(utf8_at(word, at, &step));
        if (class == UTF8_UPPER && inner == 0)
            inner = at;
        else if (class == UTF8_LOWER)
            small_after = true;
        else if (class == UTF8_UPPER && small_after)
            return;
    }
    if (inner > 0) {
        struct slice first = slice_part(word, 0, inner), name = slice_part(word, inner, length);
        if (utf8_starts_upper(first) || first.length < 2 || utf8_count(name) < 3) return;
        struct word_facts facts = words_lookup(mender->words, first, mender->arena);
        struct word_facts facts_of_name = words_lookup(mender->words, name, mender->arena);
        bool follows = facts.kind == WORD_FUNCTION || (facts.kind == WORD_VERB && first.length > 3);
        bool ordinary = facts_of_name.kind != WORD_UNKNOWN && facts_of_name.kind != WORD_NAME;
        bool seen = facts_of_name.kind == WORD_NAME || facts_of_name.capital > (ordinary ? 1 : 0);
        if (ordinary && facts.kind == WORD_VERB) return;
        if (!follows || !seen) return;
        part_word(mender, inner, word);
        return;
    }
    for (size_t at = length - 2; at >= 2; at--) { // the longest name first
        unsigned char byte = (unsigned char)word.start[at];
        if (byte < 'a' || byte > 'z') {
            if ((byte & 0xc0) == 0x80) continue;
            break; // what follows a name is written without marks
        }
        struct slice first = slice_part(word, 0, at), rest = slice_part(word, at, length);
        size_t evidence;
        if (!is_name_and(mender, first, rest, &evidence)) continue;
        part_word(mender, at, evidence > 1 ? mender->before[evidence - 2] : word);
        return;
    }
}

static bool is_space_or_end(struct slice text, size_t at) {
    return at >= text.length || text.start[at] == ' ';
}

static bool is_closing(struct slice text, size_t at) {
    if (at >= text.length) return true;
    size_t length;
    uint32_t code = utf8_at(text, at, &length);
    return code == ' ' || code == ')' || code == '"' || code == 0x201d || code == 0x2019 || code == 0xbb;
}

static bool ends_word(struct slice text, size_t at) { // the code point before `at`
    if (at == 0) return false;
    size_t start = at - 1, length;
    while (start > 0 && ((unsigned char)text.start[start] & 0xc0) == 0x80) start--;
    uint32_t code = utf8_at(text, start, &length);
    return utf8_is_word(code) || code == ')' || code == 0x201d || code == 0x2019 || code == '%';
}

// " ." and " ,": the space at `at`.
static void mend_space(struct mender *mender, size_t at) {
    struct slice text = mender->text;
    if (at + 1 >= text.length || at == 0) return;
    char mark = text.start[at + 1];
    if (mark != '.' && mark != ',' && mark != ';') return;
    size_t word_start = at;
    while (word_start > 0 && at - word_start < LONGEST_GLUED && text.start[word_start - 1] != ' ')
        word_start--;
    while (((unsigned char)text.start[word_start] & 0xc0) == 0x80) word_start++;
    if (mark == '.' && is_closing(text, at + 2)) {
        if (text.start[at - 1] == '.' &&
            (at < 2 || (text.start[at - 2] != '.' && text.start[at - 2] != ' '))) {
            // "done. ." but not the dots of ". . ."
            if (at + 3 < text.length && text.start[at + 2] == ' ' && text.start[at + 3] == '.') return;
            add_edit(mender, (struct edit){ at, at + 2, SLICE(""), "stray-space", word_start, at + 2 });
        } else if (ends_word(text, at) && !(at + 3 < text.length && text.start[at + 3] == '.'))
            add_edit(mender, (struct edit){ at, at + 1, SLICE(""), "stray-space", word_start, at + 2 });
        return;
    }
    if (mark == '.' || !ends_word(text, at)) return;
    if (is_space_or_end(text, at + 2)) {
        add_edit(mender, (struct edit){ at, at + 1, SLICE(""), "stray-space", word_start, at + 2 });
        return;
    }
    size_t end = at + 2;
    struct slice next = next_word(text, &end);
    if (next.length < 2 || next.start != text.start + at + 2) return;
    add_edit(mender, (struct edit){ at, at + 2, mark == ',' ? SLICE(", ") : SLICE("; "), "stray-space",
                                    word_start, end });
}

// "the end.The": the stop at `at`.
static void mend_stop(struct mender *mender, size_t at) {
    struct slice text = mender->text;
    size_t start = at, end = at + 1, length;
    if (at == 0 || end >= text.length || !utf8_starts_upper(slice_part(text, end, text.length))) return;
    while (start > 0 && text.start[start - 1] >= 'a' && text.start[start - 1] <= 'z') start--;
    bool capital = start > 0 && text.start[start - 1] >= 'A' && text.start[start - 1] <= 'Z';
    start -= capital;
    // What stands around must be a space or a quotation mark: no address, no name of a file.
    if (start > 0 && text.start[start - 1] != ' ' && text.start[start - 1] != '"' &&
        text.start[start - 1] != '(' && (unsigned char)text.start[start - 1] < 0x80)
        return;
    size_t before = start;
    while (before > 0 && ((unsigned char)text.start[--before] & 0xc0) == 0x80) continue;
    if (before < start && utf8_is_word(utf8_at(text, before, &length))) return;
    struct slice first = slice_part(text, start, at), second = next_word(text, &end);
    if (second.start != text.start + at + 1 || second.length > LONGEST_GLUED ||
        !is_lower(slice_part(second, 1, second.length)))
        return;
    if (end < text.length && text.start[end] != ' ' && text.start[end] != ',' && text.start[end] != '\'' &&
        (unsigned char)text.start[end] < 0x80)
        return;
    if (first.length < (capital ? 5u : 3u) || first.length > LONGEST_GLUED) return;
    struct slice dotted = arena_join(mender->arena, utf8_fold_name(first, mender->arena), SLICE("."));
    if (has_key(mender->lexicon->abbreviations, dotted)) return;
    struct word_facts left = words_lookup(mender->words, first, mender->arena);
    struct word_facts right = words_lookup(mender->words, second, mender->arena);
    if (left.kind == WORD_UNKNOWN && (!capital || left.count < 2)) return;
    // A domain ("Booking.Com") ends in a word that nobody begins a sentence with, and so do names of
    // programs' parts.
    bool function = right.kind == WORD_FUNCTION && (unsigned char)second.start[0] < 0x80;
    if (!function && (capital || second.length < 4 || (right.kind == WORD_UNKNOWN && right.count < 2)))
        return;
    add_edit(mender, (struct edit){ at + 1, at + 1, SLICE(" "), "lost-space", start, end });
}

// A quotation mark that opens or closes by its form, with a word on the wrong side of it: "“vital”of".
static void mend_quote(struct mender *mender, size_t at, uint32_t mark) {
    struct slice text = mender->text;
    if (mark == 0x201d) {
        size_t end = at + 3;
        struct slice next = next_word(text, &end);
        if (next.length < 2 || next.start != text.start + at + 3 || at == 0 || !is_lower(next)) return;
        struct word_facts facts = words_lookup(mender->words, next, mender->arena);
        if (facts.kind != WORD_FUNCTION && facts.kind != WORD_VERB) return;
        add_edit(mender, (struct edit){ at + 3, at + 3, SLICE(" "), "lost-space", at, end });
        return;
    }
    size_t start = at;
    while (start > 0 && text.start[start - 1] >= 'a' && text.start[start - 1] <= 'z') start--;
    if (at - start < 2 || (start > 0 && text.start[start - 1] != ' ')) return;
    struct word_facts facts = words_lookup(mender->words, slice_part(text, start, at), mender->arena);
    if (facts.kind == WORD_FUNCTION || facts.kind == WORD_VERB)
        add_edit(mender, (struct edit){ at, at, SLICE(" "), "lost-space", start, at + 3 });
}

// The first word at or after `at` that may be two; empty when there is none.
static struct slice next_strange(const struct mender *mender, size_t at) {
    const struct slice text = mender->text;
    for (struct slice word;; at = (size_t)(word.start - text.start) + word.length) {
        if (mender->in_text) {
            word = words_next_strange(mender->words, mender->passed, slice_part(text, at, text.length));
            if (word.length <= LONGEST_GLUED) return word;
            continue;
        }
        word = next_word(text, &at);
        if (word.length == 0) return word;
        if (word.length < SHORTEST_GLUED || word.length > LONGEST_GLUED) continue;
        const struct word_facts facts = words_lookup(mender->words, word, mender->arena);
        if (facts.kind == WORD_UNKNOWN && facts.count <= 1) return word;
    }
}

// The bytes where a space may be astray, by what is behind each: a space before anything but a letter, a stop
// before a letter, or what quotation marks begin with. A few others, too.
static uint64_t oddities(uint64_t eight, uint64_t behind) {
    const uint64_t no_spaces = eight ^ EIGHT_ONES * ' ', no_stops = eight ^ EIGHT_ONES * '.';
    const uint64_t spaces = (no_spaces - EIGHT_ONES) & ~no_spaces,
                   stops = (no_stops - EIGHT_ONES) & ~no_stops;
    const uint64_t letters = behind << 1 | behind;           // from 0x40 on
    const uint64_t quotes = eight & eight << 1 & eight << 2; // from 0xe0 on
    return ((spaces & ~letters) | (stops & letters) | quotes) & EIGHT_TOPS;
}

// The first of these in [at, end), or a place behind.
static size_t next_oddity(struct slice text, size_t at, size_t end) {
    for (; at < end; at += 8) {
        const char *start = text.start + at;
        const size_t left = text.length - at;
        const uint64_t eight = eight_part(start, left), behind = left > 8 ? eight_at(start + 1) : eight >> 8;
        const uint64_t odd = oddities(eight, behind);
        if (odd) return at + eight_first(odd);
    }
    return at;
}

static void mend_gap(struct mender *mender, size_t at) {
    const struct slice text = mender->text;
    const unsigned char byte = (unsigned char)text.start[at];
    if (byte == ' ') {
        mend_space(mender, at);
    } else if (byte == '.') {
        mend_stop(mender, at);
    } else if (slice_starts(slice_part(text, at, text.length), SLICE("\xe2\x80\x9c"))) {
        mend_quote(mender, at, 0x201c);
    } else if (slice_starts(slice_part(text, at, text.length), SLICE("\xe2\x80\x9d"))) {
        mend_quote(mender, at, 0x201d);
    }
}

static void find_edits(struct mender *mender) {
    const struct slice text = mender->text;
    for (size_t at = 0;;) {
        const struct slice word = next_strange(mender, at);
        const size_t end = word.length > 0 ? (size_t)(word.start - text.start) : text.length;
        while ((at = next_oddity(text, at, end)) < end) mend_gap(mender, at++);
        if (word.length == 0) return;
        mender->word = word;
        mender->has_looked = false;
        mend_glued(mender);
        at = end + word.length;
    }
}

void mend_paragraph(struct paragraph *paragraph, const struct words *words, const struct lexicon *lexicon,
                    size_t *passed, struct arena *arena) {
    struct mender mender = { .words = words,
                             .lexicon = lexicon,
                             .arena = arena,
                             .text = paragraph->text,
                             .in_text = paragraph->in_text,
                             .passed = passed };
    find_edits(&mender);
    if (mender.edits.count == 0) return;
    size_t size = paragraph->text.length;
    for (size_t i = 0; i < mender.edits.count; i++) size += mender.edits.items[i].with.length;
    char *mended = arena_allocate(arena, size + 1);
    size_t used = 0, copied = 0, old = 0;
    struct repairs repairs = { 0 };
    for (size_t i = 0; i <= mender.edits.count; i++) {
        const struct edit *edit = i < mender.edits.count ? &mender.edits.items[i] : NULL;
        size_t until = edit ? edit->start : paragraph->text.length;
        size_t shift = used; // where text[copied] goes
        memcpy(mended + used, paragraph->text.start + copied, until - copied);
        used += until - copied;
        size_t evidence = edit ? edit->evidence_start : SIZE_MAX;
        for (; old < paragraph->repairs.count &&
               (edit == NULL || paragraph->repairs.items[old].position < edit->start);
             old++) {
            struct repair repair = paragraph->repairs.items[old];
            repair.position = (uint32_t)(repair.position < copied ? shift : repair.position - copied + shift);
            *vector_push(arena, &repairs) = repair;
        }
        if (edit == NULL) break;
        memcpy(mended + used, edit->with.start, edit->with.length);
        used += edit->with.length;
        copied = edit->end;
        // Evidence may reach back over an edit before it; then it is shown from there on.
        if (evidence < (i > 0 ? mender.edits.items[i - 1].end : 0)) evidence = mender.edits.items[i - 1].end;
        size_t position = used - edit->with.length - (edit->start - evidence);
        struct slice tail = slice_part(paragraph->text, edit->end, edit->evidence_end);
        struct slice head = slice_part(paragraph->text, evidence, edit->start);
        *vector_push(arena, &repairs) = (struct repair){
            edit->kind,
            (uint32_t)position,
            slice_part(paragraph->text, evidence, edit->evidence_end),
            arena_join(arena, arena_join(arena, head, edit->with), tail),
        };
    }
    paragraph->text = (struct slice){ mended, used };
    paragraph->repairs = repairs;
}
