from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import iter_graphemes

from store.chinese.segmentation import dictionary, engines
from store.chinese.segmentation.dictionary import WordDictionary, build_cache, word_dictionary
from store.chinese.tokens import tokens
from store.chinese.words import Segmenter, is_word
from tests.paths import TEXTS

han = st.text(
    "我来到北京清华大学他来到了网易杭研大厦小明硕士毕业于中国科学院计算所龘𠮷", min_size=1, max_size=20
)
OTHERS = [
    *("COVID-19", "don't", "a_b", "25.9%", "T恤", "é", "e\u0301", "葛\U000e0101", "👩\u200d💻", "\ud800"),
    *"，。“”！—… \t\n\r'-._%+#&",
]
others = st.sampled_from(OTHERS)
texts = st.lists(han | others | st.characters(), max_size=20).map("".join)


def read(segmenter: Segmenter, text: str) -> list[str]:
    return [text[start:end] for start, end in segmenter.spans(text)]


@pytest.fixture(scope="module")
def jieba(words_folder: Path) -> Segmenter:
    segmenter = Segmenter(words_folder, engine="jieba")
    segmenter.load()
    return segmenter


@pytest.fixture(scope="module")
def rjieba() -> Segmenter:
    pytest.importorskip("rjieba")
    segmenter = Segmenter(engine="rjieba")
    segmenter.load()
    return segmenter


@pytest.fixture
def small_dictionary(tmp_path: Path) -> Path:
    source = tmp_path / "dict.txt"
    source.write_text("北京 10 ns\n北京大学 5 nt\n大 3 a\n", encoding="utf-8")
    return source


SMALL = {"北京": 10, "北京大学": 5, "大": 3}


def small_words(source: Path, version: str, cache: Path | None) -> dict[str, int]:
    return dict(word_dictionary(source, version, cache).items())


class TestRule:
    def test_the_rule_segments_before_jieba_is_loaded(self) -> None:
        segmenter = Segmenter()
        assert not segmenter.ready
        assert read(segmenter, "我用Textual 写，don't 用a_b-c.d：25.9  %\n") == [
            *(
                "我",
                "用",
                "Textual",
                " ",
                "写",
                "，",
                "don't",
                " ",
                "用",
                "a_b-c.d",
                "：",
                "25.9",
                "  ",
                "%",
                "\n",
            )
        ]

    def test_an_empty_text_has_no_words(self) -> None:
        assert Segmenter().spans("") == []

    @settings(deadline=None)
    @given(texts)
    def test_spans_cover_the_text_and_divide_no_cluster(self, text: str) -> None:
        assert are_valid(text, Segmenter().spans(text))

    @pytest.mark.parametrize("word", ["天", "a", "7", "葛\U000e0101", "T恤"])
    def test_spans_with_letters_or_digits_are_words(self, word: str) -> None:
        assert is_word(f"，{word}，", (1, 1 + len(word)))

    @pytest.mark.parametrize("other", ["，", " ", "——", "😀", "\n"])
    def test_marks_and_spaces_are_not_words(self, other: str) -> None:
        assert not is_word(f"天{other}地", (1, 1 + len(other)))


def are_valid(text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether spans cover the text, divide no grapheme cluster, and separate each newline."""
    if "".join(text[start:end] for start, end in spans) != text:
        return False
    if not all(before[1] == after[0] for before, after in pairwise(spans)):
        return False
    starts = {start for start, _ in spans}
    at = 0
    for line in text.split("\n"):
        boundaries = {at}
        for cluster in iter_graphemes(line):
            boundaries.add(max(boundaries) + len(cluster))
        if not starts & set(range(at, at + len(line))) <= boundaries:
            return False
        at += len(line) + 1
    return all(text[start:end] == "\n" or "\n" not in text[start:end] for start, end in spans)


class TestJieba:
    def test_jieba_segments_once_it_is_loaded(self, jieba: Segmenter) -> None:
        assert jieba.ready
        assert read(jieba, "我来到北京清华大学，他来到了网易杭研大厦") == [
            *("我", "来到", "北京", "清华大学", "，", "他", "来到", "了", "网易", "杭研", "大厦")
        ]

    def test_latin_words_and_runs_of_spaces_are_one_span_and_newlines_are_separate(
        self, jieba: Segmenter
    ) -> None:
        assert read(jieba, "COVID-19疫情  don't\r\n\n T恤25.9%") == [
            *("COVID-19", "疫情", "  ", "don't", "\r", "\n", "\n", " ", "T恤", "25.9%")
        ]

    @settings(deadline=None)
    @given(texts)
    def test_spans_cover_the_text_and_divide_no_cluster(self, jieba: Segmenter, text: str) -> None:
        assert are_valid(text, jieba.spans(text))

    @settings(deadline=None)
    @given(han)
    def test_han_text_is_segmented_as_by_jieba_itself(self, jieba: Segmenter, text: str) -> None:
        assert read(jieba, text) == plain_jieba(text)

    @pytest.mark.parametrize("sample", TEXTS, ids=lambda path: path.stem)
    def test_samples_are_segmented_as_by_jieba_itself(self, jieba: Segmenter, sample: Path) -> None:
        text = sample.read_text(encoding="utf-8")
        ends = {end for _, end in jieba.spans(text)}
        at, expected = 0, set[int]()
        for word in plain_jieba(text):
            at += len(word)
            expected.add(at)
        assert ends <= expected
        inside = {end for token in tokens(text) for end in range(token.start + 1, token.end)}
        assert all(end in inside or text[end - 1] == " " for end in expected - ends)

    @pytest.mark.parametrize("sample", TEXTS, ids=lambda path: path.stem)
    def test_rjieba_and_jieba_segment_alike(self, jieba: Segmenter, rjieba: Segmenter, sample: Path) -> None:
        text = sample.read_text(encoding="utf-8")
        assert rjieba.spans(text) == jieba.spans(text)

    @settings(deadline=None)
    @given(texts)
    def test_spans_of_rjieba_cover_the_text_too(self, rjieba: Segmenter, text: str) -> None:
        assert are_valid(text, rjieba.spans(text))

    def test_a_long_run_of_unknown_characters_is_segmented_quickly(self, jieba: Segmenter) -> None:
        """In one segment it would take jieba minutes."""
        text = "龘" * 5_000
        assert are_valid(text, jieba.spans(text))


@pytest.fixture(scope="module", autouse=True)
def own_dictionary(jieba: Segmenter) -> None:
    """Load the default dictionary into jieba's own tokenizer, for comparison."""
    import jieba as package

    with Path(package.__file__).with_name("dict.txt").open("rb") as file:
        package.dt.FREQ, package.dt.total = package.Tokenizer.gen_pfdict(file)
    package.dt.initialized = True


def plain_jieba(text: str) -> list[str]:
    """The words according to jieba's own tokenizer."""
    import jieba

    return list(jieba.cut(text))


class FakeEngine:
    """A fake engine with a given ``cut``. It ignores user words."""

    name = "fake"

    def __init__(self, cut: Callable[[str], list[str]]) -> None:
        self._cut = cut

    def cut(self, text: str, *, guess: bool = True) -> list[str]:
        return self._cut(text)

    def learn(self, words: Mapping[str, int | None]) -> None:
        pass


class TestUserWords:
    @pytest.fixture(scope="class")
    def segmenter(self, words_folder: Path) -> Segmenter:
        segmenter = Segmenter(words_folder, engine="jieba")
        segmenter.load()
        return segmenter

    def test_a_joined_word_becomes_one_word(self, segmenter: Segmenter) -> None:
        assert read(segmenter, "在乡邮路上") != ["在", "乡邮路", "上"]
        segmenter.learn({"乡邮路": None})
        assert read(segmenter, "在乡邮路上") == ["在", "乡邮路", "上"]

    def test_a_split_word_becomes_two_words(self, segmenter: Segmenter) -> None:
        segmenter.learn({"电子商务": 0, "电子": None, "商务": None})
        assert read(segmenter, "电子商务") == ["电子", "商务"]

    def test_words_removed_from_the_user_dictionary_are_reverted(self, segmenter: Segmenter) -> None:
        segmenter.learn({"电子商务": 0, "乡邮路": None, "山的": 9999999})
        segmenter.learn({})
        assert read(segmenter, "电子商务") == ["电子商务"]
        assert read(segmenter, "在乡邮路上") != ["在", "乡邮路", "上"]
        assert read(segmenter, "山的") == plain_jieba("山的")

    def test_words_learnt_before_loading_are_known_after_it(self, tmp_path: Path) -> None:
        segmenter = Segmenter(tmp_path)
        segmenter.learn({"乡邮路": None})
        segmenter.load()
        assert read(segmenter, "在乡邮路上") == ["在", "乡邮路", "上"]


class TestLoading:
    def test_concurrent_loads_load_the_engine_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        loads: list[int] = []
        all_have_called = threading.Event()

        def slow(_: Path | None) -> engines.Engine:
            loads.append(1)
            all_have_called.wait(30)
            return FakeEngine(list)

        monkeypatch.setattr(engines, "Jieba", slow)
        segmenter = Segmenter(engine="jieba")
        threads = [segmenter.load_in_background() for _ in range(5)]
        all_have_called.set()
        for thread in threads:
            thread.join()
        segmenter.load()
        assert segmenter.ready
        assert loads == [1]

    def test_the_rule_is_used_while_the_engine_loads(self, monkeypatch: pytest.MonkeyPatch) -> None:
        may_end = threading.Event()

        def waiting(_: Path | None) -> engines.Engine:
            assert may_end.wait(10)
            return FakeEngine(lambda text: [text])

        monkeypatch.setattr(engines, "Jieba", waiting)
        segmenter = Segmenter(engine="jieba")
        thread = segmenter.load_in_background()
        assert read(segmenter, "北京") == ["北", "京"]
        may_end.set()
        thread.join()
        assert read(segmenter, "北京") == ["北京"]

    def test_jieba_is_used_if_rjieba_is_not_installed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "rjieba", None)
        monkeypatch.setattr(engines, "Jieba", lambda _: FakeEngine(lambda text: [text]))
        segmenter = Segmenter()
        segmenter.load()
        assert read(segmenter, "北京") == ["北京"]
        with pytest.raises(ImportError):
            Segmenter(engine="rjieba").load()

    def test_without_jieba_the_rule_is_used_and_failure_says_why(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "jieba", None)
        segmenter = Segmenter(engine="jieba")
        segmenter.load_in_background().join()
        assert not segmenter.ready
        assert "jieba" in segmenter.failure
        assert read(segmenter, "北京") == ["北", "京"]

    def test_the_output_of_an_engine_that_loses_characters_is_rejected(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(engines, "Jieba", lambda _: FakeEngine(lambda text: [text.strip("京")]))
        segmenter = Segmenter(engine="jieba")
        segmenter.load()
        assert read(segmenter, "北京大学") == ["北京大学"]
        assert read(segmenter, "大北京") == ["大", "北", "京"]

    def test_engines_are_imported_lazily(self) -> None:
        late = run_in_new_interpreter(
            "import sys, store.chinese.words as words\n"
            "words.Segmenter().spans('北京 abc')\n"
            "late = {'jieba', 'rjieba', 'wcwidth', 'logging', 'subprocess', 'asyncio'} & set(sys.modules)\n"
            "print(*late, end='')\n"
        )
        assert late == ""

    @pytest.mark.long
    @pytest.mark.parametrize("python", [sys.executable, ""], ids=["compiled apart", "compiled here"])
    def test_loading_prints_nothing(self, python: str, tmp_path: Path) -> None:
        """Neither the warnings of compiling jieba nor those of setuptools reach the terminal."""
        (tmp_path / "pkg_resources.py").write_text(
            "import warnings\nwarnings.warn('pkg_resources is deprecated', UserWarning, stacklevel=2)\n"
        )
        output = run_in_new_interpreter(
            "import sys, pathlib\n"
            "from store.chinese.words import Segmenter\n"
            f"sys.executable = {python!r}\n"
            f"segmenter = Segmenter(pathlib.Path({str(tmp_path / 'cache')!r}), engine='jieba')\n"
            "segmenter.load_in_background().join()\n"
            "assert segmenter.ready, segmenter.failure\n"
            "assert segmenter.spans('北京大学') == [(0, 4)]\n"
            "assert 'pkg_resources' not in sys.modules\n",
            "-Walways",
            PYTHONPYCACHEPREFIX=str(tmp_path / "compiled"),
            PYTHONPATH=str(tmp_path),
        )
        assert output == ""

    @pytest.mark.long
    def test_jieba_is_compiled_in_another_process_before_its_import(self, tmp_path: Path) -> None:
        there = run_in_new_interpreter(
            "import sys\n"
            "from importlib.util import cache_from_source, find_spec\n"
            "from pathlib import Path\n"
            "from store.chinese.segmentation import engines\n"
            "model = Path(find_spec('jieba').origin).parent / 'finalseg' / 'prob_emit.py'\n"
            "compiled = Path(cache_from_source(str(model)))\n"
            "engines.jieba_dictionary = lambda *_: sys.exit(print(compiled.exists(), end=''))\n"
            "sys.dont_write_bytecode = True\n"
            "engines.Jieba(None)\n",
            PYTHONPYCACHEPREFIX=str(tmp_path / "compiled"),
        )
        assert there == "True"


def run_in_new_interpreter(code: str, *options: str, **environment: str) -> str:
    """Run ``code`` in a new interpreter. Returns its standard output and standard error."""
    done = subprocess.run(
        [sys.executable, *options, "-c", code],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.mark.usefixtures("builds")
class TestCachedDictionary:
    def test_it_has_every_word(self, small_dictionary: Path) -> None:
        assert small_words(small_dictionary, "1", None) == SMALL

    def test_it_has_the_words_of_jieba(self, jieba: Segmenter, words_folder: Path) -> None:
        import jieba as package

        source = Path(package.__file__).with_name("dict.txt")
        read_back = word_dictionary(source, package.__version__, words_folder)
        words = {word: frequency for word, frequency in package.dt.FREQ.items() if frequency}
        assert len(read_back) == len(words)
        assert read_back.total == package.dt.total
        assert [word for word in words if read_back.frequency(word) != words[word]] == []

    def test_another_process_builds_it(
        self, small_dictionary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.undo()
        dictionary.build_in_subprocess(small_dictionary, "1", tmp_path / "cache")
        monkeypatch.setattr(dictionary, "build", None)
        assert small_words(small_dictionary, "1", tmp_path / "cache") == SMALL

    def test_a_cached_dictionary_is_read_and_not_rebuilt(
        self, small_dictionary: Path, tmp_path: Path, forbid_building: Callable[[], None]
    ) -> None:
        word_dictionary(small_dictionary, "1", tmp_path / "cache")
        forbid_building()
        assert small_words(small_dictionary, "1", tmp_path / "cache") == SMALL

    def test_a_large_dictionary_round_trips(
        self, tmp_path: Path, forbid_building: Callable[[], None]
    ) -> None:
        source = tmp_path / "dict.txt"
        source.write_text(
            "".join(f"{chr(0x4E00 + n)}{chr(0x4E00 + n)} {n} n\n" for n in range(9000)), encoding="utf-8"
        )
        built = word_dictionary(source, "1", tmp_path / "cache")
        assert len(built) == 9_000
        forbid_building()
        assert small_words(source, "1", tmp_path / "cache") == dict(built.items())

    @pytest.mark.skipif(os.name != "posix", reason="modes and owners are POSIX's")
    def test_the_cache_is_private_to_its_owner(self, small_dictionary: Path, tmp_path: Path) -> None:
        word_dictionary(small_dictionary, "1", tmp_path / "cache")
        [kept] = (tmp_path / "cache").iterdir()
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700

    @pytest.mark.parametrize(
        "damage",
        [
            lambda data: b"",
            lambda data: data[:-1],
            lambda data: data + b"x",
            lambda data: data[:-1] + bytes([data[-1] ^ 1]),
            lambda data: b"\x80\x04not ours",
            lambda data: b"[]\n",
            lambda data: b"{}\n",
            lambda data: b"1\n",
            lambda data: b"\xff\n",
            lambda data: data.replace(b'"trie"', b'"Trie"'),
            lambda data: data.replace(b'"trie": ', b'"trie": 1'),
            lambda data: data.replace(b'"trie": ', b'"trie": "a", "x": '),
        ],
    )
    def test_a_damaged_cache_is_rebuilt_silently(
        self, damage: Callable[[bytes], bytes], small_dictionary: Path, tmp_path: Path
    ) -> None:
        word_dictionary(small_dictionary, "1", tmp_path / "cache")
        [kept] = (tmp_path / "cache").iterdir()
        sound = kept.read_bytes()
        kept.write_bytes(damage(sound))
        assert small_words(small_dictionary, "1", tmp_path / "cache") == SMALL
        assert kept.read_bytes() == sound

    @pytest.mark.skipif(os.name != "posix", reason="modes and owners are POSIX's")
    @pytest.mark.parametrize("mode", [0o622, 0o660])
    def test_a_cache_writable_by_others_is_rebuilt(
        self, mode: int, small_dictionary: Path, tmp_path: Path, builds: list[Path]
    ) -> None:
        word_dictionary(small_dictionary, "1", tmp_path / "cache")
        [kept] = (tmp_path / "cache").iterdir()
        kept.chmod(mode)
        word_dictionary(small_dictionary, "1", tmp_path / "cache")
        assert len(builds) == 2
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600

    def test_a_cache_of_another_version_or_source_is_rebuilt(
        self, small_dictionary: Path, tmp_path: Path, builds: list[Path]
    ) -> None:
        word_dictionary(small_dictionary, "1", tmp_path / "cache")
        word_dictionary(small_dictionary, "2", tmp_path / "cache")
        small_dictionary.write_text("南京 10 ns\n", encoding="utf-8")
        assert small_words(small_dictionary, "2", tmp_path / "cache") == {"南京": 10}
        assert len(builds) == 3

    def test_an_unwritable_cache_folder_is_ignored(self, small_dictionary: Path, tmp_path: Path) -> None:
        in_the_way = tmp_path / "file"
        in_the_way.write_text("")
        assert small_words(small_dictionary, "1", in_the_way / "cache") == SMALL

    def test_a_failed_write_leaves_no_file(
        self, small_dictionary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(self: Path, target: Path) -> None:
            raise PermissionError(target)

        monkeypatch.setattr(Path, "replace", refuse)
        assert small_words(small_dictionary, "1", tmp_path / "cache") == SMALL
        assert list((tmp_path / "cache").iterdir()) == []


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The sources of the dictionaries built so far, here instead of in a process of their own."""
    built: list[Path] = []

    def here(source: Path, version: str, cache: Path) -> None:
        built.append(source)
        with suppress(OSError):
            build_cache(source, version, cache)

    monkeypatch.setattr(dictionary, "build_in_subprocess", here)
    return built


@pytest.fixture
def forbid_building(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """After this is called, building a dictionary fails the test."""

    def refuse(source: Path, *_: object) -> WordDictionary:
        pytest.fail(f"{source} is rebuilt")

    def forbid() -> None:
        monkeypatch.setattr(dictionary, "build", refuse)
        monkeypatch.setattr(dictionary, "build_in_subprocess", refuse)

    return forbid
