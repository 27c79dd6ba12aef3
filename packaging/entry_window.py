"""What the bundle's `toptickets-desktop` starts."""

import sys

from toptickets_desktop.__main__ import main

sys.exit(main())
