"""Where a query breaks, and at what.

The engine's own place is often behind the mistake, because it looks ahead. So prefixes of the
query are parsed: the first token with which it can no longer become a query is the mistake.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pyoxigraph import Store

from govkg.errors import QuerySyntaxError
from govkg.graph.sparql.tokens import Token, tokenise
from govkg.vocabulary import PREFIXES

_PLACE: Final = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_RULE: Final = re.compile(r"[A-Z][a-z]+(?: [A-Za-z]+){3,}")
_LONGEST: Final = 64 * 1024
_SHOWN: Final = 40
_PAUSE: Final = "\n" + " " * 40 + "\n"


def explain(error: SyntaxError, query: str) -> QuerySyntaxError:
    """Say in people's words what *error* is about, with its line and column (from 1)."""
    place = _PLACE.match(error.msg)
    if place is None:
        return QuerySyntaxError(" ".join(error.msg.split()), line=error.lineno, column=error.offset)
    if len(query) > _LONGEST:
        return _at(query, _offset(query, int(place[1]), int(place[2])))
    tokens = tokenise(query)
    undeclared = _undeclared(tokens)
    if undeclared is not None:
        prefix = undeclared.text.partition(":")[0]
        hint = f" Add “PREFIX {prefix}: <{PREFIXES[prefix]}>”." if prefix in PREFIXES else ""
        return _error(query, undeclared.start, f"the prefix “{prefix}:” is not declared.{hint}")
    broken = _first_broken(query, tokens, _offset(query, int(place[1]), int(place[2])))
    if broken is not None:
        return _at(query, broken.start)
    rule = _RULE.search(place[3])
    if rule is not None:
        return _error(query, len(query.rstrip()), f"{rule[0][0].lower()}{rule[0][1:]}.")
    return _at(query, len(query))


def _undeclared(tokens: Sequence[Token]) -> Token | None:
    names = [token for token in tokens if token.kind == "name" and not token.text.startswith("_:")]
    declared = {after.text for before, after in pairwise(tokens) if before.text.lower() == "prefix"}
    for token in names:
        if f"{token.text.partition(':')[0]}:" not in declared:
            return token
    return None


def _first_broken(query: str, tokens: Sequence[Token], suspected: int) -> Token | None:
    """Find the first token that no query can have there, from what stands at *suspected* back.

    Each look parses all that stands before it: so it begins at the engine's own place, which is
    rarely more than a few tokens behind, and takes steps that double.
    """
    store = Store()
    starts = [token.start for token in tokens]
    low, high = 0, len(tokens)
    middle, step = max(bisect_right(starts, suspected) - 1, 0), 1
    while low < high:
        if _viable(store, query[: starts[middle] + len(tokens[middle].text)]):
            low, step = middle + 1, len(tokens)  # no more steps: what is left is halved
        else:
            high = middle
        middle = max(high - step, (low + high) // 2)
        step *= 2
    return tokens[low] if low < len(tokens) else None


def _viable(store: Store, start: str) -> bool:
    """Say whether a query can begin with *start*: the parser gets past it and the pause behind."""
    try:
        store.query(start + _PAUSE)
    except SyntaxError as error:
        place = _PLACE.match(error.msg)
        return place is not None and int(place[1]) >= _line(start, len(start)) + 2
    return True


def _at(query: str, offset: int) -> QuerySyntaxError:
    rest = query[offset:].split()
    what = f"“{rest[0][:_SHOWN]}” is not expected here." if rest else "the query is not finished."
    return _error(query, offset, what)


def _error(query: str, offset: int, what: str) -> QuerySyntaxError:
    line = _line(query, offset)
    column = offset - (query.rfind("\n", 0, offset) + 1) + 1
    return QuerySyntaxError(f"Line {line}, column {column}: {what}", line=line, column=column)


def _line(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _offset(query: str, line: int, column: int) -> int:
    lines = query.split("\n")
    return sum(len(one) + 1 for one in lines[: line - 1]) + column - 1
