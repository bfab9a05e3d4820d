"""Draws Vega-Lite specifications, in a process of its own.

The library holds the interpreter while it draws, and half a second for the first picture; so nobody
else waits for it, and the server's own memory stays small. A line of JSON in, a line of JSON out;
it ends when there are no more lines, which is when its server has ended, however that came.
"""

import json
import sys

import vl_convert


def main() -> None:
    """Answer each specification with its SVG, or with ``null`` where there is none."""
    for line in sys.stdin.buffer:
        try:
            drawn = vl_convert.vegalite_to_svg(json.loads(line), allowed_base_urls=[])
        except ValueError:
            drawn = None
        sys.stdout.write(json.dumps(drawn) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
