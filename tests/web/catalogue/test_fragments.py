"""Triple Pattern Fragments: data, counts, pages and controls."""

from urllib.parse import urlencode

import pytest
import rdflib
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Triple, parse
from rdflib import FOAF, RDF, VOID, Namespace, URIRef
from starlette.testclient import TestClient

from govkg.formats import FRAGMENT_FORMATS, HTML, TRIG, Format
from govkg.graph.index import Index
from govkg.release.layout import active_release
from govkg.settings import Project
from govkg.web.catalogue.fragments.controls import PAGE_SIZE
from govkg.web.responses.caching import SHORT

HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
GOVKG = "https://w3id.org/govkg/ontology#"
ORIGIN = "http://testserver"
FORM = f"{ORIGIN}/fragments"


@pytest.fixture
def client(seed_client: TestClient) -> TestClient:
    return seed_client


def fragment(client: TestClient, address: str) -> tuple[rdflib.Graph, rdflib.Graph]:
    """Get a fragment as TriG: its data and its controls."""
    response = client.get(address, headers={"Accept": "application/trig"})
    assert response.status_code == 200, response.text
    quads = list(parse(response.text, format=RdfFormat.TRIG))
    graph = NamedNode(f"{FORM}#metadata")
    data = [quad.triple for quad in quads if quad.graph_name == DefaultGraph()]
    controls = [quad.triple for quad in quads if quad.graph_name == graph]
    assert len(data) + len(controls) == len(quads)
    return read(data), read(controls)


def read(triples: list[Triple]) -> rdflib.Graph:
    lines = "".join(f"{triple} .\n" for triple in triples)
    return rdflib.Graph().parse(data=lines, format="nt")


def asked(**terms: str) -> str:
    return f"{FORM}?{urlencode(terms)}" if terms else FORM


def total(controls: rdflib.Graph, address: str) -> int:
    (number,) = controls.objects(URIRef(address), HYDRA.totalItems)
    return int(str(number))


LABEL = str(rdflib.RDFS.label)
HOUSING = "https://w3id.org/govkg/pillar/housing"


@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"subject": HOUSING},
        {"predicate": LABEL},
        {"object": HOUSING},
        {"subject": HOUSING, "predicate": LABEL},
        {"predicate": f"{GOVKG}pillar", "object": HOUSING},
        {"subject": HOUSING, "object": '"Housing"@en'},
        {"subject": HOUSING, "predicate": LABEL, "object": '"Housing"@en'},
        {"object": '"4600"^^http://www.w3.org/2001/XMLSchema#integer'},
        {"object": '"Nothing of this kind"'},
        {"subject": "https://example.org/nowhere"},
    ],
    ids=str,
)
def test_every_kind_of_pattern_is_matched_and_counted(
    client: TestClient, merge: rdflib.Graph, terms: dict[str, str]
) -> None:
    literals = {
        '"Housing"@en': rdflib.Literal("Housing", lang="en"),
        '"4600"^^http://www.w3.org/2001/XMLSchema#integer': rdflib.Literal(4600),
        '"Nothing of this kind"': rdflib.Literal("Nothing of this kind"),
    }
    pattern = [
        literals.get(terms[name], URIRef(terms[name])) if name in terms else None
        for name in ("subject", "predicate", "object")
    ]
    expected = set(merge.triples((pattern[0], pattern[1], pattern[2])))
    address = asked(**terms)
    found: set[object] = set()
    following: str | None = address
    while following is not None:
        data, controls = fragment(client, following)
        assert total(controls, following) == len(expected)
        assert len(data) <= PAGE_SIZE
        found |= set(data)
        after = controls.value(URIRef(following), HYDRA.next)
        following = str(after) if after is not None else None
    assert found == expected


def test_pages_do_not_overlap(client: TestClient) -> None:
    first, controls = fragment(client, FORM)
    second, _ = fragment(client, f"{FORM}?page=2")
    assert len(first) == len(second) == PAGE_SIZE
    assert not set(first) & set(second)
    assert (URIRef(FORM), HYDRA.next, URIRef(f"{FORM}?page=2")) in controls


def test_the_controls_are_found_by_the_address_that_was_asked(client: TestClient) -> None:
    address = f"{FORM}?object=&predicate=%3Fp&subject={HOUSING}"
    _, controls = fragment(client, address)
    (graph,) = controls.subjects(FOAF.primaryTopic, URIRef(address))
    assert graph == URIRef(f"{FORM}#metadata")
    (search,) = controls.objects(URIRef(f"{FORM}#dataset"), HYDRA.search)
    template = str(controls.value(search, HYDRA.template))
    assert template == f"{FORM}{{?subject,predicate,object}}"
    mappings = {
        str(controls.value(item, HYDRA.variable)): controls.value(item, HYDRA.property)
        for item in controls.objects(search, HYDRA.mapping)
    }
    assert mappings == {name: RDF[name] for name in ("subject", "predicate", "object")}
    assert (URIRef(f"{FORM}#dataset"), VOID.subset, URIRef(address)) in controls


def test_prefixed_names_and_brackets_are_read(client: TestClient) -> None:
    plain = total(
        fragment(client, asked(object=f"{GOVKG}Commitment"))[1],
        asked(object=f"{GOVKG}Commitment"),
    )
    for written in ("govkg:Commitment", f"<{GOVKG}Commitment>"):
        address = asked(object=written)
        assert total(fragment(client, address)[1], address) == plain > 0


@pytest.mark.parametrize("form", FRAGMENT_FORMATS, ids=lambda form: form.name)
def test_a_fragment_has_its_headers(client: TestClient, form: Format) -> None:
    response = client.get("/fragments", headers={"Accept": form.media_type})
    assert response.status_code == 200
    headers = response.headers
    language = "Accept-Language, " if form is HTML else ""
    assert headers["content-type"] == form.content_type
    assert headers["vary"] == f"Accept, {language}Accept-Encoding"
    assert headers["cache-control"] == SHORT
    assert headers["govkg-release"]
    again = client.get(
        "/fragments", headers={"Accept": form.media_type, "If-None-Match": headers["etag"]}
    )
    assert again.status_code == 304
    assert again.headers["vary"] == headers["vary"]
    head = client.head("/fragments", headers={"Accept": form.media_type})
    assert head.headers["etag"] == headers["etag"]


def test_without_accept_it_is_trig(client: TestClient) -> None:
    assert client.get("/fragments").headers["content-type"] == TRIG.content_type


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("subject=%22text%22", "subject"),
        ("subject=_:b0", "subject"),
        ("object=%22open", "object"),
        ("predicate=not%20an%20iri", "predicate"),
        ("page=0", "page"),
        ("page=two", "page"),
    ],
)
def test_what_cannot_be_read_is_named(client: TestClient, query: str, part: str) -> None:
    response = client.get(f"/fragments?{query}")
    assert response.status_code == 400
    assert response.json()["parameter"] == part


def test_a_page_behind_the_last_is_404(client: TestClient) -> None:
    assert client.get("/fragments?page=900").status_code == 404


def test_people_get_a_form(client: TestClient, seed: Project) -> None:
    page = client.get(f"/fragments?subject={HOUSING}", headers={"Accept": HTML.media_type})
    assert f'value="{HOUSING}"' in page.text
    layout = active_release(seed.releases)
    assert layout is not None
    index = Index(layout.index)
    assert [label.text for label in index.labels([HOUSING])[HOUSING] if label.text in page.text]
    index.close()
