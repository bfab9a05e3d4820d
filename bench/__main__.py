"""``python -m bench``: make a project of any size, or measure."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bench.choices.table import write_choices
from bench.engines.comparison import Trial, compare
from bench.engines.table import write_table
from bench.generation.outline import Scale
from bench.generation.project import write_project
from bench.measuring.checking import time_check
from bench.measuring.load import Pressure
from bench.measuring.project import Effort
from bench.pages.timing import time_pages
from bench.report.readme import write_report
from bench.run import Plan, run

_MANY: Final = 100_000
_MANY_SOURCES: Final = 5_000
"""A project with that many commitments or more has that many sources."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command that *arguments* name."""
    options = _parser().parse_args(arguments)
    done: int = options.command(options)
    return done


def _generate(options: argparse.Namespace) -> int:
    scale = Scale(options.commitments, options.sources, options.seed)
    write_project(options.folder, scale, texts=options.texts)
    return 0


def _run(options: argparse.Namespace) -> int:
    """Measure; a disagreement of systems is a failure, slowness is none."""
    scales = tuple(
        Scale(number, sources=_MANY_SOURCES if number >= _MANY else 0) for number in options.sizes
    )
    pressure = Pressure(options.seconds, tuple(options.clients), options.turns)
    effort = Effort(options.rounds, pressure, options.publish_up_to)
    agreed = run(Plan(scales, effort, options.work, options.report), options.named)
    return 0 if agreed else 1


def _report(options: argparse.Namespace) -> int:
    write_report(options.report)
    return 0


def _check(options: argparse.Namespace) -> int:
    sys.stdout.write(time_check(options.folder))
    return 0


def _engines(options: argparse.Namespace) -> int:
    for piece in write_table(compare(Trial(options.folders, options.seconds, options.leave_out))):
        sys.stdout.write(piece)
        sys.stdout.flush()
    return 0


def _choices(options: argparse.Namespace) -> int:
    for piece in write_choices(options.work, options.seconds):
        sys.stdout.write(piece)
        sys.stdout.flush()
    return 0


def _pages(options: argparse.Namespace) -> int:
    sys.stdout.write(time_pages(options.folder, options.rounds))
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
    generate.set_defaults(command=_generate)

    check = commands.add_parser("check", help="tell what checking a project takes")
    check.add_argument("folder", type=Path, metavar="DIR")
    check.set_defaults(command=_check)

    engines = commands.add_parser("engines", help="check projects with every SHACL engine")
    engines.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    engines.add_argument(
        "--seconds", type=_count, default=600, help="of processor time for each; default: 600"
    )
    engines.add_argument(
        "--leave-out",
        type=_count,
        default=20,
        metavar="N",
        help="one triple in N, so that there is something to find; default: 20",
    )
    engines.set_defaults(command=_engines)

    pages = commands.add_parser("pages", help="tell how long the first reader of each page waits")
    pages.add_argument("folder", type=Path, metavar="DIR", help="a project that is published")
    pages.add_argument("--rounds", type=_count, default=3, help="a server for each; default: 3")
    pages.set_defaults(command=_pages)

    choices = commands.add_parser("choices", help="measure what could be chosen otherwise")
    choices.add_argument("--seconds", type=_count, default=3, help="of each load; default: 3")
    choices.add_argument("--work", type=Path, default=Path(".cache/bench"), metavar="DIR")
    choices.set_defaults(command=_choices)

    place = argparse.ArgumentParser(add_help=False)
    place.add_argument("--report", type=Path, default=Path(".cache/bench"), metavar="DIR")
    measure = commands.add_parser(
        "run", parents=[place], help="measure beside every peer that is installed"
    )
    measure.add_argument("sizes", nargs="+", type=_count, metavar="COMMITMENTS")
    measure.add_argument("--rounds", type=_count, default=12, help="of queries; default: 12")
    measure.add_argument("--seconds", type=_count, default=1, help="of each load; default: 1")
    measure.add_argument(
        "--clients", nargs="+", type=_count, default=(1, 8, 64), help="default: 1 8 64"
    )
    measure.add_argument(
        "--turns",
        type=_count,
        default=3,
        help="of loads that are compared with other servers; default: 3",
    )
    measure.add_argument(
        "--publish-up-to",
        type=_count,
        default=10**9,
        metavar="N",
        help="time publishing up to N commitments; publish a larger project once, and keep it",
    )
    measure.add_argument("--work", type=Path, default=Path(".cache/bench"), metavar="DIR")
    measure.add_argument("--named", default="python -m bench run", help=argparse.SUPPRESS)
    measure.set_defaults(command=_run)

    report = commands.add_parser(
        "report", parents=[place], help="render all that was measured, each size when it was"
    )
    report.set_defaults(command=_report)
    return parser


def _count(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError("a number from 1 on")
    return number


if __name__ == "__main__":
    sys.exit(main())
