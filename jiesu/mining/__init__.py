"""The mathematics of masses: columns in, columns out; no Django and no database."""

import os

# Threads that wait for others sleep: on a busy machine they would else use more of the processor
# than the work does. It is read when the first parallel kernel is loaded.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
