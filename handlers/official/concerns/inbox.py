"""`/ykien`: the inbox. A part of it, by topic and hamlet, a page at a time; a tap opens a concern."""

from collections.abc import Callable
from dataclasses import replace

from handlers.messages import Choice
from handlers.official.concerns.desk import official_of, words_of
from handlers.official.concerns.find import find, nothing
from handlers.official.concerns.lines import entry, open_choice
from handlers.official.words import first_words
from handlers.rules.access import scope_of
from handlers.rules.inbox_filter import CHOOSE, FACETS, MARKS, Filter, View, in_view, read_filter, states_of, views_of
from handlers.rules.inbox_search import Sought, read_sought
from handlers.texts import N_, local_day
from handlers.turn import Turn
from storage import inbox as storage
from storage import offices
from storage.inbox import Count, Selection

PAGE = 6
_VIEWS = {
    View.NEW: N_("inbox.view.new"),
    View.MINE: N_("inbox.view.mine"),
    View.OPEN: N_("inbox.view.open"),
    View.LATE: N_("inbox.view.late"),
    View.CLOSED: N_("inbox.view.closed"),
}


def inbox(turn: Turn, argument: str) -> None:
    """`/ykien [view] [topic or hamlet]`, or words to look for: «/ykien giao thông», «/ykien tre», «/ykien ổ gà»."""
    turn.finish()
    wanted = read_filter(argument, turn.office.profile.topics, offices.areas(turn.tx, turn.office.id))
    sought = read_sought(argument) or _sought(wanted.unknown)
    selection = _selection(turn, wanted)
    if selection is None:
        turn.say(turn.t("inbox.nothing_for_you"))
    elif sought is not None and find(turn, sought):
        pass
    elif wanted.unknown or sought is not None:
        unknown = turn.t("inbox.unknown", words=first_words(wanted.unknown, 40))
        turn.say(nothing(turn, sought) if sought is not None else unknown)
        _views(turn, Filter(view=wanted.view), replace(selection, topic="", area_id=None))
    elif wanted.choose in FACETS:
        _facet(turn, wanted, selection)
    elif wanted.choose:
        _views(turn, wanted, selection)
    else:
        _page(turn, wanted, selection)


def _sought(unknown: str) -> Sought | None:
    """Words that are no filter are looked for; a filter that names nothing is not."""
    return Sought(text=unknown) if unknown and not unknown.startswith(MARKS) else None


def _selection(turn: Turn, wanted: Filter) -> Selection | None:
    """What this official may see of it; None: nothing. A hamlet that is not there selects nothing."""
    official = official_of(turn)
    scope = scope_of(official)
    if scope is None:
        return None
    areas = {area.key: area.id for area in offices.areas(turn.tx, turn.office.id)}
    return Selection(
        office_id=turn.office.id,
        protected=scope.protected,
        agency_id=scope.agency_id,
        states=states_of(wanted.view, official.role),
        topic=wanted.topic,
        area_id=areas.get(wanted.area, -1) if wanted.area else None,
        assigned_by=turn.person.id if wanted.view is View.MINE else None,
        late_on=local_day(turn.at) if wanted.view is View.LATE else None,
    )


def _counts(turn: Turn, selection: Selection) -> list[Count]:
    return storage.counts(turn.tx, selection, today=local_day(turn.at), mine_of=turn.person.id)


def _total(turn: Turn, counts: list[Count], view: View) -> int:
    role = official_of(turn).role
    return sum(count.n for count in counts if in_view(count, view, role))


def _page(turn: Turn, wanted: Filter, selection: Selection) -> None:
    found = storage.page(turn.tx, selection, before_number=wanted.before, limit=PAGE + 1)
    shown, more = found[:PAGE], len(found) > PAGE
    counts = _counts(turn, selection)
    heading = f"{_title(turn, wanted)}: {turn.texts.number(_total(turn, counts, wanted.view))}"
    if wanted.view is not View.OPEN:
        heading += "\n" + turn.t("inbox.all_open", n=turn.texts.number(_total(turn, counts, View.OPEN)))
    entries = [entry(turn, concern) for concern in shown]
    choices = [open_choice(concern) for concern in shown]
    if more:
        older = replace(wanted, before=shown[-1].number)
        choices.append(Choice(label=turn.t("inbox.older"), value=f"/ykien {older.words()}"))
    choices.append(_button(turn.t("inbox.filter"), replace(wanted, choose=CHOOSE, before=None)))
    turn.say("\n\n".join([heading, *(entries or [turn.t("inbox.empty")])]), choices)


def _title(turn: Turn, wanted: Filter) -> str:
    words = words_of(turn)
    parts = [turn.t(_VIEWS[wanted.view])]
    parts += [words.topic(wanted.topic)] if wanted.topic else []
    areas = {area.key: area.name for area in offices.areas(turn.tx, turn.office.id)}
    parts += [areas.get(wanted.area, wanted.area)] if wanted.area else []
    return " · ".join(parts)


def _button(label: str, wanted: Filter) -> Choice:
    return Choice(label=label, value=f"/ykien {wanted.words()}")


def _views(turn: Turn, wanted: Filter, selection: Selection) -> None:
    """The parts of the inbox with their counts, and the way to topics and hamlets."""
    counts = _counts(turn, selection)
    plain = replace(wanted, choose="", before=None, unknown="")
    views = views_of(official_of(turn).role)
    choices = [
        _button(f"{turn.t(_VIEWS[view])}: {turn.texts.number(_total(turn, counts, view))}", replace(plain, view=view))
        for view in views
    ]
    choices.append(_button(turn.t("inbox.by_topic"), replace(plain, choose=FACETS[0])))
    choices.append(_button(turn.t("inbox.by_area"), replace(plain, choose=FACETS[1])))
    if wanted.topic or wanted.area:
        choices.append(_button(turn.t("inbox.no_filter"), Filter(view=wanted.view)))
    turn.say(turn.t("inbox.choose"), choices)


def _facet(turn: Turn, wanted: Filter, selection: Selection) -> None:
    """The topics, or the hamlets, that have concerns in this view, with their counts."""
    plain = replace(wanted, choose="", before=None)
    if wanted.choose == FACETS[0]:
        counts = _counts(turn, replace(selection, topic=""))
        names = {topic.key: words_of(turn).topic(topic.key) for topic in turn.office.profile.topics}
        choices = _tally(turn, counts, wanted.view, names, lambda c: c.topic, lambda key: replace(plain, topic=key))
    else:
        counts = _counts(turn, replace(selection, area_id=None))
        areas = offices.areas(turn.tx, turn.office.id)
        keys = {area.id: area.key for area in areas}
        choices = _tally(
            turn,
            counts,
            wanted.view,
            {area.key: area.name for area in areas},
            lambda c: keys.get(c.area_id or 0, ""),
            lambda key: replace(plain, area=key),
        )
    back = _button(turn.t("inbox.filter"), replace(plain, choose=CHOOSE))
    turn.say(turn.t("inbox.choose_one") if choices else turn.t("inbox.empty"), [*choices, back])


def _tally(
    turn: Turn,
    counts: list[Count],
    view: View,
    names: dict[str, str],
    key_of: Callable[[Count], str],
    narrowed: Callable[[str], Filter],
) -> list[Choice]:
    role = official_of(turn).role
    totals = {key: sum(c.n for c in counts if key_of(c) == key and in_view(c, view, role)) for key in names}
    return [_button(f"{names[key]}: {turn.texts.number(n)}", narrowed(key)) for key, n in totals.items() if n]
