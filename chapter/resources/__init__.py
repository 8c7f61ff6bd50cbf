"""The resource bank: files, films, links and scripts that activists use."""
