package com.example.clinic;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jpa.test.autoconfigure.TestEntityManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application's tests of a repository.
 */
@DataJpaTest
class OwnerRepositoryIT {

	@Autowired
	private OwnerRepository owners;

	@Autowired
	private TestEntityManager entities;

	@Test
	void ownersAreFound() {
		Owner owner = new Owner();
		owner.setName("George");
		owner.getPets().add(new Pet("Leo"));
		this.entities.persistAndFlush(owner);
		this.entities.clear();
		assertThat(this.owners.findByNameStartingWith("Geo")).singleElement()
			.satisfies((found) -> assertThat(found.getPets()).extracting(Pet::getName).containsExactly("Leo"));
	}

}
