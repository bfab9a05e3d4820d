"""Build and open the Oxigraph store of a release.

The default graph holds the merge, the named graphs the provenance: so a triple that stands in two
files counts once, and ``FROM`` and ``GRAPH`` keep the meaning that SPARQL 1.1 gives them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, parse

from govkg.errors import ReleaseError
from govkg.graph.dumps import has_blank_nodes, open_dump
from govkg.processes import batches

_AT_ONCE: Final = 96 * 1024**2
"""Bytes of lines. RocksDB puts the files of parts together, again and again where they are many."""


@dataclass(frozen=True, slots=True)
class StoreChange:
    """The quads that a store has no more, and those that it has now; the merge is among them."""

    removed: Iterable[Quad]
    added: Iterable[Quad]


def merged(quads: Iterable[Quad]) -> list[Quad]:
    """Give the default graph of *quads*: each of their triples once."""
    triples = {quad.triple for quad in quads}
    return [Quad(item.subject, item.predicate, item.object, DefaultGraph()) for item in triples]


def build_store(folder: Path, canonical: Path, merge: Path) -> None:
    """Write a store with the N-Quads of *canonical*, and the N-Triples of their *merge*.

    *folder* is there, and empty.
    """
    store = Store(str(folder))
    _load(store, canonical, RdfFormat.N_QUADS)
    _complete(store, merge)


def load_graphs(folder: Path, texts: Iterable[bytes]) -> bool:
    """Write a store with N-Quads *texts* of any order, but not yet with their merge.

    Say whether that could be done: not so where there are blank nodes, whose names may be others
    in the end. *folder* is there, and empty.
    """
    store = Store(str(folder))
    for part in batches(texts, len, _AT_ONCE):
        text = b"\n".join(part)
        part.clear()  # the loader takes memory enough
        if has_blank_nodes(text):
            return False
        store.bulk_load(text, RdfFormat.N_QUADS, lenient=True)
    store.flush()
    return True


def complete_store(folder: Path, merge: Path) -> None:
    """Add the N-Triples of the *merge* to the store in *folder*, which has the named graphs."""
    _complete(Store(str(folder)), merge)


def _complete(store: Store, merge: Path) -> None:
    _load(store, merge, RdfFormat.N_TRIPLES)
    store.flush()
    store.optimize()


def _load(store: Store, dump: Path, form: RdfFormat) -> None:
    """Load a *dump* of lines a part at a time: the loader holds in memory what it is given."""
    with open_dump(dump) as lines:
        while _load_part(store, lines, form):
            pass


def _load_part(store: Store, lines: IO[bytes], form: RdfFormat) -> bool:
    """Load the next lines, if there are more, and let go of them.

    They were written by the same library, so that no IRI need be looked at again.
    """
    text = lines.read(_AT_ONCE) + lines.readline()
    if has_blank_nodes(text):  # the loader would name them anew in each part
        store.bulk_extend(parse(text, form, rename_blank_nodes=False, lenient=True))
    elif text:
        store.bulk_load(text, form, lenient=True)
    return bool(text)


def follow_store(folder: Path, previous: Path, change: StoreChange) -> None:
    """Write a store with what the one in *previous* holds after a *change*.

    *folder* is not there. Both share the files that RocksDB never writes a second time.

    Raises:
        ReleaseError: there is no store in *previous* that this version of Oxigraph reads.
    """
    open_store(previous).backup(str(folder))
    store = Store(str(folder))
    graphs = set()
    for quad in change.removed:
        store.remove(quad)
        graphs.add(quad.graph_name)
    store.extend(change.added)
    for graph in graphs - {DefaultGraph()}:
        if next(store.quads_for_pattern(None, None, None, graph), None) is None:
            store.remove_graph(graph)  # else its name would stay
    store.flush()


def open_store(folder: Path) -> Store:
    """Open the store in *folder* for reading; several processes may.

    Raises:
        ReleaseError: there is no store that this version of Oxigraph reads.
    """
    if not folder.is_dir():
        raise ReleaseError(f"{folder}: no store here")
    try:
        return Store.read_only(str(folder))
    except (OSError, RuntimeError) as error:  # the latter where RocksDB finds it corrupt
        raise ReleaseError(f"{folder}: {error}") from error
