"""Renders one article of a Word document, with its annotations as comments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from store.exporting.article_head import details, title_length
from store.exporting.highlight_colours import TagColours, tint
from store.exporting.passages import NumberedAnnotation, Passage, Run, passages
from store.exporting.urls import split_urls
from store.exporting.xml_escape import escape_markup
from store.index.addresses import command, uri
from store.language import _
from store.library.merging.placeholder import is_placeholder
from store.model.annotation import Annotation
from store.model.article import Article, BlockKind

_NOTES_ONLY_FIRST = (1 << 30) + 1
"""The ID of the first bookmark that tells that an article is only notes; odd, above those of articles."""

_GONE_FIRST = (1 << 28) + 1
"""The ID of the first bookmark of a heading above annotations that lost their text."""

INDEX_NAME = "_pizhu_index"

_INDEX = (1 << 28) - 1
"""The ID of the bookmark of the heading of the index."""

_TITLE_FIRST = (1 << 29) + 1
"""The ID of the first bookmark of a title that the text does not have."""

MAX_AUTHOR = 255
"""The maximum length of an author's name in Word, in characters."""

_STYLES = {
    BlockKind.TITLE: "Heading1",
    BlockKind.KICKER: "Kicker",
    BlockKind.SUBTITLE: "Subtitle",
    BlockKind.COLUMN: "Column",
    BlockKind.BYLINE: "Byline",
    BlockKind.DATE: "Byline",
    BlockKind.HEADING: "Heading2",
    BlockKind.CAPTION: "Caption",
    BlockKind.CREDIT: "Caption",
}

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_REFERENCE = '<w:rPr><w:rStyle w:val="CommentReference"/></w:rPr>'
_BREAKS = {"\t": "<w:tab/>", "\n": "<w:br/>"}


class ArticlePart:
    """The WordprocessingML of one article."""

    def __init__(self, article: Article, place: int, first_comment: int, colours: TagColours) -> None:
        """Render ``article``.

        :param place: the position of the article in the document, from 0.
        :param first_comment: the ID of its first comment.
        """
        self._article = article
        self._place = place
        self._first = first_comment
        self._colours = colours
        self._style = '<w:rStyle w:val="Traditional"/>' if is_traditional(article.language) else ""

    def paragraphs(
        self, placed: Sequence[NumberedAnnotation], orphans: Sequence[NumberedAnnotation]
    ) -> Iterator[str]:
        """Yield the paragraphs. The first one starts a new page, except in the first article."""
        every = self._paragraphs(placed, orphans)
        style, content = next(every, ("Article", ""))
        start = bookmark(self._place)
        if is_placeholder(self._article.origin):
            start += _bookmark(_NOTES_ONLY_FIRST + 2 * self._place, notes_only_name(self._place))
        yield paragraph(style, start + content, on_new_page=self._place > 0)
        for style, content in every:
            yield paragraph(style, content)

    def comments(self, every: Iterable[NumberedAnnotation]) -> Iterator[str]:
        """Yield the comments."""
        for each in every:
            yield _comment(self._article.id, each.annotation, self._id(each))

    def _id(self, each: NumberedAnnotation) -> int:
        return self._first + each.number - 1

    def _paragraphs(
        self, placed: Sequence[NumberedAnnotation], orphans: Sequence[NumberedAnnotation]
    ) -> Iterator[tuple[str, str]]:
        """Yield the style and content of each paragraph."""
        titles = title_length(self._article)
        if not titles:
            mark = _bookmark(_TITLE_FIRST + 2 * self._place, title_name(self._place))
            yield "Heading1", mark + text_run(self._article.title or "—", self._style)
            yield from self._about()
        for number, passage in enumerate(passages(self._article, placed), 1):
            yield self._style_of(passage), "".join(map(self._run, passage.runs))
            if number == titles:
                yield from self._about()
        if orphans:
            mark = _bookmark(_GONE_FIRST + 2 * self._place, gone_name(self._place))
            yield "Heading2", mark + text_run(_("Words no longer in the text"))
        for each in orphans:
            look = self._style + _shading([self._colours.of_annotation(each.annotation)])
            words = text_run(each.annotation.exact, look)
            yield "Gone", f"{self._range_start(each)}{words}{self._range_end(each)}"

    def _about(self) -> Iterator[tuple[str, str]]:
        """Yield the metadata of the article, its tags and note."""
        article = self._article
        known = [text_run(words, self._style) for words in details(article)]
        if article.url:
            known.append(linkify(article.url))
        known.append(_link_back(article.id))
        yield "Source", text_run(" · ").join(known)
        if article.tags:
            yield "Note", text_run(_hashtags(article.tags), "<w:b/>")
        if article.note:
            for line in article.note.split("\n"):
                yield "Note", linkify(line)

    def _style_of(self, passage: Passage) -> str:
        block = passage.block
        is_indented = self._article.text[block.start : block.end][:1].isspace()
        return _STYLES.get(block.kind, "Flush" if is_indented else "Article")

    def _run(self, run: Run) -> str:
        words = self._article.text[run.start : run.end]
        look = self._style + _shading([self._colours.of_annotation(each.annotation) for each in run.under])
        opening = "".join(map(self._range_start, run.opening))
        closing = "".join(map(self._range_end, run.closing))
        return opening + (text_run(words, look) if words else "") + closing

    def _range_start(self, each: NumberedAnnotation) -> str:
        start = bookmark(self._place, each.number, self._id(each)) if each.annotation.tags else ""
        return f'{start}<w:commentRangeStart w:id="{self._id(each)}"/>'

    def _range_end(self, each: NumberedAnnotation) -> str:
        comment = self._id(each)
        return (
            f'<w:commentRangeEnd w:id="{comment}"/>'
            f'<w:r>{_REFERENCE}<w:commentReference w:id="{comment}"/></w:r>'
        )


def is_traditional(language: str) -> bool:
    """Return whether a language (BCP 47) is written in traditional characters."""
    return bool({"hant", "tw", "hk", "mo"}.intersection(language.lower().split("-")))


def paragraph(style: str, content: str, *, on_new_page: bool = False) -> str:
    """Return a paragraph of runs."""
    page = "<w:pageBreakBefore/>" if on_new_page else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{page}</w:pPr>{content}</w:p>'


def text_run(text: str, look: str = "") -> str:
    """Return a run of text, with tabs and line breaks.

    :param look: run properties, in the order of the schema.
    """
    parts = re.split("([\t\n])", text)
    texts = (
        _BREAKS.get(part, f'<w:t xml:space="preserve">{escape_markup(part)}</w:t>') for part in parts if part
    )
    properties = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f"<w:r>{properties}{''.join(texts)}</w:r>"


def linkify(text: str) -> str:
    """Return runs with the web addresses turned into links: fields, because hyperlink elements need a
    relationship each.
    """
    return "".join(
        _hyperlink_field(part, part) if is_address else text_run(part)
        for part, is_address in split_urls(text)
    )


def _link_back(article: str, annotation: str = "") -> str:
    """Return a link that opens Pizhu at an article or annotation, shown as the command that does so."""
    return _hyperlink_field(uri(article, annotation), command(article, annotation))


def _hyperlink_field(address: str, words: str) -> str:
    def sign(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    instruction = (
        f'<w:r><w:instrText xml:space="preserve"> HYPERLINK "{escape_markup(address)}" </w:instrText></w:r>'
    )
    shown = text_run(words, '<w:rStyle w:val="Hyperlink"/>')
    return sign("begin") + instruction + sign("separate") + shown + sign("end")


def bookmark(place: int, number: int = 0, comment: int = 0) -> str:
    """Return a bookmark at the start of an article or, given a number and comment ID, of one of its
    annotations.
    """
    # Articles have odd IDs, annotations even ones.
    unique = 2 * comment if number else 2 * place + 1
    return _bookmark(unique, bookmark_name(place, number))


def _bookmark(unique: int, name: str) -> str:
    return f'<w:bookmarkStart w:id="{unique}" w:name="{name}"/><w:bookmarkEnd w:id="{unique}"/>'


def bookmark_name(place: int, number: int = 0) -> str:
    """Return the name of a bookmark. The leading underscore hides it in Word's list."""
    return f"_pizhu_{place}_{number}"


def notes_only_name(place: int) -> str:
    """Return the name of the bookmark that an article has too of which the library has only notes."""
    return f"_pizhu_{place}_notes"


def index_bookmark() -> str:
    """Return the bookmark that tells that a heading is that of the index, whatever its language."""
    return _bookmark(_INDEX, INDEX_NAME)


def gone_name(place: int) -> str:
    """Return the name of a bookmark: what follows are annotations that lost their text."""
    return f"_pizhu_{place}_gone"


def title_name(place: int) -> str:
    """Return the name of the bookmark of a title that the text of an article does not have."""
    return f"_pizhu_{place}_title"


def _shading(colours: Sequence[str]) -> str:
    """Return the run properties of highlighted text: shaded and, so as not to rely on colour alone,
    underlined.
    """
    if not colours:
        return ""
    line = "single" if len(colours) == 1 else "double"
    return (
        f'<w:u w:val="{line}" w:color="{colours[-1][1:]}"/>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{tint(colours)[1:]}"/>'
    )


def _comment(article: str, annotation: Annotation, number: int) -> str:
    """Return a comment: the tags on the first line, then the lines of the note, and a link to Pizhu.

    :param article: the ID of the article.
    """
    author = annotation.creator or "Unnamed"
    moment = _MOMENT.match(annotation.created)
    date = f' w:date="{moment[0]}Z"' if moment else ""
    lines = [text_run(_hashtags(annotation.tags), "<w:b/>")] if annotation.tags else []
    lines += [text_run(line) for line in annotation.note.split("\n")] if annotation.note else []
    first, *others = lines or [text_run(_("Highlighted."))]
    paragraphs = [
        f"<w:r>{_REFERENCE}<w:annotationRef/></w:r>{first}",
        *others,
        _link_back(article, annotation.id),
    ]
    return (
        f'<w:comment w:id="{number}" w:author="{escape_markup(author[:MAX_AUTHOR])}"{date}'
        f' w:initials="{escape_markup(initials(author))}">'
        + "".join(paragraph("CommentText", line) for line in paragraphs)
        + "</w:comment>\n"
    )


def initials(name: str) -> str:
    """Return the initials of up to three words of a name; of a single word its first two characters."""
    words = name.split()
    return "".join(word[0] for word in words[:3]) if len(words) > 1 else name.strip()[:2]


def _hashtags(tags: Iterable[str]) -> str:
    return "  ".join(f"#{tag}" for tag in tags)
