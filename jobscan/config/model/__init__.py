"""The configuration as frozen values, one file for each group of sections."""
