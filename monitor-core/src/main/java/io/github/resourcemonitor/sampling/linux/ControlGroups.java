package io.github.resourcemonitor.sampling.linux;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Locates the control groups of this process, from {@code /proc/self/cgroup} and
 * {@code /proc/self/mountinfo}. Supports cgroup v1, v2 and hybrid hosts.
 * <p>
 * The root group covers the whole host, so it is never used as the group of the process.
 */
final class ControlGroups {

	static final String ROOT = "the process is in the root control group, which covers the whole host";

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
	 * A control group, or the reason why there is none.
	 *
	 * @param folder the directory of the group, {@code null} if there is none
	 * @param top the directory of the topmost visible group
	 * @param reason the reason why there is none
	 */
	record Group(@Nullable Path folder, @Nullable Path top, @Nullable String reason) {

		static Group missing(String reason) {
			return new Group(null, null, reason);
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

	/**
	 * A line of {@code /proc/self/mountinfo}.
	 *
	 * @param root the directory of the file system that is mounted
	 * @param point the mount point
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
		 * Return the path of a group below the mount point. Inside a container, the path
		 * of the group may be that on the host, while the mount point already is the
		 * group.
		 */
		String below(String path) {
			if (this.root.equals("/")) {
				return path.equals("/") ? "" : path;
			}
			return path.startsWith(this.root) ? path.substring(this.root.length()) : "";
		}

	}

}
