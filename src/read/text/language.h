// language.h - which language a text is in: as a tag or a name tells, or by its script and words.
#pragma once

#include "base/arena.h"
#include "knowledge/knowledge.h"

// The language that a tag or a name tells: "es" of "es-MX", "spa", "Spanish" and "español", as
// knowledge/languages.txt has them; the tag's first part where the table knows it not. Points into either.
struct slice language_told(const struct knowledge *knowledge, struct slice tag);

struct language_guess; // opaque, lives in `arena`
struct language_guess *language_guess_of(const struct knowledge *knowledge, struct arena *arena);
struct slice guess_language(const struct language_guess *guess, struct slice text, struct arena *arena);
