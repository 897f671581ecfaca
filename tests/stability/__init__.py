"""Tests of the solution concepts."""
