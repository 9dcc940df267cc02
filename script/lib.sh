# shellcheck shell=bash
# What the scripts share. Sourced, never run.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
# Where script/setup keeps programs that it does not install for the whole machine.
cache="${XDG_CACHE_HOME:-$HOME/.cache}/patternsdk"

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# has PROGRAM: also where servers live that are not on an ordinary user's PATH
has() {
  command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ] || [ -x "/usr/local/sbin/$1" ] ||
    compgen -G "/usr/lib/postgresql/*/bin/$1" >/dev/null
}

# major_of JAVA_HOME: the version of the JDK there; nothing if there is none
major_of() {
  local line
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  while IFS= read -r line; do
    case "$line" in
      JAVA_VERSION=*)
        line="${line#JAVA_VERSION=\"}"
        line="${line%\"}"
        printf '%s\n' "${line%%[!0-9]*}"
        return 0 ;;
    esac
  done <"$1/release"
}

# newest_jdk: the home of the newest JDK that can build this; nothing if none can
newest_jdk() {
  local home major best=20 found=
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/* /usr/java/* /opt/java/* \
    "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk* /usr/local/opt/openjdk*; do
    [ -d "$home" ] || continue
    major="$(major_of "$home")"
    if [ -n "$major" ] && [ "$major" -gt "$best" ]; then
      best="$major"
      found="$home"
    fi
  done
  printf '%s\n' "$found"
}

# maven LOG ARG...: runs Maven with all output in LOG and shows the progress by module; on failure
# shows the errors as well
maven() {
  local log="$1" started=$SECONDS
  shift
  mkdir -p "$(dirname "$log")"
  if mvn -B -ntp -Dstyle.color=never "$@" 2>&1 | tee "$log" | awk '
    /^\[INFO\] Building .*\[[0-9]+\/[0-9]+\]/ { sub(/^\[INFO\] Building /, ""); sub(/  +/, " "); print; fflush() }
    /^\[(INFO|WARNING|ERROR)\] Tests run: .*Skipped: [0-9]+$/ { sub(/^\[[A-Z]+\] +/, ""); print "    " $0; fflush() }
    /^\[ERROR\] +(To see|Re-run|For more|After correcting|\[Help|-> \[Help|See |  mvn <args>|$)/ { next }
    /^\[INFO\]/ { failures = 0 }
    /^\[ERROR\] (Failures|Errors): / { failures = 1 }
    (failures || /^\[ERROR\]/ || /^\[WARNING\].*\.java:/ || /: not formatted$/) && shown++ < 100 { print; fflush() }
  '; then
    say "done after $((SECONDS - started)) s; everything it said is in ${log#"$root"/}"
  else
    fail "failed after $((SECONDS - started)) s; everything it said is in ${log#"$root"/}"
  fi
}

# tests LOG MAVEN-ARGUMENT...: runs tests as maven() does, every module although one failed, each test
# once; fails if one failed, was skipped or was repeated, or if none ran
tests() {
  local log="$1" outcome=0
  forget_reports
  (run_tests "$@") || outcome=1
  failed_tests "$log" || outcome=1
  no_skips || outcome=1
  return "$outcome"
}

run_tests() {
  maven "$@" --fail-at-end -Dmaven.test.failure.ignore=true \
    -Dsurefire.rerunFailingTestsCount=0 -Dfailsafe.rerunFailingTestsCount=0
}

# tests_again LOG MAVEN-ARGUMENT...: after tests() has failed, runs the classes once more that failed, if
# they are three at most and nothing else was wrong, and names those that then pass
tests_again() {
  local log="$1" failed classes modules again="${1%.log}-again.log"
  shift
  grep -q '^\[INFO\] BUILD SUCCESS' "$log" && [ -z "$(broken_jvms "$log")" ] && no_skips >/dev/null || return 1
  failed="$(failed_reports)"
  [ "$(wc -l <<<"$failed")" -le 3 ] || return 1
  classes="$(sed 's/.*TEST-//; s/\.xml$//; s/\$.*//' <<<"$failed" | sort -u | paste -sd,)"
  modules="$(sed "s|^$root/||; s|/target/.*||" <<<"$failed" | sort -u | paste -sd,)"
  say "once more: $classes"
  xargs rm -f <<<"$failed"
  (run_tests "$again" "$@" -pl "$modules" -am "-Dtest=$classes" "-Dit.test=$classes" \
    -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false) || return 1
  failed_tests "$again" && xargs ls <<<"$failed" >/dev/null || return 1
  say "UNSTABLE, failed once and passed when run again: $classes"
}

forget_reports() {
  find "$root" -type d \( -name surefire-reports -o -name failsafe-reports \) -prune -exec rm -rf {} +
}

reports() {
  find "$root" -path '*/target/surefire-reports/TEST-*.xml' -o -path '*/target/failsafe-reports/TEST-*.xml'
}

# failed_reports: the reports of the classes with tests that failed
failed_reports() {
  reports | xargs -r grep -lE '<(failure|error|flakyFailure|flakyError|rerunFailure|rerunError)[ >]' || true
}

# broken_jvms LOG: what the log says of JVMs with tests that broke off, of which no report tells
broken_jvms() {
  grep -E '^\[ERROR\] .*(timeout or other error in the fork|forked VM|[Cc]rashed tests)' "$1" || true
}

# failed_tests LOG: lists the tests that failed or were repeated, by module; fails if there is any, or
# if a JVM with tests broke off
failed_tests() {
  local failed broken
  failed="$(failed_reports | while IFS= read -r report; do
      awk -v module="${report#"$root"/}" '
        BEGIN { sub(/\/target\/.*/, "", module) }
        function value(of) { return match($0, " " of "=\"[^\"]*\"") ? substr($0, RSTART + length(of) + 3, RLENGTH - length(of) - 4) : "" }
        /<testcase / { name = value("classname") "." value("name") }
        /<(failure|error|flakyFailure|flakyError|rerunFailure|rerunError)[ >]/ {
          if (name != said) { print "  " module ": " name }
          said = name
        }' "$report"
    done)"
  broken="$(broken_jvms "$1")"
  [ -z "$failed$broken" ] || {
    say "failed: "
    [ -z "$failed" ] || say "$failed"
    [ -z "$broken" ] || say "$broken"
    return 1
  }
}

# busily COMMAND...: runs it while as many loops as the machine has processors keep them busy
busily() {
  local loops=() outcome=0 i
  for ((i = 0; i < $(getconf _NPROCESSORS_ONLN); i++)); do
    (while kill -0 $$ 2>/dev/null; do for _ in {1..100000}; do :; done; done) &
    loops+=($!)
  done
  "$@" || outcome=$?
  kill "${loops[@]}"
  wait "${loops[@]}" 2>/dev/null || true
  return "$outcome"
}

# no_skips: fails if a test of the last run was skipped, or if none ran
no_skips() {
  local report totals
  totals="$(reports | while IFS= read -r report; do
      grep -m 1 -o '<testsuite [^>]*' "$report" || true
    done | awk '
      function number(name) { return match($0, " " name "=\"[0-9]+\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : 0 }
      { tests += number("tests"); skipped += number("skipped") }
      END { print tests + 0, skipped + 0 }')"
  say "${totals% *} tests, ${totals#* } skipped"
  [ "${totals% *}" -gt 0 ] || { say "no test ran"; return 1; }
  [ "${totals#* }" -eq 0 ] || { say "tests were skipped: a test runs or fails"; return 1; }
}

# free_port: a port of the loopback address on which nothing listens just now
free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  printf '%s\n' "$port"
}

# runtime: the home of the JDK that runs programs; fails with the reason if there is none
runtime() {
  local home="${JAVA_HOME:-}"
  if [ -z "$home" ] || [ "$(major_of "$home")" -lt 21 ]; then
    home="$(newest_jdk)"
  fi
  [ -n "$home" ] || fail "no JDK 21 or newer found; set JAVA_HOME, or run script/setup"
  printf '%s\n' "$home"
}

# version_of POM: the version of the project there
version_of() {
  awk '/<parent>/ { inside = 1 } /<\/parent>/ { inside = 0 }
    !inside && /<version>/ { gsub(/.*<version>|<\/version>.*/, ""); print; exit }' "$1"
}

# directory_of PROGRAM: where its build lays it out
directory_of() {
  printf '%s\n' "$root/apps/$1/target/$1-$(version_of "$root/pom.xml")"
}

# up_to_date FILE: whether no source is newer
up_to_date() {
  [ -f "$1" ] && [ -z "$(find "$root" -name target -prune -o \
    \( -path '*/src/main/*' -o -name pom.xml -o -path "$root/apps/launcher.sh" \) \
    -type f -newer "$1" -print -quit)" ]
}

# programs: the names of those that there are
programs() {
  grep -l '<main.class>' "$root"/apps/*/pom.xml | xargs -n 1 dirname | xargs -n 1 basename
}

# is_program NAME: fails with those that there are
is_program() {
  grep -q '<main.class>' "$root/apps/$1/pom.xml" 2>/dev/null ||
    fail "no program $1; there are: $(programs | paste -sd, - | sed 's/,/, /g')"
}

# program PROGRAM: the script that runs it, built now if it is not there or a source is newer
program() {
  is_program "$1"
  local script
  script="$(directory_of "$1")/bin/$1"
  if ! up_to_date "$script"; then
    say "building $1" >&2
    mvn -q -f "$root/pom.xml" -pl "apps/$1" -am package -Dquick -Dmaven.test.skip >&2
  fi
  printf '%s\n' "$script"
}
