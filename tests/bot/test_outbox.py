"""What is said becomes rows within the channel's limits."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Limits
from bot.outbox import merged, parts_of, rows_of
from handlers.messages import Choice, OutboundFile, Outgoing, Reply
from storage.records import Urgency

AT = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
SMALL = Limits(text=40)
FILE = OutboundFile(stored_as="a.jpg", name="a.jpg", content_type="image/jpeg", kind="photo")
YES = Choice(label="Có", value="/co")


def out(text: str, **more: object) -> Outgoing:
    return Outgoing.model_validate({"channel": "telegram", "address": "lan", "reply": Reply(text=text), **more})


LETTERS = st.characters(categories=("L", "M", "N", "P", "S", "Zs"), exclude_characters="\u2800")


@given(text=st.text(LETTERS, min_size=1, max_size=300))
def test_a_long_text_becomes_several_messages_and_loses_nothing(text: str) -> None:
    parts = parts_of(Reply(text=text, choices=(YES,)), SMALL)
    said = "".join(part.text for part in parts)
    assert all(len(part.text) <= SMALL.text for part in parts)
    assert said.split() == text.split()


def test_choices_stand_under_the_last_text_and_files_follow_one_by_one() -> None:
    parts = parts_of(Reply(text="Câu dài. " * 10, choices=(YES,), files=(FILE, FILE)), SMALL)
    assert [bool(part.choices) for part in parts] == [False] * (len(parts) - 3) + [True, False, False]
    assert [len(part.files) for part in parts[-2:]] == [1, 1]


def test_plain_texts_to_one_address_become_one_message() -> None:
    both = merged([out("Một."), out("Hai.")])
    assert [said.reply.text for said in both] == ["Một.\n\nHai."]


def test_texts_for_others_or_with_a_key_of_their_own_stay_apart() -> None:
    apart = [out("1"), out("2", address="tu"), out("3", urgency=Urgency.NOTICE), out("4", once_key="k"), out("5")]
    assert merged(apart) == apart


def test_a_once_key_covers_every_part() -> None:
    rows = rows_of(1, out("Câu dài. " * 10, once_key="answer/7"), SMALL, AT)
    assert [row.once_key for row in rows][:2] == ["answer/7", "answer/7/1"]
    assert len({row.once_key for row in rows}) == len(rows)
