"""The example queries of a release, with what their headers say of them.

The header is YAML behind ``#+``, as grlc has it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from govkg.errors import NotFoundError
from govkg.graph.sparql.parameters import Parameter, read_parameters
from govkg.graph.sparql.tokens import form_of


@dataclass(frozen=True, slots=True)
class Example:
    """A query, the question it answers, and what a row of its answer is.

    *form* is ``select``, ``ask``, ``construct`` or ``describe``; *text* is without the header.
    *language* is that of summary and description, *translations* has both in other languages.
    """

    name: str
    summary: str
    description: str
    tags: tuple[str, ...]
    form: str
    parameters: tuple[Parameter, ...]
    text: str
    language: str = "en"
    translations: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def said_in(self, language: str) -> "Example":
        """Give the query with its texts in *language*, if they are translated."""
        if language not in self.translations:
            return self
        summary, description = self.translations[language]
        return replace(self, summary=summary, description=description, language=language)


@lru_cache(maxsize=4)
def read_examples(folder: Path) -> tuple[Example, ...]:
    """Read the queries in the *folder* of a release, in order of their names."""
    return tuple(
        read_example(file.stem, file.read_text(encoding="utf-8"))
        for file in sorted(folder.glob("*.rq"))
    )


def find_example(folder: Path, name: str) -> Example:
    """Give one query of the *folder* of a release.

    Raises:
        NotFoundError: it has none of that name.
    """
    for example in read_examples(folder):
        if example.name == name:
            return example
    raise NotFoundError(f"No query “{name}” in this release.")


def read_example(name: str, text: str) -> Example:
    r"""Read one query; without a header its name stands for the question.

    >>> read_example("a", "#+ summary: Who?\nASK {}").summary
    'Who?'
    """
    import yaml

    lines = [line[2:] for line in text.splitlines() if line.startswith("#+")]
    try:
        header = yaml.safe_load("\n".join(lines))
    except yaml.YAMLError:
        header = None
    body = "\n".join(line for line in text.splitlines() if not line.startswith("#+")).strip()
    said = header if isinstance(header, dict) else {}
    tags = said.get("tags")
    return Example(
        name=name,
        summary=str(said.get("summary") or name),
        description=str(said.get("description") or ""),
        tags=tuple(map(str, tags)) if isinstance(tags, list) else (),
        form=form_of(body),
        parameters=read_parameters(body),
        text=body,
        translations=_read_translations(said.get("translations")),
    )


def _read_translations(said: object) -> dict[str, tuple[str, str]]:
    """Read the texts by language; a language without a summary is none."""
    return {
        str(language): (str(texts["summary"]), str(texts.get("description") or ""))
        for language, texts in (said.items() if isinstance(said, dict) else ())
        if isinstance(texts, dict) and texts.get("summary")
    }
