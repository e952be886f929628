"""Shared settings and fixtures: Hypothesis profiles, a home, and a library in a temporary folder."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Generator, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, is_hypothesis_test, settings

from store.language import Language, use_language
from store.library import Library, open_library
from store.model.article import BlockKind, Draft, join_blocks
from tests.lengths import BROWSER, LONG
from tests.memory_disk import use_memory_for_temporary_files

use_memory_for_temporary_files()

COLLECTED_AT = 100_000
"""New objects after which unreachable ones are searched for. At Python's 700, that takes a tenth of a run."""

gc.set_threshold(COLLECTED_AT, 20, 50)

# The short form always tries the same examples, so that it is reproducible; the long form tries new ones each
# time.
# A busy machine may be slow to make them, which is no failure.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("short", patient, max_examples=10, derandomize=True)
settings.register_profile("long", patient, max_examples=200, print_blob=True)
settings.load_profile("long" if LONG else "short")

collect_ignore = [] if BROWSER else ["browser"]  # what it imports takes every worker time

LONGEST_NAME = 40
"""Characters of a text that names a test."""

LONGEST_BYTES = 4
"""Bytes that name a test."""

HAS_FAILED = pytest.StashKey[bool]()
"""Whether a test has failed so far."""

_NUMBERS = count(1)
"""The numbers of the folders of tests."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to ``make test`` what has one form alone, to ``make test-long`` what is always long, and to
    ``make test-browser`` what needs a browser."""

    def is_of_this_length(item: pytest.Item) -> bool:
        markers = {marker.name for marker in item.iter_markers()}
        if BROWSER or "browser" in markers:
            return BROWSER and "browser" in markers
        if not LONG:
            return "long" not in markers
        is_property = isinstance(item, pytest.Function) and is_hypothesis_test(item.obj)
        return is_property or bool(markers & {"longer", "long"})

    config.hook.pytest_deselected(items=[item for item in items if not is_of_this_length(item)])
    items[:] = [item for item in items if is_of_this_length(item)]


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name a long text by how it begins and how long it is: the names of all tests go to each worker.

    Of bytes only the first four are in the name: a zip archive has the present time after them, and all
    workers must give a test the same name.
    """
    if isinstance(val, str) and len(val) > LONGEST_NAME:
        return f"{val[:LONGEST_NAME]!a} of {len(val)}"
    if isinstance(val, bytes) and len(val) > LONGEST_BYTES:
        return f"{val[:LONGEST_BYTES]!a} of {len(val)}"
    return None


def pytest_collection_finish() -> None:
    """Spare the garbage collector the modules: it would visit them each time, a tenth of the whole run."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Collect once: Pytest does so five times at the end, each time through all that the tests have left."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note which tests have failed, whose files are kept."""
    report = yield
    item.stash[HAS_FAILED] = item.stash.get(HAS_FAILED, False) or report.failed
    return report


def pytest_xdist_auto_num_workers() -> int:
    """Use one worker more than there are cores, since some tests wait for other processes."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores + 1


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty folder, which is deleted once the test has passed.

    Pytest's own fixture looks through the names of all former folders, which takes the longer the more there
    are.
    """
    folder = tmp_path_factory.mktemp(f"test-{next(_NUMBERS):05}", numbered=False)
    yield folder
    if not request.node.stash.get(HAS_FAILED, False):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home for each test, so that the user's settings and library are not touched.

    The terminal is one with all colours, whatever the machine says.
    """
    folder = tmp_path / "home"
    folder.mkdir()
    for name, value in {
        "HOME": folder,
        "XDG_DATA_HOME": folder / "data",
        "XDG_CONFIG_HOME": folder / "config",
        "XDG_CACHE_HOME": folder / "cache",
        "XDG_STATE_HOME": folder / "state",
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
    }.items():
        monkeypatch.setenv(name, str(value))
    for name in ("PIZHU_LIBRARY", "PIZHU_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    use_language(Language.ENGLISH)
    return folder


def draft(*paragraphs: str, title: str = "春天的小站", origin: str = "") -> Draft:
    """Return a draft of an article with a title and paragraphs."""
    parts = [(BlockKind.TITLE, title), *((BlockKind.PARAGRAPH, words) for words in paragraphs)]
    text, blocks = join_blocks(parts)
    return Draft(text=text, blocks=blocks, title=title, origin=origin)


STATION = draft("列车每天只停两分钟。", "站长在月台上种了一排油菜花，花开的时候，旅客都探出头来看。")


def root_of(library: Library) -> Path:
    """Return the folder of a library."""
    return Path(library.location)


@pytest.fixture(scope="session")
def words_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which segmenters keep the dictionary of jieba. The first builds it, in a second."""
    return tmp_path_factory.mktemp("words") / "cache"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder for the library of a test, which does not exist yet."""
    return tmp_path / "library"


@pytest.fixture
def library(root: Path) -> Iterator[Library]:
    """An empty library."""
    with open_library(root, creator="tester") as opened:
        yield opened


@pytest.fixture
def another(library: Library) -> Iterator[Library]:
    """The same library, opened a second time as by another process."""
    with open_library(root_of(library), creator="another") as opened:
        yield opened


@pytest.fixture
def station(library: Library) -> str:
    """The ID of the article :data:`STATION`, which is in the library."""
    return library.articles.add(STATION)[0]


@pytest.fixture(scope="session")
def postgres_socket(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the socket of a PostgreSQL server, which all workers of the run share."""
    from tests.postgres_server import NoServer, running_server

    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with ExitStack() as stack:
        try:
            socket = stack.enter_context(running_server(shared / "postgres"))
        except NoServer as reason:
            pytest.skip(str(reason))
        yield socket


@pytest.fixture
def postgres_address(postgres_socket: Path) -> Iterator[str]:
    """The address of a library on the server, in a schema of its own that does not exist yet."""
    from tests.postgres_server import fresh_address

    with fresh_address(postgres_socket) as address:
        yield address
