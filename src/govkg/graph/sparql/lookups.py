"""Questions about what is said of one subject: answered where they arrive.

Front ends that make pages of a store (Pubby, LodView, Trifid) ask little else. What such a question
costs is known beforehand, so nothing need be ready to stop it; and the way to a worker and back
takes longer than the answer.
"""

import re
from functools import cache
from typing import Final, NamedTuple

from pyoxigraph import Store

from govkg.graph.columns.statements import Statements
from govkg.graph.sparql.evaluation import Answer, Limits, Question, evaluate, serialise_few
from govkg.graph.sparql.names import resolve_iris

_LONGEST: Final = 4_000
"""Characters of a query beyond which it is not looked at here."""
_MOST: Final = 1_000
"""Statements of a subject beyond which a worker answers."""

_SPACE: Final = r"[ \t\r\n]*+"
_AROUND: Final = r"(?:[ \t\r\n]|#[^\r\n]*+)*+"
_IRI: Final = r"""<[^\s<>"{}|^`]*+>"""
_NAME: Final = r"[\w.-]*+:[\w.:%-]*+"
_NODE: Final = f"(?:{_IRI}|{_NAME})"
_VARIABLE: Final = r"[?$]\w++"
_SUBJECTS: Final = ("described", "asked", "selected", "short", "constructed")
_CERTAIN: Final = re.compile(r"[?$]([A-Za-z_][A-Za-z0-9_]*)")
"""A variable, for certain: the pattern is not that strict."""


class _Lookup(NamedTuple):
    """The IRI that is looked up; *of_all*: whatever is said of it, as triples."""

    subject: str
    of_all: bool


def look_up(
    question: Question, limits: Limits, store: Store, statements: Statements
) -> Answer | None:
    """Answer *question* if it looks up one subject of which not too much is said.

    *statements* are those of the default graph of *store*.

    Raises:
        RequestError: as `evaluate` says.
    """
    lookup = _read(question)
    if lookup is None:
        return None
    # What leads to blank nodes may lead far: ``DESCRIBE`` follows them.
    if lookup.of_all:
        found = statements.few(lookup.subject, _MOST)
        return None if found is None else serialise_few(question, limits, found)
    are_few = statements.are_few(lookup.subject, _MOST)
    return evaluate(question, limits, store) if are_few else None


def _read(question: Question) -> _Lookup | None:
    query = question.query
    if len(query) > _LONGEST or "\\" in query or question.default_graphs or question.named_graphs:
        return None
    match = _lookup().fullmatch(query)
    if match is None:
        return None
    group = next(group for group in _SUBJECTS if match[group])
    names = resolve_iris(match["prologue"], [match[group]], question.base_iri)
    return _Lookup(names[0].value, _is_of_all(match, group)) if names else None


def _is_of_all(match: re.Match[str], group: str) -> bool:
    """Say whether every triple of the subject is wanted, as it is."""
    if group == "described":
        return True
    wanted = group == "short" or (
        group == "constructed" and _terms(match, "made") == _terms(match, group)
    )
    return wanted and _is_open(match, group)


def _is_open(match: re.Match[str], group: str) -> bool:
    """Say whether a pattern takes every triple of its subject."""
    names = [_CERTAIN.fullmatch(text) for text in _terms(match, group)[1:]]
    return len({name[1] for name in names if name}) == len(names)


def _terms(match: re.Match[str], group: str) -> tuple[str, ...]:
    return match.group(group, f"{group}_p", f"{group}_o")


# To compile it takes milliseconds, which a start has no use for.
@cache
def _lookup() -> re.Pattern[str]:
    """Match queries with one triple pattern that has a subject, and ``DESCRIBE`` of a resource.

    Some that are broken match as well; those with a comment within do not.
    """
    where, either = f"(?:{_word('where')})?+", f"{_NODE}|{_VARIABLE}"
    prefix, base = _row(_word("prefix"), _NAME, _IRI, ""), _row(_word("base"), _IRI, "")
    distinct = f"(?:{_word('distinct|reduced')})?+"
    columns = rf"(?:(?:{_VARIABLE}{_SPACE})++|\*)"
    forms = (
        _row(_word("describe"), f"(?P<described>{_NODE})"),
        _row(_word("ask"), where, _triple(_NODE, "asked")),
        _row(_word("select"), distinct, columns, where, _triple(_NODE, "selected")),
        _row(_word("construct"), _word("where"), _triple(_NODE, "short")),
        _row(_word("construct"), _triple(either, "made"), where, _triple(_NODE, "constructed")),
    )
    prologue = f"(?P<prologue>(?:{prefix}|{base})*+)"
    return re.compile(f"{_AROUND}{prologue}(?:{'|'.join(forms)}){_AROUND}")


def _word(text: str) -> str:
    """Match a word that is not part of a longer one, nor of a name."""
    return rf"(?i:{text})(?![\w.:-])"


def _triple(subject: str, group: str) -> str:
    """Match a triple in braces; groups are named after that of its *subject*."""
    target = f"{_NODE}|{_VARIABLE}"
    return _row(
        r"\{",
        f"(?P<{group}>{subject})",
        f"(?P<{group}_p>{target}|{_word('a')})",
        f"(?P<{group}_o>{target})",
        r"\.?+",
        r"\}",
    )


def _row(*parts: str) -> str:
    return _SPACE.join(parts)
