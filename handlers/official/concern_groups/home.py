"""`/nhom`: concerns that seem one matter. A machine suggests and says why; the committee and the office decide.

/nhom                   what is suggested, and the groups
/nhom GM-5              the group of one concern, or what is suggested for it
/nhom GM-5 GM-2         both side by side, to decide with one tap
/nhom gop|rieng GM-5 GM-2, /nhom tach|daidien GM-5, /nhom hoantac ID
"""

from collections.abc import Callable

from handlers.choices import to_id
from handlers.messages import Choice
from handlers.official.concern_groups import merging
from handlers.official.concern_groups import words as group_words
from handlers.official.concern_groups.merging import Problem
from handlers.official.concerns.desk import Held, hold, words_of
from handlers.official.words import first_words
from handlers.rules.codes import code_of, split_code
from handlers.texts import N_
from handlers.turn import Turn
from handlers.understanding.normalise import fold
from storage import concern_groups, concerns, likenesses
from storage.records import Concern, ConcernGroup, GroupAct, Likeness, LikenessState

PAGE = 4
SHOWN = 600
_PROBLEMS = {
    Problem.SAME: N_("group.problem.same"),
    Problem.ALREADY: N_("group.problem.already"),
    Problem.CLOSED: N_("group.problem.closed"),
    Problem.ALONE: N_("group.problem.alone"),
    Problem.UNDONE: N_("group.problem.undone"),
}


def groups(turn: Turn, argument: str = "") -> None:
    """Read what is wanted; everything is checked anew when a button is pressed, however old it is."""
    turn.finish()
    word, _, rest = argument.strip().partition(" ")
    act = _ACTS.get(fold(word))
    if not word:
        _overview(turn, 0)
    elif act is not None:
        act(turn, rest)
    else:
        _look(turn, argument)


def _overview(turn: Turn, after: int) -> None:
    """A page of suggestions, the oldest first; below them the newest groups."""
    found = likenesses.waiting(turn.tx, turn.office.id, after=after, limit=PAGE + 1)
    count = likenesses.count_waiting(turn.tx, turn.office.id)
    lines, choices = [turn.tn("group.suggested", count) if count else turn.t("group.none_suggested")], []
    for one in found[:PAGE]:
        pair = _pair(turn, one)
        if pair is not None:
            lines.append(group_words.suggestion(turn, *pair, one))
            choices.append(_button(turn.t("group.compare", one=pair[0].code, other=pair[1].code), *pair))
    if len(found) > PAGE:
        choices.append(Choice(label=turn.t("group.more"), value=f"/nhom sau {found[PAGE - 1].concern_id}"))
    mine = concern_groups.groups(turn.tx, turn.office.id, limit=PAGE + 1)
    for group in mine[:PAGE]:
        if (line := group_words.line(turn, group)) and (head := _head(turn, group)):
            lines.append(line)
            choices.append(Choice(label=turn.t("group.open", code=head.code), value=f"/nhom {head.code}"))
    if len(mine) > PAGE:
        choices.append(Choice(label=turn.t("group.older"), value=f"/nhom truoc {mine[PAGE - 1].id}"))
    turn.say("\n\n".join(lines), choices)


def _more(turn: Turn, rest: str) -> None:
    _overview(turn, to_id(rest) or 0)


def _older(turn: Turn, rest: str) -> None:
    """An older page of groups."""
    mine = concern_groups.groups(turn.tx, turn.office.id, before=to_id(rest), limit=PAGE + 1)
    lines = [line for group in mine[:PAGE] if (line := group_words.line(turn, group))]
    heads = [head for group in mine[:PAGE] if (head := _head(turn, group))]
    choices = [Choice(label=turn.t("group.open", code=head.code), value=f"/nhom {head.code}") for head in heads]
    if len(mine) > PAGE:
        choices.append(Choice(label=turn.t("group.older"), value=f"/nhom truoc {mine[PAGE - 1].id}"))
    turn.say("\n\n".join(lines) or turn.t("group.no_older"), choices)


def _pair(turn: Turn, one: Likeness) -> tuple[Concern, Concern] | None:
    mine = concerns.get_concern(turn.tx, turn.office.id, one.concern_id)
    theirs = concerns.get_concern(turn.tx, turn.office.id, one.other_id)
    return (mine, theirs) if mine and theirs and not (mine.protected or theirs.protected) else None


def _head(turn: Turn, group: ConcernGroup) -> Concern | None:
    head = concerns.get_concern(turn.tx, turn.office.id, group.representative_id)
    return head if head is not None and not head.protected else None


def _button(label: str, one: Concern, other: Concern, word: str = "") -> Choice:
    return Choice(label=label, value=" ".join(part for part in ("/nhom", word, one.code, other.code) if part))


def _look(turn: Turn, argument: str) -> None:
    """One concern's group, or two concerns side by side."""
    first, rest = split_code(argument, turn.office.code)
    second, _ = split_code(rest, turn.office.code)
    if first is None:
        turn.say(turn.t("desk.bad_code", code=code_of(turn.office.code, 42)))
        return
    held = hold(turn, first, to_read=True)
    other = hold(turn, second, to_read=True) if held is not None and second else None
    if held is None or (second and other is None):
        return
    if other is not None:
        _side_by_side(turn, held.concern, other.concern)
    else:
        _one(turn, held.concern)


def _side_by_side(turn: Turn, one: Concern, other: Concern) -> None:
    for concern in (one, other):
        turn.record("read", "concern", concern.id)
    found = likenesses.between(turn.tx, turn.office.id, one.id, other.id)
    parts = [_whole(turn, one), _whole(turn, other)]
    if found is not None and found.state is not LikenessState.APART:
        parts.append(group_words.why(turn, found))
    mine, theirs = (concern_groups.group_of(turn.tx, turn.office.id, c.id) for c in (one, other))
    if mine is not None and mine == theirs:
        turn.say("\n\n".join([*parts, turn.t("group.problem.already")]), [_open_group(turn, one)])
        return
    choices = [_button(turn.t("group.merge"), one, other, "gop"), _button(turn.t("group.apart"), one, other, "rieng")]
    turn.say("\n\n".join(parts), choices)


def _whole(turn: Turn, concern: Concern) -> str:
    return f"{words_of(turn).heading(concern)}\n{first_words(concern.text or concern.summary, SHOWN)}"


def _one(turn: Turn, concern: Concern) -> None:
    group = concern_groups.group_of(turn.tx, turn.office.id, concern.id)
    if group is not None:
        turn.record("read", "group", group.id)
        _show(turn, group)
        return
    found = [one for one in likenesses.of_concern(turn.tx, turn.office.id, concern.id) if _waits(turn, one)]
    lines = [turn.t("group.alone", code=concern.code)]
    choices = []
    for one in found[:PAGE]:
        pair = _pair(turn, one)
        if pair is not None:
            lines.append(group_words.suggestion(turn, *pair, one))
            choices.append(_button(turn.t("group.compare", one=pair[0].code, other=pair[1].code), *pair))
    turn.say("\n\n".join(lines), choices)


def _waits(_turn: Turn, one: Likeness) -> bool:
    return one.state is LikenessState.SUGGESTED


def _show(turn: Turn, group: ConcernGroup) -> None:
    """A group whole: who stands for it, its members with their words, why, its trail, and what may be done."""
    members = concern_groups.members(turn.tx, turn.office.id, group.id)
    lines = [group_words.heading(turn, group)]
    choices = []
    for one in members:
        lines.append(group_words.member(turn, group, one))
        if one.concern.id != group.representative_id:
            code = one.concern.code
            choices.append(Choice(label=turn.t("group.split", code=code), value=f"/nhom tach {code}"))
            choices.append(Choice(label=turn.t("group.represent", code=code), value=f"/nhom daidien {code}"))
    acts = [act for act in concern_groups.acts_of(turn.tx, turn.office.id, group.id) if group_words.may_tell(turn, act)]
    if acts:
        lines.append("\n".join([turn.t("group.trail"), *(group_words.act(turn, one) for one in acts)]))
    last = next((one for one in reversed(acts) if group_words.may_undo(one)), None)
    if last is not None:
        choices.append(Choice(label=turn.t("group.undo_last"), value=f"/nhom hoantac {last.id}"))
    turn.say("\n\n".join(lines), choices)


def _open_group(turn: Turn, concern: Concern) -> Choice:
    return Choice(label=turn.t("group.open", code=concern.code), value=f"/nhom {concern.code}")


def _two(turn: Turn, rest: str) -> tuple[Held, Held] | None:
    """Both concerns, held until the turn ends: in one order, so that two officials never wait for each other."""
    first, more = split_code(rest, turn.office.code)
    second, _ = split_code(more, turn.office.code)
    if first is None or second is None:
        turn.say(turn.t("group.two_codes", one=code_of(turn.office.code, 42), other=code_of(turn.office.code, 7)))
        return None
    held: dict[str, Held] = {}
    for code in sorted({first, second}):
        found = hold(turn, code)
        if found is None:
            return None
        held[code] = found
    return held[first], held[second]


def _merge(turn: Turn, rest: str) -> None:
    pair = _two(turn, rest)
    if pair is None:
        return
    one, other = pair[0].concern, pair[1].concern
    done = merging.merge(turn, one, other)
    if isinstance(done, Problem):
        _refuse(turn, "merge", one, done)
        return
    group = concern_groups.group_of(turn.tx, turn.office.id, one.id)
    text = turn.t("group.merged", one=one.code, other=other.code)
    if group is not None:
        text = f"{text}\n{group_words.stands(turn, group)}"
    turn.say(text, [_open_group(turn, one), _undo_choice(turn, done)])


def _apart(turn: Turn, rest: str) -> None:
    pair = _two(turn, rest)
    if pair is None:
        return
    one, other = pair[0].concern, pair[1].concern
    done = merging.keep_apart(turn, one, other)
    if isinstance(done, Problem):
        _refuse(turn, "apart", one, done)
        return
    more = Choice(label=turn.t("group.all"), value="/nhom")
    turn.say(turn.t("group.kept_apart", one=one.code, other=other.code), [_undo_choice(turn, done), more])


def _on_one(turn: Turn, rest: str, name: str, act: Callable[[Turn, Concern], Problem | GroupAct], said: str) -> None:
    code, _ = split_code(rest, turn.office.code)
    if code is None:
        turn.say(turn.t("desk.bad_code", code=code_of(turn.office.code, 42)))
        return
    held = hold(turn, code)
    if held is None:
        return
    done = act(turn, held.concern)
    if isinstance(done, Problem):
        _refuse(turn, name, held.concern, done)
        return
    turn.say(turn.t(said, code=code), [_open_group(turn, held.concern), _undo_choice(turn, done)])


def _split(turn: Turn, rest: str) -> None:
    _on_one(turn, rest, "split", merging.split, N_("group.was_split"))


def _represent(turn: Turn, rest: str) -> None:
    _on_one(turn, rest, "represent", merging.represent, N_("group.represents_now"))


def _undo(turn: Turn, rest: str) -> None:
    act = concern_groups.get_act(turn.tx, turn.office.id, to_id(rest) or 0)
    if act is None or not group_words.may_undo(act, undone=True):
        turn.say(turn.t("group.nothing_to_undo"))
        return
    concern = concerns.get_concern(turn.tx, turn.office.id, act.concern_id)
    if concern is None or hold(turn, concern.code) is None:
        return
    done = merging.undo(turn, act)
    if isinstance(done, Problem):
        _refuse(turn, "undo", concern, done)
        return
    turn.say(turn.t("group.undone"), [_open_group(turn, concern)])


def _undo_choice(turn: Turn, act: GroupAct) -> Choice:
    return Choice(label=turn.t("group.undo"), value=f"/nhom hoantac {act.id}")


def _refuse(turn: Turn, act: str, concern: Concern, problem: Problem) -> None:
    turn.record(f"refused_{act}", "concern", concern.id, after={"why": problem})
    turn.say(turn.t(_PROBLEMS[problem]), [_open_group(turn, concern)])


_ACTS: dict[str, Callable[[Turn, str], None]] = {
    "gop": _merge,
    "rieng": _apart,
    "tach": _split,
    "daidien": _represent,
    "hoantac": _undo,
    "sau": _more,
    "truoc": _older,
}
