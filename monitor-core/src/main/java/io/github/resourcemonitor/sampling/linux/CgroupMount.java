package io.github.resourcemonitor.sampling.linux;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A mount of control groups: a line of {@code /proc/self/mountinfo}. Paths have one
 * character for each byte, see {@link Octets}.
 *
 * @param id the id of the mount
 * @param parent the id of the mount that it is mounted on
 * @param root the group at the mount point. The path is relative to the root of the
 * process's cgroup namespace, as are those in {@code /proc/self/cgroup}: it begins with
 * {@code /..} if the group is not below that root
 * @param point the mount point
 * @param type the type of the file system
 * @param options the options of the file system
 */
record CgroupMount(String id, String parent, String root, String point, String type, List<String> options) {

	/**
	 * Parse the mounts, and leave out those that other mounts hide.
	 * @param mountinfo the lines of {@code /proc/self/mountinfo}
	 * @return the mounts of control groups
	 */
	static List<CgroupMount> reachable(List<String> mountinfo) {
		List<CgroupMount> all = mountinfo.stream().map(CgroupMount::parse).flatMap(List::stream).toList();
		return all.stream()
			.filter((mount) -> mount.type.startsWith("cgroup"))
			.filter((mount) -> mount.isReachable(all))
			.toList();
	}

	private static List<CgroupMount> parse(String line) {
		int separator = line.indexOf(" - ");
		String[] left = line.split(" ");
		if (separator < 0 || left.length < 5) {
			return List.of();
		}
		String[] right = line.substring(separator + 3).split(" ");
		List<String> options = (right.length > 2) ? Arrays.asList(right[2].split(",")) : List.of();
		return List.of(new CgroupMount(left[0], left[1], Octets.unescape(left[3]), Octets.unescape(left[4]), right[0],
				options));
	}

	private boolean isReachable(List<CgroupMount> all) {
		CgroupMount mount = this;
		for (int depth = 0; mount != null && depth <= all.size(); depth++) {
			for (CgroupMount later : all.subList(all.indexOf(mount) + 1, all.size())) {
				if (later.hides(mount)) {
					return false;
				}
			}
			mount = mount.parent(all);
		}
		return true;
	}

	private @Nullable CgroupMount parent(List<CgroupMount> all) {
		for (CgroupMount mount : all) {
			if (mount.id.equals(this.parent)) {
				return mount;
			}
		}
		return null;
	}

	/**
	 * Return whether this is mounted over a mount, or on the way to its mount point.
	 */
	private boolean hides(CgroupMount other) {
		return (this.parent.equals(other.id) && this.point.equals(other.point))
				|| (this.parent.equals(other.parent) && other.point.startsWith(this.point + "/"));
	}

	/**
	 * Return the path of a group below the mount point.
	 * @param path the path of the group
	 * @return the path, empty for the mount point itself; {@code null} if the mount does
	 * not show the group
	 */
	@Nullable String below(String path) {
		List<String> names = names(path);
		List<String> outer = names(this.root);
		if (names.size() < outer.size() || !names.subList(0, outer.size()).equals(outer)) {
			return null;
		}
		List<String> rest = names.subList(outer.size(), names.size());
		return rest.contains("..") ? null : String.join("/", rest);
	}

	private static List<String> names(String path) {
		return Arrays.stream(path.split("/")).filter((name) -> !name.isEmpty()).toList();
	}

}
