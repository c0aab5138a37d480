// json_ld.h - what a page says of its story in JSON-LD with the words of schema.org.
//
// Read by hand, not with jansson: a third of the broken blocks would be refused for a comma, a line end in a
// string or a comment, and one byte astray must not cost the date. Well-formed JSON is read as JSON says.
#pragma once

#include "base/arena.h"

#define JSON_LD_DEPTH 64u
#define JSON_LD_VALUES 100000u // of one page; what follows is not looked at
#define JSON_LD_AUTHORS 30u
#define JSON_LD_UPDATES 2000u

struct json_ld_update { // an entry of a live blog
    struct slice title, published, url, body;
};

struct json_ld { // texts decoded, white space folded; empty when not said
    struct slice headline, published, modified, section, language, url;
    struct slice outlet; // the story's publisher, else the web site's name
    struct slice agency; // sourceOrganization
    struct slice authors[JSON_LD_AUTHORS];
    size_t author_count;
    const struct json_ld_update *updates; // [update_count] those with a text, in the order of the page
    size_t update_count;
    struct slice body; // the story itself, a line a paragraph; empty where the page does not say it twice
    bool is_closed;    // readers have to pay for it (isAccessibleForFree: false)
    bool is_article;   // the facts are of a story, not of a page about anything
};

// `blocks`: [count] the script elements' texts. `titles`: what the page is called elsewhere, so that of
// several stories the page's own is found. Cannot fail: where there is nothing, nothing is found.
struct json_ld json_ld_read(const struct slice *blocks, size_t count, const struct slice *titles,
                            size_t title_count, struct arena *arena);
