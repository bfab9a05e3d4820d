"""What an error says of itself, in the language of who reads it as a page.

Errors are written in English where they happen, for programs and logs. ``details.toml`` has the
sentence in another language under the English one, with the same ``{places}``.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from re import Pattern
from typing import Final

_CATALOGUE: Final = Path(__file__).parent / "details.toml"
_PLACE: Final = re.compile(r"\\\{(\w+)\\\}")


def detail_in(language: str, detail: str) -> str | None:
    """Say *detail* in *language*; ``None`` where the catalogue does not have it.

    >>> detail_in("zh", "No query “x” in this release.")
    '此版本中没有名为“x”的查询。'
    >>> detail_in("zh", "Line 1, column 2: the query is not finished.")
    '第1行第2列：查询没有写完。'
    >>> detail_in("zh", "Something else.") is None
    True
    """
    for pattern, translation in _read().get(language, ()):
        if found := pattern.fullmatch(detail):
            places = found.groupdict()
            said = {name: detail_in(language, text) or text for name, text in places.items()}
            return translation.format(**said)
    return None


@cache
def _read() -> dict[str, list[tuple[Pattern[str], str]]]:
    catalogue = tomllib.loads(_CATALOGUE.read_text(encoding="utf-8"))
    return {
        language: [(_pattern(said), text) for said, text in texts.items()]
        for language, texts in catalogue.items()
    }


def _pattern(said: str) -> Pattern[str]:
    """Match a sentence, whatever stands in its places."""
    return re.compile(_PLACE.sub(r"(?P<\1>.+)", re.escape(said)), re.DOTALL)
