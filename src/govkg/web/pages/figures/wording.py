"""Numbers as people read them, in English and in Chinese."""

from decimal import Decimal, InvalidOperation
from typing import Final

_ENGLISH: Final = (
    (Decimal(10**12), "trillion"),
    (Decimal(10**9), "billion"),
    (Decimal(10**6), "million"),
)
_CHINESE: Final = ((Decimal(10**8), "亿"), (Decimal(10**4), "万"))
_LONGEST: Final = 24
_DECIMALS: Final = 4


def read_number(text: str) -> Decimal | None:
    """Read the text of a numeric literal; ``None`` where it is none, or too long to be one."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and len(text) <= _LONGEST else None


def grouped(number: Decimal) -> str:
    """Write all digits, in groups of three.

    >>> grouped(Decimal("4600")), grouped(Decimal("76.5"))
    ('4,600', '76.5')
    """
    return f"{number:,f}"


def english(number: Decimal) -> str:
    """Write a number short where nothing is lost.

    >>> english(Decimal(7_000_000_000)), english(Decimal(256_000)), english(Decimal(1_234_567))
    ('7 billion', '256,000', '1,234,567')
    """
    return _scaled(number, _ENGLISH, " ")


def chinese(number: Decimal) -> str:
    """Write a number with 万 and 亿 where nothing is lost.

    >>> chinese(Decimal(7_000_000_000)), chinese(Decimal(256_000)), chinese(Decimal(4600))
    ('70亿', '25.6万', '4,600')
    """
    return _scaled(number, _CHINESE, "")


def _scaled(number: Decimal, scales: tuple[tuple[Decimal, str], ...], gap: str) -> str:
    for size, word in scales:
        if abs(number) >= size:
            part = (number / size).normalize()
            exponent = part.as_tuple().exponent
            if isinstance(exponent, int) and -exponent <= _DECIMALS // 2:
                return f"{part:,f}{gap}{word}"
    return grouped(number)
