"""Figures as people read them: a number, what it is a number of, and when."""

from collections.abc import Callable
from decimal import Decimal
from typing import Final, NamedTuple

from govkg.graph.index import Label
from govkg.vocabulary import GOVKG, QUDT, SCHEMA
from govkg.web.pages.figures.measures import SIGNS, Measures
from govkg.web.pages.language.numbers import digits, read_number, short
from govkg.web.pages.terms.facts import Facts

BETWEEN: Final = "between"
EXACTLY: Final = "exactly"
_TO: Final = {"en": " to ", "zh": "至"}
_GAPS: Final = {"en": " ", "zh": ""}
"""What stands between the words of a quantity."""
_YEARS: Final = {"en": "", "zh": "年"}
"""What stands behind a year."""


class Quantity(NamedTuple):
    """What is needed to say a figure; IRIs of comparator and unit, texts of numbers and years."""

    value: str | None = None
    smallest: str | None = None
    largest: str | None = None
    unit: str | None = None
    comparator: str | None = None
    year: str | None = None
    start_year: str | None = None


class Saying(NamedTuple):
    """A quantity in words: *qualifier* (“more than”), *number*, *unit*, *year*.

    *sign* is the qualifier's (“>”), *exact* writes all digits where *number* is shortened.
    *joined* is what stands between the words in their language.
    """

    qualifier: Label
    sign: str
    number: str
    unit: Label
    year: str
    exact: str
    joined: str

    @property
    def text(self) -> str:
        """The quantity in one phrase, the year left out."""
        parts = (self.qualifier.text, self.number, self.unit.text)
        return self.joined.join(part for part in parts if part)


class Speech:
    """Says quantities in one language: *chain* is where labels are looked for, its first one."""

    def __init__(self, measures: Measures, chain: tuple[str, ...]) -> None:
        """Say them with *measures*."""
        self.measures = measures
        self.chain = chain
        self.language = chain[0]

    def say(self, quantity: Quantity) -> Saying:
        """Put *quantity* into words."""
        comparator = quantity.comparator
        plain = comparator is None or tail(comparator) in {EXACTLY, BETWEEN}
        said = None if plain or comparator is None else comparator
        number = self._number(quantity, short)
        exact = self._number(quantity, digits)
        unit = self.unit(quantity.unit)
        close = unit.text in SIGNS
        return Saying(
            qualifier=self.measures.label(said, self.chain) if said else Label("", ""),
            sign=self.measures.of(said).sign if said else "",
            number=f"{number}{unit.text}" if close else number,
            unit=Label("", "") if close else unit,
            year=self._year(quantity),
            exact=exact if exact != number else "",
            joined=_GAPS[self.language],
        )

    def unit(self, iri: str | None) -> Label:
        """Name a unit behind a number."""
        return self.measures.unit(iri, self.chain) if iri else Label("", "")

    def amount(self, number: Decimal, unit: str | None) -> str:
        """Write all digits of a number and its unit."""
        name = self.unit(unit).text
        gap = "" if not name or name in SIGNS else _GAPS[self.language]
        return f"{digits(number, self.language)}{gap}{name}"

    def _year(self, quantity: Quantity) -> str:
        if quantity.year is None:
            return ""
        started = f"{quantity.start_year}–" if quantity.start_year else ""
        return f"{started}{quantity.year}{_YEARS[self.language]}"

    def _number(self, quantity: Quantity, write: Callable[[Decimal, str], str]) -> str:
        stated = (
            (quantity.value,)
            if quantity.value is not None
            else (quantity.smallest, quantity.largest)
        )
        return _TO[self.language].join(
            self._written(text, write) for text in stated if text is not None
        )

    def _written(self, text: str, write: Callable[[Decimal, str], str]) -> str:
        number = read_number(text)
        return text if number is None else write(number, self.language)


def quantity_of(facts: Facts, figure: str) -> Quantity:
    """Read the quantity of *figure*."""
    return Quantity(
        value=facts.text(figure, f"{QUDT}numericValue"),
        smallest=facts.text(figure, f"{SCHEMA}minValue"),
        largest=facts.text(figure, f"{SCHEMA}maxValue"),
        unit=facts.iri(figure, f"{QUDT}hasUnit"),
        comparator=facts.iri(figure, f"{GOVKG}comparator"),
        year=facts.text(figure, f"{GOVKG}year"),
        start_year=facts.text(figure, f"{GOVKG}startYear"),
    )


def tail(iri: str) -> str:
    """Give what stands behind the last slash of a concept's IRI."""
    return iri.rpartition("/")[2]
