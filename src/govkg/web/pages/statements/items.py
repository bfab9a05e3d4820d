"""Lists of statements: what was promised and reported, with the figures that each has."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from govkg.graph.index.bitsets import Numbers
from govkg.graph.index.statements.collecting import ACHIEVEMENT, COMMITMENT, KIND, ROLES, Figure
from govkg.graph.index.statements.reading import Outline
from govkg.web.pages.context import PageContext
from govkg.web.pages.figures.quantities import Quantity, Saying
from govkg.web.pages.terms.names import Name

LIMIT: Final = 200
_SAID: Final = frozenset(ROLES[:2])


@dataclass(frozen=True, slots=True)
class Item:
    """A statement in a list: *sayings* are its figures that are no part of another."""

    name: Name
    reported: bool
    sayings: tuple[Saying, ...]
    outline: Outline


@dataclass(frozen=True, slots=True)
class Statements:
    """The first statements of a set; how many of the whole set are promises, how many reports."""

    listed: tuple[Item, ...]
    promised: int
    reported: int

    @property
    def more(self) -> bool:
        """Whether there are others."""
        return self.promised + self.reported > len(self.listed)


def statements_among(context: PageContext, wanted: Numbers, *, limit: int = LIMIT) -> Statements:
    """List a set of statements in the order of speaking, the latest event first."""
    return lists_of(context, (wanted, limit))[0]


def lists_of(context: PageContext, *several: tuple[Numbers, int]) -> list[Statements]:
    """List the first statements of *several* sets, up to a limit: asked for all at once."""
    index = context.release.index.statements
    first = [list(islice(index.select(wanted), limit)) for wanted, limit in several]
    items = {item.outline.number: item for item in items_of(context, chain(*first))}
    return [
        Statements(
            listed=tuple(items[number] for number in numbers if number in items),
            promised=wanted.intersection_cardinality(index.having(COMMITMENT, KIND)),
            reported=wanted.intersection_cardinality(index.having(ACHIEVEMENT, KIND)),
        )
        for (wanted, _), numbers in zip(several, first, strict=True)
    ]


def items_of(context: PageContext, numbers: Iterable[int]) -> tuple[Item, ...]:
    """Give statements by their numbers as items of a list."""
    outlines = context.release.index.statements.outlines(dict.fromkeys(numbers))
    context.names.label((outline.iri, outline.labels) for outline in outlines)
    return tuple(
        Item(
            name=context.names.of(outline.iri),
            reported=outline.kind == ACHIEVEMENT,
            sayings=tuple(
                context.speech.say(quantity_in(figure))
                for figure in outline.figures
                if figure.role in _SAID and not figure.whole
            ),
            outline=outline,
        )
        for outline in outlines
    )


def quantity_in(figure: Figure) -> Quantity:
    """Read the quantity of a figure of the index."""
    return Quantity(
        value=figure.value or None,
        smallest=figure.smallest or None,
        largest=figure.largest or None,
        unit=figure.unit or None,
        comparator=figure.comparator or None,
        year=figure.year or None,
        start_year=figure.start_year or None,
    )
