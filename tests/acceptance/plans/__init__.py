"""The five real plans, each told from its import to the closed session, in simulated time, through chat alone."""
