"""Names, values and figures as phrasing content (HTML, section 3.2.5.2.5): filters of templates.

Whatever a page is about, a hundred of them stand on it. A macro would do, but to call one takes
ten times as long as what it does.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final, Protocol

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from govkg.web.pages.figures.quantities import Saying
from govkg.web.pages.language.texts import texts_in
from govkg.web.pages.terms.names import Name
from govkg.web.pages.terms.values import Shown

_LONGEST: Final = 240
"""Characters of a name."""
_KEPT: Final = 2048
"""Texts and links that are kept: most of those on a page stand on all others, too."""
_NO_BREAK: Final = "\u00a0"


class Spoken(Protocol):
    """A text in a *language*, which may be unknown (empty)."""

    @property
    def text(self) -> str:
        """What is said."""

    @property
    def language(self) -> str:
        """The tag of the language."""


def calm(name: str) -> str:
    """Cut a name that would fill the page; all of it stands among what is recorded.

    >>> calm("Roads"), len(calm("endless" * 1000))
    ('Roads', 240)
    """
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"


@pass_context
def text(context: Context, shown: Spoken) -> Markup:
    """Write a text, and its language where that is not the page's."""
    return _text(shown.text, shown.language, _language(context))


@pass_context
def link(context: Context, name: Name) -> Markup:
    """Write a name that leads to what it names, as far as there is a way."""
    return _link(name, _language(context))


@pass_context
def links(context: Context, names: Iterable[Name]) -> Markup:
    """Write several such names as a list within a sentence."""
    return _links(tuple(names), _language(context))


@pass_context
def listed(context: Context, texts: Iterable[str]) -> Markup:
    """Write plain texts as a list within a sentence."""
    return texts_in(_language(context))("common.comma").join(map(calm, texts))


@pass_context
def value(context: Context, shown: Shown) -> Markup:
    """Write a term of the data: a name, or a literal with its language or its datatype."""
    return _value(shown, _language(context))


@pass_context
def values(context: Context, several: Sequence[Shown]) -> Markup:
    """Write all that something has of a property: one value, or several below each other."""
    language = _language(context)
    if len(several) == 1:
        return _value(several[0], language)
    return _safe("".join([f"<div>{_value(shown, language)}</div>" for shown in several]))


def _value(shown: Shown, language: str) -> Markup:
    if isinstance(shown, Name):
        return _link(shown, language)
    if not shown.language and not shown.datatype:
        return _safe(f"<bdi>{escape(shown.text)}</bdi>")
    lang = f' lang="{escape(shown.language)}"' if shown.language else ""
    tags = (
        f' <span class="tag" title="{texts_in(language)(title)}">{escape(tag)}</span>'
        for title, tag in (
            ("common.language", shown.language),
            ("common.datatype", shown.datatype),
        )
        if tag
    )
    return _safe(f"<bdi{lang}>{escape(shown.text)}</bdi>{''.join(tags)}")


@pass_context
def saying(context: Context, said: Saying, kind: str = "saying") -> Markup:
    """Write a figure; *kind* is the class of its element."""
    return _saying(said, kind, _language(context))


@pass_context
def sayings(context: Context, several: Iterable[Saying]) -> Markup:
    """Write several figures as a list within a sentence."""
    language = _language(context)
    comma = texts_in(language)("common.comma")
    return _safe(str.join(comma, [_saying(said, "number", language) for said in several]))


@lru_cache(maxsize=_KEPT)
def _saying(said: Saying, kind: str, language: str) -> Markup:
    joined = escape(said.joined)
    qualifier, unit = (
        _text(label.text, label.language, language) if label.text else ""
        for label in (said.qualifier, said.unit)
    )
    number = said.number or texts_in(language)("statement.no_number")
    written = escape(number.replace(" ", _NO_BREAK))
    return _safe(
        f'<span class="{kind}">{qualifier}{joined if qualifier else ""}<b>{written}</b>'
        f"{joined if unit else ''}{unit}</span>"
    )


FILTERS: Final[dict[str, Callable[..., object]]] = {
    filtering.__name__: filtering
    for filtering in (calm, text, link, links, listed, value, values, saying, sayings)
}
"""The filters by the names that templates call them by."""


def _language(context: Context) -> str:
    language: str = context["reader"].language
    return language


@lru_cache(maxsize=_KEPT)
def _text(shown: str, spoken: str, language: str) -> Markup:
    lang = f' lang="{escape(spoken)}"' if spoken and spoken != language else ""
    return _safe(f"<bdi{lang}>{escape(calm(shown))}</bdi>")


@lru_cache(maxsize=_KEPT)
def _links(names: tuple[Name, ...], language: str) -> Markup:
    if len(names) == 1:
        return _link(names[0], language)
    comma = texts_in(language)("common.comma")
    return _safe(str.join(comma, [_link(name, language) for name in names]))


@lru_cache(maxsize=_KEPT)
def _link(name: Name, language: str) -> Markup:
    shown = _text(name.text, name.language, language)
    if not name.href:
        return _safe(f'<span title="{escape(name.iri)}">{shown}</span>')
    title = f' title="{escape(name.iri)}"' if name.href != name.iri else ""
    return _safe(f'<a href="{escape(name.href)}"{title}>{shown}</a>')


def _safe(written: str) -> Markup:
    return Markup(written)  # noqa: S704  # all that is not ours was escaped where it was put in
