// schema.h - the tables of knowledge/ and their columns.
//
// The one list that the reader, its error messages, the compiler, docs/knowledge.md and the code share. To
// add a table: a TABLE and its block of C rows here, in the same order in both lists; a file in knowledge/;
// its name in knowledge/meson.build; and `compile-knowledge --document docs/knowledge.md`. Kinds of columns
// are below.
#pragma once

#include "base/slice.h"

// KIND(SYMBOL, "what it holds"): a cell may be "-" (none) where it says so.
#define KNOWLEDGE_KINDS(KIND)                                                                                \
    KIND(KEY, "one word or phrase; looked up by its folded form")                                            \
    KIND(ID, "the same, and no two rows of a file have the same one")                                        \
    KIND(PHRASE, "the same as a key, in small letters as a rule; `-` is the hyphen itself")                  \
    KIND(PHRASES, "`a \\| b \\| c`, at least one; each is looked up by its folded form")                     \
    KIND(TEXT, "any text")                                                                                   \
    KIND(OPTIONAL, "any text, or `-`")                                                                       \
    KIND(LIST, "`a \\| b`, or `-`")                                                                          \
    KIND(NUMBER, "decimal with a point, at most 15 digits, or `-`")                                          \
    KIND(DATE, "YYYY, YYYY-MM or YYYY-MM-DD, or `-`")                                                        \
    KIND(COUNTRY, "an `iso3` of countries.txt, or `-`")                                                      \
    KIND(ACT, "an `act` of acts.txt, or `-`")

enum column_kind {
#define KIND_SYMBOL(symbol, meaning) COLUMN_##symbol,
    KNOWLEDGE_KINDS(KIND_SYMBOL)
#undef KIND_SYMBOL
        COLUMN_KINDS
};

// TABLE(SYMBOL, "file name", LANGUAGE or COMMON, "what it is"): ACTORS is knowledge/actors.txt, a LANGUAGE
// table is knowledge/<language>/<file name>.txt.
#define KNOWLEDGE_TABLES(TABLE)                                                                              \
    TABLE(COUNTRIES, "countries", COMMON, "ISO 3166 states and territories")                                 \
    TABLE(COUNTRY_NAMES, "countries", LANGUAGE,                                                              \
          "what a language calls countries, their people and capitals")                                      \
    TABLE(ACTORS, "actors", COMMON, "organizations, armed groups, organs of states, media, peoples")         \
    TABLE(PEOPLE, "people", COMMON, "persons of public life and their offices")                              \
    TABLE(PLACES, "places", COMMON, "cities and regions with coordinates")                                   \
    TABLE(GIVEN_NAMES, "given-names", COMMON, "first names and the gender they tell")                        \
    TABLE(OFFICES, "offices", LANGUAGE, "offices and titles that speak for somebody")                        \
    TABLE(AGENTS, "agents", LANGUAGE, "nouns for unnamed actors")                                            \
    TABLE(ONTOLOGY, "ontology", COMMON, "CAMEO and PLOVER codes with scores")                                \
    TABLE(ACTS, "acts", COMMON, "acts, and the codes that each status gives them")                           \
    TABLE(STAGES, "stages", COMMON, "how far an act brings a negotiation")                                   \
    TABLE(CAPTIVITY, "captivity", COMMON, "what acts and counts tell of captives")                           \
    TABLE(CONTEXTS, "contexts", LANGUAGE, "words that tell an event's PLOVER context")                       \
    TABLE(VERBS, "verbs", LANGUAGE, "patterns: words that state an act, and where its parties stand")        \
    TABLE(OPERATORS, "operators", LANGUAGE,                                                                  \
          "words that give another act a status: demand, refuse, plan, deny")                                \
    TABLE(SUPPORT, "support", LANGUAGE,                                                                      \
          "verbs that only carry a noun's act: hold (talks), launch (an attack)")                            \
    TABLE(TRIGGERS, "triggers", LANGUAGE,                                                                    \
          "words that may state an act: the learned scorer says where they do")                              \
    TABLE(FRAMES, "frames", LANGUAGE, "where the parties of an act stand around a word without a pattern")   \
    TABLE(CLASSES, "classes", LANGUAGE, "named sets of lemmas for patterns")                                 \
    TABLE(MODALITY, "modality", LANGUAGE, "words that make an event possible, planned, denied, conditional") \
    TABLE(REPORTING, "reporting", LANGUAGE, "words that report somebody's words")                            \
    TABLE(MEASURES, "measures", LANGUAGE, "words that say what a number counts")                             \
    TABLE(QUALIFIERS, "qualifiers", LANGUAGE, "words before or after a number: at least, some, more than")   \
    TABLE(NUMBERS, "numbers", LANGUAGE, "number words")                                                      \
    TABLE(CALENDAR, "calendar", LANGUAGE, "months, weekdays, units and words of time")                       \
    TABLE(RELATIONS, "relations", LANGUAGE, "words of kinship and belonging: daughter of")                   \
    TABLE(REFERENCE, "reference", LANGUAGE,                                                                  \
          "words that point: pronouns, articles, parts of names and of titles")                              \
    TABLE(ABBREVIATIONS, "abbreviations", LANGUAGE, "abbreviations that end in a full stop")                 \
    TABLE(CONTRACTIONS, "contractions", LANGUAGE, "words that are written as one and read as two")           \
    TABLE(PREFIXES, "prefixes", LANGUAGE, "prefixes that stay with the word after their hyphen")             \
    TABLE(PAGES, "pages", LANGUAGE, "phrases of news pages: credits, bylines, agencies' marks, boilerplate") \
    TABLE(WORDS, "words", LANGUAGE, "forms of words and how often they are written")                         \
    TABLE(LANGUAGES, "languages", COMMON, "languages and the words that give them away")                     \
    TABLE(FIELDS, "fields", COMMON, "what exports of news call the parts of a document")                     \
    TABLE(MONTHS, "months", COMMON, "what feeds and exports call the months")                                \
    TABLE(INFLECTIONS, "inflections", LANGUAGE, "inflected forms and what they are forms of")

// C(TABLE, COLUMN, KIND, "what it says")
#define KNOWLEDGE_COLUMNS(C)                                                                                 \
    C(COUNTRIES, ISO3, ID, "ISO 3166-1 alpha-3, capitals")                                                   \
    C(COUNTRIES, ISO2, TEXT, "ISO 3166-1 alpha-2")                                                           \
    C(COUNTRIES, NUMERIC, NUMBER, "ISO 3166-1 numeric")                                                      \
    C(COUNTRIES, NAME, TEXT, "short name in English")                                                        \
    C(COUNTRY_NAMES, ISO3, COUNTRY, "the country")                                                           \
    C(COUNTRY_NAMES, NAMES, PHRASES, "its names, the usual one first")                                       \
    C(COUNTRY_NAMES, ADJECTIVES, LIST, "adjectives: Qatari")                                                 \
    C(COUNTRY_NAMES, INHABITANTS, LIST, "inhabitants: Qatari, Qataris")                                      \
    C(COUNTRY_NAMES, CAPITALS, LIST, "the capital, which may stand for the government")                      \
    C(ACTORS, ID, ID, "stable identifier in small letters, hyphens between words")                           \
    C(ACTORS, KIND, TEXT, "government, armed-group, organization, media, place or people")                   \
    C(ACTORS, COUNTRY, COUNTRY, "where it belongs")                                                          \
    C(ACTORS, SECTORS, OPTIONAL, "PLOVER sectors, separated by a space")                                     \
    C(ACTORS, NAMES, PHRASES, "its names, the canonical one first")                                          \
    C(ACTORS, OF, OPTIONAL, "id of the actor it acts for, or a country's ISO3 in small letters")             \
    C(PEOPLE, ID, TEXT, "stable identifier; one row for each office held")                                   \
    C(PEOPLE, NAMES, PHRASES, "names, the canonical one first")                                              \
    C(PEOPLE, COUNTRY, COUNTRY, "the country served")                                                        \
    C(PEOPLE, OFFICE, OPTIONAL, "the office in English")                                                     \
    C(PEOPLE, FROM, DATE, "first day in office")                                                             \
    C(PEOPLE, TO, DATE, "last day in office")                                                                \
    C(PEOPLE, OF, OPTIONAL, "id of the organization served, where it is no country")                         \
    C(PEOPLE, GENDER, OPTIONAL, "m or f")                                                                    \
    C(PLACES, GEONAMES, OPTIONAL, "GeoNames number")                                                         \
    C(PLACES, NAME, PHRASE, "the usual English name")                                                        \
    C(PLACES, COUNTRY, COUNTRY, "the country it lies in")                                                    \
    C(PLACES, LAT, NUMBER, "degrees north, WGS 84")                                                          \
    C(PLACES, LON, NUMBER, "degrees east, WGS 84")                                                           \
    C(PLACES, POPULATION, NUMBER, "inhabitants")                                                             \
    C(PLACES, NAMES, LIST, "other names")                                                                    \
    C(GIVEN_NAMES, NAME, PHRASE, "a first name")                                                             \
    C(GIVEN_NAMES, GENDER, TEXT, "m, f or u (either)")                                                       \
    C(OFFICES, PHRASE, PHRASE, "the words, as lemmas in small letters")                                      \
    C(OFFICES, SECTOR, OPTIONAL, "PLOVER sector")                                                            \
    C(OFFICES, OF, OPTIONAL, "what it is an office of: country, organization or place")                      \
    C(AGENTS, PHRASE, PHRASE, "the words, as lemmas in small letters")                                       \
    C(AGENTS, SECTORS, OPTIONAL, "PLOVER sectors, separated by a space")                                     \
    C(AGENTS, KIND, TEXT, "person, people, government, armed-group, organization, media or place")           \
    C(AGENTS, GENDER, OPTIONAL, "m or f")                                                                    \
    C(ONTOLOGY, SCHEME, TEXT, "CAMEO, PLOVER, PLOVER-mode, PLOVER-context or PLOVER-auxiliary")              \
    C(ONTOLOGY, CODE, KEY, "the code")                                                                       \
    C(ONTOLOGY, NAME, TEXT, "its name")                                                                      \
    C(ONTOLOGY, SCORE, NUMBER, "Goldstein value (CAMEO) or PLOVER's score")                                  \
    C(ONTOLOGY, MEANING, TEXT, "what it stands for")                                                         \
    C(ACTS, ACT, ID, "name of the act; parts separated by a point, from general to special")                 \
    C(ACTS, DONE, OPTIONAL, "CAMEO code and PLOVER type[-mode] when it happens: 0841 RETREAT-release")       \
    C(ACTS, APPEALED, OPTIONAL, "when it is asked for")                                                      \
    C(ACTS, PROMISED, OPTIONAL, "when its actor promises it or agrees to it")                                \
    C(ACTS, DEMANDED, OPTIONAL, "when it is demanded")                                                       \
    C(ACTS, REFUSED, OPTIONAL, "when it is refused")                                                         \
    C(ACTS, THREATENED, OPTIONAL, "when it is threatened")                                                   \
    C(ACTS, DECLINED, OPTIONAL, "when it is said not to be so: does not support")                            \
    C(ACTS, CONTEXTS, LIST, "PLOVER contexts that follow from the act itself")                               \
    C(ACTS, ALONE, OPTIONAL, "yes: an event even when no party is known; no; - as the act above it")         \
    C(STAGES, ACT, ACT, "an act of acts.txt; what is under it is meant too")                                 \
    C(STAGES, TYPE, OPTIONAL, "only as an event of this PLOVER type; - for any")                             \
    C(STAGES, FACTUALITY, OPTIONAL, "only with this factuality; - for any")                                  \
    C(STAGES, STAGE, TEXT, "contacts, proposal, agreed, implemented, stalled or broken-off")                 \
    C(STAGES, RANK, NUMBER, "how far the stage is; the farthest one of the text is the negotiation's")       \
    C(STAGES, FOUNDS, OPTIONAL, "yes: such an event alone is a negotiation; else it only joins one")         \
    C(CAPTIVITY, WHAT, KEY, "act:NAME, measure:NAME or sector:CODE")                                         \
    C(CAPTIVITY, STATUS, TEXT, "status of the captive once it has happened")                                 \
    C(CAPTIVITY, OTHERWISE, OPTIONAL, "status while it is only wanted, planned, refused; - tells nothing")   \
    C(CAPTIVITY, CAPTORS, OPTIONAL, "yes: captors hold them, whom another sentence may name")                \
    C(CONTEXTS, PHRASE, PHRASE, "lemmas in small letters")                                                   \
    C(CONTEXTS, CONTEXT, TEXT, "a PLOVER context")                                                           \
    C(VERBS, TRIGGER, PHRASES, "lemma/pos of the words: attack/v | attack/n, responsible/a")                 \
    C(VERBS, ACT, ACT, "an act of acts.txt, or - to say that this is no event")                              \
    C(VERBS, ROLES, OPTIONAL, "role=path[,path] ...: see docs/patterns.md")                                  \
    C(VERBS, NEEDS, OPTIONAL, "conditions, all of them needed: see docs/patterns.md")                        \
    C(VERBS, ALSO, OPTIONAL,                                                                                 \
      "a second act of the same words: sentenced to prison is a conviction and a custody")                   \
    C(OPERATORS, TRIGGER, PHRASES, "lemma/pos of the words: attack/v | attack/n, responsible/a")             \
    C(OPERATORS, STATUS, TEXT,                                                                               \
      "what becomes of the act: appealed, promised, demanded ... see docs/patterns.md")                      \
    C(OPERATORS, ACT, ACT, "the act when nothing codable is embedded; - for none")                           \
    C(OPERATORS, ROLES, OPTIONAL, "role=path; `event` is the path to the embedded act")                      \
    C(OPERATORS, NEEDS, OPTIONAL, "conditions")                                                              \
    C(SUPPORT, TRIGGER, PHRASES, "lemma/pos of the words: attack/v | attack/n, responsible/a")               \
    C(SUPPORT, ROLES, OPTIONAL, "role=path: where the noun's parties stand around the verb")                 \
    C(SUPPORT, STATUS, OPTIONAL, "status that the verb adds: ongoing, did-not-happen ...")                   \
    C(SUPPORT, NEEDS, OPTIONAL, "conditions")                                                                \
    C(TRIGGERS, ACT, ACT, "an act of acts.txt")                                                              \
    C(TRIGGERS, WORDS, PHRASES, "lemma/pos of the words: lambast/v | condemnation/n")                        \
    C(FRAMES, TRIGGER, PHRASES,                                                                              \
      "an act with the part of speech of the word: release/v | release/n; it holds for finer acts too")      \
    C(FRAMES, ROLES, OPTIONAL, "role=path[,path] ...: see docs/patterns.md")                                 \
    C(CLASSES, NAME, ID, "the class's name, written @name in patterns")                                      \
    C(CLASSES, WORDS, LIST, "its lemmas")                                                                    \
    C(MODALITY, PHRASE, PHRASE, "lemma or lemmas")                                                           \
    C(MODALITY, KIND, TEXT,                                                                                  \
      "negation, possible, planned, requested, conditional, denied, did-not-happen, ongoing")                \
    C(MODALITY, HOW, OPTIONAL, "where it stands: aux, adverb, determiner, mark, adjective, governor")        \
    C(REPORTING, PHRASE, PHRASE, "lemma or lemmas: say, according to")                                       \
    C(REPORTING, POS, TEXT, "v verb, n noun, p preposition")                                                 \
    C(REPORTING, KIND, TEXT, "says, claims, denies, confirms or quotes")                                     \
    C(REPORTING, STATEMENT, OPTIONAL,                                                                        \
      "yes: what it reports is a statement; quote: only with quotation marks")                               \
    C(REPORTING, ADDRESSEE, OPTIONAL, "path of the addressee: obj, iobj, prep:to")                           \
    C(MEASURES, TRIGGER, KEY, "lemma/pos")                                                                   \
    C(MEASURES, MEASURE, TEXT, "killed, injured, missing, captured, held, released, displaced ...")          \
    C(MEASURES, WHERE, TEXT, "path from the trigger to the counted noun: self, subj, obj, of ...")           \
    C(MEASURES, NEEDS, OPTIONAL, "conditions")                                                               \
    C(QUALIFIERS, PHRASE, PHRASE, "the words")                                                               \
    C(QUALIFIERS, QUALIFIER, TEXT, "about, at-least, at-most, more-than, less-than")                         \
    C(QUALIFIERS, WHERE, TEXT, "before or after the number")                                                 \
    C(NUMBERS, PHRASE, PHRASE, "the word")                                                                   \
    C(NUMBERS, VALUE, NUMBER, "its value")                                                                   \
    C(NUMBERS, KIND, TEXT, "unit, ten, scale, vague, fraction, article, ordinal")                            \
    C(CALENDAR, PHRASE, PHRASE, "the words")                                                                 \
    C(CALENDAR, KIND, TEXT, "month, weekday, unit, relative, part, anchor, modifier ...")                    \
    C(CALENDAR, VALUE, OPTIONAL, "number of the month or weekday (Monday 1), offset, unit")                  \
    C(RELATIONS, PHRASE, PHRASE, "the noun")                                                                 \
    C(RELATIONS, INVERSE, OPTIONAL, "what the other is")                                                     \
    C(RELATIONS, GENDER, OPTIONAL, "m or f")                                                                 \
    C(REFERENCE, PHRASE, PHRASE, "the word, as it stands in the text, in small letters")                     \
    C(REFERENCE, KIND, TEXT,                                                                                 \
      "personal, possessive, relative, definite, particle ...: see the head of the file")                    \
    C(REFERENCE, NUMBER, OPTIONAL, "s one, p several, - either")                                             \
    C(REFERENCE, GENDER, OPTIONAL, "m, f, n (a thing or body), h (a human being), - any")                    \
    C(ABBREVIATIONS, PHRASE, PHRASE, "with its full stop: gen.")                                             \
    C(ABBREVIATIONS, KIND, TEXT, "title (a name follows), unit, month, place, may-end, other")               \
    C(CONTRACTIONS, PHRASE, PHRASE, "the written form: can't")                                               \
    C(CONTRACTIONS, PARTS, LIST, "its parts as written, which join to the form: ca | n't")                   \
    C(PREFIXES, PHRASE, PHRASE, "the prefix without its hyphen: anti")                                       \
    C(PAGES, PHRASE, PHRASE, "the words, small letters; * stands for anything, also for nothing")            \
    C(PAGES, KIND, TEXT,                                                                                     \
      "agency, agency-credit, photo-credit, photo-word, byline, role ...: see en/pages.txt")                 \
    C(WORDS, WORD, KEY, "a form in small letters")                                                           \
    C(WORDS, FREQUENCY, NUMBER, "1 rare to 9 commonest, logarithmic")                                        \
    C(WORDS, KIND, OPTIONAL,                                                                                 \
      "f function word, d determiner, v verb, n name; * names often end so: see en/words.txt")               \
    C(LANGUAGES, CODE, KEY, "BCP 47")                                                                        \
    C(LANGUAGES, SCRIPT, TEXT, "Unicode's name of its script")                                               \
    C(LANGUAGES, WORDS, LIST, "frequent function words, small letters")                                      \
    C(LANGUAGES, CALLED, LIST, "what else a feed or an export calls it, small letters")                      \
    C(FIELDS, ROLE, ID,                                                                                      \
      "text, title, url, published, modified, captured, language, outlet, byline, id; list")                 \
    C(FIELDS, NAMES, LIST, "names of fields in JSON and CSV, the most trusted first")                        \
    C(MONTHS, MONTH, NUMBER, "1 to 12")                                                                      \
    C(MONTHS, NAMES, LIST, "its names and short names, one word each, small letters")                         \
    C(INFLECTIONS, FORM, TEXT, "small letters")                                                              \
    C(INFLECTIONS, POS, TEXT, "verb or noun")                                                                \
    C(INFLECTIONS, LEMMA, TEXT, "the word")

enum table_kind {
#define TABLE_SYMBOL(symbol, file, scope, meaning) TABLE_##symbol,
    KNOWLEDGE_TABLES(TABLE_SYMBOL)
#undef TABLE_SYMBOL
        TABLE_KINDS
};

// Column numbers: ACTORS_ID is 0, ACTORS_KIND 1 ... One enum, each table's columns counted from its own base.
#define COLUMN_SYMBOL(table, column, kind, meaning) COLUMN_AT_##table##_##column,
enum column_at { KNOWLEDGE_COLUMNS(COLUMN_SYMBOL) COLUMN_COUNT };
#undef COLUMN_SYMBOL

struct column {
    const char *symbol; // as in the list above: "ISO3"; schema_name() gives what users read
    enum column_kind kind;
    const char *meaning;
};
struct table_schema {
    const char *file; // without folder and ".txt"
    bool of_language; // under knowledge/<language>/
    const char *meaning;
    const struct column *columns;
    unsigned column_count;
};
const struct table_schema *schema_of(enum table_kind kind);
// The table whose file has this name (without folder and ".txt"); TABLE_KINDS when there is none.
enum table_kind schema_find(struct slice file, bool of_language);
// `symbol` in small letters with hyphens, into `buffer`. Returns `buffer`.
#define SCHEMA_NAME_SIZE 32
const char *schema_name(const char *symbol, char buffer[SCHEMA_NAME_SIZE]);
const char *schema_kind_name(enum column_kind kind);    // "PHRASES"
const char *schema_kind_meaning(enum column_kind kind); // what a cell of this kind holds
// Changes whenever a table, a column, their order or a kind does: compiled tables belong to one schema.
uint64_t schema_hash(void);

// The number of a column within its table, from the table's name and the column's: TABLE_COLUMN(ACTORS,
// NAMES).
#define TABLE_COLUMN(table, column) schema_column(TABLE_##table, COLUMN_AT_##table##_##column)
unsigned schema_column(enum table_kind kind, enum column_at column);
