"""What the columns of a release can answer is not asked of another store."""

import json
from pathlib import Path

import pytest

from bench.peers.processes import free_port
from govkg.errors import BusyError, ForbiddenQueryError, QuerySyntaxError
from govkg.graph.columns.answering import Columns
from govkg.graph.remote import Remote, line_to
from govkg.graph.sparql.evaluation import Answer, Limits, Question
from govkg.graph.sparql.relaying import relay
from merges import columns_of

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s <urn:p> ?o }"
LIMITS = Limits(seconds=5, memory=2**30, answer=2**20)


@pytest.fixture
def columns(tmp_path: Path) -> Columns:
    """Give columns of two statements."""
    lines = ("<urn:a> <urn:p> <urn:b> .", "<urn:b> <urn:p> <urn:a> .")
    return Columns(columns_of(tmp_path / "columns", lines))


def relayed(query: str, columns: Columns | None) -> Answer:
    """Ask where nobody answers."""
    remote = Remote(f"http://127.0.0.1:{free_port()}/sparql", "urn:g")
    with line_to(remote) as line:
        return relay(Question("", query, "urn:"), remote, line, LIMITS, columns)


def test_columns_answer_while_the_other_store_is_away(columns: Columns) -> None:
    rows = json.loads(relayed(COUNT, columns).body)["results"]["bindings"]
    assert [row["n"]["value"] for row in rows] == ["2"]


def test_what_columns_cannot_answer_is_sent(columns: Columns) -> None:
    for query, asked in {COUNT: None, "ASK { <urn:a> <urn:p>+ ?o }": columns}.items():
        with pytest.raises(BusyError):
            relayed(query, asked)


def test_what_is_refused_is_never_sent(columns: Columns) -> None:
    for query, error in {"DROP ALL": ForbiddenQueryError, "SELECT {": QuerySyntaxError}.items():
        with pytest.raises(error):
            relayed(query, columns)
