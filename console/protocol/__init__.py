"""Wire messages, endpoints, sockets and the frame-slot layout that processes share."""
