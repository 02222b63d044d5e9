"""A doorway: `python build.py COMMAND` runs the command line of the package `tasharuk`."""

import gc
import sys

from tasharuk.cli import main

if __name__ == "__main__":
    code = main()
    gc.freeze()  # before it ends Python looks for cycles among all objects: 70 ms and more
    sys.exit(code)
