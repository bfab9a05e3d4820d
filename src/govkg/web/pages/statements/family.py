"""Statements that belong together: under one aim, said one after the other, on one indicator."""

from dataclasses import dataclass
from typing import Final

from govkg.graph.index.bitsets import NONE, Numbers, union
from govkg.graph.index.statements.collecting import ACHIEVEMENT, EVENT, INDICATOR, KIND
from govkg.vocabulary import DCTERMS, GOVKG
from govkg.web.pages.context import PageContext
from govkg.web.pages.statements.items import Statements, lists_of
from govkg.web.pages.terms.facts import Facts

PART_OF: Final = f"{DCTERMS}isPartOf"
_SIBLINGS: Final = 8
_PARTS: Final = 50
_RESULTS: Final = 10


@dataclass(frozen=True, slots=True)
class Family:
    """Statements around one.

    *siblings* have the same aim, *parts* have this one as their aim, *before* was said
    right before it and *after* right after, *results* report on the same indicators for the same
    actors.
    """

    siblings: Statements
    parts: Statements
    before: Statements
    after: Statements
    results: Statements


def family_of(context: PageContext, focus: str, number: int | None, facts: Facts) -> Family:
    """Gather them around the statement *focus* with its *number*."""
    index = context.release.index.statements
    own = NONE if number is None else Numbers([number])

    def having(predicate: str, *subjects: str) -> Numbers:
        """Unite the statements that have any value of *predicate*."""
        return union(
            index.having(value, predicate)
            for subject in subjects
            for value in facts.iris(subject, predicate)[:8]
        )

    figures = facts.iris(focus, f"{GOVKG}target")
    results = having(INDICATOR, *figures) & having(f"{GOVKG}actor", focus)
    before, after = _beside(having(EVENT, focus), number)
    return Family(
        *lists_of(
            context,
            (having(PART_OF, focus) - own, _SIBLINGS),
            (index.having(focus, PART_OF), _PARTS),
            (before, 1),
            (after, 1),
            (results & index.having(ACHIEVEMENT, KIND) - own, _RESULTS),
        )
    )


def _beside(same_event: Numbers, number: int | None) -> tuple[Numbers, Numbers]:
    """Give those of the same event that were said right before and right after, as sets."""
    if number is None:
        return NONE, NONE
    later = same_event.rank(number)
    earlier = later - (number in same_event)
    return same_event[max(0, earlier - 1) : earlier], same_event[later : later + 1]
