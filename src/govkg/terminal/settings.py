"""``govkg settings``: every setting, as a table in Markdown."""

from typing import Final

from annotated_types import Ge, Gt, Le
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from govkg.settings import Dataset, Settings

_HEAD: Final = "| {} | unless set | |\n|---|---|---|\n"
_SIGNS: Final = ((Ge, "ge", "at least"), (Gt, "gt", "more than"), (Le, "le", "at most"))
_UNITS: Final = ((1024**3, "GiB"), (1024**2, "MiB"))


def describe_settings() -> str:
    """Write what can be set, from the models that read it."""
    prefix = Settings.model_config["env_prefix"]
    variables = "".join(
        _row(f"`{prefix}{name.upper()}`", field) for name, field in Settings.model_fields.items()
    )
    dataset = "".join(_row(f"`{name}`", field) for name, field in Dataset.model_fields.items())
    return (
        "# Settings\n\nThis page is written by `govkg settings`.\n\n"
        "## Of a process, from the environment\n\n"
        f"{_HEAD.format('variable')}{variables}\n"
        "## Of a dataset, in `govkg.toml`\n\n"
        f"{_HEAD.format('setting')}{dataset}"
    )


def _row(name: str, field: FieldInfo) -> str:
    words = (field.description or "").replace("``", "`").replace("\n", " ")
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
