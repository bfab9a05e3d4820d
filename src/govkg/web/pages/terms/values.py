"""Terms as a page shows them."""

from typing import Final, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode

from govkg.vocabulary import XSD
from govkg.web.pages.terms.facts import Term
from govkg.web.pages.terms.names import Name, Names, fallback

_PLAIN: Final = frozenset(
    f"{XSD}{name}" for name in ("string", "integer", "decimal", "boolean", "date")
)


class Value(NamedTuple):
    """A literal as it stands, with its language or the name of an unusual datatype."""

    text: str
    language: str = ""
    datatype: str = ""


Shown = Name | Value


def show(term: Term, names: Names) -> Shown:
    """Give a term's name, or the text of a literal."""
    match term:
        case NamedNode():
            return names.of(term.value)
        case Literal():
            unusual = term.language is None and term.datatype.value not in _PLAIN
            datatype = fallback(term.datatype.value) if unusual else ""
            return Value(term.value, term.language or "", datatype)
        case BlankNode():
            return Value(f"_:{term.value}")
        case _:
            return Value(str(term))
