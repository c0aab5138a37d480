-- schema.sql - the tables of a store. Views over them, which are what programs should read, stand in views.sql.
--
-- What documents say (document .. disagreement) is written once for each document and never changed, only replaced
-- when the document is coded anew. What follows from all documents together (origin .. conflict) is made by joining
-- and can be made again from the former and from the decisions of people (amendment).

CREATE TABLE meta (name {text} PRIMARY KEY, value {text} NOT NULL);

-- Which program, knowledge and models made a record.
CREATE TABLE maker (
    id {text} PRIMARY KEY,          -- hash of the three
    program {text} NOT NULL,        -- version
    knowledge {text} NOT NULL,      -- hash of the tables
    models {text} NOT NULL);        -- hash of the models

-- A text that was read. The same text has the same id wherever it was found.
CREATE TABLE document (
    number {serial},
    id {text} NOT NULL UNIQUE,
    maker {text} NOT NULL REFERENCES maker (id),
    source {text} NOT NULL, source_id {text}, url {text},
    title {text}, text {text} NOT NULL,
    hash {text} NOT NULL,           -- BLAKE2b-256 of text, hexadecimal
    byline {text}, outlet {text}, agency {text}, dateline {text},
    published {text},               -- ISO 8601
    published_from {text}, modified {text}, captured {text},
    language {text}, charset {text}, cut {integer} NOT NULL,
    fingerprint {text} NOT NULL,    -- by which near copies are found, hexadecimal
    record {bytes} NOT NULL);       -- the whole record as `dragoman code` prints it, in zstd
CREATE INDEX document_published ON document (published);
CREATE INDEX document_outlet ON document (outlet);

-- Each place where a text was found. The first by date, then by name, is what document tells.
CREATE TABLE appearance (
    document {text} NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    place {text} NOT NULL,          -- URL, else source
    source {text} NOT NULL, url {text}, outlet {text}, published {text}, captured {text},
    PRIMARY KEY (document, place));

CREATE TABLE entity (
    document {text} NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    id {text} NOT NULL,             -- within the document
    kind {text} NOT NULL, name {text} NOT NULL,
    aliases {text} NOT NULL,        -- separated by " | "
    country {text}, sector {text}, code {text},
    known {integer} NOT NULL,       -- 1: of the tables, the same everywhere
    named {integer} NOT NULL,       -- 1: by a name, not only by nouns
    represents {text}, lat {number}, lon {number}, geonames {text},
    mentions {integer} NOT NULL,
    PRIMARY KEY (document, id));

CREATE TABLE role (
    document {text} NOT NULL, entity {text} NOT NULL, position {integer} NOT NULL,
    title {text} NOT NULL, organization {text}, from_date {text}, to_date {text}, in_office {integer} NOT NULL,
    PRIMARY KEY (document, entity, position),
    FOREIGN KEY (document, entity) REFERENCES entity (document, id) ON DELETE CASCADE);

CREATE TABLE event (
    id {text} PRIMARY KEY,
    document {text} NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    position {integer} NOT NULL,    -- in order of the text
    type {text} NOT NULL, mode {text}, contexts {text}, act {text}, status {text},
    cameo {text}, goldstein {number}, mutual {integer} NOT NULL,
    actors {text}, recipients {text}, mediators {text}, -- names, separated by "; "
    about {text},
    date_from {text}, date_to {text}, date_precision {text}, date_provenance {text}, date_text {text},
    place {text}, place_entity {text}, place_country {text}, lat {number}, lon {number}, geonames {text},
    place_provenance {text},
    factuality {text} NOT NULL, auxiliary {text},
    according_to {text},            -- names, outermost first, separated by " < "
    confidence {number},
    sentence {integer} NOT NULL, sentence_text {text}, sentence_start {integer}, sentence_end {integer},
    trigger_text {text}, trigger_start {integer}, trigger_end {integer},
    rule {text});
CREATE INDEX event_document ON event (document, position);

CREATE TABLE statement (
    number {serial},
    id {text} NOT NULL UNIQUE,
    document {text} NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    position {integer} NOT NULL,
    speaker {text}, speaker_name {text}, addressee {text}, addressee_name {text},
    cue {text}, kind {text}, mode {text}, venue {text}, date {text},
    content {text} NOT NULL, content_start {integer} NOT NULL, content_end {integer} NOT NULL,
    quotes {text},                  -- separated by " | "
    according_to {text},
    sentence {integer} NOT NULL, sentence_text {text});
CREATE INDEX statement_document ON statement (document, position);

CREATE TABLE figure (
    id {text} PRIMARY KEY,
    document {text} NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    position {integer} NOT NULL,
    measure {text} NOT NULL, low {number}, high {number}, qualifier {text},
    counted {text}, counted_entity {text},
    place {text}, place_entity {text}, place_country {text}, lat {number}, lon {number},
    since {text}, as_of {text}, factuality {text} NOT NULL, according_to {text}, event {text},
    sentence {integer} NOT NULL, sentence_text {text},
    words {text} NOT NULL, words_start {integer} NOT NULL, words_end {integer} NOT NULL);
CREATE INDEX figure_document ON figure (document, position);
CREATE INDEX figure_event ON figure (event);

CREATE TABLE captive (
    id {text} PRIMARY KEY,
    document {text} NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    position {integer} NOT NULL,
    name {text}, entity {text}, count {number}, qualifier {text}, counted {text},
    nationalities {text},           -- ISO 3166-1 alpha-3, separated by a space
    holder {text}, holder_name {text},
    place {text}, place_entity {text}, place_country {text}, lat {number}, lon {number},
    status {text} NOT NULL, since {text}, status_date {text}, relations {text}, according_to {text},
    sentence {integer} NOT NULL, sentence_text {text},
    words {text} NOT NULL, words_start {integer} NOT NULL, words_end {integer} NOT NULL);
CREATE INDEX captive_document ON captive (document, position);

CREATE TABLE negotiation (
    id {text} PRIMARY KEY,
    document {text} NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    position {integer} NOT NULL,
    issue {text}, parties {text}, mediators {text}, not_taking_part {text},
    stage {text} NOT NULL, conditions {text}, first_date {text}, last_date {text});
CREATE INDEX negotiation_document ON negotiation (document, position);

CREATE TABLE negotiation_event (
    negotiation {text} NOT NULL REFERENCES negotiation (id) ON DELETE CASCADE,
    position {integer} NOT NULL, event {text} NOT NULL,
    PRIMARY KEY (negotiation, position));
CREATE INDEX negotiation_event_event ON negotiation_event (event);

-- Two entries of one document that cannot both hold.
CREATE TABLE disagreement (
    id {text} PRIMARY KEY,
    document {text} NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    position {integer} NOT NULL, kind {text} NOT NULL);
CREATE INDEX disagreement_document ON disagreement (document, position);

CREATE TABLE disagreement_side (
    disagreement {text} NOT NULL REFERENCES disagreement (id) ON DELETE CASCADE,
    position {integer} NOT NULL,
    entry {text} NOT NULL,          -- id of an event, a figure ... of the document
    says {text}, words {text},
    PRIMARY KEY (disagreement, position));

-- Who has which part in an entry.
CREATE TABLE party (
    entry {text} NOT NULL,          -- id of an event, a statement, a figure, a captive, a negotiation
    document {text} NOT NULL, role {text} NOT NULL, -- actor recipient mediator about source speaker addressee
                                    -- counted captive holder party absent place
    position {integer} NOT NULL, entity {text} NOT NULL,
    mention_start {integer}, mention_end {integer}, -- bytes of the words that say so
    PRIMARY KEY (entry, role, position),
    FOREIGN KEY (document, entity) REFERENCES entity (document, id) ON DELETE CASCADE);
CREATE INDEX party_entity ON party (document, entity);

-- --- what people decided: `dragoman amend`

CREATE TABLE amendment (
    number {integer} PRIMARY KEY,   -- in order
    decision {text} NOT NULL,       -- join split correct reject
    kind {text} NOT NULL,           -- event entity figure captive statement negotiation disagreement
    entry {text} NOT NULL,          -- id; of an entity DOCUMENT:ID or the joined actor's
    other {text},                   -- join, split: the second entry
    field {text}, value {text},     -- correct
    document {text}, words_start {integer}, words_end {integer}, words {text}, -- where the entry stood
    other_document {text}, other_start {integer}, other_end {integer}, other_words {text},
    note {text}, author {text}, made {text} NOT NULL);

-- --- what follows from all documents together

-- Near copies: the first document of each group.
CREATE TABLE origin (
    document {text} PRIMARY KEY REFERENCES document (id) ON DELETE CASCADE,
    origin {text} NOT NULL,         -- itself when it is no copy
    similarity {number});

CREATE TABLE actor (
    id {text} PRIMARY KEY,
    kind {text} NOT NULL, name {text} NOT NULL, country {text}, sector {text}, code {text},
    known {integer} NOT NULL, principal {text}, -- at the end of whom it represents; itself when nobody
    offices {text},                 -- "TITLE of ORGANIZATION", separated by "; "
    lat {number}, lon {number}, geonames {text},
    documents {integer} NOT NULL, mentions {integer} NOT NULL, first_published {text}, last_published {text});

CREATE TABLE alias (
    number {serial},
    actor {text} NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
    name {text} NOT NULL, folded {text} NOT NULL, documents {integer} NOT NULL);
CREATE INDEX alias_folded ON alias (folded);
CREATE INDEX alias_actor ON alias (actor);

-- Which entity of which document is which actor, and why.
CREATE TABLE member (
    document {text} NOT NULL, entity {text} NOT NULL, actor {text} NOT NULL REFERENCES actor (id) ON DELETE CASCADE,
    why {text} NOT NULL,
    PRIMARY KEY (document, entity));
CREATE INDEX member_actor ON member (actor);

-- One happening, told by one or more events.
CREATE TABLE happening (
    id {text} PRIMARY KEY,
    lead {text} NOT NULL,           -- the event that tells it best
    type {text} NOT NULL, mode {text}, contexts {text}, act {text}, status {text}, cameo {text}, goldstein {number},
    mutual {integer} NOT NULL,
    actors {text}, recipients {text}, mediators {text}, about {text},
    date_from {text}, date_to {text}, date_precision {text},
    place {text}, place_entity {text}, place_country {text}, lat {number}, lon {number}, geonames {text},
    factuality {text} NOT NULL, according_to {text}, confidence {number},
    reports {integer} NOT NULL,     -- events
    documents {integer} NOT NULL, outlets {integer} NOT NULL,
    origins {integer} NOT NULL,     -- independent of each other
    first_published {text}, last_published {text});
CREATE INDEX happening_date ON happening (date_from);

CREATE TABLE report (
    event {text} PRIMARY KEY REFERENCES event (id) ON DELETE CASCADE,
    happening {text} NOT NULL REFERENCES happening (id) ON DELETE CASCADE,
    why {text} NOT NULL);
CREATE INDEX report_happening ON report (happening);

CREATE TABLE happening_party (
    happening {text} NOT NULL REFERENCES happening (id) ON DELETE CASCADE,
    role {text} NOT NULL, position {integer} NOT NULL, actor {text} NOT NULL, reports {integer} NOT NULL,
    PRIMARY KEY (happening, role, position));
CREATE INDEX happening_party_actor ON happening_party (actor);

-- Happenings that may be one: linked, never joined.
CREATE TABLE maybe_same (
    a {text} NOT NULL, b {text} NOT NULL, why {text} NOT NULL, PRIMARY KEY (a, b));

-- A captive or a group of captives that several documents tell of.
CREATE TABLE captivity (
    id {text} PRIMARY KEY,
    name {text}, actor {text}, low {number}, high {number}, counted {text}, nationalities {text},
    holder {text}, holder_name {text}, place {text}, place_country {text},
    status {text} NOT NULL, status_date {text}, since {text}, conflicting {integer} NOT NULL,
    accounts {integer} NOT NULL, documents {integer} NOT NULL, origins {integer} NOT NULL,
    part_of {text},                 -- the larger group that it is counted in; not to be counted twice
    first_published {text}, last_published {text});

CREATE TABLE captivity_account (
    captive {text} PRIMARY KEY REFERENCES captive (id) ON DELETE CASCADE,
    captivity {text} NOT NULL REFERENCES captivity (id) ON DELETE CASCADE,
    why {text} NOT NULL);
CREATE INDEX captivity_account_captivity ON captivity_account (captivity);

-- Talks that several documents tell of.
CREATE TABLE talks (
    id {text} PRIMARY KEY,
    parties {text}, mediators {text}, not_taking_part {text}, issue {text}, conditions {text},
    stage {text} NOT NULL, stage_date {text}, moved_by {text}, -- the event that moved it there
    first_date {text}, last_date {text},
    documents {integer} NOT NULL, origins {integer} NOT NULL, first_published {text}, last_published {text});

CREATE TABLE talks_step (
    talks {text} NOT NULL REFERENCES talks (id) ON DELETE CASCADE,
    position {integer} NOT NULL, negotiation {text} NOT NULL, stage {text} NOT NULL, date {text}, event {text},
    document {text} NOT NULL,
    PRIMARY KEY (talks, position));

CREATE TABLE talks_party (
    talks {text} NOT NULL REFERENCES talks (id) ON DELETE CASCADE,
    role {text} NOT NULL, position {integer} NOT NULL, actor {text} NOT NULL,
    PRIMARY KEY (talks, role, position));

-- Entries of one or several documents that cannot all hold.
CREATE TABLE conflict (
    id {text} PRIMARY KEY,
    kind {text} NOT NULL, subject {text} NOT NULL, -- what differs, of what
    about {text},                   -- the happening, actor or captivity
    place {text}, place_country {text}, date {text},
    told {text} NOT NULL,           -- who tells what, in one line
    sides {integer} NOT NULL, documents {integer} NOT NULL,
    first_published {text}, last_published {text},
    resolved {text});               -- day on which only one side was still told; NULL: open

CREATE TABLE conflict_side (
    conflict {text} NOT NULL REFERENCES conflict (id) ON DELETE CASCADE,
    position {integer} NOT NULL, value {text} NOT NULL, entry {text} NOT NULL, document {text} NOT NULL,
    says {text}, outlet {text}, published {text}, words {text},
    PRIMARY KEY (conflict, position));
CREATE INDEX conflict_side_document ON conflict_side (document);
