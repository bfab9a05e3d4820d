"""What the check of addresses finds fault with is suspected beforehand."""

from hypothesis import example, given
from hypothesis import strategies as st

from govkg.iris import RESERVED, Addresses
from govkg.publish.addresses import check_addresses, suspicious
from govkg.publish.sources.subjects import Subjects

BASE = "https://example.org/"
PIECES = ("person", "地", "a", "-", "/", "#", "?", ".", ".ttl", ".html", "%61", "%2F")
PATHS = st.lists(st.sampled_from([*PIECES, *sorted(RESERVED)]), max_size=5).map("".join)


@given(st.sets(PATHS, min_size=1, max_size=4))
@example({"", "person/a"})
@example({"a", "a.ttl#b"})
def test_every_fault_is_suspected(paths: set[str]) -> None:
    iris = {f"{BASE}{path}" for path in paths}
    if list(check_addresses(iris, Addresses(BASE))):
        subjects = Subjects.found((f"<{iri}> <urn:p> <urn:o> .".encode() for iri in iris), "")
        assert subjects.has(suspicious(BASE))


def test_plain_names_are_not_suspected() -> None:
    iris = [f"{BASE}{path}" for path in ("person/a", "org/b.c#d", "searching/x", "a1")]
    subjects = Subjects.found((f"<{iri}> <urn:p> <urn:o> .".encode() for iri in iris), "")
    assert not subjects.has(suspicious(BASE))
