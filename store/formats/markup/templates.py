"""Exports through the user's Jinja2 templates, in Jinja2's sandbox. Documented in docs/templates.md.

Templates get plain data, cannot change it, and cannot reach anything else. Loops, calls and concatenations
are counted and timed, so that every template ends: see :class:`Limits`.
"""

from __future__ import annotations

import re
import time
import types
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

import jinja2
import jinja2.filters
import jinja2.sandbox
import msgspec
from jinja2 import nodes
from jinja2.compiler import CodeGenerator
from jinja2.runtime import markup_join, str_join
from jinja2.visitor import NodeTransformer

from store.errors import BadInput, UsageError, phrase_of
from store.exporting.note_links import LinkFormatter, rewrite_links
from store.exporting.registry import Writer
from store.exporting.sanitise import clean_text, one_line
from store.exporting.selection import Selection
from store.exporting.writing import write_text
from store.formats.markup import org
from store.formats.markup.front_matter import article_front_matter, obsidian_tag, scalar
from store.formats.markup.markdown import CombinedFile, block_quote, close_open_blocks, escape, quotes
from store.formats.markup.markdown_folder import Layout
from store.importing.input_file import read_input
from store.index.addresses import uri
from store.language import _
from store.library import Library
from store.model.annotation import Annotation
from store.model.article import Article
from store.wording import listed

if TYPE_CHECKING:
    from jinja2.compiler import Frame
    from jinja2.runtime import Context

FORMATS = ("markdown", "org", "html")
"""The formats that support templates."""

_SOURCE = "<template>"
"""The file name that Jinja2 gives to a template without a file, in tracebacks."""


MAX_TEMPLATE_BYTES = 1 << 20
"""Bytes of the file of a template."""

_MAX_BITS = 3322
"""Bits of a number of 1,000 digits."""

_LONG_NUMBER = re.compile("[0-9]{7}").search
"""Finds a width of more than six digits in a format string."""

_NESTED = re.compile(r"\{[^}]*\{").search
"""Finds a field of ``str.format`` whose width is given by another field."""

_REPLACE, _FORMAT = jinja2.filters.FILTERS["replace"], jinja2.filters.FILTERS["format"]


class Limits(msgspec.Struct, frozen=True):
    """The limits of a template, for each article."""

    seconds: float = 10.0
    """The maximum time, checked on each iteration and call."""
    characters: int = 20_000_000
    """The maximum length of the output, and of any string that the template builds."""
    built: int = 100_000_000
    """The maximum length of all strings together that the template builds."""
    number: int = 1_000_000
    """The maximum whole number as an argument: a width or a count, of which memory is taken."""


class LimitExceeded(Exception):
    """A template exceeded a limit. The message says which one, without a full stop."""


class Budget:
    """What is left of the limits for the current article."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._until = 0.0
        self._built = 0

    def renew(self) -> None:
        """Restart for the next article."""
        self._built = 0
        self._until = time.monotonic() + self._limits.seconds

    def spend(self) -> None:
        """Check the time.

        :raises LimitExceeded: when the time is used up.
        """
        if time.monotonic() > self._until:
            raise LimitExceeded(
                _("it takes longer than {seconds:g} seconds for one article", seconds=self._limits.seconds)
            )

    def count_steps(self, things: Iterable[object]) -> Iterator[object]:
        """Yield the items, checking the time at each."""
        for each in things:
            self.spend()
            yield each

    def check_length(self, length: int) -> None:
        """Check the length of a string.

        :raises LimitExceeded: when it is too long.
        """
        if length > self._limits.characters:
            raise LimitExceeded(
                _(
                    "it builds a string of more than {characters:,} characters",
                    characters=self._limits.characters,
                )
            )

    def add_built(self, value: object) -> None:
        """Check a value that was built, and all strings that were built so far.

        :raises LimitExceeded: when a string is too long, all together are, or a number is too large.
        """
        if isinstance(value, str):
            self.check_length(len(value))
            self._built += len(value)
            if self._built > self._limits.built:
                raise LimitExceeded(
                    _("it builds strings of more than {built:,} characters", built=self._limits.built)
                )
        elif isinstance(value, int) and value.bit_length() > _MAX_BITS:
            raise LimitExceeded(_("it calculates with numbers of more than 1,000 digits"))

    def check_numbers(self, arguments: Iterable[object]) -> None:
        """Check the arguments of a filter or a method before it is called.

        :raises LimitExceeded: when one is a number that is too large for a width or a count.
        """
        if any(isinstance(each, int) and abs(each) > self._limits.number for each in arguments):
            raise LimitExceeded(
                _("it uses a number of more than {number:,} as an argument", number=self._limits.number)
            )

    def check_format(self, template: object, values: Iterable[object]) -> None:
        """Check a format string before it is applied.

        A value can be a width where there is ``*`` or ``{:{``.

        :raises LimitExceeded: when a width is too large.
        """
        if isinstance(template, str):
            if _LONG_NUMBER(template):
                raise LimitExceeded(_("it has a format with a width of more than six digits"))
            if "*" in template or _NESTED(template):
                self.check_numbers(values)


class _LimitingCompiler(CodeGenerator):
    """Compiles templates so that loops and ``~`` concatenations are checked against the limits."""

    def visit_Template(  # noqa: N802 - Jinja2's name
        self, node: nodes.Template, frame: Frame | None = None
    ) -> None:
        """Compile a template."""
        super().visit_Template(_LimitInserter().visit(node).set_environment(self.environment), frame)


class _LimitInserter(NodeTransformer):
    """Wraps the iterables of loops and the operands of concatenations in filters that check the limits."""

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - Jinja2's name
        """Wrap the iterable of a loop."""
        self.generic_visit(node)
        node.iter = _apply_filter(node.iter, "counted_", node.lineno)
        return node

    def visit_Include(self, node: nodes.Include) -> nodes.Node:  # noqa: N802 - Jinja2's name
        """Refuse another template."""
        raise _needs_another_file("include", node)

    def visit_Extends(self, node: nodes.Extends) -> nodes.Node:  # noqa: N802 - Jinja2's name
        """Refuse another template."""
        raise _needs_another_file("extends", node)

    def visit_Import(self, node: nodes.Import) -> nodes.Node:  # noqa: N802 - Jinja2's name
        """Refuse another template."""
        raise _needs_another_file("import", node)

    def visit_FromImport(self, node: nodes.FromImport) -> nodes.Node:  # noqa: N802 - Jinja2's name
        """Refuse another template."""
        raise _needs_another_file("from", node)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802 - Jinja2's name
        """Wrap a concatenation."""
        self.generic_visit(node)
        return _apply_filter(nodes.List(node.nodes, lineno=node.lineno), "joined_", node.lineno)


def _needs_another_file(tag: str, node: nodes.Node) -> jinja2.TemplateSyntaxError:
    return jinja2.TemplateSyntaxError(
        _("a template is one file, so it cannot use “{tag}”; copy what the other file has into it", tag=tag),
        node.lineno,
    )


def _apply_filter(node: nodes.Node, name: str, line: int) -> nodes.Filter:
    return nodes.Filter(cast("nodes.Expr", node), name, [], [], None, None, lineno=line)


class _Sandbox(jinja2.sandbox.ImmutableSandboxedEnvironment):
    """Jinja2's sandbox with a budget: operations that may build long strings are checked before they run."""

    code_generator_class = _LimitingCompiler
    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def __init__(self, budget: Budget, *, escaping: bool) -> None:
        super().__init__(
            autoescape=escaping,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            optimized=False,  # otherwise constants are folded before limits apply
        )
        self._budget = budget
        self.filters["counted_"] = budget.count_steps
        self.filters["joined_"] = self._join
        del self.filters["random"], self.globals["lipsum"]  # exports must be reproducible
        self.filters = {name: self._limited(each) for name, each in self.filters.items()}

    def _limited(self, function: Callable[..., object]) -> Callable[..., object]:
        """Return a filter that checks its arguments and its result."""

        @wraps(function)
        def limited(*arguments: object, **named: object) -> object:
            self._budget.spend()
            if function is _FORMAT:
                self._budget.check_format(arguments[0], (*arguments[1:], *named.values()))
            else:
                self._budget.check_numbers((*arguments[1:], *named.values()))
            if function is _REPLACE:
                self._check_replacement(arguments[-3:] if len(arguments) >= 3 else ())
            value = function(*arguments, **named)
            self._budget.add_built(value)
            return value

        return limited

    def _check_replacement(self, arguments: Sequence[object]) -> None:
        """Check how long a text becomes in which a word is replaced by another."""
        if len(arguments) == 3:
            text, old, new = map(str, arguments)
            self._budget.check_length(len(text) + text.count(old) * len(new))

    def _join(self, parts: list[object]) -> str:
        self._budget.check_length(sum(len(str(part)) for part in parts))
        return markup_join(parts) if self.autoescape else str_join(parts)

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Evaluate a binary operator."""
        self._budget.spend()
        if operator == "**" and not (_is_small(left) and _is_small(right)):
            raise LimitExceeded(_("it raises numbers above 1,000 to a power"))
        if operator == "%" and isinstance(left, str):
            self._budget.check_format(left, right if isinstance(right, tuple) else [right])
        if operator in ("+", "*"):
            times = max((each for each in (left, right) if isinstance(each, int)), default=1)
            sizes = [len(each) for each in (left, right) if isinstance(each, str | list | tuple)]
            self._budget.check_length(sum(sizes) * (times if operator == "*" else 1))
        value = super().call_binop(context, operator, left, right)
        self._budget.add_built(value)
        return cast("object", value)

    def call(self, context: Context, obj: object, *arguments: object, **named: object) -> object:
        """Evaluate a call."""
        self._budget.spend()
        owner = getattr(getattr(obj, "__wrapped__", obj), "__self__", None)  # the sandbox wraps str.format
        if isinstance(owner, str):
            method = getattr(obj, "__name__", "")
            if method in ("format", "format_map"):
                self._budget.check_format(owner, (*arguments, *named.values()))
            else:
                self._budget.check_numbers((*arguments, *named.values()))
            if method == "replace":
                self._check_replacement((owner, *arguments)[:3])
        value = super().call(context, obj, *arguments, **named)
        self._budget.add_built(value)
        return cast("object", value)


def _is_small(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) <= 1000


class Template:
    """A template, loaded and compiled."""

    def __init__(self, path: Path, kind: str, limits: Limits | None = None) -> None:
        """Load a template.

        :param kind: the name of its format, one of :data:`FORMATS`.
        :raises UsageError: when it cannot be read or compiled, or the format does not support templates.
        """
        if kind not in FORMATS:
            raise UsageError(
                _(
                    "--template works with {formats} and {last}, not for {kind}.",
                    formats=listed(FORMATS[:-1]),
                    last=FORMATS[-1],
                    kind=kind,
                )
            )
        self._path = path
        self._kind = kind
        self._context: tuple[Library, str, LinkFormatter] | None = None
        """The library, article ID and link formatter for the note that is being written."""
        self._budget = Budget(limits or Limits())
        self._environment = _Sandbox(self._budget, escaping=kind == "html")
        self._environment.filters |= {**_FILTERS, "linked": self._rewrite_links}
        try:
            source = read_input(path, MAX_TEMPLATE_BYTES, _("too large for a template")).decode("utf-8-sig")
            self._template = self._environment.from_string(source)
        except BadInput as error:
            raise UsageError(_("The template cannot be read: {error}", error=error)) from error
        except UnicodeDecodeError as error:
            raise UsageError(
                _("The template {path} is not in UTF-8: save it as UTF-8.", path=path)
            ) from error
        except jinja2.TemplateSyntaxError as error:
            raise UsageError(self._message(error.lineno, str(error.message))) from error
        except (RecursionError, MemoryError, SyntaxError) as error:
            raise UsageError(self._message(None, _("it is nested too deeply"))) from error
        except Exception as error:  # whatever Jinja2 and Python's compiler make of a strange template
            raise UsageError(self._message(None, _reason(error))) from error

    def writer(self) -> Writer:
        """Return a writer that renders the template into one file."""

        def write(selection: Selection, out: IO[bytes]) -> None:
            format_link = self._link_formatter(selection.articles)
            for number, (article, selected) in enumerate(selection, 1):
                self._context = (selection.library, article.id, format_link)
                write_text(out, [self._render(article, selected, number=number)])

        return write

    def layout(self, selection: Selection) -> Layout:
        """Return a layout that renders the template into each file of a folder."""

        def lay_out(
            article: Article, annotations: Iterable[Annotation], format_link: LinkFormatter, name: str
        ) -> str:
            self._context = (selection.library, article.id, format_link)
            return self._render(article, annotations, name=name)

        return lay_out

    def _link_formatter(self, articles: Iterable[str]) -> LinkFormatter:
        """Return the link formatter for one file of the format."""
        if self._kind == "markdown":
            return CombinedFile(articles).format_link
        return org.link_formatter(articles) if self._kind == "org" else lambda link, _: link.shown

    def _rewrite_links(self, note: str) -> str:
        """Rewrite the links in a note of the current article for the file."""
        return rewrite_links(note, *self._context) if self._context else note

    def _render(
        self, article: Article, annotations: Iterable[Annotation], *, number: int = 1, name: str = ""
    ) -> str:
        """Render the template for one article.

        :raises UsageError: when the template failed.
        """
        given = {
            "article": {**_fields(article), "uri": uri(article.id)},
            "annotations": [
                {
                    **_fields(each.annotation),
                    "block": each.block,
                    "number": place,
                    "uri": uri(article.id, each.annotation.id),
                }
                for place, each in enumerate(quotes(annotations, set()), 1)
            ],
            "front_matter": article_front_matter(article),
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
            raise UsageError(self._describe_error(error, article)) from error
        return clean_text("".join(parts))

    def _describe_error(self, error: Exception, article: Article) -> str:
        if isinstance(error, RecursionError):
            what = _("it calls itself without end")
        elif isinstance(error, MemoryError):
            what = _("it runs out of memory")
        else:
            what = _reason(error)
        return self._message(
            _line(error.__traceback__), _("{what} (at the article {id})", what=what, id=article.id)
        )

    def _message(self, line: int | None, what: str) -> str:
        reason = phrase_of(one_line(what))
        if line:
            return _("The template {path}, line {line}: {reason}.", path=self._path, line=line, reason=reason)
        return _("The template {path}: {reason}.", path=self._path, reason=reason)


_INTEGER_TOO_LONG = "integer string conversion"  # untranslated: in a message of Python


def _reason(error: Exception) -> str:
    """Return what is wrong, as Jinja2 or Python says it."""
    if isinstance(error, ValueError) and _INTEGER_TOO_LONG in str(error):
        return _("it has a number with too many digits")
    return str(error) or type(error).__name__


def _line(traceback: types.TracebackType | None) -> int | None:
    """Return the line of the template, from 1, at which an error occurred."""
    line = None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == _SOURCE:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _fields(record: Article | Annotation) -> dict[str, object]:
    """Return a record as plain data."""
    return cast("dict[str, object]", msgspec.to_builtins(record))


_FILTERS: dict[str, Callable[[str], str]] = {
    "yaml": lambda words: scalar(one_line(words)),
    "tag": obsidian_tag,
    "md": lambda words: escape(one_line(words)),
    "quoted": block_quote,
    "contained": close_open_blocks,
    "org": lambda words: org.escape(one_line(words)),
    "org_quoted": org.block_quote,
    "org_note": org.note_text,
    "org_tag": org.org_tag,
}
"""Filters added to Jinja2's own; ``linked`` is added by :class:`Template`."""
