"""Prefect flows, settings and the command line; no text logic and no Polars expressions live here."""
