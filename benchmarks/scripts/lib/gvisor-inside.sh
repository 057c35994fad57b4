# Runs inside the sandbox: gvisor-inside.sh <command of the demo>. Starts the demo, calls it, fetches its records, and copies
# the kernel's files about it for comparison. Writes the results as an archive to standard output.
set -eu
folder="$(mktemp -d)"
cd "$folder"
demo=http://127.0.0.1:8080

"$@" > demo.log 2>&1 &
pid=$!
waited=0
until curl -sf "$demo/actuator/health" > health.json; do
	if ! kill -0 $pid 2> /dev/null || [ $waited -ge 180 ]; then
		cat demo.log >&2
		echo "The demo did not start" >&2
		exit 1
	fi
	waited=$((waited + 1))
	sleep 1
done

call() {
	curl -s "$demo/$1" -H 'Content-Type: application/json' -d "$2"
	echo
}

copy_kernel_files() {
	mkdir "$1"
	for file in stat statm io status cgroup mountinfo net/dev net/tcp net/tcp6 smaps_rollup schedstat; do
		cat "/proc/$pid/$file" > "$1/$(echo $file | tr / -)" 2> /dev/null || rm -f "$1/$(echo $file | tr / -)"
	done
	for file in version meminfo pressure/cpu pressure/memory pressure/io; do
		cat "/proc/$file" > "$1/$(echo $file | tr / -)" 2> /dev/null || rm -f "$1/$(echo $file | tr / -)"
	done
}

copy_kernel_files before
{
	call thumbnail '{"bucket":"photos","name":"valley.jpg","width":640}'
	call wordcount '{"bucket":"texts","name":"novel.txt"}'
	# Two concurrent calls. The output of one goes to a file, so that the responses are not mixed.
	call thumbnail '{"bucket":"photos","name":"hills.jpg","width":320}' > concurrent.txt &
	call thumbnail '{"bucket":"photos","name":"mountains.jpg","width":320}'
	wait $!
	cat concurrent.txt
	call wordcount '{"bucket":"texts","name":"letters.txt"}'
} > answers.txt
# Short calls, far below the resolution of the CPU clock.
for i in 1 2 3 4 5 6 7 8; do
	call wordcount '{"bucket":"texts","name":"missing.txt"}'
done > errors.txt
copy_kernel_files after

curl -s "$demo/actuator/invocations?limit=100" > invocations.json
mkdir records
grep -o '"id":"[^"]*"' invocations.json | cut -d'"' -f4 | while read -r id; do
	curl -s "$demo/actuator/invocations/$id" > "records/$id.json"
done
curl -s "$demo/actuator/resources" > resources.json
storage="$(sed -n 's/.*Storage server at \(http:[^ ]*\).*/\1/p' demo.log)"
for bucket in photos texts; do
	curl -s "$storage/storage/v1/b/$bucket/o" > "objects-$bucket.json"
done
kill $pid
wait $pid || true
tar -c .
