"""A pattern as a request writes it, and how much matches it."""

import re
from typing import Final

from pyoxigraph import Literal, NamedNode

from govkg.errors import BadRequestError
from govkg.graph.patterns import Matcher, Pattern
from govkg.release.files.statistics import Statistics
from govkg.vocabulary import expand

VARIABLES: Final = ("subject", "predicate", "object")

_LITERAL: Final = re.compile(
    r'"(?P<text>.*)"(?:@(?P<tag>[A-Za-z0-9-]+)|\^\^<?(?P<type>[^<>]+)>?)?', re.DOTALL
)
_OPEN: Final = re.compile(r"(\?\w*)?")


def read_pattern(parameters: dict[str, str]) -> Pattern:
    """Read the pattern that the *parameters* of a request name (Hydra, ExplicitRepresentation).

    Raises:
        BadRequestError: a term cannot be read, or cannot stand where it does.
    """
    terms = {name: _read_term(name, parameters.get(name, "")) for name in VARIABLES}
    subject, predicate, target = terms["subject"], terms["predicate"], terms["object"]
    for name, term in (("subject", subject), ("predicate", predicate)):
        if isinstance(term, Literal):
            raise BadRequestError(f"A {name} cannot be a literal.", parameter=name)
    return Pattern(
        subject=subject if isinstance(subject, NamedNode) else None,
        predicate=predicate if isinstance(predicate, NamedNode) else None,
        object=target,
    )


def _read_term(name: str, text: str) -> NamedNode | Literal | None:
    text = text.strip()
    if _OPEN.fullmatch(text):
        return None
    try:
        return _read_literal(text) if text.startswith('"') else _read_iri(text)
    except ValueError as error:
        raise BadRequestError(
            f"“{text}” is no {name}: give an IRI, or for an object a literal such as "
            '"text"@en or "5"^^xsd:integer.',
            parameter=name,
        ) from error


def _read_iri(text: str) -> NamedNode:
    if text.startswith("_:"):
        raise ValueError("a blank node has no name outside of its document")
    return NamedNode(expand(text) or text.removeprefix("<").removesuffix(">"))


def _read_literal(text: str) -> Literal:
    match = _LITERAL.fullmatch(text)
    if match is None:
        raise ValueError("not a literal")
    datatype = match["type"]
    if datatype is not None:
        return Literal(match["text"], datatype=_read_iri(datatype))
    return Literal(match["text"], language=match["tag"])


def count_matches(pattern: Pattern, statistics: Statistics, matcher: Matcher) -> int:
    """Count what matches *pattern*, exactly: what is many was counted when it was published."""
    if not pattern.bound:
        return statistics.triples
    if pattern.subject is None and pattern.predicate is not None and pattern.object is None:
        return statistics.properties.get(pattern.predicate.value, 0)
    if pattern.subject is None:
        predicate = pattern.predicate.value if pattern.predicate else None
        for item in statistics.frequent:
            if (item.predicate, item.object) == (predicate, str(pattern.object)):
                return item.triples
    return matcher.count(pattern)
