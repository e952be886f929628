"""Pasted text is data: whatever it contains and however it arrives, it never acts as keys."""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Iterable, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

from store.model.annotation import without_controls
from tests.lengths import examples
from tui.terminal.paste_parser import MAX_PASTE, SILENCE, PasteParser, PasteTooLong

START, END = "\x1b[200~", "\x1b[201~"

KEYS_AND_MOUSE = (
    "x",
    "中",
    "\x1b[A",
    "\x1b[20~",
    "\x1b[2~",
    "\x1b[97;5u",
    "\x1b[<0;10;5M",
    "\x1b[I",
    "\x1b[5;9R",
)

AWKWARD = st.sampled_from(
    [
        START,
        "\x1b",
        "\x1b[",
        "\x1b[20",
        "\x1b[201",
        "[201~",
        "\x1b[31m",
        "\x1b[A",
        "\r\n",
        "\r",
        "\n",
        "\t",
        "\0",
    ]
)
CONTENT = st.lists(st.one_of(AWKWARD, st.text(max_size=5)), max_size=12).map("".join)
"""What may be pasted: text, control characters, parts of the marks, but not the whole end mark."""


def told(messages: Iterable[Message]) -> list[str]:
    """Return what happened, in words that can be compared."""
    found = []
    for message in messages:
        match message:
            case events.Paste():
                found.append(f"paste {message.text}")
            case events.Key():
                found.append(f"key {message.key}")
            case events.MouseEvent():
                found.append(f"mouse {message.x},{message.y}")
            case PasteTooLong():
                found.append(f"too long {message.length}")
            case _:
                found.append(type(message).__name__)
    return found


def parsed(*chunks: str) -> list[str]:
    parser = PasteParser()
    return [each for chunk in chunks if chunk for each in told(list(parser.feed(chunk)))]


def pieces(text: str, cuts: Sequence[int]) -> list[str]:
    """Cut a text at places."""
    places = [0, *sorted({min(cut, len(text)) for cut in cuts}), len(text)]
    return [text[start:end] for start, end in pairwise(places)]


class Clock:
    """The time as the parser sees it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        for module in ("tui.terminal.paste_parser", "textual._parser"):
            monkeypatch.setattr(f"{module}.get_time", lambda: self.now)

    def pass_by(self, parser: PasteParser, seconds: float) -> list[str]:
        """Let time pass as the driver does, and return what happened meanwhile."""
        found = []
        until = self.now + seconds
        while self.now < until:
            self.now += 0.1
            found += told(list(parser.tick()))
        return found


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def test_an_escape_character_in_pasted_text_is_not_a_key() -> None:
    assert parsed(f"{START}春天\x1b[31mx\x1bq{END}") == ["paste 春天[31mxq"]


@given(
    CONTENT.filter(lambda text: END not in text + END[:-1]),
    st.lists(st.sampled_from(KEYS_AND_MOUSE), max_size=4),
    st.lists(st.integers(0, 80), max_size=12),
)
def test_pasted_text_is_the_same_however_it_is_divided(
    content: str, keys: list[str], cuts: list[int]
) -> None:
    input_ = "".join(keys) + START + content + END + "".join(keys)
    whole, alone = parsed(input_), parsed("".join(keys))
    assert parsed(*pieces(input_, cuts)) == whole
    cleaned = without_controls(content)
    assert whole == [*alone, *([f"paste {cleaned}"] if cleaned else []), *alone]


@given(st.binary(max_size=40), st.lists(st.integers(0, 60), max_size=8))
def test_bytes_that_are_not_utf_8_are_replaced_however_they_are_divided(data: bytes, cuts: list[int]) -> None:
    sent = START.encode() + data.replace(b"\x1b", b"") + b"\xe4" + END.encode() + b"x"

    def parse(*reads: bytes) -> list[str]:
        decode = getincrementaldecoder("utf-8")(errors="replace").decode
        return parsed(*map(decode, reads))

    places = [0, *sorted({min(cut, len(sent)) for cut in cuts}), len(sent)]
    divided = [sent[start:end] for start, end in pairwise(places)]
    assert parse(*divided) == parse(sent)
    assert parse(sent)[-1] == "key x"


NO_ESCAPE = st.text(st.characters(exclude_characters="\x1b"), max_size=3)


@given(st.lists(st.one_of(st.sampled_from(KEYS_AND_MOUSE), NO_ESCAPE), max_size=8).map("".join))
def test_input_without_pasted_text_is_parsed_as_textual_does(input_: str) -> None:
    textual = XTermParser()
    theirs = told(list(textual.feed(input_))) if input_ else []
    theirs += told(list(textual.feed("zz")))
    assert parsed(input_, "zz") == theirs


@pytest.mark.parametrize("key", ["I", "q", "1", "甲", ":", " ", "\t"])
def test_escape_and_a_key_that_are_read_together_are_two_keys(key: str) -> None:
    assert parsed(f"\x1b{key}") == ["key escape", *parsed(key)]
    assert parsed(f"\x1b\x1b{key}\x1b", "j")[:3] == ["key escape", "key escape", *parsed(key)]
    assert parsed("\x1b", key) == ["key escape", *parsed(key)]


def test_escape_and_enter_that_are_read_together_accept_nothing() -> None:
    assert parsed("\x1b\r") == ["key alt+enter"]
    assert parsed("\x1b\x1b\rj") == ["key escape", "key alt+enter", "key j"]


def test_lone_surrogates_and_null_characters_are_removed() -> None:
    assert parsed(f"{START}a\ud800b\0c\x85d{END}") == ["paste abcd"]


def test_line_ends_become_newlines_and_tabs_stay() -> None:
    assert parsed(f"{START}a\r\nb\rc\n\td{END}") == ["paste a\nb\nc\n\td"]


def test_an_empty_paste_is_nothing() -> None:
    assert parsed(f"{START}{END}", f"{START}\x1b\0{END}", "j") == ["key j"]


def test_a_paste_that_is_too_long_is_dropped_and_told() -> None:
    pieces_ = ["字" * 4096] * (MAX_PASTE // 4096 + 1)
    length = 4096 * len(pieces_)
    assert parsed(START, *pieces_, f"{END}j") == [f"too long {length}", "key j"]
    assert parsed(START + "字" * MAX_PASTE + END) == ["paste " + "字" * MAX_PASTE]


def test_pasted_text_without_an_end_mark_is_complete_after_a_silence(clock: Clock) -> None:
    parser = PasteParser()
    assert told(list(parser.feed(f"{START}春天\x1b[2"))) == []
    assert clock.pass_by(parser, SILENCE + 0.2) == ["paste 春天[2"]
    assert told(list(parser.feed("j"))) == ["key j"]


def test_the_rest_of_a_paste_that_stalled_is_still_pasted(clock: Clock) -> None:
    parser = PasteParser()
    list(parser.feed(f"{START}春天"))
    assert clock.pass_by(parser, SILENCE + 0.2) == ["paste 春天"]
    assert told(list(parser.feed(f"xd{END}j"))) == ["paste xd", "key j"]


def test_slow_input_between_two_parts_of_a_mark_is_not_a_key(clock: Clock) -> None:
    parser = PasteParser()
    list(parser.feed("\x1b[20"))
    assert clock.pass_by(parser, 1.0) == []
    assert told(list(parser.feed(f"0~x{END[:3]}"))) == []
    assert clock.pass_by(parser, 1.0) == []
    assert told(list(parser.feed(f"{END[3:]}j"))) == ["paste x", "key j"]


def test_the_escape_key_is_not_delayed_more_than_textual_does(clock: Clock) -> None:
    ours, theirs = PasteParser(), XTermParser()
    list(ours.feed("\x1b"))
    list(theirs.feed("\x1b"))
    clock.now += 0.101
    assert told(list(ours.tick())) == told(list(theirs.tick())) == ["key escape"]


def test_an_escape_that_acted_as_a_key_may_still_begin_a_mark(clock: Clock) -> None:
    parser = PasteParser()
    list(parser.feed("\x1b"))
    assert clock.pass_by(parser, 0.3) == ["key escape"]
    assert told(list(parser.feed(f"[200~x{END}"))) == ["paste x"]


@pytest.mark.longer
@given(st.text(st.sampled_from("\x1b[201~x\r\n"), max_size=examples(60)), st.integers(1, 7))
def test_a_stream_gives_the_same_in_pieces_of_any_size(stream: str, size: int) -> None:
    divided = [stream[start : start + size] for start in range(0, len(stream), size)]
    assert parsed(*divided) == parsed(stream)
