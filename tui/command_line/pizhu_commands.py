"""The commands of the program ``pizhu``, which the command line runs in another process.

The reader does not import :mod:`tui.cli`. A test compares this list with its registry.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from store.language import Lazy, lazy

PIZHU_COMMANDS: Mapping[str, Lazy] = MappingProxyType(
    {
        "import": lazy("Import articles from files, folders and addresses, and notes from other programs"),
        "list": lazy("List the articles, all or those that match a query"),
        "search": lazy("Find the articles that contain these words"),
        "find": lazy("Find the articles that match a query, with the places in their texts"),
        "kwic": lazy("Show a concordance: each place of a query in the middle of its context"),
        "passages": lazy("Show the paragraphs, sentences or codings for which a query holds"),
        "searches": lazy("List the saved searches, save, rename or remove one"),
        "show": lazy("Show an article with its parts, tags and annotations"),
        "clip": lazy("List what fills the gap of a pattern, and tag it"),
        "annotate": lazy("Annotate a quote in an article with tags and a note"),
        "confirm": lazy("Confirm that an annotation belongs on the words that changed under it"),
        "place": lazy("Put an annotation on other words"),
        "tag": lazy("Add tags to an article"),
        "untag": lazy("Remove tags from an article"),
        "tags": lazy("List the tags, or change the codebook"),
        "suggest": lazy("Suggest tags for an article or a quote, each with the reason"),
        "note": lazy("Write the note on an article"),
        "notes": lazy("List the notes of the library"),
        "remarks": lazy("List the remarks in notes, to everybody or to one person"),
        "links": lazy("List the links in the notes of an article, and the notes that link to it"),
        "agreement": lazy("Measure how far coders agree"),
        "team": lazy("List the members of the team, change them, open and close rounds"),
        "assign": lazy("Assign articles to coders, some of them to several, or take them back"),
        "assignments": lazy("List which coder works on which article, and how far the work is"),
        "done": lazy("Say that your work on an article is done"),
        "adjudicate": lazy("List where coders differ, or take what they agree on"),
        "rights": lazy("List who may use the library on its server, let members in or shut them out"),
        "word": lazy("Show the pinyin, the meaning, the frequency and the tags of a word"),
        "words": lazy("List the user dictionary, correct how text is divided into words, or count words"),
        "set": lazy("Set the title, authors, date, source, attributes… of an article"),
        "attributes": lazy("List the attributes of articles that the library defines, or change them"),
        "status": lazy("Set the reading status of an article"),
        "star": lazy("Star an article"),
        "block": lazy("Correct the kind of a paragraph"),
        "remove": lazy("Remove articles with their annotations"),
        "undo": lazy("Undo the last change of the library"),
        "redo": lazy("Redo the change that was undone last"),
        "export": lazy("Write the notes to a file that other programs open"),
        "check": lazy("Read every file of the library and report every problem"),
        "backup": lazy("Write the library to a zip archive"),
        "restore": lazy("Create a library from a backup, in an empty folder"),
        "migrate": lazy("Copy a whole library from a folder to a server, or back"),
        "pull": lazy("Bring what has changed in a library on a server into an offline copy"),
        "push": lazy("Bring what has changed in an offline copy into the library on its server"),
        "pack": lazy("Write articles to a package for a person, or what goes back from one"),
        "unpack": lazy("Unpack a package to an empty folder, as a library"),
        "merge-copies": lazy("Merge the conflict copies that programs leave which sync folders"),
        "merge-file": lazy("Merge two versions of a file of a library, as git asks for it"),
        "git": lazy("Show whether git merges the files of the library by annotations, or have it do so"),
        "config": lazy("List the settings, or change one"),
        "keys": lazy("Print the keys of the reader"),
        "completion": lazy("Print a script that completes commands in a shell"),
    }
)
"""What each command does, by its name. ``read``, which opens the reader, is not among them."""
