"""The tables of the index of a library in a PostgreSQL database, beside those of its documents.

Each row belongs to one article and has its ID, so that the tables distribute by article. No key is a
sequence, and none is longer than an index of PostgreSQL allows, whatever a stranger sends: what may be longer
is looked up by its beginning.
"""

from __future__ import annotations

from contextlib import suppress
from typing import LiteralString

from psycopg import errors

from store.errors import LibraryUnavailable
from store.language import _
from store.storage.postgres.connections import Session

VERSION = 2
"""The version of the tables below. Tables of an older version are made again."""

BEGINNING = 100
"""Code points of the beginning of a value by which it is looked up."""

UNKNOWN = -1
"""The number in ``indexed`` while nothing is known of the changes that were indexed."""

PAIRS_INDEX: LiteralString = "CREATE INDEX passages_by_pair ON {schema}.passages USING gin (pairs)"
"""The statement that makes the inverted index: see :mod:`.inverted_index`."""

CREATION: tuple[LiteralString, ...] = (
    # One row, which who writes to the index holds locked. All changes of the library up to `number` are
    # indexed; `articles` is how many articles are in the list.
    """CREATE TABLE {schema}.indexed (
        name text PRIMARY KEY, version integer NOT NULL, number bigint NOT NULL, articles bigint NOT NULL
    )""",
    # `number` and `write` are those of the documents that were indexed. `listed` is the row of the list as
    # JSON, in bytes: JSONB cannot hold every character.
    """CREATE TABLE {schema}.facts (
        id text COLLATE "C" PRIMARY KEY, added text COLLATE "C" NOT NULL, status text COLLATE "C" NOT NULL,
        starred boolean NOT NULL, date text COLLATE "C" NOT NULL, source text COLLATE "C" NOT NULL,
        section text COLLATE "C" NOT NULL, noted boolean NOT NULL, marks integer NOT NULL,
        notes integer NOT NULL, orphans integer NOT NULL, moved integer NOT NULL, chars integer NOT NULL,
        title_key text COLLATE "C" NOT NULL, source_key text COLLATE "C" NOT NULL,
        title text COLLATE "C" NOT NULL, language text COLLATE "C" NOT NULL,
        origin text COLLATE "C" NOT NULL, digest text COLLATE "C" NOT NULL,
        number bigint NOT NULL, write bigint NOT NULL, listed bytea NOT NULL
    )""",
    "CREATE INDEX facts_by_added ON {schema}.facts (added DESC, id)",
    "CREATE INDEX facts_by_date ON {schema}.facts (date DESC, added DESC, id)",
    "CREATE INDEX facts_by_title ON {schema}.facts (title_key, added DESC, id)",
    "CREATE INDEX facts_by_source ON {schema}.facts (source_key, added DESC, id)",
    "CREATE INDEX facts_by_chars ON {schema}.facts (chars DESC, added DESC, id)",
    "CREATE INDEX facts_by_marks ON {schema}.facts (marks DESC, added DESC, id)",
    "CREATE INDEX facts_by_status ON {schema}.facts (status DESC, added DESC, id)",
    "CREATE INDEX facts_by_origin ON {schema}.facts (left(origin, 100), added)",
    "CREATE INDEX facts_by_digest ON {schema}.facts (digest)",
    "CREATE INDEX facts_by_folded_title ON {schema}.facts (left(title, 100))",
    # What could not be read when it was to be indexed.
    """CREATE TABLE {schema}.unreadable (
        id text COLLATE "C" PRIMARY KEY, number bigint NOT NULL, write bigint NOT NULL
    )""",
    """CREATE TABLE {schema}.names (
        id text COLLATE "C" PRIMARY KEY, names text COLLATE "C" NOT NULL, line text COLLATE "C" NOT NULL
    )""",
    """CREATE TABLE {schema}.tags (
        article text COLLATE "C" NOT NULL, tag text COLLATE "C" NOT NULL, uses integer NOT NULL,
        PRIMARY KEY (article, tag)
    )""",
    "CREATE INDEX tags_by_tag ON {schema}.tags (tag, article)",
    """CREATE TABLE {schema}.people (
        article text COLLATE "C" NOT NULL, role text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL,
        times integer NOT NULL
    )""",
    "CREATE INDEX people_of_article ON {schema}.people (article)",
    "CREATE INDEX people_by_name ON {schema}.people (role, left(name, 100))",
    """CREATE TABLE {schema}.attributes (
        article text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL, value text COLLATE "C" NOT NULL,
        folded text COLLATE "C" NOT NULL, number double precision
    )""",
    "CREATE INDEX attributes_of_article ON {schema}.attributes (article)",
    "CREATE INDEX attributes_by_name ON {schema}.attributes (left(name, 100))",
    """CREATE TABLE {schema}.links (
        article text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL, times integer NOT NULL
    )""",
    "CREATE INDEX links_of_article ON {schema}.links (article)",
    "CREATE INDEX links_by_name ON {schema}.links (left(name, 100))",
    # See `passages.py`. `own` is how many of the code points of `folded` are in no other passage.
    """CREATE TABLE {schema}.passages (
        article text COLLATE "C" NOT NULL, number integer NOT NULL, own integer NOT NULL,
        pairs integer[] NOT NULL, folded text COLLATE "C" NOT NULL, PRIMARY KEY (article, number)
    )""",
    PAIRS_INDEX,
    """CREATE TABLE {schema}.sketches (
        number bigint NOT NULL, article text COLLATE "C" NOT NULL, PRIMARY KEY (number, article)
    )""",
)
"""The statements that create the tables."""

_SAVING: tuple[LiteralString, ...] = (
    # Who counts articles with a word reads a row of each passage, and neither text nor pairs: these are kept
    # apart, so that a page has some hundred rows. To compress the pairs would take more time than it spares.
    "ALTER TABLE {schema}.passages SET (toast_tuple_target = 128)",  # untranslated: SQL
    "ALTER TABLE {schema}.passages ALTER COLUMN pairs SET STORAGE EXTERNAL",  # untranslated: SQL
    # Nobody asks how frequent a pair is: to find it out, the server would read all pairs of many rows.
    "ALTER TABLE {schema}.passages ALTER COLUMN pairs SET STATISTICS 0",  # untranslated: SQL
)
"""What spares time on PostgreSQL. A server that is only like it may not know it."""

_TABLES = (
    *("indexed", "facts", "unreadable", "names", "tags", "people", "attributes", "links", "passages"),
    "sketches",
)


def prepare_tables(session: Session) -> None:
    """Create the tables, unless they are there; replace those of an older version.

    :raises LibraryUnavailable: they are of a newer version.
    """
    with suppress(errors.UndefinedTable):  # asked first, as they nearly always are there
        if session.first("SELECT version FROM {schema}.indexed WHERE name = 'index'") == (VERSION,):
            return
    try:
        with session.transaction():
            if _version(session) is not None:
                for table in _TABLES:
                    session.rows(f"DROP TABLE IF EXISTS {{schema}}.{table}")
            for statement in CREATION:
                session.rows(statement)
            for statement in _SAVING:
                with suppress(errors.FeatureNotSupported, errors.SyntaxError), session.transaction():
                    session.rows(statement)
            session.rows(
                "INSERT INTO {schema}.indexed (name, version, number, articles) VALUES ('index', %s, %s, 0)",
                VERSION,
                UNKNOWN,
            )
    except (errors.DuplicateTable, errors.UniqueViolation):  # another process has made them meanwhile
        if _version(session) != VERSION:
            raise


def _version(session: Session) -> int | None:
    """Return the version of the tables; None if there are none.

    :raises LibraryUnavailable: it is a newer one.
    """
    if not session.rows(
        "SELECT 1 FROM pg_catalog.pg_tables WHERE tablename = 'indexed' AND schemaname = %s", session.schema
    ):
        return None
    found = session.first("SELECT version FROM {schema}.indexed WHERE name = 'index'")
    if found and found[0] > VERSION:
        raise LibraryUnavailable(
            _(
                "The catalogue of the library was made by a newer Pizhu (version {version} of its tables, "
                "this one knows {known}): update Pizhu to open it.",
                version=found[0],
                known=VERSION,
            )
        )
    return int(found[0]) if found else 0
