"""The real Python SDK as a program: each line on standard input is a command in JSON, and each line on standard
output has its outcomes.

{"client": [environment_url, client_id, client_secret]} creates the client for later commands.
{"link": organization_id, "features": ["sso"], "times": 2} requests links at the same time. Default: one link.
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
    # As applications call it: without the argument if there are no features.
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
