"""How properties are laid out: by shapes, in the language of who reads, the same on all pages."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import cast

from pyoxigraph import Literal, NamedNode, Triple

from govkg.graph.documents import Description
from govkg.graph.index import Label
from govkg.iris import Addresses
from govkg.release.presentation import Group, Presentation, Property
from govkg.vocabulary import RDFS, SKOS
from govkg.web.pages.language.reader import Reader
from govkg.web.pages.tables import tables_of
from govkg.web.pages.terms.facts import Facts
from govkg.web.pages.terms.names import Names
from govkg.web.served import ServedRelease

FOCUS, UNKNOWN = "https://example.org/a", "urn:unknown"
LABEL, PREFERRED, NOTE = f"{RDFS}label", f"{SKOS}prefLabel", f"{SKOS}note"


class Index:
    """An index in which everything is described, and nothing has a label."""

    def described(self, iris: Iterable[str]) -> dict[str, list[Label]]:
        """Give no labels."""
        return {iri: [] for iri in iris}


def presentation(group: str) -> Presentation:
    words = Group(iri="urn:words", labels={"en": group, "zh": "文字"}, order=1)
    return Presentation(
        properties={
            NOTE: Property(names={"en": "note", "zh": "附注"}, order=1, group=words),
            LABEL: Property(names={"en": "name"}, order=2, group=words),
            PREFERRED: Property(names={"en": "title"}, order=3, group=words),
        }
    )


def release() -> ServedRelease:
    return cast(
        "ServedRelease",
        SimpleNamespace(
            index=Index(),
            manifest=SimpleNamespace(dataset=SimpleNamespace(languages=("en", "zh"))),
            addresses=Addresses("https://example.org/"),
        ),
    )


def laid_out(
    made: ServedRelease, language: str, group: str = "Words", *said: tuple[str, str]
) -> list[tuple[str, list[tuple[list[str], list[str]]]]]:
    triples = tuple(
        Triple(NamedNode(FOCUS), NamedNode(predicate), Literal(text, language="en"))
        for predicate, text in said or ((UNKNOWN, "x"), (LABEL, "same"), (NOTE, "n"))
    )
    facts = Facts(Description(FOCUS, (FOCUS,), triples, (), more_incoming=False))
    names = Names(made, Reader(language), facts.pointed_to())
    names.label([(FOCUS, [Label("A", "en")])])
    (table,) = tables_of(facts, names, presentation(group))
    return [
        (
            one.title.text,
            [
                ([name.text for name in row.predicates], [shown.text for shown in row.values])
                for row in one.rows
            ],
        )
        for one in table.groups
    ]


def test_properties_stand_in_the_order_of_their_shapes_and_unknown_ones_last() -> None:
    assert laid_out(release(), "en") == [
        ("Words", [(["note"], ["n"]), (["name"], ["same"])]),
        ("", [(["urn:unknown"], ["x"])]),
    ]


def test_what_is_said_in_the_same_words_is_one_row() -> None:
    said = ((PREFERRED, "same"), (LABEL, "same"), (NOTE, "other"))
    assert laid_out(release(), "en", "Words", *said) == [
        ("Words", [(["note"], ["other"]), (["name", "title"], ["same"])]),
    ]


def test_a_layout_is_of_one_release_and_one_language() -> None:
    one, other = release(), release()
    for _ in range(2):
        assert laid_out(one, "zh")[0][0] == "文字"
        assert laid_out(one, "en")[0][0] == "Words"
        assert laid_out(other, "en", "Texts")[0][0] == "Texts"


def test_the_second_of_two_pages_has_its_own_values() -> None:
    made = release()
    first, second = (laid_out(made, "en", "Words", (NOTE, text)) for text in ("one", "two"))
    assert first == [("Words", [(["note"], ["one"])])]
    assert second == [("Words", [(["note"], ["two"])])]
