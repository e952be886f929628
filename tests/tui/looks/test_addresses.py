"""Web addresses in texts, and the hyperlinks made of them."""

from __future__ import annotations

import pytest

from tui.looks.addresses import addresses_in, hyperlink, linked_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("见https://example.org/a，任何人", "https://example.org/a"),
        ("See https://example.org/a.", "https://example.org/a"),
        ("(https://example.org/a)", "https://example.org/a"),
        ("https://example.org/a_(b)", "https://example.org/a_(b)"),
        ("<http://example.org/?q=1&r=2>", "http://example.org/?q=1&r=2"),
        ("HTTPS://EXAMPLE.ORG", "HTTPS://EXAMPLE.ORG"),
    ],
)
def test_an_address_ends_before_the_marks_of_the_sentence(text: str, address: str) -> None:
    (found,) = addresses_in(text)
    assert found.address == address == text[found.start : found.end]


@pytest.mark.parametrize(
    ("marks", "kept"), [(")" * 400_000, ""), ("()" * 900 + "]" * 400_000, "()" * 900), (".)" * 200_000, "")]
)
def test_any_number_of_marks_is_left_out_at_once(marks: str, kept: str) -> None:
    assert [each.address for each in addresses_in(f"https://a{marks}")] == [f"https://a{kept}"]


@pytest.mark.parametrize("text", ["https://", "https://。", "http:/x", "example.org", "javascript://x", ""])
def test_other_words_are_no_addresses(text: str) -> None:
    assert addresses_in(text) == []


def test_a_range_of_a_text_is_searched() -> None:
    assert [each.start for each in addresses_in("http://a http://b http://c", 9, 17)] == [9]


def test_a_hyperlink_contains_no_control_characters() -> None:
    link = hyperlink("https://example.org/\x1b]0;owned\x07批").link
    assert link is not None
    assert link.isascii()
    assert link.isprintable()


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:alert(1)", "", "http://" + "x" * 3000])
def test_only_addresses_of_the_web_are_hyperlinks(address: str) -> None:
    assert not hyperlink(address)


def test_an_address_is_shown_without_its_scheme_and_cut() -> None:
    shown = linked_address("https://www.example.org/a/long/way", 16)
    assert shown.plain == "example.org/a/l…"
    assert hyperlink("https://www.example.org/a/long/way").link == "https://www.example.org/a/long/way"
