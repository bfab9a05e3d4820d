"""What changed, for feed readers (Atom, RFC 4287): everything, or what belongs to one entity."""
