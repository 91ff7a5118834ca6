"""Pure transforms: articles go in, one frame per table of the contract comes out.

No module below imports Prefect; data travels read -> parse -> resolve -> statements -> events -> tables.
"""

import os

# Read when numpy's OpenBLAS loads, with whatever imports spaCy first: one thread a process, because shards already
# fill the cores and a second thread only waits at the cost of half a core.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
