"""Statements come in any order a stretch at a time, and stretches follow what changes."""

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store, parse

from govkg.graph.index import Index
from govkg.graph.index.bitsets import Numbers
from govkg.graph.index.making.comparing import differences
from govkg.graph.index.making.updating import Before, update_index
from govkg.graph.index.statements import ordering, orders
from govkg.vocabulary import GOVKG, QUDT, RDF, RDFS, XSD
from merges import index_of

UNIT = "urn:unit"
ALL_ORDERS = ("latest", "earliest", "year", "label.en", "label.zh", f"amount.{UNIT}")
Said = dict[int, tuple[str, int, int]]
"""Statements by their names: a label, a year and an amount; each may be lacking."""

labels = st.text(alphabet="abc", max_size=3)
statements = st.dictionaries(
    st.integers(0, 99), st.tuples(labels, st.integers(0, 3), st.integers(0, 4)), max_size=40
)


@pytest.fixture(autouse=True, scope="module")
def short_stretches() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordering, "_SIZE", 3)
        patch.setattr(orders, "_FIGURES", 3)
        yield


def lines_of(said: Said) -> list[str]:
    return sorted(line for name in said for line in _lines(f"urn:s:{name}", *said[name]))


def _lines(iri: str, label: str, year: int, amount: int) -> Iterator[str]:
    yield f"<{iri}> <{RDF}type> <{GOVKG}Commitment> ."
    if label:
        yield f'<{iri}> <{RDFS}label> "{label}"@en .'
    if year:
        yield f'<{iri}> <{GOVKG}year> "202{year}"^^<{XSD}gYear> .'
    if amount:
        yield f"<{iri}> <{GOVKG}target> <{iri}t> ."
        yield f"<{iri}t> <{QUDT}hasUnit> <{UNIT}> ."
        yield f'<{iri}t> <{QUDT}numericValue> "{amount}"^^<{XSD}integer> .'


def expected(index: Index, said: Said, order: str) -> list[int]:
    """Sort all statements of the index as the order has it, what has no place last."""
    outlines = index.statements.outlines(index.statements.all)
    known = {one.number: said[int(one.iri.rpartition(":")[2])] for one in outlines}
    if order == "latest":
        return sorted(known)
    if order == "earliest":
        return sorted(known, reverse=True)
    if order == "label.en":
        return sorted(known, key=lambda at: (not known[at][0], known[at][0], at))
    if order == "year":
        return sorted(known, key=lambda at: (not known[at][1], known[at][1], at))
    if order == f"amount.{UNIT}":
        return sorted((at for at in known if known[at][2]), key=lambda at: (-known[at][2], at))
    return sorted(known)


@settings(max_examples=60, deadline=None)
@given(statements, st.sets(st.integers(0, 99)))
def test_what_is_wanted_comes_in_order_from_anywhere_on(said: Said, some: set[int]) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "index"
        index_of(file, lines_of(said))
        with closing(Index(file)) as index:
            numbers = list(index.statements.all)
            wanted = Numbers(at for place, at in enumerate(numbers) if place in some)
            for order in ALL_ORDERS:
                sorted_ = expected(index, said, order)
                for after in (None, *sorted_):
                    behind = sorted_[sorted_.index(after) + 1 :] if after is not None else sorted_
                    found = list(index.statements.select(wanted, order=order, after=after))
                    assert found == [at for at in behind if at in wanted], order


@settings(max_examples=40, deadline=None)
@given(statements, st.lists(statements, min_size=1, max_size=3))
def test_stretches_follow_what_comes_and_goes(before: Said, changes: Iterable[Said]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        index, said = folder / "index", dict(before)
        index_of(index, lines_of(said))
        for change in changes:
            old = set(lines_of(said))
            same = {number for number in change if said.get(number) == change[number]}
            said = {n: one for n, one in (said | change).items() if n not in same}
            new = set(lines_of(said))
            store = Store()
            store.bulk_extend(parse("\n".join(old), format=RdfFormat.N_TRIPLES))
            update_index(folder / "next", Before(index, store, old - new, new - old))
            (folder / "next").replace(index)
            (folder / "built").unlink(missing_ok=True)
            index_of(folder / "built", sorted(new))
            assert list(differences(index, folder / "built")) == []
            with closing(Index(index)) as opened:
                found = list(opened.statements.select(opened.statements.all, order="label.en"))
                assert found == expected(opened, said, "label.en")
