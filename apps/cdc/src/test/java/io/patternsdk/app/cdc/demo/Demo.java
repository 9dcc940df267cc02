package io.patternsdk.app.cdc.demo;

import java.io.IOException;
import java.util.Arrays;

/** Runs one of the demos: that of a store in the process that captures, or that of pgbench. */
public final class Demo {
  private Demo() {}

  /** Runs it: {@code store} or {@code pgbench}, and the arguments of that. */
  public static void main(String[] args) throws IOException, InterruptedException {
    String[] rest = Arrays.copyOfRange(args, 1, args.length);
    boolean equal =
        switch (args[0]) {
          case "store" -> StoreDemo.run(rest);
          case "pgbench" -> PgbenchDemo.run(rest);
          default -> throw new IllegalArgumentException("no demo: " + args[0]);
        };
    if (!equal) {
      System.exit(1);
    }
  }
}
