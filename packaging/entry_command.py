"""What the bundle's `toptickets` starts."""

import sys

from toptickets_desktop.cli.main import run

sys.exit(run())
