"""``python -m bench``: make a project of any size."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.generation.outline import Scale
from bench.generation.project import write_project


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that *arguments* name."""
    options = _parser().parse_args(arguments)
    scale = Scale(options.commitments, options.sources, options.seed)
    write_project(options.folder, scale, texts=options.texts)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    generate = commands.add_parser(
        "generate", help="write a project, the same for the same numbers"
    )
    generate.add_argument("folder", type=Path, metavar="DIR")
    generate.add_argument("--commitments", type=_count, required=True, metavar="N")
    generate.add_argument(
        "--sources", type=_count, default=0, metavar="N", help="default: one for fifty commitments"
    )
    generate.add_argument("--seed", type=_count, default=1, metavar="N", help="default: 1")
    generate.add_argument(
        "--texts", type=Path, metavar="DIR", help="also write the texts that were quoted, to DIR"
    )
    return parser


def _count(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError("a number from 1 on")
    return number


if __name__ == "__main__":
    sys.exit(main())
