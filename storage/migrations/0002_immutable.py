"""What must never change is guarded by the database itself: a concern's own words, and the audit log.

Decision 9 of docs/architecture.md. Trigger syntax differs between the engines, so this one file asks which it is.
"""

from typing import Any

from yoyo import step

_SQLITE = (
    """CREATE TRIGGER concern_text_is_immutable BEFORE UPDATE OF text, code ON concern
       BEGIN SELECT RAISE(ABORT, 'the original text of a concern is immutable'); END""",
    """CREATE TRIGGER audit_is_append_only_update BEFORE UPDATE ON audit
       BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END""",
    """CREATE TRIGGER audit_is_append_only_delete BEFORE DELETE ON audit
       BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END""",
)
_POSTGRES = (
    """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
       $$ BEGIN RAISE EXCEPTION '% is immutable', TG_TABLE_NAME; END $$""",
    """CREATE TRIGGER concern_text_is_immutable BEFORE UPDATE OF text, code ON concern
       FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
    """CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON audit
       FOR EACH ROW EXECUTE FUNCTION refuse_change()""",
)


def apply(connection: Any) -> None:
    """Create the triggers in the words of the engine that this connection speaks to."""
    statements = _SQLITE if type(connection).__module__.startswith("sqlite3") else _POSTGRES
    cursor = connection.cursor()
    for statement in statements:
        cursor.execute(statement)


steps = [step(apply)]
