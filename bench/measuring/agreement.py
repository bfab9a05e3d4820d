"""Whether all systems gave the same answer: rows in any order, numbers by their value."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import product
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, parse

from bench.generation.turtle import BASE
from bench.peers.processes import HOST
from bench.peers.publishers import Publisher
from bench.peers.systems import Endpoint
from bench.peers.wire import Connection
from bench.workload.queries import Query

Row = tuple[str, ...]


def disagreements(queries: list[Query], answers: Mapping[str, Mapping[str, bytes]]) -> list[str]:
    """Say which systems answer which query otherwise than most do."""
    found = []
    for query in queries:
        read = {
            name: _read_triples(body) if query.is_graph else _read_rows(body)
            for name, body in answers[query.name].items()
        }
        most = Counter(map(hash, read.values())).most_common(1)[0][0]
        found += [
            f"{name} on “{query.question}”: {len(rows)} rows"
            for name, rows in read.items()
            if hash(rows) != most
        ]
    return found


def other_documents(
    ours: Endpoint, publishers: Sequence[tuple[Publisher, Endpoint]], entities: Sequence[str]
) -> list[str]:
    """Say which publishers say something else of which entity than we do, in Turtle."""
    found = []
    for entity, (publisher, endpoint) in product(entities, publishers):
        with Connection(ours.port) as connection:
            expected = connection.get(f"{entity}.ttl").body
        with Connection(endpoint.port) as connection:
            body = connection.get(entity, {"Accept": publisher.formats["ttl"]}).body
        # It names every IRI after the host that it was asked at.
        body = body.replace(f"http://{HOST}:{endpoint.port}/".encode(), BASE.encode())
        if _facts(body, entity) != _facts(expected, entity):
            found.append(f"{publisher.name} on {entity}")
    return found


def _facts(turtle: bytes, entity: str) -> set[Row]:
    subject = NamedNode(BASE + entity.removeprefix("/"))
    return {
        (str(item.predicate), str(item.object))
        for item in parse(turtle, format=RdfFormat.TURTLE)
        if item.subject == subject
    }


def count_rows(query: Query, body: bytes) -> int:
    """Count the rows, or the triples, of an answer."""
    return len(_read_triples(body) if query.is_graph else _read_rows(body))


def _read_rows(body: bytes) -> tuple[Row, ...]:
    answer = json.loads(body)
    names = sorted(answer["head"]["vars"])
    return tuple(
        sorted(
            tuple(_value(row[name]) if name in row else "" for name in names)
            for row in answer["results"]["bindings"]
        )
    )


def _value(term: dict[str, Any]) -> str:
    """Give a value without its type: systems differ in the type of a sum."""
    text = str(term["value"])
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return str(number.normalize())


def _read_triples(body: bytes) -> tuple[Row, ...]:
    """Give the properties of the subject that most is said of: whatever else a system adds."""
    # rdflib-endpoint gives RDF/XML, whatever it is asked for.
    form = RdfFormat.RDF_XML if body.startswith(b"<?xml") else RdfFormat.TURTLE
    triples = list(parse(body, format=form))
    subjects = Counter(item.subject for item in triples if isinstance(item.subject, NamedNode))
    if not subjects:
        return ()
    subject = subjects.most_common(1)[0][0]
    return tuple(
        sorted(
            (str(item.predicate), str(item.object)) for item in triples if item.subject == subject
        )
    )
