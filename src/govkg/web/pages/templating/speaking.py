"""Texts, numbers, dates and addresses for the reader of a page: filters of templates.

A function that is called from a template goes through Jinja's own call, which takes three times as
long as what it does; a filter is called as it is.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Final

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
def number(context: Context, written: Decimal | int) -> str:
    """Write all digits of a number, in groups."""
    return numbers.digits(written, _reader(context).language)


@pass_context
def date(context: Context, text: str) -> str:
    """Write a date in words."""
    return numbers.day(text, _reader(context).language)


@pass_context
def share(context: Context, part: float) -> str:
    """Write a part of one in per cent."""
    return numbers.share(part, _reader(context).language)


@pass_context
def size(context: Context, bytes_: int) -> str:
    """Write a number of bytes."""
    return numbers.size(bytes_, _reader(context).language)


@pass_context
def to(context: Context, path: str) -> str:
    """Give the address of a page beside the entities, in the reader's language."""
    return _reader(context).to(path)


@pass_context
def at(context: Context, path: str) -> str:
    """Give the address of what is the same for all readers."""
    return _reader(context).at(path)


FILTERS: Final[dict[str, Callable[..., object]]] = {
    filtering.__name__: filtering for filtering in (t, number, date, share, size, to, at)
}
"""The filters by the names that templates call them by."""


def _reader(context: Context) -> Reader:
    reader: Reader = context["reader"]
    return reader
