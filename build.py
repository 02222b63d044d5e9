"""A doorway: `python build.py COMMAND` runs the command line of the package `tasharuk`."""

import gc
import sys

from tasharuk.cli import main

if __name__ == "__main__":
    code = main()
    gc.freeze()  # Python looks for cycles among all objects before it ends: 70 ms for a check, seconds for a build
    sys.exit(code)
