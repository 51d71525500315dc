"""Models: families say how an architecture is steered, runtimes run it, the catalog names them."""
