"""Fits the weights by which the views room selects and places its drafts."""
