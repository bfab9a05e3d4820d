"""What a merge says, asked of the store of the release before and of what changed since."""

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import DefaultGraph, NamedNode, Store


class Facts:
    """The triples of a store's default graph, *without* some N-Triples and *with* others."""

    def __init__(
        self, store: Store, *, without: Iterable[str] = (), with_: Iterable[str] = ()
    ) -> None:
        """Look at *store*; the caller keeps it open."""
        self._store = store
        self._without = frozenset(without)
        self._about: dict[str, list[str]] = defaultdict(list)
        self._pointing: dict[tuple[str, str], set[str]] = defaultdict(set)
        for line in with_:
            subject, predicate, rest = line.split(" ", 2)
            self._about[subject].append(line)
            self._pointing[predicate, rest[:-2]].add(subject[1:-1])

    def about(self, subject: str) -> list[str]:
        """Give the lines whose subject is the IRI *subject*."""
        found = self._store.quads_for_pattern(NamedNode(subject), None, None, DefaultGraph())
        lines = (f"{quad.triple} ." for quad in found)
        stay = [line for line in lines if line not in self._without]
        return stay + self._about.get(f"<{subject}>", [])

    def pointing(self, predicate: str, target: str) -> set[str]:
        """Give the IRIs that have the IRI *target* for *predicate*."""
        found = self._store.quads_for_pattern(
            None, NamedNode(predicate), NamedNode(target), DefaultGraph()
        )
        subjects = {
            quad.subject.value
            for quad in found
            if isinstance(quad.subject, NamedNode) and f"{quad.triple} ." not in self._without
        }
        return subjects | self._pointing.get((f"<{predicate}>", f"<{target}>"), set())
