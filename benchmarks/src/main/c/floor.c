/*
 * The lower bound for a sampler: the cost of the necessary reads in the kernel, in a process of a given shape. Nothing is
 * parsed. Times are in nanoseconds per read, one value per batch; the batches of all items alternate.
 *
 * floor <threads> <open files> <MB resident> <batches> <ms per batch> [<further file>...]
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MAX_ITEMS 64
#define SMALL 2048

static const char *const FD = "/proc/self/fd";

static int stat_file, statm_file, io_file, fd_folder;

static char buffer[1 << 20];

static volatile long long sink;

static void die(const char *what) {
	fprintf(stderr, "floor: %s: %s\n", what, strerror(errno));
	exit(1);
}

static long long now(void) {
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int open_or_die(const char *path, int flags) {
	int file = open(path, flags | O_CLOEXEC);
	if (file < 0)
		die(path);
	return file;
}

/*
 * The kernel returns such files in pieces of about a page and fills each but the last, so a short piece is the last one.
 * Otherwise one more read finds the end, for which the kernel generates the content of some files again.
 */
static void read_all(int file) {
	ssize_t length = 0, n;
	while ((n = pread(file, buffer, sizeof buffer, length)) > 0) {
		length += n;
		if (n < SMALL)
			break;
	}
	if (n < 0)
		die("pread");
	sink += length;
}

static void size_of_path(void) {
	struct stat s;
	if (stat(FD, &s) != 0)
		die(FD);
	sink += s.st_size;
}

static void size_of_folder(void) {
	struct stat s;
	if (fstat(fd_folder, &s) != 0)
		die(FD);
	sink += s.st_size;
}

static void read_stat(int file) { read_all(stat_file); }
static void read_statm(int file) { read_all(statm_file); }
static void read_io(int file) { read_all(io_file); }
static void fd_by_path(int file) { size_of_path(); }
static void fd_by_folder(int file) { size_of_folder(); }

static void four_by_folder(int file) {
	read_all(stat_file);
	read_all(statm_file);
	read_all(io_file);
	size_of_folder();
}

static void four_by_path(int file) {
	read_all(stat_file);
	read_all(statm_file);
	read_all(io_file);
	size_of_path();
}

static void usage_of_process(int file) {
	struct rusage usage;
	getrusage(RUSAGE_SELF, &usage);
	sink += usage.ru_utime.tv_usec;
}

static void clock_of(clockid_t clock) {
	struct timespec t;
	clock_gettime(clock, &t);
	sink += t.tv_nsec;
}

static void monotonic_clock(int file) { clock_of(CLOCK_MONOTONIC); }
static void process_clock(int file) { clock_of(CLOCK_PROCESS_CPUTIME_ID); }
static void thread_clock(int file) { clock_of(CLOCK_THREAD_CPUTIME_ID); }

struct item {
	const char *name;
	void (*read)(int file);
	int file;
	long per_batch;
	double *nanos;
};

static struct item items[MAX_ITEMS] = {
	{ "stat, statm, io, fstat fd", four_by_folder, -1, 1, NULL },
	{ "stat, statm, io, stat fd", four_by_path, -1, 1, NULL },
	{ "/proc/self/stat", read_stat, -1, 1, NULL },
	{ "/proc/self/statm", read_statm, -1, 1, NULL },
	{ "/proc/self/io", read_io, -1, 1, NULL },
	{ "fstat /proc/self/fd", fd_by_folder, -1, 1, NULL },
	{ "stat /proc/self/fd", fd_by_path, -1, 1, NULL },
	{ "getrusage(RUSAGE_SELF)", usage_of_process, -1, 1, NULL },
	{ "clock_gettime(CLOCK_MONOTONIC)", monotonic_clock, -1, 1, NULL },
	{ "clock_gettime(CLOCK_PROCESS_CPUTIME_ID)", process_clock, -1, 1, NULL },
	{ "clock_gettime(CLOCK_THREAD_CPUTIME_ID)", thread_clock, -1, 1, NULL },
};

static long long run(const struct item *item, long times) {
	long long start = now();
	for (long i = 0; i < times; i++)
		item->read(item->file);
	return now() - start;
}

static void *park(void *unused) {
	for (;;)
		pause();
	return unused;
}

static int open_files(void) {
	int count = 0;
	DIR *folder = opendir(FD);
	if (folder == NULL)
		die(FD);
	while (readdir(folder) != NULL)
		count++;
	closedir(folder);
	/* Without ".", ".." and the descriptor of the listing itself. */
	return count - 3;
}

static long megabytes_resident(void) {
	long size, resident;
	FILE *file = fopen("/proc/self/statm", "re");
	if (file == NULL || fscanf(file, "%ld %ld", &size, &resident) != 2)
		die("/proc/self/statm");
	fclose(file);
	return resident * sysconf(_SC_PAGESIZE) >> 20;
}

static void take_shape(long threads, int files, long megabytes) {
	struct rlimit limit;
	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	for (long i = 1; i < threads; i++) {
		pthread_t thread;
		if ((errno = pthread_create(&thread, NULL, park, NULL)) != 0)
			die("pthread_create");
	}
	for (int i = open_files(); i < files; i++)
		open_or_die("/dev/null", O_RDONLY);
	long missing = megabytes - megabytes_resident();
	if (missing > 0) {
		char *memory = malloc(missing << 20);
		if (memory == NULL)
			die("malloc");
		memset(memory, 1, missing << 20);
		sink += memory[missing];
	}
}

int main(int argc, char **argv) {
	if (argc < 6) {
		fprintf(stderr, "floor <threads> <open files> <MB resident> <batches> <ms per batch> [<further file>...]\n");
		return 2;
	}
	long threads = atol(argv[1]);
	int batches = atoi(argv[4]);
	long long batch_nanos = atol(argv[5]) * 1000000LL;
	int count = 0;
	while (items[count].name != NULL)
		count++;
	stat_file = open_or_die("/proc/self/stat", O_RDONLY);
	statm_file = open_or_die("/proc/self/statm", O_RDONLY);
	io_file = open_or_die("/proc/self/io", O_RDONLY);
	fd_folder = open_or_die(FD, O_RDONLY | O_DIRECTORY);
	for (int i = 6; i < argc && count < MAX_ITEMS; i++) {
		int file = open(argv[i], O_RDONLY | O_CLOEXEC);
		if (file >= 0)
			items[count++] = (struct item){ argv[i], read_all, file, 1, NULL };
	}
	take_shape(threads, atoi(argv[2]), atol(argv[3]));

	for (int i = 0; i < count; i++) {
		items[i].nanos = calloc(batches, sizeof(double));
		long long taken;
		while ((taken = run(&items[i], items[i].per_batch)) < batch_nanos / 4)
			items[i].per_batch *= 2;
		items[i].per_batch = items[i].per_batch * batch_nanos / taken + 1;
	}
	for (int b = 0; b < batches; b++)
		for (int i = 0; i < count; i++)
			items[i].nanos[b] = (double)run(&items[i], items[i].per_batch) / items[i].per_batch;

	printf("{\"shape\": {\"threads\": %ld, \"files\": %d, \"megabytes\": %ld}, \"items\": {", threads, open_files(),
			megabytes_resident());
	for (int i = 0; i < count; i++) {
		printf("%s\n\"%s\": [", i > 0 ? "," : "", items[i].name);
		for (int b = 0; b < batches; b++)
			printf("%s%.2f", b > 0 ? ", " : "", items[i].nanos[b]);
		printf("]");
	}
	printf("\n}}\n");
	return 0;
}
