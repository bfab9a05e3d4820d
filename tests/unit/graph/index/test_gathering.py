"""What is gathered from columns is what is gathered from lines."""

from pathlib import Path

import pytest

from govkg.graph.index.gathering import Gathered, each, gather
from govkg.graph.index.making.columns import gather_columns
from govkg.vocabulary import GOVKG
from merges import columns_of

LINES = [
    "<urn:a> <urn:p> <urn:b> .",
    "<urn:a> <urn:p> <urn:a> .",
    '<urn:a> <urn:p> "say \\"a\\""@en .',
    "<urn:a> <urn:p> _:a .",
    "<urn:a> <urn:q> <urn:a> .",
    f"<urn:b> <{GOVKG}event> <urn:a> .",
    "<urn:c> <urn:p> <urn:b> .",
    "<urn:d> <urn:q> <urn:b> .",
    "_:a <urn:p> <urn:b> .",
    "_:a <urn:p> _:b .",
]
WANTED = {"urn:p", "urn:unused"}


def _said(gathered: Gathered) -> dict[str, dict[str, set[str]]]:
    return {
        name: {subject: set(each(terms)) for subject, terms in gathered.objects(name).items()}
        for name in ("urn:p", "urn:q", "urn:unused", f"{GOVKG}event")
    }


@pytest.mark.parametrize("lines", [LINES, LINES[:1], []])
def test_columns_say_what_their_lines_say(tmp_path: Path, lines: list[str]) -> None:
    from_columns = gather_columns(columns_of(tmp_path / "columns", lines), WANTED)
    from_lines = gather(sorted(lines), WANTED)
    assert _said(from_columns) == _said(from_lines)
    assert from_columns.subjects.keys() == from_lines.subjects.keys()
    assert from_columns.properties() == from_lines.properties()


def test_blank_nodes_are_neither_subjects_nor_terms() -> None:
    gathered = gather(LINES, WANTED)
    assert list(gathered.subjects) == ["urn:a", "urn:b", "urn:c", "urn:d"]
    assert gathered.terms("urn:a", "urn:p") == ("urn:b", "urn:a", '"say \\"a\\""@en')
    assert gathered.iris("urn:a", "urn:p") == ["urn:a", "urn:b"]
    assert gathered.texts("urn:a", "urn:p") == ['say "a"']
    assert gathered.objects("urn:p")["_:a"] == ("urn:b", "_:b")
