"""The page 拜访."""
