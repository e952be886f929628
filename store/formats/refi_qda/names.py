"""Fixed names, paths and identifiers of REFI-QDA 1.0 projects."""

from __future__ import annotations

from store.model.stable_ids import guid

PROJECT_NAMESPACE = "urn:QDA-XML:project:1.0"
"""The XML namespace of a project."""
SCHEMA_LOCATION = f"{PROJECT_NAMESPACE} http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd"
"""The location of the schema, as other programs write it."""
PROJECT_FILE = "project.qde"
"""The file in the archive that holds everything except the texts."""
SOURCES_FOLDER = "sources"
"""The folder in the archive that holds the texts. It has no subfolders."""
INTERNAL_PREFIX = "internal://"
"""The prefix of paths into that folder."""

ORIGIN = "Pizhu"
"""The program that wrote a project."""
PROGRAM_GUID = guid("program", ORIGIN)
"""The user of everything without a creator, since some programs require a user everywhere."""


def normalise_guid(text: str) -> str:
    """Return a GUID in lower case without braces."""
    return text.strip().strip("{}").lower()
