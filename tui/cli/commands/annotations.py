"""The commands `annotate` and `place`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from store.errors import UsageError
from store.language import _, lazy
from store.model.surrogates import writable
from tui.cli.arguments import (
    add_article_id,
    add_occurrence_option,
    add_tags_option,
    add_variants_option,
    path_argument,
)
from tui.cli.command import Command, Usage
from tui.cli.exit_codes import DONE
from tui.cli.opened_library import opened_library
from tui.cli.output.annotations import print_annotation, print_autocoding, warn_of_substituted_tags
from tui.cli.output.figures.tables import Layout, add_csv_option
from tui.cli.output.figures.terms import print_terms
from tui.cli.output.printing import warn
from tui.cli.output.variants import forms_of, warn_of_kinds_without_effect
from tui.cli.progress_bar import progress_bar
from tui.cli.typed_query import typed_query


def annotate(options: Namespace) -> int:
    """Annotate a quote; with ``--everywhere``, tag all places of its words."""
    if options.terms:
        return _annotate_terms(options)
    if options.dry_run or options.overlapping:
        raise UsageError(_("Give --dry-run and --overlapping with --terms."))
    if options.quote is None:
        raise UsageError(_("Give the words with --quote, or a list of terms with --terms."))
    if len(options.id) > 1:
        raise UsageError(_("Write the words after --quote in quotation marks: one article has one ID."))
    options.id = "".join(options.id)
    if options.everywhere:
        return _annotate_everywhere(options)
    if options.variants is not None:
        raise UsageError(_("Give --variants with --everywhere: one quote has one place."))
    if not options.id:
        raise UsageError(_("Name the article: `pizhu annotate ID --quote TEXT`."))
    with opened_library(options) as library:
        annotation = library.annotations.annotate_quote(
            library.ids.resolve(options.id),
            options.quote,
            occurrence=options.occurrence,
            tags=options.tags,
            note=options.note,
        )
    warn_of_substituted_tags(options.tags, annotation.tags)
    print_annotation(options.json, annotation)
    return DONE


def _annotate_everywhere(options: Namespace) -> int:
    from store.chinese.variants import SPELLING
    from store.tags.autocoding import places, places_in, tag_everywhere

    if not options.tags or options.note:
        raise UsageError(_("With --everywhere, give tags with --tag, and no note."))
    kinds = SPELLING if options.variants is None else options.variants
    with opened_library(options) as library, progress_bar(_("Tagging"), quiet=options.json) as progress:
        if options.variants is not None:
            warn_of_kinds_without_effect(options.quote, kinds)
        if options.id:
            article = library.articles.get(library.ids.resolve(options.id))
            found = places_in(article, options.quote, most=None, kinds=kinds)
        else:
            found = places(library, options.quote, most=None, kinds=kinds)
        tags = library.codebook.names(options.tags)
        warn_of_substituted_tags(options.tags, tags)
        tagged = tag_everywhere(library, found, tags, progress)
        forms = None if options.variants is None else forms_of(found)
        print_autocoding(options.json, len(found), tagged, forms)
    return DONE


def _annotate_terms(options: Namespace) -> int:
    """Tag the places of the terms of a list, or print how many there are."""
    from store.importing.input_file import read_input
    from store.importing.limits import MAX_CODEBOOK_BYTES
    from store.terms.marking import find_terms, mark_terms
    from store.terms.term_list import parse
    from tui.user_folders import expanded

    if options.quote is not None or options.everywhere or options.note or options.variants is not None:
        raise UsageError(_("With --terms, give no --quote, --everywhere, --variants or --note."))
    layout = Layout.of(options)
    path = expanded(options.terms)
    data = read_input(path, MAX_CODEBOOK_BYTES, _("too large for a list of terms"))
    terms = parse(data, path.name, options.tags)
    is_quiet = layout is not Layout.ALIGNED
    with opened_library(options, create=False) as library:
        query = typed_query(library, " ".join(options.id))
        with progress_bar(_("Finding terms"), quiet=is_quiet) as progress:
            found = find_terms(library, terms, query, overlapping=options.overlapping, progress=progress)
        if options.dry_run:
            print_terms(layout, found.counts(), found.places, len(found.by_article))
            return DONE
        with progress_bar(_("Tagging"), quiet=is_quiet) as progress:
            marked = mark_terms(library, found, progress=progress)
        for tag, (here, there) in marked.other_identities.items():
            warn(
                _(
                    "The tag “{tag}” keeps its identity {here}; the list has {there}.",
                    tag=tag,
                    here=here,
                    there=there,
                )
            )
        print_autocoding(options.json, found.places, marked.tagged)
    return DONE


def place_annotation(options: Namespace) -> int:
    """Put an annotation on other words, above all one that lost its own."""
    from store.model.new_annotations import find_quote

    with opened_library(options) as library:
        article = library.ids.resolve(options.id)
        annotation = library.annotations.resolve(article, options.annotation)
        start, end = find_quote(library.articles.get(article).text, options.quote, options.occurrence)
        placed = library.annotations.place(article, annotation.id, start, end)
    print_annotation(options.json, placed)
    return DONE


def confirm_annotation(options: Namespace) -> int:
    """Confirm that an annotation belongs on the changed words that it stands on."""
    with opened_library(options) as library:
        article = library.ids.resolve(options.id)
        annotation = library.annotations.resolve(article, options.annotation)
        confirmed = library.annotations.confirm(article, annotation.id)
    print_annotation(options.json, confirmed)
    return DONE


def _add_annotate_arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "id",
        nargs="*",
        type=writable,
        metavar="ID",
        help=_(
            "the ID of an article, or its beginning; with --everywhere it may be omitted for all articles; "
            "with --terms a query"
        ),
    )
    parser.add_argument("--quote", type=writable, metavar="TEXT", help=_("the words to annotate"))
    add_occurrence_option(parser)
    add_tags_option(parser, _("a tag of the annotation; may be repeated"))
    parser.add_argument("--note", default="", type=writable, metavar="TEXT", help=_("the note"))
    parser.add_argument(
        "--everywhere", action="store_true", help=_("tag every occurrence of the words and their variants")
    )
    add_variants_option(parser)
    parser.add_argument(
        "--terms",
        type=path_argument,
        metavar="FILE",
        help=_(
            "tag all places of a list of terms: one a line, or a .csv file with columns term, tag, identity; "
            'a term is words, /a regular expression/ or ~"a formula"'
        ),
    )
    parser.add_argument(
        "--overlapping",
        action="store_true",
        help=_("--terms: tag shorter terms within longer ones too"),
    )
    parser.add_argument(
        "--dry-run", action="store_true", help=_("--terms: print each term with its places, and tag nothing")
    )
    add_csv_option(parser)


def _add_confirm_arguments(parser: ArgumentParser) -> None:
    add_article_id(parser)
    parser.add_argument(
        "annotation", type=writable, metavar="ANNOTATION", help=_("its ID, as `show` prints it")
    )


def _add_place_arguments(parser: ArgumentParser) -> None:
    add_article_id(parser)
    parser.add_argument(
        "annotation", type=writable, metavar="ANNOTATION", help=_("its ID, as `show` prints it")
    )
    parser.add_argument(
        "--quote", required=True, type=writable, metavar="TEXT", help=_("the words to put it on")
    )
    add_occurrence_option(parser)


ANNOTATE = Command(
    name="annotate",
    summary=lazy("Annotate a quote in an article with tags and a note."),
    usages=(
        Usage("annotate ID --quote TEXT [--occurrence N] [--tag T]… [--note TEXT]"),
        Usage(
            "annotate [ID] --everywhere --quote TEXT [--variants[=KINDS]] --tag T…",
            lazy("Tag every occurrence of the words and their variants, in an article or in all."),
        ),
        Usage(
            "annotate --terms FILE [QUERY…] [--tag T]… [--overlapping] [--dry-run] [--csv]",
            lazy("Tag all places of a list of terms, in the articles of a query or in all."),
        ),
    ),
    examples=(
        "annotate 3f9c12 --quote 四十天 --tag 核实/数字 --note 从哪天算起？",
        "annotate --everywhere --quote 老人 --tag 主题/老人",
        "annotate --everywhere --variants --quote 想客户所想 --tag 套话",
        "annotate --terms 人名.csv date:2020 --dry-run",
    ),
    configure=_add_annotate_arguments,
    run=annotate,
    takes_query=True,
)
CONFIRM = Command(
    name="confirm",
    summary=lazy("Confirm that an annotation belongs on the words that changed under it."),
    usages=(Usage("confirm ID ANNOTATION"),),
    examples=("confirm 3f9c12 ab12cd34",),
    configure=_add_confirm_arguments,
    run=confirm_annotation,
)
PLACE = Command(
    name="place",
    summary=lazy("Put an annotation on other words, such as one that lost its words when the text changed."),
    usages=(Usage("place ID ANNOTATION --quote TEXT [--occurrence N]"),),
    examples=("place 3f9c12 ab12cd34 --quote 站台 --occurrence 2",),
    configure=_add_place_arguments,
    run=place_annotation,
)
