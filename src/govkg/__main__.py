"""The console script, and ``python -m govkg``."""

import os
import sys

from govkg.loading import loading


def main() -> int:
    """Run what the command line asks for; give the exit code."""
    # Pydantic would look for them in whatever is installed; who wants some can still say so.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    with loading():
        from govkg.cli import main as run
    return run()


if __name__ == "__main__":
    sys.exit(main())
