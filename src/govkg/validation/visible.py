"""Text of a stranger's, as a terminal may show it."""

import re
from typing import Final

_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\xa0\xad\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)


def visible(text: str) -> str:
    r"""Write out what nobody would see, or what would steer a terminal.

    >>> print(visible("a\x1b[2J"))
    a\u001B[2J
    """
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04X}", text)
