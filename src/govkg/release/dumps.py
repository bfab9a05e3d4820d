"""Write the dumps of a release: the same content gives the same bytes."""

import gzip
import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, parse

from govkg.formats import N_QUADS, N_TRIPLES, TURTLE
from govkg.graph.serialisation import write_triples
from govkg.release.manifest import PublicFile

_GZIP_LEVEL: Final = 9
STEM: Final = "dataset"


def write_dumps(folder: Path, lines: Sequence[str]) -> list[PublicFile]:
    """Write N-Quads *lines*, and their merge as N-Triples and Turtle, each also with gzip."""
    quads = parse("\n".join(lines), format=RdfFormat.N_QUADS)
    triples = sorted({f"{quad.triple} ." for quad in quads})
    merge = [quad.triple for quad in parse("\n".join(triples), format=RdfFormat.N_TRIPLES)]
    bodies = [
        ("All graphs, canonical N-Quads", N_QUADS, _text(lines)),
        ("The merge of all graphs, N-Triples", N_TRIPLES, _text(triples)),
        ("The merge of all graphs, Turtle", TURTLE, write_triples(merge, RdfFormat.TURTLE)),
    ]
    files = []
    for title, form, body in bodies:
        name = f"{STEM}.{form.extension}"
        files.append(write_file(folder / name, body, title=title, media_type=form.media_type))
        files.append(
            write_file(
                folder / f"{name}.gz",
                gzip.compress(body, _GZIP_LEVEL, mtime=0),
                title=f"{title}, gzip",
                media_type="application/gzip",
            )
        )
    return files


def write_file(file: Path, body: bytes, *, title: str, media_type: str) -> PublicFile:
    """Write one public file and account for it."""
    file.write_bytes(body)
    return PublicFile(
        name=file.name,
        title=title,
        media_type=media_type,
        size=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
    )


def _text(lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in lines).encode()
