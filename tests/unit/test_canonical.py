"""The same content has the same id."""

from unittest import mock

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, parse

from govkg.graph.store import merged
from govkg.release import canonical
from govkg.release.canonical import canonical_form, canonical_lines, release_id

NODES = st.sampled_from([NamedNode(f"https://example.org/{name}") for name in "abcd"])
SUBJECTS = st.one_of(NODES, st.sampled_from([BlankNode("x"), BlankNode("y")]))
LITERALS = st.one_of(
    st.builds(Literal, st.text(max_size=5)),
    st.builds(Literal, st.text(max_size=5), language=st.sampled_from(["en", "zh-Hans"])),
    st.builds(
        Literal,
        st.sampled_from(
            ["1", "01", "+1", "1.50", "-0", "1e3", "true", "1", "x", '"^^<', "2024-01-01Z"]
        ),
        datatype=st.sampled_from(
            [
                NamedNode(f"http://www.w3.org/2001/XMLSchema#{name}")
                for name in ("integer", "decimal", "double", "int", "boolean", "date", "other")
            ]
        ),
    ),
)
QUADS = st.lists(st.builds(Quad, SUBJECTS, NODES, st.one_of(NODES, LITERALS), NODES), max_size=12)


def texts(quads: list[Quad]) -> list[bytes]:
    """Write each quad as a text of its own."""
    return [f"{quad} .\n".encode() for quad in quads]


@given(QUADS.flatmap(lambda quads: st.tuples(st.just(quads), st.permutations(quads))))
def test_the_order_of_statements_changes_nothing(pair: tuple[list[Quad], list[Quad]]) -> None:
    """A dataset is a set."""
    first, second = pair
    lines = canonical_lines(first)
    assert canonical_lines(second) == lines
    assert release_id({"data": lines}, {}) == release_id({"data": canonical_lines(second)}, {})


@given(QUADS)
def test_canonical_lines_are_n_quads_of_the_same_dataset(quads: list[Quad]) -> None:
    """What is written reads back as what it was."""
    lines = canonical_lines(quads)
    again = list(parse("\n".join(lines), format=RdfFormat.N_QUADS))
    assert canonical_lines(again) == lines
    assert len(lines) == len(set(quads))


def test_the_id_depends_on_each_part_and_on_the_settings() -> None:
    """Data, shapes, queries and settings all determine the public files."""
    ids = {
        release_id({"data": ["a"], "shapes": []}, {}),
        release_id({"data": [], "shapes": ["a"]}, {}),
        release_id({"data": ["a"], "shapes": []}, {"title": "x"}),
    }
    assert len(ids) == 3


def test_a_triple_in_two_graphs_counts_once_in_the_merge() -> None:
    """The default graph is a set of triples."""
    a, b = NamedNode("https://example.org/a"), NamedNode("https://example.org/b")
    quads = [Quad(a, a, a, a), Quad(a, a, a, b)]
    assert len(merged(quads)) == 1


def test_lexical_forms_are_those_of_the_store() -> None:
    """So that the dumps say what the endpoint answers."""
    decimal = NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
    node = NamedNode("https://example.org/a")
    line = f"{Quad(node, node, Literal('02.50', datatype=decimal), node)} ."
    assert list(canonical_form([line.encode()])) == [
        f"{Quad(node, node, Literal('2.5', datatype=decimal), node)} .".encode()
    ]


@given(QUADS)
def test_lines_have_the_form_that_their_quads_have(quads: list[Quad]) -> None:
    """Whether or not there are blank nodes."""
    store = Store()
    store.extend(quads)
    assert list(canonical_form(texts(quads))) == [line.encode() for line in canonical_lines(store)]


@given(QUADS, st.sampled_from([3, 300]))
def test_many_lines_are_sorted_in_runs(quads: list[Quad], at_once: int) -> None:
    """With the same result, however few are in memory at once."""
    whole = list(canonical_form(texts(quads)))
    with mock.patch.object(canonical, "_RUN", at_once), mock.patch.object(canonical, "_BLOCK", 2):
        assert list(canonical_form(texts(quads))) == whole
