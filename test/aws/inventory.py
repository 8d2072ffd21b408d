"""Says through AWS's public APIs what is there, and not through what CloudFormation believes it made.

Usage: python3 inventory.py list            -> {"AWS::Lambda::Function": ["..."], ...} on standard output
       python3 inventory.py deployed <folder> -> {"functions": [...], "schedules": [...]}: what each function of the
                                               stack was given, its code unzipped into <folder>/<function name>

Where and who: AWS_ENDPOINT_URL, AWS_REGION and the credentials in the environment, as for any client.
"""

import io
import json
import os
import sys
import zipfile
from typing import Any, Iterator

import boto3


def client(service: str) -> Any:
    return boto3.client(service, region_name=os.environ["AWS_REGION"])


def pages(api: Any, operation: str, key: str, **arguments: Any) -> Iterator[Any]:
    if not api.can_paginate(operation):
        yield from getattr(api, operation)(**arguments)[key]
        return
    for page in api.get_paginator(operation).paginate(**arguments):
        yield from page.get(key, [])


def statements(api: Any, function: str) -> list[dict[str, Any]]:
    """Who may call a function, in its own policy's words."""
    try:
        return json.loads(api.get_policy(FunctionName=function)["Policy"])["Statement"]
    except api.exceptions.ResourceNotFoundException:
        return []


def functions() -> Iterator[tuple[str, str]]:
    api = client("lambda")
    for function in pages(api, "list_functions", "Functions"):
        name = function["FunctionName"]
        yield "AWS::Lambda::Function", name
        for config in api.list_function_event_invoke_configs(FunctionName=name)["FunctionEventInvokeConfigs"]:
            age, again = config["MaximumEventAgeInSeconds"], config["MaximumRetryAttempts"]
            yield "AWS::Lambda::EventInvokeConfig", f"{name}: {age} s, {again} more attempts"
        for statement in statements(api, name):
            condition = json.dumps(statement.get("Condition", {}), sort_keys=True)
            yield "AWS::Lambda::Permission", f"{name}: {json.dumps(statement['Principal'])} {condition}"


def roles() -> Iterator[tuple[str, str]]:
    api = client("iam")
    for role in pages(api, "list_roles", "Roles"):
        name = role["RoleName"]
        yield "AWS::IAM::Role", name
        for policy in pages(api, "list_role_policies", "PolicyNames", RoleName=name):
            yield "AWS::IAM::Policy", f"{name}: {policy}"
    for policy in pages(api, "list_policies", "Policies", Scope="Local"):
        yield "AWS::IAM::ManagedPolicy", policy["Arn"]


def buses() -> Iterator[tuple[str, str]]:
    api = client("events")
    for bus in api.list_event_buses()["EventBuses"]:
        if bus["Name"] != "default":
            yield "AWS::Events::EventBus", bus["Name"]
        for rule in api.list_rules(EventBusName=bus["Name"])["Rules"]:
            targets = api.list_targets_by_rule(Rule=rule["Name"], EventBusName=bus["Name"])["Targets"]
            yield "AWS::Events::Rule", f"{rule['Name']} on {bus['Name']}, {len(targets)} targets"


def queues() -> Iterator[tuple[str, str]]:
    api = client("sqs")
    for url in api.list_queues().get("QueueUrls", []):
        name = url.split("/")[-1]
        yield "AWS::SQS::Queue", name
        attributes = api.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
        if attributes.get("Policy"):
            yield "AWS::SQS::QueuePolicy", name


def topics() -> Iterator[tuple[str, str]]:
    api = client("sns")
    for topic in pages(api, "list_topics", "Topics"):
        arn = topic["TopicArn"]
        yield "AWS::SNS::Topic", arn
        policy = json.loads(api.get_topic_attributes(TopicArn=arn)["Attributes"]["Policy"])
        if policy.get("Id") != "__default_policy_ID":
            yield "AWS::SNS::TopicPolicy", arn
    for subscription in pages(api, "list_subscriptions", "Subscriptions"):
        yield "AWS::SNS::Subscription", f"{subscription['Protocol']} of {subscription['TopicArn']}"


def apis() -> Iterator[tuple[str, str]]:
    api = client("apigatewayv2")
    for one in api.get_apis()["Items"]:
        found = one["ApiId"]
        yield "AWS::ApiGatewayV2::Api", found
        for stage in api.get_stages(ApiId=found)["Items"]:
            yield "AWS::ApiGatewayV2::Stage", f"{found} {stage['StageName']}"
        for integration in api.get_integrations(ApiId=found)["Items"]:
            yield "AWS::ApiGatewayV2::Integration", f"{found} {integration['IntegrationUri']}"
        for route in api.get_routes(ApiId=found)["Items"]:
            yield "AWS::ApiGatewayV2::Route", f"{found} {route['RouteKey']}"


def alarms() -> Iterator[tuple[str, str]]:
    api = client("cloudwatch")
    # moto puts composite alarms among the others, known by their rule; an API asked for one kind answers with one.
    for page in api.get_paginator("describe_alarms").paginate(AlarmTypes=["MetricAlarm", "CompositeAlarm"]):
        for alarm in page.get("MetricAlarms", []):
            yield "AWS::CloudWatch::Alarm", alarm["AlarmName"]
        for alarm in page.get("CompositeAlarms", []):
            yield "AWS::CloudWatch::CompositeAlarm", alarm["AlarmName"]
    for dashboard in pages(api, "list_dashboards", "DashboardEntries"):
        yield "AWS::CloudWatch::Dashboard", dashboard["DashboardName"]


def logs() -> Iterator[tuple[str, str]]:
    api = client("logs")
    for group in pages(api, "describe_log_groups", "logGroups"):
        yield "AWS::Logs::LogGroup", f"{group['logGroupName']}: {group.get('retentionInDays', 'no')} days"
        for metric in api.describe_metric_filters(logGroupName=group["logGroupName"])["metricFilters"]:
            yield "AWS::Logs::MetricFilter", f"{group['logGroupName']}: {metric['filterName']}"
    for policy in api.describe_resource_policies()["resourcePolicies"]:
        yield "AWS::Logs::ResourcePolicy", policy["policyName"]


def schedules() -> Iterator[tuple[str, str]]:
    api = client("scheduler")
    for schedule in pages(api, "list_schedules", "Schedules"):
        whole = api.get_schedule(Name=schedule["Name"], GroupName=schedule["GroupName"])
        yield "AWS::Scheduler::Schedule", f"{whole['Name']}: {whole['ScheduleExpression']} {whole['Target']['Arn']}"
    for group in pages(api, "list_schedule_groups", "ScheduleGroups"):
        if group["Name"] != "default":
            yield "AWS::Scheduler::ScheduleGroup", group["Name"]


def stores() -> Iterator[tuple[str, str]]:
    for table in pages(client("dynamodb"), "list_tables", "TableNames"):
        yield "AWS::DynamoDB::Table", table
    for secret in pages(client("secretsmanager"), "list_secrets", "SecretList"):
        yield "AWS::SecretsManager::Secret", secret["Name"]


sources = (functions, roles, buses, queues, topics, apis, alarms, logs, schedules, stores)


def inventory() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for source in sources:
        for type_name, name in source():
            found.setdefault(type_name, []).append(name)
    return {type_name: sorted(names) for type_name, names in sorted(found.items())}


def fetch_code(folder: str, stack: str) -> None:
    """Where a function's code came from stands in the template that was deployed; what was uploaded is in the bucket."""
    account = client("sts").get_caller_identity()["Account"]
    cloudformation = client("cloudformation")
    template = cloudformation.get_template(StackName=stack)["TemplateBody"]
    if isinstance(template, str):
        template = json.loads(template)
    for logical_id, resource in template["Resources"].items():
        if resource["Type"] != "AWS::Lambda::Function":
            continue
        detail = cloudformation.describe_stack_resource(StackName=stack, LogicalResourceId=logical_id)
        name = detail["StackResourceDetail"]["PhysicalResourceId"]
        code = resource["Properties"]["Code"]
        bucket = code["S3Bucket"]
        if isinstance(bucket, dict):
            bucket = (
                bucket["Fn::Sub"]
                .replace("${AWS::AccountId}", account)
                .replace("${AWS::Region}", os.environ["AWS_REGION"])
            )
        body = client("s3").get_object(Bucket=bucket, Key=code["S3Key"])["Body"].read()
        zipfile.ZipFile(io.BytesIO(body)).extractall(os.path.join(folder, name))


def deployed(folder: str, stack: str) -> dict[str, Any]:
    fetch_code(folder, stack)
    api = client("lambda")
    functions = [
        {
            "name": one["FunctionName"],
            "arn": one["FunctionArn"],
            "role": one["Role"],
            "handler": one["Handler"],
            "runtime": one["Runtime"],
            "timeoutInSeconds": one["Timeout"],
            "memoryInMb": one["MemorySize"],
            "environment": one.get("Environment", {}).get("Variables", {}),
            "mayBeCalledBy": [
                {
                    "service": statement["Principal"]["Service"],
                    "source": statement["Condition"]["ArnLike"]["AWS:SourceArn"],
                }
                for statement in statements(api, one["FunctionName"])
            ],
        }
        for one in pages(api, "list_functions", "Functions")
    ]
    scheduler = client("scheduler")
    schedules = [
        scheduler.get_schedule(Name=one["Name"], GroupName=one["GroupName"])["Target"]
        for one in pages(scheduler, "list_schedules", "Schedules")
    ]
    return {
        "functions": functions,
        "schedules": [{"function": target["Arn"], "input": target["Input"]} for target in schedules],
    }


if __name__ == "__main__":
    if sys.argv[1] == "list":
        print(json.dumps(inventory()))
    else:
        print(json.dumps(deployed(sys.argv[2], "Feedloom")))
