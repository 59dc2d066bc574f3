"""Triggers of the database: append-only tables refuse change, and search follows the appeals.

Written once per engine here, so that the migration and the tests speak of the same statements.
"""

_APPEND_ONLY = ("casework_logentry", "casework_seal", "casework_viewlog")

_SQLITE_REFUSAL = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
_POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION casework_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""
_POSTGRESQL_REFUSAL = """
CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION casework_refuse()
"""

# FTS5 keeps only the index: the words themselves stay in the appeal's own row.
_SQLITE_SEARCH = (
    """CREATE VIRTUAL TABLE casework_search USING fts5(
    words, content='casework_appeal', content_rowid='id', tokenize='unicode61')""",
    """CREATE TRIGGER casework_search_insert AFTER INSERT ON casework_appeal
    BEGIN INSERT INTO casework_search(rowid, words) VALUES (new.id, new.words); END""",
    """CREATE TRIGGER casework_search_delete AFTER DELETE ON casework_appeal BEGIN
    INSERT INTO casework_search(casework_search, rowid, words)
    VALUES ('delete', old.id, old.words); END""",
    """CREATE TRIGGER casework_search_update AFTER UPDATE OF words ON casework_appeal BEGIN
    INSERT INTO casework_search(casework_search, rowid, words)
    VALUES ('delete', old.id, old.words);
    INSERT INTO casework_search(rowid, words) VALUES (new.id, new.words); END""",
)
_POSTGRESQL_SEARCH = (
    "CREATE INDEX casework_search ON casework_appeal USING gin (to_tsvector('simple', words))",
)
# What takes the place of that index: ranking and rechecking read the lexemes instead of cutting
# each text anew, which cost a tenth of a millisecond a row.
POSTGRESQL_LEXEMES = (
    "DROP INDEX casework_search",
    """ALTER TABLE casework_appeal ADD COLUMN lexemes tsvector
    GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED""",
    "CREATE INDEX casework_search ON casework_appeal USING gin (lexemes)",
)


def append_only(vendor: str) -> list[str]:
    """Give the statements that make the log, its seals and the view log append-only."""
    if vendor == "sqlite":
        return [
            _SQLITE_REFUSAL.format(table=table, verb=verb)
            for table in _APPEND_ONLY
            for verb in ("UPDATE", "DELETE")
        ]
    return [_POSTGRESQL_FUNCTION, *(_POSTGRESQL_REFUSAL.format(table=t) for t in _APPEND_ONLY)]


def not_append_only(vendor: str) -> list[str]:
    """Give the statements that take the guard away, for a migration backwards."""
    if vendor == "sqlite":
        return [
            f"DROP TRIGGER IF EXISTS {table}_no_{verb}"
            for table in _APPEND_ONLY
            for verb in ("UPDATE", "DELETE")
        ]
    return [f"DROP TRIGGER IF EXISTS {table}_no_change ON {table}" for table in _APPEND_ONLY]


def search(vendor: str) -> tuple[str, ...]:
    """Give the statements that index the words of appeals."""
    return _SQLITE_SEARCH if vendor == "sqlite" else _POSTGRESQL_SEARCH
