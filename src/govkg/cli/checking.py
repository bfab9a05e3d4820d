"""The commands that check data: ``check`` and ``publish``, and what they may use for it."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any, Final

from govkg.errors import InvalidDataError, UnreadableError
from govkg.processes import Helpers, collecting_rarely
from govkg.settings import read_project

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from govkg.validation.parts.work import Means, Progress

_OK: Final = 0
_INVALID: Final = 1


def add_means(parser: argparse.ArgumentParser) -> None:
    """Add the options of every command that checks."""
    parser.add_argument(
        "--scheduler",
        metavar="tcp://HOST:PORT",
        help="check on the workers of this Dask scheduler (needs the extra “cluster”)",
    )


def add_choices(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how much of a report is wanted."""
    parser.add_argument(
        "--least",
        choices=("info", "warning", "violation"),
        default="info",
        help="leave out what is less severe (default: %(default)s)",
    )
    parser.add_argument(
        "--language",
        choices=("en", "zh"),
        help="write the messages of a text in this language (default: in both)",
    )


def publish(options: argparse.Namespace) -> int:
    """Check, and publish unless a Violation is found."""
    from govkg.publish.publication import publish_project
    from govkg.validation.findings import summary

    project = read_project(options.project)
    with collecting_rarely(), _means(options) as means:
        publication = publish_project(
            project,
            allow_shrink=options.allow_shrink,
            allow_redacted=options.allow_redacted,
            means=means,
        )
    if publication.layout is None:
        from govkg.validation.report.text import write_text

        sys.stdout.write(write_text(publication.findings, columns=_columns()))
        raise InvalidDataError("nothing was published; correct the Violations above first")
    verb = "published" if publication.changed else "unchanged"
    print(f"{verb}: release {publication.layout.folder.name} ({summary(publication.findings)})")
    return _OK


def check(options: argparse.Namespace) -> int:
    """Check, and tell what was found."""
    from govkg.publish import checking
    from govkg.validation.findings import Severity, at_least, conforms
    from govkg.validation.report import write_report
    from govkg.validation.report.text import write_text

    project = read_project(options.project)
    with collecting_rarely(), _means(options) as means, Helpers() as helpers:
        reading = checking.read_everything(project, options.paths, helpers=helpers)
        used = replace(means.beside(project.releases), helpers=helpers)
        asked = checking.Check(paths=options.paths, sources=options.sources, means=used)
        findings = at_least(checking.check(reading, asked), Severity(options.least.capitalize()))
    if options.format == "text":
        text = write_text(findings, columns=_columns(), language=options.language)
        sys.stdout.write(text)
    else:
        sys.stdout.write(write_report(findings, options.format))
    return _OK if conforms(findings) else _INVALID


def _columns() -> int | None:
    """Give the width of the terminal that shows standard output, if one does."""
    return get_terminal_size().columns if sys.stdout.isatty() else None


@contextmanager
def _means(options: argparse.Namespace) -> "Iterator[Means]":
    """Give the executor that was asked for, and who tells a person that looks on."""
    from govkg.validation.parts.work import Means

    with _executor(options.scheduler) as executor, _progress() as tell:
        yield Means(executor=executor, progress=tell)


@contextmanager
def _progress() -> "Iterator[Progress | None]":
    """Show a bar from the first part on that is checked: before, there is no thread for it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    bar = Bar(console=Console(stderr=True), transient=True)
    line = bar.add_task("checking", total=None)

    def tell(done: int, total: int) -> None:
        bar.start()
        bar.update(line, completed=done, total=total)

    try:
        yield tell
    finally:
        bar.stop()


@contextmanager
def _executor(scheduler: str | None) -> "Iterator[Executor | None]":
    if scheduler is None:
        yield None
        return
    try:
        from distributed import Client
    except ImportError:
        raise UnreadableError(
            "--scheduler needs Dask: install govkg with its extra, “govkg[cluster]”"
        ) from None
    try:
        client: Any = Client(scheduler, timeout=10, set_as_default=False)  # type: ignore[no-untyped-call]  # its own
    except (OSError, ValueError) as error:
        raise UnreadableError(f"{scheduler}: no Dask scheduler answers there ({error})") from error
    with client, client.get_executor() as executor:
        yield executor
