"""Every command by its name."""

from __future__ import annotations

import typer

from bot.cli import audit, copies, data, demo, doctor, installing, keys, platforms, reminding, serve

app = typer.Typer(
    name="comptoir",
    help="The licence counter, held in Slack and Webex.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("demo")(demo.demo)
app.command("serve")(serve.serve)
app.command("init")(installing.init)
app.command("sample")(installing.sample)
app.command("import")(data.import_)
app.command("export")(data.export)
app.command("migrate")(installing.migrate)
app.command("backup")(copies.backup)
app.command("restore")(copies.restore)
app.command("doctor")(doctor.doctor)
app.command("remind")(reminding.remind)
app.add_typer(audit.app, name="audit")
app.add_typer(keys.app, name="keys")
app.add_typer(platforms.slack, name="slack")
app.add_typer(platforms.webex, name="webex")
