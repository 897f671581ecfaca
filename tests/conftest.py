"""Settings of the test suite: property tests draw the same examples everywhere."""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "countermove",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("countermove")
