"""What is asked of every source: which of some names it has, and where.

An edit leaves most sources as they were, and asks almost the same of them as was asked before: so
what each answered is kept.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from govkg.publish.sources.kept import KeptSources
from govkg.publish.sources.reading import Source

Answer = Mapping[str, int | None]
"""Those of the names asked for that a source has, each with its line where that is known."""


Ask = Callable[[Source], Answer]


@dataclass(frozen=True, slots=True)
class Question:
    """What sources are asked, made ready for some names, and the *name* it is kept under.

    What a source answers follows from what it says, whatever others say.
    """

    name: str
    about: Callable[[AbstractSet[str]], Ask]


def answers(
    question: Question,
    wanted: AbstractSet[str],
    sources: Iterable[Source],
    kept: KeptSources | None = None,
) -> Iterator[tuple[str, Answer]]:
    """Give the name of each of *sources* that has any of the names *wanted*, and which.

    Only what was not asked before, as far as it is *kept*, is asked of one that is not new.
    """
    asked, known = _read(kept.answers(question.name) if kept else None)
    more = wanted - asked
    ask_all, ask_more = question.about(wanted), question.about(more)
    found: dict[str, Answer] = {}
    for source in sources if wanted else ():
        before = known.get(source.key)
        if before is None:
            answer = ask_all(source)
        else:
            answer = {name: line for name, line in before.items() if name in wanted}
            if more:
                answer |= ask_more(source)
        found[source.key] = answer
        if answer:
            yield source.name, answer
    if kept:
        kept.keep_answers(question.name, _write(wanted, found))


def _read(text: str | None) -> tuple[AbstractSet[str], Mapping[str, Answer]]:
    if text is None:
        return frozenset(), {}
    asked, found = json.loads(text)
    return frozenset(asked), found


def _write(asked: AbstractSet[str], found: Mapping[str, Answer]) -> str:
    return json.dumps((sorted(asked), found), ensure_ascii=False)
