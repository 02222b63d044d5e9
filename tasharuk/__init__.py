"""Tasharuk: a public directory of NGOs, built from submitted files."""
