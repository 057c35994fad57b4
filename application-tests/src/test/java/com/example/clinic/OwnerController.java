package com.example.clinic;

import java.util.List;
import java.util.Optional;

import jakarta.validation.Valid;

import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

@Controller
class OwnerController {

	private final OwnerRepository owners;

	OwnerController(OwnerRepository owners) {
		this.owners = owners;
	}

	@InitBinder
	void setAllowedFields(WebDataBinder binder) {
		binder.setDisallowedFields("id");
	}

	@ModelAttribute("owner")
	Owner owner(@PathVariable(name = "id", required = false) Integer id) {
		return Optional.ofNullable(id)
			.map((known) -> this.owners.findById(known)
				.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)))
			.orElseGet(Owner::new);
	}

	@GetMapping("/owners/{id}")
	String show() {
		return "owner";
	}

	@GetMapping("/owners/new")
	String form() {
		return "form";
	}

	@PostMapping("/owners/new")
	String create(@Valid Owner owner, BindingResult result, RedirectAttributes attributes) {
		if (result.hasErrors()) {
			return "form";
		}
		attributes.addFlashAttribute("message", "created");
		return "redirect:/owners/" + this.owners.save(owner).getId();
	}

	@GetMapping("/owners")
	@ResponseBody
	List<String> names() {
		return this.owners.findByOrderByName().stream().map(Owner::getName).toList();
	}

	@GetMapping("/first")
	String first() {
		return "forward:/owners/1";
	}

	@GetMapping("/oups")
	String oups() {
		throw new IllegalStateException("expected");
	}

	@GetMapping("/conflict")
	String conflict() {
		throw new UnsupportedOperationException("expected");
	}

}
