"""The project's own source, read as text and syntax trees; nothing is imported or run."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, kw_only=True)
class Source:
    """One Python file: its path from the project's root, its text and its tree."""

    path: Path
    text: str = field(repr=False)
    tree: ast.Module = field(repr=False)

    @property
    def module(self) -> str:
        """The dotted name under which the file is imported."""
        parts = self.path.with_suffix("").parts
        return ".".join(parts[:-1] if self.path.name == "__init__.py" else parts)

    @cached_property
    def imports(self) -> tuple[tuple[str, str | None], ...]:
        """Each import anywhere in the file: the module, and the name taken from it where there is one."""
        found: list[tuple[str, str | None]] = []
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found += [(alias.name, None) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                found += [(self._absolute(node), alias.name) for alias in node.names]
        return tuple(found)

    def _absolute(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        return ".".join([*self.path.parts[: -node.level], *([node.module] if node.module else [])])

    def references(self) -> Iterator[tuple[str, ast.expr]]:
        """Each name used in the file, written out in full by the file's own imports, with its node.

        After `from datetime import datetime as dt`, `dt.now` is the reference `datetime.datetime.now`.
        """
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Name | ast.Attribute) and (name := self.full_name(node)):
                yield name, node

    def full_name(self, node: ast.expr) -> str | None:
        """The dotted name that an expression stands for, or None if it is more than a name."""
        if isinstance(node, ast.Name):
            return self._imported_names.get(node.id, node.id)
        if isinstance(node, ast.Attribute) and (owner := self.full_name(node.value)):
            return f"{owner}.{node.attr}"
        return None

    @cached_property
    def _imported_names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                names |= {alias.asname: alias.name for alias in node.names if alias.asname}
            elif isinstance(node, ast.ImportFrom):
                module = self._absolute(node)
                names |= {alias.asname or alias.name: f"{module}.{alias.name}" for alias in node.names}
        return names


def parse(text: str, path: str | Path) -> Source:
    """The Source of a text that stands, or would stand, at `path` from the project's root."""
    return Source(path=Path(path), text=text, tree=ast.parse(text, str(path)))


@cache
def sources(*folders: str) -> tuple[Source, ...]:
    """Every Python file under these folders of the project, in the order of their paths."""
    paths = sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))
    return tuple(parse(path.read_text(encoding="utf-8"), path.relative_to(ROOT)) for path in paths)
