"""Engines are compared by what they find, and one that does not end is said not to."""

from collections import Counter
from pathlib import Path

import pytest

from bench.engines.comparison import Comparison, Outcome, Trial, compare
from bench.engines.engines import LIBRARIES, Row
from bench.engines.table import write_table

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:labelled> a sh:NodeShape ; sh:targetSubjectsOf <urn:p> ; sh:property <urn:label> .
<urn:label> sh:path <urn:label> ; sh:minCount 1 ; sh:severity sh:Warning .
<urn:other> a sh:NodeShape ; sh:targetSubjectsOf <urn:p> ; sh:sparql [
    sh:message "It points to itself." ; sh:select "SELECT $this WHERE { $this <urn:p> $this }" ] .
"""
DATA = '<urn:a> <urn:p> <urn:a> . <urn:b> <urn:p> <urn:a> ; <urn:label> "b" .'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Make a project that breaks one rule of each kind."""
    (tmp_path / "govkg.toml").write_text(
        'title = "Few"\nbase_iri = "https://example.org/"\nshapes = ["rules"]\n'
    )
    for name, text in (("rules/rules.ttl", SHAPES), ("data/few.ttl", DATA)):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text)
    return tmp_path


def test_every_engine_finds_the_same(project: Path) -> None:
    core, whole = compare(Trial([project], seconds=60, leave_out=1000))
    assert (core.rules, core.shapes, whole.rules, whole.shapes) == ("core", 1, "all", 2)
    for comparison, wanted in ((core, 1), (whole, 2)):
        assert set(comparison.outcomes) == set(LIBRARIES)
        rows = [outcome.rows for outcome in comparison.outcomes.values()]
        assert rows == [rows[0]] * len(LIBRARIES)
        assert rows[0] is not None
        assert rows[0].total() == wanted


def test_an_engine_that_does_not_end_is_said_not_to() -> None:
    found: Counter[Row] = Counter({("Info", "urn:a", "urn:s", "urn:c", ""): 2})
    outcomes = {
        "govkg": Outcome(found, 2.0, 2**20, 0),
        "shacl": Outcome(Counter(), 1.0, 2**20, 0),
        "pySHACL": Outcome(None, 600.0, 0, 3),
    }
    text = "".join(write_table([Comparison("Few", 9, "all", 7, outcomes)]))
    assert "| Few, 9 triples | all | govkg | 2.00 | over 300 times | 1 | 2 | 2 |" in text
    assert "| pySHACL | over 600 |  |  |  |  |" in text
    assert "pySHACL, all rules of Few: 3 of 7 shapes done after 600 s." in text
    assert "shacl, all rules of Few: misses 2, as `Info urn:a urn:s urn:c`." in text
