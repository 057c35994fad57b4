package com.example.clinic;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same tests with a data source that datasource-micrometer does not wrap: the
 * statements of the pool are counted all the same.
 */
@TestPropertySource(properties = { "jdbc.excluded-data-source-bean-names=dataSource",
		"spring.datasource.url=jdbc:h2:mem:clinic-pool;DB_CLOSE_DELAY=-1" })
class ClinicPoolIT extends ClinicIT {

	@Autowired
	private DataSource dataSource;

	@Test
	void theDataSourceIsThePool() {
		assertThat(this.dataSource).isExactlyInstanceOf(HikariDataSource.class);
	}

}
