"""A small project that is published several times, as its keeper goes on working."""

from pathlib import Path

from govkg.publish.publication import publish_project
from govkg.settings import Project, read_project

BASE = "https://example.org/"
HEAD = """\
@base <https://example.org/> .
@prefix ex: <https://example.org/ns#> .
@prefix govkg: <https://w3id.org/govkg/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

<pillar/housing> a ex:Pillar ; rdfs:label "Housing"@en , "住房"@zh .
"""


def promise(name: str, text: str, pillar: str = "housing") -> str:
    """Write a statement with one figure."""
    return (
        f'<promise/{name}> a govkg:Commitment ; rdfs:label "{text}"@en ;'
        f" govkg:pillar <pillar/{pillar}> ; govkg:target <promise/{name}#target> .\n"
        f'<promise/{name}#target> a govkg:Target ; rdfs:label "Figure of {name}"@en .\n'
    )


class Keeper:
    """Publishes states of one project, one after another."""

    def __init__(self, folder: Path, settings: str = "") -> None:
        """Keep the project in *folder*."""
        (folder / "data").mkdir(parents=True)
        (folder / "govkg.toml").write_text(
            f'title = "Promises & more"\nbase_iri = "{BASE}"\nshapes = []\n{settings}'
            'languages = ["en", "zh"]\n',
            encoding="utf-8",
        )
        self.project: Project = read_project(folder)

    def publish(self, *promises: str) -> str:
        """Publish a state, and give the id of its release."""
        file = self.project.data / "promises.ttl"
        file.write_text(HEAD + "\n".join(promises), encoding="utf-8")
        layout = publish_project(self.project).layout
        assert layout is not None
        return layout.folder.name


def three_releases(folder: Path) -> tuple[Keeper, list[str]]:
    """Publish three: one promise changes, one is withdrawn, one comes."""
    keeper = Keeper(folder)
    kept, roads = promise("kept", "Kept"), promise("roads", "Roads")
    return keeper, [
        keeper.publish(kept, promise("pipes", "Pipes"), roads),
        keeper.publish(kept, promise("pipes", "More pipes"), roads),
        keeper.publish(kept, promise("pipes", "More pipes"), promise("gas", "Gas")),
    ]
