"""Being here, it puts this folder on the import path, so that tests can `import invented`."""

import os

from hypothesis import settings

# CI must judge a change, not the luck of a draw; at a desk every run looks at new examples.
settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")
