package io.github.resourcemonitor.otlp;

import io.opentelemetry.api.common.AttributeKey;

/**
 * The attributes of metrics and log events. Those with a dot are of OpenTelemetry's
 * semantic conventions, the others are as in the record.
 */
final class OtlpAttributes {

	static final AttributeKey<String> HANDLER = AttributeKey.stringKey("handler");

	static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("outcome");

	static final AttributeKey<String> TRIGGER = AttributeKey.stringKey("faas.trigger");

	static final AttributeKey<Boolean> COLD_START = AttributeKey.booleanKey("faas.coldstart");

	static final AttributeKey<String> SERVICE = AttributeKey.stringKey("service");

	static final AttributeKey<String> OPERATION = AttributeKey.stringKey("operation");

	static final AttributeKey<String> DIRECTION = AttributeKey.stringKey("direction");

	static final AttributeKey<String> NETWORK_DIRECTION = AttributeKey.stringKey("network.io.direction");

	static final AttributeKey<String> DISK_DIRECTION = AttributeKey.stringKey("disk.io.direction");

	static final AttributeKey<String> CPU_MODE = AttributeKey.stringKey("cpu.mode");

	static final AttributeKey<String> CONTEXT_SWITCH_TYPE = AttributeKey.stringKey("process.context_switch.type");

	static final AttributeKey<String> FAULT_TYPE = AttributeKey.stringKey("system.paging.fault.type");

	static final AttributeKey<String> RECORD_UID = AttributeKey.stringKey("log.record.uid");

	static final AttributeKey<String> INVOCATION_ID = AttributeKey.stringKey("faas.invocation_id");

	static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");

	static final AttributeKey<String> REQUEST_METHOD = AttributeKey.stringKey("http.request.method");

	static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");

	static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");

	private OtlpAttributes() {
	}

}
