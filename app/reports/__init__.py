"""Reports as data, and the renderers that know only that data (architecture.md §3)."""
