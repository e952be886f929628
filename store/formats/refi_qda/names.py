"""What a REFI-QDA 1.0 project is called by, whoever writes or reads it."""

from __future__ import annotations

import re

from store.model.stable_ids import guid

PROJECT = "urn:QDA-XML:project:1.0"
"""The namespace of a project."""
SCHEMA = f"{PROJECT} http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd"
"""Where its schema is, as the projects of other programs say it."""
PROJECT_FILE = "project.qde"
"""The file in the archive that says everything but the texts."""
SOURCES = "sources"
"""The folder in the archive that has the texts, and nothing below it."""
INTERNAL = "internal://"
"""What stands before the name of a file in that folder."""

ORIGIN = "Pizhu"
"""The program that a project comes from."""
PROGRAM = guid("program", ORIGIN)
"""The user who has made what nobody is known to have made: some programs want one for everything."""

is_guid = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch
"""Whether something is a GUID as ours are."""


def plain_guid(words: str) -> str:
    """A GUID as ours are, in lower case and without braces."""
    return words.strip().strip("{}").lower()
