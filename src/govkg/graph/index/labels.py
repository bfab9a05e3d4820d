"""Labels of what triples speak of, by language."""

from collections.abc import Mapping
from typing import Final

from govkg.graph.index.gathering import Gathered, Kept, each, is_iri, literal_of
from govkg.vocabulary import DCTERMS, FOAF, RDFS, SCHEMA, SKOS

LABEL_PROPERTIES: Final = (
    f"{SKOS}prefLabel",
    f"{RDFS}label",
    f"{SCHEMA}name",
    f"{DCTERMS}title",
    f"{FOAF}name",
)
"""Later ones yield to earlier ones."""

Labels = tuple[tuple[str, str], ...]
"""Languages, each with the label in it, in their order."""


def labels_in(gathered: Gathered) -> Mapping[str, Labels]:
    """Give the labels of each IRI that has any; of what is called the same, the same object."""
    found: dict[str, Labels] = {}
    known: dict[Kept, Labels] = {}
    for name in LABEL_PROPERTIES:
        for subject, terms in gathered.objects(name).items():
            labels = known.get(terms)
            if labels is None:
                labels = known[terms] = _labels(terms)
            if labels and is_iri(subject):
                before = found.get(subject)
                found[subject] = labels if before is None else _joined(before, labels)
    return found


def labels_of(objects: Mapping[str, Kept]) -> Labels:
    """Give the labels of one IRI, of which *objects* are known by property."""
    found: Labels = ()
    for name in LABEL_PROPERTIES:
        if name in objects:
            labels = _labels(objects[name])
            found = _joined(found, labels) if found else labels
    return found


def _labels(terms: Kept) -> Labels:
    literals = sorted((literal_of(term) for term in each(terms) if term[0] == '"'), reverse=True)
    return tuple(sorted({language: text for text, language in literals}.items()))


def _joined(labels: Labels, others: Labels) -> Labels:
    return tuple(sorted({**dict(others), **dict(labels)}.items()))
