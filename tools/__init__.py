"""Programs that make files of this tree; none of them is needed to run jobscan."""
