"""The page 晚间讨论会: the day of all reps side by side, and what the office decides about it."""
