"""The documentation agrees with the code."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from store.exporting import FORMATS
from store.importing.file_formats import FORMATS as FILE_FORMATS
from store.importing.registry import SUFFIXES as NOTE_SUFFIXES
from tests.paths import ROOT
from tui.cli.parser import parser
from tui.cli.registry import all_commands
from tui.keys.actions import ACTIONS
from tui.keys.names import label

ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

PATHS = sorted(set(re.findall(r"`((?:store|tui|seeds|tests)/[\w/.]*)`", ARCHITECTURE)))
"""The paths that ARCHITECTURE.md names."""

PAGES = [
    Path(path.relative_to(ROOT))
    for path in (*sorted(ROOT.glob("README*.md")), *sorted((ROOT / "docs").rglob("*.md")))
]
"""The pages for users, from the root of the checkout."""

PAGES_WITH_KEYS = {
    *(
        "README.md",
        "README.zh.md",
        "README.zh-Hant.md",
        "first-hour.md",
        "reading.md",
        "tags-and-notes.md",
        "agreement.md",
        "finding.md",
        "importing.md",
    ),
    *("exporting.md", "accessibility.md", "index.md", "library.md", "remote.md"),
}
"""The pages that name keys. In the others, code of one letter is something else."""

KEYS_OF_DIALOGS = {"ctrl+y", "ctrl+t", "ctrl+w", "d", "w", "s", "esc", "enter", "tab", "space"}
"""Keys that only a dialog has."""

IS_KEY = re.compile(
    r"(?:ctrl|shift|alt)\+\S+|[\]\[gi][a-zA-Z*/?,\]\[]|[mfFp'][a-z0-9]|[!-~]|esc|enter|tab|space|f\d+"
)
"""Code that is a key, if the page is about keys. Counts, such as 3w, are not looked at."""

PACKAGE = re.compile(r"[a-z][a-z0-9_.-]*", re.IGNORECASE)


TRANSLATED = {
    page: Path("README.md") if page.name == "README.zh.md" else Path("docs") / page.name
    for page in PAGES
    if page.name == "README.zh.md" or page.parent.name == "zh"
}
"""The English page of each Chinese one."""
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?]|[,;:!?][\u4e00-\u9fff]")
CRAMPED = re.compile(r"[\u4e00-\u9fff][A-Za-z0-9`]|[A-Za-z0-9`][\u4e00-\u9fff]")
"""Chinese and Latin without a space between them."""


def text_of(page: Path) -> str:
    """Return the text of a file of the checkout."""
    return (ROOT / page).read_text("utf-8")


def inline_code_of(text: str) -> list[str]:
    """Return what stands between backquotes."""
    return re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text)


def code_of(text: str) -> list[str]:
    """Return the code of a page: between backquotes, and the lines of blocks."""
    return [*inline_code_of(text), *(line.strip() for line in text.splitlines() if line.startswith("    "))]


def without_code(text: str) -> str:
    """Return a page without its code."""
    return re.sub(r"`[^`\n]+`", "", re.sub(r"^    .*$", "", text, flags=re.MULTILINE))


def anchors(text: str) -> set[str]:
    """Return the anchors of the headings of a page."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w-]+", "", heading.lower().replace(" ", "-")) for heading in headings}


def options_of(command: str) -> set[str]:
    """Return the options of a command, as they are typed."""
    lists = [each.choices for each in parser(only=command)._actions if isinstance(each.choices, dict)]  # noqa: SLF001 - argparse has no public list
    return {option for action in lists[0][command]._actions for option in action.option_strings}  # noqa: SLF001


def first_cells(text: str, heading: str) -> list[str]:
    """Return the code in the first cells of the table with that heading."""
    table = text.split(heading, 1)[1].split("\n\n", 1)[0]
    return [code for row in table.splitlines() if "|" in row for code in inline_code_of(row.split("|")[1])]


def package_names(requirements: list[str]) -> set[str]:
    """Return the package names in a list of requirements."""
    return {match[0] for each in requirements if (match := PACKAGE.match(each))}


def rows_below(heading: str) -> dict[str, str]:
    """Return the first two cells of each row of the table with that heading in CONTRIBUTING.md."""
    table = CONTRIBUTING.split(f"| {heading} |", 1)[1].split("\n\n", 1)[0]
    rows = [line.strip("|").split("|") for line in table.splitlines()[2:]]
    return {row[0].strip(): row[1].strip() for row in rows}


@pytest.mark.parametrize("path", PATHS)
def test_paths_named_in_the_architecture_exist(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("package", ["store", "tui"])
def test_the_architecture_names_every_folder(package: str) -> None:
    folders = {each.parent.name for each in (ROOT / package).glob("*/__init__.py")}
    missing = {folder for folder in folders if f"`{package}/{folder}/`" not in ARCHITECTURE}
    assert missing == set()


def test_no_folder_has_more_than_15_modules() -> None:
    crowded = {
        str(folder.relative_to(ROOT)): count
        for package in ("store", "tui")
        for folder in [ROOT / package, *(ROOT / package).rglob("*/")]
        if (count := len([each for each in folder.glob("*.py") if each.name != "__init__.py"])) > 15
    }
    assert crowded == {}


def test_the_required_packages_are_explained() -> None:
    explained = {name for cell in rows_below("package") for name in cell.split(", ")}
    assert explained == package_names(PROJECT["dependencies"])


def test_the_extras_are_explained() -> None:
    rows, extras = rows_below("extra"), PROJECT["optional-dependencies"]
    assert rows.keys() == extras.keys()
    for extra in extras.keys() - {"all"}:
        assert {name for name in package_names(extras[extra]) if name not in rows[extra]} == set()


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_and_pictures_of_a_page_exist(page: Path) -> None:
    missing = []
    for target in re.findall(r"\]\(([^)\s]+)\)", without_code(text_of(page))):
        name, _, anchor = target.partition("#")
        if "://" in target:
            continue
        path = (ROOT / page).parent / name if name else ROOT / page
        if not path.exists() or (anchor and anchor not in anchors(path.read_text("utf-8"))):
            missing.append(target)
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_commands_of_a_page_exist_with_their_options(page: Path) -> None:
    unknown = []
    for name, rest in re.findall(
        r"\bpizhu ([a-z]+(?:-[a-z]+)?)(?![\w-])([^\n`]*)", "\n".join(code_of(text_of(page)))
    ):
        command = next((each for each in all_commands() if each.name == name), None)
        options = set(re.findall(r"(?<![\w-])--[a-z-]+", rest.partition("#")[0]))
        if command is None or not options <= options_of(name):
            unknown.append(f"pizhu {name}{rest}")
    assert unknown == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.name in PAGES_WITH_KEYS], ids=str)
def test_keys_of_a_page_exist(page: Path) -> None:
    known = {label(key) for action in ACTIONS for key in action.keys} | KEYS_OF_DIALOGS | set("123456789")
    known |= {key[0] for key in known}
    taking_a_character = {key.removesuffix("CHAR") for key in known if key.endswith("CHAR")}
    named = {
        word for code in inline_code_of(text_of(page)) if IS_KEY.fullmatch(word := code.replace("\\|", "|"))
    }
    unknown = {key for key in named - known if not (len(key) == 2 and key[0] in taking_a_character)}
    assert unknown == set()


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_make_targets_of_a_page_exist(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:`|^    )make ([a-z-]+)", text_of(page), re.MULTILINE))
    assert named <= targets


@pytest.mark.parametrize("folder", ["docs", "docs/zh", "docs/zh-Hant"])
def test_the_index_and_the_web_site_have_every_page(folder: str) -> None:
    pages = {path.name for path in (ROOT / folder).glob("*.md")}
    index = text_of(Path(folder) / "index.md")
    assert {f"{name}.md" for name in re.findall(r"\]\(([\w-]+)\.md", index)} == pages - {"index.md"}
    site = re.findall(r"- ([\w/-]+\.md)", text_of(Path("mkdocs.yml")))
    in_folder = [name for name in site if (Path("docs") / name).parent == Path(folder)]
    assert {Path(name).name for name in in_folder} == pages
    linked = [f"{name}.md" for name in re.findall(r"\]\(([\w-]+)\.md", index)]
    assert [Path(name).name for name in in_folder] == ["index.md", *linked]


def test_every_page_is_in_chinese_too() -> None:
    english = {path.name for path in (ROOT / "docs").glob("*.md")}
    assert {path.name for path in (ROOT / "docs" / "zh").glob("*.md")} == english


@pytest.mark.parametrize("page", TRANSLATED, ids=str)
def test_a_chinese_page_names_the_keys_commands_and_options_of_the_english_one(page: Path) -> None:
    chinese, english = text_of(page), text_of(TRANSLATED[page])
    assert set(inline_code_of(chinese)) == set(inline_code_of(english))
    assert re.findall(r"^#+", chinese, re.MULTILINE) == re.findall(r"^#+", english, re.MULTILINE)
    assert chinese.count("\n| ") == english.count("\n| ")


@pytest.mark.parametrize("page", [page for page in PAGES if "zh" in str(page)], ids=str)
def test_a_chinese_page_has_full_width_marks_and_spaces_beside_latin(page: Path) -> None:
    lines = re.sub(r"^    .*$|\]\([^)]*\)", "", text_of(page), flags=re.MULTILINE)
    prose = re.sub(r"`[^`\n]+`", "``", lines)
    wrong = [each[0] for pattern in (HALF_WIDTH, CRAMPED) for each in pattern.finditer(prose)]
    assert wrong == []


@pytest.mark.parametrize(
    ("page", "heading"),
    [("docs/exporting.md", "| format | what it is |"), ("docs/zh/exporting.md", "| 格式 | 说明 |")],
)
def test_the_page_of_exports_names_every_format(page: str, heading: str) -> None:
    named = first_cells(text_of(Path(page)), heading)
    assert sorted(named) == sorted(FORMATS)


@pytest.mark.parametrize(
    ("page", "heading"),
    [
        ("docs/importing.md", "| from | what becomes an article |"),
        ("docs/zh/importing.md", "| 来自 | 如何成为文章 |"),
    ],
)
def test_the_page_of_imports_names_every_format_and_no_other(page: str, heading: str) -> None:
    named = set(first_cells(text_of(Path(page)), heading))
    suffixes = {name for name in named if name.startswith(".")}
    known = {suffix for each in FILE_FORMATS for suffix in each.suffixes}
    assert suffixes <= known
    with_suffix = [each for each in FILE_FORMATS if each.suffixes]
    assert [each.name for each in with_suffix if not suffixes & set(each.suffixes)] == []


@pytest.mark.parametrize(("folder", "heading"), [("docs", "| from | file |"), ("docs/zh", "| 来自 | 文件 |")])
def test_the_page_of_notes_names_every_suffix_of_notes(folder: str, heading: str) -> None:
    page = text_of(Path(folder) / "notes-from-other-programs.md")
    table = page.split(heading, 1)[1].split("\n\n", 1)[0]
    named = set(re.findall(r"\.[a-z0-9]+(?=`)", table))
    assert named <= NOTE_SUFFIXES


@pytest.mark.parametrize(
    "picture", sorted((ROOT / "docs" / "pictures").glob("*.svg")), ids=lambda path: path.name
)
def test_pictures_are_small_and_fetch_nothing(picture: Path) -> None:
    drawing = picture.read_text("utf-8")
    assert len(drawing.encode()) < 150_000
    assert "url(http" not in drawing


@pytest.mark.long
def test_the_web_site_is_built_without_warnings(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    built = subprocess.run(
        command, check=False, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8"
    )
    assert built.returncode == 0, built.stderr
    fetched = re.compile(r"""<(?:script|link|img)[^>]*(?:src|href)=["']?https?://""")
    assert [path for path in tmp_path.rglob("*.html") if fetched.search(path.read_text("utf-8"))] == []
