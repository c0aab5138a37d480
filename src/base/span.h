// span.h - a stretch of a document's text.
#pragma once

#include <stdint.h>

// Bytes of a document's clean text, end exclusive; empty when both are equal.
struct span {
    uint32_t start, end;
};
