"""Dumps are read line by line, whatever stands in a line."""

import gzip
import io
from itertools import chain
from pathlib import Path
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from govkg.graph import dumps
from govkg.graph.dumps import blocks_of, joined, lines_of, open_dump

LINES = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n"), min_size=1))


@given(LINES.filter(bool), st.integers(min_value=1, max_value=20))
def test_only_a_line_feed_ends_a_line(lines: list[str], at_once: int) -> None:
    """Not what else Unicode calls the end of one, nor the end of what is read at once."""
    with mock.patch.object(dumps, "_AT_ONCE", at_once):
        encoded = [line.encode() for line in lines]
        assert list(lines_of(io.BytesIO(joined(encoded)))) == lines
        assert list(chain.from_iterable(blocks_of(io.BytesIO(joined(encoded))))) == encoded


def test_nothing_has_no_lines() -> None:
    """An empty dump is read as one."""
    assert list(lines_of(io.BytesIO())) == []


def test_a_dump_is_read_whether_or_not_it_is_packed(tmp_path: Path) -> None:
    """Its name says which."""
    plain, packed = tmp_path / "a.nt", tmp_path / "a.nt.gz"
    plain.write_bytes(b"a\nb\n")
    packed.write_bytes(gzip.compress(b"a\nb\n"))
    for file in (plain, packed):
        with open_dump(file) as text:
            assert list(lines_of(text)) == ["a", "b"]
