// intern.h - one small number for each distinct string.
//
// Symbols count from 1 in the order of arrival; 0 is "none". The table copies its strings into its arena.
#pragma once

#include "base/arena.h"

struct intern; // opaque

struct intern *intern_new(struct arena *arena); // lives in `arena`, needs no end
uint32_t intern_add(struct intern *intern, struct slice text);
uint32_t intern_lookup(const struct intern *intern, struct slice text); // 0 when unknown
struct slice intern_text(const struct intern *intern, uint32_t symbol);
uint32_t intern_count(const struct intern *intern); // symbols are 1..count
