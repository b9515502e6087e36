"""Being here, it puts this folder on the import path, so that tests can `import invented`."""

import os

from hypothesis import settings

# CI must judge a change, not the luck of a draw; at a desk every run looks at new examples.
# Neither judges an example by the clock: the machine may be busy.
settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("desk", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "desk")
