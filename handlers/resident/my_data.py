"""`/dulieu`: what is kept about the person who asks, and taking consent back.

Law 91/2025/QH15 Art. 4: to know, to view, to correct, to withdraw. What was sent stays on file, as office records must;
the bot says so, and writes no more.
"""

from handlers.messages import Choice
from handlers.resident import drafts
from handlers.resident.asking import choose_again
from handlers.resident.reach import reach_words
from handlers.texts import N_
from handlers.turn import Turn
from handlers.understanding.normalise import fold
from storage import concerns, offices, people, registrations
from storage.ids import new_id
from storage.records import Consent, RegistrationState


def dulieu(turn: Turn, argument: str = "") -> None:
    """Say what is kept and offer to take consent back; `/dulieu rut` asks whether that is meant."""
    if turn.person.consent is not Consent.GIVEN:
        turn.say(turn.t(N_("data.no_consent"), n=_concerns(turn), reach=reach_words(turn)))
    elif fold(argument.strip()) == "rut":
        _ask_withdraw(turn)
    else:
        turn.say(_kept(turn), [Choice(label=turn.t(N_("data.withdraw")), value="/dulieu rut")])


def _concerns(turn: Turn) -> int:
    return len(concerns.concerns_of_person(turn.tx, turn.office.id, turn.person.id))


def _kept(turn: Turn) -> str:
    person = turn.person
    area = offices.get_area(turn.tx, turn.office.id, person.area_id) if person.area_id is not None else None
    speaking = registrations.registrations_of_person(turn.tx, turn.office.id, person.id)
    return turn.t(
        N_("data.kept"),
        consent_at=turn.texts.moment(person.consent_at or turn.at),
        area=area.name if area else turn.t(N_("submit.no_area")),
        concerns=_concerns(turn),
        registrations=len(speaking),
        phone=person.phone or turn.t(N_("data.no_phone")),
        news=turn.t(N_("data.news_on") if person.subscribed else N_("data.news_off")),
        reach=reach_words(turn),
    )


def _ask_withdraw(turn: Turn) -> None:
    turn.begin()
    choices = [(turn.t(N_("data.withdraw_yes")), "yes"), (turn.t(N_("data.withdraw_no")), "no")]
    turn.ask("data.withdraw", turn.t(N_("data.withdraw_sure")), choices)


def take_withdraw(turn: Turn, value: str) -> None:
    """Take consent back: nothing more is sent, unfinished things are forgotten, what was sent stays on file."""
    if turn.incoming.choice is None:
        choose_again(turn)
        return
    if value == "yes":
        _withdraw(turn)
    turn.finish()
    text = turn.t(N_("data.withdrawn"), reach=reach_words(turn)) if value == "yes" else turn.t(N_("data.not_withdrawn"))
    turn.say(text)


def _withdraw(turn: Turn) -> None:
    office_id, person = turn.office.id, turn.person
    version = turn.office.profile.consent_version
    people.record_consent(turn.tx, office_id, person.id, Consent.REFUSED, version, turn.at, new_id(turn.at))
    people.set_subscribed(turn.tx, office_id, person.id, subscribed=False)
    turn.record("consent", "person", person.id, before={"state": person.consent}, after={"state": Consent.REFUSED})
    drafts.drop(turn)
    for one in registrations.registrations_of_person(turn.tx, office_id, person.id):
        if one.state is RegistrationState.REGISTERED:
            registrations.withdraw(turn.tx, office_id, one.id, turn.at)
    turn.person = person.model_copy(update={"consent": Consent.REFUSED, "subscribed": False})
