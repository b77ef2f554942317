"""The search index narrows by agency and state, too: an agency with few concerns had all others' looked through.

Both are terms of a concern (`storage/search.py`, `changing_terms`). Triggers queue it when one changes; what is indexed
already gets its terms here, at once, so that nobody misses a concern until the indexer has come by.
"""

from typing import Any

from yoyo import step

_QUEUE = "INSERT INTO search_queue (office_id, shelf, id) {values} ON CONFLICT DO NOTHING"
_QUEUE_CONCERN = _QUEUE.format(values="VALUES (NEW.office_id, 'concern', NEW.id)")
# The indexer holds the concerns that it reads (FOR SHARE). What is assigned meanwhile waits for it, to be queued again.
_QUEUE_ASSIGNED = _QUEUE.format(
    values="""SELECT office_id, 'concern', id FROM concern
              WHERE office_id = NEW.office_id AND id = NEW.concern_id AND protected = FALSE {hold}"""
)
_MOVED = "OLD.state <> NEW.state"
_GIVEN = "NEW.state IN ('open', 'done')"
_GIVEN_OR_NOT = "(OLD.state IN ('open', 'done')) <> (NEW.state IN ('open', 'done'))"
_TERMS = """RTRIM(COALESCE(
      (SELECT '@_q' || c.state FROM concern AS c
       WHERE c.office_id = search_concern.office_id AND c.id = search_concern.rowid) || ' ', '') || COALESCE(
      (SELECT {joined} FROM (
         SELECT DISTINCT '@_g' || CAST(a.agency_id AS TEXT) AS term FROM assignment AS a
         WHERE a.office_id = search_concern.office_id AND a.concern_id = search_concern.rowid
           AND a.state IN ('open', 'done')) AS given) || ' ', '') || terms)"""
_GIVE_TERMS = "UPDATE search_concern SET terms = {terms}"
_COPY_WITH_TERMS = """INSERT INTO search_concern_new (office_id, rowid, terms)
                      SELECT office_id, rowid, {terms} FROM search_concern ORDER BY office_id, rowid"""

_SQLITE = (
    f"""CREATE TRIGGER search_concern_moved AFTER UPDATE OF state ON concern
        WHEN NEW.protected = FALSE AND {_MOVED} BEGIN {_QUEUE_CONCERN}; END""",
    f"""CREATE TRIGGER search_assignment_new AFTER INSERT ON assignment
        WHEN {_GIVEN} BEGIN {_QUEUE_ASSIGNED.format(hold="")}; END""",
    f"""CREATE TRIGGER search_assignment_changed AFTER UPDATE OF state ON assignment
        WHEN {_GIVEN_OR_NOT} BEGIN {_QUEUE_ASSIGNED.format(hold="")}; END""",
    _GIVE_TERMS.format(terms=_TERMS.format(joined="GROUP_CONCAT(term, ' ')")),
)
# Changed in place, the table and its index would be twice as large for good.
_POSTGRES = (
    f"""CREATE FUNCTION search_queue_moved() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN {_QUEUE_CONCERN}; RETURN NULL; END $$""",
    f"""CREATE FUNCTION search_queue_assigned() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN {_QUEUE_ASSIGNED.format(hold="FOR NO KEY UPDATE")}; RETURN NULL; END $$""",
    f"""CREATE TRIGGER search_concern_moved AFTER UPDATE OF state ON concern FOR EACH ROW
        WHEN (NOT NEW.protected AND {_MOVED}) EXECUTE FUNCTION search_queue_moved()""",
    f"""CREATE TRIGGER search_assignment_new AFTER INSERT ON assignment FOR EACH ROW
        WHEN ({_GIVEN}) EXECUTE FUNCTION search_queue_assigned()""",
    f"""CREATE TRIGGER search_assignment_changed AFTER UPDATE OF state ON assignment FOR EACH ROW
        WHEN ({_GIVEN_OR_NOT}) EXECUTE FUNCTION search_queue_assigned()""",
    "CREATE TABLE search_concern_new (LIKE search_concern INCLUDING GENERATED)",
    _COPY_WITH_TERMS.format(terms=_TERMS.format(joined="STRING_AGG(term, ' ')")),
    "DROP TABLE search_concern",
    "ALTER TABLE search_concern_new RENAME TO search_concern",
    "ALTER TABLE search_concern ADD PRIMARY KEY (office_id, rowid)",
    """CREATE INDEX search_concern_lexemes ON search_concern USING GIN (lexemes)
       WITH (gin_pending_list_limit = 256)""",
)


def apply(connection: Any) -> None:
    """Create the triggers and add the terms in the words of this connection's engine."""
    cursor = connection.cursor()
    for statement in _SQLITE if type(connection).__module__.startswith("sqlite3") else _POSTGRES:
        cursor.execute(statement)


steps = [step(apply)]
