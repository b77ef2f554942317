"""Search: two indexes, what waits to be indexed, and the words that are known.

`search_concern` is what officials search in and `search_answer` what everybody may: they never stand in one table.
Both hold terms as handlers/understanding/search_terms.py makes them. SQLite keeps them in FTS5, PostgreSQL in a
tsvector with GIN; both without any extension, and under the same names of columns, so that most statements are one.

Triggers keep the promises that nobody may forget: what is new or changed is queued, and what is protected, deleted or
no longer public leaves the index in the same transaction. An index is filled later, off the reply path.
"""

from typing import Any

from yoyo import step

_COMMON = (
    """CREATE TABLE search_queue (
         office_id BIGINT NOT NULL, shelf TEXT NOT NULL, id BIGINT NOT NULL, PRIMARY KEY (office_id, shelf, id))""",
    """CREATE TABLE search_word (
         office_id BIGINT NOT NULL, shelf TEXT NOT NULL, word TEXT NOT NULL, texts BIGINT NOT NULL,
         PRIMARY KEY (office_id, shelf, word))""",
)
_BACKLOG = (
    """INSERT INTO search_queue (office_id, shelf, id)
       SELECT office_id, 'concern', id FROM concern WHERE protected = FALSE""",
    """INSERT INTO search_queue (office_id, shelf, id)
       SELECT a.office_id, 'answer', a.id FROM answer AS a
       JOIN concern AS c ON c.office_id = a.office_id AND c.id = a.concern_id
       WHERE a.state = 'released' AND a.public = TRUE AND c.protected = FALSE""",
)

_QUEUE = """INSERT INTO search_queue (office_id, shelf, id) {values} ON CONFLICT DO NOTHING"""
_QUEUE_CONCERN = _QUEUE.format(values="VALUES (NEW.office_id, 'concern', NEW.id)")
_QUEUE_ANSWER = _QUEUE.format(values="VALUES (NEW.office_id, 'answer', NEW.id)")
_QUEUE_ANSWERS_OF_CONCERN = _QUEUE.format(
    values="""SELECT office_id, 'answer', id FROM answer
              WHERE office_id = NEW.office_id AND concern_id = NEW.id AND state = 'released' AND public = TRUE"""
)
_FORGET_CONCERN = """
    DELETE FROM search_concern WHERE rowid = OLD.id {office};
    DELETE FROM search_queue WHERE office_id = OLD.office_id AND shelf = 'concern' AND id = OLD.id;
    DELETE FROM search_answer WHERE rowid IN
      (SELECT id FROM answer WHERE office_id = OLD.office_id AND concern_id = OLD.id) {office};
    DELETE FROM search_queue WHERE office_id = OLD.office_id AND shelf = 'answer' AND id IN
      (SELECT id FROM answer WHERE office_id = OLD.office_id AND concern_id = OLD.id);"""
_FORGET_ANSWER = """
    DELETE FROM search_answer WHERE rowid = OLD.id {office};
    DELETE FROM search_queue WHERE office_id = OLD.office_id AND shelf = 'answer' AND id = OLD.id;"""

_FTS = """CREATE VIRTUAL TABLE {table} USING fts5(office_id UNINDEXED, terms,
          tokenize = "ascii tokenchars '.~=@_'", detail = none)"""
_SQLITE = (
    _FTS.format(table="search_concern"),
    _FTS.format(table="search_answer"),
    f"""CREATE TRIGGER search_concern_new AFTER INSERT ON concern WHEN NEW.protected = FALSE
        BEGIN {_QUEUE_CONCERN}; END""",
    f"""CREATE TRIGGER search_concern_changed AFTER UPDATE OF text, topic, session_id, area_id, protected ON concern
        WHEN NEW.protected = FALSE AND (OLD.protected OR OLD.text <> NEW.text OR OLD.topic <> NEW.topic
          OR OLD.session_id IS NOT NEW.session_id OR OLD.area_id IS NOT NEW.area_id)
        BEGIN {_QUEUE_CONCERN}; {_QUEUE_ANSWERS_OF_CONCERN}; END""",
    f"""CREATE TRIGGER search_concern_protected AFTER UPDATE OF protected ON concern WHEN NEW.protected
        BEGIN {_FORGET_CONCERN.format(office="")} END""",
    f"""CREATE TRIGGER search_concern_gone AFTER DELETE ON concern BEGIN {_FORGET_CONCERN.format(office="")} END""",
    f"""CREATE TRIGGER search_answer_new AFTER INSERT ON answer WHEN NEW.state = 'released' AND NEW.public
        BEGIN {_QUEUE_ANSWER}; END""",
    f"""CREATE TRIGGER search_answer_changed AFTER UPDATE ON answer WHEN NEW.state = 'released' AND NEW.public
        BEGIN {_QUEUE_ANSWER}; END""",
    f"""CREATE TRIGGER search_answer_hidden AFTER UPDATE ON answer WHEN NOT (NEW.state = 'released' AND NEW.public)
        BEGIN {_FORGET_ANSWER.format(office="")} END""",
    f"""CREATE TRIGGER search_answer_gone AFTER DELETE ON answer BEGIN {_FORGET_ANSWER.format(office="")} END""",
)

# GIN tells all hits of a query or none, in no order. So each text also has a lexeme for each slice of time it is in
# (an id begins with its time), and a query asks for a slice beside its words: `storage/search.py`, SLICES.
_SLICES = ", ".join(
    f"'@{level}.' || CAST(office_id AS TEXT) || '.' || CAST(rowid >> {level} AS TEXT)" for level in (46, 50, 54, 58, 63)
)
_TABLE = f"""CREATE TABLE {{table}} (
              office_id BIGINT NOT NULL, rowid BIGINT NOT NULL, terms TEXT NOT NULL,
              lexemes TSVECTOR GENERATED ALWAYS AS
                (array_to_tsvector(string_to_array(terms, ' ') || ARRAY[{_SLICES}])) STORED,
              PRIMARY KEY (office_id, rowid))"""
# What is new waits in a list that every search reads through, and whoever fills it sorts it in: so it stays short. At
# 4 MB, PostgreSQL's own limit, the batch that sorts it in took 83 ms of processor time; at 256 kB 23.
_GIN = "CREATE INDEX {table}_lexemes ON {table} USING GIN (lexemes) WITH (gin_pending_list_limit = 256)"
_OFFICE = "AND office_id = OLD.office_id"
_POSTGRES = (
    _TABLE.format(table="search_concern"),
    _GIN.format(table="search_concern"),
    _TABLE.format(table="search_answer"),
    _GIN.format(table="search_answer"),
    f"""CREATE FUNCTION search_queue_concern() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN {_QUEUE_CONCERN}; {_QUEUE_ANSWERS_OF_CONCERN}; RETURN NULL; END $$""",
    f"""CREATE FUNCTION search_forget_concern() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN {_FORGET_CONCERN.format(office=_OFFICE)} RETURN NULL; END $$""",
    f"""CREATE FUNCTION search_queue_answer() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN {_QUEUE_ANSWER}; RETURN NULL; END $$""",
    f"""CREATE FUNCTION search_forget_answer() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN {_FORGET_ANSWER.format(office=_OFFICE)} RETURN NULL; END $$""",
    """CREATE TRIGGER search_concern_new AFTER INSERT ON concern FOR EACH ROW WHEN (NOT NEW.protected)
       EXECUTE FUNCTION search_queue_concern()""",
    """CREATE TRIGGER search_concern_changed AFTER UPDATE OF text, topic, session_id, area_id, protected ON concern
       FOR EACH ROW WHEN (NOT NEW.protected AND (OLD.protected OR OLD.text <> NEW.text OR OLD.topic <> NEW.topic
         OR OLD.session_id IS DISTINCT FROM NEW.session_id OR OLD.area_id IS DISTINCT FROM NEW.area_id))
       EXECUTE FUNCTION search_queue_concern()""",
    """CREATE TRIGGER search_concern_protected AFTER UPDATE OF protected ON concern FOR EACH ROW WHEN (NEW.protected)
       EXECUTE FUNCTION search_forget_concern()""",
    """CREATE TRIGGER search_concern_gone AFTER DELETE ON concern FOR EACH ROW
       EXECUTE FUNCTION search_forget_concern()""",
    """CREATE TRIGGER search_answer_new AFTER INSERT ON answer FOR EACH ROW
       WHEN (NEW.state = 'released' AND NEW.public) EXECUTE FUNCTION search_queue_answer()""",
    """CREATE TRIGGER search_answer_changed AFTER UPDATE ON answer FOR EACH ROW
       WHEN (NEW.state = 'released' AND NEW.public) EXECUTE FUNCTION search_queue_answer()""",
    """CREATE TRIGGER search_answer_hidden AFTER UPDATE ON answer FOR EACH ROW
       WHEN (NOT (NEW.state = 'released' AND NEW.public)) EXECUTE FUNCTION search_forget_answer()""",
    """CREATE TRIGGER search_answer_gone AFTER DELETE ON answer FOR EACH ROW
       EXECUTE FUNCTION search_forget_answer()""",
)


def apply(connection: Any) -> None:
    """Create the tables and triggers in the words of this connection's engine, and queue what is there already."""
    own = _SQLITE if type(connection).__module__.startswith("sqlite3") else _POSTGRES
    cursor = connection.cursor()
    for statement in (*_COMMON, *own, *_BACKLOG):
        cursor.execute(statement)


steps = [step(apply)]
