"""Whether all systems gave the same answer: rows in any order, numbers by their value."""

import json
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, parse

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
