package io.patternsdk.benchmarks.drivers;

import java.util.List;

/**
 * Streams of drivers beside their clients, from virtual threads: {@code script/bench drivers}.
 * Bytes and processor time are those of the whole process.
 */
public final class StreamCost {
  private StreamCost() {}

  /** Prints it; {@code --quick} for a fast look. */
  public static void main(String[] args) throws Exception {
    ClientComparison bench =
        new ClientComparison(
            "Streams: throughput beside the client's own", List.of(args).contains("--quick"));
    try (RedisStreamWork redis = RedisStreamWork.start()) {
      bench.compare("Redis append", "lettuce, XADD", redis::add, redis.driver()::append);
      bench.compare(
          "Redis read of 100",
          "lettuce, XREADGROUP",
          new Rereading(redis::reader)::next,
          new Rereading(redis.driver()::reader)::next);
    }
    try (NatsStreamWork nats = NatsStreamWork.start()) {
      bench.compare("NATS append", "jnats, publish", nats::publish, nats.driver()::append);
      bench.compare(
          "NATS read of 100",
          "jnats, fetch",
          new Rereading(nats::reader)::next,
          new Rereading(nats.driver()::reader)::next);
    }
    bench.print();
  }
}
