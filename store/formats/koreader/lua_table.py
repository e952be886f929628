"""Reads a Lua file that returns a table of constants, as KOReader writes its settings. Nothing is executed.

Source: the grammar in section 9 of the reference manual of Lua 5.1, as far as constants and table
constructors go.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from store.language import _

LuaValue: TypeAlias = "str | int | float | bool | dict[LuaKey, LuaValue] | None"  # untranslated: a type
LuaKey: TypeAlias = "str | int | float | bool"
Table: TypeAlias = dict[LuaKey, LuaValue]

MAX_DEPTH = 100
"""Nesting of tables. KOReader's have about five levels."""

MAX_VALUES = 1_000_000
"""Values in a file, which take up to 250 bytes each."""

MAX_STRING = 4_000_000
"""Code points of a string with its escapes."""

_TOKEN = re.compile(
    r"""(?:\s+|--\[(?P<comment>=*)\[|--[^\n]*)
    |(?P<name>[A-Za-z_]\w*)
    |(?P<number>-?\s*(?:0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?))
    |(?P<quote>["'])
    |\[(?P<level>=*)\[
    |(?P<sign>[{}\[\]=,;])""",
    re.VERBOSE,
)
_PLAIN = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_STRINGS = {
    '"': re.compile(r'[^"\\\n]*+(?:\\(?:.|\n)[^"\\\n]*+)*+', re.DOTALL),
    "'": re.compile(r"[^'\\\n]*+(?:\\(?:.|\n)[^'\\\n]*+)*+", re.DOTALL),
}
_ESCAPE = re.compile(rb"\\(?:(\d{1,3})|x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,8})\}|z\s*|(\r\n|.))", re.DOTALL)
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "nil": None}


class _Token:
    """A token: its kind (name, number, string, sign or end) and its value."""

    __slots__ = ("kind", "value")

    def __init__(self, kind: str, value: LuaValue) -> None:
        self.kind = kind
        self.value = value

    def is_sign(self, sign: str) -> bool:
        return self.kind == "sign" and self.value == sign


def parse_table(text: str) -> Table:
    """Return the table that a file returns.

    :raises ValueError: when it is anything else, or nested too deeply, or too large.
    """
    return _Parser(text).parse()


class _Parser:
    """Parses one file. Tables are kept on a stack, so that nesting costs no recursion."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._values = 0
        self._next = self._read()

    def parse(self) -> Table:
        if self._next.kind == "name" and self._next.value == "return":
            self._advance()
        if not self._next.is_sign("{"):
            raise self._error(_("there is no table"))
        return self._table()

    def _table(self) -> Table:
        """Return the table that begins here."""
        self._advance()
        root: Table = {}
        stack: list[tuple[Table, LuaKey]] = [(root, 0)]
        next_index = [1]
        while stack:
            table, _unused = stack[-1]
            if self._next.is_sign("}"):
                self._advance()
                finished, key = stack.pop()
                next_index.pop()
                if stack:
                    stack[-1][0][key] = finished
                    self._end_field()
                continue
            key = self._key(next_index)
            if self._next.is_sign("{"):
                if len(stack) >= MAX_DEPTH:
                    raise self._error(_("its tables are nested more than {most} deep", most=MAX_DEPTH))
                self._advance()
                stack.append(({}, key))
                next_index.append(1)
                continue
            value = self._constant()
            if value is not None:
                table[key] = value
            self._end_field()
        return root

    def _key(self, next_index: list[int]) -> LuaKey:
        """Return the key of the next field; the next index if it has none."""
        self._values += 1
        if self._values > MAX_VALUES:
            raise self._error(_("it has more than {most:,} values", most=MAX_VALUES))
        if self._next.is_sign("["):
            self._advance()
            key = self._constant()
            self._expect("]")
            self._expect("=")
            if key is None or isinstance(key, dict):
                raise self._error(_("a key is neither a string nor a number"))
            return key
        if self._next.kind == "name" and self._next.value not in _CONSTANTS:
            name = str(self._next.value)
            self._advance()
            self._expect("=")
            return name
        next_index[-1] += 1
        return next_index[-1] - 1

    def _constant(self) -> LuaValue:
        token = self._next
        if token.kind in ("string", "number"):
            self._advance()
            return token.value
        if token.kind == "name" and token.value in _CONSTANTS:
            self._advance()
            return _CONSTANTS[str(token.value)]
        raise self._error(_("there is something that is no constant"))

    def _end_field(self) -> None:
        if self._next.is_sign(",") or self._next.is_sign(";"):
            self._advance()
        elif not self._next.is_sign("}"):
            raise self._error(_("a comma is missing"))

    def _expect(self, sign: str) -> None:
        if not self._next.is_sign(sign):
            raise self._error(_("“{sign}” is missing", sign=sign))
        self._advance()

    def _advance(self) -> None:
        self._next = self._read()

    def _error(self, what: str) -> ValueError:
        line = self._text.count("\n", 0, self._at) + 1
        return ValueError(_("{what} on line {line}", what=what, line=line))

    # Tokens

    def _read(self) -> _Token:
        while self._at < len(self._text):
            found = _TOKEN.match(self._text, self._at)
            if found is None:
                raise self._error(_("there is something that is no constant"))
            self._at = found.end()
            if found["comment"] is not None:
                self._long(found["comment"])
            elif found["name"]:
                return _Token("name", found["name"])
            elif found["number"]:
                return _Token("number", _number(found["number"]))
            elif found["quote"]:
                return _Token("string", self._quoted(found["quote"]))
            elif found["level"] is not None:
                return _Token("string", self._long(found["level"]).removeprefix("\n"))
            elif found["sign"]:
                return _Token("sign", found["sign"])
        return _Token("end", None)

    def _quoted(self, quote: str) -> str:
        found = _STRINGS[quote].match(self._text, self._at)
        if found is None or self._text[found.end() : found.end() + 1] != quote:
            raise self._error(_("a string does not end"))
        if len(found[0]) > MAX_STRING:
            raise self._error(_("a string is longer than {most:,} characters", most=MAX_STRING))
        self._at = found.end() + 1
        return _unescaped(found[0]) if "\\" in found[0] else found[0]

    def _long(self, level: str) -> str:
        """Return the rest of a string or a comment in long brackets."""
        end = self._text.find(f"]{level}]", self._at)
        if end < 0:
            raise self._error(_("a string or a comment does not end"))
        content = self._text[self._at : end]
        self._at = end + len(level) + 2
        return content


def _number(digits: str) -> int | float:
    plain = "".join(digits.split())[:400]
    if "x" in plain.lower():
        return int(plain, 16)
    number = float(plain)
    return int(number) if number.is_integer() and abs(number) < 1 << 53 else number


def _unescaped(content: str) -> str:
    r"""Return a string without its escapes. ``\228\184\128`` are bytes of UTF-8."""

    def replacement(found: re.Match[bytes]) -> bytes:
        decimal, hexadecimal, unicode, other = found.groups()
        if decimal:
            return bytes([min(int(decimal), 255)])
        if hexadecimal:
            return bytes([int(hexadecimal, 16)])
        if unicode:
            code_point = int(unicode, 16)
            return chr(code_point).encode("utf-8", "replace") if code_point < 0x110000 else b"?"
        if other is None:
            return b""
        return _PLAIN.get(other.decode("latin-1"), "").encode() or (b"\n" if other == b"\r\n" else other)

    return _ESCAPE.sub(replacement, content.encode("utf-8", "replace")).decode("utf-8", "replace")
