"""The whole site as files, for a plain file server or a content delivery network."""
