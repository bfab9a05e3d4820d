"""Write the dumps of a release: the same content gives the same bytes.

Everything is read and written as a stream, so that memory does not grow with the dataset.
"""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, parse, serialize

from govkg.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE, GraphFormat
from govkg.release.files.accounting import Described, account_with_gzip
from govkg.release.manifest import PublicFile
from govkg.vocabulary import PREFIXES

STEM: Final = "dataset"
DUMPS: Final = {
    TURTLE: "The merge of all graphs, to read",
    N_TRIPLES: "The merge of all graphs, line by line",
    JSON_LD: "The merge of all graphs, for JSON tools",
    RDF_XML: "The merge of all graphs, for XML tools",
    N_QUADS: "All graphs, line by line",
    TRIG: "All graphs, to read",
}
"""The formats of dumps, each with its title."""

_SOURCES: Final = {TURTLE: N_TRIPLES, JSON_LD: N_TRIPLES, RDF_XML: N_TRIPLES, TRIG: N_QUADS}
_LINES_AT_ONCE: Final = 10_000
_PREFIX: Final = b"@prefix "


@dataclass(frozen=True, slots=True)
class Lines:
    """What was written line by line: how many of each format, and the prefixes that are of use."""

    counts: Mapping[GraphFormat, int]
    prefixes: dict[str, str]


def write_dumps(folder: Path, lines: Lines) -> list[PublicFile]:
    """Write what *lines* in *folder* say in every other format, and each format gzipped."""
    # Compression lets go of the interpreter, so that the next format is written meanwhile.
    with ThreadPoolExecutor() as threads:
        written = {}
        for form in (N_QUADS, N_TRIPLES, *_SOURCES):
            source = _SOURCES.get(form, form)
            if source is not form:
                _convert(_file(folder, source), _file(folder, form), lines.prefixes)
            described = Described(form.media_type, DUMPS[form], lines.counts[source])
            written[form] = threads.submit(account_with_gzip, _file(folder, form), described)
        return [file for form in DUMPS for file in written[form].result()]


def _file(folder: Path, form: GraphFormat) -> Path:
    return folder / f"{STEM}.{form.extension}"


def write_lines(folder: Path, lines: Iterable[str]) -> Lines:
    """Write sorted N-Quads *lines* into *folder*, and their merge as N-Triples.

    With the names of their graphs cut off, sorted lines stay sorted: two that differ do so before
    that place. So equal triples stand beside each other.
    """
    counts = {N_QUADS: 0, N_TRIPLES: 0}
    unused = dict(PREFIXES)
    last = ""
    rest = iter(lines)
    with _file(folder, N_QUADS).open("wb") as quads, _file(folder, N_TRIPLES).open("wb") as merge:
        while block := list(islice(rest, _LINES_AT_ONCE)):
            text = _joined(block)
            quads.write(text)
            counts[N_QUADS] += len(block)
            unused = {name: iri for name, iri in unused.items() if f"<{iri}".encode() not in text}
            triples = []
            for line in block:
                triple = triple_of_line(line)
                if triple != last:
                    triples.append(triple)
                    last = triple
            merge.write(_joined(triples))
            counts[N_TRIPLES] += len(triples)
    used = {name: iri for name, iri in PREFIXES.items() if name not in unused}
    return Lines(counts, used)


def triple_of_line(line: str) -> str:
    """Cut the name of the graph off a canonical N-Quads line.

    >>> triple_of_line('<urn:s> <urn:p> "a <b>"@en <urn:g> .')
    '<urn:s> <urn:p> "a <b>"@en .'
    """
    subject, predicate, rest = line.split(" ", 2)
    # No name holds a quotation mark or a space; only the text of a literal does.
    end = rest.rfind('"') + 1
    return f"{subject} {predicate} {rest[:end]}{rest[end:].partition(' ')[0]} ."


def graph_of_line(line: str) -> str:
    """Give the name of the graph of a canonical N-Quads line, empty for the default graph.

    >>> graph_of_line('<urn:s> <urn:p> "a <b>"@en <urn:g> .')
    '<urn:g>'
    """
    _, _, rest = line.split(" ", 2)
    return rest[rest.rfind('"') + 1 :].partition(" ")[2].removesuffix(".").rstrip()


def _joined(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()


def _convert(source: Path, target: Path, prefixes: dict[str, str]) -> None:
    form = RdfFormat.from_extension(target.suffix[1:])
    # From parser to serialiser in one step: quads of the default graph are triples to both.
    serialize(parse(path=source), target, format=form, prefixes=prefixes)
    _sort_prefixes(target)


def _sort_prefixes(file: Path) -> None:
    """Put the prefixes at the beginning of *file* in order: the codec's depends on a hash."""
    with file.open("rb+") as text:
        prefixes = []
        while (line := text.readline(_LINES_AT_ONCE)).startswith(_PREFIX):
            prefixes.append(line)
        text.seek(0)
        text.write(b"".join(sorted(prefixes)))
