"""Arguments that commands share, and how they are read."""

import argparse
from pathlib import Path


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
