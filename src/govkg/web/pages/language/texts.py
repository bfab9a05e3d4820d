"""The texts of the interface: one catalogue a language, read once.

Plain TOML files, because there are few texts and translators are people: each text stands under a
name in the section of its page, nothing has to be extracted or compiled, and a test compares the
catalogues. A text that depends on a number has one form for each plural category of the CLDR.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Final

from babel import Locale
from markupsafe import Markup, escape

LOCALES: Final = {"en": Locale("en", "GB"), "zh": Locale("zh", "CN", "Hans")}
"""The CLDR's locale for each language of the interface."""

_FOLDER: Final = Path(__file__).parent

Text = str | dict[str, str]


class Texts:
    """The texts in one language."""

    def __init__(self, language: str) -> None:
        """Read the catalogue of *language*."""
        self.locale = LOCALES[language]
        self._texts = read_catalogue(language)
        # Most texts have no places, and a page has fifty of them.
        self._whole = {
            name: _safe(text)
            for name, text in self._texts.items()
            if isinstance(text, str) and "{" not in text and "}" not in text
        }

    def __contains__(self, name: str) -> bool:
        """Say whether there is a text called *name*."""
        return name in self._texts

    def __call__(self, name: str, /, number: int = 0, **values: object) -> Markup:
        """Give the text called *name*, its ``{places}`` filled with *values*.

        What is filled in is escaped. The form of the plural goes by *number*, which a
        text shows as ``{n}``.
        """
        whole = self._whole.get(name)
        if whole is not None:
            return whole
        text = self._texts[name]
        if isinstance(text, dict):
            category = self.locale.plural_form(number)
            text = text.get(category) or text["other"]
        return _safe(text.format(**{place: escape(value) for place, value in values.items()}))


def _safe(text: str) -> Markup:
    return Markup(text)  # noqa: S704  # our own catalogues, and what was escaped


def read_catalogue(language: str) -> dict[str, Text]:
    """Read all texts of a language by their names, ``section.name``."""
    sections = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return {
        f"{section}.{name}": text
        for section, texts in sections.items()
        for name, text in texts.items()
    }


@cache
def texts_in(language: str) -> Texts:
    """Give the texts in *language*, read once."""
    return Texts(language)
