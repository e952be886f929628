"""The options of the command `import`, as the store takes them."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterable

from store.errors import UsageError
from store.formats.tables.columns import is_field
from store.importing.inputs.arguments import STANDARD_INPUT
from store.importing.inputs.batch_options import BatchOptions
from store.importing.inputs.file_name_pattern import FileNamePattern
from store.importing.piece import ReadOptions
from store.importing.splits.splitting import is_line_of_marks
from store.language import _
from store.library.corrections import checked, field_named
from store.model.tables.attribute import ArticleAttribute
from store.model.tag import clean_tag_names


def batch_options(options: Namespace, attributes: Iterable[ArticleAttribute] = ()) -> BatchOptions:
    """Return what the options say about all articles.

    :param attributes: the attributes of the library.
    :raises UsageError: a field or the pattern is not valid.
    """
    return BatchOptions(
        fields=checked(dict(map(_assignment, options.fields)), attributes),
        tags=clean_tag_names(options.tags),
        pattern=FileNamePattern(options.name) if "{" in options.name else None,
    )


def name_of_standard_input(options: Namespace) -> str:
    """Return the name of standard input.

    :raises UsageError: a pattern for the names of files is given, and nothing that has one is imported.
    """
    name: str = options.name
    if "{" not in name:
        if name and STANDARD_INPUT not in options.paths:
            raise UsageError(
                _(
                    "--name {name!r} has no field: write a pattern of file names, such as "
                    "'{{date}}-{{title}}'.",
                    name=name,
                )
            )
        return name
    if options.paths and set(options.paths) == {STANDARD_INPUT} and options.watch is None:
        raise UsageError(
            _(
                "Standard input has no file name that {name!r} could fit: write a name, such as "
                "--name 2020-03-24-春耕.txt, or the fields, such as --set date=2020-03-24.",
                name=name,
            )
        )
    return ""


def read_options(options: Namespace, attributes: Iterable[ArticleAttribute] = ()) -> ReadOptions:
    """Return how files are read.

    :param attributes: the attributes of the library.
    :raises UsageError: a column or the pattern that splits a text is not valid.
    """
    columns = dict(_assignment(each) for each in options.map.split(",") if each.strip())
    for name, column in columns.items():
        if not is_field(_field(name)) and is_field(_field(column)):
            raise UsageError(
                _(
                    "--map {name}={column}: write the field first, then the column: {column}={name}.",
                    name=name,
                    column=column,
                )
            )
    try:
        re.compile("" if is_line_of_marks(options.split) else options.split)
    except re.error as error:
        raise UsageError(
            _("--split {split!r} is not a regular expression: {error}.", split=options.split, error=error)
        ) from None
    return ReadOptions(
        columns={_field(name): column for name, column in columns.items()},
        attributes=tuple(each.name for each in attributes),
        split=options.split,
    )


def _field(name: str) -> str:
    return field_named(name) or name.strip()


def _assignment(argument: str) -> tuple[str, str]:
    """Return the name and the value in ``name=value``."""
    name, sign, value = argument.partition("=")
    if not (sign and name.strip()):
        raise UsageError(
            _(
                "{argument!r} sets nothing: write a field and its value, such as source=人民日报.",
                argument=argument,
            )
        )
    return name.strip(), value.strip()
