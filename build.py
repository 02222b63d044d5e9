"""A doorway: `python build.py COMMAND` runs the command line of the package `tasharuk`."""

import sys

from tasharuk.cli import main

if __name__ == "__main__":
    sys.exit(main())
