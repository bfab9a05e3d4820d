"""Find the file and line where a node is described."""

from collections.abc import Iterable

from govkg.publish.sources import Source
from govkg.validation.lines import subject_lines


class Places:
    """The files, and lines where known, in which sources describe some IRIs."""

    def __init__(self, sources: Iterable[Source], iris: Iterable[str]) -> None:
        """Look for *iris* in *sources*; an earlier place wins over a later one."""
        self._places: dict[str, tuple[str, int | None]] = {}
        wanted = set(iris)
        for source in sources if wanted else ():
            described = source.subjects & wanted
            if described:
                for iri, line in subject_lines(source.text):
                    if iri in wanted:
                        self._places.setdefault(iri, (source.name, line))
            for iri in described:
                self._places.setdefault(iri, (source.name, None))

    def find(self, iri: str) -> tuple[str, int | None] | None:
        """Give file and line (from 1) of what is said about *iri*."""
        return self._places.get(iri)
