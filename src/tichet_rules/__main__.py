"""``python -m tichet_rules``: the command line."""

import sys

from tichet_rules.cli import main

sys.exit(main())
