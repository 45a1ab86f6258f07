"""The week of the module 拜访: who is due, who goes where and when, what for."""
