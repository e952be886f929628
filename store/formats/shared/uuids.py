"""UUIDs as Pizhu writes them."""

from __future__ import annotations

import re

is_uuid = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}").fullmatch
"""Whether a string is a UUID in lower case with hyphens."""
