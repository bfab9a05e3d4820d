"""Statistics that are counted on are those that are counted anew."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govkg.release.files import counting, statistics
from govkg.release.files.counting import count_statements
from govkg.release.files.recounting import Balance, recount_statements
from govkg.vocabulary import RDF, SDG, WIKIDATA
from merges import columns_of

BASE = "urn:x:"
SUBJECTS = ["urn:x:a", "urn:x:a#f", "urn:x:a#g", "urn:x:a!", "urn:x:a-b#f", "urn:y:a#f"]
OBJECTS = ["<urn:x:a>", "<urn:x:a#f>", f"<{WIKIDATA}Q1>", f"<{SDG}1>", '"a"', '"a"@en', '"Ä "']
PREDICATES = [f"{RDF}type", "urn:x:a#g", "urn:p"]
LINES = [
    *(f"<{s}> <{p}> {o} ." for s in SUBJECTS for p in PREDICATES for o in OBJECTS),
    '_:c14n0 <urn:p> "a" .',
    "<urn:x:a> <urn:p> _:c14n0 .",
]


@settings(max_examples=15, deadline=None)
@given(
    st.sets(st.sampled_from(LINES), min_size=1),
    st.sets(st.sampled_from(LINES), max_size=20),
)
def test_what_is_counted_on_after_any_change_is_the_same(
    before: set[str], change: set[str]
) -> None:
    after = before ^ change or {LINES[0]}
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        for room in (counting, statistics):
            patch.setattr(room, "FREQUENT", 3)
        older, newer = (
            columns_of(Path(name) / which, lines)
            for which, lines in (("before", before), ("after", after))
        )
        known = count_statements(older, BASE)
        balance = Balance(before - after, after - before)
        assert recount_statements(known, balance, newer, BASE) == count_statements(newer, BASE)
