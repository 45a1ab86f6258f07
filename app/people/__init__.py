"""Offices, employees and accounts."""
