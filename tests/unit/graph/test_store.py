"""The store of a release holds what its dumps say, in however many parts they are loaded."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QuerySolutions

from govkg.graph import store
from govkg.graph.store import build_store, complete_store, load_graphs, open_store

LINES = [
    '<https://example.org/a> <https://example.org/says> "_:not a node" {} .',
    "<https://example.org/a> <https://example.org/has> _:c14n0 {} .",
    '_:c14n0 <https://example.org/says> "text" {} .',
]


@pytest.mark.parametrize("size", [1, 100, 10_000])
def test_a_blank_node_is_one_in_all_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """Whether a part ends behind every line or holds them all; in the merge, too."""
    monkeypatch.setattr(store, "_AT_ONCE", size)
    graph = "<https://example.org/graph>"
    for name, place in (("quads", graph), ("triples", "")):
        lines = (line.format(place).replace("  .", " .") for line in LINES)
        (tmp_path / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    folder = tmp_path / "store"
    folder.mkdir()
    build_store(folder, tmp_path / "quads", tmp_path / "triples")
    built = open_store(folder)
    assert len(built) == 2 * len(LINES)
    query = f"SELECT ?text {{ ?a <https://example.org/has> ?b . GRAPH {graph} {{ ?b ?p ?text }} }}"
    found = built.query(query)
    assert isinstance(found, QuerySolutions)
    assert [solution["text"].value for solution in found] == ["text"]


@pytest.mark.parametrize("size", [1, 10_000])
def test_graphs_in_any_order_and_their_merge_make_the_same_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    """However numbers are written: a store writes them in its own way."""
    monkeypatch.setattr(store, "_AT_ONCE", size)
    number = '"02.50"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    texts = [
        f"<urn:b> <urn:p> {number} <urn:g> .\n<urn:a> <urn:p> <urn:o> <urn:g> .".encode(),
        b"<urn:a> <urn:p> <urn:o> <urn:h> .\n<urn:a> <urn:p> <urn:o> <urn:h> .",
        b'<urn:c> <urn:p> "_:no node" .',
    ]
    triples = (
        f'<urn:a> <urn:p> <urn:o> .\n<urn:b> <urn:p> {number} .\n<urn:c> <urn:p> "_:no node" .'
    )
    (tmp_path / "quads").write_bytes(b"\n".join(texts))
    (tmp_path / "triples").write_text(triples, encoding="utf-8")
    at_once, in_turn = tmp_path / "at once", tmp_path / "in turn"
    for folder in (at_once, in_turn):
        folder.mkdir()
    build_store(at_once, tmp_path / "quads", tmp_path / "triples")
    assert load_graphs(in_turn, iter(texts))
    complete_store(in_turn, tmp_path / "triples")
    assert set(open_store(in_turn)) == set(open_store(at_once))
    assert len(open_store(in_turn)) == 6
    assert open_store(in_turn).contains_named_graph(NamedNode("urn:h"))


def test_graphs_whose_blank_nodes_have_no_names_yet_are_not_loaded(tmp_path: Path) -> None:
    assert not load_graphs(tmp_path, [b"<urn:a> <urn:p> _:b <urn:g> ."])
