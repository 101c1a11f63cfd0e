"""The settings of this installation; `docs/operator.md` lists the LMS_… variables that change them."""

from lms.core.settings import Settings

# The rooms that are open. One that is left out takes its pages, commands and hooks along; the rest serves.
PLUGINS = (
    "lms.accounts",
    "lms.catalog",
    "lms.quizzes",
    "lms.progress",
    "lms.hours",
    "lms.search",
    "lms.exports",
    "lms.reports",
    "lms.lint",
)

SETTINGS = Settings.from_environment(plugins=PLUGINS)
