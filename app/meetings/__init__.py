"""The evening meeting: the day's work side by side, what is decided, and who does it until when."""
