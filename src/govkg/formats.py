"""One table of everything that govkg reads and writes."""

from dataclasses import dataclass
from typing import Final

from pyoxigraph import QueryResultsFormat, RdfFormat


# Each stands in this table once, so that it is told from others by identity.
@dataclass(frozen=True, slots=True, eq=False)
class Format:
    """A serialisation, and how people, paths and headers name it."""

    name: str
    title: str
    media_type: str
    extension: str
    synonyms: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The value of ``Content-Type``: text carries its charset."""
        text = self.media_type.startswith("text/")
        return f"{self.media_type}; charset=utf-8" if text else self.media_type


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class GraphFormat(Format):
    """A serialisation of a graph or dataset, with the codec that reads and writes it."""

    codec: RdfFormat


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ResultFormat(Format):
    """A serialisation of SPARQL results, with the codec that writes it."""

    codec: QueryResultsFormat


HTML: Final = Format("html", "HTML", "text/html", "html", ("application/xhtml+xml",))

LINKSET: Final = Format(
    "linkset", "Link set", "application/linkset+json", "linkset", ("application/linkset",)
)

SPARQL_QUERY: Final = Format("sparql", "SPARQL", "application/sparql-query", "rq")

TURTLE: Final = GraphFormat("turtle", "Turtle", "text/turtle", "ttl", codec=RdfFormat.TURTLE)
N_TRIPLES: Final = GraphFormat(
    "nt",
    "N-Triples",
    "application/n-triples",
    "nt",
    ("text/plain",),
    codec=RdfFormat.N_TRIPLES,
)
JSON_LD: Final = GraphFormat(
    "json-ld",
    "JSON-LD",
    "application/ld+json",
    "jsonld",
    ("application/json",),
    codec=RdfFormat.JSON_LD,
)
RDF_XML: Final = GraphFormat(
    "rdf+xml",
    "RDF/XML",
    "application/rdf+xml",
    "rdf",
    ("application/xml", "text/xml"),
    codec=RdfFormat.RDF_XML,
)
N_QUADS: Final = GraphFormat("nq", "N-Quads", "application/n-quads", "nq", codec=RdfFormat.N_QUADS)
TRIG: Final = GraphFormat("trig", "TriG", "application/trig", "trig", codec=RdfFormat.TRIG)

JSON: Final = ResultFormat(
    "json",
    "JSON",
    "application/sparql-results+json",
    "srj",
    ("application/json",),
    codec=QueryResultsFormat.JSON,
)
XML: Final = ResultFormat(
    "xml",
    "XML",
    "application/sparql-results+xml",
    "srx",
    ("application/xml", "text/xml"),
    codec=QueryResultsFormat.XML,
)
CSV: Final = ResultFormat("csv", "CSV", "text/csv", "csv", codec=QueryResultsFormat.CSV)
TSV: Final = ResultFormat(
    "tsv", "TSV", "text/tab-separated-values", "tsv", codec=QueryResultsFormat.TSV
)

GRAPH_FORMATS: Final = (TURTLE, N_TRIPLES, JSON_LD, RDF_XML)
GRAPH_DOCUMENTS: Final = (*GRAPH_FORMATS, TRIG)
DOCUMENT_FORMATS: Final = (HTML, *GRAPH_DOCUMENTS, LINKSET)
RESULT_FORMATS: Final = (JSON, XML, CSV, TSV)
BOOLEAN_FORMATS: Final = (JSON, XML)
FRAGMENT_FORMATS: Final = (TRIG, N_QUADS, TURTLE, N_TRIPLES, JSON_LD, HTML)
SOURCE_FORMATS: Final = (TURTLE, N_TRIPLES, JSON_LD, RDF_XML, N_QUADS, TRIG)

DOCUMENT_EXTENSIONS: Final = {item.extension: item for item in DOCUMENT_FORMATS}
SOURCE_EXTENSIONS: Final = {item.extension: item for item in SOURCE_FORMATS}
