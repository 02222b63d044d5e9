"""Commands with work of their own: each module has a `run` that the command line calls; it returns an exit code."""
