"""Search by words: labels of everything, and the words in which statements were said."""

from collections.abc import Iterable
from functools import cached_property
from typing import Final

from rapidfuzz import fuzz, process

from govkg.graph.index.bitsets import bits_of
from govkg.graph.index.database import Database
from govkg.graph.index.words.grams import LATIN, folded, grams, match_for, runs
from govkg.graph.index.words.writing import SHORTEST

_NEAR: Final = 72
"""How alike, of 100, a near miss must be."""
_CANDIDATES: Final = 1000
_STATEMENTS: Final = """
SELECT statement.id, iri || fragment FROM statement JOIN document ON document.id = document
WHERE statement.id IN
"""
_KINDS: Final = """
SELECT wanted.key, COALESCE(scheme, (
  SELECT class.iri FROM json_each(classes) AS kind JOIN class ON class.id = kind.value
  ORDER BY members, class.iri LIMIT 1))
"""


def _in_label(text: str) -> str:
    match = match_for(text)
    return f"label : ({match})" if match else ""


class Search:
    """Reads the tables."""

    def __init__(self, database: Database) -> None:
        """Read from *database*; the caller closes it."""
        self._database = database

    def things(self, text: str, limit: int) -> list[str]:
        """List what has *text* in a label and is no statement, in order of IRI."""
        return self._iris(self._matching("rowid <= 0", _in_label(text), limit))

    def kinds(self, iris: Iterable[str]) -> dict[str, str]:
        """Give what each of *iris* is: its scheme, else the class that fewest have."""
        return {iri: kind for iri, kind in self._database.named(_KINDS, "resource", iris) if kind}

    def statements(self, text: str) -> int:
        """Give the statements that have *text* in a label or in their words, as a set."""
        return bits_of(at - 1 for at in self._matching("rowid > 0", match_for(text), -1))

    def labelled(self, text: str) -> int:
        """Give those statements that have it in a label."""
        return bits_of(at - 1 for at in self._matching("rowid > 0", _in_label(text), -1))

    def near(self, text: str, limit: int) -> tuple[str, list[str]]:
        """Give *text* with its words as labels spell them, and IRIs whose labels are much like it.

        Either is empty where there is nothing near.
        """
        corrected = folded(text)
        for run, size in runs(corrected):
            if size == LATIN and len(run) >= SHORTEST:
                best: tuple[str, float, int] | None = process.extractOne(
                    run, self._spellings, scorer=fuzz.ratio, score_cutoff=_NEAR
                )
                corrected = corrected.replace(run, best[0] if best else run)
        pieces = {piece for piece in grams(text).split() if len(piece) > 1}
        if not pieces:
            return "", []
        match = "label : (" + " OR ".join(f'"{piece}"' for piece in sorted(pieces)) + ")"
        candidates = self._iris(self._matching("1", match, _CANDIDATES))
        labels = [
            (iri, folded(label))
            for iri, label in self._database.named("SELECT wanted.key, text", "label", candidates)
        ]
        ranked = process.extract(
            folded(text),
            [label for _, label in labels],
            scorer=fuzz.ratio,
            score_cutoff=_NEAR,
            limit=limit,
        )
        near = list(dict.fromkeys(labels[place][0] for _, _, place in ranked))
        return corrected if corrected != folded(text) else "", near

    @cached_property
    def _spellings(self) -> list[str]:
        return [word for (word,) in self._database.rows("SELECT text FROM spelling")]

    def _matching(self, condition: str, match: str, limit: int) -> list[int]:
        if not match:
            return []
        rows = self._database.rows(
            f"SELECT rowid FROM piece WHERE piece MATCH ? AND {condition} ORDER BY rowid LIMIT ?",  # noqa: S608  # conditions are ours
            (match, limit),
        )
        return [at for (at,) in rows]

    def _iris(self, rows: Iterable[int]) -> list[str]:
        wanted = list(rows)
        found: dict[int, str] = dict(
            self._database.among("SELECT id, iri FROM document WHERE id IN", wanted)
        )
        said = self._database.among(_STATEMENTS, (row - 1 for row in wanted if row > 0))
        found |= {at + 1: iri for at, iri in said}
        return [found[row] for row in wanted]
