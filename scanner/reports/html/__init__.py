"""One page for a browser: plan and code together, in a single file that asks the network for nothing."""
