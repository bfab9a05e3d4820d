"""What a fragment says of itself: counts, pages and the form to ask for others (Hydra)."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from pyoxigraph import Literal, NamedNode

from govkg.graph.patterns import Pattern
from govkg.vocabulary import DCTERMS, FOAF, HYDRA, RDF, VOID
from govkg.web.catalogue.dataset.facts import Facts
from govkg.web.catalogue.fragments.pattern import VARIABLES

PAGE_SIZE: Final = 300
"""Triples of a page: enough that few requests read much, and the page for people stays light."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page stands: *address* as it was asked, *form* without parameters, from 1."""

    dataset: str
    form: str
    address: str
    pattern: Pattern
    page: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // PAGE_SIZE))

    def page_address(self, number: int | None = None) -> str:
        """Give the address of a page of the same fragment; without a number, of the fragment."""
        values = {name: write_term(term) for name, term in self.pattern.bound.items()}
        if number is not None and number > 1:
            values["page"] = str(number)
        return f"{self.form}?{urlencode(values, quote_via=quote)}" if values else self.form


def write_term(term: NamedNode | Literal) -> str:
    """Write a term as a request does (Hydra, ExplicitRepresentation).

    >>> write_term(Literal("a", language="en"))
    '"a"@en'
    """
    if isinstance(term, NamedNode):
        return term.value
    if term.language:
        return f'"{term.value}"@{term.language}'
    plain = term.datatype.value.endswith("#string")
    return f'"{term.value}"' if plain else f'"{term.value}"^^{term.datatype.value}'


def controls(place: Place) -> Facts:
    """Write the controls of a page (Triple Pattern Fragments, sections 3.3 and 3.4)."""
    facts = Facts()
    fragment, page, dataset = place.page_address(), place.address, f"{place.form}#dataset"
    facts.link(f"{place.form}#metadata", f"{FOAF}primaryTopic", page)
    facts.type(dataset, f"{VOID}Dataset", f"{HYDRA}Collection")
    facts.link(dataset, f"{DCTERMS}source", place.dataset)
    facts.link(dataset, f"{VOID}subset", fragment, page)
    _add_form(facts, dataset, place.form)
    facts.type(page, f"{HYDRA}PartialCollectionView")
    facts.link(fragment, f"{HYDRA}view", page)
    facts.link(page, f"{DCTERMS}source", place.dataset)
    for subject in {fragment, page}:
        facts.add(subject, f"{HYDRA}totalItems", place.total)
        facts.add(subject, f"{VOID}triples", place.total)
    facts.add(page, f"{HYDRA}itemsPerPage", PAGE_SIZE)
    facts.link(page, f"{HYDRA}first", place.page_address(1))
    facts.link(page, f"{HYDRA}last", place.page_address(place.last))
    if place.page > 1:
        facts.link(page, f"{HYDRA}previous", place.page_address(place.page - 1))
    if place.page < place.last:
        facts.link(page, f"{HYDRA}next", place.page_address(place.page + 1))
    return facts


def _add_form(facts: Facts, dataset: str, address: str) -> None:
    form = f"{address}#form"
    facts.link(dataset, f"{HYDRA}search", form)
    facts.add(form, f"{HYDRA}template", f"{address}{{?{','.join(VARIABLES)}}}")
    facts.link(form, f"{HYDRA}variableRepresentation", f"{HYDRA}ExplicitRepresentation")
    for name in VARIABLES:
        mapping = f"{address}#{name}"
        facts.link(form, f"{HYDRA}mapping", mapping)
        facts.add(mapping, f"{HYDRA}variable", name)
        facts.link(mapping, f"{HYDRA}property", f"{RDF}{name}")
