"""Contributors' reports: what bodies file on behalf of people without a door of their own, and how it is passed on."""
