"""Beginning an office in an empty database."""
