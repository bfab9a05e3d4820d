"""Which statements and sources a change touches, and all that their rows depend on.

The tables here say which triples `statements.collecting` and `statements.quoting` look at, and
where these stand from a statement.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from govkg.graph.index.gathering import bare, is_iri
from govkg.graph.index.making.facts import Facts
from govkg.graph.index.statements.collecting import (
    ACTOR,
    DERIVED,
    END,
    EVENT,
    EXACT,
    INDICATOR,
    KIND,
    PLACE,
    ROLES,
    SELECTOR,
    START,
    UNIT,
    YEAR,
)
from govkg.graph.index.statements.collecting import (
    SOURCE as HAS_SOURCE,
)
from govkg.graph.rebuilding import RebuildError
from govkg.vocabulary import DCTERMS, GOVKG, QUDT, SCHEMA

ABOUT: Final = f"{SCHEMA}about"
ISSUED: Final = f"{DCTERMS}issued"
FILE: Final = f"{SCHEMA}encoding"
PART: Final = f"{DCTERMS}hasPart"
MOST: Final = 4000
"""How many statements are looked at; where a change touches more, all are made anew."""

STATEMENT: Final = "statement"
SOURCE: Final = "source"
_OF_FIGURE: Final = (
    f"{QUDT}numericValue",
    f"{SCHEMA}minValue",
    f"{SCHEMA}maxValue",
    f"{GOVKG}comparator",
    f"{GOVKG}change",
    f"{GOVKG}startYear",
    f"{GOVKG}componentOf",
    UNIT,
    YEAR,
    INDICATOR,
)
_BACK: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    **{name: tuple((role,) for role in ROLES) for name in _OF_FIGURE},
    **dict.fromkeys((f"{SCHEMA}startDate", f"{SCHEMA}location", ABOUT), ((EVENT,),)),
    **dict.fromkeys((START, EXACT, END), ((SELECTOR, DERIVED),)),
    f"{SCHEMA}position": ((HAS_SOURCE, DERIVED),),
    SELECTOR: ((DERIVED,),),
    HAS_SOURCE: ((DERIVED,),),
    PLACE: ((ACTOR,),),
    KIND: ((ABOUT, EVENT),),
}
"""How to go back to statements from what has such a property."""
_TO_SOURCE: Final = {
    f"{SCHEMA}sha256": FILE,
    f"{DCTERMS}extent": FILE,
    START: PART,
    END: PART,
}
"""By what a source points at that which has such a property."""
_ON: Final[Mapping[str, Mapping[str, str]]] = {
    STATEMENT: {
        **dict.fromkeys(ROLES, "figure"),
        EVENT: "event",
        ACTOR: "actor",
        DERIVED: "excerpt",
    },
    "excerpt": {SELECTOR: "selector", HAS_SOURCE: SOURCE},
    "event": {ABOUT: "topic"},
    SOURCE: {FILE: "file", PART: "part"},
}
"""What is needed beside the triples of a resource, by what it is to the statement."""

Seen = dict[str, set[str]]
"""Resources, each with what it is to the statements that are looked at."""


def touched(facts: Facts, lines: Iterable[str]) -> Seen:
    """Give the statements and sources, and other subjects, whose rows depend on changed *lines*.

    Some may be no statements.

    Raises:
        RebuildError: there are too many.
    """
    found: Seen = defaultdict(set)
    for line in lines:
        subject, predicate, rest = line.split(" ", 2)
        iri, name, value = map(bare, (subject, predicate, rest[:-2]))
        if not is_iri(iri):
            continue
        found[iri] |= {STATEMENT, SOURCE}
        events = {value} if name == ABOUT and is_iri(value) else set[str]()
        if name == ISSUED:
            events = set(_objects(facts.about(iri), ABOUT))
        ways = [(iri, way) for way in _BACK.get(name, ())] + [(one, (EVENT,)) for one in events]
        for start, way in ways:
            for statement in _back(facts, start, way):
                found[statement].add(STATEMENT)
        if name in _TO_SOURCE:
            for source in facts.pointing(_TO_SOURCE[name], iri):
                found[source].add(SOURCE)
        if len(found) > MOST:
            raise RebuildError
    return found


def needed(facts: Facts, seeds: Seen) -> tuple[Seen, list[str]]:
    """Give what rows of *seeds* depend on, with the lines about it."""
    seen: Seen = defaultdict(set)
    lines: list[str] = []
    about: dict[str, list[str]] = {}
    waiting = [(iri, role) for iri, roles in seeds.items() for role in roles]
    while waiting:
        iri, role = waiting.pop()
        if role in seen[iri]:
            continue
        seen[iri].add(role)
        if iri not in about:
            about[iri] = facts.about(iri)
            lines += about[iri]
            # Whatever says which file was read of it is a source, too.
            waiting += [(iri, SOURCE) for _ in _objects(about[iri], FILE)]
        for name, next_role in _ON.get(role, {}).items():
            waiting += [(one, next_role) for one in _objects(about[iri], name)]
        if role == "event":
            waiting += [(source, SOURCE) for source in facts.pointing(ABOUT, iri)]
    return seen, lines


def _objects(lines: Iterable[str], predicate: str) -> Iterator[str]:
    beginning = f"<{predicate}> <"
    for line in lines:
        _, _, rest = line.partition(" ")
        if rest.startswith(beginning):
            yield rest[len(beginning) : -3]


def _back(facts: Facts, iri: str, way: tuple[str, ...]) -> set[str]:
    found = {iri}
    for predicate in way:
        found = {one for target in found for one in facts.pointing(predicate, target)}
        if len(found) > MOST:
            raise RebuildError
    return found
