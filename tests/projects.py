"""A small project, as many tests begin with one."""

from collections.abc import Callable, Mapping
from pathlib import Path

from govkg.vocabulary import PREFIXES

BASE = "https://example.org/"

PROLOGUE = f"@base <{BASE}> .\n" + "".join(
    f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items()
)
"""What data in Turtle begins with."""

THING = """\
@base <https://example.org/> .
@prefix ex: <https://example.org/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<thing/a> a ex:Thing ;
    rdfs:label "A thing"@en , "一物"@zh ;
    ex:knows <thing/b> .

<thing/b> a ex:Thing ;
    rdfs:label "Another"@en .
"""
SHAPES = """\
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <https://example.org/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

ex:ThingShape a sh:NodeShape ;
    sh:targetClass ex:Thing ;
    sh:property ex:Thing-label , ex:Thing-knows .

ex:Thing-label a sh:PropertyShape ;
    sh:path rdfs:label ;
    sh:minCount 1 ;
    sh:name "name"@en , "名称"@zh ;
    sh:order 1 ;
    sh:severity sh:Violation ;
    dcterms:identifier "1" ;
    sh:message "A thing needs a label. Add rdfs:label."@en , "缺少标签。请补上 rdfs:label。"@zh .

ex:Thing-knows a sh:PropertyShape ;
    sh:path ex:knows ;
    sh:minCount 1 ;
    sh:severity sh:Warning ;
    sh:message "A thing should know another. Add ex:knows."@en , "应当相识。请补上 ex:knows。"@zh .
"""

THINGS = """\
@base <https://example.org/> .
@prefix ex: <https://example.org/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<thing/a> a ex:Thing ;
    rdfs:label "A thing"@en , "一物"@zh ;
    ex:knows <thing/b> ;
    ex:part <thing/a#leg> .

<thing/a#leg> a ex:Leg ;
    rdfs:label "Its leg"@en .

<thing/b> a ex:Thing ;
    rdfs:label "Another"@en .

<地方/北京?版=1> a ex:Place ;
    rdfs:label "Beijing"@en .

<host/example.com> a ex:Host ;
    rdfs:label "A name with dots" .

<ontology/0.1.0> a ex:Version ;
    rdfs:label "A version with dots" .
"""
"""Names with dots, escapes and queries, fragments, two languages."""

MakeProject = Callable[..., Path]


def write_project(
    folder: Path,
    data: Mapping[str, str | bytes] | None = None,
    *,
    shapes: str | None = None,
    settings: str = "",
) -> Path:
    """Write a project into a new *folder*: data by name of file, settings as TOML lines."""
    (folder / "data").mkdir(parents=True)
    names = "[]" if shapes is None else '["shapes"]'
    (folder / "govkg.toml").write_text(
        f'title = "Things"\nbase_iri = "{BASE}"\nshapes = {names}\n{settings}', encoding="utf-8"
    )
    if shapes is not None:
        (folder / "shapes").mkdir()
        (folder / "shapes" / "thing.ttl").write_text(shapes, encoding="utf-8")
    for name, content in ({"things.ttl": THING} if data is None else data).items():
        file = folder / "data" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder
