// model.h - the form of a model file: a data file (base/file.h) with these sections.
//
//     lexicon      words.h         forms: sets of tags, classes
//     breaks       linear, dense   0 the sentence goes on, 1 it ends
//     xpos, upos   linear, sparse  tags; the English ones named by "xpos-names", one a line
//     moves        linear, dense   parser from left to right
//     relations    linear, sparse  relations, named by "rel-names"
//     settings     text            "BEAM REACH": how many states the parser keeps, and how far behind the
//     best one lemmas       lemma.h         rules and features names        linear, sparse  names
#pragma once

#define MODEL_MAGIC "DRGMODL"
#define MODEL_VERSION 2u
