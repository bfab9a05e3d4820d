"""Documents of a sorted dump, one after another, in one pass over it."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from govkg.vocabulary import RDF


def documents_with(merge: Path, class_iri: str) -> Iterator[list[str]]:
    """Give the lines of each document that has a member of a class, in the order of N-Triples.

    The fragments of a document stand before it, others whose names are longer between them: so a
    few are held until they are whole.
    """
    ending = f" <{RDF}type> <{class_iri}> .\n"
    open_: dict[str, list[str]] = {}
    with merge.open(encoding="utf-8") as lines:
        for subject, about in groupby(lines, key=_subject):
            name, is_fragment, _ = subject[1:-1].partition("#")
            if is_fragment and name in open_:
                open_[name] += about
                continue
            for passed in [known for known in open_ if f"<{known}>" < subject]:
                yield from _if_any(open_.pop(passed), ending)
            if is_fragment:
                open_[name] = list(about)
            else:
                yield from _if_any([*open_.pop(name, ()), *about], ending)
    for rest in open_.values():
        yield from _if_any(rest, ending)


def _subject(line: str) -> str:
    return line.partition(" ")[0]


def _if_any(lines: list[str], ending: str) -> Iterator[list[str]]:
    if any(line.endswith(ending) for line in lines):
        yield lines
