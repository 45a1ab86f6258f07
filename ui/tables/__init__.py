"""Lists of records: a paged model, one view, one delegate."""
