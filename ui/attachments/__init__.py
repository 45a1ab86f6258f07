"""The files of a record, wherever records are shown: listed, looked at, added, changed, taken out and taken away."""
