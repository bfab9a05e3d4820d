"""The shapes' examples, and the world that they live in: ``publish/examples/world.ttl``."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse

from govkg.validation.engine.shapes import ShapesGraph
from govkg.validation.shacl import Validator
from govkg.vocabulary import SHAPES

ROOT = Path(__file__).parents[1]
EXAMPLES = Path(__file__).parent / "publish" / "examples"
FOLDERS = sorted(path for path in EXAMPLES.iterdir() if path.is_dir())


def read(file: Path) -> list[Triple]:
    """Read the triples of a Turtle file."""
    return [
        quad.triple for quad in parse(path=file, format=RdfFormat.TURTLE, base_iri=f"file:{file}")
    ]


def turtle_files(folder: str) -> Iterator[Path]:
    """List the Turtle files of a folder of the project."""
    return iter(sorted((ROOT / folder).rglob("*.ttl")))


@cache
def shapes() -> list[Triple]:
    """Read all shapes."""
    return [triple for file in turtle_files("shapes") for triple in read(file)]


@cache
def graph() -> ShapesGraph:
    """Index all shapes."""
    return ShapesGraph(shapes())


@cache
def validator() -> Validator:
    """Compile all shapes."""
    return Validator(shapes())


@cache
def surroundings() -> list[Triple]:
    """Read the ontology and the world that examples live in."""
    world = read(EXAMPLES / "world.ttl")
    return world + [triple for file in turtle_files("ontology") for triple in read(file)]


def in_its_world(example: Path | None = None) -> list[Triple]:
    """Read an example; what it says of a resource takes the place of what the world says."""
    said = read(example) if example else []
    anew = {triple.subject for triple in said}
    return [triple for triple in surroundings() if triple.subject not in anew] + said


def shape_of(folder: Path) -> str:
    """Give the IRI of the shape that a pair of examples is about."""
    return SHAPES + folder.name.partition("-")[2]
