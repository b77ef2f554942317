"""Whether the parts of a plan fit together: keys used once and known, numbers in order, no circle of routes
or anchors.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from handlers.rules.plans.lines import Path
from handlers.rules.plans.model import Plan
from handlers.rules.plans.office import EVERYBODY
from handlers.rules.plans.parts import AT_SESSION, DueRule
from handlers.rules.plans.session import PlannedSession
from handlers.rules.plans.work import Route

Flaw = tuple[Path, str]


def flaws(plan: Plan) -> list[Flaw]:
    """Everything that does not fit, as the path of the value and what is wrong with it in Vietnamese."""
    return [
        *_repeated_keys(plan),
        *_unknown_keys(plan),
        *_impossible_numbers(plan),
        *_circles(plan),
    ]


def _repeated_keys(plan: Plan) -> Iterator[Flaw]:
    lists: dict[str, Iterable[str]] = {
        "areas": [area.key for area in plan.areas],
        "agencies": [agency.key for agency in plan.agencies],
        "chairs": [chair.key for chair in plan.chairs],
        "topics": [topic.id for topic in plan.topics],
        "sessions": [session.key for session in plan.sessions],
        "routes": [route.key for route in plan.routes],
        "duties": [duty.key for duty in plan.duties],
    }
    for name, keys in lists.items():
        yield from _repeats(name, list(keys))
    for at, key in enumerate(duty.key for duty in plan.duties):
        if key in {route.key for route in plan.routes}:
            yield ("duties", at, "key"), f"khóa «{key}» đã dùng cho một tuyến báo cáo (routes)"


def _repeats(name: str, keys: list[str]) -> Iterator[Flaw]:
    for key, times in Counter(keys).items():
        if times > 1:
            last = len(keys) - 1 - keys[::-1].index(key)
            field = "id" if name == "topics" else "key"
            yield (name, last, field), f"khóa «{key}» dùng {times} lần; mỗi khóa chỉ dùng một lần"


def _unknown_keys(plan: Plan) -> Iterator[Flaw]:
    parties = {agency.key for agency in plan.agencies} | {chair.key for chair in plan.chairs} | set(EVERYBODY)
    topics = {topic.id for topic in plan.topics}
    sessions = {session.key for session in plan.sessions}
    for path, keys in _parties_named(plan):
        yield from _missing(path, keys, parties, "cơ quan hay người nào")
    for path, keys in _topics_named(plan):
        yield from _missing(path, keys, topics, "lĩnh vực nào")
    for path, keys in _sessions_named(plan):
        yield from _missing(path, keys, sessions, "buổi đối thoại nào")
    for at, session in enumerate(plan.sessions):
        yield from _missing(("sessions", at, "areas"), session.areas, {area.key for area in plan.areas}, "địa bàn nào")
        yield from _missing(("sessions", at, "chairs"), session.chairs, {c.key for c in plan.chairs}, "chủ trì nào")


def _missing(path: Path, keys: Iterable[str], known: set[str], what: str) -> Iterator[Flaw]:
    for key in keys:
        if key not in known:
            yield path, f"không có {what} mang khóa «{key}» trong kế hoạch"


def _parties_named(plan: Plan) -> Iterator[tuple[Path, tuple[str, ...]]]:
    for at, agency in enumerate(plan.agencies):
        yield ("agencies", at, "superior"), (agency.superior,) if agency.superior else ()
    for at, route in enumerate(plan.routes):
        yield ("routes", at, "senders"), route.senders
        yield ("routes", at, "receiver"), (route.receiver,)
        yield ("routes", at, "via"), (route.via,) if route.via else ()
        yield ("routes", at, "copies"), route.copies
    for path, duty in plan.duties_with_paths():
        yield (*path, "by"), duty.by
        yield (*path, "to"), duty.to
        yield (*path, "partners"), duty.partners
        yield (*path, "on_behalf_of"), (duty.on_behalf_of,) if duty.on_behalf_of else ()
    for at, step in enumerate(plan.programme):
        yield ("programme", at, "by"), (step.by,) if step.by else ()
    yield ("committee", "agency"), (plan.committee.agency,)
    yield ("survey", "owner"), (plan.survey.owner,) if plan.survey.owner else ()
    yield ("archive", "owner"), (plan.archive.owner,) if plan.archive.owner else ()


def _topics_named(plan: Plan) -> Iterator[tuple[Path, tuple[str, ...]]]:
    for at, agency in enumerate(plan.agencies):
        yield ("agencies", at, "topics"), agency.topics
    for at, session in enumerate(plan.sessions):
        yield ("sessions", at, "topics"), session.topics
        for number, focus in enumerate(session.focus):
            yield ("sessions", at, "focus", number, "topics"), focus.topics
    yield ("intake", "watch_topics"), plan.intake.watch_topics


def _sessions_named(plan: Plan) -> Iterator[tuple[Path, tuple[str, ...]]]:
    for at, route in enumerate(plan.routes):
        yield ("routes", at, "sessions"), route.sessions
    for at, duty in enumerate(plan.duties):
        yield ("duties", at, "sessions"), duty.sessions


def _impossible_numbers(plan: Plan) -> Iterator[Flaw]:
    for at, session in enumerate(plan.sessions):
        for field, words in _quota_flaws(session):
            yield ("sessions", at, "quotas", field), words


def _quota_flaws(session: PlannedSession) -> Iterator[tuple[str, str]]:
    quotas = session.quotas
    if quotas.total_min is not None and quotas.total_max is not None and quotas.total_min > quotas.total_max:
        yield (
            "total_min",
            f"số người ít nhất ({quotas.total_min}) lớn hơn số người nhiều nhất ({quotas.total_max})",
        )
    if quotas.per_area is not None and quotas.per_area_min is not None and quotas.per_area_min > quotas.per_area:
        yield (
            "per_area_min",
            f"mức tối thiểu mỗi địa bàn ({quotas.per_area_min}) lớn hơn số ấn định ({quotas.per_area})",
        )
    floor = (quotas.per_area_min or quotas.per_area or 0) * len(session.areas)
    if quotas.total_max is not None and floor > quotas.total_max:
        yield "total_max", f"các địa bàn cộng lại đã {floor} người, vượt số nhiều nhất ({quotas.total_max})"


def _circles(plan: Plan) -> Iterator[Flaw]:
    """Reports that come back to their sender; explanations may go back, since they answer reports."""
    found: dict[Path, str] = {}
    for session in plan.sessions:
        routes = [(at, r) for at, r in enumerate(plan.routes) if not r.sessions or session.key in r.sessions]
        found.update(_circle_of(plan, [(at, route) for at, route in routes if route.kind != "explanation"]))
        found.update(_circle_of(plan, [(at, route) for at, route in routes if route.kind == "explanation"]))
    yield from found.items()
    yield from _anchor_flaws(plan)


def _circle_of(plan: Plan, routes: Iterable[tuple[int, Route]]) -> Iterator[Flaw]:
    edges: dict[str, set[str]] = {}
    for at, route in routes:
        for sender in route.senders:
            if circle := _walk(edges, route.receiver, sender):
                names = " → ".join(_name(plan, key) for key in [sender, *circle])
                yield ("routes", at), f"tuyến báo cáo đi vòng: {names}"
            edges.setdefault(sender, set()).add(route.receiver)


def _name(plan: Plan, key: str) -> str:
    """A party's name; its key where the plan, wrong in this too, does not know it."""
    try:
        return plan.party_name(key)
    except KeyError:
        return key


def _walk(edges: Mapping[str, set[str]], start: str, goal: str) -> list[str] | None:
    """The way from ``start`` to ``goal`` along ``edges``, both included, or None."""
    ways, seen = [[start]], {start}
    while ways:
        way = ways.pop()
        if way[-1] == goal:
            return way
        fresh = edges.get(way[-1], set()) - seen
        seen |= fresh
        ways.extend([*way, key] for key in sorted(fresh))
    return None


def _anchor_flaws(plan: Plan) -> Iterator[Flaw]:
    rules = dict(plan.rules_with_paths())
    anchors = {key: rule.anchor for key, (_, rule) in rules.items()}
    for key, (path, rule) in rules.items():
        if rule.anchor != AT_SESSION and rule.anchor not in rules:
            yield (*path, "anchor"), f"không có hạn nào mang khóa «{rule.anchor}» để tính từ đó"
        elif _circular(key, anchors):
            yield (*path, "anchor"), f"hạn «{key}» được tính vòng quanh chính nó"
    for at, session in enumerate(plan.sessions):
        closes: DueRule | None = session.collection.closes
        if closes and closes.anchor != AT_SESSION and closes.anchor not in rules:
            yield ("sessions", at, "collection", "closes"), f"không có hạn nào mang khóa «{closes.anchor}»"


def _circular(key: str, anchors: Mapping[str, str]) -> bool:
    seen = {key}
    while (key := anchors.get(key, AT_SESSION)) != AT_SESSION:
        if key in seen:
            return True
        seen.add(key)
    return False
