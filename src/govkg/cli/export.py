"""``govkg export``: the site as files."""

import argparse
from pathlib import Path

from govkg.cli.arguments import AddCommand, add_project
from govkg.settings import read_project, read_settings

_SHOWN = 5


def add_export_command(add_command: AddCommand) -> None:
    """Add ``export``."""
    export = add_command("export", help="write the whole site as files for any file server")
    add_project(export)
    export.add_argument("folder", type=Path, metavar="DIR", help="a new folder, or an old export")
    export.add_argument(
        "--public-url",
        metavar="URL",
        help="where the files will be; sitemaps and feeds carry it (default: the base IRI)",
    )
    export.set_defaults(command=_export)


def _export(options: argparse.Namespace) -> int:
    from govkg.web.export.writing import export_site

    project = read_project(options.project)
    settings = read_settings(public_url=options.public_url or project.dataset.base_iri)
    exported = export_site(project, settings, options.folder)
    print(f"exported: {exported.files:,} files, {exported.size:,} bytes, to {options.folder}")
    if exported.left_out:
        shown = ", ".join(exported.left_out[:_SHOWN])
        more = ", ..." if len(exported.left_out) > _SHOWN else ""
        print(f"no file can stand at {len(exported.left_out):,} addresses: {shown}{more}")
    return 0
