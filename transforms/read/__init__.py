"""Files of a seeds folder go in; articles and rejects come out.

One module per format; every reader yields the one record type of `article`.
"""
