"""English pages write and read days and times as Vietnamese ones do."""

from config.formats.vi.formats import *  # noqa: F403  every format there is
