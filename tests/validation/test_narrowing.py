"""A query looks along those properties alone that can pass its first filter, and finds the same."""

import re

import pytest
from pyoxigraph import RdfFormat, Store

from govkg.validation.engine.data import Data

TURTLE = """
@prefix : <urn:> .
:a :link :b ; :name "A"@en , "B"@zh ; :note "C" , [ :link :a ] .
:link :label "links" ; a :P .
:a a :C .
"""


def asked(condition: str, rest: str = "") -> str:
    """Write a query whose group begins with any triple and a filter."""
    return f"""PREFIX : <urn:>
        SELECT ?path ?value WHERE {{
            $this ?path ?value .
            FILTER({condition})
            {rest}
        }}"""


@pytest.mark.parametrize(
    ("condition", "properties"),
    [
        ("isLiteral(?value)", {"name", "note", "label"}),
        ("!isLiteral(?value)", {"link", "note"}),
        ("isBlank(?value)", {"note"}),
        ('LANG(?value) = ""', {"note", "label"}),
        ('isLiteral(?value) && LANG(?value) NOT IN ("", "zh")', {"name"}),
        ("?path IN (:name, :link) && isLiteral(?value)", {"name"}),
        ("NOT EXISTS { ?path :label ?label }", {"name", "note", "label"}),
        ("EXISTS { ?path :label ?label }", {"link"}),
        ('STR(?value) = "A"', None),
        ("EXISTS { $this ?path ?value }", None),
    ],
)
def test_a_filter_leaves_few_properties(condition: str, properties: set[str] | None) -> None:
    store = Store()
    store.load(TURTLE.encode(), RdfFormat.TURTLE)
    query = asked(condition)
    narrowed = Data(store).narrowed(query)
    values = re.search(r"VALUES \?path \{ (.*?) \}", narrowed)
    assert properties == (set(re.findall(r"urn:(\w+)", values[1])) if values else None)
    assert sorted(map(str, store.query(narrowed))) == sorted(map(str, store.query(query)))


def test_a_variable_that_may_be_bound_elsewhere_is_not_judged_beforehand() -> None:
    store = Store()
    store.load(TURTLE.encode(), RdfFormat.TURTLE)
    query = asked(
        "NOT EXISTS { ?path :label ?label }", "$this :link ?label . FILTER(?path = :link)"
    )
    assert Data(store).narrowed(query) == query
    assert list(store.query(query))


@pytest.mark.parametrize(
    ("condition", "classes"),
    [
        ('STR(?value) = "urn:C"', {"C"}),
        ("EXISTS { ?known a ?value FILTER EXISTS { ?known :label ?text } }", None),
        ("EXISTS { :a a ?value }", {"C"}),
        ("$this != ?value", None),
    ],
)
def test_a_filter_leaves_few_classes(condition: str, classes: set[str] | None) -> None:
    store = Store()
    store.load(TURTLE.encode(), RdfFormat.TURTLE)
    query = asked(condition).replace("$this ?path ?value", "$this a ?value")
    narrowed = Data(store).narrowed(query)
    values = re.search(r"VALUES \?value \{ (.*?) \}", narrowed)
    assert classes == (set(re.findall(r"urn:(\w+)", values[1])) if values else None)
    assert sorted(map(str, store.query(narrowed))) == sorted(map(str, store.query(query)))


def test_a_class_without_a_name_leaves_a_query_as_it_is() -> None:
    store = Store()
    store.load(f"{TURTLE} :b a [] .".encode(), RdfFormat.TURTLE)
    query = asked("isBlank(?value)").replace("$this ?path ?value", "$this a ?value")
    assert Data(store).narrowed(query) == query
    assert len(list(store.query(query))) == 1
