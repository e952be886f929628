"""The reader in a browser: reading, keys, tabs, tokens, the end of the server."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from store.library import Library, open_library
from store.model.article import BlockKind, Draft, join_blocks
from tests.browser.chromium import Chromium
from tests.browser.conftest import Served

pytestmark = [pytest.mark.browser, pytest.mark.asyncio]

TOKEN = "qingfeng2026"

TEXT, BLOCKS = join_blocks(
    [(BlockKind.TITLE, "山里的邮路"), (BlockKind.PARAGRAPH, "把信送到最后一户人家，然后回来。")]
)


@pytest.fixture
def article(root: Path) -> str:
    with open_library(root, creator="tester") as library:
        return library.articles.add(Draft(text=TEXT, blocks=BLOCKS, title="山里的邮路"))[0]


async def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline, "the condition never held"
        await asyncio.sleep(0.05)


def notes_on(library: Library, article: str) -> list[str]:
    return [each.note for each in library.annotations.of(article)]


async def test_an_article_is_read_and_tagged_in_a_browser(
    serve: Callable[..., Served], browser: Chromium, article: str, root: Path, tmp_path: Path
) -> None:
    served = serve()
    tab = await browser.new_tab(served.address)
    await tab.see("山里的邮路")
    await tab.press("enter", "}", "V", "t")
    await tab.see("Tag 「")
    await tab.press(*"path", "enter")
    await tab.see("Tagged path")
    assert all(address.startswith((served.address, "data:")) for address in tab.requested)
    picture = await tab.screenshot()
    (tmp_path / "reader.png").write_bytes(picture)
    assert picture.startswith(b"\x89PNG")
    assert served.readers()
    await browser.close_tab(tab)
    await until(lambda: not served.readers())


async def test_chinese_takes_exactly_two_cells(
    serve: Callable[..., Served], browser: Chromium, article: str
) -> None:
    tab = await browser.new_tab(serve().address)
    await tab.see("山里的邮路")
    widths = await tab.evaluate(
        "(() => { const pen = document.createElement('canvas').getContext('2d');"
        "pen.font = '16px \"Roboto Mono\"';"
        "return [pen.measureText('批注').width, pen.measureText('abcd').width]; })()"
    )
    assert widths[0] == pytest.approx(widths[1], rel=0.05)


async def test_each_tab_has_a_reader_and_none_outlives_the_server(
    serve: Callable[..., Served], browser: Chromium, article: str
) -> None:
    served = serve()
    for _ in range(2):
        await (await browser.new_tab(served.address)).see("山里的邮路")
    readers = served.readers()
    assert len(readers) == 2
    assert await asyncio.to_thread(served.interrupt) == 0
    await until(lambda: not any(Path(f"/proc/{reader}").exists() for reader in readers))


async def test_a_note_that_was_being_written_when_its_tab_was_closed_is_kept(
    serve: Callable[..., Served], browser: Chromium, article: str, root: Path
) -> None:
    served = serve()
    tab = await browser.new_tab(served.address)
    await tab.see("山里的邮路")
    await tab.press("enter", "}", "V", "c")
    await tab.see("Note on")
    await tab.press(*"path")
    await until(lambda: any("path" in each.read_text("utf-8") for each in (root / "drafts").glob("*.json")))
    await browser.close_tab(tab)
    await until(lambda: not served.readers())
    await browser.new_tab(served.address)

    def is_saved() -> bool:
        with open_library(root) as library:
            return notes_on(library, article) == ["path"]

    await until(is_saved)


async def test_no_reader_outlives_a_server_that_was_killed(
    serve: Callable[..., Served], browser: Chromium, article: str
) -> None:
    served = serve()
    await (await browser.new_tab(served.address)).see("山里的邮路")
    readers = served.readers()
    os.kill(served.process.pid, 9)
    served.process.wait(30)
    await until(lambda: not any(Path(f"/proc/{reader}").exists() for reader in readers))


async def test_the_token_opens_the_page_and_leaves_the_address(
    serve: Callable[..., Served], browser: Chromium, article: str
) -> None:
    served = serve("--token", TOKEN)
    tab = await browser.new_tab(served.address)
    await tab.see("山里的邮路")
    assert TOKEN not in await tab.evaluate("window.location.href")


async def test_a_wrong_token_is_refused_with_one_sentence(
    serve: Callable[..., Served], browser: Chromium, article: str
) -> None:
    served = serve("--token", TOKEN)
    tab = await browser.new_tab(served.address.replace(TOKEN, "qingfeng2025"))
    await tab.see("The token is missing or wrong")
