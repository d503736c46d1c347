"""Socket.IO edges: what crosses the wire and who may send it."""
