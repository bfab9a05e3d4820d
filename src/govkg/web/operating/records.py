"""How a server writes down what happens: a line each on standard error, as text or as JSON."""

import json
import logging
from datetime import UTC, datetime
from typing import Final

from govkg.settings import LogFormat
from govkg.web.operating.observation import REQUESTS

_TEXT: Final = "%(levelname)s %(name)s: %(message)s"


def configure_logging(form: LogFormat) -> None:
    """Let all that is logged go to standard error; with ``json``, each request too."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter() if form == "json" else logging.Formatter(_TEXT))
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    logging.getLogger(REQUESTS).setLevel(logging.INFO if form == "json" else logging.WARNING)


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a *record*; of a failure, its traceback too."""
        entry: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False)
