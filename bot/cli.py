"""The verbs; `doithoai --help` lists them. A verb with a family of its own has a file of its own in bot/verbs/."""

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TextIO, TypeVar

import click
from pydantic import ValidationError

from bot import clock, demo, doctor, export, logs
from bot.accounts import secrets_of
from bot.app import NotReady, find_office, only_process, open_house, serve, spare_the_collector
from bot.settings import Settings
from bot.verbs import plan as plan_cli
from bot.verbs import search as search_cli
from bot.verbs.corrections import corrections
from bot.verbs.group import group_
from bot.verbs.papers import papers
from bot.verbs.tag import tag_command
from handlers.official.enrol import new_enrolment
from handlers.rules.plans.errors import PlanError
from handlers.rules.plans.reading import read_plan
from handlers.setup import first_feasible_day, import_plan
from storage import migrate as tables
from storage import offices
from storage.database import Database, open_database
from storage.errors import StorageError
from storage.records import Role
from storage.transaction import Transaction

T = TypeVar("T")


class Sentence(click.ClickException):
    """An error as one clear sentence on standard error; exit code 1."""


def _settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(
            f"{'.'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in error.errors(include_input=False)
        )
        raise Sentence(f"A setting is wrong ({wrong}). See .env.example.") from error


def _run(work: Coroutine[Any, Any, T]) -> T:
    try:
        return asyncio.run(work)
    except (NotReady, PlanError) as error:
        raise Sentence(str(error)) from error
    except StorageError as error:
        raise Sentence(f"The database cannot be used just now: {error}. Try `doithoai doctor`.") from error


async def _with_database(settings: Settings, work: Callable[[Database], Coroutine[Any, Any, T]]) -> T:
    async with only_process(settings), open_database(settings.database) as database:
        return await work(database)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="doithoai")
def main() -> None:
    """Đối Thoại: a commune's dialogue with its residents, by chat.

    \b
    Examples:
      doithoai run --demo                     try everything with a demo office
      doithoai office import plans/giao-minh-2025.toml
      doithoai office admin "Nguyễn Văn A"    a one-time code for the first admin
      doithoai run                            serve the office
    """


@main.command()
@click.option("--demo", "with_demo", is_flag=True, help="Make the demo office and print a one-time link per official.")
def run(*, with_demo: bool) -> None:
    """Start the bot: web chat, and each platform whose token is set.

    \b
    Examples:
      doithoai run --demo
      PORT=9000 DATA_DIR=/srv/doithoai doithoai run
    """
    settings = _settings()
    logs.configure(settings.log_level, secrets_of(settings))
    _run(_serve(settings, with_demo=with_demo))


async def _serve(settings: Settings, *, with_demo: bool) -> None:
    if with_demo:
        await _with_database(settings, lambda database: database.write(lambda tx: demo.prepare(tx, clock.now())))
    async with open_house(settings) as house:
        spare_the_collector()  # before the addresses are shown: from then on somebody may come
        if with_demo:
            at = clock.now()
            shown = await house.database.write(lambda tx: demo.links(tx, house.office, settings.address, at))
            _print_links(settings, house.office.name, shown)
        else:
            click.echo(f"{house.office.name}: {settings.address}")
        await serve(settings, house)


def _print_links(settings: Settings, office: str, shown: list[tuple[str, str]]) -> None:
    width = max(len(name) for name, _ in shown)
    click.echo(f"\n{office} (demo)\n\n  {'Người dân'.ljust(width)}  {settings.address}/chat\n")
    for name, link in shown:
        click.echo(f"  {name.ljust(width)}  {link}")
    click.echo("\n  Each official's link opens the chat once, within 24 hours. Stop with Ctrl+C.\n")
    sys.stdout.flush()


@main.command(name="demo")
def demo_links() -> None:
    """Make the demo office and print new one-time links (while the bot is stopped).

    \b
    Example:
      doithoai demo
    """
    settings = _settings()

    async def work(database: Database) -> list[tuple[str, str]]:
        def unit(tx: Transaction) -> list[tuple[str, str]]:
            at = clock.now()
            return demo.links(tx, demo.prepare(tx, at), settings.address, at)

        return await database.write(unit)

    _print_links(settings, "Xã Giao Minh", _run(_with_database(settings, work)))


@main.command()
def migrate() -> None:
    """Bring the database's tables up to date; done by `run` too.

    \b
    Example:
      DATABASE_URL=postgresql://doithoai@localhost/doithoai doithoai migrate
    """
    try:
        applied = tables.migrate(_settings().database)
    except StorageError as error:
        raise Sentence(f"The database cannot be reached: {error}.") from error
    click.echo("\n".join(f"applied {name}" for name in applied) or "Everything is up to date.")


@main.command(name="doctor")
def doctor_() -> None:
    """Check the settings, the database, the office and each account; say in plain words what to mend.

    \b
    Example:
      doithoai doctor
    """
    findings = _run(doctor.examine(_settings()))
    for finding in findings:
        click.echo(f"{'ok  ' if finding.well else 'MEND'}  {finding.words}")
    if not all(finding.well for finding in findings):
        sys.exit(1)


@main.group()
def office() -> None:
    """Offices: import a plan, list, enrol the first admin."""


@office.command(name="import")
@click.argument("plan_file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def office_import(plan_file: Path) -> None:
    """Make (or bring up to date) the office of a plan.

    \b
    Example:
      doithoai office import plans/giao-minh-2025.toml
    """

    async def work(database: Database) -> str:
        plan = read_plan(plan_file)
        made = await database.write(
            lambda tx: import_plan(tx, plan, clock.now(), lambda session: first_feasible_day(plan, session))
        )
        return f"{made.code}  {made.name}"

    click.echo(_run(_with_database(_settings(), work)))


@office.command(name="list")
def office_list() -> None:
    """List the offices of this database.

    \b
    Example:
      doithoai office list
    """

    async def work(database: Database) -> list[str]:
        return [f"{found.code}  {found.name}" for found in await database.read(offices.all_offices)]

    click.echo("\n".join(_run(_with_database(_settings(), work))) or "No office yet: doithoai office import PLAN")


@office.command(name="admin")
@click.argument("name")
def office_admin(name: str) -> None:
    """Print a one-time code that makes its finder an admin: they send `/start CODE` to the bot within 24 hours.

    \b
    Example:
      doithoai office admin "Nguyễn Văn A"
    """
    settings = _settings()

    async def work(database: Database) -> str:
        found = await find_office(database, settings)
        return await database.write(lambda tx: new_enrolment(tx, found.id, Role.ADMIN, None, name, None, clock.now()))

    code = _run(_with_database(settings, work))
    click.echo(f"/start {code}\n{settings.address}/chat#{code}")


main.add_command(plan_cli.plan)
plan_cli.plan.add_command(plan_cli.import_verb(lambda work: _run(_with_database(_settings(), work))))


@main.command(name="export")
@click.option("--session", "session_key", default="", help="Only this session, by its key.")
@click.argument("target", type=click.File("w", encoding="utf-8"), default="-")
def export_(session_key: str, target: TextIO) -> None:
    """Write an office's concerns and answers as JSON Lines; never a suspected denunciation, name or address.

    \b
    Examples:
      doithoai export concerns.jsonl
      doithoai export --session doi-thoai-2025 -
    """
    settings = _settings()

    async def work(database: Database) -> list[dict[str, Any]]:
        found = await find_office(database, settings)
        return await database.read(lambda tx: export.rows(tx, found, session_key))

    for row in _run(_with_database(settings, work)):
        target.write(json.dumps(row, ensure_ascii=False) + "\n")


main.add_command(search_cli.search_)
main.add_command(papers)
main.add_command(group_)
main.add_command(corrections)
main.add_command(tag_command)
