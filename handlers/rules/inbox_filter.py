"""What an official asked the inbox for: a view, a topic, a hamlet, and from where on. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from handlers.rules.answers import CLOSED, OPEN
from handlers.rules.naming import named
from handlers.understanding.normalise import fold
from storage.inbox import Count
from storage.records import Area, ConcernState, Role, Topic


class View(StrEnum):
    """Which part of the inbox, as it is typed after /ykien."""

    NEW = "moi"
    MINE = "toi"
    OPEN = "mo"
    LATE = "tre"
    CLOSED = "xong"


CHOOSE = "loc"
"""The word that asks for the filters instead of the concerns."""
FACETS = ("loc-linhvuc", "loc-xom")
"""The words that ask for the topics and the hamlets to choose from."""

MARKS = ("t:", "x:", "sau:")
"""What a filter of a button begins with: a topic, a hamlet, a page."""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A page of the inbox. `before`: only concerns with a smaller number. `choose`: show filters instead."""

    view: View = View.NEW
    topic: str = ""
    area: str = ""
    before: int | None = None
    choose: str = ""
    unknown: str = ""

    def words(self) -> str:
        """The filter as words that `read_filter` reads back."""
        parts = [self.choose, self.view.value]
        parts += [f"t:{self.topic}"] if self.topic else []
        parts += [f"x:{self.area}"] if self.area else []
        parts += [f"sau:{self.before}"] if self.before is not None else []
        return " ".join(part for part in parts if part)


def read_filter(text: str, topics: Sequence[Topic], areas: Sequence[Area]) -> Filter:
    """The filter in the words of a button or of a person («giao thông», «xóm 3»); `unknown` keeps what was neither."""
    found, left = Filter(), []
    for word in text.split():
        taken = _marked(found, word)
        found = taken or found
        left += [] if taken else [word]
    if not left:
        return found
    by_name = _by_name(Filter(), text, topics, areas) or _by_name(found, " ".join(left), topics, areas)
    return by_name or Filter(unknown=text)


def _marked(found: Filter, word: str) -> Filter | None:
    plain = fold(word)
    mark, _, value = plain.partition(":")
    if plain in set(View):
        return replace(found, view=View(plain))
    if plain == CHOOSE or plain in FACETS:
        return replace(found, choose=plain)
    if mark == "t" and value:
        return replace(found, topic=value)
    if mark == "x" and value:
        return replace(found, area=value)
    if mark == "sau" and value.isdecimal():
        return replace(found, before=int(value[:12]))
    return None


def _by_name(found: Filter, text: str, topics: Sequence[Topic], areas: Sequence[Area]) -> Filter | None:
    """A topic's or hamlet's name; all its open concerns unless the words say otherwise."""
    view = View.OPEN if found.view is View.NEW else found.view
    topic = None if text.isdecimal() else named(text, [(topic.key, topic.vi, topic.en) for topic in topics])
    if topic is not None:
        return replace(found, view=view, topic=topics[topic].key)
    area = None if text.isdecimal() else named(text, [(area.key, area.name) for area in areas])
    return replace(found, view=view, area=areas[area].key) if area is not None else None


def views_of(role: Role) -> tuple[View, ...]:
    """The views that mean something to a role."""
    if role in {Role.COMMITTEE, Role.OFFICE}:
        return tuple(View)
    return tuple(view for view in View if view is not View.MINE)


def states_of(view: View, role: Role) -> tuple[ConcernState, ...]:
    """Which states a view holds; «new» is what waits for this role: to be given out, or to be answered."""
    if view is View.NEW:
        return (ConcernState.ASSIGNED,) if role is Role.AGENCY else (ConcernState.RECEIVED,)
    return CLOSED if view is View.CLOSED else OPEN


def in_view(count: Count, view: View, role: Role) -> bool:
    """Whether these counted concerns belong to a view."""
    if count.state not in states_of(view, role):
        return False
    return (view is not View.LATE or count.late) and (view is not View.MINE or count.mine)
