def find_counts(parsed): return []
