"""``govkg releases``: what was active when, what it changed, and whether it is still kept."""

import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from govkg.release.activation import active_id
from govkg.release.history.log import read_log
from govkg.release.kept import kept_releases

_NUMBERS = ("created", "changed", "withdrawn")


def list_activations(releases: Path) -> str:
    """Draw the activations as a table, the newest first."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("", "release", "since (UTC)", "by"):
        table.add_column(name, no_wrap=True)
    for name in _NUMBERS:
        table.add_column(name, justify="right")
    table.add_column("")
    active, kept = active_id(releases), kept_releases(releases)
    marked = False
    for entry in reversed(read_log(releases)):
        counts = [f"{getattr(entry.summary, name):,}" for name in _NUMBERS]
        mark = "*" if entry.release == active and not marked else ""
        marked = marked or bool(mark)
        table.add_row(
            mark,
            entry.release,
            f"{entry.time:%Y-%m-%d %H:%M:%S}",
            entry.action,
            *counts,
            "" if entry.release in kept else "pruned",
        )
    console = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else 200)
    with console.capture() as captured:
        console.print(table)
    return "".join(f"{line.rstrip()}\n" for line in captured.get().splitlines())
