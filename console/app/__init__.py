"""Command line, site file, supervisor and the assembly of each process."""
