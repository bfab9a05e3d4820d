"""Pages of a pattern, read from columns, are what matches it, each triple once."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Store, Triple

from govkg.graph import patterns
from govkg.graph.columns.paging import ColumnPages
from govkg.graph.columns.updating import update_columns
from govkg.graph.patterns import Matcher, Pattern
from govkg.graph.sparql.names import Term
from merges import columns_of

NAMES = [NamedNode(f"urn:{name}") for name in ("a", "a/b", "é", "p", "q")]
OBJECTS: list[Term] = [*NAMES, Literal("a\n\\"), Literal("管网", language="zh"), Literal(5)]
TRIPLES = [Triple(s, p, o) for s in NAMES[:3] for p in NAMES[3:] for o in OBJECTS]
OPEN: list[tuple[Term | None, Term | None]] = [
    (predicate, target)
    for predicate in (None, *NAMES[3:], NamedNode("urn:none"))
    for target in (None, *OBJECTS[2:], Literal("none"))
]


def lines(triples: set[Triple]) -> set[str]:
    return {f"{triple} ." for triple in triples}


def build(folder: Path, triples: set[Triple]) -> Path:
    return columns_of(folder, lines(triples))


@settings(max_examples=30, deadline=None)
@given(
    st.sets(st.sampled_from(TRIPLES), min_size=1),
    st.sets(st.sampled_from(TRIPLES), max_size=9),
    st.integers(1, 7),
)
def test_pages_are_all_that_matches_each_once_also_after_an_edit(
    before: set[Triple], change: set[Triple], size: int
) -> None:
    after = before ^ change
    with TemporaryDirectory() as name:
        first, second = build(Path(name) / "first", before), Path(name) / "second"
        update_columns(second, first, lines(before - after), lines(after - before))
        pages = ColumnPages(second)
        for predicate, target in OPEN:
            expected = {
                triple
                for triple in after
                if predicate in {None, triple.predicate} and target in {None, triple.object}
            }
            places = range(0, len(expected) + size, size)
            found = [pages.page(predicate, target, offset=place, limit=size) for place in places]
            assert all(len(page) == size for page in found[:-2])
            triples = [triple for page in found for triple in page]
            assert len(triples) == len(expected)
            assert set(triples) == expected


def test_what_matches_much_is_not_asked_of_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patterns, "MANY", 5)
    # A store with nothing in it: what is found comes from the columns.
    matcher = Matcher(Store(), build(tmp_path / "columns", set(TRIPLES)))
    matcher.prepare(48)
    found = matcher.page(Pattern(predicate=NAMES[3]), offset=20, limit=10, total=24)
    assert len(found) == 4
    assert {triple.predicate for triple in found} == {NAMES[3]}
    assert matcher.page(Pattern(predicate=NAMES[3]), offset=0, limit=10, total=4) == []
