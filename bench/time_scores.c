// time_scores.c - how often an expression of time has the right value: time_scores KNOWLEDGE MODELS CORPORA
//
// WikiWars (text with TIMEX2 in it) and the phrases of timenorm (each with the day it counts from), both in
// CORPORA/time. An expression is found when it overlaps one of ours and right when our value, written as
// TIMEX3 does, is the same: F1 of both. Values are those of what `meaning` keeps (days, their precision,
// lengths): a time of day and a modifier (early, about) are not compared. The measure of the field is
// HeidelTime's value F1 of .78 on TempEval-3's platinum news.
#include "base/calendar.h"
#include "base/file.h"
#include "base/vector.h"
#include "language/language.h"
#include "meaning/parts.h"
#include "meaning/time_words.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct gold {
    struct span span;
    char value[32];
};
typedef VECTOR_OF(struct gold) gold_list;

struct scores {
    unsigned gold, ours, found, right;
};

struct bench {
    const struct language *language;
    const struct times *times;
    struct arena *arena;
    bool is_telling; // prints what is wrong
};

static void value_of(const struct time_expression *time, const char *published, char value[32]) {
    int32_t from, to;
    value[0] = '\0';
    if (time->is_set) {
        strcpy(value, "SET");
    } else if (time->is_duration) {
        static const char *const units[] = { "TxS", "TxM", "TxH", "D", "W",  "WE",
                                             "W",   "M",   "Q",   "Y", "DE", "C" };
        const char *unit = units[time->unit];
        const bool is_clock = unit[0] == 'T';
        const double count = time->count * (time->unit == UNIT_FORTNIGHT ? 2 : 1);
        if (count <= 0)
            snprintf(value, 32, "P%sX%s", is_clock ? "T" : "", is_clock ? unit + 2 : unit);
        else
            snprintf(value, 32, "P%s%g%s", is_clock ? "T" : "", count, is_clock ? unit + 2 : unit);
    } else if (time->precision == TIME_VAGUE && time->from[0] && strcmp(time->from, time->to) == 0 &&
               strncmp(time->from, published, 10) == 0) {
        strcpy(value, "PRESENT_REF");
    } else if (time->precision == TIME_VAGUE) {
        strcpy(value, time->is_past ? "PAST_REF" : "FUTURE_REF");
    } else {
        const struct slice start = slice_of(time->from[0] ? time->from : time->to),
                           stop = slice_of(time->to[0] ? time->to : time->from);
        if (!calendar_read(start, &from) || !calendar_read(stop, &to)) return;
        const struct civil_date a = calendar_date(from), b = calendar_date(to);
        const int32_t days = to - from + 1;
        if (time->precision == TIME_YEAR && days > 3660)
            snprintf(value, 32, "%02d", b.year / 100 - (b.year % 100 == 0));
        else if (time->precision == TIME_YEAR && days > 3600)
            snprintf(value, 32, "%03d", a.year / 10);
        else if (time->precision == TIME_YEAR)
            snprintf(value, 32, "%04d", b.year);
        else if (time->precision == TIME_MONTH && days > 80)
            snprintf(value, 32, "%04d-%s", a.year,
                     a.month == 3    ? "SP"
                     : a.month == 6  ? "SU"
                     : a.month == 9  ? "FA"
                     : a.month == 12 ? "WI"
                     : a.month == 1  ? "Q1"
                     : a.month == 4  ? "Q2"
                     : a.month == 7  ? "Q3"
                                     : "Q4");
        else if (time->precision == TIME_MONTH)
            snprintf(value, 32, "%04d-%02d", b.year, b.month);
        else if (time->precision == TIME_WEEK) {
            const int32_t thursday = from - calendar_weekday(from) + 4;
            const int year = calendar_date(thursday).year;
            snprintf(value, 32, "%04d-W%02d", year, (int)(thursday - calendar_day(year, 1, 1)) / 7 + 1);
        } else
            snprintf(value, 32, "%04d-%02d-%02d", b.year, b.month, b.day);
    }
}

// A value without its time of day, weekend mark, or what only says how it is meant; sets all alike.
static void value_reduce(char *value) {
    char *clock = strchr(value, 'T');
    if (clock && value[0] != 'P') *clock = '\0';
    if (strchr(value, 'W') && strlen(value) > 8 && strcmp(value + strlen(value) - 3, "-WE") == 0)
        value[strlen(value) - 3] = '\0';
    const size_t length = strlen(value);
    if (length == 4 && value[2] == 'X' && value[3] == 'X') value[2] = '\0';
    if (length == 4 && value[3] == 'X') value[3] = '\0';
}

static void score_document(const struct bench *bench, struct slice text, const char *published,
                           const gold_list *gold, struct scores *scores) {
    struct span *paragraphs = ARENA_ARRAY(bench->arena, struct span, text.length + 1);
    struct document document = { .text = text, .paragraphs = paragraphs };
    for (size_t start = 0; start < text.length;) {
        size_t end = start;
        while (end < text.length && text.start[end] != '\n') end++;
        if (end > start)
            paragraphs[document.paragraph_count++] = (struct span){ (uint32_t)start, (uint32_t)end };
        start = end + 1;
    }
    snprintf(document.published, sizeof document.published, "%s", published);
    const struct analysis *analysis = language_analyse(bench->language, &document, bench->arena);
    struct meaning meaning = { .analysis = analysis, .published = slice_of(published) };
    times_find(bench->times, analysis, bench->arena, &meaning);
    bool *taken = ARENA_ARRAY(bench->arena, bool, meaning.time_count + 1);
    scores->gold += (unsigned)gold->count;
    scores->ours += (unsigned)meaning.time_count;
    for (size_t g = 0; g < gold->count; g++) {
        const struct gold *want = &gold->items[g];
        char value[32] = "";
        for (size_t t = 0; t < meaning.time_count; t++) {
            const struct time_expression *time = &meaning.times[t];
            if (taken[t] || time->span.end <= want->span.start || want->span.end <= time->span.start)
                continue;
            taken[t] = true;
            scores->found++;
            value_of(time, published, value);
            value_reduce(value);
            scores->right += strcmp(value, want->value) == 0;
            break;
        }
        if (bench->is_telling && strcmp(value, want->value) != 0)
            printf("    %.*s: %s, not %s\n", (int)(want->span.end - want->span.start),
                   text.start + want->span.start, value[0] ? value : "nothing", want->value);
    }
}

static void value_take(struct gold *gold, struct slice value) {
    snprintf(gold->value, sizeof gold->value, "%.*s", (int)(value.length < 31 ? value.length : 31),
             value.start);
    value_reduce(gold->value);
}

// Takes the marks out of `xml`; what they say goes to `gold`, the outermost of nested ones.
static struct slice text_of(const struct bench *bench, struct slice xml, gold_list *gold,
                            char published[11]) {
    char *text = ARENA_ARRAY(bench->arena, char, xml.length + 1);
    size_t length = 0;
    unsigned depth = 0;
    bool is_story = false;
    for (size_t i = 0; i < xml.length; i++) {
        const struct slice rest = slice_part(xml, i, xml.length);
        if (xml.start[i] != '<') {
            if (is_story) text[length++] = xml.start[i];
            continue;
        }
        const size_t close = slice_find(rest, SLICE(">"), 0);
        if (close == SIZE_MAX) break;
        const struct slice mark = slice_part(rest, 0, close);
        const size_t at = slice_find(mark, SLICE(" val=\""), 0);
        const struct slice value = at == SIZE_MAX
                                       ? (struct slice){ 0 }
                                       : slice_part(mark, at + 6, slice_find(mark, SLICE("\""), at + 6));
        if (slice_starts(mark, SLICE("<TEXT"))) is_story = true;
        if (slice_starts(mark, SLICE("</TEXT"))) is_story = false;
        if (slice_starts(mark, SLICE("<TIMEX2"))) {
            if (!is_story && value.length >= 10) snprintf(published, 11, "%.10s", value.start);
            if (is_story && depth++ == 0) {
                struct gold *item = vector_push(bench->arena, gold);
                item->span.start = (uint32_t)length;
                value_take(item, value);
            }
        } else if (slice_starts(mark, SLICE("</TIMEX2")) && is_story && depth > 0 && --depth == 0) {
            gold->items[gold->count - 1].span.end = (uint32_t)length;
        }
        i += close;
    }
    size_t kept = 0;
    for (size_t g = 0; g < gold->count; g++)
        if (gold->items[g].value[0])
            gold->items[kept++] = gold->items[g]; // no value is no time that anybody knows
    gold->count = kept;
    return (struct slice){ text, length };
}

static int is_key(const struct dirent *entry) {
    return strstr(entry->d_name, ".key.xml") != NULL;
}

static bool score_wikiwars(const struct bench *bench, const char *folder, struct scores *scores,
                           struct error *error) {
    struct dirent **names;
    const int count = scandir(folder, &names, is_key, alphasort);
    for (int i = 0; i < count; i++) {
        struct slice xml;
        char path[2048], published[11] = "";
        snprintf(path, sizeof path, "%s/%.200s", folder, names[i]->d_name);
        free(names[i]);
        arena_reset(bench->arena);
        if (error->kind || !file_read(path, 64u << 20, bench->arena, &xml, error)) continue;
        gold_list gold = { 0 };
        const struct slice text = text_of(bench, xml, &gold, published);
        score_document(bench, text, published, &gold, scores);
    }
    if (count >= 0) free(names);
    return count > 0 && !error->kind;
}

static bool score_timenorm(const struct bench *bench, const char *path, struct scores *scores,
                           struct error *error) {
    struct arena *arena = arena_new();
    struct slice file;
    if (!file_read(path, 64u << 20, arena, &file, error)) return arena_free(arena), false;
    char published[11] = "";
    for (struct slice line; slice_next(&file, SLICE("\n"), &line);) {
        struct slice rest = line, phrase, kind;
        if (!slice_next(&rest, SLICE("\t"), &phrase) || !slice_next(&rest, SLICE("\t"), &kind)) {
            published[0] = '\0'; // a blank line: the next one is the day of another text
            continue;
        }
        if (!published[0]) {
            snprintf(published, sizeof published, "%.*s", (int)(rest.length < 10 ? rest.length : 10),
                     rest.start);
            continue;
        }
        arena_reset(bench->arena);
        gold_list gold = { 0 };
        struct gold *item = vector_push(bench->arena, &gold);
        item->span = (struct span){ 0, (uint32_t)phrase.length };
        value_take(item, rest);
        if (slice_equal(kind, SLICE("SET"))) strcpy(item->value, "SET");
        score_document(bench, phrase, published, &gold, scores);
    }
    arena_free(arena);
    return true;
}

static void print_scores(const char *name, const struct scores *s) {
    const double p = s->ours ? 1.0 * s->right / s->ours : 0, r = s->gold ? 1.0 * s->right / s->gold : 0;
    const double fp = s->ours ? 1.0 * s->found / s->ours : 0, fr = s->gold ? 1.0 * s->found / s->gold : 0;
    printf("%-10s %5u expressions  found F1 %.3f  value P %.3f R %.3f F1 %.3f  right of those found %.3f\n",
           name, s->gold, fp + fr > 0 ? 2 * fp * fr / (fp + fr) : 0, p, r,
           p + r > 0 ? 2 * p * r / (p + r) : 0, s->found ? 1.0 * s->right / s->found : 0);
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fprintf(stderr, "usage: time_scores KNOWLEDGE MODELS CORPORA [errors]\n");
        return 2;
    }
    struct error error = { 0 };
    char path[1024];
    struct scores wars = { 0 }, phrases = { 0 };
    struct bench bench = { .arena = arena_new(), .is_telling = argc > 4 };
    struct knowledge *knowledge = knowledge_open(argv[1], &error);
    struct language *language = knowledge ? language_open(knowledge, SLICE("en"), argv[2], &error) : NULL;
    struct times *times = language ? times_open(knowledge, SLICE("en"), &error) : NULL;
    bench.language = language;
    bench.times = times;
    bool good = times != NULL;
    snprintf(path, sizeof path, "%s/time/wikiwars", argv[3]);
    good = good && score_wikiwars(&bench, path, &wars, &error);
    snprintf(path, sizeof path, "%s/time/timenorm/en-train.tsv", argv[3]);
    good = good && score_timenorm(&bench, path, &phrases, &error);
    char text[1024];
    if (good) {
        print_scores("WikiWars", &wars);
        print_scores("timenorm", &phrases);
    } else {
        fprintf(stderr, "time_scores: %s\n",
                error.kind ? error_text(&error, text, sizeof text) : "nothing to read");
    }
    times_close(times);
    language_close(language);
    knowledge_close(knowledge);
    arena_free(bench.arena);
    return good ? 0 : 1;
}
