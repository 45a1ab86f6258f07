"""Taking the office's own workbooks into the archive: read, map, check, try, write, and hand back what was not taken."""
