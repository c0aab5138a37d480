// account.c - nothing is left out silently.
#include "tool/account.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

void account_skip(struct account *account, const char *why, size_t count) {
    if (!count) return;
    account->skipped += count;
    struct reason found = { .count = 0 };
    snprintf(found.text, sizeof found.text, "%.*s", (int)sizeof found.text - 1, why);
    size_t i = 0;
    while (i < account->reason_count && strcmp(account->reasons[i].text, found.text) != 0) i++;
    if (i == ACCOUNT_REASONS) i = ACCOUNT_REASONS - 1;
    struct reason *reason = &account->reasons[i];
    if (i == account->reason_count) {
        account->reason_count++;
        *reason = i + 1 < ACCOUNT_REASONS ? found : (struct reason){ .text = "other reasons" };
    }
    reason->count += count;
}

static const char base64_digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// RFC 4648, section 4. Owned by the caller: free(). NULL when memory is out.
static char *base64(struct slice bytes) {
    char *text = malloc((bytes.length + 2) / 3 * 4 + 1), *to = text;
    if (!text) return NULL;
    for (size_t i = 0; i < bytes.length; i += 3) {
        const size_t left = bytes.length - i;
        uint32_t group = (uint32_t)(unsigned char)bytes.start[i] << 16;
        if (left > 1) group |= (uint32_t)(unsigned char)bytes.start[i + 1] << 8;
        if (left > 2) group |= (unsigned char)bytes.start[i + 2];
        *to++ = base64_digits[group >> 18];
        *to++ = base64_digits[group >> 12 & 63];
        *to++ = left > 1 ? base64_digits[group >> 6 & 63] : '=';
        *to++ = left > 2 ? base64_digits[group & 63] : '=';
    }
    *to = '\0';
    return text;
}

static json_t *text_value(struct slice text) {
    json_t *value = json_stringn(text.start ? text.start : "", text.length);
    return value ? value : json_null(); // names of files need not be UTF-8
}

static void reject(struct account *account, const char *what, struct slice source, const struct error *error,
                   struct slice content) {
    if (!account->rejects) return;
    json_t *object = json_object();
    json_object_set_new(object, "what", json_string(what));
    json_object_set_new(object, "source", text_value(source));
    json_object_set_new(object, "line", error->line ? json_integer(error->line) : json_null());
    json_object_set_new(object, "column", error->column ? json_integer(error->column) : json_null());
    json_object_set_new(object, "why", text_value(slice_of(error->message)));
    json_object_set_new(object, "bytes", json_integer((json_int_t)content.length));
    char *kept = base64(slice_part(content, 0, ACCOUNT_KEPT));
    json_object_set_new(object, "content", kept && kept[0] ? json_string(kept) : json_null());
    free(kept);
    json_dumpf(object, account->rejects, JSON_COMPACT);
    fputc('\n', account->rejects);
    json_decref(object);
}

void account_failure(struct account *account, struct slice source, const struct error *error,
                     struct slice content) {
    account->failed++;
    if (account->failed <= ACCOUNT_NAMED) {
        char text[1024];
        fprintf(stderr, "dragoman: %s\n", error_text(error, text, sizeof text));
        if (account->failed == ACCOUNT_NAMED)
            fprintf(stderr, "dragoman: further failures are counted%s\n",
                    account->rejects ? " and kept with the rejects" : ", --rejects FILE keeps them");
    }
    reject(account, "failed", source, error, content);
}

void account_skipped(struct account *account, struct slice source, const struct error *error,
                     struct slice content) {
    account_skip(account, error->message, 1);
    reject(account, "skipped", source, error, content);
}

void account_date(struct account *account, struct slice source, struct slice date, const char *why) {
    account->dates++;
    if (account->dates <= ACCOUNT_NAMED)
        fprintf(stderr, "dragoman: " SLICE_FORMAT ": the date \"" SLICE_FORMAT "\" %s\n", SLICE_ARG(source),
                SLICE_ARG(slice_part(date, 0, 80)), why);
}

void account_name_skipped(struct account *account, struct slice file, const char *why) {
    if (++account->named <= ACCOUNT_NAMED)
        fprintf(stderr, "dragoman: " SLICE_FORMAT ": skipped, %s\n", SLICE_ARG(file), why);
    if (account->named == ACCOUNT_NAMED)
        fprintf(stderr, "dragoman: further files that are skipped are counted\n");
}

void account_print(const struct account *account, const char *verb) {
    fprintf(stderr, "dragoman: %zu document%s read (%" PRIu64 " bytes), %zu %s, %zu failed",
            account->documents, account->documents == 1 ? "" : "s", account->bytes, account->done, verb,
            account->failed);
    if (account->failed) fputs(" (named above)", stderr);
    fprintf(stderr, ", %zu skipped", account->skipped);
    for (size_t i = 0; i < account->reason_count; i++)
        fprintf(stderr, "%s%zu %s", i ? ", " : " (", account->reasons[i].count, account->reasons[i].text);
    if (account->reason_count) fputc(')', stderr);
    if (account->dates)
        fprintf(stderr, ", %zu date%s not read", account->dates, account->dates == 1 ? "" : "s");
    if (account->copies)
        fprintf(stderr, ", %zu near %s", account->copies, account->copies == 1 ? "copy" : "copies");
    fputc('\n', stderr);
}
