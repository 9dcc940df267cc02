package io.patternsdk.benchmarks.drivers;

import java.util.List;

/** The PostgreSQL driver beside pgjdbc: {@code script/bench drivers}. */
public final class PostgresCost {
  private static final String CLIENT = "pgjdbc";

  private PostgresCost() {}

  /** Prints it; {@code --quick} for a fast look. */
  public static void main(String[] args) {
    ClientComparison bench =
        new ClientComparison(
            "PostgreSQL: throughput beside the client's own", List.of(args).contains("--quick"));
    try (PostgresWork work = PostgresWork.start()) {
      bench.compare("PostgreSQL select", CLIENT, work::select, work::get);
      bench.compare("PostgreSQL upsert", CLIENT, work::upsert, work::set);
      bench.compare("PostgreSQL batch of 100", CLIENT, work::upsertAll, work::setAll);
      bench.compare("PostgreSQL enqueue, take and ack", CLIENT, work::rawRound, work::queueRound);
      bench.compare("PostgreSQL append", CLIENT, work::rawAppend, work::append);
      bench.compare("PostgreSQL read of 100", CLIENT, work::rawRead, work::read);
    }
    bench.print();
  }
}
