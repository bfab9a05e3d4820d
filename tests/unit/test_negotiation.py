"""What a client accepts decides what it gets (RFC 9110, section 12.5.1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govkg.errors import NotAcceptableError
from govkg.formats import DOCUMENT_FORMATS, RESULT_FORMATS
from govkg.negotiation import negotiate

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
RDFLIB = (
    "application/n-triples,text/turtle;q=0.9,application/rdf+xml;q=0.8,application/ld+json;q=0.7"
)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, "html"),
        ("", "html"),
        ("*/*", "html"),
        (BROWSER, "html"),
        (RDFLIB, "nt"),
        ("text/turtle", "turtle"),
        ("TEXT/Turtle ; Q=0.3", "turtle"),
        ("text/*", "html"),
        ("text/*;q=0.5, application/ld+json", "json-ld"),
        ("text/html;q=0, */*;q=0.1", "turtle"),
        ("application/rdf+xml;q=0.4, text/turtle;q=0.5", "turtle"),
        ("application/json", "json-ld"),
        ("application/xml", "rdf+xml"),
        ("text/html;level=1;q=0.2, text/turtle;q=0.1", "html"),
        ("nonsense, text/turtle", "turtle"),
    ],
)
def test_the_best_offer_is_given(header: str | None, expected: str) -> None:
    """Weight first, then how closely a range names the offer, then our own order."""
    assert negotiate(header, DOCUMENT_FORMATS).name == expected


@pytest.mark.parametrize("header", ["image/png", "text/html;q=0", "*/*;q=0", "text/turtle;q=x"])
def test_a_client_that_refuses_everything_gets_the_list(header: str) -> None:
    """406 says what there is."""
    offers = DOCUMENT_FORMATS[:2]
    with pytest.raises(NotAcceptableError) as caught:
        negotiate(header, offers)
    assert caught.value.facts["offers"] == ("text/html", "text/turtle")


@given(st.text())
def test_negotiation_is_total(header: str) -> None:
    """Any header at all gives an offer or one kind of error."""
    try:
        chosen = negotiate(header, RESULT_FORMATS)
    except NotAcceptableError:
        return
    assert chosen in RESULT_FORMATS
