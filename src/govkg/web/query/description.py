"""The endpoint describes itself (SPARQL 1.1 Service Description)."""

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from govkg.formats import GRAPH_FORMATS, RESULT_FORMATS, GraphFormat
from govkg.graph.serialisation import write_statements
from govkg.settings import Settings
from govkg.vocabulary import DCTERMS, RDF, SD, VOID, XSD
from govkg.web.addressing.origin import Origin
from govkg.web.served import ServedRelease

_W3C_FORMATS = "http://www.w3.org/ns/formats/"
_FORMAT_NAMES = {
    "turtle": "Turtle",
    "nt": "N-Triples",
    "json-ld": "JSON-LD",
    "rdf+xml": "RDF_XML",
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
}


def describe_service(
    release: ServedRelease, settings: Settings, here: Origin, form: GraphFormat
) -> bytes:
    """Write the service description of *release*, asked at *here*."""
    triples = sorted(_facts(release, settings, here), key=str)
    return write_statements(triples, form.codec)


def _facts(release: ServedRelease, settings: Settings, here: Origin) -> Iterator[Triple]:
    base = release.manifest.dataset.base_iri
    service = NamedNode(f"{base}sparql")
    dataset = NamedNode(f"{base}sparql#dataset")
    merge = NamedNode(f"{base}sparql#default-graph")

    def fact(subject: NamedNode, predicate: str, value: NamedNode | Literal) -> Triple:
        return Triple(subject, NamedNode(predicate), value)

    def number(value: float) -> Literal:
        kind = "integer" if value == int(value) else "decimal"
        return Literal(f"{value:.10g}", datatype=NamedNode(f"{XSD}{kind}"))

    yield fact(service, f"{RDF}type", NamedNode(f"{SD}Service"))
    yield fact(service, f"{SD}endpoint", NamedNode(here.absolute("/sparql")))
    yield fact(service, f"{SD}supportedLanguage", NamedNode(f"{SD}SPARQL11Query"))
    for item in (*GRAPH_FORMATS, *RESULT_FORMATS):
        name = NamedNode(_W3C_FORMATS + _FORMAT_NAMES[item.name])
        yield fact(service, f"{SD}resultFormat", name)
    yield fact(service, f"{SD}defaultDataset", dataset)
    yield fact(
        service,
        f"{DCTERMS}description",
        Literal(
            f"Limits of one query: {settings.query_timeout:g} seconds, "
            f"{settings.query_memory} bytes of memory, {settings.result_bytes} bytes of answer. "
            "Past a limit the answer is an error, never a part.",
            language="en",
        ),
    )
    yield fact(dataset, f"{RDF}type", NamedNode(f"{SD}Dataset"))
    yield fact(dataset, f"{DCTERMS}title", Literal(release.manifest.dataset.title))
    yield fact(dataset, f"{DCTERMS}identifier", Literal(release.id))
    yield fact(dataset, f"{DCTERMS}license", NamedNode(release.manifest.dataset.licence))
    yield fact(dataset, f"{SD}defaultGraph", merge)
    yield fact(merge, f"{RDF}type", NamedNode(f"{SD}Graph"))
    yield fact(merge, f"{VOID}triples", number(release.manifest.triples))
    for place, graph in enumerate(release.manifest.graphs, start=1):
        named = NamedNode(f"{base}sparql#graph-{place}")
        yield fact(dataset, f"{SD}namedGraph", named)
        yield fact(named, f"{RDF}type", NamedNode(f"{SD}NamedGraph"))
        yield fact(named, f"{SD}name", NamedNode(graph))
