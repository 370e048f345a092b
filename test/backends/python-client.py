"""The real Python SDK, driven from outside: a command a line on standard input, its outcomes on standard output, all JSON.

{"client": [environment_url, client_id, client_secret]} builds the client that later commands use.
{"link": organization_id, "features": ["sso"], "times": 2} asks it for links, all at the same time. Default: once.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor

from scalekit import ScalekitClient

client = None


def build(arguments):
    global client
    client = ScalekitClient(*arguments)
    return {}


def link(organization_id, features):
    # As an application calls it: without the argument where there are no features.
    given = {} if features is None else {"features": features}
    return {"location": client.organization.generate_portal_link(organization_id, **given).location}


def outcome(call, *arguments):
    try:
        return call(*arguments)
    except Exception as error:
        status = getattr(error, "grpc_status", None)
        return {
            "exception": type(error).__name__,
            "errorCode": getattr(error, "error_code", None),
            "grpcStatus": status and status.name,
            "text": str(error),
        }


with ThreadPoolExecutor() as threads:
    for line in sys.stdin:
        command = json.loads(line)
        if "client" in command:
            outcomes = [outcome(build, command["client"])]
        else:
            arguments = (command["link"], command.get("features"))
            calls = [
                threads.submit(outcome, link, *arguments) for _ in range(command.get("times", 1))
            ]
            outcomes = [call.result() for call in calls]
        print(json.dumps(outcomes), flush=True)
