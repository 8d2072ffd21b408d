"""Starts moto's server so that it can stand in for AWS when the stack is deployed.

moto 5.2.1 skips what its CloudFormation does not know, and then reports success. Here:

- the types it lacks are added, and what is still unknown fails the deployment (`moto_types.py`);
- an event whose rule names a function is kept for the rig to deliver, and one whose rule names a topic is published
  (moto would answer 500 to both), if and only if the policy of the function or topic lets EventBridge in;
- a query of a local index answers with the attributes that it was asked for;
- permissions are looked up for the resource that is asked for, and a refusal speaks the client's protocol.

Usage: python3 moto_cfn.py <port>; it listens on 127.0.0.1 and ends with SIGTERM or when its standard input closes.
"""

import copy
import json
import os
import re
import sys
import threading
from datetime import datetime, timezone
from typing import Any, Callable

from moto.awslambda.models import lambda_backends
from moto.core.exceptions import JsonRESTError
from moto.dynamodb.models.table import LocalSecondaryIndex
from moto.dynamodb.responses import DynamoHandler
from moto.events.models import EventBus, Rule
from moto.events.responses import EventsHandler
from moto.iam import access_control
from moto.iam.models import iam_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.secretsmanager.responses import SecretsManagerResponse
from moto.sns.models import sns_backends
from werkzeug.serving import run_simple

from moto_types import Place, refuse_unknown_types, schemas

# --- EventBridge ----------------------------------------------------------------------------------------------------

# Ref of a bus is its name; moto gives the Python object.
EventBus.physical_resource_id = property(lambda self: self.name)

lock = threading.Lock()
deliveries: list[dict[str, Any]] = []
notices: list[dict[str, Any]] = []
refusals: list[dict[str, str]] = []


def envelope(rule: Rule, event: dict[str, Any]) -> dict[str, Any]:
    """The event as EventBridge hands it over; moto's own has other fields."""
    at = datetime.fromtimestamp(float(event["time"]), timezone.utc)
    return {
        "version": "0",
        "id": event["id"],
        "detail-type": event["detail-type"],
        "source": event["source"],
        "account": rule.account_id,
        "time": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": rule.region_name,
        "resources": event["resources"],
        "detail": event["detail"],
    }


def input_for(target: dict[str, Any], event: dict[str, Any]) -> Any:
    """What of an event a target is sent: all of it, or what an input path of plain names leads to."""
    unknown = [key for key in target if key.startswith("Input") and key != "InputPath"]
    path = target.get("InputPath", "$")
    if unknown or not re.fullmatch(r"\$(\.[\w-]+)*", path):
        raise NotImplementedError(f"test/aws/moto_cfn.py does not know {unknown or path} of a rule's target")
    for name in path.split(".")[1:]:
        event = event[name]
    return event


def lets_events_in(statement: dict[str, Any], action: str, rule: Rule) -> bool:
    """Whether a statement of a function's or a topic's own policy lets EventBridge in for this rule."""
    condition = statement.get("Condition", {})
    return (
        statement["Effect"] == "Allow"
        and statement["Action"] == action
        and statement["Principal"] == {"Service": "events.amazonaws.com"}
        and (not condition or rule.arn in json.dumps(condition))
    )


def role_lets_publish(target: dict[str, Any], place: Place) -> bool:
    """Whether EventBridge may take on the target's role, and the role may publish to this topic."""
    role = iam_backends[place.account]["aws"].get_role_by_arn(target["RoleArn"])
    if "events.amazonaws.com" not in json.dumps(role.assume_role_policy_document):
        return False
    statements = [one for text in role.policies.values() for one in json.loads(text)["Statement"]]
    return any(one["Action"] == "sns:Publish" and one["Resource"] == target["Arn"] for one in statements)


def hand_over(rule: Rule, target: dict[str, Any], event: dict[str, Any]) -> None:
    """To a function: by the rig, which asks for it. To a topic: by moto's, and noted for the rig."""
    arn = target["Arn"]
    place = Place(rule.account_id, rule.region_name)
    content = input_for(target, envelope(rule, event))
    if arn.split(":")[2] == "lambda":
        action, statements = "lambda:InvokeFunction", place.of(lambda_backends).get_function(arn).policy.statements
    else:
        action, statements = "sns:Publish", json.loads(place.of(sns_backends).get_topic(arn).policy)["Statement"]
    if "RoleArn" in target:
        if not role_lets_publish(target, place):
            raise PermissionError(f"the role {target['RoleArn']} does not let EventBridge publish to {arn}")
    elif not any(lets_events_in(statement, action, rule) for statement in statements):
        raise PermissionError(f"{arn} does not let EventBridge in for {rule.arn}")
    with lock:
        if action == "sns:Publish":
            place.of(sns_backends).publish(json.dumps(content), arn=arn)
            notices.append({"topic": arn, "type": event["detail-type"], "message": content})
        else:
            deliveries.append({"rule": rule.name, "function": arn, "event": content})


def send_to_functions_and_topics() -> None:
    original = Rule.send_to_targets

    def send_to_targets(rule: Rule, event: dict[str, Any], transform_input: bool = True) -> None:
        if rule.state != "ENABLED":
            return
        ours = [target for target in rule.targets if target["Arn"].split(":")[2] in ("lambda", "sns")]
        if ours and rule.event_pattern.matches_event(event):
            for target in ours:
                hand_over(rule, target, event)
        # The others, and the matching of their events, are moto's.
        rest = copy.copy(rule)
        rest.targets = [target for target in rule.targets if target not in ours]
        original(rest, event, transform_input)

    Rule.send_to_targets = send_to_targets


# --- DynamoDB -------------------------------------------------------------------------------------------------------


def fetch_what_a_local_index_lacks() -> None:
    """Asked for all attributes, DynamoDB adds what a local index does not hold from the table; moto leaves it out."""
    asked = threading.local()
    query, project = DynamoHandler.query, LocalSecondaryIndex.project

    def remembering(self: DynamoHandler) -> Any:
        asked.select = self.body.get("Select")
        try:
            return query(self)
        finally:
            asked.select = None

    def projecting(self: LocalSecondaryIndex, item: Any) -> Any:
        return item if getattr(asked, "select", None) == "ALL_ATTRIBUTES" else project(self, item)

    DynamoHandler.query = remembering
    LocalSecondaryIndex.project = projecting


# --- Permissions ----------------------------------------------------------------------------------------------------


def enforce_by_resource() -> None:
    """moto asks for `*` in most services, so that no narrow permission ever fits."""

    def secret(self: SecretsManagerResponse) -> str:
        secret_id = self._get_param("SecretId")
        found = secret_id and self.backend.secrets.get(secret_id)
        return found.arn if found else "*"

    def table(self: DynamoHandler) -> str:
        asked = json.loads(self.body) if isinstance(self.body, (str, bytes)) else self.body
        names = {asked["TableName"]} if "TableName" in asked else set(asked.get("RequestItems", {}))
        if len(names) != 1:
            return "*"
        arn = f"arn:aws:dynamodb:{self.region}:{self.current_account}:table/{names.pop()}"
        return f"{arn}/index/{asked['IndexName']}" if "IndexName" in asked else arn

    def bus(self: EventsHandler) -> str:
        names = {entry.get("EventBusName", "default") for entry in self._get_param("Entries", [])}
        if len(names) != 1:
            return "*"
        name = names.pop()
        return (
            name
            if name.startswith("arn:")
            else f"arn:aws:events:{self.region}:{self.current_account}:event-bus/{name}"
        )

    SecretsManagerResponse._determine_resource = secret
    DynamoHandler._determine_resource = table
    EventsHandler._determine_resource = bus

    # `*` and `?` are all that stands for something; in moto's own a dot stands for any character, too.
    def matches(pattern: str, text: str) -> Any:
        escaped = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
        return re.fullmatch(escaped, text, re.DOTALL)

    access_control.IAMPolicyStatement._match = staticmethod(matches)

    # A client that speaks JSON cannot read moto's refusal in XML.
    in_xml = access_control.IAMRequest._raise_access_denied

    def denied(self: access_control.IAMRequest) -> None:
        content_type = next(
            (value for name, value in self._headers.items() if name.lower() == "content-type"), ""
        )
        if not content_type.startswith("application/x-amz-json"):
            in_xml(self)
        message = f"User: {self._access_key.arn} is not authorized to perform: {self._action}"
        with lock:
            refusals.append({"who": self._access_key.arn, "action": self._action})
        raise JsonRESTError("AccessDeniedException", message)

    access_control.IAMRequest._raise_access_denied = denied


# --- The server -----------------------------------------------------------------------------------------------------


def drained(items: list[Any]) -> list[Any]:
    with lock:
        found = items[:]
        items.clear()
    return found


def application(aws: Any) -> Any:
    """moto's own application, and beside it what the rig asks this process."""
    answers: dict[str, Callable[[], Any]] = {
        "/moto-cfn/deliveries": lambda: drained(deliveries),
        "/moto-cfn/notices": lambda: drained(notices),
        "/moto-cfn/refusals": lambda: drained(refusals),
        "/moto-cfn/schemas": lambda: schemas,
        "/moto-cfn/ready": lambda: True,
    }

    def serve(environ: dict[str, Any], start_response: Any) -> Any:
        answer = answers.get(environ["PATH_INFO"])
        if answer is None:
            return aws(environ, start_response)
        start_response("200 OK", [("content-type", "application/json")])
        return [json.dumps(answer()).encode()]

    return serve


def end_with_parent() -> None:
    """Whoever started this holds its standard input; when it dies, however, this ends as well."""
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    port = int(sys.argv[1])
    os.environ["MOTO_PORT"] = str(port)
    refuse_unknown_types()
    send_to_functions_and_topics()
    fetch_what_a_local_index_lacks()
    enforce_by_resource()
    threading.Thread(target=end_with_parent, daemon=True).start()
    aws = DomainDispatcherApplication(create_backend_app)
    run_simple("127.0.0.1", port, application(aws), threaded=True)


if __name__ == "__main__":
    main()
