"""An answer stops being public in the transaction in which its concern is found to be a complaint or is closed.

The database itself keeps this promise, whoever changes the kind. What was taken back stays so when the kind is changed
again, until an official publishes the answer anew. The search index forgets it by its own trigger (0005).
"""

from typing import Any

from yoyo import step

_TAKE_BACK = """UPDATE answer SET public = FALSE, public_question = ''
    WHERE office_id = NEW.office_id AND concern_id = NEW.id AND public = TRUE"""
_SQLITE = (
    f"""CREATE TRIGGER answer_never_public AFTER UPDATE OF kind, protected ON concern
        WHEN NEW.protected OR NEW.kind IN ('complaint', 'denunciation') BEGIN {_TAKE_BACK}; END""",
)
_POSTGRES = (
    f"""CREATE FUNCTION take_answer_back() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN {_TAKE_BACK}; RETURN NULL; END $$""",
    """CREATE TRIGGER answer_never_public AFTER UPDATE OF kind, protected ON concern FOR EACH ROW
       WHEN (NEW.protected OR NEW.kind IN ('complaint', 'denunciation')) EXECUTE FUNCTION take_answer_back()""",
)
_SO_FAR = """UPDATE answer SET public = FALSE, public_question = ''
    WHERE public = TRUE AND EXISTS (
      SELECT 1 FROM concern AS c WHERE c.office_id = answer.office_id AND c.id = answer.concern_id
        AND (c.protected = TRUE OR c.kind IN ('complaint', 'denunciation')))"""


def apply(connection: Any) -> None:
    """Create the trigger in the words of this connection's engine, and take back what should not be public already."""
    own = _SQLITE if type(connection).__module__.startswith("sqlite3") else _POSTGRES
    cursor = connection.cursor()
    for statement in (*own, _SO_FAR):
        cursor.execute(statement)


steps = [step(apply)]
