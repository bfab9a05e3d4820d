"""``govkg migrate``: give everything that a project names another base IRI.

Files are changed as text, so that they stay as their keepers wrote them; then they are read before
and after, and unless they say the same under the new names, nothing is changed at all.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from pyoxigraph import CanonicalizationAlgorithm, NamedNode, Quad, parse
from pyoxigraph import Dataset as RdfDataset

from govkg.errors import ProjectError
from govkg.formats import JSON_LD, RDF_XML, SOURCE_EXTENSIONS, GraphFormat
from govkg.settings import PROJECT_FILE, Dataset, Project
from govkg.vocabulary import NAMESPACE

_SHARED: Final = r"(?!(?:ontology|shapes|problems|vocabulary)\b)"
"""What all publishers share keeps its names, though they begin as those of a publisher may."""

_SETTING: Final = re.compile(r'^(base_iri\s*=\s*["\'])[^"\']*(["\'])', re.MULTILINE)


def migrate(project: Project, base_iri: str) -> list[Path]:
    """Change settings, data and queries of *project*, and list the files that were changed.

    Raises:
        ProjectError: the new base is none, or a file would say something else.
    """
    renaming = _Renaming(project.dataset.base_iri, _checked(project, base_iri))
    changed = {file: text for file, text in _rewritten(project, renaming) if text is not None}
    for file, text in changed.items():
        fresh = file.with_name(f".{file.name}-migrated")
        fresh.write_bytes(text.encode())
        fresh.replace(file)
    return list(changed)


class _Renaming:
    """From one base to another, in text and in what text says."""

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new
        self._name = re.compile(re.escape(old) + (_SHARED if old == NAMESPACE else ""))

    def text(self, text: str, opening: str) -> str:
        """Rename what stands behind *opening*."""
        return re.sub(f"(?<={opening}){self._name.pattern}", lambda _: self.new, text)

    def quad(self, quad: Quad) -> Quad:
        """Rename each IRI of a statement; what literals say stays."""
        return Quad(*(self._term(term) for term in quad))

    def _term(self, term: Any) -> Any:
        if isinstance(term, NamedNode) and self._name.match(term.value):
            return NamedNode(self.new + term.value.removeprefix(self.old))
        return term


def _checked(project: Project, base_iri: str) -> str:
    try:
        return Dataset.model_validate(
            {**project.dataset.model_dump(), "base_iri": base_iri}
        ).base_iri
    except ValidationError:
        wanted = "an http or https IRI that ends in “/” and has neither “?” nor “#”"
        raise ProjectError(f"“{base_iri}”: a base IRI is {wanted}") from None


def _rewritten(project: Project, renaming: _Renaming) -> Iterator[tuple[Path, str | None]]:
    settings = project.folder / PROJECT_FILE
    text = settings.read_bytes().decode()
    yield settings, _SETTING.sub(lambda match: f"{match[1]}{renaming.new}{match[2]}", text)
    for file in sorted(project.data.rglob("*")):
        form = SOURCE_EXTENSIONS.get(file.suffix.removeprefix("."))
        if form is not None and file.is_file():
            yield file, _rewrite_data(file, form, renaming)
    for file in sorted(project.queries.glob("*.rq")):
        before = file.read_bytes().decode()
        after = renaming.text(before, "<")
        yield file, after if after != before else None


def _rewrite_data(file: Path, form: GraphFormat, renaming: _Renaming) -> str | None:
    before = file.read_bytes().decode()
    after = renaming.text(before, '"' if form in {JSON_LD, RDF_XML} else "<")
    said = parse(before, format=form.codec, base_iri=renaming.old)
    expected = _canonical(renaming.quad(quad) for quad in said)
    found = _canonical(parse(after, format=form.codec, base_iri=renaming.new))
    if found != expected:
        example = next(iter(found ^ expected))
        raise ProjectError(
            f"{file}: by a change of the base alone it would say something else, for example "
            f"{example}; nothing was changed. Write its IRIs in full, or change it by hand."
        )
    return after if after != before else None


def _canonical(quads: Iterable[Quad]) -> set[Quad]:
    dataset = RdfDataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)
