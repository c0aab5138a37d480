-- views.sql - what programs should read: R, pandas, DuckDB, Datasette, and `dragoman` itself. Their columns are a
-- contract: some may be added, none is renamed. Lists of names are separated by "; ".

-- Texts that were read, with what they are copies of and who coded them.
CREATE VIEW documents AS
SELECT d.id, d.published, d.outlet, d.agency, d.language, d.title, d.source, d.url, d.byline,
    COALESCE(o.origin, d.id) AS origin, o.similarity,
    (SELECT count(*) FROM appearance a WHERE a.document = d.id) AS appearances,
    (SELECT count(*) FROM event e WHERE e.document = d.id) AS events,
    (SELECT count(*) FROM statement s WHERE s.document = d.id) AS statements,
    (SELECT count(*) FROM figure f WHERE f.document = d.id) AS figures,
    m.program, m.knowledge, m.models
FROM document d JOIN maker m ON m.id = d.maker LEFT JOIN origin o ON o.document = d.id;

-- One row for each happening, however many documents tell of it.
CREATE VIEW events AS
SELECT h.id, h.date_from, h.date_to, h.date_precision, h.type, h.mode, h.actors, h.recipients, h.mediators, h.about,
    h.place, h.place_country AS country, h.lat, h.lon, h.geonames, h.factuality, h.according_to, h.act, h.status,
    h.contexts, h.cameo, h.goldstein, h.mutual, h.confidence, h.reports, h.documents, h.outlets, h.origins,
    h.first_published, h.last_published, h.lead AS event, e.document, e.sentence_text AS words
FROM happening h JOIN event e ON e.id = h.lead;

-- What happened, goes on or is planned, with a day.
CREATE VIEW timeline AS
SELECT * FROM events WHERE date_from IS NOT NULL AND factuality IN ('happened', 'ongoing', 'planned');

-- What one document tells of a happening.
CREATE VIEW reports AS
SELECT e.id, r.happening, d.published, d.outlet, e.date_from, e.date_to, e.date_precision, e.type, e.mode, e.actors,
    e.recipients, e.mediators, e.about, e.place, e.place_country AS country, e.factuality, e.according_to, e.act,
    e.cameo, e.goldstein, e.confidence, e.sentence_text AS words, e.trigger_text, e.document, r.why, e.rule
FROM event e JOIN document d ON d.id = e.document LEFT JOIN report r ON r.event = e.id;

-- Who spoke with whom, by what channel, about what, through whom.
CREATE VIEW contacts AS
SELECT id, date_from, date_to, actors AS parties, recipients AS with_whom, mediators AS through, mode AS channel, about,
    place, country, factuality, according_to, reports, documents, origins, first_published, last_published, event,
    document, words, confidence, type
FROM events WHERE type = 'CONSULT';

-- Who stands where: supports, accuses, demands, refuses, threatens, concedes what, of whom.
CREATE VIEW positions AS
SELECT e.id, e.date_from, a.name AS holder, e.type AS position, e.act, e.recipients AS toward, e.about, e.factuality,
    e.according_to, e.reports, e.origins, e.first_published, e.last_published, p.actor AS holder_id, e.country,
    e.confidence, e.event, e.document, e.words
FROM events e JOIN happening_party p ON p.happening = e.id AND p.role = 'actor' JOIN actor a ON a.id = p.actor
WHERE e.type IN ('SUPPORT', 'ACCUSE', 'REQUEST', 'REJECT', 'THREATEN', 'CONCEDE');

-- Talks, how far they are, and what moved them there.
CREATE VIEW negotiations AS
SELECT t.id, t.parties, t.mediators, t.not_taking_part, t.issue, t.stage, t.stage_date, e.sentence_text AS moved_by,
    t.conditions, t.first_date, t.last_date, t.documents, t.origins, t.first_published, t.last_published,
    t.moved_by AS event
FROM talks t LEFT JOIN event e ON e.id = t.moved_by;

CREATE VIEW negotiation_steps AS
SELECT s.talks AS negotiation, s.position, s.date, s.stage, d.published, d.outlet, s.event, e.sentence_text AS words,
    s.document
FROM talks_step s JOIN document d ON d.id = s.document LEFT JOIN event e ON e.id = s.event;

-- Captives, each person and each group once. What has part_of is counted there too: add up what has none.
CREATE VIEW captives AS
SELECT c.id, c.name, c.low, c.high, c.counted, c.nationalities, c.holder_name AS holder, c.status, c.status_date,
    c.since, c.place, c.place_country AS country, c.conflicting, c.part_of, c.accounts, c.documents, c.origins,
    c.first_published, c.last_published, c.actor, c.holder AS holder_id
FROM captivity c;

-- Each account of a captive or a group.
CREATE VIEW captive_accounts AS
SELECT c.id, k.captivity, d.published, d.outlet, c.name, c.count, c.qualifier, c.counted, c.nationalities,
    c.holder_name AS holder, c.status, c.status_date, c.since, c.place, c.place_country AS country, c.relations,
    c.according_to, c.sentence_text AS words, c.document, k.why
FROM captive c JOIN document d ON d.id = c.document JOIN captivity_account k ON k.captive = c.id;

-- Every figure of every source, as it was told.
CREATE VIEW figures AS
SELECT f.id, f.measure, f.low, f.high, f.qualifier, f.counted, f.place, f.place_country AS country,
    COALESCE(f.as_of, f.since, h.date_from) AS date, f.since, f.as_of, f.factuality, f.according_to, d.outlet,
    d.published, f.words, f.sentence_text AS sentence, r.happening AS event, h.type AS event_type, f.document
FROM figure f JOIN document d ON d.id = f.document
    LEFT JOIN report r ON r.event = f.event LEFT JOIN happening h ON h.id = r.happening
WHERE NOT EXISTS (SELECT 1 FROM amendment x WHERE x.decision = 'reject' AND x.kind = 'figure' AND x.entry = f.id);

CREATE VIEW statements AS
SELECT s.id, COALESCE(s.date, substr(d.published, 1, 10)) AS date, s.speaker_name AS speaker,
    s.addressee_name AS addressee, s.cue, s.kind, s.mode, s.venue, s.content, s.quotes, s.according_to, d.outlet,
    d.published, s.document, m.actor AS speaker_id
FROM statement s JOIN document d ON d.id = s.document
    LEFT JOIN member m ON m.document = s.document AND m.entity = s.speaker
WHERE NOT EXISTS (SELECT 1 FROM amendment x WHERE x.decision = 'reject' AND x.kind = 'statement' AND x.entry = s.id);

-- Actors that have a name.
CREATE VIEW actors AS
SELECT a.id, a.name, a.kind, a.country, a.sector, a.code, a.offices, p.name AS represents,
    a.documents, a.mentions,
    (SELECT count(*) FROM happening_party x WHERE x.actor = a.id AND x.role = 'actor') AS acts,
    (SELECT count(*) FROM happening_party x WHERE x.actor = a.id AND x.role = 'recipient') AS received,
    a.first_published, a.last_published, a.known, a.principal, a.lat, a.lon, a.geonames
FROM actor a LEFT JOIN actor p ON p.id = a.principal AND p.id <> a.id;

-- Who tells what that cannot be all true.
CREATE VIEW disagreements AS
SELECT c.id, c.kind, c.subject, c.told, c.date, c.place, c.place_country AS country, c.sides, c.documents,
    c.first_published, c.last_published, c.resolved, c.about AS entry
FROM conflict c;

CREATE VIEW disagreement_sides AS
SELECT s.conflict AS disagreement, s.position, s.value, s.says, s.outlet, s.published, s.words, s.entry, s.document
FROM conflict_side s;
