"""Texts, numbers, dates and addresses for the reader of a page: filters of templates.

A function that is called from a template goes through Jinja's own call, which takes three times as
long as what it does; a filter is called as it is.
"""

from collections.abc import Callable
from typing import Any, Final

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from govkg.web.pages.language import numbers
from govkg.web.pages.language.reader import Reader
from govkg.web.pages.language.texts import Texts


@pass_context
def t(context: Context, name: str, /, number: int = 0, **values: object) -> Markup:
    """Give the text called *name*, as `Texts` does."""
    texts: Texts = context["texts"]
    return texts(name, number, **values)


@pass_context
def to(context: Context, path: str) -> str:
    """Give the address of a page beside the entities, in the reader's language."""
    return _reader(context).to(path)


@pass_context
def at(context: Context, path: str) -> str:
    """Give the address of what is the same for all readers."""
    return _reader(context).at(path)


def _reader(context: Context) -> Reader:
    reader: Reader = context["reader"]
    return reader


def _in_language(write: Callable[[Any, str], str]) -> Callable[[Context, Any], str]:
    """Write a value in the reader's language."""

    @pass_context
    def written(context: Context, value: Any) -> str:
        return write(value, _reader(context).language)

    return written


FILTERS: Final[dict[str, Callable[..., object]]] = {
    "t": t,
    "to": to,
    "at": at,
    "number": _in_language(numbers.digits),
    "date": _in_language(numbers.day),
    "share": _in_language(numbers.share),
    "size": _in_language(numbers.size),
}
"""The filters by the names that templates call them by."""
