// language.c - the pack of a language, and the way from clean text to trees.
//
// A paragraph is scanned into tokens and cut into sentences; each sentence goes through tags, tree,
// relations, lemmas and names. What only one sentence needs lives in memory of its own, so that a document
// costs what its tokens cost.
#include "language/language.h"

#include "base/file.h"
#include "base/vector.h"
#include "language/inflections.h"
#include "language/lemma.h"
#include "language/mends.h"
#include "language/model.h"
#include "language/names.h"
#include "language/parse.h"
#include "language/segment.h"
#include "language/tag.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

struct language {
    struct arena *arena;
    struct data_file *file;
    struct segmenter *segmenter;
    struct lexicon lexicon;
    struct tagger tagger;
    struct lemmatizer lemmatizer;
    struct linear breaks, moves, relations;
    struct parse_options parse_options;
    bool has_names;
    struct namer namer;
    struct gazetteer *gazetteer;
    struct inflections *inflections;
    struct slice *xpos_names;
    unsigned xpos_count;
    struct relation_name {
        enum deprel deprel;
    } * relation_names;
    unsigned relation_count;
};

static enum deprel deprel_of(struct slice name) {
    for (int i = 0; i < DEPREL_COUNT; i++)
        if (slice_equal(name, slice_of(deprel_name((enum deprel)i)))) return (enum deprel)i;
    size_t colon = slice_find(name, SLICE(":"), 0);
    return colon == SIZE_MAX ? DEPREL_DEP : deprel_of(slice_part(name, 0, colon));
}

static unsigned small_number(struct slice text, unsigned most) {
    unsigned number = 0;
    for (size_t i = 0; i < text.length && text.start[i] >= '0' && text.start[i] <= '9' && number < most; i++)
        number = number * 10 + (unsigned)(text.start[i] - '0');
    return number < most ? number : most;
}

static bool open_parts(struct language *language, const char *path, struct error *error) {
    struct place_in_file here = { path, 0, 0 };
    const struct {
        const char *name;
        struct linear *linear;
    } parts[] = { { "breaks", &language->breaks },
                  { "xpos", &language->tagger.xpos },
                  { "upos", &language->tagger.upos },
                  { "moves", &language->moves },
                  { "relations", &language->relations } };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (!linear_open(data_file_section(language->file, parts[i].name), parts[i].linear))
            return error_at(error, ERROR_INPUT, here, "section \"%s\" is missing or damaged", parts[i].name);
    struct slice namer = data_file_section(language->file, "names");
    language->has_names = namer.length > 0;
    if (language->has_names && !namer_open(namer, &language->namer))
        return error_at(error, ERROR_INPUT, here, "section \"names\" is damaged");
    struct slice settings = data_file_section(language->file, "settings"), beam, reach;
    language->parse_options.beam = 1;
    if (slice_next(&settings, SLICE(" "), &beam) && slice_next(&settings, SLICE("\n"), &reach)) {
        language->parse_options.beam = small_number(beam, BEAM_LIMIT);
        language->parse_options.reach = (float)small_number(reach, 1000000);
    }
    if (language->parse_options.beam == 0) language->parse_options.beam = 1;
    if (!word_lexicon_open(data_file_section(language->file, "lexicon"), &language->lexicon) ||
        !lemmatizer_open(data_file_section(language->file, "lemmas"), language->arena, &language->lemmatizer))
        return error_at(error, ERROR_INPUT, here, "the lexicon is missing or damaged");
    struct slice names = data_file_section(language->file, "xpos-names"), name;
    language->xpos_names = ARENA_ARRAY(language->arena, struct slice, 256);
    while (language->xpos_count < 255 && slice_next(&names, SLICE("\n"), &name))
        if (name.length > 0) language->xpos_names[language->xpos_count++] = name;
    names = data_file_section(language->file, "rel-names");
    language->relation_names = ARENA_ARRAY(language->arena, struct relation_name, 256);
    while (language->relation_count < 255 && slice_next(&names, SLICE("\n"), &name))
        if (name.length > 0) language->relation_names[language->relation_count++].deprel = deprel_of(name);
    if (language->tagger.xpos.labels > language->xpos_count || language->tagger.upos.labels > UPOS_COUNT ||
        language->relations.labels > language->relation_count || language->moves.labels != MOVES ||
        language->breaks.labels != 2)
        return error_at(error, ERROR_INPUT, here, "sections do not fit together");
    return true;
}

static const char *model_path(struct slice code, const char *folder, struct arena *arena) {
    return arena_string(arena, arena_format(arena, "%s/" SLICE_FORMAT ".model", folder, SLICE_ARG(code)));
}

bool language_is_there(struct slice code, const char *model_folder) {
    struct arena *arena = arena_new();
    const bool there = access(model_path(code, model_folder, arena), R_OK) == 0;
    arena_free(arena);
    return there;
}

struct language *language_open(const struct knowledge *knowledge, struct slice code, const char *model_folder,
                               struct error *error) {
    struct arena *arena = arena_new();
    struct language *language = ARENA_NEW(arena, struct language);
    language->arena = arena;
    const char *path = model_path(code, model_folder, arena);
    language->file = data_file_open(path, MODEL_MAGIC, MODEL_VERSION, true, error);
    if (!language->file || !open_parts(language, path, error)) {
        language_close(language);
        return NULL;
    }
    language->segmenter = segmenter_open(knowledge, code, arena);
    language->inflections = inflections_of(knowledge, code, arena);
    language->gazetteer = name_lists_open(knowledge, code, language->segmenter, arena);
    return language;
}

void language_close(struct language *language) {
    if (!language) return;
    data_file_close(language->file);
    arena_free(language->arena);
}

void language_set_beam(struct language *language, unsigned beam) {
    language->parse_options.beam = beam < 1 ? 1 : beam > BEAM_LIMIT ? BEAM_LIMIT : beam;
}

const char *language_hash(const struct language *language) {
    return data_file_hash(language->file);
}

static bool is_be_passive(const struct sentence *sentence, int32_t word) {
    return token_child_with(sentence, word, DEPREL_AUX_PASS) >= 0 ||
           token_child_with(sentence, word, DEPREL_NSUBJ_PASS) >= 0;
}

// What only the tree tells: passive participles, imperatives.
static void tree_to_features(const struct sentence *sentence, struct token *tokens) {
    const uint32_t past_participle = FEATURE_PAST | FEATURE_PARTICIPLE;
    for (size_t i = 0; i < sentence->count; i++) {
        struct token *token = &tokens[i];
        if (token->upos != UPOS_VERB) continue;
        int32_t at = (int32_t)i;
        if ((token->features & past_participle) == past_participle) {
            bool own_auxiliary = token_child_with(sentence, at, DEPREL_AUX) >= 0;
            bool passive = is_be_passive(sentence, at);
            if (!passive && !own_auxiliary)
                passive = token->deprel == DEPREL_ACL || token->deprel == DEPREL_ADVCL ||
                          token->deprel == DEPREL_AMOD || token->deprel == DEPREL_ACL_RELCL ||
                          (token->deprel == DEPREL_CONJ && token->head >= 0 &&
                           is_be_passive(sentence, token->head));
            if (passive) token->features |= FEATURE_PASSIVE;
        } else if (token->features & FEATURE_INFINITIVE) {
            bool bare = token_child_with(sentence, at, DEPREL_AUX) < 0 &&
                        token_child_with(sentence, at, DEPREL_MARK) < 0 &&
                        token_child_with(sentence, at, DEPREL_NSUBJ) < 0;
            bool independent = token->deprel == DEPREL_ROOT || token->deprel == DEPREL_PARATAXIS ||
                               (token->deprel == DEPREL_CONJ && token->head >= 0 &&
                                tokens[token->head].features & FEATURE_IMPERATIVE);
            if (bare && independent)
                token->features =
                    (token->features & ~(uint32_t)FEATURE_INFINITIVE) | FEATURE_IMPERATIVE | FEATURE_FINITE;
        }
    }
}

// Fitted on development text: an arc whose move was no better than the next is right six times in ten.
static float confidence_of(float margin) {
    return 1.0f / (1.0f + expf(-0.3f - 0.02f * margin));
}

struct name_spans {
    struct name_span *items;
    size_t count, capacity;
};

// Places and peoples of the lists inside the name of an organization: "Bank of Israel", "Israel Defense
// Forces".
static void add_nested(struct name_spans *spans, const struct name_span *around, const struct word *words,
                       struct arena *arena) {
    for (uint32_t i = around->first, end; i < around->end; i = end) {
        end = i + 1;
        uint16_t bits = words[i].gazetteer;
        if (!(bits & LISTED_START) || !(bits & (LISTED_COUNTRY | LISTED_PLACE | LISTED_PEOPLE)) ||
            bits & LISTED_ACTOR || !(words[i].flags & WORD_TITLE))
            continue;
        while (end < around->end && words[end].gazetteer & LISTED_INSIDE) end++;
        if (end - i == around->end - around->first) continue;
        *vector_push(arena, spans) =
            (struct name_span){ i, end, bits & (LISTED_COUNTRY | LISTED_PLACE) ? NAME_PLACE : NAME_GROUP,
                                0.5f };
    }
}

static void find_names(const struct language *language, struct sentence *sentence, struct word *words,
                       struct arena *scratch, struct arena *arena) {
    size_t count = sentence->count;
    uint8_t *labels = ARENA_ARRAY(scratch, uint8_t, count + 1);
    float *margins = ARENA_ARRAY(scratch, float, count + 1);
    name_lists_mark(language->gazetteer, words, count);
    name_words(&language->namer, words, count, NULL, labels, margins, scratch);
    struct name_spans spans = { 0 };
    for (uint32_t i = 0, end; i < count; i = end) {
        end = i + 1;
        if (labels[i] == 0) continue;
        float margin = margins[i];
        for (; end < count && labels[end] % 2 == 0 && labels[end] > 0; end++)
            if (margins[end] < margin) margin = margins[end];
        struct name_span span = { i, end, (enum name_type)((labels[i] - 1) / 2), confidence_of(margin) };
        *vector_push(arena, &spans) = span;
        if (span.type == NAME_ORGANIZATION && end - i > 1) add_nested(&spans, &span, words, arena);
    }
    sentence->names = spans.items;
    sentence->name_count = spans.count;
}

// What lives in `scratch` is not needed when it returns.
static void analyse_sentence(const struct language *language, struct sentence *sentence, struct word *words,
                             struct token *tokens, struct arena *scratch, struct arena *arena) {
    size_t count = sentence->count;
    words_fill(&language->lexicon, words, count, scratch);
    name_lists_mark(language->gazetteer, words, count);
    tag_words(&language->tagger, words, count);
    int32_t *heads = ARENA_ARRAY(scratch, int32_t, count + 1);
    float *margins = ARENA_ARRAY(scratch, float, count + 1);
    parse_words(&language->moves, words, count, &language->parse_options, heads, margins, scratch);
    struct tree tree;
    tree_begin(&tree, parse_nodes(words, count, false, scratch), heads, count, scratch);
    tree_label(&language->relations, &tree);
    bool caseless = words_are_caseless(words, count);
    for (size_t i = 0; i < count; i++) {
        struct token *token = &tokens[i];
        token->lemma = lemma_of(&language->lemmatizer, &language->lexicon, &words[i], arena);
        token->upos = (enum upos)words[i].upos;
        if (token->upos == UPOS_VERB || token->upos == UPOS_NOUN)
            token->lemma = inflections_lemma(language->inflections,
                                             token->upos == UPOS_VERB ? INFLECTED_VERB : INFLECTED_NOUN,
                                             lemma_small(words[i].form, scratch), token->lemma);
        token->xpos = language->xpos_names[words[i].xpos];
        token->features = lemma_features(&language->lemmatizer, &words[i], scratch);
        token->head = heads[i];
        token->deprel = heads[i] < 0 ? DEPREL_ROOT : language->relation_names[tree.labels[i]].deprel;
        if (heads[i] >= 0 && token->deprel == DEPREL_ROOT) token->deprel = DEPREL_DEP;
        token->confidence = confidence_of(margins[i]);
        token->sentence_case =
            words[i].flags & WORD_TITLE && (i == 0 || caseless) && token->upos != UPOS_PROPN;
    }
    tree_mend(sentence, words, tokens);
    tree_to_features(sentence, tokens);
    if (language->has_names) find_names(language, sentence, words, scratch, arena);
}

// More words than the parser takes at once are analysed in parts, whose roots hang on the first one's.
static void annotate_parts(const struct language *language, struct sentence *sentence, struct word *words,
                           struct token *tokens, struct arena *scratch, struct arena *arena) {
    struct name_spans names = { 0 };
    int32_t root = -1;
    for (size_t from = 0, count; from < sentence->count; from += count) {
        count = sentence->count - from;
        if (count > LANGUAGE_SENTENCE_LIMIT) count = LANGUAGE_SENTENCE_LIMIT;
        struct sentence part = { .tokens = tokens + from, .count = count };
        analyse_sentence(language, &part, words + from, tokens + from, scratch, arena);
        for (size_t i = from; i < from + count; i++) {
            if (tokens[i].head >= 0) {
                tokens[i].head += (int32_t)from;
            } else if (root < 0) {
                root = (int32_t)i;
            } else {
                tokens[i].head = root;
                tokens[i].deprel = DEPREL_PARATAXIS;
                tokens[i].confidence = 0;
            }
        }
        for (size_t k = 0; k < part.name_count; k++) {
            struct name_span name = part.names[k];
            name.first += (uint32_t)from;
            name.end += (uint32_t)from;
            *vector_push(arena, &names) = name;
        }
    }
    sentence->names = names.items;
    sentence->name_count = names.count;
    sentence->was_split = true;
}

void language_annotate(const struct language *language, struct sentence *sentence, struct token *tokens,
                       struct arena *arena) {
    struct arena *scratch = arena_new();
    struct word *words = ARENA_ARRAY(scratch, struct word, sentence->count + 1);
    for (size_t i = 0; i < sentence->count; i++) {
        words[i].form = tokens[i].form;
        words[i].glued = i > 0 && !tokens[i - 1].space_after;
    }
    if (sentence->count > LANGUAGE_SENTENCE_LIMIT)
        annotate_parts(language, sentence, words, tokens, scratch, arena);
    else if (sentence->count > 0)
        analyse_sentence(language, sentence, words, tokens, scratch, arena);
    arena_free(scratch);
}

struct draft { // what is gathered over the paragraphs
    VECTOR_OF(struct sentence) sentences;
    size_t tokens;
};

static void analyse_paragraph(const struct language *language, const struct document *document,
                              uint32_t paragraph, struct draft *draft, struct arena *scratch,
                              struct arena *arena) {
    struct span span = document->paragraphs[paragraph];
    struct piece *pieces;
    size_t count = segment_tokens(language->segmenter, document->text, span.start, span.end, &pieces, arena);
    bool title = document->has_title && paragraph == 0;
    if (title)
        for (size_t i = 0; i < count; i++) pieces[i].ends_sentence = i + 1 == count;
    else
        segment_sentences(language->segmenter, &language->breaks, document->text, pieces, count);
    for (size_t from = 0, end; from < count; from = end) {
        for (end = from;
             end < count && !pieces[end].ends_sentence && end - from < LANGUAGE_SENTENCE_LIMIT - 1;)
            end++;
        bool split = !pieces[end].ends_sentence;
        end++;
        if (split)
            while (end - from > LANGUAGE_SENTENCE_LIMIT / 2 && pieces[end - 1].multiword) end--;
        struct token *tokens = ARENA_ARRAY(arena, struct token, end - from);
        arena_reset(scratch);
        struct word *words = ARENA_ARRAY(scratch, struct word, end - from);
        for (size_t i = from; i < end; i++) {
            struct slice text = { document->text.start + pieces[i].start, pieces[i].end - pieces[i].start };
            tokens[i - from] = (struct token){ .text = text,
                                               .form = pieces[i].form.length > 0 ? pieces[i].form : text,
                                               .span = { pieces[i].start, pieces[i].end },
                                               .multiword = pieces[i].multiword,
                                               .space_after = pieces[i].space_after };
            words[i - from].form = tokens[i - from].form;
            words[i - from].glued = i > from && !pieces[i - 1].space_after;
        }
        struct sentence *sentence = vector_push(arena, &draft->sentences);
        *sentence = (struct sentence){ .span = { pieces[from].start, pieces[end - 1].end },
                                       .paragraph = paragraph,
                                       .first_token = (uint32_t)draft->tokens,
                                       .tokens = tokens,
                                       .count = end - from,
                                       .is_title = title,
                                       .was_split = split };
        analyse_sentence(language, sentence, words, tokens, scratch, arena);
        draft->tokens += end - from;
    }
}

const struct analysis *language_analyse(const struct language *language, const struct document *document,
                                        struct arena *arena) {
    struct draft draft = { 0 };
    struct arena *scratch = arena_new();
    for (uint32_t i = 0; i < document->paragraph_count; i++)
        analyse_paragraph(language, document, i, &draft, scratch, arena);
    arena_free(scratch);
    struct analysis *analysis = ARENA_NEW(arena, struct analysis);
    *analysis = (struct analysis){ document, draft.sentences.items, draft.sentences.count, draft.tokens,
                                   language->has_names };
    return analysis;
}
