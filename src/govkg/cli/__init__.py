"""The command line: parse arguments, call one room of the house, give an exit code.

0: done; 1: the data breaks a rule; 2: something given cannot be read or used.
"""

import argparse
import io
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Final

from govkg.cli import checking
from govkg.cli.arguments import add_project, read_parameter, read_port
from govkg.cli.export import add_export_command
from govkg.cli.releases import add_release_commands
from govkg.errors import GovkgError, InvalidDataError
from govkg.loading import loading
from govkg.settings import Project, read_project, read_settings

OK: Final = 0
INVALID: Final = 1
UNREADABLE: Final = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``govkg`` with *arguments* (``sys.argv`` if none) and give the exit code."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = command(options)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of our output has gone; Python would complain once more at the end.
        sys.stderr.close()
        return OK
    except InvalidDataError as error:
        print(f"govkg: {error}", file=sys.stderr)
        return INVALID
    except GovkgError as error:
        print(f"govkg: {error}", file=sys.stderr)
        return UNREADABLE
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(f"govkg: {place}{error.strerror or error}", file=sys.stderr)
        return UNREADABLE
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="govkg", description="Publish what governments promise as linked data."
    )
    parser.add_argument("--version", action="version", version=f"govkg {version('govkg')}")
    parser.set_defaults(project=Path())
    add_project(parser)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    publish = commands.add_parser("publish", help="check the data and make it the active release")
    add_project(publish)
    publish.add_argument(
        "--allow-shrink",
        action="store_true",
        help="publish even if more than a tenth of the statements would vanish",
    )
    publish.add_argument(
        "--allow-redacted",
        action="store_true",
        help="publish even what was taken out of all releases, since it has been put right",
    )
    checking.add_means(publish)
    publish.set_defaults(command=checking.publish)

    check = commands.add_parser("check", help="check the data and publish nothing")
    add_project(check)
    check.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="PATH",
        help="give only what is found in these files or folders; those of elsewhere are "
        "read beside the project's, in place of a file of the same name",
    )
    check.add_argument("--format", choices=("text", "json", "turtle"), default="text")
    checking.add_choices(check)
    check.add_argument(
        "--sources",
        type=Path,
        metavar="DIR",
        help="compare each quotation with the source files in DIR, found by their SHA-256",
    )
    checking.add_means(check)
    check.set_defaults(command=checking.check)

    query = commands.add_parser("query", help="ask the active release")
    add_project(query)
    query.add_argument("name", metavar="NAME|FILE", help="an example query, or a file with one")
    query.add_argument(
        "--param",
        action="append",
        type=read_parameter,
        default=[],
        metavar="NAME=VALUE",
        help="a value for a parameter of the query; may be given for each",
    )
    query.add_argument("--format", choices=("table", "csv", "json"), default="table")
    query.set_defaults(command=_query)

    serve = commands.add_parser("serve", help="serve the active release over HTTP")
    add_project(serve)
    serve.add_argument("--host", default="127.0.0.1", help="default: %(default)s")
    serve.add_argument("--port", type=read_port, default=8000, help="default: %(default)s")
    serve.add_argument(
        "--processes",
        metavar="N",
        help="let so many processes answer, such as one a processor; default: 1",
    )
    serve.add_argument(
        "--root-path", metavar="PATH", help="a path below which it is served, such as /promises"
    )
    serve.add_argument(
        "--sparql-endpoint",
        metavar="URL",
        help="ask this store instead of the release's own, once `push` has loaded it there",
    )
    serve.set_defaults(command=_serve)
    add_export_command(commands.add_parser)
    add_release_commands(commands.add_parser)

    settings = commands.add_parser("settings", help="describe every setting, in Markdown")
    settings.set_defaults(command=_settings)
    return parser


def _query(options: argparse.Namespace) -> int:
    from govkg.terminal.queries import ask_release

    values = dict(options.param)
    answer = ask_release(read_project(options.project), options.name, values, options.format)
    sys.stdout.write(answer if isinstance(answer, str) else f"{answer.decode().rstrip()}\n")
    return OK


def _serve(options: argparse.Namespace) -> int:
    with loading():
        from govkg.web.framework import load_framework

        load_framework()

        from govkg.release.layout import active_release
        from govkg.web.server import bind, serve

    project = read_project(options.project)
    settings = read_settings(
        root_path=options.root_path,
        sparql_endpoint=options.sparql_endpoint,
        processes=options.processes,
    )
    if active_release(project.releases) is None:
        code = _run_apart(project, "publish")
        if code != OK:
            return code
    with bind(options.host, options.port) as listener:
        host, port = listener.getsockname()[:2]
        name = f"[{host}]" if ":" in host else host
        known = settings.model_copy(update={"hosts": (*settings.hosts, name)})
        print(f"serving {project.dataset.title} at http://{name}:{port}/", flush=True)
        serve(project, known, listener, mending=lambda: _mending(project))
    return OK


@contextmanager
def _mending(project: Project) -> Iterator[None]:
    """Have the active release mended meanwhile; the server takes it up when it is whole."""
    words = _words(project, "verify", "--mend", "current")
    print(f"govkg: mending it beside the server: {' '.join(words)}", file=sys.stderr)
    with subprocess.Popen(words, stdout=subprocess.DEVNULL) as process:
        try:
            yield
        finally:
            process.terminate()


def _settings(options: argparse.Namespace) -> int:
    from govkg.terminal.settings import describe_settings

    del options
    sys.stdout.write(describe_settings())
    return OK


def _run_apart(project: Project, *command: str) -> int:
    """Run a command in a process of its own: the server loads neither rdflib nor pySHACL."""
    return subprocess.run(_words(project, *command), check=False).returncode


def _words(project: Project, *command: str) -> list[str]:
    return [sys.executable, "-m", "govkg", *command, "--project", str(project.folder)]
