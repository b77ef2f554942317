"""`/tonghop`: what has come in for a session, in figures and in short. Nothing protected, not even counted."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from handlers.choices import to_id
from handlers.messages import Choice
from handlers.official.concerns import briefing
from handlers.official.sessions.words import collection_words, find, label, phase_words
from handlers.official.words import KINDS, STATES, Words, first_words, late_days
from handlers.rules.naming import named
from handlers.rules.publication import without_names
from handlers.rules.sessions import Phase, collecting, last_closed, next_opening, phase
from handlers.texts import N_, Texts, local_day
from handlers.turn import Turn
from storage import concern_groups, concerns, likenesses, sessions, summaries
from storage.records import Concern, ConcernState, Kind, Office, Session
from storage.transaction import Row, Transaction

PAGE = 6
MOST_IN_SHORT = 8
MOST_CODES = 5
OUTSIDE = "ngoai"
TOPIC = "linhvuc"
ALL_TOPICS = "tatca"
_PARTS = {"tat": "all", "chuagiao": "unassigned", "tre": "late"}
_SHOW = {
    "all": N_("summary.show_all"),
    "unassigned": N_("summary.show_unassigned"),
    "late": N_("summary.show_late"),
}
_HEADINGS = {
    "all": N_("summary.page_all"),
    "unassigned": N_("summary.page_unassigned"),
    "late": N_("summary.page_late"),
}


def summary(turn: Turn, argument: str = "") -> None:
    """`/tonghop [session] [part] [below id]`: the summary of a session, or a page of its concerns."""
    where, part, before, *_ = [*argument.split(), "", "", ""]
    if where == TOPIC:
        where, part, before = "", where, part
    session = at_hand(turn) if not where else find(turn, where)
    if session is None and where != OUTSIDE:
        turn.say(turn.t(N_("summary.no_session")), _others(turn, None))
    elif part == TOPIC:
        _briefing(turn, session, argument.partition(TOPIC)[2])
    elif part in _PARTS:
        _page(turn, session, part, to_id(before))
    else:
        text = summary_text(turn.tx, turn.office, session, turn.at, turn.texts)
        turn.say(text, [*_parts(turn, session), *_others(turn, session)])


def _briefing(turn: Turn, session: Session | None, name: str) -> None:
    """Half a page on one field of life for the chair, or on all; without a name the fields that have concerns."""
    base, session_id = f"/tonghop {_key(session)}", session.id if session else None
    topics = turn.office.profile.topics
    index = named(name, [(topic.key, topic.vi, topic.en) for topic in topics])
    back = Choice(label=turn.t(N_("summary.back")), value=base)
    words = Words(tx=turn.tx, office=turn.office, texts=turn.texts)
    if index is not None:
        every = Choice(label=turn.t(N_("summary.other_topic")), value=f"{base} {TOPIC}")
        turn.say(briefing.briefing_text(words, session_id, topics[index].key), [every, back])
        return
    if name.strip() == ALL_TOPICS:
        every = Choice(label=turn.t(N_("summary.other_topic")), value=f"{base} {TOPIC}")
        turn.say(briefing.session_briefing(words, session_id), [every, back])
        return
    found = _counted(concerns.counts(turn.tx, turn.office.id, session_id), "topic").most_common()
    choices = [
        Choice(label=f"{words.topic(key)}: {turn.texts.number(n)}", value=f"{base} {TOPIC} {key}") for key, n in found
    ]
    if len(found) > 1:
        choices.append(Choice(label=turn.t(N_("summary.all_topics")), value=f"{base} {TOPIC} {ALL_TOPICS}"))
    turn.say(turn.t(N_("summary.which_topic") if found else N_("summary.nothing")), [*choices, back])


def at_hand(turn: Turn) -> Session | None:
    """The session that everybody means: the one that collects, else what closed last and is not over, else the next."""
    every = [s for s in sessions.sessions(turn.tx, turn.office.id) if phase(s, turn.at) is not Phase.CANCELLED]
    going_on = [session for session in every if phase(session, turn.at) is not Phase.CONCLUDED]
    at = turn.at
    return collecting(going_on, at) or last_closed(going_on, at) or next_opening(going_on, at) or last_closed(every, at)


def _key(session: Session | None) -> str:
    return str(session.id) if session else OUTSIDE


def _parts(turn: Turn, session: Session | None) -> list[Choice]:
    """The pages that would hold anything."""
    today, session_id = local_day(turn.at), session.id if session else None
    some = summaries.count(turn.tx, turn.office.id, session_id, "all", today)
    topics = Choice(label=turn.t(N_("summary.show_topics")), value=f"/tonghop {_key(session)} {TOPIC}")
    return [topics] * bool(some) + [
        Choice(label=turn.t(_SHOW[part]), value=f"/tonghop {_key(session)} {word}")
        for word, part in _PARTS.items()
        if summaries.count(turn.tx, turn.office.id, session_id, part, today)
    ]


def _others(turn: Turn, shown: Session | None) -> list[Choice]:
    """The other sessions that are going on, and what came outside any."""
    every = sessions.sessions(turn.tx, turn.office.id)
    over = {Phase.CONCLUDED, Phase.CANCELLED}
    others = [s for s in every if s != shown and phase(s, turn.at) not in over][:PAGE]
    choices = [Choice(label=label(s.title), value=f"/tonghop {s.id}") for s in others]
    if shown is not None and summaries.count(turn.tx, turn.office.id, None, "all", local_day(turn.at)):
        choices.append(Choice(label=turn.t(N_("summary.outside")), value=f"/tonghop {OUTSIDE}"))
    return choices


def summary_text(tx: Transaction, office: Office, session: Session | None, at: datetime, texts: Texts) -> str:
    """The summary of a session (None: of what came outside any), in one language: a pure function of the database.

    Counts by state, topic and hamlet; what nobody has yet; what is late; the newest concerns in short. It names no
    sender, and of protected concerns it neither tells nor counts.
    """
    return "\n\n".join([_heading(texts, session, at), figures_text(tx, office, session, at, texts)])


def figures_text(tx: Transaction, office: Office, session: Session | None, at: datetime, texts: Texts) -> str:
    """The summary below its heading: it differs only when something came in, changed its state, or became late."""
    session_id = session.id if session else None
    words = Words(tx=tx, office=office, texts=texts)
    rows = concerns.counts(tx, office.id, session_id)
    total = sum(row["n"] for row in rows)
    parts = [_totals(words, session_id, total)]
    if total:
        parts += [_by_state(texts, rows), _by_topic(words, rows), _by_area(words, rows), _by_kind(texts, rows)]
        parts += _attention(words, session_id, local_day(at))
        parts.append(_newest(words, session_id, total, local_day(at)))
    return "\n\n".join(part for part in parts if part)


def _heading(texts: Texts, session: Session | None, at: datetime) -> str:
    if session is None:
        return texts.t(N_("summary.heading_outside"))
    return texts.t(
        N_("summary.heading"),
        title=session.title,
        phase=phase_words(texts, session, at),
        collection=collection_words(texts, session, at),
    )


def _totals(words: Words, session_id: int | None, total: int) -> str:
    """How many came in, how many matters they are after merging, and how many come up again."""
    texts, tx, office_id = words.texts, words.tx, words.office.id
    if not total:
        return texts.t(N_("summary.nothing"))
    lines = [texts.tn("summary.total", total)]
    heads = concern_groups.representatives(tx, office_id, session_id)
    if matters := total - len(heads) + len(set(heads.values())):
        lines += [texts.tn("summary.matters", matters)] if matters < total else []
    if again := likenesses.count_recurring(tx, office_id, session_id):
        lines.append(texts.tn("summary.recurring", again))
    return "\n".join(lines)


def _by_kind(texts: Texts, rows: Iterable[Row]) -> str:
    found = [(texts.t(KINDS[Kind(kind)]), n) for kind, n in _counted(rows, "kind").most_common()]
    return _table(texts.t(N_("summary.by_kind")), found, texts)


def _by_state(texts: Texts, rows: Iterable[Row]) -> str:
    found = _counted(rows, "state")
    lines = [(texts.t(STATES[state]), found[state]) for state in ConcernState if found[state]]
    return _table(texts.t(N_("summary.by_state")), lines, texts)


def _by_topic(words: Words, rows: Iterable[Row]) -> str:
    found = [(words.topic(key), n) for key, n in _counted(rows, "topic").most_common()]
    return _table(words.texts.t(N_("summary.by_topic")), found, words.texts)


def _by_area(words: Words, rows: Iterable[Row]) -> str:
    found = [(words.area(key), n) for key, n in _counted(rows, "area_id").most_common()]
    return _table(words.texts.t(N_("summary.by_area")), found, words.texts)


def _counted(rows: Iterable[Row], name: str) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for row in rows:
        found[row[name]] += row["n"]
    return found


def _table(heading: str, lines: Iterable[tuple[str, int]], texts: Texts) -> str:
    return "\n".join([heading, *(f"- {name}: {texts.number(n)}" for name, n in lines)])


def _attention(words: Words, session_id: int | None, today: date) -> list[str]:
    """What nobody has yet, and what is past its day: how many, and the codes of the newest."""
    tx, office_id, texts = words.tx, words.office.id, words.texts
    lines = []
    if unassigned := summaries.count(tx, office_id, session_id, "unassigned", today):
        found = summaries.page(tx, office_id, session_id, "unassigned", today, limit=MOST_CODES)
        lines.append(texts.tn("summary.unassigned", unassigned, codes=_codes(found, unassigned)))
    if late := summaries.count(tx, office_id, session_id, "late", today):
        found = summaries.page(tx, office_id, session_id, "late", today, limit=MOST_CODES)
        lines.append(texts.tn("summary.late", late, codes=_codes(found, late)))
    return lines


def _codes(found: list[Concern], total: int) -> str:
    return ", ".join(concern.code for concern in found) + (", …" if total > len(found) else "")


def _newest(words: Words, session_id: int | None, total: int, today: date) -> str:
    found = summaries.page(words.tx, words.office.id, session_id, "all", today, limit=MOST_IN_SHORT)
    heading = N_("summary.newest") if total > len(found) else N_("summary.in_short")
    return "\n".join([words.texts.t(heading), *(in_short(words, concern) for concern in found)])


def in_short(words: Words, concern: Concern) -> str:
    """«GM-0042 · Giao thông · Xóm 3: Đường làng hỏng …», without names: summaries are forwarded and read in groups."""
    return f"{words.heading(concern)}: {first_words(without_names(concern.text), 60)}"


def _page(turn: Turn, session: Session | None, part_word: str, before: int | None) -> None:
    """A page of concerns in short, each to be opened by a tap."""
    part, today = _PARTS[part_word], local_day(turn.at)
    session_id = session.id if session else None
    found = summaries.page(turn.tx, turn.office.id, session_id, part, today, before=before, limit=PAGE + 1)
    shown = found[:PAGE]
    words = Words(tx=turn.tx, office=turn.office, texts=turn.texts)
    total = summaries.count(turn.tx, turn.office.id, session_id, part, today)
    lines = [turn.t(_HEADINGS[part], total=turn.texts.number(total)), *(_line(words, one, today) for one in shown)]
    choices = [Choice(label=concern.code, value=f"/xem {concern.code}") for concern in shown]
    base = f"/tonghop {_key(session)}"
    if len(found) > PAGE:
        choices.append(Choice(label=turn.t(N_("summary.older")), value=f"{base} {part_word} {shown[-1].id}"))
    choices.append(Choice(label=turn.t(N_("summary.back")), value=base))
    turn.say("\n\n".join(lines), choices)


def _line(words: Words, concern: Concern, today: date) -> str:
    state = words.state(concern)
    if days := late_days(concern, today):
        state = ", ".join([state, words.texts.tn("desk.days_late", days)])
    return f"{in_short(words, concern)}\n{state}"
