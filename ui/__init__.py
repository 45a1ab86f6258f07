"""The window: shows what app knows, and hands over what the user does."""
