"""Questions about what is said of one subject: answered where they arrive.

Front ends that make pages of a store (Pubby, LodView, Trifid) ask little else. What such a question
costs is known beforehand, so nothing need be ready to stop it; and the way to a worker and back
takes longer than the answer.
"""

import re
from collections.abc import Iterable
from itertools import islice
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store

from govkg.graph.sparql.evaluation import Answer, Limits, Question, evaluate
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
_PATTERN: Final = "{(?P<%s>n)[nva][nv][.]?}"
_LOOKUP: Final = re.compile(
    "(?:Pnn|Bn)*(?:"
    + "|".join(
        (
            "D(?P<described>n)",
            "AW?" + _PATTERN % "asked",
            "SU?(?:v+|[*])W?" + _PATTERN % "selected",
            "CW" + _PATTERN % "short",
            "C{[nv][nva][nv][.]?}W?" + _PATTERN % "constructed",
        )
    )
    + ")"
)
"""Queries, a letter a token: one triple pattern with a subject, or ``DESCRIBE`` of a resource."""


def look_up(question: Question, limits: Limits, store: Store) -> Answer | None:
    """Answer *question* from *store* if it looks up one subject of which not too much is said.

    Raises:
        RequestError: as `evaluate` says.

    >>> limits, store = Limits(1, 1, 100), Store()
    >>> look_up(Question("", "ASK { <urn:s> ?p ?o }", "urn:"), limits, store).body
    b'{"head":{},"boolean":false}'
    >>> look_up(Question("", "ASK { ?s ?p <urn:o> }", "urn:"), limits, store)
    """
    subject = _subject_of(question)
    if subject is None or not _is_light(
        store.quads_for_pattern(subject, None, None, DefaultGraph())
    ):
        return None
    return evaluate(question, limits, store)


def _subject_of(question: Question) -> NamedNode | None:
    query = question.query
    if len(query) > _LONGEST or "\\" in query or question.default_graphs or question.named_graphs:
        return None
    tokens = tokenise(query)
    match = _LOOKUP.fullmatch("".join(map(_letter, tokens)))
    if match is None:
        return None
    name = next(tokens[match.start(group)] for group, found in match.groupdict().items() if found)
    form = next(token for token in tokens if token.text.lower() in FORMS)
    return next(iter(resolve_iris(query[: form.start], [name.text], question.base_iri)), None)


def _letter(token: Token) -> str:
    if token.kind == "word":
        return _WORDS.get(token.text.lower(), "?")
    return _KINDS.get(token.kind, token.text[0])


def _is_light(quads: Iterable[Quad]) -> bool:
    """Say whether this is little, and leads nowhere: ``DESCRIBE`` follows blank nodes."""
    few = list(islice(quads, _MOST + 1))
    return len(few) <= _MOST and not any(isinstance(quad.object, BlankNode) for quad in few)
