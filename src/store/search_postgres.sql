-- search_postgres.sql - full text over documents, statements and names.

CREATE INDEX document_search ON document USING GIN (to_tsvector('simple', text));
CREATE INDEX statement_search ON statement USING GIN (to_tsvector('simple', content));
CREATE INDEX alias_search ON alias USING GIN (to_tsvector('simple', name));
