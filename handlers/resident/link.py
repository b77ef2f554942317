"""`/lienket`: one person, many doors. A one-time code joins what somebody writes by different channels.

The code is made at one door and typed, or opened as a link, at the other. Whoever types it is told first what joining
means, because whoever made it will read their concerns from then on; both doors hear of it, and `/lienket huy` parts
them again.
"""

from datetime import timedelta

from handlers.channel_names import channel_name
from handlers.menu import choices_of
from handlers.messages import Choice
from handlers.resident.asking import choose_again
from handlers.rules import one_time_codes
from handlers.rules.one_time_codes import hash_of
from handlers.texts import N_
from handlers.turn import DRAFT, Turn
from handlers.understanding.normalise import fold
from storage import concerns, conversations, doors, officials, people
from storage.ids import new_id
from storage.records import Consent, DoorLink, Identity, Person

CODE_LENGTH = 8
_PURPOSE = "door/"
MINUTES = 15
LINK_HOURS = 24


def lienket(turn: Turn, argument: str = "") -> None:
    """Make a code, take one, or (`huy`) part doors that were joined."""
    if fold(argument.strip()) in ("huy", "tach", "off"):
        _ask_part(turn)
    elif argument.strip():
        enter(turn, argument)
    else:
        _offer_code(turn)


def new_code(turn: Turn, lasts: timedelta) -> str:
    """A one-time code that joins another door to this person; only its hash is kept."""
    code = one_time_codes.new_code(CODE_LENGTH)
    doors.add_link(
        turn.tx,
        DoorLink(
            office_id=turn.office.id,
            id=new_id(turn.at),
            code_hash=hash_of(code, _PURPOSE),
            person_id=turn.person.id,
            identity_id=turn.identity.id,
            expires_at=turn.at + lasts,
            used_at=None,
        ),
    )
    return code


def web_link(turn: Turn) -> str:
    """An address that opens the web chat as this person, once, within a day; "" where no web chat can be reached."""
    if not turn.web_address:
        return ""
    return f"{turn.web_address}/chat#{new_code(turn, timedelta(hours=LINK_HOURS))}"


def _offer_code(turn: Turn) -> None:
    code = new_code(turn, timedelta(minutes=MINUTES))
    text = turn.t(N_("link.code"), code=f"{code[:4]}-{code[4:]}", minutes=MINUTES)
    others = [door for door in people.doors(turn.tx, turn.office.id, turn.person.id) if door.id != turn.identity.id]
    if others:
        names = ", ".join(_name(turn, door) for door in others)
        text = "\n\n".join([text, turn.t(N_("link.joined_already"), doors=names)])
    choices = [Choice(label=turn.t(N_("link.part")), value="/lienket huy")] if others else []
    turn.say(text, choices)


def _name(turn: Turn, door: Identity) -> str:
    return channel_name(turn.texts, door.channel)


def enter(turn: Turn, code: str) -> bool:
    """Take a code of another door; False when there is no such code (then nothing was said)."""
    link = doors.find_link(turn.tx, turn.office.id, hash_of(code, _PURPOSE))
    other = people.get_person(turn.tx, turn.office.id, link.person_id) if link else None
    if link is None or other is None:
        return _unknown(turn)
    if link.used_at is not None or link.expires_at <= turn.at:
        turn.record("refused_link", "person", turn.person.id, after={"why": "used"})
        turn.say(turn.t(N_("link.used")))
    elif other.id == turn.person.id:
        turn.say(turn.t(N_("link.same")))
    elif turn.official is not None and officials.find_official(turn.tx, turn.office.id, other.id) is not None:
        turn.record("refused_link", "person", turn.person.id, after={"why": "two_officials"})
        turn.say(turn.t(N_("link.two_officials")))
    elif _is_nobody_yet(turn):
        _join(turn, link, other)
    else:
        turn.begin(link=link.id, code=code)
        door = people.get_identity(turn.tx, turn.office.id, link.identity_id)
        choices = [(turn.t(N_("link.yes")), "yes"), (turn.t(N_("link.no")), "no")]
        turn.ask("link.confirm", turn.t(N_("link.sure"), door=_name(turn, door) if door else ""), choices)
    return True


def _unknown(turn: Turn) -> bool:
    if turn.incoming.text is None or not fold(turn.incoming.text).lstrip("/").startswith("lienket"):
        return False
    turn.record("refused_link", "person", turn.person.id, after={"why": "unknown"})
    turn.say(turn.t(N_("link.unknown")))
    return True


def _is_nobody_yet(turn: Turn) -> bool:
    """Whether this door was never used for anything: then nothing of theirs would be shown to somebody else."""
    return (
        turn.official is None
        and turn.person.consent is Consent.UNASKED
        and not concerns.concerns_of_person(turn.tx, turn.office.id, turn.person.id, limit=1)
    )


def take_confirm(turn: Turn, value: str) -> None:
    """Join, or leave things as they are."""
    if turn.incoming.choice is None:
        choose_again(turn)
        return
    link = doors.find_link(turn.tx, turn.office.id, hash_of(turn.data.get("code", ""), _PURPOSE))
    other = people.get_person(turn.tx, turn.office.id, link.person_id) if link else None
    turn.finish()
    if value != "yes" or link is None or other is None:
        turn.say(turn.t(N_("link.not_joined")))
    else:
        _join(turn, link, other)


def _join(turn: Turn, link: DoorLink, other: Person) -> None:
    """Both become one: the official, where one of them is one, else whoever made the code."""
    if not doors.use_link(turn.tx, link, turn.at):
        turn.say(turn.t(N_("link.used")))
        return
    if turn.official is not None:
        stays, goes = turn.person, other
    else:
        stays, goes = other, turn.person
    door = people.get_identity(turn.tx, turn.office.id, link.identity_id)
    doors.join(turn.tx, turn.office.id, goes.id, stays.id, turn.at)
    _keep_what_was_said(turn, stays, goes)
    turn.record("join_doors", "person", stays.id, before={"person": goes.id}, after={"identity": turn.identity.id})
    turn.person = people.get_person(turn.tx, turn.office.id, stays.id) or stays
    turn.official = officials.find_official(turn.tx, turn.office.id, stays.id)
    turn.identity = turn.identity.model_copy(update={"person_id": stays.id})
    turn.finish()
    if door is not None:
        _carry_draft(turn, door)
        _tell_the_other(turn, door)
    turn.say(turn.t(N_("link.joined"), door=_name(turn, door) if door else ""), choices_of(turn.texts, turn.official))


def _keep_what_was_said(turn: Turn, stays: Person, goes: Person) -> None:
    """Consent, hamlet and telephone number of the one who goes, where the one who stays has said nothing."""
    office_id = turn.office.id
    if stays.consent is Consent.UNASKED and goes.consent is not Consent.UNASKED:
        version, at = goes.consent_version or "", goes.consent_at or turn.at
        people.record_consent(turn.tx, office_id, stays.id, goes.consent, version, at, new_id(turn.at))
    if stays.area_id is None and goes.area_id is not None:
        people.set_area(turn.tx, office_id, stays.id, goes.area_id)
    if not stays.phone and goes.phone:
        people.set_phone(turn.tx, office_id, stays.id, goes.phone)


def _carry_draft(turn: Turn, door: Identity) -> None:
    """What was half written at the other door is written on here."""
    state = conversations.get_conversation(turn.tx, turn.office.id, door.id)
    if state is None or DRAFT not in state.data or DRAFT in turn.data:
        return
    turn.data[DRAFT] = {**state.data[DRAFT], "offered": False}
    doors.move_draft_files(turn.tx, turn.office.id, door.id, turn.identity.id)
    left = {key: value for key, value in state.data.items() if key != DRAFT}
    conversations.save_conversation(
        turn.tx, state.model_copy(update={"data": left, "step": "", "serial": state.serial + 1, "offered": ()})
    )


def _tell_the_other(turn: Turn, door: Identity) -> None:
    texts = turn.texts_of(turn.person.id)
    here = channel_name(texts, turn.identity.channel)
    part = Choice(label=texts.t(N_("link.part")), value="/lienket huy")
    turn.tell(door, texts.t(N_("link.other_joined"), door=here), [part])


def _ask_part(turn: Turn) -> None:
    others = [door for door in people.doors(turn.tx, turn.office.id, turn.person.id) if door.id != turn.identity.id]
    turn.begin()
    if not others:
        turn.say(turn.t(N_("link.nothing_to_part")))
        return
    choices = [
        (turn.t(N_("link.door"), door=_name(turn, door), day=turn.texts.day(door.last_seen_at)), str(door.id))
        for door in others
    ]
    turn.ask("link.part", turn.t(N_("link.which")), [*choices, (turn.t(N_("link.keep")), "no")])


def take_part(turn: Turn, value: str) -> None:
    """Part one door from this person: it and what was sent by it are somebody else's from now on."""
    if turn.incoming.choice is None:
        choose_again(turn)
        return
    others = {str(door.id): door for door in people.doors(turn.tx, turn.office.id, turn.person.id)}
    door = others.get(value)
    turn.finish()
    if door is None or door.id == turn.identity.id:
        turn.say(turn.t(N_("link.kept")))
        return
    alone = turn.person.model_copy(update={"id": new_id(turn.at), "created_at": turn.at})
    people.add_person(turn.tx, alone)
    doors.part(turn.tx, turn.office.id, door.id, alone.id)
    turn.record("part_doors", "person", turn.person.id, after={"identity": door.id, "person": alone.id})
    turn.say(turn.t(N_("link.parted"), door=_name(turn, door)))
