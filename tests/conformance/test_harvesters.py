"""The event stream, harvested by the client that its makers wrote."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from govkg.iris import Addresses, document_of
from govkg.release.canonical import read_lines
from govkg.release.layout import Layout
from govkg.vocabulary import DCTERMS, NAMESPACE, XSD
from govkg.web.catalogue.ldes.description import DELETE
from histories import BASE, Keeper, promise
from seed import ROOT, publish_seed
from serving import served

HARVESTER = ROOT / ".cache" / "ldes-client"
NODE = Path(sys.executable).with_name("node")
SHORT = re.compile(r"^(\S+ \S+) (true|false|[-+]?[\d.]+) ", re.MULTILINE)
CREATED = NamedNode(f"{DCTERMS}created")
VERSION_OF = NamedNode(f"{DCTERMS}isVersionOf")

pytestmark = pytest.mark.skipif(
    not (HARVESTER / "installed").exists() or shutil.which(str(NODE)) is None,
    reason="ldes-client is not installed; `make test` installs it where npm can be reached",
)


def harvest(server: str, *options: str) -> list[Quad]:
    """Give what the client prints of the members that are new to it."""
    script = HARVESTER / "node_modules" / ".bin" / "ldes-client"
    command = [str(NODE), str(script), f"{server}/ldes", *options]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120)
    assert "Error" not in done.stderr, done.stderr
    lines = SHORT.sub(in_full, done.stdout)
    return list(parse(lines, format=RdfFormat.N_QUADS))


def in_full(match: re.Match[str]) -> str:
    """Write a number or truth value with its datatype: the client prints them as Turtle does."""
    value = match[2]
    kind = "boolean" if value.isalpha() else "decimal" if "." in value else "integer"
    return f'{match[1]} "{value}"^^<{XSD}{kind}> '


def text(term: object) -> str:
    """Give the text of an IRI or a literal."""
    assert isinstance(term, NamedNode | Literal)
    return term.value


def members(quads: list[Quad]) -> dict[object, tuple[str, str]]:
    """Give of each version the entity and the time."""
    own = [quad for quad in quads if quad.graph_name == DefaultGraph()]
    entities = {quad.subject: quad.object for quad in own if quad.predicate == VERSION_OF}
    times = {quad.subject: quad.object for quad in own if quad.predicate == CREATED}
    return {name: (text(entities[name]), text(times[name])) for name in entities}


def rebuilt(quads: list[Quad]) -> set[str]:
    """Make of all versions what the newest ones say."""
    newest: dict[str, tuple[str, object]] = {}
    for name, (entity, time) in members(quads).items():
        newest[entity] = max(newest.get(entity, ("", None)), (time, name), key=lambda item: item[0])
    graphs = {name for _, name in newest.values()}
    return {f"{quad.triple} ." for quad in quads if quad.graph_name in graphs}


def dumped(folder: Path, base: str) -> set[str]:
    """Give the triples of a dump whose subject is an entity of ours."""
    roots = Addresses(base).roots
    text = "\n".join(read_lines(Layout(folder / "releases" / "current").merge))
    return {
        f"{quad.triple} ."
        for quad in parse(text, format=RdfFormat.N_TRIPLES)
        if isinstance(quad.subject, NamedNode) and document_of(quad.subject.value).startswith(roots)
    }


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    folder = tmp_path_factory.mktemp("harvested")
    publish_seed(folder)
    with served(folder) as address:
        yield folder, address


def test_a_harvester_rebuilds_the_release(seed: tuple[Path, str]) -> None:
    folder, address = seed
    expected = dumped(folder, NAMESPACE)
    assert len(expected) > 2000
    assert rebuilt(harvest(address)) == expected


def test_who_comes_again_gets_only_what_changed(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "project")
    kept = promise("kept", "Kept")
    keeper.publish(kept, promise("pipes", "Pipes"), promise("roads", "Roads"))
    state = str(tmp_path / "state")
    folder = keeper.project.folder
    with served(folder) as address:
        first = harvest(address, "--save", state)
        assert rebuilt(first) == dumped(folder, BASE)
        assert members(harvest(address, "--save", state)) == {}
        keeper.publish(kept, promise("pipes", "More pipes"), promise("gas", "Gas"))
        news = harvest(address, "--save", state)
        entities = {entity for entity, _ in members(news).values()}
        assert entities == {f"{BASE}promise/{name}" for name in ("pipes", "roads", "gas")}
        gone = [quad.subject for quad in news if quad.object == NamedNode(DELETE)]
        assert [members(news)[name][0] for name in gone] == [f"{BASE}promise/roads"]
        assert rebuilt([*first, *news]) == dumped(folder, BASE)


def test_a_time_leads_past_what_is_older(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "project")
    keeper.publish(promise("old", "Old"))
    keeper.publish(promise("old", "Old"), promise("new", "New"))
    with served(keeper.project.folder) as address:
        times = sorted({time for _, time in members(harvest(address)).values()})
        found = harvest(address, "--after", times[0])
    assert {entity for entity, _ in members(found).values()} == {f"{BASE}promise/new"}
