// html_attributes.c - the attributes of an element, read where they stand.
#include "read/markup/html.h"

#include <string.h>

// What a byte is among attributes.
enum { SPACE = 1, EQUALS = 2, SLASH = 4 };
static const uint8_t classes[256] = { [' '] = SPACE,  ['\n'] = SPACE, ['\t'] = SPACE, ['\r'] = SPACE,
                                      ['\f'] = SPACE, ['='] = EQUALS, ['/'] = SLASH };

static bool is_any(char c, unsigned class) {
    return classes[(unsigned char)c] & class;
}

// The attribute at `*at` of the element's attributes; false at their end.
static bool next_attribute(struct slice area, size_t *at, struct slice *name, struct slice *value) {
    size_t i = *at;
    while (i < area.length && is_any(area.start[i], SPACE | SLASH)) i++;
    if (i >= area.length) return false;
    const size_t start = i++; // an attribute has one byte at least, so that this ends
    while (i < area.length && !is_any(area.start[i], SPACE | EQUALS | SLASH)) i++;
    *name = (struct slice){ area.start + start, i - start };
    *value = (struct slice){ area.start + i, 0 };
    size_t equals = i;
    while (equals < area.length && html_is_space(area.start[equals])) equals++;
    if (equals < area.length && area.start[equals] == '=') {
        i = equals + 1;
        while (i < area.length && html_is_space(area.start[i])) i++;
        if (i < area.length && (area.start[i] == '"' || area.start[i] == '\'')) {
            const char *close = memchr(area.start + i + 1, area.start[i], area.length - i - 1);
            const size_t end = close ? (size_t)(close - area.start) : area.length;
            *value = (struct slice){ area.start + i + 1, end - i - 1 };
            i = close ? end + 1 : end;
        } else {
            const size_t from = i;
            while (i < area.length && !html_is_space(area.start[i])) i++;
            *value = (struct slice){ area.start + from, i - from };
        }
    }
    *at = i;
    return true;
}

bool html_next_attribute(const struct html *html, uint32_t node, size_t *at, struct slice *name,
                         struct slice *value) {
    return next_attribute(html_raw(html, node), at, name, value);
}

struct slice html_attribute_raw(const struct html *html, uint32_t node, struct slice wanted) {
    struct slice name, value;
    size_t at = 0;
    const struct slice area = html_raw(html, node);
    if (area.length <= wanted.length) return (struct slice){ NULL, 0 };
    while (next_attribute(area, &at, &name, &value))
        if (name.length == wanted.length && slice_equal_ascii_fold(name, wanted)) return value;
    return (struct slice){ NULL, 0 };
}

struct slice html_attribute(const struct html *html, uint32_t node, struct slice name, struct arena *arena) {
    const struct slice raw = html_attribute_raw(html, node, name);
    return raw.start ? html_decode(raw, arena) : (struct slice){ "", 0 };
}

bool html_has_attribute(const struct html *html, uint32_t node, struct slice name) {
    struct slice found, value;
    size_t at = 0;
    while (next_attribute(html_raw(html, node), &at, &found, &value))
        if (slice_equal_ascii_fold(found, name)) return true;
    return false;
}
