"""Which charts pages have: what they show, and the sentence that says it."""

from collections.abc import Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from markupsafe import Markup

from govkg.web.pages.context import PageContext
from govkg.web.pages.entities.measured import Reading, Readings
from govkg.web.pages.language.numbers import digits
from govkg.web.pages.language.texts import texts_in

_YEARS: Final = 40
_FEWEST: Final = 2
_ACTORS: Final = 6
"""How many are told apart by colour and name; with more, the table does so."""
_TICKS: Final = 4
_LARGE: Final = {"en": ((6, " million"), (9, " billion")), "zh": ((4, "万"), (8, "亿"))}
"""Powers of ten and the words for them, for the labels of an axis."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture that is being drawn, and the sentence that says what it shows."""

    drawing: Future[Markup | None]
    sentence: Markup

    @property
    def picture(self) -> Markup | None:
        """Wait for the picture; ``None`` where it cannot be drawn."""
        try:
            return self.drawing.result()
        except CancelledError:
            return None


def chart_of_years(context: PageContext, years: Sequence[tuple[str, int, int]]) -> Chart | None:
    """Draw promises and reports as columns by year, where there are several years."""
    shown = years[-_YEARS:]
    if len(shown) < _FEWEST:
        return None
    texts, language = texts_in(context.reader.language), context.reader.language
    rows = [
        {"year": year, "number": number, "role": role}
        for year, promised, reported in shown
        for role, number in (("promised", promised), ("reported", reported))
        if number
    ]
    most = max(shown, key=lambda row: row[1] + row[2])
    drawing = context.charts.begin(
        "years",
        rows,
        {"chart.statements": texts("chart.statements"), "ticks": min(most[1] + most[2], _TICKS)},
    )
    return Chart(
        drawing,
        texts(
            "chart.years_show",
            first=shown[0][0],
            last=shown[-1][0],
            year=most[0],
            n=digits(most[1] + most[2], language),
        ),
    )


def chart_of_readings(context: PageContext, readings: Readings) -> Chart | None:
    """Draw targets as open marks, results as filled ones, a baseline as a line."""
    shown = [row for row in readings.rows if row.amount is not None and row.year.isdigit()]
    if len(shown) < _FEWEST:
        return None
    actors = list(dict.fromkeys(name for row in shown for name in row.actors[:1]))
    several = 1 < len(actors) <= _ACTORS
    names = dict(zip(actors, without_common([name.text for name in actors]), strict=True))
    texts = texts_in(context.reader.language)
    rows = [
        {
            "year": row.year,
            "amount": float(row.amount or 0),
            "role": row.role.rpartition(".")[2],
            "label": names[row.actors[0]] if several and _is_last(row, shown) else "",
            "tone": f"var(--accent-{_place(row, actors)})" if several else "var(--tone-0)",
        }
        for row in shown
    ]
    counts = {
        role: sum(row["role"] == role for row in rows) for role in ("target", "result", "baseline")
    }
    drawing = context.charts.begin(
        "readings",
        rows,
        {
            "unit": readings.unit or texts("chart.number"),
            "label": axis_label(context.reader.language),
        },
    )
    return Chart(
        drawing,
        texts(
            "chart.readings_show",
            targets=digits(counts["target"], context.reader.language),
            results=digits(counts["result"], context.reader.language),
            first=shown[0].year,
            last=max(row.year for row in shown),
        ),
    )


def axis_label(language: str) -> str:
    """Write the Vega expression that labels an axis, large numbers in the words of a language.

    >>> axis_label("zh").count("亿")
    1
    """
    written = "datum.label"
    for power, word in _LARGE[language]:
        shortened = f"format(datum.value / 1e{power}, '~r') + '{word}'"
        written = f"abs(datum.value) >= 1e{power} ? {shortened} : {written}"
    return written


def _is_last(row: Reading, shown: Sequence[Reading]) -> bool:
    """Say whether a figure is the last of its actor: there the actor is named."""
    own = [other for other in shown if other.actors[:1] == row.actors[:1]]
    return bool(row.actors) and row is own[-1]


def without_common(names: Sequence[str]) -> list[str]:
    """Leave out the words with which all *names* begin, and those with which all end.

    >>> without_common(["Government of Northriver", "Government of Southhill"])
    ['Northriver', 'Southhill']
    >>> without_common(["北河人民政府", "南山人民政府"]), without_common(["Wales", "New Wales"])
    (['北河', '南山'], ['Wales', 'New Wales'])
    """
    start, end = _common(names), _common([name[::-1] for name in names])
    short = [name[start : len(name) - end].strip() for name in names]
    return short if all(short) else list(names)


def _common(names: Sequence[str]) -> int:
    """Give the length of the whole words with which all begin; a Han character is a word."""
    letters = takewhile(lambda each: len(set(each)) == 1, zip(*names, strict=False))
    common = "".join(letter for letter, *_ in letters)
    return common.rfind(" ") + 1 if common.isascii() else len(common)


def _place(row: Reading, actors: Sequence[object]) -> int:
    return actors.index(row.actors[0]) if row.actors else 0
