"""Tests of names becoming arrays."""
