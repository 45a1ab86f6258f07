"""The weekly summary in the report centre: its numbers with the records behind them, its prose, its life."""
