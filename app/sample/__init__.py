"""The sample office: the same invented branch office in every database, for trying the program out and for tests.

Its tables are plain CSV files in `data/sample`; the rules that spread them over a week are here. `fill.fill_sample`
is the way in.
"""
