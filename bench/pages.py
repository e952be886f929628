"""Web pages: how much of the right text is found, what their heads say, and time beside the bare library.

``python -m bench.pages FOLDER`` reads each ``NAME.html`` of a folder whose right text is in
``NAME.body.txt``. F1 compares bags of Han characters, Latin words and numbers: of the text below the headline
and imprint, and of the whole article. Title, authors, date and source are printed to be judged, or compared
with ``NAME.json`` if there is one, with these fields.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from itertools import dropwhile
from pathlib import Path
from statistics import fmean

from readability import Document  # type: ignore[import-untyped]

from store.formats.html.encoding import decode_page
from store.formats.html.reader import read
from store.importing.piece import Source
from store.model.article import BlockKind, Draft

FIELDS = ("title", "date", "authors", "source")
HEAD = (
    BlockKind.TITLE,
    BlockKind.KICKER,
    BlockKind.SUBTITLE,
    BlockKind.COLUMN,
    BlockKind.BYLINE,
    BlockKind.DATE,
)


def words(text: str) -> Counter[str]:
    """Return the bag of Han characters, words and numbers of a text."""
    return Counter(re.findall("[\u3400-\u9fff]|[A-Za-z]+|[0-9]+", text))


def f1(text: str, right: str) -> float:
    """Return the harmonic mean of precision and recall, 0 to 1."""
    mine, theirs = words(text), words(right)
    both = mine.total() + theirs.total()
    return 2 * (mine & theirs).total() / both if both else 1.0


def body(draft: Draft) -> str:
    """Return the text below headline and imprint."""
    below = dropwhile(lambda block: block.kind in HEAD, draft.blocks)
    return "\n".join(draft.text[block.start : block.end] for block in below)


def seconds(action: Callable[[], object]) -> float:
    """Return the processor time of an action, the best of three."""
    times = []
    for _ in range(3):
        start = time.process_time()
        action()
        times.append(time.process_time() - start)
    return min(times)


def main(folder: Path) -> None:
    """Measure a folder of pages and print a line for each."""
    bodies, wholes, ours, bare = [], [], 0.0, 0.0
    right: Counter[str] = Counter()
    judged = 0
    for path in sorted(folder.glob("*.html")):
        data, source = path.read_bytes(), Source(name=str(path))
        (piece,) = read(data, source)
        draft, text = piece.article.draft, path.with_suffix(".body.txt").read_text("utf-8")
        bodies.append(f1(body(draft), text))
        wholes.append(f1(draft.text, text))
        page, _ = decode_page(data, path.name)
        ours += seconds(lambda data=data, source=source: list(read(data, source)))  # type: ignore[misc]
        bare += seconds(lambda page=page: Document(page).summary())  # type: ignore[misc]
        said = [draft.title, draft.date, "、".join(draft.authors), draft.source]
        print(f"{bodies[-1]:.3f} {wholes[-1]:.3f} {path.stem}: {' | '.join(said)}")
        if (answers := path.with_suffix(".json")).exists():
            known = json.loads(answers.read_text("utf-8"))
            judged += 1
            right.update(field for field in FIELDS if _same(known.get(field), getattr(draft, field)))
    print(f"body F1 {fmean(bodies):.3f}, least {min(bodies):.3f}; whole article F1 {fmean(wholes):.3f}")
    if judged:
        print(", ".join(f"{field} {right[field] / judged:.2f}" for field in FIELDS), f"of {judged} pages")
    print(f"{ours / len(bodies) * 1000:.0f} ms a page; readability alone {bare / len(bodies) * 1000:.0f} ms")


def _same(known: object, found: object) -> bool:
    return (known or "") == ((list(found) if isinstance(found, tuple) else found) or "")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
