// copies.h - fingerprints by which near copies of a story are found: wire copies, updates, cuts.
//
// A fingerprint is a plain value of fixed size, meant to be kept in a store and compared across runs and machines.
// An index of fingerprints grows in memory; it belongs to one thread.
#pragma once

#include "base/arena.h"

struct fingerprint; // defined here by the module: plain bytes with a version, no pointers
