"""Dialogs: data in, data back; they decide nothing."""
