"""Independence: who may not audit what, and what an exception has to say."""
