"""What a dataset is made of, in numbers: counted once, when it is published."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

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

_TYPE: Final = f"<{RDF}type>"
_END: Final = " .\n"


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
    """Count what the sorted N-Triples file *merge* says; it is read twice, and never held."""
    entities, objects, pairs = Tally(), Tally(), Tally()
    properties: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    links: dict[str, Counter[str]] = defaultdict(Counter)
    subjects, last = 0, ""
    for subject, predicate, target in _triples(merge):
        if subject != last:
            subjects, last = subjects + 1, subject
            if subject.startswith(f"<{base_iri}"):
                entities.add(document_of(subject[1:-1]))
        properties[predicate] += 1
        objects.add(target)
        pairs.add((predicate, target))
        if target.startswith("<"):
            if predicate == _TYPE:
                classes[target[1:-1]] += 1
            for namespace in LINKED:
                if target.startswith(namespace, 1):
                    links[namespace][predicate[1:-1]] += 1
    hashes = objects.hashes_from(FREQUENT) | pairs.hashes_from(FREQUENT)
    return Statistics(
        triples=properties.total(),
        entities=entities.distinct(),
        subjects=subjects,
        objects=objects.distinct(),
        properties={iri[1:-1]: number for iri, number in sorted(properties.items())},
        classes=dict(sorted(classes.items())),
        links={name: dict(sorted(counts.items())) for name, counts in sorted(links.items())},
        frequent=_count_frequent(merge, hashes),
    )


def _count_frequent(merge: Path, hashes: set[int]) -> tuple[Frequent, ...]:
    """Count the patterns with these *hashes* exactly."""
    counts: Counter[tuple[str, str]] = Counter()
    for _, predicate, target in _triples(merge) if hashes else ():
        if hash(target) in hashes:
            counts["", target] += 1
            if hash((predicate, target)) in hashes:
                counts[predicate, target] += 1
    return tuple(
        Frequent(predicate=predicate[1:-1] or None, object=target, triples=number)
        for (predicate, target), number in sorted(counts.items())
        if number >= FREQUENT
    )


def _triples(merge: Path) -> Iterator[tuple[str, str, str]]:
    """Give subject, predicate and object of each line as they are written there."""
    with merge.open(encoding="utf-8") as lines:
        for line in lines:
            subject, predicate, rest = line.split(" ", 2)
            yield subject, predicate, rest[: -len(_END)]


def read_statistics(file: Path) -> Statistics:
    """Read a release's statistics.

    Raises:
        ReleaseError: they are missing or damaged.
    """
    try:
        return Statistics.model_validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        raise ReleaseError(f"{file}: missing or damaged; publish again") from error
