"""What several suites share: a running product, and clients that speak its protocol."""
