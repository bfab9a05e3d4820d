"""The console script, and ``python -m govkg``."""

import sys

from govkg.loading import loading


def main() -> int:
    """Run what the command line asks for; give the exit code."""
    with loading():
        from govkg.cli import main as run
    return run()


if __name__ == "__main__":
    sys.exit(main())
