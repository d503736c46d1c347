"""Page objects: the only place that knows how the screens are built."""
