"""The terms of ``http://www.w3.org/ns/anno.jsonld`` that Pizhu writes, so that pyld loads nothing from the
network.

Source: Web Annotation Vocabulary (Recommendation of 23 February 2017).
"""

from __future__ import annotations

OA = "http://www.w3.org/ns/oa#"
AS = "http://www.w3.org/ns/activitystreams#"
DCTERMS = "http://purl.org/dc/terms/"
DC = "http://purl.org/dc/elements/1.1/"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
FOAF = "http://xmlns.com/foaf/0.1/"

Term = str | dict[str, str]


def _link(iri: str) -> Term:
    return {"@id": iri, "@type": "@id"}


TERMS: dict[str, Term] = {
    "id": "@id",
    "type": "@type",
    **{
        kind: OA + kind for kind in ("Annotation", "TextualBody", "TextQuoteSelector", "TextPositionSelector")
    },
    **{kind: OA + kind for kind in ("highlighting", "tagging", "commenting", "questioning")},
    "AnnotationCollection": f"{AS}OrderedCollection",
    "AnnotationPage": f"{AS}OrderedCollectionPage",
    "Person": f"{FOAF}Person",
    "motivation": {"@id": f"{OA}motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": f"{OA}hasPurpose", "@type": "@vocab"},
    "body": _link(f"{OA}hasBody"),
    "target": _link(f"{OA}hasTarget"),
    "source": _link(f"{OA}hasSource"),
    "scope": _link(f"{OA}hasScope"),
    "selector": _link(f"{OA}hasSelector"),
    "creator": _link(f"{DCTERMS}creator"),
    "first": _link(f"{AS}first"),
    "last": _link(f"{AS}last"),
    "partOf": _link(f"{AS}partOf"),
    "items": {"@id": f"{AS}items", "@type": "@id", "@container": "@list"},
    "created": {"@id": f"{DCTERMS}created", "@type": f"{XSD}dateTime"},
    "modified": {"@id": f"{DCTERMS}modified", "@type": f"{XSD}dateTime"},
    "start": {"@id": f"{OA}start", "@type": f"{XSD}nonNegativeInteger"},
    "end": {"@id": f"{OA}end", "@type": f"{XSD}nonNegativeInteger"},
    "startIndex": {"@id": f"{AS}startIndex", "@type": f"{XSD}nonNegativeInteger"},
    "total": {"@id": f"{AS}totalItems", "@type": f"{XSD}nonNegativeInteger"},
    "exact": f"{OA}exact",
    "prefix": f"{OA}prefix",
    "suffix": f"{OA}suffix",
    "value": f"{RDF}value",
    "format": f"{DC}format",
    "language": f"{DC}language",
    "name": f"{FOAF}name",
    "label": "http://www.w3.org/2000/01/rdf-schema#label",
}
"""Terms that are missing here do not expand; a test checks that none is."""
