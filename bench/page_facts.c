// page_facts.c - how often the facts about an HTML page are right, and how long they take.
//
//     page_facts KNOWLEDGE PAGES TRUTH [--errors title|author|date]
//
// PAGES holds NUMBER.html, TRUTH NUMBER.json with `ground_truth` (title, author, publish_date), as the tar
// file of corpora/article has them. The page's address is not told. Two thirds, by number, are the part that
// the rules were written on; the others are held out. Of pages that have the fact in truth: the day of a
// date; title and author by their letters and digits, all else folded away, exact and with one inside the
// other; an author is also counted by the names alone, without what joins them and in any order.
#include "base/file.h"
#include "base/utf8.h"
#include "read/page/facts.h"
#include "read/text/steps.h"

#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

enum measure { TITLE_EXACT, TITLE_INSIDE, AUTHOR_EXACT, AUTHOR_NAMES, AUTHOR_INSIDE, DATE_DAY, MEASURES };
static const char *const measure_names[MEASURES] = { "title exact",  "title inside",  "author exact",
                                                     "author names", "author inside", "date" };
struct score {
    unsigned right[MEASURES], all[MEASURES], invented[MEASURES];
};

static struct slice letters(struct slice text, struct arena *arena) {
    const struct slice folded = utf8_fold_name(text, arena);
    char *bytes = arena_allocate(arena, folded.length + 1);
    size_t used = 0, length;
    for (size_t at = 0; at < folded.length; at += length) {
        if (!utf8_is_word(utf8_at(folded, at, &length))) continue;
        memcpy(bytes + used, folded.start + at, length);
        used += length;
    }
    return (struct slice){ bytes, used };
}

// The names of a list, each as its letters, in order.
static struct slice name_list(struct slice text, struct arena *arena) {
    static const struct slice joins[] = { { " and ", 5 }, { " & ", 3 }, { ";", 1 }, { "|", 1 }, { ", ", 2 } };
    struct slice names[40];
    size_t count = 0;
    while (text.length > 0 && count < 40) {
        size_t end = text.length, length = 0;
        for (size_t i = 0; i < sizeof joins / sizeof *joins; i++) {
            const size_t at = slice_find(text, joins[i], 0);
            if (at >= end) continue;
            end = at;
            length = joins[i].length;
        }
        struct slice piece = slice_trim(slice_part(text, 0, end));
        if (slice_starts(piece, SLICE("and "))) piece = slice_part(piece, 4, piece.length);
        struct slice name = letters(piece, arena);
        size_t to = count;
        text = slice_part(text, end + length, text.length);
        if (name.length == 0) continue;
        for (; to > 0 && slice_compare(names[to - 1], name) > 0; to--) names[to] = names[to - 1];
        names[to] = name;
        count++;
    }
    struct slice list = { "", 0 };
    for (size_t i = 0; i < count; i++)
        list = arena_join(arena, arena_join(arena, list, SLICE(",")), names[i]);
    return list;
}

static bool one_inside(struct slice a, struct slice b) {
    if (a.length == 0 || b.length == 0) return false;
    return slice_find(a, b, 0) != SIZE_MAX || slice_find(b, a, 0) != SIZE_MAX;
}

static void count(struct score *score, enum measure measure, bool has_truth, bool has_ours, bool right) {
    if (has_truth) {
        score->all[measure]++;
        score->right[measure] += right;
    } else {
        score->invented[measure] += has_ours;
    }
}

static struct slice truth_text(const json_t *truth, const char *key) {
    const char *text = json_string_value(json_object_get(json_object_get(truth, "ground_truth"), key));
    return slice_trim(slice_of(text ? text : ""));
}

static void show(const char *wanted, const char *kind, bool wrong, const char *number, struct slice truth,
                 struct slice ours, const char *from) {
    if (!wanted || strcmp(wanted, kind) != 0 || !wrong) return;
    printf("%s truth [" SLICE_FORMAT "] ours [" SLICE_FORMAT "] %s\n", number, SLICE_ARG(truth),
           SLICE_ARG(ours), from ? from : "");
}

static void judge(const struct page_facts *facts, const json_t *truth, struct score *score,
                  const char *number, const char *errors, struct arena *arena) {
    const struct slice title = truth_text(truth, "title"), author = truth_text(truth, "author");
    const struct slice date = slice_part(truth_text(truth, "publish_date"), 0, 10),
                       day = slice_of(facts->published);
    const struct slice a = letters(title, arena), b = letters(facts->title, arena);
    const struct slice c = letters(author, arena), d = letters(facts->byline, arena);
    const bool names_right = slice_equal(name_list(author, arena), name_list(facts->byline, arena));
    const bool same_day = slice_equal(date, slice_part(day, 0, 10));
    count(score, TITLE_EXACT, title.length, b.length, slice_equal(a, b));
    count(score, TITLE_INSIDE, title.length, b.length, one_inside(a, b));
    count(score, AUTHOR_EXACT, author.length, d.length, slice_equal(c, d));
    count(score, AUTHOR_NAMES, author.length, d.length, names_right);
    count(score, AUTHOR_INSIDE, author.length, d.length, one_inside(c, d));
    count(score, DATE_DAY, date.length, day.length, same_day);
    show(errors, "title", title.length && !slice_equal(a, b), number, title, facts->title, NULL);
    show(errors, "author", !names_right, number, author, facts->byline, NULL);
    show(errors, "date", !same_day, number, date, day, facts->published_from);
}

static int compare_names(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void print_score(const char *part, const struct score *score) {
    printf("%s\n", part);
    for (unsigned i = 0; i < MEASURES; i++)
        printf("    %-14s %.3f  (%u of %u; %u where truth has none)\n", measure_names[i],
               score->all[i] ? (double)score->right[i] / score->all[i] : 0, score->right[i], score->all[i],
               score->invented[i]);
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fprintf(stderr, "usage: page_facts KNOWLEDGE PAGES TRUTH [--errors title|author|date]\n");
        return 2;
    }
    const char *errors = argc == 6 ? argv[5] : NULL;
    struct error error = { 0 };
    struct knowledge *knowledge = knowledge_open(argv[1], &error);
    DIR *folder = opendir(argv[2]);
    if (!knowledge || !folder) {
        fprintf(stderr, "page_facts: %s\n", knowledge ? argv[2] : error.message);
        return 1;
    }
    struct arena *lasting = arena_new(), *arena = arena_new();
    const struct slice languages[] = { { "en", 2 } };
    const struct page_phrases *phrases = page_phrases_of(knowledge, languages, 1, lasting);
    VECTOR_OF(char *) files = { 0 };
    for (const struct dirent *entry; (entry = readdir(folder));)
        if (slice_ends(slice_of(entry->d_name), SLICE(".html")))
            *vector_push(lasting, &files) = (char *)arena_string(lasting, slice_of(entry->d_name));
    closedir(folder);
    if (files.count > 0) qsort(files.items, files.count, sizeof *files.items, compare_names);
    struct score scores[2] = { 0 };
    double parse = 0, read = 0;
    uint64_t size = 0;
    for (size_t i = 0; i < files.count; i++) {
        arena_reset(arena);
        const struct slice number = slice_part(slice_of(files.items[i]), 0, strlen(files.items[i]) - 5);
        const char *page_file = arena_string(arena, arena_format(arena, "%s/%s", argv[2], files.items[i]));
        struct slice bytes;
        if (!file_read(page_file, 64u << 20, arena, &bytes, &error)) continue;
        const char *truth_file =
            arena_string(arena, arena_format(arena, "%s/" SLICE_FORMAT ".json", argv[3], SLICE_ARG(number)));
        json_t *truth = json_load_file(truth_file, 0, NULL);
        if (!truth) continue;
        bytes = utf8_clean(bytes, arena, NULL);
        const double start = seconds();
        const struct html html = html_parse_story(bytes, arena);
        const double parsed = seconds();
        const struct page_facts facts = page_facts_of(&html, knowledge, phrases, NULL, arena);
        const double done = seconds();
        parse += parsed - start;
        read += done - parsed;
        size += bytes.length;
        judge(&facts, truth, &scores[atoi(files.items[i]) % 3 == 0], arena_string(arena, number), errors,
              arena);
        json_decref(truth);
    }
    if (!errors) {
        print_score("working part", &scores[0]);
        print_score("held out", &scores[1]);
        printf("%zu pages, %.0f KB each: markup %.3f ms, facts %.3f ms a page\n", files.count,
               (double)size / 1e3 / (double)files.count, 1e3 * parse / (double)files.count,
               1e3 * read / (double)files.count);
    }
    arena_free(arena);
    arena_free(lasting);
    knowledge_close(knowledge);
    return 0;
}
