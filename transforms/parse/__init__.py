"""Articles go in; parsed articles (layout, spaCy Doc, sentences) come out.

The model is set up once a process in `engine`; everything here works on one article at a time.
"""
