"""Complaints from registration to closing, against rule R09's limits; and what is improved because of them."""
