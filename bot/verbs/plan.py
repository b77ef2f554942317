"""The verbs on plans: `doithoai plan check | timeline | import | schema`. What is found is said in Vietnamese.

`check`, `timeline` and `schema` open no database; only `import` does.
"""

import json
import sys
from collections.abc import Callable, Coroutine, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from bot import clock
from bot.outbox import queue_all
from handlers.rules.calendar import OutsideCalendar, read_calendar
from handlers.rules.plans.changes import read_session_dates
from handlers.rules.plans.check import Finding, check_text, has_errors
from handlers.rules.plans.errors import PlanError
from handlers.rules.plans.profile import read_profile
from handlers.rules.plans.reading import Plan, load_plan, plan_text
from handlers.rules.plans.schema import schema_text
from handlers.rules.plans.timeline import Milestone, timeline, timeline_json
from handlers.setup import import_and_tell
from storage.database import Database
from storage.records import Office
from storage.transaction import Transaction

T = TypeVar("T")
WithDatabase = Callable[[Callable[[Database], Coroutine[Any, Any, T]]], T]
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_DATES = click.option(
    "--session-date",
    "dates",
    multiple=True,
    metavar="[KEY=]YYYY-MM-DD",
    help="The day a session is held; with its key where the plan has several. May be given more than once.",
)


class Refused(click.ClickException):
    """What is wrong with a plan, a line each, on standard error; exit code 1."""

    def show(self, file: Any = None) -> None:
        """Print the lines as they are: each says itself where and what."""
        click.echo(self.message, file=file, err=True)


@click.group()
def plan() -> None:
    """Plans: check one, compute its deadlines, import it, print the schema."""


@plan.command()
@click.argument("plan_file", type=_FILE, metavar="FILE")
@_DATES
def check(plan_file: Path, dates: tuple[str, ...]) -> None:
    """Say what cannot work (Lỗi) and what should be looked at (Lưu ý) in a plan, with the line.

    Exit code 1 when there is an error; warnings alone give 0.

    \b
    Examples:
      doithoai plan check plans/giao-minh-2025.toml
      doithoai plan check plans/giao-minh-2025.toml --session-date 2025-11-27
    """
    findings = _examined(plan_file, dates)
    errors = sum(finding.level == "error" for finding in findings)
    for finding in findings:
        click.echo(str(finding))
    click.echo(f"{errors} lỗi, {len(findings) - errors} lưu ý.")
    if errors:
        sys.exit(1)


@plan.command(name="timeline")
@click.argument("plan_file", type=_FILE, metavar="FILE")
@_DATES
@click.option("--json", "as_json", is_flag=True, help="A JSON list instead of words.")
def timeline_(plan_file: Path, dates: tuple[str, ...], *, as_json: bool) -> None:
    """Every deadline of a plan: when, how that was counted, who owes it to whom, and whence it comes.

    In JSON `due` is the day the plan names, with the local clock time where it has one; null while it waits for the
    day of a session.

    \b
    Examples:
      doithoai plan timeline plans/hdnd-quang-nghiep-2023.toml
      doithoai plan timeline plans/giao-minh-2025.toml --session-date 2025-11-29 --json
      doithoai plan timeline plans/huyen-uy-2022.toml --session-date nong-dan=2022-06-21
    """
    read = _read(plan_file)
    found = _milestones(read, _session_dates(read, dates))
    if as_json:
        click.echo(json.dumps(timeline_json(read, found), ensure_ascii=False, indent=2))
    else:
        click.echo("\n\n".join(_words(milestone) for milestone in found))


def _words(milestone: Milestone) -> str:
    due = milestone.due
    when = "Chưa có ngày" if due is None else f"{due.date:%d/%m/%Y}"
    if due is not None and due.time is not None:
        when = f"{'trước ' if due.before_time else ''}{due.time:%H:%M} {when}"
    return "\n".join(
        (
            f"{when}  {milestone.name}",
            f"    {milestone.owed_by} → {milestone.owed_to}",
            f"    {milestone.explanation}",
            f"    {milestone.source}",
        )
    )


@plan.command()
def schema() -> None:
    """Print the JSON Schema of a plan, for editors that check TOML as it is typed.

    \b
    Example:
      doithoai plan schema > plan.schema.json
    """
    click.echo(schema_text(), nl=False)


def import_verb(with_database: WithDatabase[Office]) -> click.Command:
    """`doithoai plan import`; `with_database` opens the database of the settings and closes it again."""

    @click.command(name="import")
    @click.argument("plan_file", type=_FILE, metavar="FILE")
    @_DATES
    def import_(plan_file: Path, dates: tuple[str, ...]) -> None:
        """Make (or bring up to date) an office from its plan, after the checks of `plan check`.

        A plan with an error changes nothing. Run it while the bot is stopped.

        \b
        Examples:
          doithoai plan import plans/hdnd-quang-nghiep-2023.toml
          doithoai plan import plans/giao-minh-2025.toml --session-date 2025-11-29
        """
        findings = _examined(plan_file, dates)
        if has_errors(findings):
            raise Refused("\n".join(str(finding) for finding in findings if finding.level == "error"))
        read = _read(plan_file)
        fixed = _session_dates(read, dates)

        def unit(tx: Transaction) -> Office:
            at = clock.now()
            office, said = import_and_tell(tx, read, at, lambda each: fixed.get(each.key, each.when.date))
            queue_all(tx, office.id, said, {}, at)
            return office

        async def work(database: Database) -> Office:
            return await database.write(unit)

        made = with_database(work)
        click.echo(f"{made.code}  {made.name}: {len(_milestones(read, fixed))} mốc, {len(findings)} lưu ý.")

    return import_


def _examined(plan_file: Path, dates: tuple[str, ...]) -> list[Finding]:
    """Everything found; what cannot be read at all is a finding too."""
    try:
        text = plan_text(plan_file)
    except PlanError as unreadable:
        return [Finding(level="error", message=str(problem.message)) for problem in unreadable.problems]
    calendar, profile = read_calendar(), read_profile()
    first = check_text(text, calendar, profile)
    if not dates or has_errors(first):
        return first
    fixed = _session_dates(load_plan(text), dates)
    try:
        return check_text(text, calendar, profile, fixed)
    except OutsideCalendar as outside:
        raise Refused(str(outside)) from outside


def _read(plan_file: Path) -> Plan:
    try:
        return load_plan(plan_text(plan_file))
    except PlanError as unreadable:
        raise Refused(str(unreadable)) from unreadable


def _session_dates(read: Plan, words: tuple[str, ...]) -> Mapping[str, date]:
    try:
        return read_session_dates(read, words)
    except PlanError as unreadable:
        raise Refused("\n".join(problem.message for problem in unreadable.problems)) from unreadable


def _milestones(read: Plan, fixed: Mapping[str, date]) -> list[Milestone]:
    try:
        return timeline(read, fixed, read_calendar(), read_profile())
    except OutsideCalendar as outside:
        raise Refused(str(outside)) from outside
