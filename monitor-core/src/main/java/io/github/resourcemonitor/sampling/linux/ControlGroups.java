package io.github.resourcemonitor.sampling.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Locates the control groups of this process, from {@code /proc/self/cgroup} and
 * {@code /proc/self/mountinfo}. Supports cgroup v1, v2 and hybrid hosts.
 * <p>
 * The root group covers the whole host, so it is never used as the group of the process.
 * Neither is a group that merely is where the own one would be expected: if no mount
 * shows the group that {@code /proc/self/cgroup} names, it is out of sight. Not
 * thread-safe.
 */
final class ControlGroups {

	static final String ROOT = "the process is in the root control group, which covers the whole host";

	/**
	 * Stands for the controllers of v2, which all have the same group.
	 */
	private static final String UNIFIED = "";

	private final Path root;

	private final List<Membership> memberships;

	private final List<CgroupMount> mounts;

	/**
	 * The groups that were looked for, by controller: each takes several system calls,
	 * and several readers ask for the same one.
	 */
	private final Map<String, Group> found = new HashMap<>();

	/**
	 * Create new control groups.
	 * @param root the directory that contains {@code proc} and {@code sys}
	 * @param cgroup the lines of {@code /proc/self/cgroup}, see {@link Octets}
	 * @param mountinfo the lines of {@code /proc/self/mountinfo}
	 */
	ControlGroups(Path root, List<String> cgroup, List<String> mountinfo) {
		this.root = root;
		this.memberships = cgroup.stream().map(Membership::parse).flatMap(List::stream).toList();
		this.mounts = CgroupMount.reachable(mountinfo);
	}

	/**
	 * Locate the groups that this process is in.
	 * @param root the directory that contains {@code proc} and {@code sys}
	 * @param cgroup the content of {@code /proc/self/cgroup}
	 * @return the groups
	 */
	static ControlGroups of(Path root, byte[] cgroup) {
		return new ControlGroups(root, Octets.lines(cgroup), LinuxFacts.readLines(root.resolve("proc/self/mountinfo")));
	}

	/**
	 * Find the group for a v1 controller.
	 * @param controller the controller
	 * @return the group
	 */
	Group v1(String controller) {
		return this.found.computeIfAbsent(controller, this::findV1);
	}

	private Group findV1(String controller) {
		for (Membership membership : this.memberships) {
			if (membership.controllers().contains(controller)) {
				return find(membership, controller, "cgroup", "release_agent", true);
			}
		}
		return Group.missing("no v1 control group has the controller '" + controller + "'");
	}

	/**
	 * Find the v2 group.
	 * @return the group
	 */
	Group v2() {
		return this.found.computeIfAbsent(UNIFIED, (key) -> findV2());
	}

	private Group findV2() {
		for (Membership membership : this.memberships) {
			if (membership.controllers().isEmpty()) {
				return find(membership, null, "cgroup2", "cgroup.type", false);
			}
		}
		return Group.missing("no v2 control group");
	}

	private Group find(Membership membership, @Nullable String controller, String type, String marker,
			boolean markerMeansRoot) {
		boolean mounted = false;
		Group widest = null;
		for (CgroupMount mount : this.mounts) {
			if (!mount.type().equals(type) || (controller != null && !mount.options().contains(controller))) {
				continue;
			}
			mounted = true;
			Group group = in(mount, membership.path());
			// Through the mount that shows most of its ancestors.
			if (group != null && (widest == null || group.depth() > widest.depth())) {
				widest = group;
			}
		}
		if (!mounted) {
			return Group.missing("no control group of type " + type + " is mounted");
		}
		if (widest == null) {
			return Group.outOfSight("the control group of the process, " + Octets.display(membership.path())
					+ ", is not in sight: no mount of type " + type + " shows it");
		}
		if (widest.folder() != null && Files.exists(widest.folder().resolve(marker)) == markerMeansRoot) {
			return Group.missing(ROOT);
		}
		return widest;
	}

	private @Nullable Group in(CgroupMount mount, String path) {
		String below = mount.below(path);
		if (below == null) {
			return null;
		}
		try {
			Path top = Octets.resolve(this.root, mount.point());
			Path own = Octets.resolve(top, below);
			return Files.isDirectory(own) ? new Group(own, top, null, false) : null;
		}
		catch (IllegalArgumentException ex) {
			// Not a path, so there is nothing to see.
			return null;
		}
	}

	/**
	 * A control group, or the reason why there is none.
	 *
	 * @param folder the directory of the group, {@code null} if there is none
	 * @param top the directory of the topmost visible group
	 * @param reason the reason why there is none
	 * @param outOfSight whether the process is in a group whose files it cannot see
	 */
	record Group(@Nullable Path folder, @Nullable Path top, @Nullable String reason, boolean outOfSight) {

		static Group missing(String reason) {
			return new Group(null, null, reason, false);
		}

		static Group outOfSight(String reason) {
			return new Group(null, null, reason, true);
		}

		/**
		 * Return the number of visible ancestors.
		 */
		int depth() {
			return (this.folder != null && this.top != null) ? this.folder.getNameCount() - this.top.getNameCount() : 0;
		}

		/**
		 * Return the paths of a file in this group and in all its visible ancestors.
		 * @param name the name of the file
		 * @return the paths, that of this group first
		 */
		List<Path> upwards(String name) {
			List<Path> result = new ArrayList<>();
			for (Path path = this.folder; path != null && this.top != null
					&& path.startsWith(this.top); path = path.getParent()) {
				result.add(path.resolve(name));
			}
			return result;
		}

	}

	/**
	 * A line of {@code /proc/self/cgroup}: {@code id:controllers:path}.
	 */
	private record Membership(List<String> controllers, String path) {

		static List<Membership> parse(String line) {
			String[] parts = line.split(":", 3);
			if (parts.length < 3) {
				return List.of();
			}
			List<String> controllers = parts[1].isEmpty() ? List.of() : Arrays.asList(parts[1].split(","));
			return List.of(new Membership(controllers, parts[2]));
		}

	}

}
