"""Filing archived papers with head office: a package with its list, its receipt, its return (rule R14)."""
