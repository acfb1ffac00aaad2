"""The figures of the management's view, each with its day and with what it is a figure of."""
