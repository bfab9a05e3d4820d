"""Whoever misspelt a name is asked for the one that was meant."""

import pytest

from govkg.publish.nearness import with_nearest
from govkg.validation.findings import Finding, Message, Severity
from govkg.vocabulary import GOVKG, SKOS

BASE = "https://example.org/"
DESCRIBED = {
    *(f"{BASE}org/cn-scio", f"{BASE}org/cn-ln-government", f"{BASE}person/cn-scio"),
    *(
        f"{BASE}a",
        f"{GOVKG}comparator",
        f"{BASE}vocabulary/comparator",
        f"{SKOS}note",
        f"{BASE}event/city-2024",
    ),
    *(f"{BASE}a#quote-{number}" for number in (1, 2, 3)),
}


def nearest(*, term: str | None = None, path: str | None = None, focus: str = "a") -> str | None:
    """Tell what was meant where something is found."""
    finding = Finding(
        severity=Severity.VIOLATION,
        focus_node=f"{BASE}{focus}",
        shape=None,
        message=Message(en="No."),
        path=path,
        term=term,
    )
    (found,) = with_nearest([finding], DESCRIBED.__contains__, lambda: DESCRIBED)
    return found.nearest


def test_a_value_that_nobody_describes_has_one_much_like_it() -> None:
    assert nearest(term=f"<{BASE}org/cn-scoi>") == f"{BASE}org/cn-scio"


def test_a_property_and_a_node_have_one_too() -> None:
    assert nearest(path=f"{GOVKG}comperator") == f"{GOVKG}comparator"
    assert nearest(focus="org/cn-ln-goverment") == f"{BASE}org/cn-ln-government"


def test_what_stands_before_a_name_may_be_wrong_as_well() -> None:
    """A prefix or a base, with http for https, is a mistake in every name that begins with it."""
    elsewhere = BASE.replace("https", "http")
    assert nearest(term=f"<{elsewhere}org/cn-ln-government>") == f"{BASE}org/cn-ln-government"
    assert nearest(term=f"<{elsewhere}cn-scio>") is None, "two are called so"
    assert nearest(term=f"<{elsewhere}org/cn-scio>") == f"{BASE}org/cn-scio"
    assert nearest(term=f"<{elsewhere}>") is None


def test_a_number_may_be_meant_but_none_of_several_more_than_another() -> None:
    assert nearest(term=f"<{BASE}event/city-2023>") == f"{BASE}event/city-2024"
    assert nearest(term=f"<{BASE}a#quote-4>") is None
    assert nearest(term=f"<{BASE}a#qoute-2>") == f"{BASE}a#quote-2"


def test_a_term_may_have_the_prefix_of_another_vocabulary() -> None:
    assert nearest(term=f"<{SKOS}comparator>") == f"{GOVKG}comparator"
    assert nearest(term=f"<{SKOS}cn-ln-government>") is None, "that is no term"


@pytest.mark.parametrize(
    "term", [f"<{BASE}org/un>", f"<{BASE}org/>", f"<{BASE}org/cn-scio>", '"cn-scoi"', "_:b", None]
)
def test_what_is_like_nothing_gives_no_advice(term: str | None) -> None:
    assert nearest(term=term) is None
