"""Letters of the welcome routine: written by the chapter, signed by somebody, sent once or by themselves."""
