"""Which resources share a document, and that what is put together is what is written at once."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, parse

from govkg.graph.columns.documents import Documents
from govkg.graph.columns.statements import Statements
from govkg.graph.documents import Describer
from govkg.graph.serialisation import write_statements
from govkg.vocabulary import RDF, RDFS
from merges import columns_of

NAMES = ["urn:a", "urn:a!", "urn:a!#c", "urn:a#b", "urn:a#b/c", "urn:a$", "urn:a/b#c", "urn:é#d"]
OBJECTS = ["<urn:K>", "<urn:L>", "_:c14n0", '"a"']
LINES = [f"<{s}> <{p}> {o} ." for s in NAMES for p in (f"{RDF}type", "urn:p") for o in OBJECTS]
LABEL = f"<{RDFS}label>"


@settings(max_examples=60, deadline=None)
@given(st.sets(st.sampled_from(LINES), min_size=1))
def test_a_document_is_an_entity_and_its_fragments(lines: set[str]) -> None:
    said = [line.split(" ") for line in lines]
    with TemporaryDirectory() as name:
        documents = Documents(Statements(columns_of(Path(name) / "columns", lines)))
        found = documents.among([*NAMES, "urn:a/b", "urn:é", "urn:none", "urn:K"])
    assert not [iri for iri in found if "#" in iri]
    for iri in {subject[1:-1].partition("#")[0] for subject, *_ in said}:
        document = found.pop(iri)
        subjects = {one[1:-1] for one, *_ in said}
        assert document.resources == tuple(
            sorted(one for one in subjects if one.partition("#")[0] == iri)
        )
        assert document.classes == tuple(
            sorted(
                o[1:-1]
                for s, p, o, _ in said
                if (s, p) == (f"<{iri}>", f"<{RDF}type>") and o[0] == "<"
            )
        )
    assert not found


@pytest.fixture
def about_a(tmp_path: Path) -> tuple[Describer, Documents]:
    """Describe a thing that one whose name it uses points at, and that names nothing else."""
    lines = [
        "<urn:a> <urn:p> <urn:b> .",
        "<urn:a> <urn:p> <urn:c> .",
        "<urn:b> <urn:q> <urn:a> .",
        f'<urn:b> {LABEL} "B: of rdf: \\"x\\""@en .',
        f'<urn:c> {LABEL} "C"@zh .',
        f'<urn:c> {LABEL} "C"@en .',
        '<urn:c> <http://www.w3.org/2004/02/skos/core#prefLabel> "preferred"@en .',
    ]
    store = Store()
    store.extend(
        Quad(one.subject, one.predicate, one.object, DefaultGraph())
        for one in parse("\n".join(lines), RdfFormat.N_TRIPLES)
    )
    statements = Statements(columns_of(tmp_path / "columns", lines))
    return Describer(store, statements), Documents(statements)


@pytest.mark.parametrize("codec", [RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.RDF_XML])
@pytest.mark.parametrize("last", ["<urn:b> <urn:q> <urn:a> .\n", "<urn:d> <urn:q> <urn:a> .\n"])
def test_a_document_that_is_put_together_is_as_if_written_at_once(
    about_a: tuple[Describer, Documents], codec: RdfFormat, last: str
) -> None:
    describer, documents = about_a
    document = documents.first(["urn:none", "urn:a"])
    assert document
    expected = f"""<urn:a> <urn:p> <urn:b> .
<urn:a> <urn:p> <urn:c> .
{last}<urn:b> {LABEL} "B: of rdf: \\"x\\""@en .
<urn:c> {LABEL} "preferred"@en .
<urn:c> {LABEL} "C"@zh .
"""
    written = describer.write(describer.account(document), [last.encode()], codec)
    assert written == write_statements(list(parse(expected, RdfFormat.N_TRIPLES)), codec)
