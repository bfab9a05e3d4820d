"""What is said of a subject is found in the columns: all of it, and nothing else."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govkg.errors import ReleaseError
from govkg.graph.columns.statements import STATEMENTS, Statements, open_statements
from govkg.graph.columns.terms import TERMS, Terms, sort_key
from merges import columns_of

IRIS = [f"urn:{name}" for name in ("a", "a#b", "a/b", "é", "p", "z")]
SUBJECTS = [*(f"<{iri}>" for iri in IRIS), "_:c14n0", "_:c14n1"]
OBJECTS = [*SUBJECTS, '"a"', '"a"@en', '"Ä \\"x\\"\\n"', '"1"^^<urn:t>']
LINES = [f"{s} {p} {o}" for s in SUBJECTS for p in ("<urn:p>", "<urn:q>") for o in OBJECTS]


def build(folder: Path, lines: set[str]) -> Path:
    return columns_of(folder / "columns", (f"{line} ." for line in lines))


def expected(lines: set[str], iris: list[str]) -> list[str]:
    """Follow blank nodes from *iris*, and give all lines about what was met."""
    wanted = {f"<{iri}>" for iri in iris}
    while True:
        found = {line for line in lines if line.split(" ", 1)[0] in wanted}
        owned = {line.rsplit(" ", 1)[1] for line in found if line.rsplit(" ", 1)[1][0] == "_"}
        if owned <= wanted:
            return sorted(found)
        wanted |= owned


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(LINES), min_size=1), st.lists(st.sampled_from(IRIS)))
def test_what_is_said_of_some_iris_is_found(lines: set[str], iris: list[str]) -> None:
    with TemporaryDirectory() as name:
        statements = Statements(build(Path(name), lines))
        assert [str(triple) for triple in statements.about(iris)] == expected(lines, iris)


@pytest.mark.parametrize("number", [1, 300, 5000])
def test_every_term_is_found_and_no_other(tmp_path: Path, number: int) -> None:
    lines = {f'<urn:{at:04}> <urn:p> "{at}"' for at in range(number)} | {"_:c14n0 <urn:p> _:c14n1"}
    terms = Terms(build(tmp_path, lines) / TERMS)
    names = [terms[number] for number in range(len(terms))]
    assert [terms.find(name) for name in names] == list(range(len(terms)))
    for other in (b"<urn:>", b"<urn:0000/>", b"<urn:z>", b"_:a", b"_:d", b'"', b'"z"'):
        assert terms.find(other) is None
        assert terms.place(other) == sum(sort_key(name) < sort_key(other) for name in names)


@pytest.mark.parametrize("size", [None, 0, 5])
def test_statements_that_are_lost_or_cut_short_are_told(tmp_path: Path, size: int | None) -> None:
    columns = build(tmp_path, set(LINES))
    file = columns / STATEMENTS
    if size is None:
        file.unlink()
    else:
        file.write_bytes(file.read_bytes()[:size])
    with pytest.raises(ReleaseError, match="columns of another version of govkg"):
        open_statements(columns)
