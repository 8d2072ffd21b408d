"""The types that moto 5.2.1's CloudFormation lacks, each made through moto's own service where it has one, and removed
again. A type or a property that is still unknown fails the deployment, by name."""

import json
from typing import Any, Callable, NamedTuple

from moto.apigatewayv2.models import apigatewayv2_backends
from moto.awslambda.models import lambda_backends
from moto.cloudformation import parsing
from moto.cloudformation.exceptions import UnformattedGetAttTemplateException, ValidationError
from moto.cloudwatch.models import (
    Dimension,
    Metric,
    MetricDataQuery,
    MetricStat,
    cloudwatch_backends,
)
from moto.core.common_models import CloudFormationModel
from moto.iam.models import iam_backends
from moto.s3.models import s3_backends
from moto.scheduler.models import scheduler_backends
from moto.secretsmanager.models import secretsmanager_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends


class Place(NamedTuple):
    account: str
    region: str

    def of(self, backends: Any) -> Any:
        return backends[self.account][self.region]


class Made(NamedTuple):
    """What a creator made: what Ref gives, what GetAtt gives, and how it goes away."""

    ref: str
    attributes: dict[str, str]
    remove: Callable[[], Any]


def resource(type_name: str, properties: str, attributes: str = ""):
    """Registers a creator for a CloudFormation type.

    :param properties: the names it carries over; any other in a template is an error, as it would be lost unseen.
    :param attributes: the names that GetAtt may ask for.
    """
    known = set(properties.split())
    gettable = attributes.split()

    def register(create: Callable[[str, dict[str, Any], Place], Made]):
        def refuse_unknown(given: dict[str, Any]) -> None:
            unknown = sorted(set(given) - known)
            if unknown:
                raise ValidationError(message=f"{type_name}: test/aws/moto_types.py does not carry over {unknown}")

        @classmethod
        def create_from(cls, resource_name, cloudformation_json, account_id, region_name, **_):
            given = cloudformation_json.get("Properties", {})
            refuse_unknown(given)
            instance = cls()
            instance.made = create(resource_name, given, Place(account_id, region_name))
            return instance

        @classmethod
        def update_from(cls, original_resource, new_resource_name, cloudformation_json, account_id, region_name):
            refuse_unknown(cloudformation_json.get("Properties", {}))
            original_resource.delete(account_id, region_name)
            return cls.create_from_cloudformation_json(
                new_resource_name, cloudformation_json, account_id, region_name
            )

        def delete(self, _account_id, _region_name):
            try:
                self.made.remove()
            except (TypeError, AttributeError) as error:
                # moto takes these two as "this type has no delete" and goes on.
                raise RuntimeError(f"{type_name} cannot be deleted: {error}") from error

        def get_attribute(self, name):
            if name not in gettable:
                raise UnformattedGetAttTemplateException()
            return self.made.attributes[name]

        # moto looks at direct subclasses only, and at the second word of the module's name.
        type(CloudFormationModel)(
            type_name.replace("::", ""),
            (CloudFormationModel,),
            {
                "__module__": "moto.cloudformation.models",
                "cloudformation_type": staticmethod(lambda: type_name),
                "cloudformation_name_type": staticmethod(lambda: ""),
                "has_cfn_attr": classmethod(lambda _cls, name: name in gettable),
                "create_from_cloudformation_json": create_from,
                "update_from_cloudformation_json": update_from,
                "delete": delete,
                "get_cfn_attribute": get_attribute,
                "physical_resource_id": property(lambda self: self.made.ref),
                "is_created": lambda self: True,
            },
        )
        return create

    return register


def camel(value: Any) -> Any:
    """CloudFormation writes `StageName` where API Gateway's backend reads `stageName`."""
    if isinstance(value, dict):
        return {name[0].lower() + name[1:]: camel(inner) for name, inner in value.items()}
    return [camel(inner) for inner in value] if isinstance(value, list) else value


def flag(value: Any) -> bool:
    return str(value).lower() == "true"


@resource("AWS::SecretsManager::Secret", "Name Description SecretString KmsKeyId Tags", "Id")
def make_secret(name: str, given: dict[str, Any], place: Place) -> Made:
    backend = place.of(secretsmanager_backends)
    answer = backend.create_secret(
        name=given.get("Name", name),
        secret_string=given.get("SecretString"),
        secret_binary=None,
        description=given.get("Description"),
        tags=given.get("Tags"),
        kms_key_id=given.get("KmsKeyId"),
        client_request_token=None,
        replica_regions=[],
        force_overwrite=False,
    )
    arn = json.loads(answer)["ARN"]
    return Made(
        arn, {"Id": arn}, lambda: backend.delete_secret(arn, None, force_delete_without_recovery=True)
    )


@resource("AWS::Scheduler::ScheduleGroup", "Name Tags", "Arn")
def make_schedule_group(name: str, given: dict[str, Any], place: Place) -> Made:
    backend = place.of(scheduler_backends)
    group = backend.create_schedule_group(given.get("Name", name), given.get("Tags", []))
    return Made(group.name, {"Arn": group.arn}, lambda: backend.delete_schedule_group(group.name))


@resource(
    "AWS::Scheduler::Schedule",
    "Name GroupName Description ScheduleExpression ScheduleExpressionTimezone FlexibleTimeWindow Target State"
    " StartDate EndDate KmsKeyArn",
    "Arn",
)
def make_schedule(name: str, given: dict[str, Any], place: Place) -> Made:
    backend = place.of(scheduler_backends)
    target = given["Target"]
    # As Scheduler does: a role that it may not take on is refused when the schedule is made.
    role = iam_backends[place.account]["aws"].get_role_by_arn(target["RoleArn"])
    if "scheduler.amazonaws.com" not in role.assume_role_policy_document:
        raise ValidationError(message=f"the role {role.arn} cannot be assumed by EventBridge Scheduler")
    retry = target.get("RetryPolicy")
    if retry:
        target["RetryPolicy"] = {key: int(value) for key, value in retry.items()}
    schedule = backend.create_schedule(
        description=given.get("Description"),
        end_date=given.get("EndDate"),
        flexible_time_window=given["FlexibleTimeWindow"],
        group_name=given.get("GroupName"),
        kms_key_arn=given.get("KmsKeyArn"),
        # Scheduler's limit for names.
        name=given.get("Name", name[-64:]),
        schedule_expression=given["ScheduleExpression"],
        schedule_expression_timezone=given.get("ScheduleExpressionTimezone"),
        start_date=given.get("StartDate"),
        state=given.get("State"),
        target=target,
        action_after_completion=None,
    )
    return Made(
        schedule.name,
        {"Arn": schedule.arn},
        lambda: backend.delete_schedule(schedule.group_name, schedule.name),
    )


@resource(
    "AWS::Lambda::EventInvokeConfig",
    "FunctionName Qualifier MaximumEventAgeInSeconds MaximumRetryAttempts DestinationConfig",
)
def make_event_invoke_config(name: str, given: dict[str, Any], place: Place) -> Made:
    backend = place.of(lambda_backends)
    if given["Qualifier"] != "$LATEST":
        raise ValidationError(message="AWS::Lambda::EventInvokeConfig: only $LATEST is known here")
    numbers = {
        key: int(given[key]) for key in ("MaximumEventAgeInSeconds", "MaximumRetryAttempts") if key in given
    }
    destinations = {"DestinationConfig": given["DestinationConfig"]} if "DestinationConfig" in given else {}
    function = given["FunctionName"]
    backend.put_function_event_invoke_config(function, {**numbers, **destinations})

    def remove() -> None:
        # A function takes its configuration along when it goes first.
        if any(one.function_name == function for one in backend.list_functions()):
            backend.delete_function_event_invoke_config(function)

    return Made(f"{function}|$LATEST", {}, remove)


@resource(
    "AWS::ApiGatewayV2::Api",
    "Name ProtocolType Description CorsConfiguration DisableExecuteApiEndpoint Tags",
    "ApiId ApiEndpoint",
)
def make_api(name: str, given: dict[str, Any], place: Place) -> Made:
    backend = place.of(apigatewayv2_backends)
    api = backend.create_api(
        api_key_selection_expression=None,
        cors_configuration=camel(given.get("CorsConfiguration")),
        description=given.get("Description"),
        disable_schema_validation=None,
        disable_execute_api_endpoint=given.get("DisableExecuteApiEndpoint"),
        name=given["Name"],
        protocol_type=given["ProtocolType"],
        route_selection_expression=None,
        tags=given.get("Tags", {}),
        version=None,
    )
    return Made(
        api.api_id,
        {"ApiId": api.api_id, "ApiEndpoint": api.api_endpoint},
        lambda: backend.delete_api(api.api_id),
    )


def unless_gone(place: Place, api_id: str, remove: Callable[[Any], Any]) -> Callable[[], None]:
    """An API takes its routes, integrations and stages along when it goes first."""

    def careful() -> None:
        backend = place.of(apigatewayv2_backends)
        if api_id in backend.apis:
            remove(backend)

    return careful


@resource(
    "AWS::ApiGatewayV2::Stage",
    "ApiId StageName AutoDeploy DefaultRouteSettings AccessLogSettings Description",
)
def make_stage(name: str, given: dict[str, Any], place: Place) -> Made:
    api_id, stage = given["ApiId"], given["StageName"]
    place.of(apigatewayv2_backends).create_stage(api_id, camel(given))
    return Made(stage, {}, unless_gone(place, api_id, lambda backend: backend.delete_stage(api_id, stage)))


@resource(
    "AWS::ApiGatewayV2::Integration",
    "ApiId IntegrationType IntegrationUri PayloadFormatVersion TimeoutInMillis IntegrationMethod Description",
    "IntegrationId",
)
def make_integration(name: str, given: dict[str, Any], place: Place) -> Made:
    api_id = given["ApiId"]
    unused = (
        "connection_id connection_type content_handling_strategy credentials_arn integration_subtype"
        " passthrough_behavior request_parameters request_templates response_parameters"
        " template_selection_expression tls_config"
    )
    made = place.of(apigatewayv2_backends).create_integration(
        api_id=api_id,
        description=given.get("Description"),
        integration_method=given.get("IntegrationMethod"),
        integration_type=given["IntegrationType"],
        integration_uri=given["IntegrationUri"],
        payload_format_version=given.get("PayloadFormatVersion"),
        timeout_in_millis=given.get("TimeoutInMillis"),
        **dict.fromkeys(unused.split()),
    )
    return Made(
        made.id,
        {"IntegrationId": made.id},
        unless_gone(place, api_id, lambda backend: backend.delete_integration(api_id, made.id)),
    )


@resource("AWS::ApiGatewayV2::Route", "ApiId RouteKey Target AuthorizationType", "RouteId")
def make_route(name: str, given: dict[str, Any], place: Place) -> Made:
    api_id = given["ApiId"]
    backend = place.of(apigatewayv2_backends)
    # As API Gateway does: a route leads to an integration of its own API.
    backend.get_integration(api_id, given["Target"].removeprefix("integrations/"))
    unused = "authorizer_id model_selection_expression operation_name request_models request_parameters"
    route = backend.create_route(
        api_id=api_id,
        api_key_required=False,
        authorization_scopes=[],
        authorization_type=given.get("AuthorizationType"),
        route_key=given["RouteKey"],
        route_response_selection_expression=None,
        target=given["Target"],
        **dict.fromkeys(unused.split()),
    )
    return Made(
        route.route_id,
        {"RouteId": route.route_id},
        unless_gone(place, api_id, lambda backend: backend.delete_route(api_id, route.route_id)),
    )


def metric_query(given: dict[str, Any]) -> MetricDataQuery:
    stat = given.get("MetricStat")
    return MetricDataQuery(
        query_id=given["Id"],
        label=given.get("Label"),
        period=given.get("Period"),
        return_data=given.get("ReturnData"),
        expression=given.get("Expression"),
        metric_stat=stat
        and MetricStat(
            metric=Metric(
                metric_name=stat["Metric"]["MetricName"],
                namespace=stat["Metric"]["Namespace"],
                dimensions=[
                    Dimension(one["Name"], one["Value"]) for one in stat["Metric"].get("Dimensions", [])
                ],
            ),
            period=stat.get("Period"),
            stat=stat.get("Stat"),
            unit=stat.get("Unit"),
        ),
    )


def put_alarm(name: str, given: dict[str, Any], place: Place) -> Made:
    backend = place.of(cloudwatch_backends)
    alarm = backend.put_metric_alarm(
        name=given.get("AlarmName", name),
        namespace=given.get("Namespace"),
        metric_name=given.get("MetricName"),
        comparison_operator=given.get("ComparisonOperator"),
        evaluation_periods=given.get("EvaluationPeriods"),
        period=given.get("Period"),
        threshold=given.get("Threshold"),
        statistic=given.get("Statistic"),
        description=given.get("AlarmDescription"),
        dimensions=given.get("Dimensions", []),
        alarm_actions=given.get("AlarmActions", []),
        metric_data_queries=[metric_query(one) for one in given["Metrics"]] if "Metrics" in given else None,
        datapoints_to_alarm=given.get("DatapointsToAlarm"),
        extended_statistic=given.get("ExtendedStatistic"),
        ok_actions=given.get("OKActions", []),
        insufficient_data_actions=given.get("InsufficientDataActions", []),
        unit=given.get("Unit"),
        actions_enabled=flag(given.get("ActionsEnabled", True)),
        treat_missing_data=given.get("TreatMissingData"),
        evaluate_low_sample_count_percentile=given.get("EvaluateLowSampleCountPercentile"),
        threshold_metric_id=given.get("ThresholdMetricId"),
        rule=given.get("AlarmRule"),
        tags=given.get("Tags"),
    )
    return Made(alarm.name, {"Arn": alarm.alarm_arn}, lambda: backend.delete_alarms([alarm.name]))


resource(
    "AWS::CloudWatch::Alarm",
    "AlarmName AlarmDescription Namespace MetricName Dimensions Metrics ComparisonOperator EvaluationPeriods"
    " DatapointsToAlarm Period Threshold ThresholdMetricId Statistic ExtendedStatistic Unit TreatMissingData"
    " EvaluateLowSampleCountPercentile ActionsEnabled AlarmActions OKActions InsufficientDataActions Tags",
    "Arn",
)(put_alarm)
resource(
    "AWS::CloudWatch::CompositeAlarm",
    "AlarmName AlarmDescription AlarmRule ActionsEnabled AlarmActions OKActions InsufficientDataActions Tags",
    "Arn",
)(put_alarm)


@resource("AWS::SQS::QueuePolicy", "Queues PolicyDocument", "Id")
def make_queue_policy(name: str, given: dict[str, Any], place: Place) -> Made:
    backend = place.of(sqs_backends)
    queues = [url.split("/")[-1] for url in given["Queues"]]

    def set_policy(text: str) -> None:
        for queue in queues:
            if queue in backend.queues:
                backend.set_queue_attributes(queue, {"Policy": text})

    for queue in queues:
        backend.get_queue(queue)
    set_policy(json.dumps(given["PolicyDocument"]))
    return Made(name, {"Id": name}, lambda: set_policy(""))


@resource("AWS::SNS::TopicPolicy", "Topics PolicyDocument", "Id")
def make_topic_policy(name: str, given: dict[str, Any], place: Place) -> Made:
    backend = place.of(sns_backends)
    for arn in given["Topics"]:
        backend.get_topic(arn).policy = json.dumps(given["PolicyDocument"])
    # The topic goes with the stack; what its policy was before is not worth bringing back.
    return Made(name, {"Id": name}, lambda: None)


@resource("AWS::SNS::Subscription", "TopicArn Endpoint Protocol RawMessageDelivery FilterPolicy RedrivePolicy")
def make_subscription(name: str, given: dict[str, Any], place: Place) -> Made:
    backend = place.of(sns_backends)
    subscription = backend.subscribe(given["TopicArn"], given["Endpoint"], given["Protocol"])
    for key in ("RawMessageDelivery", "FilterPolicy", "RedrivePolicy"):
        if key in given:
            value = given[key] if isinstance(given[key], str) else json.dumps(given[key])
            backend.set_subscription_attributes(subscription.arn, key, value)
    return Made(subscription.arn, {}, lambda: backend.unsubscribe(subscription.arn))


@resource("AWS::S3::BucketPolicy", "Bucket PolicyDocument")
def make_bucket_policy(name: str, given: dict[str, Any], place: Place) -> Made:
    backend = s3_backends[place.account]["aws"]
    bucket = given["Bucket"]
    # moto enforces a bucket's policy without its conditions: "deny what is not TLS" would deny everything.
    policy = given["PolicyDocument"]
    unconditional = [statement for statement in policy["Statement"] if "Condition" not in statement]
    if unconditional:
        backend.put_bucket_policy(bucket, json.dumps({**policy, "Statement": unconditional}).encode())
    return Made(bucket, {}, lambda: bucket in backend.buckets and backend.delete_bucket_policy(bucket))


# moto has no EventBridge Schemas at all: what is kept here can be seen at /moto-cfn/schemas and nowhere else.
schemas: dict[str, dict[str, Any]] = {}


def keep_schema(kind: str, path: str, given: dict[str, Any], place: Place) -> tuple[str, Callable[[], Any]]:
    arn = f"arn:aws:schemas:{place.region}:{place.account}:{kind}/{path}"
    if arn in schemas:
        raise ValidationError(message=f"{arn} already exists")
    schemas[arn] = given
    return arn, lambda: schemas.pop(arn)


@resource("AWS::EventSchemas::Registry", "RegistryName Description Tags", "RegistryArn RegistryName")
def make_registry(name: str, given: dict[str, Any], place: Place) -> Made:
    registry = given.get("RegistryName", name)
    arn, remove = keep_schema("registry", registry, given, place)
    return Made(arn, {"RegistryArn": arn, "RegistryName": registry}, remove)


@resource(
    "AWS::EventSchemas::Schema",
    "RegistryName SchemaName Type Content Description Tags",
    "SchemaArn SchemaName SchemaVersion",
)
def make_schema(name: str, given: dict[str, Any], place: Place) -> Made:
    registry, schema = given["RegistryName"], given.get("SchemaName", name)
    if not any(arn.endswith(f":registry/{registry}") for arn in schemas):
        raise ValidationError(message=f"the schema {schema} names the registry {registry}, which does not exist")
    if given["Type"] not in ("OpenApi3", "JSONSchemaDraft4"):
        raise ValidationError(message=f"the schema {schema} has a type of its own: {given['Type']}")
    json.loads(given["Content"])
    arn, remove = keep_schema("schema", f"{registry}/{schema}", given, place)
    return Made(arn, {"SchemaArn": arn, "SchemaName": schema, "SchemaVersion": "1"}, remove)


def refuse_unknown_types() -> None:
    """moto logs "no support" and goes on; a deployment with a hole in it is worse than none."""
    known = parsing.resource_class_from_type

    def strict(resource_type: str) -> Any:
        found = None if resource_type.startswith("Custom::") else known(resource_type)
        if found is None:
            raise ValidationError(
                message=f"{resource_type} is unknown to moto; teach it in test/aws/moto_types.py"
            )
        return found

    parsing.resource_class_from_type = strict
    for cache in (parsing.get_model_list, parsing.get_model_map, parsing.get_name_type_map):
        cache.cache_clear()
