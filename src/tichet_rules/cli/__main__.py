"""``python -m tichet_rules.cli``."""

import sys

from tichet_rules.cli import main

sys.exit(main())
