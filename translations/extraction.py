"""Finds the texts that are marked for translation, in the syntax tree of the code."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

ROOT = Path(__file__).parent.parent

PACKAGES = ("store", "tui", "seeds")

NOW = {"_": (0,), "pgettext": (1,), "ngettext": (0, 1)}
"""Functions that translate when they are called: the places of their texts. Never called in an import."""

MARKS = {"lazy": (0,), "plural": (0, 1), "counted": (1, 2), "noun": (1, 2)}
"""Functions that mark texts which are translated later, or get them from their caller."""

ENTRY = "entry"
"""The function that makes an action of the registry: its title, its explanation and its hint are texts."""


@dataclass(frozen=True, slots=True)
class Message:
    """A text in the code."""

    text: str
    plural: str | None
    context: str | None
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Mistake:
    """A call that marks no text, or that would show it in the wrong language."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


def source_files(*folders: str) -> list[Path]:
    """Return the modules of folders or files of the project, in order."""
    files: list[Path] = []
    for folder in folders or PACKAGES:
        path = ROOT / folder
        files += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return files


def relative(path: Path) -> str:
    """Return the name of a module in the project: ``tui/keys/footer.py``."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(path.read_text("utf-8"))


def extract(path: Path) -> tuple[list[Message], list[Mistake]]:
    """Return the texts that a module marks, and what is wrong with its marks."""
    finder = _Finder(relative(path))
    finder.visit(tree_of(path))
    return finder.messages, finder.mistakes


def placeholders(text: str) -> set[str]:
    """Return the names in braces."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return set()


class _Finder(ast.NodeVisitor):
    def __init__(self, file: str) -> None:
        self.messages: list[Message] = []
        self.mistakes: list[Mistake] = []
        self._file = file
        self._functions = 0
        """How many functions are around a node."""
        self._imports_underscore = False

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if (node.module or "").startswith("store.language") and any(each.name == "_" for each in node.names):
            self._imports_underscore = True

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for outside in (*node.decorator_list, node.args):
            self.visit(outside)
        if any(
            each.arg == "_" for each in (*node.args.args, *node.args.posonlyargs, node.args.vararg) if each
        ):
            self._check_shadow(node)
        self._functions += 1
        for each in node.body:
            self.visit(each)
        self._functions -= 1

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815 - the name ast calls

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._functions += 1
        self.visit(node.body)
        self._functions -= 1

    def visit_Name(self, node: ast.Name) -> None:
        if node.id == "_" and isinstance(node.ctx, ast.Store):
            self._check_shadow(node)

    def _check_shadow(self, node: ast.expr | ast.stmt) -> None:
        if self._imports_underscore:
            self._mistake(node, "`_` is the translating function in this module: give the variable a name")

    def visit_Call(self, node: ast.Call) -> None:
        self.generic_visit(node)
        if not isinstance(node.func, ast.Name):
            return
        name = node.func.id
        if name in NOW and (name != "_" or self._imports_underscore):
            if not self._functions:
                self._mistake(node, f"{name}() runs when the module is imported: use lazy()")
            self._add_call(node, NOW[name], context=_literal(node.args[0]) if name == "pgettext" else None)
        elif name in MARKS:
            given = [*node.args[1:2], *(each.value for each in node.keywords if each.arg == "context")]
            context = _literal(given[0]) if name == "lazy" and given else None
            self._add_call(node, MARKS[name], context=context)
        elif name == ENTRY:
            self._add_entry(node)

    def _add_call(self, node: ast.Call, places: tuple[int, ...], *, context: str | None) -> None:
        if any(isinstance(each, ast.Starred) for each in node.args):
            return  # counted(number, *PAGES): the texts are marked where the constant is
        texts = [_literal(node.args[place]) if place < len(node.args) else None for place in places]
        if None in texts:
            self._mistake(node, f"the text of {ast.unparse(node.func)}() is not a literal")
            return
        one, many = str(texts[0]), str(texts[1]) if len(texts) > 1 else None
        self._add(node, one, many, context)
        values = {each.arg for each in node.keywords if each.arg is not None}
        if isinstance(node.func, ast.Name) and node.func.id in NOW and values:
            wanted = placeholders(one) | placeholders(many or "")
            if wanted - {"count"} != values - {"count"}:
                self._mistake(node, f"the values {sorted(values)} are not those of the text {one!r}")

    def _add_entry(self, node: ast.Call) -> None:
        hints = [each.value for each in node.keywords if each.arg == "hint"]
        for number, each in enumerate((*node.args[2:4], *hints)):
            text = _literal(each)
            if text is None:
                self._mistake(node, "a text of an action is not a literal")
            elif text:
                self._add(node, text, None, "hint" if number == 2 else None)

    def _add(self, node: ast.expr, text: str, many: str | None, context: str | None) -> None:
        self.messages.append(Message(text, many, context, self._file, node.lineno))

    def _mistake(self, node: ast.expr | ast.stmt, reason: str) -> None:
        self.mistakes.append(Mistake(self._file, node.lineno, reason))


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


@cache
def all_messages() -> tuple[Message, ...]:
    """Return the texts of the whole project, by module and line."""
    return tuple(message for path in source_files() for message in extract(path)[0])
