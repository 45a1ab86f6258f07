"""办事处资料: people, markets, brands."""
