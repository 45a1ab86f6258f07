"""Who may do what (rule R22)."""
