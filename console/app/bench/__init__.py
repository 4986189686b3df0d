"""``sightline bench``: the running product's figures, beside what libavcodec alone can do on this machine."""
