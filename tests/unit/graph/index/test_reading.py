"""What lists and pages read of an index: who is described, where a statement stands, its values."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from govkg.graph.index import Index, Label
from govkg.graph.index.statements.collecting import EVENT as EVENT_OF
from govkg.graph.index.statements.collecting import KIND
from govkg.graph.index.statements.reading import Place
from govkg.vocabulary import GOVKG, RDF, RDFS, SCHEMA
from merges import index_of

PIPES, GAS, EVENT = "urn:pipes", "urn:pipes#gas", "urn:event"
LINES = [
    f'<{EVENT}> <{SCHEMA}startDate> "2024-05-09" .',
    f"<{PIPES}> <{RDF}type> <{GOVKG}Commitment> .",
    f"<{PIPES}> <{GOVKG}event> <{EVENT}> .",
    f"<{PIPES}> <{GOVKG}pillar> <urn:b> .",
    f"<{PIPES}> <{GOVKG}pillar> <urn:a> .",
    f'<{PIPES}> <{RDFS}label> "pipes"@en .',
    f'<{PIPES}> <{RDFS}label> "管网"@zh .',
    f"<{GAS}> <{RDF}type> <{GOVKG}Target> .",
    f"<urn:roads> <{RDF}type> <{GOVKG}Commitment> .",
]


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Index]:
    index_of(tmp_path / "index.sqlite", sorted(LINES))
    with closing(Index(tmp_path / "index.sqlite")) as opened:
        yield opened


def test_what_is_described_comes_with_all_its_labels(index: Index) -> None:
    assert index.described([PIPES, GAS, "urn:elsewhere", "urn:pipes#other"]) == {
        PIPES: [Label("pipes", "en"), Label("管网", "zh")],
        GAS: [],
    }
    assert index.described([]) == {}


def test_a_statement_has_a_place_and_nothing_else_has(index: Index) -> None:
    place = index.statements.place_of(PIPES)
    assert place is not None
    assert place == Place(place.number, "2024-05-09")
    assert [one.iri for one in index.statements.outlines([place.number])] == [PIPES]
    assert index.statements.place_of(GAS) is None
    assert index.statements.place_of(EVENT) is None


def test_each_statement_that_is_asked_for_has_its_values(index: Index) -> None:
    numbers = {one.iri: one.number for one in index.statements.outlines(index.statements.all)}
    values = index.statements.values(numbers.values())
    assert values[numbers[PIPES]][f"{GOVKG}pillar"] == ("urn:a", "urn:b")
    assert f"{GOVKG}pillar" not in values[numbers["urn:roads"]]
    assert index.statements.values([]) == {}


def test_only_values_of_the_properties_that_are_named_are_given(index: Index) -> None:
    numbers = {one.iri: one.number for one in index.statements.outlines(index.statements.all)}
    pillar = f"{GOVKG}pillar"
    assert index.statements.values(numbers.values(), pillar) == {
        numbers[PIPES]: {pillar: ("urn:a", "urn:b")},
        numbers["urn:roads"]: {},
    }


def test_nothing_is_read_where_nothing_is_asked_for(index: Index) -> None:
    assert index.statements.outlines([]) == []


def test_statements_that_share_a_value_are_counted_by_another(index: Index) -> None:
    shared = index.statements.shared
    assert shared(f"{GOVKG}Commitment", KIND, f"{GOVKG}pillar", 9) == {"urn:a": 1, "urn:b": 1}
    assert shared("urn:event", EVENT_OF, f"{GOVKG}pillar", 1) == {"urn:a": 1}
    assert shared("urn:nothing", KIND, f"{GOVKG}pillar", 9) == {"urn:a": 0, "urn:b": 0}
