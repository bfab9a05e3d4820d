"""What a dataset is made of, in numbers: as it was counted when it was published."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from govkg.release.records import read_record
from govkg.vocabulary import SDG, UNIT, WIKIDATA

FREQUENT: Final = 1_000
"""How often an object, alone or with a predicate, stands before its count is kept."""

LINKED: Final = {
    WIKIDATA: "Wikidata",
    UNIT: "QUDT units",
    SDG: "Sustainable Development Goals",
}
"""Other datasets, by the namespace of what they name."""


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


def frequent(counts: Mapping[tuple[str | None, str], int]) -> Iterator[Frequent]:
    """Give what is counted a thousand times or more, in order."""
    for predicate, target in sorted(counts, key=lambda one: (one[0] or "", one[1])):
        triples = counts[predicate, target]
        if triples >= FREQUENT:
            yield Frequent(predicate=predicate, object=target, triples=triples)


def read_statistics(file: Path) -> Statistics:
    """Read a release's statistics.

    Raises:
        ReleaseError: they are missing or damaged.
    """
    return read_record(Statistics, file)
