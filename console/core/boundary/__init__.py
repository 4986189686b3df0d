"""Where messages come in: sockets and receivers for alerts and for commands."""
