"""In which order people look for names: by the alphabet, Chinese characters by pinyin."""

import unicodedata
from functools import cache
from typing import Final

_COMMON: Final = range(0xB0, 0xD8)
"""Rows of GB 2312's first level: the 3,755 commonest characters, in order of their pinyin."""
_CELLS: Final = range(0xA1, 0xFF)
_HAN: Final = range(0x4E00, 0xA000)
_BY_PINYIN: Final = 0xE000
_OTHERS: Final = 0xF0000


def collate(text: str) -> str:
    """Give what *text* is sorted by: neither case nor accents count, nor how wide a letter is.

    Characters that are not common come behind those that are, in order of their codes.

    >>> sorted(["Zoo", "école", "Echo"], key=collate)
    ['Echo', 'école', 'Zoo']
    >>> sorted(["住房", "养老", "就业", "GDP", "医疗", "教育"], key=collate)
    ['GDP', '教育', '就业', '养老', '医疗', '住房']
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    if plain.isascii():
        return plain
    return "".join(one for one in plain if not unicodedata.combining(one)).translate(_places())


@cache
def _places() -> dict[int, int]:
    """Give each Chinese character its place; both ranges are for private use."""
    cells = (bytes((row, cell)) for row in _COMMON for cell in _CELLS)
    common = "".join(cell.decode("gb2312", "ignore") for cell in cells)
    places = {code: _OTHERS + at for at, code in enumerate(_HAN)}
    return places | {ord(one): _BY_PINYIN + at for at, one in enumerate(common)}
