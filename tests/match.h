// match.h - whether a record holds what a case expects, in the form of README.md.
#pragma once

#include "engine/engine.h"

// Whether `record` meets the expectation `line`. If not, `*found` says what comes nearest, or which record is
// there although `not` forbids it. A line that is no expectation gives false with `*is_malformed`.
bool expectation_holds(struct slice line, const struct record *record, struct arena *arena,
                       struct slice *found, bool *is_malformed);
