"""Answer a query from the columns of a release, where they can."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import duckdb

from govkg.graph.columns.catalogue import Catalogue, resolve
from govkg.graph.columns.grammar import read_selection
from govkg.graph.columns.selection import NotTakenError
from govkg.graph.columns.translation import translate
from govkg.vocabulary import XSD

_CHUNK: Final = 10_000
_LARGEST: Final = 2**63
_NUMBER: Final = '{{"type":"literal","value":"{value}","datatype":"{type}"}}'


class Columns:
    """The columns of one release, open for reading in one process."""

    def __init__(self, folder: Path) -> None:
        """Open the columns in *folder*.

        Raises:
            OSError: they are not there.
        """
        try:
            self._catalogue = Catalogue(folder)
        except duckdb.Error as error:
            raise OSError(f"{folder}: {error}") from error

    def select(self, query: str, base_iri: str) -> Iterator[bytes] | None:
        """Answer *query* in the JSON of SPARQL 1.1 results, a piece at a time.

        ``None`` says that it is not answered here, for whatever reason.
        """
        try:
            selection = read_selection(query)
            statement = translate(selection, self._catalogue, resolve(selection, base_iri))
            result = self._catalogue.database.execute(statement.sql, statement.values)
            # All sums are read before the first is said: one that is too large changes the answer.
            rows = result.fetchall() if "sum" in statement.kinds else result.fetchmany(_CHUNK)
            first = self._rows(rows, statement.kinds)
        except (NotTakenError, duckdb.Error):
            return None
        names = [column.name for column in selection.columns]
        return self._pieces(names, first, result, statement.kinds)

    def _pieces(
        self, names: list[str], first: list[list[str]], result: Any, kinds: list[str]
    ) -> Iterator[bytes]:
        yield b'{"head":{"vars":' + json.dumps(names, separators=(",", ":")).encode()
        yield b'},"results":{"bindings":['
        keys = [json.dumps(name) + ":" for name in names]
        rows, comma = first, ""
        while rows:
            texts = (
                "{"
                + ",".join(key + cell for key, cell in zip(keys, row, strict=True) if cell)
                + "}"
                for row in rows
            )
            yield (comma + ",".join(texts)).encode()
            rows, comma = self._rows(result.fetchmany(_CHUNK), kinds), ","
        yield b"]}}"

    def _rows(self, rows: Iterable[tuple[Any, ...]], kinds: list[str]) -> list[list[str]]:
        """Write rows of numbers as cells of JSON, empty where nothing is bound.

        Raises:
            NotTakenError: a sum may have overflown on the way in the other engine.
        """
        known: dict[int | None, str] = {None: ""}
        return [list(self._cells(row, kinds, known)) for row in rows]

    def _cells(
        self, row: tuple[Any, ...], kinds: list[str], known: dict[int | None, str]
    ) -> Iterator[str]:
        for place, kind in enumerate(kinds):
            value = row[place]
            if kind == "term":
                text = known.get(value)
                if text is None:
                    text = known[value] = _term(self._catalogue.terms[value].decode())
                yield text
            elif kind == "count":
                yield _NUMBER.format(value=value, type=f"{XSD}integer")
            elif kind == "sum":
                yield _sum(Decimal(value), is_integer=row[place + 1], size=row[place + 2])


def _sum(value: Decimal, *, is_integer: bool, size: Decimal) -> str:
    if is_integer and size >= _LARGEST:
        raise NotTakenError
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return _NUMBER.format(value=text, type=f"{XSD}{'integer' if is_integer else 'decimal'}")


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
