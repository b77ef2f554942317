"""What an official changes or confirms of a topic or kind is kept beside what the machine had suggested.

Both are for the next training: of corrections alone a model would learn only where it is wrong, and unlearn the rest.
"""

from handlers.turn import Turn
from handlers.understanding.kinds import suggest_kind
from handlers.understanding.topics import suggest_topics
from storage import corrections
from storage.ids import new_id
from storage.records import Concern, Correction, Kind


def keep(turn: Turn, concern: Concern, part: str, changed_to: str) -> None:
    """Keep what an official said of the «topic» or the «kind»; `concern` is as it was before.

    Who says the same confirms it. Of a concern that is or becomes protected no word is kept.
    """
    changed_from = concern.topic if part == "topic" else concern.kind
    if not concern.text.strip():
        return
    suggested, score, reasons = _suggested(part, concern.text)
    secret = concern.protected or changed_to == Kind.DENUNCIATION
    corrections.add_correction(
        turn.tx,
        Correction(
            office_id=turn.office.id,
            id=new_id(turn.at),
            concern_id=concern.id,
            part=part,
            suggested=suggested,
            score=score,
            reasons=() if secret else reasons,
            changed_from=changed_from,
            changed_to=changed_to,
            corrected_by=turn.person.id,
            corrected_at=turn.at,
        ),
    )


def _suggested(part: str, text: str) -> tuple[str, float, tuple[str, ...]]:
    """What the machine says of a text: the topic («» when not sure) or kind, how sure, and the words that decide."""
    if part == "kind":
        kind = suggest_kind(text)
        return kind.kind, kind.score, kind.reasons
    topic = next(iter(suggest_topics(text)), None)
    return (topic.topic, topic.score, topic.reasons) if topic else ("", 0.0, ())
