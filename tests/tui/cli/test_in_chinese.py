"""Commands in Chinese: help and errors without English words, tables aligned in cells, the same JSON."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from store.exporting import FORMATS
from store.language import Language, _, use_language
from store.library import Library
from tests.tui.cli.conftest import Pizhu
from tui.cli import run
from tui.cli.command import Command
from tui.cli.registry import NAMES, all_commands

WORDS_TO_TYPE = frozenset({
    "pizhu", "actions", "all", "has", "is", "by", "read", "unread", "moved", "note", "tag", "date", "source",
    "title", "kicker", "subtitle", "column", "authors", "author", "id", "file", "url", "heading", "caption",
    "titles", "numbers", "chapters", "headings", "pages", "documents", "document", "of", "gaps", "entries",
    "merge", "copies", "me", "lin", "json", "theirs",
    "clips", "txt", "ctrl", "aside", "localhost", "zip", "auto", "freq", "ngrams", "keyness", "collocates",
    "word", "node", "count", "item", "article", "character", "paragraph", "days", "chars", "marks",
    "add", "remove", "choice", "number", "open", "round", "coder", "adjudicator", "manager", "new", "in",
    "progress", "done", "adjudicated", "function", "allow",
})  # fmt: skip
"""Names of fields, states, kinds, ways to split, files and keys, which one types as they are."""

NAMES_OF_THINGS = frozenset({
    "csv", "html", "json", "markdown", "org", "qda", "refi", "jinja", "jieba", "ascii", "utf", "schema",
    "shell", "bash", "zsh", "fish", "cohen", "kappa", "krippendorff", "alpha", "textual", "serve", "toml",
    "logdice", "mi", "diff", "ll", "sql", "postgresql", "git", "syncthing", "dropbox", "icloud",
})  # fmt: skip
"""Names of formats, programs and measures."""

CODE = re.compile(
    r"`[^`]*`|\$\w+|--?[a-z][\w-]*(?:[ =][A-Z][\w.,=]*…?)?|\b[A-Z][A-Z_]+(?:@[A-Z]+|\.j2|[=|#][A-Z]+)*\b"
    r"|\{[\w,]+\}|'[^']*'|pizhu://\S+|https?://\S+|FILE\.\S+|\w+:[\w.|]+"
)
"""Options, variables, commands between backticks, choices, and quoted words."""

by_name = pytest.mark.parametrize("command", all_commands(), ids=lambda command: command.name)


@pytest.fixture(autouse=True)
def _in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIZHU_LANG", "zh-Hans")
    monkeypatch.setenv("COLUMNS", "80")


def english_words(text: str) -> set[str]:
    """The words of a text in Latin letters that are not typed or names."""
    words = set(re.findall(r"[A-Za-z]{2,}", CODE.sub(" ", text)))
    known = WORDS_TO_TYPE | NAMES_OF_THINGS | set(NAMES) | set(re.findall(r"[a-z]+", " ".join(FORMATS)))
    return {word for word in words if word.lower() not in known}


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """The exit code and the output of a command, and its errors."""
    capsys.readouterr()
    try:
        code = run(arguments)
    except SystemExit as exited:
        code = int(exited.code or 0)
    return code, *capsys.readouterr()


def explanations(command: Command, text: str) -> str:
    """The help of a command without its usage, its examples and the calls of its actions."""
    shown = text.partition("\n\n")[2].partition("示例：")[0]
    for action in command.actions:
        shown = shown.replace(f"  {action.usage} ", " ").replace(f"：{action.name}）", "）")
    return shown


@by_name
def test_help_has_no_english_words_and_fits_the_terminal(
    command: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    code, text, _errors = printed(capsys, command.name, "--help")
    said = explanations(command, text)
    assert code == 0
    assert english_words(said) == set()
    assert max(map(cell_len, said.splitlines())) <= 80
    assert text.startswith("用法：pizhu")


def test_the_help_of_the_program_has_no_english_words(capsys: pytest.CaptureFixture[str]) -> None:
    text = printed(capsys, "--help")[1]
    assert english_words(text) == set()
    assert "命令" in text
    assert max(map(cell_len, text.splitlines())) < 80


def test_further_lines_of_a_usage_stand_below_the_first(capsys: pytest.CaptureFixture[str]) -> None:
    first, second, *_rest = printed(capsys, "import", "--help")[1].splitlines()
    assert cell_len(first[: first.index("[-h]")]) == second.index("[")


ERRORS = (
    "nosuch",
    "list --nosuch",
    "show",
    "list --library",
    "import -nosuch.txt",
    "search a --limit 0",
    "show a --revision x",
    "annotate 1 --quote a --occurrence x",
    "annotate --quote a",
    "annotate --everywhere --quote a",
    "status 1 foo",
    "keys --html --markdown",
    "tags foo",
    "tags rename a",
    "tags move a ",
    "import",
    "import --watch nosuch",
    "import --set x a.txt",
    "import --map 甲=date a.txt",
    "import --name 甲 a.txt",
    "import --name {date} -",
    "export docx --json",
    "backup",
    "config get foo",
    "config get them",
    "config set keys a",
    "config set measure 500",
    "config set measure 1 2",
    "agreement a",
    "agreement --overlap 2",
    "set a",
    "set a b",
    "set --from a.csv b",
    "links #",
    "notes --drafts --todos",
    "serve --port x",
    "serve --host 0.0.0.0",
    "serve --token short",
    "read",
    "read --library= x",
)


@pytest.mark.parametrize("line", ERRORS)
def test_errors_have_no_english_words(
    line: str, library: Library, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _output, errors = printed(capsys, *line.split(" "), "--library", str(root))
    message = errors.splitlines()[-1].partition("：")[2] if errors.startswith("用法：") else errors
    typed = set(line.split())
    choices = re.compile(r"（?可选：.*|“[^”]*”")
    assert code == 2
    assert english_words(choices.sub("", message)) - typed == set()
    assert re.search(r"[\u4e00-\u9fff]", message)


def test_an_unknown_language_is_reported_in_that_of_the_locale(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PIZHU_LANG", "fr")
    monkeypatch.setenv("LC_ALL", "zh_TW.UTF-8")
    assert "語言 'fr' 不存在" in printed(capsys, "list")[2]


def test_a_table_is_aligned_in_cells(article: str, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head, row = printed(capsys, "list", "--library", str(root))[1].splitlines()
    assert cell_len(head[: head.index("标题")]) == cell_len(row[: row.index("一封来信")])
    assert cell_len(head[: head.index("日期")]) == cell_len(row[: row.index("2021")])
    assert cell_len(head[: head.index("状态")]) == cell_len(row[: row.index("未读")])
    assert not re.search("[A-HJ-Za-z]{2}", head)


@pytest.mark.parametrize("language", [Language.SIMPLIFIED, Language.TRADITIONAL])
def test_the_columns_of_agreement_are_as_wide_in_chinese(language: Language) -> None:
    heads = (
        "     both   apart  kappa   alpha      kappa   alpha   tag",
        "  matched  only 1  only 2     F1   share   tag",
    )
    use_language(language)
    texts = (
        _("     both   apart  kappa   alpha      kappa   alpha   tag"),
        _("  matched  only 1  only 2     F1   share   tag"),
    )
    for head, text in zip(heads, texts, strict=True):
        ends = [match.end() for match in re.finditer(r"\S+(?: \d)?(?=  )", head)]
        assert ends == [cell_len(text[: found.end()]) for found in re.finditer(r"\S+(?: \d)?(?=  )", text)]


def test_json_is_the_same_in_every_language(
    article: str, pizhu: Pizhu, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = ("config", "list", "show " + article, "tags")
    chinese = [pizhu(*call.split())[:2] for call in calls]
    monkeypatch.setenv("PIZHU_LANG", "en")
    assert [pizhu(*call.split())[:2] for call in calls] == chinese
