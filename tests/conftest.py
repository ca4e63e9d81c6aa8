"""Makes ``tests.archive`` and its like importable, behind the installed package: the tests test what was installed."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
