"""The codebook of the table (CSV on the Web, W3C 2015): what each column holds.

Its definitions are those of the ontology; so nothing is said twice.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import Literal

from govkg.graph.columns.statements import Statements
from govkg.graph.index import LABEL_PROPERTIES
from govkg.release.files.tables.columns import COMMITMENT, FIGURE, Column
from govkg.release.files.tables.rows import SEPARATOR
from govkg.settings import Dataset
from govkg.vocabulary import GOVKG, RDFS, SKOS

_DATATYPES: Final = {"iri": "anyURI", "text": "string", "decimal": "decimal", "integer": "integer"}
_SUBJECTS: Final = {COMMITMENT: f"{GOVKG}Commitment", FIGURE: f"{GOVKG}Target"}


def write_codebook(
    file: Path, table: str, dataset: Dataset, columns: Sequence[tuple[Column, Mapping[str, object]]]
) -> None:
    """Write the metadata of the CSV file named *table*; *columns* each come with their words."""
    metadata = {
        "@context": "http://www.w3.org/ns/csvw",
        "url": table,
        "dc:title": dataset.title,
        "dc:license": {"@id": dataset.licence},
        "dialect": {"header": True, "encoding": "utf-8"},
        "tableSchema": {"columns": [_describe(column, words) for column, words in columns]},
    }
    text = json.dumps(metadata, ensure_ascii=False, indent=1)
    file.write_text(f"{text}\n", encoding="utf-8")


def words_for(
    statements: Statements, column: Column, languages: Sequence[str]
) -> dict[str, object]:
    """Give a column's titles and description by language, as *statements* about its term do."""
    iri = _SUBJECTS.get(column.name) or (column.path[-1] if column.path else f"{RDFS}label")
    if column.language is not None:
        iri = f"{RDFS}label"
    about = statements.about([iri])
    words: dict[str, object] = {}
    for key, predicates in (
        ("rdfs:label", LABEL_PROPERTIES),
        ("dc:description", (f"{SKOS}definition", f"{RDFS}comment")),
    ):
        texts = {
            triple.object.language: triple.object.value
            for predicate in reversed(predicates)
            for triple in about
            if triple.predicate.value == predicate
            and isinstance(triple.object, Literal)
            and triple.object.language in languages
        }
        if texts:
            words[key] = [
                {"@value": texts[tag], "@language": tag} for tag in languages if tag in texts
            ]
    return words


def _describe(column: Column, words: Mapping[str, object]) -> dict[str, object]:
    described: dict[str, object] = {"name": column.name, "titles": column.name}
    datatype = _DATATYPES[column.kind]
    described["datatype"] = datatype
    if column.language is not None:
        described["lang"] = column.language
    if column.many:
        described["separator"] = SEPARATOR
    if column.name == COMMITMENT:
        described["required"] = True
    if column.path and column.language is None:
        described["propertyUrl"] = column.path[-1]
    return {**described, **words}
