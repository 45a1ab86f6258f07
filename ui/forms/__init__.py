"""Drawing declared fields: an editor for each kind, forms for records, the sheet for survey forms."""
