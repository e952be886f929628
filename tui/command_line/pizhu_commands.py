"""The commands of the program ``pizhu``, which the command line runs in another process.

The reader does not import :mod:`tui.cli`. A test compares this list with its registry.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PIZHU_COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "import": "Import articles from files, folders and addresses, and notes from other programs",
        "list": "List the articles, all or those that match a query",
        "search": "Find the articles that contain these words",
        "show": "Show an article with its parts, tags and annotations",
        "annotate": "Annotate a quote in an article with tags and a note",
        "confirm": "Confirm that an annotation belongs on the words that changed under it",
        "place": "Put an annotation on other words",
        "tag": "Add tags to an article",
        "untag": "Remove tags from an article",
        "tags": "List the tags, or change the codebook",
        "suggest": "Suggest tags for an article or a quote, each with the reason",
        "note": "Write the note on an article",
        "notes": "List the notes of the library",
        "links": "List the links in the notes of an article, and the notes that link to it",
        "agreement": "Measure how far two coders agree",
        "word": "Show the pinyin, the meaning, the frequency and the tags of a word",
        "words": "List the user dictionary, or correct how text is divided into words",
        "set": "Correct the title, authors, date, source… of an article",
        "status": "Set the reading status of an article",
        "star": "Star an article",
        "block": "Correct the kind of a paragraph",
        "remove": "Remove articles with their annotations",
        "undo": "Undo the last change of the library",
        "redo": "Redo the change that was undone last",
        "export": "Write the notes to a file that other programs open",
        "check": "Read every file of the library and report every problem",
        "backup": "Write the library to a zip archive",
        "restore": "Create a library from a backup, in an empty folder",
        "config": "List the settings, or change one",
        "keys": "Print the keys of the reader",
        "completion": "Print a script that completes commands in a shell",
    }
)
"""What each command does, by its name. ``read``, which opens the reader, is not among them."""
