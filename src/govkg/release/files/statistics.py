"""What a dataset is made of, in numbers: counted once, when it is published."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError
from pyoxigraph import NamedNode, Triple, parse

from govkg.errors import ReleaseError
from govkg.iris import document_of
from govkg.release.files.tally import Tally
from govkg.vocabulary import RDF, SDG, UNIT, WIKIDATA

FREQUENT: Final = 1_000
"""How often an object, alone or with a predicate, stands before its count is kept."""

LINKED: Final = {
    WIKIDATA: "Wikidata",
    UNIT: "QUDT units",
    SDG: "Sustainable Development Goals",
}
"""Other datasets, by the namespace of what they name."""

_TYPE: Final = f"{RDF}type"


class Frequent(BaseModel):
    """A pattern with many matches: *predicate* is an IRI or any, *object* as in N-Triples."""

    model_config = ConfigDict(frozen=True)

    predicate: str | None
    object: str
    triples: int


class Statistics(BaseModel):
    """Counts of a merged graph.

    *entities* are documents under the publisher's base; *links* are counts of triples by the
    namespace that their object is in, then by predicate.
    """

    model_config = ConfigDict(frozen=True)

    triples: int
    entities: int
    subjects: int
    objects: int
    properties: dict[str, int]
    classes: dict[str, int]
    links: dict[str, dict[str, int]]
    frequent: tuple[Frequent, ...]


def count_statements(merge: Path, base_iri: str) -> Statistics:
    """Count what the N-Triples file *merge* says; it is read twice, and never held."""
    subjects, objects, entities, patterns = Tally(), Tally(), Tally(), Tally()
    properties: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    links: dict[str, Counter[str]] = defaultdict(Counter)
    for triple in _triples(merge):
        subject, predicate, target = triple.subject, triple.predicate.value, triple.object
        subjects.add(subject)
        objects.add(target)
        properties[predicate] += 1
        patterns.add(target)
        patterns.add((predicate, target))
        if isinstance(subject, NamedNode) and subject.value.startswith(base_iri):
            entities.add(document_of(subject.value))
        if isinstance(target, NamedNode):
            if predicate == _TYPE:
                classes[target.value] += 1
            for namespace in LINKED:
                if target.value.startswith(namespace):
                    links[namespace][predicate] += 1
    return Statistics(
        triples=properties.total(),
        entities=entities.distinct(),
        subjects=subjects.distinct(),
        objects=objects.distinct(),
        properties=dict(sorted(properties.items())),
        classes=dict(sorted(classes.items())),
        links={name: dict(sorted(counts.items())) for name, counts in sorted(links.items())},
        frequent=_count_frequent(merge, patterns.hashes_from(FREQUENT)),
    )


def _count_frequent(merge: Path, hashes: set[int]) -> tuple[Frequent, ...]:
    """Count the patterns with these *hashes* exactly."""
    counts: Counter[tuple[str | None, str]] = Counter()
    for triple in _triples(merge) if hashes else ():
        predicate, target = triple.predicate.value, triple.object
        if hash(target) in hashes:
            counts[None, str(target)] += 1
        if hash((predicate, target)) in hashes:
            counts[predicate, str(target)] += 1
    ordered = sorted(counts.items(), key=lambda item: (item[0][0] or "", item[0][1]))
    return tuple(
        Frequent(predicate=predicate, object=target, triples=number)
        for (predicate, target), number in ordered
        if number >= FREQUENT
    )


def _triples(merge: Path) -> Iterator[Triple]:
    return (quad.triple for quad in parse(path=merge))


def read_statistics(file: Path) -> Statistics:
    """Read a release's statistics.

    Raises:
        ReleaseError: they are missing or damaged.
    """
    try:
        return Statistics.model_validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        raise ReleaseError(f"{file}: missing or damaged; publish again") from error
