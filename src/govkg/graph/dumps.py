"""Dumps as they lie on disk, packed with gzip or not."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final, cast

from zlib_ng import gzip_ng

_AT_ONCE: Final = 1 << 18


def open_dump(file: Path) -> IO[bytes]:
    """Open what a dump says, whether or not it is packed."""
    packed = file.suffix == ".gz"
    if not packed:
        return file.open("rb")
    return cast("IO[bytes]", gzip_ng.open(file))  # type: ignore[no-untyped-call]  # it has no types


def joined(lines: Iterable[bytes]) -> bytes:
    r"""Write *lines*, each with its end; there is at least one.

    >>> joined([b"a", b"b"])
    b'a\nb\n'
    """
    return b"\n".join(lines) + b"\n"


def has_blank_nodes(text: bytes) -> bool:
    """Say whether N-Quads, as *text*, may have some."""
    # Most have not even in an IRI or a text what their names begin with.
    return b"_:" in text and (b" _:" in text or text.startswith(b"_:") or b"\n_:" in text)


def lines_of(text: IO[bytes]) -> Iterator[str]:
    """Read lines without their ends, many at once: to ask for each takes longer than to part them.

    Only a line feed ends one, as in N-Triples and N-Quads.
    """
    while some := text.read(_AT_ONCE) + text.readline():
        yield from some.decode().removesuffix("\n").split("\n")


def blocks_of(text: IO[bytes]) -> Iterator[list[bytes]]:
    """Read the same encoded, some thousand lines at once."""
    while some := text.read(_AT_ONCE) + text.readline():
        yield some.removesuffix(b"\n").split(b"\n")
