"""Numbers and dates as people of a language write them (CLDR, by Babel)."""

from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final, Literal

from babel import dates, numbers

from govkg.web.pages.language.texts import LOCALES

_KEPT: Final = 4096
"""Written numbers and dates that are kept: a page has hundreds, and many pages the same."""
_LONGEST: Final = 24
_DECIMALS: Final = 2
_LARGE: Final = {"en": (6, 3), "zh": (4, 4)}
"""Powers of ten from which a number is shortened, and by which its words grow."""
_LARGEST: Final = 12
_STYLES: Final[dict[str, Literal["long", "short"]]] = {"en": "long", "zh": "short"}
"""The CLDR has but one style for Chinese."""


def read_number(text: str) -> Decimal | None:
    """Read the text of a numeric literal; ``None`` where it is none, or too long to be one."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and len(text) <= _LONGEST else None


@lru_cache(maxsize=_KEPT)
def digits(number: Decimal | int, language: str) -> str:
    """Write all digits, in groups.

    >>> digits(4600, "en"), digits(Decimal("76.5"), "zh")
    ('4,600', '76.5')
    """
    return numbers.format_decimal(number, locale=LOCALES[language], decimal_quantization=False)


@lru_cache(maxsize=_KEPT)
def short(number: Decimal, language: str) -> str:
    """Write a number with words for its size where nothing is lost, else all of its digits.

    >>> short(Decimal(7_000_000_000), "en"), short(Decimal(7_000_000_000), "zh")
    ('7 billion', '70亿')
    >>> short(Decimal(256_000), "en"), short(Decimal(256_000), "zh")
    ('256,000', '25.6万')
    >>> short(Decimal(1_234_567), "en")
    '1,234,567'
    """
    first, step = _LARGE[language]
    power = (max(number.copy_abs().adjusted(), 0) // step) * step
    if power < first or power > _LARGEST or _decimals(number.scaleb(-power)) > _DECIMALS:
        return digits(number, language)
    return numbers.format_compact_decimal(
        number, format_type=_STYLES[language], locale=LOCALES[language], fraction_digits=_DECIMALS
    )


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0


@lru_cache(maxsize=_KEPT)
def day(text: str, language: str) -> str:
    """Write a date; what is none stays as it is.

    >>> day("2024-05-09", "en"), day("2024-05-09", "zh"), day("2024", "en")
    ('9 May 2024', '2024年5月9日', '2024')
    """
    try:
        read = date.fromisoformat(text[:10])
    except ValueError:
        return text
    return dates.format_date(read, "long", locale=LOCALES[language])


def share(part: float, language: str) -> str:
    """Write a part of one in per cent.

    >>> share(0.857, "en")
    '86%'
    """
    return numbers.format_percent(round(part, 2), locale=LOCALES[language])


def size(number: int, language: str) -> str:
    """Write a number of bytes.

    >>> size(999, "en"), size(1_234_567, "en")
    ('999 B', '1.2 MB')
    """
    for unit, power in (("GB", 9), ("MB", 6), ("kB", 3)):
        if number >= 10**power:
            return f"{digits(round(Decimal(number).scaleb(-power), 1), language)} {unit}"
    return f"{number} B"
