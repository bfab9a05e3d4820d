"""Say what a parser found wrong in a document, what to do about it, and show the place."""

import re
from typing import Final

from govkg.formats import RDF_XML, TURTLE, GraphFormat
from govkg.validation.lookalikes import find_lookalike
from govkg.validation.visible import visible
from govkg.vocabulary import PREFIXES

_SHOWN: Final = 100
_PLACE: Final = re.compile(r"^Parser error (at|between) .*?: ", re.DOTALL)
_NO_END: Final = "A dot is expected"
_ENDS: Final = (
    "something is missing before this: “;” if the same subject goes on here, “.” if another "
    "begins, “,” if this is one more value of the same property; or the line before ends with “,” "
    "or “.” where “;” is meant"
)
"""The parser asks for a dot whatever is missing."""
_REMOTE: Final = (
    "its “@context” is on another server, which is not asked; write it into the document"
)
_MERGE: Final = re.compile(r"<{7}|={7}|>{7}")
_MERGED: Final = "a merge left its mark here: keep one of the two versions, and remove the marks"
_UNDECLARED: Final = re.compile(r"The prefix (.*): has not been declared")
_REMEDIES: Final = {
    ", is not a valid RDF object": "one “,” stands between two values, and “;” before the "
    "next property",
    "; is not a valid RDF object": "a value is missing before “;”; if the same subject goes on "
    "here, the line before ends with “;” and not with “.” or “,”",
    "not a valid RDF object": "a value is an <iri>, a prefix:name, a number or a text in quotation "
    "marks; if a new subject begins here, end the statement before with “.”",
    "not a valid predicate": "a property is a prefix:name, an <iri> or the letter a; if the same "
    "subject goes on here, the line before ends with “;” and not with “.”",
    '" is not a valid subject': "“,” stands between two values; the line before ends with “;”, "
    "and not with “,”, if this is another property",
    "^ is not a valid subject": 'two “^” stand before a datatype: "2024-05-09"^^xsd:date',
    "not a valid subject": "texts and dates stand in quotation marks, with \\ before a quotation "
    "mark inside; “;”, “,” and “.” are the ASCII ones",
    "beginning of a prefix name": 'a text stands in plain quotation marks: "text"; a number alone, '
    "its unit in qudt:hasUnit",
    "has not been declared": "add its @prefix line at the top, or correct it",
    "language code": 'a tag follows its text at once: "text"@en',
    "language subtag": 'a tag is that of a language, such as "text"@en or "text"@zh-Hant',
    "escape character": "write \\\\ where a text has a backslash",
    "Unexpected end": "a quotation mark, a bracket or the “.” at the end is missing",
    "Invalid IRI": "an IRI has no spaces and no quotation marks; close it with “>”",
    "Line jumps": 'close the text with a plain quotation mark: "; around several lines put """',
    "No scheme found": "write the IRI in full; Turtle may have an @base line at the top",
}


def explain(error: SyntaxError, text: str = "", form: GraphFormat = TURTLE) -> str:
    """Give the reason of *error* without its place, and a remedy where one is known.

    *text* is the document, in the format *form*.

    >>> explain(SyntaxError("Parser error at line 3 column 1: The prefix x: has not been declared"))
    'The prefix x: has not been declared (add its @prefix line at the top, or correct it)'
    """
    reason = " ".join(visible(_PLACE.sub("", error.msg)).split())
    if "LoadDocumentCallback" in reason:
        return _REMOTE
    # XML has no quotation marks around texts, which may hold any character.
    lines = [] if form is RDF_XML else text.split("\n")[: error.lineno or 0]
    if lines and _MERGE.match(lines[-1]):
        return _MERGED
    remedy = find_lookalike("\n".join(lines)) or _remedy(reason)
    if _NO_END in reason:
        return remedy or _ENDS
    return f"{reason} ({remedy})" if remedy else reason


def _remedy(reason: str) -> str | None:
    undeclared = _UNDECLARED.match(reason)
    if undeclared and undeclared[1] in PREFIXES:
        return f"add “@prefix {undeclared[1]}: <{PREFIXES[undeclared[1]]}> .” at the top"
    return next((remedy for sign, remedy in _REMEDIES.items() if sign in reason), None)


def show_place(text: str, line: int | None, column: int | None = None) -> str:
    """Show *line* (from 1) of *text*, and the last one before it that is not empty.

    Of a long one, what stands before *column* (from 1) is shown.
    """
    lines = text.split("\n")
    if line is None or not 0 < line <= len(lines):
        return ""
    before = [number for number in range(1, line) if lines[number - 1].strip()]
    shown = [(number, _cut(lines[number - 1], 0)) for number in before[-1:]]
    shown.append((line, _cut(lines[line - 1], column or 0)))
    return "".join(f"\n{number:>8} | {said}" for number, said in shown)


def _cut(line: str, column: int) -> str:
    line = visible(line.rstrip())
    start = max(0, min(column, len(line)) - _SHOWN)
    return f"{'…' if start else ''}{line[start : start + _SHOWN]}"
