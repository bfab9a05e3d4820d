"""How a release and its files point to one another (FAIR Signposting, levels 1 and 2)."""

from collections.abc import Iterator
from typing import Final

from govkg.formats import JSON_LD, LINKSET, TURTLE
from govkg.iris import to_uri
from govkg.release.manifest import Manifest, PublicFile
from govkg.vocabulary import DCAT
from govkg.web.addressing.origin import Origin
from govkg.web.documents.signposts import Link, write_linkset

LINKSET_NAME: Final = f"release.{LINKSET.extension}"


def release_links(manifest: Manifest, here: Origin) -> Iterator[Link]:
    """Give the links of a release's page: its name, its files, what describes it."""
    yield Link("cite-as", _name(manifest))
    yield Link("type", f"{DCAT}Dataset")
    yield from _shared(manifest, here)
    for file in manifest.files:
        yield Link("item", _address(manifest, here, file.name), {"type": file.content_type})


def file_links(manifest: Manifest, here: Origin, file: PublicFile) -> Iterator[Link]:
    """Give the links of one file: to the release that it is of, and to what describes that."""
    yield Link("collection", here.absolute(f"/releases/{manifest.id}/"), {"type": "text/html"})
    yield Link("type", f"{DCAT}Distribution")
    yield from _shared(manifest, here)
    if file.kind == "csv":
        codebook = f"{file.name.removesuffix('.gz')}-metadata.json"
        kind = {"type": "application/csvm+json"}
        yield Link("describedby", _address(manifest, here, codebook), kind)


def release_linkset(manifest: Manifest, here: Origin) -> bytes:
    """Write all links of a release and of each of its files (RFC 9264)."""
    contexts = [(here.absolute(f"/releases/{manifest.id}/"), release_links(manifest, here))]
    contexts += [
        (_address(manifest, here, file.name), file_links(manifest, here, file))
        for file in manifest.files
    ]
    return write_linkset(contexts)


def _shared(manifest: Manifest, here: Origin) -> Iterator[Link]:
    yield Link("license", to_uri(manifest.dataset.licence))
    for form in (TURTLE, JSON_LD):
        address = here.absolute(f"/dataset.{form.extension}")
        yield Link("describedby", address, {"type": form.media_type})
    yield Link("linkset", _address(manifest, here, LINKSET_NAME), {"type": LINKSET.media_type})


def _name(manifest: Manifest) -> str:
    return to_uri(f"{manifest.dataset.base_iri}releases/{manifest.id}/")


def _address(manifest: Manifest, here: Origin, name: str) -> str:
    return here.absolute(f"/releases/{manifest.id}/{name}")
