package com.example.clinic;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.servlet.ModelAndView;

@ControllerAdvice
class ClinicAdvice {

	@ExceptionHandler
	@ResponseStatus(HttpStatus.CONFLICT)
	ModelAndView conflict(UnsupportedOperationException ex) {
		ModelAndView page = new ModelAndView("error");
		page.addObject("status", "advised");
		return page;
	}

}
