"""The oscillator is derived once for all tests of commands that run in this process."""

import functools

import pytest

from derive.catalog import DERIVATIONS


@pytest.fixture(scope="package", autouse=True)
def derived_once():
    told = DERIVATIONS.get("oscillator")
    DERIVATIONS._things["oscillator"] = told._replace(make=functools.cache(told.make))
    yield
    DERIVATIONS._things["oscillator"] = told
