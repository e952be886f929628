"""Texts in the language of the user, which can change while the program runs."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from gettext import NullTranslations
from pathlib import Path
from threading import Event
from typing import BinaryIO, ClassVar

import pytest

from store.language import (
    Language,
    _,
    in_chinese,
    language_of_environment,
    language_of_setting,
    lazy,
    ngettext,
    pgettext,
    use_language,
)
from store.language import catalogue as catalogue_module
from store.language import messages as messages_module
from store.language.amounts import amount, day, duration, moment, size
from store.language.catalogue import PARTS
from store.wording import counted, times

UNDO = lazy("Undo")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """English before and after each test."""
    use_language(Language.ENGLISH)
    yield
    use_language(Language.ENGLISH)


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, Language.ENGLISH),
        ({"LANG": "C.UTF-8"}, Language.ENGLISH),
        ({"LANG": "zh_CN.UTF-8"}, Language.SIMPLIFIED),
        ({"LANG": "zh_SG.UTF-8"}, Language.SIMPLIFIED),
        ({"LANG": "zh_TW.UTF-8"}, Language.TRADITIONAL),
        ({"LANG": "zh_HK"}, Language.TRADITIONAL),
        ({"LANG": "zh_MO.Big5-HKSCS"}, Language.TRADITIONAL),
        ({"LANG": "zh_Hant_CN"}, Language.TRADITIONAL),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_US.UTF-8"}, Language.ENGLISH),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, Language.SIMPLIFIED),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh_TW:zh_CN"}, Language.TRADITIONAL),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "de:zh_CN:en"}, Language.SIMPLIFIED),
        ({"LANG": "C", "LANGUAGE": "zh_CN"}, Language.ENGLISH),
        ({"LANG": "de_DE.UTF-8"}, Language.ENGLISH),
    ],
)
def test_the_locale_decides_as_in_gettext(environment: dict[str, str], language: Language) -> None:
    assert language_of_environment(environment) is language


@pytest.mark.parametrize("value", ["zh-Hant", "ZH-HANT", "zh_TW.UTF-8", "zh_hk"])
def test_a_setting_may_be_a_tag_or_a_locale(value: str) -> None:
    assert language_of_setting(value, {}) is Language.TRADITIONAL


@pytest.mark.parametrize("value", ["fr", "chinese", "x", "-", "中文"])
def test_an_unknown_language_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match=value):
        language_of_setting(value, {"LANG": "zh_CN"})


def test_texts_follow_the_language_at_once() -> None:
    assert _("Undo") == str(UNDO) == "Undo"
    use_language(Language.SIMPLIFIED)
    assert _("Undo") == str(UNDO) == f"{UNDO}" == "撤销"
    use_language(Language.TRADITIONAL)
    assert _("Undo") == str(UNDO) == "復原"
    use_language(Language.ENGLISH)
    assert str(UNDO) == "Undo"


def test_a_context_tells_translations_apart() -> None:
    use_language(Language.SIMPLIFIED)
    assert pgettext("pane", "Reading") == "正文"
    assert pgettext("state of an article", "Reading") == "在读"


def test_a_text_that_is_not_translated_stays_english() -> None:
    use_language(Language.SIMPLIFIED)
    assert str(messages_module.Lazy("No such text {here}")) == "No such text {here}"


def test_a_translation_that_cannot_take_the_values_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def find(self, message: str, context: str | None = None) -> str:
            return "坏了 {other} {0}"

        def find_plural(self, one: str, many: str, number: int) -> str:
            return "坏了 {"

    monkeypatch.setattr(messages_module, "_catalogue", Broken())
    assert _("{count:,} selected", count=3) == "3 selected"
    assert ngettext("{count} char", "{count} chars", 1) == "1 char"


def test_numbers_have_the_measure_word_of_the_language() -> None:
    assert counted(1, "article", "articles") == "1 article"
    use_language(Language.SIMPLIFIED)
    assert counted(1, "article", "articles") == "1 篇文章"
    assert counted(1914, "article", "articles") == "1,914 篇文章"
    assert times(1) == "1 次"


def test_braces_in_a_noun_are_text() -> None:
    assert counted(2, "{x} file", "{x} files") == "2 {x} files"


def test_amounts_have_the_form_of_the_language() -> None:
    assert (amount(19_143), size(1_250_000), duration(65)) == ("19,143", "1.2 MB", "1 h 5 min")
    assert day("2026-11-06") == "2026-11-06"
    use_language(Language.SIMPLIFIED)
    assert [amount(each) for each in (999, 9_999, 19_143, 30_000, 2_500_000, 123_456_789)] == [
        "999", "9,999", "1.9 万", "3 万", "250 万", "1.2 亿",
    ]  # fmt: skip
    assert (duration(5), duration(65), duration(3_720)) == ("5 分钟", "1 小时 5 分钟", "62 小时")
    assert (day("2026-11-06"), day("去年")) == ("2026年11月6日", "去年")
    assert moment("2026-11-06T12:00:00+00:00").startswith("2026年11月")
    use_language(Language.TRADITIONAL)
    assert amount(19_143) == "1.9 萬"


@pytest.mark.skipif(sys.platform == "win32", reason="its time zone cannot be set for one process")
@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Shanghai", "UTC"])
def test_a_moment_that_no_clock_has_is_shown(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert "1-01-01" in moment("0001-01-01T00:00:00+00:00")
        assert "9999-12-31" in moment("9999-12-31T23:59:59+00:00")
    finally:
        monkeypatch.undo()
        time.tzset()


def test_chinese_is_found_whatever_the_language_is() -> None:
    assert in_chinese("Undo") == "撤销"
    use_language(Language.TRADITIONAL)
    assert in_chinese("Undo") == "復原"


class LastTranslates(NullTranslations):
    """A part that translates all texts if it is the last one, which a second thread waits for."""

    read: ClassVar[list[str]] = []
    is_last_read, is_over = Event(), Event()

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self.read.append(Path(file.name).stem)
        self._is_last = len(self.read) == len(PARTS)
        if self._is_last:
            self.is_last_read.set()
            self.is_over.wait(0.05)  # in vain: the other thread needs what is read here

    def gettext(self, message: str) -> str:
        return "译文" if self._is_last else message


def test_a_text_is_found_while_another_thread_reads_its_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue_module, "GNUTranslations", LastTranslates)
    catalogue = catalogue_module.Catalogue(Language.SIMPLIFIED)
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(catalogue.find, "One text")
        assert LastTranslates.is_last_read.wait(10)
        second = threads.submit(catalogue.find, "Another text")
        second.add_done_callback(lambda _done: LastTranslates.is_over.set())
        assert (first.result(), second.result()) == ("译文", "译文")
    assert LastTranslates.read == list(PARTS)
