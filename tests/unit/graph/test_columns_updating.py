"""Columns that follow a change are those that are built anew."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govkg.graph.columns.comparing import differences
from govkg.graph.columns.updating import update_columns
from govkg.graph.rebuilding import RebuildError
from merges import columns_of

NUMBER = "http://www.w3.org/2001/XMLSchema#"
SUBJECTS = ["<urn:a>", "<urn:a/b>", "<urn:b>", "_:c14n0", "<urn:p>"]
OBJECTS = [
    *SUBJECTS,
    '"a"',
    '"a"@en',
    '"Ä \\"x\\""',
    '"\u0130"@tr',
    f'"1"^^<{NUMBER}integer>',
    f'"1.5"^^<{NUMBER}decimal>',
    f'"x"^^<{NUMBER}integer>',
    '"x"^^<urn:t>',
]
LINES = [f"{s} {p} {o} ." for s in SUBJECTS for p in ("<urn:p>", "<urn:q>") for o in OBJECTS]


@settings(max_examples=40, deadline=None)
@given(
    st.sets(st.sampled_from(LINES), min_size=1),
    st.sets(st.sampled_from(LINES), max_size=20),
)
def test_columns_that_follow_any_change_are_the_same(before: set[str], change: set[str]) -> None:
    after = before ^ change
    with TemporaryDirectory() as name:
        folder = Path(name)
        columns_of(folder / "before", before)
        update_columns(folder / "next", folder / "before", before - after, after - before)
        assert list(differences(folder / "next", columns_of(folder / "after", after))) == []


@pytest.mark.parametrize(
    ("removed", "added"),
    [
        (['<urn:x> <urn:p> "a" .'], []),
        ([], [LINES[0]]),
        ([LINES[0].replace("<urn:a>", "<urn:b>", 1)], []),
    ],
)
def test_columns_of_something_else_are_not_followed(
    tmp_path: Path, removed: list[str], added: list[str]
) -> None:
    columns_of(tmp_path / "before", set(LINES[:3]))
    with pytest.raises(RebuildError):
        update_columns(tmp_path / "next", tmp_path / "before", removed, added)
