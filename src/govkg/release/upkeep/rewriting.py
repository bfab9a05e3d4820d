"""Write a release again without some of its statements."""

import shutil

from pyoxigraph import RdfFormat, Triple, parse

from govkg.formats import TURTLE
from govkg.graph.serialisation import write_statements
from govkg.graph.store import open_store
from govkg.release.canonical import (
    canonical_lines,
    query_parts,
    read_encoded,
    read_lines,
    release_id,
)
from govkg.release.files.accounting import Described, account
from govkg.release.files.dumps import write_dumps
from govkg.release.files.statistics import read_statistics
from govkg.release.files.writing import write_derived
from govkg.release.history.redactions import Redaction
from govkg.release.layout import Layout
from govkg.release.manifest import REPORT, Manifest, PublicFile, read_manifest, read_settings
from govkg.release.pieces import cut, digests
from govkg.release.verification.checksums import write_checksums


def id_without(layout: Layout, redaction: Redaction) -> str:
    """Give the id of a release's content without what is taken out."""
    parts = {
        "data": digests(_lines(layout, redaction)),
        "shapes": read_lines(layout.shapes),
        "queries": query_parts(layout.queries.iterdir()),
    }
    return release_id(parts, read_settings(layout.manifest))


def rewrite(layout: Layout, target: Layout, redaction: Redaction | None, name: str) -> None:
    """Write into the new folder *target* what a release holds without what is taken out, if any.

    Where *name*, its id, is the one it had, its manifest says why the content has another.
    """
    for folder in (target.files, target.queries):
        folder.mkdir(parents=True)
    shutil.copyfile(layout.presentation, target.presentation)
    shutil.copyfile(layout.shapes, target.shapes)
    shutil.copytree(layout.queries, target.queries, dirs_exist_ok=True)
    lines = _lines(layout, redaction)
    before = read_manifest(layout.manifest)
    dumps = write_dumps(target, cut(lines))
    files = write_derived(target, dumps, before.dataset)
    files.append(_write_report(layout, target, redaction))
    statistics = read_statistics(target.statistics)
    graphs = {name.value for name in open_store(target.store).named_graphs()}
    manifest = before.model_copy(
        update={
            "triples": statistics.triples,
            "quads": len(lines),
            "statements": before.statements - (before.quads - len(lines)),
            "graphs": tuple(sorted(graphs)),
            "classes": statistics.classes,
            "files": tuple(files),
            "id": name,
            "redactions": _redactions(before, redaction) if name == before.id else (),
        }
    )
    target.manifest.write_text(manifest.model_dump_json(indent=1), encoding="utf-8")
    write_checksums(target)


def _redactions(manifest: Manifest, redaction: Redaction | None) -> tuple[Redaction, ...]:
    return manifest.redactions if redaction is None else (*manifest.redactions, redaction)


def _lines(layout: Layout, redaction: Redaction | None) -> list[bytes]:
    if redaction is None:
        return list(read_encoded(layout.canonical))
    text = "\n".join(redaction.without(read_lines(layout.canonical)))
    return [line.encode() for line in canonical_lines(parse(text, format=RdfFormat.N_QUADS))]


def _write_report(layout: Layout, target: Layout, redaction: Redaction | None) -> PublicFile:
    """Leave out of the report of the validation each result about what is taken out."""
    file = target.files / REPORT
    triples: list[Triple] = [quad.triple for quad in parse(path=layout.files / REPORT)]
    results = {
        triple.subject for triple in triples if redaction and redaction.touches(f"{triple} .")
    }
    if results:
        stay = [
            triple
            for triple in triples
            if triple.subject not in results and triple.object not in results
        ]
        file.write_bytes(write_statements(stay, RdfFormat.TURTLE))
    else:
        shutil.copyfile(layout.files / REPORT, file)
    return account(file, Described(TURTLE.media_type, "What validation found, as a SHACL report"))
