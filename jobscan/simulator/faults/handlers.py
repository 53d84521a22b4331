"""The implementation of each fault: the one place that knows all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jobscan.simulator.faults import body as faults_body
from jobscan.simulator.faults import list as faults_list
from jobscan.simulator.faults import wire as faults_wire

if TYPE_CHECKING:
    from jobscan.simulator.faults.catalogue import Fault
    from jobscan.simulator.faults.context import Alteration, WireFault

_WIRE_FAULTS = faults_wire.WIRE_FAULTS | faults_body.BODY_FAULTS
_ALTERATIONS = faults_body.BODY_ALTERATIONS | faults_list.LIST_ALTERATIONS


def alteration_of(fault: Fault) -> Alteration | None:
    """Return what gives another answer; None for the faults that are made on the wire."""
    return _ALTERATIONS.get(fault)


def wire_fault_of(fault: Fault) -> WireFault:
    """Return what is done on the wire; raise KeyError for the faults that give another answer."""
    return _WIRE_FAULTS[fault]
