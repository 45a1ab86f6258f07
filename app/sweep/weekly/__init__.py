"""The summary of a week or stage, of an office or one rep (rule R18, report RP03)."""
