"""Whether the installation is well, in words with what to do."""
