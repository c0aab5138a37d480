// facts.h - what an HTML page says about its story: headline, writers, outlet, dates, where it belongs.
//
// Pages say it many times over, for machines and for readers, and not always the same. Orders of trust, the
// first that has something sensible wins:
//
// - title: the h1 that the page's other titles agree with; JSON-LD headline; og:title and other meta titles;
//   the title element. Each without the site's name and without what follows a bar.
// - byline: JSON-LD author; meta elements; microdata, rel=author, class names, links to writers' pages and
//   lines "By ..." near the headline; the same elsewhere; the site's name where it is a person's.
// - published: JSON-LD ("json-ld"), article:published_time ("opengraph"), other meta elements ("meta"), the
//   address ("url"), time elements ("time") and text ("text") near the headline, then anywhere.
// - outlet: og:site_name; meta elements; JSON-LD publisher or web site; the end of the title element.
// - language: html lang, JSON-LD, content-language, og:locale.
// - canonical: link rel=canonical, og:url, JSON-LD; only absolute addresses of http and https.
//
// What readers are shown at the headline overrules machines in two cases. An earlier date is the first
// publication's: software stamps pages anew when it moves them. A date more than a month later, where the
// page shows no other and OpenGraph names none, is that of a page written anew. Where a page says only when
// it was last changed, that is the date of what we read: `published` and `modified` are the same.
//
// No date is after the capture, where that is known; dates before 1990 must stand in markup made for
// machines; what broken software writes for "unknown" (1970-01-01) is no date; and 9/10/2031 is read as the
// page's language, country and other dates have it.
#pragma once

#include "read/containers/timestamps.h"
#include "read/markup/html.h"

struct knowledge;
struct page_phrases; // text/steps.h

struct json_ld_update; // json_ld.h

struct page_facts { // empty texts: the page does not say
    struct slice title;
    struct slice byline; // names only, several joined by ", "
    struct slice outlet; // name of the site
    struct slice section;
    struct slice agency;                  // the wire that the page says it has the story from
    struct slice language;                // BCP 47, at most 15 bytes
    struct slice canonical;               // address
    char published[TIMESTAMP_SIZE];       // ISO 8601 date or date-time, offset as given
    char modified[TIMESTAMP_SIZE];        // never a day before `published`
    const char *published_from;           // one of the words above; NULL when unknown
    const struct json_ld_update *updates; // [update_count] entries of a live blog, where JSON-LD has them
    size_t update_count;
    struct slice body; // the story in JSON-LD, a line a paragraph
    bool is_closed;    // to readers who have not paid
    uint32_t headline; // the node that the title is read from on the page; 0: none
};

struct page_context {
    struct slice url;     // the page was fetched from; empty when unknown
    const char *captured; // when, ISO 8601; empty or NULL when unknown
};

// Cannot fail. Everything lives in `arena` or points into the page; time and memory grow with the page and no
// faster. `context`: NULL when nothing is known of the page but its bytes.
struct page_facts page_facts_of(const struct html *html, const struct knowledge *knowledge,
                                const struct page_phrases *phrases, const struct page_context *context,
                                struct arena *arena);
