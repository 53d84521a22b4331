"""What ``jobscan jobs split`` does: takes a posting out of its cluster, or lets it be joined again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from jobscan.bootstrap.reading import open_database
from jobscan.cli.kit.common import read_config, run_async
from jobscan.clock import utc_now
from jobscan.services.clusters import split_job, undo_split
from jobscan.services.jobs import get_job

if TYPE_CHECKING:
    from jobscan.config import Config
    from jobscan.services.jobs import JobStory


def split(context: click.Context, /, key: str, undo: bool) -> None:
    """Take a posting out of its cluster, or let it be joined with others again."""

    async def change(config: Config) -> tuple[JobStory, bool]:
        async with open_database(config) as database:
            story = await get_job(database, key)
            job_key = story.stored.job.job_key
            if undo:
                return story, await undo_split(database, job_key)
            return story, await split_job(database, job_key, now=utc_now())

    story, is_new = run_async(change(read_config(context)))
    name = f"{story.stored.job.job_key[:8]} {story.stored.job.title} ({story.stored.job.company})"
    if undo:
        click.echo(f"{name} can be joined with other postings again." if is_new else f"{name} was not split.")
    elif not is_new:
        click.echo(f"{name} is split already.")
    else:
        count = len(story.cluster.members)
        others = f"no longer the same job as {count} other{'' if count == 1 else 's'}" if count else "never joined"
        click.echo(f"{name} is {others}; what happens to it is sent on its own. --undo takes this back.")
