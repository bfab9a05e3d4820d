"""Arguments that commands share, and how they are read."""

import argparse
from collections.abc import Callable
from pathlib import Path

AddCommand = Callable[..., argparse.ArgumentParser]
"""Adds a command, by its name and its help, and gives its parser."""


def add_project(parser: argparse.ArgumentParser) -> None:
    """Let a command be told where the project is."""
    parser.add_argument(
        "--project",
        type=Path,
        metavar="DIR",
        default=argparse.SUPPRESS,
        help="the folder that holds govkg.toml (default: the current one)",
    )


def read_port(text: str) -> int:
    """Read a port number.

    >>> read_port("8000")
    8000
    """
    port = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 <= port <= 65535:  # noqa: PLR2004  # sixteen bits
        raise argparse.ArgumentTypeError("a port is a number from 0 to 65535")
    return port


def read_parameter(text: str) -> tuple[str, str]:
    """Read a parameter and its value.

    >>> read_parameter("year=2024")
    ('year', '2024')
    """
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise argparse.ArgumentTypeError("a parameter is written NAME=VALUE")
    return name, value


def read_count(text: str) -> int:
    """Read a number of things, at least one.

    >>> read_count("3")
    3
    """
    count = int(text) if text.isascii() and text.isdigit() else 0
    if count < 1:
        raise argparse.ArgumentTypeError("this is a number from 1")
    return count
