"""The welcome routine: every new member has a case, its steps are done in time, and then it is forgotten."""
