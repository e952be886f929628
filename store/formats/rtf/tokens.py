"""The tokens of RTF, in time proportional to its length.

Source: Rich Text Format specification 1.9.1, Conventions of an RTF Reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from store.errors import BadInput
from store.language import _

MOST_TOKENS = 2_000_000
"""Tokens of one file, of five microseconds each. A run of characters is one, so that a novel has fewer."""

_TOKEN = re.compile(
    rb"((?:\\u-?\d{1,6} ?\?){2,2000})"
    rb"|\\(?:([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|'([0-9a-fA-F]{2}(?:\\'[0-9a-fA-F]{2}){0,2000})|(.))"
    rb"|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\",
    re.DOTALL,
)
_CODE = re.compile(rb"-?\d+")


class Token(NamedTuple):
    """One token; the other fields are empty."""

    word: str = ""
    """A control word such as ``par``, or a control symbol such as ``~``."""
    number: int | None = None
    """The parameter of a control word."""
    brace: bytes = b""
    text: bytes = b""
    """Bytes of text in the code page of the font."""
    codes: tuple[int, ...] = ()
    r"""The numbers of a run of ``\u``, with a question mark after each."""


def tokens(data: bytes, name: str) -> Iterator[Token]:
    """Yield the tokens. Binary data is left out.

    :param name: what the error calls the file.
    :raises BadInput: there are too many.
    """
    position = count = 0
    while (match := _TOKEN.match(data, position)) is not None:
        position = match.end()
        run, word, number, code, symbol, brace, text = match.groups()
        count += 1
        if count > MOST_TOKENS:
            raise BadInput(
                _(
                    "{name}: it has more than {most:,} RTF tokens: import it in parts.",
                    name=name,
                    most=MOST_TOKENS,
                )
            )
        if text is not None:
            yield Token(text=text)
        elif run is not None:
            yield Token(codes=tuple(map(int, _CODE.findall(run))))
        elif code is not None:
            yield Token(text=bytes.fromhex(code.replace(b"\\'", b"").decode()))
        elif word is not None:
            parameter = int(number) if number is not None else None
            if word == b"bin":
                position += max(parameter or 0, 0)
            yield Token(word=word.decode(), number=parameter)
        elif symbol is not None:
            if symbol in (b"\\", b"{", b"}"):
                yield Token(text=symbol)
            else:
                yield Token(word=symbol.decode("latin-1"))
        elif brace is not None:
            yield Token(brace=brace)
