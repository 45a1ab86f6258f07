"""Planning visits: who is due, the week's grid, a plan's life, filling it by itself, its paper and calendar file."""
