"""Sorted dumps: looked up and compared where they lie."""

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govkg.errors import ReleaseError
from govkg.release import pieces
from govkg.release.history.dump import Dump, Sign
from govkg.release.layout import Layout
from govkg.release.pieces import Piece, Pieces, cut
from govkg.release.stretches import HEADER, finish, pack

_WORDS = st.text(st.sampled_from("ab#>地 "), max_size=6)
_LINES = st.sets(st.builds("<http://e/{}> <p> {} .".format, _WORDS, _WORDS), max_size=30)
_LONG = st.sets(st.integers(0, 400), max_size=200).map(
    lambda numbers: {f"<http://e/{number}> {'x' * number} ." for number in numbers}
)


def write(folder: Path, name: str, lines: Iterable[str]) -> Layout:
    """Write a dump as publishing does, in small pieces."""
    layout = Layout(folder / name)
    layout.files.mkdir(parents=True)
    with patch.object(pieces, "_SUBJECTS", 3):
        cuts = list(cut(sorted(line.encode() for line in lines)))
    head = pack(b"")
    packed = [pack(one.text()) for one in cuts]
    bodies = [stretch.body for stretch in (head, *packed)]
    with layout.merge.open("wb") as target:
        target.write(b"".join([HEADER, *bodies]))
        finish(target, [stretch.known for stretch in (head, *packed)])
    known = Pieces(
        heads={"nt": head.known},
        joins={},
        pieces=tuple(
            Piece(
                start=one.start,
                digest=one.digest,
                length=one.length,
                quads=one.quads,
                triples=one.quads,
                prefixes=(),
                stretches={"nt": stretch.known},
            )
            for one, stretch in zip(cuts, packed, strict=True)
        ),
    )
    layout.pieces.write_text(known.model_dump_json(), encoding="utf-8")
    return layout


@given(_LINES | _LONG, _LINES | _LONG)
def test_the_difference_is_that_of_the_sets(old: set[str], new: set[str]) -> None:
    """Whatever the lines are, each that only one has is given once."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        with Dump(write(folder, "old", old)) as older, Dump(write(folder, "new", new)) as newer:
            found = [(sign, line.decode()) for sign, line in older.difference(newer)]
    assert len(found) == len(set(found))
    assert {line for sign, line in found if sign is Sign.ADDED} == new - old
    assert {line for sign, line in found if sign is Sign.REMOVED} == old - new


@given(_LINES, _WORDS)
def test_a_document_has_the_lines_of_its_iri_and_its_fragments(lines: set[str], word: str) -> None:
    """And of no longer name that begins likewise."""
    document = f"http://e/{word}".partition("#")[0].partition(">")[0]
    expected = {line for line in lines if line.startswith((f"<{document}> ", f"<{document}#"))}
    with TemporaryDirectory() as name, Dump(write(Path(name), "dump", lines)) as dump:
        assert {line.decode() for line in dump.describe(document)} == expected
        assert dump.holds(document) == bool(expected)


def test_blank_nodes_go_with_the_document_that_leads_to_them(tmp_path: Path) -> None:
    """However far, and round in circles; what a literal says leads nowhere."""
    lines = [
        "<http://e/a> <p> _:c14n0 .",
        "_:c14n0 <p> _:c14n1 .",
        "_:c14n1 <p> _:c14n0 .",
        '<http://e/a> <p> "see _:c14n2 ." .',
        "_:c14n2 <p> <http://e/b> .",
    ]
    with Dump(write(tmp_path, "dump", lines)) as dump:
        assert len(dump.describe("http://e/a")) == 4
        assert dump.documents() == {"http://e/a"}


@given(_LINES)
def test_documents_are_those_of_all_subjects(lines: set[str]) -> None:
    """However many lines each has, and where one begins as another does."""
    expected = {line[1:].partition(">")[0].partition("#")[0] for line in lines}
    with TemporaryDirectory() as name, Dump(write(Path(name), "dump", lines)) as dump:
        assert dump.documents() == expected


def test_a_former_name_is_no_document(tmp_path: Path) -> None:
    """Of it nothing is said but what took its place; of which more is said, that stays one."""
    replaced = "<http://purl.org/dc/terms/isReplacedBy>"
    lines = [
        f"<http://e/old> {replaced} <http://e/new> .",
        f"<http://e/renewed> {replaced} <http://e/new> .",
        "<http://e/renewed#part> <http://e/p> <http://e/new> .",
    ]
    with Dump(write(tmp_path, "dump", lines)) as dump:
        assert dump.documents() == {"http://e/renewed"}


def test_a_dump_that_is_not_there_is_told(tmp_path: Path) -> None:
    """By its path."""
    layout = write(tmp_path, "gone", [])
    layout.merge.unlink()
    with pytest.raises(ReleaseError, match=r"gone/files/dataset\.nt\.gz"):
        Dump(layout)
    layout.pieces.unlink()
    with pytest.raises(ReleaseError, match=r"pieces\.json"):
        Dump(layout)
