"""Parameters of a query: variables that say their name and type, and are bound as RDF terms.

The names are grlc's: ``?_year_integer``, ``?_actor_iri``, ``?_word_en``, ``?_name``.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from govkg.errors import BadRequestError
from govkg.graph.sparql.tokens import FORMS, Token, tokenise
from govkg.vocabulary import XSD

_NAME: Final = re.compile(r"[?$]__?(?P<name>[A-Za-z][A-Za-z0-9]*)(?:_(?P<kind>[A-Za-z]+))?")
_PATTERNS: Final = {
    "integer": re.compile(r"[+-]?\d{1,18}"),
    "decimal": re.compile(r"[+-]?(?:\d{1,18}(?:\.\d{0,18})?|\.\d{1,18})"),
    "date": re.compile(r"\d{4}-\d\d-\d\d"),
    "boolean": re.compile(r"true|false"),
}
_LANGUAGE: Final = re.compile(r"[a-z]{2}")

Term = NamedNode | Literal


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter by its *name* in addresses, the *variable* in the query, and its *kind*.

    *kind* is ``iri``, ``integer``, ``decimal``, ``date``, ``boolean``, ``string`` or a language.
    """

    name: str
    variable: str
    kind: str


def read_parameters(query: str) -> tuple[Parameter, ...]:
    """List the parameters of *query*, in order of first use.

    >>> [p.name for p in read_parameters("ASK { ?s ?_p_iri ?_year_integer ; ?q ?_p_iri }")]
    ['p', 'year']
    """
    found: dict[str, Parameter] = {}
    for token in tokenise(query):
        match = _NAME.fullmatch(token.text) if token.kind == "variable" else None
        if match is not None:
            kind = match["kind"] or "string"
            found.setdefault(match["name"], Parameter(match["name"], token.text, kind))
    return tuple(found.values())


def read_term(parameter: Parameter, text: str) -> Term:
    """Read the value of *parameter* from *text*.

    Raises:
        BadRequestError: it is none of its kind; the text names the parameter.
    """
    kind = parameter.kind
    pattern = _PATTERNS.get(kind)
    if pattern is not None and pattern.fullmatch(text):
        return Literal(text, datatype=NamedNode(f"{XSD}{kind}"))
    if kind == "iri" and ":" in text:
        try:
            return NamedNode(text)
        except ValueError:
            pass
    elif kind == "string":
        return Literal(text)
    elif _LANGUAGE.fullmatch(kind):
        return Literal(text, language=kind)
    raise BadRequestError(
        f"“{parameter.name}” takes {_described(kind)}, not “{text}”.", parameter=parameter.name
    )


def _described(kind: str) -> str:
    names = {"iri": "an absolute IRI", "date": "a date such as 2024-05-09"}
    return names.get(kind, f"a value of type {kind}")


def bind(query: str, terms: Mapping[str, Term]) -> str:
    """Bind variables of *query* (with their mark) by a ``VALUES`` block in its outermost group.

    >>> bind("ASK { ?s ?p ?_o }", {"?_o": Literal("a")})
    'ASK { VALUES (?_o) { ("a") }  ?s ?p ?_o }'
    """
    if not terms:
        return query
    tokens = tokenise(query)
    place = _outermost_group(tokens)
    values = f" VALUES ({' '.join(terms)}) {{ ({' '.join(map(str, terms.values()))}) }} "
    return query[:place] + values + query[place:]


def _outermost_group(tokens: Sequence[Token]) -> int:
    """Find the place behind the brace that opens the pattern; a template has braces of its own."""
    words = [token.text.lower() for token in tokens]
    form = next((at for at, word in enumerate(words) if word in FORMS), 0)
    start = form + 1
    if words[form] == "construct" and "where" in words[form:]:
        start = words.index("where", form)
    brace = next(token for token in tokens[start:] if token.text == "{")
    return brace.start + 1
