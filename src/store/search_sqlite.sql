-- search_sqlite.sql - full text over documents, statements and names: FTS5 tables that keep no text of their own.
-- A document's text never changes (its id is the text's hash), so that only coming and going is followed.

CREATE VIRTUAL TABLE document_search USING fts5(text, content='document', content_rowid='number',
    tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER document_comes AFTER INSERT ON document BEGIN
    INSERT INTO document_search (rowid, text) VALUES (new.number, new.text);
END;
CREATE TRIGGER document_goes AFTER DELETE ON document BEGIN
    INSERT INTO document_search (document_search, rowid, text) VALUES ('delete', old.number, old.text);
END;

CREATE VIRTUAL TABLE statement_search USING fts5(content, content='statement', content_rowid='number',
    tokenize='unicode61 remove_diacritics 2');
CREATE TRIGGER statement_comes AFTER INSERT ON statement BEGIN
    INSERT INTO statement_search (rowid, content) VALUES (new.number, new.content);
END;
CREATE TRIGGER statement_goes AFTER DELETE ON statement BEGIN
    INSERT INTO statement_search (statement_search, rowid, content) VALUES ('delete', old.number, old.content);
END;

CREATE VIRTUAL TABLE alias_search USING fts5(name, content='alias', content_rowid='number',
    tokenize='unicode61 remove_diacritics 2');
