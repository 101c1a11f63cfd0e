"""Mistakes in the pages, addresses and templates of a plugin."""

from __future__ import annotations

from tests.house.mistakes.planting import OWN, VIEW, Mistake, pages

PAGES = (
    Mistake(
        "a blueprint of another name",
        "badges/plugin.py:11: the room badges brings a blueprint called 'medals': call it 'badges'.",
        plugin=pages(blueprint='"medals", __name__'),
    ),
    Mistake(
        "two blueprints",
        "badges/plugin.py:11: the room badges brings two blueprints: put their pages on one.",
        plugin=pages().replace("[blueprint]", '[blueprint, Blueprint("badges", __name__)]'),
    ),
    Mistake(
        "an address of another room",
        "badges/plugin.py:11: the room badges serves /<language>/hours/, where hours.my_hours is: give its "
        'blueprint an address of its own, such as url_prefix="/badges".',
        plugin=pages(blueprint='"badges", __name__, url_prefix="/hours"'),
    ),
    Mistake(
        "two functions of one name on one page",
        "badges/plugin.py:14: its pages cannot be served (AssertionError: View function mapping is overwriting "
        "an existing endpoint function: badges.badges): mend it.",
        plugin=pages(view=VIEW + VIEW.replace('"/"', '"/two"')),
    ),
    Mistake(
        "a page that does not say who may enter",
        "badges/plugin.py:7: badges.badges does not say who may enter: put @web.everyone, @web.signed_in or "
        "@web.only(Role.…) directly above the function.",
        plugin=pages(view=VIEW.replace("@web.everyone\n", "")),
    ),
    Mistake(
        "a template in a place of the house",
        "badges/templates/layout/base.html: templates of a room stand in a folder of its name, where they hide "
        "no other's: move it to badges/templates/badges/base.html.",
        plugin=pages(blueprint=f'{OWN}, template_folder="templates"'),
        files={"badges/templates/layout/base.html": "", "badges/templates/badges/badges.html": ""},
    ),
    Mistake(
        "a folder of templates that is not there",
        "badges/plugin.py:11: template_folder leads to badges/template, which is not there: make it.",
        plugin=pages(blueprint=f'{OWN}, template_folder="template"'),
    ),
    Mistake(
        "an address in the navigation that no room serves",
        "badges/plugin.py:13: the navigation leads to 'badges.badge', which no room serves. Did you mean "
        "'badges.badges'?",
        plugin=pages(more='@hookimpl\ndef nav_items(): return [NavItem("badges.badge", "Badges")]\n'),
    ),
    Mistake(
        "an address in the navigation that needs more",
        "badges/plugin.py:13: the navigation leads to 'badges.badges', whose address needs more than a "
        "language: name a page that stands alone.",
        plugin=pages(
            view=VIEW.replace('"/"', '"/<int:badge_id>"'),
            more='@hookimpl\ndef nav_items(): return [NavItem("badges.badges", "Badges")]\n',
        ),
    ),
    Mistake(
        "a piece of every page without its template",
        "badges/plugin.py:13: every page would ask for the template 'badges/_foot.html', which is not "
        "there: write it.",
        plugin=pages(more='@hookimpl\ndef frame_panels(): return [Panel("badges/_foot.html")]\n'),
    ),
)
