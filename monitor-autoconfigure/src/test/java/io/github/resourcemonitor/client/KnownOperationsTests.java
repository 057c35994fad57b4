package io.github.resourcemonitor.client;

import io.github.resourcemonitor.annotation.CallDirection;
import io.github.resourcemonitor.servicecall.ServiceCallTable.ServiceOperation;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class KnownOperationsTests {

	private int derived;

	private final KnownOperations<String> operations = new KnownOperations<>((key) -> {
		this.derived++;
		return new ServiceOperation("service", key, CallDirection.NONE);
	});

	@Test
	void derivesAnOperationOnce() {
		ServiceOperation get = this.operations.get("get");
		assertThat(get.operation()).isEqualTo("get");
		assertThat(this.operations.get("get")).isSameAs(get);
		assertThat(this.derived).isOne();
	}

	@Test
	void isBounded() {
		for (int i = 0; i < 1000; i++) {
			this.operations.get("operation" + i);
		}
		assertThat(this.operations.get("another")).isEqualTo(this.operations.get("another"));
		assertThat(this.operations.get("operation0").operation()).isEqualTo("operation0");
		assertThat(this.derived).isEqualTo(1002);
	}

}
