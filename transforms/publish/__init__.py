"""Load a release into databases, where people query it."""
