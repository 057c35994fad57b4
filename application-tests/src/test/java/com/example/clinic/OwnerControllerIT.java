package com.example.clinic;

import java.util.Optional;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.MockMvc;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.hamcrest.Matchers.containsString;
import static org.mockito.BDDMockito.given;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.forwardedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.model;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.view;

/**
 * The application's tests of a controller.
 */
@WebMvcTest(OwnerController.class)
class OwnerControllerIT {

	@Autowired
	private MockMvc mvc;

	@MockitoBean
	private OwnerRepository owners;

	@Test
	void pagesFormsAndErrors() throws Exception {
		Owner george = new Owner();
		george.setName("George");
		given(this.owners.findById(1)).willReturn(Optional.of(george));
		this.mvc.perform(get("/owners/1"))
			.andExpect(status().isOk())
			.andExpect(view().name("owner"))
			.andExpect(content().string(containsString("<h1>George</h1>")));
		this.mvc.perform(get("/owners/2")).andExpect(status().isNotFound());
		this.mvc.perform(get("/nowhere")).andExpect(status().isNotFound());
		this.mvc.perform(post("/owners/new").param("name", ""))
			.andExpect(model().attributeHasFieldErrors("owner", "name"))
			.andExpect(view().name("form"));
		this.mvc.perform(get("/first")).andExpect(forwardedUrl("/owners/1"));
		this.mvc.perform(get("/conflict")).andExpect(status().isConflict()).andExpect(view().name("error"));
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> this.mvc.perform(get("/oups")))
			.withRootCauseInstanceOf(IllegalStateException.class);
	}

}
