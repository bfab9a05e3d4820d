"""Everything that is no statement: events, people, organisations, fields, indicators, sources."""
