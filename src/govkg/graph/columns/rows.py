"""Write rows of numbers as the rows of SPARQL 1.1 Query Results JSON (section 3.2.2)."""

import json
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

from govkg.graph.columns.selection import NotTakenError
from govkg.graph.columns.terms import Terms
from govkg.vocabulary import XSD

_REMEMBERED: Final = 30_000
"""Terms: some 10 MB in each process that answers."""
_INTEGER: Final = f'","datatype":"{XSD}integer"}}'
_DECIMAL: Final = f'","datatype":"{XSD}decimal"}}'


Cell = Callable[[int], str]
"""Gives the term of a number, as rows have it."""


def remembering(terms: Terms) -> Cell:
    """Give the cells of *terms*, of which the latest are remembered.

    Questions differ, but speak of the same speakers, pillars and units.
    """
    return lru_cache(_REMEMBERED)(lambda number: _term(terms[number].decode()))


class RowWriter:
    """Writes the rows of one answer."""

    def __init__(self, names: Sequence[str], kinds: Sequence[str], cell: Cell) -> None:
        """Take *names* of variables, and *kinds* of columns as `Statement` has them."""
        self._keys = [f",{json.dumps(name)}:" for name in names]
        self._kinds = kinds
        self._cell = cell

    def write(self, rows: Sequence[tuple[Any, ...]]) -> str:
        """Write *rows*, with commas between them.

        Raises:
            NotTakenError: a sum may have overflown on the way in the other engine.
        """
        # A column at a time: most answers are long, and say the same again and again.
        cells = self._columns([*zip(*rows, strict=True)])
        return ",".join([f"{{{''.join(row)[1:]}}}" for row in zip(*cells, strict=True)])

    def _columns(self, columns: Sequence[Sequence[Any]]) -> Iterator[list[str]]:
        """Write columns as cells, each with its name; empty where nothing is bound."""
        keys = iter(self._keys)
        for place, kind in enumerate(self._kinds):
            values = columns[place] if columns else ()
            if kind == "term":
                yield self._named(next(keys), values)
            elif kind == "count":
                key = next(keys)
                yield [key + _count(value) for value in values]
            elif kind == "sum":
                key, sums = next(keys), zip(*columns[place : place + 2], strict=True)
                yield [key + _sum(*parts) for parts in sums]

    def _named(self, key: str, numbers: Sequence[int | None]) -> list[str]:
        cell = self._cell
        known: dict[int | None, str] = {
            number: "" if number is None else key + cell(number) for number in set(numbers)
        }
        return [known[number] for number in numbers]


def _count(value: int) -> str:
    return f'{{"type":"literal","value":"{value}{_INTEGER}'


def _sum(value: str | None, is_integer: bool) -> str:  # noqa: FBT001  # as columns come
    if value is None:
        raise NotTakenError
    return f'{{"type":"literal","value":"{value}{_INTEGER if is_integer else _DECIMAL}'


def _term(text: str) -> str:
    r"""Write a term as JSON has it; the escapes of N-Triples are escapes there, too.

    >>> _term('"a\\n"@en')
    '{"type":"literal","value":"a\\n","xml:lang":"en"}'
    >>> _term("<urn:a>")
    '{"type":"uri","value":"urn:a"}'
    """
    if text[0] == "<":
        return f'{{"type":"uri","value":"{text[1:-1]}"}}'
    if text[0] == "_":
        return f'{{"type":"bnode","value":"{text[2:]}"}}'
    end = text.rindex('"')
    value, suffix = text[1:end], text[end + 1 :]
    if suffix.startswith("@"):
        return f'{{"type":"literal","value":"{value}","xml:lang":"{suffix[1:]}"}}'
    if suffix:
        return f'{{"type":"literal","value":"{value}","datatype":"{suffix[3:-1]}"}}'
    return f'{{"type":"literal","value":"{value}"}}'
