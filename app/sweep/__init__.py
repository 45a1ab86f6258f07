"""The daily sweep report."""
