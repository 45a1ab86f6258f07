"""What Sweepbook knows and does. Nothing in here imports Qt."""
