"""Everything that is measured side by side, started with the same data and ended together."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.generation.outline import Outline
from bench.measuring.starting import watch_start
from bench.peers.ours import BEFORE, NAME, TWO, serve, serve_before
from bench.peers.publishers import Publisher, known_publishers
from bench.peers.systems import Data, Endpoint, known_peers
from govkg.graph.dumps import open_dump
from govkg.release.layout import Layout
from govkg.release.manifest import graph_of, read_manifest

_UNCACHED = {"GOVKG_CACHE_BYTES": "0", "GOVKG_RESIDENT_TRIPLES": "0"}
_DOUBLED = {"GOVKG_PROCESSES": "2"}


@dataclass(frozen=True, slots=True)
class Subject:
    """A published project: what it is made of, where it is, and the path of one of its entities."""

    outline: Outline
    project: Path
    layout: Layout
    entity: str


@dataclass(frozen=True, slots=True)
class Systems:
    """What runs: *ours*, the same without a memory of answers, and the *endpoints* by their names.

    *doubled* is the one without, in two processes. *before* is ours before another store, which is
    among the endpoints; *publishers* have documents, as we do. *start* is how ours started.
    """

    ours: Endpoint
    uncached: Endpoint
    doubled: Endpoint
    start: dict[str, float]
    endpoints: dict[str, Endpoint] = field(default_factory=dict)
    before: dict[str, Endpoint] = field(default_factory=dict)
    publishers: list[tuple[Publisher, Endpoint]] = field(default_factory=list)

    @property
    def asked(self) -> dict[str, Endpoint]:
        """All that can be asked queries."""
        return {NAME: self.ours} | self.endpoints | self.before


@contextmanager
def everything(subject: Subject, scratch: Path) -> Iterator[Systems]:
    """Start every system that is installed here; ours first, alone."""
    project, path = subject.project, f"{subject.entity}.ttl"
    commitments = subject.outline.scale.commitments
    dump = scratch / "dataset.nt"
    with open_dump(subject.layout.merge) as packed, dump.open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    data = Data(dump, graph_of(read_manifest(subject.layout.manifest)))
    with ExitStack() as stack:
        ours = stack.enter_context(serve(project, _folder(scratch, NAME), path))
        start = watch_start(ours, path)
        uncached, doubled = (
            stack.enter_context(serve(project, _folder(scratch, name), path, settings)).endpoint
            for name, settings in (("uncached", _UNCACHED), (TWO, _UNCACHED | _DOUBLED))
        )
        systems = Systems(ours.endpoint, uncached, doubled, start)
        for peer in known_peers():
            if peer.largest is None or commitments <= peer.largest:
                started = peer.start(_folder(scratch, peer.name), data)
                systems.endpoints[peer.name] = stack.enter_context(started)
        virtuoso = systems.endpoints.get("Virtuoso")
        if virtuoso:
            before = serve_before(virtuoso, project, _folder(scratch, BEFORE))
            systems.before[BEFORE] = stack.enter_context(before)
        behind = systems.endpoints.get("oxigraph serve")
        if behind:
            for publisher in known_publishers():
                started = publisher.start(_folder(scratch, publisher.name), behind)
                systems.publishers.append((publisher, stack.enter_context(started)))
        yield systems


def _folder(scratch: Path, name: str) -> Path:
    folder = scratch / name.replace(" ", "-")
    folder.mkdir()
    return folder
