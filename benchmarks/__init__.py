"""Speed and memory, measured; every benchmark asserts its result. Run with ``make bench``.

`models` makes the cases; `solving`, `tight`, `curve`, `bandwidth` and `editing` each measure one thing; `run` runs them, and
`page` and `plots` put the results into the documentation.
"""
