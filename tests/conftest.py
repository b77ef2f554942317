"""What holds for every test: no traffic to other hosts, and the same generated examples on every machine."""

from collections.abc import Generator

import pytest
from hypothesis import settings

from tests import network_guard

pytest_plugins = ("tests.databases",)
network_guard.install()
settings.register_profile("ci", derandomize=True, deadline=None)
settings.load_profile("ci")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, object, object]:
    """Fail a test that reached outside, even where the code under it swallowed the refusal."""
    network_guard.REFUSED.clear()
    outcome = yield
    assert not network_guard.REFUSED, f"reached for other hosts: {network_guard.REFUSED}"
    return outcome
