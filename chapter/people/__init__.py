"""The register: people, tags, target groups, and one history per person."""
