"""Benches: plain scripts that print ratios, run by `dev.py bench` and never by pytest."""
