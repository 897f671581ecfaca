"""Tests of the case as it is written down."""
