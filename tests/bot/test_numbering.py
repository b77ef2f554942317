"""Choices as a numbered list, and the typed number back to the choice, also when a notice comes between."""

import re
from datetime import UTC, datetime

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Limits
from bot.channels.split import length
from bot.channels.telegram import Telegram
from bot.channels.web_chat import WebChat
from bot.numbering import numbered_notice, with_list
from bot.outbox import parts_of, queue_all, rows_of
from handlers.choices import chosen, named, numbers
from handlers.messages import Choice, Outgoing, Reply
from storage import notice_offers
from storage.database import Database
from storage.records import Delivery, Urgency
from tests.house import House, Someone

AT = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
NO_BUTTONS = Limits(text=2000, text_unit="utf16", buttons=False, numbered=True, edits=False)
BOTH = Limits(text=2000, text_unit="utf16", choices=5, buttons=True, numbered=True, edits=False)
EVERY = {"telegram": Telegram.limits, "web_chat": WebChat.limits, "zalo_bot": NO_BUTTONS, "zalo_oa": BOTH}

seen = regex.compile(r"[^\p{Z}\p{Cc}\p{Cf}\u2800]")
texts = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("ệộẫ. \ṇ́😀👨‍👩‍👧")), max_size=6000)
labels = st.text(st.characters(categories=("L", "N", "Zs", "P")), min_size=1, max_size=90)
choices = st.lists(labels, max_size=120).map(
    lambda found: tuple(Choice(label=label, value=f"step~1~{n}") for n, label in enumerate(found))
)
replies = st.builds(lambda text, offered: Reply(text=text, choices=offered), texts, choices)


def rows(reply: Reply, channel: str, urgency: Urgency = Urgency.REPLY) -> list[Delivery]:
    outgoing = Outgoing(channel=channel, address="lan", reply=reply, urgency=urgency)
    return rows_of(1, outgoing, EVERY[channel], AT)


def said(row: Delivery) -> Reply:
    return Reply.model_validate_json(row.body)


@pytest.mark.parametrize("channel", EVERY)
@given(reply=replies)
def test_any_reply_is_within_the_limits_of_its_channel_and_loses_nothing(channel: str, reply: Reply) -> None:
    limits = EVERY[channel]
    parts = [said(row) for row in rows(reply, channel)]
    assert all(length(part.text, limits.text_unit) <= limits.text for part in parts)
    assert tuple(choice for part in parts for choice in part.choices) == (reply.choices if parts else ())
    whole = "".join(part.text for part in parts)
    rest = iter(seen.findall(whole))
    assert all(letter in rest for letter in seen.findall(reply.text)), "a letter of the text is missing"


@pytest.mark.parametrize("channel", ["zalo_bot", "zalo_oa"])
@given(reply=replies)
def test_every_choice_can_be_chosen_by_the_number_that_is_written_before_it(channel: str, reply: Reply) -> None:
    offered = [(choice.label, choice.value) for choice in reply.choices]
    lines = [line for row in rows(reply, channel) if said(row).choices for line in said(row).text.split("\n")]
    for number, choice in enumerate(reply.choices, 1):
        assert f"{number}. {' '.join(choice.label.split())}" in lines
        assert chosen(f"{number}", offered) == chosen(f"số {number}.", offered) == choice.value


@pytest.mark.parametrize("channel", EVERY)
@given(text=texts)
def test_no_grapheme_is_torn_by_the_list(channel: str, text: str) -> None:
    reply = Reply(text=text, choices=(Choice(label="Có", value="/co"),))
    whole = [found for found in regex.findall(r"\X", text) if seen.search(found)]
    found = [g for row in rows(reply, channel) for g in regex.findall(r"\X", said(row).text) if seen.search(g)]
    rest = iter(found)
    assert all(grapheme in rest for grapheme in whole)


@given(reply=replies)
def test_a_notice_keeps_room_for_the_numbers_that_it_gets_when_it_is_sent(reply: Reply) -> None:
    for part in parts_of(reply, NO_BUTTONS):
        for language in ("vi", "en"):
            listed = with_list(part.text, part.choices, 100, language)
            assert length(listed, "utf16") <= NO_BUTTONS.text


def test_the_list_reads_as_a_person_would_write_it() -> None:
    (row,) = rows(
        Reply(text="Việc gì?", choices=(Choice(label="Đất", value="a"), Choice(label="Nước", value="b"))), "zalo_bot"
    )
    assert said(row).text == "Việc gì?\n\nGõ số để chọn:\n1. Đất\n2. Nước"


async def zalo(house: House) -> Someone:
    """A resident on a channel without buttons who has entered by typing numbers."""
    lan = house.resident("lan", "zalo_bot")
    await lan.say("/start")
    await lan.say("1")
    await lan.say("1")
    return lan


async def notify(house: House, *labels: str) -> Delivery:
    """A notice with commands to choose from, numbered as it is when it is sent."""
    offers = tuple(Choice(label=label, value=f"/tracuu GM-000{n}") for n, label in enumerate(labels, 1))
    outgoing = Outgoing(
        channel="zalo_bot", address="lan", reply=Reply(text="Có tin.", choices=offers), urgency=Urgency.NOTICE
    )
    (row,) = rows_of(house.office.id, outgoing, NO_BUTTONS, house.at)
    await house.database.write(lambda tx: numbered_notice(tx, row, said(row)))
    return row


async def offers(house: House) -> dict[int, str]:
    found = await house.database.read(lambda tx: notice_offers.offers(tx, house.office.id, "zalo_bot", "lan"))
    return {offer.number: offer.value for offer in found}


async def test_the_whole_way_in_is_open_to_who_can_only_type_numbers(database: Database) -> None:
    house = await House.build(database)
    lan = await zalo(house)
    assert "1. Gửi ý kiến" in lan.last.text


async def test_a_notice_in_the_middle_of_a_question_goes_on_with_the_numbers(database: Database) -> None:
    house = await House.build(database)
    lan = await zalo(house)
    await lan.say("Đường làng có ổ gà to")
    asked = len(re.findall(r"^\d+\. ", lan.last.text, re.MULTILINE))
    await notify(house, "Xem câu trả lời")
    assert await offers(house) == {asked + 1: "/tracuu GM-0001"}
    await lan.say("1")
    assert "xem lại" in lan.last.text, "the number of the question still means the question's choice"


async def test_the_number_of_a_notice_opens_what_the_notice_offered(database: Database) -> None:
    house = await House.build(database)
    lan = await zalo(house)
    await notify(house, "Xem câu trả lời")
    (number,) = await offers(house)
    await lan.say(f"số {number}")
    assert "không thấy mã này" in lan.last.text, "what /tracuu says of a code that is not there"


async def test_the_label_of_a_notice_does_so_too_without_tone_marks(database: Database) -> None:
    house = await House.build(database)
    lan = await zalo(house)
    await notify(house, "Xem câu trả lời")
    await lan.say("xem cau tra loi")
    assert "không thấy mã này" in lan.last.text, "what /tracuu says of a code that is not there"


async def test_a_later_question_takes_its_numbers_and_leaves_the_others(database: Database) -> None:
    house = await House.build(database)
    lan = await zalo(house)
    await notify(house, *[f"Mở {n}" for n in range(1, 9)])
    before = await offers(house)
    await lan.say("/menu")
    listed = len(re.findall(r"^\d+\. ", lan.last.text, re.MULTILINE))
    assert await offers(house) == {number: value for number, value in before.items() if number > listed}


async def test_a_notice_that_is_sent_once_more_keeps_its_numbers(database: Database) -> None:
    house = await House.build(database)
    await zalo(house)
    row = await notify(house, "Xem câu trả lời")
    once = await offers(house)
    again = await house.database.write(lambda tx: numbered_notice(tx, row, said(row)))
    assert await offers(house) == once
    assert f"{min(once)}. Xem câu trả lời" in again.text


async def test_numbers_begin_anew_before_they_grow_too_long_to_type(database: Database) -> None:
    house = await House.build(database)
    await zalo(house)
    for _ in range(60):
        await notify(house, "Xem", "Để sau")
    assert max(await offers(house)) <= notice_offers.MOST_NUMBER


async def test_two_lists_in_one_answer_are_numbered_through(database: Database) -> None:
    house = await House.build(database)
    twice = [
        Outgoing(channel="zalo_bot", address="lan", reply=Reply(text=text, choices=(Choice(label=text, value=text),)))
        for text in ("Một", "Hai")
    ]
    await house.database.write(lambda tx: queue_all(tx, house.office.id, twice, {"zalo_bot": NO_BUTTONS}, house.at))
    listed = [said(row).text.rsplit("\n", 1)[1] for row in await house.deliveries()]
    assert listed == ["1. Một", "2. Hai"]


def test_one_label_that_two_lists_share_still_means_one_thing() -> None:
    assert named("Menu", numbers([("Menu", "/menu"), ("Khác", "/x"), ("Menu", "/menu")])) == "/menu"
    assert named("Menu", numbers([("Menu", "/menu"), ("Menu", "/other")])) is None
