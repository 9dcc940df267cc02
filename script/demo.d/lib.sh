# shellcheck shell=bash
# What the demos share. Sourced by script/demo alone, after script/lib.sh.

# --- what is left behind on any way out: nothing ---
work="$(mktemp -d)"
pids=()
clean_up() {
  local pid
  for pid in ${pids[@]+"${pids[@]}"}; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# names: the backends of the demo in words, as "a, b or c"
names() {
  local all="${backends[*]}"
  [ "${#backends[@]}" -gt 1 ] || { say "$all"; return; }
  all="${backends[*]:0:${#backends[@]}-1}"
  say "${all// /, } or ${backends[${#backends[@]} - 1]}"
}

# step NAME TEXT: one line of the two columns
step() { printf '%-10s %s\n' "$1" "$2"; }

broken() {
  say "$1; the end of its log:" >&2
  tail -n 15 "$2" >&2
  exit 1
}

# await SECONDS PID LOG COMMAND...: until the command succeeds; false if the process ends before
await() {
  local until=$((SECONDS + $1)) pid="$2" log="$3"
  shift 3
  until "$@" 2>/dev/null; do
    if ! kill -0 "$pid" 2>/dev/null; then
      return 1
    elif [ "$SECONDS" -ge "$until" ]; then
      broken "not ready in time: $(head -c 100 "$log" | head -n 1)" "$log"
    fi
    sleep 0.05
  done
}

accepts() { (exec 3<>"/dev/tcp/127.0.0.1/$1"); }

# server PROGRAM VARIABLE ARG...: starts it on a port that nobody has, which becomes $port. In the
# arguments PORT stands for that port.
server() {
  local program="$1" named="${!2:-}" log="$work/$1.log" try
  [ -n "$named" ] || named="$(PATH="$PATH:/usr/sbin:/usr/local/sbin" command -v "$program")" ||
    fail "there is no $program; script/setup installs it, or $2 names it"
  shift 2
  for ((try = 0; try < 10; try++)); do
    port=$((20000 + RANDOM % 12000))
    accepts "$port" 2>/dev/null && continue
    started=("$named" "${@//PORT/$port}")
    "${started[@]}" >"$log" 2>&1 &
    serving=$!
    pids=("$serving" ${pids[@]+"${pids[@]}"})
    if await 10 "$serving" "$log" accepts "$port"; then
      step "start" "${label:-$program} on 127.0.0.1:$port"
      return
    fi
  done
  broken "$program did not start" "$log"
}

# redis_server ARG...: one that keeps nothing, unless the arguments say otherwise
redis_server() {
  server redis-server PATTERNSDK_REDIS_SERVER \
    --bind 127.0.0.1 --port PORT --dir "$work" --save '' --appendonly no "$@"
}

# redis_cluster: three masters, of which $port is the last one's
redis_cluster() {
  local nodes=() i
  for ((i = 0; i < 3; i++)); do
    redis_server --cluster-enabled yes --cluster-config-file "nodes-PORT.conf" --cluster-node-timeout 2000
    nodes+=("127.0.0.1:$port")
  done
  redis-cli --cluster create "${nodes[@]}" --cluster-yes >"$work/cluster.log" 2>&1 ||
    broken "the cluster did not form" "$work/cluster.log"
  step "form" "a cluster of ${nodes[*]}"
}

nats_server() {
  server nats-server PATTERNSDK_NATS_SERVER -a 127.0.0.1 -p PORT -js -sd "$work/nats" "$@"
}

# postgres_server: a PostgreSQL with a cluster of its own; as root it runs as the user postgres
postgres_server() {
  local as=() path tries
  path="$PATH:$(printf '%s:' /usr/lib/postgresql/*/bin)"
  [ "$(id -u)" -ne 0 ] || as=(setpriv --reuid=postgres --regid=postgres --clear-groups --)
  chmod 711 "$work"
  install -d ${as[@]+-o postgres -g postgres} "$work/postgres"
  PATH="$path" ${as[@]+"${as[@]}"} initdb -D "$work/postgres" -U postgres -A trust --no-sync \
    -E UTF8 --locale=C.UTF-8 >"$work/initdb.log" 2>&1 || broken "initdb failed" "$work/initdb.log"
  label=postgres PATH="$path" server "${as[0]:-postgres}" PATTERNSDK_POSTGRES_SERVER ${as[@]+"${as[@]:1}" postgres} \
    -D "$work/postgres" -p PORT -h 127.0.0.1 -k "$work/postgres" "$@"
  for ((tries = 0; tries < 100; tries++)); do
    ! PATH="$path" psql -h 127.0.0.1 -p "$port" -U postgres -c 'select 1' >/dev/null 2>&1 || return 0
    sleep 0.05
  done
  broken "PostgreSQL is not ready" "$work/${as[0]:-postgres}.log"
}

# kafka_server: a broker that keeps what it has in the demo's directory; its other ports are next to it
kafka_server() {
  local try named="${PATTERNSDK_KAFKA_SERVER:-$cache/kafka/bin/kafka-broker}" log="$work/kafka.log"
  [ -x "$named" ] || fail "there is no kafka-broker; script/setup makes one, or PATTERNSDK_KAFKA_SERVER names it"
  for ((try = 0; try < 10; try++)); do
    port=$((20000 + RANDOM % 12000))
    if accepts "$port" || accepts $((port + 1)); then
      continue
    fi 2>/dev/null
    cat >"$work/kafka.properties" <<SETTINGS
process.roles=broker,controller
node.id=1
listeners=CLIENTS://127.0.0.1:$port,CONTROLLER://127.0.0.1:$((port + 1))
advertised.listeners=CLIENTS://127.0.0.1:$port
controller.listener.names=CONTROLLER
inter.broker.listener.name=CLIENTS
controller.quorum.voters=1@127.0.0.1:$((port + 1))
listener.security.protocol.map=CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=$work/kafka-$port
offsets.topic.replication.factor=1
offsets.topic.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=1
auto.create.topics.enable=false
controlled.shutdown.enable=false
group.initial.rebalance.delay.ms=0
SETTINGS
    "$named" "$work/kafka.properties" >"$log" 2>&1 &
    serving=$!
    pids=("$serving" ${pids[@]+"${pids[@]}"})
    if await 60 "$serving" "$log" accepts "$port"; then
      step "start" "kafka-broker on 127.0.0.1:$port"
      return
    fi
  done
  broken "kafka-broker did not start" "$log"
}

# clickhouse_server: the engine that script/setup made, with the password "secret"
clickhouse_server() {
  local PATTERNSDK_CLICKHOUSE_SERVER="${PATTERNSDK_CLICKHOUSE_SERVER:-$cache/clickhouse/bin/clickhouse-engine}"
  [ -x "$PATTERNSDK_CLICKHOUSE_SERVER" ] ||
    fail "there is no clickhouse-engine; script/setup makes one, or PATTERNSDK_CLICKHOUSE_SERVER names it"
  server clickhouse-engine PATTERNSDK_CLICKHOUSE_SERVER PORT "$work/clickhouse" secret
}

# launch LOG CONFIG ARG...: starts the program, which becomes $launched, and waits until it is ready;
# $http and $metrics are where it listens. The process itself is this shell's child, so its exit code
# is known.
launch() {
  log="$1"
  "$program" --config "$2" "${@:3}" >"$log" 2>&1 &
  launched=$!
  pids=("$launched" ${pids[@]+"${pids[@]}"})
  await 60 "$launched" "$log" grep -q ' ready' "$log" || broken "$name did not start" "$log"
  http="$(grep -o 'http: http://[^,]*' "$log" | cut -d' ' -f2)"
  metrics="$(grep -o 'metrics http://.*' "$log" | cut -d' ' -f2)"
  step "start" "$(grep -o 'ready.*' "$log"): $http"
}

# client ARG...: runs the demo's own class, with $class_path if the demo has one
client() {
  "$java/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "${class_path:-$classes:$home/lib/*}" "$main" "$@" \
    2>"$work/demo.log" || { tail -n 5 "$log" >&2; broken "the demo failed" "$work/demo.log"; }
}

# stop PID LOG: by SIGTERM; it has to end as it should
stop() {
  local code=0
  kill -TERM "$1"
  wait "$1" || code=$?
  step "stop" "SIGTERM, exit code $code, and the last line of its log:"
  step "" "$(tail -n 1 "$2" | sed 's/^[^ ]* *//')"
  [ "$code" -eq 0 ] || broken "$name ended with $code" "$2"
}
