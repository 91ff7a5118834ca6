"""Labelled texts go in; the tables of weights in `transforms/lexicon` that confidence is built on come out.

Run by `make model`, never by a build.
"""
