"""Carry terms between pyoxigraph and rdflib, lexical forms and all."""

from collections.abc import Iterable
from typing import Any

import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Triple


def to_rdflib(term: Any) -> rdflib.term.Identifier:
    """Give rdflib's counterpart of a pyoxigraph term.

    Raises:
        TypeError: a quoted triple, which SHACL 1.0 knows nothing of.
    """
    match term:
        case NamedNode():
            return rdflib.URIRef(term.value)
        case BlankNode():
            return rdflib.BNode(term.value)
        case Literal():
            if term.language:
                return rdflib.Literal(term.value, lang=term.language)
            datatype = rdflib.URIRef(term.datatype.value)
            plain = datatype == rdflib.XSD.string
            return rdflib.Literal(term.value, datatype=None if plain else datatype, normalize=False)
    raise TypeError(f"{term} has no counterpart")


def to_oxigraph(term: Any) -> Any:
    """Give pyoxigraph's counterpart of a term of rdflib's.

    Raises:
        TypeError: a variable, or a formula of Notation3.
    """
    match term:
        case rdflib.URIRef():
            return NamedNode(str(term))
        case rdflib.BNode():
            return BlankNode(str(term))
        case rdflib.Literal():
            if term.language:
                return Literal(str(term), language=term.language)
            datatype = None if term.datatype is None else NamedNode(str(term.datatype))
            return Literal(str(term), datatype=datatype)
    raise TypeError(f"{term!r} has no counterpart")


def to_graph(triples: Iterable[Triple]) -> rdflib.Graph:
    """Build an rdflib graph of *triples*."""
    graph = rdflib.Graph(bind_namespaces="none")
    for triple in triples:
        graph.add(
            (to_rdflib(triple.subject), to_rdflib(triple.predicate), to_rdflib(triple.object))
        )
    return graph
