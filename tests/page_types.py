"""Every type of page, by the template that makes it."""

from pathlib import Path
from typing import Final

from govkg import web
from seed import EVENT, PIPES

_FOLDER: Final = Path(web.__file__).parent / "templates"
_FRAME: Final = "base.html"
_PATHS: Final = {
    "classes.html": "/browse/",
    "concern.html": "/shapes/words",
    "dataset.html": "/dataset",
    "downloads.html": "/downloads/",
    "entity.html": f"/event/{EVENT}",
    "example.html": "/queries/pledges-by-pillar",
    "examples.html": "/queries/",
    "explore.html": "/explore?pillar=pillar/housing",
    "failure.html": f"{PIPES}x",
    "fragments.html": "/fragments?predicate=rdfs:label&object=%22%E6%88%B7%22@zh",
    "home.html": "/",
    "listing.html": "/browse/govkg:Commitment",
    "memento.html": f"/memento/29991231235959{PIPES}",
    "release.html": "/releases/{release}/",
    "releases.html": "/releases/",
    "search.html": "/search?q=%E7%AE%A1%E7%BD%91",
    "shapes.html": "/shapes",
    "sparql.html": "/sparql",
    "statement.html": PIPES,
    "validate.html": "/validate",
    "validation.html": "/releases/{release}/validation",
}
FAILING: Final = "failure.html"


def templates_of_pages() -> set[str]:
    """List the templates of the code that make a page."""
    return {file.name for file in _FOLDER.glob("[!_]*.html")} - {_FRAME}


def page_types(release: str) -> dict[str, str]:
    """Give for each template the address of a page of the seed, whose *release* is served."""
    return {template: path.format(release=release) for template, path in _PATHS.items()}
