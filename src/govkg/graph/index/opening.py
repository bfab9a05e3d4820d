"""Open the index of a release."""

from pathlib import Path

from govkg.graph.index.database import Database
from govkg.graph.index.resources import Resources
from govkg.graph.index.statements.quoting import Sources
from govkg.graph.index.statements.reading import Statements
from govkg.graph.index.words.reading import Search


class Index(Resources):
    """Read an index file, from any thread: resources, *statements*, *sources*, *search*."""

    def __init__(self, file: Path) -> None:
        """Open *file* read-only.

        Raises:
            ReleaseError: it is not there, or another version of govkg wrote it.
        """
        database = Database(file)
        super().__init__(database)
        self.statements = Statements(database)
        self.sources = Sources(database)
        self.search = Search(database)

    def close(self) -> None:
        """Close the file."""
        self._database.close()
