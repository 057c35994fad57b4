package io.github.resourcemonitor.sampling.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Where the control groups of this process are found, from {@code /proc/self/cgroup} and
 * {@code /proc/self/mountinfo}. Knows both versions, and machines that have both at once.
 * <p>
 * The root group speaks for the whole machine, so it is never taken for the process's
 * own.
 */
final class ControlGroups {

	static final String ROOT = "the process is in the root control group, which speaks for the whole machine";

	private final Path root;

	private final List<Membership> memberships;

	private final List<Mount> mounts;

	ControlGroups(Path root, List<String> cgroup, List<String> mountinfo) {
		this.root = root;
		this.memberships = cgroup.stream().map(Membership::parse).flatMap(List::stream).toList();
		this.mounts = mountinfo.stream().map(Mount::parse).flatMap(List::stream).toList();
	}

	/**
	 * Find the group for a v1 controller.
	 * @param controller the controller
	 * @return the group
	 */
	Group v1(String controller) {
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
		for (Membership membership : this.memberships) {
			if (membership.controllers().isEmpty()) {
				return find(membership, null, "cgroup2", "cgroup.type", false);
			}
		}
		return Group.missing("no v2 control group");
	}

	private Group find(Membership membership, @Nullable String controller, String type, String marker,
			boolean markerMeansRoot) {
		for (Mount mount : this.mounts) {
			if (mount.type().equals(type) && (controller == null || mount.options().contains(controller))) {
				Path top = resolve(mount.point());
				Path own = resolve(mount.point() + mount.below(membership.path()));
				if (!own.startsWith(top) || !Files.isDirectory(own)) {
					own = top;
				}
				if (Files.exists(own.resolve(marker)) == markerMeansRoot) {
					return Group.missing(ROOT);
				}
				return new Group(own, top, null);
			}
		}
		return Group.missing("no control group of type " + type + " is mounted");
	}

	private Path resolve(String absolute) {
		return this.root.resolve(absolute.substring(1)).normalize();
	}

	/**
	 * A group that was found, or why not.
	 *
	 * @param folder its folder, {@code null} if it was not found
	 * @param top the folder of the topmost group in sight
	 * @param reason why it was not found
	 */
	record Group(@Nullable Path folder, @Nullable Path top, @Nullable String reason) {

		static Group missing(String reason) {
			return new Group(null, null, reason);
		}

		/**
		 * Return a file in this group and in all groups above it that are in sight.
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

	/**
	 * A line of {@code /proc/self/mountinfo}.
	 *
	 * @param root which folder of the file system is mounted
	 * @param point where it is mounted
	 * @param type the type of the file system
	 * @param options the options of the file system
	 */
	private record Mount(String root, String point, String type, List<String> options) {

		static List<Mount> parse(String line) {
			int separator = line.indexOf(" - ");
			String[] left = line.split(" ");
			if (separator < 0 || left.length < 5) {
				return List.of();
			}
			String[] right = line.substring(separator + 3).split(" ");
			List<String> options = (right.length > 2) ? Arrays.asList(right[2].split(",")) : List.of();
			return List.of(new Mount(left[3], left[4].replace("\\040", " "), right[0], options));
		}

		/**
		 * Return where a group stands below the mount point. Inside a container the path
		 * of the group may be that of the host, with the mount already at the group.
		 */
		String below(String path) {
			if (this.root.equals("/")) {
				return path.equals("/") ? "" : path;
			}
			return path.startsWith(this.root) ? path.substring(this.root.length()) : "";
		}

	}

}
