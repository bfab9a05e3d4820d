"""Words in pieces of fixed length: two characters of Han, three of any other script.

FTS5's own tokenizers find nothing for a word of two Han characters. A run of characters of one kind
becomes its pieces, one beginning at each character; the last ones are as short as what is left. So
a text that is looked for is a phrase of whole pieces, and if it is shorter than a piece, the
beginning of one; wherever in a word it stands, that is found.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_HAN_SCRIPT: Final = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN: Final = re.compile(rf"(?P<han>[{_HAN_SCRIPT}]+)|[^\W_{_HAN_SCRIPT}]+")
_IN_NUMBER: Final = re.compile(r"(?<=\d)[,\u2009\u00a0](?=\d{3})")
HAN: Final = 2
LATIN: Final = 3
"""The sizes of pieces."""


def folded(text: str) -> str:
    """Forget what makes no difference to a search: case, width, accents, commas in numbers.

    >>> folded("Renovation of 4,600 km, ÉCOLE")
    'renovation of 4600 km, ecole'
    """
    plain = unicodedata.normalize("NFKD", _IN_NUMBER.sub("", text)).casefold()
    if plain.isascii():
        return plain
    return "".join(mark for mark in plain if not unicodedata.combining(mark))


def runs(text: str) -> Iterator[tuple[str, int]]:
    """Give the runs of one kind of characters in a folded *text*, each with the size of its pieces.

    >>> list(runs("改造km4"))
    [('改造', 2), ('km4', 3)]
    """
    for match in _RUN.finditer(text):
        yield match[0], HAN if match["han"] else LATIN


def grams(text: str) -> str:
    """Cut *text* into pieces, for an index.

    >>> grams("老旧管网 pipes")
    '老旧 旧管 管网 网 pip ipe pes es s'
    """
    return " ".join(
        run[start : start + size] for run, size in runs(folded(text)) for start in range(len(run))
    )


def phrases(text: str) -> list[str]:
    """Write for each run of *text* the query of FTS5 that finds the words it is a part of.

    >>> phrases("管网 pipe km")
    ['"管网"', '"pip ipe"', '"km" *']
    >>> phrases("“…”")
    []
    """
    return [_phrase(run, size) for run, size in runs(folded(text))]


def _phrase(run: str, size: int) -> str:
    if len(run) < size:
        return f'"{run}" *'
    pieces = (run[start : start + size] for start in range(len(run) - size + 1))
    return f'"{" ".join(pieces)}"'
