"""Exports by a template of the user's: Jinja2, in its sandbox. docs/templates.md is about them.

A template is given plain data and may neither reach anything else nor change what it is given. Loops, calls
and what is put together are counted and timed, so that no template goes on for ever: see :class:`Limits`.
"""

from __future__ import annotations

import time
import types
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import jinja2
import jinja2.sandbox
import msgspec
from jinja2 import nodes
from jinja2.compiler import CodeGenerator
from jinja2.runtime import markup_join, str_join
from jinja2.visitor import NodeTransformer

from store.errors import UsageError
from store.exporting.note_links import Spelling, with_links
from store.exporting.registry import Writer
from store.exporting.sanitise import clean_text, one_line
from store.exporting.selection import Selection
from store.exporting.writing import write_text
from store.formats.markup import org
from store.formats.markup.front_matter import obsidian_tag, of_article, scalar
from store.formats.markup.markdown import OneFile, contained, escape, quoted, quotes
from store.formats.markup.markdown_folder import Layout
from store.library import Library
from store.model.annotation import Annotation
from store.model.article import Article

if TYPE_CHECKING:
    from jinja2.compiler import Frame
    from jinja2.runtime import Context

FORMATS = ("markdown", "org", "html")
"""The formats that a template can be for."""

_SOURCE = "<template>"
"""How Jinja2 calls the file of a template that has none, in tracebacks."""


class Limits(msgspec.Struct, frozen=True):
    """How much a template may do for one article."""

    seconds: float = 10.0
    """How long it may take; looked at on each turn of a loop and at each call."""
    characters: int = 20_000_000
    """How long what it writes may be, and any words that it puts together."""


class TooMuch(Exception):
    """A template has done more than it may: ``str(error)`` says what, without the end of the sentence."""


class Budget:
    """What a template has left to do for the article that it is at."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._until = 0.0

    def renew(self) -> None:
        """Begin with another article."""
        self._until = time.monotonic() + self._limits.seconds

    def spend(self) -> None:
        """Take a step.

        :raises TooMuch: there is no time left.
        """
        if time.monotonic() > self._until:
            raise TooMuch(f"it takes longer than {self._limits.seconds:g} seconds for one article")

    def counted(self, things: Iterable[object]) -> Iterator[object]:
        """The same things, a step each."""
        for each in things:
            self.spend()
            yield each

    def check_length(self, length: int) -> None:
        """Refuse words that are too long.

        :raises TooMuch: they are.
        """
        if length > self._limits.characters:
            raise TooMuch(f"it puts together more than {self._limits.characters:,} characters")


class _Counting(CodeGenerator):
    """Compiles a template so that its loops and what it joins by ``~`` are counted."""

    def visit_Template(  # noqa: N802 - Jinja2's name
        self, node: nodes.Template, frame: Frame | None = None
    ) -> None:
        """A whole template."""
        super().visit_Template(_Wrapping().visit(node).set_environment(self.environment), frame)


class _Wrapping(NodeTransformer):
    """Puts a filter round what is gone through and round what is joined."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - Jinja2's name
        """A loop over what is counted."""
        self.generic_visit(node)
        node.iter = _filtered(node.iter, "counted_", node.lineno)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - Jinja2's name
        """Words that are joined."""
        self.generic_visit(node)
        return _filtered(nodes.List(node.nodes, lineno=node.lineno), "joined_", node.lineno)


def _filtered(node: nodes.Node, name: str, line: int) -> nodes.Filter:
    return nodes.Filter(cast("nodes.Expr", node), name, [], [], None, None, lineno=line)


class _Sandbox(jinja2.sandbox.ImmutableSandboxedEnvironment):
    """Jinja2's sandbox, with a budget: what makes long words is looked at before it does."""

    code_generator_class = _Counting
    intercepted_binops = frozenset(("+", "*", "**"))

    def __init__(self, budget: Budget, *, escaping: bool) -> None:
        super().__init__(
            autoescape=escaping,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            optimized=False,  # else what is constant would be reckoned before anything is counted
        )
        self._budget = budget
        self.filters["counted_"] = budget.counted
        self.filters["joined_"] = self._joined
        del self.filters["random"], self.globals["lipsum"]  # the same library, the same bytes

    def _joined(self, parts: list[object]) -> str:
        self._budget.check_length(sum(len(str(part)) for part in parts))
        return markup_join(parts) if self.autoescape else str_join(parts)

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """The value of two values and a sign."""
        self._budget.spend()
        if operator == "**" and not (_is_small(left) and _is_small(right)):
            raise TooMuch("it takes powers of numbers above 1,000")
        if operator in "+*":
            times = max((each for each in (left, right) if isinstance(each, int)), default=1)
            sizes = [len(each) for each in (left, right) if isinstance(each, str | list | tuple)]
            self._budget.check_length(sum(sizes) * (times if operator == "*" else 1))
        return cast("object", super().call_binop(context, operator, left, right))

    def call(self, context: Context, obj: object, *arguments: object, **named: object) -> object:
        """The value of a call."""
        self._budget.spend()
        value = super().call(context, obj, *arguments, **named)
        if isinstance(value, str):
            self._budget.check_length(len(value))
        return cast("object", value)


def _is_small(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) <= 1000


class Template:
    """A template that has been read."""

    def __init__(self, path: Path, kind: str, limits: Limits | None = None) -> None:
        """Read a template.

        :param kind: the name of the format that it is for, one of :data:`FORMATS`.
        :raises UsageError: it cannot be read, is no template, or there are none for the format.
        """
        if kind not in FORMATS:
            raise UsageError(
                f"--template is for {', '.join(FORMATS[:-1])} and {FORMATS[-1]}, not for {kind}."
            )
        self._path = path
        self._kind = kind
        self._place: tuple[Library, str, Spelling] | None = None
        """Where notes are: the library, the article, and how links are written for it."""
        self._budget = Budget(limits or Limits())
        self._environment = _Sandbox(self._budget, escaping=kind == "html")
        self._environment.filters |= {**_FILTERS, "linked": self._linked}
        try:
            source = path.read_text("utf-8-sig")
            self._template = self._environment.from_string(source)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise UsageError(f"The template {path} cannot be read: {reason}.") from error
        except UnicodeDecodeError as error:
            raise UsageError(f"The template {path} is not in UTF-8: save it as UTF-8.") from error
        except jinja2.TemplateSyntaxError as error:
            raise UsageError(self._sentence(error.lineno, str(error.message))) from error
        except jinja2.TemplateError as error:
            raise UsageError(self._sentence(None, str(error))) from error

    def writer(self) -> Writer:
        """What writes a file by it."""

        def write(selection: Selection, out: IO[bytes]) -> None:
            spell = self._spelling(selection.articles)
            for number, (article, marks) in enumerate(selection, 1):
                self._place = (selection.library, article.id, spell)
                write_text(out, [self._rendered(article, marks, number=number)])

        return write

    def layout(self, selection: Selection) -> Layout:
        """What writes each file of a folder by it."""

        def lay_out(article: Article, marks: Iterable[Annotation], spell: Spelling, name: str) -> str:
            self._place = (selection.library, article.id, spell)
            return self._rendered(article, marks, name=name)

        return lay_out

    def _spelling(self, articles: Iterable[str]) -> Spelling:
        """How links are written in one file of the format."""
        if self._kind == "markdown":
            return OneFile(articles).spell
        return org.spelling(articles) if self._kind == "org" else lambda link, _: link.shown

    def _linked(self, note: str) -> str:
        """A note of the article that is being written, with its links as the file has them."""
        return with_links(note, *self._place) if self._place else note

    def _rendered(
        self, article: Article, marks: Iterable[Annotation], *, number: int = 1, name: str = ""
    ) -> str:
        """What the template makes of an article.

        :raises UsageError: it fails.
        """
        given = {
            "article": _fields(article),
            "annotations": [
                {**_fields(each.mark), "block": each.block, "number": place}
                for place, each in enumerate(quotes(marks, set()), 1)
            ],
            "front_matter": of_article(article),
            "number": number,
            "name": name,
        }
        self._budget.renew()
        parts, length = [], 0
        try:
            for part in self._template.generate(given):
                parts.append(part)
                length += len(part)
                self._budget.check_length(length)
        except Exception as error:
            raise UsageError(self._failure(error, article)) from error
        return clean_text("".join(parts))

    def _failure(self, error: Exception, article: Article) -> str:
        if isinstance(error, RecursionError):
            what = "it calls itself without an end"
        elif isinstance(error, MemoryError):
            what = "it takes more memory than there is"
        else:
            what = str(error) or type(error).__name__
        return self._sentence(_line(error.__traceback__), f"{what} (at the article {article.id})")

    def _sentence(self, line: int | None, what: str) -> str:
        place = f", line {line}" if line else ""
        return f"The template {self._path}{place}: {one_line(what).rstrip('.')}."


def _line(traceback: types.TracebackType | None) -> int | None:
    """The line of the template that an error comes from, from 1."""
    line = None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == _SOURCE:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _fields(record: Article | Annotation) -> dict[str, object]:
    """A record as plain data."""
    return cast("dict[str, object]", msgspec.to_builtins(record))


_FILTERS: dict[str, Callable[[str], str]] = {
    "yaml": lambda words: scalar(one_line(words)),
    "tag": obsidian_tag,
    "md": lambda words: escape(one_line(words)),
    "quoted": quoted,
    "contained": contained,
    "org": lambda words: org.escape(one_line(words)),
    "org_quoted": org.quoted,
    "org_note": org.note_text,
    "org_tag": org.org_tag,
}
"""What templates have beside Jinja2's own filters; ``linked`` comes with each article."""
