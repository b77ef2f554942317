"""`/baocao`: papers asked for, looked at and released."""
