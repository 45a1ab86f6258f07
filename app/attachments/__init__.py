"""Files that belong to records: kept beside the database under their digest, never twice (records.md Attachment)."""
