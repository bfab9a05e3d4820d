"""SHACL by three ways that agree: pySHACL, a fast core, and queries over all focus nodes."""
