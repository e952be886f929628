from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wcwidth import iter_graphemes

from store.chinese import dictionary, engines
from store.chinese.dictionary import PrefixDictionary, prefix_dictionary
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
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("words") / "cache"


@pytest.fixture(scope="module")
def jieba(cache: Path) -> Segmenter:
    segmenter = Segmenter(cache, engine="jieba")
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


SMALL = PrefixDictionary({"北京": 10, "北": 0, "北京大学": 5, "北京大": 0, "大": 3}, 18)


class TestRule:
    def test_words_are_found_before_jieba_is_there(self) -> None:
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
    def test_the_spans_are_the_whole_text_and_divide_no_cluster(self, text: str) -> None:
        assert are_whole(text, Segmenter().spans(text))

    @pytest.mark.parametrize("word", ["天", "a", "7", "葛\U000e0101", "T恤"])
    def test_the_cursor_rests_on_words(self, word: str) -> None:
        assert is_word(f"，{word}，", (1, 1 + len(word)))

    @pytest.mark.parametrize("other", ["，", " ", "——", "😀", "\n"])
    def test_the_cursor_passes_over_marks_and_spaces(self, other: str) -> None:
        assert not is_word(f"天{other}地", (1, 1 + len(other)))


def are_whole(text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether they put together the text, divide no grapheme cluster, and part each newline from all else."""
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
    def test_words_are_jiebas_when_it_is_ready(self, jieba: Segmenter) -> None:
        assert jieba.ready
        assert read(jieba, "我来到北京清华大学，他来到了网易杭研大厦") == [
            *("我", "来到", "北京", "清华大学", "，", "他", "来到", "了", "网易", "杭研", "大厦")
        ]

    def test_latin_words_and_runs_of_spaces_stay_whole_and_newlines_alone(self, jieba: Segmenter) -> None:
        assert read(jieba, "COVID-19疫情  don't\r\n\n T恤25.9%") == [
            *("COVID-19", "疫情", "  ", "don't", "\r", "\n", "\n", " ", "T恤", "25.9%")
        ]

    @settings(deadline=None)
    @given(texts)
    def test_the_spans_are_the_whole_text_and_divide_no_cluster(self, jieba: Segmenter, text: str) -> None:
        assert are_whole(text, jieba.spans(text))

    @settings(deadline=None)
    @given(han)
    def test_han_is_cut_as_jieba_itself_cuts_it(self, jieba: Segmenter, text: str) -> None:
        assert read(jieba, text) == plain_jieba(text)

    @pytest.mark.parametrize("sample", TEXTS, ids=lambda path: path.stem)
    def test_samples_are_cut_as_jieba_itself_cuts_them(self, jieba: Segmenter, sample: Path) -> None:
        text = sample.read_text(encoding="utf-8")
        ends = {end for _, end in jieba.spans(text)}
        at, expected = 0, set[int]()
        for word in plain_jieba(text):
            at += len(word)
            expected.add(at)
        assert ends <= expected
        assert all(text[end - 1] in " -0123456789" for end in expected - ends)

    @pytest.mark.parametrize("sample", TEXTS, ids=lambda path: path.stem)
    def test_rjieba_gives_the_same_words(self, jieba: Segmenter, rjieba: Segmenter, sample: Path) -> None:
        text = sample.read_text(encoding="utf-8")
        assert rjieba.spans(text) == jieba.spans(text)

    @settings(deadline=None)
    @given(texts)
    def test_rjieba_leaves_nothing_out_either(self, rjieba: Segmenter, text: str) -> None:
        assert are_whole(text, rjieba.spans(text))

    def test_a_long_run_that_no_dictionary_knows_is_cut_whole(self, jieba: Segmenter) -> None:
        """Given to jieba in one piece it would take minutes."""
        text = "龘" * 20_000
        assert are_whole(text, jieba.spans(text))


@pytest.fixture(scope="module", autouse=True)
def own_dictionary(jieba: Segmenter) -> None:
    """Give jieba's own tokenizer the dictionary that it builds for itself, to compare with."""
    import jieba as package

    with Path(package.__file__).with_name("dict.txt").open("rb") as file:
        package.dt.FREQ, package.dt.total = package.Tokenizer.gen_pfdict(file)
    package.dt.initialized = True


def plain_jieba(text: str) -> list[str]:
    """The words by jieba's own tokenizer."""
    import jieba

    return list(jieba.cut(text))


class Cutting:
    """An engine that cuts as it is told and learns nothing."""

    def __init__(self, cut: Callable[[str], list[str]]) -> None:
        self.cut = cut

    def learn(self, words: Mapping[str, int | None]) -> None:
        pass


class TestLearning:
    @pytest.fixture(scope="class")
    def segmenter(self, tmp_path_factory: pytest.TempPathFactory) -> Segmenter:
        segmenter = Segmenter(tmp_path_factory.mktemp("words"), engine="jieba")
        segmenter.load()
        return segmenter

    def test_a_word_that_was_joined_is_one_from_then_on(self, segmenter: Segmenter) -> None:
        assert read(segmenter, "在乡邮路上") != ["在", "乡邮路", "上"]
        segmenter.learn({"乡邮路": None})
        assert read(segmenter, "在乡邮路上") == ["在", "乡邮路", "上"]

    def test_a_word_that_was_split_is_two_from_then_on(self, segmenter: Segmenter) -> None:
        segmenter.learn({"电子商务": 0, "电子": None, "商务": None})
        assert read(segmenter, "电子商务") == ["电子", "商务"]

    def test_what_is_no_longer_in_the_user_dictionary_is_as_it_was(self, segmenter: Segmenter) -> None:
        segmenter.learn({"电子商务": 0, "乡邮路": None, "山的": 9999999})
        segmenter.learn({})
        assert read(segmenter, "电子商务") == ["电子商务"]
        assert read(segmenter, "在乡邮路上") != ["在", "乡邮路", "上"]
        assert read(segmenter, "山的") == plain_jieba("山的")

    def test_what_is_learnt_before_it_is_loaded_is_known_when_it_is(self, tmp_path: Path) -> None:
        segmenter = Segmenter(tmp_path)
        segmenter.learn({"乡邮路": None})
        segmenter.load()
        assert read(segmenter, "在乡邮路上") == ["在", "乡邮路", "上"]


class TestLoading:
    def test_it_is_loaded_once_however_many_ask(self, monkeypatch: pytest.MonkeyPatch) -> None:
        loads: list[int] = []
        all_have_asked = threading.Event()

        def slow(_: Path | None) -> engines.Engine:
            loads.append(1)
            all_have_asked.wait(30)
            return Cutting(list)

        monkeypatch.setattr(engines, "Jieba", slow)
        segmenter = Segmenter(engine="jieba")
        threads = [segmenter.load_in_background() for _ in range(5)]
        all_have_asked.set()
        for thread in threads:
            thread.join()
        segmenter.load()
        assert segmenter.ready
        assert loads == [1]

    def test_the_rule_answers_while_it_is_loaded(self, monkeypatch: pytest.MonkeyPatch) -> None:
        may_end = threading.Event()

        def waiting(_: Path | None) -> engines.Engine:
            assert may_end.wait(10)
            return Cutting(lambda text: [text])

        monkeypatch.setattr(engines, "Jieba", waiting)
        segmenter = Segmenter(engine="jieba")
        thread = segmenter.load_in_background()
        assert read(segmenter, "北京") == ["北", "京"]
        may_end.set()
        thread.join()
        assert read(segmenter, "北京") == ["北京"]

    def test_jieba_serves_where_rjieba_is_not_installed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "rjieba", None)
        monkeypatch.setattr(engines, "Jieba", lambda _: Cutting(lambda text: [text]))
        segmenter = Segmenter()
        segmenter.load()
        assert read(segmenter, "北京") == ["北京"]
        with pytest.raises(ImportError):
            Segmenter(engine="rjieba").load()

    def test_without_jieba_the_rule_serves_on_and_says_why(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "jieba", None)
        segmenter = Segmenter(engine="jieba")
        segmenter.load_in_background().join()
        assert not segmenter.ready
        assert "jieba" in segmenter.failure
        assert read(segmenter, "北京") == ["北", "京"]

    def test_an_engine_that_loses_characters_is_not_believed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(engines, "Jieba", lambda _: Cutting(lambda text: [text.strip("京")]))
        segmenter = Segmenter(engine="jieba")
        segmenter.load()
        assert read(segmenter, "北京大学") == ["北京大学"]
        assert read(segmenter, "大北京") == ["大", "北", "京"]

    def test_nothing_is_imported_before_it_is_asked_for(self) -> None:
        late = run_apart(
            "import sys, store.chinese.words as words\n"
            "words.Segmenter().spans('北京 abc')\n"
            "late = {'jieba', 'rjieba', 'wcwidth', 'logging', 'subprocess', 'asyncio'} & set(sys.modules)\n"
            "print(*late, end='')\n"
        )
        assert late == ""

    @pytest.mark.parametrize("python", [sys.executable, ""], ids=["compiled apart", "compiled here"])
    def test_loading_says_nothing_on_the_terminal(self, python: str, tmp_path: Path) -> None:
        """Not when jieba has never been compiled, which brings warnings, nor when setuptools complains."""
        (tmp_path / "pkg_resources.py").write_text(
            "import warnings\nwarnings.warn('pkg_resources is deprecated', UserWarning, stacklevel=2)\n"
        )
        output = run_apart(
            "import sys, pathlib\n"
            "from store.chinese.words import Segmenter\n"
            f"sys.executable = {python!r}\n"
            f"segmenter = Segmenter(pathlib.Path({str(tmp_path / 'cache')!r}), engine='jieba')\n"
            "segmenter.load_in_background().join()\n"
            "assert segmenter.ready, segmenter.failure\n"
            "assert segmenter.spans('北京大学') == [(0, 4)]\n"
            "assert 'pkg_resources' in sys.modules\n",
            "-Walways",
            PYTHONPYCACHEPREFIX=str(tmp_path / "compiled"),
            PYTHONPATH=str(tmp_path),
        )
        assert output == ""

    def test_jieba_is_compiled_by_another_process_before_it_is_imported(self, tmp_path: Path) -> None:
        there = run_apart(
            "import sys\n"
            "from importlib.util import cache_from_source, find_spec\n"
            "from pathlib import Path\n"
            "from store.chinese import engines\n"
            "model = Path(find_spec('jieba').origin).parent / 'finalseg' / 'prob_emit.py'\n"
            "compiled = Path(cache_from_source(str(model)))\n"
            "engines.prefix_dictionary = lambda *_: sys.exit(print(compiled.exists(), end=''))\n"
            "sys.dont_write_bytecode = True\n"
            "engines.Jieba(None)\n",
            PYTHONPYCACHEPREFIX=str(tmp_path / "compiled"),
        )
        assert there == "True"


def run_apart(code: str, *options: str, **environment: str) -> str:
    """What a new interpreter writes to both its outputs while it runs ``code``."""
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


class TestKeptDictionary:
    def test_it_holds_every_word_and_every_beginning_of_one(self, small_dictionary: Path) -> None:
        assert prefix_dictionary(small_dictionary, "1", None) == SMALL

    def test_it_is_what_jieba_builds_for_itself(self, jieba: Segmenter, cache: Path) -> None:
        import jieba as package

        source = Path(package.__file__).with_name("dict.txt")
        read_back = prefix_dictionary(source, package.__version__, cache)
        assert read_back == (package.dt.FREQ, package.dt.total)

    def test_it_is_read_back_and_not_built_again(
        self, small_dictionary: Path, tmp_path: Path, never_built: Callable[[], None]
    ) -> None:
        prefix_dictionary(small_dictionary, "1", tmp_path / "cache")
        never_built()
        assert prefix_dictionary(small_dictionary, "1", tmp_path / "cache") == SMALL

    def test_many_slices_are_read_back_as_they_were(
        self, tmp_path: Path, never_built: Callable[[], None]
    ) -> None:
        source = tmp_path / "dict.txt"
        source.write_text(
            "".join(f"{chr(0x4E00 + n)}{chr(0x4E00 + n)} {n} n\n" for n in range(9000)), encoding="utf-8"
        )
        built = prefix_dictionary(source, "1", tmp_path / "cache")
        assert len(built.frequencies) == 18_000
        never_built()
        assert prefix_dictionary(source, "1", tmp_path / "cache") == built

    @pytest.mark.skipif(os.name != "posix", reason="modes and owners are POSIX's")
    def test_it_is_for_its_owner_alone(self, small_dictionary: Path, tmp_path: Path) -> None:
        prefix_dictionary(small_dictionary, "1", tmp_path / "cache")
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
            lambda data: data.replace(b'"total"', b'"Total"'),
            lambda data: data.replace(b'"slices": [[', b'"slices": [[9'),
            lambda data: data.replace(b'"slices": [[', b'"slices": ["a", ['),
        ],
    )
    def test_a_damaged_one_is_built_again_without_a_word(
        self, damage: Callable[[bytes], bytes], small_dictionary: Path, tmp_path: Path
    ) -> None:
        prefix_dictionary(small_dictionary, "1", tmp_path / "cache")
        [kept] = (tmp_path / "cache").iterdir()
        sound = kept.read_bytes()
        kept.write_bytes(damage(sound))
        assert prefix_dictionary(small_dictionary, "1", tmp_path / "cache") == SMALL
        assert kept.read_bytes() == sound

    @pytest.mark.skipif(os.name != "posix", reason="modes and owners are POSIX's")
    @pytest.mark.parametrize("mode", [0o622, 0o660])
    def test_one_that_others_could_have_written_is_built_again(
        self, mode: int, small_dictionary: Path, tmp_path: Path, builds: list[Path]
    ) -> None:
        prefix_dictionary(small_dictionary, "1", tmp_path / "cache")
        [kept] = (tmp_path / "cache").iterdir()
        kept.chmod(mode)
        prefix_dictionary(small_dictionary, "1", tmp_path / "cache")
        assert len(builds) == 2
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600

    def test_one_of_another_version_or_dictionary_is_built_again(
        self, small_dictionary: Path, tmp_path: Path, builds: list[Path]
    ) -> None:
        prefix_dictionary(small_dictionary, "1", tmp_path / "cache")
        prefix_dictionary(small_dictionary, "2", tmp_path / "cache")
        small_dictionary.write_text("南京 10 ns\n", encoding="utf-8")
        assert prefix_dictionary(small_dictionary, "2", tmp_path / "cache").frequencies == {
            "南京": 10,
            "南": 0,
        }
        assert len(builds) == 3

    def test_a_folder_that_cannot_be_written_is_done_without(
        self, small_dictionary: Path, tmp_path: Path
    ) -> None:
        in_the_way = tmp_path / "file"
        in_the_way.write_text("")
        assert prefix_dictionary(small_dictionary, "1", in_the_way / "cache") == SMALL

    def test_a_write_that_fails_leaves_nothing_behind(
        self, small_dictionary: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(self: Path, target: Path) -> None:
            raise PermissionError(target)

        monkeypatch.setattr(Path, "replace", refuse)
        assert prefix_dictionary(small_dictionary, "1", tmp_path / "cache") == SMALL
        assert list((tmp_path / "cache").iterdir()) == []


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The sources built so far, one for each time."""
    built: list[Path] = []
    build = dictionary.build

    def counting(source: Path) -> PrefixDictionary:
        built.append(source)
        return build(source)

    monkeypatch.setattr(dictionary, "build", counting)
    return built


@pytest.fixture
def never_built(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From the call on, building a dictionary fails the test."""

    def refuse(source: Path) -> PrefixDictionary:
        pytest.fail(f"{source} is built again")

    return lambda: monkeypatch.setattr(dictionary, "build", refuse)
