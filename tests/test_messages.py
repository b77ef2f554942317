"""Every message id in the code has its wording in every language; nothing else stands in the catalogues."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes

from handlers.texts import LANGUAGES
from tests.sources import ROOT, sources

DOMAINS = sorted(path.stem for path in ROOT.glob("locales/*.cfg"))
KEYWORDS = parse_keywords(["t", "tn:1,1", "N_"])  # as in the Makefile
TEMPLATES = sorted(ROOT.glob("bot/**/*.html"))


@dataclass(frozen=True, kw_only=True)
class Call:
    """One `t("id", name=value)` or `tn("id", n, name=value)`: where, which id, the names of its values."""

    where: str
    message_id: str
    values: frozenset[str]


@cache
def used_ids(domain: str) -> frozenset[str]:
    """The ids that the code of a domain uses, found as `make messages` finds them."""
    with (ROOT / "locales" / f"{domain}.cfg").open(encoding="utf-8") as mapping:
        method_map, options_map = parse_mapping_cfg(mapping)
    found = extract_from_dir(ROOT, method_map, options_map, KEYWORDS)
    return frozenset(message if isinstance(message, str) else message[0] for _, _, message, _, _ in found)


@cache
def catalogue(domain: str, language: str) -> Catalog:
    with (ROOT / "locales" / language / "LC_MESSAGES" / f"{domain}.po").open("rb") as file:
        return read_po(file, locale=language, domain=domain, abort_invalid=True)


def messages(domain: str, language: str) -> dict[str, Message]:
    return {forms_of(message.id)[0]: message for message in catalogue(domain, language) if message.id}


def forms_of(texts: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (texts,) if isinstance(texts, str) else tuple(texts or ())


def placeholders(text: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def calls() -> Iterator[Call]:
    """Every call with a literal id, in code and templates; one that hands on `**values` cannot be read."""
    for source in sources("bot", "handlers"):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and (message_id := _literal_id(node)):
                names = {keyword.arg for keyword in node.keywords}
                if None not in names:
                    plural = {"n"} if _called(node) == "tn" else set()
                    values = frozenset(name for name in names | plural if name)
                    yield Call(where=f"{source.path}:{node.lineno}", message_id=message_id, values=values)


def _called(node: ast.Call) -> str:
    return ast.unparse(node.func).rpartition(".")[2]


def _literal_id(node: ast.Call) -> str | None:
    first = node.args[0] if node.args and _called(node) in {"t", "tn"} else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


each_domain = pytest.mark.parametrize("domain", DOMAINS)
each_language = pytest.mark.parametrize("language", LANGUAGES)


@each_domain
@each_language
def test_every_id_that_the_code_uses_stands_in_its_catalogue(domain: str, language: str) -> None:
    assert used_ids(domain) - messages(domain, language).keys() == set()


@each_domain
@each_language
def test_no_id_stands_in_a_catalogue_that_the_code_no_longer_uses(domain: str, language: str) -> None:
    assert messages(domain, language).keys() - used_ids(domain) == set()
    assert list(catalogue(domain, language).obsolete) == []


@each_domain
@each_language
def test_every_message_has_a_wording_that_somebody_has_confirmed(domain: str, language: str) -> None:
    found = messages(domain, language).items()
    assert [name for name, message in found if not all(form.strip() for form in wording(message))] == []
    assert [name for name, message in found if message.fuzzy] == []
    assert not catalogue(domain, language).fuzzy


def wording(message: Message) -> tuple[str, ...]:
    return forms_of(message.string) or ("",)


@each_domain
def test_the_languages_of_a_message_have_the_same_placeholders(domain: str) -> None:
    vi, en = (
        {name: placeholders(wording(message)[-1]) for name, message in messages(domain, language).items()}
        for language in ("vi", "en")
    )
    assert vi == en


@each_domain
@each_language
def test_a_singular_has_no_placeholder_that_its_plural_lacks(domain: str, language: str) -> None:
    for name, message in messages(domain, language).items():
        forms = [placeholders(form) for form in wording(message)]
        assert all(form <= forms[-1] for form in forms), name


@each_language
def test_an_id_that_two_catalogues_share_says_the_same_in_both(language: str) -> None:
    said: dict[str, tuple[str, ...]] = {}
    for domain in DOMAINS:
        for name, message in messages(domain, language).items():
            assert said.setdefault(name, wording(message)) == wording(message), name


def test_every_call_gives_the_values_that_its_message_names() -> None:
    texts = (pair for domain in DOMAINS for pair in messages(domain, "vi").items())
    wanted = {name: wording(message)[-1] for name, message in texts}
    lacking = [
        (call.where, call.message_id, missing)
        for call in calls()
        if (missing := placeholders(wanted.get(call.message_id, "")) - call.values)
    ]
    assert lacking == []


@pytest.mark.parametrize("template", [pytest.param(path, id=path.name) for path in TEMPLATES])
def test_a_template_calls_t_by_its_plain_name_which_alone_is_extracted(template: Path) -> None:
    tree = Environment(autoescape=True).parse(template.read_text(encoding="utf-8"))
    called = [call.node for call in tree.find_all(nodes.Call)]
    assert {name.attr for name in called if isinstance(name, nodes.Getattr)}.isdisjoint({"t", "tn"})
