"""``govkg settings``: every setting, as a table in Markdown."""

import ast
import inspect
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Final

from annotated_types import Ge, Gt, Le
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from govkg.settings import PREFIX, Dataset, Settings

_HEAD: Final = "| {} | unless set | |\n|---|---|---|\n"
_SIGNS: Final = ((Ge, "ge", "at least"), (Gt, "gt", "more than"), (Le, "le", "at most"))
_UNITS: Final = ((1024**3, "GiB"), (1024**2, "MiB"))


def describe_settings() -> str:
    """Write what can be set, from the models that read it."""
    variables = "".join(_rows(Settings, lambda name: f"{PREFIX}{name.upper()}"))
    dataset = "".join(_rows(Dataset, str))
    return (
        "# Settings\n\nThis page is written by `govkg settings`.\n\n"
        "## Of a process, from the environment\n\n"
        f"{_HEAD.format('variable')}{variables}\n"
        "## Of a dataset, in `govkg.toml`\n\n"
        f"{_HEAD.format('setting')}{dataset}"
    )


def _rows(model: type[BaseModel], named: Callable[[str], str]) -> Iterator[str]:
    words = dict(_docstrings(model))
    for name, field in model.model_fields.items():
        yield _row(f"`{named(name)}`", field, words[name])


def _docstrings(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """Read what stands below each field; Pydantic would read it whenever the model is made."""
    for made in ast.parse(inspect.getsource(model)).body:
        for pair in pairwise(made.body if isinstance(made, ast.ClassDef) else ()):
            match pair:
                case (
                    ast.AnnAssign(target=ast.Name(id=name)),
                    ast.Expr(value=ast.Constant(value=str(text))),
                ):
                    yield name, inspect.cleandoc(text)


def _row(name: str, field: FieldInfo, words: str) -> str:
    words = words.replace("``", "`").replace("\n", " ")
    bounds = [
        f"{text} {_number(getattr(mark, attribute))}"
        for mark in field.metadata
        for kind, attribute, text in _SIGNS
        if isinstance(mark, kind)
    ]
    told = f"{words} ({', '.join(bounds)})" if bounds else words
    return f"| {name} | {_default(field)} | {told} |\n"


def _default(field: FieldInfo) -> str:
    if field.is_required() or field.default is PydanticUndefined:
        return "must be set"
    if isinstance(field.default, int | float):
        return _number(field.default)
    items = field.default if isinstance(field.default, tuple) else (field.default,)
    texts = [str(item) for item in items if item]
    return f"`{', '.join(texts)}`" if texts else "–"


def _number(value: float) -> str:
    """Write a number, bytes in their units.

    >>> _number(2 * 1024**3), _number(1024), _number(30.0)
    ('2 GiB', '1,024', '30')
    """
    for size, unit in _UNITS:
        if value >= size and value % size == 0:
            return f"{value / size:,.0f} {unit}"
    return f"{value:,.10g}"
