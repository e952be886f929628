"""Parses the query language: see :mod:`store.query` for what it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from store.errors import UsageError
from store.language import _
from store.patterns import late_pattern
from store.query.errors import QuerySyntaxError
from store.query.names import attribute_named, distance_of, half_width
from store.query.tokens import MAX_DEPTH, TERMS, Kind, Part, Token, Tokens
from store.query.tree import (
    ANY,
    Attribute,
    Comparison,
    Field,
    Near,
    Node,
    Query,
    Regex,
    Saved,
    Term,
    Unit,
    Variant,
    Wildcard,
    all_of,
    any_of,
    is_text,
    negated,
    query_of,
    words,
)
from store.query.values import checked, is_known
from store.wording import listed

if TYPE_CHECKING:
    from lark import Lark, Tree
    from lark import Token as LarkToken

MAX_TERMS = 500
"""The most conditions in a query."""
MAX_DISTANCE = 1_000
"""The greatest distance of NEAR, in characters or sentences."""


SearchNamed = Callable[[str], Query]
"""Returns the query of a saved search by its name; raises a :class:`UsageError` if it cannot."""


def parse(text: str, *, attributes: Collection[str] = (), searches: SearchNamed | None = None) -> Query:
    """Parse a query.

    :param attributes: names that are fields beside the built-in ones: see
        :class:`store.query.tree.Attribute`.
    :param searches: the saved searches, whose queries take the place of ``@name``. Without it, each stays a
        :class:`store.query.tree.Saved`.
    :raises QuerySyntaxError: a part of it is not valid.
    """
    tokens = list(Tokens(text, attributes))
    if not tokens:
        return Query()
    _check_brackets(text, tokens)
    reader = _Reader(text, attributes, searches)
    return query_of(reader.conjunction(tokens) or reader.tree(tokens))


def load() -> None:
    """Load the grammar ahead of its first use, which takes a tenth of a second. Any thread may call this."""
    _grammar()


def parse_by_grammar(text: str) -> Query:
    """Parse a query that has terms by the grammar, which :func:`parse` needs only for operators."""
    tokens = list(Tokens(text))
    _check_brackets(text, tokens)
    return query_of(_Reader(text).tree(tokens))


_ESCAPED = late_pattern(r"\\(.)", re.DOTALL)
_COMPARES = late_pattern("<=|>=|[<>≤≥=]")
_SIGNS = {"≤": "<=", "≥": ">=", "=": ""}


class _Placed(NamedTuple):
    """A node and where it begins in the query."""

    node: Node
    start: int


class _Reader:
    """Makes nodes of the tokens of one query."""

    def __init__(
        self, query: str, attributes: Collection[str] = (), searches: SearchNamed | None = None
    ) -> None:
        self._query = query
        self._attributes = attributes
        self._searches = searches

    def conjunction(self, tokens: list[Token]) -> Node | None:
        """The node of terms and negated terms that stand side by side; None if there is anything else.

        It needs no grammar, which takes a tenth of a second to load.
        """
        nodes: list[Node] = []
        is_wanted = True
        for token in tokens:
            if token.kind in TERMS:
                node = self._term(token)
                nodes.append(node if is_wanted else negated(node))
                is_wanted = True
            elif token.kind is Kind.NOT and is_wanted:
                is_wanted = False
            else:
                return None
        return all_of(nodes) if is_wanted else None

    def tree(self, tokens: list[Token]) -> Node:
        """The node of any tokens, by the grammar.

        :raises QuerySyntaxError: an operator lacks a term.
        """
        from lark.exceptions import UnexpectedInput

        try:
            tree = _grammar().parse(tokens)  # the lexer takes tokens
        except UnexpectedInput as error:
            raise self._lacks_term(tokens, getattr(error, "token", None)) from error
        return self._node(tree.children[0], {token.start: token for token in tokens}).node

    def _lacks_term(self, tokens: list[Token], found: LarkToken | None) -> QuerySyntaxError:
        """The error that a term is missing before ``found``, or at the end of the query."""
        place = next(
            (place for place, token in enumerate(tokens) if found and found.start_pos == token.start),
            len(tokens),
        )
        before = tokens[place - 1] if place else None
        if before is None or before.kind is Kind.OPEN:
            token = tokens[min(place, len(tokens) - 1)]
            if token.kind is Kind.CLOSE:
                return self._error(
                    _("There is nothing in these brackets: write a condition in them."),
                    (before or token).start,
                )
            return self._error(
                _(
                    "Nothing stands before {operator}: write a condition there, or the word in quotation "
                    "marks.",
                    operator=token.typed,
                ),
                token.start,
            )
        return self._error(
            _(
                "A condition is missing after {operator}: write one, or the word in quotation marks.",
                operator=before.typed,
            ),
            before.start,
        )

    def _node(self, found: Tree[LarkToken] | LarkToken, tokens: dict[int, Token]) -> _Placed:
        """The node of a part of the grammar's tree."""
        from lark import Tree

        if not isinstance(found, Tree):
            token = tokens[found.start_pos or 0]
            return _Placed(self._term(token), token.start)
        parts = [
            self._node(each, tokens)
            for each in found.children
            if isinstance(each, Tree) or tokens[each.start_pos or 0].kind in TERMS
        ]
        start = parts[0].start
        if found.data == "near":
            between = next(
                each for each in found.children if not isinstance(each, Tree) and each.type == "NEAR"
            )
            return _Placed(self._near(parts[0], parts[1], tokens[between.start_pos or 0]), start)
        if found.data == "negated":
            return _Placed(negated(parts[0].node), start)
        return _Placed((any_of if found.data == "any_of" else all_of)(part.node for part in parts), start)

    def _near(self, left: _Placed, right: _Placed, operator: Token) -> Near:
        for node, start in (left, right):
            if not is_text(node) and not isinstance(node, Saved):
                raise self._error(
                    _(
                        "{operator} stands between words of the text: fields and negations have no place "
                        "there.",
                        operator=operator.typed,
                    ),
                    start,
                )
        distance, is_sentences = distance_of(operator.typed)
        if distance > MAX_DISTANCE:
            raise self._error(
                _("{operator} is too far: use at most {most:,}.", operator=operator.typed, most=MAX_DISTANCE),
                operator.start,
            )
        return Near(left.node, right.node, distance, Unit.SENTENCES if is_sentences else Unit.CHARACTERS)

    def _term(self, token: Token) -> Node:
        """The node of a single term."""
        if token.kind is Kind.FIELD:
            return self._field(token)
        part = token.parts[0]
        if token.kind is Kind.VARIANT:
            return self._variant(token)
        if token.kind is Kind.SAVED:
            return self._saved(part)
        if token.kind is Kind.REGEX:
            return self._regex(part.plain, part.start)
        return self._wildcard(token) if part.is_wild else words(part.plain)

    def _variant(self, token: Token) -> Variant:
        from store.chinese.variants import Variants

        text = token.parts[0].plain
        try:
            variants = Variants(text)
        except UsageError as error:
            raise self._error(str(error), token.start) from error
        if not variants.plain:
            raise self._error(
                _("There are no words after {sign}: write some.", sign=token.typed[0]), token.start
            )
        return Variant(text)

    def _saved(self, part: Part) -> Node:
        """The query of a saved search, in place of its name."""
        name = part.plain.strip()
        if self._searches is None:
            return Saved(name)
        try:
            return all_of(self._searches(name).terms)
        except UsageError as error:
            raise self._error(str(error), part.start) from error

    def _regex(self, pattern: str, start: int) -> Regex:
        from store.query.regular_expression import BadPattern, check

        try:
            check(pattern)
        except BadPattern as error:
            raise self._error(str(error), start + min(error.position, len(pattern))) from error
        return Regex(_ESCAPED.sub(lambda found: found[1] if found[1] == "/" else found[0], pattern))

    def _wildcard(self, token: Token) -> Wildcard:
        parts, was_wild = [""], False
        for text, is_wild in token.parts[0].pieces:
            if is_wild is was_wild:
                parts[-1] += text
            else:
                parts.append(text)
            was_wild = is_wild
        if was_wild:
            parts.append("")
        if not "".join(parts[::2]).strip():
            raise self._error(
                _("{pattern} stands for any text: write some characters beside it.", pattern=token.typed),
                token.start,
            )
        return Wildcard(tuple(parts))

    def _field(self, token: Token) -> Node:
        field = next((each for each in Field if each.value == token.field), None)
        if field is not None:
            if field is Field.HAS:
                return self._having(token)
            values = [self._value(field, part.plain.strip(), part.start) for part in token.parts]
            return Term(field, tuple(dict.fromkeys(values)))
        if token.field in self._attributes:
            return any_of(self._attribute(token.field, part) for part in token.parts)
        raise self._unknown(token)

    def _having(self, token: Token) -> Node:
        """The condition that an article has something, or a value of an attribute."""
        things: list[str] = []
        nodes: list[Node] = []
        for part in token.parts:
            value = part.plain.strip()
            attribute = "" if is_known(Field.HAS, value) else attribute_named(value, self._attributes)
            if attribute:
                nodes.append(Attribute(attribute, Comparison.IS, ANY))
            else:
                things.append(self._value(Field.HAS, value, part.start))
        if things:
            nodes.insert(0, Term(Field.HAS, tuple(dict.fromkeys(things))))
        return any_of(nodes)

    def _attribute(self, name: str, part: Part) -> Attribute:
        """The condition on an attribute. A sign in quotation marks is a part of the value."""
        value = part.plain.strip()
        sign = _COMPARES.match(half_width(self._query[part.start : part.end]))
        if sign is None:
            return Attribute(name, Comparison.IS, value)
        compared = value[sign.end() :].strip()
        if not compared:
            raise self._error(
                _("Nothing stands after {sign}: write what to compare {name} with.", sign=sign[0], name=name),
                part.start,
            )
        return Attribute(name, Comparison(_SIGNS.get(sign[0], sign[0])), compared)

    def _value(self, field: Field, value: str, start: int) -> str:
        try:
            return checked(field, value, self._attributes)
        except UsageError as error:
            raise self._error(str(error), start) from error

    def _unknown(self, token: Token) -> QuerySyntaxError:
        from difflib import get_close_matches

        names = [*(each.value for each in Field), *self._attributes]
        nearest = get_close_matches(token.field, [*names, "creator"], n=1, cutoff=0.6)
        if nearest:
            message = _(
                "There is no query field {name!r}: did you mean {nearest}:?",
                name=token.field,
                nearest=nearest[0],
            )
        else:
            message = _(
                "There is no query field {name!r}: use one of {fields}.",
                name=token.field,
                fields=listed(names),
            )
        return self._error(message, token.start)

    def _error(self, message: str, position: int) -> QuerySyntaxError:
        return QuerySyntaxError(message, self._query, position)


def _check_brackets(query: str, tokens: list[Token]) -> None:
    """Check that brackets are in pairs, and that nothing is too long or nested too deeply.

    :raises QuerySyntaxError: it is not so.
    """
    opened: list[Token] = []
    counts: Counter[Kind] = Counter()
    negations = 0
    for token in tokens:
        counts[token.kind] += 1
        negations = negations + 1 if token.kind is Kind.NOT else 0
        if token.kind is Kind.OPEN:
            opened.append(token)
        elif token.kind is Kind.CLOSE:
            if not opened:
                raise QuerySyntaxError(
                    _("This bracket closes nothing: delete it, or open one before it."), query, token.start
                )
            opened.pop()
        if max(len(opened), negations, counts[Kind.NEAR]) > MAX_DEPTH:
            raise QuerySyntaxError(
                _("The query is nested too deeply: use at most {most} levels.", most=MAX_DEPTH),
                query,
                token.start,
            )
        if sum(counts[kind] for kind in TERMS) > MAX_TERMS:
            raise QuerySyntaxError(
                _("The query has too many conditions: use at most {most}.", most=MAX_TERMS),
                query,
                token.start,
            )
    if opened:
        raise QuerySyntaxError(
            _("This bracket is not closed: a closing bracket is missing at the end."), query, opened[-1].start
        )


@cache
def _grammar() -> Lark:
    """The parser of the grammar, made once."""
    from lark import Lark
    from lark import Token as LarkToken
    from lark.lexer import Lexer

    class TokenLexer(Lexer):
        """Hands the tokens of :class:`store.query.tokens.Tokens` to the grammar."""

        def __init__(self, lexer_conf: object) -> None:
            pass

        def lex(self, data: list[Token]) -> Iterator[LarkToken]:  # type: ignore[override]
            for token in data:
                yield LarkToken(token.kind.value, token.typed, start_pos=token.start)

    return Lark.open("grammar.lark", rel_to=__file__, parser="lalr", lexer=TokenLexer)
