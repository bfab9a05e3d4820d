"""The commands about releases that were published already."""

import argparse
import sys
from urllib.parse import urlsplit

from govkg.cli import verifying
from govkg.cli.arguments import AddCommand, add_project, read_count
from govkg.errors import ProjectError, ReleaseError
from govkg.settings import read_project, read_settings


def add_release_commands(add_command: AddCommand) -> None:
    """Add each of them."""
    releases = add_command("releases", help="list what was published when")
    add_project(releases)
    releases.set_defaults(command=_releases)

    diff = add_command("diff", help="tell what changed between two releases")
    add_project(diff)
    _add_release(diff, "older", default="previous")
    _add_release(diff, "newer", default="current")
    diff.add_argument("--format", choices=("words", "patch"), default="words")
    diff.set_defaults(command=_diff)

    verify = add_command("verify", help="prove that releases are what they were")
    add_project(verify)
    _add_release(verify, "release", default=None)
    verify.add_argument(
        "--mend",
        action="store_true",
        help="make anew what is damaged and can be made from the canonical dump",
    )
    verify.set_defaults(command=verifying.verify)

    rollback = add_command("rollback", help="make an earlier release the active one")
    add_project(rollback)
    rollback.add_argument("release", metavar="ID", help=_RELEASE)
    rollback.set_defaults(command=_rollback)

    prune = add_command("prune", help="remove releases that are no longer needed")
    add_project(prune)
    prune.add_argument(
        "--keep",
        type=read_count,
        required=True,
        metavar="N",
        help="keep the N releases that were active last, the active one among them",
    )
    prune.set_defaults(command=_prune)

    push = add_command("push", help="load a release into another store, for `serve` to ask")
    add_project(push)
    push.add_argument("graph_store", metavar="URL", help="of its Graph Store Protocol")
    push.add_argument(
        "--sparql-endpoint",
        metavar="URL",
        help="where its triples are counted afterwards (default: GOVKG_SPARQL_ENDPOINT)",
    )
    _add_release(push, "release", default="current")
    push.set_defaults(command=_push)

    redact = add_command("redact", help="take a statement out of every release and the history")
    add_project(redact)
    redact.add_argument("iri", metavar="IRI", help="of an entity, or of a part of one (with #)")
    redact.add_argument("--reason", required=True, help="what the tombstone and the log say")
    redact.set_defaults(command=_redact)

    migrate = add_command("migrate", help="give all that the project names another base IRI")
    add_project(migrate)
    migrate.add_argument("base_iri", metavar="BASE_IRI", help="the new one; ends in “/”")
    migrate.set_defaults(command=_migrate)


_RELEASE = "an id or the beginning of one, “current” or “previous”"


def _add_release(parser: argparse.ArgumentParser, name: str, *, default: str | None) -> None:
    words = f"{_RELEASE} (default: {default or 'all that are kept'})"
    parser.add_argument(name, nargs="?", metavar="ID", default=default, help=words)


def _releases(options: argparse.Namespace) -> int:
    from govkg.terminal.releases import list_activations

    sys.stdout.write(list_activations(read_project(options.project).releases))
    return 0


def _diff(options: argparse.Namespace) -> int:
    from govkg.release.kept import find_release
    from govkg.terminal.differences import write_patch, write_words

    releases = read_project(options.project).releases
    older, newer = (find_release(releases, name) for name in (options.older, options.newer))
    write = write_patch if options.format == "patch" else write_words
    for line in write(older, newer):
        print(line)
    return 0


def _rollback(options: argparse.Namespace) -> int:
    from govkg.release.upkeep.rollback import roll_back

    entry = roll_back(read_project(options.project).releases, options.release)
    print(f"active: release {entry.release}" if entry else "unchanged: it is active already")
    return 0


def _prune(options: argparse.Namespace) -> int:
    from govkg.release.upkeep.pruning import prune

    pruned = prune(read_project(options.project).releases, keep=options.keep)
    for name in pruned.releases:
        print(f"removed: release {name}")
    print(f"{len(pruned.releases)} removed, {pruned.size / 1e6:,.1f} MB freed")
    return 0


def _redact(options: argparse.Namespace) -> int:
    from govkg.release.history.redactions import Redaction
    from govkg.release.upkeep.redaction import redact

    releases = read_project(options.project).releases
    done = redact(releases, Redaction(iri=options.iri, reason=options.reason))
    print(f"redacted: <{options.iri}>; active: release {done.entry.release}")
    print("Remove it from the data, too, and from copies elsewhere: caches, mirrors, backups.")
    if done.left:
        raise ReleaseError("\n".join(done.left))
    return 0


def _migrate(options: argparse.Namespace) -> int:
    from govkg.terminal.migration import migrate

    project = read_project(options.project)
    for file in migrate(project, options.base_iri):
        print(f"changed: {file}")
    old = project.dataset.base_iri
    print(f"Publish it, and let {old} lead to the same paths below {options.base_iri} for good.")
    return 0


def _check_graph_store(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"}:
        raise ProjectError(f"“{url}” is no http or https URL")
    if "@" in parts.netloc:
        raise ProjectError("credentials go into GOVKG_STORE_USER and GOVKG_STORE_PASSWORD only")


def _push(options: argparse.Namespace) -> int:
    from govkg.graph.remote import basic
    from govkg.release.kept import find_release
    from govkg.terminal.pushing import push, remote_of

    settings = read_settings(sparql_endpoint=options.sparql_endpoint)
    if settings.sparql_endpoint is None:
        raise ProjectError("where is it asked? Give --sparql-endpoint or GOVKG_SPARQL_ENDPOINT")
    _check_graph_store(options.graph_store)
    layout = find_release(read_project(options.project).releases, options.release)
    password = settings.store_password.get_secret_value()
    authorization = basic(settings.store_user, password) if settings.store_user else ""
    remote = remote_of(layout, settings.sparql_endpoint, authorization)
    count = push(layout, options.graph_store, remote)
    print(f"pushed: {count:,} triples in <{remote.graph}>")
    return 0
