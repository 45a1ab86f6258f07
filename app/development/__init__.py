"""Developing a customer: what they need, and what keeps them from signing."""
