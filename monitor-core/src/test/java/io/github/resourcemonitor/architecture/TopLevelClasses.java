package io.github.resourcemonitor.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/**
 * Each top-level class of the library, with the classes nested in it.
 */
public final class TopLevelClasses implements SliceAssignment {

	private static final String ROOT = "io.github.resourcemonitor";

	@Override
	public SliceIdentifier getIdentifierOf(JavaClass type) {
		if (!type.getPackageName().startsWith(ROOT)) {
			return SliceIdentifier.ignore();
		}
		return SliceIdentifier.of(type.getName().replaceFirst("\\$.*", ""));
	}

	@Override
	public String getDescription() {
		return "top-level classes";
	}

}
