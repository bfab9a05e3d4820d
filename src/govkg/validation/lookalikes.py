"""Find characters of a document that only look like those of its syntax."""

import re
import unicodedata
from typing import Final

_SAID: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"""'
    r"|'''(?:\\.|[^\\])*?'''"
    r'|"(?:\\.|[^"\\\n])*"?'
    r"|'(?:\\.|[^'\\\n])*'"
    r"|<[^<>\s]*>"
    r"|#[^\n]*",
    re.DOTALL,
)
"""Texts, IRIs and comments, where any character may stand; a text may lack its end."""
_MEANT: Final = dict(zip("“”„‘’。、《》〈〉аеорсух", '"""\'\'.,<><>aeopcyx', strict=True))
_INVISIBLE: Final = re.compile("[\xad\u200b-\u200f\u2060\ufeff]")


def find_lookalike(turtle: str) -> str | None:
    """Say which character in the last two lines of *turtle* is not the one it looks like.

    >>> print(find_lookalike("e:a e：b e:c ."))
    “：” is U+FF1A, FULLWIDTH COLON: write the plain “:”
    >>> find_lookalike('e:a e:b "e：b" .') is None
    True
    """
    lines = [line for line in _SAID.sub("", turtle).split("\n") if line.strip()]
    for character in "".join(lines[-2:]):
        if _INVISIBLE.match(character):
            return f"nobody sees {_named(character)}: remove it"
        meant = _MEANT.get(character) or unicodedata.normalize("NFKC", character)
        if meant != character and meant.isascii():
            plain = f"the plain “{meant}”" if meant.strip() else "a plain space"
            return f"“{character}” is {_named(character)}: write {plain}"
    return None


def _named(character: str) -> str:
    return f"U+{ord(character):04X}, {unicodedata.name(character)}"
