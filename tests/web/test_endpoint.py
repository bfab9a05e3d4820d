"""The endpoint, request by request: what the protocol and RFC 9110 ask, and more."""

import html
import re
import socket
import threading
from typing import Any, Final

import pytest
import rdflib
from pyoxigraph import parse
from starlette.testclient import TestClient

from govkg.formats import GRAPH_FORMATS, RESULT_FORMATS, GraphFormat, ResultFormat

FORM: Final = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT: Final = {"Content-Type": "application/sparql-query"}
ASK: Final = "ASK { ?s ?p ?o }"
COUNT: Final = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
LABELS: Final = (
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> SELECT ?s ?l { ?s rdfs:label ?l }"
)
CROSS_JOIN: Final = (
    "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9)) + " }"
)
TRIPLES: Final = 15


def get(client: TestClient, query: str, **parameters: Any) -> Any:
    """Ask by GET."""
    return client.get("/sparql", params={"query": query, **parameters})


def test_all_ways_to_ask_give_the_same(client: TestClient) -> None:
    """GET, form, direct, and HTTP QUERY."""
    expected = get(client, COUNT).json()["results"]["bindings"][0]["n"]["value"]
    assert expected == str(TRIPLES)
    for method, headers, body in (
        ("POST", FORM, b"query=SELECT+(COUNT(*)+AS+%3Fn)+%7B+%3Fs+%3Fp+%3Fo+%7D"),
        ("POST", DIRECT, COUNT.encode()),
        ("POST", {"Content-Type": "application/sparql-query; charset=utf-8"}, COUNT.encode()),
        ("QUERY", DIRECT, COUNT.encode()),
    ):
        response = client.request(method, "/sparql", headers=headers, content=body)
        assert response.status_code == 200
        assert response.json()["results"]["bindings"][0]["n"]["value"] == expected
    assert client.get("/sparql/", params={"query": COUNT}).status_code == 200


def test_a_form_is_decoded_once(client: TestClient) -> None:
    """A percent sign in a literal stays what it is."""
    query = 'SELECT ("100%25 + 1" AS ?x) {}'
    response = client.post("/sparql", data={"query": query, "format": "csv"})
    assert response.text == "x\r\n100%25 + 1\r\n"


@pytest.mark.parametrize("form", RESULT_FORMATS, ids=lambda form: form.name)
def test_rows_come_in_every_format(client: TestClient, form: ResultFormat) -> None:
    """By header, by short name, by media type."""
    by_header = client.get("/sparql", params={"query": LABELS}, headers={"Accept": form.media_type})
    assert by_header.headers["content-type"] == form.content_type
    for name in (form.name, form.media_type):
        response = get(client, LABELS, format=name)
        assert response.headers["content-type"] == form.content_type
        assert sorted(response.text) == sorted(by_header.text)


@pytest.mark.parametrize("form", GRAPH_FORMATS, ids=lambda form: form.name)
def test_graphs_come_in_every_format(client: TestClient, form: GraphFormat) -> None:
    """CONSTRUCT and DESCRIBE alike."""
    for query in ("CONSTRUCT WHERE { ?s ?p ?o }", "DESCRIBE <https://example.org/thing/a>"):
        response = client.get(
            "/sparql", params={"query": query}, headers={"Accept": form.media_type}
        )
        assert response.headers["content-type"] == form.content_type
        assert list(parse(response.content, format=form.codec))
        assert get(client, query, format=form.name).headers["content-type"] == form.content_type


def test_names_of_formats_fit_the_form_of_the_query(client: TestClient) -> None:
    """``xml`` is RDF/XML for a graph; what does not fit falls back to Accept; case is nothing."""
    graph = "CONSTRUCT WHERE { ?s ?p ?o }"
    for query, name, expected in (
        (graph, "xml", "application/rdf+xml"),
        (COUNT, "XML", "application/sparql-results+xml"),
        (graph, "ttl", "text/turtle; charset=utf-8"),
        (graph, "csv", "text/turtle; charset=utf-8"),
        (COUNT, "turtle", "application/sparql-results+json"),
        (ASK, "csv", "application/sparql-results+json"),
        (graph, "json-ld", "application/ld+json"),
    ):
        assert get(client, query, format=name).headers["content-type"] == expected
    synonyms = get(client, COUNT, format="csv", output="csv", results="csv")
    assert synonyms.headers["content-type"].startswith("text/csv")


def test_what_no_format_suits_is_406(client: TestClient) -> None:
    """With the formats of this form of query."""
    for query, accept, offered in (
        (COUNT, "text/turtle", "text/csv"),
        (ASK, "text/csv", "application/sparql-results+json"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv", "text/turtle"),
    ):
        response = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
        assert response.status_code == 406
        assert offered in response.json()["offers"]


def test_a_page_of_406_leads_to_each_choice(client: TestClient) -> None:
    accept = "application/sparql-results+json, text/html;q=0.1"
    query = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    response = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert response.status_code == 406
    assert response.headers["content-type"].startswith("text/html")
    found = re.findall(r'href="([^"]*&amp;format=[^"]*)"', response.text)
    assert len(found) == len(GRAPH_FORMATS)
    answers = [client.get(html.unescape(address)) for address in found]
    types = [answer.headers["content-type"].partition(";")[0] for answer in answers]
    assert types == [form.media_type for form in GRAPH_FORMATS]


def test_the_default_graph_is_the_merge(client: TestClient) -> None:
    """A triple in two graphs counts once; FROM and GRAPH are honoured."""
    things = "https://example.org/graph/things"

    def count(query: str, **parameters: Any) -> str:
        return str(get(client, query, format="csv", **parameters).text.split()[1])

    assert count(COUNT) == str(TRIPLES)
    assert count("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == str(2 * TRIPLES)
    from_things = COUNT.replace("{", f"FROM <{things}> {{")
    assert count(from_things) == str(TRIPLES)
    assert count("SELECT (COUNT(*) AS ?n) FROM <urn:none> { ?s ?p ?o }") == "0"
    both = {"default-graph-uri": [things, "https://example.org/graph/copy"]}
    assert count(COUNT, **both) == str(TRIPLES)
    assert count(COUNT, **{"default-graph-uri": "urn:none"}) == "0"
    named = {"named-graph-uri": things}
    assert count("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", **named) == str(TRIPLES)
    assert count(COUNT, **named) == "0"


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status", "word"),
    [
        ("GET", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", {}, b"", 400, "query"),
        ("GET", "/sparql?query=ASK%7B%7D&colour=red", {}, b"", 400, "colour"),
        ("GET", "/sparql?format=csv", {}, b"", 400, "query"),
        ("GET", "/sparql?query=ASK%7B%7D&timeout=soon", {}, b"", 400, "timeout"),
        ("GET", "/sparql?query=ASK%7B%7D&timeout=-1", {}, b"", 400, "timeout"),
        ("GET", "/sparql?query=ASK%7B%7D&timeout=nan", {}, b"", 400, "timeout"),
        (
            "GET",
            "/sparql?query=ASK%7B%7D&default-graph-uri=x%20y",
            {},
            b"",
            400,
            "default-graph-uri",
        ),
        ("GET", "/sparql?query=ASK%7B%7D%FF", {}, b"", 400, "UTF-8"),
        ("GET", "/sparql?query=" + "&a=1" * 2000, {}, b"", 400, "parameters"),
        ("POST", "/sparql", DIRECT, b"ASK { ?s ?p \xff }", 400, "UTF-8"),
        ("POST", "/sparql", FORM, b"format=csv", 400, "query"),
        ("POST", "/sparql", {}, b"query=ASK%7B%7D", 415, "application/sparql-query"),
        ("POST", "/sparql", {"Content-Type": "text/plain"}, b"ASK {}", 415, "text/plain"),
        (
            "POST",
            "/sparql",
            {"Content-Type": "application/sparql-query; charset=latin-1"},
            b"ASK {}",
            415,
            "latin-1",
        ),
        ("POST", "/sparql", DIRECT, b"#" * 10_001, 413, "10000"),
        ("POST", "/sparql", FORM, b"update=DROP%20ALL", 403, "never changes"),
        ("GET", "/sparql?update=DROP%20ALL", {}, b"", 403, "never changes"),
        (
            "POST",
            "/sparql",
            {"Content-Type": "application/sparql-update"},
            b"DROP ALL",
            403,
            "never",
        ),
        ("POST", "/sparql", DIRECT, b"DROP ALL", 403, "never changes"),
        ("PUT", "/sparql?query=ASK%7B%7D", {}, b"", 405, "QUERY"),
    ],
)
def test_what_breaks_the_protocol_is_named(  # noqa: PLR0913, PLR0917  # one request, taken apart
    client: TestClient,
    method: str,
    path: str,
    headers: dict[str, str],
    body: bytes,
    status: int,
    word: str,
) -> None:
    """Status, problem document, the parameter or limit, and CORS as for success."""
    response = client.request(method, path, headers=headers, content=body)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert word in problem["detail"]
    assert problem["type"].startswith("https://w3id.org/govkg/problems#")
    assert response.headers["access-control-allow-origin"] == "*"


def test_a_syntax_error_has_its_place(client: TestClient) -> None:
    """Line and column, and what stands there."""
    problem = get(client, "SELECT ?s\nWHERE { ?s ?p }").json()
    assert (problem["line"], problem["column"]) == (2, 15)
    assert "“}” is not expected here" in problem["detail"]
    assert "not finished" in get(client, "SELECT ?s WHERE { ?s ?p ?o").json()["detail"]


def test_limits_name_themselves(client: TestClient) -> None:
    """The limit that fired, its value, and how to get the data instead."""
    late = get(client, CROSS_JOIN)
    assert late.status_code == 504
    assert (late.json()["limit"], late.json()["value"]) == ("time", 2.0)
    later = get(client, CROSS_JOIN, timeout=0.5)
    assert later.json()["value"] == 0.5
    patient = get(client, CROSS_JOIN, timeout=100)
    assert patient.json()["value"] == 2.0
    large = get(client, "SELECT * { ?a ?b ?c . ?d ?e ?f }")
    assert large.status_code == 507
    assert (large.json()["limit"], large.json()["value"]) == ("answer size", 10_000)
    for response in (late, large):
        assert "/downloads/" in response.json()["detail"]
    assert (
        len(get(client, "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 5", format="csv").text.splitlines())
        == 6
    )


def test_service_opens_no_socket(client: TestClient) -> None:
    """A listening socket hears nothing."""
    heard = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)
        port = server.getsockname()[1]

        def listen() -> None:
            try:
                server.accept()[0].close()
            except TimeoutError:
                return
            heard.set()

        listener = threading.Thread(target=listen)
        listener.start()
        for query in (
            f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
            f"SELECT * {{ \\u0053ERVICE SILENT <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}",
        ):
            assert get(client, query).status_code == 403
        listener.join()
    assert not heard.is_set()


def test_an_answer_that_is_known_is_not_computed_again(client: TestClient) -> None:
    """304 for the same release, query, format and graphs; another tag for another."""
    first = get(client, COUNT)
    known = {"If-None-Match": first.headers["etag"]}
    assert client.get("/sparql", params={"query": COUNT}, headers=known).status_code == 304
    assert get(client, ASK).headers["etag"] != first.headers["etag"]
    assert get(client, COUNT, format="csv").headers["etag"] != first.headers["etag"]
    graph = {"default-graph-uri": "urn:x"}
    assert get(client, COUNT, **graph).headers["etag"] != first.headers["etag"]
    assert first.headers["govkg-release"]


def test_an_answer_links_to_itself_for_good(client: TestClient) -> None:
    """The address in ``Link`` names the release, and asks the same."""
    things = "https://example.org/graph/things"
    for parameters in ({}, {"format": "csv"}, {"default-graph-uri": things, "format": "tsv"}):
        first = get(client, COUNT, **parameters)
        address = first.headers["link"].removeprefix("<").partition(">")[0]
        assert address.startswith(
            f"http://testserver/releases/{first.headers['govkg-release']}/sparql?"
        )
        again = client.get(address)
        assert again.status_code == 200
        assert again.content == first.content
    assert client.get("/releases/0123456789abcdef/sparql", params={"query": ASK}).status_code == 404


def test_no_header_is_too_long_for_a_proxy(client: TestClient) -> None:
    """A long query has no address that anyone could use."""
    query = f"{ASK} # {'long ' * 500}"
    response = client.post("/sparql", headers=DIRECT, content=query)
    assert response.status_code == 200
    assert "link" not in response.headers


def test_a_preflight_is_answered(client: TestClient) -> None:
    """Without credentials."""
    response = client.options(
        "/sparql",
        headers={"Origin": "https://example.net", "Access-Control-Request-Method": "QUERY"},
    )
    assert response.status_code == 204
    assert "QUERY" in response.headers["access-control-allow-methods"]
    assert response.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in response.headers


def test_head_is_get_without_a_body(client: TestClient) -> None:
    """With the same headers."""
    response = client.head("/sparql", params={"query": COUNT})
    assert response.status_code == 200
    assert response.headers["content-length"] == get(client, COUNT).headers["content-length"]


def test_without_a_query_the_endpoint_describes_itself(client: TestClient) -> None:
    """SPARQL 1.1 Service Description, in every graph format, and a page for people."""
    response = client.get("/sparql")
    graph = rdflib.Graph().parse(data=response.text, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    (service,) = graph.subjects(rdflib.RDF.type, sd.Service)
    assert len(set(graph.objects(service, sd.resultFormat))) == 8
    assert {str(name) for name in graph.objects(None, sd.name)} == {
        "https://example.org/graph/things",
        "https://example.org/graph/copy",
    }
    xml = client.get("/sparql", headers={"Accept": "application/rdf+xml"})
    assert rdflib.Graph().parse(data=xml.text, format="xml").isomorphic(graph)
    named = client.get("/sparql?format=ttl", headers={"Accept": "text/html"})
    assert rdflib.Graph().parse(data=named.text, format="turtle").isomorphic(graph)


def test_a_browser_gets_the_form_with_its_query(client: TestClient) -> None:
    """Nothing is evaluated until it is sent; a named format is an answer."""
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    for parameters in ({}, {"query": CROSS_JOIN}):
        page = client.get("/sparql", params=parameters, headers=browser)
        assert page.status_code == 200
        assert page.headers["content-type"].startswith("text/html")
    sent = client.get("/sparql", params={"query": COUNT, "format": "csv"}, headers=browser)
    assert sent.headers["content-type"].startswith("text/csv")
