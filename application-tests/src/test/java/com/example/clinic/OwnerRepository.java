package com.example.clinic;

import java.util.List;

import org.springframework.cache.annotation.Cacheable;
import org.springframework.data.jpa.repository.JpaRepository;

public interface OwnerRepository extends JpaRepository<Owner, Integer> {

	List<Owner> findByNameStartingWith(String name);

	@Cacheable("names")
	List<Owner> findByOrderByName();

}
