"""How rooms come into the house: found by name, checked before the first page, and told about."""

from __future__ import annotations

import pluggy

from lms.core import hookspecs
from lms.loading.answers import check_answers, check_commands
from lms.loading.finding import find_room_name, import_plugin
from lms.loading.hooks import check_hooks
from lms.loading.pages import register_pages
from lms.loading.tables import check_tables

__all__ = ["check_commands", "load_rooms", "register_pages"]


def load_rooms(names: tuple[str, ...]) -> pluggy.PluginManager:
    """The rooms' plugins, registered and checked; raises RoomError for the first mistake of one."""
    plugins = pluggy.PluginManager(hookspecs.PROJECT)
    plugins.add_hookspecs(hookspecs)
    for name in names:
        room = find_room_name(name, taken={known for known, _plugin in plugins.list_name_plugin()})
        plugin = import_plugin(name)
        check_hooks(plugin)
        plugins.register(plugin, name=room)
    check_answers(plugins)
    check_tables(plugins)
    return plugins
