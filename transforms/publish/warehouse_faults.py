"""What went wrong in dlt or in a driver under it, in one line that shows no secret."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

import dlt
from dlt.common.configuration.exceptions import ConfigFieldMissingException, ConfigurationException, LookupTraces
from dlt.common.configuration.specs.base_configuration import is_secret_hint
from dlt.common.exceptions import MissingDependencyException

from transforms.publish.target import MissingPackage, UnknownTarget

# where dlt's exceptions hold the one that they tell of
INSIDE = ("exception", "client_exception", "inner_exc", "dbapi_exception", "__cause__")


def secrets_of(pipeline: dlt.Pipeline) -> list[str]:
    """The secrets that dlt was given for the destination, which no message may hold."""
    credentials = pipeline.destination_client().config.credentials
    if credentials is None:
        return []
    hints = credentials.get_resolvable_fields()
    found = [credentials.get(name) for name, hint in hints.items() if is_secret_hint(hint)]
    return sorted((value for value in found if isinstance(value, str) and value), key=len, reverse=True)


def fault_told(fault: Exception, destination: str, secrets: Iterable[str]) -> BaseException:
    """The exception to raise in its place: MissingPackage, UnknownTarget, an OSError, or what stopped dlt."""
    chain = list(_chain(fault))
    for one in chain:
        if not isinstance(one, Exception):  # Ctrl-C, which dlt hides
            return one
        if isinstance(one, MissingDependencyException):
            return MissingPackage(f"{destination} needs more packages: install {', '.join(one.dependencies)}")
        if isinstance(one, ModuleNotFoundError):
            return MissingPackage(f"{one.name} is missing: install dlt[{destination}]")
        if isinstance(one, ConfigurationException):
            return UnknownTarget(_configuration_told(one, destination))
    if isinstance(chain[-1], OSError) and chain[-1].filename:
        return chain[-1]  # of the disk
    return ConnectionError(f"{destination}: {_line(chain[-1], secrets)}")


def _chain(fault: BaseException) -> Iterator[BaseException]:
    """The exception and those inside it, the driver's own last."""
    seen: list[BaseException] = []
    found: BaseException | None = fault
    while found is not None and found not in seen:
        seen.append(found)
        yield found
        inside = (getattr(found, name, None) for name in INSIDE)
        found = next((one for one in inside if isinstance(one, BaseException)), None)


def _configuration_told(fault: ConfigurationException, destination: str) -> str:
    place = f"DESTINATION__{destination.upper()}__CREDENTIALS… or [destination.{destination}.credentials]"
    given = f"dlt takes them from {place} in .dlt/secrets.toml"
    if isinstance(fault, ConfigFieldMissingException):
        return f"{destination} lacks settings ({', '.join(_fields(fault.traces))}): {given}"
    return f"the settings of {destination} are not valid ({type(fault).__name__}): {given}"


def _fields(traces: Mapping[str, Sequence[object]]) -> Iterator[str]:
    for name, inside in traces.items():
        nested = [trace for trace in inside if isinstance(trace, LookupTraces)]
        if nested:
            yield from (f"{name}.{field}" for field in _fields(nested[0].traces))
        else:
            yield name


def _line(fault: BaseException, secrets: Iterable[str]) -> str:
    lines = [line.strip() for line in str(fault).splitlines() if line.strip()]
    line = lines[0] if lines else type(fault).__name__
    for secret in secrets:
        for written in (secret, quote(secret), quote(secret, safe="")):
            line = line.replace(written, "***")
    return line
