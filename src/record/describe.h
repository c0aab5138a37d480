// describe.h - docs/records.md out of the tables of schema.h.
#pragma once

#include "base/arena.h"

struct slice record_describe(struct arena *arena); // lives in `arena`
