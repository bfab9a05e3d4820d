"""``SERVICE`` and updates are refused by their tokens, and by nothing else."""

import pytest

from govkg.errors import ForbiddenQueryError
from govkg.graph.sparql.tokens import refuse

INNOCENT = [
    "SELECT ?service { ?service a <urn:service> }",
    "SELECT * { ?s ex:service ?o }",
    "SELECT * { ?s service: ?o }",
    "SELECT * { ?s service:x ?o }",
    "SELECT * { ?s ?p 'SERVICE <http://127.0.0.1/> {}' }",
    'SELECT * { ?s ?p """a "SERVICE" b""" }',
    "SELECT * { ?s ?p ?o } # SERVICE <http://127.0.0.1/>",
    "SELECT * { <http://example.org/SERVICE> ?p ?o }",
    "SELECT * { ?s ?p 'it''s' }",
    "ASK { ?insert ?delete ?load }",
    "PREFIX insert: <urn:x> SELECT * { insert:a ?p ?o }",
    "BASE <http://example.org/> SELECT * { ?s ?p 'x'@service }",
    "",
]
GUILTY = [
    "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "select*{service<http://127.0.0.1/>{?s ?p ?o}}",
    "SELECT * { SeRvIcE SILENT ?endpoint { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { \\U00000053ERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "SELECT * { ?s ?p '#' . SERVICE <http://127.0.0.1/> {} }",
    "SELECT * { ?s ?p <http://example.org/#> . SERVICE <http://127.0.0.1/> {} }",
    "SELECT * { # comment\rSERVICE <http://127.0.0.1/> {} }",
    "SELECT * { ?s ?p 'a\\'b' SERVICE <http://127.0.0.1/> {} }",
    "SELECT * { ?a < ?b SERVICE <http://127.0.0.1/> {} }",
]
UPDATES = [
    "INSERT DATA { <a:a> <a:b> <a:c> }",
    "PREFIX select: <urn:x> DELETE WHERE { ?s ?p ?o }",
    "BASE <http://example.org/> LOAD <x>",
    "# SELECT\nDROP ALL",
    "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
]


@pytest.mark.parametrize("query", INNOCENT)
def test_names_strings_and_comments_are_innocent(query: str) -> None:
    """Only the keyword counts."""
    refuse(query)


@pytest.mark.parametrize("query", GUILTY)
def test_service_is_refused_however_it_is_spelt(query: str) -> None:
    """Case, escapes and what stands before it do not hide the keyword."""
    with pytest.raises(ForbiddenQueryError, match="SERVICE"):
        refuse(query)


@pytest.mark.parametrize("query", UPDATES)
def test_updates_are_refused(query: str) -> None:
    """A release never changes."""
    with pytest.raises(ForbiddenQueryError, match="Updates"):
        refuse(query)
