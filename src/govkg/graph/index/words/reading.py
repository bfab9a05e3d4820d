"""Search by words: labels of everything, and the words in which statements were said."""

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Final

from rapidfuzz import fuzz, process

from govkg.graph.index.bitsets import NONE, Numbers, size_of, union, unpack
from govkg.graph.index.database import Database
from govkg.graph.index.words.grams import LATIN, folded, grams, phrases, runs
from govkg.graph.index.words.writing import SHORTEST
from govkg.memory import BoundedMemory

_NEAR: Final = 72
"""How alike, of 100, a near miss must be."""
_CANDIDATES: Final = 1000
_PHRASES: Final = 16 * 1024**2
"""Bytes of the sets of statements that have a run of characters, as far as they are remembered."""
_OVERHEAD: Final = 500
"""Bytes of a set beside its numbers."""
_REMEMBERED: Final = 4096
"""Runs of characters of which it is remembered how many words and things have them."""
_FEW: Final = 2000
"""Things up to which it is looked up for each whether it has the other words, too..."""
_WORDS: Final = 4
"""...of which each is a part of so many at most: else all that have them are read."""
_POSTINGS: Final = """
SELECT labels, members FROM piece CROSS JOIN posting ON word = piece.rowid WHERE piece MATCH ?
"""
_WITH: Final = "document FROM piece CROSS JOIN named ON word = piece.rowid WHERE piece MATCH ?"
_NAMED: Final = f"SELECT {_WITH}"
_NAMED_ONCE: Final = f"SELECT DISTINCT {_WITH}"
_COUNTED: Final = f"SELECT COUNT(*) FROM ({_NAMED} LIMIT ?)"  # noqa: S608  # our own query
_WORDS_WITH: Final = "SELECT rowid FROM piece WHERE piece MATCH ? LIMIT ?"
_ALSO: Final = """ AND EXISTS (
  SELECT 1 FROM named AS other WHERE other.document = named.document AND other.word IN ({}))
"""
_FIRST_NAMED: Final = """
SELECT DISTINCT document FROM piece CROSS JOIN named ON named.word = piece.rowid AND document IN (
  SELECT document FROM named AS one WHERE one.word = piece.rowid ORDER BY document LIMIT ?)
WHERE piece MATCH ? ORDER BY document LIMIT ?
"""
"""The first of all are among the first of each word: what else has it, is not read."""
_STATEMENTS: Final = """
SELECT statement.id, iri || fragment FROM statement JOIN document ON document.id = document
WHERE statement.id IN
"""
_KINDS: Final = """
SELECT wanted.key, COALESCE(scheme, (
  SELECT class.iri FROM json_each(classes) AS kind JOIN class ON class.id = kind.value
  ORDER BY members, class.iri LIMIT 1))
"""


class Search:
    """Reads the tables."""

    def __init__(self, database: Database) -> None:
        """Read from *database*; the caller closes it."""
        self._database = database
        self._phrases: BoundedMemory[tuple[Numbers, Numbers]] = BoundedMemory(_PHRASES)
        self._words = lru_cache(maxsize=_REMEMBERED)(self._words_with)
        self._has_few = lru_cache(maxsize=_REMEMBERED)(self._counts_few)

    def things(self, text: str, limit: int) -> list[str]:
        """List what has *text* in a label and is no statement, in order of IRI."""
        return self._documents(self._things(phrases(text), limit))

    def kinds(self, iris: Iterable[str]) -> dict[str, str]:
        """Give what each of *iris* is: its scheme, else the class that fewest have."""
        return {iri: kind for iri, kind in self._database.named(_KINDS, "resource", iris) if kind}

    def statements(self, text: str) -> Numbers:
        """Give the statements that have *text* in a label or in their words."""
        return _all_of(either for _, either in map(self._having, phrases(text)))

    def labelled(self, text: str) -> Numbers:
        """Give those statements that have it in a label."""
        return _all_of(labels for labels, _ in map(self._having, phrases(text)))

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
        match = " OR ".join(f'"{piece}"' for piece in sorted(pieces))
        candidates = self._documents(self._things([match], _CANDIDATES))
        labelled, _ = self._having(match)
        candidates += self._statements(labelled[: _CANDIDATES - len(candidates)])
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

    def _having(self, match: str) -> tuple[Numbers, Numbers]:
        """Give the statements with words that *match*: in a label, and there or in a quotation."""
        found = self._phrases.get(match)
        if found is None:
            found = self._read(match)
            self._phrases.put(match, found, sum(size_of(one) + _OVERHEAD for one in found))
        return found

    def _read(self, match: str) -> tuple[Numbers, Numbers]:
        found: list[list[Numbers]] = [[], []]
        for labels, packed in self._database.rows(_POSTINGS, (match,)):
            found[labels].append(unpack(packed))
        return union(found[1]), union(found[0] + found[1])

    def _things(self, matches: Sequence[str], limit: int) -> list[int]:
        if not matches:
            return []
        if len(matches) == 1:
            rows = self._database.rows(_FIRST_NAMED, (limit, *matches, limit))
        else:
            query, values = self._narrowed(matches)
            rows = self._database.rows(f"{query} ORDER BY document LIMIT ?", (*values, limit))
        return [at for (at,) in rows]

    def _narrowed(self, matches: Sequence[str]) -> tuple[str, Sequence[str]]:
        """Give the query for what has all of several words, and its values.

        Where few have the rarest, only these are read: what many have, most of a large dataset has.
        """
        rarest, *others = sorted(matches, key=lambda match: len(self._having(match)[1]))
        if not self._has_few(rarest):
            return " INTERSECT ".join([_NAMED] * len(matches)), matches
        query, values = _NAMED_ONCE, [rarest]
        for match in others:
            words = self._words(match)
            if len(words) <= _WORDS:
                query += _ALSO.format(", ".join(map(str, words)))
            else:
                values.append(match)
        return " INTERSECT ".join([query] + [_NAMED] * (len(values) - 1)), values

    def _counts_few(self, match: str) -> bool:
        ((number,),) = self._database.rows(_COUNTED, (match, _FEW + 1))
        return bool(number <= _FEW)

    def _words_with(self, match: str) -> tuple[int, ...]:
        rows = self._database.rows(_WORDS_WITH, (match, _WORDS + 1))
        return tuple(word for (word,) in rows)

    def _documents(self, numbers: Sequence[int]) -> list[str]:
        rows = self._database.among("SELECT id, iri FROM document WHERE id IN", numbers)
        found: dict[int, str] = dict(rows)
        return [found[at] for at in numbers]

    def _statements(self, numbers: Iterable[int]) -> list[str]:
        rows = self._database.among(_STATEMENTS, numbers)
        return [iri for _, iri in sorted(rows)]


def _all_of(sets: Iterable[Numbers]) -> Numbers:
    """Give what is in each of *sets*; nothing where there are none."""
    found = list(sets)
    return found[0].intersection(*found[1:]) if found else NONE
