"""Processes that start warm: forked from one that has imported what every notebook and every chart imports.

Importing IPython, pandas and Plotly takes longer than most notebooks take to run. A kernel started here is as fresh as
any other: the process it comes from has imported libraries and done nothing else, and of this package it knows nothing.
"""

import os
import sys
from multiprocessing import get_context, parent_process
from multiprocessing.context import ForkServerContext, SpawnContext
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

# Elsewhere there is no fork, or system libraries that a fork breaks.
CAN_FORK = sys.platform == "linux"
LIBRARIES = ["babel", "ipykernel.ipkernel", "ipykernel.kernelapp", "nbformat", "pandas", "plotly.graph_objects"]


def context() -> ForkServerContext | SpawnContext:
    """How to start processes: warm, or, where that is not safe, each by itself."""
    if not CAN_FORK:
        return get_context("spawn")
    warm = get_context("forkserver")
    warm.set_forkserver_preload(LIBRARIES)
    return warm


class KernelManager(AsyncKernelManager):
    """The manager of one Python kernel, which starts warm where that is safe."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        if CAN_FORK:
            self.provisioner = _Warm(kernel_spec=self.kernel_spec, parent=self)


class _Warm(LocalProvisioner):
    """Starts a kernel on this machine as a warm process instead of by a command."""

    process: Any

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        arguments = cmd[cmd.index("-f") :]
        process = context().Process(target=_kernel, args=(arguments, str(kwargs["cwd"]), kwargs["env"]), daemon=True)
        process.start()
        self.process, self.pid = _AsCommand(process), process.pid
        return self.connection_info


class _AsCommand:
    """A process with the part of `subprocess.Popen` that a provisioner uses."""

    stdin = stdout = stderr = None

    def __init__(self, process: BaseProcess) -> None:
        self._process = process

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self) -> int | None:
        self._process.join()
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        if self._process.pid is not None and self._process.is_alive():
            os.kill(self._process.pid, number)


def _kernel(arguments: list[str], folder: str, environment: dict[str, str]) -> None:
    """Be a kernel, as silent as one whose streams lead nowhere."""
    from ipykernel.kernelapp import IPKernelApp

    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.setsid()
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    Thread(target=_end_with, args=(parent_process(),), daemon=True).start()
    IPKernelApp.launch_instance(arguments)


def _end_with(builder: BaseProcess) -> None:
    """End when the process that builds has ended, however that ended."""
    builder.join()
    os._exit(1)
