"""The sweep roster: every shop of a market, how far it is, which were missed, and what is still to ask tomorrow."""
