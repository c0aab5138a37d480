// page.h - a record as a page for people.
#pragma once

#include "record/record.h"

// Lines of at most `width` columns where words allow it; with colour for terminals if asked. Lives in
// `arena`.
struct slice record_page(const struct record *record, unsigned width, bool colour, struct arena *arena);
// The document alone, in the same form: what was read, for eyes.
struct slice record_document_page(const struct record_document *document, unsigned width, bool colour,
                                  struct arena *arena);
