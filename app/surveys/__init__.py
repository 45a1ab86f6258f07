"""Survey forms and the sheets filled by them."""
