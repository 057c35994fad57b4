package com.example.clinic;

import java.util.List;

import io.github.resourcemonitor.history.InvocationRepository;
import io.github.resourcemonitor.record.InvocationRecord;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.web.servlet.MockMvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.forwardedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrlPattern;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

/**
 * The application's tests with all its beans, but without a server.
 */
@SpringBootTest(properties = "spring.datasource.url=jdbc:h2:mem:mock")
@AutoConfigureMockMvc
class ClinicMockMvcIT {

	@Autowired
	private MockMvc mvc;

	@Autowired
	private OwnerRepository owners;

	@Autowired
	private InvocationRepository records;

	@Test
	void pagesFormsAndErrors() throws Exception {
		Owner owner = new Owner();
		owner.setName("George");
		this.owners.save(owner);
		this.mvc.perform(get("/owners/1"))
			.andExpect(status().isOk())
			.andExpect(content().string(containsString("<h1>George</h1>")));
		this.mvc.perform(get("/owners/77")).andExpect(status().isNotFound());
		this.mvc.perform(get("/nowhere")).andExpect(status().isNotFound());
		this.mvc.perform(post("/owners/new").param("name", "Betty"))
			.andExpect(status().isFound())
			.andExpect(redirectedUrlPattern("/owners/*"));
		this.mvc.perform(get("/first")).andExpect(forwardedUrl("/owners/1"));
		this.mvc.perform(get("/clinic.css")).andExpect(header().string("Cache-Control", "max-age=43200"));
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> this.mvc.perform(get("/oups")))
			.withRootCauseInstanceOf(IllegalStateException.class);
		List<String> names = this.records.findAll().stream().map(InvocationRecord::handler).toList();
		assertThat(names).containsExactly("GET /oups", "GET /first", "POST /owners/new", "GET (unmatched)",
				"GET /owners/{id}", "GET /owners/{id}");
	}

}
