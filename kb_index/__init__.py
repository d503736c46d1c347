"""Knowledge-base search: articles, passages, dense and lexical lists, calibrated confidence."""

import os

# Read by NumPy at import: products this small only wait for a second thread.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
