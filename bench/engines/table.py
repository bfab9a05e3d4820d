"""Write a comparison of engines as a table in Markdown, and below it where they differ."""

from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from typing import Final

from bench.engines.comparison import Comparison
from bench.engines.engines import LIBRARIES, Row

_REFERENCE: Final = "pySHACL"
_OURS: Final = "govkg"
_SHOWN: Final = 2
_HEAD: Final = (
    "| data | rules | engine | processor, s | pySHACL takes | peak, MiB | results | the same |\n"
    "|---|---|---|--:|--:|--:|--:|--:|\n"
)


def write_table(comparisons: Iterable[Comparison]) -> Iterator[str]:
    """Write it piece by piece, as *comparisons* come."""
    yield f"{' · '.join(_versions())}\n\n{_HEAD}"
    notes: list[str] = []
    for comparison in comparisons:
        place = f"{comparison.data}, {comparison.triples:,} triples | {comparison.rules}"
        for engine in comparison.outcomes:
            yield f"| {place} | {engine} | {' | '.join(_cells(comparison, engine))} |\n"
            notes += _notes(comparison, engine)
    yield "".join(f"\n- {note}" for note in notes) + "\n"


def _versions() -> Iterator[str]:
    for library in dict.fromkeys(LIBRARIES.values()):
        try:
            yield f"{library} {version(library)}"
        except PackageNotFoundError:
            yield f"{library}: not installed"


def _cells(comparison: Comparison, engine: str) -> Iterator[str]:
    outcome, reference = comparison.outcomes[engine], comparison.outcomes.get(_REFERENCE)
    ended = outcome.rows is not None
    yield f"{outcome.processor:,.2f}" if ended else f"over {outcome.processor:,.0f}"
    if reference is None or not ended or engine == _REFERENCE:
        yield ""
    else:
        more = "" if reference.rows is not None else "over "
        yield f"{more}{reference.processor / outcome.processor:,.3g} times"
    if outcome.rows is None:
        yield from ("", "", "")
        return
    yield f"{outcome.memory / 2**20:,.0f}"
    yield f"{outcome.rows.total():,}"
    yield f"{(outcome.rows & _known(comparison)).total():,}"


def _known(comparison: Comparison) -> Counter[Row]:
    """Give what the reference found, or we where it did not end."""
    for name in (_REFERENCE, _OURS):
        outcome = comparison.outcomes.get(name)
        if outcome is not None and outcome.rows is not None:
            return outcome.rows
    return Counter()


def _notes(comparison: Comparison, engine: str) -> Iterator[str]:
    outcome = comparison.outcomes[engine]
    place = f"{engine}, {comparison.rules} rules of {comparison.data}"
    if outcome.rows is None:
        done = (
            f"{outcome.shapes} of {comparison.shapes} shapes done" if outcome.shapes else "no end"
        )
        yield f"{place}: {done} after {outcome.processor:,.0f} s."
        return
    known = _known(comparison)
    for verb, rows in (("misses", known - outcome.rows), ("adds", outcome.rows - known)):
        if rows:
            shown = "; ".join(" ".join(filter(None, row)) for row in islice(sorted(rows), _SHOWN))
            yield f"{place}: {verb} {rows.total():,}, as `{shown}`."
