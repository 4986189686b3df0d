"""``sightline ctl``: everything an operator or a program can ask of a running site."""
