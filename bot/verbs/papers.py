"""`doithoai papers`: an office's own DOCX templates: check one, list the fields, make one to begin with."""

from pathlib import Path
from typing import Any

import click

from bot.documents.docx.office_template import TemplateError, check, kind_of
from bot.documents.docx.template_example import NAME, example
from bot.documents.docx.template_fields import TEMPLATED, shape_of
from handlers.papers.families import Family

KINDS = click.Choice(sorted(TEMPLATED))
FAMILIES = {"state": Family.STATE, "party": Family.PARTY_05}


@click.group()
def papers() -> None:
    """Papers: an office's own DOCX templates."""


@papers.command(name="check")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--paper", type=KINDS, help="Which paper it is for, when its name does not say so.")
def check_(file: Path, paper: str | None) -> None:
    """Say whether a template can be used, and if not, what is wrong and where.

    \b
    Examples:
      doithoai papers check plans/giao-minh-2025/thong-bao.docx
      doithoai papers check mau-moi.docx --paper thong-bao
    """
    kind = TEMPLATED[paper] if paper else kind_of(file)
    if kind is None:
        raise click.UsageError(
            f"Name the file like one of: {', '.join(f'{one}.docx' for one in TEMPLATED)}; or --paper."
        )
    try:
        check(file.read_bytes(), file.name, kind)
    except TemplateError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{file.name}: dùng được cho {kind.type_name.lower()}.")


@papers.command()
@click.argument("paper", type=KINDS)
def fields(paper: str) -> None:
    """List the fields that a template of this paper may name.

    \b
    Example:
      doithoai papers fields thong-bao
    """
    click.echo("\n".join(_written(shape_of(TEMPLATED[paper]), "")))


@papers.command(name="example")
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path), default=Path(NAME))
@click.option("--family", type=click.Choice(list(FAMILIES)), default="state", show_default=True)
def example_(target: Path, family: str) -> None:
    """Write a template of a notice to begin with, in the format of state or Party papers; never over a file.

    \b
    Example:
      doithoai papers example thong-bao.docx --family party
    """
    try:
        with target.open("xb") as file:
            file.write(example(FAMILIES[family]))
    except FileExistsError as error:
        raise click.ClickException(f"{target} is there already.") from error
    click.echo(str(target))


def _written(shape: Any, before: str) -> list[str]:
    """Each field as a template names it; a list as the loop that repeats its lines."""
    lines = []
    for name, inner in shape.items():
        if isinstance(inner, dict):
            lines += _written(inner, f"{before}{name}.")
        elif isinstance(inner, list):
            lines += _loop(f"{before}{name}", inner[0])
        else:
            lines.append(f"{{{{ {before}{name} }}}}")
    return lines


def _loop(name: str, inner: Any) -> list[str]:
    lines = _written(inner, "x.") if isinstance(inner, dict) else ["{{ x }}"]
    return [f"{{%p for x in {name} %}}", *(f"    {line}" for line in lines), "{%p endfor %}"]
