"""Sending a PDF to a printer."""
