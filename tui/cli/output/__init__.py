"""What commands print: one JSON object a line, or words and tables for people."""

from tui.cli.output.articles import (
    annotation,
    article,
    changed,
    listing,
    search_results,
    tagged,
    tagged_everywhere,
    taken_for,
    turned,
)
from tui.cli.output.importing import (
    export_text,
    exported,
    exported_folder,
    import_failed,
    imported,
    merged,
)
from tui.cli.output.maintenance import backed_up, backed_up_daily, checked, damaged, repaired
from tui.cli.output.notes import backlink, link, no_links, notes
from tui.cli.output.printing import displayed_lines, warn
from tui.cli.output.tags import (
    agreement,
    coders,
    dismissed,
    recoded,
    suggestions,
    tag_card,
    tag_split,
    tags,
    tags_exported,
)
from tui.cli.output.words import word, words
from tui.looks.wording import number_of

__all__ = [
    "agreement",
    "annotation",
    "article",
    "backed_up",
    "backed_up_daily",
    "backlink",
    "changed",
    "checked",
    "coders",
    "damaged",
    "dismissed",
    "displayed_lines",
    "export_text",
    "exported",
    "exported_folder",
    "import_failed",
    "imported",
    "link",
    "listing",
    "merged",
    "no_links",
    "notes",
    "number_of",
    "recoded",
    "repaired",
    "search_results",
    "suggestions",
    "tag_card",
    "tag_split",
    "tagged",
    "tagged_everywhere",
    "tags",
    "tags_exported",
    "taken_for",
    "turned",
    "warn",
    "word",
    "words",
]
