"""From ``/robots.txt`` to everything: what a stranger's crawler gets of us."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import rdflib

from crawling import Crawl, crawl
from govkg.vocabulary import NAMESPACE
from seed import publish_seed
from serving import served


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    folder = tmp_path_factory.mktemp("crawled")
    publish_seed(folder)
    with served(folder) as address:
        yield folder, address


@pytest.fixture(scope="module")
def dump(server: tuple[Path, str]) -> rdflib.Graph:
    """Take the dump as anyone does."""
    return rdflib.Graph().parse(f"{server[1]}/downloads/dataset.nt", format="nt")


@pytest.fixture(scope="module")
def crawled(server: tuple[Path, str]) -> Crawl:
    return crawl(server[1])


def entities(graph: rdflib.Graph) -> set[str]:
    """Give the entities that *graph* is about: subjects of ours, without fragments."""
    return {
        str(subject).partition("#")[0]
        for subject in graph.subjects()
        if str(subject).startswith(NAMESPACE)
    }


def test_every_entity_of_the_dump_is_reached(crawled: Crawl, dump: rdflib.Graph) -> None:
    wanted = entities(dump)
    assert len(wanted) > 100
    paths = {unquote(urlsplit(address).path) for address in crawled.visited}
    assert {f"/{iri.removeprefix(NAMESPACE)}" for iri in wanted} <= paths


def test_the_documents_together_hold_every_triple_of_the_entities(
    crawled: Crawl, dump: rdflib.Graph
) -> None:
    about = entities(dump)
    wanted = {triple for triple in dump if str(triple[0]).partition("#")[0] in about}
    assert len(wanted) > 2000
    assert wanted - set(crawled.union) == set()


def test_another_format_gives_the_same(
    server: tuple[Path, str], crawled: Crawl, dump: rdflib.Graph
) -> None:
    again = crawl(server[1], "application/rdf+xml")
    ours = {triple for triple in dump if str(triple[0]).startswith(NAMESPACE)}
    assert ours <= set(again.union)
    assert len(again.visited) == len(crawled.visited)
