"""What is tested here are the pages: the programs beside them are no modules of the package."""

collect_ignore_glob = ["*.py", "examples/*"]
