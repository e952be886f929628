"""Finds texts that a user sees and that are not marked for translation, in the syntax tree of the code.

A text is an English phrase in any literal or f-string. One of few words counts where it
is given to something that shows it, such as an error, a toast, a widget or argparse; in a constant; and where
a function returns it.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from translations.extraction import ENTRY, MARKS, NOW, relative, source_files, tree_of

MARKED = ("seeds", "store", "tui")
"""The folders in which every text is marked. A test holds them to it."""

EXCEPTION = "# untranslated:"
"""The comment, followed by the reason, at the end of a line whose text is the same in every language."""

SHOWN_BY_KEYWORD = frozenset({
    "help", "description", "epilog", "placeholder", "tooltip", "label", "title", "summary", "hint", "prompt",
    "explanation", "subject", "remedy", "reason", "message",
})  # fmt: skip
"""Keyword arguments that are shown, of whatever function."""

SHOWN_BY_CALL = frozenset({
    "notify", "say", "warn", "show_error", "set_frame", "Static", "Label", "Button", "Input", "Checkbox",
    "Option", "RadioButton", "PaneNotice", "print", "ChoiceDialog", "Prompt", "PromptDialog", "Text",
    "append", "assemble", "error", "_fail", "show_begin", "show_progress", "add_row", "add_column",
    "Usage", "Command", "StepGroup", "ArgumentTypeError", "write", "update", "show", "tell", "join",
    "ask", "_write", "run_work",
})  # fmt: skip
"""Functions and classes whose arguments are shown."""

SHOWN_ATTRIBUTES = frozenset({"border_title", "border_subtitle", "placeholder", "tooltip", "epilog", "TITLE"})
"""Attributes that are shown when they are set."""

NOT_SHOWN = frozenset({"Binding", "compile", "execute", "executemany", "executescript", "query", "query_one"})
"""Functions whose texts nobody sees: descriptions of bindings, patterns, SQL, selectors."""

ALLOWED = frozenset({"pizhu", "pizhu 0", "Pizhu 批注"})
"""What is the same in every language. 0 stands for a value."""

WITHOUT_TEXTS = {
    "tui/cli/manual.py": "the manual is in English",
    "tui/cli/shell/man_page.py": "the man page is in English",
    "tui/cli/usage.py": "the manual is in English",
    "tui/palette/synonyms.py": "what users type",
    "tui/settings/page.py": "the manual is in English",
    "store/formats/anki/deck.py": "columns and templates of Anki",
    "store/formats/tables/column_names.py": "names of columns",
    "store/formats/word/parts.py": "parts of a document",
    "store/formats/word/styles.py": "names of styles",
    "store/index/postgres/filtering.py": "SQL",
    "store/index/postgres/fulltext.py": "SQL",
    "store/index/postgres/names.py": "SQL",
    "store/index/postgres/passages.py": "SQL",
    "store/index/sqlite/filtering.py": "SQL",
    "store/index/sqlite/names.py": "SQL",
    "store/index/tables/conditions.py": "SQL",
    "store/index/tables/facets.py": "SQL",
    "store/index/tables/orders.py": "SQL",
    "store/note_syntax/wikilinks.py": "a pattern and its comments",
    "store/storage/postgres/rights/functions.py": "SQL",
    "store/storage/postgres/rights/policies.py": "SQL",
    "store/storage/postgres/rights/statements.py": "SQL",
    "store/press/sites/website.py": "what web sites say",
}
"""Modules whose literals nobody sees, and what these are."""

_ERROR = re.compile(
    r"^(?:Bad|Unknown|Ambiguous)[A-Z]\w+$"
    r"|^[A-Z]?\w*(?:Error|Stopped|Conflict|Busy|Unavailable|NotFound|BadRange|DamagedFile)$"
)
_WORDS = re.compile(r"[A-Za-z]{2,}(?:['’][a-z]+)?[ ,.;:]+(?:[A-Za-z0-9(“]|$)")
_COUNTED = re.compile(r"^0 [a-z]{3,}$|^[A-Z][a-z]{3,}0+$|^[A-Z][a-z]{3,} 0+$")
"""``{number} picked`` or ``Tags {number}`` in an f-string, whose values are 0 here."""
_PHRASE = re.compile(r"[A-Za-z]{2,}[ ,]+(?=[a-z])")
_LABEL = re.compile(r"^[A-Z][a-z]+(?:…|:)?$")
_CODE = re.compile(
    r"^[\w.\-/#:>&*]+$|[{}\\<>]\s*[\w-]+\s*:|://|^--?\w[\w-]*(?:[ =]\S+)?$"
    r"|\bSELECT\b|\bINSERT\b|\bCREATE\b|\bUPDATE\b"
    r"|\bDELETE FROM\b|\bPRAGMA\b|\bWHERE\b|\bFROM\b|^<|^\$|^bold|^dim|^italic|^\w+ on \w+$"
)


class Unmarked(NamedTuple):
    """A text that is shown in English whatever the language is."""

    file: str
    line: int
    text: str


def unmarked(path: Path) -> list[Unmarked]:
    """Return the texts of a module that are not marked, by line."""
    if relative(path) in WITHOUT_TEXTS:
        return []
    walker = _Walker(relative(path))
    walker.visit(tree_of(path))
    lines = path.read_text("utf-8").splitlines()
    return sorted(each for each in set(walker.found) if EXCEPTION not in lines[each.line - 1])


class _Walker(ast.NodeVisitor):
    def __init__(self, file: str) -> None:
        self.found: list[Unmarked] = []
        self._file = file
        self._functions = 0

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self._functions += 1
        self.generic_visit(node)
        self._functions -= 1

    visit_AsyncFunctionDef = visit_FunctionDef  # noqa: N815 - the name ast calls

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        self._look_at_phrase(node, node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._look_at_phrase(node, _literal_of(node))
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)

    def _look_at_phrase(self, node: ast.expr, text: object) -> None:
        """Find what reads like a sentence in any place."""
        if isinstance(text, str) and not _CODE.search(text.strip()) and len(_PHRASE.findall(text)) > 1:
            self.found.append(Unmarked(self._file, node.lineno, text))

    def visit_Call(self, node: ast.Call) -> None:
        name = _name(node.func)
        if name in NOT_SHOWN:
            return
        if name in NOW or name in MARKS or name == ENTRY:
            for keyword in node.keywords:
                if name != ENTRY or keyword.arg != "words":  # what users type
                    self.visit(keyword.value)
            return
        if name == "Usage":  # a command line, and what it does
            self._look_at_all(node.args[1:], name)
            return
        if name in SHOWN_BY_CALL or _ERROR.match(name):
            self._look_at_all(node.args, name)
        for keyword in node.keywords:
            if keyword.arg in SHOWN_BY_KEYWORD or _ERROR.match(name):
                self._look(keyword.value, name)
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        shown = any(_name(target) in SHOWN_ATTRIBUTES for target in node.targets)
        if shown or not self._functions:
            self._look(node.value, "" if shown else "constant")
        elif any(isinstance(target, ast.Name) for target in node.targets):
            self._look(node.value, "variable")
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None and not self._functions:
            self._look(node.value, "constant")
        self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        if node.value is not None:
            self._look(node.value, "variable")
        self.generic_visit(node)

    def visit_Yield(self, node: ast.Yield) -> None:
        if node.value is not None:
            self._look(node.value, "variable")
        self.generic_visit(node)

    def _look_at_all(self, nodes: list[ast.expr], shown_by: str) -> None:
        for each in nodes:
            self._look(each, shown_by)

    def _look(self, node: ast.expr, shown_by: str) -> None:
        for part in _texts(node):
            text = part.value if isinstance(part, ast.Constant) else _literal_of(part)
            if isinstance(text, str) and _is_english(text, is_label=shown_by not in ("constant", "variable")):
                self.found.append(Unmarked(self._file, part.lineno, text))


def _texts(node: ast.expr) -> Iterator[ast.Constant | ast.JoinedStr]:
    """The literals of an expression: also those of a tuple, a choice or a sum, but none of a call."""
    if isinstance(node, ast.Constant | ast.JoinedStr):
        yield node
    elif isinstance(node, ast.Tuple | ast.List | ast.Set):
        for each in node.elts:
            yield from _texts(each)
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from _texts(value)
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.BoolOp):
        for each in node.values:
            yield from _texts(each)
    elif isinstance(node, ast.BinOp):
        yield from _texts(node.left)
        yield from _texts(node.right)
    elif isinstance(node, ast.Starred):
        yield from _texts(node.value)
    elif isinstance(node, ast.ListComp | ast.GeneratorExp | ast.SetComp):
        yield from _texts(node.elt)


def _literal_of(node: ast.JoinedStr) -> str:
    """The text of an f-string, with a sign in the place of each value."""
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "0" for part in node.values)


def _is_english(text: str, *, is_label: bool) -> bool:
    plain = text.strip()
    if _COUNTED.search(plain):
        return True
    if plain in ALLOWED or _CODE.search(plain):
        return is_label and bool(_LABEL.match(plain)) and plain not in ALLOWED
    return bool(_WORDS.search(plain))


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def main() -> None:
    """Print what is not marked in the folders that the command line names; in all of them without one."""
    for path in source_files(*sys.argv[1:]):
        for each in unmarked(path):
            print(f"{each.file}:{each.line}: {each.text!r}")


if __name__ == "__main__":
    main()
