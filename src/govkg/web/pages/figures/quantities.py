"""Figures as people read them: a number, what it is a number of, and when."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from govkg.vocabulary import GOVKG, QUDT, SCHEMA
from govkg.web.pages.figures.measures import Measures
from govkg.web.pages.figures.wording import chinese, english, grouped, read_number
from govkg.web.pages.terms.facts import Facts

BETWEEN: Final = "between"
EXACTLY: Final = "exactly"
_WITHOUT_GAP: Final = frozenset("%‰")


@dataclass(frozen=True, slots=True)
class Quantity:
    """What is needed to say a figure; IRIs of comparator and unit, texts of numbers and years."""

    value: str | None = None
    smallest: str | None = None
    largest: str | None = None
    unit: str | None = None
    comparator: str | None = None
    year: str | None = None
    start_year: str | None = None


@dataclass(frozen=True, slots=True)
class Saying:
    """A quantity in words: *qualifier* (“more than”), *number*, *unit*, *year*.

    *exact* writes all digits where *number* is shortened, *chinese* says the whole in Chinese.
    """

    qualifier: str
    number: str
    unit: str
    year: str
    exact: str = ""
    chinese: str = ""

    @property
    def text(self) -> str:
        """The quantity in one phrase, the year left out."""
        return " ".join(part for part in (self.qualifier, self.number, self.unit) if part)


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


def say(quantity: Quantity, measures: Measures) -> Saying:
    """Put *quantity* into words."""
    comparator = measures.of(quantity.comparator) if quantity.comparator else None
    plain = quantity.comparator is None or tail(quantity.comparator) in {EXACTLY, BETWEEN}
    unit = measures.unit(quantity.unit) if quantity.unit else ""
    number = _number(quantity, english, " to ")
    digits = _number(quantity, grouped, " to ")
    return Saying(
        qualifier="" if plain or comparator is None else comparator.labels.get("en", ""),
        number=f"{number} {unit}" if unit in _WITHOUT_GAP else number,
        unit="" if unit in _WITHOUT_GAP else unit,
        year=_year(quantity),
        exact=digits if digits != number else "",
        chinese=_chinese(quantity, measures),
    )


def _number(quantity: Quantity, write: Callable[[Decimal], str], joined: str) -> str:
    texts = (
        (quantity.value,)
        if quantity.value is not None
        else tuple(text for text in (quantity.smallest, quantity.largest) if text is not None)
    )
    return joined.join(_written(text, write) for text in texts)


def _written(text: str, write: Callable[[Decimal], str]) -> str:
    number = read_number(text)
    return text if number is None else write(number)


def _year(quantity: Quantity) -> str:
    if quantity.year is None:
        return ""
    started = quantity.start_year
    return f"{started}–{quantity.year}" if started else quantity.year


def _chinese(quantity: Quantity, measures: Measures) -> str:
    unit = measures.of(quantity.unit).labels.get("zh", "") if quantity.unit else ""
    number = _number(quantity, chinese, "至")
    if not unit or not number:
        return ""
    plain = quantity.comparator is None or tail(quantity.comparator) in {EXACTLY, BETWEEN}
    qualifier = measures.of(quantity.comparator or "").labels.get("zh", "") if not plain else ""
    return f"{qualifier}{number}{unit}"


def tail(iri: str) -> str:
    """Give what stands behind the last slash of a concept's IRI."""
    return iri.rpartition("/")[2]
