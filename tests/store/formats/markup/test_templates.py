"""Export through the user's templates."""

from __future__ import annotations

import time
import tracemalloc
from io import BytesIO
from pathlib import Path

import pytest
import yaml

from store.errors import UsageError
from store.exporting.selection import Selection
from store.formats.markup.markdown_folder import MARKER, FolderReport, write_folder
from store.formats.markup.templates import Limits, Template
from store.library import Library
from tests.conftest import draft
from tests.paths import ROOT


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mine.j2"


def rendered(
    library: Library, path: Path, source: str, kind: str = "markdown", limits: Limits | None = None
) -> str:
    path.write_text(source, "utf-8")
    out = BytesIO()
    Template(path, kind, limits).writer()(Selection(library), out)
    return out.getvalue().decode()


def refusal(library: Library, path: Path, source: str, limits: Limits | None = None) -> str:
    with pytest.raises(UsageError) as caught:
        rendered(library, path, source, limits=limits)
    sentence = str(caught.value)
    assert sentence.startswith(f"The template {path}")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence


def test_a_template_is_rendered_for_each_article_with_its_data(
    library: Library, station: str, path: Path
) -> None:
    library.articles.add(draft("二。", title="第二篇"))
    library.articles.tag(station, ["铁路"])
    annotation = library.annotations.annotate_quote(station, "油菜花", tags=["细节"], note="三月 𠮷😀")
    source = (
        "{{ number }} {{ article.title }} {{ article.tags | join(',') }}\n"
        "{% for each in annotations %}\n"
        "{{ each.number }} {{ each.exact }} {{ each.tags[0] }} {{ each.note }} {{ each.block }}\n"
        "{% endfor %}\n"
    )
    assert rendered(library, path, source) == (
        f"1 春天的小站 铁路\n1 油菜花 细节 三月 𠮷😀 {annotation.id[:8]}\n2 第二篇 \n"
    )


def test_the_documented_template_works(library: Library, station: str, path: Path) -> None:
    annotation = library.annotations.annotate_quote(station, "油菜花", note="[[春天的小站]]")
    page = (ROOT / "docs" / "templates.md").read_text("utf-8")
    lines = page[page.index("    {{ front_matter }}") : page.index("## Variables")].split("\n")
    result = rendered(library, path, "\n".join(line.removeprefix("    ") for line in lines))
    assert yaml.safe_load(result[4 : result.index("\n---\n", 3)])["title"] == "春天的小站"
    assert f"\n# 春天的小站\n\n> 油菜花\n\n^{annotation.id[:8]}\n\n[[春天的小站]]\n" in result


def test_everything_documented_exists(library: Library, station: str, path: Path) -> None:
    library.annotations.annotate_quote(station, "列车")
    page = (ROOT / "docs" / "templates.md").read_text("utf-8")
    cells = [line.split("|") for line in page.splitlines() if line.startswith("| `")]
    article, annotations = (
        next(row[2] for row in cells if f"`{name}`" in row[1]) for name in ("article", "annotations")
    )
    names = [f"article.{name}" for name in article.split("`")[1].split()]
    names += [f"annotations[0].{name}" for name in annotations.split("`")[1].split()]
    names += ["annotations[0].number", "annotations[0].block", "front_matter", "number", "name"]
    filters = [name for row in cells for name in row[1].split("`")[1::2]][5:]
    assert len(names) == 40
    source = "".join(f"{{{{ {name} }}}}" for name in names)
    assert rendered(library, path, source + "".join(f"{{{{ 'a' | {name} }}}}" for name in filters))


def test_text_is_escaped_in_html_only(library: Library, path: Path) -> None:
    library.articles.add(draft("一。", title="<b>&"))
    source = "{{ article.title }}{{ article.title ~ '!' }}{{ '<i>' | safe ~ article.title }}"
    assert rendered(library, path, source, "html") == "&lt;b&gt;&amp;&lt;b&gt;&amp;!<i>&lt;b&gt;&amp;"
    assert rendered(library, path, source) == "<b>&<b>&!<i><b>&"


def test_links_in_notes_are_rewritten_for_the_format(library: Library, station: str, path: Path) -> None:
    other, _ = library.articles.add(draft("二。", title="第二篇"))
    library.articles.write_note(station, "见[[第二篇]]。")
    source = "{{ article.note | linked }}"
    assert rendered(library, path, source) == f"见[[#^{other}|第二篇]]。"
    assert rendered(library, path, source, "org") == f"见[[#{other}][第二篇]]。"
    assert rendered(library, path, source, "html") == "见第二篇。"


def test_a_folder_can_be_written_with_a_template(
    library: Library, station: str, path: Path, tmp_path: Path
) -> None:
    path.write_text("{{ front_matter }}{{ name }} {{ article.note | linked }}", "utf-8")
    library.articles.write_note(station, "[[春天的小站]]")
    selection, vault = Selection(library), tmp_path / "vault"
    layout = Template(path, "markdown").layout(selection)
    assert write_folder(selection, vault, layout=layout) == FolderReport(files=1)
    text = (vault / "春天的小站.md").read_text("utf-8")
    assert text.startswith("---\n")
    assert text.endswith(f"春天的小站 [[春天的小站]]\n\n%% pizhu: article {station} %%\n{MARKER}\n")
    assert write_folder(selection, vault, layout=layout) == FolderReport(unchanged=1)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("一\n二 {{ article.title", 2),
        ("一\n\n{% for x in %}", 3),
        ("{{ article.title }}\n{{ titel }}", 2),
        ("{{ article.titel }}", 1),
        ("\n\n{{ 1 / 0 }}", 3),
        ("\n{{ 'a' | nosuch }}", 2),
        ("\n{% include 'other' %}", 2),
        ("\n{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}", 2),
        ("\n{% for x in range(1000000) %}{% endfor %}", 2),
        ("\n{{ 2 ** 100000 }}", 2),
        ("\n{{ 'x' * 100000000 }}", 2),
        ("\n{{ 10 ** 500 ** 500 }}", 2),
    ],
)
def test_errors_name_the_line(library: Library, station: str, path: Path, source: str, line: int) -> None:
    assert f", line {line}: " in refusal(library, path, source)


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__ }}",
        "{{ article.__class__.__mro__ }}",
        "{{ annotations.append(1) }}",
        "{{ article.update({'id': 1}) }}",
        "{{ self.__init__.__globals__ }}",
        "{{ lipsum() }}",
        "{{ [1, 2] | random }}",
        "{{ ('%s' | format).__class__ }}",
        "{{ '{0.__class__}'.format(article) }}",
    ],
)
def test_the_sandbox_exposes_only_the_given_data(
    library: Library, station: str, path: Path, source: str
) -> None:
    assert refusal(library, path, source)


@pytest.mark.parametrize(
    "source",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% for a in range(99999) %}{% for b in range(99999) %}{{ b }}{% endfor %}{% endfor %}",
        "{% macro f(n) %}{% if n %}{{ f(n - 1) }}{{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(90) }}",
        "{% for a in range(9) recursive %}{{ loop(range(9)) }}{% endfor %}",
        "{% set n = namespace(x='x') %}{% for a in range(99) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
        "{% set n = namespace(x='x') %}{% for a in range(99) %}{% set n.x = n.x + n.x %}{% endfor %}",
        "{% set n = namespace(x='x') %}{% for a in range(99) %}{% set n.x = n.x.join('abc') %}{% endfor %}",
    ],
)
def test_every_template_is_stopped_by_the_limits(
    library: Library, station: str, path: Path, source: str
) -> None:
    started = time.monotonic()
    assert refusal(library, path, source, Limits(seconds=0.3, characters=100_000))
    assert time.monotonic() - started < 60


@pytest.mark.parametrize(
    "source",
    [
        "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
        "{{ " + "[" * 3000 + "]" * 3000 + " }}",
        "{{ " + "9" * 10_000 + " }}",
        "{{ " + "+".join("1" * 5000) + " }}",
        "{{ " + "not " * 5000 + "1 }}",
        "{{ 1" + "|string" * 5000 + " }}",
        "{{ a" + ".b" * 5000 + " }}",
        "{% if 1 %}" * 3000 + "{% endif %}" * 3000,
        "{% set n = namespace(v=9) %}{% for i in range(60) %}{% set n.v = n.v * n.v %}{% endfor %}{{ n.v }}",
        "{{ 9 ** 900 }}{{ '9' * 9000 }}{{ ('9' * 9000)|int }}{{ 2 ** 999 ** 2 }}",
        "{% include 'x' %}",
        "{{ 1 / 0 }}",
        "{{ (1e308 * 10)|int|string|nothing }}",
    ],
    ids=lambda source: source[:24],
)
def test_strange_templates_are_refused_in_a_sentence(
    library: Library, station: str, path: Path, source: str
) -> None:
    refusal(library, path, source)


@pytest.mark.parametrize(
    "source",
    [
        "{{ 'x'.ljust(1000000000) }}",
        "{{ 'x'|center(1000000000) }}",
        "{{ 'x'|indent(width=1000000000) }}",
        "{{ '\t'.expandtabs(1000000000) }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ '%*d' % (1000000000, 1) }}",
        "{{ '%1000000000d'|format(1) }}",
        "{{ '{:1000000000}'.format(1) }}",
        "{{ '{:{}}'.format(1, 1000000000) }}",
        "{{ [1]|batch(1000000000, 'x')|list }}",
        "{{ [1]|slice(1000000000)|list }}",
        "{{ ('x' * 1000000)|replace('x', 'y' * 1000) }}",
        "{{ ('x' * 1000000).replace('x', 'y' * 1000) }}",
        "{{ [" + ", ".join(["'x' * 20000000"] * 100) + "]|length }}",
    ],
)
def test_no_operation_of_a_template_takes_memory_beyond_the_limits(
    library: Library, station: str, path: Path, source: str
) -> None:
    tracemalloc.start()
    try:
        refusal(library, path, source)
        assert tracemalloc.get_traced_memory()[1] < 300_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("{{ '%05d' % 7 }}", "00007"),
        ("{{ '{:>3}'.format(7) }}", "  7"),
        ("{{ '%s.'|format(1234567890) }}", "1234567890."),
        ("{{ 'ab'|center(6) }}", "  ab  "),
        ("{{ 5000000|filesizeformat }}", "5.0 MB"),
        ("{{ 'aba'|replace('a', 'c', 1) }}{{ 'aba'.replace('a', 'c') }}", "cbacbc"),
        ("{{ [1, 2, 3]|batch(2)|list }}", "[[1, 2], [3]]"),
    ],
)
def test_ordinary_operations_are_not_limited(
    library: Library, station: str, path: Path, source: str, shown: str
) -> None:
    assert rendered(library, path, source) == shown


@pytest.mark.parametrize(
    "tag",
    [
        "include 'x'",
        "extends 'x'",
        "import 'x' as y",
        "from 'x' import y",
        "include ['x', 'y'] ignore missing",
    ],
)
def test_a_template_that_needs_another_file_is_refused_before_anything_is_written(
    library: Library, station: str, path: Path, tag: str
) -> None:
    said = refusal(library, path, "一\n{% if 0 %}{% " + tag + " %}{% endif %}")
    assert "line 2: a template is one file" in said
    assert "copy what the other file has into it" in said


def test_a_template_is_a_regular_file_of_bounded_size(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(2 << 20)
    with pytest.raises(UsageError, match="larger than 1 MiB, too large for a template"):
        Template(path, "markdown")
    path.unlink()
    path.symlink_to("/dev/zero")
    with pytest.raises(UsageError, match="not a regular file"):
        Template(path, "markdown")


def test_a_failing_template_leaves_the_existing_file(library: Library, station: str, path: Path) -> None:
    from store.exporting import export, format_of

    path.write_text("{{ nothing }}", "utf-8")
    place = path.with_name("notes.md")
    place.write_text("before")
    with pytest.raises(UsageError):
        export(Selection(library), format_of("markdown"), place, write=Template(path, "markdown").writer())
    assert place.read_text() == "before"


def test_invalid_templates_are_rejected(path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot be read: .*no such file"):
        Template(path, "markdown")
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UsageError, match="not in UTF-8"):
        Template(path, "markdown")
    path.write_text("x")
    with pytest.raises(UsageError, match="markdown, org and html, not for qdpx"):
        Template(path, "qdpx")
