#!/bin/sh
# Runs @name@ with the drivers that its configuration names: their jars are on the class path, those
# of the others stay in drivers/, unopened.
#   JAVA_HOME      a JDK or JRE 21 or newer; else the java of the PATH
#   JAVA_OPTS      more options of the JVM
#   PATTERN_TRAIN  if not empty, what the JVM learns while it starts is kept in cache/ when it ends,
#                  and later starts with the same drivers are quicker
set -eu

# Until the program itself answers signals, one ends the start as it would there, in the form that the
# log has by the configuration as soon as that is read.
stop() {
  trap '' INT TERM
  now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  last='stopped: in-flight 0, exit 0'
  case ${answer:-} in
    *json) printf '{"time":"%s","level":"info","logger":"io.patternsdk.lifecycle.Runner","message":"%s","thread":"main"}\n' "$now" "$last" ;;
    *) printf '%s info  Runner: %s\n' "$now" "$last" ;;
  esac >&2
  exit 0
}
trap stop INT TERM
script=$0
while [ -L "$script" ]; do
  target=$(readlink "$script")
  case $target in
    /*) script=$target ;;
    *) script=$(dirname "$script")/$target ;;
  esac
done
home=$(cd "$(dirname "$script")/.." && pwd)
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
command -v "$java" >/dev/null || {
  echo "there is no $java: set JAVA_HOME to a JDK or JRE 21 or newer" >&2
  exit 1
}
[ -z "${PATTERN_TRAIN:-}" ] || mkdir -p "$home/cache"

join() { (IFS=:; printf '%s' "$*"); }
reader=$(join "$home"/lib/sdk-lifecycle-*.jar "$home"/lib/sdk-core-*.jar "$home"/lib/snakeyaml-*.jar)
class_path=$(join "$home"/lib/*.jar)

if [ -n "${PATTERN_TRAIN:-}" ]; then
  archive=-XX:ArchiveClassesAtExit=$home/cache/reader.jsa
elif [ -f "$home/cache/reader.jsa" ]; then
  archive=-XX:SharedArchiveFile=$home/cache/reader.jsa
fi
answer=$("$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xlog:disable ${archive:+"$archive"} \
  "-Dpatternsdk.home=$home" -cp "$reader" io.patternsdk.lifecycle.ClassPathMain "$@") || {
  echo "$java does not run the program: it needs Java 21 or newer" >&2
  exit 1
}
{ IFS= read -r drivers && IFS= read -r cache; } <<END
$answer

END
# shellcheck disable=SC2086 # options are separated by blanks
exec "$java" -XX:+UseSerialGC -Xms24m -XX:+ExitOnOutOfMemoryError ${cache:+"$cache"} \
  --enable-native-access=ALL-UNNAMED "-Dpatternsdk.home=$home" ${JAVA_OPTS:-} \
  -cp "$class_path$drivers" @main@ "$@"
