"""A whole and its parts, laid side by side."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from govkg.web.pages.figures.quantities import Quantity, Saying, Speech
from govkg.web.pages.language.numbers import read_number
from govkg.web.pages.terms.names import Name


@dataclass(frozen=True, slots=True)
class Part:
    """One part: *start* and *width* in per cent of the whole, *anchor* its fragment."""

    name: Name
    anchor: str
    saying: Saying
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Breakdown:
    """The parts of a whole, their sum in words, and whether it is the whole."""

    parts: tuple[Part, ...]
    total: str
    adds_up: bool


def break_down(
    whole: Quantity, parts: Iterable[tuple[Name, Quantity]], speech: Speech
) -> Breakdown | None:
    """Lay out *parts* (each with its name); ``None`` where they cannot be measured by the whole."""
    size = read_number(whole.value or "")
    found: list[Part] = []
    total = Decimal(0)
    for name, quantity in parts:
        number = read_number(quantity.value or "")
        if not size or size < 0 or number is None or number < 0 or quantity.unit != whole.unit:
            return None
        start, width = float(total / size * 100), float(number / size * 100)
        found.append(Part(name, name.iri.partition("#")[2], speech.say(quantity), start, width))
        total += number
    if not found:
        return None
    return Breakdown(tuple(found), speech.amount(total, whole.unit), total == size)
