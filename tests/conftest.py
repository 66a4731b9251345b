"""The cache of a test run is its own, and one for all its processes."""

import pytest


@pytest.fixture(autouse=True, scope="session")
def own_cache(tmp_path_factory, request):
    base = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):
        base = base.parent  # of all workers
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(base / "cache"))
        yield
