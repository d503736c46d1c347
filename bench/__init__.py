"""Speed and size, measured against floors that start in the same run: shared machines are noisy, ratios hold."""
