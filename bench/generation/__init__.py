"""Make graphs in govkg's own model: any number of commitments, the same every time."""
