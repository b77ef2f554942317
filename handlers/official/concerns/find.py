"""`/ykien words`: the concerns that hold these words, the best first, or the newest first when that is asked for."""

from dataclasses import replace

from handlers.found_words import besides
from handlers.messages import Choice
from handlers.official.concerns.desk import official_of
from handlers.official.concerns.lines import entry, open_choice
from handlers.official.words import first_words
from handlers.rules.access import Scope as Sight
from handlers.rules.access import scope_of
from handlers.rules.inbox_search import Sought
from handlers.searching import Found, matching, search
from handlers.turn import Turn
from storage import concerns, inbox
from storage import search as index
from storage.inbox import Selection
from storage.records import Concern
from storage.search import Scope

PAGE = 6
_MOST_PROTECTED = 500
"""What is protected stands in no index: the newest so many are read one by one."""


def find(turn: Turn, sought: Sought) -> bool:
    """Say what was found; False, and nothing said, when that is nothing at all."""
    sight = scope_of(official_of(turn))
    if sight is None:
        return False
    found, shown = _protected(turn, sought) if sight.protected else _indexed(turn, sight, sought)
    if not shown:
        return False
    heading = turn.t("find.heading", words=first_words(sought.text, 60))
    order = turn.t("find.newest") if sought.newest else turn.t("find.best")
    lines = ["\n".join([f"{heading} ({order})", *besides(turn, found)]), *(entry(turn, concern) for concern in shown)]
    turn.say("\n\n".join(lines), [*map(open_choice, shown), *_ways_on(turn, sought, found, shown)])
    return True


def nothing(turn: Turn, sought: Sought) -> str:
    """That nothing was found."""
    return turn.t("find.nothing", words=first_words(sought.text, 40))


def _ways_on(turn: Turn, sought: Sought, found: Found, shown: list[Concern]) -> list[Choice]:
    """The next page and the other order, where a button has room for the words."""
    other = replace(sought, newest=not sought.newest, before=None)
    ways = [(turn.t("find.more"), replace(sought, before=shown[-1].number))] if found.more else []
    ways += [(turn.t("find.to_best") if sought.newest else turn.t("find.to_newest"), other)] if found.more else []
    return [Choice(label=label, value=f"/ykien {way.words()}") for label, way in ways if way.words()]


def _indexed(turn: Turn, sight: Sight, sought: Sought) -> tuple[Found, list[Concern]]:
    scope = Scope(office_id=turn.office.id, agency_id=sight.agency_id)
    after = concerns.id_of_number(turn.tx, turn.office.id, sought.before) if sought.before is not None else None
    found = search(turn.tx, scope, sought.text, ranked=not sought.newest, after=after, limit=PAGE)
    by_id = {concern.id: concern for concern in index.concerns(turn.tx, turn.office.id, found.ids)}
    return found, [by_id[number] for number in found.ids if number in by_id]


def _protected(turn: Turn, sought: Sought) -> tuple[Found, list[Concern]]:
    """The inspector's own: newest first, without any index."""
    selection = Selection(office_id=turn.office.id, protected=True)
    newest = inbox.page(turn.tx, selection, before_number=sought.before, limit=_MOST_PROTECTED)
    fitting = matching(sought.text, newest)
    return Found(more=len(fitting) > PAGE), fitting[:PAGE]
