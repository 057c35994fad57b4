package io.github.resourcemonitor.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A program that makes room in the folder of a file, and prints whether it has deleted
 * that file.
 */
final class LeftOverProgram {

	private LeftOverProgram() {
	}

	public static void main(String[] args) throws IOException {
		Path growing = Path.of(args[0]);
		new RecordFolder(growing.getParent(), 10).makeRoom(growing.resolveSibling("own"), 100);
		System.out.println(Files.notExists(growing));
	}

}
