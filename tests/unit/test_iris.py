"""IRIs map to paths and back."""

from hypothesis import given
from hypothesis import strategies as st

from govkg.formats import DOCUMENT_EXTENSIONS, TURTLE
from govkg.iris import Addresses, from_uri, split_extension, to_uri
from govkg.vocabulary import NAMESPACE

BASE = "https://example.org/data/"
FORBIDDEN = '<>"{}|\\^`#'
LEGAL = st.characters(
    min_codepoint=0x21, exclude_categories=["C", "Z"], exclude_characters=FORBIDDEN
)
LOCAL_NAMES = st.text(LEGAL, min_size=1, max_size=40)


@given(LOCAL_NAMES)
def test_an_iri_is_among_the_candidates_of_its_own_path(local: str) -> None:
    """Whatever legal characters a name has, its path leads back to it."""
    addresses = Addresses(BASE)
    path = addresses.path(BASE + local)
    assert path is not None
    stem, _, query = path.partition("?")
    assert BASE + local in addresses.candidates(stem, query)


@given(LOCAL_NAMES)
def test_a_path_is_ascii(local: str) -> None:
    """What stands in a header or an address is plain ASCII."""
    path = Addresses(BASE).path(BASE + local)
    assert path is not None
    assert path.isascii()


@given(st.text(LEGAL))
def test_an_iri_survives_the_way_over_a_uri_unless_it_was_escaped(text: str) -> None:
    """RFC 3987, section 3.2 undoes section 3.1."""
    if "%" not in text:
        assert from_uri(to_uri(text)) == text


def test_escapes_that_are_no_utf8_stay_as_they_are() -> None:
    """A stray byte is part of the name, not a reason to fail."""
    assert from_uri("https://example.org/%FF%E5%9C%B0") == "https://example.org/%FF%E5%9C%B0"


def test_a_dot_is_no_extension_unless_it_is_a_known_one() -> None:
    """Versions and host names keep their dots."""
    assert split_extension("/ontology/0.1.0") is None
    assert split_extension("/org/example.com") is None
    assert split_extension("/org/example.com.ttl") == ("/org/example.com", TURTLE)
    assert split_extension("/.ttl") is None


def test_every_document_extension_is_split() -> None:
    """One address for each format."""
    for extension, form in DOCUMENT_EXTENSIONS.items():
        assert split_extension(f"/a.{extension}") == ("/a", form)


def test_terms_that_all_publishers_share_have_a_path_on_every_server() -> None:
    """A fork serves the ontology too."""
    assert Addresses(BASE).path(f"{NAMESPACE}ontology#Target") == "/ontology#Target"
    assert f"{NAMESPACE}ontology" in Addresses(BASE).candidates("/ontology")


def test_what_is_elsewhere_has_no_path() -> None:
    """Another's IRI is linked to where it is."""
    assert Addresses(BASE).path("http://qudt.org/vocab/unit/M2") is None
