"""The store of a release holds what its dumps say, in however many parts they are loaded."""

from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions

from govkg.graph import store
from govkg.graph.store import build_store, open_store

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
