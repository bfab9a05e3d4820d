"""The members of a class a page at a time, IRIs that are much alike, labels by language."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

from rapidfuzz import fuzz, process

from govkg.graph.index.database import Database
from govkg.graph.index.naming import parts_of

_NEIGHBOURS: Final = 5000
_ALIKE: Final = 60
"""How many IRIs are compared, and how alike, of 100, two must be."""
_BEHIND: Final = chr(0x10FFFF)
"""A fragment behind all others."""


class Label(NamedTuple):
    """A name and its language tag (empty where it has none)."""

    text: str
    language: str


class Resources:
    """Reads the tables."""

    def __init__(self, database: Database) -> None:
        """Read from *database*; the caller closes it."""
        self._database = database

    def members(self, class_iri: str, *, after: str = "", limit: int = 100) -> list[str]:
        """List the members of a class, *limit* of them behind *after*.

        Documents come in order of IRI, each with its fragments.
        """
        document, fragment = parts_of(after)
        before = self._database.rows(
            "SELECT id, iri FROM document WHERE iri <= ? ORDER BY iri DESC LIMIT 1", (document,)
        )
        number, found = before[0] if before else (-(1 << 62), document)
        rows = self._database.rows(
            "SELECT document.iri || fragment FROM member JOIN document ON document.id = document"
            " WHERE class = (SELECT id FROM class WHERE iri = ?) AND (document, fragment) > (?, ?)"
            " ORDER BY document, fragment LIMIT ?",
            (class_iri, number, fragment if found == document else _BEHIND, limit),
        )
        return [row[0] for row in rows]

    def described(self, iris: Iterable[str]) -> dict[str, list[Label]]:
        """Give those of *iris* that the release says something of, each with its labels."""
        found: dict[str, list[Label]] = defaultdict(list)
        rows = self._database.named(
            "SELECT wanted.key, language, text", "resource", iris, beside="label"
        )
        for iri, language, text in rows:
            labels = found[iri]
            if text is not None:
                labels.append(Label(text, language))
        return dict(found)

    def neighbours(self, iri: str, limit: int) -> list[str]:
        """List documents whose IRIs are much like *iri*: under the same parent, spelt alike."""
        parent = iri.rstrip("/").rpartition("/")[0] + "/"
        rows = self._database.rows(
            "SELECT iri FROM document WHERE iri >= ? AND iri < ? ORDER BY iri LIMIT ?",
            (parent, parent[:-1] + chr(ord("/") + 1), _NEIGHBOURS),
        )
        tails = {row[0]: row[0].removeprefix(parent) for row in rows}
        ranked = process.extract(
            iri.removeprefix(parent), tails, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=limit
        )
        return [document for _, _, document in ranked]

    def class_counts(self) -> dict[str, int]:
        """Count the members of each class."""
        return dict(self._database.rows("SELECT iri, members FROM class ORDER BY iri"))

    def labels(self, iris: Iterable[str]) -> dict[str, list[Label]]:
        """Give the labels of each of *iris* that has one."""
        found: dict[str, list[Label]] = defaultdict(list)
        rows = self._database.named("SELECT wanted.key, language, text", "label", iris)
        for iri, language, text in rows:
            found[iri].append(Label(text, language))
        return dict(found)
