"""Clients that researchers use, each with the whole set of example queries."""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper

from seed import PIPES, ROOT, publish_seed
from serving import served

FILES = sorted((ROOT / "queries" / "examples").glob("*.rq"))
CURL = shutil.which("curl") or "curl"
COMUNICA = ROOT / ".cache" / "comunica"
NODE = Path(sys.executable).with_name("node")
IRI = f"https://w3id.org/govkg{PIPES}"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("asked")
    publish_seed(folder)
    with served(folder) as address:
        yield address


def curl(*arguments: str) -> str:
    """Run curl; an answer that is no success is an error."""
    command = [CURL, "--silent", "--show-error", "--fail-with-body", *arguments]
    return subprocess.run(
        command, check=True, capture_output=True, text=True, timeout=60
    ).stdout  # the client under test


def converted(wrapper: SPARQLWrapper) -> Any:
    """Give what the wrapper makes of the answer: its type follows from the format."""
    return wrapper.queryAndConvert()


def rows(text: str) -> list[list[str]]:
    """Read CSV."""
    return list(csv.reader(io.StringIO(text)))


@pytest.fixture(scope="module")
def answers(server: str) -> dict[str, list[list[str]]]:
    """Ask every query with curl, which adds nothing of its own."""
    return {
        file.stem: rows(
            curl(f"{server}/sparql", "--data-urlencode", f"query@{file}", "-d", "format=csv")
        )
        for file in FILES
    }


def test_the_queries_are_all_there(answers: dict[str, list[list[str]]]) -> None:
    assert len(answers) == 23
    assert sum(len(answer) > 1 for answer in answers.values()) >= 15


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_sparqlwrapper(server: str, answers: dict[str, list[list[str]]], file: Path) -> None:
    wrapper = SPARQLWrapper(f"{server}/sparql")
    wrapper.setQuery(file.read_text(encoding="utf-8"))
    wrapper.setReturnFormat(JSON)
    found = converted(wrapper)
    header, *body = answers[file.stem]
    assert found["head"]["vars"] == header
    assert [
        [row.get(name, {}).get("value", "") for name in header]
        for row in found["results"]["bindings"]
    ] == body
    wrapper.setMethod(POST)
    wrapper.setReturnFormat(CSV)
    assert rows(converted(wrapper).decode()) == answers[file.stem]
    wrapper.setReturnFormat(XML)
    assert len(converted(wrapper).getElementsByTagName("result")) == len(body)


def test_sparqlwrapper_gets_graphs(server: str) -> None:
    wrapper = SPARQLWrapper(f"{server}/sparql")
    wrapper.setQuery(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ BIND(<{IRI}> AS ?s) ?s ?p ?o }}")
    wrapper.setReturnFormat(TURTLE)
    graph = rdflib.Graph().parse(data=converted(wrapper), format="turtle")
    assert len(graph) > 10
    wrapper.setReturnFormat(XML)
    response: Any = wrapper.query().response
    assert rdflib.Graph().parse(data=response.read(), format="xml").isomorphic(graph)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_rdflib_store(server: str, answers: dict[str, list[list[str]]], file: Path) -> None:
    for method in ("GET", "POST"):
        store = SPARQLStore(f"{server}/sparql", method=method)
        found = store.query(file.read_text(encoding="utf-8"))
        header, *body = answers[file.stem]
        assert [str(name) for name in found.vars or ()] == header
        given: list[Any] = list(found)
        assert [["" if term is None else str(term) for term in row] for row in given] == body


@pytest.mark.parametrize("path", ["", ".html", "#gas"])
def test_rdflib_parses_what_an_entity_address_leads_to(server: str, path: str) -> None:
    address = f"{server}{PIPES}{path}"
    if path == ".html":
        address = f"{server}{PIPES}.rdf"
    graph = rdflib.Graph().parse(address)
    assert (rdflib.URIRef(f"{IRI}#gas"), None, None) in graph


@pytest.mark.parametrize(
    ("accept", "start"),
    [
        ("text/turtle", "@prefix"),
        ("application/n-triples", "<http"),
        ("application/ld+json", "["),
        ("application/rdf+xml", "<?xml"),
        ("text/html", "<!doctype html>"),
    ],
)
def test_curl_gets_what_it_asks_for(server: str, accept: str, start: str) -> None:
    assert curl("-L", "-H", f"Accept: {accept}", f"{server}{PIPES}").startswith(start)


def ask_comunica(source: str) -> dict[str, dict[str, str]]:
    """Let Comunica answer every query from *source*, in one process: it takes long to start."""
    command = [str(NODE), str(Path(__file__).with_name("comunica.cjs")), str(COMUNICA), source]
    done = subprocess.run(
        [*command, *map(str, FILES)], check=True, capture_output=True, text=True, timeout=240
    )
    told: dict[str, dict[str, str]] = json.loads(done.stdout)
    return {Path(name).stem: one for name, one in told.items()}


@pytest.fixture(scope="module")
def asked(server: str) -> dict[str, dict[str, str]]:
    """Let it ask us the queries themselves."""
    return ask_comunica(f"sparql@{server}/sparql")


@pytest.fixture(scope="module")
def put_together(server: str) -> dict[str, dict[str, str]]:
    """Let it evaluate the queries by itself, asking us for nothing but patterns."""
    return ask_comunica(f"{server}/fragments")


def assert_same(told: dict[str, str], answer: list[list[str]]) -> None:
    """Compare all columns that Comunica writes: it leaves out those without a value."""
    assert "error" not in told, told
    found = rows(told["csv"])
    header, *body = answer
    if not body and not found:
        return  # nor does it write a header for an empty answer
    names = [name for name in header if name in found[0]]
    places = [found[0].index(name) for name in names]
    assert [[plain(row[place]) for place in places] for row in found[1:]] == [
        [plain(row[header.index(name)]) for name in names] for row in body
    ]


def plain(text: str) -> str:
    """Write a number without what does not count: Comunica writes ``1.0``, we write ``1``."""
    return re.sub(r"^(-?\d+)\.0$", r"\1", text)


with_comunica = pytest.mark.skipif(
    not (COMUNICA / "installed").exists() or shutil.which(str(NODE)) is None,
    reason="Comunica is not installed; `make test` installs it where npm can be reached",
)


@with_comunica
@pytest.mark.parametrize("name", [file.stem for file in FILES])
def test_comunica(
    asked: dict[str, dict[str, str]], answers: dict[str, list[list[str]]], name: str
) -> None:
    assert_same(asked[name], answers[name])


@with_comunica
@pytest.mark.parametrize("name", [file.stem for file in FILES])
def test_comunica_over_fragments(
    put_together: dict[str, dict[str, str]], answers: dict[str, list[list[str]]], name: str
) -> None:
    assert_same(put_together[name], answers[name])
