"""调查表: the list of sheets, and typing one."""
