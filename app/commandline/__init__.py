"""The command line, for people and for scheduled tasks in the office."""
