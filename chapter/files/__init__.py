"""Files from elsewhere: read whatever they are, blotted of ID numbers, and understood as facts about people."""
