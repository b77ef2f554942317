"""What a kill -9 run leaves behind, and the verdict on it: pure, so that the verdict itself can be tested."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.processes import Json
from benchmarks.writers import receipt_code

NEW_MESSAGES = frozenset({"sendMessage", "sendPhoto", "sendDocument", "sendVoice"})


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """A row of the outbox that says «sent»."""

    chat_id: int
    text: str
    remote_id: int | None
    code: str | None = None
    """The code on it, when it is a receipt."""


@dataclass(frozen=True, kw_only=True)
class Stored:
    """What the database holds at the end. concerns: (chat, code, text). unsent: outbox rows that are not out."""

    concerns: Sequence[tuple[int, str, str]]
    delivered: Sequence[Delivered]
    inbound: Sequence[int]
    unsent: int = 0
    failures: int = 0


@dataclass(frozen=True, kw_only=True)
class Run:
    """What was seen from outside.

    receipts: what each resident remembers, code and text. record: everything the bot sent, in order. kills: how much
    of it there was at each kill. updates: the update_ids given out. pending: those that the bot never confirmed.
    """

    receipts: Mapping[int, Mapping[str, str]]
    record: Sequence[Json]
    kills: Sequence[int]
    updates: range
    pending: int = 0


@dataclass
class Verdict:
    """Figures by name, and what must not be: one sentence each."""

    figures: dict[str, int] = field(default_factory=dict)
    violations: list[str] = field(default_factory=list)

    def none_of(self, name: str, found: Iterable[object]) -> None:
        """Count things that must not exist."""
        listed = list(found)
        self.figures[name] = len(listed)
        if listed:
            self.violations.append(f"{name}: {', '.join(map(str, listed[:5]))}")


def judge(run: Run, stored: Stored) -> Verdict:
    """Hold what was seen against what is stored."""
    verdict = Verdict()
    seen = {(who, code, text) for who, receipts in run.receipts.items() for code, text in receipts.items()}
    concerns = Counter((who, text) for who, _, text in stored.concerns)
    verdict.figures |= {
        "kills": len(run.kills),
        "updates": len(run.updates),
        "messages": sum(1 for _ in _new_messages(run.record)),
        "concerns stored": len(stored.concerns),
        "receipts seen": len(seen),
    }
    verdict.none_of("acknowledged concerns lost", seen - set(stored.concerns))
    verdict.none_of("concerns stored twice", (text for text, times in concerns.items() if times > 1))
    verdict.none_of("concerns whose receipt nobody saw", set(stored.concerns) - seen)
    _receipts(verdict, stored)
    _sent_twice(verdict, run, stored)
    known = Counter(stored.inbound)
    verdict.figures["updates not confirmed"] = run.pending
    verdict.none_of("confirmed updates not handled", (number for number in run.updates if not known[number]))
    verdict.none_of("outbox rows left unsent", range(stored.unsent))
    verdict.none_of("handlers that failed", range(stored.failures))
    if run.pending:
        verdict.violations.append(f"updates not confirmed: {run.pending}")
    return verdict


def _receipts(verdict: Verdict, stored: Stored) -> None:
    """Exactly one receipt a concern stands in the outbox, for the one who sent it."""
    given = Counter((row.chat_id, row.code) for row in stored.delivered if row.code is not None)
    owed = Counter((who, code) for who, code, _ in stored.concerns)
    verdict.none_of("concerns without exactly one receipt", (key for key in given | owed if given[key] != owed[key]))


def _sent_twice(verdict: Verdict, run: Run, stored: Stored) -> None:
    """A message that no outbox row knows by its id was sent just before a kill, and then again: one a kill at most."""
    known = {row.remote_id for row in stored.delivered}
    ours = Counter((row.chat_id, row.text) for row in stored.delivered)
    unknown = [(at, message) for at, message in _new_messages(run.record) if message["message_id"] not in known]
    verdict.figures["messages sent twice"] = len(unknown)
    verdict.none_of(
        "messages that stand in no outbox row",
        (message["message_id"] for _, message in unknown if not ours[message["chat_id"], message["text"]]),
    )
    by_kill = Counter(_kill_after(at, run.kills) for at, _ in unknown)
    verdict.figures["most sent twice by one kill"] = max(by_kill.values(), default=0)
    verdict.none_of("kills that sent more than one message twice", (k for k, n in by_kill.items() if n > 1))
    reached = {message["message_id"] for _, message in _new_messages(run.record)}
    verdict.none_of("messages recorded as sent that nobody got", known - reached)


def _new_messages(record: Sequence[Json]) -> Iterator[tuple[int, Json]]:
    """Position and message; an edit shows the same message again and repeats nothing."""
    return ((at, message) for at, message in enumerate(record) if message["method"] in NEW_MESSAGES)


def _kill_after(position: int, kills: Sequence[int]) -> int:
    """The number of the first kill after this position of the record, from 1 on; 0 when there was none."""
    return next((number for number, mark in enumerate(kills, 1) if position < mark), 0)


def read_database(path: Path, log: Path) -> Stored:
    """Read the evidence from the program's database, with SQL of its own, and failures from its log."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        concerns = database.execute(
            "SELECT CAST(i.address AS INTEGER), c.code, c.text FROM concern AS c "
            "JOIN identity AS i ON i.office_id = c.office_id AND i.id = c.identity_id ORDER BY c.id"
        ).fetchall()
        rows = database.execute(
            "SELECT CAST(address AS INTEGER), body, remote_id, state FROM delivery "
            "WHERE channel = 'telegram' AND state <> 'stopped' ORDER BY id"
        ).fetchall()
        inbound = database.execute("SELECT CAST(inbound_id AS INTEGER) FROM inbound WHERE channel = 'telegram'")
        return Stored(
            concerns=[(who, code, text) for who, code, text in concerns],
            delivered=[_delivered(*row[:3]) for row in rows if row[3] == "sent"],
            inbound=[number for (number,) in inbound],
            unsent=sum(1 for row in rows if row[3] != "sent"),
            failures=log.read_text(encoding="utf-8").count("handler_failed"),
        )


def _delivered(chat_id: int, body: str, remote_id: str | None) -> Delivered:
    said = json.loads(body)
    shown = {"buttons": [[(choice["label"], choice["value"])] for choice in said["choices"]]}
    return Delivered(
        chat_id=chat_id, text=said["text"], remote_id=int(remote_id) if remote_id else None, code=receipt_code(shown)
    )
