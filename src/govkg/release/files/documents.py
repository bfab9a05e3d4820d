"""Documents of a sorted dump, one after another, in one pass over it."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from govkg.release.canonical import read_lines
from govkg.vocabulary import RDF


def name_of(document: str) -> str:
    """Give what documents are sorted by: their order is that of N-Triples.

    >>> sorted(["urn:a", "urn:a-b"], key=name_of)
    ['urn:a-b', 'urn:a']
    """
    return f"<{document}>"


def documents_with(merge: Path, class_iri: str) -> Iterator[tuple[str, list[str]]]:
    """Give name and lines of each document that has a member of a class, in the order of N-Triples.

    The fragments of a document stand before it, others whose names are longer between them: so a
    few are held until they are whole.
    """
    ending = f" <{RDF}type> <{class_iri}> ."
    open_: dict[str, list[str]] = {}
    for subject, about in groupby(read_lines(merge), key=_subject):
        name, is_fragment, _ = subject[1:-1].partition("#")
        if is_fragment and name in open_:
            open_[name] += about
            continue
        for passed in sorted((known for known in open_ if name_of(known) < subject), key=name_of):
            yield from _if_any(passed, open_.pop(passed), ending)
        if is_fragment:
            open_[name] = list(about)
        else:
            yield from _if_any(name, [*open_.pop(name, ()), *about], ending)
    for rest in sorted(open_, key=name_of):
        yield from _if_any(rest, open_[rest], ending)


def _subject(line: str) -> str:
    return line.partition(" ")[0]


def _if_any(name: str, lines: list[str], ending: str) -> Iterator[tuple[str, list[str]]]:
    if any(line.endswith(ending) for line in lines):
        yield name, lines
