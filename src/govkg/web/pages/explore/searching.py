"""The page of a search: named things first, then statements; what is near where none is found."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Final

from govkg.graph.index.bitsets import NONE
from govkg.web.pages.context import PageContext
from govkg.web.pages.explore.parameters import View
from govkg.web.pages.statements.items import Item, items_of
from govkg.web.pages.terms.names import Name

_THINGS: Final = 12
_STATEMENTS: Final = 20
_NEAR: Final = 6
_MANY: Final = 20_000


@dataclass(frozen=True, slots=True)
class Thing:
    """A named thing, and the class or the vocabulary that it is of."""

    name: Name
    kind: Name | None


@dataclass(frozen=True, slots=True)
class Found:
    """What *words* find: *number* in all; *corrected* and *near* are for when that is nothing."""

    words: str
    number: int
    things: tuple[Thing, ...]
    statements: tuple[Item, ...]
    all_statements: int
    explore: str
    corrected: str
    near: tuple[Thing, ...]


def search_page(context: PageContext, words: str) -> dict[str, object]:
    """Search for *words*; statements that have them in their label come first."""
    search, statements = context.release.index.search, context.release.index.statements
    things = search.things(words, _THINGS + 1)
    members = search.statements(words)
    # Where very many have the words, those at the front are as good as any.
    labelled = search.labelled(words) if len(members) <= _MANY else NONE
    numbers = list(islice(statements.select(labelled), _STATEMENTS))
    numbers += islice(statements.select(members - labelled), _STATEMENTS - len(numbers))
    corrected, near = ("", []) if things or members or not words else search.near(words, _NEAR)
    kinds = search.kinds([*things[:_THINGS], *near])
    context.names.add([*things, *near, *kinds.values()])

    def named(iris: Iterable[str]) -> tuple[Thing, ...]:
        of = context.names.of
        return tuple(Thing(of(iri), of(kinds[iri]) if iri in kinds else None) for iri in iris)

    base = context.release.manifest.dataset.base_iri
    return {
        "found": Found(
            words=words,
            number=len(things) + len(members),
            things=named(things[:_THINGS]),
            statements=items_of(context, numbers),
            all_statements=len(members),
            explore=View(words=words).address(base),
            corrected=corrected,
            near=named(near),
        )
    }
