"""Where messages come in: sockets and desks for alerts and for commands."""
