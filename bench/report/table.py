"""Tables and numbers in Markdown."""

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table; all columns but the first hold numbers.

    >>> print(table(["a", "b"], [["x", "1"]]))
    | a | b |
    |---|--:|
    | x | 1 |
    """
    lines = [list(head), ["---", *("--:" for _ in head[1:])], *map(list, rows)]
    texts = ["| " + " | ".join(line) + " |" for line in lines]
    texts[1] = "|" + "|".join(lines[1]) + "|"
    return "\n".join(texts)


def short(number: float) -> str:
    """Write a number with about three digits.

    >>> short(0.1234), short(12.34), short(1234.5)
    ('0.12', '12.3', '1,234')
    """
    if number < 10:  # noqa: PLR2004  # one digit before the point
        return f"{number:.2f}"
    return f"{number:.1f}" if number < 100 else f"{number:,.0f}"  # noqa: PLR2004  # likewise two
