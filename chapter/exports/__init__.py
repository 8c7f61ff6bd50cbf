"""The register going out: files, labels and addresses, with a reason, and a log of who got whose data."""
