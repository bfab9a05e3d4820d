"""What is put together of stretches is one member of gzip, wherever it was cut."""

import gzip
import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govkg.errors import ReleaseError
from govkg.release.stretches import HEADER, Packed, finish, pack, unpack


def joined(contents: list[bytes]) -> bytes:
    """Put a file together of *contents*."""
    packed = [pack(content) for content in contents]
    target = io.BytesIO()
    target.write(HEADER + b"".join(stretch.body for stretch in packed))
    finish(target, [stretch.known for stretch in packed])
    return target.getvalue()


@given(st.lists(st.binary(max_size=300), max_size=8))
def test_all_of_it_is_one_member(contents: list[bytes]) -> None:
    """So that nobody takes the first one for the whole."""
    file = joined(contents)
    unpacker = zlib.decompressobj(wbits=31)
    assert unpacker.decompress(file) == b"".join(contents)
    assert unpacker.eof
    assert not unpacker.unused_data
    assert gzip.decompress(file) == b"".join(contents)  # which looks at the checksum, too


@given(st.lists(st.binary(min_size=1, max_size=300), min_size=1, max_size=8))
def test_a_stretch_is_read_without_those_before_it(contents: list[bytes]) -> None:
    """And is the same bytes in whatever file."""
    packed = [pack(content) for content in contents]
    assert [unpack(stretch) for stretch in packed] == contents
    assert all(stretch.body in joined([b"before", *contents]) for stretch in packed)


@pytest.mark.parametrize("place", [0, 5, -1])
def test_a_damaged_stretch_is_told(place: int) -> None:
    packed = pack(b"the province will renovate another 4,600 kilometers " * 3)
    body = bytearray(packed.body)
    body[place] ^= 0x55
    with pytest.raises(ReleaseError, match="damaged"):
        unpack(Packed(packed.known, bytes(body)))
