def attached_time(times, token): return None
def find_times(parsed): return []
