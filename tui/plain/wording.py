"""What the plain reader says: articles, paragraphs and annotations in words."""

from __future__ import annotations

from collections.abc import Iterable

from store.language import _, lazy
from store.model.annotation import Annotation
from store.model.article import Article, Block, BlockKind, Status, paragraphs
from store.model.labels import cut
from store.model.listing.rows import Row
from store.wording import counted, listed

KINDS = {
    BlockKind.TITLE: lazy("title", "field"),
    BlockKind.KICKER: lazy("line above the title"),
    BlockKind.SUBTITLE: lazy("subtitle", "field"),
    BlockKind.COLUMN: lazy("section of the newspaper"),
    BlockKind.BYLINE: lazy("by-line"),
    BlockKind.DATE: lazy("date", "field"),
    BlockKind.HEADING: lazy("heading", "kind of a paragraph"),
    BlockKind.PARAGRAPH: "",
    BlockKind.CAPTION: lazy("caption", "kind of a paragraph"),
    BlockKind.CREDIT: lazy("credit", "kind of a paragraph"),
}
"""The kinds of paragraphs in words. An ordinary paragraph needs none."""

STATUSES = {
    Status.UNREAD: lazy("unread", "state of an article"),
    Status.READING: lazy("being read", "state of an article"),
    Status.READ: lazy("read", "state of an article"),
}


def blocks_of(article: Article) -> tuple[Block, ...]:
    """The paragraphs of an article. Without any, each line of the text is one."""
    return article.blocks or tuple(
        Block(BlockKind.PARAGRAPH, start, end) for start, end in paragraphs(article.text)
    )


def article_line(number: int, row: Row) -> str:
    """A line of the list: ``3. Title, by Somebody, 2020-03-18, 1,914 characters, 9 annotations, unread``."""
    facts = [
        row.title or _("without a title"),
        _("by {authors}", authors=listed(row.authors)) if row.authors else "",
        row.date,
        counted(row.chars, "character", "characters"),
        counted(row.annotations, "annotation", "annotations") if row.annotations else "",
        _("tags {tags}", tags=listed(row.tags)) if row.tags else "",
        str(STATUSES[row.status]),
        _("starred") if row.starred else "",
    ]
    return _("{number}. {facts}", number=number, facts=_(", ").join(filter(None, facts)))


def article_facts(article: Article, annotations: Iterable[Annotation]) -> list[str]:
    """What is said of an article when it is opened, a sentence a line."""
    several = counted(len(blocks_of(article)), "paragraph", "paragraphs")
    marks = counted(sum(not each.orphan for each in annotations), "annotation", "annotations")
    lines = [
        _("Title: {title}.", title=article.title or _("without a title")),
        _("By: {authors}.", authors=listed(article.authors)) if article.authors else "",
        _("Date: {date}.", date=article.date) if article.date else "",
        _("Source: {source}.", source=article.source) if article.source else "",
        _("Address: {url}", url=article.url) if article.url else "",
        _("Tags: {tags}.", tags=listed(article.tags)) if article.tags else "",
        _("Note on the article: {note}", note=article.note) if article.note else "",
        _("It has {paragraphs} and {annotations}.", paragraphs=several, annotations=marks),
    ]
    return [line for line in lines if line]


def paragraph_lines(article: Article, number: int, annotations: Iterable[Annotation]) -> list[str]:
    """A paragraph, counted from 1: what it is, then its text with the annotations where they begin."""
    block = blocks_of(article)[number - 1]
    kind = KINDS[block.kind]
    count = len(blocks_of(article))
    head = (
        _("Paragraph {number} of {count}, {kind}.", number=number, count=count, kind=kind)
        if kind
        else _("Paragraph {number} of {count}.", number=number, count=count)
    )
    before = [each for each in annotations if not each.orphan and each.start < block.start < each.end]
    goes_on = [_("The annotation on 「{quote}」 goes on here.", quote=cut(each.exact)) for each in before]
    return [head, *goes_on, _text_with_annotations(article.text, block.start, block.end, annotations)]


def _text_with_annotations(text: str, start: int, end: int, annotations: Iterable[Annotation]) -> str:
    """The text of a paragraph. Before the first word of an annotation it is said in brackets."""
    pieces, at = [], start
    for each in sorted(annotations, key=lambda each: (each.start, each.end)):
        if not each.orphan and start <= each.start < end:
            pieces += [text[at : each.start], f"[{annotation_words(each)}] "]
            at = each.start
    return "".join([*pieces, text[at:end]])


def annotation_words(annotation: Annotation) -> str:
    """An annotation in words: its words, tags and note."""
    facts = [
        _("Annotation on 「{quote}」", quote=cut(annotation.exact)),
        _("tags {tags}", tags=listed(annotation.tags)) if annotation.tags else "",
        _("note: {note}", note=" ".join(annotation.note.split())) if annotation.note else "",
        _("its words are no longer in the text") if annotation.orphan else "",
        _("its words have changed") if annotation.moved else "",
    ]
    return _("; ").join(filter(None, facts))


HELP = lazy("""\
Type a command and press enter. The first letter is enough where it is in brackets.
An empty line, or (n)ext: read the next paragraph.
(p)revious: read the paragraph before.
(r)epeat: read this paragraph again.
(g)o 12, or only 12: read paragraph 12.
(f)ind WORDS: go to the next paragraph with these words. Without words: find the same again.
(t)ag: tag words of this paragraph. You are asked for the words, then for the tags.
note: write a note on words of this paragraph.
tag article, note article: tag the whole article, or write a note on it.
(a)nnotations: read all annotations of the article.
(i)nfo: read title, by-line, date, tags and note of the article.
(l)ist: list the articles. list TERMS: list those that match, such as list tag:经济.
(m)ore: list the next articles.
(o)pen 3: open the article with this number of the list, or with this ID.
(u)ndo, redo: undo the last change, or do it again.
(h)elp: read this. (q)uit: leave.""")
"""What the command `help` says."""
