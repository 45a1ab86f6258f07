"""Giving the customer archive out of the window: what is asked, the job, what came of it."""
