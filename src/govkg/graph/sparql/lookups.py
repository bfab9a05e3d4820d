"""Questions about what is said of one subject: answered where they arrive.

Front ends that make pages of a store (Pubby, LodView, Trifid) ask little else. What such a question
costs is known beforehand, so nothing need be ready to stop it; and the way to a worker and back
takes longer than the answer.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from pyoxigraph import Store

from govkg.graph.columns.statements import Statements
from govkg.graph.sparql.evaluation import Answer, Limits, Question, evaluate, serialise
from govkg.graph.sparql.names import resolve_iris
from govkg.graph.sparql.tokens import FORMS, Token, tokenise

_LONGEST: Final = 4_000
"""Characters of a query beyond which it is not looked at here."""
_MOST: Final = 1_000
"""Statements of a subject beyond which a worker answers."""

_WORDS: Final = {
    "prefix": "P",
    "base": "B",
    "describe": "D",
    "construct": "C",
    "select": "S",
    "distinct": "U",
    "reduced": "U",
    "ask": "A",
    "where": "W",
    "a": "a",
}
_KINDS: Final = {"iri": "n", "name": "n", "variable": "v"}
_SUBJECTS: Final = ("described", "asked", "selected", "short", "constructed")
_PATTERN: Final = "{(?P<%s>n)[nva][nv][.]?}"
_LOOKUP: Final = re.compile(
    "(?:Pnn|Bn)*(?:"
    + "|".join(
        (
            "D(?P<described>n)",
            "AW?" + _PATTERN % "asked",
            "SU?(?:v+|[*])W?" + _PATTERN % "selected",
            "CW" + _PATTERN % "short",
            "C{(?P<template>[nv][nva][nv])[.]?}W?" + _PATTERN % "constructed",
        )
    )
    + ")"
)
"""Queries, a letter a token: one triple pattern with a subject, or ``DESCRIBE`` of a resource."""
_VARIABLE: Final = re.compile(r"[?$]([A-Za-z_][A-Za-z0-9_]*)")
"""A variable, for certain: the tokens are not that strict."""


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
    # What leads to blank nodes may lead far: ``DESCRIBE`` follows them.
    if lookup is None or not statements.are_few(lookup.subject, _MOST):
        return None
    if lookup.of_all:
        return serialise(question, limits, statements.about([lookup.subject]))
    return evaluate(question, limits, store)


def _read(question: Question) -> _Lookup | None:
    query = question.query
    if len(query) > _LONGEST or "\\" in query or question.default_graphs or question.named_graphs:
        return None
    tokens = tokenise(query)
    match = _LOOKUP.fullmatch("".join(map(_letter, tokens)))
    if match is None:
        return None
    group = next(group for group in _SUBJECTS if match[group])
    place = match.start(group)
    form = next(token for token in tokens if token.text.lower() in FORMS)
    names = resolve_iris(query[: form.start], [tokens[place].text], question.base_iri)
    template = match.start("template")
    of_all = group == "described" or (
        form.text.lower() == "construct"
        and _is_open(tokens[place : place + 3])
        and (group == "short" or _texts(tokens, template) == _texts(tokens, place))
    )
    return _Lookup(names[0].value, of_all) if names else None


def _texts(tokens: Sequence[Token], place: int) -> list[str]:
    """Give the three terms of the pattern that begins at *place*."""
    return [token.text for token in tokens[place : place + 3]]


def _is_open(pattern: Sequence[Token]) -> bool:
    """Say whether *pattern* takes every triple of its subject."""
    variables = [_VARIABLE.fullmatch(token.text) for token in pattern[1:]]
    names = {variable[1] for variable in variables if variable}
    return len(names) == len(variables)


def _letter(token: Token) -> str:
    if token.kind == "word":
        return _WORDS.get(token.text.lower(), "?")
    return _KINDS.get(token.kind, token.text[0])
