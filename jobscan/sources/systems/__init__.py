"""One file or folder for each system; `jobscan.sources.SYSTEMS` names them."""
