"""Who a page is for: the language that all of it is in, and the addresses that stay in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

LANGUAGES: Final = {"en": "English", "zh": "中文"}
"""The languages of the interface, each by its own name, the preferred one first."""
_KEPT: Final = 1024
"""Tags, and sets of tags, whose place is kept."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a page.

    *language* is one of `LANGUAGES`. *switch* gives for each language the address of the same page
    in it. *suffix* ends the addresses of pages, so that a link stays in the language; without it
    the server chooses at each link. *prefix* is the path below which the server is, *public* the
    address of the server, without a slash, for what leaves it.
    """

    language: str = next(iter(LANGUAGES))
    switch: tuple[tuple[str, str], ...] = ()
    suffix: str = ""
    prefix: str = ""
    public: str = ""

    def to(self, path: str) -> str:
        """Give the address of a page beside the entities, for a link.

        >>> Reader().to("/downloads/"), Reader("zh", suffix="zh.html", prefix="/a").to("/b?c=1")
        ('/downloads/', '/a/b.zh.html?c=1')
        """
        stem, mark, query = path.partition("?")
        if self.suffix:
            stem = f"{stem}{'index' if stem.endswith('/') else ''}.{self.suffix}"
        return f"{self.prefix}{stem}{mark}{query}"

    def at(self, path: str) -> str:
        """Give the address of what is the same for all readers.

        >>> Reader("zh", suffix="zh.html", prefix="/a").at("/static/style.css")
        '/a/static/style.css'
        """
        return f"{self.prefix}{path}"

    def chain(self, languages: Sequence[str]) -> tuple[str, ...]:
        """Give the languages in which a label is looked for, the best one first.

        The page's own, then those of the dataset in its order, then no language at all; a label
        in any other language comes last. ``en-GB`` counts as ``en``, behind it.

        >>> Reader("zh").chain(["en", "fr"])
        ('zh', 'en', 'fr', '')
        """
        return tuple(dict.fromkeys((self.language, *languages, "")))


# A page ranks a hundred labels, in three languages.
@lru_cache(maxsize=_KEPT)
def rank(tag: str, chain: tuple[str, ...]) -> tuple[int, str]:
    """Place a language tag along *chain*, to sort by (RFC 4647: a tag also suits its prefixes).

    >>> sorted(["fr", "", "en", "zh-Hans"], key=lambda tag: rank(tag, ("zh", "en", "")))
    ['zh-Hans', 'en', '', 'fr']
    """
    primary = tag.partition("-")[0]
    for wanted in (tag, primary):
        if wanted in chain:
            return chain.index(wanted), tag
    return len(chain), tag


def best_tag(tags: Iterable[str], chain: tuple[str, ...]) -> str | None:
    """Give the tag that stands first along *chain*, ``None`` where there is none at all."""
    return _best(tuple(tags), chain)


@lru_cache(maxsize=_KEPT)
def _best(tags: tuple[str, ...], chain: tuple[str, ...]) -> str | None:
    return min(tags, key=lambda tag: rank(tag, chain), default=None)
