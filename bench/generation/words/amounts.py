"""Numbers as they are spoken, and as they are recorded."""

from dataclasses import dataclass
from random import Random
from typing import Final

from bench.generation.words.themes import PERCENT, YUAN, Theme, Unit

_COMPARATORS: Final = ("exactly",) * 8 + ("at-least",) * 3 + ("more-than",) * 4 + (
    "about", "about", "at-most", "less-than", "between",
)  # fmt: skip
_WORDS: Final = {
    "exactly": ("", ""),
    "at-least": ("at least ", "不少于"),
    "more-than": ("more than ", "超过"),
    "about": ("about ", "约"),
    "at-most": ("at most ", "不超过"),
    "less-than": ("less than ", "不到"),
}
_MILLION: Final = 10**6
_BILLION: Final = 10**9
_WAN: Final = 10**4
_YI: Final = 10**8


@dataclass(frozen=True, slots=True)
class Amount:
    """A value as Turtle has it, or two of a range, and the words that said it."""

    comparator: str
    values: tuple[str, ...]
    words: str


def speak_amount(theme: Theme, random: Random, language: str) -> Amount:
    """Make an amount of what *theme* measures."""
    comparator = random.choice(_COMPARATORS)
    value = _value(theme, random)
    if comparator == "between":
        top = min(value * 5 / 4, 99.9) if theme.unit is PERCENT else value + max(value // 4, 1)
        return _between(theme.unit, (value, round(top, 1)), language)
    before = _WORDS[comparator][language == "zh"]
    return Amount(comparator, (f"{value}",), before + say(theme.unit, value, language))


def speak_exactly(unit: Unit, value: int, language: str) -> Amount:
    """Make an amount that is said without a hedge."""
    return Amount("exactly", (f"{value}",), say(unit, value, language))


def whole_value(theme: Theme, random: Random) -> int:
    """Choose a whole number of what *theme* measures."""
    return int(_value(theme, random))


def say(unit: Unit, value: float, language: str) -> str:
    """Say a value with its unit.

    >>> say(YUAN, 7_250_000_000, "en"), say(YUAN, 7_250_000, "zh")
    ('7.25 billion yuan', '725万元')
    """
    number = f"{value:,}"
    if language == "zh":
        number = f"{value}"
    if unit is YUAN and language == "zh":
        number = f"{value / _YI:g}亿" if value >= _YI else f"{value / _WAN:g}万"
    elif unit is YUAN:
        large = value >= _BILLION
        number = f"{value / _BILLION:g} billion" if large else f"{value / _MILLION:g} million"
    return number + (unit.zh if language == "zh" else unit.en)


def _value(theme: Theme, random: Random) -> float:
    if theme.unit is PERCENT:
        return random.randrange(300, 990) / 10
    power: int = random.randint(*theme.digits)
    if theme.unit is YUAN:
        return random.randrange(100, 1000) * int(10 ** (power - 2))
    return random.randrange(10**power, 10 ** (power + 1))


def _between(unit: Unit, values: tuple[float, float], language: str) -> Amount:
    low, high = (say(unit, value, language) for value in values)
    words = f"{low}至{high}" if language == "zh" else f"between {low} and {high}"
    return Amount("between", tuple(f"{value}" for value in values), words)
