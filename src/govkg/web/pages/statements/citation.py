"""How to cite a statement: as text, as BibTeX, as CSL-JSON."""

import json
import re
from dataclasses import dataclass
from typing import Final

_ESCAPES: Final = {
    "\\": r"\textbackslash{}",
    **{mark: f"\\{mark}" for mark in "&%$#_{}"},
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True, slots=True)
class Citation:
    """What a reference says; *year* is that of the event or of a source, empty where unknown.

    *container* is the dataset's title, *version* its release, *uri* the statement's own.
    """

    title: str
    authors: tuple[str, ...]
    event: str
    year: str
    container: str
    publisher: str
    version: str
    uri: str

    @property
    def key(self) -> str:
        """A key for a bibliography, of the last parts of the address."""
        return re.sub(r"[^A-Za-z0-9]+", "-", "-".join(self.uri.split("/")[-2:])).strip("-")

    def bibtex(self) -> str:
        """Write an entry for BibTeX and BibLaTeX."""
        fields = {
            "title": self.title,
            "author": " and ".join(f"{{{_escaped(author)}}}" for author in self.authors),
            "year": self.year,
            "howpublished": self.event,
            "note": f"In: {self.container}, release {self.version}",
            "publisher": self.publisher,
        }
        lines = [
            f"  {name} = {{{value if name == 'author' else _escaped(value)}}},"
            for name, value in fields.items()
            if value
        ]
        return "\n".join([f"@misc{{{self.key},", *lines, f"  url = {{{self.uri}}}", "}", ""])

    def csl(self) -> str:
        """Write an item of CSL-JSON (citation-style-language schema 1.0)."""
        item = {
            "id": self.key,
            "type": "speech",
            "title": self.title,
            "author": [{"literal": author} for author in self.authors],
            "event-title": self.event,
            "container-title": self.container,
            "publisher": self.publisher,
            "version": self.version,
            "URL": self.uri,
        }
        kept: dict[str, object] = {name: value for name, value in item.items() if value}
        if self.year:
            kept["issued"] = {"date-parts": [[int(self.year)]]}
        return json.dumps([kept], ensure_ascii=False, indent=2) + "\n"


def _escaped(text: str) -> str:
    return "".join(_ESCAPES.get(mark, mark) for mark in " ".join(text.split()))
