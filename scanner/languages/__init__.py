"""Languages: each module turns the text of one file into facts."""
